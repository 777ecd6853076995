//! Distances between floating-point numbers, in units in the last place.

/// The number of representable numbers between two, counting one end: 0 for the same number, also for `0.0` and `-0.0`.
///
/// Two NaN are at distance 0, a NaN and a number at `u64::MAX`.
///
/// ```
/// use numoxide_testkit::ulp::distance;
///
/// assert_eq!(distance(1.0, 1.0 + f64::EPSILON), 1);
/// assert_eq!(distance(-f64::from_bits(1), f64::from_bits(1)), 2);
/// ```
pub fn distance(a: f64, b: f64) -> u64 {
    match (a.is_nan(), b.is_nan()) {
        (true, true) => 0,
        (false, false) => ordered(a.to_bits() as i64).abs_diff(ordered(b.to_bits() as i64)),
        _ => u64::MAX,
    }
}

/// [`distance`] for `f32`; `u32::MAX` between a NaN and a number.
pub fn distance_f32(a: f32, b: f32) -> u32 {
    match (a.is_nan(), b.is_nan()) {
        (true, true) => 0,
        (false, false) => ordered_32(a.to_bits() as i32).abs_diff(ordered_32(b.to_bits() as i32)),
        _ => u32::MAX,
    }
}

/// Integers in the order of the floats with these bits.
fn ordered(bits: i64) -> i64 {
    if bits < 0 { i64::MIN - bits } else { bits }
}

fn ordered_32(bits: i32) -> i32 {
    if bits < 0 { i32::MIN - bits } else { bits }
}

/// The error of `got` in ULP of the exact value, which is `exact + rest` with `|rest|` below half an ULP of `exact`.
///
/// A correctly rounded result has an error of at most 0.5. Infinities and NaN must agree, and give 0 or infinity. A result
/// that overflowed is as far off as the next number beyond the largest would be.
///
/// ```
/// use numoxide_testkit::ulp::error;
///
/// let third = 1.0 / 3.0;
/// assert!(error(third, third, third * 2f64.powi(-54)) < 0.5);
/// assert_eq!(error(f64::NAN, f64::NAN, 0.0), 0.0);
/// assert_eq!(error(1.0, f64::INFINITY, 0.0), f64::INFINITY);
/// ```
pub fn error(got: f64, exact: f64, rest: f64) -> f64 {
    if got.is_nan() || exact.is_nan() {
        return if got.is_nan() && exact.is_nan() { 0.0 } else { f64::INFINITY };
    }
    if got == exact && got.is_infinite() {
        return 0.0;
    }
    if exact.is_infinite() {
        return f64::INFINITY;
    }
    // Halved, so that the number beyond the largest is one.
    let near = if got.is_infinite() { got.signum() * 1023f64.exp2() } else { got / 2.0 };
    if got.is_finite() && exact.abs() < f64::MIN_POSITIVE * 4.0 {
        return ((got - exact) - rest).abs() / unit(exact);
    }
    ((near - exact / 2.0) - rest / 2.0).abs() / (unit(exact) / 2.0)
}

/// The error of an `f32` in ULP of the exact value, which is so close to `exact` that `f64` can hold the difference.
///
/// ```
/// use numoxide_testkit::ulp::error_f32;
///
/// assert!(error_f32(0.1, 0.1) < 0.5);
/// assert_eq!(error_f32(f32::INFINITY, f64::INFINITY), 0.0);
/// ```
pub fn error_f32(got: f32, exact: f64) -> f64 {
    if got.is_nan() || exact.is_nan() {
        return if got.is_nan() && exact.is_nan() { 0.0 } else { f64::INFINITY };
    }
    if exact.is_infinite() {
        return if f64::from(got) == exact { 0.0 } else { f64::INFINITY };
    }
    // An exact value beyond the largest f32 rounds to infinity as if there were a next number.
    let near = if got.is_infinite() { f64::from(got.signum()) * 128f64.exp2() } else { f64::from(got) };
    let beyond = exact.abs() >= 128f64.exp2();
    if got.is_infinite() && beyond && got.is_sign_positive() == exact.is_sign_positive() {
        return 0.0;
    }
    (near - exact).abs() / unit_f32(exact)
}

