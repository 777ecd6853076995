//! Lines and fields of a text.

use std::borrow::Cow;
use std::marker::PhantomData;

use memchr::memchr2;

use super::lead::{Lead, Plain};
use super::numbers::Parse;
use crate::{Error, Result};

/// What a byte may be.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Class {
    Ordinary,
    /// A blank that is part of a field, but means nothing before and after a number.
    Space,
    /// Between fields.
    Delimiter,
    /// Blank, where blanks are between fields.
    Blank,
    Newline,
    /// Perhaps the beginning of a comment.
    Comment,
    Quote,
}

/// How a text falls into fields.
pub(super) struct Rules {
    classes: [Class; 256],
    comments: Vec<String>,
    quote: Option<u8>,
    /// Whether blanks of any number lie between fields, rather than one delimiter.
    blanks: bool,
}

impl Rules {
    /// The rules for these delimiters, comments and quotes.
    pub(super) fn new(delimiter: Option<char>, comments: &[String], quote: Option<char>) -> Result<Self> {
        let mut classes = [Class::Ordinary; 256];
        let ascii = |c: char, what: &'static str| {
            u8::try_from(c)
                .ok()
                .filter(u8::is_ascii)
                .filter(|c| !matches!(c, b'\n' | b'\r'))
                .ok_or(Error::Argument { what, why: "it must be an ASCII character that ends no line" })
        };
        match delimiter {
            // As Python, to which the separators of ASCII are blanks.
            None => b" \t\x0b\x0c\x1c\x1d\x1e\x1f"
                .iter()
                .for_each(|&blank| classes[usize::from(blank)] = Class::Blank),
            Some(delimiter) => classes[usize::from(ascii(delimiter, "delimiter")?)] = Class::Delimiter,
        }
        classes[usize::from(b'\n')] = Class::Newline;
        classes[usize::from(b'\r')] = Class::Newline;
        let quote = quote.map(|quote| ascii(quote, "quotechar")).transpose()?;
        if let Some(quote) = quote {
            classes[usize::from(quote)] = Class::Quote;
        }
        for comment in comments {
            let Some(&first) = comment.as_bytes().first() else {
                return Err(Error::Argument { what: "comments", why: "a comment must begin with something" });
            };
            if classes[usize::from(first)] != Class::Ordinary && classes[usize::from(first)] != Class::Comment
            {
                return Err(Error::Argument {
                    what: "comments",
                    why: "a delimiter or quote cannot begin one",
                });
            }
            classes[usize::from(first)] = Class::Comment;
        }
        for blank in b" \t".map(usize::from) {
            if classes[blank] == Class::Ordinary {
                classes[blank] = Class::Space;
            }
        }
        Ok(Rules { classes, comments: comments.to_vec(), quote, blanks: delimiter.is_none() })
    }

    /// Whether no character of a number means anything else.
    pub(super) fn leave_numbers(&self) -> bool {
        b"+-.0123456789eEjJ()".iter().all(|&byte| self.classes[usize::from(byte)] == Class::Ordinary)
    }

    /// Whether lines may go on inside quotes, so that not every newline ends one.
    pub(super) fn has_quotes(&self) -> bool {
        self.quote.is_some()
    }
}

/// What is done with the fields of plain rows.
pub(super) trait Steps {
    /// How many fields are looked at.
    fn count(&self) -> usize;

    /// Reads a field to the row, and returns the place after it. Where blanks are between fields, they are passed already.
    fn read(&self, lines: &Lines<'_>, field: usize, at: usize, row: &mut [u8]) -> Option<usize>;
}

/// What is done with one of them.
pub(super) enum Step {
    /// The number is read to a place of the row.
    Item { lead: Lead, offset: usize },
    /// So is the text.
    Text { parse: Parse, offset: usize, size: usize },
    /// Nobody wants it.
    Pass,
}

impl Steps for &[Step] {
    fn count(&self) -> usize {
        self.len()
    }

