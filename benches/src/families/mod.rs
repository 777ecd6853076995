//! The cases, one file per family.

use crate::case::Cases;

/// Every case that is written.
pub fn all() -> Cases {
    Cases::default()
}
