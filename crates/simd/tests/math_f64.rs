//! The functions of `f64` against exact values, C99's special values, and themselves at every level, length, offset and
//! stride. Millions of arguments are the matter of the example `ulp_f64`.

use numoxide_simd::math::f64 as math;
use numoxide_simd::{Level, available_levels, force_level};
use std::f64::consts::{FRAC_PI_2, FRAC_PI_4, PI};
use std::mem::MaybeUninit;
use std::sync::{Mutex, MutexGuard, PoisonError};

type Strip = unsafe fn(usize, *const f64, isize, *mut f64, isize);
type Slice1 = fn(&[f64], &mut [MaybeUninit<f64>]);
type Slice2 = fn(&[f64], &[f64], &mut [MaybeUninit<f64>]);
type Unary = (&'static str, fn(f64) -> f64, Slice1, Strip);
type Binary = (&'static str, fn(f64, f64) -> f64, Slice2);

macro_rules! unary {
    ($($name:ident)*) => { &[$((stringify!($name), math::$name, math::slice::$name, math::strip::$name)),*] };
}

macro_rules! binary {
    ($($name:ident)*) => { &[$((stringify!($name), math::$name, math::slice::$name)),*] };
}

const UNARY: &[Unary] = unary! {
    exp exp2 expm1 log log2 log10 log1p sin cos tan arcsin arccos arctan sinh cosh tanh arcsinh arccosh arctanh sqrt cbrt
};

const BINARY: &[Binary] = binary! { pow hypot arctan2 logaddexp logaddexp2 };

/// The level is one for the whole process, so tests that force it take turns.
fn turn() -> MutexGuard<'static, ()> {
    static TURN: Mutex<()> = Mutex::new(());
    TURN.lock().unwrap_or_else(PoisonError::into_inner)
}

fn at_every_level(check: impl Fn(Level)) {
    let _turn = turn();
    for &level in available_levels() {
        assert_eq!(force_level(level), level);
        check(level);
    }
}

fn initialised(out: Vec<MaybeUninit<f64>>) -> Vec<f64> {
    // SAFETY: all tests begin with zeros, whatever the functions do.
    out.into_iter().map(|v| unsafe { v.assume_init() }).collect()
}

fn values(function: Slice1, x: &[f64]) -> Vec<f64> {
    let mut out = vec![MaybeUninit::new(0.0); x.len()];
    function(x, &mut out);
    initialised(out)
}

fn values2(function: Slice2, x: &[f64], y: &[f64]) -> Vec<f64> {
    let mut out = vec![MaybeUninit::new(0.0); x.len()];
    function(x, y, &mut out);
    initialised(out)
}

/// The error of `got` in units in the last place of the exact value `near + rest`; infinite for what is not even the same
/// zero, infinity or NaN.
fn ulp_error(got: f64, near: f64, rest: f64) -> f64 {
    if got.is_nan() || near.is_nan() || got.is_sign_negative() != near.is_sign_negative() {
        return if got.is_nan() && near.is_nan() { 0.0 } else { f64::INFINITY };
    }
    if got == near && rest == 0.0 {
        return 0.0;
    }
    let exponent = (near.abs().to_bits() >> 52).max(1) as i32;
    // Scaled up, so that neither the unit nor the rest underflows.
    let scale = 2f64.powi(1023 - exponent);
    let unit = 2f64.powi(-52);
    (((got * scale - near * scale) - rest * scale) / unit).abs()
}

fn bits(word: &str) -> f64 {
    f64::from_bits(u64::from_str_radix(word, 16).expect("hexadecimal"))
}

struct Row {
    name: &'static str,
    arguments: Vec<f64>,
    near: f64,
    rest: f64,
}

fn rows() -> Vec<Row> {
    let lines = include_str!("data/trig.txt").lines().chain(include_str!("data/math_f64.txt").lines());
    let row = |line: &'static str| {
        let words: Vec<&str> = line.split(' ').collect();
        let numbers: Vec<f64> = words[1..].iter().copied().map(bits).collect();
        let [ref arguments @ .., near, rest] = numbers[..] else { panic!("{line}") };
        Row { name: words[0], arguments: arguments.to_vec(), near, rest }
    };
    lines.map(row).collect()
}

