//! NumPy's whole model in Rust.
//!
//! ```
//! use numoxide::prelude::*;
//!
//! let a: Array<f64> = array![[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]]; // shape [2, 3]
//! let last = a.slice(s![-1, ..])?; // shares the buffer, no lifetime
//! let scaled = (&a - &last) * 2.0; // broadcasts; temporaries reuse their buffers
//! assert_eq!(scaled.to_vec(), [-6.0, -6.0, -6.0, 0.0, 0.0, 0.0]);
//!
//! let mut b = a.clone(); // O(1): copied only when one of the two is written to
//! b.slice_mut(s![.., ..;2])?.fill(1.0);
//! b[[1, 1]] += 2.0;
//! assert_eq!(b.to_vec(), [1.0, 2.0, 1.0, 1.0, 7.0, 1.0]);
//!
//! let any = AnyArray::from(&a); // the dtype at run time
//! assert_eq!((&any + 1).dtype(), &DType::F64); // NEP 50
//! # Ok::<(), numoxide::Error>(())
//! ```
//!
//! This crate has no logic of its own: it gathers the rooms of the house. Take a single one where that is
//! all you need: `numoxide-core` for the arrays, `numoxide-ufunc` for the functions.
//!
//! # What is where
//!
//! Names are NumPy's in snake case, in the module where NumPy has them. A function takes whatever can be
//! seen as an array ([`AsView`]); its keyword arguments are a builder in the module of the same name:
//! `add::with(&a, &b).out(&mut c).where_(&m).run()?`. Functions return [`Result`]; operators, `[]` and
//! elementwise methods panic with the message of that error.

#![forbid(unsafe_code)]

