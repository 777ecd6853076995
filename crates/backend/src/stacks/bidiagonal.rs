//! Singular values of several real square matrices at a time, by bidiagonal form and the implicit QR method of Golub and Kahan.
//!
//! Lanes take as many steps as the slowest of them; those that are done, or whose block has not begun, are turned by nothing.

use super::reflectors::{Lane, STEPS, accumulate, lanes, reflect, reflector, rotation, turn, vanishes};
use super::{FACTORS, MANY as LANES, Refused, gather, scaled};
use crate::Real;

/// Matrices of `n` rows, and what they become.
struct Forms<R> {
    n: usize,
    /// Column by column; of a reduced column what is left is the vector of its reflector, from the diagonal on.
    a: Vec<Lane<R>>,
    /// The vectors of the reflectors of rows, as columns, from below the diagonal on.
    rows: Vec<Lane<R>>,
    /// Singular vectors from the left and from the right.
    u: Vec<Lane<R>>,
    v: Vec<Lane<R>>,
    d: [Lane<R>; FACTORS],
    /// Above the diagonal.
    e: [Lane<R>; FACTORS],
    left_tau: [Lane<R>; FACTORS],
    right_tau: [Lane<R>; FACTORS],
    w: [Lane<R>; FACTORS],
}

/// Singular values, descending, and U and Vᵀ, if they are wanted.
///
/// # Errors
/// The first matrix without convergence.
#[inline(always)]
pub fn svd<R: Real>(
    n: usize,
    a: &[R],
    s: &mut [R],
    mut vectors: Option<(&mut [R], &mut [R])>,
) -> Result<(), Refused> {
    let size = n * n;
    let none = [R::ZERO; LANES];
    let memory = |wanted: bool| vec![none; if wanted { size } else { 0 }];
    let wanted = vectors.is_some();
    let mut forms = Forms {
        n,
        a: memory(true),
        rows: memory(true),
        u: memory(wanted),
        v: memory(wanted),
        d: [none; FACTORS],
        e: [none; FACTORS],
        left_tau: [none; FACTORS],
        right_tau: [none; FACTORS],
        w: [none; FACTORS],
    };
    for (block, (a, s)) in a.chunks(LANES * size).zip(s.chunks_mut(LANES * n)).enumerate() {
        let count = s.len() / n;
        gather(a, n, count, &mut forms.a);
        let scales = scaled(&mut forms.a);
        forms.reduce();
        if wanted {
            accumulate(n, 0, &forms.a, &forms.left_tau, &mut forms.u);
            accumulate(n, 1, &forms.rows, &forms.right_tau, &mut forms.v);
        }
        let first = block * LANES;
        forms.iterate(wanted).map_err(|lane| Refused(first + lane.min(count - 1)))?;
        for lane in 0..count {
            let order = forms.order(lane).ok_or(Refused(first + lane))?;
            for (s, &from) in s[lane * n..][..n].iter_mut().zip(&order) {
                *s = forms.d[from][lane].abs() * scales[lane];
            }
            if let Some((u, vh)) = &mut vectors {
                let place = (first + lane) * size;
                forms.hand_out(lane, &order, &mut u[place..][..size], &mut vh[place..][..size]);
            }
        }
    }
    Ok(())
}

impl<R: Real> Forms<R> {
    /// Reduces the matrices to upper bidiagonal form, by columns and rows in turn.
    #[inline(always)]
    fn reduce(&mut self) {
        let n = self.n;
        for k in 0..n {
            let (column, rest) = self.a[k * n..].split_at_mut(n);
            let v = &mut column[k..];
            (self.d[k], self.left_tau[k]) = reflector(v);
            rest.chunks_exact_mut(n).for_each(|column| reflect(&mut column[k..], v, self.left_tau[k]));
            if k + 1 == n {
                break;
            }
            let u = &mut self.rows[k * n + k + 1..(k + 1) * n];
            u.iter_mut().zip(rest[k..].iter().step_by(n)).for_each(|(u, x)| *u = *x);
            (self.e[k], self.right_tau[k]) = reflector(u);
            let (tau, w) = (self.right_tau[k], &mut self.w[..u.len()]);
            w.fill([R::ZERO; LANES]);
            for (column, u) in rest.chunks_exact(n).zip(u.iter()) {
                for (w, x) in w.iter_mut().zip(&column[k + 1..]) {
                    *w = lanes!(l => w[l] + x[l] * u[l]);
                }
            }
            for (column, u) in rest.chunks_exact_mut(n).zip(u.iter()) {
                let factor = lanes!(l => tau[l] * u[l]);
                for (w, x) in w.iter().zip(&mut column[k + 1..]) {
                    *x = lanes!(l => x[l] - w[l] * factor[l]);
                }
            }
        }
    }

    /// Takes steps until nothing is left beside the diagonals; else a lane where there is.
    #[inline(always)]
    fn iterate(&mut self, vectors: bool) -> Result<(), usize> {
        for last in (1..self.n).rev() {
            let mut steps = 0;
            loop {
                let begins = self.begins(last);
                let first = begins.into_iter().fold(last, usize::min);
                if first == last {
                    break;
                }
                if steps == STEPS {
                    return Err(begins.iter().position(|&first| first < last).unwrap_or(0));
                }
                steps += 1;
                self.step(begins, first, last, vectors);
            }
        }
        Ok(())
    }

