//! Indexing with arrays, held to NumPy's answers over strange layouts, and to a model item by item.

use numoxide_core::layout::{Slice, SliceSpec};
use numoxide_core::*;
use numoxide_testkit::calls::{Results, check_calls};
use numoxide_testkit::conformance::{DTYPES, array_of, difference};
use numoxide_testkit::golden::golden;
use numoxide_testkit::strange::layouts_of;

/// `2x3:...` as a shape and the rest.
fn shape_and_rest(text: &str) -> (Vec<usize>, &str) {
    let (shape, rest) = text.split_once(':').unwrap();
    let sizes = |shape: &str| shape.split('x').map(|size| size.parse().unwrap()).collect();
    (if shape == "-" { Vec::new() } else { sizes(shape) }, rest)
}

/// One entry of an index of the golden file.
fn spec(text: &str) -> IndexSpec<'static> {
    let rest = &text[1..];
    match text.as_bytes()[0] {
        b'i' => rest.parse::<isize>().unwrap().into(),
        b'n' => NewAxis.into(),
        b'e' => Ellipsis.into(),
        b't' => true.into(),
        b'f' => false.into(),
        b's' => {
            let bounds: Vec<Option<isize>> = rest.split(':').map(|bound| bound.parse().ok()).collect();
            Slice::new(bounds[0], bounds[1], bounds[2].unwrap()).into()
        }
        b'a' => {
            let (shape, places) = shape_and_rest(rest);
            let places: Vec<i32> = places.split(',').filter_map(|place| place.parse().ok()).collect();
            Array::from_shape_vec(&shape, places).unwrap().into()
        }
        _ => {
            let (shape, bits) = shape_and_rest(rest);
            Array::from_shape_vec(&shape, bits.bytes().map(|bit| bit == b'1').collect()).unwrap().into()
        }
    }
}

fn specs(text: &str) -> Vec<IndexSpec<'static>> {
    text.split(';').filter(|entry| !entry.is_empty()).map(spec).collect()
}

/// Whether an error is of the kind that NumPy's message says.
fn is_kind(error: &Error, message: &str) -> bool {
    match error {
        Error::Index { .. } => message.contains("is out of bounds") && message.ends_with(&error.to_string()),
        Error::Broadcast { .. } => message.contains("could not be broadcast"),
        Error::MaskShape { .. } => message.contains("boolean index did not match"),
        _ => false,
    }
}

#[test]
fn every_index_reads_what_numpy_reads() {
    let file = golden("index");
    let mut found = Vec::new();
    for n in 0..900 {
        let text = file.entry(&format!("{n}.ix")).text();
        let shape: Vec<usize> =
            file.entry(&format!("{n}.shape")).values::<i64>().iter().map(|&size| size as usize).collect();
        let items: Vec<i32> = (0..shape.iter().product::<usize>() as i32).collect();
        let index = specs(text);
        for strange in layouts_of(&shape, &items, -1) {
            let result = strange.view().index(&index);
            let difference = match (result, file.get(&format!("{n}.read"))) {
                (Ok(result), Some(wanted)) => difference(&result.into(), wanted),
                (Err(error), None) if is_kind(&error, file.entry(&format!("{n}.error")).text()) => None,
                (Err(error), _) => Some(error.to_string()),
                (Ok(_), None) => Some(format!("NumPy: {}", file.entry(&format!("{n}.error")).text())),
            };
            found
                .extend(difference.map(|difference| format!("{n} {text} of {}: {difference}", strange.name)));
        }
    }
    assert!(found.is_empty(), "{}:\n{}", found.len(), found[..found.len().min(40)].join("\n"));
}

