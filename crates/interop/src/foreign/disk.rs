//! Files and other readers read straight into the memory of new arrays, and room on the disk for files before they are written.

use std::fs::File;
use std::io::{self, Read};

use numoxide_core::{AnyArray, Array, Buffer, DType, Layout, Order};

use crate::bytes::fill_run;
use crate::{Error, Result};

/// Memory of a new array, which is filled from its beginning. It is not zeroed before: that would cost as much again as the
/// reading.
pub(crate) struct Fresh {
    /// No larger than all of it.
    buffer: Buffer,
    /// The bytes of all of it.
    len: usize,
    /// Bytes that have been written.
    done: usize,
}

/// How a reader fills memory with up to so many bytes; their number, which is less only if the reader ends.
pub(crate) type Pour<R> = fn(&mut R, &mut Fresh, usize) -> io::Result<usize>;

/// `len` bytes of a reader that is known, or trusted, to hold them.
pub(crate) fn read<R>(what: &'static str, reader: &mut R, pour: Pour<R>, len: usize) -> Result<Array<u8>> {
    let mut fresh = Fresh::new(len)?;
    pour(reader, &mut fresh, len)?;
    fresh.finish(what)
}

/// `len` bytes of a reader of which nobody knows how much it holds. No more memory is taken than twice of what has been read
/// already, so that a promise costs none; memory that lies at hand from before serves at once.
pub(crate) fn read_promised<R>(
    what: &'static str,
    reader: &mut R,
    pour: Pour<R>,
    len: usize,
) -> Result<Array<u8>> {
    /// The block taken before any byte has been seen.
    const FIRST: usize = 1 << 16;
    let mut fresh = match Buffer::at_hand(len) {
        Some(buffer) => Fresh { buffer, len, done: 0 },
        None => Fresh { buffer: Buffer::uninit(len.min(FIRST))?, len, done: 0 },
    };
    loop {
        let room = fresh.room();
        if pour(reader, &mut fresh, room)? < room || fresh.done == len {
            return fresh.finish(what);
        }
        // Half as much again, since blocks are rounded up by as much as a quarter.
        let more = (fresh.done / 2).min(len - fresh.done);
        fresh.buffer = fresh.buffer.resized(fresh.done + more)?;
    }
}

impl Fresh {
    /// Memory of `len` bytes.
    pub(crate) fn new(len: usize) -> Result<Self> {
        Ok(Fresh { buffer: Buffer::uninit(len)?, len, done: 0 })
    }

    /// How many bytes there is memory for behind those that have been written.
    fn room(&self) -> usize {
        self.buffer.bytes() - self.done
    }

    /// The bytes that are there already.
    pub(crate) fn filled(&self) -> &[u8] {
        // SAFETY: so many bytes have been written, and nobody else knows of the block.
        unsafe { std::slice::from_raw_parts(self.buffer.data().as_ptr(), self.done) }
    }

    /// The next bytes, up to `most` of them, as zeros.
    fn zeroed(&mut self, most: usize) -> &mut [u8] {
        let len = most.min(self.room());
        // SAFETY: `done` and `len` are no more than the block has bytes, nobody else knows of it, and zeros are written before
        // anything is read.
        unsafe {
            let place = self.buffer.data().as_ptr().add(self.done);
            place.write_bytes(0, len);
            std::slice::from_raw_parts_mut(place, len)
        }
    }

    /// The array, if all of it has been filled.
    pub(crate) fn finish(self, what: &'static str) -> Result<Array<u8>> {
        if self.done < self.len {
            return Err(Error::Truncated { what, expected: self.len as u64, found: self.done as u64 });
        }
        let layout = Layout::contiguous(&[self.len], 1, Order::C)?;
        // SAFETY: all of the bytes have been written, and each is a `u8`.
        Ok(unsafe { AnyArray::from_buffer(self.buffer, layout, DType::U8)? }.try_into()?)
    }
}

/// Fills memory from any reader.
pub(crate) fn from_reader<R: Read>(reader: &mut R, fresh: &mut Fresh, most: usize) -> io::Result<usize> {
    in_runs(reader, fresh, most, 1 << 14)
}

/// Fills memory from a reader that unpacks. At the end of each call it keeps a copy of its window of 32 KiB, so that calls are
/// few.
pub(crate) fn from_decoder<R: Read>(reader: &mut R, fresh: &mut Fresh, most: usize) -> io::Result<usize> {
    in_runs(reader, fresh, most, 1 << 17)
}

