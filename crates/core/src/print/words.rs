//! Words: the printed items of an array, padded so that they align.

use std::fmt::Write;

use super::column::floats;
use super::corner::Corner;
use super::decimal::{Binary, Float};
use super::options::{PrintOptions, Sign};
use super::{raw, scalar};
use crate::cast::trimmed;
use crate::time::{NAT, write_count, write_duration};
use crate::{AnyView, DType, Element, bf16, c64, c128, f16};

/// Texts in one string.
#[derive(Default)]
pub(super) struct Words {
    text: String,
    ends: Vec<usize>,
}

impl Words {
    pub fn with_capacity(words: usize) -> Self {
        Words { text: String::new(), ends: Vec::with_capacity(words) }
    }

    pub fn get(&self, at: usize) -> &str {
        let start = if at == 0 { 0 } else { self.ends[at - 1] };
        &self.text[start..self.ends[at]]
    }

    /// Adds what `write` appends.
    pub fn push(&mut self, write: impl FnOnce(&mut String)) {
        write(&mut self.text);
        self.ends.push(self.text.len());
    }

    pub fn from_strings(strings: impl Iterator<Item = String>) -> Self {
        let mut words = Words::default();
        strings.for_each(|string| words.push(|out| out.push_str(&string)));
        words
    }
}

/// What the look of items depends on besides the items.
#[derive(Clone, Copy)]
pub(super) struct Style<'a> {
    pub options: &'a PrintOptions,
    /// Whether the array has no axes.
    pub zero_d: bool,
    /// Whether floating-point numbers are printed each for itself: in structs that `str` prints alone.
    pub scalar: bool,
}

/// The printed items of `view` that lie in `corner`.
pub(super) fn words(view: &AnyView<'_>, corner: &Corner, style: Style<'_>) -> Words {
    macro_rules! ints {
        ($ty:ty) => {
            ints(&gather::<$ty, i128>(view, corner, |x| x as i128), style.options)
        };
    }
    macro_rules! floats {
        ($ty:ty, $binary:ident, $convert:expr) => {
            real(&gather::<$ty, f64>(view, corner, $convert), Binary::$binary, style)
        };
    }
    match view.dtype() {
        DType::Bool => bools(&gather::<bool, bool>(view, corner, |x| x), style),
        DType::I8 => ints!(i8),
        DType::I16 => ints!(i16),
        DType::I32 => ints!(i32),
        DType::I64 => ints!(i64),
        DType::U8 => ints!(u8),
        DType::U16 => ints!(u16),
        DType::U32 => ints!(u32),
        DType::U64 => ints!(u64),
        DType::F16 => floats!(f16, F16, f16::to_f64),
        DType::BF16 => floats!(bf16, BF16, bf16::to_f64),
        DType::F32 => floats!(f32, F32, f64::from),
        DType::F64 => floats!(f64, F64, |x| x),
        DType::C64 => {
            let widen = |x: c64| c128::new(x.re as f64, x.im as f64);
            complex(&gather::<c64, c128>(view, corner, widen), Binary::F32, style)
        }
        DType::C128 => complex(&gather::<c128, c128>(view, corner, |x| x), Binary::F64, style),
        DType::DateTime(step) => match &style.options.formatter.datetime {
            Some(format) => times(view, corner, |count, out| {
                let mut text = String::new();
                write_count(count, *step, &mut text);
                out.push_str(&format(&text));
            }),
            None => aligned(&counts(view, corner), |count, out| {
                out.push('\'');
                write_count(count, *step, out);
                out.push('\'');
            }),
        },
        DType::TimeDelta(step) => match &style.options.formatter.timedelta {
            Some(format) => times(view, corner, |count, out| {
                let mut text = String::new();
                write_duration(count, *step, &mut text);
                out.push_str(&format(&text));
            }),
            None => aligned(&counts(view, corner), |count, out| out.push_str(&count.to_string())),
        },
        DType::Bytes(_) => match &style.options.formatter.bytes {
            Some(format) => raw::formatted(view, corner, |item| format(trimmed(item))),
            None => raw::bytes(view, corner),
        },
        DType::Str(_) => {
            let texts = raw::texts(view, corner).into_iter();
            match &style.options.formatter.str {
                Some(format) => Words::from_strings(texts.map(|text| format(&text))),
                None => Words::from_strings(texts.map(|text| raw::quoted(&text))),
            }
        }
        DType::Void(_) => match &style.options.formatter.void {
            Some(format) => raw::formatted(view, corner, |item| format(item)),
            None => raw::hex(view, corner),
        },
        DType::Subarray(_) => match view.clone().opened() {
            Ok(items) => arrays(&items, &view.dtype().whole_shape(), corner, style),
            // With all axes there can be, there is no place for more.
            Err(_) => raw::hex(view, corner),
        },
        DType::Struct(_) => records(view, corner, style),
    }
}

