//! Jacobi's rotations in several lanes.

use crate::{Field, Real};

/// A rotation for each of `L` matrices; see `pure::jacobi::Rotation`, of which this has the formulas.
pub struct Rotations<T: Field, const L: usize> {
    c: [T; L],
    s: [T; L],
    phase: [T; L],
}

impl<T: Field, const L: usize> Rotations<T, L> {
    /// Those that turn the Hermitian `[[p, g], [gᴴ, q]]` diagonal, in the lanes of `turned`; none in others.
    #[inline(always)]
    pub fn new(p: [T::Real; L], q: [T::Real; L], g: [T; L], turned: [bool; L]) -> Self {
        let (one, zero) = (T::Real::ONE, T::Real::ZERO);
        // Beyond this, the square of theta is all that counts, and must not overflow.
        let most = one / T::Real::EPSILON;
        let mut rotations = Rotations { c: [T::ONE; L], s: [T::ZERO; L], phase: [T::ONE; L] };
        for lane in 0..L {
            let g = if turned[lane] { g[lane] } else { T::ONE };
            let size = g.abs();
            let theta = (q[lane] - p[lane]) / (size + size);
            let distance = theta.abs();
            let bounded = if distance > most { most } else { distance };
            let root = (bounded * bounded + one).sqrt();
            let root = if distance > most { distance } else { root };
            let t = one / (distance + root);
            let t = if theta < zero { -t } else { t };
            let t = if turned[lane] { t } else { zero };
            let c = one / (t * t + one).sqrt();
            rotations.c[lane] = T::from_real(c);
            rotations.s[lane] = T::from_real(t * c);
            rotations.phase[lane] = g.conj() * T::from_real(one / size);
        }
        rotations
    }

    /// Columns `x` and `y` turned.
    #[inline(always)]
    pub fn turn(&self, x: &mut [[T; L]], y: &mut [[T; L]]) {
        for (x, y) in x.iter_mut().zip(y) {
            for lane in 0..L {
                let turned = y[lane] * self.phase[lane];
                let kept = x[lane];
                x[lane] = self.c[lane] * kept - self.s[lane] * turned;
                y[lane] = self.s[lane] * kept + self.c[lane] * turned;
            }
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
