//! Strings, bytes and raw items as Python's `repr` shows them.

use std::fmt::Write;

use super::corner::Corner;
use super::words::Words;
use crate::cast::{characters, trimmed};
use crate::dtype::Quoted;
use crate::layout::SliceSpec;
use crate::{AnyView, Order};

/// The bytes of the items in `corner`, one after the other.
fn gather(view: &AnyView<'_>, corner: &Corner) -> Vec<u8> {
    let bytes = |view: &AnyView<'_>| view.tobytes(Order::C).unwrap_or_else(|error| panic!("{error}"));
    if !corner.is_partial() {
        return bytes(view);
    }
    let mut all = Vec::with_capacity(corner.len() * view.itemsize());
    corner.for_each_index(|index| {
        let place: Vec<_> = index.iter().map(|&at| SliceSpec::Index(at)).collect();
        all.extend(bytes(&view.slice(place).expect("a corner lies in its array")));
    });
    all
}

/// What `write` makes of the bytes of each item.
fn each(view: &AnyView<'_>, corner: &Corner, mut write: impl FnMut(&[u8])) {
    let (bytes, size) = (gather(view, corner), view.itemsize());
    (0..corner.len()).for_each(|at| write(&bytes[at * size..(at + 1) * size]));
}

/// Text, without the zeros at its end. Code points that are none become U+FFFD.
pub(super) fn texts(view: &AnyView<'_>, corner: &Corner) -> Vec<String> {
    let mut texts = Vec::with_capacity(corner.len());
    each(view, corner, |item| {
        texts.push(characters(item).collect());
    });
    texts
}

/// What `format` makes of the bytes of each item.
pub(super) fn formatted(view: &AnyView<'_>, corner: &Corner, format: impl Fn(&[u8]) -> String) -> Words {
    let mut words = Words::with_capacity(corner.len());
    each(view, corner, |item| words.push(|out| out.push_str(&format(item))));
    words
}

/// Text as Python quotes it.
pub(super) fn quoted(text: &str) -> String {
    Quoted(text).to_string()
}

/// `b'abc'`, without the zeros at the end.
pub(super) fn bytes(view: &AnyView<'_>, corner: &Corner) -> Words {
    let mut words = Words::with_capacity(corner.len());
    each(view, corner, |item| {
        let item = trimmed(item);
        let quote = if item.contains(&b'\'') && !item.contains(&b'"') { '"' } else { '\'' };
        words.push(|out| {
            out.extend(['b', quote]);
            for &byte in item {
                match byte {
                    b'\n' => out.push_str("\\n"),
                    b'\r' => out.push_str("\\r"),
                    b'\t' => out.push_str("\\t"),
                    b'\\' => out.push_str("\\\\"),
                    _ if char::from(byte) == quote => out.extend(['\\', quote]),
                    0x20..0x7f => out.push(char::from(byte)),
                    _ => write!(out, "\\x{byte:02x}").expect("a string takes what is written"),
                }
            }
            out.push(quote);
        });
    });
    words
}

/// `b'\x61\x62'`: bytes without a meaning.
pub(super) fn hex(view: &AnyView<'_>, corner: &Corner) -> Words {
    let mut words = Words::with_capacity(corner.len());
    each(view, corner, |item| {
        words.push(|out| {
            out.push_str("b'");
            for byte in item {
                write!(out, "\\x{byte:02X}").expect("a string takes what is written");
            }
            out.push('\'');
        });
    });
    words
}
