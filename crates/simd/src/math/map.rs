//! The loops that carry a scalar body over slices and strips, and the macro that makes both entries of a function.
//!
//! A loop works in groups of a fixed number of lanes, which the compiler turns into straight vector code without
//! a remainder; what does not fill a group, and what is strided, is staged through a block on the stack and takes
//! the same code. So the bits of a result cannot depend on length, position, alignment or stride. Processors without FMA
//! take the body item by item: their vectors are short, and compiling each body for them would cost more time than they give.

use crate::level::{Isa, Kernel};
#[cfg(target_arch = "x86_64")]
use crate::level::{has_one_part, run_v3};
use std::marker::PhantomData;
use std::mem::MaybeUninit;

/// Elements staged at a time; a multiple of every group size.
const BLOCK: usize = 128;

/// A function of one argument as a type, so that one loop serves all of them.
pub(crate) trait Unary<T: Copy> {
    /// What the function gives.
    type Out: Copy;

    /// The branch-free body.
    fn eval<I: Isa>(x: T) -> Self::Out;

    /// The results of a group, where there is a faster way to them than lane by lane: with the same bits.
    #[inline(always)]
    fn group<I: Isa, const G: usize>(_x: &[T; G]) -> Option<[Self::Out; G]> {
        None
    }

    /// Whether `eval` does not serve `x`, and `slow` must.
    #[inline(always)]
    fn rare(_x: T) -> bool {
        false
    }

    /// The costly path for rare arguments. Must be `#[inline(always)]`, as everything a [`Kernel`] calls.
    #[inline(always)]
    fn slow<I: Isa>(x: T) -> Self::Out {
        Self::eval::<I>(x)
    }
}

/// A function of two arguments as a type; see [`Unary`].
pub(crate) trait Binary<T: Copy> {
    /// Whether [`plain`](Self::plain) is there, and is to be tried first.
    const PLAIN: bool = false;

    /// The branch-free body.
    fn eval<I: Isa>(x: T, y: T) -> T;

    /// A shorter body for groups of plain arguments, with the same bits, and whether these are plain.
    #[inline(always)]
    fn plain<I: Isa, const G: usize>(x: &[T; G], _y: &[T; G]) -> ([T; G], bool) {
        (*x, false)
    }

    /// Whether `eval` does not serve the pair, and `slow` must.
    #[inline(always)]
    fn rare(_x: T, _y: T) -> bool {
        false
    }

    /// The costly path for rare arguments.
    #[inline(always)]
    fn slow<I: Isa>(x: T, y: T) -> T {
        Self::eval::<I>(x, y)
    }
}

/// One value of a [`Unary`] function.
pub(crate) struct One1<F, T>(T, PhantomData<F>);

impl<F, T> One1<F, T> {
    #[inline(always)]
    pub(crate) fn new(x: T) -> Self {
        One1(x, PhantomData)
    }
}

impl<T: Copy, F: Unary<T>> Kernel for One1<F, T> {
    type Output = F::Out;

    #[inline(always)]
    fn run<I: Isa>(self) -> F::Out {
        if F::rare(self.0) { F::slow::<I>(self.0) } else { F::eval::<I>(self.0) }
    }
}

/// One value of a [`Binary`] function.
pub(crate) struct One2<F, T>(T, T, PhantomData<F>);

impl<F, T> One2<F, T> {
    #[inline(always)]
    pub(crate) fn new(x: T, y: T) -> Self {
        One2(x, y, PhantomData)
    }
}

impl<T: Copy, F: Binary<T>> Kernel for One2<F, T> {
    type Output = T;

    #[inline(always)]
    fn run<I: Isa>(self) -> T {
        if F::rare(self.0, self.1) { F::slow::<I>(self.0, self.1) } else { F::eval::<I>(self.0, self.1) }
    }
}

/// An input operand: the address of its first element and the distance to the next one in bytes.
pub(crate) struct Input<T> {
    ptr: *const T,
    step: isize,
}

