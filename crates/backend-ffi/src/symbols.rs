//! Names of routines, and what is found under them.

use std::ffi::c_void;
use std::ptr::NonNull;

/// Where a routine begins.
pub type Address = NonNull<c_void>;

/// A routine that a library does not have.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Missing {
    /// Its Fortran name.
    pub routine: String,
}

/// Finds routines by their Fortran names, without decoration.
pub(crate) struct Finder<'a> {
    find: &'a dyn Fn(&str) -> Option<Address>,
}

impl<'a> Finder<'a> {
    /// # Safety
    /// What `find` returns for the name of a routine must be that routine, good for the rest of the program, in the
    /// integers of the tables that are filled from here.
    pub unsafe fn new(find: &'a dyn Fn(&str) -> Option<Address>) -> Self {
        Finder { find }
    }

    /// The routine `prefix` + `name`, as a function of type `F`.
    ///
    /// # Safety
    /// `F` must be the type of a function pointer, and say what that routine takes.
    pub unsafe fn get<F: Copy>(&self, prefix: &str, name: &str) -> Result<F, Missing> {
        const { assert!(size_of::<F>() == size_of::<Address>()) };
        let routine = format!("{prefix}{name}");
        let address = (self.find)(&routine).ok_or(Missing { routine })?;
        // SAFETY: a function pointer has the size of an address, and this is the address of a function of type `F`.
        Ok(unsafe { std::mem::transmute_copy::<Address, F>(&address) })
    }
}

/// Writes `fn address(name: &str) -> Option<Address>` for a library that is linked, whose symbols are the Fortran names
/// followed by the given suffix.
#[macro_export]
macro_rules! linked {
    ($suffix:literal) => {
        $crate::linked! { @names $suffix
            sgemm dgemm cgemm zgemm sgemv dgemv cgemv zgemv strsm dtrsm ctrsm ztrsm
            ssyrk dsyrk csyrk zsyrk sgetrf dgetrf cgetrf zgetrf sgetrs dgetrs cgetrs zgetrs spotrf dpotrf cpotrf zpotrf
            sgeqrf dgeqrf cgeqrf zgeqrf sorgqr dorgqr cungqr zungqr sgesdd dgesdd cgesdd zgesdd
            ssyevd dsyevd cheevd zheevd sgeev dgeev cgeev zgeev
            sgehrd dgehrd cgehrd zgehrd sorghr dorghr cunghr zunghr sgees dgees cgees zgees sgeqp3 dgeqp3 cgeqp3 zgeqp3
            ssytrf dsytrf csytrf zsytrf chetrf zhetrf sggev dggev cggev zggev
            cherk zherk sgelsd dgelsd cgelsd zgelsd sgges dgges cgges zgges
        }
    };
    (@names $suffix:literal $($name:ident)*) => {
        /// The routines that the linker found.
        fn address(name: &str) -> Option<$crate::Address> {
            mod symbols {
                $($crate::linked! { @declare $name { concat!(stringify!($name), $suffix) } })*
            }
            match name {
                $(stringify!($name) => std::ptr::NonNull::new(symbols::$name as *mut std::ffi::c_void),)*
                _ => None,
            }
        }
    };
    // An expression becomes a literal only by passing through a macro.
    (@declare $name:ident { $symbol:expr }) => {
        unsafe extern "C" {
            #[link_name = $symbol]
            pub fn $name();
        }
    };
}
