//! Archives written member by member, to any writer.

use std::io::{self, Write};

use crc32fast::Hasher;
use flate2::Compression;
use flate2::write::DeflateEncoder;
use numoxide_core::AnyView;

use super::directory::{CENTRAL, END, END_64, EXTRA_64, LOCAL, LOCATOR_64, Method, UTF8, distrust};
use crate::npy::Save;
use crate::{Error, Result};

/// The version of the format that sizes of 64 bits need.
const VERSION: u16 = 45;
/// The first of January 1980: archives of the same arrays are the same.
const DATE: u32 = 0x21 << 16;
/// The flag of members whose sum and sizes follow them.
const FOLLOWED: u16 = 1 << 3;
/// From here on, sizes and places have 64 bits, as Python has it.
const LARGE: u64 = (1 << 31) - 1;
const DESCRIPTOR: u32 = 0x0807_4b50;

/// Writes an archive, member by member.
///
/// ```
/// use numoxide_core::array;
/// use numoxide_interop::npz;
///
/// let mut writer = npz::Writer::new(Vec::new());
/// writer.add("x", &array![1, 2])?;
/// writer.add("y", &array![true])?;
/// let bytes = writer.finish()?;
/// let mut archive = npz::Npz::new(std::io::Cursor::new(bytes))?;
/// assert_eq!(archive.get_as::<i32>("x")?.to_vec(), [1, 2]);
/// # Ok::<(), numoxide_interop::Error>(())
/// ```
#[derive(Debug)]
pub struct Writer<W> {
    out: Counted<W>,
    method: Method,
    level: u32,
    written: Vec<Written>,
}

#[derive(Debug)]
struct Written {
    name: String,
    method: Method,
    flags: u16,
    crc: u32,
    packed: u64,
    size: u64,
    offset: u64,
}

impl<W: Write> Writer<W> {
    /// An archive whose members lie in it as they are.
    pub fn new(out: W) -> Self {
        Writer::with_method(out, Method::Stored)
    }

    /// An archive whose members are compressed.
    pub fn compressed(out: W) -> Self {
        Writer::with_method(out, Method::Deflated)
    }

    pub(super) fn with_method(out: W, method: Method) -> Self {
        Writer { out: Counted { out, count: 0 }, method, level: 6, written: Vec::new() }
    }

    /// How hard to compress, from 0 to 9; 6 if nothing else is said.
    #[must_use]
    pub fn level(mut self, level: u32) -> Self {
        self.level = level.min(9);
        self
    }

    /// Writes an array under a name.
    ///
    /// # Errors
    /// As [`crate::npy::write`]; [`Error::DuplicateMember`] if the name came before, [`Error::MemberName`] if it leads out of a folder.
    pub fn add<'a>(&mut self, name: &str, array: impl Into<AnyView<'a>>) -> Result<()> {
        self.add_view(name, &array.into())
    }

    fn add_view(&mut self, key: &str, view: &AnyView<'_>) -> Result<()> {
        let name = format!("{key}.npy");
        if let Some(why) = distrust(&name).or_else(|| key.is_empty().then_some("its name is empty")) {
            return Err(Error::MemberName { name, why });
        }
        if self.written.iter().any(|other| other.name == name) {
            return Err(Error::DuplicateMember { name });
        }
        if name.len() > usize::from(u16::MAX) {
            return Err(Error::MemberName { name, why: "its name is too long" });
        }
        let flags = if name.is_ascii() { 0 } else { UTF8 };
        let (method, offset) = (self.method, self.out.count);
        let mut member = Written { name, method, flags, crc: 0, packed: 0, size: 0, offset };
        match method {
            Method::Stored => self.store(&mut member, view)?,
            Method::Deflated => self.deflate(&mut member, view)?,
        }
        self.written.push(member);
        Ok(())
    }

    /// The items are passed over twice, since their sum stands before them.
    fn store(&mut self, member: &mut Written, view: &AnyView<'_>) -> Result<()> {
        let mut sum = Summed { out: io::sink(), crc: Hasher::new(), count: 0 };
        Save::default().put(&mut sum, view)?;
        (member.crc, member.size, member.packed) = (sum.crc.finalize(), sum.count, sum.count);
        self.local_header(member)?;
        Save::default().put(&mut self.out, view)
    }

    /// Sum and sizes follow the items, since they are known only then.
    fn deflate(&mut self, member: &mut Written, view: &AnyView<'_>) -> Result<()> {
        member.flags |= FOLLOWED;
        self.local_header(member)?;
        let start = self.out.count;
        (member.crc, member.size) = pack(&mut self.out, self.level, view)?;
        member.packed = self.out.count - start;
        let mut record = Record::new(DESCRIPTOR);
        record.u32(member.crc).u64(member.packed).u64(member.size);
        Ok(self.out.write_all(&record.0)?)
    }

    /// The header before a member, with room for sizes of 64 bits, as NumPy always writes it.
    fn local_header(&mut self, member: &Written) -> Result<()> {
        let mut record = Record::new(LOCAL);
        record.u16(VERSION).u16(member.flags).u16(member.method.number()).u32(DATE).u32(member.crc);
        record.u32(u32::MAX).u32(u32::MAX).u16(member.name.len() as u16).u16(20);
        record.0.extend(member.name.as_bytes());
        record.u16(EXTRA_64).u16(16).u64(member.size).u64(member.packed);
        Ok(self.out.write_all(&record.0)?)
    }

    /// Writes the directory, without which there is no archive, and gives the writer back.
    ///
    /// # Errors
    /// [`Error::Io`].
    pub fn finish(mut self) -> Result<W> {
        let start = self.out.count;
        for member in &self.written {
            self.out.write_all(&central(member))?;
        }
        let (size, count) = (self.out.count - start, self.written.len() as u64);
        let mut record = Record(Vec::new());
        if count > u64::from(u16::MAX) || start > LARGE || size > LARGE {
            record.u32(END_64).u64(44).u16(VERSION).u16(VERSION).u32(0).u32(0);
            record.u64(count).u64(count).u64(size).u64(start);
            record.u32(LOCATOR_64).u32(0).u64(self.out.count).u32(1);
        }
        let count = u16::try_from(count).unwrap_or(u16::MAX);
        let narrow = |value: u64| u32::try_from(value).unwrap_or(u32::MAX);
        record.u32(END).u32(0).u16(count).u16(count).u32(narrow(size)).u32(narrow(start)).u16(0);
        self.out.write_all(&record.0)?;
        self.out.flush()?;
        Ok(self.out.out)
    }
}

