//! Printing, character for character against NumPy's answers.

use numoxide_core::print::{
    Float, FloatMode, Formatter, PrintOptions, Sign, Trim, array2string, base_repr, binary_repr,
    format_float_positional, format_float_scientific, get_printoptions, printoptions, set_printoptions,
};
use numoxide_core::{
    AnyArray, AnyView, Array, ArrayView, ArrayViewMut, Complex, DType, Element, Field, StructType, bf16,
    c128, f16, s,
};
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

/// The pairs of `key=value|key=value`.
fn pairs(text: &str) -> impl Iterator<Item = (&str, &str)> {
    text.split('|').filter(|pair| !pair.is_empty()).map(|pair| pair.split_once('=').unwrap())
}

/// The formatter of make_print.py that has this name, added to others.
fn with_format(formatter: Formatter, name: &str) -> Formatter {
    match name {
        "bool" => formatter.bool(|x| if x { "yes".into() } else { "no".into() }),
        "int" => formatter.int(|x| format!("<{x}>")),
        "float" => formatter.float(|x| if x.is_nan() { "nan".into() } else { format!("{x:.1}") }),
        "complex" => formatter.complex(|z| format!("{:.1}&{:.1}", z.re, z.im)),
        "str" => formatter
            .str(|text| format!("/{text}/"))
            .bytes(|text| format!("/{}/", String::from_utf8_lossy(text))),
        "void" => formatter.void(|item| item.iter().map(|byte| format!("{byte:02x}")).collect()),
        other => panic!("formatter {other}"),
    }
}

