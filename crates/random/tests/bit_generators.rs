//! Bit generators moved, jumped, spawned and read out, and seed sequences, held to NumPy.

use numoxide_core::*;
use numoxide_random::*;
use numoxide_testkit::calls::{Call, Results, check_calls};

/// What the calls ask of a bit generator; what it does not have is not asked of it.
trait Asked: Seeded + Clone {
    /// The numbers of the state in NumPy's order.
    fn numbers(&self) -> Vec<u64>;
    fn jumped_by(&self, _jumps: u64) -> Self {
        panic!("cannot jump")
    }
    fn advanced(self, _delta: u128) -> Self {
        panic!("cannot advance")
    }
}

fn wide(value: u128) -> [u64; 2] {
    [value as u64, (value >> 64) as u64]
}

macro_rules! pcg {
    ($ty:ty) => {
        impl Asked for $ty {
            fn numbers(&self) -> Vec<u64> {
                let Pcg64State { state, inc, has_uint32, uinteger } = self.state();
                [&wide(state)[..], &wide(inc), &[has_uint32.into(), uinteger.into()]].concat()
            }
            fn jumped_by(&self, jumps: u64) -> Self {
                self.jumped(jumps.into())
            }
            fn advanced(mut self, delta: u128) -> Self {
                self.advance(delta);
                self
            }
        }
    };
}
pcg!(Pcg64);
pcg!(Pcg64Dxsm);

impl Asked for Mt19937 {
    fn numbers(&self) -> Vec<u64> {
        let Mt19937State { key, pos } = self.state();
        key.into_iter().map(u64::from).chain([pos as u64]).collect()
    }
    fn jumped_by(&self, jumps: u64) -> Self {
        self.jumped(jumps as usize)
    }
}

impl Asked for Philox {
    fn numbers(&self) -> Vec<u64> {
        let PhiloxState { counter, key, buffer, buffer_pos, has_uint32, uinteger } = self.state();
        let rest = [buffer_pos as u64, has_uint32.into(), uinteger.into()];
        [&counter[..], &key, &buffer, &rest].concat()
    }
    fn jumped_by(&self, jumps: u64) -> Self {
        self.jumped(jumps.into())
    }
    fn advanced(mut self, delta: u128) -> Self {
        self.advance(delta);
        self
    }
}

impl Asked for Sfc64 {
    fn numbers(&self) -> Vec<u64> {
        let Sfc64State { state, has_uint32, uinteger } = self.state();
        [&state[..], &[has_uint32.into(), uinteger.into()]].concat()
    }
}

fn words<T: Element + Clone + Send + Sync>(words: Vec<T>) -> AnyArray {
    AnyArray::from(Array::from_vec(words).unwrap())
}

fn half<B: Asked>(bits: B) -> B {
    let mut rng = Generator::new(bits);
    rng.integers(0_i32, 10, None).unwrap();
    rng.bit_generator().clone()
}

fn asked<B: Asked>(call: &[&str]) -> Results {
    let mut bits = B::from_sequence(SeedSequence::new(call[1].parse::<u128>().unwrap()).unwrap());
    let n: u128 = call[3].parse().unwrap();
    let mut bits = match call[2] {
        "state" => half(bits),
        "draw" => {
            (0..n).for_each(|_| _ = bits.next_raw());
            bits
        }
        "spawn" => {
            bits.spawn(2).unwrap();
            bits.spawn(n as usize).unwrap().pop().unwrap()
        }
        "jumped" => half(bits).jumped_by(n as u64),
        "jumped_later" => {
            (0..624).for_each(|_| _ = bits.next_raw());
            bits.jumped_by(n as u64)
        }
        "advance" => half(bits).advanced(n),
        other => panic!("no {other}"),
    };
    let state = bits.numbers();
    Ok(vec![words(state), words((0..5).map(|_| bits.next_raw()).collect::<Vec<u64>>())])
}

