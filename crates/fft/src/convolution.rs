//! Convolutions by way of transforms, under SciPy's names.

use std::marker::PhantomData;

use numoxide_core::layout::{Axes, Slice, SliceSpec, normalize_axes};
use numoxide_core::{
    AnyArray, AnyView, Array, AsView, Complex, Copyto, DType, Error, Ints, Order, Result, Scalar,
    promote_types, zip,
};

use crate::call::{Call, Form};
use crate::lengths::next_fast_len;
use crate::lines::Workers;
use crate::transform;
use crate::types::Transformable;

/// How much of a convolution is wanted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Mode {
    /// All of it, wherever the operands overlap.
    #[default]
    Full,
    /// As much as the first operand has, from the middle.
    Same,
    /// Where the smaller operand lies within the larger one.
    Valid,
}

/// A convolution with SciPy's keyword arguments; `R` is what `run` returns.
#[must_use = "nothing is convolved before `run`"]
pub struct Convolution<'a, R> {
    op: &'static str,
    operands: [AnyView<'a>; 2],
    mode: Mode,
    axes: Option<Axes<isize>>,
    workers: Workers,
    in_blocks: bool,
    result: PhantomData<R>,
}

impl<R> Convolution<'_, R> {
    /// How much of the convolution is wanted; all of it by default.
    pub fn mode(self, mode: Mode) -> Self {
        Convolution { mode, ..self }
    }

    /// The axes that are convolved; the others are broadcast.
    pub fn axes(self, axes: impl Ints) -> Self {
        Convolution { axes: Some(axes.ints()), ..self }
    }

    /// How many threads may work at a time. The result does not depend on it.
    pub fn workers(self, workers: usize) -> Self {
        Convolution { workers: Workers(Some(workers.max(1))), ..self }
    }

    fn call(&self) -> Result<AnyArray> {
        let [a, b] = &self.operands;
        let dtype = match promote_types(a.dtype(), b.dtype())? {
            DType::F16 | DType::BF16 | DType::F32 => DType::F32,
            DType::C64 => DType::C64,
            DType::C128 => DType::C128,
            other if "biuf".contains(other.kind()) => DType::F64,
            other => return Err(Error::NoLoop { op: self.op, dtypes: vec![other] }),
        };
        let [a, b] = [a.astype(dtype.clone())?, b.astype(dtype.clone())?];
        if a.ndim() != b.ndim() {
            let what = format!("operands of {} and {} axes", a.ndim(), b.ndim());
            return Err(Error::value(self.op, what));
        }
        if a.is_empty() || b.is_empty() {
            return AnyArray::zeros([0], dtype);
        }
        let axes = self.convolved(a.shape(), b.shape())?;
        // The larger operand first, where one must lie within the other.
        let (a, b) = if self.second_is_larger(a.shape(), b.shape(), &axes)? { (b, a) } else { (a, b) };
        let full = match blocks(a.shape(), b.shape(), &axes).filter(|_| self.in_blocks) {
            Some((axis, false)) => self.by_blocks(&a, &b, &axes, axis)?,
            Some((axis, true)) => self.by_blocks(&b, &a, &axes, axis)?,
            None => self.whole(&a, &b, &axes)?,
        };
        self.wanted(&full, a.shape(), b.shape(), &axes)
    }

    /// The axes along which transforms are needed: sizes of 1 are broadcast.
    fn convolved(&self, a: &[usize], b: &[usize]) -> Result<Vec<usize>> {
        let all = |axes: &Axes<isize>| normalize_axes(self.op, axes, a.len());
        let axes = self.axes.as_ref().map_or_else(|| Ok((0..a.len()).collect()), all)?;
        if axes.is_empty() && self.axes.is_some() {
            return Err(Error::value(self.op, "no axes to convolve"));
        }
        let axes: Vec<usize> = axes.iter().copied().filter(|&axis| a[axis] != 1 && b[axis] != 1).collect();
        let fits = |axis: usize| axes.contains(&axis) || a[axis] == b[axis] || a[axis] == 1 || b[axis] == 1;
        match (0..a.len()).all(fits) {
            true => Ok(axes),
            false => Err(Error::Broadcast { op: self.op, left: a.to_vec(), right: b.to_vec() }),
        }
    }

    fn second_is_larger(&self, a: &[usize], b: &[usize], axes: &[usize]) -> Result<bool> {
        if self.mode != Mode::Valid || axes.iter().all(|&axis| a[axis] >= b[axis]) {
            return Ok(false);
        }
        match axes.iter().all(|&axis| b[axis] >= a[axis]) {
            true => Ok(true),
            false => Err(Error::Broadcast { op: self.op, left: a.to_vec(), right: b.to_vec() }),
        }
    }

    /// A transform over the axes, cropped or padded to sizes.
    fn transform(
        &self,
        a: &AnyArray,
        axes: &[usize],
        sizes: &[usize],
        real: bool,
        forward: bool,
    ) -> Result<AnyArray> {
        let form = match (real, forward) {
            (false, _) => Form::Complex,
            (true, true) => Form::RealForward,
            (true, false) => Form::RealInverse,
        };
        let sizes = Some(axes.iter().map(|&axis| sizes[axis] as isize).collect());
        let axes = Some(axes.iter().map(|&axis| axis as isize).collect());
        let call = Call { axes, sizes, workers: self.workers, ..Call::over_all(self.op, form, forward) };
        transform::run(&call, &a.view())
    }

    /// All of the convolution by one transform of each operand.
    fn whole(&self, a: &AnyArray, b: &AnyArray, axes: &[usize]) -> Result<AnyArray> {
        if axes.is_empty() {
            return product(a, b);
        }
        let (shape, real) = (full_shape(a.shape(), b.shape(), axes), !a.dtype().is_complex());
        let fast: Vec<usize> = shape.iter().map(|&n| next_fast_len(n, real)).collect();
        let [x, y] =
            [self.transform(a, axes, &fast, real, true)?, self.transform(b, axes, &fast, real, true)?];
        let result = self.transform(&product(&x, &y)?, axes, &fast, real, false)?;
        result.slice(ranges(&vec![0; shape.len()], &shape))
    }

    /// All of the convolution, the long operand block by block along an axis: the ends of blocks overlap and are added.
    fn by_blocks(&self, long: &AnyArray, short: &AnyArray, axes: &[usize], axis: usize) -> Result<AnyArray> {
        let (shape, real) = (full_shape(long.shape(), short.shape(), axes), !long.dtype().is_complex());
        let overlap = short.shape()[axis] - 1;
        let mut fast: Vec<usize> = shape.iter().map(|&n| next_fast_len(n, real)).collect();
        fast[axis] = next_fast_len((8 * overlap).max(64), real);
        let step = fast[axis] - overlap;
        let spectrum = self.transform(short, axes, &fast, real, true)?;
        let mut result = AnyArray::zeros(&shape[..], long.dtype().clone())?;
        for start in (0..long.shape()[axis]).step_by(step) {
            let (mut from, mut sizes) = (vec![0; shape.len()], long.shape().to_vec());
            from[axis] = start;
            sizes[axis] = step.min(long.shape()[axis] - start);
            let block = self.transform(&long.slice(ranges(&from, &sizes))?, axes, &fast, real, true)?;
            let block = self.transform(&product(&block, &spectrum)?, axes, &fast, real, false)?;
            let mut covered = shape.clone();
            covered[axis] = sizes[axis] + overlap;
            let block = block.slice(ranges(&vec![0; shape.len()], &covered))?;
            add(&mut result, ranges(&from, &covered), &block)?;
        }
        Ok(result)
    }

    /// The part that the mode asks for, from the middle.
    fn wanted(&self, full: &AnyArray, a: &[usize], b: &[usize], axes: &[usize]) -> Result<AnyArray> {
        let sizes: Vec<usize> = match self.mode {
            Mode::Full => full.shape().to_vec(),
            Mode::Same => a.to_vec(),
            Mode::Valid => {
                let valid = |(axis, &n): (usize, &usize)| match axes.contains(&axis) {
                    true => a[axis] - b[axis] + 1,
                    false => n,
                };
                full.shape().iter().enumerate().map(valid).collect()
            }
        };
        let from: Vec<usize> = full.shape().iter().zip(&sizes).map(|(n, size)| (n - size) / 2).collect();
        full.slice(ranges(&from, &sizes))?.copy(Order::C)
    }
}

