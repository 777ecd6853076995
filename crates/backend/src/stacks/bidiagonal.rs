//! Singular values of several real square matrices at a time, by bidiagonal form and the implicit QR method of Golub and Kahan.
//!
//! What lies row by row is the transpose column by column, of which U and V have changed places.

use numoxide_simd::Isa;

use super::reflectors::{Lane, accumulate, fused, lanes, reflect, reflector};
use super::sweeps::{
    Blocks, LANES, Noted, Room, Search, Sweeps, Wide, as_columns, gather_rows, kept, line, scatter_columns,
};
use super::{FACTORS, MANY, Refused, scaled};
use crate::Real;
use crate::pure::product::Registers;
use crate::pure::sort_places;

/// Matrices of `n` rows, and what they become.
struct Forms<'a, R> {
    n: usize,
    /// The distance of columns.
    ld: usize,
    /// That of columns of vectors, and of matrices of them.
    height: usize,
    step: usize,
    /// Column by column; of a reduced column what is left is the vector of its reflector, from the diagonal on.
    a: &'a mut [Lane<R>],
    /// The vectors of the reflectors of rows, as columns, from below the diagonal on.
    rows: &'a mut [Lane<R>],
    /// Vectors on their way out of the lanes.
    z: &'a mut [Lane<R>],
    /// Singular vectors from the left and from the right, column by column, of one matrix after the other.
    u: &'a mut [R],
    v: &'a mut [R],
    left_tau: &'a mut [Lane<R>],
    right_tau: &'a mut [Lane<R>],
    w: &'a mut [Lane<R>],
    /// On the diagonal, and above it.
    d: &'a mut [Wide<R>],
    e: &'a mut [Wide<R>],
    right: Sweeps<'a, R>,
    left: Sweeps<'a, R>,
    /// Columns in order.
    sorted: &'a mut [R],
}

/// The distance of columns: a row of 32 would lie in the same few places of the first-level cache.
const fn apart(n: usize) -> usize {
    if n.is_multiple_of(32) { n + 1 } else { n }
}

impl<'a, R: Registers> Forms<'a, R> {
    /// Items of all of these.
    fn room(n: usize) -> Room<R> {
        let (height, ld) = (n.next_multiple_of(line::<R>()), apart(n));
        let vectors = 2 * LANES * (n * height + line::<R>()) + n * height;
        Room::new((2 * n * ld + n * height + 3 * n) * MANY + 2 * n * LANES + 2 * kept(n) + vectors)
    }

    fn new(n: usize, room: &'a mut Room<R>) -> Self {
        let (height, ld) = (n.next_multiple_of(line::<R>()), apart(n));
        let step = n * height + line::<R>();
        let mut room = room.parts();
        Forms {
            n,
            ld,
            height,
            step,
            a: room.lanes(n * ld),
            rows: room.lanes(n * ld),
            z: room.lanes(n * height),
            u: room.items(LANES * step),
            v: room.items(LANES * step),
            left_tau: room.lanes(n),
            right_tau: room.lanes(n),
            w: room.lanes(n),
            d: room.lanes(n),
            e: room.lanes(n),
            right: Sweeps::new(n, &mut room),
            left: Sweeps::new(n, &mut room),
            sorted: room.items(n * height),
        }
    }
}

