//! `correlate` and `convolve`: sums of products of one sequence with another that is moved along it.
//!
//! The direct form goes by tiles of results that stay in registers while the shorter sequence passes by. Long sequences of
//! floating-point numbers are transformed, multiplied and transformed back.

use std::ops::Range;

use numoxide_core::buffer::filled;
use numoxide_core::{
    AnyArray, Array, ArrayView, AsView, Complex, DType, Error, Result, Scalar, bf16, f16, promote_types,
};
use numoxide_fft::{Mode, oaconvolve};
use numoxide_simd::{Isa, Kernel, dispatch};

use crate::calc;
use crate::lines::{Items, PIECE, for_results, one_axis, sequence};
use crate::sample::with_sample;

/// Results that are calculated together.
const TILE: usize = 32;

/// How far the sequences must overlap. NumPy: `mode`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Overlap {
    /// Completely: `n - m + 1` results.
    Valid,
    /// As many results as the longer sequence has items, from the middle of all.
    Same,
    /// Anyhow: `n + m - 1` results.
    Full,
}

impl Overlap {
    /// The mode of NumPy's name.
    ///
    /// # Errors
    /// [`Error::Value`] if there is none.
    pub fn parse(name: &str) -> Result<Self> {
        match name {
            "valid" => Ok(Overlap::Valid),
            "same" => Ok(Overlap::Same),
            "full" => Ok(Overlap::Full),
            other => Err(Error::value("correlate", format!("{other:?} is no mode"))),
        }
    }

    /// The results to leave out in front and the number of those that stay, of two sequences of `n >= m` items.
    fn part(self, n: usize, m: usize) -> (usize, usize) {
        match self {
            Overlap::Valid => (m - 1, n - m + 1),
            Overlap::Same => (m - 1 - m / 2, n),
            Overlap::Full => (0, n + m - 1),
        }
    }
}

/// How the sums of products are found. SciPy: `method`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ConvolutionMethod {
    /// Directly, or by transforms where the direct way would take five times as long or more.
    ///
    /// Transforms are taken for floating-point numbers of 32 and 64 bits alone, of which both sequences have 1024 or more, and only
    /// where nothing infinite or NaN comes of it.
    #[default]
    Auto,
    /// Product by product, as NumPy does: integers are exact.
    Direct,
    /// By Fourier transforms in the type of the numbers; integers and other types are summed directly.
    ///
    /// The error of each result is at most about `eps * log2(n)` times the product of both sequences' Euclidean norms: small
    /// beside the largest results, though not beside those that are much smaller. One NaN makes all results NaN.
    Fft,
}

impl ConvolutionMethod {
    /// The method of SciPy's name.
    ///
    /// # Errors
    /// [`Error::Value`] if there is none.
    pub fn parse(name: &str) -> Result<Self> {
        match name {
            "auto" => Ok(ConvolutionMethod::Auto),
            "direct" => Ok(ConvolutionMethod::Direct),
            "fft" => Ok(ConvolutionMethod::Fft),
            other => Err(Error::value("convolve", format!("{other:?} is no method"))),
        }
    }
}

/// A scalar whose products can be summed up.
pub trait Term: Scalar {
    /// What sums are kept in.
    #[doc(hidden)]
    type Total: Scalar;
    /// The sum with a product more.
    #[doc(hidden)]
    fn step<I: Isa>(sum: Self::Total, a: Self, b: Self) -> Self::Total;
    /// The sum of two sums.
    #[doc(hidden)]
    fn join(a: Self::Total, b: Self::Total) -> Self::Total;
    /// The sum as a result.
    #[doc(hidden)]
    fn done(sum: Self::Total) -> Self;
    /// The conjugate of a complex number, any other itself.
    #[doc(hidden)]
    fn conjugate(self) -> Self {
        self
    }
}

