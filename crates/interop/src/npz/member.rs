//! One member of an archive, read as a stream that is checked on the way.

use std::io::{self, Read, Seek, SeekFrom, Take};

use crc32fast::Hasher;
use flate2::read::DeflateDecoder;
use numoxide_core::Array;

use super::directory::{Entry, Fields, LOCAL, LOCAL_BYTES, Method};
use crate::foreign::disk::{self, Fresh, Pour};
use crate::{Error, Result};

enum Source<'a, R> {
    Stored(Take<&'a mut R>, Pour<R>),
    Deflated(Box<DeflateDecoder<Take<&'a mut R>>>),
}

/// The contents of a member as a stream. Whoever has read them all must call [`Member::finish`]: only then are they known to be
/// whole.
pub struct Member<'a, R> {
    source: Source<'a, R>,
    entry: &'a Entry,
    crc: Hasher,
    done: u64,
}

impl<'a, R: Read + Seek> Member<'a, R> {
    pub(super) fn open(reader: &'a mut R, entry: &'a Entry, pour: Pour<R>) -> Result<Self> {
        let mut header = [0; LOCAL_BYTES as usize];
        reader.seek(SeekFrom::Start(entry.offset))?;
        reader.read_exact(&mut header)?;
        let mut fields = Fields(&header);
        let wrong = |what| Err(Error::member(&entry.name, what));
        if fields.u32()? != LOCAL {
            return wrong("it is not where the directory says");
        }
        fields.u32()?;
        if fields.u16()? != entry.method.number() {
            return wrong("its own header contradicts the directory");
        }
        let mut lengths = Fields(&header[26..]);
        let (name, extra) = (u64::from(lengths.u16()?), u64::from(lengths.u16()?));
        let mut own = Vec::new();
        reader.by_ref().take(name).read_to_end(&mut own)?;
        if own != entry.name.as_bytes() {
            return wrong("its own header contradicts the directory");
        }
        let data = entry.offset + LOCAL_BYTES + name + extra;
        if data + entry.packed > entry.end {
            return wrong("it reaches into what follows it");
        }
        reader.seek(SeekFrom::Start(data))?;
        let packed = reader.take(entry.packed);
        let source = match entry.method {
            Method::Stored if entry.size != entry.packed => {
                return wrong("its sizes differ though it is not compressed");
            }
            Method::Stored => Source::Stored(packed, pour),
            Method::Deflated => Source::Deflated(Box::new(DeflateDecoder::new(packed))),
        };
        Ok(Member { source, entry, crc: Hasher::new(), done: 0 })
    }

    /// What is left of the contents. What is stored lies in the archive; what is compressed may promise more than it holds.
    pub(crate) fn rest(&mut self, what: &'static str) -> Result<Array<u8>> {
        /// So much is still at hand when its sum is taken.
        const BLOCK: u64 = 1 << 18;
        let left = usize::try_from(self.left()).unwrap_or(usize::MAX);
        let Source::Stored(source, pour) = &mut self.source else {
            return disk::read_promised(what, self, disk::from_decoder, left);
        };
        let mut fresh = Fresh::new(left)?;
        loop {
            let (start, most) = (fresh.filled().len(), source.limit().min(BLOCK));
            let found = pour(source.get_mut(), &mut fresh, most as usize)?;
            if found == 0 {
                return fresh.finish(what);
            }
            source.set_limit(source.limit() - found as u64);
            self.crc.update(&fresh.filled()[start..]);
            self.done += found as u64;
        }
    }

    /// Bytes that should be left.
    pub fn left(&self) -> u64 {
        self.entry.size.saturating_sub(self.done)
    }

    /// Checks that the member ends here, and that its sum is right.
    ///
    /// # Errors
    /// [`Error::Truncated`] or [`Error::Overlong`] if it does not, [`Error::Checksum`] if the sum is another.
    pub fn finish(mut self) -> Result<()> {
        let (what, mut more) = ("npz member", [0]);
        let extra = self.source.read(&mut more)? as u64;
        if extra > 0 || self.done > self.entry.size {
            return Err(Error::Overlong { what, extra: extra + self.done.saturating_sub(self.entry.size) });
        }
        if self.left() > 0 {
            let (expected, found) = (self.entry.size, self.done);
            return Err(Error::Truncated { what, expected, found });
        }
        if self.crc.finalize() != self.entry.crc {
            return Err(Error::Checksum { name: self.entry.name.clone() });
        }
        Ok(())
    }
}

impl<R: Read> Read for Source<'_, R> {
    fn read(&mut self, room: &mut [u8]) -> io::Result<usize> {
        match self {
            Source::Stored(source, _) => source.read(room),
            Source::Deflated(source) => source.read(room),
        }
    }
}

impl<R: Read> Read for Member<'_, R> {
    fn read(&mut self, room: &mut [u8]) -> io::Result<usize> {
        // No more than the directory promises: what swells beyond is found by `finish`.
        let left = self.entry.size.saturating_sub(self.done);
        let count = room.len().min(usize::try_from(left).unwrap_or(usize::MAX));
        let found = self.source.read(&mut room[..count])?;
        self.crc.update(&room[..found]);
        self.done += found as u64;
        Ok(found)
    }
}