/// The items of `view` that lie in `corner`.
pub(super) fn gather<T: Element, V>(view: &AnyView<'_>, corner: &Corner, map: impl Fn(T) -> V) -> Vec<V> {
    let mut items = Vec::with_capacity(corner.len());
    let typed = view.downcast::<T>();
    if !corner.is_partial()
        && let Ok(typed) = &typed
    {
        items.extend(typed.iter().map(|&item| map(item)));
        return items;
    }
    corner.for_each_index(|index| {
        items.push(map(match &typed {
            Ok(typed) => *typed.get(index).expect("a corner lies in its array"),
            Err(_) => unaligned::<T>(view, index),
        }));
    });
    items
}

/// The counts of dates or durations.
pub(super) fn counts(view: &AnyView<'_>, corner: &Corner) -> Vec<i64> {
    let counts = view.view_as(DType::I64).expect("items of 8 bytes");
    gather::<i64, i64>(&counts, corner, |count| count)
}

/// What `write` makes of each date or duration.
fn times(view: &AnyView<'_>, corner: &Corner, write: impl Fn(i64, &mut String)) -> Words {
    let mut words = Words::with_capacity(corner.len());
    counts(view, corner).into_iter().for_each(|count| words.push(|out| write(count, out)));
    words
}

/// Dates or durations, as wide as the longer one of the last and the first, which are the longest but for wrapping around.
fn aligned(counts: &[i64], write: impl Fn(i64, &mut String)) -> Words {
    let there = || counts.iter().copied().filter(|&count| count != NAT);
    let mut text = String::new();
    let mut width = there().max().into_iter().chain(there().min()).fold(0, |width, count| {
        text.clear();
        write(count, &mut text);
        width.max(text.len())
    });
    if counts.contains(&NAT) {
        width = width.max("'NaT'".len());
    }
    let mut words = Words::with_capacity(counts.len());
    for &count in counts {
        text.clear();
        if count == NAT {
            text.push_str("'NaT'");
        } else {
            write(count, &mut text);
        }
        words.push(|out| write!(out, "{text:>width$}").expect("a string takes what is written"));
    }
    words
}

/// An item that typed access cannot reach.
fn unaligned<T: Element>(view: &AnyView<'_>, index: &[isize]) -> T {
    let place: Vec<_> = index.iter().map(|&i| crate::layout::SliceSpec::Index(i)).collect();
    let item = view.slice(place).and_then(|item| item.copy(crate::Order::C));
    let item = item.and_then(|item| item.downcast::<T>()).unwrap_or_else(|error| panic!("{error}"));
    item[()]
}

fn bools(items: &[bool], style: Style<'_>) -> Words {
    if let Some(format) = &style.options.formatter.bool {
        return Words::from_strings(items.iter().map(|&item| format(item)));
    }
    let yes = if style.zero_d { "True" } else { " True" };
    let mut words = Words::with_capacity(items.len());
    items.iter().for_each(|&item| words.push(|out| out.push_str(if item { yes } else { "False" })));
    words
}

fn ints(items: &[i128], options: &PrintOptions) -> Words {
    if let Some(format) = &options.formatter.int {
        return Words::from_strings(items.iter().map(|&item| format(item)));
    }
    let max = items.iter().copied().max().unwrap_or(0);
    let min = items.iter().copied().min().unwrap_or(0);
    let sign = match options.sign {
        Sign::Space if min < 0 => Sign::Minus,
        sign => sign,
    };
    let signed = max >= 0 && sign != Sign::Minus;
    let width = (digits(max) + signed as usize).max(digits(min));
    let mut words = Words::with_capacity(items.len());
    for &item in items {
        words.push(|out| {
            match sign {
                Sign::Plus => write!(out, "{item:+width$}"),
                // A blank for the sign is part of the padding.
                _ => write!(out, "{item:width$}"),
            }
            .expect("a string takes what is written");
        });
    }
    words
}

