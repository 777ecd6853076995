//! The same bytes as items of another dtype: fields, views, bytes in another order.

use super::{AnyArray, AnyView, AnyViewMut, Array};
use crate::layout::{Axes, MAX_NDIM};
use crate::{Casting, Copyto, DType, Element, Error, Field, Layout, Order, Result, Swapped};
use numoxide_simd::{Isa, Kernel, dispatch};

/// Where the field `name` of every item lies, and its type; a small array adds its axes.
fn field_of(layout: &Layout, dtype: &DType, name: &str) -> Result<(Layout, DType)> {
    let field = dtype.field(name)?;
    part_of(layout, &field.dtype, field.offset)
}

/// What lies some bytes into every item.
pub(super) fn part_of(layout: &Layout, dtype: &DType, offset: usize) -> Result<(Layout, DType)> {
    let (mut layout, mut dtype) = (layout.clone(), dtype);
    layout.offset += offset as isize;
    while let Some((base, shape)) = dtype.subdtype() {
        if layout.ndim() + shape.len() > MAX_NDIM {
            return Err(Error::size("field", format!("more than {MAX_NDIM} axes")));
        }
        let inner = Layout::contiguous_unchecked(shape, base.itemsize(), Order::C);
        layout.shape = Axes::from_slice(&[layout.shape(), shape].concat());
        layout.strides = Axes::from_slice(&[layout.strides(), inner.strides()].concat());
        dtype = base;
    }
    Ok((layout, dtype.clone()))
}

/// The field `name`, if it lies under others that may give its `bool`s any bytes.
fn shared_field<'a>(dtype: &'a DType, name: &str) -> Option<&'a Field> {
    let DType::Struct(fields) = dtype else { return None };
    fields.field(name).filter(|field| fields.shares_bools() && field.dtype.holds_bool())
}

/// The layout of the same bytes as items of another size, which only the last axis can give or take: several for each item,
/// or one for several items.
fn resized(layout: &Layout, from: usize, to: usize) -> Result<Layout> {
    const OP: &str = "view_as";
    if from == to {
        return Ok(layout.clone());
    }
    let (Some(&last), Some(&stride)) = (layout.shape().last(), layout.strides().last()) else {
        return Err(Error::value(OP, "a 0-d array can only become items of the same size"));
    };
    if to == 0 || from == 0 || (last != 1 && stride != from as isize) {
        return Err(Error::value(OP, "the last axis must be contiguous for items of another size"));
    }
    if to < from && !from.is_multiple_of(to) {
        let what = format!("items of {from} bytes do not consist of items of {to}");
        return Err(Error::value(OP, what));
    }
    if !(last * from).is_multiple_of(to) {
        let what = format!("the last axis has {} bytes, which are no multiple of {to}", last * from);
        return Err(Error::value(OP, what));
    }
    let mut layout = layout.clone();
    let axis = layout.ndim() - 1;
    layout.shape[axis] = last * from / to;
    layout.strides[axis] = to as isize;
    Ok(layout)
}

/// Refuses bytes that are to be `bool`s and are neither 0 nor 1.
fn check_bools(op: &'static str, view: &AnyView<'_>, trusted: &[usize]) -> Result<()> {
    for place in view.dtype().bools().into_iter().filter(|place| !trusted.contains(place)) {
        let (layout, dtype) = part_of(&view.layout, &DType::U8, place)?;
        // SAFETY: a byte within every item.
        let bytes = unsafe { AnyView::from_raw_parts(view.first, layout, dtype) }.downcast::<u8>()?;
        if bytes.iter().any(|&byte| byte > 1) {
            return Err(Error::value(op, "bytes other than 0 and 1 are no bool"));
        }
    }
    Ok(())
}