/// Singular values, descending, and U and Vᵀ, if they are wanted.
///
/// # Errors
/// The first matrix without convergence.
#[inline(always)]
pub fn svd<R: Registers, I: Isa>(
    n: usize,
    a: &[R],
    s: &mut [R],
    mut vectors: Option<(&mut [R], &mut [R])>,
) -> Result<(), Refused> {
    let size = n * n;
    let mut room = Forms::<R>::room(n);
    let mut forms = Forms::new(n, &mut room);
    let wanted = vectors.is_some();
    for (group, (a, s)) in a.chunks(LANES * size).zip(s.chunks_mut(LANES * n)).enumerate() {
        let (first, count) = (group * LANES, s.len() / n);
        let mut scales = [R::ONE; LANES];
        forms.e.fill([R::ZERO; LANES]);
        for (block, a) in a.chunks(MANY * size).enumerate() {
            gather_rows(a, n, forms.a, forms.ld);
            scales[block * MANY..][..MANY].copy_from_slice(&scaled(forms.a));
            forms.reduce::<I>(block * MANY, a.len() / size);
            if wanted {
                forms.form_vectors::<I>(block * MANY);
            }
        }
        forms.iterate::<I>(wanted, count).map_err(|lane| Refused(first + lane.min(count - 1)))?;
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

impl<R: Registers> Forms<'_, R> {
    /// Reduces `count` matrices to upper bidiagonal form, by columns and rows in turn; they take their steps from lane `at` on.
    #[inline(always)]
    fn reduce<I: Isa>(&mut self, at: usize, count: usize) {
        let (n, ld) = (self.n, self.ld);
        for k in 0..n {
            let (column, rest) = self.a[k * ld..].split_at_mut(ld);
            let v = &mut column[k..n];
            let (d, tau) = reflector::<R, I>(v);
            self.left_tau[k] = tau;
            self.d[k][at..at + MANY].copy_from_slice(&d);
            for column in rest.chunks_exact_mut(ld) {
                reflect::<R, I>(&mut column[k..n], v, tau);
            }
            if k + 1 == n {
                break;
            }
            let u = &mut self.rows[k * ld + k + 1..k * ld + n];
            for (u, x) in u.iter_mut().zip(rest[k..].iter().step_by(ld)) {
                *u = *x;
            }
            let (e, tau) = reflector::<R, I>(u);
            self.right_tau[k] = tau;
            self.e[k][at..at + count].copy_from_slice(&e[..count]);
            let w = &mut self.w[..u.len()];
            apply_from_right::<R, I>(rest, (k + 1, ld), u, tau, w);
        }
    }

    /// The products of reflectors, out of the lanes.
    #[inline(always)]
    fn form_vectors<I: Isa>(&mut self, at: usize) {
        let (n, ld, height, step) = (self.n, self.ld, self.height, self.step);
        accumulate::<R, I>(n, 0, (self.a, ld), self.left_tau, (self.z, height));
        scatter_columns(self.z, &mut self.u[at * step..][..MANY * step], step);
        accumulate::<R, I>(n, 1, (self.rows, ld), self.right_tau, (self.z, height));
        scatter_columns(self.z, &mut self.v[at * step..][..MANY * step], step);
    }

    /// Takes steps until nothing is left beside the diagonals; else a lane where there is.
    #[inline(always)]
    fn iterate<I: Isa>(&mut self, vectors: bool, count: usize) -> Result<(), usize> {
        let (mut search, mut noted) = (Search::NEW, Noted::NEW);
        while let Some(blocks) = search.next::<false>(self.d, self.e)? {
            self.step(&blocks, noted.count, vectors);
            if vectors && noted.add(blocks) {
                self.turn::<I>(&noted, count);
                noted.count = 0;
            }
        }
        self.turn::<I>(&noted, count);
        Ok(())
    }

    #[inline(always)]
    fn turn<I: Isa>(&mut self, noted: &Noted<R>, count: usize) {
        let (height, step) = (self.height, self.step);
        if noted.count > 0 {
            self.right.apply::<I, false>(noted, &mut self.v[..count * step], height, step);
            self.left.apply::<I, false>(noted, &mut self.u[..count * step], height, step);
        }
    }

    /// The first column of `BᵀB` of each block without the eigenvalue of its last block of two that is nearer to its last item.
    #[inline(always)]
    fn start(&self, blocks: &Blocks<R>) -> (Wide<R>, Wide<R>) {
        let (zero, one, half) = (R::ZERO, R::ONE, R::from_f64(0.5));
        let (mut x, mut y, mut e, mut before) = ([one; LANES], [one; LANES], [zero; LANES], [zero; LANES]);
        let (mut top, mut beside) = ([one; LANES], [zero; LANES]);
        for lane in 0..LANES {
            let (first, last) = blocks.of(lane);
            if first == last {
                continue;
            }
            (x[lane], y[lane], e[lane]) =
                (self.d[last - 1][lane], self.d[last][lane], self.e[last - 1][lane]);
            before[lane] = if last > first + 1 { self.e[last - 2][lane] } else { zero };
            (top[lane], beside[lane]) = (self.d[first][lane], self.e[first][lane]);
        }
        let shift = lanes!(l => {
            let (first, second) = (x[l] * x[l] + before[l] * before[l], y[l] * y[l] + e[l] * e[l]);
            let (beside, middle) = (x[l] * e[l], (first - second) * half);
            let root = (middle * middle + beside * beside).sqrt();
            let away = middle + if middle < zero { -root } else { root };
            if away == zero { second } else { second - beside * (beside / away) }
        });
        (lanes!(l => top[l] * top[l] - shift[l]), lanes!(l => top[l] * beside[l]))
    }

    /// One step on all blocks; lanes elsewhere are turned by nothing.
    #[inline(always)]
    fn step(&mut self, blocks: &Blocks<R>, sweep: usize, vectors: bool) {
        let (one, zero) = (R::ONE, R::ZERO);
        let (mut f, mut g) = self.start(blocks);
        let (d, e) = (&mut *self.d, &mut *self.e);
        let (begin, end) = blocks.span();
        for i in begin..end {
            let at = R::from_f64(i as f64);
            let active = blocks.active(at);
            let (c, s, length) = rotation(f, g);
            if i > begin {
                let (before, starts) = (e[i - 1], &blocks.first);
                let inner = lanes!(l => if at > starts[l] { active[l] } else { zero });
                e[i - 1] = lanes!(l => if inner[l] == zero { before[l] } else { length[l] });
            }
            let (x, y, z) = (d[i], e[i], d[i + 1]);
            let turned = lanes!(l => c[l] * x[l] + s[l] * y[l]);
            let above = lanes!(l => c[l] * y[l] - s[l] * x[l]);
            let (bulge, below) = (lanes!(l => s[l] * z[l]), lanes!(l => c[l] * z[l]));
            let (c2, s2, length) = rotation(turned, bulge);
            d[i] = lanes!(l => if active[l] == zero { x[l] } else { length[l] });
            d[i + 1] = lanes!(l => {
                let turned = c2[l] * below[l] - s2[l] * above[l];
                if active[l] == zero { z[l] } else { turned }
            });
            f = lanes!(l => {
                let next = c2[l] * above[l] + s2[l] * below[l];
                if active[l] == zero { f[l] } else { next }
            });
            if i + 1 < end {
                let (beyond, ends) = (e[i + 1], &blocks.last);
                let inner = lanes!(l => if at + one < ends[l] { active[l] } else { zero });
                g = lanes!(l => if inner[l] == zero { g[l] } else { s2[l] * beyond[l] });
                e[i + 1] = lanes!(l => if inner[l] == zero { beyond[l] } else { c2[l] * beyond[l] });
            }
            if vectors {
                self.right.note(sweep, i, c, s);
                self.left.note(sweep, i, c2, s2);
            }
        }
        for lane in 0..LANES {
            let (first, last) = blocks.of(lane);
            if first < last {
                e[last - 1][lane] = f[lane];
            }
        }
    }

    /// The places of the singular values of one lane in descending order, if they are numbers.
    #[inline(always)]
    fn order(&self, lane: usize) -> Option<[usize; FACTORS]> {
        let n = self.n;
        let value = |j: usize| self.d[j][lane].abs().to_f64();
        let mut order: [usize; FACTORS] = std::array::from_fn(|j| j);
        let falling: [f64; FACTORS] = std::array::from_fn(|j| if j < n { -value(j) } else { 0.0 });
        sort_places(&mut order[..n], &falling);
        (0..n).all(|j| value(j).is_finite()).then_some(order)
    }

    /// Gives away the vectors of one lane.
    #[inline(always)]
    fn hand_out(&mut self, lane: usize, order: &[usize; FACTORS], u: &mut [R], vh: &mut [R]) {
        let (n, height) = (self.n, self.height);
        let (left, right) = (&self.u[lane * self.step..], &self.v[lane * self.step..]);
        for (j, &from) in order[..n].iter().enumerate() {
            let sign = if self.d[from][lane] < R::ZERO { -R::ONE } else { R::ONE };
            for (to, &x) in vh[j * n..][..n].iter_mut().zip(&left[from * height..]) {
                *to = sign * x;
            }
            self.sorted[j * height..][..height].copy_from_slice(&right[from * height..][..height]);
        }
        as_columns(self.sorted, height, n, u);
    }
}

/// Applies `I - tau u uᵀ` from the right to the rows of columns from the first row on; `w` is for what it likes.
#[inline(always)]
fn apply_from_right<R: Real, I: Isa>(
    columns: &mut [Lane<R>],
    (first, ld): (usize, usize),
    u: &[Lane<R>],
    tau: Lane<R>,
    w: &mut [Lane<R>],
) {
    const LANES: usize = MANY;
    w.fill([R::ZERO; LANES]);
    for (column, u) in columns.chunks_exact(ld).zip(u) {
        for (w, x) in w.iter_mut().zip(&column[first..]) {
            *w = lanes!(l => fused::<R, I>(x[l], u[l], w[l]));
        }
    }
    for (column, u) in columns.chunks_exact_mut(ld).zip(u) {
        let factor = lanes!(l => -(tau[l] * u[l]));
        for (w, x) in w.iter().zip(&mut column[first..]) {
            *x = lanes!(l => fused::<R, I>(w[l], factor[l], x[l]));
        }
    }
}

/// The cosine and sine that turn `(f, g)` into their length and 0, and that length.
#[inline(always)]
fn rotation<R: Real>(f: Wide<R>, g: Wide<R>) -> (Wide<R>, Wide<R>, Wide<R>) {
    let (one, zero) = (R::ONE, R::ZERO);
    let length = lanes!(l => (f[l] * f[l] + g[l] * g[l]).sqrt());
    let reciprocal = lanes!(l => one / if length[l] == zero { one } else { length[l] });
    let cosine = lanes!(l => if length[l] == zero { one } else { f[l] * reciprocal[l] });
    (cosine, lanes!(l => g[l] * reciprocal[l]), length)
}
