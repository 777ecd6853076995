//! The one road of all transforms: axes and sizes are made out, and then one axis after the other is transformed.

use num_complex::Complex;
use numoxide_core::layout::{Axes, normalize_axis};
use numoxide_core::{
    AnyArray, AnyView, AnyViewMut, Array, ArrayView, ArrayViewMut, Copyto, DType, Error, Order, Result,
    Scalar,
};

use crate::call::{Call, Form, Norm};
use crate::direct;
use crate::lines::{Item, across, first, in_place};
use crate::plans::{Kind, plan, scale};
use crate::series::{Basis, Series};
use crate::types::{Precision, real_of};

/// An axis and the size that it is transformed in.
#[derive(Clone, Copy, Default)]
pub(crate) struct Step {
    pub axis: usize,
    pub n: usize,
}

/// Makes a call.
pub(crate) fn run(call: &Call, a: &AnyView<'_>) -> Result<AnyArray> {
    let direct = match a.dtype() {
        DType::F32 | DType::C64 => direct::run::<f32>(call, a)?,
        DType::F64 | DType::C128 => direct::run::<f64>(call, a)?,
        _ => None,
    };
    if let Some(result) = direct {
        return Ok(result);
    }
    match a.dtype() {
        DType::F16 | DType::BF16 | DType::F32 | DType::C64 => run_in::<f32>(call, a),
        other if real_of(other).is_some() => run_in::<f64>(call, a),
        other => Err(Error::NoLoop { op: call.op, dtypes: vec![other.clone()] }),
    }
}

/// Makes a call, whose result is written to `out`: at once, if it is along one axis between the types of a precision.
pub(crate) fn run_into(call: &Call, a: &AnyView<'_>, out: AnyViewMut<'_>) -> Result<()> {
    let left = match a.dtype() {
        DType::F32 | DType::C64 => at_once::<f32>(call, a, out)?,
        DType::F64 | DType::C128 => at_once::<f64>(call, a, out)?,
        _ => Some(out),
    };
    let Some(out) = left else { return Ok(()) };
    let result = run(call, a)?;
    if out.shape() != result.shape() {
        let (expected, found) = (result.shape().to_vec(), out.shape().to_vec());
        return Err(Error::Shape { op: call.op, expected, found });
    }
    Copyto::new(out, &result).run()
}

/// Writes a result to where it shall go, or gives the places back where that takes more than one step.
fn at_once<'a, T: Precision>(
    call: &Call,
    a: &AnyView<'_>,
    out: AnyViewMut<'a>,
) -> Result<Option<AnyViewMut<'a>>>
where
    Complex<T>: Item,
{
    let &[step] = &call.steps(a.shape())?[..] else { return Ok(Some(out)) };
    let size = if call.form == Form::RealForward { step.n / 2 + 1 } else { step.n };
    if out.shape() != &resized(a.shape(), step.axis, size)[..] {
        return Ok(Some(out));
    }
    let (to_real, to_complex) =
        (out.view().downcast::<T>().is_ok(), out.view().downcast::<Complex<T>>().is_ok());
    match (call.form, a.downcast::<T>(), a.downcast::<Complex<T>>()) {
        (Form::Complex, _, Ok(a)) if to_complex => complex_step::<T>(call, &a, out.downcast()?, step)?,
        (Form::RealForward, Ok(a), _) if to_complex => real_step::<T>(call, &a, out.downcast()?, step)?,
        (Form::RealInverse, _, Ok(a)) if to_real => real_from::<T>(call, &a, out.downcast()?, step)?,
        _ => return Ok(Some(out)),
    }
    Ok(None)
}

