//! Structural functions held to NumPy's answers, over dtypes and strange layouts.

use numoxide_core::layout::Slice;
use numoxide_core::pad::{
    Constant, Edge, LinearRamp, Maximum, Mean, Median, Minimum, Pairs, Reflect, Symmetric, Wrap,
};
use numoxide_core::stride_tricks::{as_strided, sliding_window_view};
use numoxide_core::*;
use numoxide_testkit::calls::{Results, check_calls};
use numoxide_testkit::strange::layouts_of;

/// Axes as a word says them.
struct Named(Option<Vec<isize>>);

impl MaybeAxes for Named {
    fn axes(&self) -> Option<layout::Axes<isize>> {
        self.0.as_ref().map(|axes| axes.ints())
    }
}

/// The name and the options of a call; `argument` in golden_format.py says how they are written.
struct Words<'a>(Vec<&'a str>);

impl Words<'_> {
    fn int(&self, k: usize) -> isize {
        self.0[k].parse().unwrap()
    }
    fn maybe(&self, k: usize) -> Option<isize> {
        self.0[k].parse().ok()
    }
    fn ints(&self, k: usize) -> Vec<isize> {
        numbers(self.0[k])
    }
    fn axes(&self, k: usize) -> Named {
        Named((self.0[k] != "None").then(|| self.ints(k)))
    }
    fn order(&self, k: usize) -> Order {
        match self.0[k] {
            "C" => Order::C,
            "F" => Order::F,
            "A" => Order::A,
            _ => Order::K,
        }
    }
    fn sections(&self, k: usize) -> Sections {
        self.maybe(k).map_or_else(|| Sections::At(self.ints(k)), Sections::Equal)
    }
    fn repeats(&self, k: usize) -> Repeats {
        self.maybe(k).map_or_else(|| self.ints(k).into(), Repeats::Each)
    }
    fn places(&self, k: usize) -> Places {
        let word = self.0[k];
        if let Some(bits) = word.strip_prefix('m') {
            return Places::Mask(bits.bytes().map(|bit| bit == b'1').collect());
        }
        if word.contains(':') {
            let bounds: Vec<Option<isize>> = word.split(':').map(|bound| bound.parse().ok()).collect();
            return Slice::new(bounds[0], bounds[1], bounds[2].unwrap_or(1)).into();
        }
        self.maybe(k).map_or_else(|| Places::Many(self.ints(k)), Places::One)
    }
    fn pairs<X>(&self, k: usize, value: impl Fn(isize) -> X) -> Pairs<X> {
        let pair = |text: &str| {
            let [before, after] = numbers(text)[..] else { panic!("no pair `{text}`") };
            (value(before), value(after))
        };
        match self.0[k] {
            word if word.contains(';') => {
                Pairs::Each(word.split(';').filter(|pair| !pair.is_empty()).map(pair).collect())
            }
            word if word.contains(',') => pair(word).into(),
            _ => Pairs::All(value(self.int(k))),
        }
    }
}

fn numbers(word: &str) -> Vec<isize> {
    word.split(',').filter_map(|number| number.parse().ok()).collect()
}

/// The views as arrays of their own.
fn seen<T: Scalar>(views: Result<Vec<ArrayView<'_, T>>>) -> Results {
    views?.iter().map(|view| Ok(view.copy(Order::C)?.into())).collect()
}

fn one<T: Scalar>(array: Result<Array<T>>) -> Results {
    Ok(vec![array?.into()])
}

/// Calls whose results are views.
fn view_call<T: Scalar>(words: &Words<'_>, views: &[ArrayView<'_, T>]) -> Option<Results> {
    let (a, int, ints, axes) = (&views[0], |k| words.int(k), |k| words.ints(k), |k| words.axes(k));
    let single = |view: Result<ArrayView<'_, T>>| seen(view.map(|view| vec![view]));
    Some(match words.0[0] {
        "atleast_1d" => single(Ok(atleast_1d(a))),
        "atleast_2d" => single(Ok(atleast_2d(a))),
        "atleast_3d" => single(Ok(atleast_3d(a))),
        "matrix_transpose" => single(matrix_transpose(a)),
        "fliplr" => single(fliplr(a)),
        "flipud" => single(flipud(a)),
        "permute_dims" => single(permute_dims(a, axes(1))),
        "transpose" => single(transpose(a, axes(1))),
        "swapaxes" => single(swapaxes(a, int(1), int(2))),
        "moveaxis" => single(moveaxis(a, ints(1), ints(2))),
        "rollaxis" => single(rollaxis(a, int(1), int(2))),
        "squeeze" => single(squeeze(a, axes(1))),
        "expand_dims" => single(expand_dims(a, ints(1))),
        "broadcast_to" => single(broadcast_to(a, ints(1))),
        "broadcast_arrays" => seen(broadcast_arrays(views)),
        "flip" => single(flip(a, axes(1))),
        "rot90" => single(rot90(a, int(1), [ints(2)[0], ints(2)[1]])),
        "split" => seen(split(a, words.sections(1), int(2))),
        "array_split" => seen(array_split(a, words.sections(1), int(2))),
        "hsplit" => seen(hsplit(a, words.sections(1))),
        "vsplit" => seen(vsplit(a, words.sections(1))),
        "dsplit" => seen(dsplit(a, words.sections(1))),
        "unstack" => seen(unstack(a, int(1))),
        "diagonal" => single(diagonal(a, int(1), int(2), int(3))),
        "as_strided" => {
            let steps: Vec<isize> = ints(2).iter().map(|step| step * size_of::<T>() as isize).collect();
            // Only an array without gaps may be looked at so.
            single(
                a.copy(Order::C)
                    .and_then(|a| as_strided(&a, ints(1), steps))
                    .as_ref()
                    .map_or_else(|error| Err(error.clone()), |strided| Ok(strided.view())),
            )
        }
        "sliding_window_view" => single(sliding_window_view(a, ints(1), axes(2))),
        _ => return None,
    })
}

