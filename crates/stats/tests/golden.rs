//! Statistics held to NumPy's answers, over dtypes, options and strange layouts.

mod common;

use common::{apart, difference, tolerance};
use numoxide_core::*;
use numoxide_stats::*;
use numoxide_testkit::calls::{Call, Results, check_calls};
use numoxide_testkit::golden::Entry;
use numoxide_ufunc as ufunc;

fn one(result: Result<impl Into<AnyArray>>) -> Results {
    Ok(vec![result?.into()])
}

fn all<A: Into<AnyArray>>(results: Vec<A>) -> Results {
    Ok(results.into_iter().map(Into::into).collect())
}

/// The axes that a word names; all if it is `None`.
fn axes(word: &str) -> Option<Vec<isize>> {
    (word != "None").then(|| word.split(',').filter_map(|axis| axis.parse().ok()).collect())
}

fn number(word: &str) -> Option<f64> {
    word.parse().ok()
}

fn span(word: &str) -> Option<(f64, f64)> {
    let (first, last) = word.split_once(',')?;
    Some((number(first)?, number(last)?))
}

fn flag(word: &str) -> bool {
    word == "True"
}

/// Runs a generic function of the type behind a dtype.
macro_rules! typed {
    ($dtype:expr, $function:ident $arguments:tt) => {
        typed!(@ $dtype, $function $arguments, Bool bool I8 i8 I16 i16 I32 i32 I64 i64 U8 u8 U16 u16 U32 u32 U64 u64
            F16 f16 F32 f32 F64 f64 C64 c64 C128 c128)
    };
    ($dtype:expr, real $function:ident $arguments:tt) => {
        typed!(@ $dtype, $function $arguments, Bool bool I8 i8 I16 i16 I32 i32 I64 i64 U8 u8 U16 u16 U32 u32 U64 u64
            F16 f16 F32 f32 F64 f64)
    };
    ($dtype:expr, number $function:ident $arguments:tt) => {
        typed!(@ $dtype, $function $arguments, I8 i8 I16 i16 I32 i32 I64 i64 U8 u8 U16 u16 U32 u32 U64 u64
            F16 f16 F32 f32 F64 f64 C64 c64 C128 c128)
    };
    (@ $dtype:expr, $function:ident $arguments:tt, $($variant:ident $ty:ty)*) => {
        match $dtype {
            $(DType::$variant => $function::<$ty> $arguments,)*
            other => Err(Error::value("test", format!("{other}"))),
        }
    };
}

/// The typed function gives the same as the one for run-time types, up to the rounding of its type.
fn same(typed: Result<impl Into<AnyArray>>, any: &Result<AnyArray>) {
    match (typed, any) {
        (Ok(typed), Ok(any)) => {
            let typed = typed.into();
            let coarse = tolerance(typed.dtype()).max(tolerance(any.dtype()));
            assert_eq!(apart(&typed, any, coarse), None);
        }
        (typed, any) => assert_eq!(typed.is_err(), any.is_err()),
    }
}

fn medians<T: Sample>(words: &[&str], a: &AnyView<'_>, any: &Result<AnyArray>) -> Result<()> {
    let (a, keepdims) = (a.downcast::<T>()?, flag(words[2]));
    match (words[0], axes(words[1])) {
        ("median", None) => same(median::with(&a).keepdims(keepdims).run(), any),
        ("median", Some(axes)) => same(median::with(&a).axes(axes).keepdims(keepdims).run(), any),
        (_, None) => same(nanmedian::with(&a).keepdims(keepdims).run(), any),
        (_, Some(axes)) => same(nanmedian::with(&a).axes(axes).keepdims(keepdims).run(), any),
    }
    Ok(())
}

