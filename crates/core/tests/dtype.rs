//! Dtypes read from texts and written back, held to NumPy's.

use numoxide_core::*;
use numoxide_testkit::golden::{Entry, Golden, golden};

/// What a dtype tells, as make_dtype.py writes it.
fn told(dtype: &DType) -> Vec<String> {
    let joined = |sizes: &mut dyn Iterator<Item = usize>| {
        sizes.map(|size| size.to_string()).collect::<Vec<_>>().join(",")
    };
    let title = |flag: bool| if flag { "True" } else { "False" }.to_owned();
    vec![
        dtype.to_string(),
        dtype.repr(),
        dtype.str(),
        dtype.descr().unwrap_or("error".to_owned()),
        dtype.name().into_owned(),
        dtype.char().to_string(),
        dtype.num().to_string(),
        dtype.kind().to_string(),
        dtype.itemsize().to_string(),
        dtype.alignment().to_string(),
        title(dtype.isalignedstruct()),
        joined(&mut dtype.fields().unwrap_or_default().iter().map(|field| field.offset)),
        joined(&mut dtype.shape().iter().copied()),
    ]
}

/// The words of an entry; tabs within are escaped.
fn split(entry: &Entry) -> Vec<&str> {
    entry.text().split('\t').collect()
}

/// The entries with a number for a name: texts and what they mean.
fn texts(file: &Golden) -> impl Iterator<Item = (&str, &Entry)> {
    file.iter().filter(|(name, _)| name.starts_with(|c: char| c.is_ascii_digit()))
}

/// The entries whose names begin so, as words.
fn entries<'a>(file: &'a Golden, prefix: &str) -> Vec<Vec<&'a str>> {
    file.iter().filter(|(name, _)| name.starts_with(prefix)).map(|(_, entry)| split(entry)).collect()
}

fn hex_of(array: &AnyArray) -> String {
    array.tobytes(Order::C).unwrap().iter().map(|byte| format!("{byte:02x}")).collect()
}

#[test]
fn some_fields_tell_what_numpys_do() {
    for words in entries(&golden("dtype"), "part.") {
        let names: Vec<&str> = words[1].split(',').collect();
        assert_eq!(
            told(&DType::parse(words[0]).unwrap().fields_of(&names).unwrap()),
            words[2..],
            "{names:?}"
        );
    }
}

#[test]
fn arrays_of_every_kind_are_made_as_numpy_makes_them() {
    let file = golden("dtype");
    for words in entries(&file, "made.") {
        let [function, text, wanted @ ..] = &words[..] else { panic!("{words:?}") };
        let dtype = DType::parse(text).unwrap();
        let array = match *function {
            "zeros" => AnyArray::zeros([2], dtype),
            "ones" => AnyArray::ones([2], dtype),
            "full" => AnyArray::full([2], 123, dtype),
            _ => AnyArray::eye(2, 3, 0, dtype),
        };
        let array = array.unwrap();
        let shape: Vec<String> = array.shape().iter().map(usize::to_string).collect();
        assert_eq!(
            [array.dtype().to_string(), shape.join(","), hex_of(&array)],
            wanted[..],
            "{function} {text}"
        );
    }
    assert!(entries(&file, "made.").len() > 40);
}

#[test]
fn bools_that_share_their_bytes_are_true_unless_zero() {
    for words in entries(&golden("dtype"), "shared.") {
        let [text, given, str, repr, fields @ .., to, cast] = &words[..] else { panic!("{words:?}") };
        let given: Vec<u8> =
            (0..given.len() / 2).map(|i| u8::from_str_radix(&given[2 * i..2 * i + 2], 16).unwrap()).collect();
        let bytes = AnyArray::from(Array::from_vec(given).unwrap());
        let array = bytes.view_as(DType::parse(text).unwrap()).unwrap();
        assert_eq!((array.to_string().as_str(), format!("{array:?}").as_str()), (*str, *repr));
        for (name, wanted) in array.dtype().names().unwrap().iter().zip(fields) {
            let field = array.field(name).unwrap();
            assert_eq!(format!("{} {}", field.dtype(), hex_of(&field)), *wanted, "{text} {name}");
            assert_eq!(hex_of(&array.fields(&[*name]).unwrap().field(name).unwrap()), hex_of(&field));
            // A view shows the bytes as they are, if they are bools.
            if let Ok(shown) = array.view().field(name) {
                assert_eq!(hex_of(&shown.copy(Order::C).unwrap()), hex_of(&field));
            }
        }
        assert_eq!(hex_of(&array.astype(DType::parse(to).unwrap()).unwrap()), *cast, "{text} to {to}");
    }
}

