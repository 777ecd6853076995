//! NumPy's `.npz` files: several arrays by name in a zip archive.
//!
//! [`open`] reads the directory only, and each member when it is asked for; [`savez`], [`savez_compressed`] and [`Writer`] write
//! member by member to any writer. What is stored comes out byte for byte as NumPy writes it. Names that lead out of a folder,
//! members that lie one over the other, sums that do not fit and contents that swell beyond measure are refused.

mod directory;
mod member;
mod write;

use std::fs;
use std::io::{Read, Seek};
use std::path::Path;

use numoxide_core::{AnyArray, AnyView, Array, Element};

use crate::file::write_whole;
use crate::foreign::disk::{self, Pour};
use crate::npy::{self, Header};
use crate::source::{EXPANSION, SMALL};
use crate::{Error, Result};
use directory::{Method, entries};
pub use member::Member;

pub use directory::Entry;
pub use write::Writer;

/// What an archive may ask for.
///
/// ```
/// use numoxide_interop::npz;
///
/// let options = npz::Options::new().max_members(100).max_member_size(1 << 30).max_expansion(50);
/// assert!(options.open("no such file.npz").is_err());
/// ```
#[derive(Clone, Debug)]
pub struct Options {
    max_members: u64,
    max_member_size: u64,
    max_expansion: u64,
    npy: npy::Options,
}

impl Default for Options {
    fn default() -> Self {
        let npy = npy::Options::default();
        Options { max_members: 1 << 16, max_member_size: u64::MAX, max_expansion: EXPANSION, npy }
    }
}

impl Options {
    /// 65536 members of any size; those beyond 64 MiB may not swell more than 200-fold.
    pub fn new() -> Self {
        Options::default()
    }

    /// The most members.
    #[must_use]
    pub fn max_members(mut self, members: u64) -> Self {
        self.max_members = members;
        self
    }

    /// The largest member when it is decompressed, in bytes.
    #[must_use]
    pub fn max_member_size(mut self, bytes: u64) -> Self {
        self.max_member_size = bytes;
        self
    }

    /// How many times as large as in the file a member beyond 64 MiB may become.
    #[must_use]
    pub fn max_expansion(mut self, fold: u64) -> Self {
        self.max_expansion = fold;
        self
    }

    /// How the arrays inside are read.
    #[must_use]
    pub fn npy(mut self, options: npy::Options) -> Self {
        self.npy = options;
        self
    }

    /// [`open`] with these options.
    ///
    /// # Errors
    /// As [`open`].
    pub fn open(self, path: impl AsRef<Path>) -> Result<Npz<fs::File>> {
        Ok(Npz { pour: disk::from_file, ..self.archive(fs::File::open(path)?)? })
    }

    /// The archive that a reader holds.
    ///
    /// # Errors
    /// As [`open`].
    pub fn archive<R: Read + Seek>(self, mut reader: R) -> Result<Npz<R>> {
        let entries = entries(&mut reader, self.max_members)?;
        Ok(Npz { reader, entries, options: self, pour: disk::from_reader })
    }
}

/// An archive of arrays, whose members are read when they are asked for. NumPy: `NpzFile`.
#[derive(Debug)]
pub struct Npz<R> {
    reader: R,
    entries: Vec<Entry>,
    options: Options,
    pour: Pour<R>,
}

/// Opens an archive. NumPy: `np.load`.
///
/// # Errors
/// [`Error::Zip`] if it is no archive or a damaged one, [`Error::MemberName`], [`Error::DuplicateMember`] and
/// [`Error::Member`] if a member's name, place or kind is not to be trusted, [`Error::Limit`] if there are too many.
///
/// ```
/// use numoxide_core::{AnyView, array};
/// use numoxide_interop::npz;
///
/// # let folder = std::env::temp_dir().join(format!("npz-open-{}", std::process::id()));
/// # std::fs::create_dir_all(&folder)?;
/// let path = folder.join("data.npz");
/// npz::savez(&path, [("x", AnyView::from(&array![1, 2])), ("y", AnyView::from(&array![0.5]))])?;
/// let mut archive = npz::open(&path)?;
/// assert_eq!(archive.names().collect::<Vec<_>>(), ["x", "y"]);
/// assert_eq!(archive.get_as::<f64>("y")?.to_vec(), [0.5]);
/// # std::fs::remove_dir_all(&folder)?;
/// # Ok::<(), numoxide_interop::Error>(())
/// ```
pub fn open(path: impl AsRef<Path>) -> Result<Npz<fs::File>> {
    Options::default().open(path)
}

impl<R: Read + Seek> Npz<R> {
    /// The archive that a reader holds.
    ///
    /// # Errors
    /// As [`open`].
    pub fn new(reader: R) -> Result<Self> {
        Options::default().archive(reader)
    }

