//! Single numbers as NumPy's scalars print: what `str` of a 0-d array is.

use std::fmt::Write;

use super::corner::Corner;
use super::decimal::{Binary, Decimal, Float};
use super::float::{Notation, Trim};
use super::options::PrintOptions;
use super::raw;
use super::words::{Style, counts, gather, words};
use crate::time::{write_count, write_duration};
use crate::{AnyView, DType, bf16, c64, c128, f16};

/// The only item of a 0-d array.
pub(super) fn item(view: &AnyView<'_>, options: &PrintOptions, out: &mut String) {
    let corner = Corner::whole(&[]);
    macro_rules! number {
        ($ty:ty) => {
            gather::<$ty, Float>(view, &corner, Float::from)[0]
        };
    }
    match view.dtype() {
        DType::F16 => float(number!(f16), out),
        DType::BF16 => float(number!(bf16), out),
        DType::F32 => float(number!(f32), out),
        DType::F64 => float(number!(f64), out),
        DType::C64 => {
            let x = gather::<c64, c64>(view, &corner, |x| x)[0];
            complex(c128::new(x.re as f64, x.im as f64), Binary::F32, out);
        }
        DType::C128 => complex(gather::<c128, c128>(view, &corner, |x| x)[0], Binary::F64, out),
        DType::DateTime(step) => write_count(counts(view, &corner)[0], *step, out),
        DType::TimeDelta(step) => write_duration(counts(view, &corner)[0], *step, out),
        // Text stands for itself; in an array it is quoted.
        DType::Str(_) => out.push_str(&raw::texts(view, &corner)[0]),
        DType::Bytes(_) => {
            write!(out, "np.bytes_({})", raw::bytes(view, &corner).get(0))
                .expect("a string takes what is written");
        }
        DType::Struct(_) => {
            let style = Style { options, zero_d: true, scalar: true };
            out.push_str(words(view, &corner, style).get(0));
        }
        // Scalars do not heed print options.
        _ => {
            let options = PrintOptions::default();
            let style = Style { options: &options, zero_d: true, scalar: true };
            out.push_str(words(view, &corner, style).get(0));
        }
    }
}

/// The shortest digits, in positional notation for numbers of ordinary size.
pub(crate) fn float(x: Float, out: &mut String) {
    write_float(x, Trim::OneZero, false, out);
}

fn write_float(x: Float, positional: Trim, sign: bool, out: &mut String) {
    let largest = match x.binary {
        Binary::F64 => 1e16,
        single => 10f64.powi(single.decimals()),
    };
    let magnitude = x.value.abs();
    let mut scratch = Decimal::default();
    if magnitude == 0.0 || x.value.is_nan() || (1e-4..largest).contains(&magnitude) {
        let notation = Notation { trim: positional, sign, ..Notation::DEFAULT };
        notation.positional(x, &mut scratch, out);
    } else {
        let notation = Notation { trim: Trim::All, sign, ..Notation::DEFAULT };
        notation.scientific(x, &mut scratch, out);
    }
}

/// `(1+2j)`, or `2j` if the real part is a positive zero.
pub(crate) fn complex(x: c128, binary: Binary, out: &mut String) {
    let part = |value: f64, sign, out: &mut String| {
        if value.is_nan() && sign {
            out.push('+');
        }
        write_float(Float { value, binary }, Trim::All, sign, out);
    };
    if x.re == 0.0 && x.re.is_sign_positive() {
        part(x.im, false, out);
        out.push('j');
        return;
    }
    out.push('(');
    part(x.re, false, out);
    part(x.im, true, out);
    write!(out, "j)").expect("a string takes what is written");
}
