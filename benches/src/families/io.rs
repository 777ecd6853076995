//! Arrays in and out of files.

use std::io::Cursor;
use std::path::PathBuf;

use numoxide::interop::text::{GenFromTxt, LoadTxt, SaveTxt};
use numoxide::npz::{Npz, Writer};
use numoxide::{Array, DType, npy};

use crate::case::Cases;
use crate::data::{integers, matrix, random};

pub fn add_to(cases: &mut Cases) {
    cases.fixed("io.save.10MB", || {
        let a = random(1_250_000);
        move || {
            let mut bytes = Vec::new();
            npy::write_to(&mut bytes, &a).expect("memory");
            bytes
        }
    });
    cases.fixed("io.load.10MB", || {
        let bytes = npy::to_bytes(&random(1_250_000)).expect("memory");
        move || npy::from_bytes(&bytes).expect("a file")
    });
    cases.fixed("io.read_array.10MB", || {
        let bytes = npy::to_bytes(&random(1_250_000)).expect("memory");
        move || npy::read_from(&bytes[..]).expect("a file")
    });
    files(cases);
    archives(cases);
    text(cases);
}

/// A file of the machine's temporary folder.
fn path(name: &str) -> PathBuf {
    std::env::temp_dir().join(format!("numoxide-bench-{name}"))
}

/// The file that NumPy's side reads, too: how fast one comes out of the system's memory depends on where it lies there.
fn same_file(name: &str) -> PathBuf {
    std::env::temp_dir().join(format!("numpy-bench-{name}"))
}

fn files(cases: &mut Cases) {
    cases.fixed("io.save_file.10MB", || {
        let (a, path) = (random(1_250_000), path("save.npy"));
        move || npy::write(&path, &a).expect("room in the folder")
    });
    cases.fixed("io.load_file.10MB", || {
        let path = same_file("load.npy");
        npy::write(&path, &random(1_250_000)).expect("room in the folder");
        move || npy::read(&path).expect("a file")
    });
    cases.fixed("io.tofile.10MB", || {
        let (a, path) = (random(1_250_000), path("save.raw"));
        move || numoxide::tofile(&path, &a).expect("room in the folder")
    });
    cases.fixed("io.fromfile.10MB", || {
        let path = same_file("load.raw");
        numoxide::tofile(&path, &random(1_250_000)).expect("room in the folder");
        move || numoxide::fromfile::<f64>(&path).expect("a file")
    });
}

/// An archive of one array.
fn archive(mut writer: Writer<Vec<u8>>, a: &Array<f64>) -> Vec<u8> {
    writer.add("a", a).expect("memory");
    writer.finish().expect("memory")
}

fn archives(cases: &mut Cases) {
    // What can be compressed, but not to nothing.
    let steps = || integers(0, 1000, 125_000, |x| x as f64 / 8.0);
    cases.fixed("io.savez.10MB", || {
        let a = random(1_250_000);
        move || archive(Writer::new(Vec::new()), &a)
    });
    cases.fixed("io.load_npz.10MB", || {
        let bytes = archive(Writer::new(Vec::new()), &random(1_250_000));
        move || Npz::new(Cursor::new(&bytes)).and_then(|mut archive| archive.get("a")).expect("an archive")
    });
    cases.fixed("io.savez_compressed.1MB", move || {
        let a = steps();
        move || archive(Writer::compressed(Vec::new()), &a)
    });
    cases.fixed("io.load_npz_compressed.1MB", move || {
        let bytes = archive(Writer::compressed(Vec::new()), &steps());
        move || Npz::new(Cursor::new(&bytes)).and_then(|mut archive| archive.get("a")).expect("an archive")
    });
}

fn text(cases: &mut Cases) {
    let table = || SaveTxt::new().delimiter(",").format(&matrix(20_000, 5)).expect("a table");
    // The name says 100k: that many numbers.
    cases.fixed("io.loadtxt.100kx5", move || {
        let text = table();
        move || LoadTxt::new().delimiter(',').parse(&text).expect("a table")
    });
    cases.fixed("io.loadtxt.int.20kx5", || {
        let ints = integers(-1000, 1000, 100_000, |x| x).reshape([20_000, 5]).expect("as many items");
        let text = SaveTxt::new().fmt(["%d"]).format(&ints).expect("a table");
        move || LoadTxt::new().dtype(DType::I64).parse(&text).expect("a table")
    });
    cases.fixed("io.genfromtxt.20kx5", move || {
        let text = table();
        move || GenFromTxt::new().delimiter(",").parse(&text).expect("a table")
    });
    cases.fixed("io.genfromtxt.found_out.20kx5", move || {
        let text = table();
        move || GenFromTxt::new().dtype(None).delimiter(",").parse(&text).expect("a table")
    });
    cases.fixed("io.fromstring.100k", || {
        let text = SaveTxt::new().newline(" ").format(&random(100_000)).expect("a table");
        move || numoxide::fromstring::<f64>(&text, " ").expect("numbers")
    });
    cases.fixed("io.savetxt.20kx5", || {
        let a = matrix(20_000, 5);
        move || SaveTxt::new().format(&a).expect("a table")
    });
    cases.fixed("io.savetxt.int.20kx5", || {
        let ints = integers(-1000, 1000, 100_000, |x| x).reshape([20_000, 5]).expect("as many items");
        move || SaveTxt::new().fmt(["%d"]).format(&ints).expect("a table")
    });
}