    /// The names of the members, without `.npy`. NumPy: `files`.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.entries.iter().map(Entry::key)
    }

    /// The members as the directory has them.
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// The array of a name. NumPy: `archive[name]`.
    ///
    /// # Errors
    /// [`Error::Member`] if there is none of this name, [`Error::Checksum`] if its sum is wrong; [`Error::Limit`] if it is too large or swells too
    /// much; what [`npy::read`] gives.
    pub fn get(&mut self, name: &str) -> Result<AnyArray> {
        let npy = self.options.npy.clone();
        let mut member = self.member(name)?;
        let array = npy.read_member(&mut member)?;
        member.finish()?;
        Ok(array)
    }

    /// The array of a name, whose items must be of type `T`; see [`npy::read_as`].
    ///
    /// # Errors
    /// As [`Npz::get`]; [`numoxide_core::Error::Cast`] if the items are of another type.
    pub fn get_as<T: Element>(&mut self, name: &str) -> Result<Array<T>> {
        npy::typed(self.get(name)?)
    }

    /// Dtype, shape and order of the array of a name, without its data.
    ///
    /// # Errors
    /// As [`Npz::get`].
    pub fn header(&mut self, name: &str) -> Result<Header> {
        let limits = self.options.npy.limits();
        Header::within(&mut self.member(name)?, limits)
    }

    /// The bytes of a member, which need be no array.
    ///
    /// # Errors
    /// As [`Npz::get`].
    pub fn bytes(&mut self, name: &str) -> Result<Vec<u8>> {
        let mut member = self.member(name)?;
        let mut bytes = Vec::new();
        member.read_to_end(&mut bytes)?;
        member.finish()?;
        Ok(bytes)
    }

    /// The bytes of a member as a stream, for arrays larger than memory: first comes the [`Header`].
    ///
    /// # Errors
    /// As [`Npz::get`].
    ///
    /// ```
    /// use numoxide_core::{AnyView, array};
    /// use numoxide_interop::{npy, npz};
    ///
    /// let mut archive = npz::Writer::new(std::io::Cursor::new(Vec::new()));
    /// archive.add("x", AnyView::from(&array![1u8, 2]))?;
    /// let mut archive = npz::Npz::new(archive.finish()?)?;
    /// let mut member = archive.member("x")?;
    /// assert_eq!(npy::Header::read(&mut member, npy::MAX_HEADER_SIZE)?.shape, [2]);
    /// assert_eq!(std::io::copy(&mut member, &mut std::io::sink())?, 2);
    /// member.finish()?;
    /// # Ok::<(), numoxide_interop::Error>(())
    /// ```
    pub fn member(&mut self, name: &str) -> Result<Member<'_, R>> {
        let found = self.entries.iter().find(|entry| entry.key() == name || entry.name == name);
        let entry = found.ok_or_else(|| Error::member(name, "there is none of this name"))?;
        let (size, packed) = (entry.size, entry.packed.max(1));
        if size > self.options.max_member_size {
            let limit = self.options.max_member_size;
            return Err(Error::Limit { what: "npz: size of a member", found: size, limit });
        }
        if size > SMALL && size / packed > self.options.max_expansion {
            let (found, limit) = (size / packed, self.options.max_expansion);
            return Err(Error::Limit { what: "npz: swelling of a member", found, limit });
        }
        Member::open(&mut self.reader, entry, self.pour)
    }
}

/// Writes arrays by name to an archive, as they are. NumPy: `np.savez`.
///
/// # Errors
/// As [`npy::write`]; [`Error::DuplicateMember`] if a name comes twice, [`Error::MemberName`] if one leads out of a folder.
pub fn savez<'a, N, A>(path: impl AsRef<Path>, members: impl IntoIterator<Item = (N, A)>) -> Result<()>
where
    N: AsRef<str>,
    A: Into<AnyView<'a>>,
{
    save(path.as_ref(), members, Method::Stored)
}

/// Writes arrays by name to an archive, compressed. NumPy: `np.savez_compressed`.
///
/// # Errors
/// As [`savez`].
pub fn savez_compressed<'a, N, A>(
    path: impl AsRef<Path>,
    members: impl IntoIterator<Item = (N, A)>,
) -> Result<()>
where
    N: AsRef<str>,
    A: Into<AnyView<'a>>,
{
    save(path.as_ref(), members, Method::Deflated)
}

fn save<'a, N, A>(path: &Path, members: impl IntoIterator<Item = (N, A)>, method: Method) -> Result<()>
where
    N: AsRef<str>,
    A: Into<AnyView<'a>>,
{
    write_whole(path, |out| {
        let mut writer = Writer::with_method(out, method);
        members.into_iter().try_for_each(|(name, array)| writer.add(name.as_ref(), array))?;
        writer.finish().map(drop)
    })
}
