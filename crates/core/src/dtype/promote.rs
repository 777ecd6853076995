//! NEP 50 promotion.

use std::any::Any;

use super::{DType, Element, Field, Scalar, StructType, Subarray};
use crate::cast::{promoted_times, text_length};
use crate::ufunc::Weak;
use crate::{AnyArray, Array, Error, Result, c128};

/// The smallest type that both can be cast to safely. NumPy: `promote_types`.
///
/// Dates and durations have the longest step in common of which both are whole numbers; integers beside durations become
/// such. Numbers and text have text in common that is long enough for both. Structs whose fields have the same names have one of
/// the promoted fields in common, which lie one after the other. `bf16`, which NumPy lacks, promotes with `f16` to `f32`, and
/// with integers as `f16` does.
///
/// # Errors
/// [`Error::NoLoop`] if there is none (a structured type and another type).
///
/// ```
/// use numoxide_core::{DType, promote_types};
///
/// assert_eq!(promote_types(&DType::I32, &DType::F32)?, DType::F64);
/// assert_eq!(promote_types(&DType::U64, &DType::I8)?, DType::F64);
/// assert_eq!(promote_types(&DType::I32, &DType::Str(3))?, DType::Str(11));
/// # Ok::<(), numoxide_core::Error>(())
/// ```
pub fn promote_types(a: &DType, b: &DType) -> Result<DType> {
    if a == b && !matches!(a, DType::Struct(_) | DType::Subarray(_)) {
        return Ok(a.clone());
    }
    let promoted = match (a.rank(), b.rank()) {
        (Some(low), Some(high)) if low <= high => numbers(a, b),
        (Some(_), Some(_)) => numbers(b, a),
        _ => others(a, b),
    };
    promoted.ok_or_else(|| Error::NoLoop { op: "promote_types", dtypes: vec![a.clone(), b.clone()] })
}

/// Two types of numbers, in the order of their kinds.
fn numbers(low: &DType, high: &DType) -> Option<DType> {
    Some(match (low.kind(), high.kind()) {
        ('b', _) => high.clone(),
        ('u', 'i') => mixed_signs(low, high),
        ('f', 'f') if low.itemsize() == high.itemsize() => DType::F32,
        (l, h) if l == h => if low.itemsize() > high.itemsize() { low } else { high }.clone(),
        (_, 'f') => float_at_least(low, high),
        (_, 'c') => complex_at_least(low, high),
        _ => return None,
    })
}

/// Two types of which one is more than a number.
fn others(a: &DType, b: &DType) -> Option<DType> {
    match (a, b) {
        (a, b) if a.time_step().or(b.time_step()).is_some() => promoted_times(a, b),
        (DType::Str(len), other) | (other, DType::Str(len)) => {
            Some(DType::Str(text_length(other)?.max(*len)))
        }
        (DType::Bytes(len), other) | (other, DType::Bytes(len)) => {
            Some(DType::Bytes(text_length(other)?.max(*len)))
        }
        (DType::Struct(a), DType::Struct(b)) => structs(a, b),
        (DType::Subarray(a), DType::Subarray(b)) if a.shape() == b.shape() => {
            let base = promote_types(a.dtype(), b.dtype()).ok()?;
            Some(DType::Subarray(Subarray::new(base, a.shape()).ok()?.into()))
        }
        _ => None,
    }
}

/// Structs whose fields have the same names and titles: the gaps between these go.
fn structs(a: &StructType, b: &StructType) -> Option<DType> {
    let titles = |fields: &StructType| -> Vec<Option<String>> {
        fields.fields().iter().map(|field| fields.title(&field.name).map(str::to_owned)).collect()
    };
    if a.fields().len() != b.fields().len() || titles(a) != titles(b) {
        return None;
    }
    let field = |(at, (x, y)): (usize, (&Field, &Field))| {
        // A new list of fields gives a name to those without.
        let name = if x.name.is_empty() { format!("f{at}") } else { x.name.clone() };
        (x.name == y.name).then(|| Some((name, promote_types(&x.dtype, &y.dtype).ok()?)))?
    };
    let fields = a.fields().iter().zip(b.fields()).enumerate().map(field).collect::<Option<Vec<_>>>()?;
    let promoted = StructType::of(fields, a.is_aligned() || b.is_aligned()).ok()?;
    Some(DType::Struct(promoted.with_titles(titles(a)).ok()?.into()))
}

