//! Copies of every strange layout, under an allocator that finds reads of unwritten memory and writes past an end.

use numoxide_core::{Array, Order, buffer, driver, flatnonzero, s};
use numoxide_testkit::alloc::Poisoning;
use numoxide_testkit::strange::zoo;

#[global_allocator]
static ALLOCATOR: Poisoning = Poisoning;

/// As often as it takes for the blocks to go back to the allocator, not to the cache.
fn without_cache(test: impl FnOnce()) {
    buffer::set_cache_limit(0);
    test();
}

fn copies_hold_the_items<T: Clone + PartialEq + std::fmt::Debug + 'static>(pool: &[T]) {
    for strange in zoo(pool) {
        let (view, items) = (strange.view(), strange.items());
        for order in [Order::C, Order::F, Order::A, Order::K] {
            let copy = view.copy(order).unwrap();
            assert_eq!(copy.shape(), strange.shape, "{}", strange.name);
            assert_eq!(copy.to_vec(), items, "{} in order {order:?}", strange.name);
            assert_eq!(copy.t().t().ravel().unwrap().to_vec(), items, "{} in order {order:?}", strange.name);
        }
        assert_eq!(view.iter().cloned().collect::<Vec<_>>(), items, "{}", strange.name);
    }
}

#[test]
fn numbers_of_every_size() {
    without_cache(|| {
        copies_hold_the_items(&[1u8, 2, 3, 4, 5]);
        copies_hold_the_items(&[1i16, -2, 3, -4, 5, -6, 7]);
        copies_hold_the_items(&[1f32, -2.5, 3.0]);
        copies_hold_the_items(&[1f64, -2.5, 3.0, 0.25, 9.0, -7.0, 8.5, 6.0, 5.0, 4.0, 2.0]);
        copies_hold_the_items(&[[1u8; 3], [2; 3], [3; 3], [4; 3]]);
        copies_hold_the_items(&[(1.0, 2.0), (3.0, 4.0), (5.0, -6.0)]);
    });
}

#[test]
fn values_with_a_destructor() {
    without_cache(|| {
        let words: Vec<_> = ["one", "two", "three", "four"].map(str::to_owned).into();
        copies_hold_the_items(&words);
    });
}

#[test]
fn filling_reaches_every_place_and_no_other() {
    without_cache(|| {
        let mut a = Array::from_shape_vec([7, 9], (0..63).collect()).unwrap();
        let shared = a.clone();
        a.slice_mut(numoxide_core::s![1..6;2, ..;-3]).unwrap().fill(-1);
        for (at, (new, old)) in a.iter().zip(shared.iter()).enumerate() {
            let (row, column) = (at / 9, at % 9);
            let filled = [1, 3, 5].contains(&row) && [8, 5, 2].contains(&column);
            assert_eq!(*new, if filled { -1 } else { *old }, "[{row}, {column}]");
        }
    });
}

/// Results that are written past the cache: every layout of the source, and pieces that end within a line.
#[test]
fn large_results_are_whole() {
    without_cache(|| {
        let n = 2_700_001usize;
        let items: Vec<i64> = (0..n as i64).collect();
        let a = Array::from_vec(items.clone()).unwrap();
        let picks = |i: i64| i % 7 != 3 && i % 1000 != 5;
        let mask: Vec<bool> = items.iter().map(|&i| picks(i)).collect();
        let wanted: Vec<i64> = items.iter().copied().filter(|&i| picks(i)).collect();
        for threads in [1, 2] {
            driver::set_num_threads(threads);
            assert_eq!(a.mask(&mask).unwrap().to_vec(), wanted);
            assert_eq!(flatnonzero(&mask).unwrap().to_vec(), wanted);
            let backwards = a.slice(s![..;-1]).unwrap().copy(Order::C).unwrap();
            assert!(backwards.iter().eq(items.iter().rev()));
            let doubled = a.repeat(2, None).unwrap();
            let thirds = doubled.slice(s![1..;3]).unwrap().copy(Order::C).unwrap();
            assert!(thirds.iter().enumerate().all(|(i, &item)| item as usize == (3 * i).div_ceil(2)));
            let rows = a.slice(s![..2_700_000]).unwrap().reshape([2700, 1000]).unwrap();
            let twice = rows.repeat(2, 0).unwrap();
            assert!(twice.iter().enumerate().all(|(i, &item)| item as usize == i / 2000 * 1000 + i % 1000));
        }
        driver::set_num_threads(0);
    });
}
