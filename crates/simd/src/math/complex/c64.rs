//! Elementary functions of complex numbers of two `f32`: those of `c128`, rounded.
//!
//! The error seen is 0.501 units in the last place of each part.
//!
//! ```
//! use num_complex::Complex;
//! use numoxide_simd::math::complex::c64::{absolute, log, sqrt};
//!
//! assert_eq!(absolute(Complex::new(3.0, -4.0)), 5.0);
//! assert_eq!(sqrt(Complex::new(-4.0, -0.0)), Complex::new(0.0, -2.0));
//! assert_eq!(log(Complex::new(-1.0, 0.0)), Complex::new(0.0, std::f32::consts::PI));
//! ```

/// The bodies under the names of the functions.
mod narrow {
    use super::super::*;
    use crate::level::Isa;
    use num_complex::Complex;

    #[inline(always)]
    fn widened(z: Complex<f32>) -> Complex<f64> {
        Complex { re: z.re.into(), im: z.im.into() }
    }

    #[inline(always)]
    fn rounded(z: Complex<f64>) -> Complex<f32> {
        Complex { re: z.re as f32, im: z.im as f32 }
    }

    type Narrow = Complex<f32>;
    type Wide = Complex<f64>;
    /// The first item of a strip, and the distance to the next one in bytes.
    type Strip<P> = (P, isize);

    /// Numbers widened at a time.
    const BLOCK: usize = 128;

    /// A function of a strip by way of that of wide numbers: it has the same bits, and is compiled once.
    ///
    /// # Safety
    /// The `n` items of `x` must be readable and those of `out` writable; the two must be the same strip, or not overlap.
    unsafe fn by_blocks(
        n: usize,
        (x, x_step): Strip<*const Narrow>,
        (out, out_step): Strip<*mut Narrow>,
        function: unsafe fn(usize, *const Wide, isize, *mut Wide, isize),
    ) {
        let mut room = [Wide { re: 0.0, im: 0.0 }; BLOCK];
        let step = size_of::<Wide>() as isize;
        for done in (0..n).step_by(BLOCK) {
            let room = &mut room[..BLOCK.min(n - done)];
            for (i, z) in room.iter_mut().enumerate() {
                let from = x.wrapping_byte_offset(x_step.wrapping_mul((done + i) as isize));
                // SAFETY: the caller vouches for the item; it may lie unaligned.
                *z = widened(unsafe { from.read_unaligned() });
            }
            let (len, place) = (room.len(), room.as_mut_ptr());
            // SAFETY: the block is read and written as one strip.
            unsafe { function(len, place, step, place, step) };
            for (i, &z) in room.iter().enumerate() {
                let to = out.wrapping_byte_offset(out_step.wrapping_mul((done + i) as isize));
                // SAFETY: as above; what is overwritten has been read.
                unsafe { to.write_unaligned(rounded(z)) };
            }
        }
    }

    macro_rules! rounding {
        ($($name:ident = $($body:ident)::+, $($rare:ident)::+, $($slow:ident)::+;)*) => {$(
            pub(super) mod $name {
                use super::*;

                #[inline(always)]
                pub(in super::super) fn eval<I: Isa>(z: Complex<f32>) -> Complex<f32> {
                    rounded($($body)::+::<I>(widened(z)))
                }

                #[inline(always)]
                pub(in super::super) fn rare(z: Complex<f32>) -> bool {
                    $($rare)::+(widened(z))
                }

                #[inline(always)]
                pub(in super::super) fn slow<I: Isa>(z: Complex<f32>) -> Complex<f32> {
                    rounded($($slow)::+::<I>(widened(z)))
                }

                /// # Safety
                /// As the public one of this name.
                pub(in super::super) unsafe fn strip(n: usize, x: Strip<*const Narrow>, out: Strip<*mut Narrow>) {
                    // SAFETY: the caller's.
                    unsafe { by_blocks(n, x, out, c128::strip::$name) }
                }
            }
        )*};
    }
    bodies!(rounding);

    /// The hypotenuse of `f32`, which serves all arguments.
    pub(super) mod absolute {
        use super::*;
        use crate::math::f32::function::hypot;
        use crate::math::map::Binary;

        #[inline(always)]
        pub(in super::super) fn eval<I: Isa>(z: Complex<f32>) -> f32 {
            hypot::eval::<I>(z.re, z.im)
        }

        #[inline(always)]
        pub(in super::super) fn rare(_: Complex<f32>) -> bool {
            false
        }

        pub(in super::super) use eval as slow;
    }

    pub(super) mod pow {
        use super::*;

        #[inline(always)]
        pub(in super::super) fn eval<I: Isa>(base: Complex<f32>, exponent: Complex<f32>) -> Complex<f32> {
            rounded(power::pow::<I>(widened(base), widened(exponent)))
        }
    }
}

super::complex_functions! { f32, 16, narrow, strip }
