//! Shared memory, held to a model that lists every byte.

use std::collections::BTreeSet;

use numoxide_core::array_utils::byte_bounds;
use numoxide_core::stride_tricks::as_strided;
use numoxide_core::*;
use proptest::prelude::*;

/// The address of every byte of the items.
fn bytes(view: &AnyView<'_>) -> BTreeSet<usize> {
    let mut first = BTreeSet::from([view.as_ptr() as usize]);
    for (&size, &stride) in view.shape().iter().zip(view.strides()) {
        let along = |at: usize| (0..size).map(move |k| at.wrapping_add_signed(k as isize * stride));
        first = first.into_iter().flat_map(along).collect();
    }
    first.into_iter().flat_map(|at| at..at + view.itemsize()).collect()
}

/// A part of 64 numbers: where it begins, its shape, and its strides in items.
fn part() -> impl Strategy<Value = (usize, Vec<usize>, Vec<isize>)> {
    (0usize..64, prop::collection::vec((0usize..5, -9isize..10), 0..4)).prop_map(|(first, axes)| {
        (first, axes.iter().map(|a| a.0).collect(), axes.iter().map(|a| a.1).collect())
    })
}

/// The part as an array, if it lies within the numbers.
fn taken(a: &Array<i16>, (first, shape, strides): &(usize, Vec<usize>, Vec<isize>)) -> Option<AnyArray> {
    // Backwards from the last item where the strides lead so.
    let turned = a.slice(s![*first as isize..]).ok()?;
    let strides: Vec<isize> = strides.iter().map(|stride| 2 * stride.abs()).collect();
    as_strided(&turned, shape, strides).ok().map(AnyArray::from)
}

proptest! {
    #[test]
    fn memory_is_shared_where_a_byte_is(one in part(), other in part()) {
        let a = Array::from_vec((0..64).collect::<Vec<i16>>()).unwrap();
        let (Some(one), Some(other)) = (taken(&a, &one), taken(&a, &other)) else { return Ok(()) };
        for other in [other.clone(), other.t()] {
            let (mine, theirs) = (bytes(&one.view()), bytes(&other.view()));
            let shared = mine.intersection(&theirs).next().is_some();
            prop_assert_eq!(shares_memory(&one, &other, None).unwrap(), shared);
            prop_assert!(!shared || may_share_memory(&one, &other));
            if let (Some(low), Some(high)) = (mine.first(), mine.last()) {
                prop_assert_eq!(byte_bounds(&one), (*low, high + 1));
            }
        }
    }
}

#[test]
fn parts_that_interleave_share_nothing() {
    let z = Array::from_vec(vec![c128::new(1.0, 2.0); 9]).unwrap();
    let (real, imag) = (z.real(), z.imag().unwrap());
    assert!(may_share_memory(&real, &imag) && !shares_memory(&real, &imag, None).unwrap());
    assert!(shares_memory(&z, &imag, None).unwrap());
    let backwards = real.slice(s![..;-2]).unwrap();
    assert!(shares_memory(&backwards, &real, None).unwrap());
    assert!(!shares_memory(&backwards, real.slice(s![1..;2]).unwrap().view(), None).unwrap());
    assert!(!may_share_memory(&real.slice(s![..4]).unwrap(), &real.slice(s![4..]).unwrap()));
    assert!(!may_share_memory(&real.slice(s![4..4]).unwrap(), &real));
}

#[test]
fn too_much_work_is_refused() {
    let a = Array::<u8>::zeros([1000]).unwrap();
    let one = as_strided(&a, [9, 9, 9], [100, 11, 1]).unwrap();
    let other = as_strided(&a.slice(s![1..]).unwrap(), [9, 9, 9], [100, 10, 1]).unwrap();
    assert!(shares_memory(&one, &other, 0).is_err());
    assert!(shares_memory(&one, &other, None).unwrap());
}

#[test]
fn axes_are_counted_from_the_front() {
    use numoxide_core::array_utils::{normalize_axis_index, normalize_axis_tuple};
    assert_eq!(normalize_axis_index(-3, 3).unwrap(), 0);
    assert_eq!(
        normalize_axis_index(-4, 3).unwrap_err(),
        Error::Axis { op: "normalize_axis_index", axis: -4, ndim: 3 }
    );
    assert_eq!(normalize_axis_tuple(-1, 2, false).unwrap(), [1]);
    assert_eq!(normalize_axis_tuple([1, -1], 2, true).unwrap(), [1, 1]);
    assert!(normalize_axis_tuple([1, -1], 2, false).is_err());
}
