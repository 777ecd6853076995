//! Calls of transforms with NumPy's keyword arguments.

use std::marker::PhantomData;

use numoxide_core::layout::Axes;
use numoxide_core::{AnyArray, AnyView, AnyViewMut, Array, AsViewMut, Element, Error, Ints, Result, Scalar};

use crate::lines::Workers;
use crate::transform;

/// Which direction of a pair of transforms is scaled: NumPy's `norm`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Norm {
    /// The inverse transform, by `1 / n`. NumPy's default.
    #[default]
    Backward,
    /// Both, by `1 / sqrt(n)`.
    Ortho,
    /// The forward transform, by `1 / n`.
    Forward,
}

impl Norm {
    /// What the results of lines of `n` items are multiplied by.
    pub(crate) fn factor(self, n: usize, forward: bool) -> Option<f64> {
        match (self, forward) {
            (Norm::Ortho, _) => Some(1.0 / (n as f64).sqrt()),
            (Norm::Forward, true) | (Norm::Backward, false) => Some(1.0 / n as f64),
            _ => None,
        }
    }
}

/// What is real about a transform.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Form {
    /// Nothing.
    Complex,
    /// What goes in.
    RealForward,
    /// What comes out.
    RealInverse,
    /// Cosine or sine series of real numbers.
    Cosine,
    Sine,
}

/// A transform with its options, whatever the types.
#[derive(Clone)]
pub(crate) struct Call {
    pub op: &'static str,
    pub form: Form,
    /// Whether exponents are negative, as in `fft`; also for Hermitian forms, whose other side is real.
    pub forward: bool,
    pub axes: Option<Axes<isize>>,
    pub sizes: Option<Axes<isize>>,
    /// Whether -1 among the sizes says the whole axis.
    pub whole_by_minus_one: bool,
    pub norm: Norm,
    pub workers: Workers,
    /// The type of cosine and sine series.
    pub kind: u8,
    /// Whether series are orthogonal; with [`Norm::Ortho`] only if not said.
    pub orthogonal: Option<bool>,
}

impl Call {
    /// A call along the last axis.
    pub fn along_last(op: &'static str, form: Form, forward: bool) -> Self {
        let axes = Some(Axes::from_slice(&[-1]));
        Call { axes, whole_by_minus_one: false, ..Self::over_all(op, form, forward) }
    }

    /// A call over the last two axes.
    pub fn over_two(op: &'static str, form: Form, forward: bool) -> Self {
        Call { axes: Some(Axes::from_slice(&[-2, -1])), ..Self::over_all(op, form, forward) }
    }

    /// A call over all axes.
    pub fn over_all(op: &'static str, form: Form, forward: bool) -> Self {
        let (norm, workers) = (Norm::default(), Workers::default());
        let (axes, sizes, whole_by_minus_one) = (None, None, true);
        Call { op, form, forward, axes, sizes, whole_by_minus_one, norm, workers, kind: 2, orthogonal: None }
    }
}

/// Where the result is written.
type Out<'a> = Option<std::result::Result<AnyViewMut<'a>, Error>>;

