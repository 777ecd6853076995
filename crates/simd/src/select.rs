//! Selection: places to offsets, and masks to items, to places and to choices.
//!
//! None of these loops branches on a single item: which items a mask picks is as good as random, and a branch
//! that is guessed wrong costs more than the item. Masks are bytes, 0 or 1.

use std::hint::select_unpredictable;
use std::mem::MaybeUninit;

use crate::ahead::prefetch;
use crate::level::{Isa, Kernel, dispatch};
#[cfg(target_arch = "x86_64")]
use crate::level::{Level, level};

/// What becomes of a place outside its axis.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum IndexMode {
    /// An error; places from `-len` on count from the end. NumPy's `'raise'`.
    #[default]
    Raise,
    /// Counted around the axis as often as needed: `'wrap'`.
    Wrap,
    /// The nearest place of the axis: `'clip'`. Negative places become 0.
    Clip,
}

/// Places along an axis of `len` items that lie `scale` bytes apart.
#[derive(Clone, Copy, Debug)]
pub struct AxisScale {
    /// The places of the axis.
    pub len: usize,
    /// The bytes from one to the next.
    pub scale: isize,
    /// What becomes of places outside.
    pub mode: IndexMode,
}

struct Offsets<'a, const ADD: bool> {
    places: &'a [i64],
    axis: AxisScale,
    out: &'a mut [MaybeUninit<isize>],
}

impl<const ADD: bool> Offsets<'_, ADD> {
    /// Writes the offset of every place that `place` moved into the axis; whether none was outside.
    #[inline(always)]
    fn write(self, place: impl Fn(i64) -> i64, offset: impl Fn(i64) -> isize) -> bool {
        let last = self.axis.len as i64 - 1;
        let mut outside = 0;
        for (out, &at) in self.out.iter_mut().zip(self.places) {
            let at = place(at);
            // The sign says whether the place is before the first or behind the last.
            outside |= at | last.wrapping_sub(at);
            // SAFETY: who adds to offsets has written them before.
            let before = if ADD { unsafe { out.assume_init() } } else { 0 };
            out.write(before.wrapping_add(offset(at)));
        }
        outside >= 0
    }

    #[inline(always)]
    fn scaled(self, place: impl Fn(i64) -> i64) -> bool {
        let scale = self.axis.scale;
        // Vectors of 64-bit integers are shifted at once, but multiplied in many steps.
        if scale > 0 && scale.count_ones() == 1 {
            let shift = scale.trailing_zeros();
            self.write(place, |at| (at as isize) << shift)
        } else {
            self.write(place, |at| (at as isize).wrapping_mul(scale))
        }
    }
}

impl<const ADD: bool> Kernel for Offsets<'_, ADD> {
    type Output = bool;
    #[inline(always)]
    fn run<I: Isa>(self) -> bool {
        let len = self.axis.len as i64;
        match self.axis.mode {
            IndexMode::Raise => self.scaled(|at| at.wrapping_add((at >> 63) & len)),
            IndexMode::Clip => self.scaled(|at| at.min(len - 1).max(0)),
            IndexMode::Wrap => self.scaled(|at| if (0..len).contains(&at) { at } else { at.rem_euclid(len) }),
        }
    }
}

/// Writes the byte offset of each place to `out`; whether all lay within the axis. Where one did not, the
/// offsets must not be used.
///
/// # Panics
/// If the lengths differ, or places of an empty axis are to be wrapped or clipped.
///
/// ```
/// use numoxide_simd::select::{AxisScale, IndexMode, offsets};
///
/// let axis = AxisScale { len: 5, scale: 8, mode: IndexMode::Raise };
/// let mut out = [std::mem::MaybeUninit::uninit(); 3];
/// assert!(offsets(&[0, -1, 4], axis, &mut out));
/// assert!(!offsets(&[0, -6, 4], axis, &mut out));
/// ```
pub fn offsets(places: &[i64], axis: AxisScale, out: &mut [MaybeUninit<isize>]) -> bool {
    check(places, axis, out.len());
    dispatch(Offsets::<false> { places, axis, out })
}

/// [`offsets`] added to those that `out` holds, for another axis of the same array.
///
/// # Safety
/// `out` must have been written.
///
/// # Panics
/// As [`offsets`].
pub unsafe fn add_offsets(places: &[i64], axis: AxisScale, out: &mut [MaybeUninit<isize>]) -> bool {
    check(places, axis, out.len());
    dispatch(Offsets::<true> { places, axis, out })
}

