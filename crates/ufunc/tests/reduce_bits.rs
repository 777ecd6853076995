//! Reductions: how exact sums and means are, and that their bits depend on the items alone.

use numoxide_core::driver::set_num_threads;
use numoxide_core::{AnyArray, AnyView, Array, Complex, DType, Order, Result, f16, s};
use numoxide_simd::{Level, available_levels, force_level};
use numoxide_ufunc as np;
use numoxide_ufunc::{Accumulate, Reduce, ReduceMethods, ScanMethods, mean, sum};

/// Whole numbers below 2^`bits` that look random.
fn numbers(n: usize, bits: u32) -> impl Iterator<Item = u64> {
    let mut state = 0x9E37_79B9_7F4A_7C15_u64;
    (0..n).map(move |_| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        state >> (64 - bits)
    })
}

/// Positive numbers as whole multiples of a unit, over 2^`spread` in size, with their exact value in units.
fn positive(n: usize, bits: u32, spread: u64) -> Vec<u128> {
    numbers(n, bits).zip(numbers(n, 20)).map(|(m, e)| u128::from(m | 1) << (e % spread)).collect()
}

#[track_caller]
fn assert_close(got: f64, exact: u128, eps: f64) {
    let exact = exact as f64;
    assert!((got - exact).abs() <= eps * exact, "{got}, exactly {exact}");
}

#[test]
fn sums_of_positive_numbers_are_within_one_eps_along_every_axis() {
    // Few rows and many, short and long ones, and what is left over of groups of both.
    for shape in [[37, 11, 53], [3, 7, 40], [1030, 1, 1100], [8, 1, 4200], [3000, 1, 1100], [9000, 1, 1000]] {
        let n = shape.iter().product();
        let exact = positive(n, 53, 30);
        let a = Array::from_shape_vec(shape, exact.iter().map(|&x| x as f64).collect()).unwrap();
        let wide = positive(n, 24, 30);
        let b = Array::from_shape_vec(shape, wide.iter().map(|&x| x as f32).collect()).unwrap();
        let steps = [shape[1] * shape[2], shape[2], 1];
        for order in [Order::C, Order::F] {
            let (a, b) = (a.copy(order).unwrap(), b.copy(order).unwrap());
            assert_close(sum(&a), exact.iter().sum(), f64::EPSILON);
            assert_close(sum(&b).into(), wide.iter().sum(), f32::EPSILON.into());
            for axis in 0..3 {
                let (got, single) = (a.sum_axis(axis as isize).unwrap(), b.sum_axis(axis as isize).unwrap());
                let firsts = (0..exact.len()).filter(|at| at / steps[axis] % shape[axis] == 0);
                for ((at, got), single) in firsts.zip(got.to_vec()).zip(single.to_vec()) {
                    let line = |x: &[u128]| (0..shape[axis]).map(|i| x[at + i * steps[axis]]).sum::<u128>();
                    assert_close(got, line(&exact), f64::EPSILON);
                    assert_close(single.into(), line(&wide), f32::EPSILON.into());
                }
            }
        }
    }
}

/// The levels with fused multiply-add, or the only one, which give the same bits: tests that run beside each other may force any.
fn levels() -> impl Iterator<Item = Level> {
    let best = available_levels().iter().copied().max();
    available_levels().iter().copied().filter(move |&level| level >= Level::V3 || Some(level) == best)
}

/// The exact sum, rounded once: partial sums that do not overlap (Shewchuk 1997), as in Python's `math.fsum`.
fn exact_sum(items: &[f64]) -> f64 {
    let mut partials: Vec<f64> = Vec::new();
    for &item in items {
        let (mut x, mut kept) = (item, 0);
        for i in 0..partials.len() {
            let (big, small) = if x.abs() < partials[i].abs() { (partials[i], x) } else { (x, partials[i]) };
            let high = big + small;
            let low = small - (high - big);
            if low != 0.0 {
                partials[kept] = low;
                kept += 1;
            }
            x = high;
        }
        partials.truncate(kept);
        partials.push(x);
    }
    let mut high = partials.pop().unwrap_or(0.0);
    while let Some(next) = partials.pop() {
        let sum = high + next;
        let low = next - (sum - high);
        high = sum;
        if low != 0.0 {
            // In the middle between two values, what is left decides.
            let beyond = partials.last().is_some_and(|rest| (*rest < 0.0) == (low < 0.0));
            if beyond && (sum + 2.0 * low) - sum == 2.0 * low {
                high = sum + 2.0 * low;
            }
            break;
        }
    }
    high
}

