//! Singular values of bidiagonal matrices by differential quotient-difference transforms with shifts: LAPACK's `lasq1` to
//! `lasq6` (Parlett and Marques, "An implementation of the dqds algorithm", 2000), which find even the least of them to the last
//! digits that the bidiagonal form has.

use super::small::sort_values;
use crate::Failure;

/// By how much the far end must be larger for the matrix to be turned round.
const BIAS: f64 = 1.5;
const TOLERANCE: f64 = 100.0 * f64::EPSILON;
const SQUARE: f64 = TOLERANCE * TOLERANCE;
/// Transforms for each value that are far beyond what any matrix has needed.
const TRANSFORMS: usize = 100;

/// Replaces the diagonal by the singular values, descending; what is above the diagonal is lost.
pub fn singular_values(d: &mut [f64], e: &mut [f64]) -> Result<(), Failure> {
    let most = d.iter().chain(&*e).fold(0.0, |most: f64, x| most.max(x.abs()));
    if most == 0.0 {
        d.fill(0.0);
        return Ok(());
    }
    // So large that squares of what is small are as exact as can be.
    let scale = 2f64.powi(480) / 2f64.powi(most.log2().floor().clamp(-500.0, 1000.0) as i32);
    let squares = |x: &[f64]| x.iter().map(|x| (x * scale) * (x * scale)).collect::<Vec<f64>>();
    let (q, mut e) = (squares(d), squares(e));
    e.push(0.0);
    let n = q.len();
    let mut array = Array { q: [q, vec![0.0; n]], e: [e, vec![0.0; n]] };
    array.prepare();
    array.eigenvalues()?;
    d.iter_mut().zip(&array.q[0]).for_each(|(d, q)| *d = q.sqrt() / scale);
    sort_values(d);
    d.reverse();
    Ok(())
}

/// Two qd arrays, of which one is transformed into the other: `L` and `U` with `q` on the diagonal of `U` and `e` below that of
/// `L`.
pub(super) struct Array {
    pub(super) q: [Vec<f64>; 2],
    pub(super) e: [Vec<f64>; 2],
}

/// The part that is not done, from `first` to before `end`, and what is known of it.
pub(super) struct Part {
    pub(super) first: usize,
    pub(super) end: usize,
    /// Which of the arrays holds it.
    pub(super) now: usize,
    /// What has been subtracted, and what was lost of it by rounding.
    pub(super) sigma: f64,
    pub(super) lost: f64,
    pub(super) most: f64,
    pub(super) found: Transform,
    pub(super) tau: f64,
    /// How the last shift was chosen.
    pub(super) kind: i32,
    pub(super) fraction: f64,
}

/// What a transform has seen: the least values of `d`, without the last, without the last two; and the last three.
#[derive(Clone, Copy, Default)]
pub(super) struct Transform {
    pub(super) least: [f64; 3],
    pub(super) last: [f64; 3],
}

/// The first of a pair of arrays to read, the other to write to.
fn pair(arrays: &mut [Vec<f64>; 2], now: usize) -> (&[f64], &mut [f64]) {
    let [first, second] = arrays;
    if now == 0 { (first, second) } else { (second, first) }
}

impl Array {
    /// The other way round, from `first` to before `end`: the same singular values.
    fn reverse(&mut self, first: usize, end: usize) {
        self.q.iter_mut().for_each(|q| q[first..end].reverse());
        self.e.iter_mut().for_each(|e| e[first..end - 1].reverse());
    }

