//! Sharing, copy-on-write, views and layouts of arrays.

use std::rc::Rc;

use numoxide_core::{Array, ArrayView, ArrayViewMut, Error, NewAxis, Order, array, copyto, s};

fn counting(shape: [usize; 2]) -> Array<i64> {
    Array::from_shape_vec(shape, (0..(shape[0] * shape[1]) as i64).collect()).unwrap()
}

#[test]
fn writing_to_a_shared_array_leaves_the_other_alone() {
    let a = counting([3, 4]);
    let mut b = a.clone();
    let mut row = a.slice(s![1, ..]).unwrap();
    b[[0, 0]] = 100;
    row[0] = 200;
    assert_eq!(a[[0, 0]], 0);
    assert_eq!(a[[1, 0]], 4);
    assert_eq!((b[[0, 0]], b[[1, 0]], row[0]), (100, 4, 200));
}

#[test]
fn slices_are_clamped_as_in_numpy() {
    let a = Array::from_vec((0..10).collect::<Vec<i32>>()).unwrap();
    assert_eq!(a.slice(s![2..100;3]).unwrap().to_vec(), [2, 5, 8]);
    assert_eq!(a.slice(s![..;-4]).unwrap().to_vec(), [9, 5, 1]);
    assert_eq!(a.slice(s![-3..]).unwrap().to_vec(), [7, 8, 9]);
    assert_eq!(a.slice(s![-100..2]).unwrap().to_vec(), [0, 1]);
    assert_eq!(a.slice(s![5..2]).unwrap().len(), 0);
    assert_eq!(a.slice(s![7..=-1]).unwrap().to_vec(), [7, 8, 9]);
    assert_eq!(a.slice(s![..;0]).err(), Some(Error::ZeroStep));
    assert_eq!(a.slice(s![10]).err(), Some(Error::Index { index: 10, axis: 0, len: 10 }));
    assert_eq!(a.slice(s![0, 0]).err(), Some(Error::TooManyIndices { ndim: 1, indices: 2 }));
}

#[test]
fn axes_are_added_and_dropped() {
    let a = counting([2, 3]);
    assert_eq!(a.slice(s![..., NewAxis, 1]).unwrap().shape(), [2, 1]);
    assert_eq!(a.expand_dims([0, -1]).unwrap().shape(), [1, 2, 3, 1]);
    assert_eq!(a.expand_dims([0, -1]).unwrap().squeeze().shape(), [2, 3]);
    assert_eq!(a.broadcast_to([4, 2, 3]).unwrap().strides(), [0, 24, 8]);
    assert_eq!(a.diagonal_of(1, 0, 1).unwrap().to_vec(), [1, 5]);
}

#[test]
fn reshape_shares_where_it_can() {
    let a = counting([4, 6]);
    let t = a.t();
    assert_eq!(a.reshape([2, 2, 2, 3]).unwrap().as_ptr(), a.as_ptr());
    assert_eq!(t.reshape([3, 2, 4]).unwrap().as_ptr(), a.as_ptr());
    let flat = t.reshape(-1).unwrap();
    assert_ne!(flat.as_ptr(), a.as_ptr());
    assert_eq!(flat.to_vec(), t.to_vec());
    assert_eq!(a.reshape_order([6, 4], Order::F).unwrap().to_vec()[..3], [0, 13, 3]);
}

#[test]
fn any_clone_type_can_be_an_item() {
    let words = Array::from_shape_vec([2, 2], ["a", "b", "c", "d"].map(String::from).to_vec()).unwrap();
    let mut t = words.t().copy(Order::C).unwrap();
    assert_eq!(t.to_vec(), ["a", "c", "b", "d"]);
    t[[0, 1]].push('!');
    t.slice_mut(s![1, ..]).unwrap().fill("z".into());
    assert_eq!(t.to_vec(), ["a", "c!", "z", "z"]);
    assert_eq!(words.to_vec(), ["a", "b", "c", "d"]);
}