type Items = fn(usize, f64) -> f64;

/// Items by their place and a number between 0 and 1 that looks random.
const RUNS: [(&str, Items); 14] = [
    ("positive", |_, x| x),
    ("of both signs", |_, x| x - 0.5),
    ("of many sizes", |i, x| (x - 0.5) * 2f64.powi((i * 7 % 60) as i32 - 30)),
    ("growing", |i, x| x * 2f64.powi((i / 16 % 900) as i32)),
    ("shrinking", |i, x| x * 2f64.powi(-((i / 16 % 900) as i32))),
    ("the first ones small", |i, x| if i < 40 { x * 1e-30 } else { x }),
    ("the first ones zero", |i, x| if i < 40 { 0.0 } else { x - 0.5 }),
    ("the first ones minus zero", |i, x| if i < 40 { -0.0 } else { x - 0.5 }),
    ("a large one late", |i, x| if i == 250 { 1e18 } else { x }),
    ("large ones that cancel", |i, x| if i % 2 == 0 { 1e18 } else { x - 1e18 }),
    ("subnormal", |_, x| (x - 0.3) * 1e-310),
    ("the smallest ones", |i, _| f64::from_bits(i as u64 % 3)),
    ("near overflow", |i, x| (x - (i % 2) as f64) * 1.7e304),
    ("zeros of both signs", |i, _| if i == 200 { 0.0 } else { -0.0 }),
];

#[test]
fn sums_are_exact_but_for_one_rounding() {
    for (level, (name, item)) in levels().flat_map(|level| RUNS.map(|run| (level, run))) {
        force_level(level);
        for n in [100, 255, 256, 300, 1000, 4096, 4111, 10_000] {
            let items: Vec<f64> =
                numbers(n, 53).enumerate().map(|(i, x)| item(i, x as f64 / 2f64.powi(53))).collect();
            let wanted = exact_sum(&items);
            let whole = Array::from(items.clone());
            assert_eq!(sum(&whole).to_bits(), wanted.to_bits(), "{level:?}, {name}, {n}");
            // Columns of other signs and sizes beside it, and a column alone.
            for width in [1, 16, 21] {
                let scale = |j: usize| [1.0, -0.5, 0.0][j % 3];
                let rows =
                    Array::from_shape_fn([n, width], |index| items[index[0]] * scale(index[1])).unwrap();
                let got = rows.sum_axis(0).unwrap().to_vec();
                for j in (0..width).filter(|j| j % 3 != 2) {
                    let column: Vec<f64> = items.iter().map(|x| x * scale(j)).collect();
                    assert_eq!(
                        got[j].to_bits(),
                        exact_sum(&column).to_bits(),
                        "{name}, {n}, column {j} of {width}"
                    );
                }
            }
            let tiny = |x: f64| x * 1e-25;
            let complex = Array::from_iter(items.iter().map(|&x| Complex::new(-x, tiny(x))));
            let imaginary: Vec<f64> = items.iter().map(|&x| tiny(x)).collect();
            let got = sum(&complex);
            let negative: Vec<f64> = items.iter().map(|x| -x).collect();
            assert_eq!(got.re.to_bits(), exact_sum(&negative).to_bits(), "{name}, {n}, real part");
            assert_eq!(got.im.to_bits(), exact_sum(&imaginary).to_bits(), "{name}, {n}, imaginary part");
        }
    }
}

