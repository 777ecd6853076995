//! The functions of `f32` against exact values and C99's special values, and against themselves at every level,
//! length, offset and stride. All 2^32 arguments are the matter of the example `ulp_f32`.

use numoxide_simd::math::f32 as math;
use numoxide_simd::{Level, available_levels, force_level};
use std::mem::MaybeUninit;
use std::sync::{Mutex, PoisonError};

type Slice1 = fn(&[f32], &mut [MaybeUninit<f32>]);
type Slice2 = fn(&[f32], &[f32], &mut [MaybeUninit<f32>]);
type Strip1 = unsafe fn(usize, *const f32, isize, *mut f32, isize);

struct Unary {
    name: &'static str,
    one: fn(f32) -> f32,
    slice: Slice1,
    strip: Strip1,
    bound: f64,
}

struct Binary {
    name: &'static str,
    one: fn(f32, f32) -> f32,
    slice: Slice2,
    /// The most an error may be, in units of the last place.
    bound: f64,
}

macro_rules! unary {
    ($($name:ident $bound:literal)*) => {&[$(Unary {
        name: stringify!($name),
        one: math::$name,
        slice: math::slice::$name,
        strip: math::strip::$name,
        bound: $bound,
    }),*]};
}

const UNARY: &[Unary] = unary! {
    exp 0.79 exp2 0.77 expm1 0.87 log 0.85 log2 0.93 log10 0.82 log1p 0.88 sin 0.91 cos 0.91 tan 0.94 arcsin 0.69
    arccos 0.68 arctan 0.97 sinh 0.94 cosh 0.77 tanh 0.75 arcsinh 0.91 arccosh 0.84 arctanh 0.88 sqrt 0.5 cbrt 0.52
};

macro_rules! binary {
    ($($name:ident $bound:literal)*) => {&[$(Binary {
        name: stringify!($name),
        one: math::$name,
        slice: math::slice::$name,
        bound: $bound,
    }),*]};
}

const BINARY: &[Binary] = binary! { pow 0.8 hypot 0.55 arctan2 0.95 logaddexp 0.55 logaddexp2 0.55 };

/// Runs `check` at every level. The level is one for the whole process, so the tests take turns.
fn at_every_level(check: impl Fn(Level)) {
    static TURN: Mutex<()> = Mutex::new(());
    let _turn = TURN.lock().unwrap_or_else(PoisonError::into_inner);
    for &level in available_levels() {
        assert_eq!(force_level(level), level);
        check(level);
    }
}

fn initialised(out: Vec<MaybeUninit<f32>>) -> Vec<f32> {
    // SAFETY: the functions under test have written every element; the tests began with zeros anyway.
    out.into_iter().map(|x| unsafe { x.assume_init() }).collect()
}

fn values(slice: Slice1, x: &[f32]) -> Vec<f32> {
    let mut out = vec![MaybeUninit::new(0.0); x.len()];
    slice(x, &mut out);
    initialised(out)
}

fn values2(slice: Slice2, x: &[f32], y: &[f32]) -> Vec<f32> {
    let mut out = vec![MaybeUninit::new(0.0); x.len()];
    slice(x, y, &mut out);
    initialised(out)
}

fn same(a: f32, b: f32) -> bool {
    a.to_bits() == b.to_bits() || a.is_nan() && b.is_nan()
}

/// The distance of `got` from `exact` in units of the last place that an `f32` of `exact`'s size has; infinite for a
/// wrong sign, NaN or infinity.
fn distance(got: f32, exact: f64) -> f64 {
    if got.is_nan() || exact.is_nan() {
        return if got.is_nan() && exact.is_nan() { 0.0 } else { f64::INFINITY };
    }
    if got.is_sign_negative() != exact.is_sign_negative() {
        return f64::INFINITY;
    }
    let end = 2f64.powi(128);
    let (got, exact) = (f64::from(got).abs().min(end), exact.abs().min(end));
    let exponent = ((exact.to_bits() >> 52) as i32 - 1023).clamp(-126, 127);
    (got - exact).abs() / 2f64.powi(exponent - 23)
}

struct Row {
    name: &'static str,
    arguments: Vec<f32>,
    exact: f64,
}

fn table() -> Vec<Row> {
    let hex = |word: &str| u64::from_str_radix(word, 16).unwrap();
    let row = |line: &'static str| {
        let words: Vec<&str> = line.split(' ').collect();
        let (last, front) = words[1..].split_last().unwrap();
        Row {
            name: words[0],
            arguments: front.iter().map(|w| f32::from_bits(hex(w) as u32)).collect(),
            exact: f64::from_bits(hex(last)),
        }
    };
    include_str!("data/math_f32.txt").lines().map(row).collect()
}

#[test]
fn one_argument_at_hard_and_special_points() {
    let table = table();
    at_every_level(|level| {
        for function in UNARY {
            let rows: Vec<&Row> = table.iter().filter(|row| row.name == function.name).collect();
            assert!(rows.len() > 100, "{} has no table", function.name);
            let x: Vec<f32> = rows.iter().map(|row| row.arguments[0]).collect();
            for (row, got) in rows.iter().zip(values(function.slice, &x)) {
                let (name, x) = (row.name, row.arguments[0]);
                let error = distance(got, row.exact);
                assert!(
                    error <= function.bound,
                    "{name}({x:e}) at {level:?}: {got:e} is {error} ULP from {:e}",
                    row.exact
                );
                assert!(same((function.one)(x), got), "{name}({x:e}) alone at {level:?}");
            }
        }
    });
}

