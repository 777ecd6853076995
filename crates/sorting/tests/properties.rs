//! What always holds of sorts: the result is an ordered permutation, stable, and the same for any number of threads.

use numoxide_core::driver::set_num_threads;
use numoxide_core::*;
use numoxide_sorting::*;
use numoxide_testkit::strange::zoo;
use proptest::prelude::*;

/// Whether each item is followed by none that comes before it.
fn is_ordered<T: Sortable>(items: &[T]) -> bool {
    items.windows(2).all(|pair| !pair[1].before(pair[0]))
}

/// The order that comparing alone gives.
fn order_by_comparing<T: Sortable>(items: &[T]) -> Vec<i64> {
    let mut places: Vec<i64> = (0..items.len() as i64).collect();
    places.sort_by(|&a, &b| {
        let (a, b) = (items[a as usize], items[b as usize]);
        b.before(a).cmp(&a.before(b))
    });
    places
}

fn bits<T: Sortable>(items: &[T]) -> Vec<u8> {
    AnyView::from(ArrayView::from_slice(items)).tobytes(Order::C).unwrap()
}

fn check<T: Sortable>(items: &[T]) {
    let places = argsort(items).unwrap().to_vec();
    assert_eq!(places, order_by_comparing(items));
    let wanted: Vec<T> = places.iter().map(|&place| items[place as usize]).collect();
    let sorted = sort(items).unwrap().to_vec();
    assert_eq!(bits(&sorted), bits(&wanted), "equal items keep their order");
    assert!(is_ordered(&sorted));
    for k in [0, items.len() / 3, items.len().saturating_sub(1)].into_iter().filter(|&k| k < items.len()) {
        let part = partition(items, k).unwrap().to_vec();
        let split = |part: &[T]| {
            let (before, behind) = part.split_at(k);
            before.iter().all(|&x| !behind[0].before(x)) && behind.iter().all(|&x| !x.before(behind[0]))
        };
        assert!(split(&part) && bits(&sort(&part).unwrap().to_vec()).len() == bits(items).len());
        let places = argpartition(items, k).unwrap().to_vec();
        assert!(split(&places.iter().map(|&place| items[place as usize]).collect::<Vec<_>>()));
        let mut all = places;
        all.sort_unstable();
        assert!(all.into_iter().eq(0..items.len() as i64));
    }
    for (side, edge) in [(Side::Left, false), (Side::Right, true)] {
        let found = searchsorted::with(&sorted[..], items).side(side).run().unwrap();
        for (&key, &place) in items.iter().zip(found.iter()) {
            let wanted = sorted.partition_point(|&x| if edge { !key.before(x) } else { x.before(key) });
            assert_eq!(place, wanted as i64);
        }
    }
}

