//! Functions of values held to NumPy's answers, over dtypes and strange layouts.

use numoxide_core::errstate::{ErrState, errstate};
use numoxide_core::*;
use numoxide_testkit::calls::{Call, Results, check_calls};
use numoxide_testkit::conformance::{array_of, difference};
use numoxide_testkit::golden::Entry;
use numoxide_ufunc::{self as np, *};

fn one(result: Result<impl Into<AnyArray>>) -> Results {
    Ok(vec![result?.into()])
}

/// A single truth value.
fn said(result: Result<bool>) -> Results {
    one(Array::scalar(result?))
}

fn float(word: &str) -> f64 {
    word.parse().unwrap()
}

/// A function of one array whose type is known to the compiler.
macro_rules! typed {
    ($view:expr, $function:expr) => {
        match $view.dtype() {
            DType::Bool => one($function($view.downcast::<bool>()?)),
            DType::I8 => one($function($view.downcast::<i8>()?)),
            DType::I16 => one($function($view.downcast::<i16>()?)),
            DType::I32 => one($function($view.downcast::<i32>()?)),
            DType::I64 => one($function($view.downcast::<i64>()?)),
            DType::U8 => one($function($view.downcast::<u8>()?)),
            DType::U16 => one($function($view.downcast::<u16>()?)),
            DType::U32 => one($function($view.downcast::<u32>()?)),
            DType::U64 => one($function($view.downcast::<u64>()?)),
            DType::F16 => one($function($view.downcast::<f16>()?)),
            DType::F32 => one($function($view.downcast::<f32>()?)),
            DType::F64 => one($function($view.downcast::<f64>()?)),
            DType::C64 => one($function($view.downcast::<c64>()?)),
            _ => one($function($view.downcast::<c128>()?)),
        }
    };
}

