//! Slicing, transposing, broadcasting and reshaping of any layout, held to a model that computes place by place.

use numoxide_core::layout::{Slice, SliceSpec};
use numoxide_core::{Array, broadcast_shapes};
use proptest::prelude::*;

/// An array of the numbers from 0, so that an item tells its place.
fn counted(shape: &[usize]) -> Array<i64> {
    let len: usize = shape.iter().product();
    Array::from_shape_vec(shape, (0..len as i64).collect()).unwrap()
}

fn shapes() -> impl Strategy<Value = Vec<usize>> {
    prop::collection::vec(0..5usize, 0..5)
}

/// Python's slice: the places of an axis of `len` items, in order.
fn places(start: Option<isize>, stop: Option<isize>, step: isize, len: usize) -> Vec<usize> {
    let len = len as isize;
    let clamp = |bound: Option<isize>, missing: isize| {
        let (low, high) = if step > 0 { (0, len) } else { (-1, len - 1) };
        bound.map_or(missing, |bound| (if bound < 0 { bound + len } else { bound }).clamp(low, high))
    };
    let (first, end) = match step > 0 {
        true => (clamp(start, 0), clamp(stop, len)),
        false => (clamp(start, len - 1), clamp(stop, -1)),
    };
    let mut at = first;
    let mut found = Vec::new();
    while (step > 0 && at < end) || (step < 0 && at > end) {
        found.push(at as usize);
        at += step;
    }
    found
}

proptest! {
    #[test]
    fn a_slice_takes_the_places_that_python_takes(
        len in 0..12usize,
        start in prop::option::of(-15..15isize),
        stop in prop::option::of(-15..15isize),
        step in prop_oneof![-4..0isize, 1..5isize],
    ) {
        let slice = Slice { start, stop, step };
        let taken = counted(&[len]).slice([SliceSpec::Slice(slice)]).unwrap();
        let wanted: Vec<i64> = places(start, stop, step, len).into_iter().map(|place| place as i64).collect();
        prop_assert_eq!(taken.to_vec(), wanted);
    }

    #[test]
    fn an_integer_takes_one_place_or_is_an_error(len in 0..6usize, index in -8..8isize) {
        let a = counted(&[len, 2]);
        let place = if index < 0 { index + len as isize } else { index };
        match a.slice([SliceSpec::Index(index)]) {
            Ok(row) => prop_assert_eq!(row.to_vec(), [2 * place as i64, 2 * place as i64 + 1]),
            Err(_) => prop_assert!(place < 0 || place >= len as isize),
        }
    }

    #[test]
    fn transposed_items_change_places(shape in shapes(), seed in 0..1000usize) {
        let a = counted(&shape);
        let mut axes: Vec<usize> = (0..shape.len()).collect();
        axes.rotate_left(if shape.is_empty() { 0 } else { seed % shape.len() });
        let b = a.transpose(&axes[..]).unwrap();
        for (at, item) in b.iter().enumerate() {
            // The place in `b`, axis by axis, and from it the place in `a`.
            let (mut rest, mut index) = (at, vec![0; shape.len()]);
            for (axis, &size) in b.shape().iter().enumerate().rev() {
                index[axis] = rest % size;
                rest /= size;
            }
            let mut place = vec![0; shape.len()];
            for (axis, &from) in axes.iter().enumerate() {
                place[from] = index[axis];
            }
            let flat = place.iter().zip(&shape).fold(0, |flat, (&place, &size)| flat * size + place);
            prop_assert_eq!(*item, flat as i64);
        }
    }

    #[test]
    fn broadcasting_repeats_axes_of_size_one(shape in shapes(), ones in prop::collection::vec(any::<bool>(), 5)) {
        let small: Vec<usize> =
            shape.iter().zip(&ones).map(|(&size, &one)| if one { 1 } else { size }).collect();
        let a = counted(&small);
        let b = a.broadcast_to(&shape[..]).unwrap();
        prop_assert_eq!(b.shape(), &shape[..]);
        prop_assert_eq!(&broadcast_shapes([&small[..], &shape[..]]).unwrap()[..], &shape[..]);
        let copied: Vec<i64> = b.to_vec();
        let mut wanted = Vec::new();
        for at in 0..shape.iter().product::<usize>() {
            let (mut rest, mut index) = (at, vec![0; shape.len()]);
            for (axis, &size) in shape.iter().enumerate().rev() {
                index[axis] = if small[axis] == 1 { 0 } else { rest % size };
                rest /= size;
            }
            let flat = index.iter().zip(&small).fold(0, |flat, (&place, &size)| flat * size + place);
            wanted.push(flat as i64);
        }
        prop_assert_eq!(copied, wanted);
    }

    #[test]
    fn reshaping_keeps_row_major_order_whatever_the_layout(shape in shapes(), flip in any::<bool>()) {
        let a = counted(&shape);
        let a = if flip { a.t() } else { a };
        let flat = a.reshape([-1]).map(|flat| flat.to_vec());
        if a.is_empty() {
            return Ok(());
        }
        prop_assert_eq!(&flat.unwrap(), &a.to_vec());
        let len = a.len();
        for rows in (1..=len).filter(|rows| len.is_multiple_of(*rows)) {
            let b = a.reshape([rows, len / rows]).unwrap();
            prop_assert_eq!(b.to_vec(), a.to_vec());
        }
    }
}
