//! Which numbers of items have their bytes in the other order than the machine's.

use std::sync::Arc;

/// Which numbers of an item have their bytes in the other order than the machine's, as in files that other machines wrote.
///
/// ```
/// use numoxide_core::{DType, Swapped};
///
/// let other = if cfg!(target_endian = "big") { '<' } else { '>' };
/// let (_, swapped) = DType::from_descr(&format!("[('id', '=i2'), ('tag', 'S3'), ('level', '{other}f8')]"))?;
/// assert_eq!(swapped, Swapped::Parts([false, true].into()));
/// # Ok::<(), numoxide_core::Error>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Swapped {
    /// None of them.
    #[default]
    Nothing,
    /// All of them.
    Everything,
    /// Some, of a struct: whether, for each field with an order of bytes, those of structs within included.
    Parts(Arc<[bool]>),
}

impl Swapped {
    /// Whether there are any.
    pub fn any(&self) -> bool {
        *self != Swapped::Nothing
    }

    /// Whether, for each field that has an order of bytes.
    pub(crate) fn flags(&self) -> impl Iterator<Item = bool> {
        let (parts, rest) = match self {
            Swapped::Nothing => (&[][..], false),
            Swapped::Everything => (&[][..], true),
            Swapped::Parts(parts) => (&parts[..], false),
        };
        parts.iter().copied().chain(std::iter::repeat(rest))
    }
}

impl From<bool> for Swapped {
    fn from(everything: bool) -> Self {
        if everything { Swapped::Everything } else { Swapped::Nothing }
    }
}

impl From<Vec<bool>> for Swapped {
    /// Whether, for each field.
    fn from(parts: Vec<bool>) -> Self {
        match (parts.contains(&true), parts.contains(&false)) {
            (true, true) => Swapped::Parts(parts.into()),
            (everything, _) => everything.into(),
        }
    }
}
