//! The program on files of NumPy's, held to what NumPy says of them.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use numoxide::npy;
use numoxide::prelude::*;
use serde_json::Value;

fn data(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data").join(name)
}

/// A folder of a test's own.
struct Folder(PathBuf);

impl Folder {
    fn new(test: &str) -> Folder {
        let folder = std::env::temp_dir().join(format!("numoxide-cli-{}-{test}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        Folder(folder)
    }

    fn file(&self, name: &str) -> PathBuf {
        self.0.join(name)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

fn numoxide(words: &[&str], files: &[&Path]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_numoxide")).args(words).args(files).output().unwrap()
}

/// What the program answers, which must end with a code.
fn answer(words: &[&str], files: &[&Path], code: i32) -> String {
    let output = numoxide(words, files);
    let errors = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(code), "{words:?}: {errors}");
    assert_eq!(errors.is_empty(), code != 2, "{errors}");
    String::from_utf8(if code == 2 { output.stderr } else { output.stdout }).unwrap()
}

fn json(words: &[&str], files: &[&Path], code: i32) -> Value {
    serde_json::from_str(&answer(words, files, code)).unwrap()
}

#[test]
fn info_tells_what_the_headers_say() {
    let files = [data("columns.npy"), data("records.npy"), data("two.npz"), data("table.csv")];
    let files: Vec<&Path> = files.iter().map(PathBuf::as_path).collect();
    let found = json(&["info", "--json"], &files, 0);
    let shapes: Vec<Value> = found.as_array().unwrap().iter().map(|entry| entry["shape"].clone()).collect();
    let expected: Value = serde_json::from_str("[[200,3],[50],[200,3],[2,3,4],[20,3]]").unwrap();
    assert_eq!(Value::from(shapes), expected);
    assert_eq!((&found[0]["order"], &found[0]["swapped"]), (&"F".into(), &true.into()));
    assert_eq!((&found[2]["name"], &found[3]["dtype"]), (&"table".into(), &"int16".into()));
    assert_eq!(found[4]["columns"], Value::from(vec!["a", "b", "c"]));
    let text = answer(&["info"], &files, 0);
    assert!(text.contains("float32 (swapped)") && text.contains("4.7 KiB"), "{text}");
}

#[test]
fn texts_are_compressed_by_their_names() {
    let folder = Folder::new("gz");
    let (plain, packed, again) =
        (data("table.csv"), folder.file("table.csv.gz"), folder.file("table.tsv.gz"));
    answer(&["convert"], &[&plain, &packed], 0);
    answer(&["convert"], &[&packed, &again], 0);
    let unpacked = folder.file("table.csv");
    answer(&["convert"], &[&packed, &unpacked], 0);
    let bytes = std::fs::read(&packed).unwrap();
    // What the format begins with, and the size of the contents at its end.
    assert_eq!(bytes[..2], [0x1f, 0x8b]);
    let size = u32::from_le_bytes(*bytes.last_chunk().unwrap());
    assert_eq!(u64::from(size), std::fs::metadata(&unpacked).unwrap().len());
    for command in [&["stats", "--json"][..], &["head", "--json"]] {
        let expected = answer(command, &[&plain], 0).replace("table.csv", "");
        for file in [&packed, &again] {
            let found = answer(command, &[file], 0).replace(&file.display().to_string(), "");
            let expected = expected.replace(&plain.with_file_name("").display().to_string(), "");
            assert_eq!(found, expected);
        }
    }
    let info = &json(&["info", "--json"], &[&packed], 0)[0];
    assert_eq!(
        (&info["shape"], &info["columns"]),
        (&Value::from(vec![20, 3]), &Value::from(vec!["a", "b", "c"]))
    );
    assert_eq!(info["stored"].as_u64(), Some(std::fs::metadata(&packed).unwrap().len()));
    // What is compressed and does not say so, and what says so and is not.
    std::fs::copy(&packed, folder.file("odd.csv")).unwrap();
    assert!(answer(&["info"], &[&folder.file("odd.csv")], 2).contains("compressed"));
    std::fs::copy(&plain, folder.file("odd.csv.gz")).unwrap();
    answer(&["info"], &[&folder.file("odd.csv.gz")], 2);
    assert!(answer(&["convert"], &[&plain, &folder.file("table.npy.gz")], 2).contains("only texts"));
}

/// The system lets no file grow beyond a limit, as a disk that is full.
#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_leaves_what_was_there() {
    let folder = Folder::new("full");
    for name in ["a.npy", "a.npz", "a.safetensors", "a.csv", "a.csv.gz"] {
        let path = folder.file(name);
        std::fs::write(&path, "old").unwrap();
        // The program must not be killed for it, but told.
        let script = "trap '' XFSZ; ulimit -f 0; exec \"$@\"";
        let mut shell = Command::new("sh");
        shell.args(["-c", script, "sh", env!("CARGO_BIN_EXE_numoxide"), "convert"]);
        let output = shell.arg(data("columns.npy")).arg(&path).output().unwrap();
        let errors = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.code() == Some(2) && errors.contains("File too large"), "{name}: {errors}");
        assert_eq!(std::fs::read(&path).unwrap(), b"old", "{name}");
    }
    assert_eq!(std::fs::read_dir(&folder.0).unwrap().count(), 5, "no temporary file stays");
}

/// Every figure, from memory and in passes over the file.
#[test]
fn stats_are_numpys() {
    let figures = std::fs::read_to_string(data("stats.tsv")).unwrap();
    for keep in ["16777216", "40", "0"] {
        let words = ["stats", "--json", "--bins=7", "--quantiles=0,0.1,0.5,0.75,1", "--keep", keep];
        let mut answers: Vec<(&str, Value)> = Vec::new();
        for line in figures.lines() {
            let [file, column, key, expected] = line.split('\t').collect::<Vec<_>>()[..] else {
                panic!("{line}")
            };
            if !answers.iter().any(|(known, _)| *known == file) {
                answers.push((file, json(&words, &[&data(file)], 0)));
            }
            let (_, answer) = answers.iter().find(|(known, _)| *known == file).unwrap();
            let columns =
                answer.as_array().unwrap().iter().flat_map(|array| array["columns"].as_array().unwrap());
            let found = columns.into_iter().find(|found| found["name"] == column).unwrap();
            let found = match key {
                _ if key.starts_with('q') => {
                    let q: f64 = key[1..].parse().unwrap();
                    let quantiles = found["quantiles"].as_array().unwrap();
                    &quantiles.iter().find(|found| found["q"] == q).unwrap()["value"]
                }
                "edge" => &found["histogram"]["edges"][3],
                _ if key.starts_with("bin") => {
                    &found["histogram"]["counts"][key[3..].parse::<usize>().unwrap()]
                }
                _ => &found[key],
            };
            let expected: f64 = expected.parse().unwrap();
            // NumPy's quantiles beside an infinity are left out by the generator.
            if expected.is_nan() && key.starts_with('q') {
                continue;
            }
            let found = found.as_f64().unwrap_or_else(|| found.as_str().unwrap().parse().unwrap());
            let near = (found - expected).abs() <= 1e-11 * expected.abs().max(1.0);
            let same = found == expected || (found.is_nan() && expected.is_nan());
            assert!(near || same, "{line}: found {found}, {keep} kept");
        }
    }
}

#[test]
fn head_shows_the_first_rows_of_every_format() {
    let folder = Folder::new("head");
    let table = data("table.npy");
    let expected = npy::read_as::<f64>(&table).unwrap().slice(s![..2]).unwrap().to_vec();
    for name in ["a.npz", "a.safetensors", "a.csv", "a.npy"] {
        answer(&["convert"], &[&table, &folder.file(name)], 0);
        let found = json(&["head", "--json", "-n", "2"], &[&folder.file(name)], 0);
        let rows = if found.is_object() { &found["arr_0"] } else { &found };
        let items = rows.as_array().unwrap().iter().flat_map(|row| row.as_array().unwrap());
        let items: Vec<f64> = items.map(|item| item.as_f64().unwrap_or(f64::NAN)).collect();
        let same = items.iter().zip(&expected).all(|(a, b)| a == b || (a.is_nan() && b.is_nan()));
        assert!(same && items.len() == 6, "{name}: {items:?}");
    }
    assert_eq!(answer(&["head", "-n", "1"], &[&data("columns.npy")], 0), "[[-62.5     nan  42.25]]\n");
    let found = json(&["head", "--json", "-n", "3", "-m", "cube"], &[&data("two.npz")], 0);
    assert_eq!(found["cube"][1][2][3], 18);
    let record = &json(&["head", "--json"], &[&data("records.npy")], 0)[2];
    assert_eq!((&record["name"], &record["place"]["x"]), (&"c,c".into(), &0.5.into()));
}

#[test]
fn what_is_converted_to_and_fro_is_the_same() {
    let folder = Folder::new("convert");
    let start = data("table.npy");
    let mut last = start.clone();
    for name in ["1.csv", "2.npz", "3.safetensors", "4.tsv", "5.npy"] {
        let next = folder.file(name);
        let member = if name.starts_with(['3', '4']) { "--member=arr_0" } else { "--compress" };
        answer(&["convert", member], &[&last, &next], 0);
        assert_eq!(answer(&["diff"], &[&start, &next], 0), "", "{name}");
        last = next;
    }
    // Casts, and quotes around what would end a field.
    answer(&["convert", "--dtype", "i8"], &[&data("cube.npy"), &folder.file("long.npy")], 0);
    assert_eq!(npy::read(folder.file("long.npy")).unwrap().dtype(), &DType::I64);
    answer(&["convert"], &[&data("records.npy"), &folder.file("records.csv")], 0);
    let text = std::fs::read_to_string(folder.file("records.csv")).unwrap();
    let lines: Vec<&str> = text.lines().take(5).collect();
    let expected = ["id,name,place.x,place.y", "0,a,0,-62.5", "3,bb,0.25,32.125"];
    assert_eq!(lines[..3], expected);
    assert!(lines[3].starts_with("6,\"c,c\",0.5,") && lines[4].starts_with("9,\"d\"\"\",0.75,"), "{lines:?}");
}

#[test]
fn diff_finds_what_differs_and_ends_with_one() {
    let folder = Folder::new("diff");
    let file = folder.file("other.npy");
    let mut other = npy::read_as::<f64>(data("table.npy")).unwrap();
    other[[3, 2]] += 0.5;
    other[[199, 0]] *= 1.0 + 1e-9;
    npy::write(&file, &other).unwrap();
    let found = json(&["diff", "--json"], &[&data("table.npy"), &file], 1);
    let report = &found["differences"][0];
    assert_eq!(
        (&report["differing"], &report["items"], &report["max_abs"]),
        (&2.into(), &600.into(), &0.5.into())
    );
    assert_eq!(report["first"][0]["index"], Value::from(vec![3, 2]));
    let text = answer(&["diff", "--rtol=1e-8"], &[&data("table.npy"), &file], 1);
    assert!(text.starts_with("array: 1 of 600 items differ, by 0.5 at most"), "{text}");
    answer(&["diff", "--rtol=1e-8", "--atol=0.5"], &[&data("table.npy"), &file], 0);
    // NaNs are equal unless they are not to be.
    answer(&["diff", "--atol=1", "--nan-differs"], &[&data("table.npy"), &file], 1);
    // Other order, type and byte order; the eighths are exact in 32 bits.
    answer(&["diff", "--ignore-dtype"], &[&data("table.npy"), &data("columns.npy")], 0);
    let text = answer(&["diff"], &[&data("table.npy"), &data("columns.npy")], 1);
    assert_eq!(text, "array: dtype float64 and float32\n");
    assert!(answer(&["diff"], &[&data("table.npy"), &data("cube.npy")], 1).contains("shape [200, 3]"));
    answer(&["diff", "-m", "cube"], &[&data("two.npz"), &data("two.npz")], 0);
    answer(&["diff"], &[&data("records.npy"), &data("records.npy")], 0);
}

#[test]
fn large_integers_are_compared_as_integers() {
    let folder = Folder::new("integers");
    let (a, b) = (folder.file("a.npy"), folder.file("b.npy"));
    npy::write(&a, &array![i64::MAX, 5]).unwrap();
    npy::write(&b, &array![i64::MAX - 1, 5]).unwrap();
    let text = answer(&["diff"], &[&a, &b], 1);
    assert!(text.contains("9223372036854775807  9223372036854775806"), "{text}");
}

#[test]
fn tables_without_rows_and_with_gaps() {
    let folder = Folder::new("gaps");
    let file = folder.file("gaps.csv");
    std::fs::write(&file, "# a comment\nx;y\n1;\n\n2;5\n;7\n").unwrap();
    let columns = json(&["stats", "--json"], &[&file], 0)[0]["columns"].clone();
    assert_eq!((&columns[0]["nan"], &columns[1]["nan"]), (&1.into(), &1.into()));
    assert_eq!((&columns[0]["mean"], &columns[1]["mean"]), (&1.5.into(), &6.0.into()));
    std::fs::write(&file, "x,y\n").unwrap();
    assert_eq!(json(&["stats", "--json"], &[&file], 0)[0]["columns"][1]["count"], 0);
    npy::write(folder.file("empty.npy"), &Array::<f32>::zeros([0, 2]).unwrap()).unwrap();
    let text = answer(&["stats"], &[&folder.file("empty.npy")], 0);
    assert!(text.contains("nan"), "{text}");
    assert_eq!(json(&["head", "--json"], &[&folder.file("empty.npy")], 0), Value::Array(vec![]));
}

#[test]
fn a_mark_of_utf8_is_no_part_of_a_table() {
    let folder = Folder::new("mark");
    for (name, text, shown) in [
        ("named.csv", "\u{feff}a,b\n1,2\n", "a, b\n[[1. 2.]]\n"),
        ("bare.csv", "\u{feff}3,4\n1,2\n", "[[3. 4.]\n [1. 2.]]\n"),
    ] {
        let path = folder.file(name);
        std::fs::write(&path, text).unwrap();
        assert_eq!(answer(&["head"], &[&path], 0), shown);
    }
}

#[test]
fn files_that_are_meant_to_harm_do_not() {
    let folder = Folder::new("harm");
    let wide = folder.file("wide.csv");
    std::fs::write(&wide, "x".repeat(100_000)).unwrap();
    assert!(answer(&["stats"], &[&wide], 0).contains(&"x".repeat(100_000)));
    let none = folder.file("none.npy");
    let header = "{'descr': '<f8', 'fortran_order': False, 'shape': (0, 1099511627776), }";
    let length = u16::try_from(header.len()).unwrap().to_le_bytes();
    std::fs::write(&none, [&b"\x93NUMPY\x01\x00"[..], &length, header.as_bytes()].concat()).unwrap();
    assert!(answer(&["stats"], &[&none], 2).contains("too many columns"));
    let steering = folder.file("steering.npz");
    numoxide::savez(&steering, [("\u{1b}[31mred", &array![1.0])]).unwrap();
    let told = answer(&["info"], &[&steering], 0);
    assert!(told.contains("\\u{1b}[31mred") && !told.contains('\u{1b}'), "{told}");
}

#[test]
fn pictures_are_drawn_of_every_kind() {
    let folder = Folder::new("plot");
    let (svg, png) = (folder.file("a.svg"), folder.file("a.png"));
    let (svg_word, png_word) = (format!("-o{}", svg.display()), format!("-o{}", png.display()));
    answer(&["plot", &svg_word, "--title", "a <b>"], &[&data("table.npy")], 0);
    let text = std::fs::read_to_string(&svg).unwrap();
    // Three columns, the second of which has twelve gaps.
    assert_eq!(text.matches("stroke-width='1.2'").count(), 1 + 12 + 1);
    assert!(text.contains("a &lt;b&gt;"));
    answer(&["plot", &svg_word, "--kind=points", "-x", "a", "--columns=c"], &[&data("table.csv")], 0);
    assert_eq!(std::fs::read_to_string(&svg).unwrap().matches("<circle").count(), 20);
    answer(&["plot", &svg_word, "--kind=histogram", "--bins=4"], &[&data("cube.npy")], 0);
    assert!(std::fs::read_to_string(&svg).unwrap().contains("fill='#1f77b4'"));
    answer(&["plot", &png_word, "--width=300", "--height=200"], &[&data("records.npy")], 0);
    let bytes = std::fs::read(&png).unwrap();
    assert_eq!((&bytes[..8], &bytes[16..24]), (&b"\x89PNG\r\n\x1a\n"[..], &b"\0\0\x02\x58\0\0\x01\x90"[..]));
    assert!(answer(&["plot", "-o", "a.gif"], &[&data("cube.npy")], 2).contains(".svg nor .png"));
    assert!(
        answer(&["plot", &svg_word, "--columns=7"], &[&data("table.npy")], 2).contains("none of 0, 1, 2")
    );
    assert!(answer(&["plot", &svg_word, "--width=9"], &[&data("table.npy")], 2).contains("no room"));
    // Of many items the extremes are drawn: a single peak is not lost.
    let mut long = Array::<f64>::zeros([100_000]).unwrap();
    long[54_321] = 1.0;
    npy::write(folder.file("long.npy"), &long).unwrap();
    answer(&["plot", &svg_word], &[&folder.file("long.npy")], 0);
    let text = std::fs::read_to_string(&svg).unwrap();
    assert!(text.len() < 100_000 && text.contains(",40.0 "), "the peak is at the top of the frame");
}

#[test]
fn what_goes_wrong_is_said_and_ends_with_two() {
    let folder = Folder::new("wrong");
    let cut = folder.file("cut.npy");
    let bytes = std::fs::read(data("table.npy")).unwrap();
    std::fs::write(&cut, &bytes[..bytes.len() - 1]).unwrap();
    assert!(answer(&["info"], &[&cut], 2).contains("truncated: 4800 bytes are promised, 4799 are there"));
    assert!(answer(&["info"], &[&folder.file("none.npy")], 2).contains("No such file"));
    let two = data("two.npz");
    assert!(answer(&["convert"], &[&two, &folder.file("x.npy")], 2).contains("--member: table, cube"));
    assert!(answer(&["head", "-m", "nothing"], &[&two], 2).contains("table, cube"));
    assert!(answer(&["convert"], &[&two, &folder.file("x.xls")], 2).contains(".safetensors"));
    assert!(answer(&["convert"], &[&data("cube.npy"), &folder.file("x.csv")], 2).contains("no table"));
    assert!(answer(&["stats", "--quantiles=2"], &[&data("cube.npy")], 2).contains("between 0 and 1"));
    assert!(answer(&["stats", "--bins=0"], &[&data("cube.npy")], 2).contains("one at least"));
    assert!(answer(&["frobnicate"], &[&two], 2).contains("Usage"));
    npy::write(folder.file("z.npy"), &array![numoxide::c128::new(1.0, 2.0)]).unwrap();
    assert!(answer(&["stats"], &[&folder.file("z.npy")], 2).contains("complex128 items are no real numbers"));
}
