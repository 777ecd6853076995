//! Polynomials held to NumPy's answers.

mod common;

use common::{apart, difference};
use numoxide_core::*;
use numoxide_stats::*;
use numoxide_testkit::calls::{Call, Results, check_calls};
use numoxide_testkit::golden::Entry;

fn one(result: Result<impl Into<AnyArray>>) -> Results {
    Ok(vec![result?.into()])
}

fn constants(word: &str) -> Vec<f64> {
    word.split(',').filter_map(|k| k.parse().ok()).collect()
}

/// By real and then by imaginary part, of which six digits count.
fn in_order(zeros: AnyArray) -> Result<AnyArray> {
    let dtype = zeros.dtype().clone();
    let mut all: Vec<c128> = zeros.astype(DType::C128)?.downcast::<c128>()?.to_vec();
    let digits = |x: f64| (x * 1e6).round() + 0.0;
    all.sort_by(|a, b| digits(a.re).total_cmp(&digits(b.re)).then(digits(a.im).total_cmp(&digits(b.im))));
    AnyArray::from(Array::from_vec(all)?).astype(dtype)
}

fn fits<T: Sample>(words: &[&str], arrays: &[AnyArray]) -> Results
where
    T::Exact: numoxide_linalg::Product + numoxide_linalg::Inexact<Real = f64>,
{
    let typed = |k: usize| arrays[k].astype(T::DTYPE)?.downcast::<T>();
    let (x, y) = (typed(0)?, typed(1)?);
    let weights = arrays.get(2).map(|weights| weights.downcast::<f64>()).transpose()?;
    let mut call = polyfit::with(&x, &y, words[1].parse().unwrap());
    call = if let Ok(rcond) = words[2].parse() { call.rcond(rcond) } else { call };
    call = if let Some(weights) = &weights { call.weights(weights) } else { call };
    match words[3] {
        "False" => one(Ok(call.run()?.coefficients)),
        "full" => {
            let fit = call.run()?;
            let rank = Array::scalar(fit.rank as i64)?;
            let rcond = Array::scalar(fit.rcond)?;
            let singular_values = fit.singular_values.into();
            Ok(vec![
                fit.coefficients.into(),
                fit.residuals.into(),
                rank.into(),
                singular_values,
                rcond.into(),
            ])
        }
        scaled => {
            let (coefficients, covariances) = call.covariance(scaled == "True")?;
            Ok(vec![coefficients.into(), covariances.into()])
        }
    }
}

/// The typed functions give the same.
fn typed<T: Number + Term + Sample>(words: &[&str], arrays: &[AnyArray], any: &AnyArray) -> Result<()> {
    let items = |k: usize| arrays[k].downcast::<T>();
    let typed: AnyArray = match words[0] {
        "polyadd" => polyadd(&items(0)?, &items(1)?)?.into(),
        "polysub" => polysub(&items(0)?, &items(1)?)?.into(),
        "polymul" => polymul(&items(0)?, &items(1)?)?.into(),
        "polyder" => polyder(&items(0)?, words[1].parse().unwrap())?.into(),
        _ => return Ok(()),
    };
    // Short integers wrap around where NumPy's derivative is wider.
    if words[0] != "polyder" || T::DTYPE != DType::I8 {
        assert_eq!(apart(&typed, any, 1e-6), None);
    }
    Ok(())
}

/// What a polynomial makes of itself and another one, and how it is printed.
fn calculated<T: Number + Term + Sample>(words: &[&str], arrays: &[AnyArray]) -> Results {
    let new = |k: usize| Poly1d::new(arrays[k].downcast::<T>()?);
    let p = new(0)?.with_variable(words[2]);
    let result = match words[1] {
        "pos" => p,
        "neg" => -&p,
        "add" => &p + &new(1)?,
        "sub" => &p - &new(1)?,
        "mul" => &p * &new(1)?,
        "at" => p.compose(&new(1)?)?,
        power => p.pow(power.parse().unwrap())?,
    };
    let text = Array::from_vec(result.to_string().into_bytes())?;
    Ok(vec![Array::from_vec(result.coefficients().to_vec())?.into(), text.into()])
}