/// Runs `write` on the items in several layouts to write to, and returns the items afterwards.
fn written(shape: &[usize], write: impl Fn(ArrayViewMut<'_, i32>) -> Result<()>) -> Vec<Result<Array<i32>>> {
    let items: Vec<i32> = (0..shape.iter().product::<usize>() as i32).collect();
    let array = Array::from_shape_vec(shape, items).unwrap();
    let mut results = Vec::new();
    for order in [Order::C, Order::F] {
        let mut target = array.copy(order).unwrap();
        results.push(write(target.view_mut()).map(|()| target));
    }
    // Every second place of a larger array, backwards: the others must stay.
    let room: Vec<usize> = shape.iter().map(|size| 2 * size).collect();
    let every_second = vec![SliceSpec::Slice(Slice::new(None, None, -2)); shape.len()];
    let mut room = Array::full(&room, -1).unwrap();
    copyto(&mut room.slice_mut(&every_second).unwrap(), &array).unwrap();
    let result = write(room.slice_mut(&every_second).unwrap());
    let inside = room.slice(&every_second).unwrap();
    let untouched = room.len() - inside.len();
    assert!(room.iter().filter(|&&item| item == -1).count() >= untouched, "{shape:?}");
    results.push(result.and_then(|()| inside.copy(Order::C)));
    results
}

#[test]
fn every_index_writes_what_numpy_writes() {
    let file = golden("index");
    let mut found = Vec::new();
    for n in 0..900 {
        let text = file.entry(&format!("{n}.ix")).text();
        let shape: Vec<usize> =
            file.entry(&format!("{n}.shape")).values::<i64>().iter().map(|&size| size as usize).collect();
        let index = specs(text);
        let Some(read) = file.get(&format!("{n}.read")) else {
            for result in written(&shape, |mut target| target.index_assign(&index, 0)) {
                found.extend(result.is_ok().then(|| format!("{n} {text}: NumPy refuses")));
            }
            continue;
        };
        let len = read.shape.iter().product::<usize>() as i32;
        let values = Array::from_shape_vec(&read.shape, (100..100 + len).collect()).unwrap();
        let row = values.shape().last().map_or(0, |&last| last);
        for result in written(&shape, |mut target| target.index_assign(&index, &values)) {
            let wanted = file.entry(&format!("{n}.write"));
            let difference = result
                .map_or_else(|error| Some(error.to_string()), |array| difference(&array.into(), wanted));
            found.extend(difference.map(|difference| format!("{n} {text} written: {difference}")));
        }
        let Some(wanted) = file.get(&format!("{n}.row")) else { continue };
        for result in written(&shape, |mut target| target.index_assign(&index, &values.to_vec()[..row])) {
            let difference = result
                .map_or_else(|error| Some(error.to_string()), |array| difference(&array.into(), wanted));
            found.extend(difference.map(|difference| format!("{n} {text} with a row: {difference}")));
        }
    }
    assert!(found.is_empty(), "{}:\n{}", found.len(), found[..found.len().min(40)].join("\n"));
}

#[test]
fn every_dtype_is_selected() {
    let file = golden("index");
    let mask: Array<bool> = array_of(file.entry("dtype.where")).try_into().unwrap();
    for (name, _) in DTYPES {
        let a = array_of(file.entry(&format!("dtype.{name}.a")));
        let picked = a.index(ix![[0, 2], [1, -1]]).unwrap();
        assert_eq!(difference(&picked, file.entry(&format!("dtype.{name}.read"))), None, "{name}");
        let masked = a.mask(&mask).unwrap();
        assert_eq!(difference(&masked, file.entry(&format!("dtype.{name}.mask"))), None, "{name}");
        let mut b = AnyArray::zeros(a.shape(), a.dtype().clone()).unwrap();
        b.mask_assign(&mask, &masked).unwrap();
        assert_eq!(
            difference(&b.mask(&mask).unwrap(), file.entry(&format!("dtype.{name}.mask"))),
            None,
            "{name}"
        );
        b.index_assign(ix![[0, 2], [1, -1]], &picked).unwrap();
        let again = b.t().index(ix![[1, -1], [0, 2]]).unwrap();
        assert_eq!(difference(&again, file.entry(&format!("dtype.{name}.read"))), None, "{name}");
    }
}

fn mode(word: &str) -> IndexMode {
    match word {
        "raise" => IndexMode::Raise,
        "wrap" => IndexMode::Wrap,
        _ => IndexMode::Clip,
    }
}

fn numbers(word: &str) -> Vec<isize> {
    word.split(',').filter_map(|number| number.parse().ok()).collect()
}

fn order(word: &str) -> Order {
    if word == "F" { Order::F } else { Order::C }
}

fn many(arrays: Vec<Array<i64>>) -> Vec<AnyArray> {
    arrays.into_iter().map(AnyArray::from).collect()
}

fn pair((rows, columns): (Array<i64>, Array<i64>)) -> Vec<AnyArray> {
    many(vec![rows, columns])
}

/// A function of lines by its name in make_index.py.
fn along_axis(name: &str, axis: isize, a: &Array<i32>) -> Result<Array<i32>> {
    let line = |line: ArrayView<'_, i32>| match name {
        "sum" => Array::scalar(line.iter().sum()).unwrap(),
        "reversed" => line.slice(s![..;-1]).unwrap().to_owned().unwrap(),
        "head" => line.slice(s![..1]).unwrap().to_owned().unwrap(),
        "outer" => Array::from_fn([line.len(), line.len()], |[i, j]| line[i] * line[j]).unwrap(),
        "none" => line.slice(s![..0]).unwrap().to_owned().unwrap(),
        _ => Array::zeros(1 + line[0] % 2).unwrap(),
    };
    apply_along_axis(line, axis, a)
}