/// The shape of all of a convolution.
fn full_shape(a: &[usize], b: &[usize], axes: &[usize]) -> Vec<usize> {
    let size = |axis: usize| if axes.contains(&axis) { a[axis] + b[axis] - 1 } else { a[axis].max(b[axis]) };
    (0..a.len()).map(size).collect()
}

/// The axis along which one operand is much longer, and whether that is the second.
fn blocks(a: &[usize], b: &[usize], axes: &[usize]) -> Option<(usize, bool)> {
    let ratio = |axis: usize| a[axis].max(b[axis]) / a[axis].min(b[axis]);
    let axis = axes.iter().copied().max_by_key(|&axis| ratio(axis))?;
    (ratio(axis) >= 4).then_some((axis, b[axis] > a[axis]))
}

/// So many places of each axis from a first one.
fn ranges(from: &[usize], sizes: &[usize]) -> Vec<SliceSpec> {
    let range = |(&from, &size): (&usize, &usize)| {
        SliceSpec::Slice(Slice::new(Some(from as isize), Some((from + size) as isize), 1))
    };
    from.iter().zip(sizes).map(range).collect()
}

/// Runs a generic function with the type of an array.
macro_rules! by_type {
    ($dtype:expr, $function:ident($($argument:expr),*)) => {
        match $dtype {
            DType::F32 => $function::<f32>($($argument),*),
            DType::F64 => $function::<f64>($($argument),*),
            DType::C64 => $function::<Complex<f32>>($($argument),*),
            _ => $function::<Complex<f64>>($($argument),*),
        }
    };
}

