//! NumPy's random streams, bit for bit.
//!
//! A [`SeedSequence`] seeds a bit generator ([`Pcg64`] by default); a `Generator` turns its words into the numbers of a
//! distribution. The same seed gives the same numbers as in NumPy 2.4.

#![forbid(unsafe_code)]

mod bits;
mod error;
mod seed_sequence;

pub use bits::{
    BitGenerator, ForeignBits, HalfWord, Mt19937, Mt19937State, Pcg64, Pcg64Dxsm, Pcg64State, Philox,
    PhiloxState, Seeded, Sfc64, Sfc64State,
};
pub use error::{Error, Result};
pub use seed_sequence::{Entropy, SeedSequence};
