//! Items read at the front of a text without looking for their ends first: the plain spellings that nearly all numbers have.

use numoxide_core::{DType, bf16, c64, c128, f16};

use super::powers::nearest;

/// Writes the item at a place of a text to the front of a row, in the machine's order of bytes, and returns the place after it.
/// `None` where the item is not plainly spelled, or none.
pub(super) type Lead = fn(&[u8], usize, &mut [u8]) -> Option<usize>;

/// Types of items that have a plain spelling.
pub(super) trait Plain: Sized {
    /// A [`Lead`].
    fn put(text: &[u8], at: usize, room: &mut [u8]) -> Option<usize>;
}

macro_rules! plain {
    ($($ty:ty: $read:expr,)*) => {$(
        impl Plain for $ty {
            #[inline(always)]
            fn put(text: &[u8], at: usize, room: &mut [u8]) -> Option<usize> {
                let (value, after) = $read(text, at)?;
                *room.first_chunk_mut()? = value.to_ne_bytes();
                Some(after)
            }
        }
    )*};
}
plain! {
    i8: fitting::<i8>,
    i16: fitting::<i16>,
    i32: fitting::<i32>,
    i64: integer,
    u8: fitting::<u8>,
    u16: fitting::<u16>,
    u32: fitting::<u32>,
    u64: fitting::<u64>,
    f16: |text, at| float(text, at).map(|(value, after)| (f16::from_f64(value), after)),
    bf16: |text, at| float(text, at).map(|(value, after)| (bf16::from_f64(value), after)),
    f32: |text, at| float(text, at).map(|(value, after)| (value as f32, after)),
    f64: float,
    bool: |text, at| integer(text, at).map(|(value, after)| (u8::from(value != 0), after)),
}

impl Plain for c64 {
    fn put(text: &[u8], at: usize, room: &mut [u8]) -> Option<usize> {
        let (parts, after) = complex(text, at)?;
        room.get_mut(..8)?.copy_from_slice(parts.map(|part| (part as f32).to_ne_bytes()).as_flattened());
        Some(after)
    }
}

impl Plain for c128 {
    fn put(text: &[u8], at: usize, room: &mut [u8]) -> Option<usize> {
        let (parts, after) = complex(text, at)?;
        room.get_mut(..16)?.copy_from_slice(parts.map(f64::to_ne_bytes).as_flattened());
        Some(after)
    }
}

/// How items of a dtype are read; `None` for those that have no plain spelling.
pub(super) fn lead(dtype: &DType) -> Option<Lead> {
    Some(match dtype {
        DType::Bool => bool::put,
        DType::I8 => i8::put,
        DType::I16 => i16::put,
        DType::I32 => i32::put,
        DType::I64 => i64::put,
        DType::U8 => u8::put,
        DType::U16 => u16::put,
        DType::U32 => u32::put,
        DType::U64 => u64::put,
        DType::F16 => f16::put,
        DType::BF16 => bf16::put,
        DType::F32 => f32::put,
        DType::F64 => f64::put,
        DType::C64 => c64::put,
        DType::C128 => c128::put,
        _ => return None,
    })
}

/// Eight bytes of a text, in which digits are their values.
#[derive(Clone, Copy)]
struct Eight(u64);

impl Eight {
    /// The bytes from a place on, if there are eight.
    #[inline(always)]
    fn at(text: &[u8], at: usize) -> Option<Self> {
        let eight = text.get(at..)?.first_chunk::<8>()?;
        Some(Eight(u64::from_le_bytes(*eight) ^ 0x3030_3030_3030_3030))
    }

    /// The high bits of bytes that are no digits, of all of them.
    #[inline(always)]
    fn others(self) -> u64 {
        const HIGH: u64 = 0x8080_8080_8080_8080;
        (((self.0 & !HIGH) + 0x7676_7676_7676_7676) | self.0) & HIGH
    }

    /// As [`others`](Self::others), but for a sign at the front.
    #[inline(always)]
    fn others_behind_sign(self) -> u64 {
        // A sign is the first byte that is no digit.
        self.others() & self.others().wrapping_sub(self.sign().1)
    }

    /// Whether the first byte is a minus, and 1 if it is a sign.
    #[inline(always)]
    fn sign(self) -> (bool, u64) {
        let first = self.0 as u8 ^ b'0';
        (first == b'-', u64::from(first == b'-') | u64::from(first == b'+'))
    }