macro_rules! terms {
    ($($ty:ty, $sum:ty, |$s:ident, $a:ident, $b:ident| $step:expr, |$x:ident, $y:ident| $join:expr, |$r:ident| $done:expr $(, |$z:ident| $conjugate:expr)?;)*) => {$(
        impl Term for $ty {
            type Total = $sum;
            #[inline(always)]
            fn step<I: Isa>($s: $sum, $a: $ty, $b: $ty) -> $sum {
                $step
            }
            #[inline(always)]
            fn join($x: $sum, $y: $sum) -> $sum {
                $join
            }
            #[inline(always)]
            fn done($r: $sum) -> $ty {
                $done
            }
            $(#[inline(always)]
            fn conjugate(self) -> $ty {
                let $z = self;
                $conjugate
            })?
        }
    )*};
}
macro_rules! integers {
    ($($ty:ty)*) => {
        terms! {$(
            $ty, $ty, |s, a, b| s.wrapping_add(a.wrapping_mul(b)), |x, y| x.wrapping_add(y), |r| r;
        )*}
    };
}
integers!(i8 i16 i32 i64 u8 u16 u32 u64);
terms! {
    bool, bool, |s, a, b| s | (a & b), |x, y| x | y, |r| r;
    f16, f32, |s, a, b| I::fma32(a.to_f32(), b.to_f32(), s), |x, y| x + y, |r| f16::from_f32(r);
    bf16, f32, |s, a, b| I::fma32(a.to_f32(), b.to_f32(), s), |x, y| x + y, |r| bf16::from_f32(r);
    f32, f32, |s, a, b| I::fma32(a, b, s), |x, y| x + y, |r| r;
    f64, f64, |s, a, b| I::fma(a, b, s), |x, y| x + y, |r| r;
    Complex<f32>, Complex<f32>, |s, a, b| Complex {
        re: I::fma32(a.re, b.re, I::fma32(-a.im, b.im, s.re)),
        im: I::fma32(a.re, b.im, I::fma32(a.im, b.re, s.im)),
    }, |x, y| x + y, |r| r, |z| z.conj();
    Complex<f64>, Complex<f64>, |s, a, b| Complex {
        re: I::fma(a.re, b.re, I::fma(-a.im, b.im, s.re)),
        im: I::fma(a.re, b.im, I::fma(a.im, b.re, s.im)),
    }, |x, y| x + y, |r| r, |z| z.conj();
}

/// The results `skip..` of the full correlation of `a` with the shorter `v`.
struct Correlate<'a, T> {
    a: &'a [T],
    v: &'a [T],
    skip: usize,
    results: &'a mut [T],
}

impl<T: Term> Kernel for Correlate<'_, T> {
    type Output = ();

    #[inline(always)]
    fn run<I: Isa>(self) {
        let Correlate { a, v, skip, results } = self;
        if const { !I::FMA } {
            return one_by_one::<I, T>(a, v, skip, results);
        }
        let (n, m, end) = (a.len(), v.len(), skip + results.len());
        // The results at which all of `v` is within `a`.
        let (first, last) = ((m - 1).clamp(skip, end), n.clamp(skip, end));
        let (before, rest) = results.split_at_mut(first - skip);
        let (inner, behind) = rest.split_at_mut(last - first);
        starting::<I, T>(a, v, skip, before);
        tiles::<I, T>(&a[(first + 1).saturating_sub(m)..], v, inner);
        ending::<I, T>(a, v, last, behind);
    }
}

/// Each result by itself: processors without FMA are not worth the code of tiles.
#[inline(always)]
fn one_by_one<I: Isa, T: Term>(a: &[T], v: &[T], skip: usize, results: &mut [T]) {
    for (result, end) in results.iter_mut().zip(skip + 1..) {
        let (first, missing) = (end.saturating_sub(v.len()), v.len().saturating_sub(end));
        let common = a[first..end.min(a.len())].iter().zip(&v[missing..]);
        let sum = common.fold(T::Total::ZERO, |sum, (&a, &v)| T::step::<I>(sum, a, v));
        *result = T::done(sum);
    }
}

/// Sums of products for a tile of results.
type Sums<T> = [<T as Term>::Total; TILE];

/// Adds the products of a number with a window of items to the sums.
#[inline(always)]
fn add<I: Isa, T: Term>(sums: &mut Sums<T>, window: &[T], v: T) {
    for lane in 0..TILE {
        sums[lane] = T::step::<I>(sums[lane], window[lane], v);
    }
}

