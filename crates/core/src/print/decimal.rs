//! The decimal digits of floating-point numbers, as NumPy's Dragon4 makes them.
//!
//! The shortest digits come from Rust's formatting, which is exact and shortest too; `f16` and `bf16`, which
//! Rust cannot print, are searched. Rust's rounding to a given place is that of the exact value, ties to even,
//! as NumPy's. What is left to do here is where the two differ: shortest digits halfway between two candidates,
//! and which trailing zeros count as digits.

use std::cmp::Ordering;
use std::fmt::Write;

/// The binary format of a number that is held as an `f64`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Binary {
    /// IEEE 754 binary16.
    F16,
    /// The upper half of a binary32.
    BF16,
    /// IEEE 754 binary32.
    F32,
    /// IEEE 754 binary64.
    F64,
}

impl Binary {
    /// The bits of the fraction, and the exponent of the smallest subnormal number.
    fn bits(self) -> (i32, i32) {
        match self {
            Binary::F16 => (10, -24),
            Binary::BF16 => (7, -133),
            Binary::F32 => (23, -149),
            Binary::F64 => (52, -1074),
        }
    }

    /// The decimal digits that survive a round trip through the format: `precision` of NumPy's `finfo`.
    pub(super) fn decimals(self) -> i32 {
        match self {
            Binary::F16 => 3,
            Binary::BF16 => 2,
            Binary::F32 => 6,
            Binary::F64 => 15,
        }
    }

    /// The nearest number of the format, ties to even; overflow is left to the caller.
    pub(super) fn round(self, value: f64) -> f64 {
        match self {
            Binary::F64 => value,
            Binary::F32 => value as f32 as f64,
            Binary::F16 | Binary::BF16 if value == 0.0 || !value.is_finite() => value,
            Binary::F16 | Binary::BF16 => {
                let (fraction, lowest) = self.bits();
                let unit = 2f64.powi((exponent_of(value) - fraction).max(lowest));
                (value / unit).round_ties_even() * unit
            }
        }
    }
}

/// The binary exponent of a normal number.
fn exponent_of(value: f64) -> i32 {
    (value.to_bits() >> 52 & 0x7ff) as i32 - 1023
}

/// The binary places of `value` after the point, which are its decimal places too. Negative for multiples of
/// larger powers of two.
fn binary_places(value: f64) -> i32 {
    let bits = value.to_bits();
    let (biased, fraction) = ((bits >> 52 & 0x7ff) as i32, bits & ((1 << 52) - 1));
    let (mantissa, exponent) =
        if biased == 0 { (fraction, -1074) } else { (fraction | 1 << 52, biased - 1075) };
    -(exponent + mantissa.trailing_zeros() as i32)
}

/// A floating-point number of any format.
#[derive(Clone, Copy, Debug)]
pub struct Float {
    pub(super) value: f64,
    pub(super) binary: Binary,
}

/// How many digits there may be.
#[derive(Clone, Copy, Debug)]
pub(super) enum Cutoff {
    /// Digits after the point.
    Fraction(usize),
    /// Digits from the first one that is not zero.
    Total(usize),
}

impl Cutoff {
    /// More digits than this no number of these formats has.
    const MOST: usize = 1100;

    /// The power of ten of the last digit, if that of the first is `exponent`.
    fn last_place(self, exponent: i32) -> i32 {
        match self {
            Cutoff::Fraction(digits) => -(digits.min(Self::MOST) as i32),
            Cutoff::Total(digits) => exponent + 1 - digits.clamp(1, Self::MOST) as i32,
        }
    }
}

/// Decimal digits and the power of ten of the first one. Kept and reused to save allocations.
#[derive(Clone, Debug, Default)]
pub(super) struct Decimal {
    pub digits: String,
    pub exponent: i32,
}

impl Decimal {
    /// The digits of `|x|` that identify it among the numbers of its format, but at most to `most` and at least
    /// to `least`. Where it matters (`zeros`), a carry drops the nines it runs through, as in Dragon4, and zeros
    /// that were there before stay.
    pub fn unique(&mut self, x: Float, most: Option<Cutoff>, least: Option<Cutoff>, zeros: bool) {
        let x = Float { value: x.value.abs(), ..x };
        if x.value == 0.0 {
            return self.set("0", 0);
        }
        self.shortest(x);
        // Should a carry have made a new first digit, then there is no other, and no cutoff is affected.
        let place = self.exponent + 1 - self.digits.len() as i32;
        let most = most.map(|most| (most.last_place(self.exponent), most));
        let least = least.map(|least| (least.last_place(self.exponent), least));
        if let Some((_, most)) = most.filter(|&(most, _)| most > place) {
            self.round_to(x.value, most);
        } else if let Some(least) = least.filter(|&(least, _)| least < place) {
            let (last, cutoff) = most.filter(|&(most, _)| most > least.0).unwrap_or(least);
            if last == place {
                return;
            }
            self.round_to(x.value, cutoff);
            self.settle(x);
        } else {
            return;
        }
        if zeros && self.digits.ends_with('0') && self.compare(x.value) == Ordering::Greater {
            self.drop_zeros();
        }
    }

