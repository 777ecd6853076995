//! The binomial distribution: successes among `n` trials.
//!
//! - Parameters: `n`, not negative, and `p`, in `[0, 1]`.
//! - Mass: `C(n, k) p^k (1 - p)^(n - k)`.
//! - Algorithm: inversion up to a mean of 30, Kachitvichyanukul and Schmeiser's BTPE (1988) above. Many numbers of one
//!   inversion come from a table of where it steps.

use std::sync::Arc;

use super::{Distribution, Draw, check};
use crate::bits::{Words, fill_ahead};
use crate::{BitGenerator, Result};

/// The distribution with what its algorithm prepares, for the rarer of the two outcomes.
#[derive(Clone, Debug, PartialEq)]
pub struct Binomial {
    n: i64,
    /// Whether failures are counted, as they are the rarer.
    turned: bool,
    plan: Plan,
}

#[derive(Clone, Debug, PartialEq)]
enum Plan {
    Zero,
    Inversion { p: f64, q: f64, none: f64, bound: i64 },
    Table(Arc<Table>),
    Btpe(Btpe),
}

/// The four regions under the hat function, and what they are made of.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Btpe {
    r: f64,
    q: f64,
    mode: i64,
    xm: f64,
    xl: f64,
    xr: f64,
    c: f64,
    laml: f64,
    lamr: f64,
    areas: [f64; 4],
}

impl Binomial {
    /// The distribution of these parameters.
    ///
    /// # Errors
    /// [`Error::Parameter`](crate::Error::Parameter) if `n` is negative or `p` no probability.
    #[inline]
    pub fn new(n: i64, p: f64) -> Result<Self> {
        check::non_negative("binomial", "n", n as f64)?;
        check::probability("binomial", "p", p)?;
        Ok(Self::unchecked(n, p))
    }

    pub(crate) fn unchecked(n: i64, p: f64) -> Self {
        if n <= 0 || p == 0.0 || p.is_nan() {
            return Binomial { n, turned: false, plan: Plan::Zero };
        }
        binomial_of(n, p)
    }
}

/// The distribution without the numbers that are certain.
pub(crate) fn binomial_of(n: i64, p: f64) -> Binomial {
    let turned = p > 0.5;
    let p = if turned { 1.0 - p } else { p };
    let plan = if p * n as f64 <= 30.0 { inversion(n, p) } else { Plan::Btpe(btpe(n, p)) };
    Binomial { n, turned, plan }
}

fn inversion(n: i64, p: f64) -> Plan {
    let q = 1.0 - p;
    let mean = n as f64 * p;
    let bound = (n as f64).min(mean + 10.0 * (mean * q + 1.0).sqrt()) as i64;
    Plan::Inversion { p, q, none: (n as f64 * (-p).ln_1p()).exp(), bound }
}

fn btpe(n: i64, p: f64) -> Btpe {
    let n = n as f64;
    let r = p.min(1.0 - p);
    let q = 1.0 - r;
    let fm = n * r + r;
    let mode = fm.floor() as i64;
    let p1 = (2.195 * (n * r * q).sqrt() - 4.6 * q).floor() + 0.5;
    let xm = mode as f64 + 0.5;
    let (xl, xr) = (xm - p1, xm + p1);
    let c = 0.134 + 20.5 / (15.3 + mode as f64);
    let a = (fm - xl) / (fm - xl * r);
    let laml = a * (1.0 + a / 2.0);
    let a = (xr - fm) / (xr * q);
    let lamr = a * (1.0 + a / 2.0);
    let p2 = p1 * (1.0 + 2.0 * c);
    let p3 = p2 + c / laml;
    Btpe { r, q, mode, xm, xl, xr, c, laml, lamr, areas: [p1, p2, p3, p3 + c / lamr] }
}

impl Btpe {
    fn draw<W: Words>(&self, bits: &mut W, n: i64) -> i64 {
        let [p1, p2, p3, p4] = self.areas;
        loop {
            let u = bits.uniform() * p4;
            let mut v = bits.uniform();
            let y;
            if u <= p1 {
                return (self.xm - p1 * v + u).floor() as i64;
            } else if u <= p2 {
                let x = self.xl + (u - p1) / self.c;
                v = v * self.c + 1.0 - (self.mode as f64 - x + 0.5).abs() / p1;
                if v > 1.0 {
                    continue;
                }
                y = x.floor() as i64;
            } else if u <= p3 {
                y = (self.xl + v.ln() / self.laml).floor() as i64;
                if y < 0 || v == 0.0 {
                    continue;
                }
                v = v * (u - p2) * self.laml;
            } else {
                y = (self.xr - v.ln() / self.lamr).floor() as i64;
                if y > n || v == 0.0 {
                    continue;
                }
                v = v * (u - p3) * self.lamr;
            }
            if self.accepts(n, y, v) {
                return y;
            }
        }
    }