/// The characters of an integer.
fn digits(item: i128) -> usize {
    item.unsigned_abs().checked_ilog10().unwrap_or(0) as usize + 1 + (item < 0) as usize
}

fn real(items: &[f64], binary: Binary, style: Style<'_>) -> Words {
    if let Some(format) = &style.options.formatter.float {
        return Words::from_strings(items.iter().map(|&item| format(item)));
    }
    if style.scalar {
        let mut words = Words::default();
        items.iter().for_each(|&value| words.push(|out| scalar::float(Float { value, binary }, out)));
        return words;
    }
    floats(items, binary, style.options, style.options.sign)
}

fn complex(items: &[c128], binary: Binary, style: Style<'_>) -> Words {
    if let Some(format) = &style.options.formatter.complex {
        return Words::from_strings(items.iter().map(|&item| format(item)));
    }
    let part = |part: fn(&c128) -> f64, sign| {
        floats(&items.iter().map(part).collect::<Vec<_>>(), binary, style.options, sign)
    };
    let (re, im) = (part(|x| x.re, style.options.sign), part(|x| x.im, Sign::Plus));
    let mut words = Words::with_capacity(items.len());
    for at in 0..items.len() {
        let digits = im.get(at).trim_end();
        words.push(|out| {
            for piece in [re.get(at), digits, "j", &im.get(at)[digits.len()..]] {
                out.push_str(piece);
            }
        });
    }
    words
}

/// Structs: the words of each field, joined.
fn records(view: &AnyView<'_>, corner: &Corner, style: Style<'_>) -> Words {
    let DType::Struct(layout) = view.dtype() else { return Words::default() };
    let column = |field: &crate::Field| {
        let shape = field.dtype.whole_shape();
        if let Ok(items) = view.field(&field.name) {
            return arrays(&items, &shape, corner, style);
        }
        // Bytes under other fields that are no `bool` are one in a copy.
        match view.copy(crate::Order::K).and_then(|copy| copy.field(&field.name)) {
            Ok(items) => arrays(&items.view(), &shape, corner, style),
            Err(_) => {
                let raw = view.getfield(DType::Void(field.dtype.itemsize()), field.offset);
                raw::hex(&raw.expect("a part of the items"), corner)
            }
        }
    };
    let columns: Vec<Words> = layout.fields().iter().map(column).collect();
    let mut records = Words::with_capacity(corner.len());
    for at in 0..corner.len() {
        records.push(|out| {
            out.push('(');
            for (i, column) in columns.iter().enumerate() {
                out.push_str(if i == 0 { "" } else { ", " });
                out.push_str(column.get(at));
            }
            out.push_str(if columns.len() == 1 { ",)" } else { ")" });
        });
    }
    records
}

/// The items of a field, of which those of a small array of `shape` stand in brackets.
fn arrays(view: &AnyView<'_>, shape: &[usize], corner: &Corner, style: Style<'_>) -> Words {
    if shape.is_empty() {
        return words(view, corner, style);
    }
    let items = words(view, &corner.extended(shape), Style { zero_d: false, ..style });
    let size: usize = shape.iter().product();
    let mut arrays = Words::with_capacity(corner.len());
    let edge = (size > style.options.threshold).then_some(style.options.edgeitems);
    (0..corner.len()).for_each(|at| arrays.push(|out| array(&items, shape, at * size, edge, out)));
    arrays
}

/// The items from `first` on; in a summary, those at the ends of each long axis.
fn array(items: &Words, shape: &[usize], first: usize, edge: Option<usize>, out: &mut String) {
    let Some((&len, inner)) = shape.split_first() else { return out.push_str(items.get(first)) };
    let step: usize = inner.iter().product();
    let ends = edge.filter(|edge| len > 2 * edge);
    // As NumPy, to which the last 0 items are all.
    let left_out = ends.filter(|&edge| edge > 0).map(|edge| edge..len - edge);
    out.push_str(if ends == Some(0) { "[..., " } else { "[" });
    for at in 0..len {
        let skip = left_out.as_ref().is_some_and(|range| range.contains(&at));
        if skip && left_out.as_ref().is_some_and(|range| range.start != at) {
            continue;
        }
        out.push_str(if at == 0 { "" } else { ", " });
        if skip {
            out.push_str("...");
        } else {
            array(items, inner, first + at * step, edge, out);
        }
    }
    out.push(']');
}
