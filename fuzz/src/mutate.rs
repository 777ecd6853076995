//! Inputs made of other inputs: bits turned, numbers that are often wrong, parts cut, doubled and crossed.

/// Where off-by-one and overflow live.
const NUMBERS: [u64; 10] =
    [0, 1, 0x7f, 0x80, 0xff, 0x7fff, 0xffff, 0x7fff_ffff, 0xffff_ffff, 0x7fff_ffff_ffff_ffff];

/// Words of the formats, which chance would not find.
const WORDS: [&str; 24] = [
    "'",
    "(",
    ")",
    "[",
    "]",
    "{",
    "}",
    ",",
    ":",
    "\\x",
    "'descr'",
    "'shape'",
    "True",
    "None",
    "-",
    "9999999999",
    "|O",
    ">f8",
    "('a', ",
    "1e999",
    "nan",
    "#",
    "\n",
    "\u{1f980}",
];

/// Makes inputs from a stream of random numbers that is the same in every run.
pub struct Mutator(u64);

impl Mutator {
    pub fn new(seed: u64) -> Self {
        Mutator(seed)
    }

    /// SplitMix64.
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let z = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// A number below `end`, which must not be 0.
    pub fn below(&mut self, end: usize) -> usize {
        ((u128::from(self.next()) * end as u128) >> 64) as usize
    }

    /// Makes an input from those of the corpus.
    pub fn mutate(&mut self, corpus: &[Vec<u8>], input: &mut Vec<u8>) {
        let at = self.below(corpus.len());
        input.clone_from(&corpus[at]);
        for _ in 0..=self.below(4) {
            let other = self.below(corpus.len());
            self.change(input, &corpus[other]);
        }
    }

    fn change(&mut self, input: &mut Vec<u8>, other: &[u8]) {
        let len = input.len();
        let place = self.below(len + 1);
        let count = self.below(16.min(len + 1 - place)) + usize::from(place < len);
        match self.below(9) {
            0 if place < len => input[place] ^= 1 << self.below(8),
            1 if place < len => input[place] = self.next() as u8,
            2 => {
                let word = WORDS[self.below(WORDS.len())];
                input.splice(place..place, word.bytes());
            }
            3 => {
                let (number, size) = (NUMBERS[self.below(NUMBERS.len())], 1 << self.below(4));
                let end = (place + size).min(len);
                input.splice(place..end, number.to_le_bytes().into_iter().take(size));
            }
            4 => drop(input.drain(place..(place + count).min(len))),
            5 => input.truncate(place),
            6 => {
                let part: Vec<u8> = input[place..(place + count).min(len)].to_vec();
                let target = self.below(len + 1);
                input.splice(target..target, part);
            }
            7 => {
                let from = self.below(other.len() + 1);
                input.truncate(place);
                input.extend(&other[from..]);
            }
            _ if place < len && input[place].is_ascii_digit() => input[place] = b'0' + self.below(10) as u8,
            _ => {}
        }
    }
}
