//! Casts against NumPy's `astype`, for every pair of element types, at every level.

use half::{bf16, f16};
use num_complex::Complex;
use numoxide_simd::convert::{Convert, convert_slice};
use numoxide_simd::{available_levels, force_level};
use std::collections::HashMap;
use std::mem::MaybeUninit;

/// A type whose values can be read from, and compared with, the words of the table.
trait Word: Copy + std::fmt::Debug {
    const NAME: &'static str;
    fn parse(word: &str) -> Self;
    fn same(self, other: Self) -> bool;
}

fn bits(word: &str) -> u64 {
    u64::from_str_radix(word, 16).unwrap()
}

macro_rules! words {
    ($($t:ty, $name:literal, |$b:ident| $parse:expr, $same:expr;)*) => {$(
        impl Word for $t {
            const NAME: &'static str = $name;
            fn parse(word: &str) -> Self {
                let $b = bits(word);
                $parse
            }
            fn same(self, other: Self) -> bool {
                let same: fn($t, $t) -> bool = $same;
                same(self, other)
            }
        }
    )*};
}

words! {
    bool, "b1", |b| b != 0, |x, y| x == y;
    i8, "i1", |b| b as i8, |x, y| x == y;
    i16, "i2", |b| b as i16, |x, y| x == y;
    i32, "i4", |b| b as i32, |x, y| x == y;
    i64, "i8", |b| b as i64, |x, y| x == y;
    u8, "u1", |b| b as u8, |x, y| x == y;
    u16, "u2", |b| b as u16, |x, y| x == y;
    u32, "u4", |b| b as u32, |x, y| x == y;
    u64, "u8", |b| b, |x, y| x == y;
    f16, "f2", |b| f16::from_bits(b as u16), |x, y| x.to_bits() == y.to_bits() || x.is_nan() && y.is_nan();
    bf16, "bf", |b| bf16::from_bits(b as u16), |x, y| x.to_bits() == y.to_bits() || x.is_nan() && y.is_nan();
    f32, "f4", |b| f32::from_bits(b as u32), |x, y| x.to_bits() == y.to_bits() || x.is_nan() && y.is_nan();
    f64, "f8", |b| f64::from_bits(b), |x, y| x.to_bits() == y.to_bits() || x.is_nan() && y.is_nan();
}

impl<T: Word> Word for Complex<T>
where
    Complex<T>: Named,
{
    const NAME: &'static str = <Self as Named>::COMPLEX;
    fn parse(word: &str) -> Self {
        let (re, im) = word.split_once(':').unwrap();
        Complex { re: T::parse(re), im: T::parse(im) }
    }
    fn same(self, other: Self) -> bool {
        self.re.same(other.re) && self.im.same(other.im)
    }
}

trait Named {
    const COMPLEX: &'static str;
}

impl Named for Complex<f32> {
    const COMPLEX: &'static str = "c8";
}

impl Named for Complex<f64> {
    const COMPLEX: &'static str = "c16";
}

type Table<'a> = HashMap<(&'a str, &'a str), Vec<&'a str>>;

fn table() -> Table<'static> {
    let line = |line: &'static str| {
        let mut words = line.split(' ');
        ((words.next().unwrap(), words.next().unwrap()), words.collect())
    };
    include_str!("data/convert.txt").lines().map(line).collect()
}

fn converted<A: Convert<B>, B: Copy>(src: &[A]) -> Vec<B> {
    let mut out = vec![MaybeUninit::uninit(); src.len()];
    convert_slice(src, &mut out);
    // SAFETY: `convert_slice` has written every element.
    out.into_iter().map(|x| unsafe { x.assume_init() }).collect()
}

