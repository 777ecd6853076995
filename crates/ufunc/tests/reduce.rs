//! Reductions, held to NumPy's answers for every type, every set of axes and every strange layout.

use std::collections::BTreeMap;

use numoxide_core::{AnyArray, AnyView, Array, DType, Element, Error, Result, c64, c128, f16};
use numoxide_testkit::golden::{Entry, Scalar, golden, same};
use numoxide_testkit::strange::layouts_of;
use numoxide_ufunc as np;
use numoxide_ufunc::{Accumulate, Reduce, ReduceMethods};

/// A function by NumPy's name, called with axes and a flag.
type Ask = fn(AnyView<'_>, Option<&[isize]>, bool) -> Result<AnyArray>;

fn table() -> BTreeMap<&'static str, Ask> {
    fn reduced(call: Reduce<'_, AnyArray>, axes: Option<&[isize]>, keepdims: bool) -> Result<AnyArray> {
        let call = call.keepdims(keepdims);
        if let Some(axes) = axes { call.axes(axes).run() } else { call.run() }
    }
    fn running(call: Accumulate<'_, AnyArray>, axes: Option<&[isize]>, initial: bool) -> Result<AnyArray> {
        let call = call.include_initial(initial);
        if let Some(axes) = axes { call.axis(axes[0]).run() } else { call.run() }
    }
    macro_rules! table {
        ($($name:ident)*; $($scan:ident)*) => { BTreeMap::from([
            $((stringify!($name), (|x, axes, keep| reduced(np::$name::any_with(x), axes, keep)) as Ask),)*
            $((stringify!($scan), (|x, axes, initial| running(np::$scan::any_with(x), axes, initial)) as Ask),)*
        ]) };
    }
    table!(sum prod min max any all mean ptp count_nonzero nansum nanprod nanmin nanmax argmin argmax nanargmin nanargmax
        var std nanmean nanvar nanstd; cumsum cumprod nancumsum nancumprod cumulative_sum cumulative_prod)
}

fn axes_of(text: &str) -> Option<Vec<isize>> {
    (text != "all")
        .then(|| text.split(',').filter(|axis| !axis.is_empty()).map(|axis| axis.parse().unwrap()).collect())
}

/// What NumPy was asked, and its answer.
struct Question<'a> {
    ask: Ask,
    axes: Option<Vec<isize>>,
    flag: bool,
    input: &'a Entry,
    answer: &'a Entry,
    name: &'a str,
}

impl Question<'_> {
    fn check<T: Scalar + Element>(&self) {
        let items = self.input.values::<T>();
        let filler = items.first().copied().unwrap_or(T::from_le(&[0; 16][..size_of::<T>()]));
        for strange in layouts_of(&self.input.shape, &items, filler) {
            let got = (self.ask)(strange.view().into(), self.axes.as_deref(), self.flag)
                .unwrap_or_else(|error| panic!("{}, {}: {error}", self.name, strange.name));
            assert_eq!(got.shape(), self.answer.shape, "{}, {}", self.name, strange.name);
            // The order of a product's factors decides the signs of complex zeros, and follows memory.
            let same = is_same(&got, self.answer)
                || self.name.contains("prod:c") && numbers(&got) == numbers(&entry_array(self.answer));
            assert!(same, "{}, {}: {:?}", self.name, strange.name, numbers(&got));
        }
    }
}

fn numbers(array: &AnyArray) -> Vec<c128> {
    array.astype(DType::C128).unwrap().downcast::<c128>().unwrap().to_vec()
}

fn entry_array(entry: &Entry) -> AnyArray {
    fn array<T: Scalar + Element>(entry: &Entry) -> AnyArray {
        Array::from_shape_vec(&entry.shape, entry.values::<T>()).unwrap().into()
    }
    match entry.dtype.as_str() {
        "b1" => array::<bool>(entry),
        "i1" => array::<i8>(entry),
        "i2" => array::<i16>(entry),
        "i4" => array::<i32>(entry),
        "i8" => array::<i64>(entry),
        "u1" => array::<u8>(entry),
        "u2" => array::<u16>(entry),
        "u4" => array::<u32>(entry),
        "u8" => array::<u64>(entry),
        "f2" => array::<f16>(entry),
        "f4" => array::<f32>(entry),
        "f8" => array::<f64>(entry),
        "c8" => array::<c64>(entry),
        "c16" => array::<c128>(entry),
        other => panic!("dtype {other}"),
    }
}