#[test]
fn zeros_infinities_and_nan_keep_their_meaning_in_long_sums() {
    let of = |n: usize, fill: f64, other: &[(usize, f64)]| {
        let mut items = vec![fill; n];
        for &(i, x) in other {
            items[i] = x;
        }
        let rows = Array::from_shape_fn([n, 17], |index| items[index[0]]).unwrap();
        let sums = rows.sum_axis(0).unwrap().to_vec();
        let along = sum(Array::from(items));
        assert!(
            sums.iter().all(|x| x.to_bits() == along.to_bits() || x.is_nan() && along.is_nan()),
            "{sums:?}, {along}"
        );
        along
    };
    for n in [300, 5000] {
        assert_eq!(of(n, -0.0, &[]).to_bits(), (-0.0f64).to_bits());
        assert_eq!(of(n, 0.0, &[]).to_bits(), 0);
        assert_eq!(of(n, -0.0, &[(299, 0.0)]).to_bits(), 0);
        assert_eq!(of(n, 1.0, &[(0, f64::INFINITY)]), f64::INFINITY);
        assert_eq!(of(n, 1.0, &[(299, f64::NEG_INFINITY)]), f64::NEG_INFINITY);
        assert_eq!(of(n, f64::MAX, &[]), f64::INFINITY);
        assert_eq!(of(n, -1e308, &[]), f64::NEG_INFINITY);
        assert!(of(n, 1.0, &[(3, f64::INFINITY), (290, f64::NEG_INFINITY)]).is_nan());
        assert!(of(n, 1.0, &[(0, f64::NAN)]).is_nan());
        assert!(of(n, 0.0, &[(299, f64::NAN)]).is_nan());
    }
}

#[test]
fn long_sums_do_not_drift() {
    let n = 1_000_000;
    let exact = positive(2 * n, 24, 1);
    let a = Array::from_shape_vec([n, 2], exact.iter().map(|&x| x as f32).collect()).unwrap();
    let got = a.sum_axis(0).unwrap().to_vec();
    for column in 0..2 {
        let exact = exact[column..].iter().step_by(2).sum();
        assert_close(got[column].into(), exact, f32::EPSILON.into());
    }
    assert_eq!(mean(Array::full([20_000_000usize], 0.1f32).unwrap()), 0.1);
    let tenth = f16::from_f64(0.1);
    let halves = Array::full([6, 100_000], tenth).unwrap();
    let exact = f16::from_f64(f64::from(tenth) * 100_000.0);
    assert_eq!(halves.sum_axis(1).unwrap().to_vec(), [exact; 6]);
    assert_eq!(halves.t().sum_axis(0).unwrap().to_vec(), [exact; 6]);
    assert_eq!(mean(&halves), tenth);
}