    /// The larger end first, and two transforms without shift which set to zero what Li's test lets go.
    fn prepare(&mut self) {
        let n = self.q[0].len();
        if BIAS * self.q[0][0] < self.q[0][n - 1] {
            self.reverse(0, n);
        }
        for now in 0..2 {
            let mut d = self.q[now][n - 1];
            for i in (0..n - 1).rev() {
                if self.e[now][i] <= SQUARE * d {
                    self.e[now][i] = 0.0;
                    d = self.q[now][i];
                } else {
                    d = self.q[now][i] * (d / (d + self.e[now][i]));
                }
            }
            let (q, to) = pair(&mut self.q, now);
            let (e, e_to) = pair(&mut self.e, now);
            let mut d = q[0];
            for i in 0..n - 1 {
                let small = e[i] <= SQUARE * d;
                to[i] = if small { d } else { d + e[i] };
                (e_to[i], d) = match small {
                    true => (0.0, q[i + 1]),
                    false => safely(q[i + 1], e[i], d, to[i]),
                };
            }
            to[n - 1] = d;
        }
    }

    /// The eigenvalues, in place of the first array.
    fn eigenvalues(&mut self) -> Result<(), Failure> {
        let n = self.q[0].len();
        let mut part = Part {
            first: 0,
            end: n,
            now: 0,
            sigma: 0.0,
            lost: 0.0,
            most: 0.0,
            found: Transform::default(),
            tau: 0.0,
            kind: 0,
            fraction: 0.0,
        };
        while part.end > 0 {
            // Where the matrix has fallen apart, the shift of that time is written down.
            part.sigma = if part.end == n { 0.0 } else { -self.e[0][part.end - 1] };
            part.lost = 0.0;
            let turned = self.begin(&mut part);
            let mut transforms = TRANSFORMS * (part.end - part.first);
            let mut test = !turned;
            while part.first < part.end {
                transforms = transforms.checked_sub(1).ok_or(Failure::NotConverged)?;
                if self.step(&mut part, test) {
                    part.now = 1 - part.now;
                }
                test = true;
                if part.now == 0 && part.end >= part.first + 4 {
                    self.split(&mut part);
                }
            }
        }
        Ok(())
    }

    /// Finds where the last part begins, and a bound of its least eigenvalue; returns whether it was turned round.
    fn begin(&mut self, part: &mut Part) -> bool {
        let (q, e, end) = (&self.q[0], &self.e[0], part.end);
        let (mut least, mut most, mut most_e) = (q[end - 1], q[end - 1], 0.0f64);
        let mut least_e = f64::MAX;
        let mut first = end - 1;
        while first > 0 && e[first - 1] > 0.0 {
            first -= 1;
            if least >= 4.0 * most_e {
                least = least.min(q[first + 1]);
                most_e = most_e.max(e[first]);
            }
            most = most.max(q[first] + e[first]);
            least_e = least_e.min(e[first]);
        }
        (part.first, part.most, part.now) = (first, most, 0);
        part.found.least[0] = -f64::max(0.0, least - 2.0 * least.sqrt() * most_e.sqrt());
        self.e[0][end - 1] = least_e;
        self.e[1][end - 1] = least_e;
        if end - first < 3 {
            return false;
        }
        let (q, e) = (&self.q[0], &self.e[0]);
        let (mut d, mut least, mut place) = (q[first], q[first], first);
        for i in first..end - 1 {
            d = q[i + 1] * (d / (d + e[i]));
            if d <= least {
                (least, place) = (d, i + 1);
            }
        }
        let turned = 2 * (place - first) < end - 1 - place && least <= 0.5 * q[end - 1];
        if turned {
            self.reverse(first, end);
        }
        turned
    }

    /// Looks for places where the part falls apart, and keeps what comes after the last of them.
    fn split(&mut self, part: &mut Part) {
        let (q, [e, before], end, sigma) = (&self.q[0], &mut self.e, part.end, part.sigma);
        if before[end - 1] > SQUARE * part.most && e[end - 1] > SQUARE * sigma {
            return;
        }
        let mut first = part.first;
        let (mut most, mut least, mut least_before) = (q[first], e[first], before[first]);
        for i in part.first..end - 3 {
            if before[i] <= SQUARE * q[i] || e[i] <= SQUARE * sigma {
                e[i] = -sigma;
                first = i + 1;
                (most, least, least_before) = (0.0, e[i + 1], before[i + 1]);
            } else {
                most = most.max(q[i + 1]);
                least = least.min(e[i]);
                least_before = least_before.min(before[i]);
            }
        }
        (e[end - 1], before[end - 1]) = (least, least_before);
        (part.first, part.most) = (first, most);
    }