/// The signed type that holds both, or `f64` where there is none.
fn mixed_signs(unsigned: &DType, signed: &DType) -> DType {
    if signed.itemsize() > unsigned.itemsize() {
        return signed.clone();
    }
    match unsigned.itemsize() {
        1 => DType::I16,
        2 => DType::I32,
        4 => DType::I64,
        _ => DType::F64,
    }
}

/// `float`, or the larger one that holds the integer type.
fn float_at_least(integer: &DType, float: &DType) -> DType {
    match (integer.itemsize(), float) {
        (1, _) => float.clone(),
        (2, DType::F16 | DType::BF16) => DType::F32,
        (2, _) => float.clone(),
        _ => DType::F64,
    }
}

/// `complex`, or the larger one whose parts hold the real type.
fn complex_at_least(real: &DType, complex: &DType) -> DType {
    let part = if complex == &DType::C64 { DType::F32 } else { DType::F64 };
    let part = if real.is_float() {
        if real.itemsize() > 4 { DType::F64 } else { part }
    } else {
        float_at_least(real, &part)
    };
    if part == DType::F64 { DType::C128 } else { DType::C64 }
}

/// What takes part in [`result_type`]: a dtype, an array by its dtype, or a number without a type of its own.
///
/// Rust's `i32`, `i64`, `f64` and `Complex<f64>` values are weak, as Python's numbers are: they take on the type of
/// what they meet. A `bool` has its type.
#[derive(Clone, Debug, PartialEq)]
pub enum Promoted {
    /// A type.
    Type(DType),
    /// A weak number.
    Weak(Weak),
}

impl From<DType> for Promoted {
    fn from(dtype: DType) -> Self {
        Promoted::Type(dtype)
    }
}

impl From<&DType> for Promoted {
    fn from(dtype: &DType) -> Self {
        Promoted::Type(dtype.clone())
    }
}

impl From<&AnyArray> for Promoted {
    fn from(array: &AnyArray) -> Self {
        Promoted::Type(array.dtype().clone())
    }
}

impl<T: Element> From<&Array<T>> for Promoted {
    fn from(_: &Array<T>) -> Self {
        Promoted::Type(T::dtype())
    }
}

impl From<bool> for Promoted {
    fn from(_: bool) -> Self {
        Promoted::Type(DType::Bool)
    }
}

macro_rules! weak_numbers {
    ($($ty:ty),*) => {$(
        impl From<$ty> for Promoted {
            fn from(number: $ty) -> Self {
                Promoted::Weak(number.into())
            }
        }
    )*};
}
weak_numbers!(i32, i64, f64, c128, Weak);

/// The type of an operation between all operands, by NEP 50: the values of numbers do not matter, and weak
/// numbers change the kind of the result only. NumPy: `result_type`.
///
/// # Errors
/// If there are no operands, or [`promote_types`] fails.
///
/// ```
/// use numoxide_core::{DType, Promoted, result_type};
///
/// assert_eq!(result_type(&[DType::I32, DType::F32])?, DType::F64);
/// assert_eq!(result_type(&[Promoted::from(DType::F32), 1.5.into()])?, DType::F32);
/// assert_eq!(result_type(&[Promoted::from(DType::I8), 1.5.into()])?, DType::F64);
/// # Ok::<(), numoxide_core::Error>(())
/// ```
pub fn result_type<P: Clone + Into<Promoted>>(operands: &[P]) -> Result<DType> {
    const OP: &str = "result_type";
    let (mut strong, mut weakest): (Option<DType>, Option<Weak>) = (None, None);
    for operand in operands {
        match operand.clone().into() {
            Promoted::Type(dtype) => {
                strong = Some(match strong {
                    Some(so_far) => promote_types(&so_far, &dtype)?,
                    None => dtype,
                });
            }
            Promoted::Weak(weak) if weakest.is_none_or(|so_far| so_far.rank() < weak.rank()) => {
                weakest = Some(weak);
            }
            Promoted::Weak(_) => {}
        }
    }
    match (strong, weakest) {
        (None, None) => Err(Error::value(OP, "at least one array or dtype is required")),
        // Of a struct alone the gaps go, too.
        (Some(dtype), None) => promote_types(&dtype, &dtype),
        (None, Some(weak)) => Ok(weak.dtype_beside(&DType::Bool)),
        (Some(dtype @ DType::TimeDelta(_)), Some(Weak::Int(_))) => Ok(dtype),
        (Some(dtype), Some(_)) if dtype.rank().is_none() => {
            Err(Error::DType { op: OP, dtype: dtype.to_string() })
        }
        (Some(dtype), Some(weak)) => Ok(weak.dtype_beside(&dtype)),
    }
}

