//! Every row of the function table, held to NumPy's answers for every loop over every strange layout.

use numoxide_testkit::conformance::differences;
use numoxide_ufunc::table::ALL;

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
