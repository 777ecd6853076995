//! Element types: [`DType`] at run time, [`Element`] and [`Scalar`] at compile time.

mod attributes;
mod casting;
mod describe;
mod element;
mod kinds;
mod limits;
mod literal;
mod parse;
mod promote;
mod scalars;
mod structs;
mod swapped;

use std::borrow::Cow;
use std::sync::Arc;

use crate::time::TimeStep;

pub use crate::cast::can_cast;
pub use casting::Casting;
pub(crate) use describe::Quoted;
#[doc(hidden)]
pub use element::Word;
pub(crate) use element::scalar_dtype;
pub use element::{Bits, Element, Float, Integer, Number, Real, Scalar, ScalarVisitor, visit_scalar};
pub use kinds::{Kind, isdtype, issubdtype};
pub use limits::{FloatInfo, IntegerInfo, finfo, iinfo};
pub use promote::{Promoted, common_type, min_scalar_type, promote_types, result_type};
pub use structs::{Field, StructType, Subarray};
pub use swapped::Swapped;

/// The type of an array's items, known at run time.
///
/// Data in memory is always in the machine's byte order; files in the other order are swapped when they
/// are read.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum DType {
    /// `bool`, one byte, 0 or 1.
    Bool,
    /// `i8`.
    I8,
    /// `i16`.
    I16,
    /// `i32`.
    I32,
    /// `i64`.
    I64,
    /// `u8`.
    U8,
    /// `u16`.
    U16,
    /// `u32`.
    U32,
    /// `u64`.
    U64,
    /// IEEE 754 binary16, [`half::f16`].
    F16,
    /// The upper half of a binary32, [`half::bf16`]. NumPy has no such type.
    BF16,
    /// `f32`.
    F32,
    /// `f64`.
    F64,
    /// `Complex<f32>`, 8 bytes: NumPy's `complex64`.
    C64,
    /// `Complex<f64>`, 16 bytes: NumPy's `complex128`.
    C128,
    /// Dates: an `i64` that counts steps from the start of 1970, of which [`NAT`](crate::time::NAT) is none. NumPy's
    /// `datetime64`.
    DateTime(TimeStep),
    /// Durations: an `i64` that counts steps, of which [`NAT`](crate::time::NAT) is none. NumPy's `timedelta64`.
    TimeDelta(TimeStep),
    /// Bytes of a fixed length, followed by zeros where they are shorter: NumPy's `S5`.
    Bytes(usize),
    /// Text of a fixed length as code points of 32 bits, followed by zeros where it is shorter: NumPy's `U5`.
    Str(usize),
    /// Bytes without a meaning: NumPy's `V5`.
    Void(usize),
    /// A small array in every item, as fields have them; see [`AnyArray::field`](crate::AnyArray::field).
    Subarray(Arc<Subarray>),
    /// Named fields at fixed offsets.
    Struct(Arc<StructType>),
}

impl DType {
    /// Every scalar type, in NumPy's order of promotion within each kind.
    pub const SCALARS: [DType; 15] = [
        DType::Bool,
        DType::I8,
        DType::U8,
        DType::I16,
        DType::U16,
        DType::I32,
        DType::U32,
        DType::I64,
        DType::U64,
        DType::F16,
        DType::BF16,
        DType::F32,
        DType::F64,
        DType::C64,
        DType::C128,
    ];

    /// A small number for each scalar type, for tables; `None` for structured types.
    #[inline]
    pub(crate) const fn index(&self) -> Option<usize> {
        Some(match self {
            DType::Bool => 0,
            DType::I8 => 1,
            DType::I16 => 2,
            DType::I32 => 3,
            DType::I64 => 4,
            DType::U8 => 5,
            DType::U16 => 6,
            DType::U32 => 7,
            DType::U64 => 8,
            DType::F16 => 9,
            DType::BF16 => 10,
            DType::F32 => 11,
            DType::F64 => 12,
            DType::C64 => 13,
            DType::C128 => 14,
            DType::DateTime(_) | DType::TimeDelta(_) | DType::Bytes(_) | DType::Str(_) => return None,
            DType::Void(_) | DType::Subarray(_) | DType::Struct(_) => return None,
        })
    }

