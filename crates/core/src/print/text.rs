//! `array2string`, `array_repr` and `array_str`.

use std::fmt::{self, Write};

use super::brackets::Brackets;
use super::corner::Corner;
use super::impls::{Printable, Source};
use super::options::{FloatMode, PrintOptions, Sign, get_printoptions, option_setters};
use super::scalar;
use super::words::{Style, Words, words};
use crate::DType;

/// The text of an array with NumPy's keywords; prints itself, or becomes a string by `to_string`.
///
/// Made by [`array2string`].
#[derive(Clone)]
#[must_use = "print it, or call `to_string`"]
pub struct Array2String<'a> {
    text: ArrayText<'a>,
    separator: &'a str,
    prefix: &'a str,
    suffix: &'a str,
}

/// The text of an array as `str` or `repr` has it; prints itself, or becomes a string by `to_string`.
///
/// Made by [`array_str`] and [`array_repr`].
#[derive(Clone)]
#[must_use = "print it, or call `to_string`"]
pub struct ArrayText<'a> {
    source: Source<'a>,
    options: PrintOptions,
    form: Form,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Form {
    Str,
    Repr,
}

/// An array as text. The keywords default to the print options of the thread.
///
/// ```
/// use numoxide_core::Array;
/// use numoxide_core::print::array2string;
///
/// let a = Array::from_vec(vec![1e-16, 1.0, 2.0, 3.0])?;
/// let text = array2string(&a).precision(2).separator(",").suppress_small(true).to_string();
/// assert_eq!(text, "[0.,1.,2.,3.]");
/// # Ok::<(), numoxide_core::Error>(())
/// ```
pub fn array2string<'a, A: Printable + ?Sized>(a: &'a A) -> Array2String<'a> {
    Array2String { text: array_str(a), separator: " ", prefix: "", suffix: "" }
}

/// NumPy's `str` of an array: the items in brackets, or of a 0-d array its only item as a scalar prints.
///
/// ```
/// use numoxide_core::Array;
/// use numoxide_core::print::array_str;
///
/// let a = Array::from_vec(vec![0, 1, 2])?;
/// assert_eq!(array_str(&a).to_string(), "[0 1 2]");
/// # Ok::<(), numoxide_core::Error>(())
/// ```
pub fn array_str<'a, A: Printable + ?Sized>(a: &'a A) -> ArrayText<'a> {
    ArrayText { source: a.source(), options: get_printoptions(), form: Form::Str }
}

/// NumPy's `repr` of an array, with the dtype and the shape where the items do not tell them.
///
/// ```
/// use numoxide_core::Array;
/// use numoxide_core::print::array_repr;
///
/// let a = Array::from_vec(vec![1e-6, 4e-7, 2.0, 3.0])?;
/// let text = array_repr(&a).precision(6).suppress_small(true).to_string();
/// assert_eq!(text, "array([0.000001, 0.      , 2.      , 3.      ])");
/// assert_eq!(array_repr(&Array::<i32>::from_vec(vec![])?).to_string(), "array([], dtype=int32)");
/// # Ok::<(), numoxide_core::Error>(())
/// ```
pub fn array_repr<'a, A: Printable + ?Sized>(a: &'a A) -> ArrayText<'a> {
    ArrayText { source: a.source(), options: get_printoptions(), form: Form::Repr }
}

macro_rules! shared_keywords {
    (|$this:ident| $options:expr) => {
        option_setters!(|$this| $options);

        /// The characters of a line. Default: 75.
        pub fn max_line_width(mut self, characters: usize) -> Self {
            let $this = &mut self;
            $options.linewidth = characters;
            self
        }

        /// Whether small numbers print as 0 rather than let an array fall into scientific notation. Default: false.
        pub fn suppress_small(mut self, suppress: bool) -> Self {
            let $this = &mut self;
            $options.suppress = suppress;
            self
        }
    };
}

impl<'a> Array2String<'a> {
    shared_keywords!(|this| this.text.options);

    /// What stands between items. Default: a blank.
    pub fn separator(mut self, separator: &'a str) -> Self {
        self.separator = separator;
        self
    }

    /// What will stand in front of the text: lines are indented by its length. It is not printed. Default: nothing.
    pub fn prefix(mut self, prefix: &'a str) -> Self {
        self.prefix = prefix;
        self
    }

    /// What will follow the text: lines are shorter by its length. It is not printed. Default: nothing.
    pub fn suffix(mut self, suffix: &'a str) -> Self {
        self.suffix = suffix;
        self
    }
}

