//! What an index means for a layout.

use numoxide_simd::select::{AxisScale, IndexMode};

use super::OP;
use super::spec::{Entry, IndexSpec, row};
use super::take::along;
use crate::driver::index::{IndexArray, Lookup, Lookups, Picks, coordinates};
use crate::layout::{Axes, Slice, SliceSpec, broadcast_shapes};
use crate::{AnyArray, AnyView, ArrayView, DType, Error, Layout, Order, Result};

/// What an index selects.
pub(super) enum Selection<'a> {
    /// A part, without any array.
    Part(Layout),
    /// Where a mask of the same shape is true.
    Mask(ArrayView<'a, bool>),
    /// Places that arrays name.
    Picks(Picks<'a>),
}

/// What an entry is. Its array stays with it: what is large is not carried around.
enum Kind {
    Basic(SliceSpec),
    Flag(bool),
    /// A mask with so many axes.
    Mask(usize),
    Places,
}

/// The array of an entry that is one.
fn view<'a>(spec: &'a IndexSpec<'_>) -> Option<AnyView<'a>> {
    match &spec.0 {
        Entry::Basic(_) | Entry::Flag(_) => None,
        Entry::Row(places) => Some(row(places)),
        Entry::Lent(view) => Some(view.clone()),
        Entry::Owned(array) => Some(array.view()),
    }
}

fn kind(spec: &IndexSpec<'_>) -> Result<Kind> {
    let (dtype, layout) = match &spec.0 {
        Entry::Basic(basic) => return Ok(Kind::Basic(*basic)),
        Entry::Flag(flag) => return Ok(Kind::Flag(*flag)),
        Entry::Row(_) => return Ok(Kind::Places),
        Entry::Lent(view) => (view.dtype(), view.layout()),
        Entry::Owned(array) => (array.dtype(), array.layout()),
    };
    let single = || if layout.ndim() == 0 { view(spec) } else { None };
    match dtype {
        DType::Bool => Ok(match single() {
            Some(flag) => Kind::Flag(*flag.downcast::<bool>()?.get(())?),
            None => Kind::Mask(layout.ndim()),
        }),
        dtype if dtype.is_integer() => Ok(match single() {
            Some(place) => {
                let place = place.astype(DType::I64)?.downcast::<i64>()?;
                Kind::Basic(SliceSpec::from(*place.get(())?))
            }
            None => Kind::Places,
        }),
        dtype => Err(Error::DType { op: OP, dtype: dtype.to_string() }),
    }
}

impl Kind {
    /// The axes of the array that the entry takes up.
    fn axes(&self) -> usize {
        match self {
            Kind::Basic(SliceSpec::Index(_) | SliceSpec::Slice(_)) | Kind::Places => 1,
            Kind::Mask(axes) => *axes,
            _ => 0,
        }
    }
}

/// What `specs` select from an array of this layout.
///
/// # Errors
/// As `index`, but for places out of range that arrays name.
pub(super) fn resolve<'a>(layout: &Layout, specs: &'a [IndexSpec<'_>]) -> Result<Selection<'a>> {
    if let [spec] = specs {
        // The most frequent indices need no list of entries.
        match (kind(spec)?, view(spec)) {
            (Kind::Mask(_), Some(mask)) if mask.shape() == layout.shape() => {
                return Ok(Selection::Mask(mask.downcast::<bool>()?));
            }
            (Kind::Places, Some(places)) if layout.ndim() > 0 => {
                return along(OP, layout, IndexArray::Lent(places), 0, IndexMode::Raise)
                    .map(Selection::Picks);
            }
            _ => {}
        }
    }
    let mut kinds = Vec::with_capacity(specs.len());
    for spec in specs {
        kinds.push(kind(spec)?);
    }
    let used: usize = kinds.iter().map(Kind::axes).sum();
    if used > layout.ndim() {
        return Err(Error::TooManyIndices { ndim: layout.ndim(), indices: used });
    }
    if kinds.iter().any(|kind| !matches!(kind, Kind::Basic(_))) {
        return picks(layout, specs, &kinds, used).map(Selection::Picks);
    }
    let basic: Vec<SliceSpec> = kinds
        .iter()
        .filter_map(|kind| if let Kind::Basic(basic) = kind { Some(*basic) } else { None })
        .collect();
    Ok(Selection::Part(layout.slice(&basic)?))
}

/// Where the axes of the index arrays go: in their place if they are next to each other, else to the front.
#[derive(Default)]
struct Group {
    /// The axes of the result before the first array.
    start: Option<usize>,
    /// Something else has come behind an array.
    closed: bool,
    /// And then another array.
    scattered: bool,
}

impl Group {
    fn array(&mut self, before: usize) {
        self.scattered |= self.closed;
        self.start.get_or_insert(before);
    }

    fn other(&mut self) {
        self.closed |= self.start.is_some();
    }

    fn front(&self) -> usize {
        if self.scattered { 0 } else { self.start.unwrap_or(0) }
    }
}

/// The parts of an index with arrays as they are collected, entry by entry.
struct Parts<'a> {
    /// The basic index in which the axes of arrays are whole.
    basic: Vec<SliceSpec>,
    /// For each axis that this keeps, the lookup to which it belongs.
    kept: Axes<Option<usize>>,
    /// The arrays with the axes they stand for, whose scales are not known yet.
    lists: Vec<Lookup<'a>>,
    /// Shapes that take part in broadcasting without a lookup.
    flags: Option<Axes<usize>>,
    group: Group,
}

fn picks<'a>(layout: &Layout, specs: &'a [IndexSpec<'_>], kinds: &[Kind], used: usize) -> Result<Picks<'a>> {
    let mut parts = Parts {
        basic: Vec::with_capacity(specs.len()),
        kept: Axes::default(),
        lists: Vec::with_capacity(specs.len()),
        flags: None,
        group: Group::default(),
    };
    // The axis of the array, and axes of the result that are no array's.
    let (mut axis, mut plain) = (0, 0);
    let mut ellipsis = false;
    for (spec, kind) in specs.iter().zip(kinds) {
        match *kind {
            Kind::Basic(basic) => {
                let kept = match basic {
                    SliceSpec::Index(_) => 0,
                    // A second one is an error of the basic index.
                    SliceSpec::Ellipsis if !std::mem::replace(&mut ellipsis, true) => layout.ndim() - used,
                    _ => 1,
                };
                if basic == SliceSpec::Ellipsis {
                    axis += kept;
                }
                if matches!(basic, SliceSpec::Index(_)) {
                    parts.group.array(plain)
                } else {
                    parts.group.other()
                }
                plain += kept;
                (0..kept).for_each(|_| parts.kept.push(None));
                parts.basic.push(basic);
            }
            Kind::Flag(flag) => {
                parts.group.array(plain);
                parts.flag(flag)?;
            }
            Kind::Mask(_) => {
                parts.group.array(plain);
                let mask = view(spec).expect("an array").downcast::<bool>()?;
                parts.mask(layout, &mask, axis)?;
            }
            Kind::Places => {
                parts.group.array(plain);
                parts.list(IndexArray::Lent(view(spec).expect("an array")), axis);
            }
        }
        axis += kind.axes();
    }
    parts.finish(layout)
}

impl<'a> Parts<'a> {
    fn list(&mut self, places: IndexArray<'a>, axis: usize) {
        self.kept.push(Some(self.lists.len()));
        self.basic.push(SliceSpec::Slice(Slice::FULL));
        let scale = AxisScale { len: 0, scale: 0, mode: IndexMode::Raise };
        self.lists.push(Lookup { places, axis, scale });
    }

    /// A 0-d mask is an index array without an axis, of one item or of none.
    fn flag(&mut self, flag: bool) -> Result<()> {
        let shape = [usize::from(flag)];
        let before = self.flags.take().unwrap_or(Axes::from_slice(&[1]));
        self.flags = Some(broadcast_shapes(OP, &[&before, &shape])?);
        Ok(())
    }

    /// A mask is one index array for each of its axes.
    fn mask(&mut self, layout: &Layout, mask: &ArrayView<'_, bool>, axis: usize) -> Result<()> {
        let indexed = &layout.shape()[axis..axis + mask.ndim()];
        // As in NumPy an axis of a mask without places fits any axis: it picks nothing.
        if mask.shape().iter().zip(indexed).any(|(&own, &other)| own != other && own != 0) {
            return Err(Error::MaskShape { mask: mask.shape().to_vec(), shape: indexed.to_vec() });
        }
        let copied;
        let items = match mask.as_slice() {
            Some(items) => items,
            None => {
                copied = mask.copy(Order::C)?;
                copied.as_slice().expect("a row-major copy")
            }
        };
        for (k, places) in coordinates(items, mask.shape())?.into_iter().enumerate() {
            self.list(IndexArray::Made(AnyArray::from(places)), axis + k);
        }
        Ok(())
    }

    fn finish(self, layout: &Layout) -> Result<Picks<'a>> {
        let Parts { basic, mut kept, mut lists, flags, group } = self;
        let sliced = layout.slice(&basic)?;
        (kept.len()..sliced.ndim()).for_each(|_| kept.push(None));
        let rest: Axes<usize> = (0..sliced.ndim()).filter(|&at| kept[at].is_none()).collect();
        for (at, list) in kept.iter().enumerate() {
            if let Some(list) = *list {
                let scale = &mut lists[list].scale;
                (scale.len, scale.scale) = (sliced.shape()[at], sliced.strides()[at]);
            }
        }
        let lookups = Lookups::new(OP, lists, flags.as_deref())?;
        let picks = Picks { rest: sliced.permuted(&rest), front: group.front(), lookups };
        crate::layout::checked_bytes(OP, &picks.shape(), 1)?;
        Ok(picks)
    }
}
