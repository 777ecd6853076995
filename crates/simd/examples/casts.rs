//! Measures casts between slices: nanoseconds an element, and gigabytes a second.

use half::f16;
use numoxide_simd::convert::{Convert, convert_slice};
use std::mem::MaybeUninit;
use std::time::Instant;

/// The least time of several calls, in seconds a call.
fn best(calls: usize, mut f: impl FnMut()) -> f64 {
    f();
    let time = |_| {
        let start = Instant::now();
        (0..calls).for_each(|_| f());
        start.elapsed().as_secs_f64() / calls as f64
    };
    (0..7).map(time).fold(f64::INFINITY, f64::min)
}

fn measure<A: Copy + Convert<B>, B>(name: &str)
where
    f64: Convert<A>,
{
    print!("{name:8}");
    for n in [8, 1000, 10_000_000] {
        let values: Vec<A> = (0..n).map(|i| ((i * 37 % 99) as f64).convert()).collect();
        let mut out: Vec<MaybeUninit<B>> = (0..n).map(|_| MaybeUninit::uninit()).collect();
        let calls = (1_000_000 / n).max(1);
        let seconds = best(calls, || {
            convert_slice(std::hint::black_box(&values), &mut out);
            std::hint::black_box(&mut out);
        });
        let bytes = n * (size_of::<A>() + size_of::<B>());
        print!("  {:8.3} ns {:6.1} GB/s", seconds / n as f64 * 1e9, bytes as f64 / seconds * 1e-9);
    }
    println!();
}

fn main() {
    println!("{:8}  {:>20}  {:>20}  {:>20}", numoxide_simd::level() as u8, "8", "1000", "10M");
    measure::<f64, f32>("f8_f4");
    measure::<f32, f64>("f4_f8");
    measure::<u8, f32>("u1_f4");
    measure::<f16, f32>("f2_f4");
    measure::<f32, f16>("f4_f2");
    measure::<f64, f16>("f8_f2");
    measure::<f64, i64>("f8_i8");
    measure::<i64, f64>("i8_f8");
    measure::<f64, i32>("f8_i4");
    measure::<f32, i32>("f4_i4");
    measure::<i64, i32>("i8_i4");
    measure::<f32, u8>("f4_u1");
    measure::<f64, bool>("f8_b1");
    measure::<f64, u32>("f8_u4");
}
