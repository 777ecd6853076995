//! Eigenvalues of several real symmetric matrices at a time, by tridiagonal form and the implicit QL method: EISPACK's `tred2` and
//! `imtql2`, which are ahead of Jacobi's method from a handful of rows on.

use numoxide_simd::Isa;

use super::reflectors::{Lane, accumulate, fused, lanes, reflector};
use super::sweeps::{
    Blocks, LANES, Noted, Room, Search, Sweeps, Wide, as_columns, gather_rows, kept, line, scatter_columns,
};
use super::{FACTORS, MANY, Refused, scaled};
use crate::pure::product::Registers;
use crate::pure::sort_places;

/// Matrices of `n` rows, and what they become.
struct Forms<'a, R> {
    n: usize,
    /// The distance of columns of vectors, and of matrices of them.
    height: usize,
    step: usize,
    /// Column by column; of a reduced column what is left is the vector of its reflector, from below the diagonal on.
    a: &'a mut [Lane<R>],
    /// Matrices row by row, and eigenvectors on their way out of the lanes.
    z: &'a mut [Lane<R>],
    /// Eigenvectors, column by column, of one matrix after the other.
    vectors: &'a mut [R],
    tau: &'a mut [Lane<R>],
    w: &'a mut [Lane<R>],
    /// On the diagonal, and below it.
    d: &'a mut [Wide<R>],
    e: &'a mut [Wide<R>],
    turns: Sweeps<'a, R>,
    /// Columns in order.
    sorted: &'a mut [R],
}

impl<'a, R: Registers> Forms<'a, R> {
    /// Items of all of these.
    fn room(n: usize) -> Room<R> {
        let height = n.next_multiple_of(line::<R>());
        let vectors = LANES * (n * height + line::<R>()) + n * height;
        Room::new((n * n + n * height + 2 * n) * MANY + 2 * n * LANES + kept(n) + vectors)
    }

    fn new(n: usize, room: &'a mut Room<R>) -> Self {
        let height = n.next_multiple_of(line::<R>());
        let step = n * height + line::<R>();
        let mut room = room.parts();
        Forms {
            n,
            height,
            step,
            a: room.lanes(n * n),
            z: room.lanes(n * height),
            vectors: room.items(LANES * step),
            tau: room.lanes(n),
            w: room.lanes(n),
            d: room.lanes(n),
            e: room.lanes(n),
            turns: Sweeps::new(n, &mut room),
            sorted: room.items(n * height),
        }
    }
}

/// Eigenvalues of the lower triangles, ascending, and eigenvectors in their place.
///
/// # Errors
/// The first matrix without convergence.
#[inline(always)]
pub fn eigh<R: Registers, I: Isa>(n: usize, a: &mut [R], w: &mut [R], vectors: bool) -> Result<(), Refused> {
    let size = n * n;
    let mut room = Forms::<R>::room(n);
    let mut forms = Forms::new(n, &mut room);
    for (group, (a, w)) in a.chunks_mut(LANES * size).zip(w.chunks_mut(LANES * n)).enumerate() {
        let (first, count) = (group * LANES, w.len() / n);
        let mut scales = [R::ONE; LANES];
        forms.e.fill([R::ZERO; LANES]);
        for (block, a) in a.chunks(MANY * size).enumerate() {
            forms.fill(a);
            scales[block * MANY..][..MANY].copy_from_slice(&scaled(forms.a));
            forms.reduce::<I>(block * MANY, a.len() / size);
            if vectors {
                forms.form_vectors::<I>(block * MANY);
            }
        }
        forms.iterate::<I>(vectors, count).map_err(|lane| Refused(first + lane.min(count - 1)))?;
        for lane in 0..count {
            let to = &mut a[lane * size..][..size];
            forms.hand_out(lane, scales[lane], &mut w[lane * n..][..n], vectors.then_some(to));
        }
    }
    Ok(())
}

