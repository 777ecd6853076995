//! Lines and fields of a text.

use std::borrow::Cow;

use crate::{Error, Result};

/// What a byte may be.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Class {
    Ordinary,
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
            None => b" \t\x0b\x0c".iter().for_each(|&blank| classes[usize::from(blank)] = Class::Blank),
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
        Ok(Rules { classes, comments: comments.to_vec(), quote, blanks: delimiter.is_none() })
    }

    /// Whether no character of a number means anything else.
    pub(super) fn leave_numbers(&self) -> bool {
        b"+-.0123456789eE".iter().all(|&byte| self.classes[usize::from(byte)] == Class::Ordinary)
    }

    /// Whether lines may go on inside quotes, so that not every newline ends one.
    pub(super) fn has_quotes(&self) -> bool {
        self.quote.is_some()
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
        let rest = &self.text.as_bytes()[self.at..];
        self.at += rest.iter().position(|byte| matches!(byte, b'\n' | b'\r')).unwrap_or(rest.len());
        self.pass_newline();
    }

    fn pass_newline(&mut self) {
        match self.text.as_bytes()[self.at..] {
            [b'\r', b'\n', ..] => self.at += 2,
            [b'\n' | b'\r', ..] => self.at += 1,
            _ => {}
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

    /// Reads the numbers of the next line by `leading` if they fill the room and are written plainly: the way of nearly all
    /// tables. Else nothing is passed.
    #[inline]
    pub(super) fn plain_row(
        &mut self,
        room: &mut [u8],
        leading: impl Fn(&mut &[u8]) -> Option<[u8; 8]>,
    ) -> bool {
        let bytes = self.text.as_bytes();
        let mut at = self.at;
        let places = room.as_chunks_mut::<8>().0;
        let last = places.len().saturating_sub(1);
        for (column, place) in places.iter_mut().enumerate() {
            // Blanks before a number mean nothing, whatever stands between numbers.
            while self.class(at) == Class::Blank
                || (bytes.get(at) == Some(&b' ') && self.class(at) == Class::Ordinary)
            {
                at += 1;
            }
            let mut rest = bytes.get(at..).unwrap_or_default();
            let Some(number) = leading(&mut rest) else { return false };
            *place = number;
            at = bytes.len() - rest.len();
            match self.class(at) {
                Class::Delimiter | Class::Blank if column < last => at += 1,
                Class::Newline if column == last => {}
                _ => return false,
            }
        }
        (self.row, self.at) = (self.at, at);
        self.pass_newline();
        !places.is_empty()
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
            self.pass_newline();
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
                Class::Ordinary | Class::Quote => self.at += 1,
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
        while matches!(self.class(self.at), Class::Ordinary | Class::Quote) {
            self.at += 1;
        }
        field.push_str(&self.text[start..self.at]);
        Cow::Owned(field)
    }
}
