//! Indexing held to a model that goes item by item, on arrays of any size, over the edges of blocks.

use numoxide_core::*;
use proptest::prelude::*;

/// Where a place is, counted from the front; `None` outside.
fn from_front(place: i64, len: usize) -> Option<usize> {
    let at = if place < 0 { place + len as i64 } else { place };
    usize::try_from(at).ok().filter(|&at| at < len)
}

/// A place under a mode, for an axis with places.
fn moved(place: i64, len: usize, mode: IndexMode) -> Option<usize> {
    match mode {
        IndexMode::Raise => from_front(place, len),
        IndexMode::Wrap => Some(place.rem_euclid(len as i64) as usize),
        IndexMode::Clip => Some(place.clamp(0, len as i64 - 1) as usize),
    }
}

fn counting(rows: usize, columns: usize) -> Array<i64> {
    Array::from_fn([rows, columns], |[i, j]| (i * columns + j) as i64).unwrap()
}

fn modes() -> impl Strategy<Value = IndexMode> {
    prop_oneof![Just(IndexMode::Raise), Just(IndexMode::Wrap), Just(IndexMode::Clip)]
}

/// Places for an axis of this size: most of them good, some lists long enough for several blocks.
fn places(len: usize) -> impl Strategy<Value = Vec<i64>> {
    let n = len as i64;
    let good = -n..n;
    prop_oneof![
        4 => prop::collection::vec(good.clone(), 0..40),
        2 => prop::collection::vec(good.clone(), 500..1600),
        1 => (prop::collection::vec(good, 1..1600), any::<prop::sample::Index>(), prop_oneof![Just(n), Just(-n - 1), any::<i64>()])
            .prop_map(|(mut places, at, bad)| {
                let at = at.index(places.len());
                places[at] = bad;
                places
            }),
    ]
}

proptest! {
    #[test]
    fn take_from_rows_and_columns(
        (list, rows, columns) in (1usize..9, 1usize..9).prop_flat_map(|(r, c)| (places(r.max(c)), Just(r), Just(c))),
        mode in modes(),
        transposed: bool,
        axis in 0isize..2,
    ) {
        let a = if transposed { counting(columns, rows).t() } else { counting(rows, columns) };
        let len = a.shape()[axis as usize];
        let found: Option<Vec<usize>> = list.iter().map(|&place| moved(place, len, mode)).collect();
        let taken = Take::new(&a, &list).axis(axis).mode(mode).run();
        let Some(found) = found else {
            let first = list.iter().find(|&&place| moved(place, len, mode).is_none()).unwrap();
            prop_assert_eq!(taken.err(), Some(Error::Index { index: *first as isize, axis: axis as usize, len }));
            return Ok(());
        };
        let taken = taken.unwrap();
        for (index, &item) in ndenumerate(&taken) {
            let mut from = [index[0], index[1]];
            from[axis as usize] = found[index[axis as usize]];
            prop_assert_eq!(item, a[from]);
        }
        prop_assert_eq!(taken.len(), list.len() * a.len() / len);
    }

    #[test]
    fn pairs_of_places_are_read_and_written_in_order(
        (rows, columns) in (places(5), places(7)),
        step in prop_oneof![Just(1isize), Just(-1), Just(2)],
    ) {
        let n = rows.len().min(columns.len());
        let (rows, columns) = (&rows[..n], &columns[..n]);
        let a = counting(5, 14).slice(s![.., ..;step]).unwrap();
        let a = a.slice(s![.., ..7]).unwrap();
        let narrow: Vec<i32> = columns.iter().map(|&at| i32::try_from(at).unwrap_or(i32::MAX)).collect();
        let read = a.index(ix![rows, &narrow]);
        let mut written = a.clone();
        let values: Vec<i64> = (1000..1000 + n as i64).collect();
        let write = written.index_assign(ix![rows, &narrow], &values);
        let at: Option<Vec<[usize; 2]>> =
            rows.iter().zip(columns).map(|(&i, &j)| Some([from_front(i, 5)?, from_front(j, 7)?])).collect();
        let Some(at) = at else {
            prop_assert!(read.is_err() && write.is_err());
            prop_assert_eq!(written.to_vec(), a.to_vec());
            return Ok(());
        };
        let mut model = a.copy(Order::C).unwrap();
        prop_assert_eq!(read.unwrap().to_vec(), at.iter().map(|&at| a[at]).collect::<Vec<_>>());
        at.iter().zip(&values).for_each(|(&at, &value)| model[at] = value);
        prop_assert_eq!(written.to_vec(), model.to_vec());
    }

    #[test]
    fn masks_pick_and_write_in_order(
        bits in prop::collection::vec(prop::bool::weighted(0.4), 0..700),
        backwards: bool,
    ) {
        let (n, step) = (bits.len(), if backwards { -1 } else { 1 });
        let a = Array::from_vec((0..n as i64).collect()).unwrap().slice(s![..;step]).unwrap();
        let picked: Vec<i64> = a.iter().zip(&bits).filter(|(_, bit)| **bit).map(|(&item, _)| item).collect();
        prop_assert_eq!(a.mask(&bits).unwrap().to_vec(), picked.clone());
        let places: Vec<i64> = (0..n as i64).filter(|&at| bits[at as usize]).collect();
        prop_assert_eq!(flatnonzero(&bits).unwrap().to_vec(), places);
        let values: Vec<i64> = (0..picked.len() as i64).map(|k| -1 - k).collect();
        let (mut each, mut one) = (a.clone(), a.clone());
        each.mask_assign(&bits, &values).unwrap();
        one.mask_assign(&bits, -7).unwrap();
        let mut next = values.iter();
        for (at, &bit) in bits.iter().enumerate() {
            prop_assert_eq!(each[at], if bit { *next.next().unwrap() } else { a[at] });
            prop_assert_eq!(one[at], if bit { -7 } else { a[at] });
        }
    }

    #[test]
    fn every_size_of_item_is_moved(list in places(300), mask in prop::collection::vec(any::<bool>(), 300)) {
        macro_rules! check {
            ($($ty:ty)*) => {$({
                let a: Array<$ty> = Array::from_vec((0..300).map(|i| i as u8 as $ty).collect()).unwrap();
                let wanted: Option<Vec<$ty>> =
                    list.iter().map(|&place| Some(a[from_front(place, 300)?])).collect();
                prop_assert_eq!(a.index(ix![&list]).ok().map(|items| items.to_vec()), wanted);
                let wanted: Vec<$ty> = (0..300).filter(|&at| mask[at]).map(|at| a[at]).collect();
                prop_assert_eq!(a.mask(&mask).unwrap().to_vec(), wanted);
                let chosen = where_(&mask, &a, 9 as $ty).unwrap();
                let wanted: Vec<$ty> = (0..300).map(|at| if mask[at] { a[at] } else { 9 as $ty }).collect();
                prop_assert_eq!(chosen.to_vec(), wanted);
            })*};
        }
        check!(u8 i16 f32 f64);
        let a = Array::from_vec((0..300).map(|i| c128::new(f64::from(i), 1.0)).collect()).unwrap();
        let wanted: Option<Vec<c128>> = list.iter().map(|&place| Some(a[from_front(place, 300)?])).collect();
        prop_assert_eq!(a.index(ix![&list]).ok().map(|items| items.to_vec()), wanted);
    }
}

