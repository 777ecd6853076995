//! Which steps lead from each type to each other.

use super::{Convert, Direct, OddF32, Step, sealed::Sealed};
use half::{bf16, f16};
use num_complex::Complex;

macro_rules! seal {
    ($($t:ty)*) => {$(impl Sealed for $t {})*};
}

seal! { bool i8 i16 i32 i64 u8 u16 u32 u64 f16 bf16 f32 f64 Complex<f32> Complex<f64> }

/// Pairs with their steps and the same in one value.
macro_rules! pairs {
    ($($a:ty => $b:ty, [$($step:expr),+], |$x:ident| $body:expr;)*) => {$(
        impl Convert<$b> for $a {
            #[inline(always)]
            fn convert(self) -> $b {
                let $x = self;
                $body
            }
            const ROUTE: &'static [Step] = &[$($step),+];
        }
    )*};
}

/// Pairs joined by a chain of types, of which each has a body for the next.
macro_rules! chains {
    ($([$a:ty, $($rest:ty),+];)*) => {$(chains!(@one $a, $($rest),+);)*};
    (@one $a:ty, $b:ty) => {
        pairs! { $a => $b, [Step::new::<$a, $b>()], |x| Direct::<$b>::direct(x); }
    };
    (@one $a:ty, $m:ty, $b:ty) => {
        pairs! {
            $a => $b, [Step::new::<$a, $m>(), Step::new::<$m, $b>()],
                |x| Direct::<$b>::direct(Direct::<$m>::direct(x));
        }
    };
    (@one $a:ty, $m:ty, $n:ty, $b:ty) => {
        pairs! {
            $a => $b, [Step::new::<$a, $m>(), Step::new::<$m, $n>(), Step::new::<$n, $b>()],
                |x| Direct::<$b>::direct(Direct::<$n>::direct(Direct::<$m>::direct(x)));
        }
    };
}

/// The loop from an integer of `from` bytes to one of `to` bytes.
const fn integer(from: usize, signed: bool, to: usize) -> Step {
    match (from, signed, to) {
        (1, _, 1) => Step::copy::<1>(),
        (2, _, 2) => Step::copy::<2>(),
        (4, _, 4) => Step::copy::<4>(),
        (8, _, 8) => Step::copy::<8>(),
        (2, _, 1) => Step::new::<u16, u8>(),
        (4, _, 1) => Step::new::<u32, u8>(),
        (8, _, 1) => Step::new::<u64, u8>(),
        (4, _, 2) => Step::new::<u32, u16>(),
        (8, _, 2) => Step::new::<u64, u16>(),
        (8, _, 4) => Step::new::<u64, u32>(),
        (1, false, 2) => Step::new::<u8, u16>(),
        (1, false, 4) => Step::new::<u8, u32>(),
        (1, false, 8) => Step::new::<u8, u64>(),
        (2, false, 4) => Step::new::<u16, u32>(),
        (2, false, 8) => Step::new::<u16, u64>(),
        (4, false, 8) => Step::new::<u32, u64>(),
        (1, true, 2) => Step::new::<i8, i16>(),
        (1, true, 4) => Step::new::<i8, i32>(),
        (1, true, 8) => Step::new::<i8, i64>(),
        (2, true, 4) => Step::new::<i16, i32>(),
        (2, true, 8) => Step::new::<i16, i64>(),
        (4, true, 8) => Step::new::<i32, i64>(),
        _ => unreachable!(),
    }
}

/// The loop from an integer of `from` bytes to `bool`.
const fn nonzero(from: usize) -> Step {
    match from {
        1 => Step::new::<u8, bool>(),
        2 => Step::new::<u16, bool>(),
        4 => Step::new::<u32, bool>(),
        8 => Step::new::<u64, bool>(),
        _ => unreachable!(),
    }
}

macro_rules! integers {
    ($($a:ty, $signed:literal;)*) => {$(
        integers!(@to $a, $signed; i8 i16 i32 i64 u8 u16 u32 u64);
        pairs! { $a => bool, [nonzero(size_of::<$a>())], |x| x != 0; }
        chains! {
            [$a, f32];
            [$a, f64];
            [$a, f32, f16]; // what `f32` rounds is beyond `f16`
            [$a, f32, Complex<f32>];
            [$a, f64, Complex<f64>];
        }
    )*};
    (@to $a:ty, $signed:literal; $($b:ty)*) => {
        pairs! { $($a => $b, [integer(size_of::<$a>(), $signed, size_of::<$b>())], |x| x as $b;)* }
    };
}

integers! { i8, true; i16, true; i32, true; i64, true; u8, false; u16, false; u32, false; u64, false; }

chains! {
    [i8, f32, bf16]; [i16, f32, bf16]; [i32, f64, OddF32, bf16]; [i64, OddF32, bf16];
    [u8, f32, bf16]; [u16, f32, bf16]; [u32, f64, OddF32, bf16]; [u64, OddF32, bf16];
}

