//! Floating-point numbers in positional and scientific notation.

use std::fmt::Write;

use super::decimal::{Binary, Cutoff, Decimal, Float};
use crate::{Error, Result, bf16, f16};

/// What becomes of trailing zeros.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Trim {
    /// They stay, and so does the point. NumPy's `'k'`.
    #[default]
    Keep,
    /// They go, the point stays. NumPy's `'.'`.
    Point,
    /// They go but for one after the point. NumPy's `'0'`.
    OneZero,
    /// They go, and the point too if it is last. NumPy's `'-'`.
    All,
}

/// The most characters of a number, as in NumPy.
const MOST: usize = 16_383;

/// How a number is written: the keywords of `format_float_positional` and `format_float_scientific`.
#[derive(Clone, Copy, Debug)]
pub(super) struct Notation {
    pub precision: Option<usize>,
    pub min_digits: Option<usize>,
    pub unique: bool,
    pub fractional: bool,
    pub trim: Trim,
    pub sign: bool,
    pub pad_left: usize,
    pub pad_right: Option<usize>,
    pub exp_digits: Option<usize>,
}

impl Notation {
    /// NumPy's defaults.
    pub const DEFAULT: Notation = Notation {
        precision: None,
        min_digits: None,
        unique: true,
        fractional: true,
        trim: Trim::Keep,
        sign: false,
        pad_left: 0,
        pad_right: None,
        exp_digits: None,
    };

    /// Whether digits that are zeros at the end show: where they are neither trimmed nor filled up anyway.
    fn zeros_show(&self, scientific: bool) -> bool {
        match self.trim {
            Trim::Keep if scientific || self.fractional => {
                self.unique && self.precision > Some(self.min_digits.unwrap_or(0))
            }
            Trim::Keep => true,
            // Scientific notation keeps a point of which all digits were trimmed.
            Trim::All => scientific,
            Trim::Point | Trim::OneZero => false,
        }
    }

    fn digits(&self, x: Float, scientific: bool, scratch: &mut Decimal) {
        let cutoff = |digits: usize| match scientific {
            true => Cutoff::Total(digits.min(MOST) + 1),
            false if self.fractional => Cutoff::Fraction(digits),
            false => Cutoff::Total(digits),
        };
        let zeros = self.zeros_show(scientific);
        match (self.unique, self.precision) {
            (false, Some(precision)) => scratch.exact(x, cutoff(precision), zeros),
            (_, precision) => scratch.unique(x, precision.map(cutoff), self.min_digits.map(cutoff), zeros),
        }
    }

    /// The digits after the point that trailing zeros fill up.
    fn fill(&self) -> usize {
        if self.unique { self.min_digits } else { self.precision }.unwrap_or(0).min(MOST)
    }

    fn sign_of(&self, x: Float) -> &'static str {
        match x.value.is_sign_negative() {
            true => "-",
            false if self.sign => "+",
            false => "",
        }
    }

    /// Infinities and NaN, which have no padding, and of which only infinities have a sign.
    fn special(&self, x: Float, out: &mut String) -> bool {
        if x.value.is_nan() {
            out.push_str("nan");
        } else if x.value.is_infinite() {
            out.push_str(self.sign_of(x));
            out.push_str("inf");
        }
        !x.value.is_finite()
    }

    /// Appends `x` as in `123.45`.
    pub fn positional(&self, x: Float, scratch: &mut Decimal, out: &mut String) {
        if self.special(x, out) {
            return;
        }
        self.digits(x, false, scratch);
        let whole = (scratch.exponent + 1).max(0) as usize;
        let sign = self.sign_of(x);
        pad(out, self.pad_left.saturating_sub(whole.max(1) + sign.len()));
        out.push_str(sign);
        let decimals = with_point(scratch, whole, out);
        let fill = if self.fractional { self.fill() } else { self.fill().saturating_sub(whole.max(1)) };
        let decimals = self.finish_fraction(decimals, fill, out);
        if self.trim == Trim::All && out.ends_with('.') {
            out.pop();
        }
        self.pad_right(decimals, out);
    }

    /// Appends `x` as in `1.2345e+02`.
    pub fn scientific(&self, x: Float, scratch: &mut Decimal, out: &mut String) {
        if self.special(x, out) {
            return;
        }
        self.digits(x, true, scratch);
        let sign = self.sign_of(x);
        pad(out, self.pad_left.saturating_sub(1 + sign.len()));
        out.push_str(sign);
        let (first, rest) = scratch.digits.split_at(1);
        out.push_str(first);
        if !rest.is_empty() {
            out.push('.');
            out.push_str(rest);
        }
        self.finish_fraction(rest.len(), self.fill(), out);
        let exponent = scratch.exponent;
        let width = self.exp_digits.unwrap_or(2).min(5);
        let sign = if exponent < 0 { '-' } else { '+' };
        match (exponent, width) {
            (0, 0) => write!(out, "e{sign}"),
            _ => write!(out, "e{sign}{:0width$}", exponent.unsigned_abs()),
        }
        .expect("a string takes what is written");
    }

    /// Adds or takes away trailing zeros and the point, after `decimals` digits of a fraction; says how many
    /// there are then.
    fn finish_fraction(&self, mut decimals: usize, fill: usize, out: &mut String) -> usize {
        if decimals == 0 && self.trim != Trim::All {
            out.push('.');
        }
        if self.trim == Trim::Keep {
            zeros(out, fill.saturating_sub(decimals));
            return decimals.max(fill);
        }
        while decimals > 0 && out.ends_with('0') {
            out.pop();
            decimals -= 1;
        }
        if self.trim == Trim::OneZero && decimals == 0 {
            out.push('0');
            decimals = 1;
        }
        decimals
    }

    fn pad_right(&self, decimals: usize, out: &mut String) {
        let Some(width) = self.pad_right.filter(|&width| width >= decimals) else { return };
        // The place of the point, where there is none.
        pad(out, (self.trim == Trim::All && decimals == 0) as usize + width - decimals);
    }
}

