//! What can go wrong, in sentences for people at a terminal.

use std::path::{Path, PathBuf};

/// The result of a command.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// Why a command failed. The program then ends with the code 2.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// A file could not be read or written.
    #[error("{}: {source}", path.display())]
    File {
        /// The file.
        path: PathBuf,
        /// Why.
        source: numoxide::interop::Error,
    },
    /// Arrays could not be worked with.
    #[error(transparent)]
    Array(#[from] numoxide::Error),
    /// The answer could not be written.
    #[error(transparent)]
    Output(#[from] std::io::Error),
    /// The answer could not be written as JSON.
    #[error(transparent)]
    Json(#[from] serde_json::Error),
    /// A file of a kind that is not known.
    #[error("{}: {why}", path.display())]
    Format {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        why: &'static str,
    },
    /// A file of several arrays, of which none was chosen, or one that is not there.
    #[error("{}: choose one of its arrays with --member: {}", path.display(), names.join(", "))]
    Member {
        /// The file.
        path: PathBuf,
        /// The arrays that it has.
        names: Vec<String>,
    },
    /// Items that have no order or no place in a table.
    #[error("{}: {dtype} items {why}", path.display())]
    Items {
        /// The file.
        path: PathBuf,
        /// Their type.
        dtype: String,
        /// What cannot be done with them.
        why: &'static str,
    },
    /// An option that does not fit the others or the file.
    #[error("{option}: {why}")]
    Option {
        /// The option.
        option: &'static str,
        /// What is wrong with it.
        why: String,
    },
}

impl Error {
    /// What went wrong with a file.
    pub(crate) fn file(path: &Path) -> impl FnOnce(numoxide::interop::Error) -> Error {
        let path = path.to_owned();
        |source| Error::File { path, source }
    }

    /// Whether nobody reads the answer any more, as `| head` does: that is no failure.
    pub fn is_broken_pipe(&self) -> bool {
        let kind = match self {
            Error::Output(error) => Some(error.kind()),
            Error::Json(error) => error.io_error_kind(),
            _ => None,
        };
        kind == Some(std::io::ErrorKind::BrokenPipe)
    }
}
