//! Plans: how lines of a length are transformed, with the room it takes. A bounded cache keeps them for all threads.

use std::ops::Mul;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use num_complex::Complex;
use numoxide_core::buffer::filled;
use numoxide_core::{Error, Result};
use numoxide_simd::{Isa, Kernel, dispatch};
use rustfft::num_traits::Zero;
use rustfft::{Fft, FftPlanner};

use crate::reals::Reals;
use crate::series::{Basis, SeriesPlan};
use crate::types::Precision;

/// What is computed of a line.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Kind {
    /// Complex numbers in place, forward or inverse.
    Complex { forward: bool },
    /// The nonnegative frequencies of real numbers.
    RealForward,
    /// Real numbers from their nonnegative frequencies.
    RealInverse,
    /// Cosine or sine series of real numbers in place.
    Series(Basis),
}

/// A plan for lines of a length, without normalization.
pub(crate) struct Plan<T: Precision> {
    engine: Engine<T>,
    rooms: Rooms<Complex<T>>,
}

enum Engine<T: Precision> {
    /// Lines of one item, which are their own transforms: a product with 1 would not leave them as they are if they are infinite.
    Single,
    Complex(Arc<dyn Fft<T>>),
    RealForward(Reals<T>),
    RealInverse(Reals<T>),
    Series(Box<SeriesPlan<T>>),
}

/// RustFFT's plan for complex lines of `n` items.
pub(crate) fn fft<T: Precision>(n: usize, forward: bool) -> Arc<dyn Fft<T>> {
    if forward { FftPlanner::new().plan_fft_forward(n) } else { FftPlanner::new().plan_fft_inverse(n) }
}

/// The items of room that a plan takes, in place or not.
pub(crate) fn room_of<T: Precision>(fft: &dyn Fft<T>) -> usize {
    fft.get_inplace_scratch_len().max(fft.get_immutable_scratch_len())
}

impl<T: Precision> Plan<T> {
    fn new(kind: Kind, n: usize) -> Self {
        let engine = match kind {
            Kind::Complex { .. } | Kind::RealForward | Kind::RealInverse if n == 1 => Engine::Single,
            Kind::Complex { forward } => Engine::Complex(fft(n, forward)),
            Kind::RealForward => Engine::RealForward(Reals::new(n, true)),
            Kind::RealInverse => Engine::RealInverse(Reals::new(n, false)),
            Kind::Series(basis) => Engine::Series(Box::new(SeriesPlan::new(basis, n))),
        };
        let room = match &engine {
            Engine::Complex(fft) => room_of(&**fft),
            Engine::RealForward(reals) | Engine::RealInverse(reals) => reals.room(),
            Engine::Series(_) | Engine::Single => 0,
        };
        Plan { engine, rooms: Rooms::new(room) }
    }

    /// Transforms lines of complex numbers in place.
    pub fn complex(&self, lines: &mut [Complex<T>]) -> Result<()> {
        match &self.engine {
            Engine::Complex(fft) => self.rooms.with(|room| fft.process_with_scratch(lines, room)),
            Engine::Single => Ok(()),
            _ => Err(wrong_plan()),
        }
    }

    /// Transforms lines of complex numbers to other places.
    pub fn complex_across(&self, from: &[Complex<T>], to: &mut [Complex<T>]) -> Result<()> {
        match &self.engine {
            Engine::Complex(fft) => {
                self.rooms.with(|room| fft.process_immutable_with_scratch(from, to, room))
            }
            Engine::Single => {
                to.copy_from_slice(from);
                Ok(())
            }
            _ => Err(wrong_plan()),
        }
    }

    /// Transforms lines of real numbers.
    pub fn real_forward(&self, lines: &[T], spectra: &mut [Complex<T>]) -> Result<()> {
        match &self.engine {
            Engine::RealForward(reals) => self.rooms.with(|room| reals.forward(lines, spectra, room)),
            Engine::Single => {
                spectra.iter_mut().zip(lines).for_each(|(z, &x)| *z = x.into());
                Ok(())
            }
            _ => Err(wrong_plan()),
        }
    }

