//! The parsers that take untrusted bytes. Each says whether it accepted the input.

use std::io::Cursor;

use numoxide_core::layout::SliceSpec;
use numoxide_core::{AnyArray, Array, DType, Order, s};
use numoxide_interop::safetensors::SafeTensors;
use numoxide_interop::text::{Encoding, GenFromTxt, LoadTxt, SaveTxt};
use numoxide_interop::{FromFile, fromstring, npy, npz};

/// A parser with its seeds.
pub struct Target {
    pub name: &'static str,
    /// Endings of files among the test data that are seeds.
    pub endings: &'static [&'static str],
    pub run: fn(&[u8]) -> bool,
}

/// Every target.
pub const TARGETS: &[Target] = &[
    Target { name: "npy", endings: &["npy"], run: npy_file },
    Target { name: "npy_header", endings: &[], run: npy_header },
    Target { name: "npy_part", endings: &["npy"], run: npy_part },
    Target { name: "npz", endings: &["npz"], run: npz_file },
    Target { name: "safetensors", endings: &[], run: safetensors },
    Target { name: "text", endings: &["tsv"], run: text },
    Target { name: "gaps", endings: &["tsv"], run: gaps },
    Target { name: "number", endings: &[], run: number },
    Target { name: "format", endings: &[], run: format },
    Target { name: "dtype", endings: &[], run: dtype },
    Target { name: "date", endings: &[], run: date },
    Target { name: "slice", endings: &[], run: slice },
    Target { name: "raw", endings: &[], run: raw },
    Target { name: "dlpack", endings: &[], run: crate::foreign::dlpack },
];

fn npy_file(input: &[u8]) -> bool {
    let whole = npy::from_bytes(input);
    let streamed = npy::read_from(input);
    let Ok(array) = whole else { return false };
    let streamed = streamed.expect("what memory holds, a stream does");
    assert_eq!(array.tobytes(Order::C).ok(), streamed.tobytes(Order::C).ok());
    if array.len() < 1000 {
        let _ = array.to_string();
    }
    if let Ok(written) = npy::to_bytes(&array) {
        let again = npy::from_bytes(&written).expect("what is written can be read");
        assert_eq!(array.tobytes(Order::C).ok(), again.tobytes(Order::C).ok());
    }
    true
}

/// The input is the dictionary only.
fn npy_header(input: &[u8]) -> bool {
    let mut file = b"\x93NUMPY\x03\x00".to_vec();
    file.extend((input.len() as u32).to_le_bytes());
    file.extend(input);
    let header = npy::Header::read(&mut &file[..], npy::MAX_HEADER_SIZE);
    if let Ok(header) = &header {
        let _ = (header.items(), header.data_bytes(), header.to_bytes());
    }
    header.is_ok()
}

fn npy_part(input: &[u8]) -> bool {
    let Ok(mut file) = npy::File::new(Cursor::new(input), npy::MAX_HEADER_SIZE) else { return false };
    let _ = (file.read_slice(s![..;-2]), file.read_slice(s![.., 1]), file.read_slice(s![-1]));
    file.read().is_ok()
}

fn npz_file(input: &[u8]) -> bool {
    let options = npz::Options::new().max_member_size(1 << 20);
    let Ok(mut archive) = options.archive(Cursor::new(input)) else { return false };
    let names: Vec<String> = archive.names().map(str::to_owned).collect();
    let read = names.iter().filter(|name| archive.get(name).is_ok()).count();
    read == names.len()
}

fn safetensors(input: &[u8]) -> bool {
    let Ok(mut file) = SafeTensors::new(Cursor::new(input)) else { return false };
    let names: Vec<String> = file.tensors().iter().map(|tensor| tensor.name.clone()).collect();
    names.iter().all(|name| file.get(name).is_ok())
}

/// The first byte says which options. Numbers that are plainly spelled are read by a road of their own, which must lead where the
/// other leads: that is taken where a column has a converter.
fn text(input: &[u8]) -> bool {
    let Some((&choice, body)) = input.split_first() else { return false };
    let dtypes = ["f8", "i4", "U", "S3", "c16", "[('a', 'f4'), ('b', 'i2', (2,))]", "?", "f2"];
    let dtype = DType::parse(dtypes[usize::from(choice % 8)]).expect("a dtype");
    let mut table = LoadTxt::new().dtype(dtype).encoding(Encoding::Latin1);
    if choice & 8 != 0 {
        table = table.delimiter(',');
    }
    if choice & 16 != 0 {
        table = table.quotechar('"');
    }
    if choice & 32 != 0 {
        table = table.usecols([0, -1]).max_rows(3);
    }
    if choice & 64 != 0 {
        table = table.comments(["//", "%"]).skiprows(1).ndmin(2).unpack(true);
    }
    let read = table.read_from(body);
    if !matches!(choice % 8, 2 | 3) {
        let again = table.converter(0, str::to_owned).read_from(body);
        let told = |found: &numoxide_interop::Result<AnyArray>| match found {
            Ok(found) => format!("{:?} {:?}", found.shape(), found.tobytes(Order::C)),
            Err(error) => error.to_string(),
        };
        assert_eq!(told(&read), told(&again));
    }
    read.is_ok()
}