fn check(places: &[i64], axis: AxisScale, room: usize) {
    assert_eq!(places.len(), room, "a place for every offset");
    assert!(axis.mode == IndexMode::Raise || axis.len > 0 || room == 0, "an axis with places");
}

/// The mask bytes of one word.
const WORD: usize = 8;

/// How far ahead of the items that are picked from their memory is asked for.
const AHEAD: usize = 1024;

/// Copies the items that the mask picks to `dst`, one after the other; how many there are.
///
/// # Safety
/// `src` must hold an item for each byte of the mask, which is 0 or 1, and `dst` have room for as many as it
/// picks, apart from `src`: that room is `room` items, all of which may be written to.
pub unsafe fn compress<T: Copy>(mask: &[u8], src: *const T, dst: *mut T, room: usize) -> usize {
    let (mut from, mut len) = (0, 0);
    #[cfg(target_arch = "x86_64")]
    if level() == Level::V4 {
        // SAFETY: the caller's promise is the same; the processor has the instructions.
        (from, len) = unsafe {
            match size_of::<T>() {
                8 => wide::compress_8(mask, src.cast(), dst.cast(), room),
                4 => wide::compress_4(mask, src.cast(), dst.cast(), room),
                _ => (0, 0),
            }
        };
    }
    let (words, tail) = mask[from..].as_chunks::<WORD>();
    // SAFETY: a write goes at most as many places beyond `len` as there are mask bytes before it in its word.
    unsafe {
        let src = src.add(from);
        for (i, word) in words.iter().enumerate() {
            let bits = u64::from_ne_bytes(*word);
            if bits == 0 {
                continue;
            }
            let from = src.add(i * WORD);
            prefetch(from.cast::<u8>().wrapping_add(AHEAD));
            if room - len < WORD {
                len += compress_few(word, from, dst.add(len));
                continue;
            }
            for (l, &picked) in word.iter().enumerate() {
                dst.add(len).write_unaligned(from.add(l).read_unaligned());
                len += usize::from(picked);
            }
        }
        len + compress_few(tail, src.add(words.len() * WORD), dst.add(len))
    }
}

/// The items that a mask picks, moved together in one register and stored whole: what lies behind them there is
/// overwritten by the next. Stores that compress are slow on some processors.
#[cfg(target_arch = "x86_64")]
mod wide {
    use super::{AHEAD, prefetch};
    use std::arch::x86_64::{
        _mm_loadl_epi64, _mm_loadu_si128, _mm_test_epi8_mask, _mm512_loadu_epi32, _mm512_loadu_epi64,
        _mm512_maskz_compress_epi32, _mm512_maskz_compress_epi64, _mm512_storeu_epi32, _mm512_storeu_epi64,
    };

    macro_rules! compress {
        ($name:ident, $item:ty, $bits:ty, $lanes:literal, $mask:ident, $load:ident, $compress:ident, $store:ident) => {
            /// As far as whole registers fit both the items and the room: the items seen, and those picked.
            ///
            /// # Safety
            /// As [`super::compress`], on a processor of x86-64-v4.
            #[target_feature(enable = "avx512f,avx512bw,avx512vl,popcnt")]
            pub(super) unsafe fn $name(
                mask: &[u8],
                src: *const $item,
                dst: *mut $item,
                room: usize,
            ) -> (usize, usize) {
                let (mut from, mut len) = (0, 0);
                while mask.len() - from >= $lanes && room - len >= $lanes {
                    // SAFETY: as many mask bytes, items and places are left as a register has lanes.
                    unsafe {
                        let bytes = $mask(mask.as_ptr().add(from).cast());
                        let picked = _mm_test_epi8_mask(bytes, bytes) as $bits;
                        let items = src.add(from);
                        prefetch(items.cast::<u8>().wrapping_add(AHEAD));
                        $store(dst.add(len), $compress(picked, $load(items)));
                        len += picked.count_ones() as usize;
                    }
                    from += $lanes;
                }
                (from, len)
            }
        };
    }
    compress!(
        compress_8,
        i64,
        u8,
        8,
        _mm_loadl_epi64,
        _mm512_loadu_epi64,
        _mm512_maskz_compress_epi64,
        _mm512_storeu_epi64
    );
    compress!(
        compress_4,
        i32,
        u16,
        16,
        _mm_loadu_si128,
        _mm512_loadu_epi32,
        _mm512_maskz_compress_epi32,
        _mm512_storeu_epi32
    );
}

