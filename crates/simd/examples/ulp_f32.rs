//! Measures the error of the `f32` functions of one argument over all 2^32 arguments, in units in the last place.
//!
//! `ulp_f32 [--stride N] [NAME ...]` takes every `N`-th argument (default 1: all of them). The reference is the `f64`
//! function of the standard library, good to a billionth of the unit. Exits with 1 if an error exceeds its bound.
//! The level is the best of the processor, or that of `NUMOXIDE_LEVEL`.

use numoxide_simd::math::f32 as ours;
use std::mem::MaybeUninit;
use std::sync::atomic::{AtomicU64, Ordering};

/// The loop under test.
type Slice = fn(&[f32], &mut [MaybeUninit<f32>]);

/// The most an error may be.
const BOUND: f64 = 0.55;

/// Bounds of functions in single precision throughout: by way of `f64` they would be slower than NumPy's.
const SINGLE: &[(&str, f64)] = &[
    ("exp", 0.79),
    ("exp2", 0.77),
    ("expm1", 0.87),
    ("log", 0.85),
    ("log2", 0.93),
    ("log10", 0.85),
    ("log1p", 0.88),
    ("sin", 0.91),
    ("cos", 0.91),
    ("tan", 0.94),
    ("arcsin", 0.69),
    ("arccos", 0.68),
    ("arctan", 0.97),
    ("sinh", 0.94),
    ("cosh", 0.8),
    ("tanh", 0.75),
    ("arcsinh", 0.91),
    ("arccosh", 0.84),
    ("arctanh", 0.88),
];

/// A name, the loop, and a reference of greater precision.
type Measured = (&'static str, Slice, fn(f64) -> f64);

/// Every function.
const FUNCTIONS: &[Measured] = &[
    ("exp", ours::slice::exp, f64::exp),
    ("exp2", ours::slice::exp2, f64::exp2),
    ("expm1", ours::slice::expm1, f64::exp_m1),
    ("log", ours::slice::log, f64::ln),
    ("log2", ours::slice::log2, f64::log2),
    ("log10", ours::slice::log10, f64::log10),
    ("log1p", ours::slice::log1p, f64::ln_1p),
    ("sin", ours::slice::sin, f64::sin),
    ("cos", ours::slice::cos, f64::cos),
    ("tan", ours::slice::tan, f64::tan),
    ("arcsin", ours::slice::arcsin, f64::asin),
    ("arccos", ours::slice::arccos, f64::acos),
    ("arctan", ours::slice::arctan, f64::atan),
    ("sinh", ours::slice::sinh, f64::sinh),
    ("cosh", ours::slice::cosh, f64::cosh),
    ("tanh", ours::slice::tanh, f64::tanh),
    ("arcsinh", ours::slice::arcsinh, f64::asinh),
    ("arccosh", ours::slice::arccosh, f64::acosh),
    ("arctanh", ours::slice::arctanh, f64::atanh),
    ("sqrt", ours::slice::sqrt, f64::sqrt),
    ("cbrt", ours::slice::cbrt, f64::cbrt),
];

/// Arguments handled at a time.
const CHUNK: usize = 4096;

/// The greatest error seen, and where.
#[derive(Clone, Copy, Default)]
struct Worst {
    ulp: f64,
    at: u32,
}

impl Worst {
    fn update(&mut self, ulp: f64, at: u32) {
        if ulp > self.ulp {
            *self = Worst { ulp, at };
        }
    }
}

/// The distance of `got` from `exact` in units of the last place that an `f32` of `exact`'s size has.
fn distance(got: f32, exact: f64) -> f64 {
    if got.is_nan() || exact.is_nan() {
        return if got.is_nan() && exact.is_nan() { 0.0 } else { f64::INFINITY };
    }
    let infinite = |x: f64| x.signum() * 340282366920938463463374607431768211456.0;
    // Past the greatest number, infinity stands for the next power of two.
    let got = if got.is_infinite() { infinite(got.into()) } else { got.into() };
    let exact = if exact.abs() > infinite(1.0) { infinite(exact) } else { exact };
    let exponent = ((exact.to_bits() >> 52 & 0x7FF) as i32 - 1023).clamp(-126, 127);
    let unit = f64::from_bits(((exponent - 23 + 1023) as u64) << 52);
    (got - exact).abs() / unit
}

/// The worst of one chunk of arguments, given by their bits.
fn chunk(first: u64, stride: u64, slice: Slice, exact: fn(f64) -> f64, worst: &mut Worst) {
    let bits = (0..CHUNK as u64).map(|i| first + i * stride).take_while(|&b| b <= u32::MAX.into());
    let x: Vec<f32> = bits.map(|b| f32::from_bits(b as u32)).collect();
    let mut y = [MaybeUninit::uninit(); CHUNK];
    slice(&x, &mut y[..x.len()]);
    for (&x, y) in x.iter().zip(&y) {
        // SAFETY: the function has written as many results as there are arguments.
        let y = unsafe { y.assume_init() };
        worst.update(distance(y, exact(x.into())), x.to_bits());
    }
}

/// The worst over every `stride`-th argument, by all processors.
fn measure(slice: Slice, exact: fn(f64) -> f64, stride: u64) -> Worst {
    let next = AtomicU64::new(0);
    let span = stride * CHUNK as u64;
    let work = || {
        let mut worst = Worst::default();
        loop {
            let first = next.fetch_add(span, Ordering::Relaxed);
            if first > u32::MAX.into() {
                return worst;
            }
            chunk(first, stride, slice, exact, &mut worst);
        }
    };
    let threads = std::thread::available_parallelism().map_or(1, |n| n.get());
    std::thread::scope(|scope| {
        let running: Vec<_> = (0..threads).map(|_| scope.spawn(work)).collect();
        running.into_iter().map(|t| t.join().expect("a worker panicked")).fold(
            Worst::default(),
            |mut a, b| {
                a.update(b.ulp, b.at);
                a
            },
        )
    })
}

fn main() -> std::process::ExitCode {
    let mut names = Vec::new();
    let mut stride = 1;
    let mut args = std::env::args().skip(1);
    while let Some(arg) = args.next() {
        match arg.as_str() {
            "--stride" => stride = args.next().and_then(|n| n.parse().ok()).expect("--stride takes a number"),
            _ => names.push(arg),
        }
    }
    let mut good = true;
    println!(
        "function   worst ULP  argument          at {:?}, every {stride}. argument",
        numoxide_simd::level()
    );
    for &(name, slice, exact) in FUNCTIONS {
        if names.is_empty() || names.iter().any(|n| n == name) {
            let worst = measure(slice, exact, stride);
            println!("{name:10} {:9.4}  {:e} ({:#010x})", worst.ulp, f32::from_bits(worst.at), worst.at);
            let bound = SINGLE.iter().find(|single| single.0 == name).map_or(BOUND, |single| single.1);
            good &= worst.ulp <= bound;
        }
    }
    if good { std::process::ExitCode::SUCCESS } else { std::process::ExitCode::FAILURE }
}