fn float() -> impl Strategy<Value = f64> {
    prop_oneof![
        4 => any::<f64>(),
        4 => (-3i8..3).prop_map(f64::from),
        1 => Just(-0.0),
        1 => prop_oneof![Just(f64::NAN), Just(-f64::NAN), Just(f64::from_bits(0x7ff0_0000_0000_0001))],
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn floats(items in prop::collection::vec(float(), 0..700)) {
        check(&items);
        check(&items.iter().map(|&x| x as f32).collect::<Vec<_>>());
        check(&items.iter().map(|&x| f16::from_f64(x)).collect::<Vec<_>>());
        check(&items.iter().map(|&x| bf16::from_f64(x)).collect::<Vec<_>>());
        let complex: Vec<c128> = items.windows(2).map(|pair| c128::new(pair[0], pair[1])).collect();
        check(&complex);
        check(&complex.iter().map(|x| c64::new(x.re as f32, x.im as f32)).collect::<Vec<_>>());
    }

    #[test]
    fn integers(items in prop::collection::vec(prop_oneof![any::<i64>(), -5i64..5, 0i64..1000], 0..1500)) {
        check(&items);
        check(&items.iter().map(|&x| x as u64).collect::<Vec<_>>());
        check(&items.iter().map(|&x| x as i32).collect::<Vec<_>>());
        check(&items.iter().map(|&x| x as u32).collect::<Vec<_>>());
        check(&items.iter().map(|&x| x as i16).collect::<Vec<_>>());
        check(&items.iter().map(|&x| x as u16).collect::<Vec<_>>());
        check(&items.iter().map(|&x| x as i8).collect::<Vec<_>>());
        check(&items.iter().map(|&x| x as u8).collect::<Vec<_>>());
        check(&items.iter().map(|&x| x > 0).collect::<Vec<_>>());
    }
}

#[test]
fn strange_layouts_sort_as_their_copies() {
    for strange in zoo(&[3.0, f64::NAN, -0.0, 0.0, 7.0, -1.0, 3.0]) {
        let (view, copy) = (strange.view(), strange.view().copy(Order::C).unwrap());
        for axis in (0..view.ndim() as isize).map(Some).chain([None]) {
            let [a, b] = [&view, &copy.view()].map(|a| sort::with(a).axis(axis).run().unwrap());
            assert_eq!(bits(&a.to_vec()), bits(&b.to_vec()), "{}", strange.name);
            let [a, b] = [&view, &copy.view()].map(|a| argsort::with(a).axis(axis).run().unwrap());
            assert_eq!(a.to_vec(), b.to_vec(), "{}", strange.name);
        }
    }
}

/// Large inputs of every kind: random, few unique, equal, rising, falling, an organ pipe, what defeats a median of three.
fn large(n: usize) -> Vec<Vec<f64>> {
    let noise = |most: u64| {
        let mut state = 1u64;
        let mut next = || {
            state = state.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
            ((state >> 33) % most) as f64
        };
        (0..n).map(|_| next()).collect::<Vec<_>>()
    };
    let killer = |i: usize| if i < n / 2 && i.is_multiple_of(2) { i + 1 } else { n / 2 + i / 2 };
    vec![
        noise(1 << 31),
        noise(5),
        vec![1.5; n],
        (0..n).map(|i| i as f64).collect(),
        (0..n).rev().map(|i| i as f64).collect(),
        (0..n).map(|i| i.min(n - i) as f64).collect(),
        (0..n).map(|i| killer(i) as f64).collect(),
        (0..n).map(|i| if i % 97 == 5 { i * 7919 % n } else { i } as f64).collect(),
    ]
}

#[test]
fn any_number_of_threads_gives_the_same() {
    for items in large(300_000) {
        let results = [1, 4].map(|threads| {
            set_num_threads(threads);
            let bytes = items.iter().map(|&x| x as i64 as u8).collect::<Vec<_>>();
            let parts = [&[items.len() / 2][..], &[7, 200_000]]
                .map(|kth| bits(&partition(&items, kth).unwrap().to_vec()));
            let sorted = (bits(&sort(&items).unwrap().to_vec()), sort(&bytes).unwrap().to_vec());
            (sorted, argsort(&items).unwrap().to_vec(), parts)
        });
        assert!(results[0] == results[1]);
        assert_eq!(results[0].1, order_by_comparing(&items));
    }
    set_num_threads(0);
}

#[test]
fn long_lines_of_any_strides_sort_and_part_as_their_copies() {
    for items in large(300_000) {
        let items = Array::from_vec(items).unwrap();
        for view in [
            items.slice(s![..;-1]).unwrap(),
            items.slice(s![3..;2]).unwrap(),
            items.slice(s![..;-3]).unwrap(),
        ] {
            let copy = view.to_vec();
            let k = view.len() / 3;
            let sorted = sort(&view).unwrap().to_vec();
            assert!(bits(&sorted) == bits(&sort(&copy).unwrap().to_vec()) && is_ordered(&sorted));
            let part = partition(&view, k).unwrap().to_vec();
            assert!(bits(&part) == bits(&partition(&copy, k).unwrap().to_vec()));
            assert!(part[k] == sorted[k] && bits(&sort(&part).unwrap().to_vec()) == bits(&sorted));
            assert!(part[..k].iter().all(|x| *x <= part[k]) && part[k..].iter().all(|x| *x >= part[k]));
        }
    }
}

/// The distinct items, each the first of those it stands for, by comparing alone.
fn distinct_by_comparing(items: &[f64], equal_nan: bool) -> Vec<f64> {
    let mut found: Vec<f64> = Vec::new();
    for place in order_by_comparing(items) {
        let item = items[place as usize];
        let same =
            found.last().is_some_and(|&last| last == item || equal_nan && last.is_nan() && item.is_nan());
        if !same {
            found.push(item);
        }
    }
    found
}

#[test]
fn distinct_items_of_long_arrays_are_the_first_of_each() {
    let mut lines = large(200_000);
    // Zeros of either sign, and NaN; few values that come late; many that come late.
    let odd = [-0.0, 0.0, f64::NAN, 7.0, -f64::NAN, f64::INFINITY];
    lines.push((0..200_000).map(|i| if i % 1000 < 990 { 1.0 } else { odd[(i + 4) % 6] }).collect());
    lines.push((0..200_000).map(|i| if i < 150_000 { (i % 3000) as f64 } else { 1.0 - i as f64 }).collect());
    lines.push((0..200_000).map(|i| ((i / 16_000 * 1900 + i % 1900) % 22_800) as f64).collect());
    for items in lines {
        for equal_nan in [true, false] {
            let wanted = distinct_by_comparing(&items, equal_nan);
            for threads in [1, 3] {
                set_num_threads(threads);
                let found = unique::with(&items).equal_nan(equal_nan).run().unwrap().to_vec();
                assert!(bits(&found) == bits(&wanted), "{threads} threads, NaN equal: {equal_nan}");
            }
        }
    }
    set_num_threads(0);
}