fn sequence(call: &[&str]) -> Results {
    let entropy: Vec<u128> = call[1].split(',').map(|part| part.parse().unwrap()).collect();
    let key: Vec<u32> =
        call[2].split(',').filter(|&part| part != "-").map(|part| part.parse().unwrap()).collect();
    let mut seeds = SeedSequence::with(entropy, &key, call[3].parse().unwrap()).unwrap();
    assert_eq!(SeedSequence::from_state(seeds.state()), seeds);
    assert_eq!(seeds.pool_size(), seeds.pool().len());
    let (pool, short) = (seeds.pool().to_vec(), seeds.generate_state_u32(9));
    let (long, child) = (seeds.generate_state_u64(5), seeds.spawn(2)[1].generate_state_u32(4));
    assert_eq!(seeds.n_children_spawned(), 2);
    assert_eq!(SeedSequence::from_state(seeds.state()), seeds);
    Ok(vec![words(pool), words(short), words(long), words(child)])
}

fn call(words: &[&str]) -> Results {
    match words[0] {
        "PCG64" => asked::<Pcg64>(words),
        "PCG64DXSM" => asked::<Pcg64Dxsm>(words),
        "MT19937" => asked::<Mt19937>(words),
        "Philox" => asked::<Philox>(words),
        "SFC64" => asked::<Sfc64>(words),
        _ => sequence(words),
    }
}

#[test]
fn states_jumps_and_children_are_numpys() {
    check_calls("bit_generators", 150, |one: &Call<'_>| one.difference(call(&one.words)));
}

#[test]
fn generators_spawn_as_their_bits_do() {
    let (mut rng, mut bits) = (default_rng(8).unwrap(), Pcg64::new(8).unwrap());
    let mut children = rng.spawn(3).unwrap();
    let mut last = Generator::new(bits.spawn(3).unwrap().pop().unwrap());
    assert_eq!(children.len(), 3);
    assert_eq!(children[2].random(4).unwrap().to_vec(), last.random(4).unwrap().to_vec());
}

#[test]
fn seeds_that_numpy_refuses() {
    assert!(default_rng(-1).is_err() && default_rng([3_i64, -4]).is_err() && Mt19937::new(-1_i128).is_err());
    assert!(SeedSequence::with(1, &[], 3).is_err());
    let words = |seeds: SeedSequence| seeds.generate_state_u32(4);
    assert_eq!(words(SeedSequence::new(7_i64).unwrap()), words(SeedSequence::new(7_u128).unwrap()));
}

#[test]
fn the_system_seeds_each_generator_otherwise() {
    assert_ne!(
        Generator::from_system().random(4).unwrap().to_vec(),
        Generator::from_system().random(4).unwrap().to_vec()
    );
    assert_ne!(Philox::from_system(), Philox::from_system());
}

#[test]
fn a_state_goes_on_where_it_was_kept() {
    let mut bits = half(Pcg64::new(3).unwrap());
    let mut again = Pcg64::from_state(bits.state());
    assert_eq!((bits.next_u32(), bits.next_u64()), (again.next_u32(), again.next_u64()));
    assert!(again.seed_seq().is_none() && again.spawn(1).is_none());
    assert_eq!(bits.seed_seq().unwrap().entropy(), [3]);
}

/// The traits of `rand_core` give the same words, and its generators drive a `Generator`.
#[test]
fn rand_core_is_served_both_ways() {
    use rand_core::{Rng, SeedableRng};

    let (mut bits, mut core) = (Pcg64::new(5).unwrap(), Pcg64::seed_from_u64(5));
    assert_eq!(Rng::next_u64(&mut core), BitGenerator::next_u64(&mut bits));
    assert_eq!(Rng::next_u32(&mut core), BitGenerator::next_u32(&mut bits));
    let mut driven = Generator::new(ForeignBits::new(Pcg64::new(9).unwrap()));
    let mut own = default_rng(9).unwrap();
    assert_eq!(driven.integers(0, 10, 5).unwrap().to_vec(), own.integers(0, 10, 5).unwrap().to_vec());
    assert_eq!(driven.standard_normal(50).unwrap().to_vec(), own.standard_normal(50).unwrap().to_vec());
}
