//! The sum of products of two operands, as one product of matrices.

use numoxide_core::{Array, ArrayView, Order};

use super::subscripts::Subscripts;
use crate::Result;
use crate::products::{Product, multiplied, reshaped};

/// An operand with a label for each of its axes, no label twice.
pub(super) struct Labelled<'a, T> {
    memory: Memory<'a, T>,
    pub labels: Vec<u32>,
}

enum Memory<'a, T> {
    Borrowed(ArrayView<'a, T>),
    Owned(Array<T>),
}

impl<'a, T: Product> Labelled<'a, T> {
    /// The operand with its diagonals taken, and without axes of length 1 that stand for longer ones.
    pub fn new(view: &ArrayView<'a, T>, labels: &[u32], subscripts: &Subscripts) -> Result<Self> {
        let (mut view, mut labels) = (view.clone(), labels.to_vec());
        for axis in (0..labels.len()).rev() {
            let repeated = labels.iter().filter(|&&label| label == labels[axis]).count() > 1;
            if view.shape()[axis] == 1 && (subscripts.sizes[&labels[axis]] != 1 || repeated) {
                view = view.squeeze_axes(axis as isize)?;
                labels.remove(axis);
            }
        }
        while let Some((first, second)) = twice(&labels) {
            view = view.diagonal_of(0, first as isize, second as isize)?;
            let label = labels.remove(second);
            labels.remove(first);
            labels.push(label);
        }
        Ok(Labelled { memory: Memory::Borrowed(view), labels })
    }

    fn owned(array: Array<T>, labels: Vec<u32>) -> Self {
        Labelled { memory: Memory::Owned(array), labels }
    }

    fn view(&self) -> ArrayView<'_, T> {
        match &self.memory {
            Memory::Borrowed(view) => view.clone(),
            Memory::Owned(array) => array.view(),
        }
    }

    /// The operand summed over the labels that are not kept.
    fn keeping(self, kept: impl Fn(u32) -> bool) -> Result<Self> {
        let gone: Vec<isize> = (0..self.labels.len())
            .filter(|&axis| !kept(self.labels[axis]))
            .map(|axis| axis as isize)
            .collect();
        if gone.is_empty() {
            return Ok(self);
        }
        let sums = numoxide_ufunc::sum::with(&self.view()).axes(&gone[..]).run()?;
        let labels = self.labels.into_iter().filter(|&label| kept(label)).collect();
        Ok(Labelled::owned(sums.astype::<T>()?, labels))
    }

    /// The axes in the order of `labels`.
    fn ordered(&self, labels: &[u32]) -> Result<ArrayView<'_, T>> {
        Ok(self.view().transpose(&places(labels, &self.labels)[..])?)
    }

    fn sizes(&self, labels: &[u32]) -> Vec<usize> {
        let view = self.view();
        places(labels, &self.labels).iter().map(|&axis| view.shape()[axis]).collect()
    }
}

/// Where labels are among those of an operand, if they are.
fn places(labels: &[u32], own: &[u32]) -> Vec<usize> {
    labels.iter().filter_map(|label| own.iter().position(|other| other == label)).collect()
}

/// The places of a label that is there twice.
fn twice(labels: &[u32]) -> Option<(usize, usize)> {
    (0..labels.len()).find_map(|second| {
        labels[..second].iter().position(|label| *label == labels[second]).map(|first| (first, second))
    })
}

/// The sum of products over the labels that are not in `kept`.
pub(super) fn pair<'a, T: Product>(
    a: Labelled<'a, T>,
    b: Labelled<'a, T>,
    kept: &[u32],
) -> Result<Labelled<'a, T>> {
    let (a_labels, b_labels) = (a.labels.clone(), b.labels.clone());
    let a = a.keeping(|label| kept.contains(&label) || b_labels.contains(&label))?;
    let b = b.keeping(|label| kept.contains(&label) || a_labels.contains(&label))?;
    let Roles { stack, inner, left, right } = Roles::of(&a.labels, &b.labels, kept);
    let labels = [&stack[..], &left, &right].concat();
    if inner.is_empty() {
        return Ok(Labelled::owned(broadcast(&a, &b, &stack, &left, &right)?, labels));
    }
    let (stacks, lefts, rights) = (a.sizes(&stack), a.sizes(&left), b.sizes(&right));
    let depth = a.sizes(&inner);
    let a_view = a.ordered(&[&stack[..], &left, &inner].concat())?;
    let b_view = b.ordered(&[&stack[..], &inner, &right].concat())?;
    let (mut a_copy, mut b_copy) = (None, None);
    let a_view = reshaped(&a_view, &matrices(&stacks, &lefts, &depth), &mut a_copy)?;
    let b_view = reshaped(&b_view, &matrices(&stacks, &depth, &rights), &mut b_copy)?;
    let product = multiplied("einsum", &a_view, &b_view)?;
    Ok(Labelled::owned(product.reshape(&[&stacks[..], &lefts, &rights].concat()[..])?, labels))
}

/// What becomes of the labels of two operands.
struct Roles {
    /// Those that both have, and that are kept.
    stack: Vec<u32>,
    /// Those that both have, and that are summed over.
    inner: Vec<u32>,
    /// Those of the first operand alone.
    left: Vec<u32>,
    /// Those of the second operand alone.
    right: Vec<u32>,
}

impl Roles {
    fn of(a: &[u32], b: &[u32], kept: &[u32]) -> Self {
        let (shared, left): (Vec<u32>, Vec<u32>) = a.iter().partition(|label| b.contains(label));
        let (stack, inner) = shared.iter().partition(|label| kept.contains(label));
        let right = b.iter().copied().filter(|label| !a.contains(label)).collect();
        Roles { stack, inner, left, right }
    }
}

/// The shape of a stack of matrices whose rows and columns stand for several axes each.
fn matrices(stack: &[usize], rows: &[usize], cols: &[usize]) -> Vec<usize> {
    [stack, &[rows.iter().product(), cols.iter().product()]].concat()
}

/// Products without a sum: the operands spread over all labels.
fn broadcast<T: Product>(
    a: &Labelled<'_, T>,
    b: &Labelled<'_, T>,
    stack: &[u32],
    left: &[u32],
    right: &[u32],
) -> Result<Array<T>> {
    let mut a = a.ordered(&[stack, left].concat())?;
    let mut b = b.ordered(&[stack, right].concat())?;
    for _ in right {
        a = a.expand_dims(-1)?;
    }
    for _ in left {
        b = b.expand_dims(stack.len() as isize)?;
    }
    T::times(&a, &b)
}

/// The last operand, summed and in the order of the output.
pub(super) fn finish<T: Product>(last: Labelled<'_, T>, subscripts: &Subscripts) -> Result<Array<T>> {
    let last = last.keeping(|label| subscripts.output.contains(&label))?;
    let last = match last.memory {
        Memory::Owned(array) if last.labels == subscripts.output => return Ok(array),
        memory => Labelled { memory, labels: last.labels },
    };
    let missing = subscripts.output.iter().any(|label| !last.labels.contains(label));
    let labels: Vec<u32> =
        subscripts.output.iter().copied().filter(|label| last.labels.contains(label)).collect();
    let mut view = last.ordered(&labels)?;
    if missing {
        // A label whose every axis has length 1 beside itself, such as `ii` of one row.
        for (axis, label) in subscripts.output.iter().enumerate() {
            if !labels.contains(label) {
                view = view.expand_dims(axis as isize)?;
            }
        }
    }
    Ok(view.copy(Order::C)?)
}