/// # Safety
/// As [`compress`]; nothing is written beyond the picked items.
unsafe fn compress_few<T: Copy>(mask: &[u8], src: *const T, dst: *mut T) -> usize {
    let mut len = 0;
    for (i, _) in mask.iter().enumerate().filter(|&(_, &picked)| picked != 0) {
        // SAFETY: by contract.
        unsafe { dst.add(len).write_unaligned(src.add(i).read_unaligned()) };
        len += 1;
    }
    len
}

/// For each byte the places of its bits, and zeros behind them.
static PLACES: [[u8; 8]; 256] = {
    let mut table = [[0; 8]; 256];
    let mut byte = 0;
    while byte < 256 {
        let (mut bit, mut len) = (0, 0);
        while bit < 8 {
            if byte >> bit & 1 == 1 {
                table[byte][len] = bit as u8;
                len += 1;
            }
            bit += 1;
        }
        byte += 1;
    }
    table
};

/// The mask bytes of a word as the bits of a byte.
#[inline(always)]
fn gather_bits(word: [u8; 8]) -> usize {
    // Byte i comes to lie at bit 56 + i; no two of the products meet above bit 55.
    (u64::from_le_bytes(word).wrapping_mul(0x0102_0408_1020_4080) >> 56) as usize
}

struct Positions<'a> {
    mask: &'a [u8],
    base: i64,
    dst: &'a mut [MaybeUninit<i64>],
}

impl Kernel for Positions<'_> {
    type Output = usize;
    #[inline(always)]
    fn run<I: Isa>(self) -> usize {
        let Positions { mask, base, dst } = self;
        let (words, tail) = mask.as_chunks::<WORD>();
        let mut len = 0;
        for (i, word) in words.iter().enumerate() {
            let bits = gather_bits(*word);
            let base = base + (i * WORD) as i64;
            let places = PLACES[bits];
            let count = bits.count_ones() as usize;
            match dst[len..].first_chunk_mut::<WORD>() {
                // All eight are written; those beyond the count will be overwritten.
                Some(room) => {
                    for (place, at) in room.iter_mut().zip(places) {
                        place.write(base + i64::from(at));
                    }
                }
                None => {
                    for (place, at) in dst[len..len + count].iter_mut().zip(places) {
                        place.write(base + i64::from(at));
                    }
                }
            }
            len += count;
        }
        for (i, _) in tail.iter().enumerate().filter(|&(_, &picked)| picked != 0) {
            dst[len].write(base + (words.len() * WORD + i) as i64);
            len += 1;
        }
        len
    }
}

/// Writes the places of the ones of a mask, counted from `base`, to `dst`; how many there are. `dst` may be
/// written to beyond them.
///
/// # Panics
/// If they do not fit.
///
/// ```
/// use std::mem::MaybeUninit;
/// use numoxide_simd::select::positions;
///
/// let mut room = [MaybeUninit::uninit(); 2];
/// assert_eq!(positions(&[0, 1, 0, 1], 10, &mut room), 2);
/// // SAFETY: both are written.
/// assert_eq!(room.map(|place| unsafe { place.assume_init() }), [11, 13]);
/// ```
pub fn positions(mask: &[u8], base: i64, dst: &mut [MaybeUninit<i64>]) -> usize {
    dispatch(Positions { mask, base, dst })
}

/// Items decided on together: where none of them is picked, none is touched.
const BLOCK: usize = 64;

#[inline(always)]
fn is_zero(mask: &[u8]) -> bool {
    mask.iter().fold(0, |all, &picked| all | picked) == 0
}

/// Items that masks choose among: nothing but bits.
pub trait Bits: Copy {
    /// `new` if `picked` is 1, `old` if it is 0.
    ///
    /// Not by a condition: of one that decides whether an item is replaced, compilers make stores that leave items out, which are
    /// slow on some processors.
    fn replaced(old: Self, new: Self, picked: u8) -> Self;
}