    /// The digits of the exact value of `|x|`, rounded at `most`; fewer if it has no more, where that matters.
    pub fn exact(&mut self, x: Float, most: Cutoff, zeros: bool) {
        let value = x.value.abs();
        if value == 0.0 {
            return self.set("0", 0);
        }
        self.round_to(value, most);
        if zeros && self.digits.ends_with('0') && self.compare(value) != Ordering::Less {
            self.drop_zeros();
        }
    }

    fn set(&mut self, digits: &str, exponent: i32) {
        self.digits.clear();
        self.digits.push_str(digits);
        self.exponent = exponent;
    }

    /// Takes apart what `{:e}` wrote.
    fn read_scientific(&mut self) {
        let e = self.digits.rfind('e').expect("`{:e}` writes an exponent");
        self.exponent = self.digits[e + 1..].parse().expect("`{:e}` writes an exponent");
        self.digits.truncate(e);
        if e > 1 {
            self.digits.remove(1);
        }
    }

    /// The shortest digits that lead back to `x`; of several as short the nearest, ties to even.
    fn shortest(&mut self, x: Float) {
        self.digits.clear();
        match x.binary {
            Binary::F64 => write!(self.digits, "{:e}", x.value.abs()),
            Binary::F32 => write!(self.digits, "{:e}", x.value.abs() as f32),
            Binary::F16 => return self.shortest_half(x.value.abs()),
            Binary::BF16 => return self.search(Float { value: x.value.abs(), ..x }),
        }
        .expect("a string takes what is written");
        self.read_scientific();
        self.settle_tie(x);
    }

    /// The shortest digits of an `f16`: Dragon4, for which 128 bits are enough here.
    fn shortest_half(&mut self, value: f64) {
        // Everything is in units of half the distance between the smallest neighbours of a power of two.
        const ONE: u128 = 1 << 26;
        let scaled = (value * ONE as f64) as u128;
        let (fraction, lowest) = Binary::F16.bits();
        let exponent = exponent_of(value);
        let unit = (exponent - fraction).max(lowest);
        let half_unit = 1u128 << (unit + 25);
        // Below a power of two the neighbour is nearer, unless it is subnormal.
        let is_nearer_below = scaled.is_power_of_two() && unit > lowest;
        let (low, high) = (half_unit >> is_nearer_below as u32, half_unit);
        let is_even = (scaled / (2 * half_unit)).is_multiple_of(2);
        let exponent10 = value.log10().floor() as i32;
        for place in (-12..=exponent10).rev() {
            let (times, one) = match place {
                ..0 => (10u128.pow(-place as u32), ONE),
                _ => (1, ONE * 10u128.pow(place as u32)),
            };
            let (digits, rest) = (scaled * times / one, scaled * times % one);
            let down = rest < low * times || (is_even && rest == low * times);
            let up = rest + high * times > one || (is_even && rest + high * times == one);
            if !down && !up {
                continue;
            }
            let nearest =
                (2 * rest).cmp(&one).then(if digits % 2 == 0 { Ordering::Less } else { Ordering::Greater });
            let up = if down == up { nearest == Ordering::Greater } else { up };
            return self.set_digits(digits + up as u128, place);
        }
    }

    /// `digits` times ten to the `place`.
    fn set_digits(&mut self, digits: u128, place: i32) {
        self.digits.clear();
        write!(self.digits, "{digits}").expect("a string takes what is written");
        self.exponent = place + self.digits.len() as i32 - 1;
        self.drop_zeros();
    }

    /// The shortest digits, found by trying.
    fn search(&mut self, x: Float) {
        for digits in 1.. {
            self.significant(x.value, digits);
            self.settle(x);
            if self.leads_to(x) {
                return;
            }
        }
    }