/// The same for the sums of some lanes alone.
#[inline(always)]
fn add_some<I: Isa, T: Term>(sums: &mut Sums<T>, window: &[T], v: T, lanes: Range<usize>) {
    for lane in 0..TILE {
        let sum = T::step::<I>(sums[lane], window[lane], v);
        sums[lane] = if (lane >= lanes.start) & (lane < lanes.end) { sum } else { sums[lane] };
    }
}

/// The results from place `start` on, for which `v` begins before `a`. The last tile ends with the last of them; its windows
/// before `a` begins are filled up with zeros, whose products are not added, since they might be NaN.
#[inline(always)]
fn starting<I: Isa, T: Term>(a: &[T], v: &[T], start: usize, results: &mut [T]) {
    if results.is_empty() {
        return;
    }
    let mut padded = [T::ZERO; 2 * TILE];
    let known = a.len().min(TILE);
    padded[TILE - 1..][..known].copy_from_slice(&a[..known]);
    let mut end = start + results.len();
    for tile in results.rchunks_mut(TILE) {
        // What the results of the tile have in common with `a`, at most.
        let common = &v[v.len() - end..];
        let (some, all) = common.split_at(end.min(TILE - 1));
        let mut sums = [T::Total::ZERO; TILE];
        for (k, &v) in some.iter().enumerate() {
            add_some::<I, T>(&mut sums, &padded[k..], v, TILE - 1 - k..TILE);
        }
        for (window, &v) in a.windows(TILE).zip(all) {
            add::<I, T>(&mut sums, window, v);
        }
        let done = &sums[TILE - tile.len()..];
        tile.iter_mut().zip(done).for_each(|(result, &sum)| *result = T::done(sum));
        end -= tile.len();
    }
}

/// The results from place `start` on, for which `v` ends behind `a`; as [`starting`], from the other side.
#[inline(always)]
fn ending<I: Isa, T: Term>(a: &[T], v: &[T], start: usize, results: &mut [T]) {
    if results.is_empty() {
        return;
    }
    let mut padded = [T::ZERO; 2 * TILE];
    let known = a.len().min(TILE - 1);
    padded[TILE - 1 - known..TILE - 1].copy_from_slice(&a[a.len() - known..]);
    for (k, tile) in results.chunks_mut(TILE).enumerate() {
        let a = &a[start + k * TILE + 1 - v.len()..];
        let (all, some) = v[..a.len()].split_at(a.len().saturating_sub(TILE - 1));
        let mut sums = [T::Total::ZERO; TILE];
        for (window, &v) in a.windows(TILE).zip(all) {
            add::<I, T>(&mut sums, window, v);
        }
        for (left, &v) in (1..=some.len()).rev().zip(some) {
            add_some::<I, T>(&mut sums, &padded[TILE - 1 - left..], v, 0..left);
        }
        tile.iter_mut().zip(sums).for_each(|(result, sum)| *result = T::done(sum));
    }
}

/// The results at which all of `v` is within `a`, the first of them at the beginning of `a`.
#[inline(always)]
fn tiles<I: Isa, T: Term>(a: &[T], v: &[T], results: &mut [T]) {
    let len = results.len();
    if len < TILE {
        for (k, result) in results.iter_mut().enumerate() {
            *result = dot::<I, T>(&a[k..k + v.len()], v);
        }
        return;
    }
    let (blocks, rest) = results.as_chunks_mut::<TILE>();
    let is_whole = rest.is_empty();
    for (k, block) in blocks.iter_mut().enumerate() {
        *block = tile::<I, T>(&a[k * TILE..], v);
    }
    if !is_whole {
        // Some are found again.
        results[len - TILE..].copy_from_slice(&tile::<I, T>(&a[len - TILE..], v));
    }
}

/// A tile of results, the first of them at the beginning of `a`.
#[inline(always)]
fn tile<I: Isa, T: Term>(a: &[T], v: &[T]) -> [T; TILE] {
    let mut sums = [T::Total::ZERO; TILE];
    for (window, &v) in a.windows(TILE).zip(v) {
        add::<I, T>(&mut sums, window, v);
    }
    sums.map(T::done)
}

