//! NumPy's own validation sets of the elementary functions, from the virtual environment that `cargo xtask` makes.
//!
//! Each line of `umath-validation-set-<function>.csv` is a type, the bits of an argument and of the result, and how many units
//! in the last place an implementation may be off. Without the environment the test has nothing to read and says so.

use std::path::{Path, PathBuf};

use numoxide_core::{AnyArray, Array, Scalar};
use numoxide_simd::{available_levels, force_level};
use numoxide_testkit::ulp::{distance, distance_f32};
use numoxide_ufunc::table;

/// A line of a set: the bits of argument and result, and the units between them that are allowed.
struct Point {
    argument: u64,
    result: u64,
    tolerance: u64,
}

fn folder() -> Option<PathBuf> {
    let library = Path::new(env!("CARGO_TARGET_TMPDIR")).parent()?.join("venv/lib");
    let versions = std::fs::read_dir(library).ok()?.flatten();
    let folders = versions.map(|version| version.path().join("site-packages/numpy/_core/tests/data"));
    folders.into_iter().find(|folder| folder.is_dir())
}

fn points(text: &str, dtype: &str) -> Vec<Point> {
    let bits =
        |word: &str| u64::from_str_radix(word.trim().trim_start_matches("0x"), 16).expect("hexadecimal");
    let lines = text.lines().map(|line| line.split(',').collect::<Vec<_>>());
    let of_type = lines.filter(|words| words.len() == 4 && words[0] == dtype);
    of_type
        .map(|words| Point {
            argument: bits(words[1]),
            result: bits(words[2]),
            tolerance: words[3].trim().parse().expect("a number"),
        })
        .collect()
}

fn check<T: Scalar + Into<f64>>(
    function: &str,
    points: &[Point],
    value: fn(u64) -> T,
    apart: fn(T, T) -> u64,
    found: &mut Vec<String>,
) {
    let ufunc = table::by_name(function).expect("a function of the table");
    let arguments = Array::from_vec(points.iter().map(|point| value(point.argument)).collect()).unwrap();
    let results = ufunc.call(&[&AnyArray::from(&arguments).view()]).unwrap().one().unwrap();
    let results: Array<T> = results.try_into().unwrap();
    for (point, &got) in points.iter().zip(results.iter()) {
        let wanted = value(point.result);
        let both_nan = got.into().is_nan() && wanted.into().is_nan();
        if !both_nan && apart(got, wanted) > point.tolerance {
            found.push(format!("{function}({:?}) is {got:?}, not {wanted:?}", value(point.argument)));
        }
    }
}

#[test]
fn numpys_validation_sets_hold_at_every_level() {
    let Some(folder) = folder() else {
        println!("skipped: no virtual environment; `cargo xtask golden --check` makes it");
        return;
    };
    let (mut found, mut checked) = (Vec::new(), 0);
    for entry in std::fs::read_dir(folder).unwrap().flatten() {
        let name = entry.file_name().into_string().unwrap();
        let set = name.strip_prefix("umath-validation-set-").and_then(|name| name.strip_suffix(".csv"));
        let Some(function) = set else { continue };
        let text = std::fs::read_to_string(entry.path()).unwrap();
        let (singles, doubles) = (points(&text, "np.float32"), points(&text, "np.float64"));
        for &level in available_levels() {
            force_level(level);
            let single = |bits| f32::from_bits(bits as u32);
            check(function, &singles, single, |a, b| distance_f32(a, b).into(), &mut found);
            check(function, &doubles, f64::from_bits, distance, &mut found);
        }
        checked += singles.len() + doubles.len();
    }
    assert!(checked > 20_000, "only {checked} points");
    assert!(found.is_empty(), "{} points:\n{}", found.len(), found[..found.len().min(30)].join("\n"));
}
