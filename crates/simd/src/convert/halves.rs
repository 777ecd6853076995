//! The loop from `f32` to [`f16`] by F16C: the integer body takes a third more than the memory's time.

use super::{Direct, run_loop};
use half::f16;

/// # Safety
/// As for [`run_loop`].
pub(super) unsafe fn run(src: *const u8, dst: *mut u8, n: usize) {
    #[cfg(target_arch = "x86_64")]
    if crate::level() >= crate::Level::V3 {
        // SAFETY: the level has F16C; the rest is the caller's promise.
        return unsafe { f16c(src.cast(), dst.cast(), n) };
    }
    // SAFETY: the caller's promise is the same.
    unsafe { run_loop::<f32, f16>(src, dst, n) }
}

/// The bits are those of the body, which also serves the tail.
///
/// # Safety
/// As for [`run_loop`]; the processor must have F16C.
#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx,f16c")]
unsafe fn f16c(src: *const f32, dst: *mut f16, n: usize) {
    use std::arch::x86_64::{_MM_FROUND_TO_NEAREST_INT, _mm_storeu_si128, _mm256_cvtps_ph, _mm256_loadu_ps};
    const LANES: usize = 8;
    let whole = n - n % LANES;
    for i in (0..whole).step_by(LANES) {
        // SAFETY: eight elements from `i` on lie within the caller's.
        unsafe {
            let halves = _mm256_cvtps_ph::<_MM_FROUND_TO_NEAREST_INT>(_mm256_loadu_ps(src.add(i)));
            _mm_storeu_si128(dst.add(i).cast(), halves);
        }
    }
    for i in whole..n {
        // SAFETY: element `i` is one of the caller's.
        unsafe { dst.add(i).write((*src.add(i)).direct()) };
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn instruction_and_body_agree_to_the_bit() {
        let hard = [0, 1, 0x1000, 0x1FFF, 0x2000, 0x3FFFFF, 0x400000, 0x401000, 0x7FEFFF, 0x7FF000, 0x7FFFFF];
        let floats: Vec<f32> = (0..512u32)
            .flat_map(|top| hard.iter().map(move |low| f32::from_bits(top << 23 | low)))
            .chain((0..1 << 20).map(|i: u32| f32::from_bits(i.wrapping_mul(0x9E3779B9))))
            .collect();
        let mut out = vec![0u16; floats.len()];
        // SAFETY: both hold as many elements, and are separate.
        unsafe { run(floats.as_ptr().cast(), out.as_mut_ptr().cast(), floats.len()) };
        for (x, got) in floats.iter().zip(out) {
            let wanted: f16 = x.direct();
            assert_eq!(got, wanted.to_bits(), "{:#010x}", x.to_bits());
        }
    }
}
