//! Reductions: how exact sums and means are, and that their bits depend on the items alone.

use numoxide_core::driver::set_num_threads;
use numoxide_core::{AnyArray, AnyView, Array, DType, Order, Result, f16, s};
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
            for level in available_levels().iter().filter(|&&level| level >= Level::V3) {
                force_level(*level);
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
        }
        let rising: Array<i32> =
            Array::from_vec((0..n as i32).collect()).unwrap().reshape([n / 4, 4]).unwrap();
        assert_eq!(rising.argmax_axis(0).unwrap().to_vec(), [n as i64 / 4 - 1; 4]);
        assert_eq!(rising.argmin_axis(0).unwrap().to_vec(), [0; 4]);
    }
    set_num_threads(before);
}