#[cfg(not(feature = "linalg"))]
pub use numoxide_core::driver::set_num_threads;
pub use numoxide_core::*;
/// The derive: a struct of elements is an element.
///
/// ```
/// # use numoxide::prelude::*;
/// # use numoxide::Element;
/// #[derive(Clone, Copy, Element)]
/// #[repr(C)]
/// struct Reading {
///     time: f64,
///     level: f64,
/// }
/// let readings = AnyArray::from(&Array::from_vec(vec![Reading { time: 0.5, level: 2.0 }])?);
/// assert_eq!(readings.field("level")?.downcast::<f64>()?.to_vec(), [2.0]);
/// # Ok::<(), numoxide::Error>(())
/// ```
///
/// Padding, a layout of the compiler's choice, references and type parameters are refused:
///
/// ```compile_fail,E0080
/// # use numoxide::Element;
/// #[derive(Clone, Copy, Element)]
/// #[repr(C)]
/// struct Padded {
///     small: u8,
///     large: f64,
/// }
/// ```
/// ```compile_fail
/// # use numoxide::Element;
/// #[derive(Clone, Copy, Element)]
/// struct Unordered {
///     level: f64,
/// }
/// ```
/// ```compile_fail,E0277
/// # use numoxide::Element;
/// #[derive(Clone, Copy, Element)]
/// #[repr(C)]
/// struct Borrowed {
///     level: &'static f64,
/// }
/// ```
pub use numoxide_derive::Element;
/// Arrays in and out of files and foreign memory: [`npy`], [`npz`], text, memory maps, DLPack, Arrow.
///
/// ```
/// use numoxide::prelude::*;
/// use numoxide::npy;
///
/// # let folder = std::env::temp_dir().join(format!("numoxide-doc-{}", std::process::id()));
/// # std::fs::create_dir_all(&folder).unwrap();
/// let path = folder.join("data.npy");
/// npy::write(&path, &array![1.5f32, 2.5])?;
/// let any = npy::read(&path)?; // AnyArray, the dtype known at run time
/// let typed: Array<f32> = any.try_into()?; // O(1) where the dtype matches
/// assert_eq!(typed.to_vec(), [1.5, 2.5]);
/// # std::fs::remove_dir_all(&folder).unwrap();
/// # Ok::<(), numoxide::Error>(())
/// ```
#[cfg(feature = "interop")]
#[doc(inline)]
pub use numoxide_interop as interop;
#[cfg(feature = "interop")]
#[doc(inline)]
pub use numoxide_interop::{
    DataSource, fromfile, fromregex, fromstring, genfromtxt, load, loadtxt, memmap, npy, npz, save, savetxt,
    savez, savez_compressed, tofile,
};
/// Linear algebra: solvers, decompositions and norms. The products stand in the main namespace, too.
///
/// ```
/// use numoxide::linalg;
///
/// let x = linalg::solve([[2.0, 0.0], [0.0, 4.0]], [2.0, 2.0])?;
/// assert_eq!(x.to_vec(), [1.0, 0.5]);
/// # Ok::<(), numoxide::Error>(())
/// ```
#[cfg(feature = "linalg")]
pub use numoxide_linalg as linalg;
#[cfg(feature = "linalg")]
pub use numoxide_linalg::products::*;
#[cfg(feature = "linalg")]
pub use numoxide_linalg::{Config, set_num_threads, show_config};
#[cfg(feature = "sorting")]
pub use numoxide_sorting::*;
/// Statistics: what NumPy has of them stands in the main namespace, too.
///
/// ```
/// use numoxide::stats;
///
/// assert_eq!(stats::median([3.0, 1.0, 2.0])?.to_vec(), [2.0]);
/// # Ok::<(), numoxide::Error>(())
/// ```
#[cfg(feature = "stats")]
pub use numoxide_stats as stats;
#[cfg(feature = "stats")]
pub use numoxide_stats::{
    Bins, ConvolutionMethod, Estimator, Exact, Histogram, Histogram2d, HistogramDd, Method, Overlap, Poly1d,
    PolyFit, RealSample, Sample, Spacing, average, bartlett, bincount, blackman, convolve, corrcoef,
    correlate, cov, diff, gradient, hamming, hanning, histogram, histogram_bin_edges, histogram2d,
    histogramdd, i0, interp, kaiser, median, nanmedian, nanpercentile, nanquantile, percentile, poly,
    polyadd, polyder, polydiv, polyfit, polyint, polymul, polysub, polyval, quantile, roots, sinc, trapezoid,
    unwrap,
};
pub use numoxide_ufunc::*;

/// The pages of the guide, whose snippets are tests.
#[cfg(doctest)]
mod guide {
    #[doc = include_str!("../../../docs/guide/numpy.md")]
    mod numpy {}
    #[doc = include_str!("../../../docs/guide/ndarray.md")]
    mod ndarray {}
    #[cfg(feature = "random")]
    #[doc = include_str!("../../../docs/guide/random.md")]
    mod random {}
    #[cfg(feature = "linalg")]
    #[doc = include_str!("../../../docs/guide/linalg.md")]
    mod linalg {}
    #[cfg(feature = "interop")]
    #[doc = include_str!("../../../docs/guide/files.md")]
    mod files {}
}

#[cfg(feature = "fft")]
#[doc(inline)]
pub use numoxide_fft as fft;
#[cfg(feature = "random")]
#[doc(inline)]
pub use numoxide_random as random;

/// CPU levels: which one is in use, and how to force another.
pub mod simd {
    pub use numoxide_simd::{Level, available_levels, force_level, level};
}

/// What programs need most.
pub mod prelude {
    pub use crate::{
        AnyArray, AnyView, AnyViewMut, Array, ArrayView, ArrayViewMut, AsView, BinaryMethods, Casting,
        Complex, DType, Ellipsis, Error, NewAxis, Order, ReduceMethods, Result, ScanMethods, UnaryMethods,
        ValueMethods, array, ix, s,
    };
    #[cfg(feature = "sorting")]
    pub use crate::{SortInPlace, SortMethods};
}