/// The sum of products of two slices of one length.
#[inline(always)]
fn dot<I: Isa, T: Term>(a: &[T], b: &[T]) -> T {
    let mut sums = [T::Total::ZERO; TILE];
    let (a_tiles, a_rest) = a.as_chunks::<TILE>();
    let (b_tiles, b_rest) = b.as_chunks::<TILE>();
    for (a, b) in a_tiles.iter().zip(b_tiles) {
        for lane in 0..TILE {
            sums[lane] = T::step::<I>(sums[lane], a[lane], b[lane]);
        }
    }
    let rest = a_rest.iter().zip(b_rest).fold(T::Total::ZERO, |sum, (&a, &b)| T::step::<I>(sum, a, b));
    let sum = if a_tiles.is_empty() { rest } else { sums.into_iter().fold(rest, T::join) };
    T::done(sum)
}

/// How many results are wanted of a correlation, and how they are found.
#[derive(Clone, Copy, Debug)]
struct Wanted {
    overlap: Overlap,
    method: ConvolutionMethod,
}

/// The items of the shorter sequence from which transforms take a fifth of the time of the direct form, or less.
const LONG: usize = 1024;

/// The correlation of two sequences of which the first is not shorter.
fn correlated<T: Term>(a: &[T], v: &[T], Wanted { overlap, method }: Wanted) -> Result<Vec<T>> {
    let (skip, len) = overlap.part(a.len(), v.len());
    let can_transform = matches!(T::DTYPE, DType::F32 | DType::F64 | DType::C64 | DType::C128);
    let pays = method == ConvolutionMethod::Auto && v.len() >= LONG;
    if can_transform && (pays || method == ConvolutionMethod::Fft) {
        let results = transformed(a, v, skip, len)?;
        let finite: Array<bool> =
            calc::call(numoxide_ufunc::isfinite::UFUNC, &[&results.view()])?.try_into()?;
        if method == ConvolutionMethod::Fft || numoxide_ufunc::all(&finite) {
            return Ok(results.downcast::<T>()?.to_vec());
        }
    }
    let mut results = filled(T::ZERO, len)?;
    for_results(&mut results, PIECE, |start, results| {
        dispatch(Correlate { a, v, skip: skip + start, results });
        Ok(())
    })?;
    Ok(results)
}

/// The same by transforms: the convolution with the second sequence turned round.
fn transformed<T: Term>(a: &[T], v: &[T], skip: usize, len: usize) -> Result<AnyArray> {
    let mut turned = filled(T::ZERO, v.len())?;
    turned.copy_from_slice(v);
    turned.reverse();
    let full = oaconvolve::any_with(ArrayView::from_slice(a), ArrayView::from_slice(&turned))
        .mode(Mode::Full)
        .run()?;
    full.slice(numoxide_core::s![skip..skip + len])
}

/// A sequence that is not empty.
fn not_empty<'a, T: Term>(op: &'static str, items: Items<'a, T>) -> Result<Items<'a, T>> {
    if items.is_empty() { Err(Error::value(op, "a sequence is empty")) } else { Ok(items) }
}