/// Runs that are long enough for several threads, results that go past the cache, and sources that do not fit it.
#[test]
fn long_runs_are_moved_and_checked() {
    let n = 2_500_000i64;
    let a = Array::from_vec((0..n).collect()).unwrap();
    let mut places: Vec<i64> = (0..n).map(|at| at * 7_919 % n - if at % 2 == 0 { n } else { 0 }).collect();
    let taken = a.index(ix![&places]).unwrap();
    assert!(taken.iter().zip(&places).all(|(&item, &at)| item == at.rem_euclid(n)));
    let mut back = Array::<i64>::zeros([n as usize]).unwrap();
    back.index_assign(ix![&places], &taken).unwrap();
    assert_eq!(back.to_vec(), a.to_vec());
    let mask: Vec<bool> = (0..n).map(|at| at * at % 5 == 1).collect();
    let picked = a.mask(&mask).unwrap();
    assert!(picked.iter().all(|&item| item * item % 5 == 1));
    assert_eq!(picked.to_vec(), flatnonzero(&mask).unwrap().to_vec());
    back.mask_assign(&mask, 0).unwrap();
    assert!(back.iter().zip(0..).all(|(&item, at)| item == if mask[at as usize] { 0 } else { at }));
    places[n as usize - 1] = n;
    let error = Error::Index { index: n as isize, axis: 0, len: n as usize };
    assert_eq!(a.index(ix![&places]).err(), Some(error.clone()));
    assert_eq!(back.index_assign(ix![&places], -1).err(), Some(error));
    assert!(!back.iter().any(|&item| item == -1));
}

/// Masks that several threads share: pieces that pick much, little and nothing.
#[test]
fn large_masks_by_any_number_of_threads() {
    let len = 400_003;
    let picks = |i: usize| (i / 70_000) % 3 != 1 && (i * 2_654_435_761) % 7 < (i / 70_000) % 4 * 2;
    let mask = Array::from_fn([len], |[i]| picks(i)).unwrap();
    let places: Vec<i64> = (0..len).filter(|&i| picks(i)).map(|i| i as i64).collect();
    let bytes = Array::from_fn([len], |[i]| i as u8).unwrap();
    let numbers = Array::from_fn([len], |[i]| i as i64).unwrap();
    for threads in [1, 2, 5] {
        driver::set_num_threads(threads);
        assert_eq!(flatnonzero(&mask).unwrap().to_vec(), places);
        assert_eq!(numbers.mask(&mask).unwrap().to_vec(), places);
        let low: Vec<u8> = places.iter().map(|&place| place as u8).collect();
        assert_eq!(bytes.mask(&mask).unwrap().to_vec(), low);
    }
    driver::set_num_threads(0);
}
