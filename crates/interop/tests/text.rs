//! Texts against what NumPy makes of them, and writes.

mod gaps;

use std::io::Read;

use numoxide_core::{AnyArray, AnyView, Array, DType, Order, array, c64, c128, f16, s};
use numoxide_interop::text::{Encoding, GenFromTxt, LoadTxt, SaveTxt};
use numoxide_interop::{DataSource, Error, FromFile, fromstring, loadtxt, savetxt, write_text};

/// The rows of `text.tsv`, the name first.
fn rows() -> Vec<Vec<String>> {
    include_str!("data/text.tsv").lines().map(|line| line.split('\t').map(unescape).collect()).collect()
}

fn unescape(text: &str) -> String {
    let (mut out, mut chars) = (String::new(), text.chars());
    while let Some(c) = chars.next() {
        out.push(match c {
            '\\' => match chars.next() {
                Some('n') => '\n',
                Some('t') => '\t',
                Some('r') => '\r',
                other => other.unwrap_or('\\'),
            },
            c => c,
        });
    }
    out
}

fn dtype(text: &str) -> DType {
    DType::parse(text).unwrap()
}

/// The options of the cases of `make_text.py`.
fn options(name: &str) -> LoadTxt<'static> {
    let new = LoadTxt::new();
    match name {
        "comma" | "comma_comments" | "comma_blanks" => new.delimiter(','),
        "tabs" => new.delimiter('\t'),
        "several_comments" => new.comments(["//", "%"]),
        "slash_no_comment" => new.dtype(dtype("U4")).comments(["//"]),
        "single_ndmin1" => new.ndmin(1),
        "single_ndmin2" | "row_ndmin2" | "column_ndmin2" | "nothing_ndmin2" => new.ndmin(2),
        "skiprows" => new.skiprows(2),
        "max_rows" => new.max_rows(2),
        "usecols" => new.usecols([2, 0]),
        "usecols_negative" => new.usecols([-1]),
        "usecols_ragged" => new.usecols([0, 1]),
        "usecols_twice" => new.usecols([1, 1, 1]),
        "usecols_texts" => new.delimiter(',').usecols([1, 3]),
        "usecols_words" => new.dtype(DType::I32).usecols([3, 1]),
        "usecols_of_nothing" => new.usecols([5, 0, -7]),
        "usecols_end_ragged" => new.usecols([-1, 0]),
        "text_end_ragged" => new.usecols([-1]).dtype(dtype("U")),
        "no_rows" => new.max_rows(0),
        "no_rows_struct" => new.max_rows(0).dtype(dtype("i4,f8")),
        "unpack" => new.unpack(true),
        "int" => new.dtype(DType::I16),
        "int8" => new.dtype(DType::I8),
        "long_int" => new.dtype(DType::I64),
        "uint8" => new.dtype(DType::U8),
        "uint64" => new.dtype(DType::U64),
        "bool" => new.dtype(DType::Bool),
        "f4" => new.dtype(DType::F32),
        "f2" => new.dtype(DType::F16),
        "complex" => new.dtype(DType::C128),
        "complex64" => new.dtype(DType::C64).delimiter(','),
        "text" => new.dtype(dtype("U2")),
        "text_longest" => new.dtype(dtype("U")),
        "bytes_longest" => new.dtype(dtype("S")),
        "struct" => new.dtype(dtype("[('a', 'i1'), ('b', '<f8'), ('c', 'S3')]")),
        "struct_nested" => new.dtype(dtype("[('a', '<i4', (2, 2)), ('b', '<f4')]")),
        "struct_row" => new.dtype(dtype("[('a', 'i1'), ('b', 'i1')]")),
        "struct_usecols" => new.dtype(dtype("[('a', 'u2'), ('b', 'f8')]")).delimiter(',').usecols([1, 3]),
        "quoted" => new.dtype(dtype("U9")).delimiter(',').quotechar('"'),
        "converter" => new
            .converter(0, |field| (field.trim_end_matches('%').parse::<f64>().unwrap() / 100.0).to_string()),
        _ => new,
    }
}