    /// Takes off the eigenvalues that have converged, if they are to be looked for; then transforms once, and says whether it did.
    fn step(&mut self, part: &mut Part, test: bool) -> bool {
        let end = part.end;
        if test {
            self.deflate(part);
        }
        if part.first == part.end {
            return false;
        }
        if part.found.least[0] <= 0.0 || part.end < end {
            self.turn(part);
        }
        self.choose_shift(part, end - part.end);
        self.transform(part);
        true
    }

    /// Takes off converged eigenvalues at the end, singly and in pairs.
    fn deflate(&mut self, part: &mut Part) {
        while part.first < part.end {
            let (now, count, last) = (part.now, part.end - part.first, part.end - 1);
            let (q, e, before) = (&self.q[now], &self.e[now], &self.e[1 - now]);
            let one = count == 1
                || count > 2
                    && (e[last - 1] <= SQUARE * (part.sigma + q[last])
                        || before[last - 1] <= SQUARE * q[last - 1]);
            if one {
                self.q[0][last] = q[last] + part.sigma;
                part.end -= 1;
                continue;
            }
            if count > 2 && e[last - 2] > SQUARE * part.sigma && before[last - 2] > SQUARE * q[last - 2] {
                return;
            }
            let (larger, smaller) = two(q[last - 1], e[last - 1], q[last]);
            (self.q[0][last - 1], self.q[0][last]) = (larger + part.sigma, smaller + part.sigma);
            part.end -= 2;
        }
    }

    /// Turns the part round if its far end is the larger one.
    fn turn(&mut self, part: &mut Part) {
        let (now, first, end) = (part.now, part.first, part.end);
        if BIAS * self.q[now][first] >= self.q[now][end - 1] {
            return;
        }
        self.reverse(first, end);
        let last = end - 1;
        for e in &mut self.e {
            if end - first <= 5 {
                e[last] = e[first];
            }
        }
        part.found.least[2] = part.found.least[2].min(self.e[now][last]);
        for e in &mut self.e {
            e[last] = e[last].min(e[first]).min(e[first + 1]);
        }
        let q = &self.q[now];
        part.most = part.most.max(q[first]).max(q[first + 1]);
        part.found.least[0] = -0.0;
    }

    /// Transforms with smaller and smaller shifts until all of the array stays positive.
    fn transform(&mut self, part: &mut Part) {
        loop {
            let found = self.shifted(part);
            part.found = found;
            let ([least, before_last, _], [last, _, _]) = (found.least, found.last);
            let lost = least.is_nan() || last.is_nan();
            if lost && part.tau == 0.0 {
                part.found = self.unshifted(part);
                break;
            }
            if lost {
                part.tau = 0.0;
                continue;
            }
            if least >= 0.0 && before_last >= 0.0 {
                break;
            }
            if least >= 0.0 {
                part.found = self.unshifted(part);
                part.tau = 0.0;
                break;
            }
            let e = &mut self.e[1 - part.now][part.end - 2];
            if before_last > 0.0
                && *e < TOLERANCE * (part.sigma + found.last[1])
                && last.abs() < TOLERANCE * part.sigma
            {
                // Converged, which a last value below 0 has hidden.
                self.q[1 - part.now][part.end - 1] = 0.0;
                part.found.least[0] = 0.0;
                break;
            }
            if part.kind < -22 {
                // Failed twice.
                part.tau = 0.0;
            } else if before_last > 0.0 {
                part.tau = (part.tau + least) * (1.0 - 2.0 * f64::EPSILON);
                part.kind -= 11;
            } else {
                part.tau *= 0.25;
                part.kind -= 12;
            }
        }
        if part.tau < part.sigma {
            part.lost += part.tau;
            let sum = part.sigma + part.lost;
            part.lost -= sum - part.sigma;
            part.sigma = sum;
        } else {
            let sum = part.sigma + part.tau;
            part.lost += part.sigma - (sum - part.tau);
            part.sigma = sum;
        }
    }