/// Calls whose results are new arrays.
fn array_call<T: Scalar>(words: &Words<'_>, views: &[ArrayView<'_, T>]) -> Results {
    let (a, int, ints, axes) = (&views[0], |k| words.int(k), |k| words.ints(k), |k| words.axes(k));
    let own = || flip(&flip(a, None)?.copy(Order::K)?, None);
    // `A` and `K` ask for the memory, so the first option says what it is.
    let in_memory = || if matches!(words.0[2], "A" | "K") { a.copy(words.order(1)) } else { own() };
    match words.0[0] {
        "ravel" | "flatten" if words.0[2] == "C" && words.0[0] == "ravel" => one(ravel(&own()?)),
        "ravel" | "flatten" => one(flatten(&in_memory()?, words.order(2))),
        "reshape" => {
            let a = if words.0[3] == "A" { a.copy(words.order(1))? } else { own()? };
            one(a.reshape_order(ints(2), words.order(3)))
        }
        "concatenate" => one(concatenate(views, words.maybe(1))),
        "stack" => one(stack(views, int(1))),
        "vstack" => one(vstack(views)),
        "hstack" => one(hstack(views)),
        "dstack" => one(dstack(views)),
        "column_stack" => one(column_stack(views)),
        "block" => {
            let [a, b, c, d] = views else { panic!("{} blocks", views.len()) };
            one(match words.0[1] {
                "1" => block([a, b, c, d]),
                "2" => block([[a, b], [c, d]]),
                _ => block([[[a, b]], [[c, d]]]),
            })
        }
        "tile" => one(tile(a, ints(1))),
        "repeat" => one(repeat(a, words.repeats(1), words.maybe(2))),
        "resize" => one(resize(a, ints(1))),
        "roll" => one(roll(a, ints(1), axes(2))),
        "append" => one(append(a, &views[1], words.maybe(1))),
        "delete" => one(delete(a, words.places(1), words.maybe(2))),
        "insert" => one(insert(a, words.places(1), &views[1], words.maybe(2))),
        "trim_zeros" => {
            let ends = match words.0[1] {
                "fb" => Trim::Both,
                "f" => Trim::Front,
                _ => Trim::Back,
            };
            one(trim_zeros(&own()?, ends, axes(2)))
        }
        "diag" => one(diag(a, int(1))),
        "diagflat" => one(diagflat(a, int(1))),
        "tril" => one(tril(a, int(1))),
        "triu" => one(triu(a, int(1))),
        other => panic!("no function `{other}`"),
    }
}

fn structural<T: Scalar>(words: &Words<'_>, views: &[ArrayView<'_, T>]) -> Results {
    view_call(words, views).unwrap_or_else(|| array_call(words, views))
}

/// A number of the type.
fn of<T: Scalar>(value: isize) -> T {
    AnyArray::from(Array::scalar(value as i64).unwrap()).astype(T::DTYPE).unwrap().downcast::<T>().unwrap()
        [()]
}

