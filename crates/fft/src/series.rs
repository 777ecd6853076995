//! Cosine and sine series of lines, by way of Fourier transforms. Nothing is scaled here.
//!
//! The sine series of types 2 to 4 are cosine series of reordered lines with changed signs, so there are five kinds to compute.

use std::f64::consts::PI;
use std::sync::Arc;

use num_complex::Complex;
use numoxide_core::Result;

use crate::plans::{Kind, Plan, Rooms, plan};
use crate::types::Precision;

/// The series that are computed; the others are made of them.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Basis {
    Cosine1,
    Sine1,
    Cosine2,
    Cosine3,
    Cosine4,
}

/// A plan for series of lines of a length.
pub(crate) struct SeriesPlan<T: Precision> {
    basis: Basis,
    n: usize,
    inner: Arc<Plan<T>>,
    turns: Vec<Complex<T>>,
    reals: Rooms<T>,
    spectra: Rooms<Complex<T>>,
}

/// `exp(-iπ p / q)`.
fn turn<T: Precision>(p: usize, q: usize) -> Complex<T> {
    let (sin, cos) = (PI * p as f64 / q as f64).sin_cos();
    Complex::new(T::of(cos), T::of(-sin))
}

impl<T: Precision> SeriesPlan<T> {
    pub fn new(basis: Basis, n: usize) -> Self {
        let (kind, len) = match basis {
            Basis::Cosine1 => (Kind::RealForward, 2 * (n - 1)),
            Basis::Sine1 => (Kind::RealForward, 2 * (n + 1)),
            Basis::Cosine2 => (Kind::RealForward, n),
            Basis::Cosine3 => (Kind::RealInverse, n),
            Basis::Cosine4 if n.is_multiple_of(2) => (Kind::Complex { forward: true }, n / 2),
            Basis::Cosine4 => (Kind::Complex { forward: true }, 2 * n),
        };
        let turns = match basis {
            Basis::Cosine1 | Basis::Sine1 => Vec::new(),
            Basis::Cosine2 | Basis::Cosine3 => (0..=n / 2).map(|k| turn(k, 2 * n)).collect(),
            Basis::Cosine4 if n.is_multiple_of(2) => (0..n / 2).map(|k| turn(8 * k + 1, 8 * n)).collect(),
            // Those of the items, and then those of the result.
            Basis::Cosine4 => {
                (0..n).map(|k| turn(k, 2 * n)).chain((0..n).map(|k| turn(2 * k + 1, 4 * n))).collect()
            }
        };
        let (reals, spectra) = match kind {
            Kind::Complex { .. } => (0, len),
            _ => (len, len / 2 + 1),
        };
        let inner = plan(kind, len);
        SeriesPlan { basis, n, inner, turns, reals: Rooms::new(reals), spectra: Rooms::new(spectra) }
    }

    /// Makes series of lines in place.
    pub fn run(&self, lines: &mut [T]) -> Result<()> {
        self.reals.with(|reals| {
            self.spectra.with(|spectrum| {
                lines.chunks_mut(self.n).try_for_each(|line| self.line(line, reals, spectrum))
            })
        })??
    }

    fn line(&self, line: &mut [T], reals: &mut [T], spectrum: &mut [Complex<T>]) -> Result<()> {
        match self.basis {
            Basis::Cosine1 => self.cosine1(line, reals, spectrum),
            Basis::Sine1 => self.sine1(line, reals, spectrum),
            Basis::Cosine2 => self.cosine2(line, reals, spectrum),
            Basis::Cosine3 => self.cosine3(line, reals, spectrum),
            Basis::Cosine4 if self.n.is_multiple_of(2) => self.cosine4_even(line, spectrum),
            Basis::Cosine4 => self.cosine4_odd(line, spectrum),
        }
    }

    /// The line and its mirror image have a real transform.
    fn cosine1(&self, line: &mut [T], reals: &mut [T], spectrum: &mut [Complex<T>]) -> Result<()> {
        let n = self.n;
        reals[..n].copy_from_slice(line);
        reals[n..].iter_mut().zip(line[1..n - 1].iter().rev()).for_each(|(x, y)| *x = *y);
        self.inner.real_forward(reals, spectrum)?;
        line.iter_mut().zip(&*spectrum).for_each(|(x, z)| *x = z.re);
        Ok(())
    }

    /// The line and its negative mirror image have an imaginary transform.
    fn sine1(&self, line: &mut [T], reals: &mut [T], spectrum: &mut [Complex<T>]) -> Result<()> {
        let n = self.n;
        reals[0] = T::zero();
        reals[n + 1] = T::zero();
        reals[1..=n].copy_from_slice(line);
        reals[n + 2..].iter_mut().zip(line.iter().rev()).for_each(|(x, y)| *x = -*y);
        self.inner.real_forward(reals, spectrum)?;
        line.iter_mut().zip(&spectrum[1..]).for_each(|(x, z)| *x = -z.im);
        Ok(())
    }

    /// The even places in order and then the odd ones backwards (Makhoul 1980).
    fn cosine2(&self, line: &mut [T], reals: &mut [T], spectrum: &mut [Complex<T>]) -> Result<()> {
        let n = self.n;
        for (k, pair) in line.chunks(2).enumerate() {
            reals[k] = pair[0];
            if let Some(&odd) = pair.get(1) {
                reals[n - 1 - k] = odd;
            }
        }
        self.inner.real_forward(reals, spectrum)?;
        let two = T::of(2.0);
        for (k, (z, turn)) in spectrum.iter().zip(&self.turns).enumerate().rev() {
            let z = (z * turn).scale(two);
            if k > 0 {
                line[n - k] = -z.im;
            }
            line[k] = z.re;
        }
        Ok(())
    }

