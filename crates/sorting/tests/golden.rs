//! Sorts, searches and sets held to NumPy's answers, over dtypes and strange layouts.

use numoxide_core::dtype::StructType;
use numoxide_core::*;
use numoxide_sorting::*;
use numoxide_testkit::calls::{Call, Results, check_calls};
use numoxide_testkit::conformance::difference;

fn one(result: Result<impl Into<AnyArray>>) -> Results {
    Ok(vec![result?.into()])
}

fn axis(word: &str) -> Option<isize> {
    word.parse().ok()
}

fn kth(word: &str) -> Vec<isize> {
    word.split(',').filter_map(|k| k.parse().ok()).collect()
}

/// The items at places along an axis, or of all items as one line.
fn along<T: Sortable>(a: &ArrayView<'_, T>, places: &Array<i64>, axis: Option<isize>) -> Result<Array<T>> {
    match axis {
        Some(_) if a.ndim() > 0 => take_along_axis(a, places, axis),
        _ => take(a, places, None),
    }
}

/// The items at the places that were asked for: without their axis, if one was.
fn taken<T: Sortable>(a: &Array<T>, word: &str, axis: Option<isize>) -> Results {
    match word.parse::<i64>() {
        Ok(k) => one(take(a, k, axis)),
        Err(_) => one(take(a, &kth(word).iter().map(|&k| k as i64).collect::<Vec<_>>()[..], axis)),
    }
}

/// The same by the method, which works in place.
fn in_place<T: Sortable>(
    a: &ArrayView<'_, T>,
    result: &Array<T>,
    work: impl Fn(&mut Array<T>) -> Result<()>,
) -> Result<()> {
    let mut copy = a.copy(Order::F)?;
    work(&mut copy)?;
    let bits = |a: &Array<T>| AnyView::from(a).tobytes(Order::C);
    assert_eq!(bits(&copy)?, bits(result)?, "the method");
    Ok(())
}

fn call_of_one<T: Sortable>(words: &[&str], a: &ArrayView<'_, T>, views: &[AnyView<'_>]) -> Results {
    let second = || views[1].downcast::<T>();
    let side = |word: &str| if word == "right" { Side::Right } else { Side::Left };
    let all = |found: UniqueAll<Array<T>>| -> Results {
        let UniqueAll { values, indices, inverse_indices, counts, .. } = found;
        Ok(vec![values.into(), indices.into(), inverse_indices.into(), counts.into()])
    };
    match words[0] {
        "sort" => {
            let sorted = sort::with(a).axis(axis(words[1])).kind(SortKind::Stable).run()?;
            if let Some(axis) = axis(words[1]) {
                in_place(a, &sorted, |copy| SortInPlace::sort(copy, axis))?;
            }
            one(Ok(sorted))
        }
        "argsort" => one(SortMethods::argsort(a, axis(words[1]))),
        "partition" => {
            let part = partition::with(a, kth(words[1])).axis(axis(words[2])).run()?;
            if let Some(axis) = axis(words[2]) {
                in_place(a, &part, |copy| SortInPlace::partition(copy, kth(words[1]), axis))?;
            }
            let mut results = one(sort::with(&part).axis(axis(words[2])).run())?;
            results.extend(taken(&part, words[1], axis(words[2]))?);
            Ok(results)
        }
        "argpartition" => {
            let axis = axis(words[2]);
            let places = SortMethods::argpartition(a, kth(words[1]), axis)?;
            let mut results = one(sort::with(&places).axis(axis).run())?;
            results.extend(taken(&along(a, &places, axis)?, words[1], axis)?);
            Ok(results)
        }
        "sort_complex" => one(sort_complex(a)),
        "unique" => {
            let equal_nan = words[2] == "True";
            let builder = || unique::with(a).axis(axis(words[1])).equal_nan(equal_nan);
            let found = builder().all()?;
            let bits = |a: &Array<T>| AnyView::from(a).tobytes(Order::C);
            assert_eq!(bits(&builder().run()?)?, bits(&found.values)?);
            assert_eq!(builder().counts()?.counts.to_vec(), found.counts.to_vec());
            all(found)
        }
        "unique_all" => {
            let found = unique_all(a)?;
            assert_eq!(unique_counts(a)?.counts.to_vec(), found.counts.to_vec());
            assert_eq!(unique_inverse(a)?.inverse_indices.to_vec(), found.inverse_indices.to_vec());
            assert_eq!(unique_values(a)?.len(), found.values.len());
            all(found)
        }
        "searchsorted" => one(SortMethods::searchsorted(a, second()?, side(words[1]))),
        "searchsorted_by" => {
            let sorter = views[2].downcast::<i64>()?;
            one(searchsorted::with(a, &second()?).side(side(words[1])).sorter(&sorter).run())
        }
        "isin" => {
            let kind = match words[2] {
                "table" => IsinKind::Table,
                "sort" => IsinKind::Sort,
                _ => IsinKind::Auto,
            };
            one(isin::with(a, &second()?).invert(words[1] == "True").kind(kind).run())
        }
        "union1d" => one(union1d(a, second()?)),
        "setdiff1d" if words.len() > 1 => one(setdiff1d::assume_unique(a, second()?)),
        "setdiff1d" => one(setdiff1d(a, second()?)),
        "setxor1d" if words.len() > 1 => one(setxor1d::assume_unique(a, second()?)),
        "setxor1d" => one(setxor1d(a, second()?)),
        "intersect1d" => {
            let unique = words[1] == "True";
            let found = intersect1d::with_indices(a, second()?, unique)?;
            if !unique {
                assert_eq!(intersect1d(a, second()?)?.to_vec(), found.values.to_vec());
            }
            Ok(vec![found.values.into(), found.indices1.into(), found.indices2.into()])
        }
        other => panic!("no function {other}"),
    }
}

