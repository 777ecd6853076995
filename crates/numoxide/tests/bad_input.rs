//! Bad input and edge values: a clear error or NumPy's result, and nothing lost.

use numoxide::prelude::*;
use numoxide::{
    argmax, argmin, concatenate, divide, expand_dims, floor_divide, left_shift, max, maximum, min, moveaxis,
    remainder, repeat, reshape, right_shift, stack, sum, tile, zeros,
};

#[test]
fn shapes_whose_product_overflows() {
    for shape in [vec![1usize << 32, 1 << 32], vec![usize::MAX, 2], vec![1 << 62, 8]] {
        assert!(matches!(Array::<f64>::zeros(&shape[..]), Err(Error::Size { .. })), "{shape:?}");
    }
}

#[test]
fn shapes_whose_product_overflows_beside_a_zero() {
    // NumPy: "array is too big"; the sizes without the zero must fit.
    assert!(matches!(Array::<f64>::zeros([0usize, 1 << 62, 8]), Err(Error::Size { .. })));
    assert_eq!(Array::<f64>::zeros([0usize, 1 << 40]).unwrap().len(), 0);
}

#[test]
fn negative_sizes() {
    assert!(matches!(Array::<f64>::zeros([2, -1]), Err(Error::Size { .. })));
    assert!(matches!(zeros::<u8>(isize::MIN), Err(Error::Size { .. })));
}

#[test]
fn more_than_64_axes() {
    assert_eq!(Array::<u8>::zeros(vec![1usize; 64]).unwrap().ndim(), 64);
    assert!(Array::<u8>::zeros(vec![1usize; 65]).is_err());
    let full = Array::<u8>::zeros(vec![1usize; 64]).unwrap();
    assert!(expand_dims(&full, 0).is_err());
}

#[test]
fn memory_that_cannot_be_had() {
    // 4 EiB is beyond what any machine lends.
    let wanted = Array::<f64>::empty([1usize << 59]);
    assert!(matches!(wanted, Err(Error::OutOfMemory { .. })), "{:?}", wanted.err());
}

#[test]
fn counts_that_overflow() {
    let a = Array::from_vec(vec![1.0, 2.0, 3.0]).unwrap();
    assert!(repeat(&a, usize::MAX / 2, None).is_err());
    assert!(tile(&a, [usize::MAX / 2, 4]).is_err());
}

#[test]
fn index_out_of_range() {
    let a = Array::from_shape_vec([2, 3], vec![0; 6]).unwrap();
    assert_eq!(a.get([0, 3]).err(), Some(Error::Index { index: 3, axis: 1, len: 3 }));
    assert_eq!(a.get([-3, 0]).err(), Some(Error::Index { index: -3, axis: 0, len: 2 }));
    assert_eq!(a.slice(s![2]).err(), Some(Error::Index { index: 2, axis: 0, len: 2 }));
    assert!(matches!(a.slice(s![0, 0, 0]).err(), Some(Error::TooManyIndices { ndim: 2, indices: 3 })));
    assert_eq!(*a.get([-1, -3]).unwrap(), 0);
}

#[test]
#[should_panic(expected = "index 3 is out of bounds for axis 1 with size 3")]
fn brackets_panic_with_the_message_of_get() {
    let a = Array::from_shape_vec([2, 3], vec![0; 6]).unwrap();
    let _ = a[[0, 3]];
}

#[test]
fn axis_out_of_range() {
    let a = Array::<f64>::zeros([2, 3]).unwrap();
    assert_eq!(a.sum_axis(2).err(), Some(Error::Axis { op: "sum", axis: 2, ndim: 2 }));
    assert_eq!(a.sum_axis(-3).err(), Some(Error::Axis { op: "sum", axis: -3, ndim: 2 }));
    assert!(matches!(a.swapaxes(0, 2).err(), Some(Error::Axis { axis: 2, ndim: 2, .. })));
    assert!(concatenate([&a, &a], 2).is_err());
    assert!(stack([&a, &a], 3).is_err());
}

#[test]
fn an_axis_named_twice() {
    let a = Array::<f64>::zeros([2, 3]).unwrap();
    assert!(matches!(sum::with(&a).axes([1, -1]).run().err(), Some(Error::DuplicateAxis { axis: 1, .. })));
    assert!(matches!(a.transpose([0, 0]).err(), Some(Error::DuplicateAxis { axis: 0, .. })));
    assert!(moveaxis(&a, [0, 0], [0, 1]).is_err());
}

#[test]
fn a_mismatch_names_both_shapes() {
    let (a, b) = (Array::<f64>::zeros([2, 3]).unwrap(), Array::<f64>::zeros([4]).unwrap());
    let error = numoxide::add(&a, &b).err().unwrap();
    assert_eq!(error, Error::Broadcast { op: "add", left: vec![2, 3], right: vec![4] });
    assert_eq!(error.to_string(), "add: operands could not be broadcast together with shapes [2, 3] [4]");
}

#[test]
#[should_panic(expected = "add: operands could not be broadcast together with shapes [2, 3] [4]")]
fn operators_panic_with_the_message_of_the_function() {
    let (a, b) = (Array::<f64>::zeros([2, 3]).unwrap(), Array::<f64>::zeros([4]).unwrap());
    let _ = &a + &b;
}