macro_rules! from_bool {
    ($($b:ty)*) => {
        pairs! { $(bool => $b, [integer(1, false, size_of::<$b>())], |x| x as $b;)* }
    };
    ($($b:ty, [$($step:expr),+];)*) => {
        // A `bool` is the byte 0 or 1.
        pairs! { $(bool => $b, [$($step),+], |x| (x as u8).convert();)* }
    };
}

from_bool! { i8 i16 i32 i64 u8 u16 u32 u64 }

from_bool! {
    f32, [Step::new::<u8, f32>()];
    f64, [Step::new::<u8, f64>()];
    f16, [Step::new::<u8, f32>(), Step::new::<f32, f16>()];
    bf16, [Step::new::<u8, f32>(), Step::new::<f32, bf16>()];
    Complex<f32>, [Step::new::<u8, f32>(), Step::new::<f32, Complex<f32>>()];
    Complex<f64>, [Step::new::<u8, f64>(), Step::new::<f64, Complex<f64>>()];
}

/// What is not an integer to the integers, by way of its real part as an `f32` or `f64`.
macro_rules! truncations {
    ($($a:ty, $real:ty, [$($step:expr)?], |$x:ident| $body:expr;)*) => {$(
        truncations!(@small $a, $real, [$($step)?], |$x| $body; i8 i16 u8 u16);
        pairs! {
            $a => i32, [$($step,)? Step::new::<$real, i32>()], |$x| Direct::<i32>::direct($body);
            $a => i64, [$($step,)? Step::new::<$real, i64>()], |$x| Direct::<i64>::direct($body);
            $a => u64, [$($step,)? Step::new::<$real, u64>()], |$x| Direct::<u64>::direct($body);
            $a => u32, [$($step,)? Step::new::<$real, i64>(), integer(8, true, 4)],
                |$x| Direct::<i64>::direct($body) as u32;
        }
    )*};
    (@small $a:ty, $real:ty, $step:tt, |$x:ident| $body:expr; $($b:ty)*) => {$(
        truncations!(@one $a, $real, $step, |$x| $body; $b);
    )*};
    (@one $a:ty, $real:ty, [$($step:expr)?], |$x:ident| $body:expr; $b:ty) => {
        pairs! {
            $a => $b, [$($step,)? Step::new::<$real, i32>(), integer(4, true, size_of::<$b>())],
                |$x| Direct::<i32>::direct($body) as $b;
        }
    };
}

truncations! {
    f32, f32, [], |x| x;
    f64, f64, [], |x| x;
    f16, f32, [Step::new::<f16, f32>()], |x| Direct::<f32>::direct(x);
    bf16, f32, [Step::new::<bf16, f32>()], |x| Direct::<f32>::direct(x);
    Complex<f32>, f32, [Step::new::<Complex<f32>, f32>()], |x| x.re;
    Complex<f64>, f64, [Step::new::<Complex<f64>, f64>()], |x| x.re;
}

chains! {
    [f16, bool]; [f32, bool]; [f64, bool]; [Complex<f32>, bool]; [Complex<f64>, bool];
    [f16, f32, bf16]; [f16, f32]; [f16, f32, f64]; [f16, f32, Complex<f32>]; [f16, f32, f64, Complex<f64>];
    [bf16, f32, f16]; [bf16, f32]; [bf16, f32, f64]; [bf16, f32, Complex<f32>]; [bf16, f32, f64, Complex<f64>];
    [f32, f16]; [f32, bf16]; [f32, f64]; [f32, Complex<f32>]; [f32, f64, Complex<f64>];
    [f64, OddF32, f16]; [f64, OddF32, bf16]; [f64, f32]; [f64, f32, Complex<f32>]; [f64, Complex<f64>];
    [Complex<f32>, f32, f16]; [Complex<f32>, f32, bf16]; [Complex<f32>, f32]; [Complex<f32>, f32, f64];
    [Complex<f64>, f64, OddF32, f16]; [Complex<f64>, f64, OddF32, bf16]; [Complex<f64>, f64, f32]; [Complex<f64>, f64];
}

pairs! {
    // Both 16-bit floats are zero where all bits below the sign are.
    bf16 => bool, [Step::new::<f16, bool>()], |x| Direct::<bool>::direct(f16::from_bits(x.to_bits()));
    Complex<f32> => Complex<f64>, [Step::pairs::<f32, f64>()], |x| Complex { re: x.re.into(), im: x.im.into() };
    Complex<f64> => Complex<f32>, [Step::pairs::<f64, f32>()], |x| Complex { re: x.re as f32, im: x.im as f32 };
    bool => bool, [Step::copy::<1>()], |x| x;
    f16 => f16, [Step::copy::<2>()], |x| x;
    bf16 => bf16, [Step::copy::<2>()], |x| x;
    f32 => f32, [Step::copy::<4>()], |x| x;
    f64 => f64, [Step::copy::<8>()], |x| x;
    Complex<f32> => Complex<f32>, [Step::copy::<8>()], |x| x;
    Complex<f64> => Complex<f64>, [Step::copy::<16>()], |x| x;
}