impl<'a> AnyView<'a> {
    /// The same bytes as items of another dtype. If their sizes differ, the last axis grows or shrinks, and must be
    /// contiguous. O(1), but for bytes that become `bool`, which are looked at. NumPy: `view(dtype)`.
    ///
    /// # Errors
    /// [`Error::Value`] if the bytes of the last axis do not fit, or are no `bool`.
    pub fn view_as(&self, dtype: DType) -> Result<AnyView<'a>> {
        if matches!(dtype, DType::Subarray(_)) && dtype.itemsize() != self.itemsize() {
            return Err(Error::value("view_as", "items become small arrays of their own size only"));
        }
        let layout = resized(&self.layout, self.itemsize(), dtype.itemsize())?;
        let trusted = if dtype.itemsize() == self.itemsize() { self.dtype.bools() } else { Vec::new() };
        // SAFETY: the same bytes, which are read as numbers until they are found to be bools.
        let view = unsafe { AnyView::from_raw_parts(self.first, layout, dtype) };
        check_bools("view_as", &view, &trusted)?;
        view.opened()
    }

    /// A small array in every item becomes axes.
    pub(crate) fn opened(self) -> Result<AnyView<'a>> {
        let (layout, dtype) = part_of(&self.layout, &self.dtype, 0)?;
        Ok(self.with_items(layout, dtype))
    }

    /// The bytes from `offset` in every item as a dtype. O(1), but for bytes that become `bool`. NumPy: `getfield`.
    ///
    /// # Errors
    /// [`Error::Value`] if they reach beyond the item, or are no `bool`.
    pub fn getfield(&self, dtype: DType, offset: usize) -> Result<AnyView<'a>> {
        check_reach("getfield", &dtype, offset, &self.dtype)?;
        let mut layout = self.layout.clone();
        layout.offset += offset as isize;
        let known = self.dtype.bools().into_iter();
        let trusted: Vec<usize> = known.filter_map(|place| place.checked_sub(offset)).collect();
        // SAFETY: bytes of the same items, which are read as numbers until they are found to be bools.
        let view = unsafe { AnyView::from_raw_parts(self.first, layout, dtype) };
        check_bools("getfield", &view, &trusted)?;
        view.opened()
    }

    /// A copy whose items have the bytes of each number in reverse; those of complex numbers part by part, of text
    /// character by character, of structs field by field. NumPy: `byteswap`.
    ///
    /// # Errors
    /// [`Error::OutOfMemory`].
    pub fn byteswap(&self) -> Result<AnyArray> {
        self.byteswap_of(&Swapped::Everything)
    }

    /// A copy in which the bytes of some numbers are in reverse: of those that [`DType::from_descr`] found to be in the
    /// other order than the machine's.
    ///
    /// # Errors
    /// [`Error::OutOfMemory`].
    pub fn byteswap_of(&self, swapped: &Swapped) -> Result<AnyArray> {
        let copy = self.copy(Order::K)?;
        let (start, len) = (copy.buffer.data().as_ptr(), copy.len() * copy.itemsize());
        // SAFETY: a copy is one block of its own, and swapping bytes of numbers makes numbers; bools stay.
        swap(&self.dtype, swapped, unsafe { std::slice::from_raw_parts_mut(start, len) });
        Ok(copy)
    }
}

fn check_reach(op: &'static str, dtype: &DType, offset: usize, item: &DType) -> Result<()> {
    if offset.checked_add(dtype.itemsize()).is_some_and(|end| end <= item.itemsize()) {
        return Ok(());
    }
    Err(Error::value(
        op,
        format!("{dtype} at byte {offset} reaches beyond items of {} bytes", item.itemsize()),
    ))
}

/// The numbers of an item that have an order of bytes and are `swapped`: where they begin, and their sizes.
fn numbers(dtype: &DType, swapped: &mut dyn Iterator<Item = bool>) -> Vec<(usize, usize)> {
    let moved = |offset: usize, parts: Vec<(usize, usize)>| {
        parts.into_iter().map(move |(at, size)| (offset + at, size))
    };
    match dtype {
        DType::Struct(fields) => {
            let fields = fields.fields().iter();
            fields.flat_map(|field| moved(field.offset, numbers(&field.dtype, swapped))).collect()
        }
        DType::Subarray(array) => {
            let (one, size) = (numbers(array.dtype(), swapped), array.dtype().itemsize().max(1));
            (0..array.itemsize() / size).flat_map(|at| moved(at * size, one.clone())).collect()
        }
        number if number.byteorder() == '=' && swapped.next() == Some(true) => {
            let size = match number {
                DType::C64 | DType::Str(_) => 4,
                DType::C128 => 8,
                real => real.itemsize(),
            };
            (0..number.itemsize() / size).map(|at| (at * size, size)).collect()
        }
        _ => Vec::new(),
    }
}