/// An output operand; see [`Input`].
pub(crate) struct Output<T> {
    ptr: *mut T,
    step: isize,
}

/// Room for one block of an operand that cannot be used where it lies.
type Stage<T> = [MaybeUninit<T>; BLOCK];

impl<T: Copy> Input<T> {
    #[inline(always)]
    pub(crate) fn new(ptr: *const T, step: isize) -> Self {
        Input { ptr, step }
    }

    #[inline(always)]
    fn contiguous(&self) -> bool {
        self.step == size_of::<T>() as isize
    }

    /// The address from which whole groups of the `take` elements after `done` can be read.
    ///
    /// # Safety
    /// Elements `done..done + take` must be readable, and `take <= BLOCK` if the operand must be staged.
    #[inline(always)]
    unsafe fn groups<const G: usize>(&self, done: usize, take: usize, stage: &mut Stage<T>) -> *const T {
        if self.contiguous() && take.is_multiple_of(G) {
            return self.ptr.wrapping_add(done);
        }
        let first = self.ptr.wrapping_byte_offset(self.step.wrapping_mul(done as isize));
        for (i, slot) in stage[..take].iter_mut().enumerate() {
            let at = first.wrapping_byte_offset(self.step.wrapping_mul(i as isize));
            // SAFETY: the caller vouches for the element; it may lie unaligned.
            slot.write(unsafe { at.read_unaligned() });
        }
        // The lanes past the end repeat the last element, which cannot make a rare argument out of none.
        let last = stage[take - 1];
        stage[take..take.next_multiple_of(G)].fill(last);
        stage.as_ptr().cast()
    }
}

impl<T: Copy> Output<T> {
    #[inline(always)]
    pub(crate) fn new(ptr: *mut T, step: isize) -> Self {
        Output { ptr, step }
    }

    #[inline(always)]
    fn contiguous(&self) -> bool {
        self.step == size_of::<T>() as isize
    }

    /// Whether whole groups can be written where the operand lies.
    #[inline(always)]
    fn direct<const G: usize>(&self, take: usize) -> bool {
        self.contiguous() && take.is_multiple_of(G)
    }

    /// Moves `take` staged results to their place after the first `done`.
    ///
    /// # Safety
    /// Elements `done..done + take` must be writable and the stage filled as far.
    #[inline(always)]
    unsafe fn scatter(&self, done: usize, take: usize, stage: &Stage<T>) {
        let first = self.ptr.wrapping_byte_offset(self.step.wrapping_mul(done as isize));
        for (i, value) in stage[..take].iter().enumerate() {
            let at = first.wrapping_byte_offset(self.step.wrapping_mul(i as isize));
            // SAFETY: the caller vouches for the element and the stage.
            unsafe { at.write_unaligned(value.assume_init()) };
        }
    }
}

/// The results of the rare arguments of a group, and their lanes.
struct Mended<T, const G: usize> {
    values: [MaybeUninit<T>; G],
    lanes: u64,
}

impl<T: Copy, const G: usize> Mended<T, G> {
    #[inline(always)]
    fn new() -> Self {
        const { assert!(G <= 64) };
        Mended { values: [MaybeUninit::uninit(); G], lanes: 0 }
    }

    #[inline(always)]
    fn push(&mut self, lane: usize, value: T) {
        self.values[lane].write(value);
        self.lanes |= 1 << lane;
    }

    /// # Safety
    /// The lanes pushed must be writable from `dst` on.
    #[inline(always)]
    unsafe fn write(mut self, dst: *mut T) {
        while self.lanes != 0 {
            let lane = self.lanes.trailing_zeros() as usize % G;
            // SAFETY: the lane was pushed with its value.
            unsafe { dst.wrapping_add(lane).write_unaligned(self.values[lane].assume_init()) };
            self.lanes &= self.lanes - 1;
        }
    }
}