fn differences<T: Number>(views: &[AnyView<'_>]) -> Results {
    let view = |k: usize| views[k].downcast::<T>();
    one(ediff1d::between(&view(2)?, view(0)?, &view(1)?))
}

/// A function of the type behind a dtype.
macro_rules! typed {
    ($dtype:expr, $function:ident $arguments:tt, $($variant:ident $ty:ty)*) => {
        match $dtype {
            $(DType::$variant => $function::<$ty> $arguments,)*
            other => Err(Error::value("test", format!("{other}"))),
        }
    };
}

fn call_of_any<T: Sortable>(words: &[&str], views: &[AnyView<'_>]) -> Results {
    call_of_one::<T>(words, &views[0].downcast::<T>()?, views)
}

/// Structs of two fields.
fn structs(views: &[AnyView<'_>]) -> Result<AnyArray> {
    let fields = [("a", views[0].dtype().clone()), ("b", views[1].dtype().clone())];
    let mut all = AnyArray::zeros(views[0].shape(), DType::Struct(StructType::of(fields, true)?.into()))?;
    for (name, view) in ["a", "b"].into_iter().zip(views) {
        Copyto::new(all.view_mut()?.field(name)?, view).run()?;
    }
    Ok(all)
}

/// Texts of three characters each.
fn texts(codes: &AnyView<'_>, kind: &str) -> Result<AnyArray> {
    match kind {
        "U" => codes.copy(Order::C)?.astype(DType::U32)?.view_as(DType::Str(3)),
        _ => codes.copy(Order::C)?.astype(DType::U8)?.view_as(DType::Bytes(3)),
    }
}

/// Of dates or durations by their counts: orders, sorts, distinct ones, places of others.
fn times(views: &[AnyView<'_>], kind: &str) -> Results {
    let kind = DType::parse(kind)?;
    let [a, v] = [&views[0], &views[1]].map(|counts| counts.copy(Order::C)?.view_as(kind.clone()));
    let (a, v) = (a?, v?);
    let counts = |times: AnyArray| times.view_as(DType::I64);
    let in_order = sort::any_with(&a).axis(None).run()?;
    let found = unique::any_all(&a)?;
    let place = |side| searchsorted::any(&in_order, &v, side);
    Ok(vec![
        argsort::any(&a)?.into(),
        counts(sort::any_with(&a).axis(0).run()?)?,
        counts(found.values)?,
        found.indices.into(),
        found.inverse_indices.into(),
        found.counts.into(),
        place(Side::Left)?.into(),
        place(Side::Right)?.into(),
    ])
}

fn run(words: &[&str], views: &[AnyView<'_>]) -> Results {
    let dtype = views[0].dtype();
    match words[0] {
        "ediff1d" => {
            typed!(dtype, differences(views), I8 i8 I16 i16 I32 i32 I64 i64 U8 u8 U16 u16 U32 u32 U64 u64
            F16 f16 F32 f32 F64 f64 C64 c64 C128 c128)
        }
        "digitize" => {
            let [x, bins] = [&views[0], &views[1]].map(|view| view.copy(Order::K));
            one(digitize::any(&x?, &bins?, words[1] == "True"))
        }
        "lexsort" => one(lexsort::along(views.iter().cloned(), words[1].parse().unwrap())),
        "struct_argsort" => {
            let (structs, order) = (structs(views)?, [words[1]]);
            let call = argsort::any_with(&structs);
            let places = if words[1] == "None" { call.run()? } else { call.order(&order).run()? };
            let sorted =
                sort::any_with(&structs).order(if words[1] == "None" { &[] } else { &order }).run()?;
            let wanted = structs.take_along_axis(&places, -1isize)?;
            assert_eq!(sorted.tobytes(Order::C)?, wanted.tobytes(Order::C)?);
            one(Ok(places))
        }
        "struct_unique" => {
            let found = unique::any_all(&structs(views)?)?;
            assert_eq!(found.values.len(), found.counts.len());
            Ok(vec![found.indices.into(), found.inverse_indices.into(), found.counts.into()])
        }
        "times" => times(views, words[1]),
        "setdiff1d_any" => Ok(vec![setdiff1d::any(&views[0].copy(Order::C)?, &views[1].copy(Order::C)?)?]),
        "texts" => one(argsort::any(&texts(&views[0], words[1])?.reshape(-1isize)?)),
        _ => {
            typed!(dtype, call_of_any(words, views), Bool bool I8 i8 I16 i16 I32 i32 I64 i64 U8 u8 U16 u16 U32 u32
            U64 u64 F16 f16 F32 f32 F64 f64 C64 c64 C128 c128)
        }
    }
}

#[test]
fn calls_as_numpy_answers() {
    let differs = |call: &Call<'_>| call.difference_in_layouts(|views| run(&call.words, views), difference);
    check_calls("sorting", 2000, differs);
}
