//! Dtypes read from texts and written back, held to NumPy's.

use numoxide_core::*;
use numoxide_testkit::golden;

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

#[test]
fn texts_are_read_as_numpy_reads_them() {
    let file = golden("dtype");
    let mut failures = Vec::new();
    for (name, entry) in file.iter() {
        let words: Vec<&str> = entry.text().split('\t').collect();
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
    assert!(file.iter().count() > 160, "{}", file.iter().count());
    assert!(failures.is_empty(), "{}:\n{}", failures.len(), failures.join("\n"));
}

#[test]
fn what_is_written_is_read_again() {
    for (_, entry) in golden("dtype").iter() {
        let Ok((dtype, _)) = DType::parse_any_order(entry.text().split('\t').next().unwrap()) else {
            continue;
        };
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
    for text in ["M8[ns]", "m8", "O", "T", "f16", "g", "G", "c32", "<f8,>f8", "[('a', '>i2'), ('b', '<i2')]"]
    {
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
    // A bool's bytes must be 0 or 1: no number may lie over it.
    assert!(DType::parse("{'names': ['a', 'b'], 'formats': ['?', 'i1'], 'offsets': [0, 0]}").is_err());
    assert!(DType::parse("{'names': ['a', 'b'], 'formats': ['?', 'i1'], 'offsets': [0, 1]}").is_ok());
}