/// How many of the `left` elements the next round takes.
#[inline(always)]
fn round_of<const G: usize>(left: usize, all_contiguous: bool) -> usize {
    let whole = left - left % G;
    match (whole, all_contiguous) {
        (0, _) => left,
        (_, true) => whole,
        (_, false) => whole.min(BLOCK),
    }
}

/// Keeps the compiler from vectorising across groups (with gathers) what it shall vectorise within a group.
#[inline(always)]
fn opaque<T>(dst: *mut T) -> *mut T {
    std::hint::black_box(dst)
}

/// The costly path of a function of one argument, for [`slow`].
struct Slow1<F, T>(T, PhantomData<F>);

impl<T: Copy, F: Unary<T>> Kernel for Slow1<F, T> {
    type Output = F::Out;

    #[inline(always)]
    fn run<I: Isa>(self) -> F::Out {
        F::slow::<I>(self.0)
    }
}

/// The costly path of a function of two arguments, for [`slow`].
struct Slow2<F, T>(T, T, PhantomData<F>);

impl<T: Copy, F: Binary<T>> Kernel for Slow2<F, T> {
    type Output = T;

    #[inline(always)]
    fn run<I: Isa>(self) -> T {
        F::slow::<I>(self.0, self.1)
    }
}

/// Runs the costly path of a function of `T`. Those of complex numbers are long code, and compiled once for all levels with FMA: they
/// are of single numbers, and give them the same bits.
#[inline(always)]
fn slow<I: Isa, T, K: Kernel>(path: K) -> K::Output {
    #[cfg(target_arch = "x86_64")]
    if const { I::FMA && !has_one_part::<T>() } {
        // SAFETY: all levels with FMA have what V3 has.
        return unsafe { run_v3(path) };
    }
    path.run::<I>()
}

/// The loop of a [`Unary`] function in groups of `G` lanes.
pub(crate) struct Map1<F: Unary<T>, T: Copy, const G: usize> {
    x: Input<T>,
    out: Output<F::Out>,
    n: usize,
}

impl<T: Copy, F: Unary<T>, const G: usize> Map1<F, T, G> {
    /// # Safety
    /// `n` elements of `x` must be readable and as many of `out` writable; `out` must be the same strip as `x`
    /// or must not overlap it.
    #[inline(always)]
    pub(crate) unsafe fn new(x: Input<T>, out: Output<F::Out>, n: usize) -> Self {
        Map1 { x, out, n }
    }

    /// # Safety
    /// A whole group must be readable at `src` and writable at `dst`.
    #[inline(always)]
    unsafe fn group<I: Isa>(src: *const T, dst: *mut F::Out) {
        if const { !I::FMA } {
            for lane in 0..G {
                // SAFETY: the caller vouches for both.
                unsafe {
                    let x = src.wrapping_add(lane).read_unaligned();
                    opaque(dst.wrapping_add(lane)).write_unaligned(One1::<F, T>::new(x).run::<I>());
                }
            }
            return;
        }
        // SAFETY: the caller vouches for both. Everything is read before anything is written, so the two may be
        // the same place.
        let x: [T; G] = unsafe { src.cast::<[T; G]>().read_unaligned() };
        if let Some(y) = F::group::<I, G>(&x) {
            // SAFETY: as above.
            return unsafe { dst.cast::<[F::Out; G]>().write_unaligned(y) };
        }
        let mut y = [MaybeUninit::<F::Out>::uninit(); G];
        let mut any_rare = false;
        for (&x, y) in x.iter().zip(&mut y) {
            any_rare |= F::rare(x);
            y.write(F::eval::<I>(x));
        }
        // The costly results come first, from memory: indexing `x` would keep it on the stack even where none is rare.
        let mut mended = Mended::<F::Out, G>::new();
        if any_rare {
            for lane in 0..G {
                // SAFETY: as above.
                let x = unsafe { src.wrapping_add(lane).read_unaligned() };
                if F::rare(x) {
                    mended.push(lane, slow::<I, T, _>(Slow1::<F, T>(x, PhantomData)));
                }
            }
        }
        // SAFETY: as above.
        unsafe { dst.cast::<[MaybeUninit<F::Out>; G]>().write_unaligned(y) };
        if any_rare {
            // SAFETY: as above; the lanes are those of the group.
            unsafe { mended.write(dst) };
        }
    }
}

