//! Every row of the function table, held to NumPy's answers for every loop over every strange layout.

use numoxide_core::{AnyArray, Array, DType, f16};
use numoxide_testkit::conformance::differences;
use numoxide_ufunc::table::{ALL, by_name};

/// The rows whose names begin with a letter of the range; several tests, so that they run side by side.
fn conform(from: char, to: char) {
    let mut found = Vec::new();
    for ufunc in ALL.iter().filter(|ufunc| ufunc.name.starts_with(|first| (from..=to).contains(&first))) {
        let differences = differences(ufunc);
        let few = differences.iter().take(6).map(|difference| format!("{}: {difference}", ufunc.name));
        found.extend(few);
    }
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[test]
fn a_to_c() {
    conform('a', 'c');
}

#[test]
fn d_to_f() {
    conform('d', 'f');
}

#[test]
fn g_to_l() {
    conform('g', 'l');
}

#[test]
fn m_to_r() {
    conform('m', 'r');
}

#[test]
fn s_to_z() {
    conform('s', 'z');
}

#[test]
fn the_table_lists_each_name_once_in_order() {
    assert!(ALL.windows(2).all(|pair| pair[0].name < pair[1].name));
}

#[test]
fn two_results_of_rows_that_are_repeated() {
    // np.frexp(np.broadcast_to(np.array([1.5, 2.0, 0.75], 'e'), (90, 3))), whose first result is cast on its way out.
    let row: Array<f16> = Array::from_vec([1.5, 2.0, 0.75].map(f16::from_f32).to_vec()).unwrap();
    let rows: AnyArray = row.broadcast_to([90, 3]).unwrap().into();
    let frexp = by_name("frexp").expect("a function of NumPy's");
    let results = frexp.call(&[&rows.view()]).unwrap().two().unwrap();
    let [mantissas, exponents] = results.map(|result| result.astype(DType::F64).unwrap());
    assert_eq!(Array::<f64>::try_from(mantissas).unwrap().to_vec(), [0.75, 0.5, 0.75].repeat(90));
    assert_eq!(Array::<f64>::try_from(exponents).unwrap().to_vec(), [1.0, 2.0, 0.0].repeat(90));
}