fn is_same(got: &AnyArray, wanted: &Entry) -> bool {
    fn values<T: Scalar + Element>(got: &AnyArray, wanted: &Entry) -> bool {
        got.downcast::<T>().is_ok_and(|got| same(&got.to_vec(), &wanted.values::<T>()))
    }
    match wanted.dtype.as_str() {
        "b1" => values::<bool>(got, wanted),
        "i1" => values::<i8>(got, wanted),
        "i2" => values::<i16>(got, wanted),
        "i4" => values::<i32>(got, wanted),
        "i8" => values::<i64>(got, wanted),
        "u1" => values::<u8>(got, wanted),
        "u2" => values::<u16>(got, wanted),
        "u4" => values::<u32>(got, wanted),
        "u8" => values::<u64>(got, wanted),
        "f2" => values::<f16>(got, wanted),
        "f4" => values::<f32>(got, wanted),
        "f8" => values::<f64>(got, wanted),
        "c8" => values::<c64>(got, wanted),
        "c16" => values::<c128>(got, wanted),
        other => panic!("dtype {other}"),
    }
}

fn check(question: &Question<'_>) {
    match question.input.dtype.as_str() {
        "b1" => question.check::<bool>(),
        "i1" => question.check::<i8>(),
        "i2" => question.check::<i16>(),
        "i4" => question.check::<i32>(),
        "i8" => question.check::<i64>(),
        "u1" => question.check::<u8>(),
        "u2" => question.check::<u16>(),
        "u4" => question.check::<u32>(),
        "u8" => question.check::<u64>(),
        "f2" => question.check::<f16>(),
        "f4" => question.check::<f32>(),
        "f8" => question.check::<f64>(),
        "c8" => question.check::<c64>(),
        "c16" => question.check::<c128>(),
        other => panic!("dtype {other}"),
    }
}

#[test]
fn every_type_axis_and_layout_gives_what_numpy_gives() {
    let golden = golden("reduce");
    let table = table();
    let mut asked = 0;
    for (name, answer) in golden.iter().filter(|(name, _)| !name.starts_with("in.") && !name.starts_with('~'))
    {
        let [function, dtype, case, axes, keep @ ..] = &name.split(':').collect::<Vec<_>>()[..] else {
            panic!("{name}")
        };
        let Some(&ask) = table.get(function) else { continue };
        let input = golden.entry(&format!("in.{dtype}.{case}"));
        check(&Question { ask, axes: axes_of(axes), flag: !keep.is_empty(), input, answer, name });
        asked += 1;
    }
    assert!(asked > 3000, "only {asked} questions");
}

/// A spread, or a mean without NaN, by NumPy's name.
fn spread<'a>(function: &str, view: AnyView<'a>) -> Reduce<'a, AnyArray> {
    match function {
        "var" => np::var::any_with(view),
        "std" => np::std::any_with(view),
        "nanvar" => np::nanvar::any_with(view),
        "nanstd" => np::nanstd::any_with(view),
        "nanmean" => np::nanmean::any_with(view),
        other => panic!("{other}"),
    }
}

/// The relative distance that two roundings in this type can have.
fn tolerance(dtype: &DType) -> f64 {
    match dtype {
        DType::F16 => 1.0 / 1024.0,
        DType::F32 | DType::C64 => f32::EPSILON.into(),
        _ => 4.0 * f64::EPSILON,
    }
}

fn check_spread<T: Scalar + Element>(name: &str, input: &Entry, answer: &Entry) {
    let [function, _, _, axes, ddof] = name[1..].split(':').collect::<Vec<_>>()[..] else { panic!("{name}") };
    let items = input.values::<T>();
    let filler = items.first().copied().unwrap_or(T::from_le(&[0; 16][..size_of::<T>()]));
    let wanted = entry_array(answer);
    for strange in layouts_of(&input.shape, &items, filler) {
        let view: AnyView<'_> = strange.view().into();
        let mut call = spread(function, view.clone()).ddof(ddof.parse().unwrap());
        let mut mean = np::nanmean::any_with(view.clone()).keepdims(true);
        if let Some(axes) = axes_of(axes) {
            (call, mean) = (call.axes(&axes), mean.axes(&axes));
        }
        let mean = mean.run().unwrap();
        let results = [Some(call.run()), around_mean(function, view, &mean, axes, ddof)];
        for got in results.into_iter().flatten() {
            let got = got.unwrap_or_else(|error| panic!("{name}, {}: {error}", strange.name));
            assert_eq!(
                (got.shape(), got.dtype()),
                (&answer.shape[..], wanted.dtype()),
                "{name}, {}",
                strange.name
            );
            for (a, b) in numbers(&got).iter().zip(numbers(&wanted)) {
                let close = (a - b).l1_norm() <= 2.0 * tolerance(wanted.dtype()) * b.l1_norm();
                let same = close || a == &b || a.re.is_nan() && b.re.is_nan();
                assert!(same, "{name}, {}: {a}, NumPy {b}", strange.name);
            }
        }
    }
}