    /// The number of the first `count` digits, of 7 at most.
    #[inline(always)]
    fn number(self, count: u32) -> u64 {
        // As many zeros in front as bytes are missing: no branch depends on how many digits there are.
        Eight(self.0 << (56 - 8 * (count & 7)) << 8).whole()
    }

    /// The number of all eight digits.
    #[inline(always)]
    fn whole(self) -> u64 {
        // Pairs, then fours, then all eight.
        let pairs = self.0.wrapping_mul(10).wrapping_add(self.0 >> 8);
        let low = (pairs & 0x0000_00ff_0000_00ff).wrapping_mul(0x000f_4240_0000_0064);
        let high = (pairs >> 16 & 0x0000_00ff_0000_00ff).wrapping_mul(0x0000_2710_0000_0001);
        low.wrapping_add(high) >> 32
    }
}

/// Appends the digits at a place to a number, eight at a time, and returns the place after them. Of more than 19 digits in all the
/// number is wrong.
#[inline(always)]
fn digits(text: &[u8], mut at: usize, mut number: u64) -> (u64, usize) {
    const POWERS: [u64; 8] = [1, 10, 100, 1_000, 10_000, 100_000, 1_000_000, 10_000_000];
    while let Some(eight) = Eight::at(text, at) {
        let others = eight.others();
        if others != 0 {
            let count = others.trailing_zeros() / 8;
            let number = number.wrapping_mul(POWERS[count as usize & 7]).wrapping_add(eight.number(count));
            return (number, at + count as usize);
        }
        number = number.wrapping_mul(100_000_000).wrapping_add(eight.whole());
        at += 8;
    }
    while let Some(digit @ b'0'..=b'9') = text.get(at) {
        number = number.wrapping_mul(10).wrapping_add(u64::from(digit - b'0'));
        at += 1;
    }
    (number, at)
}

/// A sign, if there is one, and the digits behind it.
struct Whole {
    negative: bool,
    /// Wrong if there are more than 19 digits.
    number: u64,
    count: usize,
    /// The place after the digits.
    after: usize,
}

impl Whole {
    /// Reads them, mostly from one look at memory and without a branch: signs and lengths come as they like, and the next number
    /// can be read only when this one's end is known.
    #[inline(always)]
    fn at(text: &[u8], at: usize) -> Self {
        Whole::short(text, at).unwrap_or_else(|| Whole::long(text, at))
    }

    /// What ends within eight bytes.
    #[inline(always)]
    fn short(text: &[u8], at: usize) -> Option<Self> {
        let eight = Eight::at(text, at)?;
        // The next number waits for this one's end, but not for what the first byte is: a digit or a sign, or there is no number.
        let others = eight.others();
        let behind = others & !0xff;
        if behind == 0 {
            return None;
        }
        let (negative, signed) = eight.sign();
        let end = behind.trailing_zeros() / 8;
        let number = Eight(eight.0 & !(signed * 0xff)).number(end);
        // Without a branch, as signs come as they like: what is no digit must be a sign.
        let right = ((others >> 7 & 1) ^ signed).wrapping_sub(1);
        let count = ((u64::from(end) - signed) & right) as usize;
        Some(Whole { negative, number, count, after: at + end as usize })
    }

    #[cold]
    #[inline(never)]
    fn long(text: &[u8], at: usize) -> Self {
        let (negative, start) = sign(text, at);
        let (number, after) = digits(text, start, 0);
        Whole { negative, number, count: after - start, after }
    }
}

/// Whether a minus stands at a place, and the place after the sign, if there is one.
#[inline(always)]
fn sign(text: &[u8], at: usize) -> (bool, usize) {
    let byte = text.get(at).copied().unwrap_or_default();
    (byte == b'-', at + usize::from(byte == b'-' || byte == b'+'))
}

/// The integer of up to 18 digits at a place.
#[inline(always)]
fn integer(text: &[u8], at: usize) -> Option<(i64, usize)> {
    let Whole { negative, number, count, after } = Whole::at(text, at);
    let (number, minus) = (number as i64, -i64::from(negative));
    (1..=18).contains(&count).then_some(((number ^ minus).wrapping_sub(minus), after))
}

/// A decimal fraction without its power of ten.
struct Fraction {
    negative: bool,
    /// Wrong if there are more than 19 digits.
    mantissa: u64,
    count: usize,
    /// How many of the digits stand behind the point.
    behind: usize,
    /// The place after the digits.
    after: usize,
}

/// An integer that its type holds.
#[inline(always)]
fn fitting<T: TryFrom<i64>>(text: &[u8], at: usize) -> Option<(T, usize)> {
    let (value, after) = integer(text, at)?;
    Some((T::try_from(value).ok()?, after))
}