macro_rules! bits {
    ($($ty:ty)*) => {$(
        impl Bits for $ty {
            #[inline(always)]
            fn replaced(old: Self, new: Self, picked: u8) -> Self {
                old ^ ((old ^ new) & <$ty>::from(picked).wrapping_neg())
            }
        }
    )*};
}
bits!(u8 u16 u32 u64);

impl<T: Bits, const N: usize> Bits for [T; N] {
    #[inline(always)]
    fn replaced(old: Self, new: Self, picked: u8) -> Self {
        std::array::from_fn(|i| T::replaced(old[i], new[i], picked))
    }
}

struct Blend<'a, T, const EACH: bool> {
    mask: &'a [u8],
    /// An item for each place, or one for all.
    src: &'a [T],
    dst: &'a mut [T],
}

impl<T: Bits, const EACH: bool> Kernel for Blend<'_, T, EACH> {
    type Output = ();
    #[inline(always)]
    fn run<I: Isa>(self) {
        let blocks = self.mask.chunks(BLOCK).zip(self.dst.chunks_mut(BLOCK));
        for (i, (mask, dst)) in blocks.enumerate().filter(|(_, (mask, _))| !is_zero(mask)) {
            if EACH {
                let src = &self.src[i * BLOCK..];
                for ((&picked, dst), &new) in mask.iter().zip(dst).zip(src) {
                    *dst = T::replaced(*dst, new, picked);
                }
            } else {
                let new = self.src[0];
                for (&picked, dst) in mask.iter().zip(dst) {
                    *dst = T::replaced(*dst, new, picked);
                }
            }
        }
    }
}

/// Copies the items that the mask picks from `src` to the same places of `dst`.
///
/// # Panics
/// If the lengths differ.
///
/// ```
/// use numoxide_simd::select::blend;
///
/// let mut dst = [1_u32, 2, 3];
/// blend(&[0, 1, 1], &[7, 8, 9], &mut dst);
/// assert_eq!(dst, [1, 8, 9]);
/// ```
pub fn blend<T: Bits>(mask: &[u8], src: &[T], dst: &mut [T]) {
    assert!(mask.len() == src.len() && mask.len() == dst.len(), "runs of one length");
    dispatch(Blend::<_, true> { mask, src, dst });
}

/// Writes one value to the places of `dst` that the mask picks.
///
/// # Panics
/// If the lengths differ.
pub fn blend_one<T: Bits>(mask: &[u8], value: T, dst: &mut [T]) {
    assert_eq!(mask.len(), dst.len(), "runs of one length");
    dispatch(Blend::<_, false> { mask, src: &[value], dst });
}

struct Choose<'a, T> {
    mask: &'a [u8],
    yes: &'a [T],
    no: &'a [T],
    dst: &'a mut [MaybeUninit<T>],
}

impl<T: Copy> Kernel for Choose<'_, T> {
    type Output = ();
    #[inline(always)]
    fn run<I: Isa>(self) {
        for (((dst, &picked), &yes), &no) in self.dst.iter_mut().zip(self.mask).zip(self.yes).zip(self.no) {
            dst.write(select_unpredictable(picked != 0, yes, no));
        }
    }
}