type Ask = fn(AnyView<'_>, isize) -> Result<AnyArray>;

fn asks() -> Vec<(&'static str, Ask)> {
    fn reduced(call: Reduce<'_, AnyArray>, axis: isize) -> Result<AnyArray> {
        call.axis(axis).run()
    }
    fn running(call: Accumulate<'_, AnyArray>, axis: isize) -> Result<AnyArray> {
        call.axis(axis).run()
    }
    macro_rules! asks {
        ($($name:ident)*; $($scan:ident)*) => { vec![
            $((stringify!($name), (|x, axis| reduced(np::$name::any_with(x), axis)) as Ask),)*
            $((stringify!($scan), (|x, axis| running(np::$scan::any_with(x), axis)) as Ask),)*
        ] };
    }
    let mut asks = asks!(sum prod mean var std min max argmin argmax nansum nanmean nanvar; cumsum cumprod);
    asks.push(("subtract.reduce", |x, axis| np::subtract::reduce_any(x).axis(axis).run()));
    asks
}

/// The bits of a result.
fn bits(result: &AnyArray) -> Vec<u64> {
    let wide = result.astype(DType::F64).unwrap();
    wide.downcast::<f64>().unwrap().iter().map(|x| x.to_bits()).collect()
}

/// An array near one, so that products stay finite, whose sums and products are all rounded.
fn near_one(shape: [usize; 2], dtype: &DType) -> AnyArray {
    let items = numbers(shape[0] * shape[1], 53).map(|x| 0.5 + x as f64 / (1u64 << 53) as f64).collect();
    AnyArray::from(Array::from_shape_vec(shape, items).unwrap()).astype(dtype.clone()).unwrap()
}

/// Runs along memory deal items to lanes, rows across it do not: these are rounded differently then.
const ROUNDED_BY_LANES: [&str; 4] = ["prod", "var", "std", "nanvar"];

#[test]
fn bits_depend_on_the_items_alone() {
    for (shape, dtype) in [([700, 900], DType::F64), ([3, 300_001], DType::F64), ([900, 700], DType::F32)] {
        let a = near_one(shape, &dtype);
        let column_major = a.copy(Order::F).unwrap();
        let mut spread = AnyArray::zeros([shape[0], 3 * shape[1]], dtype.clone()).unwrap();
        let place = spread.view_mut().unwrap().slice(s![.., ..;3]).unwrap();
        let options = numoxide_core::ufunc::Options { out: vec![place], ..Default::default() };
        np::table::POSITIVE.call_with(&[&a.view()], options).unwrap();
        let spread = spread.slice(s![.., ..;3]).unwrap();
        let backwards = a.slice(s![..;-1, ..;-1]).unwrap().copy(Order::C).unwrap();
        let backwards = backwards.slice(s![..;-1, ..;-1]).unwrap();
        let layouts = [
            ("row-major", &a),
            ("column-major", &column_major),
            ("spread", &spread),
            ("backwards", &backwards),
        ];
        for ((name, ask), axis) in asks().into_iter().flat_map(|ask| [(ask, 0), (ask, 1)]) {
            force_level(*available_levels().last().unwrap());
            set_num_threads(1);
            let wanted = bits(&ask(a.view(), axis).unwrap());
            for level in levels() {
                force_level(level);
                for threads in [1, 2, 5] {
                    set_num_threads(threads);
                    for (layout, array) in layouts {
                        if layout == "column-major" && ROUNDED_BY_LANES.contains(&name) {
                            continue;
                        }
                        let got = bits(&ask(array.view(), axis).unwrap());
                        let differing = got.iter().zip(&wanted).filter(|(a, b)| a != b).count();
                        assert_eq!(
                            differing, 0,
                            "{name} of {shape:?} {dtype} along {axis}, {layout}, {level:?}, {threads} threads"
                        );
                    }
                }
            }
        }
    }
}

/// Running results that are written past the cache, along and across the rows.
#[test]
fn large_running_results_are_whole() {
    let (rows, columns) = (1501usize, 1501usize);
    let item = |i: usize, j: usize| (i * 7 + j * 3) as i64 % 11 - 5;
    let a = Array::from_fn([rows, columns], |[i, j]| item(i, j)).unwrap();
    for threads in [1, 3] {
        set_num_threads(threads);
        for axis in [0, 1] {
            let sums = a.cumsum_axis(axis).unwrap();
            let mut before = vec![0; rows.max(columns)];
            for i in 0..rows {
                for j in 0..columns {
                    let line = &mut before[if axis == 0 { j } else { i }];
                    *line += item(i, j);
                    assert_eq!(sums[[i, j]], *line, "axis {axis} at {i}, {j}, {threads} threads");
                }
            }
        }
        let flat = a.cumsum().unwrap();
        let mut sum = 0;
        assert!(flat.iter().zip(a.iter()).all(|(&got, &x)| {
            sum += x;
            got == sum
        }));
    }
    set_num_threads(0);
}

#[test]
fn one_item_decides_wherever_it_lies() {
    let before = numoxide_core::driver::num_threads();
    let n = 1 << 20;
    for threads in [1, 4] {
        set_num_threads(threads);
        for at in [0, 1, 5000, n / 2, n - 1] {
            let mut zeros = Array::<f32>::zeros([n]).unwrap();
            assert!(!zeros.any());
            zeros[[at]] = 3.0;
            assert!(zeros.any(), "a number at {at}, {threads} threads");
            let rows = zeros.reshape([16, n / 16]).unwrap();
            let found = rows.any_axis(1).unwrap();
            assert_eq!(found.to_vec().iter().position(|&any| any), Some(at / (n / 16)));
            let mut ones = Array::<f32>::ones([n]).unwrap();
            assert!(ones.all());
            ones[[at]] = 0.0;
            assert!(!ones.all(), "a zero at {at}, {threads} threads");
            // Of the two that decide, the first.
            let mut mask = Array::<bool>::zeros([n]).unwrap();
            mask[[at]] = true;
            mask[[n - 1]] = true;
            let unmask = np::logical_not(&mask).unwrap();
            let found = [np::argmax(&mask).unwrap(), np::argmin(&unmask).unwrap()];
            assert_eq!(found, [at; 2], "{threads} threads");
            assert_eq!([np::max(&mask).unwrap(), np::min(&unmask).unwrap()], [true, false]);
            assert_eq!([np::max(&unmask).unwrap(), np::min(&mask).unwrap()], [true, false]);
            for rows in [16, n / 16] {
                let mask = mask.reshape([rows, n / rows]).unwrap();
                let (row, column) = (at / (n / rows), at % (n / rows));
                assert_eq!(mask.argmax_axis(1).unwrap()[[row]], column as i64);
                let first = mask.argmax_axis(0).unwrap()[[column]];
                assert_eq!(first, row as i64, "{threads} threads");
            }
        }
        let nothing = Array::<bool>::zeros([n]).unwrap();
        assert_eq!([np::argmax(&nothing).unwrap(), np::argmin(&nothing).unwrap()], [0, 0]);
        let rising: Array<i32> =
            Array::from_vec((0..n as i32).collect()).unwrap().reshape([n / 4, 4]).unwrap();
        assert_eq!(rising.argmax_axis(0).unwrap().to_vec(), [n as i64 / 4 - 1; 4]);
        assert_eq!(rising.argmin_axis(0).unwrap().to_vec(), [0; 4]);
    }
    set_num_threads(before);
}

/// The largest and the smallest number, with a NaN before all others and with none.
fn extremes(items: &[f64]) -> [f64; 4] {
    let numbers = || items.iter().copied().filter(|x| !x.is_nan());
    let largest = numbers().fold(f64::NEG_INFINITY, |a, x| if x > a { x } else { a });
    let smallest = numbers().fold(f64::INFINITY, |a, x| if x < a { x } else { a });
    let has_nan = items.iter().any(|x| x.is_nan());
    let nan = |x| if has_nan { f64::NAN } else { x };
    [nan(largest), nan(smallest), largest, smallest]
}

#[test]
fn extremes_of_long_runs_mind_nan_and_infinities() {
    let (nan, inf) = (f64::NAN, f64::INFINITY);
    for (level, n) in levels().flat_map(|level| [31, 32, 100, 1000, 9001].map(|n| (level, n))) {
        force_level(level);
        let random = || numbers(n, 20).map(|x| x as f64 - 500_000.0);
        for special in [vec![], vec![nan], vec![inf], vec![-inf, inf], vec![nan, inf, -inf]] {
            for start in [0, 1, 17, n / 2, n - special.len()] {
                let mut items: Vec<f64> = random().collect();
                let end = n.min(start + special.len());
                items[start..end].copy_from_slice(&special[..end - start]);
                let wanted = extremes(&items).map(f64::to_bits);
                let (double, single) =
                    (Array::from(items.clone()), Array::from_iter(items.iter().map(|&x| x as f32)));
                let got = [np::max(&double), np::min(&double), np::nanmax(&double), np::nanmin(&double)];
                let got = got.map(Result::unwrap);
                assert_eq!(
                    got.map(f64::to_bits),
                    wanted,
                    "{level:?}, {special:?} at {start} of {n}: {got:?}"
                );
                let got = [np::max(&single), np::min(&single), np::nanmax(&single), np::nanmin(&single)];
                assert_eq!(
                    got.map(|x| f64::from(x.unwrap()).to_bits()),
                    wanted,
                    "f32, {level:?}, {special:?} at {start} of {n}"
                );
            }
        }
    }
    assert!(np::nanmax(Array::full([100], nan).unwrap()).unwrap().is_nan());
}
