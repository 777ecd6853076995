//! Numbers of about 106 bits, as sums of two `f64` (Dekker, *A Floating-Point Technique for Extending the Available
//! Precision*, 1971).

use std::ops::{Add, Div, Mul, Neg, Sub};

/// The sum of two `f64`, of which the second is at most half a unit in the last place of the first.
#[derive(Clone, Copy, Debug, PartialEq, PartialOrd)]
pub struct Double(pub f64, pub f64);

/// A number beyond the range of `f64`: `.0` times 2 to the power of `.1`.
#[derive(Clone, Copy, Debug)]
pub struct Scaled(pub Double, pub i32);

/// The exact sum of any two numbers.
pub fn sum(a: f64, b: f64) -> Double {
    let sum = a + b;
    let part = sum - a;
    Double(sum, (a - (sum - part)) + (b - part))
}

/// The exact product of two numbers.
pub fn product(a: f64, b: f64) -> Double {
    let product = a * b;
    Double(product, a.mul_add(b, -product))
}

/// `x * 2^n`, rounded once.
pub fn scale(x: f64, n: i32) -> f64 {
    let mut left = n;
    let mut x = x;
    while left != 0 {
        let step = left.clamp(-900, 900);
        x *= f64::from_bits(((1023 + step) as u64) << 52);
        left -= step;
    }
    x
}

/// The exponent of a number other than 0: `2^e <= |x| < 2^(e + 1)`.
pub fn exponent(x: f64) -> i32 {
    let of_normal = |x: f64| (x.to_bits() >> 52 & 0x7FF) as i32 - 1023;
    if x.abs() < f64::MIN_POSITIVE { of_normal(x * 2f64.powi(60)) - 60 } else { of_normal(x) }
}

impl Double {
    pub const ONE: Double = Double(1.0, 0.0);

    pub fn scale(self, n: i32) -> Double {
        Double(scale(self.0, n), scale(self.1, n))
    }

    pub fn abs(self) -> Double {
        if self.0 < 0.0 { -self } else { self }
    }

    pub fn sqrt(self) -> Double {
        if self.0 == 0.0 {
            return self;
        }
        let root = Double::from(self.0.sqrt());
        root + (self - root * root) / (root + root)
    }
}

impl From<f64> for Double {
    fn from(x: f64) -> Double {
        Double(x, 0.0)
    }
}

impl Neg for Double {
    type Output = Double;
    fn neg(self) -> Double {
        Double(-self.0, -self.1)
    }
}

impl<T: Into<Double>> Add<T> for Double {
    type Output = Double;
    fn add(self, other: T) -> Double {
        let other = other.into();
        let (high, low) = (sum(self.0, other.0), sum(self.1, other.1));
        let high = sum(high.0, high.1 + low.0);
        sum(high.0, high.1 + low.1)
    }
}

impl<T: Into<Double>> Sub<T> for Double {
    type Output = Double;
    fn sub(self, other: T) -> Double {
        self + -other.into()
    }
}

impl<T: Into<Double>> Mul<T> for Double {
    type Output = Double;
    fn mul(self, other: T) -> Double {
        let other = other.into();
        let high = product(self.0, other.0);
        sum(high.0, high.1 + (self.0 * other.1 + self.1 * other.0))
    }
}

impl<T: Into<Double>> Div<T> for Double {
    type Output = Double;
    fn div(self, other: T) -> Double {
        let other = other.into();
        let first = self.0 / other.0;
        let rest = self - other * first;
        let second = rest.0 / other.0;
        let rest = rest - other * second;
        sum(first, second) + rest.0 / other.0
    }
}
