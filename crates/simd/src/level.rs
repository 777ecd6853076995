//! The CPU levels and the one place where code is chosen by level.

use std::sync::atomic::{AtomicU8, Ordering};

/// An instruction-set level of the x86-64 psABI, or the one level of other architectures.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub enum Level {
    /// What every processor of the architecture has (SSE2 on x86-64, NEON on AArch64).
    Baseline = 1,
    /// x86-64-v3: AVX2, FMA, F16C, BMI.
    V3 = 2,
    /// x86-64-v4: AVX-512 F, BW, CD, DQ, VL.
    V4 = 3,
}

/// A level as a type, for code that is compiled once per level.
pub trait Isa: Copy + 'static {
    /// The run-time name of the level.
    const LEVEL: Level;
    /// Whether [`Isa::fma`] rounds once.
    const FMA: bool;
    /// Sixteen lanes of `f64` in the vectors of the level.
    #[doc(hidden)]
    type F64x16: crate::vector::F64x16;
    /// Thirty-two lanes of `f32`.
    #[doc(hidden)]
    type F32x32: crate::vector::Vector<f32, 32>;
    /// Vectors of keys to be sorted.
    #[doc(hidden)]
    type Keys: crate::sort::Levels;

    /// `a * b + c`, rounded once where [`Isa::FMA`] holds and twice elsewhere.
    ///
    /// `f64::mul_add` calls a slow library function where the instruction is missing; this never does.
    #[inline(always)]
    fn fma(a: f64, b: f64, c: f64) -> f64 {
        if Self::FMA { a.mul_add(b, c) } else { a * b + c }
    }

    /// [`Isa::fma`] for `f32`.
    #[inline(always)]
    fn fma32(a: f32, b: f32, c: f32) -> f32 {
        if Self::FMA { a.mul_add(b, c) } else { a * b + c }
    }
}

/// The level that every processor of the architecture has.
#[derive(Clone, Copy, Debug)]
pub struct Baseline;

impl Isa for Baseline {
    const LEVEL: Level = Level::Baseline;
    const FMA: bool = cfg!(target_arch = "aarch64");
    #[cfg(target_arch = "x86_64")]
    type F64x16 = crate::vector::Sse2;
    #[cfg(target_arch = "x86_64")]
    type F32x32 = crate::vector::Sse2Singles;
    #[cfg(not(target_arch = "x86_64"))]
    type F64x16 = crate::vector::Portable<f64, 16>;
    #[cfg(not(target_arch = "x86_64"))]
    type F32x32 = crate::vector::Portable<f32, 32>;
    type Keys = crate::sort::PortableLevels;
}

/// x86-64-v3 (AVX2 and FMA) as a type.
#[cfg(target_arch = "x86_64")]
#[derive(Clone, Copy, Debug)]
pub struct V3;

#[cfg(target_arch = "x86_64")]
impl Isa for V3 {
    const LEVEL: Level = Level::V3;
    const FMA: bool = true;
    type F64x16 = crate::vector::Avx2;
    type F32x32 = crate::vector::Avx2Singles;
    type Keys = crate::sort::Avx2;
}

/// x86-64-v4 (AVX-512) as a type.
#[cfg(target_arch = "x86_64")]
#[derive(Clone, Copy, Debug)]
pub struct V4;

#[cfg(target_arch = "x86_64")]
impl Isa for V4 {
    const LEVEL: Level = Level::V4;
    const FMA: bool = true;
    type F64x16 = crate::vector::Avx512;
    type F32x32 = crate::vector::Avx512Singles;
    type Keys = crate::sort::Avx512;
}

/// A loop that [`dispatch`] compiles once per level.
pub trait Kernel {
    /// What the loop returns.
    type Output;

    /// Whether x86-64-v4 is worth code of its own. Without it, the code of x86-64-v3 runs there, and what need not be compiled
    /// need not be waited for.
    const WIDE: bool = true;
    /// Whether memory sets the pace of long runs, since there is next to nothing to do: see [`dispatch_from_memory`].
    const PACED: bool = false;

    /// Runs the loop. Implementations must be `#[inline(always)]`: only inlined code is compiled with
    /// the level's instructions.
    fn run<I: Isa>(self) -> Self::Output;
}

/// Whether numbers have one part: complex ones take the places of two.
pub(crate) const fn has_one_part<T>() -> bool {
    size_of::<T>() == align_of::<T>()
}

/// The level in use; 0 until it is detected.
static LEVEL: AtomicU8 = AtomicU8::new(0);

/// The level in use: the best the processor has, unless [`force_level`] or the environment variable
/// `NUMOXIDE_LEVEL` (`baseline`, `v3`, `v4`) asks for a lower one.
#[inline]
pub fn level() -> Level {
    match LEVEL.load(Ordering::Relaxed) {
        3 => Level::V4,
        2 => Level::V3,
        1 => Level::Baseline,
        _ => detect(),
    }
}

