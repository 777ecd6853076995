//! A BLAS and LAPACK library that is chosen when the program starts, under the contract of `numoxide-backend`.
//!
//! One binary for every deployment: the environment variable `NUMOXIDE_BLAS` names the shared library, or [`load`] gets its
//! path. OpenBLAS, MKL (`libmkl_rt.so`), BLIS or the reference will do, and so will the OpenBLAS in NumPy's wheel. Where
//! BLAS and LAPACK are two files, name both, as in `PATH`, BLAS first: LAPACK then finds it loaded.
//!
//! What a library is gets found out by asking it: the decoration of its symbols by looking for them, the width of its
//! integers by a call whose answer depends on it.

mod decoration;
mod vendor;

use std::path::{Path, PathBuf};

use libloading::Library as Shared;
use numoxide_backend::Backend;
use numoxide_backend_ffi::{Address, Int, Library, Missing};

use decoration::Decoration;

/// The environment variable that names the library, or several in the way of `PATH`.
pub const VARIABLE: &str = "NUMOXIDE_BLAS";

/// Why a library does not serve.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum LoadError {
    /// A file that the system cannot load.
    #[error("cannot load {}", path.display())]
    Open {
        /// The path.
        path: PathBuf,
        /// What the system says.
        source: libloading::Error,
    },
    /// No symbol of BLAS, with any known decoration.
    #[error("{} has no symbol of BLAS", shown(paths))]
    NoBlas {
        /// The paths.
        paths: Vec<PathBuf>,
    },
    /// A routine that is not there, as those of LAPACK in a library of BLAS alone.
    #[error("{} has no routine {routine}", shown(paths))]
    Missing {
        /// The paths.
        paths: Vec<PathBuf>,
        /// The Fortran name of the routine.
        routine: String,
    },
}

fn shown(paths: &[PathBuf]) -> String {
    paths.iter().map(|path| path.display().to_string()).collect::<Vec<_>>().join(", ")
}

/// Shared libraries that stay loaded.
pub(crate) struct Loaded(Vec<&'static Shared>);

impl Loaded {
    /// The address of a symbol, in the first library that has it.
    fn find(&self, symbol: &str) -> Option<Address> {
        // SAFETY: only the address is taken; what it is good for is for its users to say.
        self.0.iter().find_map(|library| unsafe { library.get::<Address>(symbol).ok().map(|found| *found) })
    }
}

/// Loads a library of BLAS and LAPACK, for the rest of the program.
///
/// # Safety
/// What the paths name is run as code, and must be what it claims: no check can tell a routine from another function of
/// its name.
///
/// # Errors
/// [`LoadError`], with the path and the reason.
pub unsafe fn load<P: AsRef<Path>>(paths: &[P]) -> Result<&'static dyn Backend, LoadError> {
    let paths: Vec<PathBuf> = paths.iter().map(|path| path.as_ref().to_owned()).collect();
    // SAFETY: what the caller vouches for.
    let loaded = Loaded(paths.iter().map(|path| unsafe { open(path) }).collect::<Result<_, _>>()?);
    let Some(decoration) = Decoration::of(&loaded) else { return Err(LoadError::NoBlas { paths }) };
    // SAFETY: as above; the width of the integers is the one that the library answers with.
    let found = unsafe {
        match decoration.integer_bits(&loaded) {
            Some(32) => library::<i32>(&loaded, &decoration, &paths),
            Some(_) => library::<i64>(&loaded, &decoration, &paths),
            None => return Err(LoadError::NoBlas { paths }),
        }
    };
    found.map_err(|Missing { routine }| LoadError::Missing { paths, routine })
}

/// The library that the environment variable [`VARIABLE`] names, if it is set and not empty.
///
/// Whoever sets it vouches for the library, as with every variable by which code gets into a program.
///
/// # Errors
/// As for [`load`].
pub fn from_environment() -> Option<Result<&'static dyn Backend, LoadError>> {
    let value = std::env::var_os(VARIABLE).filter(|value| !value.is_empty())?;
    let paths: Vec<PathBuf> = std::env::split_paths(&value).collect();
    // SAFETY: the environment is as trusted as the program itself.
    Some(unsafe { load(&paths) })
}

/// # Safety
/// As for [`load`].
unsafe fn open(path: &Path) -> Result<&'static Shared, LoadError> {
    // SAFETY: what the caller vouches for.
    let opened = unsafe { open_for_all(path) };
    let library = opened.map_err(|source| LoadError::Open { path: path.to_owned(), source })?;
    // Its threads and our table of its routines outlive any owner.
    Ok(Box::leak(Box::new(library)))
}

/// With its symbols visible to what is loaded later: a LAPACK looks for its BLAS there.
#[cfg(unix)]
unsafe fn open_for_all(path: &Path) -> Result<Shared, libloading::Error> {
    use libloading::os::unix::{Library, RTLD_GLOBAL, RTLD_NOW};
    // SAFETY: what the caller vouches for.
    unsafe { Library::open(Some(path), RTLD_NOW | RTLD_GLOBAL).map(Shared::from) }
}

#[cfg(not(unix))]
unsafe fn open_for_all(path: &Path) -> Result<Shared, libloading::Error> {
    // SAFETY: what the caller vouches for.
    unsafe { Shared::new(path) }
}

/// # Safety
/// The library must count in integers of type `I`.
unsafe fn library<I: Int>(
    loaded: &Loaded,
    decoration: &Decoration,
    paths: &[PathBuf],
) -> Result<&'static dyn Backend, Missing> {
    let name = vendor::name(loaded, decoration, paths);
    let threads = vendor::threads(loaded, decoration);
    let find = |routine: &str| loaded.find(&decoration.fortran(routine));
    // SAFETY: what the caller vouches for.
    let library: Library<I> = unsafe { Library::new(name, threads, &find)? };
    Ok(Box::leak(Box::new(library)))
}