    #[inline(always)]
    fn read(&self, lines: &Lines<'_>, field: usize, at: usize, row: &mut [u8]) -> Option<usize> {
        match self[field] {
            Step::Item { lead, offset } => lines.number(at, |text, at| lead(text, at, &mut row[offset..])),
            Step::Text { parse, offset, size } => {
                let end = lines.after_ordinary(at);
                let field = lines.text.get(at..end).filter(|field| !field.is_empty())?;
                parse(field, &mut row[offset..offset + size]).then_some(end)
            }
            Step::Pass => Some(lines.after_ordinary(at)),
        }
    }
}

/// Items of one type, as many as there are columns, which fill the row.
pub(super) struct Alike<T> {
    columns: usize,
    of: PhantomData<T>,
}

impl<T> Alike<T> {
    pub(super) fn new(columns: usize) -> Self {
        Alike { columns, of: PhantomData }
    }
}

impl<T: Plain> Steps for Alike<T> {
    fn count(&self) -> usize {
        self.columns
    }

    #[inline(always)]
    fn read(&self, lines: &Lines<'_>, field: usize, at: usize, row: &mut [u8]) -> Option<usize> {
        let place = row.get_mut(field * size_of::<T>()..)?;
        lines.number(at, |text, at| T::put(text, at, place))
    }
}

/// Goes through a text line by line.
pub(super) struct Lines<'a> {
    pub(super) rules: &'a Rules,
    pub(super) text: &'a str,
    /// Where the next line begins.
    pub(super) at: usize,
    /// Where the row read last began.
    pub(super) row: usize,
}

impl<'a> Lines<'a> {
    /// The lines of a text from a place on.
    pub(super) fn new(rules: &'a Rules, text: &'a str, at: usize) -> Self {
        Lines { rules, text, at, row: at }
    }

    fn class(&self, at: usize) -> Class {
        self.text.as_bytes().get(at).map_or(Class::Newline, |&byte| self.rules.classes[usize::from(byte)])
    }

    fn is_comment(&self, at: usize) -> bool {
        let rest = &self.text.as_bytes()[at..];
        self.rules.comments.iter().any(|comment| rest.starts_with(comment.as_bytes()))
    }

    /// Goes to the next line.
    pub(super) fn skip_line(&mut self) {
        self.at = self.after_line(self.at);
    }

    /// Where the line after this place begins.
    fn after_line(&self, at: usize) -> usize {
        let rest = &self.text.as_bytes()[at..];
        self.after_newline(at + memchr2(b'\n', b'\r', rest).unwrap_or(rest.len()))
    }

    /// The place after a newline, if one stands here.
    #[inline]
    fn after_newline(&self, at: usize) -> usize {
        match self.text.as_bytes()[at..] {
            [b'\r', b'\n', ..] => at + 2,
            [b'\n' | b'\r', ..] => at + 1,
            _ => at,
        }
    }

    /// Gives the fields of the next line that has any to `take`, with their numbers, and returns how many there were;
    /// `None` at the end of the text.
    #[inline]
    pub(super) fn next_row(
        &mut self,
        mut take: impl FnMut(usize, &str) -> Result<()>,
    ) -> Result<Option<usize>> {
        while self.at < self.text.len() {
            self.row = self.at;
            let count = self.fields(&mut take)?;
            if count > 0 {
                return Ok(Some(count));
            }
        }
        Ok(None)
    }

    /// Reads the next line by `steps` into `row` if all its items are plainly spelled: the way of nearly all tables. Else nothing
    /// is passed. If `open`, more fields may follow.
    #[inline(always)]
    pub(super) fn plain_row(&mut self, steps: &impl Steps, open: bool, row: &mut [u8]) -> bool {
        let Some(next) = self.plain_items(steps, open, row) else { return false };
        (self.row, self.at) = (self.at, next);
        true
    }

    /// The place after a line of plain items and its newline.
    #[inline(always)]
    fn plain_items(&self, steps: &impl Steps, open: bool, row: &mut [u8]) -> Option<usize> {
        let (blanks, last) = (self.rules.blanks, steps.count().checked_sub(1)?);
        let mut at = if blanks { self.after_blanks(self.at).0 } else { self.at };
        for place in 0..=last {
            let end = steps.read(self, place, at, row)?;
            let (next, class) = self.after_blanks(end);
            let apart = blanks && next > end;
            at = match class {
                _ if place == last => return self.plain_end(next, apart, open),
                Class::Delimiter => next + 1,
                Class::Ordinary if apart => next,
                // What follows belongs to the item, so that it is no plain one; or there are too few.
                _ => return None,
            };
        }
        None
    }

