//! Transforms of real lines: those of an even length are complex lines of half of it.
//!
//! A real line of `n = 2m` items is taken as `m` complex numbers. The transforms of its even and odd places are told apart
//! by their symmetry: what one is at frequency `k` and at `m - k` gives both frequencies of the result.

use std::sync::Arc;

use num_complex::Complex;
use numoxide_simd::{Isa, Kernel, dispatch};
use rustfft::Fft;

use crate::plans::{fft, room_of};
use crate::types::Precision;

/// A plan for real lines of a length, from real to complex numbers or back.
pub(crate) struct Reals<T: Precision> {
    n: usize,
    inner: Arc<dyn Fft<T>>,
    turns: Turns<T>,
}

/// What the differences of frequencies `k` and `m - k` are turned by, for `k` from 1; none for an odd length. As they are
/// multiplied: the real parts twice each, and the imaginary parts with either sign.
struct Turns<T> {
    re: Vec<T>,
    im: Vec<T>,
}

impl<T: Precision> Reals<T> {
    pub fn new(n: usize, forward: bool) -> Self {
        if n % 2 == 1 {
            let turns = Turns { re: Vec::new(), im: Vec::new() };
            return Reals { n, inner: fft(n, forward), turns };
        }
        let turn = |k: usize| {
            let (sin, cos) = (std::f64::consts::TAU * k as f64 / n as f64).sin_cos();
            // -i/2 exp(-iφ) forward, i exp(iφ) back.
            if forward { (-0.5 * sin, -0.5 * cos) } else { (-sin, cos) }
        };
        let count = (n / 2 - 1) / 2;
        let re = (1..=count).flat_map(|k| [T::of(turn(k).0); 2]).collect();
        let im = (1..=count).flat_map(|k| [T::of(-turn(k).1), T::of(turn(k).1)]).collect();
        Reals { n, inner: fft(n / 2, forward), turns: Turns { re, im } }
    }

    /// The items of room that a transform takes.
    pub fn room(&self) -> usize {
        room_of(&*self.inner) + if self.n % 2 == 1 { self.n } else { 0 }
    }

    /// The nonnegative frequencies of lines.
    pub fn forward(&self, lines: &[T], spectra: &mut [Complex<T>], room: &mut [Complex<T>]) {
        let (n, half) = (self.n, self.n / 2);
        let pairs = lines.chunks(n).zip(spectra.chunks_mut(half + 1));
        if n % 2 == 1 {
            let (whole, room) = room.split_at_mut(n);
            for (line, spectrum) in pairs {
                whole.iter_mut().zip(line).for_each(|(z, &x)| *z = Complex::new(x, T::zero()));
                self.inner.process_with_scratch(whole, room);
                spectrum.copy_from_slice(&whole[..=half]);
            }
            return;
        }
        for (line, spectrum) in pairs {
            let pairs = bytemuck::cast_slice(line);
            self.inner.process_immutable_with_scratch(pairs, &mut spectrum[..half], room);
        }
        dispatch(ToSpectra { spectra, half, turns: &self.turns });
    }

    /// The lines of spectra, or of their conjugates. Imaginary parts that must be zero are taken as zero.
    pub fn inverse(
        &self,
        (spectra, conjugate): (&[Complex<T>], bool),
        lines: &mut [T],
        room: &mut [Complex<T>],
    ) {
        let (n, half) = (self.n, self.n / 2);
        let sign = if conjugate { -T::one() } else { T::one() };
        if n % 2 == 1 {
            let (whole, room) = room.split_at_mut(n);
            for (spectrum, line) in spectra.chunks(half + 1).zip(lines.chunks_mut(n)) {
                whole[0] = Complex::new(spectrum[0].re, T::zero());
                for (k, z) in spectrum.iter().enumerate().skip(1) {
                    whole[k] = Complex::new(z.re, z.im * sign);
                    whole[n - k] = whole[k].conj();
                }
                self.inner.process_with_scratch(whole, room);
                line.iter_mut().zip(&*whole).for_each(|(x, z)| *x = z.re);
            }
            return;
        }
        let lines = bytemuck::cast_slice_mut(lines);
        dispatch(FromSpectra { spectra, lines: &mut *lines, half, sign, turns: &self.turns });
        self.inner.process_with_scratch(lines, room);
    }
}

