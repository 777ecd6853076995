//! The hypergeometric distribution: good ones in a sample without replacement.
//!
//! - Parameters: `ngood` and `nbad`, at least 0 and below 10^9, and `nsample`, at most their sum.
//! - Mass: `C(ngood, k) C(nbad, nsample - k) / C(ngood + nbad, nsample)`.
//! - Algorithm: drawing one by one for few, Stadlober's ratio of uniforms (HRUA, 1989) otherwise.

use super::logfactorial::log_factorial;
use super::{Distribution, interval};
use crate::bits::Words;
use crate::{BitGenerator, Error, Result};

/// More than this many of a kind lose precision.
const MOST: i64 = 1_000_000_000;

/// The hypergeometric distribution.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hypergeometric {
    ngood: i64,
    nbad: i64,
    nsample: i64,
}

impl Hypergeometric {
    /// The distribution of these parameters.
    ///
    /// # Errors
    /// [`Error::Parameter`] if one is negative, there are 10^9 of a kind, or more are drawn than there are.
    #[inline]
    pub fn new(ngood: i64, nbad: i64, nsample: i64) -> Result<Self> {
        let wrong = |parameter, condition| Err(Error::parameter("hypergeometric", parameter, condition));
        for (parameter, value) in [("ngood", ngood), ("nbad", nbad), ("nsample", nsample)] {
            if value < 0 {
                return wrong(parameter, "< 0");
            }
        }
        if ngood >= MOST || nbad >= MOST {
            return wrong("ngood or nbad", ">= 1000000000");
        }
        if ngood + nbad < nsample {
            return wrong("nsample", "> ngood + nbad");
        }
        Ok(Hypergeometric { ngood, nbad, nsample })
    }
}

pub(crate) fn hypergeometric<B: BitGenerator>(bits: &mut B, good: i64, bad: i64, sample: i64) -> i64 {
    if sample >= 10 && sample <= good + bad - 10 {
        hrua(bits, good, bad, sample)
    } else if sample > 0 {
        one_by_one(bits, good, bad, sample)
    } else {
        0
    }
}

fn one_by_one<B: BitGenerator>(bits: &mut B, good: i64, bad: i64, sample: i64) -> i64 {
    let total = good + bad;
    let more_than_half = sample > total / 2;
    let mut left = if more_than_half { total - sample } else { sample };
    let (mut all, mut good_left) = (total, good);
    while left > 0 && good_left > 0 && all > good_left {
        all -= 1;
        if (interval(bits, all as u64) as i64) < good_left {
            good_left -= 1;
        }
        left -= 1;
    }
    if all == good_left {
        good_left -= left;
    }
    if more_than_half { good_left } else { good - good_left }
}

fn hrua<B: BitGenerator>(bits: &mut B, good: i64, bad: i64, sample: i64) -> i64 {
    let all = good + bad;
    let drawn = sample.min(all - sample);
    let (few, many) = (good.min(bad), good.max(bad));
    let p = few as f64 / all as f64;
    let q = many as f64 / all as f64;
    let a = drawn as f64 * p + 0.5;
    let variance = (all - drawn) as f64 * drawn as f64 * p * q / (all - 1) as f64;
    let c = (variance + 0.5).sqrt();
    let mode = ((drawn + 1) as f64 * (few + 1) as f64 / (all + 2) as f64).floor() as i64;
    let log_mass = |k: i64| {
        log_factorial(k) + log_factorial(few - k) + log_factorial(drawn - k) + log_factorial(many - drawn + k)
    };
    let bound = ((drawn.min(few) + 1) as f64).min((a + 16.0 * c).floor());
    let k = hrua_ratio(bits, a, c, bound, log_mass(mode), log_mass);
    let k = if good > bad { drawn - k } else { k };
    if drawn < sample { good - k } else { k }
}

/// The ratio of uniforms around the mean `a` with the deviation `c`, below `bound`.
#[inline]
pub(crate) fn hrua_ratio<W: Words>(
    words: &mut W,
    a: f64,
    c: f64,
    bound: f64,
    at_mode: f64,
    log_mass: impl Fn(i64) -> f64,
) -> i64 {
    const D1: f64 = 1.7155277699214135;
    const D2: f64 = 0.8989161620588988;
    let h = D1 * c + D2;
    loop {
        let u = words.uniform();
        let v = words.uniform();
        let x = a + h * (v - 0.5) / u;
        if !(0.0..bound).contains(&x) {
            continue;
        }
        let k = x.floor() as i64;
        let t = at_mode - log_mass(k);
        if u * (4.0 - u) - 3.0 <= t {
            return k;
        }
        if u * (u - t) >= 1.0 {
            continue;
        }
        if 2.0 * u.ln() <= t {
            return k;
        }
    }
}

impl Distribution for Hypergeometric {
    type Item = i64;

    #[inline]
    fn sample<B: BitGenerator>(&self, bits: &mut B) -> i64 {
        hypergeometric(bits, self.ngood, self.nbad, self.nsample)
    }
}