#[test]
fn what_numpy_reads_is_read() {
    let mut count = 0;
    for row in rows() {
        let Some(name) = row[0].strip_prefix("load_") else { continue };
        let table = options(name).parse(&row[1]).unwrap_or_else(|error| panic!("{name}: {error}"));
        let shape: Vec<usize> =
            row[3].split(',').filter(|n| !n.is_empty()).map(|n| n.parse().unwrap()).collect();
        assert_eq!((table.dtype(), table.shape()), (&dtype(&row[2]), &shape[..]), "{name}");
        let bytes = table.tobytes(Order::C).unwrap();
        let hex: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
        // NaN has no sign in a text, and any payload.
        if name != "special" {
            assert_eq!(hex, row[4], "{name}");
        }
        count += 1;
    }
    assert!(count > 45, "{count}");
    let special = LoadTxt::new().parse("nan -inf\nInfinity 1e400\n").unwrap().downcast::<f64>().unwrap();
    assert!(special[[0, 0]].is_nan());
    assert_eq!(special.to_vec()[1..], [f64::NEG_INFINITY, f64::INFINITY, f64::INFINITY]);
}

#[test]
fn what_numpy_writes_is_written() {
    let table = array![[1.0, -0.5], [1e-300, 123456.789]];
    let complex = array![[c128::new(1.0, 2.0), c128::new(-3.5, -0.25)]];
    let new = SaveTxt::new;
    let texts = |text: &str, kind: &str| {
        LoadTxt::new().dtype(dtype(kind)).delimiter(',').ndmin(1).parse(text).unwrap()
    };
    let f = |values: &[f64]| AnyArray::from(Array::from_slice(values).unwrap());
    let i = |values: &[i64]| AnyArray::from(Array::from_slice(values).unwrap());
    let infinity = f64::INFINITY;
    let record = LoadTxt::new().dtype(dtype("[('a', 'i4'), ('b', 'f8'), ('c', 'U2')]"));
    let cases: Vec<(&str, SaveTxt, AnyArray)> = vec![
        ("plain", new(), (&table).into()),
        ("column", new(), f(&[0.1, 2.0, f64::NAN, -infinity])),
        ("formats", new().fmt(["%d", "%10.3f"]).delimiter(" | "), (&table).into()),
        ("whole_row", new().fmt(["<%g; %G>"]).newline("\r\n"), (&table).into()),
        ("header", new().fmt(["%.3e"]).header("two\nlines").footer("end"), (&table).into()),
        ("header_plain", new().fmt(["%.3e"]).header("a,b").delimiter(",").comments(""), (&table).into()),
        ("ints", new().fmt(["%5d"]), array![[1i64, -2], [300, 4]].into()),
        ("ints_exponential", new(), array![[1i64, -2], [300, (1 << 53) + 1]].into()),
        ("ints_left", new().fmt(["%-5d|"]), i(&[1, -2])),
        ("zeros", new().fmt(["%+08.2f"]), f(&[1.5, -2.25, infinity])),
        ("general", new().fmt(["%g"]), f(&[0.0, 1e-5, 123456.0, 1234567.0, 0.0001, 100.0, 1e100])),
        ("general_more", new().fmt(["%.17g"]), f(&[0.1, 1e16, 2.0 / 3.0])),
        ("alternate", new().fmt(["%#.0e"]), f(&[1.0, 1e10])),
        ("complex", new(), (&complex).into()),
        ("complex_short", new().fmt(["%.1f"]), array![c128::new(1.0, -2.0)].into()),
        (
            "complex_row",
            new().fmt(["%d%+dj %d%+dj"]),
            array![[c128::new(1.0, 2.0), c128::new(3.0, -1.0)]].into(),
        ),
        ("texts", new().fmt(["%4s"]), texts("a,b\u{e9}\n,xyz", "U3")),
        ("bytes", new().fmt(["%s"]), texts("a,xy\u{ff}", "S3")),
        ("text_cut", new().fmt(["%.3s|"]), texts("abcdef", "U6")),
        ("struct", new().fmt(["%d %.1f %s"]), record.parse("1 0.5 x\n2 1.5 yz").unwrap()),
        ("bools", new().fmt(["%d"]), array![true, false].into()),
        ("shortest", new().fmt(["%s"]), f(&[0.1, 1.0, 1e16, 1e-5])),
        ("many_digits", new().fmt(["%.30e"]), f(&[0.1, 1e23])),
        ("uint64", new().fmt(["%d"]), array![u64::MAX].into()),
        ("empty", new(), Array::<f64>::zeros([0, 2]).unwrap().into()),
        ("words", new().fmt(["%5s|%d"]), array![[true, false]].into()),
        ("shortest_single", new().fmt(["%s"]), array![0.1f32, 16777216.0, 1e-30].into()),
        ("shortest_half", new().fmt(["%s"]), array![f16::from_f32(0.1), f16::from_f32(2048.0)].into()),
        ("complex_single", new().fmt(["%s"]), array![c64::new(0.1, 1e16)].into()),
        ("digits", new().fmt(["%x %#X %o %#o"]), array![[255i64, -255, 8, 8], [0, 1, -8, 0]].into()),
        (
            "digits_filled",
            new().fmt(["%#08x|%-8x|% 8.5X|%+#.4o"]),
            array![[255i64, 255, -255, 255], [0, 0, 0, 0]].into(),
        ),
        ("dates", new().fmt(["%s"]), texts("2024-02-29,NaT", "U10").astype(dtype("M8[D]")).unwrap()),
        ("durations", new().fmt(["<%9s>"]), i(&[3, -1]).view_as(dtype("m8[h]")).unwrap()),
    ];
    let expected: Vec<_> = rows().into_iter().filter(|row| row[0].starts_with("save_")).collect();
    assert_eq!(expected.len(), cases.len());
    for ((name, options, array), row) in cases.iter().zip(&expected) {
        assert_eq!(row[0], format!("save_{name}"));
        assert_eq!(options.format(array).unwrap(), row[1], "{name}");
    }
}