    /// Where the next line begins if the last item of this one is read; `apart` if blanks are between that and what is here.
    #[inline]
    fn plain_end(&self, at: usize, apart: bool, open: bool) -> Option<usize> {
        match self.class(at) {
            Class::Newline => Some(self.after_newline(at)),
            Class::Comment if self.is_comment(at) => Some(self.after_line(at)),
            Class::Delimiter if open => Some(self.after_line(at)),
            Class::Ordinary if open && apart => Some(self.after_line(at)),
            _ => None,
        }
    }

    /// The place after blanks that are no part of a number, and what stands there.
    #[inline]
    fn after_blanks(&self, mut at: usize) -> (usize, Class) {
        loop {
            match self.class(at) {
                Class::Blank | Class::Space => at += 1,
                class => return (at, class),
            }
        }
    }

    /// Reads the number of a field, which may begin with blanks or stand in quotes, and returns the place after it.
    #[inline(always)]
    fn number(&self, at: usize, read: impl FnOnce(&[u8], usize) -> Option<usize>) -> Option<usize> {
        let text = self.text.as_bytes();
        if self.rules.quote.is_some() && self.class(at) == Class::Quote {
            let end = read(text, at + 1)?;
            let closed = self.class(end) == Class::Quote && self.class(end + 1) != Class::Quote;
            return closed.then_some(end + 1);
        }
        read(text, if self.rules.blanks { at } else { self.after_blanks(at).0 })
    }

    /// The place after a field of ordinary characters.
    #[inline]
    fn after_ordinary(&self, mut at: usize) -> usize {
        while matches!(self.class(at), Class::Ordinary | Class::Space) {
            at += 1;
        }
        at
    }

    /// The fields of this line. Of a line without any, or with one that is empty, there are none.
    #[inline]
    fn fields(&mut self, take: &mut impl FnMut(usize, &str) -> Result<()>) -> Result<usize> {
        let mut count = 0;
        loop {
            if self.rules.blanks {
                while self.class(self.at) == Class::Blank {
                    self.at += 1;
                }
                if self.at_end() {
                    break;
                }
            }
            let start = self.at;
            let field = self.field();
            let more = self.class(self.at) == Class::Delimiter;
            if count == 0 && !more && self.at == start {
                break;
            }
            take(count, &field)?;
            count += 1;
            if more {
                self.at += 1;
            } else if self.at_end() {
                break;
            }
        }
        if self.class(self.at) == Class::Comment {
            self.skip_line();
        } else {
            self.at = self.after_newline(self.at);
        }
        Ok(count)
    }

    /// Whether the line has no more fields.
    fn at_end(&self) -> bool {
        match self.class(self.at) {
            Class::Newline => true,
            Class::Comment => self.is_comment(self.at),
            _ => false,
        }
    }

    /// The field that begins here; afterwards this is where it ends.
    #[inline]
    fn field(&mut self) -> Cow<'a, str> {
        let start = self.at;
        if self.class(start) == Class::Quote {
            return self.quoted();
        }
        loop {
            match self.class(self.at) {
                Class::Ordinary | Class::Space | Class::Quote => self.at += 1,
                Class::Comment if !self.is_comment(self.at) => self.at += 1,
                _ => return Cow::Borrowed(&self.text[start..self.at]),
            }
        }
    }

    /// A field in quotes, in which a doubled quote is one, and what follows the closing quote.
    #[cold]
    fn quoted(&mut self) -> Cow<'a, str> {
        let quote = self.rules.quote.map_or('"', char::from);
        let mut field = String::new();
        self.at += 1;
        loop {
            let rest = &self.text[self.at..];
            let Some(end) = rest.find(quote) else {
                field.push_str(rest);
                self.at = self.text.len();
                return Cow::Owned(field);
            };
            field.push_str(&rest[..end]);
            self.at += end + 1;
            if !self.text[self.at..].starts_with(quote) {
                break;
            }
            field.push(quote);
            self.at += 1;
        }
        let start = self.at;
        while matches!(self.class(self.at), Class::Ordinary | Class::Space | Class::Quote) {
            self.at += 1;
        }
        field.push_str(&self.text[start..self.at]);
        Cow::Owned(field)
    }
}