#[test]
fn exact_values() {
    let rows = rows();
    for (name, ..) in UNARY.iter().filter(|f| f.0 != "sqrt") {
        assert!(rows.iter().filter(|row| row.name == *name).count() > 150, "{name} has no table");
    }
    at_every_level(|level| {
        let mut wrong = Vec::new();
        for Row { name, arguments, near, rest } in &rows {
            let got = match arguments[..] {
                [x] => UNARY.iter().find(|f| f.0 == *name).expect("a function").1(x),
                [x, y] => BINARY.iter().find(|f| f.0 == *name).expect("a function").1(x, y),
                _ => panic!("{name}"),
            };
            let error = ulp_error(got, *near, *rest);
            if error > 0.85 {
                wrong.push(format!("{name} of {arguments:?}: {got:e} is {error} ULP from {near:e}"));
            }
        }
        assert!(wrong.is_empty(), "{level:?}\n{}", wrong.join("\n"));
    });
}

fn same(got: f64, wanted: f64) -> bool {
    got.to_bits() == wanted.to_bits() || (got.is_nan() && wanted.is_nan())
}

#[test]
fn special_values_of_trigonometry() {
    let (inf, nan) = (f64::INFINITY, f64::NAN);
    let cases: [(&str, f64, f64); 31] = [
        ("sin", 0.0, 0.0),
        ("sin", -0.0, -0.0),
        ("sin", inf, nan),
        ("sin", -inf, nan),
        ("sin", nan, nan),
        ("sin", -5e-324, -5e-324),
        ("cos", 0.0, 1.0),
        ("cos", -0.0, 1.0),
        ("cos", inf, nan),
        ("cos", nan, nan),
        ("tan", 0.0, 0.0),
        ("tan", -0.0, -0.0),
        ("tan", -inf, nan),
        ("tan", nan, nan),
        ("arcsin", 0.0, 0.0),
        ("arcsin", -0.0, -0.0),
        ("arcsin", -1.0, -FRAC_PI_2),
        ("arcsin", 1.0000000000000002, nan),
        ("arcsin", -inf, nan),
        ("arcsin", nan, nan),
        ("arccos", 1.0, 0.0),
        ("arccos", -1.0, PI),
        ("arccos", -0.0, FRAC_PI_2),
        ("arccos", -1.0000000000000002, nan),
        ("arccos", inf, nan),
        ("arccos", nan, nan),
        ("arctan", 0.0, 0.0),
        ("arctan", -0.0, -0.0),
        ("arctan", -inf, -FRAC_PI_2),
        ("arctan", 1.0, FRAC_PI_4),
        ("arctan", nan, nan),
    ];
    at_every_level(|level| {
        for &(name, x, wanted) in &cases {
            let function = UNARY.iter().find(|f| f.0 == name).expect("a function");
            let got = function.1(x);
            assert!(same(got, wanted), "{level:?} {name}({x}) = {got}, not {wanted}");
        }
    });
}

#[test]
fn arctan2_of_zeros_and_infinities() {
    let inf = f64::INFINITY;
    let three_quarters = 3.0 * FRAC_PI_4;
    let cases = [
        (0.0, 0.0, 0.0),
        (0.0, -0.0, PI),
        (0.0, 1.0, 0.0),
        (0.0, -1.0, PI),
        (1.0, 0.0, FRAC_PI_2),
        (1.0, -0.0, FRAC_PI_2),
        (1.0, inf, 0.0),
        (1.0, -inf, PI),
        (inf, 1.0, FRAC_PI_2),
        (inf, -1.0, FRAC_PI_2),
        (inf, inf, FRAC_PI_4),
        (inf, -inf, three_quarters),
        (1.0, 1.0, FRAC_PI_4),
        (1.0, -1.0, three_quarters),
        (5e-324, 5e-324, FRAC_PI_4),
        (5e-324, f64::MAX, 0.0),
        (f64::MAX, 5e-324, FRAC_PI_2),
        (5e-324, -f64::MAX, PI),
        (5e-324, 2.0, 0.0),
        (f64::MAX, -f64::MAX, three_quarters),
    ];
    at_every_level(|level| {
        for &(y, x, wanted) in &cases {
            for sign in [1.0, -1.0] {
                let got = math::arctan2(sign * y, x);
                assert!(same(got, sign * wanted), "{level:?} arctan2({}, {x}) = {got}", sign * y);
            }
        }
        assert!(math::arctan2(f64::NAN, 1.0).is_nan() && math::arctan2(0.0, f64::NAN).is_nan());
        assert!(math::arctan2(f64::INFINITY, f64::NAN).is_nan());
    });
}

