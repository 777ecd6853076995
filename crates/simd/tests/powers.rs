//! Powers of floating-point numbers with one whole exponent against exact values.

use numoxide_simd::powers::{RealPower, power_of_reals};
use numoxide_simd::{available_levels, force_level};
use std::mem::MaybeUninit;

/// The power of one number, alone and among others.
fn one<T: RealPower + PartialEq + std::fmt::Debug>(base: T, exponent: usize, bits: fn(T) -> u64) -> u64 {
    let found = [1, 15, 16, 33].map(|n| {
        let mut out = vec![MaybeUninit::uninit(); n];
        power_of_reals(&vec![base; n], exponent, &mut out);
        // SAFETY: every item has been written.
        let found: Vec<u64> = out.into_iter().map(|x| bits(unsafe { x.assume_init() })).collect();
        assert!(found.iter().all(|bits| *bits == found[0]), "{base:?} to the power {exponent}");
        found[0]
    });
    assert!(found.iter().all(|bits| *bits == found[0]), "{base:?} to the power {exponent}");
    found[0]
}

/// Whether bits of `f32` or `f64` are NaN.
fn is_nan(kind: &str, bits: u64) -> bool {
    if kind == "f64" { f64::from_bits(bits).is_nan() } else { f32::from_bits(bits as u32).is_nan() }
}

#[test]
fn powers_are_exact_to_half_a_unit() {
    let rows = include_str!("data/powers.txt");
    for &level in available_levels() {
        force_level(level);
        for row in rows.lines() {
            let words: Vec<&str> = row.split(' ').collect();
            let [kind, base, exponent, wanted, rest] = words[..] else { panic!("{row}") };
            let [base, wanted] = [base, wanted].map(|word| u64::from_str_radix(word, 16).unwrap());
            let (exponent, rest): (usize, f64) = (exponent.parse().unwrap(), rest.parse().unwrap());
            let found = match kind {
                "f64" => one(f64::from_bits(base), exponent, f64::to_bits),
                _ => one(f32::from_bits(base as u32), exponent, |x| u64::from(x.to_bits())),
            };
            if is_nan(kind, wanted) {
                assert!(is_nan(kind, found), "{level:?}: {row}");
                continue;
            }
            let bound =
                if kind == "f64" && f64::from_bits(wanted).abs() < 2f64.powi(-1000) { 0.77 } else { 0.51 };
            // Neighbours differ by one, as long as the sign is the same.
            let error = (found as i64 - wanted as i64) as f64 - rest;
            assert!(error.abs() <= bound, "{level:?}: {row}: {error} ULP");
        }
    }
}