/// The distance from `|x|` to the next number above it.
pub fn unit(x: f64) -> f64 {
    let exponent = ((x.abs().to_bits() >> 52) as i32).max(1);
    power_of_two(exponent - 1023 - 52)
}

/// The distance between neighbouring `f32` around `x`.
pub fn unit_f32(x: f64) -> f64 {
    let exponent = (((x.abs().to_bits() >> 52) as i32) - 1023).clamp(-126, 127);
    power_of_two(exponent - 23)
}

/// Exact, also for subnormal powers.
fn power_of_two(exponent: i32) -> f64 {
    if exponent >= -1022 {
        f64::from_bits(((exponent + 1023) as u64) << 52)
    } else {
        f64::from_bits(1 << (exponent + 1074))
    }
}

/// The worst error seen, and where.
///
/// ```
/// use numoxide_testkit::ulp::Worst;
///
/// let mut worst = Worst::default();
/// worst.see(0.51, 3.0);
/// worst.see(0.50, 4.0);
/// assert_eq!((worst.error, worst.at, worst.count), (0.51, 3.0, 2));
/// ```
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Worst {
    /// The largest error, in ULP.
    pub error: f64,
    /// The argument it was seen at.
    pub at: f64,
    /// How many errors were seen.
    pub count: u64,
}

impl Worst {
    /// Takes one error into account.
    pub fn see(&mut self, error: f64, at: f64) {
        self.count += 1;
        if error > self.error || error.is_nan() {
            (self.error, self.at) = (error, at);
        }
    }

    /// Takes what another has seen into account.
    pub fn merge(&mut self, other: Self) {
        let count = self.count + other.count;
        if other.error > self.error {
            *self = other;
        }
        self.count = count;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn distances_cross_zero() {
        assert_eq!(distance(0.0, -0.0), 0);
        assert_eq!(distance(-1.0, f64::from_bits((-1.0f64).to_bits() + 1)), 1);
        assert_eq!(distance(f64::MAX, f64::INFINITY), 1);
        assert_eq!(distance(f64::NAN, 1.0), u64::MAX);
        assert_eq!(distance_f32(-f32::from_bits(3), f32::from_bits(4)), 7);
        assert_eq!(distance_f32(f32::NAN, -f32::NAN), 0);
    }

    #[test]
    fn units() {
        assert_eq!(unit(1.0), f64::EPSILON);
        assert_eq!(unit(-0.75), f64::EPSILON / 2.0);
        assert_eq!(unit(0.0), f64::from_bits(1));
        assert_eq!(unit(f64::MAX), 971f64.exp2());
        assert_eq!(unit_f32(1.5), f64::from(f32::EPSILON));
        assert_eq!(unit_f32(1e-300), (-149f64).exp2());
    }

    #[test]
    fn errors_are_fractions_of_a_unit() {
        let e = f64::EPSILON;
        assert_eq!(error(1.0 + e, 1.0, 0.25 * e), 0.75);
        assert_eq!(error(1.0, 1.0, 0.0), 0.0);
        assert_eq!(error(f64::from_bits(3), f64::from_bits(1), 0.0), 2.0);
        assert_eq!(error(-f64::MAX, -f64::MAX, 0.0), 0.0);
        assert_eq!(error_f32(1.0, 1.0 + 0.25 * f64::from(f32::EPSILON)), 0.25);
    }

    #[test]
    fn overflow_is_one_step_beyond_the_largest() {
        assert_eq!(error(f64::INFINITY, f64::MAX, 0.0), 1.0);
        assert_eq!(error_f32(f32::INFINITY, f64::from(f32::MAX)), 1.0);
        assert_eq!(error_f32(f32::INFINITY, 1e60), 0.0);
        assert!(error_f32(f32::NEG_INFINITY, 1e60) > 1e6);
        assert_eq!(error(f64::NEG_INFINITY, f64::INFINITY, 0.0), f64::INFINITY);
    }
}
