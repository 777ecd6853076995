//! NumPy's constants.
//!
//! ```
//! use numoxide_core::constants::{EULER_GAMMA, PI};
//!
//! assert!(EULER_GAMMA < 1.0 && PI > 3.0);
//! ```
#![forbid(unsafe_code)]

/// The base of natural logarithms.
pub const E: f64 = std::f64::consts::E;
/// The ratio of a circle's circumference to its diameter.
pub const PI: f64 = std::f64::consts::PI;
/// The limit of the harmonic series less the logarithm: 0.5772...
pub const EULER_GAMMA: f64 = 0.577_215_664_901_532_9;
/// Positive infinity.
pub const INF: f64 = f64::INFINITY;
/// Not a number.
pub const NAN: f64 = f64::NAN;
