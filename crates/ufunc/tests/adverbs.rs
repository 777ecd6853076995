//! reduce, accumulate, reduceat, outer and at, held to NumPy's answers.

use std::collections::BTreeMap;

use numoxide_core::{AnyArray, AnyView, Array, Error, Order, s};
use numoxide_testkit::conformance::{array_of, difference};
use numoxide_testkit::golden;
use numoxide_ufunc as np;
use numoxide_ufunc::{Accumulate, Reduce, add, fmin, logical_xor, maximum, subtract, table};

/// The same items in another layout: every second place of a larger array, backwards.
fn strange(a: &AnyArray) -> AnyArray {
    let mut shape = a.shape().to_vec();
    *shape.last_mut().unwrap() *= 2;
    let zeros = AnyArray::zeros(&shape, a.dtype().clone()).unwrap();
    let mut room = zeros.copy(Order::F).unwrap();
    let view = room.view_mut().unwrap().slice(s![..., ..;-2]).unwrap();
    let options = numoxide_core::ufunc::Options { out: vec![view], ..Default::default() };
    table::MAXIMUM.call_with(&[&a.view(), &a.view()], options).unwrap();
    room.slice(s![..., ..;-2]).unwrap()
}

#[test]
fn every_fold_gives_what_numpy_gives() {
    let file = golden("adverbs");
    let indices: Vec<isize> = file.entry("i").values::<i64>().iter().map(|&i| i as isize).collect();
    let places: Array<i64> = array_of(file.entry("at.i")).try_into().unwrap();
    let mut checked = 0;
    let mut found = Vec::new();
    for (name, wanted) in file.iter() {
        let parts: Vec<&str> = name.split(':').collect();
        let [adverb, function, dtype, ref rest @ ..] = parts[..] else { continue };
        if adverb == "reduce" {
            continue;
        }
        // The last bits of NumPy's powers depend on the CPU; on some, its reduceat leaves items out.
        if function == "power" && matches!(dtype, "f2" | "f4" | "f8" | "c16") {
            continue;
        }
        let ufunc = table::by_name(function).unwrap();
        let a = array_of(file.entry(&format!("a.{dtype}")));
        let axis = rest.first().map_or(0, |axis| axis.parse().unwrap());
        for a in [a.clone(), strange(&a)] {
            let a = a.view();
            let result = match adverb {
                "accumulate" => ufunc.accumulate(&a, axis),
                "reduceat" => ufunc.reduceat(&a, if axis == 0 { &indices[..2] } else { &indices }, axis),
                "outer" => ufunc.outer(&a.slice(s![0]).unwrap(), &a.slice(s![..2, 3]).unwrap()),
                _ => {
                    let mut target = a.copy(Order::C).unwrap();
                    let rows = [0, 1, 2, 1, 0].map(|row| a.slice(s![row]).unwrap().copy(Order::C).unwrap());
                    let values = numoxide_core::AnyArray::zeros([5, 4], a.dtype().clone()).unwrap();
                    let mut values = values;
                    for (k, row) in rows.iter().enumerate() {
                        let out = values.view_mut().unwrap().slice(s![k]).unwrap();
                        let options = numoxide_core::ufunc::Options { out: vec![out], ..Default::default() };
                        table::MAXIMUM.call_with(&[&row.view(), &row.view()], options).unwrap();
                    }
                    ufunc
                        .at(&mut target.view_mut().unwrap(), &places.view(), Some(&values.view()))
                        .map(|()| target)
                }
            };
            let difference = match result {
                Ok(result) => difference(&result, wanted),
                Err(error) => Some(error.to_string()),
            };
            found.extend(difference.map(|difference| format!("{name}: {difference}")));
            checked += 1;
        }
    }
    assert!(checked > 1500, "{checked}");
    assert!(found.is_empty(), "{} of {checked}:\n{}", found.len(), found[..found.len().min(40)].join("\n"));
}