macro_rules! functions {
    ($($(#[$doc:meta])* $name:ident $builder:ident $default:ident $run:ident $items:ident;)*) => {$(
        $(#[$doc])*
        pub fn $name<T: Term>(a: impl AsView<T>, v: impl AsView<T>) -> Result<Array<T>> {
            $name::with(&a, &v).run()
        }

        #[doc = concat!("[`", stringify!($name), "`](fn@super::", stringify!($name), ") with keywords and for run-time types.")]
        pub mod $name {
            use super::*;

            const OP: &str = stringify!($name);

            /// A call with NumPy's keyword arguments.
            pub fn with<'a, T: Term>(
                a: &'a (impl AsView<T> + ?Sized),
                v: &'a (impl AsView<T> + ?Sized),
            ) -> $builder<'a, T> {
                let wanted = Wanted { overlap: Overlap::$default, method: ConvolutionMethod::Auto };
                $builder { a: a.as_view(), v: v.as_view(), wanted }
            }

            /// The function with another overlap.
            ///
            /// # Errors
            /// As the plain call.
            pub fn with_overlap<T: Term>(a: impl AsView<T>, v: impl AsView<T>, overlap: Overlap) -> Result<Array<T>> {
                with(&a, &v).overlap(overlap).run()
            }

            /// Keyword arguments: NumPy's, and SciPy's `method`.
            #[must_use = "a call does nothing before `run`"]
            pub struct $builder<'a, T> {
                a: ArrayView<'a, T>,
                v: ArrayView<'a, T>,
                wanted: Wanted,
            }

            impl<T: Term> $builder<'_, T> {
                /// How far the sequences must overlap. NumPy: `mode`.
                pub fn overlap(mut self, overlap: Overlap) -> Self {
                    self.wanted.overlap = overlap;
                    self
                }

                /// How the sums are found.
                pub fn method(mut self, method: ConvolutionMethod) -> Self {
                    self.wanted.method = method;
                    self
                }

                /// The sums.
                ///
                /// # Errors
                /// As the plain call.
                pub fn run(self) -> Result<Array<T>> {
                    let (a, v) = (not_empty(OP, $items(OP, &self.a)?)?, not_empty(OP, $items(OP, &self.v)?)?);
                    Array::from_vec($run(&a, &v, self.wanted)?)
                }
            }

            /// The function of arrays whose types are known at run time, in their common type.
            ///
            /// # Errors
            /// As the plain call; [`Error::DType`] for types that are no scalars.
            pub fn any(a: &AnyArray, v: &AnyArray, overlap: Overlap) -> Result<AnyArray> {
                let dtype = promote_types(a.dtype(), v.dtype())?;
                let ring = dtype.ring();
                let (a, v) = (a.astype(ring.clone())?, v.astype(ring.clone())?);
                with_sample!(OP, &ring, ring T => {
                    let result = with_overlap::<T>(&a.downcast::<T>()?, &v.downcast::<T>()?, overlap)?;
                    AnyArray::from(result).astype(dtype)
                })
            }
        }
    )*};
}
functions! {
    /// The correlation of two sequences, where the second lies within the first: the sums of products of `a` with the
    /// conjugated `v`. NumPy: `correlate`.
    ///
    /// Long sequences of floating-point numbers are correlated by transforms, unless
    /// [`method`](correlate::Correlation::method) says otherwise.
    ///
    /// # Errors
    /// [`Error::Value`] for an empty sequence, [`Error::Rank`] unless both have one axis, [`Error::OutOfMemory`].
    ///
    /// ```
    /// use numoxide_stats::{Overlap, correlate};
    ///
    /// assert_eq!(correlate([1.0, 2.0, 3.0], [0.0, 1.0, 0.5])?.to_vec(), [3.5]);
    /// let full = correlate::with_overlap([1.0, 2.0, 3.0], [0.0, 1.0, 0.5], Overlap::Full)?;
    /// assert_eq!(full.to_vec(), [0.5, 2.0, 3.5, 3.0, 0.0]);
    /// # Ok::<(), numoxide_core::Error>(())
    /// ```
    correlate Correlation Valid correlation one_axis;
    /// The convolution of two sequences: the coefficients of the product of two polynomials. NumPy: `convolve`.
    ///
    /// Long sequences of floating-point numbers are convolved by transforms, unless
    /// [`method`](convolve::Convolution::method) says otherwise.
    ///
    /// # Errors
    /// As [`correlate`](fn@correlate), except that a single number is a sequence.
    ///
    /// ```
    /// use numoxide_stats::{Overlap, convolve};
    ///
    /// assert_eq!(convolve([1, 2, 3], [0, 1, 5])?.to_vec(), [0, 1, 7, 13, 15]);
    /// assert_eq!(convolve::with_overlap([1, 2, 3], [0, 1, 5], Overlap::Same)?.to_vec(), [1, 7, 13]);
    /// # Ok::<(), numoxide_core::Error>(())
    /// ```
    convolve Convolution Full convolution sequence;
}

fn correlation<T: Term>(a: &[T], v: &[T], wanted: Wanted) -> Result<Vec<T>> {
    let v: Vec<T> = v.iter().map(|v| v.conjugate()).collect();
    if a.len() >= v.len() {
        return correlated(a, &v, wanted);
    }
    let mut results = correlated(&v, a, wanted)?;
    results.reverse();
    Ok(results)
}

fn convolution<T: Term>(a: &[T], v: &[T], wanted: Wanted) -> Result<Vec<T>> {
    let (long, short) = if v.len() > a.len() { (v, a) } else { (a, v) };
    let reversed: Vec<T> = short.iter().rev().copied().collect();
    correlated(long, &reversed, wanted)
}