#[test]
fn values_are_dropped_once() {
    let token = Rc::new(());
    // `Rc` is neither Send nor Sync: such arrays come from views and copies alone.
    let items = [token.clone(), token.clone(), token.clone()];
    let copy = ArrayView::from_slice(&items).to_owned().unwrap();
    assert_eq!(Rc::strong_count(&token), 7);
    drop(copy);
    assert_eq!(Rc::strong_count(&token), 4);
}

#[test]
fn writing_to_a_broadcast_array_gives_every_place_its_own_item() {
    let mut a = counting([1, 3]).broadcast_to([2, 3]).unwrap();
    a[[0, 0]] = 9;
    assert_eq!(a.to_vec(), [9, 1, 2, 0, 1, 2]);
}

#[test]
fn copies_of_every_order_and_direction_hold_the_same_items() {
    let a = Array::from_shape_vec([7, 40, 33], (0..7 * 40 * 33).collect::<Vec<i32>>()).unwrap();
    for axes in [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]] {
        let b = a.transpose(axes).unwrap().slice(s![..;-1, ..;2, 1..]).unwrap();
        let expected: Vec<i32> = b.iter().copied().collect();
        for order in [Order::C, Order::F, Order::K, Order::A] {
            assert_eq!(
                b.copy(order).unwrap().iter().copied().collect::<Vec<_>>(),
                expected,
                "{axes:?} {order:?}"
            );
        }
    }
}

#[test]
fn sizes_that_do_not_fit_are_errors() {
    let zeros = |shape: [usize; 3]| numoxide_core::AnyArray::zeros(shape, numoxide_core::DType::F64);
    assert!(matches!(zeros([1 << 40, 1 << 40, 1]), Err(Error::Size { .. })));
    assert!(matches!(zeros([1 << 40, 1 << 40, 0]), Err(Error::Size { .. })));
    assert!(matches!(zeros([1 << 40, 1, 1]), Err(Error::OutOfMemory { .. })));
    assert!(matches!(Array::<u8>::from_shape_vec([-1], vec![]), Err(Error::Size { .. })));
    assert!(matches!(Array::from_vec(vec![1u8]).unwrap().reshape([1i64; 65]), Err(Error::Size { .. })));
}

#[test]
fn slices_of_arrays_are_seen_and_written_where_they_lie() {
    let mut points = vec![[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]];
    let view = ArrayView::from_rows(&points[1..]);
    assert_eq!((view.shape(), view.as_ptr()), (&[1, 3][..], points[1].as_ptr()));
    assert_eq!(view.to_vec(), [4.0, 5.0, 6.0]);
    copyto(&mut ArrayViewMut::from_rows(&mut points[..1]), [7.0, 8.0, 9.0]).unwrap();
    copyto(&mut ArrayViewMut::from_rows(&mut points).t(), [0.5, 1.5]).unwrap();
    assert_eq!(points, [[0.5; 3], [1.5; 3]]);
    assert_eq!(ArrayView::<f64>::from_rows::<3>(&[]).shape(), [0, 3]);
}

#[test]
fn rows_come_back_as_arrays_where_they_lie_so() {
    let mut a = array![[1, 2, 3], [4, 5, 6]];
    assert_eq!(a.as_rows::<3>().map(<[_]>::as_ptr).map(<*const [i32; 3]>::cast), Some(a.as_ptr()));
    assert_eq!(a.slice(s![1..]).unwrap().as_rows(), Some(&[[4, 5, 6]][..]));
    assert!(a.as_rows::<2>().is_none() && a.reshape(6).unwrap().as_rows::<6>().is_none());
    assert!(a.slice(s![.., 1..]).unwrap().as_rows::<2>().is_none() && a.t().as_rows::<2>().is_none());
    a.view_mut().into_rows::<3>().unwrap()[1] = [7, 8, 9];
    assert_eq!(a.to_vec(), [1, 2, 3, 7, 8, 9]);
    assert!(a.view_mut().into_rows::<2>().is_none());
}