/// Makes the call that a text of the golden file describes.
fn call(words: &[&str], arrays: &[AnyArray]) -> Results {
    let axis = |k: usize| words[k].parse::<isize>().ok();
    let number = |k: usize| words[k].parse::<isize>().unwrap();
    let one = |array: Array<i32>| Ok(vec![AnyArray::from(array)]);
    let any = |k: usize| arrays[k].clone();
    let ints = |k: usize| arrays[k].downcast::<i32>().unwrap();
    let flags = |k: usize| arrays[k].downcast::<bool>().unwrap();
    let change = |change: &dyn Fn(&mut Array<i32>) -> Result<()>| {
        // Once in column-major order: what is flat must not depend on it.
        let mut array = ints(0).copy(Order::F)?;
        change(&mut array)?;
        let mut again = ints(0);
        change(&mut again)?;
        assert_eq!(array.to_vec(), again.to_vec(), "{words:?}");
        one(array)
    };
    match words[0] {
        "take" => one(Take::new(&ints(0), any(1)).axis(axis(1)).mode(mode(words[2])).run()?),
        "put" => change(&|a| put(a, any(1), ints(2), mode(words[1]))),
        "choose" => one(choose(any(0), [ints(1), ints(2)], mode(words[1]))?),
        "ravel_multi_index" => {
            let coordinates: Vec<_> = (0..arrays.len()).map(|k| IndexSpec::from(any(k))).collect();
            let shape = words.get(3).map_or(vec![2, 4], |shape| numbers(shape));
            let call = RavelMultiIndex::new(coordinates, shape).order(order(words[2]));
            let modes: Vec<IndexMode> = words[1].split(',').map(mode).collect();
            let call = if let [only] = modes[..] { call.mode(only) } else { call.modes(modes) };
            Ok(many(vec![call.run()?]))
        }
        "unravel_index" => {
            let shape = words.get(2).map_or(vec![2, 3, 4], |shape| numbers(shape));
            Ok(many(unravel_index(any(0), shape, order(words[1]))?))
        }
        "take_along_axis" => one(take_along_axis(ints(0), any(1), axis(1))?),
        "put_along_axis" => change(&|a| put_along_axis(a, any(1), ints(2), axis(1))),
        "compress" => one(compress(flags(0), ints(1).copy(Order::F)?, axis(1))?),
        "extract" => one(extract(flags(0), ints(1).copy(Order::F)?)?),
        "place" => change(&|a| place(a, flags(1), ints(2))),
        "putmask" => change(&|a| putmask(a, flags(1), ints(2))),
        "where" => one(where_(flags(0), ints(1), ints(2).copy(Order::F)?)?),
        "copyto" => change(&|a| Copyto::new(a.view_mut(), &ints(1)).where_(&flags(2)).run()),
        "select" => one(select([flags(0), flags(1)], [ints(2), ints(3)], ints(4))?),
        "piecewise" => {
            let double = |x: &Array<i32>| Ok(x * 2);
            let pieces = [1.into(), Piece::Function(&double), (-3).into()];
            one(piecewise(ints(0), [flags(1), flags(2)], &pieces[..number(1) as usize])?)
        }
        "nonzero" => Ok(many(any(0).nonzero()?)),
        "flatnonzero" => Ok(many(vec![flatnonzero(any(0).astype(DType::F64)?.downcast::<f64>()?)?])),
        "argwhere" => Ok(many(vec![argwhere(any(0).astype(DType::F64)?.downcast::<f64>()?)?])),
        "tril_indices" => Ok(pair(tril_indices(number(1) as usize, number(2), number(3) as usize)?)),
        "triu_indices" => Ok(pair(triu_indices(number(1) as usize, number(2), number(3) as usize)?)),
        "fill_diagonal" => change(&|a| fill_diagonal(a, ints(1), words[1] == "True")),
        "apply_along_axis" => one(along_axis(words[1], number(2), &ints(0).copy(Order::F)?)?),
        "apply_over_axes" => {
            let sum = |a: &Array<i32>, axis: isize| match words[2] {
                "True" => expand_dims(&along_axis("sum", axis, a)?, axis),
                "False" => along_axis("sum", axis, a),
                _ => along_axis("sum", 0, &along_axis("sum", 0, a)?),
            };
            let axes: Vec<isize> = words[1].split(',').map(|axis| axis.parse().unwrap()).collect();
            one(apply_over_axes(sum, ints(0), axes)?)
        }
        "diag_indices" => Ok(many(diag_indices(number(1) as usize, number(2) as usize)?)),
        "mask" => one(ints(0).mask(flags(1))?),
        "mask_assign" => change(&|a| a.mask_assign(flags(1), 5)),
        "ix_" => {
            let lists = [0, 1, 2].map(|k| IndexSpec::from(any(k)));
            Ok(many(ix_(&lists)?))
        }
        other => panic!("no function `{other}`"),
    }
}

