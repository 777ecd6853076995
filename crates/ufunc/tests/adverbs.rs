//! accumulate, reduceat, outer and at, held to NumPy's answers.

use numoxide_core::{AnyArray, Array, Error, Order, s};
use numoxide_testkit::conformance::{array_of, difference};
use numoxide_testkit::golden;
use numoxide_ufunc::{add, maximum, table};

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
        let Some(ufunc) = table::by_name(function) else { continue };
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
