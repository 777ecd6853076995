//! Arguments at random, from all parts of the functions' domains.

use std::f64::consts::{FRAC_1_SQRT_2, LN_2, SQRT_2};

/// A generator of pseudo-random numbers (SplitMix64).
pub struct Random(u64);

impl Random {
    pub fn new(seed: u64) -> Random {
        Random(seed.wrapping_mul(0xD1B5_4A32_D192_ED03))
    }

    fn bits(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let z = (self.0 ^ self.0 >> 30).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let z = (z ^ z >> 27).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ z >> 31
    }

    fn between(&mut self, low: f64, high: f64) -> f64 {
        low + (high - low) * (self.bits() >> 11) as f64 / 9007199254740992.0
    }

    /// A power of 2 with an exponent, not whole, between two.
    fn power(&mut self, low: f64, high: f64) -> f64 {
        // In two steps, as subnormal results would be wrong in the last place, and so often the same.
        let exponent = self.between(low, high);
        crate::double::scale((exponent - exponent.floor()).exp2(), exponent.floor() as i32)
    }

    fn signed(&mut self, x: f64) -> f64 {
        if self.bits() & 1 == 0 { x } else { -x }
    }

    fn whole(&mut self, low: i64, high: i64) -> f64 {
        (low + (self.bits() % (high - low + 1) as u64) as i64) as f64
    }
}

/// A part of a domain.
#[derive(Clone, Copy)]
pub enum Span {
    /// Evenly between two numbers.
    Even(f64, f64),
    /// Powers of 2 with exponents between two numbers, positive.
    Positive(f64, f64),
    /// The same, of either sign.
    Powers(f64, f64),
    /// Around a number, at distances of powers of 2.
    Around(f64, f64, f64),
    /// Near multiples of a number, whole from a first to a last and a half: where reduced arguments are greatest.
    Halves(f64, i64, i64),
}

use Span::{Around, Even, Halves, Positive, Powers};

impl Span {
    pub fn draw(self, random: &mut Random) -> f64 {
        match self {
            Even(low, high) => random.between(low, high),
            Positive(low, high) => random.power(low, high),
            Powers(low, high) => {
                let x = random.power(low, high);
                random.signed(x)
            }
            Around(center, low, high) => {
                let x = random.power(low, high);
                center + random.signed(x)
            }
            Halves(unit, first, last) => {
                (random.whole(first, last) + 0.5) * unit + random.between(-0.01, 0.01) * unit
            }
        }
    }
}

const SUBNORMAL: Span = Powers(-1074.0, -1020.0);
const LOG: &[Span] = &[
    Even(0.5, 2.0),
    Positive(-1074.0, 1024.0),
    Around(1.0, -52.0, -1.01),
    Positive(-1074.0, -1020.0),
    Even(0.7, 0.72),
    Even(1.4, 1.43),
];
const TURNS: &[Span] = &[
    Even(-1.6, 1.6),
    Even(-100.0, 100.0),
    Powers(-60.0, 24.0),
    Powers(24.0, 1024.0),
    Halves(std::f64::consts::FRAC_PI_2, 0, 1 << 23),
    Around(std::f64::consts::PI, -50.0, -1.0),
    SUBNORMAL,
];
const ARCS: &[Span] =
    &[Even(-1.0, 1.0), Powers(-60.0, 0.0), Even(0.45, 0.55), Around(0.5, -50.0, -1.01), SUBNORMAL];
const HYPERBOLIC: &[Span] = &[
    Even(-1.0, 1.0),
    Even(-22.0, 22.0),
    Even(-710.4, 710.4),
    Even(0.3, 0.4),
    Halves(LN_2, -30, 30),
    Even(709.0, 710.5),
    Powers(-60.0, 3.0),
    SUBNORMAL,
];

