//! Cosine and sine series, fast lengths and convolutions held to SciPy's answers, over dtypes, options and strange layouts.

mod near;

use numoxide_core::*;
use numoxide_fft::*;
use numoxide_testkit::calls::{Call, Results, check_calls};

fn ints(word: &str) -> Option<Vec<isize>> {
    (word != "None").then(|| word.split(',').filter_map(|k| k.parse().ok()).collect())
}

fn norm(word: &str) -> Norm {
    match word {
        "ortho" => Norm::Ortho,
        "forward" => Norm::Forward,
        _ => Norm::Backward,
    }
}

/// Sets what the words of a call have in common: the type, the norm, and whether the series is orthogonal.
macro_rules! set {
    ($builder:expr, $words:expr) => {{
        let builder = $builder.kind($words[1].parse().unwrap()).norm(norm($words[4]));
        match $words[5] {
            "None" => builder,
            word => builder.orthogonalize(word == "True"),
        }
    }};
}

macro_rules! along {
    ($name:ident, $words:expr, $a:expr) => {{
        let axis = $words[3].parse().unwrap();
        set!($name::any_with($a), $words).n($words[2].parse::<isize>().ok()).axis(axis).run()
    }};
}

macro_rules! over {
    ($name:ident, $words:expr, $a:expr) => {{
        let mut builder = set!($name::any_with($a), $words);
        if let Some(s) = ints($words[2]) {
            builder = builder.s(s);
        }
        if let Some(axes) = ints($words[3]) {
            builder = builder.axes(axes);
        }
        builder.run()
    }};
}

fn convolved(words: &[&str], a: &AnyView<'_>, b: &AnyView<'_>) -> Result<AnyArray> {
    let builder = match words[0] {
        "fftconvolve" => fftconvolve::any_with(a, b),
        _ => oaconvolve::any_with(a, b),
    };
    let mode = match words[1] {
        "full" => Mode::Full,
        "same" => Mode::Same,
        "valid" => Mode::Valid,
        other => return Err(Error::value("mode", other)),
    };
    match ints(words[2]) {
        Some(axes) => builder.mode(mode).axes(axes).run(),
        None => builder.mode(mode).run(),
    }
}

fn run(words: &[&str], views: &[AnyView<'_>]) -> Results {
    let a = || &views[0];
    let count = |fast: fn(usize, bool) -> usize| {
        Array::scalar(fast(words[1].parse().unwrap(), words[2] == "True") as i64).map(AnyArray::from)
    };
    let result = match words[0] {
        "dct" => along!(dct, words, a()),
        "idct" => along!(idct, words, a()),
        "dst" => along!(dst, words, a()),
        "idst" => along!(idst, words, a()),
        "dctn" => over!(dctn, words, a()),
        "idctn" => over!(idctn, words, a()),
        "dstn" => over!(dstn, words, a()),
        "idstn" => over!(idstn, words, a()),
        "fftconvolve" | "oaconvolve" => convolved(words, &views[0], &views[1]),
        "next_fast_len" => count(next_fast_len),
        "prev_fast_len" => count(prev_fast_len),
        other => panic!("no function {other}"),
    };
    Ok(vec![result?])
}

#[test]
fn calls_as_scipy_answers() {
    check_calls("trigonometric", 700, |call: &Call<'_>| {
        // Errors of convolutions are relative to the largest products, not to their sums.
        let slack =
            if call.words[0].ends_with("convolve") { 20.0 } else { near::slack_for_halves(&call.arrays) };
        call.difference_in_layouts(
            |views| run(&call.words, views),
            |result, wanted| near::differs(result, wanted, slack),
        )
    });
}

#[test]
fn both_doors_agree() -> Result<()> {
    let a = array![[1.0f64, 4.0, 2.0], [0.5, -1.0, 3.0]];
    let bytes = |a: AnyArray| a.tobytes(Order::C);
    assert_eq!(bytes(dct(&a)?.into())?, bytes(dct::any(&a)?)?);
    assert_eq!(bytes(idct(&a)?.into())?, bytes(idct::any(&a)?)?);
    assert_eq!(bytes(dst(&a)?.into())?, bytes(dst::any(&a)?)?);
    assert_eq!(bytes(idst(&a)?.into())?, bytes(idst::any(&a)?)?);
    assert_eq!(bytes(dctn(&a)?.into())?, bytes(dctn::any(&a)?)?);
    assert_eq!(bytes(idctn(&a)?.into())?, bytes(idctn::any(&a)?)?);
    assert_eq!(bytes(dstn(&a)?.into())?, bytes(dstn::any(&a)?)?);
    assert_eq!(bytes(idstn(&a)?.into())?, bytes(idstn::any(&a)?)?);
    let kernel = array![[1.0f64, 0.5]];
    let wanted = bytes(fftconvolve(&a, &kernel, Mode::Same)?.into())?;
    assert_eq!(wanted, bytes(fftconvolve::any_with(&a, &kernel).mode(Mode::Same).workers(1).run()?)?);
    let signal = numoxide_core::arange(0.0, 300.0, 1.0)?;
    let wanted = bytes(oaconvolve(&signal, [1.0f64, 2.0, 1.0], Mode::Valid)?.into())?;
    let kernel = array![1.0f64, 2.0, 1.0];
    assert_eq!(wanted, bytes(oaconvolve::any_with(&signal, &kernel).mode(Mode::Valid).run()?)?);
    assert!(dct::any(&AnyArray::zeros([2], DType::Bytes(3))?).is_err());
    Ok(())
}