/// The spread around a mean that is given. Half precision has no digits to spare for that, and NaN none at all.
fn around_mean(
    function: &str,
    view: AnyView<'_>,
    mean: &AnyArray,
    axes: &str,
    ddof: &str,
) -> Option<Result<AnyArray>> {
    let has_nan =
        numbers(mean).iter().any(|mean| mean.is_nan()) || function.starts_with("nan") || view.is_empty();
    let is_wide = matches!(mean.dtype(), DType::F64 | DType::C128);
    let holds_nan = numbers(&view.copy(numoxide_core::Order::C).unwrap()).iter().any(|item| item.is_nan());
    if function == "nanmean" || has_nan && !function.starts_with("nan") || holds_nan || !is_wide {
        return None;
    }
    let call = spread(function, view).mean(mean).ddof(ddof.parse().unwrap());
    Some(match axes_of(axes) {
        Some(axes) => call.axes(axes).run(),
        None => call.run(),
    })
}

#[test]
fn spreads_are_within_rounding_of_the_exact_ones() {
    let golden = golden("reduce");
    let mut asked = 0;
    for (name, answer) in golden.iter().filter(|(name, _)| name.starts_with('~')) {
        let parts: Vec<_> = name.split(':').collect();
        let input = golden.entry(&format!("in.{}.{}", parts[1], parts[2]));
        match parts[1] {
            "b1" => check_spread::<bool>(name, input, answer),
            "i1" => check_spread::<i8>(name, input, answer),
            "i2" => check_spread::<i16>(name, input, answer),
            "i4" => check_spread::<i32>(name, input, answer),
            "i8" => check_spread::<i64>(name, input, answer),
            "u1" => check_spread::<u8>(name, input, answer),
            "u2" => check_spread::<u16>(name, input, answer),
            "u4" => check_spread::<u32>(name, input, answer),
            "u8" => check_spread::<u64>(name, input, answer),
            "f2" => check_spread::<f16>(name, input, answer),
            "f4" => check_spread::<f32>(name, input, answer),
            "f8" => check_spread::<f64>(name, input, answer),
            "c8" => check_spread::<c64>(name, input, answer),
            "c16" => check_spread::<c128>(name, input, answer),
            other => panic!("dtype {other}"),
        }
        asked += 1;
    }
    assert!(asked > 1500, "only {asked} questions");
}

