//! Users' own elementwise functions: [`map`] and [`zip`].

use std::mem::MaybeUninit;

use super::{Elementwise, ItemOps, Loop, Operand};
use crate::layout::broadcast_shapes;
use crate::{Array, ArrayView, ArrayViewMut, AsView, Element, Error, Layout, Order, Result};

/// The function of every item. NumPy: `vectorize` of one argument.
///
/// # Errors
/// [`Error::OutOfMemory`].
///
/// ```
/// use numoxide_core::map;
///
/// let large = map([1.5, -2.0], |x: f64| x.abs() > 1.7)?;
/// assert_eq!(large.to_vec(), [false, true]);
/// # Ok::<(), numoxide_core::Error>(())
/// ```
pub fn map<T: Element, R: Clone + Send + Sync + 'static>(
    a: impl AsView<T>,
    function: impl Fn(T) -> R + Sync,
) -> Result<Array<R>> {
    Zip((a.as_view(),)).map(|(a,)| function(a))
}

/// Several operands side by side, broadcast to one shape, on their way to a closure of the user's.
/// NumPy: `frompyfunc`, `vectorize`.
///
/// It runs on the engine of the universal functions: any layouts, split across threads, one pass over
/// memory. The number of operands is the length of the tuple, up to six.
///
/// ```
/// use numoxide_core::{Array, zip};
///
/// let a = Array::from_vec(vec![1.0, 2.0, 3.0])?;
/// let column = Array::from_shape_vec([2, 1], vec![10.0, 20.0])?;
/// let fused = zip((&a, &column, &0.5)).map(|(a, b, c)| a * b + c)?;
/// assert_eq!(fused.to_vec(), [10.5, 20.5, 30.5, 20.5, 40.5, 60.5]);
///
/// let mut total = Array::from_vec(vec![0.0; 3])?;
/// zip((&a, &a)).write(&mut total.view_mut(), |(x, y)| x * y)?;
/// assert_eq!(total.to_vec(), [1.0, 4.0, 9.0]);
/// # Ok::<(), numoxide_core::Error>(())
/// ```
pub fn zip<'a, O: Zippable<'a>>(operands: O) -> Zip<O::Views> {
    Zip(operands.views())
}

/// Operands on their way to a user's closure; see [`zip`].
#[must_use = "operands do nothing before `map` or `write`"]
pub struct Zip<V>(V);

/// An operand of [`zip`]: a reference to an array, a view, a slice or a single value.
pub trait ZipOperand<'a> {
    /// The type of its items.
    type Item: Element;
    /// The items.
    fn zip_view(self) -> ArrayView<'a, Self::Item>;
}

impl<'a, T: Element> ZipOperand<'a> for ArrayView<'a, T> {
    type Item = T;
    fn zip_view(self) -> ArrayView<'a, T> {
        self
    }
}

macro_rules! zip_operands {
    ($($ty:ty)*) => {$(
        impl<'a, T: Element> ZipOperand<'a> for &'a $ty {
            type Item = T;
            fn zip_view(self) -> ArrayView<'a, T> {
                self.as_view()
            }
        }
    )*};
}
zip_operands!(Array<T> ArrayView<'_, T> Vec<T> [T]);

macro_rules! zip_scalars {
    ($($ty:ty)*) => {$(
        impl<'a> ZipOperand<'a> for &'a $ty {
            type Item = $ty;
            fn zip_view(self) -> ArrayView<'a, $ty> {
                ArrayView::from_ref(self)
            }
        }
    )*};
}
zip_scalars!(bool i8 i16 i32 i64 u8 u16 u32 u64 f32 f64 crate::f16 crate::bf16 crate::c64 crate::c128);

/// A tuple of [`ZipOperand`]s.
pub trait Zippable<'a> {
    /// The same tuple of views.
    type Views;
    /// The views.
    fn views(self) -> Self::Views;
}

/// A tuple of views, whose items go to a closure as a tuple.
pub trait Views {
    /// One item of each.
    type Items;

    /// First addresses, layouts and item sizes.
    fn places(&self) -> Vec<Place<'_>>;

    /// The items at place `i` of contiguous operands.
    ///
    /// # Safety
    /// The operands must be contiguous, aligned items of the views' types, at least `i + 1` of them.
    unsafe fn items(operands: *const *mut u8, i: usize) -> Self::Items;
}

/// The address, the layout and the item size of an operand.
pub type Place<'a> = (*mut u8, &'a Layout, usize);

macro_rules! tuples {
    ($(($($op:ident $ty:ident $k:tt),+);)*) => {$(
        impl<'a, $($op: ZipOperand<'a>),+> Zippable<'a> for ($($op,)+) {
            type Views = ($(ArrayView<'a, $op::Item>,)+);
            fn views(self) -> Self::Views {
                ($(self.$k.zip_view(),)+)
            }
        }

        impl<$($ty: Element),+> Views for ($(ArrayView<'_, $ty>,)+) {
            type Items = ($($ty,)+);

            fn places(&self) -> Vec<Place<'_>> {
                vec![$((self.$k.as_ptr().cast_mut().cast(), self.$k.layout(), size_of::<$ty>())),+]
            }

            #[inline(always)]
            unsafe fn items(operands: *const *mut u8, i: usize) -> Self::Items {
                // SAFETY: by contract.
                unsafe { ($((*operands.add($k)).cast::<$ty>().add(i).read(),)+) }
            }
        }
    )*};
}
tuples! {
    (A T 0);
    (A T 0, B U 1);
    (A T 0, B U 1, C V 2);
    (A T 0, B U 1, C V 2, D W 3);
    (A T 0, B U 1, C V 2, D W 3, E X 4);
    (A T 0, B U 1, C V 2, D W 3, E X 4, F Y 5);
}

