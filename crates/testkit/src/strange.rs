//! Strange layouts: the same items in every way that memory can hold them.
//!
//! Whatever works over arrays is run over [`zoo`]; whatever has a fixed shape, over [`layouts_of`]. What the items
//! of a view are is computed here from the strides, by plain arithmetic, never by the code under test.
//!
//! ```
//! use numoxide_testkit::strange::layouts_of;
//!
//! for strange in layouts_of(&[2, 3], &[1, 2, 3, 4, 5, 6], -1) {
//!     assert_eq!(strange.view().to_vec(), [1, 2, 3, 4, 5, 6], "{}", strange.name);
//! }
//! ```

use numoxide_core::ArrayView;

/// Items in memory, and how a view finds them there.
#[derive(Debug, Clone)]
pub struct Strange<T> {
    /// What is strange about it, for the message of a test.
    pub name: String,
    /// The size of each axis.
    pub shape: Vec<usize>,
    store: Vec<T>,
    /// Where the first item lies.
    first: usize,
    /// Items from one to the next along each axis.
    strides: Vec<isize>,
}

impl<T> Strange<T> {
    /// # Panics
    /// If some place lies outside the store.
    fn new(name: String, store: Vec<T>, first: usize, shape: &[usize], strides: Vec<isize>) -> Self {
        let strange = Self { name, shape: shape.to_vec(), store, first, strides };
        assert_eq!(strange.shape.len(), strange.strides.len());
        assert!(strange.places().iter().all(|&place| place < strange.store.len()), "{}", strange.name);
        assert!(strange.first <= strange.store.len());
        strange
    }

    /// The array.
    pub fn view(&self) -> ArrayView<'_, T> {
        let size = size_of::<T>() as isize;
        let strides: Vec<_> = self.strides.iter().map(|stride| stride * size).collect();
        let first = self.store[self.first..].as_ptr();
        // SAFETY: `new` has checked that every place lies in the store, whose items are initialised and which
        // the view borrows.
        let view = unsafe { ArrayView::from_raw_parts(first, &self.shape, &strides) };
        view.expect("a small shape")
    }

    /// Where each item lies in the store, in row-major order of the index.
    fn places(&self) -> Vec<usize> {
        let mut places = vec![self.first as isize];
        for (&size, &stride) in self.shape.iter().zip(&self.strides) {
            places =
                places.iter().flat_map(|place| (0..size as isize).map(move |i| place + i * stride)).collect();
        }
        places.into_iter().map(|place| usize::try_from(place).unwrap_or(usize::MAX)).collect()
    }
}

impl<T: Clone> Strange<T> {
    /// The items in row-major order.
    pub fn items(&self) -> Vec<T> {
        self.places().into_iter().map(|place| self.store[place].clone()).collect()
    }
}

/// How an array lies in memory, but for its shape.
#[derive(Clone, Default)]
struct Plan {
    name: &'static str,
    /// The axes from the outermost in memory to the innermost; empty for row-major.
    order: Vec<usize>,
    /// The axes that run backwards.
    backwards: Vec<usize>,
    /// The innermost axis takes every so-manieth place only.
    step: usize,
    /// Unused places after each run of the innermost axis.
    padding: usize,
    /// Unused places before the first.
    lead: usize,
}

/// The array of `shape` with these items, in every strange layout; `filler` lies where no item does.
///
/// # Panics
/// If the number of items does not fit the shape.
pub fn layouts_of<T: Clone>(shape: &[usize], items: &[T], filler: T) -> Vec<Strange<T>> {
    assert_eq!(shape.iter().product::<usize>(), items.len(), "items for shape {shape:?}");
    plans(shape.len()).iter().map(|plan| lay(plan, shape, items, &filler)).collect()
}

fn plans(ndim: usize) -> Vec<Plan> {
    let row_major = Plan { name: "contiguous", step: 1, ..Plan::default() };
    let mut plans = vec![row_major.clone(), Plan { name: "at an odd place", lead: 1, ..row_major.clone() }];
    if ndim == 0 {
        return plans;
    }
    let all: Vec<_> = (0..ndim).collect();
    let column_major: Vec<_> = all.iter().rev().copied().collect();
    plans.extend([
        Plan { name: "every second", step: 2, ..row_major.clone() },
        Plan { name: "every seventh", step: 7, lead: 3, ..row_major.clone() },
        Plan { name: "padded", padding: 3, ..row_major.clone() },
        Plan { name: "all backwards", backwards: all.clone(), ..row_major.clone() },
        Plan { name: "every second, backwards", backwards: all.clone(), step: 2, ..row_major.clone() },
    ]);
    if ndim >= 2 {
        let mut rotated = all.clone();
        rotated.rotate_left(1);
        plans.extend([
            Plan { name: "first axis backwards", backwards: vec![0], ..row_major.clone() },
            Plan { name: "last axis backwards", backwards: vec![ndim - 1], padding: 1, ..row_major.clone() },
            Plan { name: "column-major", order: column_major.clone(), ..row_major.clone() },
            Plan {
                name: "column-major, padded",
                order: column_major.clone(),
                padding: 2,
                ..row_major.clone()
            },
            Plan {
                name: "column-major, backwards",
                order: column_major,
                backwards: all,
                ..row_major.clone()
            },
            Plan { name: "rotated axes", order: rotated, backwards: vec![0], step: 2, ..row_major },
        ]);
    }
    plans
}