/// Writes to each place of `dst` the item of `yes` where the mask picks it, that of `no` elsewhere.
///
/// # Panics
/// If the lengths differ.
///
/// ```
/// use std::mem::MaybeUninit;
/// use numoxide_simd::select::choose;
///
/// let mut dst = [MaybeUninit::uninit(); 2];
/// choose(&[0, 1], &[1, 2], &[3, 4], &mut dst);
/// // SAFETY: both are written.
/// assert_eq!(dst.map(|item| unsafe { item.assume_init() }), [3, 2]);
/// ```
pub fn choose<T: Copy>(mask: &[u8], yes: &[T], no: &[T], dst: &mut [MaybeUninit<T>]) {
    let n = dst.len();
    assert!(mask.len() == n && yes.len() == n && no.len() == n, "runs of one length");
    dispatch(Choose { mask, yes, no, dst });
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::level::{available_levels, force_level};

    /// Masks of every kind of density and length around the blocks.
    fn masks() -> Vec<Vec<u8>> {
        let mut masks = Vec::new();
        for len in [0, 1, 7, 8, 9, 63, 64, 65, 200] {
            for every in [1, 2, 3, 17, 1000] {
                masks.push((0..len).map(|i| u8::from((i * i + i / 3) % every == every / 2)).collect());
            }
        }
        masks
    }

    fn picked(mask: &[u8]) -> Vec<usize> {
        (0..mask.len()).filter(|&i| mask[i] == 1).collect()
    }

    fn compress_as<T: Copy + PartialEq + std::fmt::Debug>(mask: &[u8], item: fn(usize) -> T, beyond: T) {
        let src: Vec<T> = (0..mask.len()).map(item).collect();
        let wanted: Vec<T> = picked(mask).into_iter().map(|i| src[i]).collect();
        for room in [wanted.len(), wanted.len() + 5, mask.len()] {
            let mut dst = vec![beyond; room + 1];
            // SAFETY: room for what is picked.
            let len = unsafe { compress(mask, src.as_ptr(), dst.as_mut_ptr(), room) };
            assert_eq!((len, &dst[..len], dst[room]), (wanted.len(), &wanted[..], beyond));
        }
    }

    #[test]
    fn compress_keeps_to_its_room() {
        for &level in available_levels() {
            force_level(level);
            for mask in masks() {
                compress_as(&mask, |i| i as u8, u8::MAX);
                compress_as(&mask, |i| i as u32 + 100, u32::MAX);
                compress_as(&mask, |i| i as u64 + 100, u64::MAX);
                compress_as(&mask, |i| [i as u64, 7], [u64::MAX; 2]);
            }
        }
    }

    #[test]
    fn positions_at_every_level() {
        for &level in available_levels() {
            force_level(level);
            for mask in masks() {
                let wanted: Vec<i64> = picked(&mask).into_iter().map(|i| i as i64 + 5).collect();
                let mut room = vec![MaybeUninit::uninit(); wanted.len()];
                assert_eq!(positions(&mask, 5, &mut room), wanted.len());
                // SAFETY: all are written.
                let found: Vec<i64> = room.iter().map(|place| unsafe { place.assume_init() }).collect();
                assert_eq!(found, wanted);
            }
        }
    }

    #[test]
    fn blends_touch_what_is_picked_alone() {
        for &level in available_levels() {
            force_level(level);
            for mask in masks() {
                let src: Vec<u64> = (0..mask.len() as u64).collect();
                let (mut many, mut one) = (vec![u64::MAX; mask.len()], vec![u64::MAX; mask.len()]);
                blend(&mask, &src, &mut many);
                blend_one(&mask, 7, &mut one);
                for i in 0..mask.len() {
                    assert_eq!(many[i], if mask[i] == 1 { i as u64 } else { u64::MAX });
                    assert_eq!(one[i], if mask[i] == 1 { 7 } else { u64::MAX });
                }
            }
        }
    }

    fn offsets_of(places: &[i64], axis: AxisScale) -> Option<Vec<isize>> {
        let mut out = vec![MaybeUninit::uninit(); places.len()];
        let fits = offsets(places, axis, &mut out);
        // SAFETY: all are written.
        fits.then(|| out.iter().map(|place| unsafe { place.assume_init() }).collect())
    }

    #[test]
    fn offsets_of_places() {
        for scale in [8, 24, -8, 0] {
            let axis = |len, mode| AxisScale { len, scale, mode };
            let scaled = |places: &[isize]| Some(places.iter().map(|at| at * scale).collect::<Vec<_>>());
            let places = [0, 4, -1, -5, 2, 3, 1];
            assert_eq!(offsets_of(&places, axis(5, IndexMode::Raise)), scaled(&[0, 4, 4, 0, 2, 3, 1]));
            for outside in [5, -6, i64::MAX, i64::MIN] {
                for at in 0..places.len() {
                    let mut places = places;
                    places[at] = outside;
                    assert_eq!(offsets_of(&places, axis(5, IndexMode::Raise)), None);
                }
            }
            let far = [-6, 5, 12, i64::MIN, i64::MAX];
            assert_eq!(offsets_of(&far, axis(5, IndexMode::Wrap)), scaled(&[4, 0, 2, 2, 2]));
            assert_eq!(offsets_of(&far, axis(5, IndexMode::Clip)), scaled(&[0, 4, 4, 0, 4]));
            assert_eq!(offsets_of(&[0], axis(0, IndexMode::Raise)), None);
        }
    }
}
