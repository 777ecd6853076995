//! The logarithm of the factorial.

use super::logfactorial_table::LOG_FACTORIAL;

/// `ln(k!)`: a table, then Stirling's series.
#[inline]
pub(crate) fn log_factorial(k: i64) -> f64 {
    if let Some(&value) = LOG_FACTORIAL.get(k as usize) {
        return value;
    }
    let k = k as f64;
    let half_log_2pi = 0.9189385332046728;
    (k + 0.5) * k.ln() - k + (half_log_2pi + (1.0 / k) * (1.0 / 12.0 - 1.0 / (360.0 * k * k)))
}
