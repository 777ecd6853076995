//! The directory at the end of a zip archive, read with suspicion.

use std::io::{Read, Seek, SeekFrom};

use crate::{Error, Result};

pub(super) const LOCAL: u32 = 0x0403_4b50;
pub(super) const CENTRAL: u32 = 0x0201_4b50;
pub(super) const END: u32 = 0x0605_4b50;
pub(super) const END_64: u32 = 0x0606_4b50;
pub(super) const LOCATOR_64: u32 = 0x0706_4b50;
/// The kind of the extra field with sizes of 64 bits.
pub(super) const EXTRA_64: u16 = 1;
/// The flag of names in UTF-8.
pub(super) const UTF8: u16 = 1 << 11;

const END_BYTES: u64 = 22;
const LOCATOR_BYTES: u64 = 20;
const CENTRAL_BYTES: usize = 46;
/// Bytes of a local header before its name.
pub(super) const LOCAL_BYTES: u64 = 30;

/// How a member lies in the archive.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Method {
    Stored,
    Deflated,
}

impl Method {
    pub(super) fn number(self) -> u16 {
        match self {
            Method::Stored => 0,
            Method::Deflated => 8,
        }
    }
}

/// A member as the directory describes it.
#[derive(Clone, Debug)]
pub struct Entry {
    /// Its full name.
    pub name: String,
    /// Its bytes when it is decompressed.
    pub size: u64,
    /// Its bytes in the archive.
    pub packed: u64,
    pub(super) method: Method,
    pub(super) crc: u32,
    /// Where its local header begins.
    pub(super) offset: u64,
    /// Where the next one, or the directory, begins.
    pub(super) end: u64,
}

impl Entry {
    /// Its name without `.npy`.
    pub fn key(&self) -> &str {
        self.name.strip_suffix(".npy").unwrap_or(&self.name)
    }

    /// Whether it is compressed.
    pub fn is_compressed(&self) -> bool {
        self.method == Method::Deflated
    }
}

fn zip(what: &'static str) -> Error {
    Error::Zip { what }
}

/// Numbers of a record, one after the other.
pub(super) struct Fields<'a>(pub(super) &'a [u8]);

impl Fields<'_> {
    fn take<const N: usize>(&mut self) -> Option<[u8; N]> {
        let (first, rest) = self.0.split_first_chunk()?;
        self.0 = rest;
        Some(*first)
    }

    pub(super) fn u16(&mut self) -> Result<u16> {
        self.take().map(u16::from_le_bytes).ok_or_else(|| zip("a record is cut off"))
    }

    pub(super) fn u32(&mut self) -> Result<u32> {
        self.take().map(u32::from_le_bytes).ok_or_else(|| zip("a record is cut off"))
    }

    fn u64(&mut self) -> Result<u64> {
        self.take().map(u64::from_le_bytes).ok_or_else(|| zip("a record is cut off"))
    }
}