/// Padding that any number takes.
fn pad_numbers<T: Steps>(words: &Words<'_>, views: &[ArrayView<'_, T>]) -> Results {
    let (a, widths) = (&views[0], words.pairs(1, |width| width));
    one(match &words.0[2..] {
        ["constant"] => pad(a, widths, Constant(T::ZERO)),
        ["constant", _] => pad(a, widths, Constant::sides(words.pairs(3, of::<T>))),
        ["edge"] => pad(a, widths, Edge),
        ["wrap"] => pad(a, widths, Wrap),
        ["reflect"] => pad(a, widths, Reflect),
        ["symmetric"] => pad(a, widths, Symmetric),
        ["reflect", _] => pad(a, widths, Reflect::odd()),
        ["symmetric", _] => pad(a, widths, Symmetric::odd()),
        ["linear_ramp"] => pad(a, widths, LinearRamp::to(T::ZERO)),
        ["linear_ramp", _] => pad(a, widths, LinearRamp::to(words.pairs(3, of::<T>))),
        ["mean"] => pad(a, widths, Mean::new()),
        ["mean", _] => pad(a, widths, Mean::of(words.pairs(3, isize::unsigned_abs))),
        other => panic!("no mode {other:?}"),
    })
}

/// Padding, that of ordered numbers too.
fn pad_reals<T: Steps + Real>(words: &Words<'_>, views: &[ArrayView<'_, T>]) -> Results {
    let (a, widths) = (&views[0], words.pairs(1, |width| width));
    let lengths = || words.pairs(3, isize::unsigned_abs);
    match &words.0[2..] {
        ["maximum"] => one(pad(a, widths, Maximum::new())),
        ["maximum", _] => one(pad(a, widths, Maximum::of(lengths()))),
        ["minimum"] => one(pad(a, widths, Minimum::new())),
        ["minimum", _] => one(pad(a, widths, Minimum::of(lengths()))),
        ["median"] => one(pad(a, widths, Median::new())),
        ["median", _] => one(pad(a, widths, Median::of(lengths()))),
        _ => pad_numbers(words, views),
    }
}

