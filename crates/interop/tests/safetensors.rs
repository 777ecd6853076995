//! safetensors files: the format's rules, and what breaks them.

use std::io::Cursor;

use numoxide_core::{AnyArray, AnyView, Array, DType, Order, array, bf16};
use numoxide_interop::safetensors::{SafeTensors, to_bytes};
use numoxide_interop::{Error, Result};

/// A file with this header and data.
fn file(header: &str, data: &[u8]) -> Vec<u8> {
    let mut bytes = (header.len() as u64).to_le_bytes().to_vec();
    bytes.extend(header.as_bytes());
    bytes.extend(data);
    bytes
}

fn open(bytes: Vec<u8>) -> Result<SafeTensors<Cursor<Vec<u8>>>> {
    SafeTensors::new(Cursor::new(bytes))
}

#[test]
fn a_file_of_the_specification_is_read() {
    let header = r#"{"__metadata__":{"format":"pt"},"b\u00e9\ud83e\udd80":{"dtype":"F32","shape":[1,2],"data_offsets":[0,8]},
        "a":{"dtype":"I64","shape":[],"data_offsets":[8,16]},"none":{"dtype":"U8","shape":[0,3],"data_offsets":[16,16]}}"#;
    let data = [0, 0, 0x80, 0x3f, 0, 0, 0, 0x40, 7, 0, 0, 0, 0, 0, 0, 0];
    let mut tensors = open(file(header, &data)).unwrap();
    assert_eq!(
        tensors.tensors().iter().map(|tensor| tensor.name.as_str()).collect::<Vec<_>>(),
        ["b\u{e9}\u{1f980}", "a", "none"]
    );
    assert_eq!(tensors.get("b\u{e9}\u{1f980}").unwrap().downcast::<f32>().unwrap().to_vec(), [1.0, 2.0]);
    assert_eq!(tensors.get("a").unwrap().downcast::<i64>().unwrap().to_vec(), [7]);
    assert_eq!(tensors.get("none").unwrap().shape(), [0, 3]);
    assert!(matches!(tensors.get("c"), Err(Error::Member { .. })));
}

#[test]
fn what_is_written_is_read_again() {
    let arrays: Vec<(&str, AnyArray)> = vec![
        ("bools", array![true, false, true].into()),
        ("wide \"\\\n", array![[1.0, 2.0], [3.0, 4.0]].t().into()),
        ("brain", array![bf16::from_f32(1.5)].into()),
        ("none", Array::<f32>::zeros([2, 0]).unwrap().into()),
    ];
    let bytes = to_bytes(arrays.iter().map(|(name, array)| (*name, AnyView::from(array))), &[]).unwrap();
    let mut tensors = open(bytes).unwrap();
    for (name, array) in &arrays {
        let again = tensors.get(name).unwrap();
        assert_eq!((again.dtype(), again.shape()), (array.dtype(), array.shape()));
        assert_eq!(again.tobytes(Order::C).unwrap(), array.tobytes(Order::C).unwrap());
    }
    let one = array![1.0];
    assert!(to_bytes([("a", &one), ("a", &one)].map(|(name, a)| (name, AnyView::from(a))), &[]).is_err());
    let texts = AnyArray::zeros([1], DType::Str(2)).unwrap();
    assert!(to_bytes([("a", AnyView::from(&texts))], &[]).is_err());
}

#[test]
fn what_breaks_the_rules_is_refused() {
    let of =
        |entry: &str, data: usize| open(file(&format!(r#"{{"a":{entry}}}"#), &vec![0; data])).unwrap_err();
    let good = r#"{"dtype":"U8","shape":[2],"data_offsets":[0,2]}"#;
    assert!(open(file(&format!(r#"{{"a":{good}}}"#), &[0; 2])).is_ok());
    assert!(matches!(of(good, 3), Error::Overlong { extra: 1, .. }));
    assert!(matches!(of(good, 1), Error::Truncated { expected: 2, found: 1, .. }));
    for entry in [
        r#"{"dtype":"U9","shape":[2],"data_offsets":[0,2]}"#,
        r#"{"dtype":"U8","shape":[2],"data_offsets":[1,3]}"#,
        r#"{"dtype":"U8","shape":[2],"data_offsets":[2,0]}"#,
        r#"{"dtype":"U8","shape":[3],"data_offsets":[0,2]}"#,
        r#"{"dtype":"U8","shape":[-2],"data_offsets":[0,2]}"#,
        r#"{"dtype":"U8","shape":[2],"data_offsets":[0,2,3]}"#,
        r#"{"dtype":"U8","shape":[2]}"#,
        r#"{"dtype":"U8","shape":[2],"data_offsets":[0,2],"x":1}"#,
        r#"{"dtype":"U8","dtype":"U8","shape":[2],"data_offsets":[0,2]}"#,
        &format!(r#"{{"dtype":"U8","shape":[{}1],"data_offsets":[0,1]}}"#, "1,".repeat(64)),
        "null",
        "\"x",
        r#""\ud800""#,
    ] {
        assert!(matches!(of(entry, 2), Error::Safetensors { .. }), "{entry}");
    }
    assert!(matches!(
        of("[[[[[[[[[[[]]]]]]]]]]]", 2),
        Error::Limit { what: "safetensors: nesting of the header", found: 9, limit: 8 }
    ));
    let promise = r#"{"dtype":"F64","shape":[1099511627776],"data_offsets":[0,8796093022208]}"#;
    assert!(matches!(of(promise, 2), Error::Truncated { .. }));
    let twice = format!(r#"{{"a":{good},"b":{good}}}"#);
    assert!(matches!(open(file(&twice, &[0; 2])), Err(Error::Safetensors { .. })));
    assert!(matches!(open(vec![0; 7]), Err(Error::Truncated { .. })));
    assert!(matches!(open(vec![0xff; 9]), Err(Error::Limit { .. })));
    assert!(matches!(open(file("\u{0}", &[])), Err(Error::Safetensors { .. })));
    assert!(matches!(open(vec![1, 0, 0, 0, 0, 0, 0, 0, 0xff]), Err(Error::Encoding { .. })));
}
