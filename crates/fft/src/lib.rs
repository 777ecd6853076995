//! The Fourier transforms of numoxide: everything in `numpy.fft`, and cosine and sine series and
//! convolutions as SciPy has them.
//!
//! Single precision stays single: `f32` and `c64` are transformed as they are, integers and truth values as `f64`, half
//! precision as `f32`. Keyword arguments are a builder in the module of the function's name, which also has the form for
//! arrays whose type is known at run time.
//!
//! ```
//! use numoxide_core::array;
//! use numoxide_fft::{Norm, fft, ifft, irfft, rfft, rfftfreq};
//!
//! let signal = array![0.0f64, 1.0, 0.0, -1.0]; // one turn of a sine
//! let spectrum = rfft(&signal)?;
//! assert_eq!(spectrum.iter().map(|z| z.norm()).collect::<Vec<_>>(), [0.0, 2.0, 0.0]);
//! assert_eq!(rfftfreq(4, 1.0)?.to_vec(), [0.0, 0.25, 0.5]);
//! assert_eq!(irfft(&spectrum)?.to_vec(), signal.to_vec());
//!
//! let padded = fft::with(&signal).n(8).norm(Norm::Ortho).run()?;
//! assert_eq!((padded.shape(), ifft(&padded)?.shape()), (&[8][..], &[8][..]));
//! # Ok::<(), numoxide_core::Error>(())
//! ```
//!
//! # Who does the work
//!
//! RustFFT computes one line; this crate brings the lines of any axis of any layout together in blocks that stay in the
//! caches, several threads at a time. Real lines are complex ones of half the length. Plans are kept in a bounded cache that
//! all threads share. The same input gives the same bits for any layout and any number of threads.
//!
//! A single line is the work of one thread. Split into the columns and rows of a matrix (Bailey's four steps), which could
//! be shared, a line of a million items took 1.6 (`f64`) to 2.3 times (`f32`) as long on one thread: two threads would have
//! won little or nothing, and one would have lost, since the same bits must come of any number of them.

#![forbid(unsafe_code)]

mod call;
mod convolution;
mod direct;
mod frequencies;
mod lengths;
mod lines;
mod named;
mod planned;
mod plans;
mod reals;
mod series;
mod transform;
mod trigonometric;
mod types;

pub use call::{Norm, Transform, TransformN, Trigonometric, TrigonometricN};
pub use convolution::{Convolution, Mode, fftconvolve, oaconvolve};
pub use frequencies::{fftfreq, fftshift, ifftshift, rfftfreq};
pub use lengths::{next_fast_len, prev_fast_len};
pub use named::{
    fft, fft2, fftn, hfft, ifft, ifft2, ifftn, ihfft, irfft, irfft2, irfftn, rfft, rfft2, rfftn,
};
pub use planned::{Plan, PlanPrecision, RealPlan};
pub use trigonometric::{dct, dctn, dst, dstn, idct, idctn, idst, idstn};
pub use types::{RealTransformable, Transformable};