/// Reads `len` bytes from a place, which must lie before the end of the file.
pub(super) fn read_at(reader: &mut (impl Read + Seek), place: u64, len: u64, file: u64) -> Result<Vec<u8>> {
    if place.checked_add(len).is_none_or(|end| end > file) {
        return Err(zip("a record lies beyond the end of the file"));
    }
    reader.seek(SeekFrom::Start(place))?;
    let mut bytes = Vec::new();
    reader.take(len).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// Where the directory lies, and how many entries it has.
struct End {
    entries: u64,
    size: u64,
    offset: u64,
    /// Where the records of the end begin, up to which the directory may reach.
    place: u64,
}

/// The members, in the order of the directory, which lie apart and have names that can be trusted.
pub(super) fn entries(reader: &mut (impl Read + Seek), max_members: u64) -> Result<Vec<Entry>> {
    let file = reader.seek(SeekFrom::End(0))?;
    let end = end(reader, file)?;
    if end.entries > max_members {
        return Err(Error::Limit { what: "npz: number of members", found: end.entries, limit: max_members });
    }
    if end.offset.checked_add(end.size).is_none_or(|stop| stop > end.place) {
        return Err(zip("the directory reaches beyond its end"));
    }
    let bytes = read_at(reader, end.offset, end.size, file)?;
    let mut rest = &bytes[..];
    let mut entries: Vec<Entry> = Vec::new();
    for _ in 0..end.entries {
        entries.push(entry(&mut rest)?);
    }
    if !rest.is_empty() {
        return Err(zip("the directory has more entries than it says"));
    }
    check_names(&entries)?;
    place(&mut entries, end.offset)?;
    Ok(entries)
}

/// The record at the end of the file, which a comment may follow.
fn end(reader: &mut (impl Read + Seek), file: u64) -> Result<End> {
    let tail = file.min(END_BYTES + u64::from(u16::MAX));
    let bytes = read_at(reader, file - tail, tail, file)?;
    let fits = |at: &usize| {
        let record = &bytes[*at..];
        record.starts_with(&END.to_le_bytes())
            && record.len() >= 22
            && record.len() - 22 == usize::from(u16::from_le_bytes([record[20], record[21]]))
    };
    let at = (0..bytes.len()).rev().find(fits).ok_or_else(|| zip("it has no directory at its end"))?;
    let place = file - tail + at as u64;
    let mut fields = Fields(&bytes[at + 4..]);
    let (disk, directory_disk) = (fields.u16()?, fields.u16()?);
    let (here, entries) = (fields.u16()?, fields.u16()?);
    let (size, offset) = (fields.u32()?, fields.u32()?);
    if place >= LOCATOR_BYTES {
        let locator = read_at(reader, place - LOCATOR_BYTES, LOCATOR_BYTES, file)?;
        let mut fields = Fields(&locator);
        if fields.u32()? == LOCATOR_64 {
            fields.u32()?;
            return end_64(reader, fields.u64()?, file);
        }
    }
    if disk != 0 || directory_disk != 0 || here != entries {
        return Err(zip("it is one of several parts"));
    }
    Ok(End { entries: entries.into(), size: size.into(), offset: offset.into(), place })
}

fn end_64(reader: &mut (impl Read + Seek), place: u64, file: u64) -> Result<End> {
    let record = read_at(reader, place, 56, file)?;
    let mut fields = Fields(&record);
    if fields.u32()? != END_64 {
        return Err(zip("the directory of 64 bits is not where it should be"));
    }
    fields.u64()?;
    fields.u32()?;
    let (disk, directory_disk) = (fields.u32()?, fields.u32()?);
    let (here, entries) = (fields.u64()?, fields.u64()?);
    if disk != 0 || directory_disk != 0 || here != entries {
        return Err(zip("it is one of several parts"));
    }
    Ok(End { entries, size: fields.u64()?, offset: fields.u64()?, place })
}

fn entry(rest: &mut &[u8]) -> Result<Entry> {
    let mut fields = Fields(rest);
    if fields.u32()? != CENTRAL {
        return Err(zip("the directory has fewer entries than it says"));
    }
    fields.u32()?;
    let (flags, method) = (fields.u16()?, fields.u16()?);
    fields.u32()?;
    let crc = fields.u32()?;
    let (packed, size) = (fields.u32()?, fields.u32()?);
    let lengths = [fields.u16()?, fields.u16()?, fields.u16()?].map(usize::from);
    fields.u32()?;
    fields.u32()?;
    let offset = fields.u32()?;
    let whole = CENTRAL_BYTES + lengths.iter().sum::<usize>();
    let record = rest.get(..whole).ok_or_else(|| zip("a record is cut off"))?;
    *rest = &rest[whole..];
    let (name, extra) = record[CENTRAL_BYTES..].split_at(lengths[0]);
    let name = name_of(name, flags)?;
    let method = match method {
        _ if flags & 1 != 0 => return Err(Error::member(name, "it is encrypted")),
        0 => Method::Stored,
        8 => Method::Deflated,
        _ => return Err(Error::member(name, "it is compressed by a method that is not known")),
    };
    let sizes = [size, packed, offset].map(u64::from);
    let [size, packed, offset] = extended(sizes, &extra[..lengths[1]])?;
    Ok(Entry { name, size, packed, method, crc, offset, end: 0 })
}

/// Sizes whose 32 bits are all set stand in the extra field of 64 bits.
fn extended(mut sizes: [u64; 3], extra: &[u8]) -> Result<[u64; 3]> {
    let mut fields = Fields(extra);
    while fields.0.len() >= 4 {
        let (kind, len) = (fields.u16()?, usize::from(fields.u16()?));
        let (field, rest) = fields.0.split_at_checked(len).ok_or_else(|| zip("a record is cut off"))?;
        fields = Fields(rest);
        if kind == EXTRA_64 {
            let mut field = Fields(field);
            for size in sizes.iter_mut().filter(|size| **size == u64::from(u32::MAX)) {
                *size = field.u64()?;
            }
        }
    }
    Ok(sizes)
}

fn name_of(bytes: &[u8], flags: u16) -> Result<String> {
    let known = flags & UTF8 != 0 || bytes.is_ascii();
    match std::str::from_utf8(bytes) {
        Ok(name) if known => Ok(name.to_owned()),
        _ => {
            let name = String::from_utf8_lossy(bytes).into_owned();
            Err(Error::MemberName { name, why: "its name is no UTF-8" })
        }
    }
}

/// Why a name cannot be trusted, if it cannot.
pub(super) fn distrust(name: &str) -> Option<&'static str> {
    let drive = name.as_bytes().get(1) == Some(&b':');
    if name.is_empty() {
        return Some("its name is empty");
    }
    if name.starts_with('/') || drive {
        return Some("its name leads to a place of the system");
    }
    if name.contains(['\\', '\0']) {
        return Some("its name has characters that no name should have");
    }
    name.split('/').any(|part| part == "..").then_some("its name leads out of its folder")
}

fn check_names(entries: &[Entry]) -> Result<()> {
    let mut seen = std::collections::HashSet::new();
    for entry in entries {
        if let Some(why) = distrust(&entry.name) {
            return Err(Error::MemberName { name: entry.name.clone(), why });
        }
        if !seen.insert(entry.key()) {
            return Err(Error::DuplicateMember { name: entry.name.clone() });
        }
    }
    Ok(())
}

/// Finds where each member ends at the latest, and refuses those that lie one over the other: such archives are made to
/// swell.
fn place(entries: &mut [Entry], directory: u64) -> Result<()> {
    let mut order: Vec<usize> = (0..entries.len()).collect();
    order.sort_by_key(|&at| std::cmp::Reverse(entries[at].offset));
    let mut next = directory;
    for at in order {
        let entry = &mut entries[at];
        let least = LOCAL_BYTES + entry.name.len() as u64;
        let end = entry.offset.checked_add(least).and_then(|data| data.checked_add(entry.packed));
        if end.is_none_or(|end| end > next) {
            return Err(Error::member(&entry.name, "it reaches into what follows it"));
        }
        (entry.end, next) = (next, entry.offset);
    }
    Ok(())
}
