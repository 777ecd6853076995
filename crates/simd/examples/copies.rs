//! Measures the transposing and the streaming copy against `memcpy`.

use numoxide_simd::{stream::stream_copy, transpose::transpose};
use std::time::Instant;

/// The least time of several calls, in seconds.
fn best(mut f: impl FnMut()) -> f64 {
    f();
    let time = |_| {
        let start = Instant::now();
        f();
        start.elapsed().as_secs_f64()
    };
    (0..9).map(time).fold(f64::INFINITY, f64::min)
}

fn main() {
    for n in [1000usize, 3000] {
        for size in [1, 2, 4, 8, 16] {
            let bytes = n * n * size;
            let src = vec![1u64; bytes.div_ceil(8)];
            let mut dst = vec![0u64; bytes.div_ceil(8)];
            let (from, to, stride) =
                (src.as_ptr().cast::<u8>(), dst.as_mut_ptr().cast::<u8>(), (n * size) as isize);
            // SAFETY: both hold `bytes` bytes and are separate.
            let copied = best(|| unsafe { from.copy_to_nonoverlapping(to, bytes) });
            // SAFETY: as above.
            let streamed = best(|| unsafe { stream_copy(from, to, bytes) });
            // SAFETY: as above.
            let transposed = best(|| unsafe { transpose(from, stride, to, stride, n, n, size) });
            let rate = |seconds: f64| 2.0 * bytes as f64 / seconds * 1e-9;
            println!(
                "{n} x {n} of {size:2} bytes: memcpy {:6.1} GB/s  stream {:6.1}  transpose {:6.1}  ({:.2} ms)",
                rate(copied),
                rate(streamed),
                rate(transposed),
                transposed * 1e3
            );
        }
    }
}