impl fmt::Display for Array2String<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut out = String::new();
        bracketed(&self.text, self.separator, self.prefix, self.suffix, &mut out);
        f.write_str(&out)
    }
}

impl ArrayText<'_> {
    shared_keywords!(|this| this.options);

    /// With the precision and the sign that a format string asks for.
    pub(super) fn honour(mut self, f: &fmt::Formatter<'_>) -> Self {
        if let Some(precision) = f.precision() {
            self = self.precision(precision).floatmode(FloatMode::Fixed);
        }
        if f.sign_plus() {
            self = self.sign(Sign::Plus);
        }
        self
    }
}

impl fmt::Display for ArrayText<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut out = String::new();
        match (self.form, &self.source) {
            (Form::Repr, _) => repr(self, &mut out),
            (Form::Str, Source::Elements(view)) if view.ndim() == 0 => {
                scalar::item(view, &self.options, &mut out);
            }
            (Form::Str, _) => bracketed(self, " ", "", "", &mut out),
        }
        f.write_str(&out)
    }
}

/// The items in brackets.
fn bracketed(text: &ArrayText<'_>, separator: &str, prefix: &str, suffix: &str, out: &mut String) {
    let shape = text.source.shape();
    let options = &text.options;
    let len: usize = shape.iter().product();
    if len == 0 {
        return out.push_str("[]");
    }
    let corner = match len > options.threshold {
        true => Corner::summary(shape, options.edgeitems),
        false => Corner::whole(shape),
    };
    let words = match &text.source {
        Source::Elements(view) => {
            words(view, &corner, Style { options, zero_d: shape.is_empty(), scalar: false })
        }
        Source::Others(items) => {
            let mut words = Words::with_capacity(corner.len());
            corner.for_each_index(|index| {
                let item = items.item(index);
                words.push(|out| match &options.formatter.object {
                    Some(format) => out.push_str(&format(item)),
                    // An item whose `Debug` fails has printed what it could.
                    None => {
                        let _ = write!(out, "{item:?}");
                    }
                });
            });
            words
        }
    };
    let linewidth = options.linewidth.min(isize::MAX as usize) as isize - characters(suffix) as isize;
    let prefix = characters(prefix);
    Brackets { words: &words, corner: &corner, separator, linewidth, prefix }.write(out);
}

fn characters(text: &str) -> usize {
    text.chars().count()
}

fn repr(text: &ArrayText<'_>, out: &mut String) {
    const PREFIX: &str = "array(";
    out.push_str(PREFIX);
    bracketed(text, ", ", PREFIX, ")", out);
    let extras = extras(text);
    if extras.is_empty() {
        return out.push(')');
    }
    out.push(',');
    let extras = format!("{})", extras.join(", "));
    let last_line = characters(&out[out.rfind('\n').map_or(0, |at| at + 1)..]);
    if last_line + characters(&extras) + 1 > text.options.linewidth {
        out.push('\n');
        out.extend(std::iter::repeat_n(' ', PREFIX.len()));
    } else {
        out.push(' ');
    }
    out.push_str(&extras);
}

/// What the items do not tell: the shape of an empty or summarised array, and most dtypes.
fn extras(text: &ArrayText<'_>) -> Vec<String> {
    let shape = text.source.shape();
    let len: usize = shape.iter().product();
    let mut extras = Vec::new();
    if (len == 0 && shape != [0]) || len > text.options.threshold {
        extras.push(format!("shape={}", tuple(shape)));
    }
    match &text.source {
        Source::Elements(view) if len == 0 || !is_implied(view.dtype()) => {
            let quote = quote(view.dtype());
            extras.push(format!("dtype={quote}{}{quote}", view.dtype()));
        }
        Source::Others(items) if len == 0 => extras.push(format!("dtype={}", items.type_name())),
        _ => {}
    }
    extras
}

/// What stands around a dtype that is no name of Python's.
fn quote(dtype: &DType) -> &'static str {
    match dtype {
        DType::Bytes(_) | DType::Str(_) | DType::Void(_) => "'",
        // A unit in brackets is none of Python's names.
        time if time.time_step().is_some_and(|step| !step.is_generic()) => "'",
        _ => "",
    }
}

/// Whether the printed items tell the dtype.
fn is_implied(dtype: &DType) -> bool {
    matches!(dtype, DType::Bool | DType::I64 | DType::F64 | DType::C128)
}

/// A shape as Python writes it.
fn tuple(shape: &[usize]) -> String {
    match shape {
        [size] => format!("({size},)"),
        _ => format!("({})", shape.iter().map(usize::to_string).collect::<Vec<_>>().join(", ")),
    }
}