impl<T: Copy, F: Unary<T>, const G: usize> Kernel for Map1<F, T, G> {
    type Output = ();

    #[inline(always)]
    fn run<I: Isa>(self) {
        let mut stage_x = [MaybeUninit::uninit(); BLOCK];
        let mut stage_out = [MaybeUninit::uninit(); BLOCK];
        let contiguous = self.x.contiguous() && self.out.contiguous();
        let mut done = 0;
        while done < self.n {
            let take = round_of::<G>(self.n - done, contiguous);
            let direct = self.out.direct::<G>(take);
            // SAFETY: `done + take <= n`, and `take` exceeds a block only if every operand is contiguous and
            // `take` is whole groups, so that none is staged.
            let src = unsafe { self.x.groups::<G>(done, take, &mut stage_x) };
            let dst = if direct { self.out.ptr.wrapping_add(done) } else { stage_out.as_mut_ptr().cast() };
            for group in 0..take.div_ceil(G) {
                // SAFETY: `src` and `dst` lead to whole groups, either of the operand or of its stage.
                unsafe { Self::group::<I>(src.wrapping_add(group * G), opaque(dst.wrapping_add(group * G))) };
            }
            if !direct {
                // SAFETY: the loop above has filled the stage.
                unsafe { self.out.scatter(done, take, &stage_out) };
            }
            done += take;
        }
    }
}

/// The loop of a [`Binary`] function in groups of `G` lanes.
pub(crate) struct Map2<F, T, const G: usize> {
    x: Input<T>,
    y: Input<T>,
    out: Output<T>,
    n: usize,
    function: PhantomData<F>,
}

impl<F, T, const G: usize> Map2<F, T, G> {
    /// # Safety
    /// `n` elements of `x` and `y` must be readable and as many of `out` writable; `out` must be the same strip as
    /// an input or must not overlap it.
    #[inline(always)]
    pub(crate) unsafe fn new(x: Input<T>, y: Input<T>, out: Output<T>, n: usize) -> Self {
        Map2 { x, y, out, n, function: PhantomData }
    }
}

impl<T: Copy, F: Binary<T>, const G: usize> Map2<F, T, G> {
    /// Serves a group of plain arguments; writes nothing and says no if one of them is not.
    ///
    /// # Safety
    /// A whole group must be readable at `x_at` and `y_at` and writable at `dst`.
    #[inline(always)]
    unsafe fn plain_group<I: Isa>(x_at: *const T, y_at: *const T, dst: *mut T) -> bool {
        // SAFETY: the caller vouches for all three; see `Map1::group` for equal places.
        let (x, y): ([T; G], [T; G]) =
            unsafe { (x_at.cast::<[T; G]>().read_unaligned(), y_at.cast::<[T; G]>().read_unaligned()) };
        let (z, all_plain) = F::plain::<I, G>(&x, &y);
        if all_plain {
            // SAFETY: as above.
            unsafe { dst.cast::<[T; G]>().write_unaligned(z) };
        }
        all_plain
    }

