//! The numbers the cases run over: the ranges of `cases.tsv`, from a generator of our own.

use std::cell::Cell;

use numoxide::{Array, Order, Scalar};

thread_local! {
    static STATE: Cell<u64> = const { Cell::new(7) };
}

/// The next number of a stream that is the same in every run (SplitMix64).
fn next() -> u64 {
    let state = STATE.get().wrapping_add(0x9e37_79b9_7f4a_7c15);
    STATE.set(state);
    let mut z = state;
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

/// `r.random(n)`: uniform in [0, 1).
pub fn random(n: usize) -> Array<f64> {
    random_as(n, |x| x)
}

/// `f(r.random(n))`, as another type if need be.
pub fn random_as<T: Scalar>(n: usize, f: impl Fn(f64) -> T) -> Array<T> {
    from_fn(n, || f((next() >> 11) as f64 * (-53f64).exp2()))
}

/// `r.random((rows, columns))`.
pub fn matrix(rows: usize, columns: usize) -> Array<f64> {
    random(rows * columns).reshape([rows, columns]).expect("as many items")
}

/// `f(r.integers(low, high, n))`: uniform whole numbers in [low, high).
pub fn integers<T: Scalar>(low: i64, high: i64, n: usize, f: impl Fn(i64) -> T) -> Array<T> {
    let span = (high - low) as u128;
    from_fn(n, || f(low + ((u128::from(next()) * span) >> 64) as i64))
}

/// The numbers in memory of the library's own, as a user's would be: a vector's lies in small pages.
fn from_fn<T: Scalar>(n: usize, mut f: impl FnMut() -> T) -> Array<T> {
    let vector: Vec<T> = (0..n).map(|_| f()).collect();
    Array::from_vec(vector).and_then(|array| array.copy(Order::C)).expect("memory")
}
