//! Files that are there whole or not at all.

use std::ffi::OsString;
use std::fs::{self, File, OpenOptions};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};

use crate::Result;

/// What is gathered before it goes to the system.
const BUFFER: usize = 1 << 16;

/// Writes a file by `write`: to a temporary one beside it, which takes its place when all is written. If `write` fails or
/// the program ends, what was there before is there still. Nothing waits for the disk: if the power fails soon after, the file
/// may be short, which those who read it find out. What is no regular file (a pipe, `/dev/stdout`) is written to
/// directly.
///
/// # Errors
/// [`crate::Error::Io`], and what `write` returns.
///
/// ```
/// use std::io::Write;
///
/// # let folder = std::env::temp_dir().join(format!("write-whole-{}", std::process::id()));
/// # std::fs::create_dir_all(&folder)?;
/// let path = folder.join("table.txt");
/// numoxide_interop::write_whole(&path, |out| Ok(writeln!(out, "1 2")?))?;
/// assert_eq!(std::fs::read_to_string(&path)?, "1 2\n");
/// # std::fs::remove_dir_all(&folder)?;
/// # Ok::<(), numoxide_interop::Error>(())
/// ```
pub fn write_whole(path: &Path, write: impl FnOnce(&mut BufWriter<File>) -> Result<()>) -> Result<()> {
    let old = fs::metadata(path).ok();
    if old.as_ref().is_some_and(|old| !old.is_file()) {
        let mut out = BufWriter::with_capacity(BUFFER, OpenOptions::new().write(true).open(path)?);
        write(&mut out)?;
        return Ok(out.flush()?);
    }
    // The file that a symbolic link leads to is replaced, not the link.
    let target = if old.is_some() { fs::canonicalize(path)? } else { path.to_owned() };
    let (temporary, file) = Temporary::beside(&target)?;
    let mut out = BufWriter::with_capacity(BUFFER, file);
    write(&mut out)?;
    let file = out.into_inner().map_err(io::IntoInnerError::into_error)?;
    if let Some(old) = old {
        file.set_permissions(old.permissions())?;
    }
    drop(file);
    temporary.replace(&target)
}

/// Writes a text as [`write_whole`] writes a file, compressed if its name ends in `.gz`.
///
/// # Errors
/// As [`write_whole`].
///
/// ```
/// use std::io::{Read, Write};
///
/// # let folder = std::env::temp_dir().join(format!("write-text-{}", std::process::id()));
/// # std::fs::create_dir_all(&folder)?;
/// let path = folder.join("table.txt.gz");
/// numoxide_interop::write_text(&path, |out| Ok(writeln!(out, "1 2")?))?;
/// assert_eq!(std::fs::read(&path)?[..2], [0x1f, 0x8b]);
/// let mut text = String::new();
/// numoxide_interop::DataSource::default().open(&path)?.read_to_string(&mut text)?;
/// assert_eq!(text, "1 2\n");
/// # std::fs::remove_dir_all(&folder)?;
/// # Ok::<(), numoxide_interop::Error>(())
/// ```
pub fn write_text(path: &Path, write: impl FnOnce(&mut dyn Write) -> Result<()>) -> Result<()> {
    write_whole(path, |out| {
        if path.extension().is_none_or(|extension| extension != "gz") {
            return write(out);
        }
        let packer = flate2::write::GzEncoder::new(out, flate2::Compression::default());
        let mut out = BufWriter::with_capacity(BUFFER, packer);
        write(&mut out)?;
        out.into_inner().map_err(io::IntoInnerError::into_error)?.finish()?;
        Ok(())
    })
}

/// A file that is removed unless it takes another's place.
struct Temporary(Option<PathBuf>);

impl Temporary {
    fn beside(target: &Path) -> Result<(Self, File)> {
        static COUNT: AtomicU64 = AtomicU64::new(0);
        let name = target.file_name().ok_or_else(|| io::Error::from(io::ErrorKind::IsADirectory))?;
        loop {
            let number = COUNT.fetch_add(1, Ordering::Relaxed);
            let mut hidden = OsString::from(".");
            hidden.push(name);
            hidden.push(format!(".{}-{number}.tmp", std::process::id()));
            let path = target.with_file_name(hidden);
            match OpenOptions::new().write(true).create_new(true).open(&path) {
                Ok(file) => return Ok((Temporary(Some(path)), file)),
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
                Err(error) => return Err(error.into()),
            }
        }
    }

    fn replace(mut self, target: &Path) -> Result<()> {
        if let Some(path) = &self.0 {
            fs::rename(path, target)?;
        }
        self.0 = None;
        Ok(())
    }
}

impl Drop for Temporary {
    fn drop(&mut self) {
        if let Some(path) = &self.0 {
            // Nothing more can be done about a file that stays.
            let _ = fs::remove_file(path);
        }
    }
}
