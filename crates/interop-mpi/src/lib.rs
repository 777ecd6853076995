//! Arrays as buffers of MPI messages, by the crate [`mpi`](https://docs.rs/mpi) (rsmpi).
//!
//! What lies in one piece is a slice, and slices are buffers of `mpi` already: `view.as_slice()` and `view.into_slice()` serve
//! every message and every reduction. Views with any other strides go through [`Sent`] and [`Received`], which describe them to
//! MPI, so that columns, transposed matrices and reversed rows are sent and received without a copy of ours. The items of a
//! message come in row-major order on both sides, whatever the strides of either.
//!
//! ```no_run
//! use mpi::traits::*;
//! use numoxide_core::{Array, s};
//! use numoxide_interop_mpi::{Received, Sent};
//!
//! let universe = mpi::initialize().expect("the first call");
//! let world = universe.world();
//! let mut a = Array::<f64>::zeros([100, 4])?;
//! if world.rank() == 0 {
//!     // A column there becomes a reversed column here.
//!     world.process_at_rank(1).send(&Sent::new(a.view().slice(s![.., 2])?)?);
//! } else {
//!     let column = a.view_mut().slice(s![..;-1, 0])?;
//!     world.process_at_rank(0).receive_into(&mut Received::new(column)?);
//! }
//! # Ok::<(), numoxide_core::Error>(())
//! ```

use std::ffi::c_void;

use mpi::Address;
use mpi::datatype::{
    AsDatatype, Buffer, BufferMut, Collection, Equivalence, Pointer, PointerMut, UserDatatype,
};
use numoxide_core::{ArrayView, ArrayViewMut, Error, Result};

/// The type of MPI that leads to the items of a layout, in row-major order from the first one on.
fn datatype<T: Equivalence>(shape: &[usize], strides: &[isize]) -> Result<UserDatatype> {
    let mut items = UserDatatype::contiguous(1, &T::equivalent_datatype());
    for (&len, &stride) in shape.iter().zip(strides).rev() {
        let len = i32::try_from(len).map_err(|_| Error::value("mpi", "an axis is longer than MPI counts"))?;
        items = UserDatatype::heterogeneous_vector(len, 1, stride as Address, &items);
    }
    Ok(items)
}

/// A view whose items are sent.
pub struct Sent<'a, T> {
    view: ArrayView<'a, T>,
    datatype: UserDatatype,
}

impl<'a, T: Equivalence> Sent<'a, T> {
    /// Describes a view to MPI, which must have been initialised.
    ///
    /// # Errors
    /// [`Error::Value`] if an axis has more than 2³¹ - 1 places.
    pub fn new(view: ArrayView<'a, T>) -> Result<Self> {
        let datatype = datatype::<T>(view.shape(), view.strides())?;
        Ok(Sent { view, datatype })
    }
}

/// A view into which items are received.
pub struct Received<'a, T> {
    view: ArrayViewMut<'a, T>,
    datatype: UserDatatype,
}

impl<'a, T: Equivalence> Received<'a, T> {
    /// Describes a view to MPI, which must have been initialised.
    ///
    /// # Errors
    /// As [`Sent::new`].
    pub fn new(view: ArrayViewMut<'a, T>) -> Result<Self> {
        let datatype = datatype::<T>(view.view().shape(), view.view().strides())?;
        Ok(Received { view, datatype })
    }
}

macro_rules! one_of_its_type {
    ($($ty:ident)*) => {$(
        // SAFETY: one item of the type that leads to all items of the view.
        unsafe impl<T> Collection for $ty<'_, T> {
            fn count(&self) -> mpi::Count {
                1
            }
        }

        // SAFETY: the type leads to the items of the view alone, from the first one on.
        unsafe impl<T> AsDatatype for $ty<'_, T> {
            type Out = UserDatatype;
            fn as_datatype(&self) -> UserDatatype {
                self.datatype.clone()
            }
        }
    )*};
}
one_of_its_type!(Sent Received);

// SAFETY: the first item of a view that lives as long as this.
unsafe impl<T> Pointer for Sent<'_, T> {
    fn pointer(&self) -> *const c_void {
        self.view.as_ptr().cast()
    }
}

// SAFETY: the first item of a view that lives, and is nobody else's, as long as this.
unsafe impl<T> PointerMut for Received<'_, T> {
    fn pointer_mut(&mut self) -> *mut c_void {
        self.view.as_mut_ptr().cast()
    }
}

// SAFETY: pointer, count and type lead to initialised items of the view and to nothing else.
unsafe impl<T> Buffer for Sent<'_, T> {}
// SAFETY: as above, and no two places of a mutable view overlap.
unsafe impl<T> BufferMut for Received<'_, T> {}
