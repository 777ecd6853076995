//! What the program runs on, and on how many threads.

use std::fmt;

use numoxide_core::driver;

use crate::backend::backend;

/// What [`show_config`] found; it prints as a table.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Config {
    /// The version of this library.
    pub version: &'static str,
    /// The CPU level in use.
    pub level: numoxide_simd::Level,
    /// The threads that one operation uses at most.
    pub threads: usize,
    /// Who does linear algebra, and the version where it is known.
    pub backend: String,
    /// The bits of the integers in which it counts: 32 for LP64, 64 for ILP64.
    pub integer_bits: u32,
    /// The threads that it uses at most; `None` where it does not say.
    pub backend_threads: Option<usize>,
}

/// The version, the CPU level, the threads, and who does linear algebra: `numpy.show_config`.
///
/// ```
/// let config = numoxide_linalg::show_config();
/// println!("{config}");
/// assert!(config.threads >= 1 && config.to_string().contains(&config.backend));
/// ```
pub fn show_config() -> Config {
    let backend = backend();
    Config {
        version: env!("CARGO_PKG_VERSION"),
        level: numoxide_simd::level(),
        threads: driver::num_threads(),
        backend: backend.name(),
        integer_bits: backend.integer_bits(),
        backend_threads: backend.threads(),
    }
}

/// Lets every operation use at most so many threads, those of the backend included.
///
/// ```
/// numoxide_linalg::set_num_threads(1);
/// assert_eq!(numoxide_linalg::show_config().threads, 1);
/// ```
pub fn set_num_threads(threads: usize) {
    driver::set_num_threads(threads);
    backend().set_threads(threads.max(1));
}

impl fmt::Display for Config {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let unsaid = || "as it sees fit".to_owned();
        writeln!(f, "numoxide        {}", self.version)?;
        writeln!(f, "CPU level       {:?}", self.level)?;
        writeln!(f, "threads         {}", self.threads)?;
        writeln!(f, "linear algebra  {}", self.backend)?;
        writeln!(f, "  integers      {} bits", self.integer_bits)?;
        write!(
            f,
            "  threads       {}",
            self.backend_threads.map_or_else(unsaid, |threads| threads.to_string())
        )
    }
}
