//! Eigenvalues of several real symmetric matrices at a time, by tridiagonal form and the implicit QL method: EISPACK's `tred2` and
//! `imtql2`, which are ahead of Jacobi's method from a handful of rows on.
//!
//! Lanes take as many steps as the slowest of them; those that are done, or whose block has not begun, are turned by nothing.

use super::reflectors::{Lane, STEPS, accumulate, lanes, reflector, turn, vanishes};
use super::{FACTORS, MANY as LANES, Refused, gather, scaled};
use crate::Real;

/// Matrices of `n` rows, and what they become.
struct Forms<R> {
    n: usize,
    /// Column by column; of a reduced column what is left is the vector of its reflector, from below the diagonal on.
    a: Vec<Lane<R>>,
    /// Eigenvectors.
    z: Vec<Lane<R>>,
    d: [Lane<R>; FACTORS],
    /// Below the diagonal, and a place more.
    e: [Lane<R>; FACTORS + 1],
    tau: [Lane<R>; FACTORS],
    w: [Lane<R>; FACTORS],
}

/// Eigenvalues of the lower triangles, ascending, and eigenvectors in their place.
///
/// # Errors
/// The first matrix without convergence.
#[inline(always)]
pub fn eigh<R: Real>(n: usize, a: &mut [R], w: &mut [R], vectors: bool) -> Result<(), Refused> {
    let size = n * n;
    let none = [R::ZERO; LANES];
    let mut forms = Forms {
        n,
        a: vec![none; size],
        z: vec![none; if vectors { size } else { 0 }],
        d: [none; FACTORS],
        e: [none; FACTORS + 1],
        tau: [none; FACTORS],
        w: [none; FACTORS],
    };
    for (block, (a, w)) in a.chunks_mut(LANES * size).zip(w.chunks_mut(LANES * n)).enumerate() {
        let count = w.len() / n;
        gather(a, n, count, &mut forms.a);
        // Above the diagonals nothing is read, not even for the scale.
        (0..n).for_each(|j| forms.a[j * n..j * n + j].fill(none));
        let scales = scaled(&mut forms.a);
        forms.reduce();
        if vectors {
            forms.form_vectors();
        }
        forms.iterate(vectors).map_err(|lane| Refused(block * LANES + lane.min(count - 1)))?;
        for lane in 0..count {
            forms.hand_out(lane, scales[lane], &mut w[lane * n..][..n], &mut a[lane * size..][..size]);
        }
    }
    Ok(())
}

impl<R: Real> Forms<R> {
    /// Reduces the lower triangles to tridiagonal form, column by column.
    #[inline(always)]
    fn reduce(&mut self) {
        let n = self.n;
        for k in 0..n {
            self.d[k] = self.a[k * n + k];
            if k + 1 == n {
                break;
            }
            let (column, rest) = self.a[k * n..].split_at_mut(n);
            let v = &mut column[k + 1..];
            (self.e[k], self.tau[k]) = reflector(v);
            let tau = self.tau[k];
            let w = &mut self.w[..v.len()];
            w.fill([R::ZERO; LANES]);
            // The product with what is below the diagonal, for its rows and for its columns.
            for (j, column) in rest.chunks_exact(n).enumerate() {
                let column = &column[k + 1..];
                let factor = v[j];
                let mut sum = lanes!(l => column[j][l] * factor[l]);
                for i in j + 1..v.len() {
                    let (x, y) = (column[i], v[i]);
                    sum = lanes!(l => sum[l] + x[l] * y[l]);
                    w[i] = lanes!(l => w[i][l] + x[l] * factor[l]);
                }
                w[j] = lanes!(l => w[j][l] + sum[l]);
            }
            let mut product = [R::ZERO; LANES];
            for (w, v) in w.iter().zip(v.iter()) {
                product = lanes!(l => product[l] + w[l] * v[l]);
            }
            let half = R::from_f64(0.5);
            let part = lanes!(l => half * tau[l] * tau[l] * product[l]);
            for (w, v) in w.iter_mut().zip(v.iter()) {
                *w = lanes!(l => tau[l] * w[l] - part[l] * v[l]);
            }
            for (j, column) in rest.chunks_exact_mut(n).enumerate() {
                let (x, y) = (v[j], w[j]);
                let rows = column[k + 1 + j..].iter_mut().zip(v[j..].iter().zip(&w[j..]));
                for (item, (v, w)) in rows {
                    *item = lanes!(l => item[l] - v[l] * y[l] - w[l] * x[l]);
                }
            }
        }
    }

    /// The product of the reflectors.
    #[inline(always)]
    fn form_vectors(&mut self) {
        let n = self.n;
        accumulate(n, 1, &self.a, &self.tau, &mut self.z);
    }