/// From the sums and differences of two mirrored frequencies to those of the transform: the sums times `factor`, and the
/// differences turned.
#[inline(always)]
fn fold<T: Precision>(items: &mut [Complex<T>], turns: &Turns<T>, factor: T) {
    let items: &mut [T] = bytemuck::cast_slice_mut(items);
    let count = turns.re.len();
    let (front, back) = items.split_at_mut(items.len() - count);
    let front = &mut front[..count];
    let done = match size_of::<T>() {
        4 => fold_by::<T, 8>(front, back, [&turns.re, &turns.im], factor),
        _ => fold_by::<T, 4>(front, back, [&turns.re, &turns.im], factor),
    };
    let (front, back) = (&mut front[done..], &mut back[..count - done]);
    fold_by::<T, 2>(front, back, [&turns.re[done..], &turns.im[done..]], factor);
}

/// [`fold`] of `N` numbers from the front and from the back at a time, which become vectors; of how many in all.
#[inline(always)]
fn fold_by<T: Precision, const N: usize>(
    front: &mut [T],
    back: &mut [T],
    [re, im]: [&[T]; 2],
    factor: T,
) -> usize {
    let len = front.len();
    // From the last complex number to the first, and conjugated. The signs are a vector of their own: a negation of every
    // other item is not made one.
    let signs: [T; N] = std::array::from_fn(|i| if i % 2 == 1 { -T::one() } else { T::one() });
    let signed = |x: [T; N]| -> [T; N] { std::array::from_fn(|i| signs[i] * x[i]) };
    let turned_around = |x: [T; N]| -> [T; N] { std::array::from_fn(|i| x[N - 1 - (i ^ 1)]) };
    for k in (0..len / N * N).step_by(N) {
        let (a, b) = (chunk::<T, N>(&front[k..]), signed(turned_around(chunk(&back[len - k - N..]))));
        let (re, im) = (chunk::<T, N>(&re[k..]), chunk::<T, N>(&im[k..]));
        let sum: [T; N] = std::array::from_fn(|i| factor * (a[i] + b[i]));
        let difference: [T; N] = std::array::from_fn(|i| a[i] - b[i]);
        let turned: [T; N] = std::array::from_fn(|i| re[i] * difference[i] + im[i] * difference[i ^ 1]);
        front[k..k + N].copy_from_slice(&std::array::from_fn::<T, N, _>(|i| sum[i] + turned[i]));
        let mirror = signed(std::array::from_fn(|i| sum[i] - turned[i]));
        back[len - k - N..len - k].copy_from_slice(&turned_around(mirror));
    }
    len / N * N
}

/// The first `N` items.
#[inline(always)]
fn chunk<T: Copy, const N: usize>(items: &[T]) -> [T; N] {
    *items.first_chunk().expect("as many")
}

/// Transforms of half the length, with room behind each, become the spectra of real lines.
struct ToSpectra<'a, T> {
    spectra: &'a mut [Complex<T>],
    half: usize,
    turns: &'a Turns<T>,
}

impl<T: Precision> Kernel for ToSpectra<'_, T> {
    type Output = ();
    #[inline(always)]
    fn run<I: Isa>(self) {
        let half = self.half;
        for spectrum in self.spectra.chunks_exact_mut(half + 1) {
            let first = spectrum[0];
            spectrum[0] = Complex::new(first.re + first.im, T::zero());
            spectrum[half] = Complex::new(first.re - first.im, T::zero());
            fold(&mut spectrum[1..half], self.turns, T::of(0.5));
            if half.is_multiple_of(2) {
                spectrum[half / 2] = spectrum[half / 2].conj();
            }
        }
    }
}

/// Spectra of real lines, or their conjugates, become transforms of half the length.
struct FromSpectra<'a, T> {
    spectra: &'a [Complex<T>],
    lines: &'a mut [Complex<T>],
    half: usize,
    sign: T,
    turns: &'a Turns<T>,
}

impl<T: Precision> Kernel for FromSpectra<'_, T> {
    type Output = ();
    #[inline(always)]
    fn run<I: Isa>(self) {
        let half = self.half;
        for (spectrum, line) in self.spectra.chunks_exact(half + 1).zip(self.lines.chunks_exact_mut(half)) {
            let (first, last) = (spectrum[0].re, spectrum[half].re);
            line[0] = Complex::new(first + last, first - last);
            for (z, from) in line[1..].iter_mut().zip(&spectrum[1..]) {
                *z = Complex::new(from.re, from.im * self.sign);
            }
            fold(&mut line[1..], self.turns, T::one());
            if half.is_multiple_of(2) {
                line[half / 2] = line[half / 2].conj().scale(T::of(2.0));
            }
        }
    }
}
