//! Families, limits and promotion of types, held to NumPy's.

use numoxide_core::*;
use numoxide_testkit::{Golden, golden};

/// The dtypes in the order of the golden tables.
const DTYPES: [&str; 14] =
    ["b1", "i1", "i2", "i4", "i8", "u1", "u2", "u4", "u8", "f2", "f4", "f8", "c8", "c16"];

fn dtype(name: &str) -> DType {
    let size = |dtype: &DType| name[1..].parse() == Ok(dtype.itemsize());
    let mut all = DType::SCALARS.into_iter();
    all.find(|dtype| name.starts_with(dtype.kind()) && size(dtype) && *dtype != DType::BF16).unwrap()
}

fn place(dtype: &DType) -> usize {
    DTYPES.iter().position(|name| self::dtype(name) == *dtype).unwrap()
}

/// The texts of a golden file whose names begin so, split at the bars.
fn texts<'a>(file: &'a Golden, prefix: &'a str) -> impl Iterator<Item = (&'a str, Vec<&'a str>)> {
    file.iter().filter_map(move |(name, entry)| {
        Some((name.strip_prefix(prefix)?, entry.text().split('|').collect()))
    })
}

fn doubled(hex: &str) -> f64 {
    f64::from_bits(u64::from_str_radix(hex, 16).unwrap().swap_bytes())
}

#[test]
fn kinds_hold_what_numpys_hold() {
    let file = golden("types");
    let mut count = 0;
    for (name, entry) in file.iter() {
        let Some((function, kind)) = name.split_once('.').filter(|(f, _)| f.starts_with("is")) else {
            continue;
        };
        let kind: Kind =
            kind.replace('_', " ").parse().or_else(|_| kind.parse()).unwrap_or(DType::Bool.into());
        for (name, wanted) in DTYPES.iter().zip(entry.values::<bool>()) {
            let found = match function {
                "isdtype" => isdtype(&dtype(name), std::slice::from_ref(&kind)),
                _ => issubdtype(&dtype(name), kind.clone()),
            };
            assert_eq!(found, wanted, "{function}({name}, {kind:?})");
        }
        count += 1;
    }
    assert_eq!(count, 17);
    assert!("rational".parse::<Kind>().is_err());
    assert_eq!("float64".parse(), Ok(Kind::Type(DType::F64)));
}

#[test]
fn common_type_is_numpys() {
    let table = golden("types").entry("common_type").values::<i8>();
    for (at, wanted) in table.into_iter().enumerate() {
        let pair = [dtype(DTYPES[at / 14]), dtype(DTYPES[at % 14])];
        let found = common_type(&pair).map_or(-1, |dtype| place(&dtype) as i8);
        assert_eq!(found, wanted, "{pair:?}");
    }
}

#[test]
fn result_type_is_numpys() {
    let file = golden("types");
    for (_, words) in texts(&file, "result.") {
        let operand = |word| match word {
            "int" => Promoted::from(1),
            "float" => 1.5.into(),
            "complex" => c128::new(0.0, 2.0).into(),
            name => dtype(name).into(),
        };
        let operands: Vec<_> = words[0].split_whitespace().map(operand).collect();
        let found = result_type(&operands).map_or("error".to_owned(), |dtype| place(&dtype).to_string());
        assert_eq!(found, words[1], "{}", words[0]);
    }
    assert_eq!(texts(&file, "result.").count(), 55);
    let both = [Promoted::from(&array![1i16]), (&AnyArray::from(array![true])).into(), true.into(), 3.into()];
    assert_eq!(result_type(&both), Ok(DType::I16));
    let structured = DType::Struct(StructType::new(vec![], 0, 1).unwrap().into());
    assert!(result_type(&[Promoted::from(&structured), 1.into()]).is_err());
    assert_eq!(result_type(&[Promoted::from(DType::BF16), 0.5.into()]), Ok(DType::BF16));
}

#[test]
fn min_scalar_type_is_numpys() {
    let file = golden("types");
    assert_eq!(texts(&file, "min_scalar.").count(), 50);
    for (_, words) in texts(&file, "min_scalar.") {
        let bytes: Vec<u8> = (0..words[1].len() / 2)
            .map(|i| u8::from_str_radix(&words[1][2 * i..2 * i + 2], 16).unwrap())
            .collect();
        macro_rules! of {
            ($ty:ty) => {
                min_scalar_type(<$ty>::from_le_bytes(bytes[..].try_into().unwrap()))
            };
        }
        let half = |at: usize| bytes[at..at + bytes.len() / 2].try_into();
        let found = match words[0] {
            "b1" => min_scalar_type(bytes[0] == 1),
            "i1" => of!(i8),
            "i2" => of!(i16),
            "i4" => of!(i32),
            "i8" => of!(i64),
            "u1" => of!(u8),
            "u8" => of!(u64),
            "f2" => of!(f16),
            "f4" => of!(f32),
            "f8" => of!(f64),
            "c8" => min_scalar_type(c64::new(
                f32::from_le_bytes(bytes[..4].try_into().unwrap()),
                f32::from_le_bytes(bytes[4..].try_into().unwrap()),
            )),
            _ => min_scalar_type(c128::new(
                f64::from_le_bytes(half(0).unwrap()),
                f64::from_le_bytes(half(8).unwrap()),
            )),
        };
        assert_eq!(place(&found).to_string(), words[2], "{} {}", words[0], words[1]);
    }
}

#[test]
fn finfo_is_numpys() {
    let file = golden("types");
    for (name, words) in texts(&file, "finfo.") {
        let info = finfo(&dtype(name)).unwrap();
        for (field, value) in words.iter().map(|word| word.split_once('=').unwrap()) {
            let float = |ours: f64| assert_eq!(ours, doubled(value), "{name}.{field}");
            let integer = |ours: i64| assert_eq!(ours.to_string(), value, "{name}.{field}");
            match field {
                "eps" => float(info.eps),
                "epsneg" => float(info.epsneg),
                "max" => float(info.max),
                "min" => float(info.min),
                "smallest_normal" => float(info.smallest_normal),
                "smallest_subnormal" => float(info.smallest_subnormal),
                "resolution" => float(info.resolution),
                "tiny" => float(info.tiny()),
                "bits" => integer(info.bits.into()),
                "iexp" => integer(info.iexp.into()),
                "nmant" => integer(info.nmant.into()),
                "machep" => integer(info.machep.into()),
                "negep" => integer(info.negep.into()),
                "minexp" => integer(info.minexp.into()),
                "maxexp" => integer(info.maxexp.into()),
                "precision" => integer(info.precision.into()),
                "nexp" => integer(info.nexp().into()),
                other => panic!("{other}"),
            }
        }
    }
    assert_eq!(texts(&file, "finfo.").count(), 5);
    let brain = finfo(&DType::BF16).unwrap();
    assert_eq!((brain.eps, brain.max), (bf16::EPSILON.into(), bf16::MAX.into()));
    assert!(finfo(&DType::I32).is_err());
}

#[test]
fn iinfo_is_numpys() {
    let file = golden("types");
    for (name, words) in texts(&file, "iinfo.") {
        let info = iinfo(&dtype(name)).unwrap();
        let found =
            [info.kind.to_string(), info.bits.to_string(), info.min.to_string(), info.max.to_string()];
        assert_eq!(found[..], words[..], "{name}");
    }
    assert_eq!(texts(&file, "iinfo.").count(), 8);
    assert!(iinfo(&DType::Bool).is_err() && iinfo(&DType::F32).is_err());
}
