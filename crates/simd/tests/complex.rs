//! The functions of complex numbers against exact values and against NumPy's special values, and against themselves
//! over slices, at every level.

use num_complex::Complex;
use numoxide_simd::math::complex::{c64, c128};
use numoxide_simd::{Level, available_levels, force_level};
use std::mem::MaybeUninit;
use std::sync::{Mutex, PoisonError};

type C = Complex<f64>;

/// A function of both types, with its bounds: units in the last place of each part, and of the greater part.
struct Function {
    name: &'static str,
    wide: fn(&[C]) -> Vec<C>,
    one: fn(C) -> C,
    narrow: fn(&[C]) -> Vec<C>,
    each: f64,
    whole: f64,
}

fn narrowed(z: C) -> Complex<f32> {
    Complex::new(z.re as f32, z.im as f32)
}

fn widened(z: Complex<f32>) -> C {
    Complex::new(z.re.into(), z.im.into())
}

fn filled<A, B: Copy>(x: &[A], nothing: B, slice: impl Fn(&[A], &mut [MaybeUninit<B>])) -> Vec<B> {
    let mut out = vec![MaybeUninit::new(nothing); x.len()];
    slice(x, &mut out);
    // SAFETY: every element was initialised before the function overwrote it.
    out.into_iter().map(|y| unsafe { y.assume_init() }).collect()
}

macro_rules! functions {
    ($($name:ident $each:literal $whole:literal)*) => {&[$(Function {
        name: stringify!($name),
        wide: |x| filled(x, C::default(), c128::slice::$name),
        one: c128::$name,
        narrow: |x| {
            let x: Vec<_> = x.iter().copied().map(narrowed).collect();
            filled(&x, Complex::default(), c64::slice::$name).into_iter().map(widened).collect()
        },
        each: $each,
        whole: $whole,
    }),*]};
}

const FUNCTIONS: &[Function] = functions! {
    sqrt 1.5 1.2 exp 3.0 2.2 exp2 3.0 2.2 expm1 1e5 3.0 log 2.0 1.2 log2 2.5 1.5 log10 2.5 1.5 log1p 2.0 1.5
    sin 3.0 2.0 cos 3.0 2.0 tan 4.0 3.0 arcsin 2.5 1.7 arccos 2.5 1.7 arctan 2.5 2.0
    sinh 3.0 2.0 cosh 3.0 2.0 tanh 4.0 3.0 arcsinh 2.5 1.7 arccosh 2.5 1.7 arctanh 2.5 2.0
};

/// The bound for both parts of results of two `f32`, which come from `f64`.
const NARROW: f64 = 0.501;

/// Runs `check` at every level. The level is one for the whole process, so the tests take turns.
fn at_every_level(check: impl Fn(Level)) {
    static TURN: Mutex<()> = Mutex::new(());
    let _turn = TURN.lock().unwrap_or_else(PoisonError::into_inner);
    for &level in available_levels() {
        assert_eq!(force_level(level), level);
        check(level);
    }
}

/// A line of `complex.txt`: arguments, and each part of the result with what its nearest float lacks.
struct Row {
    arguments: Vec<C>,
    near: C,
    rest: C,
}

fn table(kind: &str, name: &str) -> Vec<Row> {
    let float = |word: &str| f64::from_bits(u64::from_str_radix(word, 16).unwrap());
    let row = |line: &'static str| {
        let words: Vec<&str> = line.split(' ').collect();
        if words[..2] != [kind, name] {
            return None;
        }
        let numbers: Vec<f64> = words[2..].iter().map(|word| float(word)).collect();
        let (arguments, result) = numbers.split_at(numbers.len() - 4);
        Some(Row {
            arguments: arguments.chunks(2).map(|pair| C::new(pair[0], pair[1])).collect(),
            near: C::new(result[0], result[2]),
            rest: C::new(result[1], result[3]),
        })
    };
    let rows: Vec<_> = include_str!("data/complex.txt").lines().filter_map(row).collect();
    assert!(rows.len() > 30, "{name} has no table");
    rows
}

/// The type of a part: the bits of its significand, and the least and the greatest exponent.
struct Format {
    bits: i32,
    least: i32,
    greatest: i32,
}

const F32: Format = Format { bits: 23, least: -126, greatest: 127 };
const F64: Format = Format { bits: 52, least: -1022, greatest: 1023 };

impl Format {
    fn unit(&self, size: f64) -> f64 {
        let exponent = ((size.to_bits() >> 52) as i32 & 0x7ff) - 1023;
        // In two factors, each of which is a normal number.
        2f64.powi(exponent.clamp(self.least, self.greatest)) * 2f64.powi(-self.bits)
    }

    /// The error of a part in units of the last place of `size`; infinite for a wrong sign, infinity or NaN.
    fn error(&self, got: f64, near: f64, rest: f64, size: f64) -> f64 {
        // A result whose exact value is beyond the last float may be infinite.
        let end = 2f64.powi(self.greatest) * (2.0 - 2f64.powi(-self.bits - 1));
        let infinite = |x: f64| x.abs() >= end;
        if infinite(got) || infinite(near) {
            return if infinite(got) && infinite(near) && got * near > 0.0 { 0.0 } else { f64::INFINITY };
        }
        if got.is_sign_negative() != near.is_sign_negative() {
            return f64::INFINITY;
        }
        (((got - near) - rest) / self.unit(size.min(end))).abs()
    }

    /// The greater error of the parts: each in its own units, and both in those of the greater.
    fn errors(&self, got: C, row: &Row) -> (f64, f64) {
        let size = row.near.re.abs().max(row.near.im.abs());
        let error = |size_re: f64, size_im: f64| {
            let re = self.error(got.re, row.near.re, row.rest.re, size_re.abs());
            re.max(self.error(got.im, row.near.im, row.rest.im, size_im.abs()))
        };
        (error(row.near.re, row.near.im), error(size, size))
    }
}

