//! Arrays piece by piece: a thread reads ahead while the last piece is worked on.

use std::fs::File;
use std::io::{BufReader, Read};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread;

use numoxide::interop::{FromFile, Result as ReadResult, safetensors};
use numoxide::prelude::*;
use numoxide::{npy, npz};

use crate::source::{Entry, Format, Source};
use crate::{Error, Result};

/// Bytes of a piece, about.
const PIECE: usize = 4 << 20;

/// A piece of an array.
pub struct Piece {
    /// Its items, in the order of the file.
    pub items: AnyArray,
    /// The bytes that it takes there.
    pub bytes: u64,
}

/// The pieces of an array, in the order of the file.
pub struct Chunks {
    pieces: Receiver<ReadResult<Piece>>,
    source: Source,
}

impl Chunks {
    /// Begins to read an array: whole rows where it is row-major, and any number of items where it is column-major.
    pub fn of(source: &Source, entry: &Entry) -> Chunks {
        let (send, pieces) = sync_channel(1);
        let (file, entry) = (source.clone(), entry.clone());
        thread::spawn(move || {
            if let Err(error) = feed(&file, &entry, &send) {
                // Whoever has gone does not want to know.
                let _ = send.send(Err(error));
            }
        });
        Chunks { pieces, source: source.clone() }
    }
}

impl Iterator for Chunks {
    type Item = Result<Piece>;

    fn next(&mut self) -> Option<Result<Piece>> {
        let piece = self.pieces.recv().ok()?;
        Some(piece.map_err(Error::file(self.source.path())))
    }
}

fn feed(source: &Source, entry: &Entry, send: &SyncSender<ReadResult<Piece>>) -> ReadResult<()> {
    let give = |items, bytes| send.send(Ok(Piece { items, bytes })).is_ok();
    if let Some(csv) = source.csv() {
        return csv.each_part(source.path(), PIECE, give);
    }
    let size = entry.dtype.itemsize();
    binary(source, entry, |reader, from| {
        let (most, mut left) = (items_at_once(entry), entry.len());
        while left > 0 {
            let items = from.clone().count(most.min(left)).read_from(&mut *reader)?;
            if items.is_empty() {
                let (expected, found) = (entry.bytes(), ((entry.len() - left) * size) as u64);
                return Err(numoxide::interop::Error::Truncated { what: "array", expected, found });
            }
            left -= items.len();
            let bytes = (items.len() * size) as u64;
            if !give(items, bytes) {
                break;
            }
        }
        Ok(())
    })
}

/// How many items a piece has: whole rows, if rows lie one after the other.
fn items_at_once(entry: &Entry) -> usize {
    let items = (PIECE / entry.dtype.itemsize().max(1)).max(1);
    match entry.shape[..] {
        [_, columns] if entry.order == Order::C && columns > 0 => (items / columns).max(1) * columns,
        _ => items,
    }
}

/// Reads raw items by `read`, which gets a reader that stands at the first one, and how they are read. What was read of an
/// archive whole is held to its sum.
pub(crate) fn binary<T>(
    source: &Source,
    entry: &Entry,
    read: impl FnOnce(&mut dyn Read, FromFile) -> ReadResult<T>,
) -> ReadResult<T> {
    let from = FromFile::new(entry.dtype.clone()).swapped(entry.swapped.clone());
    let name = entry.name.as_deref().unwrap_or_default();
    match source.format() {
        Format::Npz => {
            let mut archive = npz::open(source.path())?;
            let mut member = archive.member(name)?;
            npy::Header::read(&mut member, npy::MAX_HEADER_SIZE)?;
            let found = read(&mut member, from)?;
            if member.left() == 0 {
                member.finish()?;
            }
            Ok(found)
        }
        Format::Safetensors => read(&mut safetensors::open(source.path())?.data(name)?, from),
        _ => {
            let mut file = BufReader::new(File::open(source.path())?);
            npy::Header::read(&mut file, npy::MAX_HEADER_SIZE)?;
            read(&mut file, from)
        }
    }
}