fn check_pair<A: Word + Convert<B>, B: Word>(table: &Table<'_>) {
    let src: Vec<A> = table[&(A::NAME, "=")].iter().map(|w| A::parse(w)).collect();
    let expected: Vec<B> = table[&(A::NAME, B::NAME)].iter().map(|w| B::parse(w)).collect();
    assert_eq!(src.len(), expected.len());
    let verify = |from: A, got: B, wanted: B, how: &str| {
        let (a, b) = (A::NAME, B::NAME);
        assert!(got.same(wanted), "{a} to {b} {how}: {from:?} gives {got:?}, not {wanted:?}");
    };
    for (&x, &y) in src.iter().zip(&expected) {
        verify(x, x.convert(), y, "alone");
        verify(x, converted::<A, B>(&[x])[0], y, "in a slice of one");
    }
    // Long enough that every value meets every lane, whole blocks and a tail.
    let long: Vec<A> = src.iter().copied().cycle().take(1337).collect();
    for (i, y) in converted::<A, B>(&long).into_iter().enumerate() {
        verify(long[i], y, expected[i % src.len()], "in a long slice");
    }
    for n in 0..40.min(long.len()) {
        for (i, y) in converted::<A, B>(&long[1..n + 1]).into_iter().enumerate() {
            verify(long[i + 1], y, expected[(i + 1) % src.len()], "in a short slice");
        }
    }
}

macro_rules! check_all {
    ($table:expr; $($a:ty),*) => {$(check_all!(@to $table; $a);)*};
    (@to $table:expr; $a:ty) => {
        check_all!(@pairs $table; $a; bool, i8, i16, i32, i64, u8, u16, u32, u64, f16, bf16, f32, f64, Complex<f32>, Complex<f64>)
    };
    (@pairs $table:expr; $a:ty; $($b:ty),*) => {$(check_pair::<$a, $b>($table);)*};
}

#[test]
fn every_pair_is_numpys_at_every_level() {
    let table = table();
    for &level in available_levels() {
        force_level(level);
        check_all!(&table; bool, i8, i16, i32, i64, u8, u16, u32, u64, f16, bf16, f32, f64, Complex<f32>, Complex<f64>);
    }
}

#[test]
fn every_half_is_exact_and_comes_back() {
    let halves: Vec<f16> = (0..=u16::MAX).map(f16::from_bits).collect();
    let floats: Vec<f32> = converted(&halves);
    let doubles: Vec<f64> = converted(&halves);
    for ((h, f), d) in halves.iter().zip(&floats).zip(&doubles) {
        assert!(f.same(h.to_f32()) && d.same(h.to_f64()), "{h:?} gives {f} and {d}");
    }
    assert!(halves.iter().zip(converted::<f32, f16>(&floats)).all(|(h, back)| h.same(back)));
    assert!(halves.iter().zip(converted::<f64, f16>(&doubles)).all(|(h, back)| h.same(back)));
}

#[test]
fn floats_between_halves_go_to_the_nearer_one_and_ties_to_even() {
    for h in 0..0x7C00u16 {
        let (low, high) = (f16::from_bits(h).to_f64(), f16::from_bits(h + 1).to_f64());
        let high = if high.is_finite() { high } else { 65536.0 };
        let middle = (low + high) / 2.0;
        let even = f16::from_bits(h + (h & 1));
        for (x, wanted) in [
            (middle.next_down(), f16::from_bits(h)),
            (middle, even),
            (middle.next_up(), f16::from_bits(h + 1)),
        ] {
            let got: f16 = x.convert();
            assert!(got.same(wanted), "{x:e} gives {got:?}, not {wanted:?}");
            let got: f16 = (-x).convert();
            assert!(got.same(-wanted), "{:e} gives {got:?}, not {wanted:?}", -x);
        }
        let (below, above) = ((middle as f32).next_down(), (middle as f32).next_up());
        assert!(Convert::<f16>::convert(below).same(f16::from_bits(h)));
        assert!(Convert::<f16>::convert(middle as f32).same(even));
        assert!(Convert::<f16>::convert(above).same(f16::from_bits(h + 1)));
    }
}
