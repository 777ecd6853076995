//! Filling by several threads: the same numbers for any number of them.

use numoxide_random::*;

const LEN: isize = 200_001;

/// The words that were skipped are those that would have been drawn, from any place in a block and with half a word waiting.
fn skips_as_it_draws<B: Seeded + Skip + PartialEq + std::fmt::Debug + Send>() {
    for before in 0..5 {
        let mut one = B::from_sequence(SeedSequence::new(3).unwrap());
        (0..before).for_each(|_| _ = one.next_u64());
        one.next_u32();
        let mut other = one.clone();
        for words in [0, 1, 2, 3, 4, 5, 8, 9, 1000] {
            one.skip(words);
            (0..words).for_each(|_| _ = other.next_u64());
            assert_eq!(one, other);
        }
        let (mut one, mut other) = (Generator::new(one), Generator::new(other));
        assert_eq!(one.random_parallel(LEN).unwrap().to_vec(), other.random(LEN).unwrap().to_vec());
        assert_eq!(one.bit_generator(), other.bit_generator());
    }
}

#[test]
fn one_stream_in_parts_is_the_stream() {
    skips_as_it_draws::<Philox>();
    skips_as_it_draws::<Pcg64>();
    skips_as_it_draws::<Pcg64Dxsm>();
}

#[test]
fn each_part_has_a_spawned_stream() {
    let normal = StandardNormal::<f64>::default();
    let drawn = default_rng(5).unwrap().draw_spawned(&normal, LEN).unwrap().to_vec();
    let children = default_rng(5).unwrap().spawn(4).unwrap();
    let parts = children.into_iter().zip([1 << 16, 1 << 16, 1 << 16, LEN - (3 << 16)]);
    let expected: Vec<f64> =
        parts.flat_map(|(mut child, len)| child.standard_normal(len).unwrap().to_vec()).collect();
    assert_eq!(drawn, expected);
    let state = Pcg64::new(5).unwrap().state();
    assert!(Generator::new(Pcg64::from_state(state)).draw_spawned(&normal, 3).is_err());
}

#[test]
fn each_part_has_a_jumped_stream() {
    let unit = Unit::<f64>::default();
    let mut rng = Generator::new(Mt19937::new(5).unwrap());
    let drawn = rng.draw_jumped(&unit, 100_000).unwrap().to_vec();
    let part =
        |jumps, len| Generator::new(Mt19937::new(5).unwrap().jumped(jumps)).random(len).unwrap().to_vec();
    assert_eq!(drawn, [part(1, 1 << 16), part(2, 100_000 - (1 << 16))].concat());
    assert_eq!(rng.random(9).unwrap().to_vec(), part(3, 9));
}

/// The pool of another size draws the same.
#[cfg(feature = "rayon")]
#[test]
fn the_number_of_threads_does_not_matter() {
    let draw = |threads| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| {
            default_rng(8).unwrap().draw_spawned(&Gamma::new(0.5, 2.0).unwrap(), LEN).unwrap().to_vec()
        })
    };
    assert_eq!(draw(1), draw(3));
}