fn lay<T: Clone>(plan: &Plan, shape: &[usize], items: &[T], filler: &T) -> Strange<T> {
    let mut strides = vec![0; shape.len()];
    let mut next = plan.step;
    let row_major: Vec<_> = (0..shape.len()).collect();
    let order = if plan.order.is_empty() { &row_major } else { &plan.order };
    for (depth, &axis) in order.iter().rev().enumerate() {
        strides[axis] = next as isize;
        next = next * shape[axis].max(1) + if depth == 0 { plan.padding } else { 0 };
    }
    let mut first = plan.lead as isize;
    for &axis in &plan.backwards {
        first += strides[axis] * (shape[axis] as isize - 1).max(0);
        strides[axis] = -strides[axis];
    }
    let store = vec![filler.clone(); plan.lead + next];
    let name = format!("{} {shape:?}", plan.name);
    let mut strange = Strange::new(name, store, first as usize, shape, strides);
    for (place, item) in strange.places().into_iter().zip(items) {
        strange.store[place] = item.clone();
    }
    strange
}

/// The shapes of [`zoo`]: none, one and many items, either side of a vector, of a block, and seven axes.
const SHAPES: &[&[usize]] = &[
    &[],
    &[0],
    &[3, 0, 2],
    &[1],
    &[7],
    &[64],
    &[131],
    &[1000],
    &[5, 3],
    &[3, 33],
    &[2, 1, 3],
    &[4, 3, 5],
    &[2, 1, 2, 3, 1, 2, 2],
];

/// Arrays of every strange layout and many shapes, whose items are taken from `pool` in turn.
///
/// # Panics
/// If the pool is empty.
pub fn zoo<T: Clone>(pool: &[T]) -> Vec<Strange<T>> {
    let filler = &pool[0];
    let mut all = Vec::new();
    for shape in SHAPES {
        let items: Vec<_> = pool.iter().cycle().take(shape.iter().product()).cloned().collect();
        all.extend(layouts_of(shape, &items, filler.clone()));
    }
    all.extend(repeating(pool));
    all
}

/// Arrays in which several places are the same item: only readers may have them.
fn repeating<T: Clone>(pool: &[T]) -> Vec<Strange<T>> {
    let layouts: &[(&str, usize, &[usize], &[isize])] = &[
        ("one item everywhere", 0, &[9], &[0]),
        ("one item everywhere, two axes", 1, &[3, 70], &[0, 0]),
        ("the same row again and again", 2, &[4, 5], &[0, 1]),
        ("the same column again and again", 0, &[5, 4], &[3, 0]),
        ("stride 0 between others", 0, &[3, 4, 2], &[2, 0, 1]),
        ("sliding windows", 0, &[6, 5], &[1, 1]),
        ("sliding windows, backwards", 9, &[6, 5], &[-1, -1]),
        ("windows against the current", 5, &[6, 5], &[-1, 1]),
        ("a diagonal", 0, &[4], &[5]),
    ];
    let store: Vec<_> = pool.iter().cycle().take(32).cloned().collect();
    let strange = |(name, first, shape, strides): &(&str, usize, &[usize], &[isize])| {
        Strange::new((*name).to_owned(), store.clone(), *first, shape, strides.to_vec())
    };
    layouts.iter().map(strange).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_layout_holds_the_items_in_order() {
        let items: Vec<_> = (0..60).collect();
        for strange in layouts_of(&[4, 3, 5], &items, -1) {
            assert_eq!(strange.items(), items, "{}", strange.name);
        }
    }

    #[test]
    fn layouts_differ() {
        let items: Vec<_> = (0..12).collect();
        let mut seen = Vec::new();
        for strange in layouts_of(&[3, 4], &items, -1) {
            let key = (strange.first, strange.strides.clone(), strange.store.len());
            assert!(!seen.contains(&key), "{} is no new layout", strange.name);
            seen.push(key);
        }
        assert!(seen.len() >= 13);
    }

    #[test]
    fn the_zoo_has_every_kind() {
        let zoo = zoo(&[1, 2, 3]);
        let has = |test: fn(&Strange<i32>) -> bool| zoo.iter().any(test);
        assert!(has(|s| s.shape.is_empty()) && has(|s| s.shape.len() == 7) && has(|s| s.shape.contains(&0)));
        assert!(has(|s| s.strides.contains(&0)) && has(|s| s.strides.iter().any(|&stride| stride < 0)));
        assert!(zoo.iter().all(|s| s.items().len() == s.shape.iter().product()));
    }

    #[test]
    #[should_panic(expected = "outside")]
    fn a_place_outside_the_store_is_refused() {
        Strange::new("outside".to_owned(), vec![0; 4], 3, &[2], vec![1]);
    }
}
