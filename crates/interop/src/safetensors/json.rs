//! As much JSON as the header of a safetensors file has.

use crate::{Error, Result};

/// Deeper nesting than this is refused, so that no text exhausts the stack.
const DEEPEST: usize = 8;
/// No array has more axes, and no list of a header is longer than a shape.
const LONGEST: usize = 64;

/// A value of the header.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Json {
    Text(String),
    Int(u64),
    List(Vec<Json>),
    /// Keys and values in the order of the text; no key comes twice.
    Object(Vec<(String, Json)>),
}

fn wrong(why: &'static str) -> Error {
    Error::Safetensors { why }
}

/// The value that a whole text describes.
pub(super) fn parse(text: &str) -> Result<Json> {
    let mut reader = Reader { rest: text };
    let value = reader.value(0)?;
    reader.skip_blanks();
    if reader.rest.is_empty() { Ok(value) } else { Err(wrong("something follows the header's object")) }
}

struct Reader<'a> {
    rest: &'a str,
}

impl Reader<'_> {
    fn skip_blanks(&mut self) {
        self.rest = self.rest.trim_start_matches([' ', '\t', '\n', '\r']);
    }

    fn eat(&mut self, token: char) -> bool {
        self.skip_blanks();
        let rest = self.rest.strip_prefix(token);
        self.rest = rest.unwrap_or(self.rest);
        rest.is_some()
    }

    fn value(&mut self, depth: usize) -> Result<Json> {
        if depth > DEEPEST {
            let (found, limit) = (depth as u64, DEEPEST as u64);
            return Err(Error::Limit { what: "safetensors: nesting of the header", found, limit });
        }
        if self.eat('{') {
            return self.object(depth);
        }
        if self.eat('[') {
            return self.list(depth);
        }
        match self.rest.chars().next() {
            Some('"') => Ok(Json::Text(self.text()?)),
            Some('0'..='9') => self.integer(),
            _ => Err(wrong("the header is no JSON of texts, sizes, lists and objects")),
        }
    }

    fn list(&mut self, depth: usize) -> Result<Json> {
        let mut items = Vec::new();
        if self.eat(']') {
            return Ok(Json::List(items));
        }
        loop {
            if items.len() == LONGEST {
                return Err(wrong("a list of the header is longer than any shape"));
            }
            items.push(self.value(depth + 1)?);
            if self.eat(']') {
                return Ok(Json::List(items));
            }
            if !self.eat(',') {
                return Err(wrong("a list of the header lacks a comma"));
            }
        }
    }

    fn object(&mut self, depth: usize) -> Result<Json> {
        let mut entries = Vec::new();
        if self.eat('}') {
            return Ok(Json::Object(entries));
        }
        loop {
            self.skip_blanks();
            let key = self.text()?;
            if !self.eat(':') {
                return Err(wrong("an object of the header lacks a colon"));
            }
            entries.push((key, self.value(depth + 1)?));
            if self.eat('}') {
                return distinct(entries);
            }
            if !self.eat(',') {
                return Err(wrong("an object of the header lacks a comma"));
            }
        }
    }

    fn integer(&mut self) -> Result<Json> {
        let digits = self.rest.len() - self.rest.trim_start_matches(|c: char| c.is_ascii_digit()).len();
        let (number, rest) = self.rest.split_at(digits);
        self.rest = rest;
        if number.len() > 1 && number.starts_with('0') {
            return Err(wrong("a size of the header begins with a zero"));
        }
        Ok(Json::Int(number.parse().map_err(|_| wrong("a size of the header exceeds 64 bits"))?))
    }

    fn text(&mut self) -> Result<String> {
        let mut chars =
            self.rest.strip_prefix('"').ok_or_else(|| wrong("a text of the header has no quotes"))?.chars();
        let mut text = String::new();
        loop {
            match chars.next() {
                Some('"') => break,
                Some('\\') => text.push(
                    escaped(&mut chars).ok_or_else(|| wrong("a text of the header has a wrong escape"))?,
                ),
                Some(c) if c >= ' ' => text.push(c),
                _ => return Err(wrong("a text of the header does not end")),
            }
        }
        self.rest = chars.as_str();
        Ok(text)
    }
}

/// An object, unless a key comes twice.
fn distinct(entries: Vec<(String, Json)>) -> Result<Json> {
    let mut keys: Vec<&str> = entries.iter().map(|(key, _)| key.as_str()).collect();
    keys.sort_unstable();
    match keys.windows(2).any(|pair| pair[0] == pair[1]) {
        true => Err(wrong("a key of the header comes twice")),
        false => Ok(Json::Object(entries)),
    }
}

fn escaped(chars: &mut std::str::Chars<'_>) -> Option<char> {
    Some(match chars.next()? {
        same @ ('"' | '\\' | '/') => same,
        'b' => '\u{8}',
        'f' => '\u{c}',
        'n' => '\n',
        'r' => '\r',
        't' => '\t',
        'u' => {
            let high = unit(chars)?;
            if !(0xd800..0xdc00).contains(&high) {
                return char::from_u32(high);
            }
            // A character beyond 16 bits comes as two.
            if (chars.next()?, chars.next()?) != ('\\', 'u') {
                return None;
            }
            let low = unit(chars)?.checked_sub(0xdc00).filter(|low| *low < 0x400)?;
            return char::from_u32(0x1_0000 + ((high - 0xd800) << 10) + low);
        }
        _ => return None,
    })
}

fn unit(chars: &mut std::str::Chars<'_>) -> Option<u32> {
    (0..4).try_fold(0, |unit, _| Some(16 * unit + chars.next()?.to_digit(16)?))
}

/// A text in quotes.
pub(super) fn quoted(text: &str) -> String {
    let mut out = String::from('"');
    for c in text.chars() {
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            c if c < ' ' => out.push_str(&format!("\\u{:04x}", u32::from(c))),
            c => out.push(c),
        }
    }
    out.push('"');
    out
}
