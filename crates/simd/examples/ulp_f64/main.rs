//! Measures the error of the `f64` functions, in units in the last place, at random arguments from all parts of their
//! domains: moderate, huge and subnormal ones, and such whose results are near overflow or subnormal.
//!
//! `ulp_f64 [--points N] [NAME ...]` takes `N` arguments (default 1,000,000). The references have about 100 bits; first, they
//! themselves are held against the exact values that `tests/math_f64.rs` uses. Exits with 1 if an error exceeds its bound. The
//! level is the best of the processor, or that of `NUMOXIDE_LEVEL`.

mod double;
mod exact;
mod points;
mod turns;

use double::{Double, Scaled, exponent, scale};
use numoxide_simd::math::f64::slice;
use points::{PAIRS, POINTS, Random};
use std::mem::MaybeUninit;
use std::process::ExitCode;

/// The most an error may be.
const BOUND: f64 = 0.85;

type Slice1 = fn(&[f64], &mut [MaybeUninit<f64>]);
type Slice2 = fn(&[f64], &[f64], &mut [MaybeUninit<f64>]);

/// The loop under test and its reference.
#[derive(Clone, Copy)]
enum Function {
    Unary(Slice1, fn(f64) -> Scaled),
    Binary(Slice2, fn(f64, f64) -> Scaled),
}

macro_rules! functions {
    ($kind:ident: $($name:ident)*) => { [$((stringify!($name), Function::$kind(slice::$name, exact::$name))),*] };
}

fn functions() -> Vec<(&'static str, Function)> {
    let unary = functions! { Unary:
        exp exp2 expm1 log log2 log10 log1p sin cos tan arcsin arccos arctan sinh cosh tanh arcsinh arccosh arctanh
        sqrt cbrt
    };
    let binary = functions! { Binary: pow hypot arctan2 logaddexp logaddexp2 };
    unary.into_iter().chain(binary).collect()
}

/// The distance of `got` from the exact value, in units of the last place that an `f64` of its size has. Where the reference
/// does not judge, 0.
fn distance(got: f64, exact: Scaled) -> f64 {
    let Scaled(value, k) = exact;
    if value.0.is_nan() {
        return 0.0;
    }
    if got.is_nan() || value.0 == 0.0 {
        return if got == 0.0 { 0.0 } else { f64::INFINITY };
    }
    // In such units; past the greatest number, infinity stands for the next power of 2.
    let unit = (exponent(value.0) + k).clamp(-1022, 1023) - 52;
    let top = scale(1.0, 1023 - unit) * 2.0;
    let within = |x: f64| x.clamp(-top, top);
    let got = if got.is_infinite() { top.copysign(got) } else { scale(got, -unit) };
    let Double(high, low) = value.scale(k - unit);
    ((got - within(high)) - if within(high) == high { low } else { 0.0 }).abs()
}

/// The greatest error seen, and where.
#[derive(Clone, Default)]
struct Worst {
    ulp: f64,
    at: Vec<f64>,
}

impl Worst {
    fn update(&mut self, ulp: f64, at: &[f64]) {
        if ulp > self.ulp {
            *self = Worst { ulp, at: at.to_vec() };
        }
    }
}

/// Results of a function under test.
fn results(n: usize, run: impl FnOnce(&mut [MaybeUninit<f64>])) -> Vec<f64> {
    let mut out = vec![MaybeUninit::new(0.0); n];
    run(&mut out);
    // SAFETY: initialised above, whatever the function did.
    out.into_iter().map(|y| unsafe { y.assume_init() }).collect()
}

/// The worst at `n` arguments, which differ by `seed`.
fn measure(name: &str, function: Function, n: usize, seed: u64) -> Worst {
    let mut random = Random::new(seed);
    let mut worst = Worst::default();
    match function {
        Function::Unary(slice, exact) => {
            let spans = POINTS.iter().find(|p| p.0 == name).expect("points").1;
            let x: Vec<f64> = (0..n).map(|i| spans[i % spans.len()].draw(&mut random)).collect();
            for (&x, y) in x.iter().zip(results(n, |out| slice(&x, out))) {
                worst.update(distance(y, exact(x)), &[x]);
            }
        }
        Function::Binary(slice, exact) => {
            let draw = PAIRS.iter().find(|p| p.0 == name).expect("points").1;
            let (x, y): (Vec<f64>, Vec<f64>) = (0..n).map(|i| draw(&mut random, i)).unzip();
            let z = results(n, |out| slice(&x, &y, out));
            for ((&x, &y), z) in x.iter().zip(&y).zip(z) {
                worst.update(distance(z, exact(x, y)), &[x, y]);
            }
        }
    }
    worst
}

/// The worst at about `n` arguments, by all processors.
fn measure_all(name: &str, function: Function, n: usize) -> Worst {
    let threads = std::thread::available_parallelism().map_or(1, |n| n.get());
    std::thread::scope(|scope| {
        let part = |i| scope.spawn(move || measure(name, function, n.div_ceil(threads), i as u64));
        let running: Vec<_> = (0..threads).map(part).collect();
        running.into_iter().map(|t| t.join().expect("a worker panicked")).fold(
            Worst::default(),
            |mut a, b| {
                a.update(b.ulp, &b.at);
                a
            },
        )
    })
}

/// Holds the references against the exact values of the tests; panics where they are wrong.
fn check_references() {
    let tables = [include_str!("../../tests/data/trig.txt"), include_str!("../../tests/data/math_f64.txt")];
    let functions = functions();
    for line in tables.iter().flat_map(|table| table.lines()) {
        let mut words = line.split(' ');
        let name = words.next().expect("a name");
        let numbers: Vec<f64> =
            words.map(|word| f64::from_bits(u64::from_str_radix(word, 16).expect("hexadecimal"))).collect();
        let [ref arguments @ .., near, rest] = numbers[..] else { panic!("{line}") };
        // Special values are the matter of the tests.
        if !near.is_finite() || near.abs() < 1e-290 || arguments.iter().any(|&x| x == 0.0 || !x.is_finite()) {
            continue;
        }
        let found = functions.iter().find(|f| f.0 == name).expect("a function").1;
        let Scaled(value, k) = match (found, arguments) {
            (Function::Unary(_, exact), &[x]) => exact(x),
            (Function::Binary(_, exact), &[x, y]) if name != "pow" || x > 0.0 => exact(x, y),
            _ => continue,
        };
        let error = (value.scale(k) - Double(near, rest)).abs().0 / near.abs();
        assert!(
            error < 1e-25 || value.0.is_nan(),
            "{name} of {arguments:?}: the reference is off by {error:e}"
        );
    }
}

fn main() -> ExitCode {
    let mut names = Vec::new();
    let mut n = 1_000_000;
    let mut args = std::env::args().skip(1);
    while let Some(arg) = args.next() {
        match arg.as_str() {
            "--points" => n = args.next().and_then(|n| n.parse().ok()).expect("--points takes a number"),
            _ => names.push(arg),
        }
    }
    check_references();
    let mut good = true;
    println!("function   worst ULP  argument          at {:?}, {n} arguments", numoxide_simd::level());
    for (name, function) in functions() {
        if names.is_empty() || names.iter().any(|n| n == name) {
            let worst = measure_all(name, function, n);
            println!(
                "{name:10} {:9.4}  {}",
                worst.ulp,
                worst.at.iter().map(|x| format!("{x:e} ")).collect::<String>()
            );
            good &= worst.ulp <= BOUND;
        }
    }
    if good { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