    /// # Safety
    /// A whole group must be readable at `x_at` and `y_at` and writable at `dst`.
    #[inline(always)]
    unsafe fn group<I: Isa>(x_at: *const T, y_at: *const T, dst: *mut T) {
        if const { !I::FMA } {
            for lane in 0..G {
                // SAFETY: the caller vouches for all three.
                unsafe {
                    let x = x_at.wrapping_add(lane).read_unaligned();
                    let y = y_at.wrapping_add(lane).read_unaligned();
                    opaque(dst.wrapping_add(lane)).write_unaligned(One2::<F, T>::new(x, y).run::<I>());
                }
            }
            return;
        }
        // SAFETY: the caller vouches for all three.
        if F::PLAIN && unsafe { Self::plain_group::<I>(x_at, y_at, dst) } {
            return;
        }
        // SAFETY: the caller vouches for all three; see `Map1::group` for equal places.
        let (x, y): ([T; G], [T; G]) =
            unsafe { (x_at.cast::<[T; G]>().read_unaligned(), y_at.cast::<[T; G]>().read_unaligned()) };
        let mut z = x;
        let mut any_rare = false;
        for (lane, &other) in z.iter_mut().zip(&y) {
            any_rare |= F::rare(*lane, other);
            *lane = F::eval::<I>(*lane, other);
        }
        let mut mended = Mended::<T, G>::new();
        if any_rare {
            for lane in 0..G {
                // SAFETY: as above.
                let (x, y) = unsafe {
                    (x_at.wrapping_add(lane).read_unaligned(), y_at.wrapping_add(lane).read_unaligned())
                };
                if F::rare(x, y) {
                    mended.push(lane, slow::<I, T, _>(Slow2::<F, T>(x, y, PhantomData)));
                }
            }
        }
        // SAFETY: as above.
        unsafe { dst.cast::<[T; G]>().write_unaligned(z) };
        if any_rare {
            // SAFETY: as above; the lanes are those of the group.
            unsafe { mended.write(dst) };
        }
    }
}

impl<T: Copy, F: Binary<T>, const G: usize> Kernel for Map2<F, T, G> {
    type Output = ();

    #[inline(always)]
    fn run<I: Isa>(self) {
        let mut stage_x = [MaybeUninit::uninit(); BLOCK];
        let mut stage_y = [MaybeUninit::uninit(); BLOCK];
        let mut stage_out = [MaybeUninit::uninit(); BLOCK];
        let contiguous = self.x.contiguous() && self.y.contiguous() && self.out.contiguous();
        let mut done = 0;
        while done < self.n {
            let take = round_of::<G>(self.n - done, contiguous);
            let direct = self.out.direct::<G>(take);
            // SAFETY: as in `Map1::run`.
            let x = unsafe { self.x.groups::<G>(done, take, &mut stage_x) };
            // SAFETY: as in `Map1::run`.
            let y = unsafe { self.y.groups::<G>(done, take, &mut stage_y) };
            let dst = if direct { self.out.ptr.wrapping_add(done) } else { stage_out.as_mut_ptr().cast() };
            for group in 0..take.div_ceil(G) {
                let at = group * G;
                // SAFETY: all three lead to whole groups.
                unsafe {
                    Self::group::<I>(x.wrapping_add(at), y.wrapping_add(at), opaque(dst.wrapping_add(at)))
                };
            }
            if !direct {
                // SAFETY: the loop above has filled the stage.
                unsafe { self.out.scatter(done, take, &stage_out) };
            }
            done += take;
        }
    }
}

/// The type of a function's results: that of the argument, or the one named after it.
macro_rules! result {
    ($argument:ty) => {
        $argument
    };
    ($argument:ty, $result:ty) => {
        $result
    };
}

pub(crate) use result;

/// Runs a function of one argument over a strip: in its own loop, or as another function does.
macro_rules! strip_of {
    ([$f:ty, $t:ty, $group:literal] [$n:expr, ($x:expr, $x_step:expr), ($out:expr, $out_step:expr)]) => {
        $crate::level::dispatch($crate::math::map::Map1::<$f, $t, $group>::new(
            $crate::math::map::Input::new($x, $x_step),
            $crate::math::map::Output::new($out, $out_step),
            $n,
        ))
    };
    ([$f:ty, $t:ty, $group:literal] [$n:expr, $x:expr, $out:expr] $other:path) => {
        $other($n, $x, $out)
    };
}

pub(crate) use strip_of;

