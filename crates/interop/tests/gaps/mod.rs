//! `genfromtxt` and `fromregex` against what NumPy makes of the same texts.

use numoxide_core::{AnyArray, DType, Order};
use numoxide_interop::Error;
use numoxide_interop::text::{Case, Column, Delimiter, Filling, GenFromTxt};

use super::unescape;

/// A value of the options of `make_genfromtxt.py`.
#[derive(Debug)]
enum Said {
    None,
    Bool(bool),
    Int(i64),
    Float(f64),
    Text(String),
    List(Vec<Said>),
    Dict(Vec<(Said, Said)>),
}

fn said(text: &str) -> Said {
    let (kind, rest) = text.split_at(1);
    let parts = || rest.split(',').filter(|part| !part.is_empty());
    match kind {
        "n" => Said::None,
        "b" => Said::Bool(rest == "True"),
        "i" => Said::Int(rest.parse().unwrap()),
        "f" => Said::Float(rest.parse().unwrap()),
        "s" => Said::Text(rest.to_owned()),
        "l" => Said::List(parts().map(said).collect()),
        _ => Said::Dict(
            parts().map(|part| part.split_once(':').unwrap()).map(|(k, v)| (said(k), said(v))).collect(),
        ),
    }
}

impl Said {
    fn number(&self) -> usize {
        let Said::Int(number) = self else { panic!("{self:?}") };
        *number as usize
    }

    fn flag(&self) -> bool {
        matches!(self, Said::Bool(true))
    }

    fn text(&self) -> &str {
        let Said::Text(text) = self else { panic!("{self:?}") };
        text
    }

    fn list(&self) -> &[Said] {
        let Said::List(list) = self else { panic!("{self:?}") };
        list
    }

    fn column(&self) -> Column {
        match self {
            Said::Int(place) => Column::Place(*place as isize),
            name => name.text().into(),
        }
    }

    fn filling(&self) -> Filling {
        match self {
            Said::Int(value) => (*value).into(),
            Said::Float(value) => (*value).into(),
            text => text.text().into(),
        }
    }
}

fn with(options: GenFromTxt<'static>, key: &str, value: &Said) -> GenFromTxt<'static> {
    match (key, value) {
        ("dtype", Said::None) => options.dtype(None),
        ("dtype", text) => options.dtype(DType::parse(text.text()).unwrap()),
        ("comments", Said::None) => options.comments(""),
        ("comments", text) => options.comments(text.text()),
        ("delimiter", Said::Int(width)) => options.delimiter(*width as usize),
        ("delimiter", Said::Text(text)) => options.delimiter(text.as_str()),
        ("delimiter", list) => {
            options.delimiter(Delimiter::Widths(list.list().iter().map(Said::number).collect()))
        }
        ("skip_header", lines) => options.skip_header(lines.number()),
        ("skip_footer", lines) => options.skip_footer(lines.number()),
        ("max_rows", rows) => options.max_rows(rows.number()),
        ("ndmin", axes) => options.ndmin(axes.number()),
        ("unpack", flag) => options.unpack(flag.flag()),
        ("loose", flag) => options.loose(flag.flag()),
        ("invalid_raise", flag) => options.invalid_raise(flag.flag()),
        ("autostrip", flag) => options.autostrip(flag.flag()),
        ("usecols", list) => options.usecols(list.list().iter().map(Said::column)),
        ("names", Said::Bool(first)) => options.names(*first),
        ("names", Said::Text(text)) => options.names(text.as_str()),
        ("names", list) => options.names(list.list().iter().map(Said::text).collect::<Vec<_>>()),
        ("excludelist", list) => options.excludelist(list.list().iter().map(Said::text)),
        ("deletechars", text) => options.deletechars(text.text()),
        ("replace_space", text) => options.replace_space(text.text()),
        ("defaultfmt", text) => options.defaultfmt(text.text()),
        ("case_sensitive", Said::Bool(flag)) => options.case_sensitive(*flag),
        ("case_sensitive", case) if case.text() == "lower" => options.case_sensitive(Case::Lower),
        ("case_sensitive", _) => options.case_sensitive(Case::Upper),
        ("missing_values", Said::Text(text)) => options.missing_values(text.split(',')),
        ("missing_values", Said::Dict(of)) => of.iter().fold(options, |options, (column, value)| {
            options.missing_values_of(column.column(), [value.text()])
        }),
        ("filling_values", Said::Dict(of)) => of.iter().fold(options, |options, (column, value)| {
            options.filling_value_of(column.column(), value.filling())
        }),
        ("filling_values", value) => options.filling_values(value.filling()),
        other => panic!("{other:?}"),
    }
}

/// Whether an array is what three fields say: dtype, shape, items.
fn check(array: &AnyArray, wanted: &[&str], name: &str) {
    let shape: Vec<String> = array.shape().iter().map(usize::to_string).collect();
    let items: String = array.tobytes(Order::C).unwrap().iter().map(|byte| format!("{byte:02x}")).collect();
    let found = [array.dtype().to_string(), shape.join(","), items];
    assert_eq!(found[..], *wanted, "{name}");
}

fn options(spec: &str) -> GenFromTxt<'static> {
    let spec = unescape(spec);
    let pairs = spec.split(" ;; ").filter(|pair| !pair.is_empty());
    pairs.fold(GenFromTxt::new(), |options, pair| {
        let (key, value) = pair.split_once('=').unwrap();
        with(options, key, &said(value))
    })
}