    /// The inverse of `cosine2`, step by step.
    fn cosine3(&self, line: &mut [T], reals: &mut [T], spectrum: &mut [Complex<T>]) -> Result<()> {
        let n = self.n;
        spectrum[0] = Complex::new(line[0], T::zero());
        for (k, (z, turn)) in spectrum.iter_mut().zip(&self.turns).enumerate().skip(1) {
            *z = Complex::new(line[k], -line[n - k]) * turn.conj();
        }
        self.inner.real_inverse((spectrum, false), reals)?;
        for (k, pair) in line.chunks_mut(2).enumerate() {
            pair[0] = reals[k];
            if let Some(odd) = pair.get_mut(1) {
                *odd = reals[n - 1 - k];
            }
        }
        Ok(())
    }

    /// Pairs from both ends as complex numbers, of which there are half as many.
    fn cosine4_even(&self, line: &mut [T], spectrum: &mut [Complex<T>]) -> Result<()> {
        let n = self.n;
        for (k, (z, turn)) in spectrum.iter_mut().zip(&self.turns).enumerate() {
            *z = Complex::new(line[2 * k], line[n - 1 - 2 * k]) * turn;
        }
        self.inner.complex(spectrum)?;
        let two = T::of(2.0);
        for (k, (z, turn)) in spectrum.iter().zip(&self.turns).enumerate() {
            let z = (z * turn).scale(two);
            line[2 * k] = z.re;
            line[n - 1 - 2 * k] = -z.im;
        }
        Ok(())
    }

    /// The real part of a transform of twice the length, at odd multiples of half its frequency.
    fn cosine4_odd(&self, line: &mut [T], spectrum: &mut [Complex<T>]) -> Result<()> {
        let n = self.n;
        spectrum[n..].fill(Complex::new(T::zero(), T::zero()));
        for ((z, &x), turn) in spectrum.iter_mut().zip(&*line).zip(&self.turns) {
            *z = turn.scale(x);
        }
        self.inner.complex(spectrum)?;
        let two = T::of(2.0);
        for ((x, z), turn) in line.iter_mut().zip(&*spectrum).zip(&self.turns[n..]) {
            *x = (z * turn).re * two;
        }
        Ok(())
    }
}

/// A series as it is asked for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Series {
    pub sine: bool,
    /// From 1 to 4.
    pub kind: u8,
    /// Whether ends are scaled so that the matrix of the series is orthogonal but for a factor.
    pub orthogonal: bool,
}

impl Series {
    /// The basis behind it.
    pub fn basis(self) -> Basis {
        match (self.kind, self.sine) {
            (1, false) => Basis::Cosine1,
            (1, true) => Basis::Sine1,
            (2, _) => Basis::Cosine2,
            (3, _) => Basis::Cosine3,
            _ => Basis::Cosine4,
        }
    }

    /// The series that undoes this one, but for a factor.
    pub fn inverse(self) -> Self {
        let kind = match self.kind {
            2 => 3,
            3 => 2,
            other => other,
        };
        Series { kind, ..self }
    }

    /// The length after which the series repeats itself, which is the square of the factor that makes it orthogonal.
    pub fn period(self, n: usize) -> usize {
        match self.basis() {
            Basis::Cosine1 => 2 * (n - 1),
            Basis::Sine1 => 2 * (n + 1),
            _ => 2 * n,
        }
    }

    /// Makes series of lines of `n` items in place.
    pub fn run<T: Precision>(self, plan: &Plan<T>, lines: &mut [T], n: usize) -> Result<()> {
        let root = T::of(std::f64::consts::SQRT_2);
        let reordered = self.sine && self.kind > 1;
        for line in lines.chunks_mut(n) {
            if self.orthogonal {
                self.ends_before(line, root);
            }
            match self.kind {
                2 if reordered => alternate(line),
                3 | 4 if reordered => line.reverse(),
                _ => (),
            }
        }
        plan.series(lines)?;
        for line in lines.chunks_mut(n) {
            match self.kind {
                2 if reordered => line.reverse(),
                3 | 4 if reordered => alternate(line),
                _ => (),
            }
            if self.orthogonal {
                self.ends_after(line, root);
            }
        }
        Ok(())
    }

    fn ends_before<T: Precision>(self, line: &mut [T], root: T) {
        let last = line.len() - 1;
        match (self.kind, self.sine) {
            (1, false) => {
                line[0] = line[0] * root;
                line[last] = line[last] * root;
            }
            (3, false) => line[0] = line[0] * root,
            (3, true) => line[last] = line[last] * root,
            _ => (),
        }
    }

    fn ends_after<T: Precision>(self, line: &mut [T], root: T) {
        let last = line.len() - 1;
        match (self.kind, self.sine) {
            (1, false) => {
                line[0] = line[0] / root;
                line[last] = line[last] / root;
            }
            (2, false) => line[0] = line[0] / root,
            (2, true) => line[last] = line[last] / root,
            _ => (),
        }
    }
}

/// Changes the sign of every second item.
fn alternate<T: Precision>(line: &mut [T]) {
    line.iter_mut().skip(1).step_by(2).for_each(|x| *x = -*x);
}
