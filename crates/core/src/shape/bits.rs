//! Bits packed into bytes, and unpacked: `packbits`, `unpackbits`.

use numoxide_simd::{Isa, Kernel, dispatch};

use crate::layout::normalize_axis;
use crate::{Array, ArrayView, AsView, Bits, DType, Error, Order, Result, Scalar};

/// Which bit of a byte comes first. NumPy: `bitorder`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum BitOrder {
    /// The highest: `[0, 0, 0, 0, 0, 0, 1, 1]` is 3.
    #[default]
    Big,
    /// The lowest: `[1, 1, 0, 0, 0, 0, 0, 0]` is 3.
    Little,
}

/// Packs what is not zero into the bits of bytes, all of the array in row-major order; [`mod@packbits`] has the
/// options. NumPy: `packbits`.
///
/// # Errors
/// [`Error::OutOfMemory`].
///
/// ```
/// use numoxide_core::{BitOrder, array, packbits};
///
/// let a = array![[1, 0, 1], [0, 5, 0]];
/// assert_eq!(packbits(&a)?.to_vec(), [0b1010_1000]);
/// let rows = packbits::with(&a).axis(1).bitorder(BitOrder::Little).run()?;
/// assert_eq!(rows.to_vec(), [0b101, 0b010]);
/// # Ok::<(), numoxide_core::Error>(())
/// ```
pub fn packbits<T: Bits>(a: impl AsView<T>) -> Result<Array<u8>> {
    packbits::with(&a).run()
}

/// [`packbits()`] with its options.
pub mod packbits {
    use super::*;

    /// The options of [`packbits()`](super::packbits()).
    #[must_use = "nothing is packed before `run`"]
    pub struct PackBits<'a, T> {
        a: ArrayView<'a, T>,
        axis: Option<isize>,
        order: BitOrder,
    }

    /// The call with options.
    pub fn with<'a, T: Bits>(a: &'a (impl AsView<T> + ?Sized)) -> PackBits<'a, T> {
        PackBits { a: a.as_view(), axis: None, order: BitOrder::Big }
    }

    impl<T: Bits> PackBits<'_, T> {
        /// The axis along which eight items become one; by default the flattened array.
        pub fn axis(self, axis: impl Into<Option<isize>>) -> Self {
            PackBits { axis: axis.into(), ..self }
        }

        /// Which bit comes first.
        pub fn bitorder(self, order: BitOrder) -> Self {
            PackBits { order, ..self }
        }

        /// Packs.
        ///
        /// # Errors
        /// [`Error::Axis`], [`Error::OutOfMemory`].
        pub fn run(self) -> Result<Array<u8>> {
            let flags = match T::DTYPE {
                DType::Bool => crate::AnyView::from(self.a).downcast()?,
                _ => return pack(&self.a.astype::<bool>()?.view(), self.axis, self.order),
            };
            pack(&flags, self.axis, self.order)
        }
    }
}

/// Unpacks the bits of bytes into bytes of 0 and 1, all of the array in row-major order; [`mod@unpackbits`] has the
/// options. NumPy: `unpackbits`.
///
/// # Errors
/// [`Error::OutOfMemory`].
///
/// ```
/// use numoxide_core::{array, unpackbits};
///
/// let a = array![[0b1010_0000u8], [3]];
/// assert_eq!(unpackbits(&a)?.to_vec(), [1, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1]);
/// assert_eq!(unpackbits::with(&a).axis(1).count(3).run()?.to_vec(), [1, 0, 1, 0, 0, 0]);
/// # Ok::<(), numoxide_core::Error>(())
/// ```
pub fn unpackbits(a: impl AsView<u8>) -> Result<Array<u8>> {
    unpackbits::with(&a).run()
}

/// [`unpackbits()`] with its options.
pub mod unpackbits {
    use super::*;

    /// The options of [`unpackbits()`](super::unpackbits()).
    #[must_use = "nothing is unpacked before `run`"]
    pub struct UnpackBits<'a> {
        a: ArrayView<'a, u8>,
        axis: Option<isize>,
        count: Option<isize>,
        order: BitOrder,
    }

    /// The call with options.
    pub fn with<'a>(a: &'a (impl AsView<u8> + ?Sized)) -> UnpackBits<'a> {
        UnpackBits { a: a.as_view(), axis: None, count: None, order: BitOrder::Big }
    }

    impl UnpackBits<'_> {
        /// The axis along which one item becomes eight; by default the flattened array.
        pub fn axis(self, axis: impl Into<Option<isize>>) -> Self {
            UnpackBits { axis: axis.into(), ..self }
        }

        /// The bits along the axis: zeros follow where there are fewer; a negative number is that of bits to leave out at
        /// the end. By default all.
        pub fn count(self, count: impl Into<Option<isize>>) -> Self {
            UnpackBits { count: count.into(), ..self }
        }

        /// Which bit comes first.
        pub fn bitorder(self, order: BitOrder) -> Self {
            UnpackBits { order, ..self }
        }

        /// Unpacks.
        ///
        /// # Errors
        /// [`Error::Axis`]; [`Error::Value`] if more bits are to be left out than there are; [`Error::OutOfMemory`].
        pub fn run(self) -> Result<Array<u8>> {
            let all = |bytes: usize| {
                bytes.checked_mul(8).ok_or_else(|| Error::size("unpackbits", "eight times the items"))
            };
            let bits = |bytes: usize| match self.count {
                None => all(bytes),
                Some(count) if count >= 0 => Ok(count as usize),
                Some(count) => all(bytes)?
                    .checked_sub(count.unsigned_abs())
                    .ok_or_else(|| Error::value("unpackbits", "more bits are to be left out than there are")),
            };
            let unpack = match self.order {
                BitOrder::Big => unpack::<true>,
                BitOrder::Little => unpack::<false>,
            };
            along("unpackbits", &self.a, self.axis, bits, unpack)
        }
    }
}

