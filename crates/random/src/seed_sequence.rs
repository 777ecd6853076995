//! [`SeedSequence`]: entropy of any quality mixed into seeds of good quality, reproducibly.

use std::hash::{BuildHasher, RandomState};

use crate::{Error, Result};

const INIT_A: u32 = 0x43b0_d7e5;
const MULT_A: u32 = 0x931e_8875;
const INIT_B: u32 = 0x8b51_f9dd;
const MULT_B: u32 = 0x58f3_8ded;
const MIX_LEFT: u32 = 0xca01_f9dd;
const MIX_RIGHT: u32 = 0x4973_f715;
const SHIFT: u32 = 16;
/// Words of the pool, unless more are asked for.
const POOL_SIZE: usize = 4;

/// NumPy's `SeedSequence`: the same entropy and spawn key give the same words as NumPy's.
///
/// ```
/// use numoxide_random::SeedSequence;
///
/// let mut seeds = SeedSequence::new(42)?;
/// assert_eq!(seeds.generate_state_u32(2), [3444837047, 2669555309]);
/// let children = seeds.spawn(2);
/// assert_eq!(children[1].spawn_key(), [1]);
/// # Ok::<(), numoxide_random::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct SeedSequence {
    entropy: Vec<u32>,
    spawn_key: Vec<u32>,
    pool: Vec<u32>,
    children: u32,
}

/// What makes a [`SeedSequence`], field by field as in NumPy's `state`.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct SeedSequenceState {
    /// The entropy, the lowest word first.
    pub entropy: Vec<u32>,
    /// The path from the first sequence to this one.
    pub spawn_key: Vec<u32>,
    /// How many words the pool has.
    pub pool_size: usize,
    /// How many children have been spawned.
    pub n_children_spawned: u32,
}

/// What seeds a sequence: a non-negative integer, or a list of them.
pub trait Entropy {
    /// The entropy as 32-bit words, the lowest first.
    ///
    /// # Errors
    /// [`Error::State`] if an integer is negative.
    fn words(&self) -> Result<Vec<u32>>;
}

/// The words of an integer, at least one.
fn words_of(mut value: u128) -> Vec<u32> {
    let mut words = vec![value as u32];
    value >>= 32;
    while value > 0 {
        words.push(value as u32);
        value >>= 32;
    }
    words
}

macro_rules! entropy {
    ($($ty:ty)*) => {$(
        impl Entropy for $ty {
            fn words(&self) -> Result<Vec<u32>> {
                let negative = |_| Error::State { op: "SeedSequence", reason: "expected non-negative integer" };
                u128::try_from(*self).map(words_of).map_err(negative)
            }
        }
    )*};
}
entropy!(u8 u16 u32 u64 usize i8 i16 i32 i64 i128 isize);

impl Entropy for u128 {
    fn words(&self) -> Result<Vec<u32>> {
        Ok(words_of(*self))
    }
}

impl<E: Entropy> Entropy for [E] {
    fn words(&self) -> Result<Vec<u32>> {
        let parts: Result<Vec<_>> = self.iter().map(Entropy::words).collect();
        Ok(parts?.concat())
    }
}

impl<E: Entropy, const N: usize> Entropy for [E; N] {
    fn words(&self) -> Result<Vec<u32>> {
        self[..].words()
    }
}

impl<E: Entropy> Entropy for Vec<E> {
    fn words(&self) -> Result<Vec<u32>> {
        self[..].words()
    }
}

impl<E: Entropy + ?Sized> Entropy for &E {
    fn words(&self) -> Result<Vec<u32>> {
        (**self).words()
    }
}

fn hash(value: u32, constant: &mut u32) -> u32 {
    let value = value ^ *constant;
    *constant = constant.wrapping_mul(MULT_A);
    let value = value.wrapping_mul(*constant);
    value ^ value >> SHIFT
}

fn mix(x: u32, y: u32) -> u32 {
    let mixed = MIX_LEFT.wrapping_mul(x).wrapping_sub(MIX_RIGHT.wrapping_mul(y));
    mixed ^ mixed >> SHIFT
}

fn pool_of(size: usize, entropy: &[u32]) -> Vec<u32> {
    let mut constant = INIT_A;
    let word = |at: usize| entropy.get(at).copied().unwrap_or(0);
    let mut pool: Vec<u32> = (0..size).map(|at| hash(word(at), &mut constant)).collect();
    for source in 0..size {
        for target in (0..size).filter(|&target| target != source) {
            pool[target] = mix(pool[target], hash(pool[source], &mut constant));
        }
    }
    for &word in entropy.iter().skip(size) {
        for target in &mut pool {
            *target = mix(*target, hash(word, &mut constant));
        }
    }
    pool
}