    /// Transforms spectra, or their conjugates, to real numbers. Imaginary parts that must be zero are taken as zero.
    pub fn real_inverse(&self, (spectra, conjugate): (&[Complex<T>], bool), lines: &mut [T]) -> Result<()> {
        match &self.engine {
            Engine::RealInverse(reals) => {
                self.rooms.with(|room| reals.inverse((spectra, conjugate), lines, room))
            }
            Engine::Single => {
                lines.iter_mut().zip(spectra).for_each(|(x, z)| *x = z.re);
                Ok(())
            }
            _ => Err(wrong_plan()),
        }
    }

    /// Makes cosine or sine series of lines of real numbers in place.
    pub fn series(&self, lines: &mut [T]) -> Result<()> {
        let Engine::Series(series) = &self.engine else { return Err(wrong_plan()) };
        series.run(lines)
    }
}

/// Multiplies items, real or complex, by a real factor, if there is one.
pub(crate) fn scale<E: Copy + Mul<T, Output = E>, T: Copy>(items: &mut [E], factor: Option<T>) {
    if let Some(factor) = factor {
        dispatch(Scale { items, factor });
    }
}

struct Scale<'a, E, T> {
    items: &'a mut [E],
    factor: T,
}

impl<E: Copy + Mul<T, Output = E>, T: Copy> Kernel for Scale<'_, E, T> {
    type Output = ();
    #[inline(always)]
    fn run<I: Isa>(self) {
        self.items.iter_mut().for_each(|x| *x = *x * self.factor);
    }
}

#[cold]
fn wrong_plan() -> Error {
    Error::value("fft", "a plan of another kind")
}

/// Room for intermediate results: as many as work at a time, kept for the next time.
pub(crate) struct Rooms<E> {
    len: usize,
    free: Mutex<Vec<Vec<E>>>,
}

impl<E: Copy + Zero> Rooms<E> {
    pub fn new(len: usize) -> Self {
        Rooms { len, free: Mutex::new(Vec::new()) }
    }

    /// Runs `work` with room of its own.
    pub fn with<R>(&self, work: impl FnOnce(&mut [E]) -> R) -> Result<R> {
        if self.len == 0 {
            return Ok(work(&mut []));
        }
        let free = lock(&self.free).pop();
        let mut room = free.map_or_else(|| filled(E::zero(), self.len), Ok)?;
        let result = work(&mut room);
        lock(&self.free).push(room);
        Ok(result)
    }
}

/// Plans that are kept, the last used ones first.
pub(crate) struct Cache<T: Precision>(Mutex<Vec<Kept<T>>>);

struct Kept<T: Precision> {
    key: (Kind, usize),
    plan: Arc<Plan<T>>,
}

/// The most plans of a precision that are kept.
const MOST_PLANS: usize = 64;

/// The most items that the lengths of the plans of a precision add up to, but for the one used last. A plan holds about as
/// many constants, and once more as many for each thread at work.
const MOST_ITEMS: usize = 1 << 22;

impl<T: Precision> Cache<T> {
    pub const fn new() -> Self {
        Cache(Mutex::new(Vec::new()))
    }

    fn find(&self, key: (Kind, usize)) -> Option<Arc<Plan<T>>> {
        let mut kept = lock(&self.0);
        let at = kept.iter().position(|kept| kept.key == key)?;
        kept[..=at].rotate_right(1);
        Some(Arc::clone(&kept[0].plan))
    }

    fn keep(&self, key: (Kind, usize), plan: Arc<Plan<T>>) {
        let mut kept = lock(&self.0);
        kept.insert(0, Kept { key, plan });
        let mut items = 0;
        let within = |one: &Kept<T>| {
            items += one.key.1;
            items <= MOST_ITEMS
        };
        let count = kept.iter().map(within).take_while(|within| *within).count();
        kept.truncate(count.clamp(1, MOST_PLANS));
    }
}

/// The plan for lines of `n` items: one that is kept, or a new one.
pub(crate) fn plan<T: Precision>(kind: Kind, n: usize) -> Arc<Plan<T>> {
    let cache = T::cache();
    cache.find((kind, n)).unwrap_or_else(|| {
        // Made without the lock: others need not wait for it.
        let plan = Arc::new(Plan::new(kind, n));
        cache.keep((kind, n), Arc::clone(&plan));
        plan
    })
}

/// What a lock guards is whole even after a panic elsewhere.
fn lock<E>(mutex: &Mutex<E>) -> MutexGuard<'_, E> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