/// Writes the items compressed, and gives their sum and their bytes.
fn pack(out: &mut impl Write, level: u32, view: &AnyView<'_>) -> Result<(u32, u64)> {
    let packer = DeflateEncoder::new(out, Compression::new(level));
    let mut sum = Summed { out: packer, crc: Hasher::new(), count: 0 };
    Save::default().put(&mut sum, view)?;
    sum.out.finish()?;
    Ok((sum.crc.finalize(), sum.count))
}

/// The entry of a member in the directory.
fn central(member: &Written) -> Vec<u8> {
    let large = member.size > LARGE || member.packed > LARGE;
    let mut extra = Record(Vec::new());
    if large {
        extra.u64(member.size).u64(member.packed);
    }
    if member.offset > LARGE {
        extra.u64(member.offset);
    }
    let narrow = |value: u64, wide: bool| if wide { u32::MAX } else { value as u32 };
    let extra_bytes = if extra.0.is_empty() { 0 } else { extra.0.len() as u16 + 4 };
    let mut record = Record::new(CENTRAL);
    // Made on Unix, where everyone's rights are the owner's to read and write.
    record.u16(VERSION | 3 << 8).u16(VERSION).u16(member.flags).u16(member.method.number());
    record.u32(DATE).u32(member.crc).u32(narrow(member.packed, large)).u32(narrow(member.size, large));
    record.u16(member.name.len() as u16).u16(extra_bytes).u16(0).u32(0);
    record.u32(0o600 << 16).u32(narrow(member.offset, member.offset > LARGE));
    record.0.extend(member.name.as_bytes());
    if !extra.0.is_empty() {
        record.u16(EXTRA_64).u16(extra.0.len() as u16);
        record.0.extend(extra.0);
    }
    record.0
}

/// Numbers one after the other.
struct Record(Vec<u8>);

impl Record {
    fn new(signature: u32) -> Self {
        Record(signature.to_le_bytes().to_vec())
    }

    fn u16(&mut self, value: u16) -> &mut Self {
        self.0.extend(value.to_le_bytes());
        self
    }

    fn u32(&mut self, value: u32) -> &mut Self {
        self.0.extend(value.to_le_bytes());
        self
    }

    fn u64(&mut self, value: u64) -> &mut Self {
        self.0.extend(value.to_le_bytes());
        self
    }
}

/// Knows how many bytes went through.
#[derive(Debug)]
struct Counted<W> {
    out: W,
    count: u64,
}

impl<W: Write> Write for Counted<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.out.write(bytes)?;
        self.count += written as u64;
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

/// Knows the sum and the number of the bytes that went through.
struct Summed<W> {
    out: W,
    crc: Hasher,
    count: u64,
}

impl<W: Write> Write for Summed<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.out.write(bytes)?;
        self.crc.update(&bytes[..written]);
        self.count += written as u64;
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}