/// Asserts that the results of a function are near the exact ones.
fn check(context: &str, format: &Format, rows: &[Row], results: &[C], (each, whole): (f64, f64)) {
    let (mut worst_each, mut worst_whole) = (0.0f64, 0.0f64);
    let mut far = Vec::new();
    for (row, got) in rows.iter().zip(results) {
        let (of_parts, of_whole) = format.errors(*got, row);
        if of_parts > each || of_whole > whole {
            far.push(format!(
                "{:e} of {:e}: {of_parts} and {of_whole} ULP from {:e}",
                got, row.arguments[0], row.near
            ));
        }
        (worst_each, worst_whole) = (worst_each.max(of_parts), worst_whole.max(of_whole));
    }
    assert!(far.is_empty(), "{context}: {far:#?}");
    println!("{context}: {worst_each:.3} ULP of each part, {worst_whole:.3} of the greater");
}

#[test]
fn parts_are_near_the_exact_ones() {
    at_every_level(|level| {
        for function in FUNCTIONS {
            for (kind, format, run) in [("c128", F64, function.wide), ("c64", F32, function.narrow)] {
                let rows = table(kind, function.name);
                let x: Vec<_> = rows.iter().map(|row| row.arguments[0]).collect();
                let bounds = if kind == "c64" { (NARROW, NARROW) } else { (function.each, function.whole) };
                check(&format!("{level:?} {kind} {}", function.name), &format, &rows, &run(&x), bounds);
            }
        }
    });
}

#[test]
fn absolute_values_are_near_the_exact_ones() {
    at_every_level(|level| {
        let rows = table("c128", "absolute");
        let x: Vec<_> = rows.iter().map(|row| row.arguments[0]).collect();
        let lengths: Vec<_> = filled(&x, 0.0, c128::slice::absolute).into_iter().map(C::from).collect();
        check(&format!("{level:?} c128 absolute"), &F64, &rows, &lengths, (1.1, 1.1));
        let rows = table("c64", "absolute");
        let x: Vec<_> = rows.iter().map(|row| narrowed(row.arguments[0])).collect();
        let lengths = filled(&x, 0.0, c64::slice::absolute).into_iter().map(|y| C::from(f64::from(y)));
        check(
            &format!("{level:?} c64 absolute"),
            &F32,
            &rows,
            &lengths.collect::<Vec<_>>(),
            (NARROW, NARROW),
        );
    });
}

#[test]
fn powers_are_near_the_exact_ones() {
    at_every_level(|level| {
        for row in table("c128", "pow") {
            let [base, exponent] = row.arguments[..] else { panic!("two arguments") };
            let got = c128::pow(base, exponent);
            // The rounding of the logarithm is as large as the angle and the logarithm of the result.
            let bound = 4.0 + exponent.l1_norm() * (4.0 + base.l1_norm().ln().abs());
            assert!(
                F64.errors(got, &row).1 <= bound,
                "{base} to the {exponent} at {level:?}: {got} for {}",
                row.near
            );
        }
        for row in table("c64", "pow") {
            let [base, exponent] = row.arguments[..] else { panic!("two arguments") };
            let got = widened(c64::pow(narrowed(base), narrowed(exponent)));
            assert!(F32.errors(got, &row).1 <= NARROW, "{base} to the {exponent} at {level:?}: {got}");
        }
    });
}

fn spelled(x: f64) -> &'static str {
    match (x.is_nan(), x == 0.0, x.is_infinite(), x.is_sign_negative()) {
        (true, ..) => "nan",
        (_, true, _, false) => "0",
        (_, true, _, true) => "-0",
        (_, _, true, false) => "inf",
        (_, _, true, true) => "-inf",
        (.., false) => "+",
        (.., true) => "-",
    }
}

#[test]
fn special_values_are_those_of_numpy() {
    at_every_level(|level| {
        let mut different = Vec::new();
        for line in include_str!("data/complex_special.txt").lines() {
            let words: Vec<&str> = line.split(' ').collect();
            let (name, numbers, wanted) = (words[0], &words[1..words.len() - 2], &words[words.len() - 2..]);
            let numbers: Vec<f64> = numbers.iter().map(|word| word.parse().unwrap()).collect();
            let x: Vec<C> = numbers.chunks(2).map(|pair| C::new(pair[0], pair[1])).collect();
            let got = match name {
                "absolute" => C::new(c128::absolute(x[0]), 0.0),
                "pow" => c128::pow(x[0], x[1]),
                _ => (FUNCTIONS.iter().find(|function| function.name == name).unwrap().one)(x[0]),
            };
            if [spelled(got.re), spelled(got.im)] != *wanted {
                different.push(format!("{line} at {level:?}: {got}"));
            }
        }
        assert!(different.is_empty(), "{different:#?}");
    });
}

#[test]
fn slices_give_what_single_values_give() {
    let bits = |z: &C| [z.re, z.im].map(|part| if part.is_nan() { 0 } else { part.to_bits() });
    at_every_level(|level| {
        for function in FUNCTIONS {
            let x: Vec<_> = table("c128", function.name).iter().map(|row| row.arguments[0]).collect();
            let single: Vec<_> = x.iter().map(|&x| (function.one)(x)).collect();
            for (start, end) in [(0, x.len()), (1, x.len()), (3, 4), (2, 19), (5, 5)] {
                let got = (function.wide)(&x[start..end]);
                let same = got.iter().map(bits).eq(single[start..end].iter().map(bits));
                assert!(same, "{} of {start}..{end} at {level:?}", function.name);
            }
        }
    });
}
