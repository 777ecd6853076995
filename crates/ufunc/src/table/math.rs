//! Rows: the elementary functions.

use numoxide_core::ufunc::{Identity, Pole};
use numoxide_core::{typed_loops, ufunc_rows};

use crate::bodies::math::*;

ufunc_rows! {
    /// The angle of the point `(y, x)`.
    ARCTAN2 = "arctan2", Identity::None, Some(Pole::Nowhere), typed_loops!(slice_binary Arctan2: floats);
}
