//! The scalar fields of structs, by their paths.

use numoxide::prelude::*;

use crate::Result;

/// A field of scalars, or the whole item where that is one.
#[derive(Clone, Debug)]
pub struct Leaf {
    /// The names of the fields that lead to it.
    path: Vec<String>,
    /// The type of its items.
    pub dtype: DType,
}

impl Leaf {
    /// Its path, with points between.
    pub fn name(&self) -> String {
        self.path.join(".")
    }

    /// Its items in an array of such structs.
    ///
    /// # Errors
    /// If there is no such field.
    pub fn of(&self, array: &AnyArray) -> Result<AnyArray> {
        let field = |array: AnyArray, name: &String| array.field(name);
        Ok(self.path.iter().try_fold(array.clone(), field)?)
    }

    /// Whether its items are real numbers or `bool`.
    pub fn is_real(&self) -> bool {
        is_real(&self.dtype)
    }
}

/// Whether items are real numbers or `bool`.
pub fn is_real(dtype: &DType) -> bool {
    dtype.is_integer() || dtype.is_float() || *dtype == DType::Bool
}

/// The scalar fields of a type, in order.
pub fn leaves(dtype: &DType) -> Vec<Leaf> {
    let Some(fields) = dtype.base().fields() else {
        return vec![Leaf { path: Vec::new(), dtype: dtype.base().clone() }];
    };
    let below = |field: &numoxide::dtype::Field| {
        let name = field.name.clone();
        leaves(&field.dtype).into_iter().map(move |leaf| {
            let path = std::iter::once(name.clone()).chain(leaf.path).collect();
            Leaf { path, dtype: leaf.dtype }
        })
    };
    fields.iter().flat_map(below).collect()
}
