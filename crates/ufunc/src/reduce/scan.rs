//! Running results.
