//! `Poly1d`: a polynomial as a value. NumPy: `poly1d`.

use std::fmt::{self, Write};
use std::ops::{Add, Mul, Neg, Sub};

use numoxide_core::{Array, AsView, Number, Result, c128};

use super::{poly, polyadd, polyder, polydiv, polyint, polymul, polysub, polyval, roots, trimmed};
use crate::convolution::Term;
use crate::lines::sequence;
use crate::sample::{Exact, Sample};

/// A polynomial of one variable. NumPy: `poly1d`.
///
/// Operators panic with the message of the function of the same meaning, which for these is only memory that cannot be had.
///
/// ```
/// use numoxide_stats::Poly1d;
///
/// let p = Poly1d::new([1, 2, 3])?;
/// assert_eq!((p.order(), p.at(10)?, p.coefficient(2)), (2, 123, 1));
/// assert_eq!((&p * &p).coefficients().to_vec(), [1, 4, 10, 12, 9]);
/// assert_eq!(p.to_string(), "   2\n1 x + 2 x + 3");
/// # Ok::<(), numoxide_core::Error>(())
/// ```
#[derive(Clone)]
pub struct Poly1d<T: 'static> {
    /// The highest power first, without zeros in front.
    coefficients: Vec<T>,
    variable: String,
}

impl<T: Sample + Number + Term> Poly1d<T> {
    /// The polynomial of these coefficients, the highest power first.
    ///
    /// # Errors
    /// [`Error::Rank`](numoxide_core::Error::Rank) if there is more than one axis.
    pub fn new(c: impl AsView<T>) -> Result<Self> {
        let coefficients = trimmed(&sequence("poly1d", &c.as_view())?);
        Ok(Poly1d { coefficients, variable: "x".into() })
    }

    /// The same polynomial of a variable of another name, for printing.
    #[must_use]
    pub fn with_variable(self, variable: &str) -> Self {
        Poly1d { variable: variable.into(), ..self }
    }

    fn beside(&self, coefficients: &Array<T>) -> Self {
        Poly1d { coefficients: trimmed(&coefficients.to_vec()), variable: self.variable.clone() }
    }

    /// The coefficients, the highest power first.
    pub fn coefficients(&self) -> &[T] {
        &self.coefficients
    }

    /// The highest power.
    pub fn order(&self) -> usize {
        self.coefficients.len() - 1
    }

    /// The name of the variable.
    pub fn variable(&self) -> &str {
        &self.variable
    }

    /// The coefficient of a power; zero above the highest.
    pub fn coefficient(&self, power: usize) -> T {
        self.order().checked_sub(power).map_or(T::ZERO, |place| self.coefficients[place])
    }

    /// Sets the coefficient of a power.
    pub fn set_coefficient(&mut self, power: usize, value: T) {
        let missing = power.saturating_sub(self.order());
        self.coefficients.splice(..0, std::iter::repeat_n(T::ZERO, missing));
        let place = self.order() - power;
        self.coefficients[place] = value;
    }

    /// The value at a place.
    ///
    /// # Errors
    /// [`Error::OutOfMemory`](numoxide_core::Error::OutOfMemory).
    pub fn at(&self, x: T) -> Result<T> {
        Ok(polyval(&self.coefficients, [x])?.to_vec()[0])
    }

    /// The values at several places.
    ///
    /// # Errors
    /// As [`polyval`](fn@crate::polyval).
    pub fn values(&self, x: impl AsView<T>) -> Result<Array<T>> {
        polyval(&self.coefficients, x)
    }

    /// The polynomial at another one.
    ///
    /// # Errors
    /// As [`polymul`](fn@crate::polymul).
    pub fn compose(&self, inner: &Poly1d<T>) -> Result<Self> {
        let mut value = Array::from_vec(vec![T::ZERO])?;
        for &c in &self.coefficients {
            value = polyadd(polymul(&value, &inner.coefficients)?, [c])?;
        }
        Ok(inner.beside(&value))
    }

    /// The zeros; as [`roots`](fn@crate::roots).
    ///
    /// # Errors
    /// As [`roots`](fn@crate::roots).
    pub fn roots(&self) -> Result<Array<c128>> {
        roots(&self.coefficients)
    }

    /// The derivative of order `m`.
    ///
    /// # Errors
    /// As [`polyder`](fn@crate::polyder).
    pub fn deriv(&self, m: usize) -> Result<Self> {
        Ok(self.beside(&polyder(&self.coefficients, m)?))
    }

    /// The power `n`.
    ///
    /// # Errors
    /// As [`polymul`](fn@crate::polymul).
    pub fn pow(&self, n: u32) -> Result<Self> {
        let mut power = Array::from_vec(vec![T::ONE])?;
        for _ in 0..n {
            power = polymul(&self.coefficients, &power)?;
        }
        Ok(self.beside(&power))
    }

    /// The integral of order `m`, with constants as for [`polyint`](fn@crate::polyint).
    ///
    /// # Errors
    /// As [`polyint`](fn@crate::polyint).
    pub fn integ(&self, m: usize, k: &[T::Exact]) -> Result<Poly1d<T::Mean>>
    where
        T::Mean: Sample + Number + Term,
    {
        Ok(Poly1d::new(polyint(&self.coefficients, m, k)?)?.with_variable(&self.variable))
    }

