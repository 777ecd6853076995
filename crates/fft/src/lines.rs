//! The lines of an array along an axis, brought together in blocks that stay in the caches.
//!
//! Lines that lie in one piece are worked on where they are. Others are copied to a panel a block at a time, by the
//! transposing copies of `core`: a block has neighbouring lines, so whole cache lines are read and written. Which block a
//! line is in changes nothing about it.

use num_complex::Complex;
use numoxide_core::buffer::filled;
use numoxide_core::layout::{Axes, Slice, SliceSpec};
use numoxide_core::{ArrayView, ArrayViewMut, Copyto, Result, Scalar};
use rustfft::num_traits::Zero;

/// The bytes of a block: what fits the second-level cache beside constants and intermediate results.
const BLOCK_BYTES: usize = 1 << 17;

/// The fewest lines of a panel: two cache lines of the largest items.
const FEWEST_LINES: usize = 8;

/// Items below which a thread is not worth waking.
pub(crate) const GRAIN: usize = 1 << 14;

/// Bytes from which single lines are worked on where they are rather than copied with others.
const LONG_LINE: usize = 1 << 10;

/// Items of lines: real or complex numbers.
pub(crate) trait Item: Scalar + Zero {}
impl Item for f32 {}
impl Item for f64 {}
impl Item for Complex<f32> {}
impl Item for Complex<f64> {}

/// How many threads may work at a time.
#[derive(Clone, Copy, Default)]
pub(crate) struct Workers(pub Option<usize>);

impl Workers {
    /// Into how many pieces `items` items are split.
    fn pieces(self, items: usize) -> usize {
        let most = numoxide_core::driver::num_threads();
        let pieces = match self.0 {
            // A few pieces for each thread even out threads that are slowed by others.
            None if most > 1 => 4 * most,
            None => 1,
            Some(workers) => workers.min(most),
        };
        pieces.min(items / GRAIN).max(1)
    }
}

fn join(a: impl FnOnce() -> Result<()> + Send, b: impl FnOnce() -> Result<()> + Send) -> Result<()> {
    let (mut a, mut b) = (Some(a), Some(b));
    let (mut a_done, mut b_done) = (Ok(()), Ok(()));
    numoxide_core::driver::join(&mut || a_done = a.take().map_or(Ok(()), |a| a()), &mut || {
        b_done = b.take().map_or(Ok(()), |b| b())
    });
    a_done.and(b_done)
}

/// The axes with `axis` last and the others as they follow each other in memory, from the longest stride to the shortest.
fn order(strides: &[isize], axis: usize) -> Axes<isize> {
    let mut axes: Axes<isize> =
        (0..strides.len()).filter(|&other| other != axis).map(|other| other as isize).collect();
    axes.sort_by_key(|&other| std::cmp::Reverse(strides[other as usize].unsigned_abs()));
    axes.push(axis as isize);
    axes
}

/// The axis along which a block of lines is halved, and where; `None` for a single line.
fn middle(shape: &[usize]) -> Option<(usize, usize)> {
    let outer = &shape[..shape.len() - 1];
    let axis = outer.iter().position(|&size| size > 1)?;
    Some((axis, outer[axis] / 2))
}

/// How many lines run along the last axis.
fn lines_of<E: Item>(view: &ArrayViewMut<'_, E>) -> usize {
    view.len() / view.shape().last().copied().unwrap_or(1)
}

fn halves<T>(view: ArrayViewMut<'_, T>) -> Result<[ArrayViewMut<'_, T>; 2]>
where
    T: Clone + 'static,
{
    let (axis, at) = middle(view.shape()).unwrap_or((0, 0));
    let (a, b) = view.split_at(axis as isize, at)?;
    Ok([a, b])
}

/// The first `len` places along an axis.
pub(crate) fn first<'a, T: Clone + 'static>(
    view: &ArrayView<'a, T>,
    axis: usize,
    len: usize,
) -> Result<ArrayView<'a, T>> {
    part(view, axis, 0, len)
}

fn part<'a, T: Clone + 'static>(
    view: &ArrayView<'a, T>,
    axis: usize,
    from: usize,
    to: usize,
) -> Result<ArrayView<'a, T>> {
    let mut specs = vec![SliceSpec::Slice(Slice::FULL); axis];
    specs.push(SliceSpec::Slice(Slice::new(Some(from as isize), Some(to as isize), 1)));
    view.clone().slice(specs)
}