#[test]
fn every_function_gives_what_numpy_gives() {
    check_calls("index", 480, |made| made.difference(call(&made.words, &made.arrays)));
}

#[test]
fn what_is_wrong_with_an_index_is_said() {
    let a = Array::from_shape_fn([2, 3, 4], |at| at[0] * 12 + at[1] * 4 + at[2]).unwrap();
    let error = |index: &[IndexSpec<'_>]| a.index(index).unwrap_err();
    let said = |index: &[IndexSpec<'_>]| error(index).to_string();
    assert_eq!(error(&ix![[0, 2]]), Error::Index { index: 2, axis: 0, len: 2 });
    assert_eq!(error(&ix![0, .., [0, -5]]), Error::Index { index: -5, axis: 2, len: 4 });
    assert_eq!(error(&ix![..., [0, 9], [1, 1]]), Error::Index { index: 9, axis: 1, len: 3 });
    assert_eq!(said(&ix![.., [3]]), "index 3 is out of bounds for axis 1 with size 3");
    assert_eq!(error(&ix![[0u64, u64::MAX - 5]]), Error::Index { index: -6, axis: 0, len: 2 });
    assert_eq!(error(&ix![[0], 3]), Error::Index { index: 3, axis: 1, len: 3 });
    assert_eq!(error(&ix![[0], 0, 0, 0]), Error::TooManyIndices { ndim: 3, indices: 4 });
    assert_eq!(error(&ix![.., [[true; 4]; 3], [0]]), Error::TooManyIndices { ndim: 3, indices: 4 });
    assert_eq!(error(&ix![[[true; 4]; 2]]), Error::MaskShape { mask: vec![2, 4], shape: vec![2, 3] });
    assert_eq!(said(&ix![[true]]), "boolean index of shape [1] does not match indexed array of shape [2]");
    assert_eq!(
        error(&ix![[0, 1], [0, 1, 2]]),
        Error::Broadcast { op: "index", left: vec![2], right: vec![3] }
    );
    assert_eq!(error(&ix![..;0, [0]]), Error::ZeroStep);
    let floats = AnyArray::from(Array::from_vec(vec![1.0]).unwrap());
    assert_eq!(error(&ix![&floats]), Error::DType { op: "index", dtype: "float64".into() });
    assert!(matches!(error(&ix![..., [0], ...]), Error::Value { op: "slice", .. }));
    assert!(matches!(take(&a, .., 0), Err(Error::Value { op: "take", .. })));
    assert_eq!(take(&a, 0, 3).err(), Some(Error::Axis { op: "take", axis: 3, ndim: 3 }));
}

#[test]
fn nothing_is_written_if_anything_is_wrong() {
    let mut a = Array::from_vec(vec![1, 2, 3]).unwrap();
    assert!(a.index_assign(ix![[0, 1, 3]], 9).is_err());
    assert!(a.index_assign(ix![[0, 1]], [1, 2, 3]).is_err());
    assert!(a.mask_assign([true, true, false], [1, 2, 3]).is_err());
    assert!(put(&mut a, [0, -4], 9, IndexMode::Raise).is_err());
    assert!(put_along_axis(&mut a, [0, 3], 9, 0).is_err());
    assert_eq!(a.to_vec(), [1, 2, 3]);
}

#[test]
fn a_shared_array_is_copied_before_it_is_written_to() {
    let a = Array::from_vec(vec![1, 2, 3]).unwrap();
    let mut b = a.clone();
    b.index_assign(ix![[0, 0, 2]], [7, 8, 9]).unwrap();
    assert_eq!((a.to_vec(), b.to_vec()), (vec![1, 2, 3], vec![8, 2, 9]));
    let mut same = b.broadcast_to([2, 3]).unwrap();
    same.mask_assign([[true, false, false], [false, false, true]], 0).unwrap();
    assert_eq!(same.to_vec(), [0, 2, 9, 8, 2, 0]);
}

#[test]
fn any_clone_type_can_be_selected_and_written() {
    use std::rc::Rc;
    let items: Vec<Rc<i32>> = (0..12).map(Rc::new).collect();
    let mut a = Array::from_shape_iter([3, 4], items.iter().cloned()).unwrap();
    let numbers = |a: &Array<Rc<i32>>| a.iter().map(|item| **item).collect::<Vec<_>>();
    let picked = a.t().index(ix![[1, -1], ..]).unwrap();
    assert_eq!(numbers(&picked), [1, 5, 9, 3, 7, 11]);
    assert_eq!(Rc::strong_count(&items[5]), 3);
    let mask = Array::from_shape_fn([3, 4], |at| at[0] == at[1]).unwrap();
    assert_eq!(numbers(&a.mask(&mask).unwrap()), [0, 5, 10]);
    a.index_assign(ix![.., [0, 2]], picked.slice(s![.., ..2]).unwrap().index(ix![[0, 1, 0]]).unwrap())
        .unwrap();
    assert_eq!(numbers(&a), [1, 1, 5, 3, 3, 5, 7, 7, 1, 9, 5, 11]);
    a.mask_assign(&mask, vec![items[7].clone()]).unwrap();
    assert_eq!(
        numbers(&where_(&mask, &a, a.index(ix![[0, 0, 0]]).unwrap()).unwrap())[..6],
        [7, 1, 5, 3, 7, 7]
    );
    drop((a, picked));
    assert!(items.iter().all(|item| Rc::strong_count(item) == 1));
}

#[test]
fn a_part_of_an_array_is_indexed_from_its_own_first_item() {
    let a = Array::from_vec((0..20).collect::<Vec<i32>>()).unwrap();
    let part = a.slice(s![15..;-2]).unwrap();
    assert_eq!(part.index(ix![[0, -1]]).unwrap().to_vec(), [15, 1]);
    assert_eq!(part.index(ix![1..3]).unwrap().to_vec(), [13, 11]);
    assert_eq!(
        part.mask(part.iter().map(|&item| item > 10).collect::<Vec<_>>()).unwrap().to_vec(),
        [15, 13, 11]
    );
    let any = AnyArray::from(part);
    assert_eq!(any.index(ix![[0, -1]]).unwrap().downcast::<i32>().unwrap().to_vec(), [15, 1]);
    assert_eq!(any.index(ix![2]).unwrap().downcast::<i32>().unwrap().to_vec(), [11]);
}

#[test]
fn indices_are_read_from_texts() {
    let file = golden("slices");
    for (name, entry) in file.iter() {
        let (text, wanted) = entry.text().split_once('\t').unwrap();
        let found = match SliceSpec::parse(text) {
            Ok(specs) => specs.iter().map(SliceSpec::to_string).collect::<Vec<_>>().join(", "),
            Err(Error::Value { .. }) => "error".to_owned(),
            Err(error) => panic!("{name} {text:?}: {error}"),
        };
        assert_eq!(found, wanted, "{name} {text:?}");
        if found != "error" && !found.is_empty() {
            assert_eq!(SliceSpec::parse(&found), SliceSpec::parse(text), "{name}");
        }
    }
    assert!(file.iter().count() > 60);
}