/// Reverses the bytes of words of `N` bytes, in vectors.
struct Words<'a, const N: usize>(&'a mut [u8]);

macro_rules! words {
    ($($bytes:literal $word:ident)*) => {$(
        impl Kernel for Words<'_, $bytes> {
            type Output = ();
            #[inline(always)]
            fn run<I: Isa>(self) {
                for word in self.0.as_chunks_mut::<$bytes>().0 {
                    *word = $word::from_ne_bytes(*word).swap_bytes().to_ne_bytes();
                }
            }
        }
    )*};
}
words!(2 u16 4 u32 8 u64);

/// Reverses the bytes of every number that is `swapped`, of items that lie one after the other.
fn swap(dtype: &DType, swapped: &Swapped, bytes: &mut [u8]) {
    match dtype {
        _ if !swapped.any() => {}
        DType::I16 | DType::U16 | DType::F16 | DType::BF16 => dispatch(Words::<2>(bytes)),
        DType::I32 | DType::U32 | DType::F32 | DType::C64 | DType::Str(_) => dispatch(Words::<4>(bytes)),
        DType::I64 | DType::U64 | DType::F64 | DType::C128 => dispatch(Words::<8>(bytes)),
        DType::DateTime(_) | DType::TimeDelta(_) => dispatch(Words::<8>(bytes)),
        _ => {
            let found = numbers(dtype, &mut swapped.flags());
            for item in bytes.chunks_exact_mut(dtype.itemsize().max(1)) {
                found.iter().for_each(|&(at, size)| item[at..at + size].reverse());
            }
        }
    }
}

impl AnyArray {
    /// A view of this array's memory, with a share of it.
    fn share(&self, view: &AnyView<'_>) -> AnyArray {
        let mut layout = view.layout.clone();
        layout.offset = view.as_ptr() as isize - self.buffer.data().as_ptr() as isize;
        AnyArray { buffer: self.buffer.clone(), layout, dtype: view.dtype.clone() }
    }

    /// The same bytes as items of another dtype, sharing the memory. If their sizes differ, the last axis grows or
    /// shrinks, and must be contiguous. O(1), but for bytes that become `bool`, which are looked at. NumPy:
    /// `view(dtype)`.
    ///
    /// # Errors
    /// [`Error::Value`] if the bytes of the last axis do not fit, or are no `bool`.
    ///
    /// ```
    /// use numoxide_core::{AnyArray, DType, array};
    ///
    /// let a = AnyArray::from(array![[1.0f32, 2.0], [3.0, 4.0]]);
    /// assert_eq!(a.view_as(DType::U16)?.shape(), [2, 4]);
    /// assert_eq!(a.view_as(DType::C64)?.shape(), [2, 1]);
    /// assert!(a.view_as(DType::C128).is_err());
    /// # Ok::<(), numoxide_core::Error>(())
    /// ```
    pub fn view_as(&self, dtype: DType) -> Result<AnyArray> {
        Ok(self.share(&self.view().view_as(dtype)?))
    }

    /// The bytes from `offset` in every item as a dtype, sharing the memory. O(1), but for bytes that become `bool`.
    /// NumPy: `getfield`.
    ///
    /// # Errors
    /// [`Error::Value`] if they reach beyond the item, or are no `bool`.
    ///
    /// ```
    /// use numoxide_core::{AnyArray, DType, array, c128};
    ///
    /// let z = AnyArray::from(array![c128::new(1.0, 2.0), c128::new(3.0, 4.0)]);
    /// assert_eq!(z.getfield(DType::F64, 8)?.downcast::<f64>()?.to_vec(), [2.0, 4.0]);
    /// # Ok::<(), numoxide_core::Error>(())
    /// ```
    pub fn getfield(&self, dtype: DType, offset: usize) -> Result<AnyArray> {
        Ok(self.share(&self.view().getfield(dtype, offset)?))
    }

