//! The arrays of numoxide: buffers, dtypes, layouts, views, indexing, the driver and printing.
//!
//! [`Array<T>`] is a reference-counted [`Buffer`] seen through a [`Layout`]; [`ArrayView`] and
//! [`ArrayViewMut`] are the same over borrowed memory; [`AnyArray`] is the same with a [`DType`] that is
//! known only at run time. Most users want the crate `numoxide`, which adds the functions.

pub mod array_utils;
pub mod buffer;
mod cast;
pub mod constants;
mod create;
pub mod driver;
pub mod dtype;
mod error;
pub mod errstate;
mod indexing;
mod ints;
pub mod layout;
mod memory;
mod nditer;
pub mod operators;
pub mod print;
mod shape;
mod slicing;
pub mod stride_tricks;
pub mod time;
pub mod ufunc;
mod view;

pub use buffer::Buffer;
pub use create::*;
pub use driver::{map, zip};
pub use dtype::{
    Bits, Casting, DType, Element, Field, Float, FloatInfo, Integer, IntegerInfo, Kind, Number, Promoted,
    Real, Scalar, StructType, Subarray, Swapped, can_cast, common_type, finfo, iinfo, isdtype, issubdtype,
    min_scalar_type, promote_types, result_type,
};
pub use error::{Error, Result};
pub use half::{bf16, f16};
pub use indexing::*;
pub use ints::{Ints, MaybeAxes};
pub use layout::{Layout, Order};
pub use memory::{may_share_memory, shares_memory};
pub use nditer::{NdIter, NdIterBuilder, Nested, Step, nditer, nested_iters};
pub use num_complex::Complex;
pub use print::{
    array_repr, array_str, array2string, base_repr, binary_repr, format_float_positional,
    format_float_scientific, get_printoptions, printoptions, set_printoptions,
};
pub use shape::*;
pub use slicing::{Ellipsis, NewAxis};
pub use time::{TimeStep, TimeUnit};
pub use view::{
    AnyArray, AnyView, AnyViewMut, Array, ArrayView, ArrayViewMut, AsView, AsViewMut, Iter, IterMut,
    MaybeView, RankView, RankViewMut, Strided,
};
#[doc(hidden)]
pub use view::{nested1, nested2, nested3, nested4, nested5, nested6};

/// Single-precision complex numbers, NumPy's `complex64`.
#[allow(non_camel_case_types)]
pub type c64 = Complex<f32>;
/// Double-precision complex numbers, NumPy's `complex128`.
#[allow(non_camel_case_types)]
pub type c128 = Complex<f64>;
