//! Printing, character for character against NumPy's answers.

use numoxide_core::print::{FloatMode, PrintOptions, Sign, printoptions};
use numoxide_core::{AnyArray, Array, Complex, Element, f16};
use numoxide_testkit::golden::{Entry, Scalar};
use numoxide_testkit::{Golden, golden};

/// The array of a golden entry.
fn array(entry: &Entry) -> AnyArray {
    fn typed<T: Element + Scalar>(entry: &Entry) -> AnyArray {
        Array::from_shape_vec(&entry.shape, entry.values::<T>()).unwrap().into()
    }
    match entry.dtype.as_str() {
        "b1" => typed::<bool>(entry),
        "i1" => typed::<i8>(entry),
        "i2" => typed::<i16>(entry),
        "i4" => typed::<i32>(entry),
        "i8" => typed::<i64>(entry),
        "u1" => typed::<u8>(entry),
        "u2" => typed::<u16>(entry),
        "u4" => typed::<u32>(entry),
        "u8" => typed::<u64>(entry),
        "f2" => typed::<f16>(entry),
        "f4" => typed::<f32>(entry),
        "f8" => typed::<f64>(entry),
        "c8" => typed::<Complex<f32>>(entry),
        "c16" => typed::<Complex<f64>>(entry),
        other => panic!("dtype {other}"),
    }
}

/// Options from `key=value` words.
fn options(text: &str) -> PrintOptions {
    let mut options = PrintOptions::new();
    // A blank is a value too.
    let text = text.replace("sign= ", "sign=blank");
    for word in text.split(' ').filter(|word| !word.is_empty()) {
        let (key, value) = word.split_once('=').unwrap();
        let number = || value.parse::<usize>().unwrap();
        options = match key {
            "precision" if value == "None" => options.precision(None),
            "precision" => options.precision(number()),
            "threshold" => options.threshold(number()),
            "edgeitems" => options.edgeitems(number()),
            "linewidth" => options.linewidth(number()),
            "suppress" => options.suppress(value == "True"),
            "nanstr" => options.nanstr(value.to_owned()),
            "infstr" => options.infstr(value.to_owned()),
            "sign" => options.sign(match value {
                "+" => Sign::Plus,
                "blank" => Sign::Space,
                _ => Sign::Minus,
            }),
            "floatmode" => options.floatmode(match value {
                "fixed" => FloatMode::Fixed,
                "unique" => FloatMode::Unique,
                "maxprec" => FloatMode::MaxPrec,
                "maxprec_equal" => FloatMode::MaxPrecEqual,
                other => panic!("floatmode {other}"),
            }),
            other => panic!("option {other}"),
        };
    }
    options
}

#[test]
fn arrays_print_as_in_numpy() {
    let file = golden("print");
    let names: Vec<&str> = file.iter().filter_map(|(name, _)| name.strip_suffix(".repr")).collect();
    assert!(names.len() > 70, "{} cases", names.len());
    let failures: Vec<String> = names.iter().filter_map(|name| failure(&file, name)).collect();
    assert!(failures.is_empty(), "{} of {}:\n{}", failures.len(), names.len(), failures.join("\n"));
}

fn failure(file: &Golden, name: &str) -> Option<String> {
    let text = |part: &str| file.entry(&format!("{name}.{part}")).text();
    let array = array(file.entry(&format!("{name}.in")));
    let (str, repr) = printoptions(options(text("options")), || (array.to_string(), format!("{array:?}")));
    if (str.as_str(), repr.as_str()) == (text("str"), text("repr")) {
        return None;
    }
    let numpy = format!("{}\n{}", text("str"), text("repr"));
    Some(format!("--- {name} [{}], NumPy:\n{numpy}\n--- ours:\n{str}\n{repr}", text("options")))
}