fn product(a: &AnyArray, b: &AnyArray) -> Result<AnyArray> {
    fn typed<E: Scalar + std::ops::Mul<Output = E>>(a: &AnyArray, b: &AnyArray) -> Result<AnyArray> {
        Ok(zip((&a.downcast::<E>()?, &b.downcast::<E>()?)).map(|(x, y)| x * y)?.into())
    }
    by_type!(a.dtype(), typed(a, b))
}

/// Adds to part of an array.
fn add(target: &mut AnyArray, part: Vec<SliceSpec>, items: &AnyArray) -> Result<()> {
    fn typed<E: Scalar + std::ops::Add<Output = E>>(
        target: &mut AnyArray,
        part: Vec<SliceSpec>,
        items: &AnyArray,
    ) -> Result<()> {
        let mut places = target.view_mut()?.downcast::<E>()?.slice(part)?;
        let sum = zip((&places.view(), &items.downcast::<E>()?)).map(|(x, y)| x + y)?;
        Copyto::new(places.view_mut(), &sum).run()
    }
    by_type!(target.dtype().clone(), typed(target, part, items))
}

impl<O: Scalar> Convolution<'_, Array<O>> {
    /// Makes the convolution.
    ///
    /// # Errors
    /// [`Error::Broadcast`] if the axes that are not convolved do not broadcast, or with [`Mode::Valid`] neither operand lies
    /// within the other; [`Error::Value`] if the operands have different numbers of axes; [`Error::Axis`] and
    /// [`Error::DuplicateAxis`]; [`Error::OutOfMemory`].
    pub fn run(self) -> Result<Array<O>> {
        self.call()?.try_into()
    }
}

impl Convolution<'_, AnyArray> {
    /// Makes the convolution.
    ///
    /// # Errors
    /// As for typed arrays; [`Error::NoLoop`] if a type is no number.
    pub fn run(self) -> Result<AnyArray> {
        self.call()
    }
}

macro_rules! rows {
    ($($(#[$doc:meta])* $name:ident: $in_blocks:literal;)*) => {$(
        $(#[$doc])*
        pub fn $name<T: Transformable>(a: impl AsView<T>, b: impl AsView<T>, mode: Mode) -> Result<Array<T::Floating>> {
            $name::with(&a, &b).mode(mode).run()
        }

        #[doc = concat!("[`", stringify!($name), "`](fn@super::", stringify!($name), ") with keywords and for run-time types.")]
        pub mod $name {
            use super::*;

            fn new<'a, R>(operands: [AnyView<'a>; 2]) -> Convolution<'a, R> {
                Convolution {
                    op: stringify!($name),
                    operands,
                    mode: Mode::default(),
                    axes: None,
                    workers: Workers::default(),
                    in_blocks: $in_blocks,
                    result: PhantomData,
                }
            }

            /// A call with SciPy's keyword arguments.
            pub fn with<'a, T: Transformable>(
                a: &'a (impl AsView<T> + ?Sized),
                b: &'a (impl AsView<T> + ?Sized),
            ) -> Convolution<'a, Array<T::Floating>> {
                new([AnyView::from(a.as_view()), AnyView::from(b.as_view())])
            }

            /// The same for arrays whose types are known at run time, which are promoted.
            pub fn any_with<'a>(a: impl Into<AnyView<'a>>, b: impl Into<AnyView<'a>>) -> Convolution<'a, AnyArray> {
                new([a.into(), b.into()])
            }
        }
    )*};
}

rows! {
    /// The convolution of two arrays over all axes, by transforms. SciPy: `signal.fftconvolve`.
    ///
    /// # Errors
    /// As [`Convolution::run`].
    ///
    /// ```
    /// use numoxide_fft::{Mode, fftconvolve};
    ///
    /// let smooth = fftconvolve([1.0f64, 2.0, 3.0], [0.5, 0.5], Mode::Full)?;
    /// assert!(smooth.iter().zip([0.5, 1.5, 2.5, 1.5]).all(|(x, y)| (x - y).abs() < 1e-15));
    /// assert_eq!(fftconvolve([1.0f64, 2.0, 3.0], [0.5, 0.5], Mode::Valid)?.shape(), [2]);
    /// # Ok::<(), numoxide_core::Error>(())
    /// ```
    fftconvolve: false;

    /// The convolution of a long array and a short one, block by block: [`fftconvolve`](fn@fftconvolve) with transforms that are
    /// not much longer than the short one. SciPy: `signal.oaconvolve`.
    ///
    /// # Errors
    /// As [`Convolution::run`].
    ///
    /// ```
    /// use numoxide_core::ones;
    /// use numoxide_fft::{Mode, oaconvolve};
    ///
    /// let sums = oaconvolve(ones::<f64>(1000)?, ones::<f64>(3)?, Mode::Valid)?;
    /// assert_eq!(sums.shape(), [998]);
    /// assert!(sums.iter().all(|sum| (sum - 3.0).abs() < 1e-13));
    /// # Ok::<(), numoxide_core::Error>(())
    /// ```
    oaconvolve: true;
}
