//! Universal functions as values: what a function is called, which types it takes, and its loops.
//!
//! A [`Ufunc`] is a row of data. Its [`call`](Ufunc::call) finds the loop for the operands' dtypes, makes
//! the outputs, and hands everything to the driver; nothing here is generic. A loop comes from a scalar
//! body by [`unary_loop`] and its siblings, which compile it once per CPU level.

mod adverbs;
mod astype;
mod call;
mod events;
mod fast;
mod loops;
mod weak;

pub use call::{Call, Options, Outputs};
pub use events::Pole;
pub use fast::{Source, assign, assign_view, binary, binary_into, unary, unary_into};
pub use loops::{
    Binary, SliceBinary, SliceUnary, Ternary, TwoOut, TwoOutBinary, Unary, binary_loop, slice_binary_loop,
    slice_unary_loop, ternary_loop, two_out_binary_loop, two_out_loop, unary_loop,
};
pub use numoxide_simd::Isa;
pub use weak::Weak;

use crate::driver::LoopFn;
use crate::{AnyView, Casting, DType, Error, Result, can_cast};

/// One loop of a universal function, and the types it serves.
pub struct TypedLoop {
    /// The types of inputs and outputs, as the user sees them.
    pub types: &'static [DType],
    /// The types the code works with: `f32` where a half-precision type is computed in single.
    pub native: &'static [DType],
    /// Whether the two are the same, so that no operand needs a cast.
    pub direct: bool,
    /// The code.
    pub run: LoopFn,
}

/// The value of a reduction of no items.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Identity {
    /// There is none: the first item begins the reduction, and without one there is no result.
    None,
    /// A number: 0, 1, or minus one for "all bits set".
    Value(f64),
}

/// The functions that NumPy refuses for booleans alone, where all others without a loop for them go over to integers.
const NOT_FOR_BOOL: [&str; 6] = ["gcd", "lcm", "negative", "positive", "sign", "subtract"];

/// A condition on the operands of a call, given the loop that was chosen.
pub type Guard = fn(&TypedLoop, &[AnyView<'_>]) -> Result<()>;

/// A universal function.
pub struct Ufunc {
    /// NumPy's name.
    pub name: &'static str,
    /// The number of inputs.
    pub nin: usize,
    /// The number of outputs.
    pub nout: usize,
    /// The loops, in NumPy's order: the first whose input types are safe is taken.
    pub loops: &'static [TypedLoop],
    /// The identity of its reduction.
    pub identity: Identity,
    /// What must hold of the operands beyond their types, such as "no negative power of an integer".
    pub guard: Option<Guard>,
    /// For each scalar type, the first loop whose first input it is.
    pub index: [u8; 16],
    /// Where a finite argument gives an exact infinity, for [`errstate`](crate::errstate); `None` for a
    /// function that raises no floating-point event at all.
    pub pole: Option<Pole>,
}

impl Ufunc {
    /// The loop for inputs of these types: the exact one, or the first that all can be cast to under
    /// `casting`'s safe part.
    ///
    /// # Errors
    /// [`Error::NoLoop`].
    pub fn find(&self, inputs: &[&DType]) -> Result<&'static TypedLoop> {
        let exact = |row: &&TypedLoop| row.types.iter().zip(inputs).all(|(a, b)| a == *b);
        let first = inputs[0].index().map_or(u8::MAX, |index| self.index[index]);
        if let Some(row) =
            self.loops.get(first as usize).filter(exact).or_else(|| self.loops.iter().find(exact))
        {
            return Ok(row);
        }
        if NOT_FOR_BOOL.contains(&self.name) && inputs.iter().all(|input| **input == DType::Bool) {
            return Err(self.no_loop(inputs));
        }
        let safe = |row: &&TypedLoop| {
            row.types.iter().zip(inputs).all(|(to, from)| can_cast(from, to, Casting::Safe))
        };
        self.loops.iter().find(safe).ok_or_else(|| self.no_loop(inputs))
    }

    #[cold]
    fn no_loop(&self, inputs: &[&DType]) -> Error {
        Error::NoLoop { op: self.name, dtypes: inputs.iter().map(|&dtype| dtype.clone()).collect() }
    }

    /// The loop whose inputs, or else outputs, are of type `dtype`: NumPy's `dtype=`.
    ///
    /// # Errors
    /// [`Error::NoLoop`].
    pub fn find_by_dtype(&self, dtype: &DType) -> Result<&'static TypedLoop> {
        let gives = |row: &&TypedLoop| row.types[self.nin..].iter().all(|output| output == dtype);
        let takes = |row: &&TypedLoop| row.types[..self.nin].iter().all(|input| input == dtype);
        let same = |row: &&TypedLoop| gives(row) && takes(row);
        self.loops
            .iter()
            .find(same)
            .or_else(|| self.loops.iter().find(gives))
            .ok_or_else(|| self.no_loop(&[dtype]))
    }
}

