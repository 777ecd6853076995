//! Printing arrays and numbers, character for character as NumPy prints them.
//!
//! `{}` is NumPy's `str`, `{:?}` its `repr`; [`array2string`] takes all of NumPy's keywords. A precision and a
//! plus in a format string are those of Rust: `{:.2}` prints exactly two digits after the point.
//!
//! ```
//! use numoxide_core::Array;
//!
//! let a = Array::from_shape_vec([2, 2], vec![1.0, 0.5, -20.0, 1.0 / 3.0])?;
//! assert_eq!(a.to_string(), "[[  1.           0.5       ]\n [-20.           0.33333333]]");
//! assert_eq!(format!("{a:.2}"), "[[  1.00   0.50]\n [-20.00   0.33]]");
//! assert_eq!(format!("{:?}", a.t().slice(numoxide_core::s![0, ..])?), "array([  1., -20.])");
//! # Ok::<(), numoxide_core::Error>(())
//! ```
//!
//! Items of types that are no elements (a `String`, a struct without a dtype) print with their `Debug`, as NumPy
//! prints objects with their `repr`. Structs with a dtype print as NumPy's do through [`AnyArray`](crate::AnyArray)
//! and [`AnyView`](crate::AnyView).

mod brackets;
mod column;
mod corner;
mod decimal;
mod float;
mod impls;
mod integer;
mod options;
mod raw;
mod scalar;
mod text;
mod words;

pub use decimal::{Binary, Float};
pub use float::{
    FormatFloatPositional, FormatFloatScientific, Trim, format_float_positional, format_float_scientific,
};
pub use impls::Printable;
pub use integer::{base_repr, binary_repr};
pub use options::{
    FloatMode, Formatter, PrintOptions, Sign, get_printoptions, printoptions, set_printoptions,
};
pub(crate) use scalar::{complex as write_complex, float as write_float};
pub use text::{Array2String, ArrayText, array_repr, array_str, array2string};
