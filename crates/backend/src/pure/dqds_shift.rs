//! The shifts of `dqds`: bounds of the least eigenvalue from what the last transform has seen, as in LAPACK's `lasq4`.

use super::dqds::{Array, Part};

const THIRD: f64 = 0.333;
const NEAR: f64 = 0.563;
const ABOVE: f64 = 1.01;
const FAR: f64 = 1.05;

impl Array {
    /// The next shift, after `taken` eigenvalues were taken off.
    pub(super) fn choose_shift(&self, part: &mut Part, taken: usize) {
        let [least, least1, least2] = part.found.least;
        let [last, last1, last2] = part.found.last;
        (part.tau, part.kind) = if least <= 0.0 {
            (-least, -1)
        } else {
            match taken {
                0 if least == last && least1 == last1 => self.by_gaps(part),
                0 if least == last || least == last1 => (self.by_quotient(part, least == last), -4),
                0 if least == last2 => (self.by_two_quotients(part), -5),
                0 => guess(part),
                1 if least1 == last1 && least2 == last2 => self.after_one(part),
                1 => (if least1 == last1 { 0.5 } else { 0.25 } * least1, -9),
                2 => self.after_two(part),
                _ => (0.0, -12),
            }
        };
    }

    /// Cases 2 and 3: the least value is the last.
    fn by_gaps(&self, part: &Part) -> (f64, i32) {
        let (q, e, at) = (&self.q[part.now], &self.e[part.now], part.end - 1);
        let ([least, _, least2], last) = (part.found.least, part.found.last[0]);
        let b1 = q[at].sqrt() * e[at - 1].sqrt();
        let b2 = q[at - 1].sqrt() * e[at - 2].sqrt();
        let a2 = q[at - 1] + e[at - 1];
        let gap2 = least2 - a2 - 0.25 * least2;
        let gap1 = a2 - last - if gap2 > 0.0 && gap2 > b2 { (b2 / gap2) * b2 } else { b1 + b2 };
        if gap1 > 0.0 && gap1 > b1 {
            return (f64::max(last - (b1 / gap1) * b1, 0.5 * least), -2);
        }
        let mut shift = if last > b1 { last - b1 } else { 0.0 };
        if a2 > b1 + b2 {
            shift = shift.min(a2 - (b1 + b2));
        }
        (shift.max(THIRD * least), -3)
    }

    /// Case 4: a bound of Rayleigh's quotient of the vector that belongs to the last value or to that before it.
    fn by_quotient(&self, part: &Part, of_last: bool) -> f64 {
        let (q, e, at) = (&self.q[part.now], &self.e[part.now], part.end - 1);
        let (other_q, other_e) = (&self.q[1 - part.now], &self.e[1 - part.now]);
        let careful = 0.25 * part.found.least[0];
        let (gamma, first, from) = if of_last {
            (part.found.last[0], 0.0, at - 1)
        } else {
            if other_e[at - 1] > other_q[at] {
                return careful;
            }
            (part.found.last[1], other_e[at - 1] / other_q[at], at - 2)
        };
        if e[from] > q[from] {
            return careful;
        }
        match self.norm(part, first, e[from] / q[from], from) {
            Some(norm) if norm < NEAR => gamma * (1.0 - norm.sqrt()) / (1.0 + norm),
            _ => careful,
        }
    }

    /// Case 5: the least value is the last but two.
    fn by_two_quotients(&self, part: &Part) -> f64 {
        let (q, e, at) = (&self.q[part.now], &self.e[part.now], part.end - 1);
        let (other_q, other_e) = (&self.q[1 - part.now], &self.e[1 - part.now]);
        let careful = 0.25 * part.found.least[0];
        let (b1, b2) = (other_q[at], other_q[at - 1]);
        if other_e[at - 2] > b2 || other_e[at - 1] > b1 {
            return careful;
        }
        let first = (other_e[at - 2] / b2) * (1.0 + other_e[at - 1] / b1);
        let norm = if part.end - part.first > 3 {
            self.norm(part, first, e[at - 3] / q[at - 3], at - 3)
        } else {
            Some(first)
        };
        match norm {
            Some(norm) if norm < NEAR => part.found.last[2] * (1.0 - norm.sqrt()) / (1.0 + norm),
            _ => careful,
        }
    }

    /// `first`, and the sum of the products of quotients from `from` backwards, of which the first is given; nothing if they grow.
    fn norm(&self, part: &Part, first: f64, quotient: f64, from: usize) -> Option<f64> {
        let (q, e) = (&self.q[part.now], &self.e[part.now]);
        let (mut norm, mut term) = (first + quotient, quotient);
        for i in (part.first..from).rev() {
            if term == 0.0 {
                break;
            }
            let before = term;
            if e[i] > q[i] {
                return None;
            }
            term *= e[i] / q[i];
            norm += term;
            if 100.0 * term.max(before) < norm || NEAR < norm {
                break;
            }
        }
        Some(FAR * norm)
    }

    /// The square root of the sum of products of quotients that lead to the last row; nothing if they grow.
    fn reach(&self, part: &Part) -> Option<f64> {
        let (q, e, from) = (&self.q[part.now], &self.e[part.now], part.end - 2);
        let mut term = e[from] / q[from];
        let mut sum = term;
        if e[from] > q[from] {
            return None;
        }
        for i in (part.first..from).rev() {
            let before = term;
            if term == 0.0 {
                break;
            }
            if e[i] > q[i] {
                return None;
            }
            term *= e[i] / q[i];
            sum += term;
            if 100.0 * term.max(before) < sum {
                break;
            }
        }
        Some((FAR * sum).sqrt())
    }

    /// Cases 7 and 8.
    fn after_one(&self, part: &Part) -> (f64, i32) {
        let [_, least1, least2] = part.found.least;
        let careful = THIRD * least1;
        let Some(reach) = self.reach(part) else { return (careful, -7) };
        let value = least1 / (1.0 + reach * reach);
        let gap = 0.5 * least2 - value;
        (careful.max(below(value, reach, gap)), if gap > reach * value { -7 } else { -8 })
    }

    /// Cases 10 and 11.
    fn after_two(&self, part: &Part) -> (f64, i32) {
        let (q, e, at) = (&self.q[part.now], &self.e[part.now], part.end - 1);
        let (least2, last2) = (part.found.least[2], part.found.last[2]);
        if least2 != last2 || 2.0 * e[at - 1] >= q[at - 1] {
            return (0.25 * least2, -11);
        }
        let careful = THIRD * least2;
        let Some(reach) = self.reach(part) else { return (careful, -10) };
        let value = least2 / (1.0 + reach * reach);
        let gap = q[at - 1] + e[at - 2] - q[at - 2].sqrt() * e[at - 2].sqrt() - value;
        (careful.max(below(value, reach, gap)), -10)
    }
}

/// A bound of an eigenvalue near `value`, by the gap to the next.
fn below(value: f64, reach: f64, gap: f64) -> f64 {
    let by_gap = gap > 0.0 && gap > reach * value;
    value * (1.0 - ABOVE * if by_gap { value * (reach / gap) * reach } else { reach })
}

/// Case 6: nothing is known of where the least value belongs.
fn guess(part: &mut Part) -> (f64, i32) {
    part.fraction = match part.kind {
        -6 => part.fraction + THIRD * (1.0 - part.fraction),
        -18 => 0.25 * THIRD,
        _ => 0.25,
    };
    (part.fraction * part.found.least[0], -6)
}
