//! The columns of an array: those of a table, the numeric fields of structs, or all items as one.

use numoxide::prelude::*;

use crate::fields::{Leaf, leaves};
use crate::source::{Entry, Source};
use crate::{Error, Result};

/// No table without rows has more columns: no byte of a file stands for them.
const MOST: usize = 1 << 20;

/// How the items of an array are columns.
pub struct Columns {
    names: Vec<String>,
    kind: Kind,
}

enum Kind {
    /// All items are one column.
    One,
    /// A table of so many rows and columns, by rows.
    Rows(usize),
    /// A table by columns of so many rows.
    Columns(usize),
    /// Fields of structs.
    Fields(Vec<Leaf>),
}

impl Columns {
    /// The columns of an array: those of a table unless it is to be `flat`.
    ///
    /// # Errors
    /// [`Error::Items`] if its items are no real numbers.
    pub fn of(source: &Source, entry: &Entry, flat: bool) -> Result<Columns> {
        let real: Vec<Leaf> = leaves(&entry.dtype).into_iter().filter(Leaf::is_real).collect();
        if real.is_empty() {
            let (path, dtype) = (source.path().to_owned(), entry.dtype.to_string());
            return Err(Error::Items { path, dtype, why: "are no real numbers" });
        }
        if entry.dtype.fields().is_some() {
            return Ok(Columns { names: real.iter().map(Leaf::name).collect(), kind: Kind::Fields(real) });
        }
        let [rows, columns] = entry.shape[..] else {
            return Ok(Columns { names: vec!["all".to_owned()], kind: Kind::One });
        };
        if flat {
            return Ok(Columns { names: vec!["all".to_owned()], kind: Kind::One });
        }
        if rows == 0 && columns > MOST {
            let (path, dtype) = (source.path().to_owned(), entry.dtype.to_string());
            return Err(Error::Items { path, dtype, why: "are none in too many columns" });
        }
        let names = entry.columns.clone();
        let names = names.unwrap_or_else(|| (0..columns).map(|column| column.to_string()).collect());
        let kind = if entry.order == Order::F { Kind::Columns(rows) } else { Kind::Rows(columns) };
        Ok(Columns { names, kind })
    }

    /// Their names; numbers where they have none.
    pub fn names(&self) -> Vec<String> {
        self.names.clone()
    }

    /// How many numbers there are in all.
    pub fn items(&self, entry: &Entry) -> usize {
        match &self.kind {
            Kind::Fields(_) => entry.len() * self.names.len(),
            _ => entry.len(),
        }
    }

    /// How many numbers each column has; items with arrays in them may have more.
    pub fn rows(&self, entry: &Entry) -> usize {
        match self.kind {
            Kind::Rows(_) | Kind::Columns(_) => entry.shape[0],
            Kind::One | Kind::Fields(_) => entry.len(),
        }
    }

    /// Gives the numbers of a piece, which begins at item `start`, to `visit` with their column. Pieces of tables by rows are
    /// whole rows.
    pub(crate) fn split(
        &self,
        piece: &AnyArray,
        start: usize,
        visit: &mut impl FnMut(usize, &mut Vec<f64>) -> Result<()>,
    ) -> Result<()> {
        match &self.kind {
            Kind::One => visit(0, &mut floats(piece)?),
            Kind::Fields(leaves) => leaves
                .iter()
                .enumerate()
                .try_for_each(|(column, leaf)| visit(column, &mut floats(&leaf.of(piece)?)?)),
            Kind::Rows(0) | Kind::Columns(0) => Ok(()),
            Kind::Rows(columns) => {
                let table = piece.reshape([-1, *columns as isize])?;
                let rows = table.shape()[0].max(1);
                let by_column = floats(&table.t())?;
                let mut parts = by_column.chunks(rows).enumerate();
                parts.try_for_each(|(column, numbers)| visit(column, &mut numbers.to_vec()))
            }
            Kind::Columns(rows) => {
                let numbers = floats(piece)?;
                let (mut left, mut at) = (&numbers[..], start);
                while !left.is_empty() {
                    let (part, rest) = left.split_at((rows - at % rows).min(left.len()));
                    visit(at / rows, &mut part.to_vec())?;
                    (left, at) = (rest, at + part.len());
                }
                Ok(())
            }
        }
    }
}

/// The items as `f64`, in row-major order.
fn floats(array: &AnyArray) -> Result<Vec<f64>> {
    // Fields of packed structs are not aligned; their copies are.
    let array =
        if *array.dtype() == DType::F64 { array.copy(Order::C)? } else { array.astype(DType::F64)? };
    Ok(array.downcast::<f64>()?.to_vec())
}