/// The smallest type of its kind that holds a number; of integers that are not negative an unsigned one. How exactly
/// a floating-point number is held does not matter, only whether it fits. NumPy: `min_scalar_type`.
///
/// ```
/// use numoxide_core::{DType, min_scalar_type};
///
/// assert_eq!(min_scalar_type(10), DType::U8);
/// assert_eq!(min_scalar_type(-260), DType::I16);
/// assert_eq!(min_scalar_type(3.1), DType::F16);
/// assert_eq!(min_scalar_type(1e50), DType::F64);
/// ```
pub fn min_scalar_type<T: Scalar>(value: T) -> DType {
    let any: &dyn Any = &value;
    macro_rules! integers {
        ($($ty:ty)*) => {
            $(if let Some(&integer) = any.downcast_ref::<$ty>() {
                return smallest_integer(integer.into());
            })*
        };
    }
    integers!(i8 i16 i32 i64 u8 u16 u32 u64);
    // NumPy's bounds: round numbers below the largest ones of the types.
    let fits = |number: f64, bound: f64| number.abs() < bound || !number.is_finite();
    let float = any.downcast_ref::<f64>().copied();
    let float = float.or_else(|| any.downcast_ref::<f32>().map(|&single| single.into()));
    if let Some(number) = float {
        return match () {
            () if fits(number, 65000.0) => DType::F16,
            () if fits(number, 3.4e38) => DType::F32,
            () => T::DTYPE,
        };
    }
    match any.downcast_ref::<c128>() {
        Some(number) if number.re.abs() < 3.4e38 && number.im.abs() < 3.4e38 => DType::C64,
        _ => T::DTYPE,
    }
}

/// The first type that holds the value, unsigned if it is not negative.
fn smallest_integer(value: i128) -> DType {
    let unsigned = [DType::U8, DType::U16, DType::U32, DType::U64];
    let signed = [DType::I8, DType::I16, DType::I32];
    let bits = |dtype: &DType| 8 * dtype.itemsize() as u32;
    if value >= 0 {
        return unsigned.into_iter().find(|dtype| value < 1 << bits(dtype)).unwrap_or(DType::U64);
    }
    signed.into_iter().find(|dtype| value >= -1 << (bits(dtype) - 1)).unwrap_or(DType::I64)
}

/// The floating-point type that the items of all arrays fit: `f64` for integers, complex if one is complex.
/// NumPy: `common_type`.
///
/// # Errors
/// [`Error::DType`] if one is neither an integer nor a floating-point type.
///
/// ```
/// use numoxide_core::{DType, common_type};
///
/// assert_eq!(common_type(&[DType::F32])?, DType::F32);
/// assert_eq!(common_type(&[DType::F32, DType::I8])?, DType::F64);
/// assert!(common_type(&[DType::Bool]).is_err());
/// # Ok::<(), numoxide_core::Error>(())
/// ```
pub fn common_type(dtypes: &[DType]) -> Result<DType> {
    dtypes.iter().try_fold(DType::F16, |so_far, dtype| match dtype.kind() {
        'i' | 'u' => promote_types(&so_far, &DType::F64),
        'f' | 'c' => promote_types(&so_far, dtype),
        _ => Err(Error::DType { op: "common_type", dtype: dtype.to_string() }),
    })
}