/// Fills memory from a reader, which may look at what it is given, so that it gets zeros: as much at a time as the processor
/// still has at hand when the reader writes over them.
fn in_runs<R: Read>(reader: &mut R, fresh: &mut Fresh, most: usize, run: usize) -> io::Result<usize> {
    let start = fresh.done;
    let end = start + most.min(fresh.room());
    while fresh.done < end {
        let run = fresh.zeroed(run.min(end - fresh.done));
        let len = run.len();
        // A reader may say that it has written more than there was room for.
        let found = fill_run(reader, run)?.min(len);
        fresh.done += found;
        if found < len {
            break;
        }
    }
    Ok(fresh.done - start)
}

/// Fills memory from a file, from where that stands.
#[cfg(unix)]
pub(crate) fn from_file(file: &mut File, fresh: &mut Fresh, most: usize) -> io::Result<usize> {
    let len = most.min(fresh.room());
    // SAFETY: the block has so many bytes behind those that are there already, and nobody else knows of it.
    let found = unsafe { fill(file, fresh.buffer.data().as_ptr().add(fresh.done), len)? };
    fresh.done += found;
    Ok(found)
}

/// Fills memory from a file, from where that stands.
#[cfg(not(unix))]
pub(crate) fn from_file(file: &mut File, fresh: &mut Fresh, most: usize) -> io::Result<usize> {
    from_reader(file, fresh, most)
}

/// Reads up to `len` bytes to a place, fewer only if the file ends; gives their number.
///
/// # Safety
/// The place must be valid for writing `len` bytes.
#[cfg(unix)]
unsafe fn fill(file: &File, place: *mut u8, len: usize) -> io::Result<usize> {
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
                let error = io::Error::last_os_error();
                if error.kind() != io::ErrorKind::Interrupted {
                    return Err(error);
                }
            }
        }
    }
    Ok(done)
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
        assert_eq!(read("test", &mut file, from_file, 3).unwrap().to_vec(), [2, 3, 4]);
        assert_eq!(file.stream_position().unwrap(), 4);
        assert_eq!(read("test", &mut file, from_file, 0).unwrap().to_vec(), [0; 0]);
    }

    #[test]
    fn memory_is_filled_part_by_part() {
        let bytes: Vec<u8> = (0..100_000u32).map(|at| at as u8).collect();
        let (mut file, mut reader) = (file("parts", &bytes), &bytes[..]);
        let mut fresh = [Fresh::new(bytes.len()).unwrap(), Fresh::new(bytes.len()).unwrap()];
        for (most, done) in [(1, 1), (50_000, 50_001), (0, 50_001), (usize::MAX, 100_000)] {
            let before = fresh[0].filled().len();
            assert_eq!(from_file(&mut file, &mut fresh[0], most).unwrap(), done - before);
            assert_eq!(from_reader(&mut reader, &mut fresh[1], most).unwrap(), done - before);
            fresh.iter().for_each(|fresh| assert!(fresh.filled() == &bytes[..done]));
        }
        fresh.into_iter().for_each(|fresh| assert!(fresh.finish("test").unwrap().to_vec() == bytes));
    }

    /// Says that it has written more than there was room for.
    struct Boaster;

    impl Read for Boaster {
        fn read(&mut self, room: &mut [u8]) -> io::Result<usize> {
            Ok(room.len() + 7)
        }
    }

    #[test]
    fn readers_that_boast_get_no_further_than_the_memory() {
        let mut fresh = Fresh::new(20_000).unwrap();
        assert_eq!(from_reader(&mut Boaster, &mut fresh, 10).unwrap(), 10);
        assert_eq!(from_reader(&mut Boaster, &mut fresh, usize::MAX).unwrap(), 19_990);
        assert!(fresh.finish("test").unwrap().to_vec() == vec![0; 20_000]);
    }

    #[test]
    fn a_file_that_has_become_shorter_is_truncated() {
        let error = read("test", &mut file("shorter", &[1, 2]), from_file, 5).unwrap_err();
        assert!(matches!(error, Error::Truncated { what: "test", expected: 5, found: 2 }), "{error}");
    }

    #[test]
    fn what_cannot_be_read_is_an_error() {
        let mut folder = File::open(std::env::temp_dir()).unwrap();
        assert!(matches!(read("test", &mut folder, from_file, 5), Err(Error::Io(_))));
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