/// The parts of each domain, which have equal numbers of arguments.
pub const POINTS: &[(&str, &[Span])] = &[
    (
        "exp",
        &[
            Even(-1.0, 1.0),
            Even(-745.2, 709.9),
            Even(-745.2, -708.0),
            Halves(LN_2, -1070, 1020),
            Powers(-60.0, 3.0),
            SUBNORMAL,
        ],
    ),
    (
        "exp2",
        &[
            Even(-1.0, 1.0),
            Even(-1075.0, 1024.1),
            Even(-1075.0, -1021.0),
            Halves(1.0, -1070, 1020),
            Powers(-60.0, 3.0),
            SUBNORMAL,
        ],
    ),
    (
        "expm1",
        &[
            Even(-1.0, 1.0),
            Even(-40.0, 709.9),
            Halves(LN_2, -5, 5),
            Halves(LN_2, -50, 1020),
            Even(0.3, 0.4),
            Powers(-60.0, 3.0),
            SUBNORMAL,
        ],
    ),
    ("log", LOG),
    ("log2", LOG),
    ("log10", LOG),
    (
        "log1p",
        &[
            Even(-0.9, 3.0),
            Positive(-60.0, 1024.0),
            Powers(-60.0, -1.0),
            Around(-1.0, -53.0, -1.01),
            Even(0.4, 0.43),
            Even(-0.3, -0.28),
            SUBNORMAL,
        ],
    ),
    ("sin", TURNS),
    ("cos", TURNS),
    ("tan", TURNS),
    ("arcsin", ARCS),
    ("arccos", ARCS),
    (
        "arctan",
        &[
            Even(-3.0, 3.0),
            Powers(-60.0, 60.0),
            Powers(-1074.0, 1024.0),
            Even(0.4, 0.43),
            Even(2.3, 2.5),
            Around(1.0, -50.0, -2.0),
        ],
    ),
    ("sinh", HYPERBOLIC),
    ("cosh", HYPERBOLIC),
    (
        "tanh",
        &[
            Even(-1.0, 1.0),
            Even(-22.0, 22.0),
            Halves(LN_2 / 2.0, -10, 10),
            Powers(-60.0, 4.6),
            Powers(3.0, 1024.0),
            SUBNORMAL,
        ],
    ),
    (
        "arcsinh",
        &[Even(-3.0, 3.0), Powers(-60.0, 60.0), Powers(-1074.0, 1024.0), Even(0.3, 0.6), Even(1.2, 1.3)],
    ),
    (
        "arccosh",
        &[Even(1.0, 1.2), Even(1.0, 5.0), Positive(0.0, 1024.0), Positive(1e-15, 1e-3), Positive(0.0, 60.0)],
    ),
    (
        "arctanh",
        &[Even(-1.0, 1.0), Even(0.1, 0.4), Powers(-60.0, 0.0), Even(0.165, 0.18), Even(0.9, 1.0), SUBNORMAL],
    ),
    ("sqrt", &[Even(1.0, 4.0), Positive(-1074.0, 1024.0), Positive(-1074.0, -1020.0)]),
    ("cbrt", &[Even(1.0, 8.0), Powers(-1074.0, 1024.0), SUBNORMAL, Powers(-905.0, -895.0)]),
];

/// The bits of an exponent that leads from `x` to anywhere in the range, and a little beyond.
fn exponent_for(x: f64, random: &mut Random) -> f64 {
    let result = if random.bits() & 3 == 0 {
        random.between(-1075.0, -1020.0)
    } else {
        random.between(-1075.0, 1024.1)
    };
    result / x.log2()
}

fn bases_and_exponents(random: &mut Random, i: usize) -> (f64, f64) {
    let x = match i % 7 {
        0 => random.power(-1074.0, 1024.0),
        1 => random.between(0.5, 2.0),
        2 => Around(1.0, -45.0, -1.01).draw(random),
        3 => random.between(0.88, 0.9),
        4 => random.between(1.11, 1.14),
        5 => [FRAC_1_SQRT_2, SQRT_2][random.bits() as usize % 2] * random.between(0.99, 1.01),
        _ => return (random.between(0.0, 10.0), random.between(-10.0, 10.0)),
    };
    (x, exponent_for(x, random))
}

fn legs(random: &mut Random, i: usize) -> (f64, f64) {
    let span = [
        Even(-1.0, 1.0),
        Powers(-3.0, 3.0),
        SUBNORMAL,
        Powers(1000.0, 1024.0),
        Powers(-1074.0, 1024.0),
        Powers(-530.0, -400.0),
    ];
    let span = span[i % span.len()];
    (span.draw(random), span.draw(random))
}

fn summands(random: &mut Random, i: usize) -> (f64, f64) {
    match i % 6 {
        0 => (random.between(-1.0, 1.0), random.between(-1.0, 1.0)),
        1 => {
            let x = random.between(-700.0, 700.0);
            (x, x + Powers(-10.0, 6.0).draw(random))
        }
        2 => (0.0, -random.between(1.0, 1075.0)),
        3 => (0.0, -random.between(700.0, 1075.0)),
        4 => (Powers(-60.0, 0.0).draw(random), -random.between(1.0, 60.0)),
        _ => (Powers(-1074.0, 1024.0).draw(random), Powers(-3.0, 3.0).draw(random)),
    }
}

/// Draws the `i`-th pair of arguments.
type Draw = fn(&mut Random, usize) -> (f64, f64);

/// The pairs of arguments of the functions of two.
pub const PAIRS: &[(&str, Draw)] = &[
    ("pow", bases_and_exponents),
    ("hypot", legs),
    ("arctan2", legs),
    ("logaddexp", summands),
    ("logaddexp2", summands),
];
