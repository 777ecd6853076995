//! Files found by their names, compressed or not: `DataSource`.

use std::fs::File;
use std::io::{self, Read};
use std::path::{Component, Path, PathBuf};

use crate::{Error, Result};

/// Endings that a name may lack.
const ENDINGS: [&str; 3] = ["gz", "bz2", "xz"];
/// Up to this size, what is compressed may swell as it likes.
pub(crate) const SMALL: u64 = 64 << 20;
/// How many times as large it may become beyond that.
pub(crate) const EXPANSION: u64 = 200;

/// A place where files lie, and how they are opened. NumPy: `lib.npyio.DataSource`, as far as files are on this machine.
///
/// A file is looked for as it is named and in the folder of the source, and then with the endings of compressed files; `.gz` is
/// decompressed, but not beyond 64 MiB and 200 times its size. Addresses in the network are refused.
///
/// ```
/// use std::io::Read;
///
/// use numoxide_interop::DataSource;
///
/// # let folder = std::env::temp_dir().join(format!("source-{}", std::process::id()));
/// # std::fs::create_dir_all(&folder)?;
/// std::fs::write(folder.join("table.txt"), "1 2")?;
/// let source = DataSource::new(&folder);
/// assert!(source.exists("table.txt") && !source.exists("other.txt"));
/// let mut text = String::new();
/// source.open("table.txt")?.read_to_string(&mut text)?;
/// assert_eq!(text, "1 2");
/// assert!(source.open("https://example.org/table.txt").is_err());
/// # std::fs::remove_dir_all(&folder)?;
/// # Ok::<(), numoxide_interop::Error>(())
/// ```
#[derive(Clone, Debug)]
pub struct DataSource {
    folder: PathBuf,
    max_size: u64,
}

impl Default for DataSource {
    /// The current folder.
    fn default() -> Self {
        DataSource::new(".")
    }
}

impl DataSource {
    /// Files in a folder.
    pub fn new(folder: impl Into<PathBuf>) -> Self {
        DataSource { folder: folder.into(), max_size: u64::MAX }
    }

    /// The most bytes that a compressed file may hold.
    #[must_use]
    pub fn max_size(mut self, bytes: u64) -> Self {
        self.max_size = bytes;
        self
    }

    /// Where a file of this name lies in the folder. It never lies outside: `..` and what leads to the root are left out.
    ///
    /// # Errors
    /// [`Error::Argument`] for an address in the network; [`Error::Io`] if there is no current folder.
    pub fn abspath(&self, path: impl AsRef<Path>) -> Result<PathBuf> {
        let path = local(path.as_ref())?;
        let folder = std::path::absolute(&self.folder)?;
        let inside = path.strip_prefix(&folder).unwrap_or(path).components();
        Ok(folder.join(inside.filter(|part| matches!(part, Component::Normal(_))).collect::<PathBuf>()))
    }

    /// Whether there is a file of this name, here or in the folder.
    pub fn exists(&self, path: impl AsRef<Path>) -> bool {
        let path = path.as_ref();
        local(path).is_ok_and(Path::exists) || self.abspath(path).is_ok_and(|path| path.exists())
    }

    /// Opens a file to be read, decompressed if its name ends in `.gz`.
    ///
    /// # Errors
    /// [`Error::Io`] if there is no such file; [`Error::Argument`] for an address in the network and for compressions that are
    /// not known. Reading what swells too much gives an error, which is an [`Error::Limit`] as one of ours.
    pub fn open(&self, path: impl AsRef<Path>) -> Result<Box<dyn Read>> {
        let path = self.find(local(path.as_ref())?)?;
        let file = File::open(&path)?;
        match path.extension().and_then(|extension| extension.to_str()) {
            Some("gz") => {
                let packed = file.metadata()?.len();
                let most = self.max_size.min(SMALL.max(packed.saturating_mul(EXPANSION)));
                Ok(Box::new(Swelling { source: flate2::read::MultiGzDecoder::new(file), done: 0, most }))
            }
            Some("bz2" | "xz") => {
                Err(Error::Argument { what: "path", why: "only .gz files are decompressed" })
            }
            _ => Ok(Box::new(file)),
        }
    }

    /// The first of the possible names that a file has; the name itself if none has one.
    fn find(&self, path: &Path) -> Result<PathBuf> {
        let compressed =
            |path: &Path| ENDINGS.map(|ending| PathBuf::from(format!("{}.{ending}", path.display())));
        let known = path.extension().is_some_and(|found| ENDINGS.iter().any(|ending| found == *ending));
        let mut names = Vec::new();
        for name in [path.to_owned(), self.abspath(path)?] {
            let with_endings = if known { Vec::new() } else { compressed(&name).to_vec() };
            names.push(name);
            names.extend(with_endings);
        }
        Ok(names.into_iter().find(|name| name.exists()).unwrap_or_else(|| path.to_owned()))
    }
}

/// A reader that fails when it holds more than it may.
struct Swelling<R> {
    source: R,
    done: u64,
    most: u64,
}

impl<R: Read> Read for Swelling<R> {
    fn read(&mut self, room: &mut [u8]) -> io::Result<usize> {
        let count = self.source.read(room)?;
        self.done += count as u64;
        if self.done > self.most {
            let (found, limit) = (self.done, self.most);
            return Err(io::Error::other(Error::Limit { what: "gz: size of the contents", found, limit }));
        }
        Ok(count)
    }
}

/// A path that is no address in the network.
fn local(path: &Path) -> Result<&Path> {
    let scheme = |text: &str| {
        let (scheme, rest) = text.split_once("://")?;
        let letters = !scheme.is_empty() && scheme.bytes().all(|byte| byte.is_ascii_alphanumeric());
        (letters && !rest.is_empty()).then_some(())
    };
    match path.to_str().and_then(scheme) {
        Some(()) => Err(Error::Argument { what: "path", why: "addresses in the network are not fetched" }),
        None => Ok(path),
    }
}