#[test]
fn two_arguments_at_hard_and_special_points() {
    let table = table();
    at_every_level(|level| {
        for function in BINARY {
            let rows: Vec<&Row> = table.iter().filter(|row| row.name == function.name).collect();
            assert!(rows.len() > 100, "{} has no table", function.name);
            let x: Vec<f32> = rows.iter().map(|row| row.arguments[0]).collect();
            let y: Vec<f32> = rows.iter().map(|row| row.arguments[1]).collect();
            for (row, got) in rows.iter().zip(values2(function.slice, &x, &y)) {
                let (name, x, y) = (row.name, row.arguments[0], row.arguments[1]);
                let error = distance(got, row.exact);
                assert!(
                    error <= function.bound,
                    "{name}({x:e}, {y:e}) at {level:?}: {got:e} is {error} ULP from {:e}",
                    row.exact
                );
                assert!(same((function.one)(x, y), got), "{name}({x:e}, {y:e}) alone at {level:?}");
            }
        }
    });
}

/// Arguments of every kind and size, in no order.
fn mixture(n: usize) -> Vec<f32> {
    let kind = |i: usize| {
        let bits = (i as u32).wrapping_mul(0x9E37_79B9);
        match i % 4 {
            0 => f32::from_bits(bits),
            1 => (bits as f32 / u32::MAX as f32) * 4.0 - 2.0,
            2 => (bits as f32 / u32::MAX as f32) * 200.0 - 100.0,
            _ => (bits as f32 / u32::MAX as f32).abs(),
        }
    };
    (0..n).map(kind).collect()
}

#[test]
fn levels_with_fused_multiply_add_give_the_same_bits() {
    let x = mixture(4001);
    let y: Vec<f32> = x.iter().rev().copied().collect();
    let all = |_| {
        let unary = UNARY.iter().map(|f| values(f.slice, &x));
        unary.chain(BINARY.iter().map(|f| values2(f.slice, &x, &y))).collect::<Vec<_>>()
    };
    let results = Mutex::new(Vec::new());
    at_every_level(|level| {
        if level > Level::Baseline {
            results.lock().unwrap().push(all(level));
        }
    });
    let results = results.into_inner().unwrap();
    let names = UNARY.iter().map(|f| f.name).chain(BINARY.iter().map(|f| f.name));
    for (i, name) in names.enumerate() {
        for pair in results.windows(2) {
            for (a, b) in pair[0][i].iter().zip(&pair[1][i]) {
                assert!(same(*a, *b), "{name} gives {a:e} and {b:e}");
            }
        }
    }
}

#[test]
fn length_offset_and_stride_change_no_bits() {
    let x = mixture(300);
    at_every_level(|level| {
        for function in UNARY {
            let whole = values(function.slice, &x);
            for (first, n) in
                [(0, 1), (1, 3), (5, 8), (3, 15), (2, 16), (7, 17), (1, 33), (9, 130), (11, 289)]
            {
                let part = values(function.slice, &x[first..first + n]);
                let alike = part.iter().zip(&whole[first..]).all(|(a, b)| same(*a, *b));
                assert!(alike, "{} of {n} from {first} at {level:?}", function.name);
            }
            let mut out = vec![0.0f32; 300];
            // SAFETY: 150 elements, every second one backwards in `x`, every second one forwards in `out`.
            unsafe { (function.strip)(150, x.as_ptr().add(299), -8, out.as_mut_ptr(), 8) };
            let alike = (0..150).all(|i| same(out[2 * i], whole[299 - 2 * i]) && out[2 * i + 1] == 0.0);
            assert!(alike, "{} of a strip at {level:?}", function.name);
        }
    });
}

#[test]
#[should_panic(expected = "slices of different lengths")]
fn lengths_must_agree() {
    math::slice::exp(&[1.0, 2.0], &mut [MaybeUninit::uninit()]);
}

/// Every number from 1 to 4, whose roots are those of all others but for powers of two, and the ends of the range; against the
/// processor's own root, which IEEE 754 demands to be correct.
#[test]
fn roots_are_correctly_rounded() {
    let ends = [0..0x1000u32, 0x0FFF_F000..0x1000_1000, 0x7F7F_F000..0x7F80_1000, 0x8000_0000..0x8000_1000];
    let bits = ends.into_iter().flatten().chain(1f32.to_bits()..4f32.to_bits());
    let x: Vec<f32> = bits.map(f32::from_bits).collect();
    at_every_level(|level| {
        let mut out = vec![MaybeUninit::new(0.0); x.len()];
        math::slice::sqrt(&x, &mut out);
        for (got, x) in initialised(out).into_iter().zip(&x) {
            let wanted = x.sqrt();
            let same = got.to_bits() == wanted.to_bits() || (got.is_nan() && wanted.is_nan());
            assert!(same, "{x:e} ({:#x}) at {level:?}: {got:e}", x.to_bits());
        }
    });
}