    /// The quotient and the remainder.
    ///
    /// # Errors
    /// As [`polydiv`](fn@crate::polydiv).
    #[allow(clippy::type_complexity, reason = "a pair")]
    pub fn div_rem(&self, other: &Poly1d<T>) -> Result<(Poly1d<T::Mean>, Poly1d<T::Mean>)>
    where
        T::Mean: Sample + Number + Term,
    {
        let (quotient, remainder) = polydiv(&self.coefficients, &other.coefficients)?;
        let named = |p: Array<T::Mean>| Poly1d::new(p).map(|p| p.with_variable(&self.variable));
        Ok((named(quotient)?, named(remainder)?))
    }
}

impl<E: Exact + Term> Poly1d<E> {
    /// The polynomial with these zeros, the highest coefficient being 1.
    ///
    /// # Errors
    /// As [`poly`](fn@crate::poly).
    pub fn from_roots(zeros: impl AsView<E>) -> Result<Self> {
        Poly1d::new(poly(zeros)?)
    }
}

impl<T: PartialEq> PartialEq for Poly1d<T> {
    /// Whether the coefficients are the same, whatever the variable.
    fn eq(&self, other: &Self) -> bool {
        self.coefficients == other.coefficients
    }
}

macro_rules! operators {
    ($($trait:ident $method:ident $function:ident;)*) => {$(
        impl<T: Sample + Number + Term> $trait<&Poly1d<T>> for &Poly1d<T> {
            type Output = Poly1d<T>;
            /// # Panics
            /// If memory cannot be had.
            fn $method(self, other: &Poly1d<T>) -> Poly1d<T> {
                let result = $function(&self.coefficients, &other.coefficients);
                self.beside(&result.unwrap_or_else(|error| panic!("{error}")))
            }
        }
    )*};
}
operators! {
    Add add polyadd;
    Sub sub polysub;
    Mul mul polymul;
}

impl<T: Sample + Number + Term> Neg for &Poly1d<T> {
    type Output = Poly1d<T>;
    /// # Panics
    /// If memory cannot be had.
    fn neg(self) -> Poly1d<T> {
        let negated = numoxide_ufunc::negative(&self.coefficients);
        self.beside(&negated.unwrap_or_else(|error| panic!("{error}")))
    }
}

impl<T: Sample + Number + Term> fmt::Debug for Poly1d<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Poly1d").field(&self.coefficients).finish()
    }
}

impl<T: Sample + Number + Term> fmt::Display for Poly1d<T> {
    /// As NumPy prints it: four digits, powers in a line above.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&raised(&self.terms()))
    }
}

impl<T: Sample + Number + Term> Poly1d<T> {
    /// The terms in one line, powers behind `**`.
    fn terms(&self) -> String {
        let mut text = String::new();
        for (k, c) in self.coefficients.iter().enumerate() {
            let power = self.order() - k;
            let number = in_four_digits(c.exact().parts());
            let term = match power {
                _ if number == "0" && k > 0 => continue,
                0 => number,
                _ if number == "0" => String::new(),
                1 => format!("{number} {}", self.variable),
                _ => format!("{number} {}**{power}", self.variable),
            };
            match term.strip_prefix('-') {
                _ if k == 0 => text = term,
                Some(positive) => text = format!("{text} - {positive}"),
                None => text = format!("{text} + {term}"),
            }
        }
        text
    }
}

/// A coefficient with four significant digits.
fn in_four_digits((re, im): (f64, f64)) -> String {
    match (re, im) {
        (re, 0.0) => general(re),
        (0.0, im) => format!("{}j", general(im)),
        (re, im) => format!("({} + {}j)", general(re), general(im)),
    }
}

/// C's `%.4g`.
fn general(x: f64) -> String {
    if !x.is_finite() {
        return if x.is_nan() { "nan".into() } else { format!("{x}") };
    }
    let scientific = format!("{x:.3e}");
    let (mantissa, exponent) = scientific.split_once('e').unwrap_or((&scientific, "0"));
    let exponent: i32 = exponent.parse().unwrap_or(0);
    let without_zeros = |digits: &str| match digits.contains('.') {
        true => digits.trim_end_matches('0').trim_end_matches('.').to_owned(),
        false => digits.to_owned(),
    };
    if (-4..4).contains(&exponent) {
        return without_zeros(&format!("{x:.*}", (3 - exponent) as usize));
    }
    let sign = if exponent < 0 { '-' } else { '+' };
    format!("{}e{sign}{:02}", without_zeros(mantissa), exponent.abs())
}

/// A line that is full, and NumPy's width of them.
const WIDTH: usize = 70;

/// The terms with their powers in lines above.
fn raised(terms: &str) -> String {
    let (mut output, mut upper, mut lower) = (String::from(" "), String::new(), String::new());
    let mut rest = terms;
    while let Some((before, after)) = rest.split_once("**") {
        let digits = after.len() - after.trim_start_matches(|c: char| c.is_ascii_digit()).len();
        let power = &after[..digits];
        rest = &after[digits..];
        let below = format!("{before}{}", " ".repeat(power.len() - 1));
        let above = format!("{}{power}", " ".repeat(before.chars().count() - 1));
        if lower.chars().count() + below.chars().count() > WIDTH || upper.len() + above.len() > WIDTH {
            let _ = write!(output, "{upper}\n{lower}\n ");
            (upper, lower) = (above, below);
        } else {
            upper.push_str(&above);
            lower.push_str(&below);
        }
    }
    let _ = write!(output, "{upper}\n{lower}{rest}");
    output
}
