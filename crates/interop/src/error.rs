//! What can go wrong with bytes that others made.

/// The result of reading or writing arrays.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// Why bytes are no array, or cannot be read or written.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The operating system failed.
    #[error(transparent)]
    Io(std::io::Error),
    /// The array could not be made: a shape that does not fit, memory that could not be had, a cast.
    #[error(transparent)]
    Array(#[from] numoxide_core::Error),
    /// The first bytes are not those of the format.
    #[error("{format}: the file does not begin as one: found {found:02x?}")]
    Magic {
        /// The format.
        format: &'static str,
        /// What stands there instead.
        found: Vec<u8>,
    },
    /// A version of the format that is not known.
    #[error("npy: version {major}.{minor} is not known, only 1.0, 2.0 and 3.0 are")]
    Version {
        /// The major version.
        major: u8,
        /// The minor version.
        minor: u8,
    },
    /// The bytes end too early.
    #[error("{what}: truncated: {expected} bytes are promised, {found} are there")]
    Truncated {
        /// What is cut off.
        what: &'static str,
        /// The bytes that should be there.
        expected: u64,
        /// The bytes that are.
        found: u64,
    },
    /// Bytes follow where the data should end.
    #[error("{what}: {extra} bytes follow the data")]
    Overlong {
        /// What should have ended.
        what: &'static str,
        /// How many bytes there are too many.
        extra: u64,
    },
    /// The input is larger than a limit allows.
    #[error("{what} of {found} exceeds the limit of {limit}")]
    Limit {
        /// What is too large.
        what: &'static str,
        /// How large it says it is.
        found: u64,
        /// The limit.
        limit: u64,
    },
    /// A header, a table or a name is no text of its encoding.
    #[error("no text in {encoding}")]
    Encoding {
        /// The encoding.
        encoding: &'static str,
    },
    /// The header is not the literal of a dictionary.
    #[error("npy: the header is no dictionary: expected {expected} at byte {at}")]
    Literal {
        /// What should stand there.
        expected: &'static str,
        /// Where, in bytes from the start of the header.
        at: usize,
    },
    /// A key comes twice in the header.
    #[error("npy: the header has the key {key:?} twice")]
    DuplicateKey {
        /// The key.
        key: String,
    },
    /// A key that the header must have is not there.
    #[error("npy: the header has no key {key:?}")]
    MissingKey {
        /// The key.
        key: &'static str,
    },
    /// A key that no header has.
    #[error("npy: the header has a key {key:?}, which is not known")]
    UnknownKey {
        /// The key.
        key: String,
    },
    /// The shape in the header is no tuple of sizes.
    #[error("npy: the shape {text} is no tuple of sizes: {why}")]
    Shape {
        /// The shape as it is written.
        text: String,
        /// What is wrong with it.
        why: &'static str,
    },
    /// The header's `descr` describes no dtype that is known here.
    #[error("npy: descr {descr}: {source}")]
    Descr {
        /// The description.
        descr: String,
        /// Why it is not understood.
        source: numoxide_core::Error,
    },
    /// The items are Python objects, whose pickles are programs: they are never run.
    #[error("npy: {descr} holds Python objects, and pickles are not loaded")]
    Object {
        /// The description of the items.
        descr: String,
    },
    /// A text item holds a number that is no character.
    #[error("item {item} holds {point:#x}, which is no Unicode character")]
    Utf32 {
        /// The item, counted in memory.
        item: usize,
        /// The number.
        point: u32,
    },
    /// The file is no zip archive, or a damaged one.
    #[error("npz: {what}")]
    Zip {
        /// What is wrong with it.
        what: &'static str,
    },
    /// The file is no safetensors file, or breaks the rules of the format.
    #[error("safetensors: {why}")]
    Safetensors {
        /// What is wrong with it.
        why: &'static str,
    },
    /// The name of a member of an archive that must not be trusted: it is empty, or leads out of its folder.
    #[error("member {name:?}: {why}")]
    MemberName {
        /// The name.
        name: String,
        /// What is wrong with it.
        why: &'static str,
    },
    /// Two members of an archive have one name.
    #[error("member {name:?}: its name comes twice")]
    DuplicateMember {
        /// The name.
        name: String,
    },
    /// The contents of a member do not have the sum that the archive says.
    #[error("member {name:?}: its contents do not have the sum that the directory says")]
    Checksum {
        /// Its name.
        name: String,
    },
    /// A member of an archive that cannot be read, or must not be trusted.
    #[error("member {name:?}: {why}")]
    Member {
        /// Its name.
        name: String,
        /// What is wrong with it.
        why: &'static str,
    },
    /// A field of a text that is no item of the dtype.
    #[error("line {line}, column {column}: {field:?} is no {dtype}")]
    Field {
        /// The line, counted from 1.
        line: usize,
        /// The column, counted from 0.
        column: usize,
        /// The field, cut off after 40 characters.
        field: String,
        /// The dtype.
        dtype: String,
    },
    /// A row with another number of columns than the first, or than a struct has fields.
    #[error("line {line}: {found} columns, not {expected}")]
    Columns {
        /// The line, counted from 1; 0 for the whole table.
        line: usize,
        /// How many there should be.
        expected: usize,
        /// How many there are.
        found: usize,
    },
    /// A column that the table does not have.
    #[error("column {column} of a table of {width} columns")]
    Column {
        /// The column as it was asked for.
        column: isize,
        /// How many there are.
        width: usize,
    },
    /// A regular expression that is none.
    #[error("pattern {pattern:?}: {why}")]
    Pattern {
        /// The expression.
        pattern: String,
        /// What is wrong with it.
        why: String,
    },
    /// An option that is not possible.
    #[error("{what}: {why}")]
    Argument {
        /// The option.
        what: &'static str,
        /// What is wrong with it.
        why: &'static str,
    },
    /// Foreign memory that cannot be taken, or an array that cannot be lent.
    #[error("{what}: {why}")]
    Foreign {
        /// The protocol.
        what: &'static str,
        /// What is wrong.
        why: &'static str,
    },
    /// Bytes in the other order than the machine's, where they cannot be swapped: in a memory map.
    #[error("{what}: the bytes are not in the order of the machine; read a copy instead")]
    ByteOrder {
        /// What was asked for.
        what: &'static str,
    },
    /// Items that do not lie as their type needs.
    #[error(
        "{what}: the items begin at byte {offset}, which is not aligned for {dtype}; read a copy instead"
    )]
    Unaligned {
        /// What was asked for.
        what: &'static str,
        /// Where they begin.
        offset: u64,
        /// Their type.
        dtype: String,
    },
    /// Writing to what is only for reading.
    #[error("{what} is read-only")]
    ReadOnly {
        /// What is only for reading.
        what: &'static str,
    },
}

impl From<std::io::Error> for Error {
    /// One of ours, that came through a reader, comes out again.
    fn from(error: std::io::Error) -> Self {
        error.downcast().unwrap_or_else(Error::Io)
    }
}

impl From<Error> for numoxide_core::Error {
    /// So that `?` works in functions that return the error of arrays; the message stays, the structure goes.
    fn from(error: Error) -> Self {
        match error {
            Error::Array(error) => error,
            other => numoxide_core::Error::value("interop", other.to_string()),
        }
    }
}

impl Error {
    /// An [`Error::Member`].
    #[cold]
    pub(crate) fn member(name: impl Into<String>, why: &'static str) -> Self {
        Error::Member { name: name.into(), why }
    }
}