#[test]
fn typed_forms_and_errors() {
    let a = Array::from_vec(vec![1i32, 2, 3]).unwrap();
    assert_eq!(add::accumulate(&a, 0).unwrap().to_vec(), [1i64, 3, 6]);
    assert_eq!(add::outer(&a, [10, 20]).unwrap().shape(), [3, 2]);
    let mut counts = Array::from_vec(vec![0.0; 3]).unwrap();
    add::at(&mut counts, [0, 2, 2, -1], 1.0).unwrap();
    assert_eq!(counts.to_vec(), [1.0, 0.0, 3.0]);
    maximum::at(&mut counts, [[0, 1]], [[5.0, -1.0]]).unwrap();
    assert_eq!(counts.to_vec(), [5.0, 0.0, 3.0]);
    assert_eq!(add::at(&mut counts, [3], 1.0).err(), Some(Error::Index { index: 3, axis: 0, len: 3 }));
    assert_eq!(add::at(&mut counts, [0, -4], 1.0).err(), Some(Error::Index { index: -4, axis: 0, len: 3 }));
    assert_eq!(counts.to_vec(), [5.0, 0.0, 3.0]);
    assert_eq!(add::reduceat(&a, &[0, 3], 0).err(), Some(Error::Index { index: 3, axis: 0, len: 3 }));
    assert!(matches!(add::accumulate(&a, 1).err(), Some(Error::Axis { axis: 1, ndim: 1, .. })));
}

/// Places in no order, among them many twice and some that count from the end.
fn scattered(count: usize, len: i64) -> Vec<i64> {
    (0..count as i64).map(|k| (k * k * 7 + k * 3) % (2 * len) - len).collect()
}

#[test]
fn at_updates_places_in_turn() {
    let places = scattered(1500, 37);
    let row = |place: i64| (if place < 0 { place + 37 } else { place }) as usize;
    for inner in [1usize, 3, 40] {
        let values: Vec<f64> = (0..1500 * inner).map(|k| 0.5 + (k % 89) as f64 / 63.0).collect();
        let mut wanted = vec![1.0; 37 * inner];
        for (k, &place) in places.iter().enumerate() {
            // Quotients, since their last bits depend on the order.
            (0..inner).for_each(|j| wanted[row(place) * inner + j] /= values[k * inner + j]);
        }
        let indices = Array::from_vec(places.clone()).unwrap();
        let values = Array::from_vec(values).unwrap().reshape([1500, inner]).unwrap();
        let mut target = Array::from_vec(vec![1.0; 37 * inner]).unwrap().reshape([37, inner]).unwrap();
        np::divide::at(&mut target, &indices, &values).unwrap();
        assert_eq!(target.to_vec(), wanted, "lines of {inner}");
        // Every third item of a larger array, backwards.
        let mut wide = Array::from_vec(vec![1.0; 111 * inner]).unwrap().reshape([111, inner]).unwrap();
        np::divide::at(wide.slice_mut(s![..;-3]).unwrap(), &indices, &values).unwrap();
        assert_eq!(wide.slice(s![..;-3]).unwrap().to_vec(), wanted, "strided lines of {inner}");
        assert!(wide.slice(s![..;3]).unwrap().to_vec().iter().all(|&x| x == 1.0), "the items between");
    }
}

#[test]
fn at_casts_after_every_step() {
    let places = scattered(700, 10);
    let row = |place: i64| (if place < 0 { place + 10 } else { place }) as usize;
    let values: Vec<f64> = (0..700).map(|k| 0.75 + (k % 13) as f64 / 8.0).collect();
    let mut truncated = vec![5i32; 10];
    for (&place, value) in places.iter().zip(&values) {
        truncated[row(place)] = (f64::from(truncated[row(place)]) - value) as i32;
    }
    let mut target = AnyArray::from(Array::from_vec(vec![5i32; 10]).unwrap());
    let indices = Array::from_vec(places).unwrap();
    let values = AnyArray::from(Array::from_vec(values).unwrap());
    table::SUBTRACT.at(&mut target.view_mut().unwrap(), &indices.view(), Some(&values.view())).unwrap();
    assert_eq!(Array::<i32>::try_from(target).unwrap().to_vec(), truncated);
    let mut target = AnyArray::from(Array::from_vec(vec![1i64, 2]).unwrap());
    let indices = Array::from_vec(vec![0i64, 1, -1, -1]).unwrap();
    table::NEGATIVE.at(&mut target.view_mut().unwrap(), &indices.view(), None).unwrap();
    assert_eq!(Array::<i64>::try_from(target).unwrap().to_vec(), [-1, -2]);
}