#[test]
fn texts_are_read_as_numpy_reads_them() {
    let file = golden("dtype");
    let mut failures = Vec::new();
    for (name, entry) in texts(&file) {
        let words: Vec<&str> = split(entry);
        let (text, mut wanted) = (words[0], words[1..].to_vec());
        let foreign = wanted[0] == "foreign";
        if foreign {
            wanted.remove(0);
        }
        let found = match DType::parse_any_order(text) {
            Ok((dtype, order)) if order == foreign => told(&dtype),
            Ok((_, order)) => vec![format!("foreign: {order}")],
            Err(_) => vec!["error".to_owned()],
        };
        if found != wanted {
            failures.push(format!("{name} `{text}`:\n  NumPy {wanted:?}\n  ours  {found:?}"));
        }
    }
    assert!(file.iter().count() > 420, "{}", file.iter().count());
    assert!(failures.is_empty(), "{}:\n{}", failures.len(), failures.join("\n"));
}

#[test]
fn what_is_written_is_read_again() {
    for (_, entry) in texts(&golden("dtype")) {
        let Ok((dtype, _)) = DType::parse_any_order(split(entry)[0]) else {
            continue;
        };
        // What is aligned within is not told.
        if dtype.fields().map_or(dtype.isalignedstruct(), |fields| {
            fields.iter().any(|field| field.dtype.base().isalignedstruct())
        }) {
            continue;
        }
        let (again, foreign) = DType::parse_any_order(&dtype.to_string()).unwrap();
        assert_eq!((&again, foreign), (&dtype, false), "{dtype}");
        if let (Some(_), Ok(descr)) = (dtype.fields(), dtype.descr()) {
            let (again, _) = DType::from_descr(&descr).unwrap();
            assert_eq!(again.itemsize(), dtype.itemsize(), "{descr}");
            assert_eq!(again.names(), dtype.names(), "{descr}");
        }
    }
}

#[test]
fn what_is_not_here_is_refused_by_name() {
    for text in [
        "M8[B]",
        "m8[s/0]",
        "M8[0s]",
        "M8[W/11]",
        "O",
        "T",
        "f16",
        "g",
        "G",
        "c32",
        "<f8,>f8",
        "[('a', '>i2'), ('b', '<i2')]",
    ] {
        assert!(matches!(DType::parse(text), Err(Error::Value { op: "dtype", .. })), "{text}");
        assert!(DType::parse_any_order(text).is_err(), "{text}");
    }
    let swapped = if cfg!(target_endian = "big") { "<i2" } else { ">i2" };
    assert!(DType::parse(swapped).is_err());
    assert_eq!(DType::parse_any_order(swapped), Ok((DType::I16, true)));
    let mixed = "[('a', '<i2'), ('b', '|i1'), ('c', [('d', '>f8'), ('e', '<U2', (0,))])]";
    assert!(DType::parse_any_order(mixed).is_err());
    let (dtype, swapped) = DType::from_descr(mixed).unwrap();
    let big = cfg!(target_endian = "big");
    assert_eq!(swapped, Swapped::Parts([big, !big, big].into()));
    assert_eq!(dtype.descr_of(&swapped).unwrap(), mixed);
    // C's second type of 64 bits, and bytes that are characters, are types of their own in NumPy only.
    assert_eq!(
        ["q", "Q", "c"].map(|code| DType::parse(code).unwrap()),
        [DType::I64, DType::U64, DType::Bytes(1)]
    );
    assert_eq!("longlong".parse(), Ok(DType::I64));
    assert!(DType::parse(&"[".repeat(10_000)).is_err());
    assert!(DType::parse("(4611686018427387904,4)f8").is_err());
    // NumPy's sizes wrap around here, and are negative.
    assert!(matches!(DType::parse("819999999h,999999999h"), Err(Error::Size { .. })));
    assert!(DType::parse("{'names': ['a'], 'formats': ['V9'], 'itemsize': 2147483648}").is_err());
    let titled: DType = "[(('a title', 'a'), 'f4'), ('b', 'i2')]".parse().unwrap();
    assert_eq!(titled.names(), Some(vec!["a", "b"]));
    assert_eq!(titled.field("a title"), titled.field("a"));
    assert_ne!(titled, "[('a', 'f4'), ('b', 'i2')]".parse().unwrap());
    assert_eq!(titled.descr_in(true).unwrap(), "[(('a title', 'a'), '>f4'), ('b', '>i2')]");
    let chosen = titled.fields_of(&["a"]).unwrap();
    assert!(matches!(&chosen, DType::Struct(fields) if fields.title("a") == Some("a title")));
}