    /// The first row of the block that ends with row `last`, in each lane; what vanishes above it becomes 0.
    #[inline(always)]
    fn begins(&mut self, last: usize) -> [usize; LANES] {
        let (one, zero) = (R::ONE, R::ZERO);
        let (mut open, mut rows) = ([one; LANES], [zero; LANES]);
        for i in (0..last).rev() {
            let (x, y, e) = (self.d[i], self.d[i + 1], self.e[i]);
            let kept = lanes!(l => if vanishes(e[l], x[l], y[l]) { zero } else { one });
            self.e[i] = lanes!(l => e[l] * kept[l]);
            open = lanes!(l => open[l] * kept[l]);
            rows = lanes!(l => rows[l] + open[l]);
        }
        rows.map(|rows| last - rows.to_f64() as usize)
    }

    /// The first column of `BᵀB` without the eigenvalue of its last block of two that is nearer to its last item.
    #[inline(always)]
    fn start(&self, begins: [usize; LANES], last: usize) -> (Lane<R>, Lane<R>) {
        let (zero, half) = (R::ZERO, R::from_f64(0.5));
        let (x, y, e) = (self.d[last - 1], self.d[last], self.e[last - 1]);
        // Where the block begins there, this is 0.
        let before = if last > 1 { self.e[last - 2] } else { [zero; LANES] };
        let shift = lanes!(l => {
            let (first, second) = (x[l] * x[l] + before[l] * before[l], y[l] * y[l] + e[l] * e[l]);
            let (beside, middle) = (x[l] * e[l], (first - second) * half);
            let root = (middle * middle + beside * beside).sqrt();
            let away = middle + if middle < zero { -root } else { root };
            if away == zero { second } else { second - beside * (beside / away) }
        });
        let top = lanes!(l => self.d[begins[l]][l]);
        let f = lanes!(l => top[l] * top[l] - shift[l]);
        (f, lanes!(l => top[l] * self.e[begins[l].min(last - 1)][l]))
    }

    /// One step on the blocks that begin with the rows of each lane, the `first` of which is given, and end with row `last`.
    #[inline(always)]
    fn step(&mut self, begins: [usize; LANES], first: usize, last: usize, vectors: bool) {
        let n = self.n;
        let (one, zero) = (R::ONE, R::ZERO);
        let (mut f, mut g) = self.start(begins, last);
        let starts = begins.map(|row| R::from_f64(row as f64));
        let (d, e) = (&mut self.d, &mut self.e);
        for i in first..last {
            let at = R::from_f64(i as f64);
            let active = lanes!(l => if at >= starts[l] { one } else { zero });
            let (c, s, length) = rotation(f, g);
            let c = lanes!(l => if active[l] == zero { one } else { c[l] });
            let s = lanes!(l => s[l] * active[l]);
            if i > first {
                let before = e[i - 1];
                e[i - 1] = lanes!(l => if at > starts[l] { length[l] } else { before[l] });
            }
            let (x, y, z) = (d[i], e[i], d[i + 1]);
            let turned = lanes!(l => c[l] * x[l] + s[l] * y[l]);
            let above = lanes!(l => c[l] * y[l] - s[l] * x[l]);
            let (bulge, below) = (lanes!(l => s[l] * z[l]), lanes!(l => c[l] * z[l]));
            let (c2, s2, length) = rotation(turned, bulge);
            let c2 = lanes!(l => if active[l] == zero { one } else { c2[l] });
            let s2 = lanes!(l => s2[l] * active[l]);
            d[i] = lanes!(l => if active[l] == zero { x[l] } else { length[l] });
            d[i + 1] = lanes!(l => c2[l] * below[l] - s2[l] * above[l]);
            let next = lanes!(l => c2[l] * above[l] + s2[l] * below[l]);
            f = lanes!(l => if active[l] == zero { f[l] } else { next[l] });
            if i + 1 < last {
                let beyond = e[i + 1];
                g = lanes!(l => if active[l] == zero { g[l] } else { s2[l] * beyond[l] });
                e[i + 1] = lanes!(l => c2[l] * beyond[l]);
            }
            if vectors {
                turn(&mut self.v[i * n..][..2 * n], c, lanes!(l => -s[l]));
                turn(&mut self.u[i * n..][..2 * n], c2, lanes!(l => -s2[l]));
            }
        }
        let end = R::from_f64(last as f64);
        let kept = e[last - 1];
        e[last - 1] = lanes!(l => if starts[l] < end { f[l] } else { kept[l] });
    }

    /// The places of the singular values of one lane in descending order, if they are numbers.
    #[inline(always)]
    fn order(&self, lane: usize) -> Option<[usize; FACTORS]> {
        let n = self.n;
        let value = |j: usize| self.d[j][lane].abs().to_f64();
        let mut order: [usize; FACTORS] = std::array::from_fn(|j| j);
        order[..n].sort_unstable_by(|&i, &j| value(j).total_cmp(&value(i)));
        (0..n).all(|j| value(j).is_finite()).then_some(order)
    }

    /// Gives away the vectors of one lane.
    #[inline(always)]
    fn hand_out(&self, lane: usize, order: &[usize; FACTORS], u: &mut [R], vh: &mut [R]) {
        let n = self.n;
        for (j, &from) in order[..n].iter().enumerate() {
            let sign = if self.d[from][lane] < R::ZERO { -R::ONE } else { R::ONE };
            for i in 0..n {
                u[i * n + j] = self.u[from * n + i][lane];
                vh[j * n + i] = sign * self.v[from * n + i][lane];
            }
        }
    }
}