/// Appends digits with a point after `whole` of them, if there are more; says how many stand after it.
fn with_point(decimal: &Decimal, whole: usize, out: &mut String) -> usize {
    let digits = decimal.digits.as_str();
    if whole == 0 {
        let leading = -(decimal.exponent + 1) as usize;
        out.push_str("0.");
        zeros(out, leading);
        out.push_str(digits);
        return leading + digits.len();
    }
    let (before, after) = digits.split_at(whole.min(digits.len()));
    out.push_str(before);
    zeros(out, whole - before.len());
    if !after.is_empty() {
        out.push('.');
        out.push_str(after);
    }
    after.len()
}

fn zeros(out: &mut String, count: usize) {
    out.extend(std::iter::repeat_n('0', count.min(MOST + 1)));
}

fn pad(out: &mut String, count: usize) {
    out.extend(std::iter::repeat_n(' ', count.min(MOST + 1)));
}

macro_rules! into_float {
    ($($ty:ty, $binary:ident, |$x:ident| $value:expr;)*) => {$(
        impl From<$ty> for Float {
            #[inline]
            fn from($x: $ty) -> Self {
                Float { value: $value, binary: Binary::$binary }
            }
        }
    )*};
}
into_float! {
    f64, F64, |x| x;
    f32, F32, |x| x as f64;
    f16, F16, |x| x.to_f64();
    bf16, BF16, |x| x.to_f64();
}

/// The keywords both formatters have.
macro_rules! keywords {
    () => {
        /// The most digits after the point (or in all, see `fractional`); `None` is as many as it takes. Default: `None`.
        pub fn precision(mut self, precision: impl Into<Option<usize>>) -> Self {
            self.notation.precision = precision.into();
            self
        }

        /// Whether to print the shortest digits that identify the number among those of its type, rather than those of
        /// its exact value. Default: true.
        pub fn unique(mut self, unique: bool) -> Self {
            self.notation.unique = unique;
            self
        }

        /// What becomes of trailing zeros. Default: [`Trim::Keep`].
        pub fn trim(mut self, trim: Trim) -> Self {
            self.notation.trim = trim;
            self
        }

        /// Whether positive numbers have a sign. Default: false.
        pub fn sign(mut self, sign: bool) -> Self {
            self.notation.sign = sign;
            self
        }

        /// Blanks in front until so many characters stand left of the point. Default: none.
        pub fn pad_left(mut self, width: impl Into<Option<usize>>) -> Self {
            self.notation.pad_left = width.into().unwrap_or(0);
            self
        }

        /// The fewest digits, beyond those that identify the number if need be. Default: none.
        pub fn min_digits(mut self, digits: impl Into<Option<usize>>) -> Self {
            self.notation.min_digits = digits.into();
            self
        }
    };
}

/// The keywords of [`format_float_positional`].
#[derive(Clone, Debug)]
#[must_use = "`run` prints the number"]
pub struct FormatFloatPositional {
    x: Float,
    notation: Notation,
}