    /// One transform with the shift `tau`, which is dropped if it is lost beside what was subtracted before.
    fn shifted(&mut self, part: &mut Part) -> Transform {
        let threshold = f64::EPSILON * (part.sigma + part.tau);
        if part.tau < 0.5 * threshold {
            part.tau = 0.0;
        }
        let tau = part.tau;
        let floor = if tau == 0.0 { threshold } else { f64::NEG_INFINITY };
        self.pass(part, tau, |next, e, d, sum| {
            let ratio = next / sum;
            let d = d * ratio - tau;
            (e * ratio, if d < floor { 0.0 } else { d })
        })
    }

    /// One transform without shift that survives zeros and overflow.
    fn unshifted(&mut self, part: &mut Part) -> Transform {
        self.pass(part, 0.0, safely)
    }

    /// One transform by a rule which gives the new `e` and `d` for the next `q`, `e`, `d`, and `d + e`.
    #[inline(always)]
    fn pass(&mut self, part: &Part, tau: f64, rule: impl Fn(f64, f64, f64, f64) -> (f64, f64)) -> Transform {
        let (first, last) = (part.first, part.end - 1);
        let (q, q_to) = pair(&mut self.q, part.now);
        let (e, e_to) = pair(&mut self.e, part.now);
        let (q, q_to, e, e_to) =
            (&q[first..=last], &mut q_to[first..=last], &e[first..=last], &mut e_to[first..=last]);
        let last = last - first;
        let (mut d, mut least, mut least_e) = (q[0] - tau, q[0] - tau, q[1]);
        let mut found = Transform::default();
        let mut step = |i: usize, d: &mut f64, least: &mut f64| {
            let sum = *d + e[i];
            q_to[i] = sum;
            (e_to[i], *d) = rule(q[i + 1], e[i], *d, sum);
            *least = if *d < *least { *d } else { *least };
            e_to[i]
        };
        for i in 0..last - 2 {
            let e = step(i, &mut d, &mut least);
            least_e = if e < least_e { e } else { least_e };
        }
        for at in [2, 1] {
            (found.last[at], found.least[at]) = (d, least);
            step(last - at, &mut d, &mut least);
        }
        (found.last[0], found.least[0]) = (d, least);
        q_to[last] = d;
        e_to[last] = least_e;
        found
    }
}

/// A step of a transform without shift, by whichever order of operations does not overflow.
fn safely(next: f64, e: f64, d: f64, sum: f64) -> (f64, f64) {
    if sum == 0.0 {
        (0.0, next)
    } else if f64::MIN_POSITIVE * next < sum && f64::MIN_POSITIVE * sum < next {
        let ratio = next / sum;
        (e * ratio, d * ratio)
    } else {
        (next * (e / sum), next * (d / sum))
    }
}

/// The eigenvalues of an array of two rows, the larger one first.
fn two(a: f64, e: f64, b: f64) -> (f64, f64) {
    let (larger, smaller) = if b > a { (b, a) } else { (a, b) };
    let t = 0.5 * ((larger - smaller) + e);
    if e <= smaller * SQUARE || t == 0.0 {
        return (larger, smaller);
    }
    let s = smaller * (e / t);
    let s = if s <= t {
        smaller * (e / (t * (1.0 + (1.0 + s / t).sqrt())))
    } else {
        smaller * (e / (t + t.sqrt() * (t + s).sqrt()))
    };
    let sum = larger + (s + e);
    (sum, smaller * (larger / sum))
}