    /// Whether `v` lies under the mass at `y`, relative to that at the mode.
    fn accepts(&self, n: i64, y: i64, v: f64) -> bool {
        let Btpe { r, q, mode: m, .. } = *self;
        let nrq = n as f64 * r * q;
        let k = (y - m).abs();
        if !(k > 20 && (k as f64) < nrq / 2.0 - 1.0) {
            let s = r / q;
            let a = s * (n + 1) as f64;
            let mut f = 1.0;
            for i in m + 1..=y {
                f *= a / i as f64 - s;
            }
            for i in y + 1..=m {
                f /= a / i as f64 - s;
            }
            return v <= f;
        }
        let kf = k as f64;
        let rho = (kf / nrq) * ((kf * (kf / 3.0 + 0.625) + 0.16666666666666666) / nrq + 0.5);
        let t = (-k).wrapping_mul(k) as f64 / (2.0 * nrq);
        let log_v = v.ln();
        if log_v < t - rho {
            return true;
        }
        if log_v > t + rho {
            return false;
        }
        let (x1, f1) = ((y + 1) as f64, (m + 1) as f64);
        let (z, w) = ((n + 1 - m) as f64, (n - y + 1) as f64);
        let stirling = |x: f64| {
            let x2 = x * x;
            (13680.0 - (462.0 - (132.0 - (99.0 - 140.0 / x2) / x2) / x2) / x2) / x / 166320.0
        };
        let bound = self.xm * (f1 / x1).ln()
            + ((n - m) as f64 + 0.5) * (z / w).ln()
            + (y - m) as f64 * (w * r / (x1 * q)).ln()
            + stirling(f1)
            + stirling(z)
            + stirling(x1)
            + stirling(w);
        log_v <= bound
    }
}

/// The inversion as a search through the masses.
struct Search {
    masses: Vec<f64>,
}

impl Search {
    /// How many masses a uniform variate exceeds, taken away one after the other, rounding as it comes.
    fn steps(&self, mut u: f64) -> usize {
        self.masses
            .iter()
            .take_while(|&&mass| {
                let goes_on = u > mass;
                u -= mass;
                goes_on
            })
            .count()
    }

    /// The largest of the 2^53 uniform variates with at most `k` steps. Rounding keeps the order, so there is one; it lies
    /// about where the masses sum to, and is found by halving from there.
    fn last(&self, k: usize, sum: f64) -> u64 {
        let within = |u: u64| self.steps(u as f64 * UNIT) <= k;
        let (guess, mut reach) = ((sum / UNIT) as u64, 1 << 8);
        let mut low = guess.saturating_sub(reach);
        while low > 0 && !within(low) {
            reach *= 2;
            low = guess.saturating_sub(reach);
        }
        let mut high = guess.saturating_add(reach);
        while high < MOST && within(high) {
            reach *= 2;
            high = guess.saturating_add(reach);
        }
        let mut high = high.min(MOST + 1);
        while high - low > 1 {
            let middle = low + (high - low) / 2;
            if within(middle) { low = middle } else { high = middle }
        }
        low
    }
}

/// The distance of uniform variates, and the largest of them in it.
const UNIT: f64 = 1.0 / 9_007_199_254_740_992.0;
const MOST: u64 = (1 << 53) - 1;
/// So many numbers pay for the table.
const MANY: usize = 4096;
/// The upper bits of a variate by which the table is entered.
const ENTRY_BITS: u32 = 9;

/// Where the inversion of a uniform variate steps from one number to the next.
#[derive(Debug, PartialEq)]
struct Table {
    /// The largest variate of each number, in units.
    last: Vec<u64>,
    /// The number of the smallest variate with these upper bits.
    entries: Vec<u32>,
}

impl Table {
    fn new(n: i64, p: f64, q: f64, none: f64, bound: i64) -> Self {
        let mut mass = none;
        let masses = (1..=bound + 1).map(|x| {
            let this = mass;
            mass = ((n - x + 1) as f64 * p * mass) / (x as f64 * q);
            this
        });
        let search = Search { masses: masses.collect() };
        let mut sum = 0.0;
        let last: Vec<u64> = (0..search.masses.len())
            .map(|k| {
                sum += search.masses[k];
                search.last(k, sum)
            })
            .collect();
        let first = |entry: u64| entry << (53 - ENTRY_BITS);
        let entries = (0..1 << ENTRY_BITS).map(|entry| last.partition_point(|&u| u < first(entry)) as u32);
        Table { entries: entries.collect(), last }
    }

    /// The number of a variate, unless it lies beyond the bound and another one is to be drawn.
    #[inline(always)]
    fn number(&self, u: u64) -> Option<i64> {
        let mut k = self.entries[(u >> (53 - ENTRY_BITS)) as usize] as usize;
        while *self.last.get(k)? < u {
            k += 1;
        }
        Some(k as i64)
    }
}

impl Draw for Binomial {
    type Item = i64;

    #[inline]
    fn draw<W: Words>(&self, bits: &mut W) -> i64 {
        let rare = match &self.plan {
            Plan::Zero => 0,
            &Plan::Inversion { p, q, none, bound } => {
                let (mut x, mut px, mut u) = (0, none, bits.uniform());
                while u > px {
                    x += 1;
                    if x > bound {
                        (x, px, u) = (0, none, bits.uniform());
                    } else {
                        u -= px;
                        px = ((self.n - x + 1) as f64 * p * px) / (x as f64 * q);
                    }
                }
                x
            }
            Plan::Table(table) => super::until(|| table.number((bits.uniform() / UNIT) as u64)),
            Plan::Btpe(plan) => plan.draw(bits, self.n),
        };
        // The failures may have been counted, as they are the rarer.
        if self.turned { self.n - rare } else { rare }
    }
}

impl Distribution for Binomial {
    type Item = i64;

    #[inline]
    fn sample<B: BitGenerator>(&self, bits: &mut B) -> i64 {
        self.draw(bits)
    }

    fn prepare(&mut self, count: usize) {
        if let Plan::Inversion { p, q, none, bound } = self.plan
            && count >= MANY
        {
            self.plan = Plan::Table(Arc::new(Table::new(self.n, p, q, none, bound)));
        }
    }

    fn fill<B: BitGenerator>(&self, bits: &mut B, out: &mut [i64]) {
        fill_ahead::<_, _, u64>(bits, out, |bits| self.draw(bits), |words| self.draw(words));
    }
}