/// Dates are read again as what they were written.
fn date(input: &[u8]) -> bool {
    let Ok(text) = std::str::from_utf8(input) else { return false };
    let open = DType::parse("M8").expect("a dtype");
    let dates = AnyArray::from_text(Array::from_vec(vec![text.to_owned()]).expect("an item"))
        .and_then(|text| text.astype(open));
    let Ok(dates) = dates else { return false };
    let again = dates.astype(DType::Str(0)).and_then(|text| text.astype(dates.dtype().clone()));
    assert_eq!(again.and_then(|again| again.tobytes(Order::C)), dates.tobytes(Order::C));
    true
}

/// Numbers are read as the standard library reads them.
fn number(input: &[u8]) -> bool {
    let Ok(text) = std::str::from_utf8(input) else { return false };
    let found = fromstring::<f64>(text, ";");
    let fields = text.trim().strip_suffix(';').unwrap_or(text.trim());
    let expected: Option<Vec<f64>> = match text.trim() {
        "" => Some(Vec::new()),
        _ => fields.split(';').map(|field| field.trim().parse().ok()).collect(),
    };
    let bits = |values: Vec<f64>| values.into_iter().map(f64::to_bits).collect::<Vec<_>>();
    let found = found.ok().map(|array| bits(array.to_vec()));
    assert_eq!(found, expected.map(bits));
    found.is_some()
}

/// The first eight bytes are a number, the rest the format it is written in.
fn format(input: &[u8]) -> bool {
    let Some((bits, fmt)) = input.split_first_chunk::<8>() else { return false };
    let value = Array::scalar(f64::from_le_bytes(*bits)).and_then(|value| value.reshape([1]));
    let (Ok(value), Ok(fmt)) = (value, std::str::from_utf8(fmt)) else { return false };
    let text = SaveTxt::new().fmt([fmt]).format(&value);
    if fmt == "%.18e" && value[0].is_finite() {
        let text = text.as_deref().unwrap_or_default();
        assert_eq!(text.trim().parse::<f64>().map(f64::to_bits), Ok(value[0].to_bits()));
    }
    text.is_ok()
}

fn dtype(input: &[u8]) -> bool {
    let Ok(text) = std::str::from_utf8(input) else { return false };
    let _ = DType::from_descr(text);
    let Ok((dtype, _)) = DType::parse_any_order(text) else { return false };
    let _ = (dtype.to_string(), dtype.repr(), dtype.str(), dtype.name());
    if let Ok(descr) = dtype.descr() {
        let (again, _) = DType::from_descr(&descr).expect("what is written can be read");
        assert_eq!(again.itemsize(), dtype.itemsize());
    }
    true
}

/// The first byte says which options.
fn gaps(input: &[u8]) -> bool {
    let Some((&choice, body)) = input.split_first() else { return false };
    let dtypes =
        [None, Some("f8"), Some("U"), Some("i4,S3,c16"), Some("?"), Some("u1"), None, Some("f4,(2,)i2")];
    let dtype = dtypes[usize::from(choice % 8)].map(|text| DType::parse(text).expect("a dtype"));
    let mut table = GenFromTxt::new().dtype(dtype).encoding(Encoding::Latin1).names(choice & 8 != 0);
    if choice & 16 != 0 {
        table = table.delimiter(",").autostrip(true).skip_footer(1);
    }
    if choice & 32 != 0 {
        table = table.delimiter([3, 1, 4]).filling_values(7).invalid_raise(false);
    }
    if choice & 64 != 0 {
        table = table.usecols([1, -1]).missing_values(["x"]).ndmin(2).unpack(true);
    }
    if choice & 128 != 0 {
        table = table.comments("").loose(false).max_rows(5);
    }
    table.read_from(body).is_ok()
}

/// An index is written as it is read, and leads to items that are there.
fn slice(input: &[u8]) -> bool {
    let Ok(text) = std::str::from_utf8(input) else { return false };
    let Ok(specs) = SliceSpec::parse(text) else { return false };
    let written: Vec<String> = specs.iter().map(SliceSpec::to_string).collect();
    if !written.is_empty() {
        assert_eq!(SliceSpec::parse(&written.join(", ")).as_ref(), Ok(&specs));
    }
    let cube = Array::arange(0, 24, 1).and_then(|flat| flat.reshape([2, 3, 4])).expect("memory");
    if let Ok(part) = cube.slice(&specs) {
        assert!(part.iter().all(|item| (0..24).contains(item)));
    }
    true
}

/// The first byte says which items.
fn raw(input: &[u8]) -> bool {
    let Some((&choice, body)) = input.split_first() else { return false };
    let dtypes = ["f8", "i2", "U1", "S3", "c16", "[('a', 'f4'), ('b', '?')]", "?", "V0"];
    let dtype = DType::parse(dtypes[usize::from(choice % 8)]).expect("a dtype");
    let options = FromFile::new(dtype).offset(u64::from(choice >> 6)).big_endian(choice & 8 != 0);
    options.read_from(body).is_ok()
}