/// Makes the public entries of functions from their generic bodies.
///
/// ```text
/// functions! { f64, 16;                     // element type, lanes in a group
///     unary {
///         /// Documentation.
///         exp = exp::exp;                   // the body `exp::exp::<I>(x)`
///         /// Documentation.
///         sin = trig::sin, rare: trig::sin_is_rare, slow: trig::sin_slow;
///         /// Documentation.
///         absolute to f32 = size::absolute; // a result of another type
///         /// Documentation.
///         sqrt = sqrt::sqrt, group: sqrt::sqrt_group; // `fn sqrt_group::<I, G>(&[x; G]) -> Option<[y; G]>`, a faster way for groups
///         /// Documentation.
///         log = log::log, strip: log::strip; // `unsafe fn strip(n, (x, x_step), (out, out_step))`, if not a loop over the body
///     }
///     binary {
///         /// Documentation.
///         pow = pow::pow;                   // the body `pow::pow::<I>(x, y)`
///     }
/// }
/// ```
///
/// Each row gives `NAME(x)`, `slice::NAME(x, out)` and `strip::NAME(n, x, x_step, out, out_step)`. `rare` is a plain
/// function of the arguments, `slow` is generic over the level as the body is; both are `#[inline(always)]`.
macro_rules! functions {
    ($t:ty, $group:literal;
     unary { $($(#[$doc1:meta])* $name1:ident $(to $out1:ty)? = $($body1:ident)::+
        $(, rare: $($rare1:ident)::+, slow: $($slow1:ident)::+)? $(, group: $($whole1:ident)::+)? $(, strip: $($strip1:ident)::+)?;)* }
     binary { $($(#[$doc2:meta])* $name2:ident = $($body2:ident)::+
        $(, rare: $($rare2:ident)::+, slow: $($slow2:ident)::+)? $(, plain: $($plain2:ident)::+)?;)* }
    ) => {
        /// The functions as types.
        #[allow(non_camel_case_types)]
        pub(in crate::math) mod function {
            use $crate::level::Isa;
            #[allow(unused_imports)]
            use $crate::math::map::{Binary, Unary, result};
            $(
                pub(in crate::math) struct $name1;
                impl Unary<$t> for $name1 {
                    type Out = result!($t $(, $out1)?);

                    #[inline(always)]
                    fn eval<I: Isa>(x: $t) -> Self::Out {
                        super::$($body1)::+::<I>(x)
                    }
                    $(
                        #[inline(always)]
                        fn group<I: Isa, const G: usize>(x: &[$t; G]) -> Option<[Self::Out; G]> {
                            super::$($whole1)::+::<I, G>(x)
                        }
                    )?
                    $(
                        #[inline(always)]
                        fn rare(x: $t) -> bool {
                            super::$($rare1)::+(x)
                        }
                        #[inline(always)]
                        fn slow<I: Isa>(x: $t) -> Self::Out {
                            super::$($slow1)::+::<I>(x)
                        }
                    )?
                }
            )*
            $(
                pub(in crate::math) struct $name2;
                impl Binary<$t> for $name2 {
                    #[inline(always)]
                    fn eval<I: Isa>(x: $t, y: $t) -> $t {
                        super::$($body2)::+::<I>(x, y)
                    }
                    $(
                        #[inline(always)]
                        fn rare(x: $t, y: $t) -> bool {
                            super::$($rare2)::+(x, y)
                        }
                        #[inline(always)]
                        fn slow<I: Isa>(x: $t, y: $t) -> $t {
                            super::$($slow2)::+::<I>(x, y)
                        }
                    )?
                    $(
                        const PLAIN: bool = true;

                        #[inline(always)]
                        fn plain<I: Isa, const G: usize>(x: &[$t; G], y: &[$t; G]) -> ([$t; G], bool) {
                            super::$($plain2)::+::<I, G>(x, y)
                        }
                    )?
                }
            )*
        }

        $(
            $(#[$doc1])*
            #[inline]
            pub fn $name1(x: $t) -> $crate::math::map::result!($t $(, $out1)?) {
                $crate::level::dispatch($crate::math::map::One1::<function::$name1, $t>::new(x))
            }
        )*
        $(
            $(#[$doc2])*
            #[inline]
            pub fn $name2(x: $t, y: $t) -> $t {
                $crate::level::dispatch($crate::math::map::One2::<function::$name2, $t>::new(x, y))
            }
        )*

        /// The functions over slices: `out[i] = f(x[i])`. Each panics if the lengths differ.
        pub mod slice {
            use $crate::math::map::result;
            use std::mem::MaybeUninit;
            $(
                #[doc = concat!("[`", stringify!($name1), "`](fn@super::", stringify!($name1), ") of every element of `x`.")]
                ///
                /// # Panics
                /// If the lengths differ.
                pub fn $name1(x: &[$t], out: &mut [MaybeUninit<result!($t $(, $out1)?)>]) {
                    assert_eq!(x.len(), out.len(), "slices of different lengths");
                    let x_step = size_of::<$t>() as isize;
                    let out_step = size_of::<result!($t $(, $out1)?)>() as isize;
                    // SAFETY: the slices have the same length and cannot overlap.
                    unsafe { super::strip::$name1(x.len(), x.as_ptr(), x_step, out.as_mut_ptr().cast(), out_step) }
                }
            )*
            $(
                #[doc = concat!("[`", stringify!($name2), "`](fn@super::", stringify!($name2), ") of the pairs of `x` and `y`.")]
                ///
                /// # Panics
                /// If the lengths differ.
                pub fn $name2(x: &[$t], y: &[$t], out: &mut [MaybeUninit<$t>]) {
                    assert_eq!(x.len(), out.len(), "slices of different lengths");
                    assert_eq!(y.len(), out.len(), "slices of different lengths");
                    let step = size_of::<$t>() as isize;
                    let (n, to) = (out.len(), out.as_mut_ptr().cast());
                    // SAFETY: the slices have the same length and `out` overlaps none.
                    unsafe { super::strip::$name2(n, x.as_ptr(), step, y.as_ptr(), step, to, step) }
                }
            )*
        }

        /// The functions over strips: `n` elements, each `step` bytes after the one before (0 and negative steps
        /// too), aligned or not.
        pub mod strip {
            $(
                #[doc = concat!("[`", stringify!($name1), "`](fn@super::", stringify!($name1), ") of every element of a strip.")]
                ///
                /// # Safety
                /// The `n` elements of `x` must be readable and those of `out` writable. `out` must be the same strip
                /// as `x` (of items of one size), or must not overlap it; its elements must not overlap each other.
                pub unsafe fn $name1(
                    n: usize,
                    x: *const $t,
                    x_step: isize,
                    out: *mut $crate::math::map::result!($t $(, $out1)?),
                    out_step: isize,
                ) {
                    // SAFETY: the caller's promise is the same.
                    unsafe {
                        $crate::math::map::strip_of!(
                            [super::function::$name1, $t, $group] [n, (x, x_step), (out, out_step)] $(super::$($strip1)::+)?
                        )
                    }
                }
            )*
            $(
                #[doc = concat!("[`", stringify!($name2), "`](fn@super::", stringify!($name2), ") of the pairs of two strips.")]
                ///
                /// # Safety
                /// The `n` elements of `x` and `y` must be readable and those of `out` writable. `out` must be the
                /// same strip as an input, or must not overlap it; its elements must not overlap each other.
                #[allow(clippy::too_many_arguments)]
                pub unsafe fn $name2(
                    n: usize,
                    x: *const $t,
                    x_step: isize,
                    y: *const $t,
                    y_step: isize,
                    out: *mut $t,
                    out_step: isize,
                ) {
                    use $crate::math::map::{Input, Map2, Output};
                    // SAFETY: the caller's promise is the same.
                    $crate::level::dispatch(unsafe {
                        Map2::<super::function::$name2, $t, $group>::new(
                            Input::new(x, x_step),
                            Input::new(y, y_step),
                            Output::new(out, out_step),
                            n,
                        )
                    })
                }
            )*
        }
    };
}

pub(crate) use functions;
