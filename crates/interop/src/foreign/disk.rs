//! Files read straight into the memory of new arrays, and room on the disk for files before they are written.

use std::fs::File;

use numoxide_core::Array;

use crate::{Error, Result};

/// `len` bytes of a file from where it stands, which it is known to hold.
///
/// The memory is not zeroed before: that would cost as much again as the reading.
#[cfg(unix)]
pub(crate) fn read(what: &'static str, file: &mut File, len: usize) -> Result<Array<u8>> {
    use numoxide_core::{AnyArray, Buffer, DType, Layout, Order};

    let layout = Layout::contiguous(&[len], 1, Order::C)?;
    let buffer = Buffer::uninit(len)?;
    // SAFETY: the fresh block has `len` bytes, and nobody else knows of it.
    let found = unsafe { fill(file, buffer.data().as_ptr(), len)? };
    if found < len {
        return Err(Error::Truncated { what, expected: len as u64, found: found as u64 });
    }
    // SAFETY: the system has written all of the bytes, and each is a `u8`.
    Ok(unsafe { AnyArray::from_buffer(buffer, layout, DType::U8)? }.try_into()?)
}

/// Reads up to `len` bytes to a place, fewer only if the file ends; gives their number.
///
/// # Safety
/// The place must be valid for writing `len` bytes.
#[cfg(unix)]
unsafe fn fill(file: &File, place: *mut u8, len: usize) -> std::io::Result<usize> {
    use std::io::{Error, ErrorKind};
    use std::os::fd::AsRawFd;

    /// No system reads more than 2 GiB at once, and some refuse to.
    const MOST: usize = 1 << 30;
    let mut done = 0;
    while done < len {
        // SAFETY: `done` is less than `len`; the system writes no more than it is told.
        let count = unsafe { libc::read(file.as_raw_fd(), place.add(done).cast(), (len - done).min(MOST)) };
        match usize::try_from(count) {
            Ok(0) => break,
            Ok(count) => done += count,
            Err(_) => {
                let error = Error::last_os_error();
                if error.kind() != ErrorKind::Interrupted {
                    return Err(error);
                }
            }
        }
    }
    Ok(done)
}

/// `len` bytes of a file from where it stands, which it is known to hold.
#[cfg(not(unix))]
pub(crate) fn read(what: &'static str, file: &mut File, len: usize) -> Result<Array<u8>> {
    crate::bytes::read_known(what, file, len)
}

/// Gets room on the disk for a new file of so many bytes.
///
/// A file that has its room takes the place of another at once. Else `ext4` first sends all of it to the disk, which takes
/// longer than everything before. Small files are left to that care.
#[cfg(target_os = "linux")]
pub(crate) fn reserve(file: &File, bytes: usize) {
    use std::os::fd::AsRawFd;

    /// Bytes from which on it pays.
    const LARGE: usize = 1 << 20;
    if let Ok(len) = libc::off64_t::try_from(bytes)
        && bytes >= LARGE
    {
        // SAFETY: the file is open, and no memory of ours is touched. It grows as it is written where this fails.
        unsafe { libc::fallocate64(file.as_raw_fd(), libc::FALLOC_FL_KEEP_SIZE, 0, len) };
    }
}

/// Elsewhere files grow as they are written.
#[cfg(not(target_os = "linux"))]
pub(crate) fn reserve(_: &File, _: usize) {}

#[cfg(test)]
mod tests {
    use std::io::{Seek, SeekFrom};

    use super::*;

    fn file(name: &str, bytes: &[u8]) -> File {
        let path = std::env::temp_dir().join(format!("disk-{name}-{}", std::process::id()));
        std::fs::write(&path, bytes).unwrap();
        let file = File::open(&path).unwrap();
        std::fs::remove_file(path).unwrap();
        file
    }

    #[test]
    fn reads_from_where_the_file_stands_and_leaves_it_after_the_bytes() {
        let mut file = file("stands", &[1, 2, 3, 4, 5]);
        file.seek(SeekFrom::Start(1)).unwrap();
        assert_eq!(read("test", &mut file, 3).unwrap().to_vec(), [2, 3, 4]);
        assert_eq!(file.stream_position().unwrap(), 4);
        assert_eq!(read("test", &mut file, 0).unwrap().to_vec(), [0; 0]);
    }

    #[test]
    fn a_file_that_has_become_shorter_is_truncated() {
        let error = read("test", &mut file("shorter", &[1, 2]), 5).unwrap_err();
        assert!(matches!(error, Error::Truncated { what: "test", expected: 5, found: 2 }), "{error}");
    }

    #[test]
    fn what_cannot_be_read_is_an_error() {
        let mut folder = File::open(std::env::temp_dir()).unwrap();
        assert!(matches!(read("test", &mut folder, 5), Err(Error::Io(_))));
    }

    #[test]
    fn room_that_was_reserved_does_not_show() {
        let path = std::env::temp_dir().join(format!("disk-room-{}", std::process::id()));
        let file = File::create(&path).unwrap();
        reserve(&file, 4 << 20);
        std::io::Write::write_all(&mut &file, &[1, 2, 3]).unwrap();
        assert_eq!(std::fs::read(&path).unwrap(), [1, 2, 3]);
        std::fs::remove_file(path).unwrap();
    }
}
