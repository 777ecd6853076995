//! Python literals, as descriptions of dtypes are written: strings, integers, tuples, lists, dictionaries.

use crate::{Error, Result};

/// A Python value.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Literal {
    Text(String),
    Int(usize),
    Bool(bool),
    None,
    Tuple(Vec<Literal>),
    List(Vec<Literal>),
    Dict(Vec<(Literal, Literal)>),
}

/// Deeper nesting than this is refused, so that no text exhausts the stack.
const DEEPEST: usize = 32;

/// The value that a whole text describes.
pub(super) fn parse(text: &str) -> Result<Literal> {
    let mut reader = Reader { rest: text, whole: text };
    let value = reader.value(0)?;
    reader.skip_blanks();
    if reader.rest.is_empty() { Ok(value) } else { Err(reader.error("the end")) }
}

struct Reader<'a> {
    rest: &'a str,
    whole: &'a str,
}

impl<'a> Reader<'a> {
    fn error(&self, expected: &str) -> Error {
        let at = self.whole.len() - self.rest.len();
        Error::value("dtype", format!("expected {expected} at byte {at} of {:?}", self.whole))
    }

    fn skip_blanks(&mut self) {
        self.rest = self.rest.trim_start();
    }

    /// Whether this comes next, which is then passed.
    fn eat(&mut self, token: &str) -> bool {
        self.skip_blanks();
        let rest = self.rest.strip_prefix(token);
        self.rest = rest.unwrap_or(self.rest);
        rest.is_some()
    }

    fn value(&mut self, depth: usize) -> Result<Literal> {
        if depth > DEEPEST {
            return Err(self.error("less nesting"));
        }
        if self.eat("(") {
            return self.tuple(depth);
        }
        if self.eat("[") {
            return Ok(Literal::List(self.items("]", depth)?.0));
        }
        if self.eat("{") {
            return self.dict(depth);
        }
        for (word, value) in
            [("True", Literal::Bool(true)), ("False", Literal::Bool(false)), ("None", Literal::None)]
        {
            if self.eat(word) {
                return Ok(value);
            }
        }
        match self.rest.chars().next() {
            Some('\'' | '"' | 'u' | 'U') => self.texts(),
            Some('0'..='9') => self.integer(),
            _ => Err(self.error("a value")),
        }
    }

    /// The values up to the closing bracket, and whether a comma came last.
    fn items(&mut self, close: &str, depth: usize) -> Result<(Vec<Literal>, bool)> {
        let (mut items, mut comma) = (Vec::new(), false);
        loop {
            if self.eat(close) {
                return Ok((items, comma));
            }
            if !items.is_empty() && !comma {
                return Err(self.error("a comma or a closing bracket"));
            }
            items.push(self.value(depth + 1)?);
            comma = self.eat(",");
        }
    }

    /// What stands in round brackets: a tuple, or one value.
    fn tuple(&mut self, depth: usize) -> Result<Literal> {
        let (mut items, comma) = self.items(")", depth)?;
        match items.pop() {
            Some(only) if items.is_empty() && !comma => Ok(only),
            last => {
                items.extend(last);
                Ok(Literal::Tuple(items))
            }
        }
    }

    fn dict(&mut self, depth: usize) -> Result<Literal> {
        let mut entries = Vec::new();
        while !self.eat("}") {
            let key = self.value(depth + 1)?;
            if !self.eat(":") {
                return Err(self.error("a colon"));
            }
            entries.push((key, self.value(depth + 1)?));
            if !self.eat(",") {
                if self.eat("}") {
                    break;
                }
                return Err(self.error("a comma or a closing bracket"));
            }
        }
        Ok(Literal::Dict(entries))
    }

    fn integer(&mut self) -> Result<Literal> {
        let digits = self.rest.len() - self.rest.trim_start_matches(|c: char| c.is_ascii_digit()).len();
        if self.rest.starts_with('0') && self.rest[..digits].contains(|c| c != '0') {
            return Err(self.error("an integer without leading zeros"));
        }
        let value = self.rest[..digits].parse().map_err(|_| self.error("a smaller integer"))?;
        self.rest = &self.rest[digits..];
        Ok(Literal::Int(value))
    }

    /// Texts in quotes, perhaps with the `u` of old; as in Python, those beside each other are one.
    fn texts(&mut self) -> Result<Literal> {
        let mut texts = String::new();
        loop {
            let text = self.rest.strip_prefix(['u', 'U']).unwrap_or(self.rest);
            match text.chars().next() {
                Some(quote @ ('\'' | '"')) => self.text(&text[1..], quote, &mut texts)?,
                _ => return Err(self.error("a text in quotes")),
            }
            self.rest = self.rest.trim_start();
            if !self.rest.trim_start_matches(['u', 'U']).starts_with(['\'', '"']) {
                return Ok(Literal::Text(texts));
            }
        }
    }

    /// Adds the text that begins after a quote.
    fn text(&mut self, from: &'a str, quote: char, text: &mut String) -> Result<()> {
        let mut chars = from.chars();
        loop {
            match chars.next() {
                Some(c) if c == quote => break,
                Some('\\') => text.push(escaped(&mut chars).ok_or_else(|| self.error("a known escape"))?),
                Some(c) => text.push(c),
                None => return Err(self.error("a closing quote")),
            }
        }
        self.rest = chars.as_str();
        Ok(())
    }
}

/// The character that an escape stands for.
fn escaped(chars: &mut std::str::Chars<'_>) -> Option<char> {
    let code = |digits: usize, chars: &mut std::str::Chars<'_>| {
        let hex: String = chars.by_ref().take(digits).collect();
        char::from_u32(u32::from_str_radix(&hex, 16).ok()?)
    };
    match chars.next()? {
        'n' => Some('\n'),
        'r' => Some('\r'),
        't' => Some('\t'),
        'x' => code(2, chars),
        'u' => code(4, chars),
        'U' => code(8, chars),
        same @ ('\\' | '\'' | '"') => Some(same),
        _ => None,
    }
}
