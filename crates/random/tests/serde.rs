//! States that are written and read again: the streams go on where they stood.

#![cfg(feature = "serde")]

use numoxide_random::*;
use serde::{Serialize, de::DeserializeOwned};

fn again<T: Serialize + DeserializeOwned>(value: &T) -> T {
    serde_json::from_str(&serde_json::to_string(value).unwrap()).unwrap()
}

/// The generator goes on, with its half of a word and its children; so does the one of its state, without them.
fn goes_on<B, S>(state: impl Fn(&B) -> S, from_state: impl Fn(S) -> B)
where
    B: Seeded + Clone + PartialEq + std::fmt::Debug + Serialize + DeserializeOwned,
    S: PartialEq + std::fmt::Debug + Serialize + DeserializeOwned,
{
    let mut bits = B::from_sequence(SeedSequence::new(u128::MAX - 5).unwrap());
    bits.spawn(2).unwrap();
    (0..7).for_each(|_| _ = bits.next_u64());
    bits.next_u32();
    let (mut read, kept) = (again(&bits), state(&bits));
    assert_eq!(read, bits);
    assert_eq!(again(&kept), kept);
    let mut other = from_state(again(&kept));
    for _ in 0..700 {
        let (half, word) = (bits.next_u32(), bits.next_u64());
        assert_eq!((read.next_u32(), read.next_u64()), (half, word));
        assert_eq!((other.next_u32(), other.next_u64()), (half, word));
    }
    let child = |bits: &mut B| bits.spawn(1).unwrap().remove(0).next_u64();
    assert_eq!(child(&mut read), child(&mut bits));
    assert!(other.seed_seq().is_none());
}

#[test]
fn bit_generators_and_their_states() {
    goes_on(Pcg64::state, Pcg64::from_state);
    goes_on(Pcg64Dxsm::state, Pcg64Dxsm::from_state);
    goes_on(Mt19937::state, |state| Mt19937::from_state(state).unwrap());
    goes_on(Philox::state, Philox::from_state);
    goes_on(Sfc64::state, Sfc64::from_state);
}

#[test]
fn seed_sequences_and_their_states() {
    let mut seeds = SeedSequence::with([1_u64, u64::MAX], &[3, 4], 6).unwrap();
    seeds.spawn(5);
    let mut read: SeedSequence = again(&seeds);
    assert_eq!(read, seeds);
    let state = again(&seeds.state());
    assert_eq!((state.pool_size, state.n_children_spawned), (6, 5));
    assert_eq!(SeedSequence::from_state(state), seeds);
    assert_eq!(read.spawn(2)[1].generate_state_u64(3), seeds.spawn(2)[1].generate_state_u64(3));
}

#[test]
fn generators_and_legacy_streams() {
    let mut rng = default_rng(4).unwrap();
    rng.integers(0, 10, None).unwrap();
    let mut read: Generator = again(&rng);
    assert_eq!(read.integers(0, 10, 9).unwrap().to_vec(), rng.integers(0, 10, 9).unwrap().to_vec());
    let mut legacy = RandomState::new(4).unwrap();
    legacy.standard_normal(1).unwrap();
    let mut read: RandomState = again(&legacy);
    assert_eq!(read, legacy);
    assert_eq!(read.standard_normal(3).unwrap().to_vec(), legacy.standard_normal(3).unwrap().to_vec());
}
