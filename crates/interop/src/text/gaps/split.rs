//! Lines cut into fields, at delimiters or by widths.

/// What stands between two fields, or how wide they are, in characters.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Delimiter {
    /// Blanks of any number.
    #[default]
    Blanks,
    /// A text.
    Text(String),
    /// All fields are of one width.
    Width(usize),
    /// Fields of these widths, after which the rest of the line is no field.
    Widths(Vec<usize>),
}

impl From<&str> for Delimiter {
    /// An empty text stands for blanks, as in NumPy.
    fn from(text: &str) -> Self {
        if text.is_empty() { Delimiter::Blanks } else { Delimiter::Text(text.to_owned()) }
    }
}

impl From<char> for Delimiter {
    fn from(c: char) -> Self {
        Delimiter::Text(c.to_string())
    }
}

impl From<usize> for Delimiter {
    /// A width of 0 stands for blanks, as in NumPy.
    fn from(width: usize) -> Self {
        if width == 0 { Delimiter::Blanks } else { Delimiter::Width(width) }
    }
}

impl From<Vec<usize>> for Delimiter {
    fn from(widths: Vec<usize>) -> Self {
        Delimiter::Widths(widths)
    }
}

impl<const N: usize> From<[usize; N]> for Delimiter {
    fn from(widths: [usize; N]) -> Self {
        Delimiter::Widths(widths.to_vec())
    }
}

/// NumPy: `LineSplitter`.
pub(super) struct Splitter {
    pub(super) delimiter: Delimiter,
    pub(super) comments: Option<String>,
    pub(super) autostrip: bool,
}

impl Default for Splitter {
    fn default() -> Self {
        Splitter { delimiter: Delimiter::Blanks, comments: Some("#".to_owned()), autostrip: false }
    }
}

impl Splitter {
    /// The fields of a line with its newline.
    pub(super) fn split<'t>(&self, line: &'t str) -> Vec<&'t str> {
        let line = match &self.comments {
            Some(comments) => &line[..find(line, comments).unwrap_or(line.len())],
            None => line,
        };
        let inner = line.trim_matches([' ', '\r', '\n']);
        let mut fields: Vec<&str> = match &self.delimiter {
            Delimiter::Blanks => inner.split_whitespace().collect(),
            Delimiter::Text(_) if inner.is_empty() => Vec::new(),
            Delimiter::Text(text) => match one(text) {
                Some(delimiter) => inner.split(delimiter).collect(),
                None => inner.split(text.as_str()).collect(),
            },
            Delimiter::Width(width) => chunks(line.trim_matches(['\r', '\n']), *width),
            // The newline is part of the line here, as in NumPy.
            Delimiter::Widths(_) if line.is_empty() => Vec::new(),
            Delimiter::Widths(widths) => pieces(line, widths),
        };
        if self.autostrip {
            fields.iter_mut().for_each(|field| *field = field.trim());
        }
        fields
    }
}

/// The character that a text is, if it is one of ASCII: that is found much faster than a text.
fn one(text: &str) -> Option<char> {
    match *text.as_bytes() {
        [byte] => Some(char::from(byte)),
        _ => None,
    }
}

/// Where a text stands in a line.
fn find(line: &str, text: &str) -> Option<usize> {
    one(text).map_or_else(|| line.find(text), |c| line.find(c))
}

/// The text after so many characters.
fn after(text: &str, characters: usize) -> usize {
    text.char_indices().nth(characters).map_or(text.len(), |(at, _)| at)
}

fn chunks(mut line: &str, width: usize) -> Vec<&str> {
    let mut fields = Vec::new();
    while !line.is_empty() {
        let (field, rest) = line.split_at(after(line, width));
        fields.push(field);
        line = rest;
    }
    fields
}

fn pieces<'t>(mut line: &'t str, widths: &[usize]) -> Vec<&'t str> {
    let piece = |&width: &usize| {
        let (field, rest) = line.split_at(after(line, width));
        line = rest;
        field
    };
    widths.iter().map(piece).collect()
}