fn typed_quantiles<T: RealSample>(
    words: &[&str],
    views: &[AnyView<'_>],
    any: &Result<AnyArray>,
) -> Result<()> {
    let (a, q, keepdims) = (views[0].downcast::<T>()?, views[1].downcast::<f64>()?, flag(words[3]));
    let Ok(method) = Method::parse(words[1]) else { return Ok(()) };
    macro_rules! call {
        ($name:ident) => {{
            let call = $name::with(&a, &q).method(method).keepdims(keepdims);
            let result = match axes(words[2]) {
                None => call.run(),
                Some(axes) => call.axes(axes).run(),
            };
            // The typed functions take truth values as numbers.
            if T::DTYPE != DType::Bool {
                same(result, any);
            }
        }};
    }
    match words[0] {
        "quantile" => call!(quantile),
        "percentile" => call!(percentile),
        "nanquantile" => call!(nanquantile),
        _ => call!(nanpercentile),
    }
    Ok(())
}

fn quantiles(words: &[&str], views: &[AnyView<'_>]) -> Results {
    let a = &views[0];
    let (q, method) = (views[1].downcast::<f64>()?, Method::parse(words[1])?);
    let call = match words[0] {
        "quantile" => quantile::any_with(a, &q),
        "percentile" => percentile::any_with(a, &q),
        "nanquantile" => nanquantile::any_with(a, &q),
        _ => nanpercentile::any_with(a, &q),
    };
    let call = call.method(method).keepdims(flag(words[3]));
    let result = if let Some(axes) = axes(words[2]) { call.axes(axes).run() } else { call.run() };
    typed!(a.dtype(), real typed_quantiles(words, views, &result))?;
    one(result)
}

/// NumPy gives items themselves.
fn weighted(words: &[&str], views: &[AnyView<'_>]) -> Results {
    let q = views[1].downcast::<f64>()?;
    let call = match words[0] {
        "weighted_quantile" => quantile::any_with(&views[0], &q),
        _ => nanquantile::any_with(&views[0], &q),
    };
    let call = call.weights(&views[2]).method(Method::InvertedCdf);
    one(if let Some(axes) = axes(words[1]) { call.axes(axes).run() } else { call.run() })
}

fn averages(words: &[&str], views: &[AnyView<'_>]) -> Results {
    let mut call = average::any_with(&views[0]).keepdims(flag(words[2]));
    if let Some(axes) = axes(words[1]) {
        call = call.axes(axes);
    }
    if let Some(weights) = views.get(1) {
        call = call.weights(weights);
    }
    let (averages, sums) = call.returned()?;
    Ok(vec![averages, sums])
}

/// What `bins` says, whose edges are among the arrays.
fn bins(word: &str, edges: &mut dyn Iterator<Item = &AnyView<'_>>) -> Result<Bins> {
    match word {
        "edges" => Ok(Bins::Edges(edges.next().unwrap().downcast::<f64>()?.to_vec())),
        _ => match word.parse::<usize>() {
            Ok(count) => Ok(count.into()),
            Err(_) => Estimator::parse(word).map(Into::into),
        },
    }
}

fn histograms<T: RealSample>(words: &[&str], views: &[AnyView<'_>]) -> Results {
    let a = views[0].downcast::<T>()?;
    let mut rest = views[1..].iter();
    let bins = bins(words[1], &mut rest)?;
    let edges_given = matches!(bins, Bins::Edges(_));
    let weights = rest.next().map(|weights| weights.downcast::<f64>()).transpose()?;
    let mut call = histogram::with(&a, &bins);
    if let Some((first, last)) = span(words[2]) {
        call = call.range(first, last);
    }
    if words[0] == "histogram_bin_edges" {
        return one(call.edges());
    }
    let (counts, edges): (AnyArray, AnyArray) = match (flag(words[3]), &weights) {
        (false, None) => {
            let found = call.run()?;
            (found.counts.into(), found.bin_edges.into())
        }
        (density, weights) => {
            let call = if density { call.density() } else { call.weights(weights.as_ref().unwrap()) };
            let call =
                if let (true, Some(weights)) = (density, weights) { call.weights(weights) } else { call };
            let found = call.run()?;
            (found.counts.into(), found.bin_edges.into())
        }
    };
    let mut any = histogram::any_with(&views[0], &bins).density(flag(words[3]));
    any = if let Some((first, last)) = span(words[2]) { any.range(first, last) } else { any };
    any = if let Some(weights) = &weights { any.weights(weights) } else { any };
    let any = any.run()?;
    same(Ok(counts.clone()), &Ok(any.0));
    same(Ok(edges.clone()), &Ok(any.1));
    // NumPy gives edges back in their own type.
    Ok(vec![counts, if edges_given { edges.astype(DType::F64)? } else { edges }])
}

fn histograms2d(words: &[&str], views: &[AnyView<'_>]) -> Results {
    let (x, y) = (views[0].downcast::<f64>()?, views[1].downcast::<f64>()?);
    let mut rest = views[2..].iter();
    let all: Vec<Bins> = match words[1] {
        "edges" => vec![bins("edges", &mut rest)?, bins("edges", &mut rest)?],
        counts => counts.split(',').map(|count| bins(count, &mut rest)).collect::<Result<_>>()?,
    };
    let weights = rest.next().map(|weights| weights.downcast::<f64>()).transpose()?;
    let mut call = histogram2d::with(&x, &y, 1).bins(all).density(flag(words[3]));
    if let Some(span) = span(words[2]) {
        call = call.range(&[Some(span); 2]);
    }
    if let Some(weights) = &weights {
        call = call.weights(weights);
    }
    let found = call.run()?;
    Ok(vec![found.counts.into(), found.x_edges.into(), found.y_edges.into()])
}

fn histograms_dd(words: &[&str], views: &[AnyView<'_>]) -> Results {
    let sample = views[0].downcast::<f64>()?;
    let mut rest = views[1..].iter();
    let bins = bins(words[1], &mut rest)?;
    let weights = rest.next().map(|weights| weights.downcast::<f64>()).transpose()?;
    let call = histogramdd::with(&sample, bins).density(flag(words[2]));
    let call = if let Some(weights) = &weights { call.weights(weights) } else { call };
    let found = call.run()?;
    let mut results = vec![found.counts.into()];
    results.extend(found.edges.into_iter().map(AnyArray::from));
    Ok(results)
}

fn covariances<T: Sample>(words: &[&str], views: &[AnyView<'_>]) -> Results
where
    T::Exact: numoxide_linalg::Product,
{
    let m = views[0].downcast::<T>()?;
    let mut rest = views[1..].iter();
    let mut next = |word: &str| if flag(word) { rest.next() } else { None };
    let y = next(words[3]).map(|y| y.downcast::<T>()).transpose()?;
    let f = next(words[4]).map(|f| f.downcast::<i64>()).transpose()?;
    let a = next(words[5]).map(|a| a.downcast::<f64>()).transpose()?;
    let mut call = cov::with(&m).rowvar(flag(words[1]));
    call = if let Ok(ddof) = words[2].parse() { call.ddof(ddof) } else { call };
    call = if let Some(y) = &y { call.y(y) } else { call };
    call = if let Some(f) = &f { call.fweights(f) } else { call };
    call = if let Some(a) = &a { call.aweights(a) } else { call };
    one(call.run())
}

/// The same through the door for run-time types, which is compared with the typed one.
fn any_covariances(words: &[&str], views: &[AnyView<'_>]) -> Results {
    let typed = typed!(views[0].dtype(), covariances(words, views))?;
    let mut rest = views[1..].iter();
    let mut next = |word: &str| if flag(word) { rest.next() } else { None };
    let (y, f, a) = (next(words[3]), next(words[4]), next(words[5]));
    let mut call = cov::any_with(&views[0]).rowvar(flag(words[1]));
    call = if let Ok(ddof) = words[2].parse() { call.ddof(ddof) } else { call };
    call = if let Some(y) = y { call.y(y) } else { call };
    call = if let Some(f) = f { call.fweights(f) } else { call };
    call = if let Some(a) = a { call.aweights(a) } else { call };
    let any = call.run();
    same(Ok(typed[0].clone()), &any);
    one(any)
}

fn correlations<T: Sample>(words: &[&str], views: &[AnyView<'_>]) -> Results
where
    T::Exact: numoxide_linalg::Product,
{
    let call = corrcoef::any_with(&views[0]).rowvar(flag(words[1]));
    let any = if let Some(y) = views.get(1) { call.y(y) } else { call }.run();
    let y = views.get(1).map(|y| y.downcast::<T>()).transpose()?;
    let y = y.as_ref().map(|y| y as &dyn AsView<T>);
    same(corrcoef::with(&views[0].downcast::<T>()?, y, flag(words[1])), &any);
    one(any)
}

fn counts(words: &[&str], views: &[AnyView<'_>]) -> Results {
    let (x, least) = (views[0].copy(Order::C)?, words[1].parse().unwrap());
    match views.get(1) {
        None => one(bincount::any(&x, least)),
        Some(weights) => one(bincount::any_weighted(&x, &weights.copy(Order::C)?, least)),
    }
}

fn interpolated<F: Exact>(words: &[&str], views: &[AnyView<'_>]) -> Results {
    let real = |k: usize| views[k].astype(DType::F64)?.downcast::<f64>();
    let (x, xp, fp) = (real(0)?, real(1)?, views[2].astype(F::DTYPE)?.downcast::<F>()?);
    let mut call = interp::with(&x, &xp, &fp);
    call = if let Some(left) = number(words[1]) { call.left(F::of(left)) } else { call };
    call = if let Some(right) = number(words[2]) { call.right(F::of(right)) } else { call };
    call = if let Some(period) = number(words[3]) { call.period(period) } else { call };
    one(call.run())
}

fn typed_diff<T: Scalar>(words: &[&str], views: &[AnyView<'_>]) -> Results {
    let a = views[0].downcast::<T>()?;
    let mut rest = views[1..].iter();
    let mut next = |word: &str| if flag(word) { rest.next().map(|end| end.downcast::<T>()) } else { None };
    let (before, after) = (next(words[3]).transpose()?, next(words[4]).transpose()?);
    let mut call = diff::with(&a).n(words[1].parse().unwrap()).axis(words[2].parse().unwrap());
    call = if let Some(before) = &before { call.prepend(before) } else { call };
    call = if let Some(after) = &after { call.append(after) } else { call };
    one(call.run())
}

fn typed_gradient<T: Number>(call: gradient::AnyGradient<'_>, f: &AnyView<'_>, plain: bool) -> Results {
    let results = call.run();
    if let (true, Ok(results)) = (plain, &results) {
        for (typed, any) in gradient(f.downcast::<T>()?)?.into_iter().zip(results) {
            same(Ok(typed), &Ok(any.clone()));
        }
    }
    all(results?)
}

fn gradients(words: &[&str], views: &[AnyView<'_>]) -> Results {
    let mut call = gradient::any_with(&views[0]).edge_order(words[3].parse().unwrap());
    call = match words[1] {
        "-" => call,
        "places" => call.spacing([views[1].downcast::<f64>()?.to_vec()]),
        steps => call.spacing(steps.split(',').filter_map(number)),
    };
    call = if let Some(axes) = axes(words[2]) { call.axes(axes) } else { call };
    let plain = words[1..] == ["-", "None", "1"];
    if views[0].dtype() == &DType::Bool {
        return all(call.run()?);
    }
    typed!(views[0].dtype(), number typed_gradient(call, &views[0], plain))
}

fn unwrapped(words: &[&str], views: &[AnyView<'_>]) -> Results {
    let dtype = views[0].dtype();
    let call = unwrap::any_with(&views[0]).discont(number(words[2])).axis(words[3].parse().unwrap());
    let (result, is_whole) = match words[1].parse::<i64>() {
        Ok(period) => (call.period(period).run(), dtype.is_integer() || dtype == &DType::Bool),
        Err(_) => (call.period(number(words[1]).unwrap()).run(), false),
    };
    if is_whole { one(result) } else { typed!(dtype, real typed_unwrapped(words, &views[0], result)) }
}

/// The typed function calculates in floating-point numbers.
fn typed_unwrapped<T: RealSample>(words: &[&str], p: &AnyView<'_>, any: Result<AnyArray>) -> Results {
    let (period, discont, axis) = (number(words[1]).unwrap(), number(words[2]), words[3].parse().unwrap());
    let typed = unwrap::with(&p.downcast::<T>()?).period(period).discont(discont).axis(axis).run();
    same(typed, &any);
    one(any)
}

/// The functions that leave out NaN, with NumPy's keywords.
fn without_nan(words: &[&str], views: &[AnyView<'_>]) -> Results {
    macro_rules! by_name {
        ($($name:ident)*) => {
            match words[0] {
                $(stringify!($name) => ufunc::$name::any_with(&views[0]),)*
                _ => unreachable!(),
            }
        };
    }
    let call = by_name!(nansum nanprod nanmin nanmax nanmean nanvar nanstd nanargmin nanargmax);
    let call = call.keepdims(flag(words[2]));
    let call = if let Some(axes) = axes(words[1]) { call.axes(axes) } else { call };
    let call = match (words[3].parse::<usize>(), words[0]) {
        (Ok(ddof), "nanvar" | "nanstd") => call.ddof(ddof),
        (Ok(initial), _) => call.initial(initial as i64),
        _ => call,
    };
    let mask = views.get(1).map(|mask| mask.downcast::<bool>()).transpose()?;
    one(if let Some(mask) = &mask { call.where_(mask).run() } else { call.run() })
}

fn window(words: &[&str]) -> Results {
    let m = words[1].parse().unwrap();
    one(match words[0] {
        "bartlett" => bartlett(m),
        "blackman" => blackman(m),
        "hamming" => hamming(m),
        "hanning" => hanning(m),
        _ => kaiser(m, number(words[2]).unwrap()),
    })
}

fn run(words: &[&str], views: &[AnyView<'_>]) -> Results {
    let any = |k: usize| views[k].copy(Order::K);
    let dtype = || views[0].dtype();
    match words[0] {
        "median" | "nanmedian" => {
            let call = if words[0] == "median" {
                median::any_with(&views[0])
            } else {
                nanmedian::any_with(&views[0])
            };
            let call = call.keepdims(flag(words[2]));
            let result = if let Some(axes) = axes(words[1]) { call.axes(axes).run() } else { call.run() };
            typed!(dtype(), medians(words, &views[0], &result))?;
            one(result)
        }
        "quantile" | "percentile" | "nanquantile" | "nanpercentile" => quantiles(words, views),
        "weighted_quantile" | "weighted_nanquantile" => weighted(words, views),
        "average" => averages(words, views),
        "histogram" | "histogram_bin_edges" => typed!(dtype(), real histograms(words, views)),
        "histogram2d" => histograms2d(words, views),
        "histogramdd" => histograms_dd(words, views),
        "cov" => any_covariances(words, views),
        "corrcoef" => typed!(dtype(), correlations(words, views)),
        "bincount" => counts(words, views),
        "interp" if views[2].dtype().is_complex() => interpolated::<c128>(words, views),
        "interp" => interpolated::<f64>(words, views),
        "diff" => typed!(dtype(), typed_diff(words, views)),
        "gradient" => gradients(words, views),
        "trapezoid" => {
            let (dx, axis) = (number(words[1]).unwrap(), words[2].parse().unwrap());
            one(trapezoid::any_with(&views[0], views.get(1), dx, axis))
        }
        "unwrap" => unwrapped(words, views),
        "i0" => one(i0::any(&any(0)?)),
        "sinc" => one(sinc::any(&any(0)?)),
        "convolve" => one(convolve::any(&any(0)?, &any(1)?, Overlap::parse(words[1])?)),
        "correlate" => one(correlate::any(&any(0)?, &any(1)?, Overlap::parse(words[1])?)),
        name if name.starts_with("nan") => without_nan(words, views),
        _ => window(words),
    }
}

/// What NumPy calculates in the type of the items, and we in `f64`.
fn coarse(words: &[&str], arrays: &[AnyArray]) -> f64 {
    let is_short = arrays.first().is_some_and(|a| tolerance(a.dtype()) > 1e-11);
    if is_short && words[0] != "diff" { 4.0 * tolerance(arrays[0].dtype()) } else { 0.0 }
}

#[test]
fn calls_as_numpy_answers() {
    let differs = |call: &Call<'_>| {
        let coarse = coarse(&call.words, &call.arrays);
        let difference = |found: &AnyArray, wanted: &Entry| difference(found, wanted, coarse);
        if call.arrays.is_empty() {
            return call.difference_by(run(&call.words, &[]), difference);
        }
        call.difference_in_layouts(|views| run(&call.words, views), difference)
    };
    check_calls("stats", 1900, differs);
}

/// NumPy gives something there that means nothing.
#[test]
fn what_means_nothing_is_refused() {
    let values = [0.0, 1.0, 2.0];
    for points in [[1.0, 0.0, 2.0], [0.0, 1.0, f64::NAN], [f64::NAN; 3]] {
        assert!(interp([0.5], points, values).is_err());
        assert!(histogram(values, points).is_err());
        assert!(histogramdd([[0.5], [1.0]], points).is_err());
    }
    assert!(interp::with(&0.5, &[-1.0, 0.0], &[1.0, 2.0]).period(f64::INFINITY).run().is_err());
    let phases = AnyArray::from(array![1u8, 2, 3]);
    assert!(unwrap::any_with(&phases).period(1i64).run().is_err());
    assert!(unwrap::any_with(&phases).period(1.0).run().is_ok());
}