fn pack(flags: &ArrayView<'_, bool>, axis: Option<isize>, order: BitOrder) -> Result<Array<u8>> {
    let pack_row = match order {
        BitOrder::Big => pack_row::<true>,
        BitOrder::Little => pack_row::<false>,
    };
    along("packbits", flags, axis, |flags| Ok(flags.div_ceil(8)), pack_row)
}

/// Rows along an axis turned into rows of another length, all of whose items `row` sets.
fn along<T: Scalar>(
    op: &'static str,
    a: &ArrayView<'_, T>,
    axis: Option<isize>,
    len: impl Fn(usize) -> Result<usize>,
    row: fn(&[T], &mut [u8]),
) -> Result<Array<u8>> {
    let flat = [a.len()];
    // As in NumPy, a number alone is a row of one.
    let a = &if a.ndim() == 0 { a.expand_dims(0)? } else { a.clone() };
    let (moved, axis) = match axis {
        None => (a.clone(), None),
        Some(axis) => {
            let axis = normalize_axis(op, axis, a.ndim())? as isize;
            (a.moveaxis(axis, -1)?, Some(axis))
        }
    };
    let copy;
    let items = match moved.as_slice() {
        Some(items) => items,
        None => {
            copy = moved.copy(Order::C)?;
            copy.as_slice().expect("a copy in row-major order")
        }
    };
    let shape = if axis.is_some() { moved.shape() } else { &flat };
    let (&wide, outer) = shape.split_last().expect("an axis");
    let narrow = len(wide)?;
    let mut result = Array::<u8>::unset([outer, &[narrow]].concat())?;
    if narrow > 0 {
        let rows = result.as_slice_mut().expect("a new array").chunks_exact_mut(narrow);
        rows.enumerate().for_each(|(at, to)| row(&items[at * wide..(at + 1) * wide], to));
    }
    match axis {
        Some(axis) if axis + 1 < shape.len() as isize => result.moveaxis(-1, axis)?.copy(Order::C),
        _ => Ok(result),
    }
}

/// Eight bytes of 0 and 1, the first in the lowest place, as the bits of one: each product of a byte and a bit of
/// the factor lies apart from all others, and the highest eight are the bits in order.
#[inline(always)]
fn gather_bits<const BIG: bool>(flags: u64) -> u8 {
    const HIGH_FIRST: u64 = 0x8040_2010_0804_0201;
    const LOW_FIRST: u64 = 0x0102_0408_1020_4080;
    (flags.wrapping_mul(if BIG { HIGH_FIRST } else { LOW_FIRST }) >> 56) as u8
}

/// Whole bytes from their bits, in vectors.
struct Pack<'a, const BIG: bool> {
    chunks: &'a [[bool; 8]],
    bytes: &'a mut [u8],
}

impl<const BIG: bool> Kernel for Pack<'_, BIG> {
    type Output = ();
    #[inline(always)]
    fn run<I: Isa>(self) {
        for (byte, chunk) in self.bytes.iter_mut().zip(self.chunks) {
            *byte = gather_bits::<BIG>(u64::from_le_bytes(chunk.map(u8::from)));
        }
    }
}

fn pack_row<const BIG: bool>(flags: &[bool], bytes: &mut [u8]) {
    let (chunks, rest) = flags.as_chunks::<8>();
    let (full, last) = bytes.split_at_mut(chunks.len());
    dispatch(Pack::<BIG> { chunks, bytes: full });
    if let Some(byte) = last.first_mut() {
        let mut chunk = [0; 8];
        chunk.iter_mut().zip(rest).for_each(|(flag, &given)| *flag = given.into());
        *byte = gather_bits::<BIG>(u64::from_le_bytes(chunk));
    }
}

/// The bits of every byte, the first in order first.
const fn spread_all<const BIG: bool>() -> [[u8; 8]; 256] {
    let mut table = [[0; 8]; 256];
    let mut byte = 0;
    while byte < 256 {
        let mut bit = 0;
        while bit < 8 {
            table[byte][bit] = (byte >> if BIG { 7 - bit } else { bit }) as u8 & 1;
            bit += 1;
        }
        byte += 1;
    }
    table
}

static BIG_BITS: [[u8; 8]; 256] = spread_all::<true>();
static LITTLE_BITS: [[u8; 8]; 256] = spread_all::<false>();

/// As many bits as there is room, and zeros where there are no more.
fn unpack<const BIG: bool>(bytes: &[u8], bits: &mut [u8]) {
    let table = if BIG { &BIG_BITS } else { &LITTLE_BITS };
    let given = bits.len().min(8 * bytes.len());
    let (bits, missing) = bits.split_at_mut(given);
    missing.fill(0);
    let (chunks, rest) = bits.as_chunks_mut::<8>();
    let full = chunks.len();
    for (chunk, &byte) in chunks.iter_mut().zip(bytes) {
        *chunk = table[usize::from(byte)];
    }
    if let Some(&byte) = bytes.get(full) {
        rest.iter_mut().zip(table[usize::from(byte)]).for_each(|(to, bit)| *to = bit);
    }
}