    /// Writes `values`, which broadcast and are cast to `dtype`, to the bytes from `offset` in every item. NumPy:
    /// `setfield`.
    ///
    /// # Errors
    /// [`Error::Value`] if the bytes reach beyond the item, or a `bool` of the items would get bytes of something
    /// else; [`Error::Cast`] and [`Error::Broadcast`] as for [`Copyto`].
    ///
    /// ```
    /// use numoxide_core::{AnyArray, DType, array, c128};
    ///
    /// let mut z = AnyArray::from(array![c128::new(1.0, 2.0), c128::new(3.0, 4.0)]);
    /// z.setfield(&array![7], DType::F64, 8)?;
    /// assert_eq!(z.downcast::<c128>()?.to_vec(), [c128::new(1.0, 7.0), c128::new(3.0, 7.0)]);
    /// # Ok::<(), numoxide_core::Error>(())
    /// ```
    pub fn setfield<'v>(
        &'v mut self,
        values: impl Into<AnyView<'v>>,
        dtype: DType,
        offset: usize,
    ) -> Result<()> {
        const OP: &str = "setfield";
        check_reach(OP, &dtype, offset, &self.dtype)?;
        let (written, given) = (offset..offset + dtype.itemsize(), dtype.bools());
        let stays = |place: &usize| !written.contains(place) || given.contains(&(place - offset));
        if !self.dtype.bools().iter().all(stays) {
            return Err(Error::value(OP, "a bool of the items would get bytes of something else"));
        }
        let target = self.view_mut()?;
        let (layout, dtype) = part_of(&target.layout, &dtype, offset)?;
        let target = target.with_items(layout, dtype);
        Copyto::new(target, values).casting(Casting::Unsafe).run()
    }

    /// A copy whose items have the bytes of each number in reverse; see [`AnyView::byteswap`].
    ///
    /// # Errors
    /// [`Error::OutOfMemory`].
    ///
    /// ```
    /// use numoxide_core::{AnyArray, array};
    ///
    /// let a = AnyArray::from(array![1i16, 256]);
    /// assert_eq!(a.byteswap()?.downcast::<i16>()?.to_vec(), [256, 1]);
    /// # Ok::<(), numoxide_core::Error>(())
    /// ```
    pub fn byteswap(&self) -> Result<AnyArray> {
        self.view().byteswap()
    }

    /// A copy in which the bytes of some numbers are in reverse; see [`AnyView::byteswap_of`].
    ///
    /// # Errors
    /// [`Error::OutOfMemory`].
    ///
    /// ```
    /// use numoxide_core::{AnyArray, DType};
    ///
    /// let (dtype, swapped) = DType::from_descr("[('x', '<i2'), ('y', '>i2')]")?;
    /// let a = AnyArray::from(numoxide_core::array![1u8, 0, 0, 1]).view_as(dtype)?;
    /// assert_eq!(a.byteswap_of(&swapped)?.to_string(), "[(1, 1)]");
    /// # Ok::<(), numoxide_core::Error>(())
    /// ```
    pub fn byteswap_of(&self, swapped: &Swapped) -> Result<AnyArray> {
        self.view().byteswap_of(swapped)
    }

    /// Several fields of a structured array, sharing the memory. O(1). NumPy: `a[[name, ...]]`.
    ///
    /// # Errors
    /// As [`DType::fields_of`].
    ///
    /// ```
    /// use numoxide_core::{AnyArray, DType};
    ///
    /// let a = AnyArray::zeros([3], DType::parse("[('x', 'f8'), ('y', 'i4'), ('z', 'S2')]")?)?;
    /// assert_eq!(a.fields(&["z", "x"])?.dtype().names(), Some(vec!["z", "x"]));
    /// # Ok::<(), numoxide_core::Error>(())
    /// ```
    pub fn fields(&self, names: &[&str]) -> Result<AnyArray> {
        let dtype = self.dtype.fields_of(names)?;
        if matches!(&self.dtype, DType::Struct(fields) if fields.shares_bools()) {
            return self.with_truths(dtype, 0);
        }
        Ok(AnyArray { buffer: self.buffer.clone(), layout: self.layout.clone(), dtype })
    }

    /// The field `name` of a structured array, sharing the memory. O(1). A small array in every item adds its axes.
    ///
    /// A `bool` that lies under other fields may have got bytes other than 0 and 1 from them, which count as true: where there are
    /// such, the result is a copy.
    ///
    /// # Errors
    /// As [`DType::field`].
    ///
    /// ```
    /// use numoxide_core::{AnyArray, DType, array};
    ///
    /// let dtype = DType::parse("{'names': ['ok', 'n'], 'formats': ['?', 'i1'], 'offsets': [0, 0]}")?;
    /// let a = AnyArray::from(array![0i8, 1, 7]).view_as(dtype)?;
    /// assert_eq!(a.field("ok")?.downcast::<bool>()?.to_vec(), [false, true, true]);
    /// # Ok::<(), numoxide_core::Error>(())
    /// ```
    pub fn field(&self, name: &str) -> Result<Self> {
        if let Some(field) = shared_field(&self.dtype, name) {
            return self.with_truths(field.dtype.clone(), field.offset);
        }
        let (layout, dtype) = field_of(&self.layout, &self.dtype, name)?;
        Ok(AnyArray { buffer: self.buffer.clone(), layout, dtype })
    }

    /// The bytes from `offset` in every item as a dtype, with shared memory if its `bool`s are some; else a copy, in which all
    /// bytes but 0 are true.
    fn with_truths(&self, dtype: DType, offset: usize) -> Result<Self> {
        if let Ok(field) = self.getfield(dtype.clone(), offset) {
            return Ok(field);
        }
        let raw = self.getfield(DType::Void(dtype.itemsize()), offset)?.copy(Order::K)?;
        let (start, len) = (raw.buffer.data().as_ptr(), raw.len() * raw.itemsize());
        // SAFETY: a copy is one block of its own, whose raw items may hold any bytes.
        let bytes = unsafe { std::slice::from_raw_parts_mut(start, len) };
        let places = dtype.bools();
        for item in bytes.chunks_exact_mut(dtype.itemsize().max(1)) {
            places.iter().for_each(|&place| item[place] = u8::from(item[place] != 0));
        }
        raw.view_as(dtype)
    }
}