impl SeedSequence {
    /// A sequence from a seed.
    ///
    /// # Errors
    /// [`Error::State`] if the seed is negative.
    pub fn new(entropy: impl Entropy) -> Result<Self> {
        Self::with(entropy, &[], POOL_SIZE)
    }

    /// A sequence with NumPy's `spawn_key` and `pool_size`.
    ///
    /// # Errors
    /// [`Error::State`] if the seed is negative or the pool smaller than 4.
    pub fn with(entropy: impl Entropy, spawn_key: &[u32], pool_size: usize) -> Result<Self> {
        if pool_size < POOL_SIZE {
            return Err(Error::State {
                op: "SeedSequence",
                reason: "The size of the entropy pool should be at least 4",
            });
        }
        Ok(Self::of_words(entropy.words()?, spawn_key.to_vec(), pool_size))
    }

    /// A sequence from an integer that cannot be negative.
    pub(crate) fn of_integer(entropy: u128) -> Self {
        Self::of_words(words_of(entropy), Vec::new(), POOL_SIZE)
    }

    /// A sequence from entropy of the system.
    pub fn from_system() -> Self {
        // Each `RandomState` of the standard library has fresh keys; two hashes give 128 bits of them.
        let word = || u128::from(RandomState::new().hash_one(0));
        Self::of_integer(word() << 64 | word())
    }

    fn of_words(entropy: Vec<u32>, spawn_key: Vec<u32>, pool_size: usize) -> Self {
        let mut all = entropy.clone();
        if !spawn_key.is_empty() && all.len() < pool_size {
            // A child differs from a sequence whose entropy ends in the key.
            all.resize(pool_size, 0);
        }
        all.extend(&spawn_key);
        SeedSequence { pool: pool_of(pool_size, &all), entropy, spawn_key, children: 0 }
    }

    /// The entropy, the lowest word first.
    pub fn entropy(&self) -> &[u32] {
        &self.entropy
    }

    /// The path from the first sequence to this one.
    pub fn spawn_key(&self) -> &[u32] {
        &self.spawn_key
    }

    /// How many words the pool has.
    pub fn pool_size(&self) -> usize {
        self.pool.len()
    }

    /// The mixed words.
    pub fn pool(&self) -> &[u32] {
        &self.pool
    }

    /// How many children have been spawned.
    pub fn n_children_spawned(&self) -> u32 {
        self.children
    }

    /// What makes the sequence, to be kept.
    pub fn state(&self) -> SeedSequenceState {
        SeedSequenceState {
            entropy: self.entropy.clone(),
            spawn_key: self.spawn_key.clone(),
            pool_size: self.pool.len(),
            n_children_spawned: self.children,
        }
    }

    /// The sequence of a state.
    pub fn from_state(state: SeedSequenceState) -> Self {
        let SeedSequenceState { entropy, spawn_key, pool_size, n_children_spawned: children } = state;
        SeedSequence { children, ..Self::of_words(entropy, spawn_key, pool_size.max(POOL_SIZE)) }
    }

    /// `n` words to seed with. NumPy: `generate_state(n)`.
    pub fn generate_state_u32(&self, n: usize) -> Vec<u32> {
        let mut constant = INIT_B;
        let word = |&word: &u32| {
            let word = word ^ constant;
            constant = constant.wrapping_mul(MULT_B);
            let word = word.wrapping_mul(constant);
            word ^ word >> SHIFT
        };
        self.pool.iter().cycle().take(n).map(word).collect()
    }

    /// `n` long words to seed with. NumPy: `generate_state(n, np.uint64)`.
    pub fn generate_state_u64(&self, n: usize) -> Vec<u64> {
        let words = self.generate_state_u32(2 * n);
        words.chunks_exact(2).map(|pair| u64::from(pair[1]) << 32 | u64::from(pair[0])).collect()
    }

    /// `n` independent sequences, other ones at each call.
    pub fn spawn(&mut self, n: usize) -> Vec<SeedSequence> {
        let first = self.children;
        self.children = first.wrapping_add(n as u32);
        let child = |k: u32| {
            let key = self.spawn_key.iter().copied().chain([first.wrapping_add(k)]).collect();
            Self::of_words(self.entropy.clone(), key, self.pool.len())
        };
        (0..n as u32).map(child).collect()
    }
}