/// Points of every path, so mixed that blocks hold common and rare ones.
fn mixed() -> Vec<f64> {
    let mut state = 1u64;
    let mut random = move || {
        state = state.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
        (state >> 11) as f64 / 2f64.powi(53)
    };
    let mut point = |i: usize| match i % 11 {
        0 => 1e20 * random(),
        1 if i.is_multiple_of(3) => f64::INFINITY,
        2 => -1e5 * random(),
        3 if i.is_multiple_of(5) => f64::NAN,
        4 if i.is_multiple_of(7) => 1e-310 * random(),
        4 => 1400.0 * random() - 700.0,
        5 if i.is_multiple_of(7) => -0.0,
        _ => 2.4 * random() - 1.2,
    };
    (0..601).map(&mut point).collect()
}

fn same_bits(a: &[f64], b: &[f64]) -> bool {
    a.len() == b.len() && a.iter().zip(b).all(|(a, b)| same(*a, *b))
}

#[test]
fn bits_do_not_depend_on_place() {
    let x = mixed();
    let y: Vec<f64> = x.iter().rev().copied().collect();
    at_every_level(|level| {
        for &(name, one, slice, strip) in UNARY {
            let single: Vec<f64> = x.iter().map(|&x| one(x)).collect();
            for from in (0..40).chain([300, 599, 601]) {
                for to in [from, x.len().min(from + 1), x.len().min(from + 17), x.len()] {
                    let got = values(slice, &x[from..to]);
                    assert!(same_bits(&got, &single[from..to]), "{level:?} {name} {from}..{to}");
                }
            }
            let mut out = vec![0.0; 600];
            // SAFETY: 300 elements, every second one backwards in `x`, every second one forwards in `out`.
            unsafe { strip(300, x.as_ptr().add(600), -16, out.as_mut_ptr(), 16) };
            let alike = (0..300).all(|i| same(out[2 * i], single[600 - 2 * i]) && out[2 * i + 1] == 0.0);
            assert!(alike, "{level:?} {name} of a strip");
        }
        for &(name, one, slice) in BINARY {
            let single: Vec<f64> = x.iter().zip(&y).map(|(&x, &y)| one(x, y)).collect();
            for from in 0..40 {
                let got = values2(slice, &x[from..], &y[from..]);
                assert!(same_bits(&got, &single[from..]), "{level:?} {name} {from}..");
            }
        }
    });
}

/// Groups of one pair, which take the path of that pair alone, and groups that hold one such pair.
#[test]
fn bits_do_not_depend_on_neighbours() {
    let least = f64::MIN_POSITIVE;
    let edges = [
        0.0,
        5e-324,
        least / 2.0,
        least,
        0.5,
        0.999,
        1.0,
        1.5,
        2.0,
        3.0,
        340.0,
        1021.5,
        1e30,
        1e300,
        f64::MAX,
    ];
    let others = [f64::INFINITY, f64::NAN];
    let edges: Vec<f64> = edges.iter().chain(&others).flat_map(|&x| [x, -x]).collect();
    at_every_level(|level| {
        for &(name, one, slice) in BINARY {
            for (&x, &y) in edges.iter().flat_map(|x| edges.iter().map(move |y| (x, y))) {
                let single = one(x, y);
                let alike = values2(slice, &[x; 16], &[y; 16]);
                assert!(alike.iter().all(|&got| same(got, single)), "{level:?} {name} {x:e} {y:e}");
                let (mut a, mut b) = ([1.25; 16], [0.75; 16]);
                (a[5], b[5]) = (x, y);
                let mixed = values2(slice, &a, &b);
                assert!(same(mixed[5], single), "{level:?} {name} {x:e} {y:e} in a group");
                assert!(same(mixed[6], one(1.25, 0.75)), "{level:?} {name} beside {x:e} {y:e}");
            }
        }
    });
}