#[test]
fn masks_say_what_is_missing() {
    for line in include_str!("../data/genfromtxt_mask.tsv").lines() {
        let fields: Vec<&str> = line.split('\t').collect();
        let (table, mask) = options(fields[0]).parse_masked(&unescape(fields[1])).unwrap();
        check(&table, &fields[2..5], line);
        check(&mask, &fields[5..], line);
    }
}

#[test]
fn tables_with_gaps_are_what_numpy_makes_of_them() {
    for line in include_str!("../data/genfromtxt.tsv").lines() {
        let fields: Vec<&str> = line.split('\t').collect();
        let (options, text) = (options(fields[0]), unescape(fields[1]));
        let name = format!("{} of {}", fields[0], fields[1]);
        match (options.parse(&text), fields[2]) {
            (found, "error") => assert!(found.is_err(), "{name}: {found:?}"),
            (Ok(array), _) => check(&array, &fields[2..], &name),
            (Err(error), _) => panic!("{name}: {error}"),
        }
    }
}

#[test]
fn fields_are_rewritten_before_they_are_read() {
    let percent = GenFromTxt::new()
        .delimiter(",")
        .converter(1, |field| field.trim().trim_end_matches('%').to_owned())
        .filling_value_of(1, 100.0);
    let table = percent.parse("1, 50%\n2,\n3, 75 %\n").unwrap().downcast::<f64>().unwrap();
    assert_eq!(table.to_vec()[..4], [1.0, 50.0, 2.0, 100.0]);
    let named = GenFromTxt::new().names("a,b").dtype(None).converter("b", |field| format!("{field}0"));
    let table = named.parse("1 2\n3 4\n").unwrap();
    assert_eq!(table.field("b").unwrap().downcast::<i64>().unwrap().to_vec(), [20, 40]);
}

/// NumPy 2.4 stumbles over a column that begins with integers and goes on with text; the meaning is clear.
#[test]
fn text_after_integers_is_text() {
    let table = GenFromTxt::new().dtype(None).parse("1 2\n3 x\n").unwrap();
    assert_eq!(table.dtype().to_string(), "[('f0', '<i8'), ('f1', '<U1')]");
}

#[test]
fn what_is_wrong_with_a_table_is_said() {
    let new = GenFromTxt::new;
    let ragged = new().parse("1 2\n\n3\n").unwrap_err();
    assert!(matches!(ragged, Error::Columns { line: 3, expected: 2, found: 1 }), "{ragged}");
    let field = new().loose(false).parse("1 2\n3 x\n").unwrap_err();
    assert!(matches!(&field, Error::Field { line: 2, column: 1, field, .. } if field == "x"), "{field}");
    assert!(matches!(
        new().usecols([9]).names("a,b").dtype(None).parse("1 2"),
        Err(Error::Column { column: 9, .. })
    ));
    assert!(matches!(new().usecols([-3]).parse("1 2"), Err(Error::Column { column: -3, width: 2 })));
    assert!(matches!(
        new().defaultfmt("f").dtype(None).parse("1 a"),
        Err(Error::Argument { what: "defaultfmt", .. })
    ));
    assert!(new().dtype(DType::Void(3)).parse("1").is_err());
}

#[cfg(feature = "regex")]
#[test]
fn matches_are_what_numpy_finds() {
    use numoxide_interop::text::FromRegex;
    for line in include_str!("../data/fromregex.tsv").lines() {
        let fields: Vec<&str> = line.split('\t').collect();
        let (pattern, text) = (unescape(fields[0]), unescape(fields[1]));
        let found =
            FromRegex::new(&pattern, DType::parse(fields[2]).unwrap()).and_then(|regex| regex.parse(&text));
        match (found, fields[3]) {
            (found, "error") => assert!(found.is_err(), "{pattern}"),
            (Ok(array), _) => check(&array, &fields[3..], &pattern),
            (Err(error), _) => panic!("{pattern}: {error}"),
        }
    }
    let struct_of_one = || DType::parse("[('n', 'i4')]").unwrap();
    assert!(matches!(FromRegex::new("(", struct_of_one()), Err(Error::Pattern { .. })));
    let regex = FromRegex::new("n=(.)", struct_of_one()).unwrap();
    assert!(matches!(regex.parse("n=1\nn=x"), Err(Error::Field { line: 2, column: 0, .. })));
}