/// The loop of a closure.
struct Closure<F> {
    function: F,
    operands: usize,
}

impl<F> Closure<F> {
    /// # Safety
    /// As [`LoopFn`], with a `Closure<F>` for `ctx`, and the views' items and room for the results as
    /// operands.
    unsafe fn run<V: Views, R>(ctx: *const (), operands: *const *mut u8, n: usize)
    where
        F: Fn(V::Items) -> R,
    {
        // SAFETY: by contract.
        unsafe {
            let closure = &*ctx.cast::<Self>();
            let out = (*operands.add(closure.operands)).cast::<MaybeUninit<R>>();
            for i in 0..n {
                (*out.add(i)).write((closure.function)(V::items(operands, i)));
            }
        }
    }
}

impl<V: Views> Zip<V> {
    /// The function of every tuple of items.
    ///
    /// # Errors
    /// [`Error::Broadcast`] if the shapes do not go together; [`Error::OutOfMemory`].
    pub fn map<R: Clone + Send + Sync + 'static>(
        &self,
        function: impl Fn(V::Items) -> R + Sync,
    ) -> Result<Array<R>> {
        let places = self.0.places();
        let shape = common_shape(&places)?;
        let items = ItemOps::of::<R>();
        let layouts: Vec<&Layout> = places.iter().map(|place| place.1).collect();
        let (mut buffer, layout) = items.allocate("zip", &shape, Order::K, &layouts)?;
        // SAFETY: the output is fresh; afterwards every item of it is initialised.
        unsafe {
            run_closure::<V, R, _>(function, &places, (buffer.data().as_ptr(), &layout, size_of::<R>()))?;
            items.own(&mut buffer, layout.len());
            Ok(Array::from_raw(buffer, layout))
        }
    }

    /// Writes the function of every tuple of items to `out`, which has the common shape or a larger one.
    ///
    /// # Errors
    /// [`Error::Broadcast`] if the shapes do not go together.
    pub fn write<R: Element>(
        &self,
        out: &mut ArrayViewMut<'_, R>,
        function: impl Fn(V::Items) -> R + Sync,
    ) -> Result<()> {
        let places = self.0.places();
        let shape = common_shape(&places)?;
        if broadcast_shapes("zip", &[&shape, out.shape()])?[..] != *out.shape() {
            return Err(Error::Broadcast { op: "zip", left: shape.to_vec(), right: out.shape().to_vec() });
        }
        // SAFETY: the output is uniquely borrowed.
        unsafe {
            run_closure::<V, R, _>(function, &places, (out.as_mut_ptr().cast(), out.layout(), size_of::<R>()))
        }
    }
}

fn common_shape(places: &[Place<'_>]) -> Result<crate::layout::Axes<usize>> {
    let shapes: Vec<&[usize]> = places.iter().map(|place| place.1.shape()).collect();
    broadcast_shapes("zip", &shapes)
}

/// Runs a closure over `places`, broadcast to the shape of the output.
///
/// # Safety
/// The places must be those of `V`, the output room for items of `R` that nobody else reaches.
unsafe fn run_closure<V: Views, R, F: Fn(V::Items) -> R + Sync>(
    function: F,
    places: &[Place<'_>],
    output: Place<'_>,
) -> Result<()> {
    let closure = Closure { function, operands: places.len() };
    let inner = Loop { ctx: (&raw const closure).cast(), ..Loop::new(Closure::<F>::run::<V, R>) };
    // SAFETY: the loop takes what the places hold and gives what the output has room for.
    unsafe { run_loop(inner, places, output) }
}

/// Runs a loop over `places`, broadcast to the shape of the output.
///
/// # Safety
/// The loop must take items of the places and, as its last operand, give items of the output, which
/// nobody else reaches.
unsafe fn run_loop(inner: Loop, places: &[Place<'_>], output: Place<'_>) -> Result<()> {
    let shape = output.1.shape();
    let layouts: Vec<Layout> =
        places.iter().map(|place| place.1.broadcast_to("zip", shape)).collect::<Result<_>>()?;
    let inputs = places.iter().zip(&layouts).map(|(place, layout)| Operand::new(place.0, layout, place.2));
    let inputs: Vec<Operand<'_>> = inputs.collect();
    let outputs = [Operand::new(output.0, output.1, output.2)];
    // SAFETY: by contract; the layouts have one shape.
    unsafe { Elementwise { inner, inputs: &inputs, outputs: &outputs, mask: None }.run() };
    Ok(())
}
