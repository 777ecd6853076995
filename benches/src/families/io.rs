//! Arrays in and out of files.

use numoxide::interop::text::{LoadTxt, SaveTxt};
use numoxide::npy;

use crate::case::Cases;
use crate::data::{matrix, random};

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
    // The name says 100k: that many numbers.
    cases.fixed("io.loadtxt.100kx5", || {
        let text = SaveTxt::new().delimiter(",").format(&matrix(20_000, 5)).expect("a table");
        move || LoadTxt::new().delimiter(',').parse(&text).expect("a table")
    });
    cases.fixed("io.savetxt.20kx5", || {
        let a = matrix(20_000, 5);
        move || SaveTxt::new().format(&a).expect("a table")
    });
}