/// The call over its arrays in every layout, with the layout's name.
fn in_layouts<T: Scalar>(
    arrays: &[AnyArray],
    call: impl Fn(&[ArrayView<'_, T>]) -> Results,
) -> Vec<(String, Results)> {
    let filler: T = of(77);
    let strange =
        |array: &AnyArray| layouts_of(array.shape(), &array.downcast::<T>().unwrap().to_vec(), filler);
    let all: Vec<_> = arrays.iter().map(strange).collect();
    let layouts = all.iter().map(Vec::len).max().unwrap_or(0);
    (0..layouts)
        .map(|at| {
            let views: Vec<_> =
                all.iter().enumerate().map(|(k, one)| one[(at + 5 * k) % one.len()].view()).collect();
            (all[0][at % all[0].len()].name.clone(), call(&views))
        })
        .collect()
}

/// The call of an entry, whose type is that of its first array.
fn results(words: &Words<'_>, arrays: &[AnyArray]) -> Vec<(String, Results)> {
    let Some(first) = arrays.first() else {
        let shapes: Vec<_> = (1..words.0.len()).map(|k| words.ints(k)).collect();
        let shape = broadcast_shapes(shapes).map(|shape| shape.iter().map(|&size| size as i64).collect());
        return vec![(String::new(), one(shape))];
    };
    match (words.0[0], first.dtype()) {
        ("pad", DType::C128) => in_layouts::<Complex<f64>>(arrays, |views| pad_numbers(words, views)),
        ("pad", DType::F16) => in_layouts::<f16>(arrays, |views| pad_reals(words, views)),
        ("pad", DType::F32) => in_layouts::<f32>(arrays, |views| pad_reals(words, views)),
        ("pad", DType::F64) => in_layouts::<f64>(arrays, |views| pad_reals(words, views)),
        ("pad", DType::U8) => in_layouts::<u8>(arrays, |views| pad_reals(words, views)),
        ("pad", DType::I32) => in_layouts::<i32>(arrays, |views| pad_reals(words, views)),
        ("pad", _) => in_layouts::<i64>(arrays, |views| pad_reals(words, views)),
        (_, DType::Bool) => in_layouts::<bool>(arrays, |views| structural(words, views)),
        (_, DType::U8) => in_layouts::<u8>(arrays, |views| structural(words, views)),
        (_, DType::I32) => in_layouts::<i32>(arrays, |views| structural(words, views)),
        (_, DType::F64) => in_layouts::<f64>(arrays, |views| structural(words, views)),
        _ => in_layouts::<Complex<f64>>(arrays, |views| structural(words, views)),
    }
}

#[test]
fn every_call_gives_what_numpy_gives() {
    check_calls("shape", 4000, |call| {
        results(&Words(call.words.clone()), &call.arrays)
            .into_iter()
            .find_map(|(layout, results)| Some(format!("{layout}: {}", call.difference(results)?)))
    });
}

#[test]
fn long_rows_are_copied_right_however_near_they_land() {
    let n = 700;
    let a = Array::from_fn([3, n], |[i, j]| (1000 * i + j) as f64).unwrap();
    for shift in (-9..=9).chain([300, 699]) {
        let rolled = roll(&a, shift, 1).unwrap();
        let expected =
            Array::from_fn([3, n], |[i, j]| a[[i, (j + 7 * n).wrapping_add_signed(-shift) % n]]).unwrap();
        assert_eq!(rolled.to_vec(), expected.to_vec(), "{shift}");
    }
    let bytes = Array::from_fn([2, 5003], |[i, j]| (i + 3 * j) as u8).unwrap();
    let rolled = roll(&bytes, 1, 1).unwrap();
    assert_eq!(rolled.slice(s![.., 1..]).unwrap().to_vec(), bytes.slice(s![.., ..-1]).unwrap().to_vec());
}

#[test]
fn short_pieces_are_joined_in_many_rows() {
    let (a, b) = (Array::from_iter(0..600i16), Array::from_iter(600..1200i16));
    let pairs = stack([&a, &b], -1).unwrap();
    assert!(pairs.is_c_contiguous());
    assert_eq!(pairs.to_vec(), a.iter().zip(&b).flat_map(|(&a, &b)| [a, b]).collect::<Vec<_>>());
    let words: Array<String> = a.iter().map(|n| n.to_string()).collect();
    let both = stack([&words, &words], 1).unwrap();
    assert_eq!((both[[599, 0]].as_str(), both[[599, 1]].as_str()), ("599", "599"));
}

#[test]
fn blocks_of_any_type_are_put_together() {
    let text = |words: [&str; 2]| Array::from(words.map(str::to_owned)).reshape([1, 2]).unwrap();
    let (a, b) = (text(["a", "b"]), text(["c", "d"]));
    let whole = block([[&a, &b], [&b, &a]]).unwrap();
    assert_eq!(whole.to_vec().concat(), "abcdcdab");
    assert_eq!(whole.shape(), [2, 4]);
    let empty = Array::<String>::from_shape_vec([1, 0], Vec::new()).unwrap();
    assert_eq!(block([[&a, &empty], [&empty, &b]]).unwrap().to_vec().concat(), "abcd");
}

#[test]
fn counts_of_repetitions_are_checked() {
    let a = array![1, 2, 3];
    assert_eq!(repeat(&a, array![2i64, 0, 1], None).unwrap().to_vec(), [1, 1, 3]);
    assert!(repeat(&a, array![[1i64, 1, 1]], None).is_err());
    assert!(repeat(&a, [i64::MAX, i64::MAX, 1], None).is_err());
    assert!(repeat(&a, [i64::MAX, 0, 1], None).is_err());
    let words = array!["x".to_owned(), "y".to_owned()];
    assert_eq!(repeat(&words, [1, 2], None).unwrap().to_vec().concat(), "xyy");
}

/// Repeats the rows of a matrix, and the items of its first column, more of them than one thread takes.
fn repeats_of_many<T: Clone + PartialEq + Send + Sync + 'static>(item: impl Fn(usize) -> T) {
    let (rows, cols) = (9000, 3);
    let times: Vec<i64> =
        (0..rows).map(|i| (i * i % 7) as i64 - (i % 7 / 6) as i64).map(|n| n.max(0)).collect();
    let a = Array::from_shape_vec([rows, cols], (0..rows * cols).map(&item).collect()).unwrap();
    let wanted = |width: usize| -> Vec<T> {
        let row = |i: usize| (0..width).map(move |j| i * cols + j);
        (0..rows).flat_map(|i| (0..times[i]).flat_map(move |_| row(i))).map(&item).collect()
    };
    assert!(repeat(&a, &times[..], 0).unwrap().to_vec() == wanted(cols));
    let column = a.slice(s![.., 0]).unwrap();
    assert!(repeat(&column, &times[..], None).unwrap().to_vec() == wanted(1));
}

#[test]
fn many_places_are_repeated_by_their_counts() {
    repeats_of_many(|i| i as u8);
    repeats_of_many(|i| i as f32);
    repeats_of_many(|i| i as i64);
    repeats_of_many(|i| c128::new(i as f64, -1.0));
    repeats_of_many(|i| i.to_string());
}

#[test]
fn few_of_many_choices_are_taken() {
    let choices: Vec<Array<u16>> = (0..9).map(|k| Array::full(5, 10 * k).unwrap()).collect();
    let chosen = choose([8, 0, 5, 6, 7], &choices, IndexMode::Raise).unwrap();
    assert_eq!(chosen.to_vec(), [80, 0, 50, 60, 70]);
    let words = [array!["a".to_owned(), "b".to_owned()], array!["c".to_owned(), "d".to_owned()]];
    assert_eq!(choose([1, 0], &words, IndexMode::Raise).unwrap().to_vec().concat(), "cb");
}