fn with_numbers<T: Scalar>(views: &[AnyView<'_>]) -> Results
where
    T::Part: Scalar,
{
    let number = |k: usize| views[k].downcast::<T::Part>().unwrap();
    let (x, nan, posinf, neginf) = (views[0].downcast::<T>()?, number(1), number(2), number(3));
    one(nan_to_num::with(&x).nan(&nan).posinf(&posinf).neginf(&neginf).run())
}

fn call(words: &[&str], views: &[AnyView<'_>]) -> Results {
    let a = views.first().expect("an array");
    let view = |k: usize| views[k].clone();
    let arrays: Vec<AnyArray> = views.iter().map(|view| view.copy(Order::K)).collect::<Result<_>>()?;
    match words[0] {
        "clip" => one(clip::any(a, &arrays[1], &arrays[2])),
        "clip_low" => one(clip::any(a, &arrays[1], None)),
        "clip_high" => one(clip::any(a, None, &arrays[1])),
        "clip_open" => one(clip::any(a, None, None)),
        "clip_numbers" => {
            one(clip::any(a, words[1].parse::<i64>().unwrap(), words[2].parse::<i64>().unwrap()))
        }
        "round" => one(round::any(a, words[1].parse().unwrap())),
        "isclose" | "allclose" => {
            let (rtol, atol, nan) = (float(words[1]), float(words[2]), words[3] == "True");
            if words[0] == "isclose" {
                one(isclose::any_with(view(0), view(1)).rtol(rtol).atol(atol).equal_nan(nan).run())
            } else {
                said(allclose::any_with(view(0), view(1)).rtol(rtol).atol(atol).equal_nan(nan).run())
            }
        }
        "isclose_arrays" => one(isclose::any_with(view(0), view(1)).rtol(&arrays[2]).atol(&arrays[3]).run()),
        "array_equal" => said(array_equal::any_with(view(0), view(1)).equal_nan(words[1] == "True").run()),
        "array_equiv" => said(array_equiv::any(view(0), view(1))),
        "power" => one(power::any(&arrays[0], &arrays[1])),
        "nan_to_num" => one(nan_to_num::any(a)),
        "nan_to_num_with" => match a.dtype() {
            DType::F16 => with_numbers::<f16>(views),
            DType::F32 => with_numbers::<f32>(views),
            DType::F64 => with_numbers::<f64>(views),
            DType::C64 => with_numbers::<c64>(views),
            _ => with_numbers::<c128>(views),
        },
        "isreal" => typed!(a, isreal),
        "iscomplex" => typed!(a, iscomplex),
        "real" => {
            let typed = typed!(a, real)?;
            assert_eq!(typed[0].dtype(), arrays[0].real().dtype());
            Ok(typed)
        }
        "imag" => {
            let typed = typed!(a, imag)?;
            assert_eq!(typed[0].dtype(), arrays[0].imag()?.dtype());
            Ok(typed)
        }
        "isposinf" => typed!(a, isposinf),
        "isneginf" => typed!(a, isneginf),
        "fix" => one(fix::any(&arrays[0])),
        "isrealobj" => said(Ok(isrealobj(view(0)))),
        "iscomplexobj" => said(Ok(iscomplexobj(view(0)))),
        "angle" => one(angle::any(view(0), words[1] == "True")),
        "real_if_close" => one(real_if_close(view(0), float(words[1]))),
        other => panic!("no function `{other}`"),
    }
}

/// The arctangent is NumPy's up to the last places, in which its own machines differ.
fn nearly(result: &AnyArray, wanted: &Entry) -> Option<String> {
    let wanted = array_of(wanted);
    if result.dtype() != wanted.dtype() {
        return Some(format!("dtype {:?}, NumPy {:?}", result.dtype(), wanted.dtype()));
    }
    let tolerance = match wanted.dtype() {
        DType::F16 => 2e-3,
        DType::F32 => 3e-7,
        _ => 5e-16,
    };
    let wide = |array: &AnyArray| array.astype(DType::F64).unwrap().downcast::<f64>().unwrap();
    let (found, expected) = (wide(result), wide(&wanted));
    let same = |(a, b): (&f64, &f64)| (a - b).abs() <= tolerance * b.abs() || (a.is_nan() && b.is_nan());
    let equal = found.shape() == expected.shape() && found.iter().zip(&expected).all(same);
    (!equal).then(|| format!("{:?}, NumPy {:?}", found.to_vec(), expected.to_vec()))
}

fn differs(made: &Call<'_>) -> Option<String> {
    let difference = if made.words[0] == "angle" { nearly } else { difference };
    made.difference_in_layouts(|views| call(&made.words, views), difference)
}

#[test]
fn every_call_gives_what_numpy_gives() {
    check_calls("values", 3400, differs);
}

#[test]
fn typed_functions_are_those_of_run_time_types() {
    let a = Array::from_vec(vec![1.26, -7.5, f64::NAN, f64::INFINITY]).unwrap();
    let any = AnyArray::from(&a);
    let same = |typed: Array<f64>, any: Result<AnyArray>| {
        let any: Array<f64> = any.unwrap().try_into().unwrap();
        assert!(array_equal::with(&typed, &any).equal_nan(true).run().unwrap(), "{typed} {any}");
    };
    same(a.clip(-1.0, None), clip::any(&any, -1.0, None));
    same(clip(&a, None, 2.0).unwrap(), clip::any(&any, None, 2.0));
    same(a.round(1), round::any(&any, 1));
    same(nan_to_num(&a).unwrap(), nan_to_num::any(&any));
    same(angle(&a, true).unwrap(), angle::any(&any, true));
    assert!(!allclose(&a, &a).unwrap() && allclose::with(&a, &a).equal_nan(true).run().unwrap());
    assert!(!array_equal(&a, &a).unwrap() && !array_equiv(&a, &a).unwrap());
    assert_eq!(around([2.5, 3.5], 0).unwrap().to_vec(), [2.0, 4.0]);
    assert_eq!(fix([-2.5, 2.5]).unwrap().to_vec(), [-2.0, 2.0]);
}

#[test]
fn numbers_are_put_in_place() {
    let hard = |k: usize| [1.5, f64::NAN, f64::INFINITY, f64::NEG_INFINITY, -0.0][k % 5];
    let mut x = Array::from_vec((0..2503).map(hard).collect()).unwrap();
    let (wanted, start) = (nan_to_num(&x).unwrap().to_vec(), x.as_ptr());
    nan_to_num::in_place(&mut x).unwrap();
    assert_eq!((x.to_vec(), x.as_ptr()), (wanted.clone(), start));
    let mut x = Array::from_vec((0..2503).map(hard).collect()).unwrap();
    nan_to_num::in_place(&mut x.slice_mut(s![..;-3]).unwrap()).unwrap();
    for (at, (&x, &wanted)) in x.iter().zip(&wanted).enumerate() {
        assert_eq!(x.to_bits(), if (2502 - at) % 3 == 0 { wanted } else { hard(at) }.to_bits());
    }
    let mut whole = [1, 2];
    nan_to_num::in_place(&mut whole[..]).unwrap();
    assert_eq!(whole, [1, 2]);
}

#[test]
fn results_are_written_where_they_are_wanted() {
    let a = Array::from_vec(vec![-1.25f32, 2.75, f32::NAN]).unwrap();
    let mut out = Array::from_vec(vec![0.0f64; 3]).unwrap();
    clip::with(&a, &0.0, &2.0).out(&mut out).where_(&[true, true, false]).run().unwrap();
    assert_eq!(out.to_vec(), [0.0, 2.0, 0.0]);
    round::with(&a, 1).out(&mut out).run().unwrap();
    assert_eq!(out.to_vec()[..2], [-1.2f32, 2.8].map(f64::from));
    nan_to_num::with(&a).nan(&7.0).write(&mut out).unwrap();
    assert_eq!(out.to_vec(), [-1.25, 2.75, 7.0]);
    let mut whole = Array::from_vec(vec![0i32; 2]).unwrap();
    round::with(&[1250, 1350], -2).out(&mut whole).run().unwrap();
    assert_eq!(whole.to_vec(), [1200, 1400]);
    assert!(round::with(&a, 0).out(&mut whole).run().is_err());
    let any = AnyArray::from(&a);
    clip::any_into(&any, 0, None, &mut out).unwrap();
    assert_eq!(out.to_vec()[..2], [0.0, 2.75]);
    round::any_into(&any, 1, &mut out).unwrap();
    assert_eq!(out.to_vec()[..2], [-1.2f32, 2.8].map(f64::from));
    assert!(
        clip::any_into(&any, 0, None, &mut whole).is_err() && round::any_into(&any, 0, &mut whole).is_err()
    );
    assert!(clip::with(&a, &[0.0f32; 2], &None).run().is_err());
    assert!(nan_to_num::with(&a).nan(&[1.0f32; 2]).run().is_err());
}

#[test]
fn a_tolerance_that_is_no_number_can_be_an_error() {
    let call = || isclose::with(&[1.0], &[1.0]).rtol(f64::NAN).run();
    assert_eq!(call().unwrap().to_vec(), [true]);
    assert!(matches!(errstate(ErrState::RAISE, call), Err(Error::FloatingPoint { .. })));
}

#[test]
fn brain_floats_are_rounded_step_by_step() {
    let a: Vec<bf16> = [1.0f32, 100.0, -3.0].map(bf16::from_f32).into();
    let b: Vec<bf16> = [1.0f32, 101.0, -3.0].map(bf16::from_f32).into();
    assert_eq!(isclose(&a, &b).unwrap().to_vec(), [true, false, true]);
    assert_eq!(isclose::with(&a, &b).rtol(0.01).run().unwrap().to_vec(), [true, true, true]);
    assert_eq!(round(&b, -1).unwrap().to_vec(), [0.0f32, 100.0, -0.0].map(bf16::from_f32));
    let hard: Vec<bf16> = [f32::NAN, f32::INFINITY, f32::NEG_INFINITY].map(bf16::from_f32).into();
    assert_eq!(nan_to_num(&hard).unwrap().to_vec(), [bf16::ZERO, bf16::MAX, bf16::MIN]);
}

#[test]
fn memory_order_is_told() {
    let a = Array::<f64>::zeros([3, 4]).unwrap();
    assert!(isfortran(&a.t()) && !isfortran(&a) && !isfortran(&a.slice(s![0]).unwrap()));
}

#[test]
fn functions_tell_about_themselves() {
    let add = table::by_name("add").unwrap();
    assert_eq!((add.nin(), add.nout(), add.nargs()), (2, 1, 3));
    // np.add.resolve_dtypes((np.dtype('i4'), np.dtype('f4'), None))
    assert_eq!(add.resolve_dtypes(&[DType::I32, DType::F32]).unwrap(), [DType::F64, DType::F64, DType::F64]);
    assert!(add.resolve_dtypes(&[DType::I32]).is_err());
    assert!(table::by_name("subtract").unwrap().resolve_dtypes(&[DType::Bool, DType::Bool]).is_err());
    let frexp = table::by_name("frexp").unwrap();
    assert_eq!(frexp.resolve_dtypes(&[DType::F32]).unwrap(), [DType::F32, DType::F32, DType::I32]);
    assert_eq!((frexp.nin(), frexp.nout(), frexp.nargs()), (1, 2, 3));
    assert!(frexp.loops().iter().any(|row| *row.types() == [DType::F64, DType::F64, DType::I32]));
    assert_eq!(add.identity, numoxide_core::ufunc::Identity::Value(0.0));
}

#[test]
fn times_are_equal_by_what_they_mean() {
    let times = |counts: &[i64], text: &str| {
        let counts = Array::from_vec(counts.to_vec()).unwrap();
        AnyArray::from(counts).view_as(DType::parse(text).unwrap()).unwrap()
    };
    let equal = |a: &AnyArray, b: &AnyArray| array_equal::any(a, b).unwrap();
    let (minutes, seconds) = (times(&[1, -2], "M8[m]"), times(&[60, -120], "M8[s]"));
    assert!(equal(&minutes, &seconds) && array_equiv::any(&minutes, &seconds).unwrap());
    assert!(!equal(&minutes, &times(&[60, -121], "M8[s]")) && !equal(&minutes, &times(&[60], "M8[s]")));
    // As in NumPy: what is of another kind is unequal, but for integers, which are durations.
    let (one, span) = (AnyArray::from(array![1i64]), times(&[1], "m8[D]"));
    assert!(
        equal(&one, &span) && !equal(&one, &times(&[1], "M8[D]")) && !equal(&span, &times(&[1], "M8[D]"))
    );
    assert!(!equal(&one.astype(DType::F64).unwrap(), &span));
    assert!(equal(&times(&[], "M8[D]"), &AnyArray::zeros([0], DType::F64).unwrap()));
    assert!(array_equal::any(&times(&[1], "m8[M]"), &span).is_err());
    let missing = times(&[i64::MIN, 1], "M8[s]");
    assert!(
        !equal(&missing, &missing)
            && array_equal::any_with(&missing, &missing).equal_nan(true).run().unwrap()
    );
}

/// Operands that run against the grain of a large result, whose rows are no whole number of lines.
#[test]
fn large_sums_with_transposed_operands() {
    macro_rules! check {
        ($ty:ty) => {
            let [rows, columns] = [2501usize, 2101];
            let a = Array::from_fn([rows, columns], |[i, j]| (i * columns + j) as $ty).unwrap();
            let b = Array::from_fn([columns, rows], |[i, j]| ((i * rows + j) * 3) as $ty).unwrap();
            for (k, &item) in (&a + &b.t()).iter().enumerate() {
                let (i, j) = (k / columns, k % columns);
                assert!(item == (k + (j * rows + i) * 3) as $ty, "[{i}, {j}]");
            }
        };
    }
    check!(f64);
    check!(i32);
}

#[test]
fn single_numbers_go_with_each_item_of_long_arrays() {
    for n in [1, 511, 512, 513, 1024, 5000, 100_001] {
        for start in [0, 3] {
            let items: Vec<f64> = (0..n + start).map(|i| i as f64).collect();
            let a = Array::from_vec(items.clone()).unwrap().slice(s![start..]).unwrap();
            let wanted = |f: &dyn Fn(f64) -> f64| items[start..].iter().map(|&x| f(x)).collect::<Vec<_>>();
            assert_eq!((&a - 0.5).to_vec(), wanted(&|x| x - 0.5));
            assert_eq!((7.0 - &a).to_vec(), wanted(&|x| 7.0 - x));
            assert_eq!(clip(&a, 100.0, 4000.0).unwrap().to_vec(), wanted(&|x| x.clamp(100.0, 4000.0)));
            assert_eq!(
                where_(a.gt(600.0), &a, -1.0).unwrap().to_vec(),
                wanted(&|x| if x > 600.0 { x } else { -1.0 })
            );
        }
    }
}

/// `x * 2^n` by whole numbers, rounded to the nearest, the even one of two.
fn exact_ldexp(x: f64, n: i64) -> f64 {
    let field = (x.to_bits() >> 52 & 0x7ff) as i64;
    if x == 0.0 || field == 0x7ff {
        return x;
    }
    let hidden = if field == 0 { 0 } else { 1 << 52 };
    let (significand, exponent) = (x.to_bits() & ((1 << 52) - 1) | hidden, field.max(1) - 1075 + n);
    let sign = 1f64.copysign(x);
    // No digit is below that of the least number, and no number has more digits than f64.
    let digits = 64 - i64::from(significand.leading_zeros());
    let dropped = (-1074 - exponent).max(0);
    if dropped > digits + 1 {
        return 0.0 * sign;
    }
    let (kept, rest) = (u128::from(significand) >> dropped, u128::from(significand) & ((1 << dropped) - 1));
    let half = (1u128 << dropped) >> 1;
    let up = dropped > 0 && (rest > half || rest == half && kept & 1 == 1);
    let (mut value, mut exponent) = ((kept + u128::from(up)) as f64, exponent + dropped);
    while exponent != 0 && value.is_finite() {
        let step = exponent.clamp(-1000, 1000);
        value *= 2f64.powi(step as i32);
        exponent -= step;
    }
    value * sign
}

#[test]
fn ldexp_rounds_once_and_frexp_undoes_it() {
    let xs = [
        0.0,
        -0.0,
        1.0,
        -1.0,
        1.5,
        0.1,
        -0.3,
        f64::MAX,
        f64::MIN_POSITIVE,
        5e-324,
        -3.5e-310,
        1.2345678901234567e300,
        1.000_000_000_000_000_2,
        0.999_999_999_999_999_9,
        f64::INFINITY,
        f64::NEG_INFINITY,
    ];
    let ns: Vec<i32> = (-2200..2200).collect();
    for x in xs {
        // A run of moderate exponents, but for the first ones, and one with all.
        for ns in [&ns[1150..3000], &ns[..]] {
            let wanted: Vec<u64> = ns.iter().map(|&n| exact_ldexp(x, n.into()).to_bits()).collect();
            let got = np::ldexp(Array::full([ns.len()], x).unwrap(), Array::from(ns.to_vec())).unwrap();
            let bits: Vec<u64> = got.iter().map(|y| y.to_bits()).collect();
            for ((n, got), wanted) in ns.iter().zip(bits).zip(wanted) {
                assert_eq!(got, wanted, "ldexp({x}, {n})");
            }
            let (significands, exponents) = np::frexp(&got).unwrap();
            for ((&y, &m), &e) in got.iter().zip(significands.iter()).zip(exponents.iter()) {
                let finite = y != 0.0 && y.is_finite();
                assert!(if finite {
                    (0.5..1.0).contains(&m.abs())
                } else {
                    m.to_bits() == y.to_bits() && e == 0
                });
                assert_eq!(exact_ldexp(m, e.into()).to_bits(), y.to_bits());
            }
        }
        let single = x as f32;
        let ns: Vec<i64> = (-400..400).collect();
        let got = np::table::LDEXP.call(&[
            &AnyArray::from(Array::full([ns.len()], single).unwrap()).view(),
            &AnyArray::from(Array::from(ns.clone())).view(),
        ]);
        let got = got.unwrap().one().unwrap().downcast::<f32>().unwrap();
        for (&got, &n) in got.iter().zip(&ns) {
            // Exact in f64.
            assert_eq!(
                got.to_bits(),
                (exact_ldexp(single.into(), n) as f32).to_bits(),
                "ldexp({single}f32, {n})"
            );
        }
    }
}