#[test]
fn keywords_and_refusals() {
    let a = Array::from_shape_vec([2, 2], vec![1.0, 2.0, 3.0, 6.0]).unwrap();
    let mask = Array::from_shape_vec([2, 2], vec![true, false, true, true]).unwrap();
    assert_eq!(np::var::with(&a).where_(&mask).run().unwrap().to_vec(), [38.0 / 9.0]);
    assert_eq!(np::max::with(&a).axis(1).where_(&mask).initial(0.0).run().unwrap().to_vec(), [1.0, 6.0]);
    assert!(matches!(np::max::with(&a).where_(&mask).run(), Err(Error::Value { .. })));
    assert_eq!(np::amax(&a).unwrap(), 6.0);
    assert_eq!(np::sum(Array::from_vec(Vec::<f64>::new()).unwrap()), 0.0);
    let nothing = Array::<f64>::zeros([0, 3]).unwrap();
    for op in ["min", "max", "ptp", "nanmin", "nanmax", "argmin", "argmax", "nanargmin", "nanargmax"] {
        let result = match op {
            "min" => np::min::with(&nothing).axis(0).run(),
            "max" => np::max::with(&nothing).axis(0).run(),
            "ptp" => np::ptp::with(&nothing).axis(0).run(),
            "nanmin" => np::nanmin::with(&nothing).axis(0).run(),
            "nanmax" => np::nanmax::with(&nothing).axis(0).run(),
            "argmin" => np::argmin::with(&nothing).axis(0).run().and_then(|places| places.astype()),
            "argmax" => np::argmax::with(&nothing).axis(0).run().and_then(|places| places.astype()),
            "nanargmin" => np::nanargmin::with(&nothing).axis(0).run().and_then(|places| places.astype()),
            _ => np::nanargmax::with(&nothing).axis(0).run().and_then(|places| places.astype()),
        };
        assert_eq!(result.err(), Some(Error::EmptyReduction { op }));
    }
    let nan = Array::from_shape_vec([2, 1], vec![f64::NAN, 1.0]).unwrap();
    assert!(matches!(np::nanargmax::with(&nan).axis(1).run(), Err(Error::Value { op: "nanargmax", .. })));
    assert_eq!(np::nanargmax::with(&nan).axis(0).run().unwrap().to_vec(), [1]);
    // Sums are calculated in the type of `out`, as NumPy does.
    let mut whole = Array::from_vec(vec![0i64]).unwrap();
    np::sum::with(&[1.5, 2.5]).keepdims(true).out(&mut whole).run().unwrap();
    assert_eq!(whole.to_vec(), [3]);
    assert_eq!(np::sum::with(&[1.5, 2.5]).dtype::<i64>().run().unwrap().to_vec(), [3]);
    assert_eq!(np::nansum::with(&[f64::NAN, 2.5]).dtype::<i64>().run().unwrap().to_vec(), [2]);
    assert_eq!(np::nancumsum::with(&[f64::NAN, 2.5]).dtype::<i64>().run().unwrap().to_vec(), [0, 2]);
    assert_eq!(np::cumsum::with(&5).axis(0).run().unwrap().to_vec(), [5i64]);
    assert!(matches!(np::sum::with(&a).mean(&AnyArray::from(a.clone())).run(), Err(Error::Value { .. })));
    assert!(matches!(np::sum::with(&a).axes([0, 0]).run(), Err(Error::DuplicateAxis { .. })));
}

#[test]
fn means_places_and_counts_take_no_initial_value() {
    let a = Array::from_vec(vec![1.0, 2.0]).unwrap();
    assert!(np::mean::with(&a).initial(1.0).run().is_err());
    assert!(np::nanmean::with(&a).initial(1.0).run().is_err());
    assert!(np::var::with(&a).initial(1.0).run().is_err());
    assert!(np::argmax::with(&a).initial(1i64).run().is_err());
    assert!(np::ptp::with(&a).initial(1.0).run().is_err());
    assert_eq!(np::nansum::with(&a).initial(1.0).run().unwrap().to_vec(), [4.0]);
}

#[test]
fn results_lie_in_memory_in_the_order_of_the_input() {
    // np.arange(24.).reshape(2, 3, 4).transpose(order).sum(axis) for each axis: the strides.
    let table: [([isize; 3], [[isize; 2]; 3]); 6] = [
        ([0, 1, 2], [[32, 8], [32, 8], [24, 8]]),
        ([0, 2, 1], [[8, 32], [24, 8], [32, 8]]),
        ([1, 0, 2], [[32, 8], [32, 8], [8, 24]]),
        ([1, 2, 0], [[8, 32], [8, 24], [32, 8]]),
        ([2, 0, 1], [[24, 8], [8, 32], [8, 32]]),
        ([2, 1, 0], [[8, 24], [8, 32], [8, 32]]),
    ];
    let a = Array::from_shape_vec([2, 3, 4], (0..24).map(f64::from).collect()).unwrap();
    for (order, strides) in table {
        let turned = a.transpose(order).unwrap();
        for (axis, strides) in strides.into_iter().enumerate() {
            let sum = turned.sum_axis(axis as isize).unwrap();
            assert_eq!(sum.strides(), strides, "{order:?}, axis {axis}");
            let kept: Vec<usize> = (0..3).filter(|&i| i != axis).collect();
            for i in 0..sum.shape()[0] {
                for j in 0..sum.shape()[1] {
                    let mut place = [0; 3];
                    (place[kept[0]], place[kept[1]]) = (i, j);
                    let items = (0..turned.shape()[axis]).map(|k| {
                        place[axis] = k;
                        turned[place]
                    });
                    assert_eq!(sum[[i, j]], items.sum::<f64>(), "{order:?}, axis {axis}");
                }
            }
        }
    }
}