fn run(words: &[&str], arrays: &[AnyArray]) -> Results {
    let pair = || (&arrays[0], &arrays[1]);
    let checked = |result: Result<AnyArray>| -> Results {
        let result = result?;
        if arrays.iter().all(|a| a.dtype() == arrays[0].dtype()) {
            match arrays[0].dtype() {
                DType::I8 => typed::<i8>(words, arrays, &result)?,
                DType::I64 => typed::<i64>(words, arrays, &result)?,
                DType::F32 => typed::<f32>(words, arrays, &result)?,
                DType::F64 => typed::<f64>(words, arrays, &result)?,
                DType::C128 => typed::<c128>(words, arrays, &result)?,
                _ => {}
            }
        }
        Ok(vec![result])
    };
    match words[0] {
        "polyadd" => checked(polyadd::any(pair().0, pair().1)),
        "polysub" => checked(polysub::any(pair().0, pair().1)),
        "polymul" => checked(polymul::any(pair().0, pair().1)),
        "polydiv" => {
            let (quotient, remainder) = polydiv::any(pair().0, pair().1)?;
            Ok(vec![quotient, remainder])
        }
        "polyder" => checked(polyder::any(&arrays[0], words[1].parse().unwrap())),
        "polyint" => one(polyint::any(&arrays[0], words[1].parse().unwrap(), &constants(words[2]))),
        "polyval" => one(polyval::any(pair().0, pair().1)),
        "poly" => one(poly::any(&arrays[0])),
        "roots" => one(in_order(roots::any(&arrays[0])?)),
        "polyfit" if arrays[1].dtype().is_complex() => fits::<c128>(words, arrays),
        "polyfit" => fits::<f64>(words, arrays),
        "poly1d" => match arrays[0].dtype() {
            DType::I64 => calculated::<i64>(words, arrays),
            DType::C128 => calculated::<c128>(words, arrays),
            _ => calculated::<f64>(words, arrays),
        },
        other => panic!("no function {other}"),
    }
}

#[test]
fn calls_as_numpy_answers() {
    let differs = |call: &Call<'_>| {
        let is_fit = matches!(call.words[0], "polyfit" | "roots" | "poly");
        let coarse: f64 = if is_fit { 1e-8 } else { 2e-9 };
        let coarse = if call.arrays[0].itemsize() <= 4 { coarse.max(4e-6) } else { coarse };
        let coarse = if call.arrays[0].dtype() == &DType::F16 { 8e-3 } else { coarse };
        call.difference_by(run(&call.words, &call.arrays), |found: &AnyArray, wanted: &Entry| {
            difference(found, wanted, coarse)
        })
    };
    check_calls("polynomials", 400, differs);
}

#[test]
fn a_polynomial_calculates() {
    let p = Poly1d::new([1.0, 2.0, 3.0]).unwrap();
    let q = Poly1d::new([0.0, 1.0, -1.0]).unwrap();
    assert_eq!(q.order(), 1);
    assert_eq!((&p + &q).coefficients(), [1.0, 3.0, 2.0]);
    assert_eq!((&p - &q).coefficients(), [1.0, 1.0, 4.0]);
    assert_eq!((&p - &p).coefficients(), [0.0]);
    assert_eq!((-&q).coefficients(), [-1.0, 1.0]);
    assert_eq!(q.pow(3).unwrap().coefficients(), [1.0, -3.0, 3.0, -1.0]);
    assert_eq!(p.compose(&q).unwrap().coefficients(), [1.0, 0.0, 2.0]);
    assert_eq!(p.deriv(1).unwrap().coefficients(), [2.0, 2.0]);
    assert_eq!(p.integ(1, &[4.0]).unwrap().coefficients(), [1.0 / 3.0, 1.0, 3.0, 4.0]);
    let (quotient, rest) = p.div_rem(&q).unwrap();
    assert_eq!((quotient.coefficients(), rest.coefficients()), (&[1.0, 3.0][..], &[6.0][..]));
    assert_eq!(Poly1d::from_roots([1.0, 2.0]).unwrap().coefficients(), [1.0, -3.0, 2.0]);
    let mut r = q.clone();
    r.set_coefficient(3, 5.0);
    r.set_coefficient(0, 7.0);
    assert_eq!(r.coefficients(), [5.0, 0.0, 1.0, 7.0]);
    assert_eq!((r.coefficient(3), r.coefficient(9)), (5.0, 0.0));
    assert_eq!(p.values([0.0, 1.0]).unwrap().to_vec(), [3.0, 6.0]);
    assert!(p != q && p == p.clone().with_variable("y"));
}