#[test]
fn levels_with_fma_agree() {
    let _turn = turn();
    if !available_levels().contains(&Level::V4) {
        return;
    }
    let x = mixed();
    let y: Vec<f64> = x.iter().rev().copied().collect();
    let all = |level| {
        force_level(level);
        let unary = UNARY.iter().map(|f| values(f.2, &x));
        unary.chain(BINARY.iter().map(|f| values2(f.2, &x, &y))).collect::<Vec<_>>()
    };
    for (at, (v3, v4)) in all(Level::V3).iter().zip(&all(Level::V4)).enumerate() {
        assert!(same_bits(v3, v4), "function {at}");
    }
}

/// The odd `r` with `r^2 = square` modulo a power of two, for `square = 1` modulo 8, up to signs and half the modulus.
fn root_modulo(square: i128, bits: u32) -> i128 {
    (3..bits).fold(
        1,
        |root, bit| if (root * root - square) >> bit & 1 == 1 { root + (1 << (bit - 1)) } else { root },
    )
}

/// Numbers whose roots are as good as in the middle between two others, and these roots.
///
/// The middle is `m / 2^53` for an odd `m` of 54 bits; `m^2 + k` is a number times `2^bits`, so that its root lies about
/// `k / 2^107` beyond the middle.
fn hardest_roots() -> Vec<(f64, f64)> {
    let mut found = Vec::new();
    for (k, bits) in (-4097i128..4096).step_by(8).flat_map(|k| [(k, 54), (k, 55)]) {
        let modulus = 1i128 << bits;
        let root = root_modulo(-k, bits);
        for m in [root, -root, root + modulus / 2, modulus / 2 - root].map(|m| m.rem_euclid(modulus)) {
            let scaled = (m * m + k) >> bits;
            if m >> 53 != 1 || scaled >> 52 != 1 {
                continue;
            }
            assert_eq!(scaled << bits, m * m + k);
            let unit = 2f64.powi(if bits == 54 { -52 } else { -51 });
            let nearest = if k > 0 { m / 2 + 1 } else { m / 2 };
            found.push((scaled as f64 * unit, nearest as f64 * 2f64.powi(-52)));
        }
    }
    found
}

/// Against integers for the hardest, and the processor's own root, which IEEE 754 demands to be correct, for the others.
#[test]
fn roots_are_correctly_rounded() {
    let hardest = hardest_roots();
    assert!(hardest.len() > 1000, "{}", hardest.len());
    let mut bits = 0x9E37_79B9_7F4A_7C15u64;
    let random: Vec<f64> = (0..1_000_000)
        .map(|_| {
            bits = bits.wrapping_mul(0xD134_2543_DE82_EF95).wrapping_add(1);
            f64::from_bits(bits >> 1)
        })
        .collect();
    let special =
        [0.0, -0.0, 5e-324, -5e-324, f64::MIN_POSITIVE, 1e-290, -1.0, f64::MAX, f64::INFINITY, f64::NAN];
    at_every_level(|level| {
        // Whole powers of four move the root by whole powers of two.
        for scale in [0, -400, 300] {
            let x: Vec<f64> = hardest.iter().map(|pair| pair.0 * 4f64.powi(scale)).collect();
            for (got, &(x, root)) in values(math::slice::sqrt, &x).into_iter().zip(&hardest) {
                assert_eq!(got, root * 2f64.powi(scale), "{x} at {level:?}");
            }
        }
        for x in [&random[..], &special].concat().chunks(1001) {
            for (got, x) in values(math::slice::sqrt, x).into_iter().zip(x) {
                assert!(same(got, x.sqrt()), "{x} at {level:?}");
            }
        }
    });
}