macro_rules! builder {
    ($(#[$doc:meta])* $name:ident { $($options:tt)* }) => {
        $(#[$doc])*
        ///
        /// `R` is what `run` returns: an array, an array whose type is known at run time, or nothing where
        /// [`out`](Self::out) says where the result goes.
        #[must_use = "nothing is transformed before `run`"]
        pub struct $name<'a, R> {
            a: AnyView<'a>,
            call: Call,
            out: Out<'a>,
            result: PhantomData<R>,
        }

        impl<'a, R> $name<'a, R> {
            pub(crate) fn new(a: AnyView<'a>, call: Call) -> Self {
                Self { a, call, out: None, result: PhantomData }
            }

            $($options)*

            /// Which direction is scaled, and how.
            pub fn norm(mut self, norm: Norm) -> Self {
                self.call.norm = norm;
                self
            }

            /// How many threads may work at a time. The result does not depend on it. SciPy: `workers`.
            pub fn workers(mut self, workers: usize) -> Self {
                self.call.workers = Workers(Some(workers.max(1)));
                self
            }

            /// Where to write the result: places of its shape, of its type or one of the same kind.
            pub fn out<U: Element>(self, out: &'a mut (impl AsViewMut<U> + ?Sized)) -> $name<'a, ()> {
                let out = Some(out.as_view_mut().map(AnyViewMut::from));
                $name { a: self.a, call: self.call, out, result: PhantomData }
            }
        }

        impl<O: Scalar> $name<'_, Array<O>> {
            /// Makes the transform.
            ///
            /// # Errors
            /// [`Error::Axis`] if there is no such axis, [`Error::Value`] if sizes are not positive or not as many as the
            /// axes, [`Error::Size`] and [`Error::OutOfMemory`] if the result would be too large.
            pub fn run(self) -> Result<Array<O>> {
                let result = transform::run(&self.call, &self.a)?;
                if result.dtype() == O::DTYPE_REF { result } else { result.astype(O::DTYPE)? }.try_into()
            }
        }

        impl $name<'_, AnyArray> {
            /// Makes the transform.
            ///
            /// # Errors
            /// [`Error::NoLoop`] if the type has no such transform; [`Error::Axis`] if there is no such axis,
            /// [`Error::Value`] if sizes are not positive or not as many as the axes, [`Error::Size`] and
            /// [`Error::OutOfMemory`] if the result would be too large.
            pub fn run(self) -> Result<AnyArray> {
                transform::run(&self.call, &self.a)
            }
        }

        impl $name<'_, ()> {
            /// Makes the transform.
            ///
            /// # Errors
            /// [`Error::Shape`] if the places have another shape than the result, [`Error::Cast`] if their type is of another
            /// kind; [`Error::NoLoop`], [`Error::Axis`], [`Error::Value`], [`Error::Size`] and [`Error::OutOfMemory`] as
            /// without places.
            pub fn run(self) -> Result<()> {
                match self.out.transpose()? {
                    Some(out) => transform::run_into(&self.call, &self.a, out),
                    None => Ok(()),
                }
            }
        }
    };
}

/// The options of calls along one axis.
macro_rules! one_axis_options {
    ($(#[$n:meta])*) => {
        $(#[$n])*
        pub fn n(mut self, n: impl Into<Option<isize>>) -> Self {
            self.call.sizes = n.into().map(|n| Axes::from_slice(&[n]));
            self
        }

        /// The axis that is transformed; the last one by default.
        pub fn axis(mut self, axis: isize) -> Self {
            self.call.axes = Some(Axes::from_slice(&[axis]));
            self
        }
    };
}

/// The options of calls over several axes.
macro_rules! several_axes_options {
    ($(#[$s:meta])* sizes, $(#[$axes:meta])* axes) => {
        $(#[$s])*
        pub fn s(mut self, s: impl Ints) -> Self {
            self.call.sizes = Some(s.ints());
            self
        }

        $(#[$axes])*
        pub fn axes(mut self, axes: impl Ints) -> Self {
            self.call.axes = Some(axes.ints());
            self
        }
    };
}

builder! {
    /// A transform along one axis with NumPy's keyword arguments.
    Transform {
        one_axis_options! {
            /// The length of the lines that are transformed: they are cropped to it, or padded with zeros. For `irfft` and
            /// `hfft` it is the length of the result.
        }
    }
}

builder! {
    /// A transform over several axes with NumPy's keyword arguments.
    TransformN {
        several_axes_options! {
            /// The sizes of the axes that are transformed, which are cropped to them or padded with zeros; -1 is the size of
            /// the axis as it is. For `irfftn` and `irfft2` the last one is the length of the result. Without
            /// [`axes`](Self::axes), they are those of the last axes.
            sizes,
            /// The axes that are transformed, the last one first; one that is named again is transformed again.
            axes
        }
    }
}

/// The options that cosine and sine series have in common.
macro_rules! series_options {
    () => {
        /// The type of the series, from 1 to 4; 2 by default. SciPy: `type`.
        pub fn kind(mut self, kind: u8) -> Self {
            self.call.kind = kind;
            self
        }

        /// Whether the ends are scaled so that the matrix of the transform is orthogonal but for a factor; with
        /// [`Norm::Ortho`] only, if this does not say. SciPy: `orthogonalize`.
        pub fn orthogonalize(mut self, orthogonalize: bool) -> Self {
            self.call.orthogonal = Some(orthogonalize);
            self
        }
    };
}

builder! {
    /// A cosine or sine series along one axis with SciPy's keyword arguments.
    Trigonometric {
        one_axis_options! {
            /// The length of the lines that are transformed: they are cropped to it, or padded with zeros.
        }

        series_options!();
    }
}

builder! {
    /// Cosine or sine series over several axes with SciPy's keyword arguments.
    TrigonometricN {
        several_axes_options! {
            /// The sizes of the axes that are transformed, which are cropped to them or padded with zeros; -1 is the size of
            /// the axis as it is. Without [`axes`](Self::axes), they are those of the last axes.
            sizes,
            /// The axes that are transformed, each once.
            axes
        }

        series_options!();
    }
}
