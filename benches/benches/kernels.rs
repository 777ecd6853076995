//! The hot kernels by themselves: `cargo bench -p numoxide-benches`.
//!
//! Sizes are chosen by where the data lies: 1000 items in the first-level cache, 100000 in the second, ten million
//! in memory.

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use numoxide::{Array, Order, arange, exp, linspace, max, s, sum};

const SIZES: [usize; 3] = [1_000, 100_000, 10_000_000];

fn numbers(n: usize) -> Array<f64> {
    linspace(0.01, 0.99, n).expect("memory")
}

fn elementwise(c: &mut Criterion) {
    let mut group = c.benchmark_group("elementwise");
    for n in SIZES {
        let (a, b) = (numbers(n), numbers(n));
        group.throughput(Throughput::Elements(n as u64));
        group.bench_function(BenchmarkId::new("add", n), |bench| bench.iter(|| &a + &b));
        group.bench_function(BenchmarkId::new("multiply by a scalar", n), |bench| bench.iter(|| &a * 1.5));
        group.bench_function(BenchmarkId::new("exponential", n), |bench| bench.iter(|| exp(&a)));
        group.bench_function(BenchmarkId::new("add in place", n), |bench| {
            let mut out = a.copy(Order::C).expect("memory");
            bench.iter(|| out += &b);
        });
    }
    group.finish();
}

fn layouts(c: &mut Criterion) {
    let mut group = c.benchmark_group("layouts");
    for n in [100, 1000] {
        let a = numbers(n * n).reshape([n, n]).expect("as many items");
        let row = numbers(n);
        group.throughput(Throughput::Elements((n * n) as u64));
        group.bench_function(BenchmarkId::new("add a row", n), |bench| bench.iter(|| &a + &row));
        group.bench_function(BenchmarkId::new("add the transpose", n), |bench| bench.iter(|| &a + &a.t()));
        group.bench_function(BenchmarkId::new("copy the transpose", n), |bench| {
            bench.iter(|| a.t().copy(Order::C))
        });
        group.bench_function(BenchmarkId::new("copy every second", n), |bench| {
            bench.iter(|| a.slice(s![.., ..;2]).map(|part| part.copy(Order::C)));
        });
    }
    group.finish();
}

fn casts(c: &mut Criterion) {
    let mut group = c.benchmark_group("casts");
    for n in SIZES {
        let a = numbers(n);
        group.throughput(Throughput::Elements(n as u64));
        group.bench_function(BenchmarkId::new("f64 to f32", n), |bench| bench.iter(|| a.astype::<f32>()));
        group.bench_function(BenchmarkId::new("f64 to i32", n), |bench| bench.iter(|| a.astype::<i32>()));
    }
    group.finish();
}

fn reductions(c: &mut Criterion) {
    let mut group = c.benchmark_group("reductions");
    for n in SIZES {
        let a = numbers(n);
        group.throughput(Throughput::Elements(n as u64));
        group.bench_function(BenchmarkId::new("sum", n), |bench| bench.iter(|| sum(&a)));
        group.bench_function(BenchmarkId::new("maximum", n), |bench| bench.iter(|| max(&a)));
    }
    group.finish();
}

/// Items at places that are far apart: each is on a line of its own.
fn gathers(c: &mut Criterion) {
    let mut group = c.benchmark_group("gathers");
    for n in SIZES {
        let a = numbers(n);
        let places = (arange(0, n as i64, 1).expect("memory") * 7919) % n as i64;
        group.throughput(Throughput::Elements(n as u64));
        group.bench_function(BenchmarkId::new("take", n), |bench| bench.iter(|| a.take(&places, None)));
    }
    group.finish();
}

fn smallest(c: &mut Criterion) {
    let mut group = c.benchmark_group("three items");
    let (a, b) = (numbers(3), numbers(3));
    group.bench_function("add", |bench| bench.iter(|| &a + &b));
    group.bench_function("slice", |bench| bench.iter(|| a.slice(s![..;-1])));
    group.bench_function("reshape", |bench| bench.iter(|| a.reshape([3, 1])));
    group.finish();
}

criterion_group!(kernels, elementwise, layouts, casts, reductions, gathers, smallest);
criterion_main!(kernels);