#[test]
fn a_failed_write_loses_nothing() {
    let mut a = Array::from_vec(vec![1.0, 2.0, 3.0]).unwrap();
    let b = Array::from_vec(vec![1.0, 2.0]).unwrap();
    assert!(numoxide::add::with(&b, &b).out(&mut a).run().is_err());
    assert_eq!(a.to_vec(), [1.0, 2.0, 3.0]);
    assert!(matches!(reshape(&a, [2, 2]), Err(Error::Reshape { len: 3, .. })));
    assert_eq!(a.to_vec(), [1.0, 2.0, 3.0]);
}

#[test]
fn steps_of_zero() {
    let a = Array::from_vec(vec![1, 2, 3]).unwrap();
    assert_eq!(a.slice(s![..;0]).err(), Some(Error::ZeroStep));
}

#[test]
fn items_are_read_as_their_own_type_only() {
    let whole = AnyArray::from(Array::from_vec((0..17).collect::<Vec<u8>>()).unwrap());
    let tail = whole.slice(s![1..]).unwrap();
    assert_eq!(tail.downcast::<u8>().unwrap().to_vec(), (1..17).collect::<Vec<u8>>());
    assert!(matches!(tail.downcast::<u16>(), Err(Error::Cast { .. })));
}

#[test]
fn empty_reductions_without_identity() {
    let none = Array::<f64>::zeros([0]).unwrap();
    assert_eq!(max(&none).err(), Some(Error::EmptyReduction { op: "max" }));
    assert_eq!(min(&none).err(), Some(Error::EmptyReduction { op: "min" }));
    assert!(argmax(&none).is_err() && argmin(&none).is_err());
    assert_eq!(none.sum(), 0.0);
    assert_eq!(none.prod(), 1.0);
    assert_eq!(max::with(&none).initial(3.0).run().unwrap().to_vec(), [3.0]);
    let rows = Array::<f64>::zeros([0, 3]).unwrap();
    assert!(rows.max_axis(0).is_err());
    assert_eq!(rows.max_axis(1).unwrap().shape(), [0]);
}

#[test]
fn nan_wins_among_extremes() {
    let a = Array::from_vec(vec![1.0, f64::NAN, 3.0, f64::NAN]).unwrap();
    assert!(max(&a).unwrap().is_nan() && min(&a).unwrap().is_nan());
    assert_eq!((argmax(&a).unwrap(), argmin(&a).unwrap()), (1, 1));
    assert!(maximum(f64::NAN, 1.0).unwrap().to_vec()[0].is_nan());
    assert_eq!(numoxide::fmax(f64::NAN, 1.0).unwrap().to_vec(), [1.0]);
    assert_eq!((numoxide::nanmax(&a).unwrap(), numoxide::nanargmax(&a).unwrap()), (3.0, 2));
}

#[test]
fn the_lowest_integer_by_minus_one() {
    assert_eq!(floor_divide([i64::MIN], -1).unwrap().to_vec(), [i64::MIN]);
    assert_eq!(remainder([i64::MIN], -1).unwrap().to_vec(), [0]);
    assert_eq!(divide([i64::MIN], -1).unwrap().to_vec(), [9.223_372_036_854_776e18]);
    let (low, minus) = (Array::from_vec(vec![i8::MIN]).unwrap(), Array::from_vec(vec![-1i8]).unwrap());
    assert_eq!(floor_divide(&low, &minus).unwrap().to_vec(), [i8::MIN]);
}

#[test]
fn integers_divided_by_zero() {
    assert_eq!(floor_divide([7, -7, 0], 0).unwrap().to_vec(), [0, 0, 0]);
    assert_eq!(remainder([7u8], 0).unwrap().to_vec(), [0]);
    assert_eq!(divide([1, -1], 0).unwrap().to_vec(), [f64::INFINITY, f64::NEG_INFINITY]);
}

#[test]
fn shifts_by_the_width_and_more() {
    assert_eq!(left_shift([1i64, 1], [64, 63]).unwrap().to_vec(), [0, i64::MIN]);
    assert_eq!(right_shift([-1i64, 1], [64, 64]).unwrap().to_vec(), [-1, 0]);
    assert_eq!(right_shift([255u8], 8).unwrap().to_vec(), [0]);
}

#[test]
fn floats_out_of_the_range_of_integers() {
    let a = Array::from_vec(vec![f64::NAN, 1e300, -1e300, 2.9, -2.9]).unwrap();
    // What NumPy gives on x86-64.
    assert_eq!(a.astype::<i64>().unwrap().to_vec(), [i64::MIN, i64::MIN, i64::MIN, 2, -2]);
    assert_eq!(a.astype::<i32>().unwrap().to_vec(), [i32::MIN, i32::MIN, i32::MIN, 2, -2]);
}

#[test]
fn casts_that_the_rule_forbids() {
    let a = AnyArray::from(Array::from_vec(vec![1.5f64]).unwrap());
    for (casting, fine) in [
        (Casting::No, false),
        (Casting::Equiv, false),
        (Casting::Safe, false),
        (Casting::SameKind, true),
        (Casting::Unsafe, true),
    ] {
        assert_eq!(a.astype_with(DType::F32, casting).is_ok(), fine, "{casting}");
    }
    assert!(matches!(a.astype_with(DType::I32, Casting::SameKind), Err(Error::Cast { .. })));
    let mut out = Array::from_vec(vec![0i32]).unwrap();
    let b = Array::from_vec(vec![1.5f64]).unwrap();
    assert!(matches!(numoxide::add::with(&b, &b).out(&mut out).run(), Err(Error::Cast { .. })));
    assert_eq!(out.to_vec(), [0]);
    numoxide::add::with(&b, &b).out(&mut out).casting(Casting::Unsafe).run().unwrap();
    assert_eq!(out.to_vec(), [3]);
}