#[test]
fn what_is_written_is_read_again_by_several_threads() {
    let table = Array::arange(0.0, 90_000.0, 1.0).unwrap().reshape([30_000, 3]).unwrap();
    let table = &table * 0.1;
    let text = SaveTxt::new().delimiter(",").format(&table).unwrap();
    assert!(text.len() > 2 << 20);
    let again: Array<f64> = LoadTxt::new().delimiter(',').parse(&text).unwrap().try_into().unwrap();
    assert_eq!((again.shape(), again.to_vec()), (table.shape(), table.to_vec()));
    let broken = text.replacen("2.500000000000000000e+01", "x", 1);
    let error = LoadTxt::new().delimiter(',').parse(&broken).unwrap_err();
    assert!(matches!(&error, Error::Field { line: 84, column: 1, field, .. } if field == "x"), "{error}");
}

#[test]
fn files_are_decompressed_and_compressed_by_their_names() {
    let folder = std::env::temp_dir().join(format!("numoxide-text-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let table = array![[1.5, 2.5], [3.5, 4.5]];
    for name in ["a.txt", "a.txt.gz"] {
        savetxt(folder.join(name), &table).unwrap();
        assert_eq!(loadtxt::<f64>(folder.join(name)).unwrap().to_vec(), table.to_vec());
    }
    assert_eq!(std::fs::read(folder.join("a.txt.gz")).unwrap()[..2], [0x1f, 0x8b]);
    std::fs::write(folder.join("l.txt"), b"\xe4 b\n").unwrap();
    let latin = LoadTxt::new().dtype(dtype("U1"));
    assert!(matches!(latin.read(folder.join("l.txt")), Err(Error::Encoding { encoding: "UTF-8" })));
    let read = latin.encoding(Encoding::Latin1).read(folder.join("l.txt")).unwrap();
    assert_eq!(read.to_string(), "['\u{e4}' 'b']");
    write_text(&folder.join("gaps.csv.gz"), |out| Ok(writeln!(out, "1,\n3,4")?)).unwrap();
    let gaps = GenFromTxt::new().delimiter(",");
    let masked = [
        gaps.read_masked(folder.join("gaps.csv")).unwrap(),
        gaps.read_masked_from(&b"1,\n3,4\n"[..]).unwrap(),
        gaps.parse_masked("1,\n3,4\n").unwrap(),
    ];
    for (table, missing) in masked {
        assert_eq!(table.to_string(), "[[ 1. nan]\n [ 3.  4.]]");
        assert_eq!(missing.downcast::<bool>().unwrap().to_vec(), [false, true, false, false]);
    }
    assert!(matches!(gaps.read_masked(folder.join("none")), Err(Error::Io(_))));
    assert!(matches!(gaps.read_masked_from(&b"\xff"[..]), Err(Error::Encoding { encoding: "UTF-8" })));
    std::fs::remove_dir_all(folder).unwrap();
}

/// A device that is full always.
#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_an_error() {
    use numoxide_interop::{npy, npz, safetensors, tofile};
    let (full, a) = ("/dev/full", array![1.0, 2.0]);
    let members = || [("a", AnyView::from(&a))];
    let results = [
        npy::write(full, &a),
        npz::savez(full, members()),
        npz::savez_compressed(full, members()),
        safetensors::write(full, members(), &[]),
        savetxt(full, &a),
        tofile(full, &a),
        write_text(full.as_ref(), |out| Ok(writeln!(out, "1 2")?)),
    ];
    for (which, result) in results.into_iter().enumerate() {
        let full =
            matches!(&result, Err(Error::Io(error)) if error.kind() == std::io::ErrorKind::StorageFull);
        assert!(full, "{which}: {result:?}");
    }
}

#[test]
fn texts_that_are_no_tables_are_refused() {
    let parse = |text: &str| LoadTxt::new().parse(text).unwrap_err();
    assert!(matches!(parse("1 2\n3 x\n"), Error::Field { line: 2, column: 1, .. }));
    assert!(matches!(parse("1 2\n\n3\n"), Error::Columns { line: 3, expected: 2, found: 1 }));
    assert!(matches!(parse("1 2\n3 4 5\n"), Error::Columns { line: 2, expected: 2, found: 3 }));
    let commas = LoadTxt::new().delimiter(',');
    assert!(matches!(commas.parse("1,,2\n"), Err(Error::Field { column: 1, .. })));
    assert!(matches!(commas.parse("1,2\n1,2,#\n"), Err(Error::Columns { line: 2, found: 3, .. })));
    assert!(matches!(commas.parse("1,2\n1 2,3\n"), Err(Error::Field { line: 2, column: 0, .. })));
    assert!(matches!(parse("1 2\n1.5.5 2\n"), Error::Field { line: 2, column: 0, .. }));
    assert!(matches!(parse("1 2\n1\n"), Error::Columns { line: 2, found: 1, .. }));
    let second = LoadTxt::new().usecols([1]);
    assert!(matches!(second.parse("1 2 3\n1 2x 3\n"), Err(Error::Field { line: 2, column: 1, .. })));
    assert!(matches!(second.parse("1 2 3\n1\n"), Err(Error::Columns { line: 2, found: 1, .. })));
    assert!(matches!(LoadTxt::new().usecols([3]).parse("1 2\n"), Err(Error::Column { column: 3, width: 2 })));
    assert!(LoadTxt::new().dtype(DType::I8).parse("128\n").is_err());
    assert!(LoadTxt::new().dtype(DType::U64).parse("-1\n").is_err());
    assert!(LoadTxt::new().dtype(DType::I32).parse("1.0\n").is_err());
    assert!(LoadTxt::new().dtype(dtype("V3")).parse("1\n").is_err());
    assert!(LoadTxt::new().ndmin(3).parse("1\n").is_err());
    let pairs = LoadTxt::new().dtype(dtype("i4,i4")).usecols([0]);
    assert!(matches!(pairs.parse("# nothing\n"), Err(Error::Columns { line: 0, expected: 2, found: 1 })));
    assert!(LoadTxt::new().delimiter('\n').parse("1\n").is_err());
    assert!(LoadTxt::new().dtype(dtype("i4,i4")).parse("1 2 3\n").is_err());
    for fmt in ["%", "%q", "%5", "%99999d", "no place", "%d %d %d"] {
        assert!(SaveTxt::new().fmt([fmt]).format(&array![[1, 2]]).is_err(), "{fmt}");
    }
    assert!(SaveTxt::new().fmt(["%d"]).format(&array![f64::NAN]).is_err());
    assert!(SaveTxt::new().format(&Array::<f64>::zeros([1, 1, 1]).unwrap()).is_err());
}

#[test]
fn one_wide_row_and_many_lines_take_no_room_for_what_cannot_be() {
    let text = format!("{}\n{}", "1 ".repeat(100_000), "\n".repeat(1_000_000));
    assert_eq!(LoadTxt::new().parse(&text).unwrap().shape(), [100_000]);
}

#[test]
fn one_long_field_does_not_make_all_others_as_long() {
    let text = format!("{}\n{}", "x".repeat(100_000), "y\n".repeat(50_000));
    let limit = |result: numoxide_interop::Result<AnyArray>| {
        let what = "text: size of strings as long as the longest";
        assert!(matches!(&result, Err(Error::Limit { what: found, .. }) if *found == what), "{result:?}");
    };
    limit(LoadTxt::new().dtype(dtype("U")).parse(&text));
    limit(GenFromTxt::new().dtype(dtype("S")).parse(&text));
    limit(GenFromTxt::new().dtype(None).parse(&text));
    let cut = LoadTxt::new().dtype(dtype("U3")).parse(&text).unwrap();
    assert_eq!((cut.len(), cut.itemsize()), (50_001, 12));
}

#[test]
fn numbers_between_separators() {
    assert_eq!(fromstring::<f64>("1.5; 2 ;3e2;", ";").unwrap().to_vec(), [1.5, 2.0, 300.0]);
    assert_eq!(fromstring::<i8>("", ",").unwrap().len(), 0);
    assert!(fromstring::<i8>("1,x", ",").is_err());
    assert!(fromstring::<i8>("1", "").is_err());
}

#[test]
fn raw_items() {
    let bytes: Vec<u8> = (0..21).collect();
    let read =
        |options: FromFile| options.read_from(&bytes[..]).map(|items| items.tobytes(Order::C).unwrap());
    assert_eq!(read(FromFile::new(DType::U64)).unwrap(), bytes[..16]);
    assert_eq!(read(FromFile::new(DType::U16).offset(1).count(2)).unwrap(), bytes[1..5]);
    assert_eq!(read(FromFile::new(dtype("S7"))).unwrap(), bytes);
    assert!(matches!(read(FromFile::new(DType::U8).offset(22)), Err(Error::Truncated { .. })));
    assert!(read(FromFile::new(DType::Bytes(0))).is_err());
    assert!(read(FromFile::new(DType::Bool)).is_err(), "2 is no bool");
    let part = array![[1u16, 2], [3, 4]];
    let view: AnyView<'_> = part.view().slice(s![.., 1]).unwrap().into();
    let path = std::env::temp_dir().join(format!("numoxide-raw-{}", std::process::id()));
    numoxide_interop::tofile(&path, view).unwrap();
    assert_eq!(numoxide_interop::fromfile::<u16>(&path).unwrap().to_vec(), [2, 4]);
    assert!(FromFile::new(DType::U8).offset(5).read(&path).is_err());
    std::fs::remove_file(path).unwrap();
}

#[test]
fn files_are_found_by_their_names() {
    let folder = std::env::temp_dir().join(format!("numoxide-source-{}", std::process::id()));
    std::fs::create_dir_all(folder.join("inner")).unwrap();
    let source = DataSource::new(&folder);
    savetxt(folder.join("inner/a.txt.gz"), &array![1.5, 2.5]).unwrap();
    assert!(source.exists("inner/a.txt.gz") && !source.exists("inner/a.txt"));
    // The ending of a compressed file may be left out, as in NumPy.
    assert_eq!(loadtxt::<f64>(folder.join("inner/a.txt")).unwrap().to_vec(), [1.5, 2.5]);
    let mut text = String::new();
    source.open("inner/a.txt").unwrap().read_to_string(&mut text).unwrap();
    assert!(text.starts_with("1.5"));
    let absolute = std::path::absolute(&folder).unwrap();
    assert_eq!(source.abspath("inner/a.txt").unwrap(), absolute.join("inner/a.txt"));
    assert_eq!(source.abspath("../../etc/passwd").unwrap(), absolute.join("etc/passwd"));
    assert_eq!(source.abspath(absolute.join("b")).unwrap(), absolute.join("b"));
    assert!(matches!(source.open("nothing"), Err(Error::Io(_))));
    assert!(matches!(source.open("http://a.b/c"), Err(Error::Argument { what: "path", .. })));
    assert!(!source.exists("ftp://a.b/c") && source.abspath("http://a.b/c").is_err());
    let small = DataSource::new(&folder).max_size(10);
    let swelling = small.open("inner/a.txt").unwrap().read_to_string(&mut text).unwrap_err();
    assert!(matches!(
        Error::from(swelling),
        Error::Limit { what: "gz: size of the contents", limit: 10, .. }
    ));
    std::fs::write(folder.join("b.txt.xz"), "").unwrap();
    assert!(matches!(source.open("b.txt"), Err(Error::Argument { what: "path", .. })));
    std::fs::remove_dir_all(folder).unwrap();
}

#[test]
fn a_thousandfold_gz() {
    let path = std::env::temp_dir().join(format!("numoxide-swelling-{}.gz", std::process::id()));
    let file = std::fs::File::create(&path).unwrap();
    let mut packer = flate2::write::GzEncoder::new(file, flate2::Compression::default());
    (0..65).for_each(|_| std::io::Write::write_all(&mut packer, &vec![b'\n'; 1 << 20]).unwrap());
    packer.finish().unwrap();
    let error = loadtxt::<f64>(&path).unwrap_err();
    assert!(matches!(error, Error::Limit { what: "gz: size of the contents", .. }), "{error}");
    std::fs::remove_file(path).unwrap();
}