    /// Bytes of one item.
    #[inline]
    pub fn itemsize(&self) -> usize {
        /// By [`DType::index`]: a table is faster than a `match`, which becomes a jump.
        const SIZES: [u8; 15] = [1, 1, 2, 4, 8, 1, 2, 4, 8, 2, 2, 4, 8, 8, 16];
        match self {
            DType::Struct(s) => s.itemsize(),
            DType::Bytes(size) | DType::Void(size) => *size,
            DType::Str(len) => len.saturating_mul(4),
            DType::Subarray(array) => array.itemsize(),
            DType::DateTime(_) | DType::TimeDelta(_) => 8,
            scalar => scalar.index().map_or(0, |index| usize::from(SIZES[index])),
        }
    }

    /// The alignment that typed access to one item needs.
    pub fn alignment(&self) -> usize {
        match self {
            DType::C64 => 4,
            DType::C128 => 8,
            DType::Struct(s) => s.alignment(),
            DType::Bytes(_) | DType::Void(_) => 1,
            DType::Str(_) => 4,
            DType::Subarray(array) => array.dtype().alignment(),
            other => other.itemsize(),
        }
    }

    /// NumPy's name of the type: `float64`, `int8`, ... Those of strings, bytes and structs end in their bits:
    /// `str96`, `void128`.
    pub fn name(&self) -> Cow<'static, str> {
        let bits = 8 * self.itemsize() as u128;
        let sized = |name: &'static str| if bits == 0 { name.into() } else { format!("{name}{bits}").into() };
        let name = match self {
            DType::Bool => "bool",
            DType::I8 => "int8",
            DType::I16 => "int16",
            DType::I32 => "int32",
            DType::I64 => "int64",
            DType::U8 => "uint8",
            DType::U16 => "uint16",
            DType::U32 => "uint32",
            DType::U64 => "uint64",
            DType::F16 => "float16",
            DType::BF16 => "bfloat16",
            DType::F32 => "float32",
            DType::F64 => "float64",
            DType::C64 => "complex64",
            DType::C128 => "complex128",
            DType::DateTime(step) => return format!("datetime64{step}").into(),
            DType::TimeDelta(step) => return format!("timedelta64{step}").into(),
            DType::Bytes(_) => return sized("bytes"),
            DType::Str(_) => return sized("str"),
            DType::Void(_) | DType::Subarray(_) | DType::Struct(_) => return sized("void"),
        };
        name.into()
    }

    /// NumPy's one-letter kind: `b`, `i`, `u`, `f`, `c`, `M` (dates), `m` (durations), `S`, `U` or `V`.
    pub fn kind(&self) -> char {
        match self {
            DType::Bool => 'b',
            DType::I8 | DType::I16 | DType::I32 | DType::I64 => 'i',
            DType::U8 | DType::U16 | DType::U32 | DType::U64 => 'u',
            DType::F16 | DType::BF16 | DType::F32 | DType::F64 => 'f',
            DType::C64 | DType::C128 => 'c',
            DType::DateTime(_) => 'M',
            DType::TimeDelta(_) => 'm',
            DType::Bytes(_) => 'S',
            DType::Str(_) => 'U',
            DType::Void(_) | DType::Subarray(_) | DType::Struct(_) => 'V',
        }
    }

    /// Whether the type is a signed or unsigned integer (not `bool`).
    pub fn is_integer(&self) -> bool {
        matches!(self.kind(), 'i' | 'u')
    }

    /// Whether the type is a real floating-point type.
    pub fn is_float(&self) -> bool {
        self.kind() == 'f'
    }

    /// Whether the type is complex.
    pub fn is_complex(&self) -> bool {
        self.kind() == 'c'
    }
}