/// The number nearest to the decimal fraction at a place, if that has no more than 19 digits and a small exponent. As with
/// [`Whole::at`], where it ends follows from one look at memory.
#[inline(always)]
pub(super) fn float(text: &[u8], at: usize) -> Option<(f64, usize)> {
    let Some(eight) = Eight::at(text, at).filter(|eight| eight.others_behind_sign() != 0) else {
        return Fraction::long(text, at).value(text);
    };
    let ((negative, signed), others) = (eight.sign(), eight.others_behind_sign());
    let (whole, digits) = (others.trailing_zeros() / 8, eight.0 & !(signed * 0xff));
    let (mut digits, mut end, mut count) = (digits, whole, whole);
    if (eight.0 >> (8 * whole)) as u8 ^ b'0' == b'.' {
        // The digits behind the point move to its place.
        let before = (1 << (8 * whole)) - 1;
        digits = digits & before | digits >> 8 & !before;
        let others = others & (others - 1);
        if others == 0 {
            let next = at + 8;
            let (mantissa, after) = self::digits(text, next, Eight(digits).number(7));
            let (count, behind) = (7 - signed as usize + after - next, 7 - whole as usize + after - next);
            return Fraction { negative, mantissa, count, behind, after }.value(text);
        }
        end = others.trailing_zeros() / 8;
        count = end - 1;
    }
    let (mantissa, behind, after) =
        (Eight(digits).number(count), (count - whole) as usize, at + end as usize);
    let count = count as usize - signed as usize;
    if count == 0 || matches!(text.get(after), Some(b'e' | b'E')) {
        return Fraction { negative, mantissa, count, behind, after }.value(text);
    }
    // Both are exact: one rounding.
    Some((signed_as(negative, mantissa as f64 / EXACT[behind & 7]), after))
}

/// A number that has no sign with one.
#[inline(always)]
fn signed_as(negative: bool, value: f64) -> f64 {
    f64::from_bits(value.to_bits() | u64::from(negative) << 63)
}

impl Fraction {
    #[cold]
    #[inline(never)]
    fn long(text: &[u8], at: usize) -> Self {
        let Whole { negative, number: mut mantissa, mut count, mut after } = Whole::long(text, at);
        let mut behind = 0;
        if text.get(after) == Some(&b'.') {
            let point = after + 1;
            (mantissa, after) = digits(text, point, mantissa);
            behind = after - point;
            count += behind;
        }
        Fraction { negative, mantissa, count, behind, after }
    }

    /// The number and the place after it, with the power of ten that may follow.
    #[inline]
    fn value(self, text: &[u8]) -> Option<(f64, usize)> {
        let Fraction { negative, mantissa, count, behind, mut after } = self;
        if count == 0 || count > 19 {
            return None;
        }
        let mut exponent = -(behind as i32);
        if let Some(b'e' | b'E') = text.get(after) {
            let (power, end) = power(text, after + 1)?;
            (exponent, after) = (exponent + power, end);
        }
        Some((signed_as(negative, decimal(mantissa, exponent)?), after))
    }
}

/// The power of ten of one to four digits at a place.
#[inline(always)]
fn power(text: &[u8], at: usize) -> Option<(i32, usize)> {
    let (negative, start) = sign(text, at);
    let (mut power, mut after) = (0, start);
    while let Some(digit @ b'0'..=b'9') = text.get(after)
        && after - start < 5
    {
        power = 10 * power + i32::from(digit - b'0');
        after += 1;
    }
    let right = (1..5).contains(&(after - start));
    right.then_some((if negative { -power } else { power }, after))
}

/// The powers of ten that a double holds exactly.
const EXACT: [f64; 23] = [
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18,
    1e19, 1e20, 1e21, 1e22,
];

/// `mantissa * 10^exponent`.
#[inline(always)]
fn decimal(mantissa: u64, exponent: i32) -> Option<f64> {
    if mantissa < 1 << 53 && exponent.unsigned_abs() <= 22 {
        // Both are exact: one rounding.
        let power = EXACT[exponent.unsigned_abs() as usize];
        let mantissa = mantissa as f64;
        return Some(if exponent < 0 { mantissa / power } else { mantissa * power });
    }
    nearest(mantissa, exponent)
}