#[test]
fn small_arrays_and_fields_tell_of_themselves() {
    let dtype = DType::parse("[('x', 'f4', (2, 3)), ('ok', '?')]").unwrap();
    let x = &dtype.field("x").unwrap().dtype;
    assert_eq!((x.base(), x.ndim(), x.subdtype()), (&DType::F32, 2, Some((&DType::F32, &[2, 3][..]))));
    assert_eq!((dtype.base(), dtype.subdtype(), DType::F32.fields()), (&dtype, None, None));
    assert!(dtype.field("y").is_err() && DType::F32.field("x").is_err());
    assert_eq!(dtype.fields_of(&["ok"]).unwrap().field("ok").unwrap().offset, 24);
    assert!(dtype.fields_of(&["ok", "ok"]).is_err());
    let orders = ["f8", "i1", "?", "U2", "S2", "f8,f8"].map(|text| DType::parse(text).unwrap().byteorder());
    assert_eq!(orders, ['=', '|', '|', '=', '|', '|']);
}

#[test]
fn a_field_over_a_bool_is_written_to() {
    let dtype =
        DType::parse("{'names': ['ok', 'n', 'sure'], 'formats': ['?', 'i1', '?'], 'offsets': [0, 0, 1]}")
            .unwrap();
    let mut a = AnyArray::zeros([2], dtype.clone()).unwrap();
    let ok = a.field("ok").unwrap();
    assert_eq!(ok.as_ptr(), a.as_ptr());
    drop(ok);
    a.view_mut().unwrap().field("n").unwrap().downcast::<i8>().unwrap().fill(7);
    assert_eq!(a.to_string(), "[( True, 7, False) ( True, 7, False)]");
    assert!(a.view().field("ok").is_err() && a.view_mut().unwrap().field("ok").is_err());
    assert!(a.view().field("sure").is_ok() && a.view().getfield(DType::Bool, 0).is_err());
    a.setfield(&array![9, 1], DType::I8, 0).unwrap();
    assert!(a.setfield(&array![9, 1], DType::I8, 1).is_err(), "no other field shares this byte");
    assert!(a.view_as(DType::parse("?,?").unwrap()).is_err());
    assert_eq!(
        a.view_as(DType::parse("i1,?").unwrap()).unwrap().view_as(dtype).unwrap().to_string(),
        a.to_string()
    );
}

#[test]
fn alignment_makes_no_other_type() {
    let of =
        |align| DType::Struct(StructType::of([("x", DType::F64), ("n", DType::I64)], align).unwrap().into());
    assert_eq!(of(true), of(false));
    let hash = |dtype: DType| std::collections::HashSet::from([dtype]);
    assert_eq!(hash(of(true)), hash(of(false)));
    assert!(of(true).isalignedstruct() && !of(false).isalignedstruct());
}
