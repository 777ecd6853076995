//! What can go wrong when random numbers are asked for.

/// The result of drawing random numbers.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// An argument that NumPy refuses, or an array that cannot be made.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// A parameter outside of what the distribution allows; nothing has been drawn.
    #[error("{op}: {parameter} {condition}")]
    Parameter {
        /// The distribution.
        op: &'static str,
        /// The parameter.
        parameter: &'static str,
        /// What does not hold, in NumPy's words ("< 0", "< 0, > 1 or is NaN").
        condition: &'static str,
    },
    /// A state that is none of the bit generator, or a seed that it does not take.
    #[error("{op}: {reason}")]
    State {
        /// The bit generator.
        op: &'static str,
        /// What is wrong.
        reason: &'static str,
    },
    /// The covariances could not be factored.
    #[cfg(feature = "linalg")]
    #[error(transparent)]
    Linalg(#[from] numoxide_linalg::Error),
    /// The array could not be made: shapes that do not fit, or memory that could not be had.
    #[error(transparent)]
    Array(#[from] numoxide_core::Error),
}

impl Error {
    /// A parameter and what does not hold for it.
    pub(crate) fn parameter(op: &'static str, parameter: &'static str, condition: &'static str) -> Self {
        Error::Parameter { op, parameter, condition }
    }
}
