//! Measures the functions of complex numbers: nanoseconds an element, at parts from -2 to 2.

use num_complex::Complex;
use numoxide_simd::math::complex::{c64, c128};
use std::hint::black_box;
use std::mem::MaybeUninit;
use std::time::Instant;

const SIZES: [usize; 3] = [8, 1000, 10_000_000];

/// The least time of several rounds, in nanoseconds an element.
fn best(n: usize, mut f: impl FnMut()) -> f64 {
    f();
    let calls = (200_000 / n).max(1);
    let rounds = if n > 1_000_000 { 2 } else { 7 };
    let time = |_| {
        let start = Instant::now();
        (0..calls).for_each(|_| f());
        start.elapsed().as_secs_f64() / calls as f64
    };
    (0..rounds).map(time).fold(f64::INFINITY, f64::min) / n as f64 * 1e9
}

/// Parts without an order that a branch predictor could learn.
fn part(i: usize) -> f64 {
    (i.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 40) as f64 / (1u64 << 22) as f64 - 2.0
}

macro_rules! measure {
    ($module:ident $part:ty, $result:ty: $($name:ident)*) => {
        for (name, slice) in [$((
            stringify!($name),
            $module::slice::$name as fn(&[Complex<$part>], &mut [MaybeUninit<$result>]),
        )),*] {
            print!("{} {name}", stringify!($module));
            for n in SIZES {
                let x: Vec<_> = (0..n).map(|i| Complex::new(part(2 * i) as $part, part(2 * i + 1) as $part)).collect();
                let mut out = vec![MaybeUninit::uninit(); n];
                print!(" {:.3}", best(n, || slice(black_box(&x), black_box(&mut out))));
            }
            println!();
        }
    };
}

fn main() {
    let wanted: Vec<String> = std::env::args().skip(1).collect();
    let all = |kind: &str| wanted.is_empty() || wanted.iter().any(|w| w == kind);
    if all("c128") {
        measure!(c128 f64, f64: absolute);
        measure!(c128 f64, Complex<f64>: sqrt exp exp2 expm1 log log2 log10 log1p sin cos tan arcsin arccos arctan sinh cosh tanh arcsinh arccosh arctanh);
    }
    if all("c64") {
        measure!(c64 f32, f32: absolute);
        measure!(c64 f32, Complex<f32>: sqrt exp exp2 expm1 log log2 log10 log1p sin cos tan arcsin arccos arctan sinh cosh tanh arcsinh arccosh arctanh);
    }
    if all("pow") {
        for (name, exponent) in [
            ("square", Complex::new(2.0, 0.0)),
            ("seventh", Complex::new(7.0, 0.0)),
            ("general", Complex::new(1.3, -0.4)),
        ] {
            print!("pow {name}");
            for n in SIZES {
                let x: Vec<_> = (0..n).map(|i| Complex::new(part(2 * i), part(2 * i + 1))).collect();
                let y = vec![exponent; n];
                let mut out = vec![MaybeUninit::uninit(); n];
                print!(" {:.3}", best(n, || c128::slice::pow(black_box(&x), &y, black_box(&mut out))));
            }
            println!();
        }
    }
}