/// Declares scalar bodies of one or two arguments, for [`unary_loop`] and [`binary_loop`].
///
/// ```
/// use numoxide_core::scalar_body;
///
/// scalar_body! {
///     /// `a * a`, wrapping around for integers.
///     Square(a) {
///         i32 i64: a.wrapping_mul(a);
///         f32 f64: a * a;
///     }
/// }
/// ```
#[macro_export]
macro_rules! scalar_body {
    ($(#[$doc:meta])* $name:ident($a:ident, $b:ident) { $($($ty:ty)+ $(=> $out:ty)?: $value:expr;)+ }) => {
        $(#[$doc])*
        pub struct $name;
        $($crate::scalar_body!(@binary $name($a, $b) [$($ty)+] [$($out)?] $value);)+
    };
    ($(#[$doc:meta])* $name:ident($a:ident) { $($($ty:ty)+ $(=> $out:ty)?: $value:expr;)+ }) => {
        $(#[$doc])*
        pub struct $name;
        $($crate::scalar_body!(@unary $name($a) [$($ty)+] [$($out)?] $value);)+
    };
    (@binary $name:ident($a:ident, $b:ident) [$($ty:ty)+] [] $value:expr) => {$(
        impl $crate::ufunc::Binary<$ty> for $name {
            type Out = $ty;
            #[inline(always)]
            fn apply<I: $crate::ufunc::Isa>($a: $ty, $b: $ty) -> $ty { $value }
        }
    )+};
    (@binary $name:ident($a:ident, $b:ident) [$($ty:ty)+] [$out:ty] $value:expr) => {$(
        impl $crate::ufunc::Binary<$ty> for $name {
            type Out = $out;
            #[inline(always)]
            fn apply<I: $crate::ufunc::Isa>($a: $ty, $b: $ty) -> $out { $value }
        }
    )+};
    (@unary $name:ident($a:ident) [$($ty:ty)+] [] $value:expr) => {$(
        impl $crate::ufunc::Unary<$ty> for $name {
            type Out = $ty;
            #[inline(always)]
            fn apply<I: $crate::ufunc::Isa>($a: $ty) -> $ty { $value }
        }
    )+};
    (@unary $name:ident($a:ident) [$($ty:ty)+] [$out:ty] $value:expr) => {$(
        impl $crate::ufunc::Unary<$ty> for $name {
            type Out = $out;
            #[inline(always)]
            fn apply<I: $crate::ufunc::Isa>($a: $ty) -> $out { $value }
        }
    )+};
}

/// Declares universal functions as statics:
/// `NAME = "name", inputs => outputs, identity, pole, loops;`, with `guard` behind the loops where there is one.
#[macro_export]
macro_rules! ufunc_rows {
    ($($(#[$doc:meta])* $name:ident = $text:literal, $nin:literal => $nout:literal, $identity:expr, $pole:expr,
        $loops:expr $(, guard $guard:expr)?;)*) => {$(
        $(#[$doc])*
        pub static $name: $crate::ufunc::Ufunc = {
            const LOOPS: &[$crate::ufunc::TypedLoop] = $loops;
            $crate::ufunc::Ufunc {
                name: $text,
                nin: $nin,
                nout: $nout,
                loops: LOOPS,
                index: $crate::ufunc::index_loops(LOOPS),
                guard: $crate::ufunc_rows!(@guard $($guard)?),
                identity: $identity,
                pole: $pole,
            }
        };
    )*};
    (@guard) => { None };
    (@guard $guard:expr) => { Some($guard) };
}

/// [`Ufunc::index`] for these loops.
pub const fn index_loops(loops: &[TypedLoop]) -> [u8; 16] {
    let mut index = [u8::MAX; 16];
    let mut k = loops.len();
    while k > 0 {
        k -= 1;
        if let Some(dtype) = loops[k].types[0].index() {
            index[dtype] = k as u8;
        }
    }
    index
}

/// The loops of a universal function, row by row: `input types => output types, loop`.
///
/// A row may say after a colon which types its code works with, where these differ from the user's.
#[macro_export]
macro_rules! typed_loops {
    ($($($in:ident)+ => $($out:ident)+ $(: $($nin:ident)+ => $($nout:ident)+)?, $run:expr;)*) => {
        &[$($crate::ufunc::TypedLoop {
            types: &[$($crate::DType::$in,)+ $($crate::DType::$out),+],
            native: $crate::typed_loops!(@native [$($in)+ $($out)+] $([$($nin)+ $($nout)+])?),
            direct: $crate::typed_loops!(@direct $([$($nin)+])?),
            run: $run,
        }),*]
    };
    (@direct) => { true };
    (@direct [$($nin:ident)+]) => { false };
    (@native [$($ty:ident)+]) => { &[$($crate::DType::$ty),+] };
    (@native [$($ty:ident)+] [$($native:ident)+]) => { &[$($crate::DType::$native),+] };
}
