//! Every function of `numpy.fft` held to NumPy's answers, over dtypes, options and strange layouts.

mod near;

use near::{differs, slack_for_halves};
use numoxide_core::*;
use numoxide_fft::*;
use numoxide_testkit::calls::{Call, Results, check_calls};

fn one(result: Result<impl Into<AnyArray>>) -> Results {
    Ok(vec![result?.into()])
}

fn ints(word: &str) -> Vec<isize> {
    word.split(',').filter_map(|k| k.parse().ok()).collect()
}

fn norm(word: &str) -> Result<Norm> {
    match word {
        "None" | "backward" => Ok(Norm::Backward),
        "ortho" => Ok(Norm::Ortho),
        "forward" => Ok(Norm::Forward),
        other => Err(Error::value("norm", other)),
    }
}

/// Sets the options that the words of a call name.
macro_rules! along {
    ($builder:expr, $words:expr) => {{
        let mut builder = $builder;
        if let Some(n) = $words.get(1) {
            builder = builder.n(n.parse::<isize>().ok());
        }
        if let Some(axis) = $words.get(2) {
            builder = builder.axis(axis.parse().unwrap());
        }
        if let Some(word) = $words.get(3) {
            builder = builder.norm(norm(word)?);
        }
        builder
    }};
}

macro_rules! over {
    ($builder:expr, $words:expr) => {{
        let mut builder = $builder;
        if let Some(s) = $words.get(1).filter(|word| **word != "None") {
            builder = builder.s(ints(s));
        }
        // NumPy's `None` is all axes, also where the default is the last two.
        match $words.get(2) {
            Some(&"None") if $words[0].ends_with('2') => {
                let count = $words.get(1).filter(|word| **word != "None").map_or(3, |s| ints(s).len());
                builder = builder.axes((0..count as isize).map(|k| k - count as isize).collect::<Vec<_>>());
            }
            Some(axes) if *axes != "None" => builder = builder.axes(ints(axes)),
            _ => (),
        }
        if let Some(word) = $words.get(3) {
            builder = builder.norm(norm(word)?);
        }
        builder
    }};
}

/// The call by both doors, which must agree: the type known at run time, and known to the compiler.
macro_rules! both_doors {
    ($set:ident, $name:ident, $words:expr, $a:expr, $($variant:ident $ty:ty)*) => {{
        let any = $set!($name::any_with($a), $words).run();
        let typed: Option<Result<AnyArray>> = match $a.dtype() {
            $(DType::$variant => {
                let a = $a.downcast::<$ty>()?;
                let typed = $set!($name::with(&a), $words).run();
                Some(typed.map(Into::into))
            })*
            _ => None,
        };
        if let Some(typed) = typed {
            match (&any, &typed) {
                (Ok(any), Ok(typed)) => {
                    assert_eq!(any.dtype(), typed.dtype());
                    assert_eq!(any.tobytes(Order::C)?, typed.tobytes(Order::C)?);
                }
                _ => assert_eq!(any.is_err(), typed.is_err()),
            }
        }
        one(any)
    }};
}

macro_rules! of_all {
    ($set:ident, $name:ident, $words:expr, $a:expr) => {
        both_doors!($set, $name, $words, $a, Bool bool I8 i8 I16 i16 I32 i32 I64 i64 U8 u8 U16 u16 U32 u32 U64 u64 F16 f16
            F32 f32 F64 f64 C64 c64 C128 c128)
    };
}

macro_rules! of_real {
    ($set:ident, $name:ident, $words:expr, $a:expr) => {
        both_doors!($set, $name, $words, $a, Bool bool I8 i8 I16 i16 I32 i32 I64 i64 U8 u8 U16 u16 U32 u32 U64 u64 F16 f16
            F32 f32 F64 f64)
    };
}

/// Writes to places of the type of the second array.
fn out(name: &str, a: &AnyView<'_>, places: &AnyView<'_>) -> Results {
    let a = a.downcast::<f64>()?;
    macro_rules! into {
        ($places:expr) => {{
            let mut places = $places.copy(Order::F)?;
            match name {
                "fft" => fft::with(&a).out(&mut places).run()?,
                "ifft" => ifft::with(&a).out(&mut places).run()?,
                "rfft" => rfft::with(&a).out(&mut places).run()?,
                "irfft" => irfft::with(&a).out(&mut places).run()?,
                "ihfft" => ihfft::with(&a).out(&mut places).run()?,
                "fftn" => fftn::with(&a).out(&mut places).run()?,
                "ifftn" => ifftn::with(&a).out(&mut places).run()?,
                "rfftn" => rfftn::with(&a).out(&mut places).run()?,
                "irfftn" => irfftn::with(&a).out(&mut places).run()?,
                "fft2" => fft2::with(&a).out(&mut places).run()?,
                "rfft2" => rfft2::with(&a).out(&mut places).run()?,
                other => panic!("no places for {other}"),
            }
            one(Ok(places))
        }};
    }
    match places.dtype() {
        DType::I32 => into!(places.downcast::<i32>()?),
        DType::F32 => into!(places.downcast::<f32>()?),
        DType::F64 => into!(places.downcast::<f64>()?),
        DType::C64 => into!(places.downcast::<c64>()?),
        _ => into!(places.downcast::<c128>()?),
    }
}

fn shifted(words: &[&str], a: &AnyView<'_>) -> Results {
    let (a, axes) = (a.copy(Order::K)?, ints(words[1]));
    let back = words[0] == "ifftshift";
    one(match (back, axes.is_empty()) {
        (false, true) => fftshift::any(&a, None),
        (false, false) => fftshift::any(&a, axes),
        (true, true) => ifftshift::any(&a, None),
        (true, false) => ifftshift::any(&a, axes),
    })
}

fn run(words: &[&str], views: &[AnyView<'_>]) -> Results {
    let spacing = || words[2].parse::<f64>().unwrap();
    match words[0] {
        "fft" => of_all!(along, fft, words, &views[0]),
        "ifft" => of_all!(along, ifft, words, &views[0]),
        "rfft" => of_real!(along, rfft, words, &views[0]),
        "irfft" => of_all!(along, irfft, words, &views[0]),
        "hfft" => of_all!(along, hfft, words, &views[0]),
        "ihfft" => of_real!(along, ihfft, words, &views[0]),
        "fft2" => of_all!(over, fft2, words, &views[0]),
        "ifft2" => of_all!(over, ifft2, words, &views[0]),
        "rfft2" => of_real!(over, rfft2, words, &views[0]),
        "irfft2" => of_all!(over, irfft2, words, &views[0]),
        "fftn" => of_all!(over, fftn, words, &views[0]),
        "ifftn" => of_all!(over, ifftn, words, &views[0]),
        "rfftn" => of_real!(over, rfftn, words, &views[0]),
        "irfftn" => of_all!(over, irfftn, words, &views[0]),
        "fftfreq" => one(fftfreq(words[1].parse().unwrap(), spacing())),
        "rfftfreq" => one(rfftfreq(words[1].parse().unwrap(), spacing())),
        "fftshift" | "ifftshift" => shifted(words, &views[0]),
        "out" => out(words[1], &views[0], &views[1]),
        other => panic!("no function {other}"),
    }
}

#[test]
fn calls_as_numpy_answers() {
    check_calls("fft", 2000, |call: &Call<'_>| {
        let slack = slack_for_halves(&call.arrays);
        call.difference_in_layouts(
            |views| run(&call.words, views),
            |result, wanted| differs(result, wanted, slack),
        )
    });
}