impl<R: Registers> Forms<'_, R> {
    /// Brings the lower triangles into lanes; above the diagonals nothing is read, not even for the scale.
    #[inline(always)]
    fn fill(&mut self, a: &[R]) {
        let n = self.n;
        gather_rows(a, n, self.z, n);
        for j in 0..n {
            self.a[j * n..j * n + j].fill([R::ZERO; MANY]);
            for i in j..n {
                self.a[j * n + i] = self.z[i * n + j];
            }
        }
    }

    /// Reduces the lower triangles of `count` matrices to tridiagonal form, column by column; they take their steps from lane `at`
    /// on.
    #[inline(always)]
    fn reduce<I: Isa>(&mut self, at: usize, count: usize) {
        const LANES: usize = MANY;
        let n = self.n;
        for k in 0..n {
            self.d[k][at..at + MANY].copy_from_slice(&self.a[k * n + k]);
            if k + 1 == n {
                break;
            }
            let (column, rest) = self.a[k * n..].split_at_mut(n);
            let v = &mut column[k + 1..];
            let (e, tau) = reflector::<R, I>(v);
            self.tau[k] = tau;
            self.e[k][at..at + count].copy_from_slice(&e[..count]);
            let w = &mut self.w[..v.len()];
            w.fill([R::ZERO; LANES]);
            // The product with what is below the diagonal, for its rows and for its columns.
            for (j, column) in rest.chunks_exact(n).enumerate() {
                let column = &column[k + 1..];
                let factor = v[j];
                let mut sum = lanes!(l => column[j][l] * factor[l]);
                for (w, (x, v)) in w[j + 1..].iter_mut().zip(column[j + 1..].iter().zip(&v[j + 1..])) {
                    sum = lanes!(l => fused::<R, I>(x[l], v[l], sum[l]));
                    *w = lanes!(l => fused::<R, I>(x[l], factor[l], w[l]));
                }
                w[j] = lanes!(l => w[j][l] + sum[l]);
            }
            let mut product = [R::ZERO; LANES];
            for (w, v) in w.iter().zip(v.iter()) {
                product = lanes!(l => fused::<R, I>(w[l], v[l], product[l]));
            }
            let half = R::from_f64(0.5);
            let part = lanes!(l => half * tau[l] * tau[l] * product[l]);
            for (w, v) in w.iter_mut().zip(v.iter()) {
                *w = lanes!(l => tau[l] * w[l] - part[l] * v[l]);
            }
            for (j, column) in rest.chunks_exact_mut(n).enumerate() {
                let (x, y) = (lanes!(l => -v[j][l]), lanes!(l => -w[j][l]));
                let rows = column[k + 1 + j..].iter_mut().zip(v[j..].iter().zip(&w[j..]));
                for (item, (v, w)) in rows {
                    *item = lanes!(l => fused::<R, I>(w[l], x[l], fused::<R, I>(v[l], y[l], item[l])));
                }
            }
        }
    }

    /// The product of the reflectors, out of the lanes.
    #[inline(always)]
    fn form_vectors<I: Isa>(&mut self, at: usize) {
        let (n, step) = (self.n, self.step);
        accumulate::<R, I>(n, 1, (self.a, n), self.tau, (self.z, self.height));
        scatter_columns(self.z, &mut self.vectors[at * step..][..MANY * step], step);
    }

    /// Takes steps until nothing is left below the diagonals; else a lane where there is.
    #[inline(always)]
    fn iterate<I: Isa>(&mut self, vectors: bool, count: usize) -> Result<(), usize> {
        let (mut search, mut noted) = (Search::NEW, Noted::NEW);
        while let Some(blocks) = search.next::<true>(self.d, self.e)? {
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
        if noted.count > 0 {
            let (height, step) = (self.height, self.step);
            self.turns.apply::<I, true>(noted, &mut self.vectors[..count * step], height, step);
        }
    }

    /// The last diagonal item of each block without the eigenvalue of its first block of two that is nearer to its first item.
    #[inline(always)]
    fn start(&self, blocks: &Blocks<R>) -> Wide<R> {
        let (zero, one, two) = (R::ZERO, R::ONE, R::ONE + R::ONE);
        let (mut x, mut y, mut below, mut end) = ([one; LANES], [one; LANES], [one; LANES], [one; LANES]);
        for lane in 0..LANES {
            let (first, last) = blocks.of(lane);
            if first < last {
                (x[lane], y[lane]) = (self.d[first][lane], self.d[first + 1][lane]);
                (below[lane], end[lane]) = (self.e[first][lane], self.d[last][lane]);
            }
        }
        lanes!(l => {
            let slope = (y[l] - x[l]) / (two * below[l]);
            let root = (slope * slope + one).sqrt();
            let root = if slope < zero { -root } else { root };
            end[l] - x[l] + below[l] / (slope + root)
        })
    }

    /// One step on all blocks; lanes elsewhere are turned by nothing.
    #[inline(always)]
    fn step(&mut self, blocks: &Blocks<R>, sweep: usize, vectors: bool) {
        let (one, zero, two) = (R::ONE, R::ZERO, R::ONE + R::ONE);
        let mut g = self.start(blocks);
        let (d, e) = (&mut *self.d, &mut *self.e);
        let (mut s, mut c, mut p) = ([one; LANES], [one; LANES], [zero; LANES]);
        let (begin, end) = blocks.span();
        for i in (begin..end).rev() {
            let active = blocks.active(R::from_f64(i as f64));
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
            if vectors {
                self.turns.note(sweep, i, cosine, sine);
            }
        }
        for lane in 0..LANES {
            let (first, last) = blocks.of(lane);
            if first < last {
                d[first][lane] -= p[lane];
                (e[first][lane], e[last][lane]) = (g[lane], zero);
            }
        }
    }

    /// Gives away what one lane has found, in ascending order.
    #[inline(always)]
    fn hand_out(&mut self, lane: usize, scale: R, w: &mut [R], vectors: Option<&mut [R]>) {
        let (n, height) = (self.n, self.height);
        let mut order: [usize; FACTORS] = std::array::from_fn(|j| j);
        let value = |j: usize| self.d[j][lane];
        let values: [f64; FACTORS] = std::array::from_fn(|j| if j < n { value(j).to_f64() } else { 0.0 });
        sort_places(&mut order[..n], &values);
        let found = &self.vectors[lane * self.step..];
        for (j, &from) in order[..n].iter().enumerate() {
            w[j] = value(from) * scale;
            if vectors.is_some() {
                self.sorted[j * height..][..height].copy_from_slice(&found[from * height..][..height]);
            }
        }
        if let Some(vectors) = vectors {
            as_columns(self.sorted, height, n, vectors);
        }
    }
}
