//! Files that we wrote, read back by NumPy in the virtual environment that `cargo xtask golden` makes.

use std::path::{Path, PathBuf};
use std::process::Command;

use numoxide_core::{AnyArray, AnyView, Array, DType, Order, s};
use numoxide_interop::{npy, npz, savetxt, tofile};

fn python() -> Option<PathBuf> {
    let venv = Path::new(env!("CARGO_TARGET_TMPDIR")).parent()?.join("venv");
    let python = venv.join(if cfg!(windows) { "Scripts/python.exe" } else { "bin/python" });
    python.exists().then_some(python)
}

/// Files in a folder, and what NumPy should find in them.
struct Files {
    folder: PathBuf,
    list: String,
}

impl Files {
    fn new() -> Self {
        let folder = std::env::temp_dir().join(format!("numoxide-judged-{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        Files { folder, list: String::new() }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.join(name)
    }

    fn expect(&mut self, name: &str, key: &str, array: &AnyView<'_>, column_major: bool, same: bool) {
        let shape: Vec<String> = array.shape().iter().map(usize::to_string).collect();
        let items = array.tobytes(Order::C).unwrap();
        let items: String = items.iter().map(|byte| format!("{byte:02x}")).collect();
        // NumPy has no bfloat16.
        let dtype = match array.dtype() {
            DType::BF16 => "V2".to_owned(),
            other => other.to_string(),
        };
        let flags = [if column_major { "F" } else { "" }, if same { "same" } else { "" }];
        let line = [name, key, &dtype, &shape.join(","), flags[0], flags[1], &items].join("\t");
        self.list.push_str(&format!("{line}\n"));
    }

    /// The array as `.npy` files of every version and byte order, and as raw items.
    fn add(&mut self, name: &str, view: &AnyView<'_>) {
        let column_major = view.is_f_contiguous() && !view.is_c_contiguous();
        let lowest = npy::to_bytes(view).unwrap()[6];
        for (version, big) in [(lowest, false), (lowest, true), (2, false), (3, false), (3, true)] {
            // Void items keep their bytes, and so do the gaps of NumPy's copies in another order.
            let gaps = view.dtype().to_string().starts_with('{');
            if version < lowest || (big && (gaps || *view.dtype() == DType::BF16)) {
                continue;
            }
            let file = format!("{name}-{version}{}.npy", if big { "-big" } else { "" });
            npy::Save::new().version(version).big_endian(big).write(self.path(&file), view).unwrap();
            // The package that adds bfloat16 writes no name that NumPy would give two bytes.
            self.expect(&file, "", view, column_major, *view.dtype() != DType::BF16);
        }
        if view.itemsize() > 0 && !view.is_empty() {
            let file = format!("{name}.raw");
            tofile(self.path(&file), view).unwrap();
            self.expect(&file, "", view, false, true);
        }
    }
}

/// Twelve items of a dtype, whose bytes are small numbers where they need not be bools or characters.
fn twelve(dtype: &DType) -> AnyArray {
    let numbers = Array::arange(0, 12, 1).unwrap();
    match dtype {
        DType::Str(_) | DType::Struct(_) | DType::Bytes(_) | DType::Void(_) => {
            let text = "[a\u{e9}\u{1f980}]".chars().map(u32::from);
            let bytes: Vec<u8> = match dtype {
                DType::Str(_) => {
                    text.cycle().take(12 * dtype.itemsize() / 4).flat_map(u32::to_ne_bytes).collect()
                }
                DType::Struct(_) => vec![1; 12 * dtype.itemsize()],
                _ => (1..=255).cycle().take(12 * dtype.itemsize()).collect(),
            };
            match bytes.is_empty() {
                true => AnyArray::zeros([12], dtype.clone()).unwrap(),
                false => AnyArray::from(Array::from_vec(bytes).unwrap()).view_as(dtype.clone()).unwrap(),
            }
        }
        number => AnyArray::from(numbers).astype(number.clone()).unwrap(),
    }
}

const STRUCTS: [&str; 9] = [
    "[(('the hour', 't'), '<M8[h]'), ('d', '<m8[ms]', (2,)), ('ok', '?')]",
    "[('id', '<i2'), ('level', '<f8'), ('ok', '?')]",
    "[(('the title', 'a'), '<i4'), ('b', '<c16')]",
    "[('point', [('x', '<f4'), ('y', '<f4')]), ('grid', '<i2', (2, 3)), ('tag', 'S3')]",
    "{'names': ['a', 'b'], 'formats': ['<i4', 'S2'], 'offsets': [3, 9], 'itemsize': 16}",
    "{'names': ['a', 'b'], 'formats': ['i1', '<f8'], 'offsets': [0, 8], 'itemsize': 16}",
    "[('gr\u{f6}\u{df}e', '<f4')]",
    "[('\u{3b1}', '<f4'), (\"it's\", '<i2'), ('<f8', 'i1')]",
    "[('v', 'V3'), ('e', '<f2'), ('u', '<u8')]",
];

fn add_all(files: &mut Files) {
    let others = ["S1", "S5", "U1", "U5", "V1", "V3", "M8[us]", "M8[D]", "m8[25s]", "m8"]
        .map(|code| DType::parse(code).unwrap());
    let structs = STRUCTS.map(|text| DType::parse(text).unwrap());
    for (at, dtype) in DType::SCALARS.into_iter().chain(others).chain(structs).enumerate() {
        let flat = twelve(&dtype);
        let cube = flat.reshape([2, 3, 2]).unwrap();
        let turned = cube.t();
        let name = |kind: &str| format!("{at}-{kind}");
        files.add(&name("cube"), &cube.view());
        files.add(&name("fortran"), &turned.view());
        files.add(&name("flat"), &flat.view());
        files.add(&name("backwards"), &cube.slice(s![..;-1, ..;2, ..;-1]).unwrap().view());
        files.add(&name("zero"), &flat.slice(s![5]).unwrap().view());
        files.add(&name("empty"), &cube.slice(s![.., 3..]).unwrap().view());
        for (kind, compressed) in [("stored", false), ("deflated", true)] {
            let file = format!("{at}-{kind}.npz");
            let members = [("a", cube.view()), ("folder/gr\u{f6}\u{df}e", flat.view()), ("z", turned.view())];
            match compressed {
                true => npz::savez_compressed(files.path(&file), members.clone()).unwrap(),
                false => npz::savez(files.path(&file), members.clone()).unwrap(),
            }
            for (key, array) in &members {
                let gaps = dtype.to_string().starts_with('{');
                files.expect(&file, key, array, *key == "z", !compressed && !gaps && dtype != DType::BF16);
            }
        }
    }
    let table = Array::arange(0.0, 12.0, 1.0).unwrap().reshape([4, 3]).unwrap();
    let table = &(&table - 5.0) / 7.0;
    let parts =
        [("table.txt", s![..].to_vec()), ("row.txt", s![1].to_vec()), ("column.txt", s![.., 1..2].to_vec())];
    for (name, part) in parts {
        let part = table.slice(part).unwrap();
        savetxt(files.path(name), &part).unwrap();
        files.expect(name, "", &AnyView::from(&part), false, true);
    }
}

#[test]
fn numpy_reads_what_is_written() {
    let Some(python) = python() else {
        println!("skipped: no virtual environment; `cargo xtask golden --check` makes it");
        return;
    };
    let mut files = Files::new();
    add_all(&mut files);
    let count = files.list.lines().count();
    assert!(count > 1000, "{count}");
    std::fs::write(files.path("list.tsv"), &files.list).unwrap();
    let judge = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/judge.py");
    let output = Command::new(python).arg(judge).arg(&files.folder).output().unwrap();
    let told = String::from_utf8_lossy(&output.stdout);
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{errors}");
    assert_eq!(told.trim(), format!("judged {count}"));
    std::fs::remove_dir_all(files.folder).unwrap();
}