    /// Takes steps until nothing is left below the diagonals; else a lane where there is.
    #[inline(always)]
    fn iterate(&mut self, vectors: bool) -> Result<(), usize> {
        for first in 0..self.n {
            let mut steps = 0;
            loop {
                let last = self.ends(first);
                let furthest = last.into_iter().fold(first, usize::max);
                if furthest == first {
                    break;
                }
                if steps == STEPS {
                    return Err(last.iter().position(|&last| last > first).unwrap_or(0));
                }
                steps += 1;
                self.step(first, last, furthest, vectors);
            }
        }
        Ok(())
    }

    /// The last row of the block that begins with row `first`, in each lane.
    #[inline(always)]
    fn ends(&self, first: usize) -> [usize; LANES] {
        let (one, zero) = (R::ONE, R::ZERO);
        let mut open = [one; LANES];
        let mut rows = [zero; LANES];
        for i in first..self.n - 1 {
            let (x, y, e) = (self.d[i], self.d[i + 1], self.e[i]);
            open = lanes!(l => if vanishes(e[l], x[l], y[l]) { zero } else { open[l] });
            rows = lanes!(l => rows[l] + open[l]);
            if open.iter().fold(zero, |most, &x| most.larger(x)) == zero {
                break;
            }
        }
        rows.map(|rows| first + rows.to_f64() as usize)
    }

    /// One step on the blocks from row `first` to the `last` of each lane, the `furthest` of which is given.
    #[inline(always)]
    fn step(&mut self, first: usize, last: [usize; LANES], furthest: usize, vectors: bool) {
        let n = self.n;
        let (one, zero, two) = (R::ONE, R::ZERO, R::ONE + R::ONE);
        let (d, e) = (&mut self.d, &mut self.e);
        let busy = lanes!(l => if last[l] > first { one } else { zero });
        let (x, y, below) = (d[first], d[first + 1], e[first]);
        let mut g = lanes!(l => {
            let below = if busy[l] == zero { one } else { below[l] };
            let slope = (y[l] - x[l]) / (two * below);
            let root = (slope * slope + one).sqrt();
            let root = if slope < zero { -root } else { root };
            d[last[l]][l] - x[l] + below / (slope + root)
        });
        let (mut s, mut c, mut p) = ([one; LANES], [one; LANES], [zero; LANES]);
        let ends = lanes!(l => R::from_f64(last[l] as f64));
        for i in (first..furthest).rev() {
            let at = R::from_f64(i as f64);
            let active = lanes!(l => if at < ends[l] { busy[l] } else { zero });
            let (here, next, below, beyond) = (d[i], d[i + 1], e[i], e[i + 1]);
            let f = lanes!(l => s[l] * below[l]);
            let b = lanes!(l => c[l] * below[l]);
            let length = lanes!(l => (f[l] * f[l] + g[l] * g[l]).sqrt());
            let reciprocal = lanes!(l => one / if length[l] == zero { one } else { length[l] });
            let sine = lanes!(l => f[l] * reciprocal[l]);
            let cosine = lanes!(l => if length[l] == zero { one } else { g[l] * reciprocal[l] });
            let left = lanes!(l => next[l] - p[l]);
            let sum = lanes!(l => (here[l] - left[l]) * sine[l] + two * cosine[l] * b[l]);
            let shift = lanes!(l => sine[l] * sum[l]);
            e[i + 1] = lanes!(l => if active[l] == zero { beyond[l] } else { length[l] });
            d[i + 1] = lanes!(l => if active[l] == zero { next[l] } else { left[l] + shift[l] });
            g = lanes!(l => if active[l] == zero { g[l] } else { cosine[l] * sum[l] - b[l] });
            s = lanes!(l => if active[l] == zero { s[l] } else { sine[l] });
            c = lanes!(l => if active[l] == zero { c[l] } else { cosine[l] });
            p = lanes!(l => if active[l] == zero { p[l] } else { shift[l] });
            if !vectors {
                continue;
            }
            let sine = lanes!(l => if active[l] == zero { zero } else { sine[l] });
            let cosine = lanes!(l => if active[l] == zero { one } else { cosine[l] });
            turn(&mut self.z[i * n..][..2 * n], cosine, sine);
        }
        d[first] = lanes!(l => if busy[l] == zero { d[first][l] } else { d[first][l] - p[l] });
        e[first] = lanes!(l => if busy[l] == zero { e[first][l] } else { g[l] });
        for l in 0..LANES {
            if last[l] > first {
                e[last[l]][l] = zero;
            }
        }
    }

    /// Gives away what one lane has found, in ascending order.
    #[inline(always)]
    fn hand_out(&self, lane: usize, scale: R, w: &mut [R], vectors: &mut [R]) {
        let n = self.n;
        let mut order: [usize; FACTORS] = std::array::from_fn(|j| j);
        let value = |j: usize| self.d[j][lane];
        order[..n].sort_unstable_by(|&i, &j| value(i).to_f64().total_cmp(&value(j).to_f64()));
        for (j, &from) in order[..n].iter().enumerate() {
            w[j] = value(from) * scale;
            if let Some(column) = self.z.get(from * n..(from + 1) * n) {
                (0..n).for_each(|i| vectors[i * n + j] = column[i][lane]);
            }
        }
    }
}
