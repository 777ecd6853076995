//! The binomial distribution: successes among `n` trials.
//!
//! Mass `C(n, k) p^k (1 - p)^(n - k)`. Inversion up to a mean of 30, Kachitvichyanukul and Schmeiser's BTPE (1988) above.

use super::{Distribution, check};
use crate::{BitGenerator, Result};

/// The distribution with what its algorithm prepares, for the rarer of the two outcomes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Binomial {
    n: i64,
    /// Whether failures are counted, as they are the rarer.
    turned: bool,
    plan: Plan,
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Plan {
    Zero,
    Inversion { p: f64, q: f64, none: f64, bound: i64 },
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
        let turned = p > 0.5;
        let p = if turned { 1.0 - p } else { p };
        let plan = if p * n as f64 <= 30.0 { inversion(n, p) } else { Plan::Btpe(btpe(n, p)) };
        Binomial { n, turned, plan }
    }
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
    fn sample<B: BitGenerator>(&self, bits: &mut B, n: i64) -> i64 {
        let [p1, p2, p3, p4] = self.areas;
        loop {
            let u = bits.next_f64() * p4;
            let mut v = bits.next_f64();
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

impl Distribution for Binomial {
    type Item = i64;

    #[inline]
    fn sample<B: BitGenerator>(&self, bits: &mut B) -> i64 {
        let rare = match &self.plan {
            Plan::Zero => 0,
            &Plan::Inversion { p, q, none, bound } => {
                let (mut x, mut px, mut u) = (0, none, bits.next_f64());
                while u > px {
                    x += 1;
                    if x > bound {
                        (x, px, u) = (0, none, bits.next_f64());
                    } else {
                        u -= px;
                        px = ((self.n - x + 1) as f64 * p * px) / (x as f64 * q);
                    }
                }
                x
            }
            Plan::Btpe(plan) => plan.sample(bits, self.n),
        };
        if self.turned { self.n - rare } else { rare }
    }
}
