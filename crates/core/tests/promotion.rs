//! Promotion and casting rules, held to NumPy's for every pair of dtypes.

use numoxide_core::{Casting, DType, can_cast, promote_types};
use numoxide_testkit::golden;

/// The dtypes in the order of the golden tables.
const DTYPES: [DType; 14] = [
    DType::Bool,
    DType::I8,
    DType::I16,
    DType::I32,
    DType::I64,
    DType::U8,
    DType::U16,
    DType::U32,
    DType::U64,
    DType::F16,
    DType::F32,
    DType::F64,
    DType::C64,
    DType::C128,
];

fn pairs() -> impl Iterator<Item = (&'static DType, &'static DType)> {
    const ALL: &[DType] = &DTYPES;
    ALL.iter().flat_map(|a| ALL.iter().map(move |b| (a, b)))
}

#[test]
fn promote_types_is_numpys() {
    let wanted = golden("promotion").entry("promote").values::<i8>();
    for ((a, b), place) in pairs().zip(wanted) {
        assert_eq!(promote_types(a, b), Ok(DTYPES[place as usize].clone()), "{a} with {b}");
    }
}

#[test]
fn can_cast_is_numpys() {
    let file = golden("promotion");
    let rules = [
        ("no", Casting::No),
        ("equiv", Casting::Equiv),
        ("safe", Casting::Safe),
        ("same_kind", Casting::SameKind),
        ("unsafe", Casting::Unsafe),
    ];
    for (name, casting) in rules {
        let wanted = file.entry(&format!("can_cast.{name}")).values::<bool>();
        for ((a, b), wanted) in pairs().zip(wanted) {
            assert_eq!(can_cast(a, b, casting), wanted, "{a} to {b} under {casting}");
        }
    }
}
