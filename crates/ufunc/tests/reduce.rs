//! Reductions, held to NumPy's answers for every type, every set of axes and every strange layout.

use std::collections::BTreeMap;

use numoxide_core::{AnyArray, AnyView, Array, DType, Element, Result, c64, c128, f16};
use numoxide_testkit::golden::{Entry, Scalar, golden, same};
use numoxide_testkit::strange::layouts_of;
use numoxide_ufunc as np;
use numoxide_ufunc::{Accumulate, Reduce};

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
    table!(sum prod min max any all mean count_nonzero nansum nanprod nanmin nanmax argmin argmax nanargmin nanargmax
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
    for (name, answer) in golden.iter().filter(|(name, _)| !name.starts_with("in.")) {
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
