//! Measures the `f32` functions: nanoseconds an element, for arguments between 0.01 and 0.99.

use numoxide_simd::math::f32 as ours;
use std::hint::black_box;
use std::mem::MaybeUninit;
use std::time::Instant;

/// A loop over a slice.
type Slice = fn(&[f32], &mut [MaybeUninit<f32>]);

/// The least time of several rounds, in nanoseconds an element.
fn best(n: usize, mut f: impl FnMut()) -> f64 {
    f();
    let calls = (500_000 / n).max(1);
    let time = |_| {
        let start = Instant::now();
        (0..calls).for_each(|_| f());
        start.elapsed().as_secs_f64() / calls as f64
    };
    (0..9).map(time).fold(f64::INFINITY, f64::min) / n as f64 * 1e9
}

fn main() {
    let wanted: Vec<String> = std::env::args().skip(1).collect();
    macro_rules! unary {
        ($($name:ident)*) => { [$((stringify!($name), ours::slice::$name as Slice)),*] };
    }
    let functions = unary! {
        exp log sin cos tanh sqrt cbrt log1p arctan exp2
        expm1 log2 log10 tan arcsin arccos sinh cosh arcsinh arccosh arctanh
    };
    println!("{:10} {:>8} {:>8} {:>8}  at {:?}", "function", "8", "1000", "10M", numoxide_simd::level());
    for (name, slice) in functions {
        if !wanted.is_empty() && !wanted.iter().any(|w| w == name) {
            continue;
        }
        let shift = if name == "arccosh" { 1.0 } else { 0.0 };
        print!("{name:10}");
        for n in [8, 1000, 10_000_000] {
            let x: Vec<f32> =
                (0..n).map(|i| 0.01 + 0.98 * ((i * 7919 % 10007) as f32 / 10007.0) + shift).collect();
            let mut out = vec![MaybeUninit::uninit(); n];
            print!(" {:8.3}", best(n, || slice(black_box(&x), black_box(&mut out))));
        }
        println!();
    }
    macro_rules! binary {
        ($($name:ident)*) => { [$((stringify!($name), ours::slice::$name as fn(&[f32], &[f32], &mut [MaybeUninit<f32>]))),*] };
    }
    for (name, slice) in binary! { pow hypot arctan2 } {
        if !wanted.is_empty() && !wanted.iter().any(|w| w == name) {
            continue;
        }
        print!("{name:10}");
        for n in [8, 1000, 10_000_000] {
            let x: Vec<f32> = (0..n).map(|i| 0.01 + 0.98 * ((i * 7919 % 10007) as f32 / 10007.0)).collect();
            let y: Vec<f32> = x.iter().rev().copied().collect();
            let mut out = vec![MaybeUninit::uninit(); n];
            print!(" {:8.3}", best(n, || slice(black_box(&x), &y, black_box(&mut out))));
        }
        println!();
    }
}