impl<'a> AnyView<'a> {
    /// The field `name` of a structured view. O(1).
    ///
    /// # Errors
    /// As [`DType::field`]; [`Error::Value`] if a `bool` lies under other fields, which have given it bytes other than 0 and 1. In
    /// a [`copy`](AnyView::copy) those are true.
    pub fn field(&self, name: &str) -> Result<Self> {
        if let Some(field) = shared_field(&self.dtype, name) {
            return self.getfield(field.dtype.clone(), field.offset);
        }
        let (layout, dtype) = field_of(&self.layout, &self.dtype, name)?;
        Ok(self.with_items(layout, dtype))
    }
}

impl AnyViewMut<'_> {
    /// The field `name` of a structured view, for writing. O(1).
    ///
    /// # Errors
    /// As [`AnyView::field`].
    ///
    /// ```
    /// use numoxide_core::{AnyArray, DType};
    ///
    /// let mut a = AnyArray::zeros([2], DType::parse("[('x', 'f8'), ('y', 'i4')]")?)?;
    /// a.view_mut()?.field("y")?.downcast::<i32>()?.fill(7);
    /// assert_eq!(a.to_string(), "[(0., 7) (0., 7)]");
    /// # Ok::<(), numoxide_core::Error>(())
    /// ```
    pub fn field(self, name: &str) -> Result<Self> {
        if shared_field(&self.dtype, name).is_some() {
            self.view().field(name)?;
        }
        let (layout, dtype) = field_of(&self.layout, &self.dtype, name)?;
        Ok(self.with_items(layout, dtype))
    }
}

impl<T: Element> Array<T> {
    /// The same bytes as items of another type, sharing the memory; see [`AnyArray::view_as`]. NumPy: `view(dtype)`.
    ///
    /// # Errors
    /// As [`AnyArray::view_as`]; [`Error::Value`] if the items are not aligned for their new type.
    ///
    /// ```
    /// use numoxide_core::array;
    ///
    /// let a = array![1.0f32, -2.0];
    /// assert_eq!(a.view_as::<u32>()?.to_vec(), [0x3f80_0000, 0xc000_0000]);
    /// # Ok::<(), numoxide_core::Error>(())
    /// ```
    pub fn view_as<U: Element>(&self) -> Result<Array<U>> {
        AnyArray::from(self).view_as(U::dtype())?.try_into()
    }

    /// A copy whose items have the bytes of each number in reverse; see [`AnyView::byteswap`].
    ///
    /// # Errors
    /// [`Error::OutOfMemory`].
    pub fn byteswap(&self) -> Result<Array<T>> {
        AnyView::from(self).byteswap()?.try_into()
    }
}