/// How many lines of `bytes` bytes make a block.
fn lines_per_block(bytes: usize) -> usize {
    (BLOCK_BYTES / bytes.max(1)).max(FEWEST_LINES)
}

/// Changes the lines along `axis` in place; `work` gets several of them, one after the other.
pub(crate) fn in_place<E: Item>(
    target: ArrayViewMut<'_, E>,
    axis: usize,
    workers: Workers,
    work: impl Fn(&mut [E]) -> Result<()> + Sync,
) -> Result<()> {
    if target.is_empty() {
        return Ok(());
    }
    let axes = order(target.strides(), axis);
    let pieces = workers.pieces(target.len());
    let block = lines_per_block(target.shape()[axis] * size_of::<E>());
    InPlace { work: &work, block }.pieces(target.transpose(axes)?, pieces)
}

struct InPlace<'w, W> {
    work: &'w W,
    /// The lines of a block.
    block: usize,
}

impl<W> InPlace<'_, W> {
    fn pieces<E: Item>(&self, view: ArrayViewMut<'_, E>, pieces: usize) -> Result<()>
    where
        W: Fn(&mut [E]) -> Result<()> + Sync,
    {
        if pieces < 2 || middle(view.shape()).is_none() {
            return self.blocks(view, &mut Vec::new());
        }
        let [a, b] = halves(view)?;
        join(|| self.pieces(a, pieces / 2), || self.pieces(b, pieces - pieces / 2))
    }

    fn blocks<E: Item>(&self, view: ArrayViewMut<'_, E>, panel: &mut Vec<E>) -> Result<()>
    where
        W: Fn(&mut [E]) -> Result<()> + Sync,
    {
        let len = view.shape().last().copied().unwrap_or(1);
        if view.is_c_contiguous() {
            let items = view.into_slice().unwrap_or(&mut []);
            return items.chunks_mut(self.block * len).try_for_each(self.work);
        }
        let whole = view.strides().last() == Some(&(size_of::<E>() as isize));
        let lines = view.len() / len;
        if lines > self.block || whole && lines > 1 && len * size_of::<E>() >= LONG_LINE {
            let [a, b] = halves(view)?;
            self.blocks(a, panel)?;
            return self.blocks(b, panel);
        }
        self.by_panel(view, panel)
    }

    fn by_panel<E: Item>(&self, view: ArrayViewMut<'_, E>, panel: &mut Vec<E>) -> Result<()>
    where
        W: Fn(&mut [E]) -> Result<()> + Sync,
    {
        let (shape, panel) = (Axes::from_slice(view.shape()), grown(panel, view.len())?);
        Copyto::new(ArrayViewMut::from_slice(panel).reshape(&shape)?, view.view()).run()?;
        (self.work)(panel)?;
        Copyto::new(view, ArrayView::from_slice(panel).reshape(&shape)?).run()
    }
}

/// The first `len` items of a panel, which grows to them.
fn grown<E: Item>(panel: &mut Vec<E>, len: usize) -> Result<&mut [E]> {
    if panel.len() < len {
        *panel = filled(E::zero(), len)?;
    }
    Ok(&mut panel[..len])
}

/// Makes the lines of `target` along `axis` from those of `source`, which are cropped or padded with zeros to `len` items:
/// `work` gets several of both, one after the other.
pub(crate) fn across<I: Item, O: Item>(
    (source, len): (&ArrayView<'_, I>, usize),
    target: ArrayViewMut<'_, O>,
    axis: usize,
    workers: Workers,
    work: impl Fn(&[I], &mut [O]) -> Result<()> + Sync,
) -> Result<()> {
    if target.is_empty() {
        return Ok(());
    }
    let lines = target.len() / target.shape()[axis];
    let pieces = workers.pieces(lines * len);
    let across = Across { work: &work, block: lines_per_block(len * size_of::<I>()), len };
    if pieces == 1
        && axis + 1 == target.ndim()
        && let (Some(items), true) = (across.in_one_piece(source), target.is_c_contiguous())
    {
        return across.slices(items, target.into_slice().unwrap_or(&mut []));
    }
    let axes = order(target.strides(), axis);
    let source = match source.shape()[axis] > len {
        true => first(source, axis, len)?,
        false => source.clone(),
    };
    let target = target.transpose(&axes)?;
    across.pieces(source.transpose(axes)?, target, pieces)
}

struct Across<'w, W> {
    work: &'w W,
    /// The lines of a block.
    block: usize,
    /// The items of a line of the source.
    len: usize,
}

/// Panels of a block: of the source, and of the target.
type Panels<I, O> = (Vec<I>, Vec<O>);

impl<W> Across<'_, W> {
    /// The items of lines that lie one after the other and need no padding.
    fn in_one_piece<'v, I: Item>(&self, source: &'v ArrayView<'_, I>) -> Option<&'v [I]> {
        source.as_slice().filter(|_| source.shape().last() == Some(&self.len))
    }

    /// Works on lines that lie one after the other.
    fn slices<I: Item, O: Item>(&self, source: &[I], target: &mut [O]) -> Result<()>
    where
        W: Fn(&[I], &mut [O]) -> Result<()> + Sync,
    {
        let len = target.len() / (source.len() / self.len);
        let mut blocks = source.chunks(self.block * self.len).zip(target.chunks_mut(self.block * len));
        blocks.try_for_each(|(from, to)| (self.work)(from, to))
    }

    fn pieces<I: Item, O: Item>(
        &self,
        source: ArrayView<'_, I>,
        target: ArrayViewMut<'_, O>,
        pieces: usize,
    ) -> Result<()>
    where
        W: Fn(&[I], &mut [O]) -> Result<()> + Sync,
    {
        let Some((axis, at)) = middle(target.shape()).filter(|_| pieces > 1) else {
            return self.blocks(source, target, &mut (Vec::new(), Vec::new()));
        };
        let (front, back) = (first(&source, axis, at)?, part(&source, axis, at, source.shape()[axis])?);
        let [a, b] = halves(target)?;
        join(|| self.pieces(front, a, pieces / 2), || self.pieces(back, b, pieces - pieces / 2))
    }

    fn blocks<I: Item, O: Item>(
        &self,
        source: ArrayView<'_, I>,
        target: ArrayViewMut<'_, O>,
        panels: &mut Panels<I, O>,
    ) -> Result<()>
    where
        W: Fn(&[I], &mut [O]) -> Result<()> + Sync,
    {
        let lines = lines_of(&target);
        let Some((axis, at)) = middle(target.shape()).filter(|_| lines > self.block) else {
            return self.by_panel(&source, target, panels);
        };
        let (front, back) = (first(&source, axis, at)?, part(&source, axis, at, source.shape()[axis])?);
        let [a, b] = halves(target)?;
        self.blocks(front, a, panels)?;
        self.blocks(back, b, panels)
    }

    fn by_panel<I: Item, O: Item>(
        &self,
        source: &ArrayView<'_, I>,
        target: ArrayViewMut<'_, O>,
        (from, to): &mut Panels<I, O>,
    ) -> Result<()>
    where
        W: Fn(&[I], &mut [O]) -> Result<()> + Sync,
    {
        let from = match self.in_one_piece(source) {
            Some(items) => items,
            None => {
                let panel = grown(from, lines_of(&target) * self.len)?;
                self.gather(source, panel)?;
                &*panel
            }
        };
        if target.is_c_contiguous() {
            return (self.work)(from, target.into_slice().unwrap_or(&mut []));
        }
        let (shape, to) = (Axes::from_slice(target.shape()), grown(to, target.len())?);
        (self.work)(from, to)?;
        Copyto::new(target, ArrayView::from_slice(to).reshape(&shape)?).run()
    }

    /// Copies the lines of a block to a panel.
    fn gather<I: Item>(&self, source: &ArrayView<'_, I>, panel: &mut [I]) -> Result<()> {
        let mut shape = Axes::from_slice(source.shape());
        let axis = shape.len() - 1;
        let len = std::mem::replace(&mut shape[axis], self.len);
        if len < self.len {
            panel.fill(I::zero());
        }
        let (filled, _) = ArrayViewMut::from_slice(panel).reshape(&shape)?.split_at(axis as isize, len)?;
        Copyto::new(filled, source.clone()).run()
    }
}