/// The keywords of [`format_float_scientific`].
#[derive(Clone, Debug)]
#[must_use = "`run` prints the number"]
pub struct FormatFloatScientific {
    x: Float,
    notation: Notation,
}

/// A floating-point number of type `f16`, `bf16`, `f32` or `f64` in positional notation.
///
/// ```
/// use numoxide_core::print::{Trim, format_float_positional};
/// use numoxide_core::f16;
///
/// assert_eq!(format_float_positional(std::f32::consts::PI).run()?, "3.1415927");
/// assert_eq!(format_float_positional(f16::from_f32(0.3)).run()?, "0.3");
/// let exact = format_float_positional(f16::from_f32(0.3)).unique(false).precision(10);
/// assert_eq!(exact.run()?, "0.3000488281");
/// assert_eq!(format_float_positional(5.0).trim(Trim::All).run()?, "5");
/// # Ok::<(), numoxide_core::Error>(())
/// ```
pub fn format_float_positional(x: impl Into<Float>) -> FormatFloatPositional {
    FormatFloatPositional { x: x.into(), notation: Notation::DEFAULT }
}

/// A floating-point number of type `f16`, `bf16`, `f32` or `f64` in scientific notation.
///
/// ```
/// use numoxide_core::print::format_float_scientific;
///
/// assert_eq!(format_float_scientific(std::f32::consts::PI).run()?, "3.1415927e+00");
/// let exact = format_float_scientific(1.23e24f32).unique(false).precision(15);
/// assert_eq!(exact.run()?, "1.230000071797338e+24");
/// assert_eq!(format_float_scientific(1.23e24f32).exp_digits(4).run()?, "1.23e+0024");
/// # Ok::<(), numoxide_core::Error>(())
/// ```
pub fn format_float_scientific(x: impl Into<Float>) -> FormatFloatScientific {
    FormatFloatScientific { x: x.into(), notation: Notation::DEFAULT }
}

impl FormatFloatPositional {
    keywords!();

    /// Whether `precision` and `min_digits` count the digits after the point, rather than all from the first that
    /// is not zero. Default: true.
    pub fn fractional(mut self, fractional: bool) -> Self {
        self.notation.fractional = fractional;
        self
    }

    /// Blanks behind until so many characters stand right of the point. Default: none.
    pub fn pad_right(mut self, width: impl Into<Option<usize>>) -> Self {
        self.notation.pad_right = width.into();
        self
    }

    /// The number.
    ///
    /// # Errors
    /// [`Error::Value`] if `unique` is false and there is no precision, if `fractional` is false and the precision
    /// is 0, or if `min_digits` is more than the precision; [`Error::Size`] if the result has more than 16383 characters.
    pub fn run(&self) -> Result<String> {
        const OP: &str = "format_float_positional";
        if !self.notation.fractional && self.notation.precision == Some(0) {
            return Err(Error::value(OP, "precision must be greater than 0 if fractional is false"));
        }
        check(OP, &self.notation)?;
        let mut out = String::new();
        self.notation.positional(self.x, &mut Decimal::default(), &mut out);
        check_length(OP, out)
    }
}

impl FormatFloatScientific {
    keywords!();

    /// The fewest digits of the exponent. Default: 2.
    pub fn exp_digits(mut self, digits: impl Into<Option<usize>>) -> Self {
        self.notation.exp_digits = digits.into();
        self
    }

    /// The number.
    ///
    /// # Errors
    /// [`Error::Value`] if `unique` is false and there is no precision, or if `min_digits` is more than the
    /// precision; [`Error::Size`] if the result has more than 16383 characters.
    pub fn run(&self) -> Result<String> {
        const OP: &str = "format_float_scientific";
        check(OP, &self.notation)?;
        let mut out = String::new();
        self.notation.scientific(self.x, &mut Decimal::default(), &mut out);
        check_length(OP, out)
    }
}

fn check(op: &'static str, notation: &Notation) -> Result<()> {
    let (precision, min_digits) = (notation.precision, notation.min_digits.unwrap_or(0));
    if precision.is_some_and(|precision| precision > 0 && min_digits > precision) {
        return Err(Error::value(op, "min_digits must be less than or equal to precision"));
    }
    if !notation.unique && precision.is_none() {
        return Err(Error::value(op, "precision must be given if unique is false"));
    }
    Ok(())
}

fn check_length(op: &'static str, out: String) -> Result<String> {
    if out.len() > MOST {
        return Err(Error::size(op, format!("a number of more than {MOST} characters")));
    }
    Ok(out)
}