fn run_in<T: Precision>(call: &Call, a: &AnyView<'_>) -> Result<AnyArray>
where
    Complex<T>: Item + Scalar<Part = T>,
{
    let steps = call.steps(a.shape())?;
    match call.form {
        Form::Complex => complex::<T>(call, a, &steps),
        Form::RealForward => real_forward::<T>(call, a, &steps),
        Form::RealInverse => real_inverse::<T>(call, a, &steps),
        Form::Cosine | Form::Sine => series::<T>(call, a, &steps),
    }
}

impl Call {
    /// The steps of the call, in the order of its axes.
    pub fn steps(&self, shape: &[usize]) -> Result<Axes<Step>> {
        let (op, ndim) = (self.op, shape.len());
        let axes = match (&self.axes, &self.sizes) {
            (Some(axes), _) => axes.clone(),
            (None, Some(sizes)) => (0..sizes.len()).map(|k| k as isize - sizes.len() as isize).collect(),
            (None, None) => (0..ndim as isize).collect::<Axes<isize>>(),
        };
        if let Some(sizes) = &self.sizes
            && sizes.len() != axes.len()
        {
            return Err(Error::value(op, format!("{} sizes for {} axes", sizes.len(), axes.len())));
        }
        if axes.is_empty() && matches!(self.form, Form::RealForward | Form::RealInverse) {
            return Err(Error::value(op, "at least 1 axis must be transformed"));
        }
        let last = axes.len().saturating_sub(1);
        let step = |(k, &axis): (usize, &isize)| {
            let axis = normalize_axis(op, axis, ndim)?;
            let size = shape[axis] as isize;
            let n = match &self.sizes {
                Some(sizes) if sizes[k] == -1 && self.whole_by_minus_one => size,
                Some(sizes) => sizes[k],
                None if k == last && self.form == Form::RealInverse => 2 * (size - 1),
                None => size,
            };
            match usize::try_from(n) {
                Ok(n) if n > 0 => Ok(Step { axis, n }),
                _ => Err(Error::value(op, format!("{n} data points cannot be transformed"))),
            }
        };
        axes.iter().enumerate().map(step).collect()
    }
}

/// The shape with another size of the axis of a step.
pub(crate) fn resized(shape: &[usize], axis: usize, size: usize) -> Axes<usize> {
    let mut shape = Axes::from_slice(shape);
    shape[axis] = size;
    shape
}

/// Zeros in memory at hand, which is not fresh from the system.
fn room<E: Item>(shape: &Axes<usize>) -> Result<Array<E>> {
    Array::from_runs(shape, |_| ())
}

/// Zeros of a shape, in the order in memory of other items.
fn room_like<E: Item>(items: &ArrayView<'_, E>, shape: &Axes<usize>) -> Result<Array<E>> {
    if items.is_c_contiguous() {
        return room(shape);
    }
    let strides = items.strides();
    let mut axes: Vec<usize> = (0..shape.len()).collect();
    axes.sort_by_key(|&axis| std::cmp::Reverse(strides[axis].unsigned_abs()));
    let mut back = Axes::filled(0, shape.len());
    axes.iter().enumerate().for_each(|(at, &axis)| back[axis] = at as isize);
    room(&axes.iter().map(|&axis| shape[axis]).collect())?.transpose(back)
}

/// A copy of the items as another type, if it is one, cropped or padded to the size of a step.
fn fitted<E: Item>(a: &AnyView<'_>, step: Option<Step>) -> Result<Array<E>> {
    let Some(Step { axis, n }) = step.filter(|step| a.shape()[step.axis] != step.n) else {
        return match a.downcast::<E>() {
            Ok(same) => same.copy(Order::K),
            Err(_) => a.astype(E::DTYPE)?.try_into(),
        };
    };
    let mut result = room(&resized(a.shape(), axis, n))?;
    let kept = n.min(a.shape()[axis]);
    let (filled, _) = result.view_mut().split_at(axis as isize, kept)?;
    as_items::<E, _>(a, |a| Copyto::new(filled, first(a, axis, kept)?).run())?;
    Ok(result)
}

/// Transforms complex lines along the axis of a step in place.
fn step_in_place<T: Precision>(
    call: &Call,
    target: ArrayViewMut<'_, Complex<T>>,
    Step { axis, n }: Step,
) -> Result<()>
where
    Complex<T>: Item,
{
    let plan = plan::<T>(Kind::Complex { forward: call.forward }, n);
    let factor = call.norm.factor(n, call.forward).map(T::of);
    in_place(target, axis, call.workers, |lines| {
        plan.complex(lines)?;
        scale(lines, factor);
        Ok(())
    })
}

/// Transforms complex lines along the axis of a step, cropped or padded to its size.
fn complex_step<T: Precision>(
    call: &Call,
    a: &ArrayView<'_, Complex<T>>,
    result: ArrayViewMut<'_, Complex<T>>,
    Step { axis, n }: Step,
) -> Result<()>
where
    Complex<T>: Item,
{
    across((a, n), result, axis, call.workers, complex_lines(call, n))
}

/// The work on complex lines of `n` items.
pub(crate) fn complex_lines<T: Precision>(
    call: &Call,
    n: usize,
) -> impl Fn(&[Complex<T>], &mut [Complex<T>]) -> Result<()> + Sync
where
    Complex<T>: Item,
{
    let plan = plan::<T>(Kind::Complex { forward: call.forward }, n);
    let factor = call.norm.factor(n, call.forward).map(T::of);
    move |lines, spectra| {
        plan.complex_across(lines, spectra)?;
        scale(spectra, factor);
        Ok(())
    }
}

/// Transforms complex lines along the axes of several steps.
fn steps_in_place<T: Precision>(
    call: &Call,
    a: Array<Complex<T>>,
    steps: impl Iterator<Item = Step>,
) -> Result<Array<Complex<T>>>
where
    Complex<T>: Item,
{
    each_step(a, steps, |target, step| step_in_place(call, target, step))
}

/// Works on the axes of several steps, cropped or padded to their sizes, one after the other.
fn each_step<E: Item>(
    mut a: Array<E>,
    steps: impl Iterator<Item = Step>,
    work: impl Fn(ArrayViewMut<'_, E>, Step) -> Result<()>,
) -> Result<Array<E>> {
    for step in steps {
        if a.shape()[step.axis] != step.n {
            a = fitted(&AnyView::from(&a), Some(step))?;
        }
        work(a.try_view_mut()?, step)?;
    }
    Ok(a)
}

/// Bytes from which copying what is then transformed in place is faster than to clear new memory for the result.
const SMALL_BYTES: usize = 1 << 17;

fn complex<T: Precision>(call: &Call, a: &AnyView<'_>, steps: &[Step]) -> Result<AnyArray>
where
    Complex<T>: Item,
{
    let mut steps = steps.iter().rev().copied();
    if let (Ok(same), true) = (a.downcast::<Complex<T>>(), a.nbytes() <= SMALL_BYTES && steps.len() > 0) {
        let step = steps.next().expect("a step at least");
        let mut spectra = room_like(&same, &resized(a.shape(), step.axis, step.n))?;
        complex_step(call, &same, spectra.try_view_mut()?, step)?;
        return Ok(steps_in_place::<T>(call, spectra, steps)?.into());
    }
    let fitted = fitted(a, steps.clone().next())?;
    Ok(steps_in_place::<T>(call, fitted, steps)?.into())
}

/// The last axis as real numbers, the others then as complex ones.
fn real_forward<T: Precision>(call: &Call, a: &AnyView<'_>, steps: &[Step]) -> Result<AnyArray>
where
    Complex<T>: Item,
{
    if a.dtype().is_complex() {
        return Err(Error::NoLoop { op: call.op, dtypes: vec![a.dtype().clone()] });
    }
    let (&last, others) = steps.split_last().expect("a step at least");
    let mut spectra = room(&resized(a.shape(), last.axis, last.n / 2 + 1))?;
    as_items::<T, _>(a, |a| real_step(call, a, spectra.try_view_mut()?, last))?;
    Ok(steps_in_place::<T>(call, spectra, others.iter().rev().copied())?.into())
}

/// Calls `work` with the items as another type, if it is one.
fn as_items<E: Item, R>(a: &AnyView<'_>, work: impl FnOnce(&ArrayView<'_, E>) -> Result<R>) -> Result<R> {
    match a.downcast::<E>() {
        Ok(same) => work(&same),
        Err(_) => {
            let cast: Array<E> = a.astype(E::DTYPE)?.try_into()?;
            work(&cast.view())
        }
    }
}

fn real_step<T: Precision>(
    call: &Call,
    a: &ArrayView<'_, T>,
    result: ArrayViewMut<'_, Complex<T>>,
    Step { axis, n }: Step,
) -> Result<()>
where
    Complex<T>: Item,
{
    across((a, n), result, axis, call.workers, real_lines(call, n))
}

/// The work on real lines of `n` items.
pub(crate) fn real_lines<T: Precision>(
    call: &Call,
    n: usize,
) -> impl Fn(&[T], &mut [Complex<T>]) -> Result<()> + Sync
where
    Complex<T>: Item,
{
    let plan = plan::<T>(Kind::RealForward, n);
    let (factor, conjugate) = (call.norm.factor(n, call.forward).map(T::of), !call.forward);
    move |lines, spectra| {
        plan.real_forward(lines, spectra)?;
        scale(spectra, factor);
        if conjugate {
            spectra.iter_mut().for_each(|z| z.im = -z.im);
        }
        Ok(())
    }
}

/// All axes but the last as complex numbers, in their order, and then the last one to real numbers.
fn real_inverse<T: Precision>(call: &Call, a: &AnyView<'_>, steps: &[Step]) -> Result<AnyArray>
where
    Complex<T>: Item,
{
    let (&last, others) = steps.split_last().expect("a step at least");
    let to_real = |spectra: &ArrayView<'_, Complex<T>>| {
        let mut result = room(&resized(spectra.shape(), last.axis, last.n))?;
        real_from(call, spectra, result.try_view_mut()?, last)?;
        Ok(result)
    };
    let result: Array<T> = match others.first() {
        None => as_items::<Complex<T>, _>(a, to_real)?,
        Some(&first) => {
            let spectra = fitted::<Complex<T>>(a, Some(first))?;
            to_real(&steps_in_place::<T>(call, spectra, others.iter().copied())?.view())?
        }
    };
    // As in NumPy, only a single axis leaves half precision what it is.
    let half = real_of(a.dtype()).filter(|dtype| *dtype != T::DTYPE && others.is_empty());
    let result = AnyArray::from(result);
    match half {
        Some(half) => result.astype(half),
        None => Ok(result),
    }
}

fn real_from<T: Precision>(
    call: &Call,
    a: &ArrayView<'_, Complex<T>>,
    result: ArrayViewMut<'_, T>,
    Step { axis, n }: Step,
) -> Result<()>
where
    Complex<T>: Item,
{
    across((a, n / 2 + 1), result, axis, call.workers, lines_from_spectra(call, n))
}

/// The work on spectra of real lines of `n` items.
pub(crate) fn lines_from_spectra<T: Precision>(
    call: &Call,
    n: usize,
) -> impl Fn(&[Complex<T>], &mut [T]) -> Result<()> + Sync
where
    Complex<T>: Item,
{
    let plan = plan::<T>(Kind::RealInverse, n);
    let (factor, conjugate) = (call.norm.factor(n, call.forward).map(T::of), call.forward);
    move |spectra, lines| {
        plan.real_inverse((spectra, conjugate), lines)?;
        scale(lines, factor);
        Ok(())
    }
}

/// Cosine or sine series along each axis; of complex numbers those of both parts.
fn series<T: Precision>(call: &Call, a: &AnyView<'_>, steps: &[Step]) -> Result<AnyArray>
where
    Complex<T>: Item + Scalar<Part = T>,
{
    let op = call.op;
    for (k, &Step { axis, .. }) in steps.iter().enumerate() {
        if steps[..k].iter().any(|other| other.axis == axis) {
            return Err(Error::DuplicateAxis { op, axis });
        }
    }
    if !a.dtype().is_complex() {
        return series_of::<T>(a, steps, |target, step| series_step(call, target, step));
    }
    series_of::<Complex<T>>(a, steps, |mut target, step| {
        series_step(call, target.view_mut().real(), step)?;
        target.imag().map_or(Ok(()), |imaginary| series_step(call, imaginary, step))
    })
}

fn series_of<E: Item>(
    a: &AnyView<'_>,
    steps: &[Step],
    work: impl Fn(ArrayViewMut<'_, E>, Step) -> Result<()>,
) -> Result<AnyArray> {
    let fitted = fitted(a, steps.last().copied())?;
    Ok(each_step(fitted, steps.iter().rev().copied(), work)?.into())
}

fn series_step<T: Precision>(call: &Call, target: ArrayViewMut<'_, T>, Step { axis, n }: Step) -> Result<()> {
    let orthogonal = call.orthogonal.unwrap_or(call.norm == Norm::Ortho);
    let series = Series { sine: call.form == Form::Sine, kind: call.kind, orthogonal };
    let series = if call.forward { series } else { series.inverse() };
    if !(1..=4).contains(&call.kind) {
        return Err(Error::value(call.op, format!("there is no type {}, only 1 to 4", call.kind)));
    }
    if series.basis() == Basis::Cosine1 && n < 2 {
        return Err(Error::value(call.op, "type 1 needs at least 2 data points"));
    }
    let plan = plan::<T>(Kind::Series(series.basis()), n);
    let factor = call.norm.factor(series.period(n), call.forward).map(T::of);
    in_place(target, axis, call.workers, |lines| {
        series.run(&plan, lines, n)?;
        scale(lines, factor);
        Ok(())
    })
}