/// The complex number at a place: `3`, `4j`, `3+4j`, each perhaps in parentheses.
#[inline]
fn complex(text: &[u8], at: usize) -> Option<([f64; 2], usize)> {
    let open = text.get(at) == Some(&b'(');
    let (first, mut after) = float(text, at + usize::from(open))?;
    let unit = |at: usize| matches!(text.get(at), Some(b'j' | b'J'));
    let mut parts = [first, 0.0];
    if unit(after) {
        (parts, after) = ([0.0, first], after + 1);
    } else if let Some(b'+' | b'-') = text.get(after) {
        let (second, end) = float(text, after).filter(|(_, end)| unit(*end))?;
        (parts[1], after) = (second, end + 1);
    }
    match open {
        true => (text.get(after) == Some(&b')')).then_some((parts, after + 1)),
        false => Some((parts, after)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is read, with what follows it, so that there are eight bytes to look at or not.
    fn read<T>(text: &str, after: &str, read: impl Fn(&[u8], usize) -> Option<(T, usize)>) -> Option<T> {
        let whole = format!("x{text}{after}");
        let (value, end) = read(whole.as_bytes(), 1)?;
        assert_eq!(end, 1 + text.len(), "{whole}");
        Some(value)
    }

    #[test]
    fn integers_are_those_of_the_standard_library() {
        let many = (1..=18).flat_map(|count| {
            let digits = &"123456789012345678"[..count];
            [
                digits.to_owned(),
                format!("-{digits}"),
                format!("+{digits}"),
                "9".repeat(count),
                "0".repeat(count),
            ]
        });
        for text in many {
            for after in ["", " ", ",", "\n12345678", ":/;@g\u{e9}\u{ff}aa", "/", ":", "\u{b0}\u{b9}1234567"]
            {
                assert_eq!(read(&text, after, integer), text.parse().ok(), "{text}{after}");
            }
        }
        for text in ["", "-", "x", "--1", "1234567890123456789", "-0000000000000000001", "-x234567890"] {
            assert_eq!(integer(text.as_bytes(), 0), None, "{text}");
        }
        assert_eq!(integer(b"12.5", 0), Some((12, 2)));
        assert_eq!(integer(b"12", 2), None);
    }

    #[test]
    fn floats_are_those_of_the_standard_library() {
        let texts = [
            "0",
            "-0",
            "-0.0",
            "1",
            "+1.5",
            ".5",
            "-.5",
            "5.",
            "-12.345",
            "1234.567",
            "123456.",
            "-1234.56",
            "1.5e3",
            "-1e-3",
            "1e5",
            "1E-5",
            "123456789.123456789",
            "8.36473829147382911e-01",
            "12345678",
            "1234567812345678",
            "12345678.12345678",
            "1e+22",
            "2.2250738585072014e-300",
            "1.7976931348623157e300",
        ];
        for text in texts {
            for after in ["", " ", ",x", "\n0.12345678", "x5"] {
                let found = read(text, after, float).map(f64::to_bits);
                assert_eq!(found, text.parse().ok().map(f64::to_bits), "{text}{after}");
            }
        }
        // What is not plain is left to others.
        for text in [
            "",
            ".",
            "e5",
            "1e",
            "1e+",
            "--1",
            "inf",
            "nan",
            "0.1234567890123456789012345",
            "1e10000",
            "9007199254740993",
        ] {
            assert_eq!(float(text.as_bytes(), 0), None, "{text}");
        }
    }

    #[test]
    fn complex_numbers_are_whole() {
        let cases = [
            ("3", [3.0, 0.0]),
            ("4j", [0.0, 4.0]),
            ("(1.5-2e-3j)", [1.5, -2e-3]),
            ("-1e5+1e-5J", [-1e5, 1e-5]),
            ("(3)", [3.0, 0.0]),
        ];
        for (text, parts) in cases {
            assert_eq!(read(text, " ", complex), Some(parts), "{text}");
        }
        for text in ["1+2", "(1+2j", "j", "", "(", "1+j", "(1 +2j)"] {
            assert_eq!(complex(text.as_bytes(), 0), None, "{text}");
        }
    }

    #[test]
    fn items_must_fit_their_types() {
        let mut room = [0];
        let bytes = lead(&DType::U8).unwrap();
        assert_eq!((bytes(b"255,", 0, &mut room), room), (Some(3), [255]));
        assert_eq!((bytes(b"256,", 0, &mut room), bytes(b"-1,", 0, &mut room)), (None, None));
        let flags = lead(&DType::Bool).unwrap();
        assert_eq!((flags(b"-7 ", 0, &mut room), room), (Some(2), [1]));
        assert!(lead(&DType::Str(3)).is_none());
    }
}
