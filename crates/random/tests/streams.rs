//! The raw streams that NumPy's wheel carries, from the virtual environment that `cargo xtask` makes.

use std::path::{Path, PathBuf};

use numoxide_random::*;

fn folder() -> Option<PathBuf> {
    let library = Path::new(env!("CARGO_TARGET_TMPDIR")).parent()?.join("venv/lib");
    let versions = std::fs::read_dir(library).ok()?.flatten();
    let mut folders = versions.map(|version| version.path().join("site-packages/numpy/random/tests/data"));
    folders.find(|folder| folder.is_dir())
}

fn number(word: &str) -> u64 {
    let word = word.trim();
    word.strip_prefix("0x").map_or_else(|| word.parse(), |digits| u64::from_str_radix(digits, 16)).unwrap()
}

/// The first line is the seed, the others a number and a word.
fn check<B: Seeded>(name: &str) {
    let Some(folder) = folder() else {
        println!("skipped: no virtual environment; `cargo xtask golden --check` makes it");
        return;
    };
    for set in [1, 2] {
        let text = std::fs::read_to_string(folder.join(format!("{name}-testset-{set}.csv"))).unwrap();
        let mut lines = text.lines().map(|line| number(line.split(',').nth(1).unwrap()));
        let mut bits = B::from_sequence(SeedSequence::new(lines.next().unwrap()).unwrap());
        let words: Vec<u64> = lines.collect();
        assert!(words.len() >= 1000, "{name}");
        for (at, &word) in words.iter().enumerate() {
            assert_eq!(bits.next_raw(), word, "{name} {set}, word {at}");
        }
    }
}

#[test]
fn pcg64_gives_numpys_words() {
    check::<Pcg64>("pcg64");
}

#[test]
fn pcg64dxsm_gives_numpys_words() {
    check::<Pcg64Dxsm>("pcg64dxsm");
}

#[test]
fn mt19937_gives_numpys_words() {
    check::<Mt19937>("mt19937");
}

#[test]
fn philox_gives_numpys_words() {
    check::<Philox>("philox");
}

#[test]
fn sfc64_gives_numpys_words() {
    check::<Sfc64>("sfc64");
}

/// Filling a block gives the words that single draws give, whatever was drawn before.
fn fills_as_it_draws<B: Seeded + Clone + PartialEq + std::fmt::Debug>() {
    for before in 0..5 {
        let mut one = B::from_sequence(SeedSequence::new(5).unwrap());
        for len in [0, 1, 3, 15, 16, 17, 64, 1251] {
            for _ in 0..before {
                one.next_u64();
            }
            let mut other = one.clone();
            let (mut words, mut units) = (vec![0; len], vec![0.0; len]);
            one.fill_u64(&mut words);
            one.fill_f64(&mut units);
            assert!(words.iter().all(|&word| word == other.next_u64()));
            assert!(units.iter().all(|&unit| unit == other.next_f64()));
            assert_eq!(one.next_u64(), other.next_u64());
            let mut halves = vec![0; len];
            one.fill_u32(&mut halves);
            assert!(halves.iter().all(|&half| half == other.next_u32()));
            assert_eq!(one, other, "the half that waits");
        }
    }
}

#[test]
fn blocks_are_the_words_one_by_one() {
    fills_as_it_draws::<Pcg64>();
    fills_as_it_draws::<Pcg64Dxsm>();
    fills_as_it_draws::<Mt19937>();
    fills_as_it_draws::<Philox>();
    fills_as_it_draws::<Sfc64>();
}
