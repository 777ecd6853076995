//! `interp`: linear interpolation between points.

use numoxide_core::buffer::vector;
use numoxide_core::{AnyArray, Array, ArrayView, AsView, DType, Error, Result, c128};
use numoxide_simd::{Isa, Kernel, dispatch};

use crate::finder::{BLOCK, Finder};
use crate::lines::{PIECE, flat, for_results, one_axis, shaped};
use crate::sample::Exact;

const OP: &str = "interp";

/// The values at `x` of the function that is linear between the points `xp`, which rise, with the values `fp`. Beyond the
/// first and the last point, theirs. NumPy: `interp`.
///
/// # Errors
/// [`Error::Value`] if there are no points, or they do not rise; [`Error::Shape`] if there are not as many values as points.
///
/// ```
/// use numoxide_stats::interp;
///
/// let (xp, fp) = ([1.0, 2.0, 3.0], [3.0, 2.0, 0.0]);
/// assert_eq!(interp([0.0, 1.0, 1.5, 2.72, 9.0], xp, fp)?.to_vec(), [3.0, 3.0, 2.5, 0.5599999999999996, 0.0]);
/// assert_eq!(interp::with(&9.0, &xp, &fp).right(-1.0).run()?.to_vec(), [-1.0]);
/// assert_eq!(interp::with(&365.0, &[0.0, 180.0], &[1.0, 2.0]).period(360.0).run()?.shape(), [0usize; 0]);
/// # Ok::<(), numoxide_core::Error>(())
/// ```
pub fn interp<F: Exact>(x: impl AsView<f64>, xp: impl AsView<f64>, fp: impl AsView<F>) -> Result<Array<F>> {
    interp::with(&x, &xp, &fp).run()
}

/// [`interp`](fn@interp) with keywords and for run-time types.
pub mod interp {
    use super::*;

    /// A call with NumPy's keyword arguments.
    pub fn with<'a, F: Exact>(
        x: &'a (impl AsView<f64> + ?Sized),
        xp: &'a (impl AsView<f64> + ?Sized),
        fp: &'a (impl AsView<F> + ?Sized),
    ) -> Call<'a, F> {
        Call { x: x.as_view(), xp: xp.as_view(), fp: fp.as_view(), left: None, right: None, period: None }
    }

    /// NumPy's keyword arguments of `interp`.
    #[must_use = "a call does nothing before `run`"]
    pub struct Call<'a, F> {
        x: ArrayView<'a, f64>,
        xp: ArrayView<'a, f64>,
        fp: ArrayView<'a, F>,
        left: Option<F>,
        right: Option<F>,
        period: Option<f64>,
    }

    impl<F: Exact> Call<'_, F> {
        /// The value in front of the first point.
        pub fn left(self, left: F) -> Self {
            Call { left: Some(left), ..self }
        }

        /// The value behind the last point.
        pub fn right(self, right: F) -> Self {
            Call { right: Some(right), ..self }
        }

        /// The period of the points, which need not rise then; nothing is in front of or behind them.
        pub fn period(self, period: f64) -> Self {
            Call { period: Some(period), ..self }
        }

        /// The values.
        ///
        /// # Errors
        /// As [`interp`](fn@super::interp); [`Error::Value`] for a period of zero.
        pub fn run(self) -> Result<Array<F>> {
            let Call { x, xp, fp, left, right, period } = self;
            let (xs, xp, fp) = (flat(&x)?, one_axis(OP, &xp)?, one_axis(OP, &fp)?);
            if xp.len() != fp.len() {
                return Err(Error::Shape { op: OP, expected: vec![xp.len()], found: vec![fp.len()] });
            }
            if xp.is_empty() {
                return Err(Error::value(OP, "array of sample points is empty"));
            }
            let values = match period {
                None => Points::new(&xp, &fp, (left, right))?.values(&xs)?,
                Some(0.0) => return Err(Error::value(OP, "period must be a non-zero value")),
                Some(period) => {
                    let period = period.abs();
                    let (xp, fp) = periodic(&xp, &fp, period)?;
                    let xs: Vec<f64> = xs.iter().map(|&x| modulo(x, period)).collect();
                    Points::new(&xp, &fp, (None, None))?.values(&xs)?
                }
            };
            shaped(x.shape(), values)
        }
    }

    /// The values of arrays whose types are known at run time, in `f64` or complex numbers of it.
    ///
    /// # Errors
    /// As [`interp`](fn@super::interp); [`Error::Cast`] for types that are no numbers.
    pub fn any(x: &AnyArray, xp: &AnyArray, fp: &AnyArray) -> Result<AnyArray> {
        let real =
            |a: &AnyArray| a.astype_with(DType::F64, numoxide_core::Casting::SameKind)?.downcast::<f64>();
        let (x, xp) = (real(x)?, real(xp)?);
        if fp.dtype().is_complex() {
            return Ok(interp(&x, &xp, fp.astype(DType::C128)?.downcast::<c128>()?)?.into());
        }
        Ok(interp(&x, &xp, real(fp)?)?.into())
    }
}

/// Python's remainder: of the sign of the divisor.
pub(crate) fn modulo(x: f64, period: f64) -> f64 {
    let rest = x % period;
    if rest != 0.0 && (rest < 0.0) != (period < 0.0) { rest + period } else { rest }
}

/// The points within one period, in order, with one more at each end.
fn periodic<F: Exact>(xp: &[f64], fp: &[F], period: f64) -> Result<(Vec<f64>, Vec<F>)> {
    let places: Vec<f64> = xp.iter().map(|&x| modulo(x, period)).collect();
    let order = numoxide_sorting::argsort(&places)?;
    let last = order.len() - 1;
    let of = |k: usize| order[[k]] as usize;
    let mut xs = vec![places[of(last)] - period];
    let mut fs = vec![fp[of(last)]];
    for k in 0..=last {
        xs.push(places[of(k)]);
        fs.push(fp[of(k)]);
    }
    xs.push(places[of(0)] + period);
    fs.push(fp[of(0)]);
    Ok((xs, fs))
}

