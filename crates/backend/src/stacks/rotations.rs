//! Jacobi's rotations in several lanes.

use crate::{Field, Real};

/// A rotation for each of `L` matrices; see `pure::jacobi::Rotation`, of which this has the formulas.
pub struct Rotations<T: Field, const L: usize> {
    c: [T; L],
    s: [T; L],
    phase: [T; L],
}

impl<T: Field, const L: usize> Rotations<T, L> {
    /// Those that turn the Hermitian `[[p, g], [gᴴ, q]]` diagonal, in the lanes where `turned` is not 0; none in others.
    #[inline(always)]
    pub fn new(p: [T::Real; L], q: [T::Real; L], g: [T; L], turned: [T::Real; L]) -> Self {
        use std::array::from_fn;
        let (one, zero) = (T::Real::ONE, T::Real::ZERO);
        // Beyond this, the square of theta is all that counts, and must not overflow.
        let most = one / T::Real::EPSILON;
        let g: [T; L] = from_fn(|lane| if turned[lane] != zero { g[lane] } else { T::ONE });
        let reciprocal = g.map(|g| one / g.abs());
        let theta: [T::Real; L] = from_fn(|l| (q[l] - p[l]) * T::Real::from_f64(0.5) * reciprocal[l]);
        let distance = theta.map(Field::abs);
        let root = distance.map(|x| {
            let bounded = if x > most { most } else { x };
            let root = (bounded * bounded + one).sqrt();
            if x > most { x } else { root }
        });
        let t: [T::Real; L] = from_fn(|l| one / (distance[l] + root[l]));
        let t: [T::Real; L] = from_fn(|l| if theta[l] < zero { -t[l] } else { t[l] });
        let t: [T::Real; L] = from_fn(|l| if turned[l] != zero { t[l] } else { zero });
        let c = t.map(|t| one / (t * t + one).sqrt());
        Rotations {
            c: c.map(T::from_real),
            s: from_fn(|l| T::from_real(t[l] * c[l])),
            phase: from_fn(|l| g[l].conj() * T::from_real(reciprocal[l])),
        }
    }

    /// Columns `x` and `y` turned.
    #[inline(always)]
    pub fn turn(&self, x: &mut [[T; L]], y: &mut [[T; L]]) {
        for (x, y) in x.iter_mut().zip(y) {
            let (kept, other) = (*x, *y);
            let turned: [T; L] = std::array::from_fn(|l| other[l] * self.phase[l]);
            *x = std::array::from_fn(|l| self.c[l] * kept[l] - self.s[l] * turned[l]);
            *y = std::array::from_fn(|l| self.s[l] * kept[l] + self.c[l] * turned[l]);
        }
    }

    /// Items `x` and `y` of two rows turned.
    #[inline(always)]
    pub fn turn_rows(&self, x: [T; L], y: [T; L]) -> ([T; L], [T; L]) {
        let turned: [T; L] = std::array::from_fn(|lane| y[lane] * self.phase[lane].conj());
        (
            std::array::from_fn(|lane| self.c[lane] * x[lane] - self.s[lane] * turned[lane]),
            std::array::from_fn(|lane| self.s[lane] * x[lane] + self.c[lane] * turned[lane]),
        )
    }
}
