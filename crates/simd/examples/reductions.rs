//! How fast the reductions run over memory of several sizes; `cargo run --release -p numoxide-simd --example reductions`.

use numoxide_simd::reduce::*;
use std::hint::black_box;
use std::time::Instant;

fn bytes_per_second<F: Fold>(name: &str, n: usize, item: impl Fn(usize) -> F::Item) {
    let x: Vec<F::Item> = (0..n).map(item).collect();
    let bytes = n * size_of::<F::Item>();
    let rounds = (200_000_000 / bytes).max(1);
    let mut best = f64::INFINITY;
    for _ in 0..5 {
        let start = Instant::now();
        for _ in 0..rounds {
            black_box(fold::<F>(black_box(&x)));
        }
        best = best.min(start.elapsed().as_secs_f64() / rounds as f64);
    }
    let mut down = f64::INFINITY;
    let columns = 512.min(n);
    let mut accs = vec![F::init(); columns];
    let count = n / columns;
    // SAFETY: the rows are within `x`.
    let tile = unsafe { Tile::new(x.as_ptr(), (columns * size_of::<F::Item>()) as isize, count, columns) };
    for _ in 0..5 {
        let start = Instant::now();
        for _ in 0..rounds {
            rows::<F>(black_box(&mut accs), black_box(tile), 0);
        }
        down = down.min(start.elapsed().as_secs_f64() / rounds as f64);
    }
    println!(
        "{name:16} {n:9}: {:9.1} ns {:6.1} GB/s; rows {:6.1} GB/s",
        best * 1e9,
        bytes as f64 / best / 1e9,
        bytes as f64 / down / 1e9
    );
}

fn main() {
    for n in [8, 100, 1000, 4000, 100_000, 1_000_000, 10_000_000] {
        let real = |i: usize| (i as f64 * 0.7).sin();
        bytes_per_second::<Sum<f64>>("sum f64", n, real);
        bytes_per_second::<NanSum<f64>>("nansum f64", n, real);
        bytes_per_second::<Std<f64>>("std f64", n, real);
        bytes_per_second::<Extreme<f64, Greater>>("max f64", n, real);
        bytes_per_second::<ArgBy<f64, Greater>>("argmax f64", n, real);
        bytes_per_second::<Any<f64>>("any f64", n, |_| 0.0);
        bytes_per_second::<Count<u8>>("count u8", n, |i| (i % 3 == 0) as u8);
        bytes_per_second::<Sum<f32>>("sum f32", n, |i| i as f32 * 0.1);
        bytes_per_second::<Sum<i32>>("sum i32", n, |i| i as i32);
        bytes_per_second::<Prod<f64>>("prod f64", n, real);
        bytes_per_second::<NanStd<f64>>("nanstd f64", n, real);
    }
}