    /// Rust rounds up where the exact value lies halfway between two shortest candidates; NumPy to even.
    fn settle_tie(&mut self, x: Float) {
        let places = binary_places(x.value);
        let decimals = self.digits.len() as i32 - 1 - self.exponent;
        // The exact value has as many decimals as binary places, and the last of them is a 5.
        if places < 1 || places != decimals + 1 {
            return;
        }
        let up = std::mem::take(self);
        self.significant(x.value.abs(), up.digits.len());
        if !self.leads_to(x) {
            *self = up;
        }
    }

    /// `value` rounded to so many digits.
    fn significant(&mut self, value: f64, digits: usize) {
        self.digits.clear();
        write!(self.digits, "{:.*e}", digits - 1, value).expect("a string takes what is written");
        self.read_scientific();
    }

    /// `value` rounded to so many digits after the point.
    fn fraction(&mut self, value: f64, decimals: usize) {
        self.digits.clear();
        write!(self.digits, "{:.*}", decimals, value).expect("a string takes what is written");
        let point = self.digits.find('.').unwrap_or(self.digits.len());
        if point < self.digits.len() {
            self.digits.remove(point);
        }
        let zeros = self.digits.bytes().take_while(|&digit| digit == b'0').count();
        let zeros = zeros.min(self.digits.len() - 1);
        self.digits.drain(..zeros);
        self.exponent = point as i32 - 1 - zeros as i32;
    }

    /// `value` rounded at `cutoff`.
    fn round_to(&mut self, value: f64, cutoff: Cutoff) {
        match cutoff {
            Cutoff::Fraction(digits) => self.fraction(value, digits.min(Cutoff::MOST)),
            Cutoff::Total(digits) => self.significant(value, digits.clamp(1, Cutoff::MOST)),
        }
    }

    /// At a power of two the next number below is nearer than the one above, so that the nearest digits may
    /// miss `x` where those rounded up do not.
    fn settle(&mut self, x: Float) {
        let is_power_of_two = x.value.to_bits() & ((1 << 52) - 1) == 0;
        if !is_power_of_two || self.leads_to(x) || self.parsed() > x.value {
            return;
        }
        let nearest = self.clone();
        self.increment();
        if !self.leads_to(x) {
            *self = nearest;
        }
    }

    /// One more in the last place.
    fn increment(&mut self) {
        let nines = self.digits.bytes().rev().take_while(|&digit| digit == b'9').count();
        let kept = self.digits.len() - nines;
        self.digits.truncate(kept);
        match self.digits.pop() {
            Some(digit) => self.digits.push((digit as u8 + 1) as char),
            None => {
                self.digits.push('1');
                self.exponent += 1;
            }
        }
        self.digits.extend(std::iter::repeat_n('0', nines));
    }

    fn scientific(&self) -> String {
        format!("{}.{}e{}", &self.digits[..1], &self.digits[1..], self.exponent)
    }

    fn parsed(&self) -> f64 {
        self.scientific().parse().expect("digits are a number")
    }

    /// Whether reading the digits gives `|x|`.
    fn leads_to(&self, x: Float) -> bool {
        let value = match x.binary {
            Binary::F64 => self.parsed(),
            Binary::F32 => self.scientific().parse::<f32>().expect("digits are a number") as f64,
            // A boundary between two of these is exact in an f64, and no short decimal comes so near to one
            // that it would be rounded onto it.
            Binary::F16 | Binary::BF16 => x.binary.round(self.parsed()),
        };
        value == x.value.abs()
    }

    /// The rounded digits against the exact value.
    fn compare(&self, value: f64) -> Ordering {
        let decimals = self.digits.len() as i32 - 1 - self.exponent;
        if decimals >= 0 && binary_places(value) <= decimals {
            return Ordering::Equal;
        }
        let rounded = self.parsed();
        if rounded != value {
            return rounded.total_cmp(&value);
        }
        // So many digits that they lead back to the value: against more, and at last against all it has.
        let more = self.compare_digits(value, self.digits.len() + 20);
        if more == Ordering::Equal { self.compare_digits(value, Cutoff::MOST) } else { more }
    }

    /// The digits against those of `value` rounded to more of them.
    fn compare_digits(&self, value: f64, digits: usize) -> Ordering {
        let mut exact = Decimal::default();
        exact.significant(value, digits);
        let trimmed = |decimal: &Decimal| decimal.digits.trim_end_matches('0').len();
        let (ours, theirs) = (&self.digits[..trimmed(self)], &exact.digits[..trimmed(&exact)]);
        self.exponent.cmp(&exact.exponent).then_with(|| ours.cmp(theirs))
    }

    fn drop_zeros(&mut self) {
        let kept = self.digits.trim_end_matches('0').len().max(1);
        self.digits.truncate(kept);
    }
}