fn options(text: &str) -> PrintOptions {
    let mut options = PrintOptions::new();
    for (key, value) in pairs(text) {
        let number = || value.parse::<usize>().unwrap();
        options = match key {
            "precision" if value == "None" => options.precision(None),
            "precision" => options.precision(number()),
            "threshold" => options.threshold(number()),
            "edgeitems" => options.edgeitems(number()),
            "linewidth" => options.linewidth(number()),
            "suppress" => options.suppress(value == "True"),
            "formatter" => options.formatter(value.split('+').fold(Formatter::new(), with_format)),
            "nanstr" => options.nanstr(value.to_owned()),
            "infstr" => options.infstr(value.to_owned()),
            "sign" => options.sign(match value {
                "+" => Sign::Plus,
                " " => Sign::Space,
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
    let names: Vec<&str> = file.iter().filter_map(|(name, _)| name.strip_suffix(".in")).collect();
    assert!(names.len() > 150, "{} cases", names.len());
    let failures: Vec<String> = names.iter().filter_map(|name| failure(&file, name)).collect();
    assert!(failures.is_empty(), "{} of {}:\n{}", failures.len(), names.len(), failures.join("\n"));
}

fn failure(file: &Golden, name: &str) -> Option<String> {
    let text = |part: &str| file.entry(&format!("{name}.{part}")).text();
    let array = array(file.entry(&format!("{name}.in")));
    let ours = printoptions(options(text("options")), || {
        let keywords = file.get(&format!("{name}.keywords")).map(Entry::text);
        let text = keywords.map(|keywords| with_keywords(&array, keywords));
        format!("{array}\n{array:?}\n{}", text.unwrap_or_default())
    });
    let text_of_keywords = file.get(&format!("{name}.text")).map_or("", Entry::text);
    let numpy = format!("{}\n{}\n{text_of_keywords}", text("str"), text("repr"));
    (ours != numpy).then(|| format!("--- {name} [{}], NumPy:\n{numpy}\n--- ours:\n{ours}", text("options")))
}

fn with_keywords(array: &AnyArray, keywords: &str) -> String {
    let mut text = array2string(array);
    for (key, value) in pairs(keywords) {
        text = match key {
            "separator" => text.separator(value),
            "prefix" => text.prefix(value),
            "suffix" => text.suffix(value),
            "max_line_width" => text.max_line_width(value.parse().unwrap()),
            "precision" => text.precision(value.parse::<usize>().unwrap()),
            "suppress_small" => text.suppress_small(value == "True"),
            "threshold" => text.threshold(value.parse().unwrap()),
            "edgeitems" => text.edgeitems(value.parse().unwrap()),
            "sign" => text.sign(Sign::Plus),
            "floatmode" => text.floatmode(FloatMode::Fixed),
            other => panic!("keyword {other}"),
        };
    }
    text.to_string()
}

fn bytes(hex: &str) -> Vec<u8> {
    (0..hex.len() / 2).map(|i| u8::from_str_radix(&hex[2 * i..2 * i + 2], 16).unwrap()).collect()
}

fn float(dtype: &str, hex: &str) -> Float {
    let bytes = bytes(hex);
    match dtype {
        "f2" => f16::from_le_bytes(bytes.try_into().unwrap()).into(),
        "f4" => f32::from_le_bytes(bytes.try_into().unwrap()).into(),
        "f8" => f64::from_le_bytes(bytes.try_into().unwrap()).into(),
        other => panic!("dtype {other}"),
    }
}

/// Sets the keywords that both formatters have, and one more.
macro_rules! number_keywords {
    ($builder:expr, $keywords:expr, $only:ident) => {{
        let mut builder = $builder;
        for (key, value) in $keywords.split(',').filter_map(|word| word.split_once('=')) {
            let number = || value.parse::<usize>().unwrap();
            builder = match key {
                "precision" => builder.precision(number()),
                "unique" => builder.unique(value == "True"),
                "trim" => builder.trim(match value {
                    "k" => Trim::Keep,
                    "." => Trim::Point,
                    "0" => Trim::OneZero,
                    "-" => Trim::All,
                    other => panic!("trim {other}"),
                }),
                "sign" => builder.sign(value == "True"),
                "pad_left" => builder.pad_left(number()),
                "min_digits" => builder.min_digits(number()),
                stringify!($only) => builder.$only(number()),
                "fractional" => builder.fractional_of(value == "True"),
                other => panic!("keyword {other}"),
            };
        }
        builder.run()
    }};
}

/// `fractional` is a keyword of one formatter only.
trait Fractional {
    fn fractional_of(self, fractional: bool) -> Self;
}
impl Fractional for numoxide_core::print::FormatFloatPositional {
    fn fractional_of(self, fractional: bool) -> Self {
        self.fractional(fractional)
    }
}
impl Fractional for numoxide_core::print::FormatFloatScientific {
    fn fractional_of(self, _: bool) -> Self {
        panic!("no keyword of format_float_scientific")
    }
}

#[test]
fn numbers_print_as_in_numpy() {
    let file = golden("print");
    let mut seen = 0;
    for (name, entry) in file.iter().filter(|(name, _)| name.starts_with("number.")) {
        let parts: Vec<&str> = entry.text().split('|').collect();
        let [function, dtype, hex, keywords, expected] = parts[..] else { panic!("{name}") };
        let x = float(dtype, hex);
        let printed = match function {
            "positional" => number_keywords!(format_float_positional(x), keywords, pad_right),
            _ => number_keywords!(format_float_scientific(x), keywords, exp_digits),
        };
        assert_eq!(printed.unwrap_or("error".to_owned()), expected, "{name}: {function} {hex} {keywords}");
        seen += 1;
    }
    assert!(seen > 200, "{seen} numbers");
}

#[test]
fn integers_print_in_bases_as_in_numpy() {
    let file = golden("print");
    let mut seen = 0;
    for (name, entry) in file.iter().filter(|(name, _)| name.starts_with("base.")) {
        let (function, arguments) = name["base.".len()..].split_once('.').unwrap();
        let arguments: Vec<i128> = arguments.split(',').map(|word| word.parse().unwrap()).collect();
        let printed = match (function, &arguments[..]) {
            ("binary_repr", &[number]) => binary_repr(number, None),
            ("binary_repr", &[number, width]) => binary_repr(number, width as usize),
            ("base_repr", &[number, base, padding]) => base_repr(number, base as u32, padding as usize),
            _ => panic!("{name}"),
        };
        assert_eq!(printed.unwrap_or("error".to_owned()), entry.text(), "{name}");
        seen += 1;
    }
    assert!(seen > 30, "{seen} cases");
}

/// A struct with this dtype.
macro_rules! element {
    ($(#[$attribute:meta])* $name:ident { $($field:ident $label:literal: $ty:ty),* }) => {
        $(#[$attribute])*
        #[derive(Clone, Copy)]
        #[allow(dead_code)]
        struct $name {
            $($field: $ty),*
        }
        // SAFETY: the fields are elements and described where they lie; padding does not matter.
        unsafe impl Element for $name {
            fn dtype() -> DType {
                let fields = vec![$(Field {
                    name: $label.to_owned(),
                    dtype: <$ty>::dtype(),
                    offset: std::mem::offset_of!($name, $field),
                }),*];
                DType::Struct(StructType::new(fields, size_of::<$name>(), align_of::<$name>()).unwrap().into())
            }
        }
    };
}
element!(#[repr(C)] Point { x "x": f64, y "y": f32, id "id": i32 });
element!(#[repr(C, packed)] Packed { flag "flag": bool, z "z": c128, n "n": i8 });
element!(#[repr(C)] Nested { key "key": u16, point "point": Point });
element!(#[repr(C)] Padded { a "a": i8, b "b": f64 });
element!(#[repr(C)] Outer { key "key": i32, padded "padded": Padded });
element!(#[repr(C, packed)] Single { it "it's": i64 });

#[test]
fn structs_print_as_in_numpy() {
    let file = golden("print");
    let check = |name: &str, array: AnyArray| {
        assert_eq!(array.to_string(), file.entry(&format!("struct.{name}.str")).text());
        assert_eq!(format!("{array:?}"), file.entry(&format!("struct.{name}.repr")).text());
    };
    let points = [(1.0, 0.1, 1), (-22.5, 1e10, 20), (1.0 / 3.0, f32::NAN, -3)];
    let points = points.map(|(x, y, id)| Point { x, y, id });
    fn any<T: Element>(items: &[T]) -> AnyArray {
        Array::from_vec(items.to_vec()).unwrap().into()
    }
    check("points", any(&points));
    check("point", any(&points[2..]).reshape(()).unwrap());
    check("points_2d", any(&[points, points].concat()).reshape([2, 3]).unwrap());
    check("summary", any(&points.repeat(400)));
    check("empty", any::<Point>(&[]));
    let packed = [(true, c128::new(1.0, 2.0), 5), (false, c128::new(-0.0, -1.5), -128)];
    check("packed", any(&packed.map(|(flag, z, n)| Packed { flag, z, n })));
    let nested = [(7, points[0]), (8, points[1])].map(|(key, point)| Nested { key, point });
    check("nested", any(&nested));
    check("padded", any(&[Outer { key: 3, padded: Padded { a: 1, b: 2.5 } }]));
    check("single", any(&[Single { it: 1 }, Single { it: 20 }]));
    let field = |name: &str, dtype, offset| Field { name: name.to_owned(), dtype, offset };
    let gaps = vec![field("a", DType::I16, 0), field("b", DType::F64, 8)];
    let gaps = StructType::new(gaps, 20, 1).unwrap();
    check("gaps", AnyArray::zeros([2], DType::Struct(gaps.into())).unwrap());
}

#[test]
fn unaligned_fields_of_summaries_print() {
    let items: Vec<Packed> =
        (0..2000).map(|n| Packed { flag: true, z: c128::new(n as f64, 0.0), n: 0 }).collect();
    let any = AnyArray::from(Array::from_vec(items).unwrap());
    let field = any.field("z").unwrap();
    let expected =
        "[0.000e+00+0.j 1.000e+00+0.j 2.000e+00+0.j ... 1.997e+03+0.j 1.998e+03+0.j\n 1.999e+03+0.j]";
    assert_eq!(field.to_string(), expected);
}

#[test]
fn strange_layouts_print_what_they_hold() {
    let a = Array::from_shape_vec([2, 3], vec![1.5, 2.0, 3.0, 4.0, 5.0, -6.0]).unwrap();
    let backwards = a.slice(s![..;-1, ..;-2]).unwrap();
    assert_eq!(backwards.to_string(), "[[-6.   4. ]\n [ 3.   1.5]]");
    assert_eq!(a.t().to_string(), "[[ 1.5  4. ]\n [ 2.   5. ]\n [ 3.  -6. ]]");
    let row = a.slice(s![0, ..]).unwrap().broadcast_to([2, 3]).unwrap();
    assert_eq!(format!("{row:?}"), "array([[1.5, 2. , 3. ],\n       [1.5, 2. , 3. ]])");
    let long = Array::from_vec((0..3000i64).collect()).unwrap();
    let reversed = long.slice(s![..;-2]).unwrap();
    assert_eq!(reversed.to_string(), "[2999 2997 2995 ...    5    3    1]");
}

#[test]
fn every_array_type_prints() {
    let mut numbers = [1, 2, 3];
    assert_eq!(ArrayView::from_slice(&numbers).to_string(), "[1 2 3]");
    assert_eq!(format!("{:?}", ArrayViewMut::from_slice(&mut numbers)), "array([1, 2, 3], dtype=int32)");
    let any = AnyView::from(ArrayView::from_slice(&[0.5f32]));
    assert_eq!(format!("{any} {any:?}"), "[0.5] array([0.5], dtype=float32)");
    let half = Array::from_vec([0.1, 1.5, 99.0].map(bf16::from_f32).to_vec()).unwrap();
    assert_eq!(half.to_string(), "[ 0.1  1.5 99. ]");
    assert_eq!(format!("{half:?}"), "array([ 0.1,  1.5, 99. ], dtype=bfloat16)");
    let sizes = Array::from_vec(vec![1usize, 100]).unwrap();
    assert_eq!(sizes.to_string(), "[  1 100]");
}

#[test]
fn other_items_print_with_their_debug() {
    let words: Vec<String> = ["one", "two\n"].map(str::to_owned).to_vec();
    let a = Array::from_vec(words).unwrap();
    assert_eq!(a.to_string(), r#"["one" "two\n"]"#);
    assert_eq!(format!("{a:?}"), r#"array(["one", "two\n"])"#);
    let long = Array::from_vec(vec![Some(1); 2000]).unwrap();
    assert_eq!(long.to_string(), "[Some(1) Some(1) Some(1) ... Some(1) Some(1) Some(1)]");
    assert_eq!(format!("{:?}", Array::<char>::from_vec(vec![]).unwrap()), "array([], dtype=char)");
    // NumPy lays out what has several lines in blocks.
    let rows = Array::from_vec(vec![
        Array::from_shape_vec([2, 1], vec![1, 20]).unwrap(),
        Array::from_shape_vec([2, 1], vec![3, 4]).unwrap(),
    ]);
    let rows = rows.unwrap();
    let beside = "[array([[ 1],\n        [20]], dtype=int32) array([[3],\n                                   [4]], dtype=int32)]";
    assert_eq!(rows.to_string(), beside);
    let below = "[array([[ 1],\n        [20]], dtype=int32)\n array([[3],\n        [4]], dtype=int32)]";
    assert_eq!(array2string(&rows).max_line_width(30).to_string(), below);
}

#[test]
#[should_panic(expected = r#"array([""])"#)]
fn an_unexpected_array_can_be_unwrapped() {
    let result: Result<Array<String>, ()> = Array::from_vec(vec![String::new()]).map_err(|_| ());
    result.unwrap_err();
}

#[test]
fn format_strings_set_precision_and_sign() {
    let a = Array::from_vec(vec![1.0 / 3.0, 20.0]).unwrap();
    assert_eq!(format!("{a:.2}"), "[ 0.33 20.00]");
    assert_eq!(format!("{a:+.1?}"), "array([ +0.3, +20.0])");
    assert_eq!(format!("{a}"), "[ 0.33333333 20.        ]");
}

#[test]
fn formatters_replace_the_formats() {
    let formatter = Formatter::new()
        .bool(|x| if x { "yes".into() } else { "no".into() })
        .int(|x| format!("<{x}>"))
        .float(|x| format!("{x:.1}"))
        .complex(|z| format!("{}&{}", z.re, z.im));
    let print = |any: AnyArray| array2string(&any).formatter(formatter.clone()).to_string();
    assert_eq!(print(Array::from_vec(vec![true, false]).unwrap().into()), "[yes no]");
    assert_eq!(print(Array::from_vec(vec![1u64, u64::MAX]).unwrap().into()), "[<1> <18446744073709551615>]");
    assert_eq!(print(Array::from_vec(vec![0.25f32, 1e10]).unwrap().into()), "[0.2 10000000000.0]");
    assert_eq!(print(Array::from_vec(vec![c128::new(1.0, -2.0)]).unwrap().into()), "[1&-2]");
    // A format may print arrays itself.
    let inner = Formatter::new().int(|x| Array::from_vec(vec![x as f64]).unwrap().to_string());
    let a = Array::from_vec(vec![1, 2]).unwrap();
    let text = printoptions(PrintOptions::new().formatter(inner), || a.to_string());
    assert_eq!(text, "[[1.] [2.]]");
}

#[test]
fn options_end_with_their_scope() {
    let a = Array::from_vec(vec![1.0 / 3.0]).unwrap();
    let panicked = std::panic::catch_unwind(|| {
        let a = Array::from_vec(vec![1.0 / 3.0]).unwrap();
        printoptions(PrintOptions::new().precision(2), || assert_ne!(a.to_string(), "[0.33]"))
    });
    assert!(panicked.is_err());
    assert_eq!(a.to_string(), "[0.33333333]");
    set_printoptions(get_printoptions().precision(4));
    assert_eq!(a.to_string(), "[0.3333]");
    assert_eq!(std::thread::scope(|scope| scope.spawn(|| a.to_string()).join().unwrap()), "[0.33333333]");
    assert_eq!(printoptions(PrintOptions::new(), || a.to_string()), "[0.33333333]");
    set_printoptions(PrintOptions::new());
}

#[test]
fn strings_bytes_and_small_arrays_print_as_in_numpy() {
    let file = golden("print");
    let (mut count, mut failures) = (0, Vec::new());
    for (name, entry) in file.iter().filter(|(name, _)| name.starts_with("raw.")) {
        let words: Vec<&str> = entry.text().splitn(6, '\t').collect();
        let [dtype, shape, hex, given, wanted @ ..] = &words[..] else { panic!("{name}") };
        let dtype = DType::parse(dtype).unwrap();
        let shape: Vec<isize> = shape.split(',').filter_map(|size| size.parse().ok()).collect();
        let array = match bytes(hex) {
            none if none.is_empty() => AnyArray::zeros(shape, dtype).unwrap(),
            some => {
                let bytes = AnyArray::from(Array::from_vec(some).unwrap());
                bytes.view_as(dtype).unwrap().reshape(shape).unwrap()
            }
        };
        let ours = printoptions(options(given), || [array.to_string(), format!("{array:?}")]);
        if ours[..] != *wanted {
            failures.push(format!("--- {name}\n{}\n--- ours:\n{}", wanted.join("\n"), ours.join("\n")));
        }
        count += 1;
    }
    assert!(count >= 19, "{count}");
    assert!(failures.is_empty(), "{}:\n{}", failures.len(), failures.join("\n"));
}