/// The adverbs of a function by its name.
#[derive(Clone, Copy)]
struct Adverbs {
    reduce: for<'a> fn(AnyView<'a>) -> Reduce<'a, AnyArray>,
    accumulate: for<'a> fn(AnyView<'a>) -> Accumulate<'a, AnyArray>,
}

fn functions() -> BTreeMap<&'static str, Adverbs> {
    macro_rules! functions {
        ($($name:ident)*) => { BTreeMap::from([$((
            stringify!($name),
            Adverbs { reduce: |x| np::$name::reduce_any(x), accumulate: |x| np::$name::accumulate_any(x) },
        )),*]) };
    }
    functions!(add subtract multiply divide floor_divide remainder maximum minimum fmax fmin bitwise_and bitwise_or
        bitwise_xor logical_and logical_or logical_xor gcd lcm equal less greater copysign left_shift right_shift fmod)
}

#[test]
fn every_reduction_gives_what_numpy_gives() {
    let file = golden("adverbs");
    let mask: Array<bool> = array_of(file.entry("mask")).try_into().unwrap();
    let functions = functions();
    let mut checked = 0;
    let mut found = Vec::new();
    for (name, wanted) in file.iter() {
        let parts: Vec<&str> = name.split(':').collect();
        let [adverb @ ("reduce" | "accumulate"), function, dtype, axes, ref rest @ ..] = parts[..] else {
            continue;
        };
        let Some(&adverbs) = functions.get(function) else { continue };
        // NumPy rounds products of single precision at every step, and quotients of half precision only at the end of
        // a run.
        if name.starts_with("reduce:multiply:f4:0,1")
            || name.starts_with("reduce:divide:f2") && rest.len() == 1
        {
            continue;
        }
        let axes: Vec<isize> = axes.split(',').map(|axis| axis.parse().unwrap()).collect();
        let a = array_of(file.entry(&format!("a.{dtype}")));
        for a in [a.clone(), strange(&a)] {
            let call = (adverbs.reduce)(a.view()).axes(&axes);
            let result = match rest.first() {
                None if adverb == "accumulate" => (adverbs.accumulate)(a.view()).axis(axes[0]).run(),
                None => call.run(),
                Some(&"keep") => call.keepdims(true).run(),
                Some(&"initial") => call.initial(3i64).run(),
                _ => call.initial(3i64).where_(&mask).run(),
            };
            let difference = match result {
                Ok(result) => difference(&result, wanted),
                Err(error) => Some(error.to_string()),
            };
            found.extend(difference.map(|difference| format!("{name}: {difference}")));
            checked += 1;
            let refused = adverb == "reduce" && file.get(&format!("reduce:{function}:{dtype}:0,1")).is_none();
            assert!(!refused || (adverbs.reduce)(a.view()).axes([0, 1]).run().is_err(), "{name}");
        }
    }
    assert!(checked > 3000, "{checked}");
    assert!(found.is_empty(), "{} of {checked}:\n{}", found.len(), found[..found.len().min(40)].join("\n"));
}