/// Points that rise, their values, and the values beyond them.
struct Points<'a, F: Clone> {
    xp: &'a [f64],
    fp: &'a [F],
    left: F,
    right: F,
}

impl<'a, F: Exact> Points<'a, F> {
    fn new(xp: &'a [f64], fp: &'a [F], beyond: (Option<F>, Option<F>)) -> Result<Self> {
        // NaN is not in order either.
        let rises = xp.windows(2).fold(true, |rises, pair| rises & (pair[0] <= pair[1]));
        if !rises || xp[0].is_nan() {
            return Err(Error::value(OP, "the sample points must rise"));
        }
        let left = beyond.0.unwrap_or(fp[0]);
        let right = beyond.1.unwrap_or(fp[fp.len() - 1]);
        Ok(Points { xp, fp, left, right })
    }

    fn values(&self, xs: &[f64]) -> Result<Vec<F>> {
        let mut values = vector(xs.len())?;
        if self.xp.len() == 1 {
            values.extend(xs.iter().map(|&x| self.beside_one(x)));
            return Ok(values);
        }
        if xs.len() < self.xp.len() {
            let finder = Finder::new(self.xp, xs.len());
            let mut found = [0; BLOCK];
            for block in xs.chunks(BLOCK) {
                let found = &mut found[..block.len()];
                finder.find(block, found);
                values.extend(block.iter().zip(&*found).map(|(&x, &place)| self.value(x, place as usize)));
            }
            return Ok(values);
        }
        values.resize(xs.len(), F::ZERO);
        self.many(xs, &mut values)?;
        Ok(values)
    }

    fn slope(&self, k: usize) -> F {
        let rise = self.fp[k + 1] - self.fp[k];
        let run = self.xp[k + 1] - self.xp[k];
        let (re, im) = rise.parts();
        F::of_parts(re / run, im / run)
    }

    /// The value at `x` beside a single point: NaN, which is on neither side of it, has its value, as in NumPy.
    fn beside_one(&self, x: f64) -> F {
        match x {
            x if x < self.xp[0] => self.left,
            x if x > self.xp[0] => self.right,
            _ => self.fp[0],
        }
    }

    /// The value at `x`, which `place` of the points are not above.
    fn value(&self, x: f64, place: usize) -> F {
        let last = self.xp.len() - 1;
        match place {
            _ if x.is_nan() => F::of(x),
            0 => self.left,
            _ if x > self.xp[last] => self.right,
            _ if place > last => self.fp[last],
            _ => self.between(x, place - 1, self.slope(place - 1)),
        }
    }

    /// The value at `x` on the line from point `k`, or the next one where that is not finite.
    fn between(&self, x: f64, k: usize, slope: F) -> F {
        if self.xp[k] == x {
            return self.fp[k];
        }
        let line = |k: usize| slope.scaled(x - self.xp[k]) + self.fp[k];
        let value = line(k);
        let (re, im) = value.parts();
        if !re.is_nan() && !im.is_nan() {
            return value;
        }
        // Part by part, as NumPy does: infinite values make lines NaN.
        let (next_re, next_im) = line(k + 1).parts();
        let ((a_re, a_im), (b_re, b_im)) = (self.fp[k].parts(), self.fp[k + 1].parts());
        let part = |first: f64, second: f64, a: f64, b: f64| match first.is_nan() {
            true if second.is_nan() && a == b => a,
            true => second,
            false => first,
        };
        F::of_parts(part(re, next_re, a_re, b_re), part(im, next_im, a_im, b_im))
    }

    /// The values at many places: by slopes that are calculated once.
    fn many(&self, xs: &[f64], values: &mut [F]) -> Result<()> {
        let finder = Finder::new(self.xp, xs.len());
        let slopes: Vec<F> = (0..self.xp.len() - 1).map(|k| self.slope(k)).collect();
        for_results(values, PIECE, |start, values| {
            let mut found = [0; BLOCK];
            for (block, values) in xs[start..].chunks(BLOCK).zip(values.chunks_mut(BLOCK)) {
                let found = &mut found[..block.len()];
                finder.find(block, found);
                let is_plain = dispatch(Lines { points: self, slopes: &slopes, xs: block, found, values });
                if !is_plain {
                    for ((value, &x), &place) in values.iter_mut().zip(block).zip(&*found) {
                        *value = self.value(x, place as usize);
                    }
                }
            }
            Ok(())
        })
    }
}

/// The values of a block on their lines; returns whether all are, and none is NaN.
struct Lines<'a, F: Exact> {
    points: &'a Points<'a, F>,
    slopes: &'a [F],
    xs: &'a [f64],
    found: &'a [u32],
    values: &'a mut [F],
}

impl<F: Exact> Kernel for Lines<'_, F> {
    type Output = bool;

    #[inline(always)]
    fn run<I: Isa>(self) -> bool {
        let Lines { points, slopes, xs, found, values } = self;
        let (xp, fp) = (points.xp, points.fp);
        let (first, last) = (xp[0], xp[xp.len() - 1]);
        let mut is_plain = true;
        for ((value, &x), &place) in values.iter_mut().zip(xs).zip(found) {
            let k = (place as usize).saturating_sub(1).min(slopes.len() - 1);
            *value = slopes[k].scaled(x - xp[k]) + fp[k];
            let (re, im) = value.parts();
            is_plain &= (x >= first) & (x < last) & !re.is_nan() & !im.is_nan();
        }
        is_plain
    }
}
