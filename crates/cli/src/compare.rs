//! Which items of two arrays differ.

use numoxide::c128;
use numoxide::prelude::*;

use crate::Result;
use crate::diff::text;
use crate::fields::{Leaf, is_real, leaves};

/// When two numbers are equal.
pub struct Rules {
    /// They may differ by this part of the right one.
    pub rtol: f64,
    /// They may differ by this, besides.
    pub atol: f64,
    /// Whether a NaN is not equal to a NaN.
    pub nan_differs: bool,
}

impl Rules {
    /// As NumPy's `isclose`: infinities are equal to themselves alone.
    fn equal(&self, a: c128, b: c128) -> bool {
        if a == b {
            return true;
        }
        if a.is_nan() || b.is_nan() {
            return a.is_nan() && b.is_nan() && !self.nan_differs;
        }
        let distance = (a - b).norm();
        distance.is_finite() && b.is_finite() && distance <= self.atol + self.rtol * b.norm()
    }
}

/// A place where two items differ.
pub struct Place {
    /// Which item, counted in the order of the comparison.
    at: usize,
    /// Its index.
    pub index: Vec<usize>,
    /// Its index and the field, for people.
    pub name: String,
    field: String,
    /// The one item.
    pub left: String,
    /// The other.
    pub right: String,
}

/// How the items of two arrays differ.
pub struct Report {
    /// How many were compared.
    pub items: usize,
    /// How many differ.
    pub differing: usize,
    /// Whether there are numbers among them, so that the distances mean something.
    pub numbers: bool,
    /// The largest distance.
    pub max_abs: f64,
    /// The largest distance as part of the right number.
    pub max_rel: f64,
    /// The first places.
    pub first: Vec<Place>,
    show: usize,
}

impl Report {
    /// Of nothing yet; so many places will be shown.
    pub fn new(show: usize) -> Report {
        Report { items: 0, differing: 0, numbers: false, max_abs: 0.0, max_rel: 0.0, first: Vec::new(), show }
    }

    /// Two more runs of items.
    ///
    /// # Errors
    /// If memory cannot be had.
    pub fn see(&mut self, a: &AnyArray, b: &AnyArray, rules: &Rules) -> Result<()> {
        let mut differs = vec![false; a.len()];
        let (left, right) = (leaves(a.dtype()), leaves(b.dtype()));
        if left.len() != right.len() || left.iter().zip(&right).any(|(a, b)| a.name() != b.name()) {
            differs.fill(true);
        } else {
            for (left, right) in left.iter().zip(&right) {
                self.see_leaf((a, left), (b, right), rules, &mut differs)?;
            }
        }
        self.items += a.len();
        self.differing += differs.iter().filter(|differs| **differs).count();
        Ok(())
    }

    fn see_leaf(
        &mut self,
        (a, left): (&AnyArray, &Leaf),
        (b, right): (&AnyArray, &Leaf),
        rules: &Rules,
        differs: &mut [bool],
    ) -> Result<()> {
        let (x, y) = (left.of(a)?.reshape(-1isize)?, right.of(b)?.reshape(-1isize)?);
        if x.len() != y.len() {
            differs.fill(true);
            return Ok(());
        }
        let width = (x.len() / differs.len().max(1)).max(1);
        for at in self.differing_places(&x, &y, rules)? {
            differs[at / width] = true;
            if self.first.len() < self.show {
                let (item, field) = (self.items + at / width, left.name());
                let (left, right) = (text(&x, at)?, text(&y, at)?);
                self.first.push(Place { at: item, index: vec![], name: String::new(), field, left, right });
            }
        }
        Ok(())
    }

    /// Where two flat arrays of scalars differ.
    fn differing_places(&mut self, x: &AnyArray, y: &AnyArray, rules: &Rules) -> Result<Vec<usize>> {
        let number = |dtype: &DType| is_real(dtype) || dtype.is_complex();
        if !number(x.dtype()) || !number(y.dtype()) {
            return texts_differ(x, y);
        }
        self.numbers = true;
        if x.dtype() == y.dtype() && x.dtype().is_integer() {
            // Integers that a float does not hold are compared as what they are.
            let (same, width) = (x.tobytes(Order::C)? == y.tobytes(Order::C)?, x.itemsize());
            if same {
                return Ok(Vec::new());
            }
            let (bytes_x, bytes_y) = (x.tobytes(Order::C)?, y.tobytes(Order::C)?);
            let pairs = bytes_x.chunks(width).zip(bytes_y.chunks(width)).enumerate();
            let unequal: Vec<usize> = pairs.filter(|(_, (a, b))| a != b).map(|(at, _)| at).collect();
            let exact = rules.rtol == 0.0 && rules.atol == 0.0;
            return self.far_apart(x, y, rules, unequal.into_iter(), exact);
        }
        self.far_apart(x, y, rules, 0..x.len(), false)
    }

    /// Of some places those where numbers are farther apart than allowed; or all of them, with their distances.
    fn far_apart(
        &mut self,
        x: &AnyArray,
        y: &AnyArray,
        rules: &Rules,
        places: impl Iterator<Item = usize>,
        all: bool,
    ) -> Result<Vec<usize>> {
        let complex = |array: &AnyArray| -> Result<Array<c128>> {
            Ok(array.copy(Order::C)?.astype(DType::C128)?.try_into()?)
        };
        let (x, y) = (complex(x)?, complex(y)?);
        let mut found = Vec::new();
        for at in places {
            let (a, b) = (x[at], y[at]);
            if !all && rules.equal(a, b) {
                continue;
            }
            found.push(at);
            let distance = (a - b).norm();
            self.max_abs = self.max_abs.max(distance);
            self.max_rel = self.max_rel.max(if distance == 0.0 { 0.0 } else { distance / b.norm() });
        }
        Ok(found)
    }

    /// Gives the places their indices in an array of a shape, whose items came in an order.
    pub fn places(&mut self, shape: &[usize], order: Order) {
        for place in &mut self.first {
            let mut left = place.at;
            let mut index = vec![0; shape.len()];
            let axes: Vec<usize> = match order {
                Order::F => (0..shape.len()).collect(),
                _ => (0..shape.len()).rev().collect(),
            };
            for axis in axes {
                index[axis] = left % shape[axis].max(1);
                left /= shape[axis].max(1);
            }
            let field = if place.field.is_empty() { String::new() } else { format!(".{}", place.field) };
            place.name = format!("{index:?}{field}");
            place.index = index;
        }
    }
}

/// Where items that are no numbers differ.
fn texts_differ(x: &AnyArray, y: &AnyArray) -> Result<Vec<usize>> {
    if x.dtype() == y.dtype() && x.tobytes(Order::C)? == y.tobytes(Order::C)? {
        return Ok(Vec::new());
    }
    let mut found = Vec::new();
    for at in 0..x.len() {
        if text(x, at)? != text(y, at)? {
            found.push(at);
        }
    }
    Ok(found)
}