/// The levels this processor can run, lowest first.
pub fn available_levels() -> &'static [Level] {
    const ALL: &[Level] = &[Level::Baseline, Level::V3, Level::V4];
    &ALL[..best() as usize]
}

/// Makes [`dispatch`] use `wanted` from now on, in the whole process, or the best level of the
/// processor if that is lower. Returns the level now in use. For tests and measurements.
pub fn force_level(wanted: Level) -> Level {
    let chosen = wanted.min(best());
    LEVEL.store(chosen as u8, Ordering::Relaxed);
    chosen
}

#[cold]
fn detect() -> Level {
    let wanted = match std::env::var("NUMOXIDE_LEVEL").as_deref() {
        Ok("baseline") => Level::Baseline,
        Ok("v3") => Level::V3,
        _ => Level::V4,
    };
    force_level(wanted)
}

#[cfg(target_arch = "x86_64")]
fn best() -> Level {
    let v3 = is_x86_feature_detected!("avx2")
        && is_x86_feature_detected!("fma")
        && is_x86_feature_detected!("f16c")
        && is_x86_feature_detected!("bmi1")
        && is_x86_feature_detected!("bmi2")
        && is_x86_feature_detected!("lzcnt")
        && is_x86_feature_detected!("popcnt");
    let v4 = v3
        && is_x86_feature_detected!("avx512f")
        && is_x86_feature_detected!("avx512bw")
        && is_x86_feature_detected!("avx512cd")
        && is_x86_feature_detected!("avx512dq")
        && is_x86_feature_detected!("avx512vl");
    match (v4, v3) {
        (true, _) => Level::V4,
        (false, true) => Level::V3,
        _ => Level::Baseline,
    }
}

#[cfg(not(target_arch = "x86_64"))]
fn best() -> Level {
    Level::Baseline
}

/// Runs `kernel` compiled for the level in use.
///
/// ```
/// use numoxide_simd::{Isa, Kernel, dispatch};
///
/// struct Scale<'a>(&'a mut [f64], f64);
///
/// impl Kernel for Scale<'_> {
///     type Output = ();
///     #[inline(always)]
///     fn run<I: Isa>(self) {
///         for x in self.0 {
///             *x = I::fma(*x, self.1, 1.0);
///         }
///     }
/// }
///
/// let mut data = [1.0, 2.0, 3.0];
/// dispatch(Scale(&mut data, 2.0));
/// assert_eq!(data, [3.0, 5.0, 7.0]);
/// ```
#[inline]
pub fn dispatch<K: Kernel>(kernel: K) -> K::Output {
    dispatch_from_memory(kernel, 0)
}

/// Bytes beyond which a run comes from memory, or from a cache that others share.
#[cfg(target_arch = "x86_64")]
const FAR_BYTES: usize = 16 << 20;

/// [`dispatch`] for a kernel that goes over so many bytes. Where these come from memory and set the pace, vectors of 256 bits do the work
/// on processors with wider ones as well: asked for by halves, lines arrive up to a third faster (Zen 4).
#[inline(always)]
pub fn dispatch_from_memory<K: Kernel>(kernel: K, bytes: usize) -> K::Output {
    #[cfg(target_arch = "x86_64")]
    {
        match level() {
            // SAFETY: `level` returns V4 only where `best` found all its features, which are those of V3 and more.
            Level::V4 if const { K::WIDE } && !(const { K::PACED } && bytes >= FAR_BYTES) => unsafe {
                run_v4(kernel)
            },
            // SAFETY: as above, for V3.
            Level::V4 | Level::V3 => unsafe { run_v3(kernel) },
            Level::Baseline => run_baseline(kernel),
        }
    }
    #[cfg(not(target_arch = "x86_64"))]
    {
        let _ = bytes;
        run_baseline(kernel)
    }
}

#[inline(never)]
fn run_baseline<K: Kernel>(kernel: K) -> K::Output {
    kernel.run::<Baseline>()
}

#[cfg(target_arch = "x86_64")]
#[inline(never)]
#[target_feature(enable = "avx2,fma,f16c,bmi1,bmi2,lzcnt,popcnt")]
pub(crate) fn run_v3<K: Kernel>(kernel: K) -> K::Output {
    kernel.run::<V3>()
}

#[cfg(target_arch = "x86_64")]
#[inline(never)]
#[target_feature(enable = "avx2,fma,f16c,bmi1,bmi2,lzcnt,popcnt,avx512f,avx512bw,avx512cd,avx512dq,avx512vl")]
fn run_v4<K: Kernel>(kernel: K) -> K::Output {
    kernel.run::<V4>()
}
