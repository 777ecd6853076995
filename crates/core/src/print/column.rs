//! Floating-point numbers that share a notation and align at the point.

use super::decimal::{Binary, Decimal, Float};
use super::float::{Notation, Trim};
use super::options::{FloatMode, PrintOptions, Sign};
use super::words::Words;

/// The characters of numbers left and right of their point, and of their exponents.
#[derive(Default)]
struct Widths {
    left: usize,
    right: usize,
    exponent: usize,
}

impl Widths {
    fn include(&mut self, word: &str) {
        let mantissa = word.find('e').unwrap_or(word.len());
        let point = word.find('.').unwrap_or(mantissa);
        self.left = self.left.max(point);
        self.right = self.right.max(mantissa.saturating_sub(point + 1));
        // Without the `e` and the sign.
        self.exponent = self.exponent.max(word.len().saturating_sub(mantissa + 2));
    }
}

/// Numbers to be printed alike.
struct Column<'a> {
    items: &'a [f64],
    binary: Binary,
    options: &'a PrintOptions,
    sign: Sign,
    scientific: bool,
}

/// Real numbers, all in positional or all in scientific notation, aligned at the point.
pub(super) fn floats(items: &[f64], binary: Binary, options: &PrintOptions, sign: Sign) -> Words {
    let scientific = is_scientific(items, binary, options.suppress);
    let column = Column { items, binary, options, sign, scientific };
    let notation = column.notation();
    let (plain, widths) = column.plain(&notation);
    column.aligned(&plain, &widths, notation)
}

impl Column<'_> {
    /// How each number would be printed for itself.
    fn notation(&self) -> Notation {
        let mode = self.options.floatmode;
        let fixed = mode == FloatMode::Fixed;
        Notation {
            precision: self.options.precision.filter(|_| mode != FloatMode::Unique),
            unique: !fixed,
            trim: if fixed { Trim::Keep } else { Trim::Point },
            sign: self.sign == Sign::Plus,
            ..Notation::DEFAULT
        }
    }

    fn write(&self, value: f64, notation: &Notation, scratch: &mut Decimal, out: &mut String) {
        let x = Float { value, binary: self.binary };
        match self.scientific {
            true => notation.scientific(x, scratch, out),
            false => notation.positional(x, scratch, out),
        }
    }

    /// The finite numbers each for itself, and the room they need.
    fn plain(&self, notation: &Notation) -> (Words, Widths) {
        let mut words = Words::with_capacity(self.items.len());
        let (mut widths, mut scratch) = (Widths::default(), Decimal::default());
        for (at, &value) in self.items.iter().enumerate() {
            words.push(|out| {
                if value.is_finite() {
                    self.write(value, notation, &mut scratch, out);
                }
            });
            widths.include(words.get(at));
        }
        (words, widths)
    }

    /// All numbers in the room they need together.
    fn aligned(&self, plain: &Words, widths: &Widths, notation: Notation) -> Words {
        // What stands right of the point.
        let right = if self.scientific { widths.exponent + 2 + widths.right } else { widths.right };
        let left = left_width(widths.left, right, self.items, self.options, self.sign);
        // Otherwise the digits stay as they are.
        let equal = self.scientific || self.options.floatmode == FloatMode::MaxPrecEqual;
        let notation = Notation {
            precision: Some(widths.right),
            min_digits: Some(widths.right),
            trim: Trim::Keep,
            pad_left: left,
            exp_digits: Some(widths.exponent),
            ..notation
        };
        let mut words = Words::with_capacity(self.items.len());
        let mut scratch = Decimal::default();
        for (at, &value) in self.items.iter().enumerate() {
            words.push(|out| match value.is_finite() {
                false => special(value, left + right + 1, self.options, self.sign, out),
                true if equal => self.write(value, &notation, &mut scratch, out),
                true => align(plain.get(at), left, right, out),
            });
        }
        words
    }
}

/// Whether NumPy prints such numbers in scientific notation. It compares and divides in their own format.
fn is_scientific(items: &[f64], binary: Binary, suppress: bool) -> bool {
    let nonzero = || items.iter().map(|item| item.abs()).filter(|item| item.is_finite() && *item != 0.0);
    let max = nonzero().fold(0.0, f64::max);
    let min = nonzero().fold(f64::INFINITY, f64::min);
    let largest = 10f64.powi(binary.decimals().min(8));
    max != 0.0
        && (max >= largest || (!suppress && (min < binary.round(0.0001) || binary.round(max / min) > 1000.0)))
}

/// The characters left of the point, with room for signs and for what is not finite.
fn left_width(left: usize, right: usize, items: &[f64], options: &PrintOptions, sign: Sign) -> usize {
    let mut finite = items.iter().filter(|item| item.is_finite());
    let mut width = left as isize;
    width += (sign == Sign::Space && !finite.any(|item| item.is_sign_negative())) as isize;
    if items.iter().any(|item| !item.is_finite()) {
        let signed = sign != Sign::Minus || items.contains(&f64::NEG_INFINITY);
        let room = |text: &str| text.chars().count() as isize - right as isize - 1;
        width = width.max(room(&options.nanstr)).max(room(&options.infstr) + signed as isize);
    }
    width.max(0) as usize
}

/// NaN or an infinity, at the right of `width` characters.
fn special(value: f64, width: usize, options: &PrintOptions, sign: Sign, out: &mut String) {
    let plus = if sign == Sign::Plus { "+" } else { "" };
    let (sign, text) = match value.is_nan() {
        true => (plus, &options.nanstr),
        false => (if value < 0.0 { "-" } else { plus }, &options.infstr),
    };
    let padding = width.saturating_sub(sign.len() + text.chars().count());
    out.extend(std::iter::repeat_n(' ', padding));
    out.push_str(sign);
    out.push_str(text);
}

/// Blanks around a number, so that its point stands after `left` characters and before `right`.
fn align(word: &str, left: usize, right: usize, out: &mut String) {
    let point = word.find('.').unwrap_or(word.len());
    out.extend(std::iter::repeat_n(' ', left.saturating_sub(point)));
    out.push_str(word);
    out.extend(std::iter::repeat_n(' ', (right + point + 1).saturating_sub(word.len())));
}