#[test]
fn reductions_with_keywords() {
    let a = Array::from_shape_vec([2, 3], vec![1i32, 2, 3, 4, 5, 6]).unwrap();
    assert_eq!(add::reduce(&a).run().unwrap().to_vec(), [5i64, 7, 9]);
    let all = add::reduce(&a).axes([0, 1]).keepdims(true).run().unwrap();
    assert_eq!((all.shape(), all.to_vec()), (&[1, 1][..], vec![21]));
    assert_eq!(add::reduce(&a).all_axes().run().unwrap().to_vec(), [21]);
    assert_eq!(subtract::reduce(&a).axis(1).run().unwrap().to_vec(), [-4, -7]);
    assert_eq!(subtract::reduce(&a).dtype::<f32>().run().unwrap().to_vec(), [-3.0f32, -3.0, -3.0]);
    let mut out = Array::from_vec(vec![0i8; 2]).unwrap();
    add::reduce(&a).axis(-1).initial(100i64).out(&mut out).run().unwrap();
    assert_eq!(out.to_vec(), [106, 115]);
    subtract::reduce(&a).axis(1).out(&mut out).run().unwrap();
    assert_eq!(out.to_vec(), [-4, -7]);
    assert_eq!(add::accumulate_with(&a).axis(1).dtype::<u8>().run().unwrap().to_vec(), [1, 3, 6, 4, 9, 15]);
    let mut running = Array::<f64>::zeros([3, 2]).unwrap();
    let turned = running.view_mut().t();
    add::accumulate_with(&a).axis(1).out(turned).run().unwrap();
    assert_eq!(running.to_vec(), [1.0, 4.0, 3.0, 9.0, 6.0, 15.0]);
    assert_eq!(subtract::reduce(&5).axis(-1).run().unwrap().to_vec(), [5]);
    assert_eq!(np::gcd::reduce(&[-4, 6]).run().unwrap().to_vec(), [2]);
    assert_eq!(np::gcd::reduce(&[-4]).run().unwrap().to_vec(), [4]);
}

#[test]
fn reductions_that_numpy_refuses() {
    let nothing = Array::<f64>::zeros([0, 3]).unwrap();
    let empty = |op| Some(Error::EmptyReduction { op });
    assert_eq!(subtract::reduce(&nothing).run().err(), empty("subtract"));
    assert_eq!(maximum::reduce(&nothing).run().err(), empty("maximum"));
    assert_eq!(fmin::reduce(&nothing).run().err(), empty("fmin"));
    assert_eq!(logical_xor::reduce(&nothing).run().unwrap().to_vec(), [false; 3]);
    assert_eq!(subtract::reduce(&nothing).axis(1).run().unwrap().shape(), [0]);
    let a = Array::from_shape_vec([1, 2], vec![1.0, 2.0]).unwrap();
    assert!(matches!(subtract::reduce(&a).all_axes().run(), Err(Error::Value { .. })));
    assert!(matches!(subtract::reduce(&a).where_(&[true, false]).run(), Err(Error::Value { .. })));
    assert!(matches!(subtract::reduce(&a).axis(2).run(), Err(Error::Axis { axis: 2, ndim: 2, .. })));
    assert!(matches!(
        subtract::reduce_any(&AnyArray::from(Array::from_vec(vec![true]).unwrap())).run(),
        Err(Error::NoLoop { .. })
    ));
    assert!(matches!(np::equal::reduce(&[1, 2]).run(), Err(Error::NoLoop { .. })));
    let mut short = Array::from_vec(vec![0.0]).unwrap();
    assert!(matches!(subtract::reduce(&a).out(&mut short).run(), Err(Error::Shape { .. })));
}

#[test]
fn negative_powers_of_integers_are_refused_by_every_adverb() {
    let refused =
        |result: numoxide_core::Result<AnyArray>| assert!(matches!(result, Err(Error::Value { .. })));
    let a = AnyArray::from(Array::from_vec(vec![2i32, -1]).unwrap());
    let options = || numoxide_core::driver::reduce::ReduceOptions {
        axes: Some(numoxide_core::layout::Axes::from_slice(&[0])),
        ..Default::default()
    };
    refused(table::POWER.reduce(&a.view(), None, &options()));
    refused(table::POWER.accumulate(&a.view(), 0));
    let places = Array::from_vec(vec![0i64, 1]).unwrap();
    let mut target = a.copy(Order::C).unwrap();
    let done = table::POWER.at(&mut target.view_mut().unwrap(), &places.view(), Some(&a.view()));
    refused(done.map(|()| a.clone()));
    // The first item is no exponent.
    let b = AnyArray::from(Array::from_vec(vec![-2i32, 3]).unwrap());
    let power: Array<i32> = table::POWER.reduce(&b.view(), None, &options()).unwrap().try_into().unwrap();
    assert_eq!(power.to_vec(), [-8]);
}
