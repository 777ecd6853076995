//! How a library writes the names of its routines, and how wide its integers are.

use std::ffi::c_int;

use crate::Loaded;

/// What stands before and after a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Decoration {
    prefix: &'static str,
    /// After the name of a Fortran routine.
    fortran: &'static str,
    /// After the name of a C function.
    plain: &'static str,
}

/// Those in use, the usual one first: plain, ILP64 of OpenBLAS and of the reference, those of NumPy's wheels, without
/// underscores, Apple's.
const KNOWN: [Decoration; 9] = [
    Decoration { prefix: "", fortran: "_", plain: "" },
    Decoration { prefix: "", fortran: "_64_", plain: "64_" },
    Decoration { prefix: "", fortran: "_64", plain: "_64" },
    Decoration { prefix: "", fortran: "64_", plain: "64_" },
    Decoration { prefix: "scipy_", fortran: "_64_", plain: "64_" },
    Decoration { prefix: "scipy_", fortran: "_", plain: "" },
    Decoration { prefix: "", fortran: "$NEWLAPACK", plain: "" },
    Decoration { prefix: "", fortran: "$NEWLAPACK$ILP64", plain: "" },
    Decoration { prefix: "", fortran: "", plain: "" },
];

impl Decoration {
    pub fn of(loaded: &Loaded) -> Option<Self> {
        KNOWN.into_iter().find(|known| loaded.find(&known.fortran("dgemm")).is_some())
    }

    pub fn fortran(&self, routine: &str) -> String {
        format!("{}{routine}{}", self.prefix, self.fortran)
    }

    pub fn plain(&self, function: &str) -> String {
        format!("{}{function}{}", self.prefix, self.plain)
    }

    /// Whether integers have 32 or 64 bits: `idamax` of a number of items that is 2 to one and negative to the other.
    ///
    /// # Safety
    /// `idamax` of the library must be what it is in BLAS.
    pub unsafe fn integer_bits(&self, loaded: &Loaded) -> Option<u32> {
        type Idamax = unsafe extern "C" fn(*const [u32; 2], *const f64, *const [u32; 2]) -> c_int;
        let address = loaded.find(&self.fortran("idamax"))?;
        // SAFETY: what the caller vouches for; a result in 32 of 64 bits is read alike.
        let idamax = unsafe { std::mem::transmute::<crate::Address, Idamax>(address) };
        let count = if cfg!(target_endian = "little") { [2, u32::MAX] } else { [u32::MAX, 2] };
        let step = if cfg!(target_endian = "little") { [1, 0] } else { [0, 1] };
        // SAFETY: two items for a count of 2; none is looked at where the count is negative.
        let found = unsafe { idamax(&count, [1.0, 2.0].as_ptr(), &step) };
        Some(if found == 2 && cfg!(target_endian = "little") { 32 } else { 64 })
    }
}
