//! Nested brackets, line breaks and summaries.

use super::corner::Corner;
use super::words::Words;

/// Puts words in brackets.
pub(super) struct Brackets<'a> {
    pub words: &'a Words,
    pub corner: &'a Corner,
    pub separator: &'a str,
    /// The most characters of a line, less those that follow the outermost bracket.
    pub linewidth: isize,
    /// The characters that stand in front of the outermost bracket.
    pub prefix: usize,
}

/// A line that is being filled.
struct Line {
    /// Where it begins.
    start: usize,
    /// The characters it has.
    width: usize,
    /// The blanks that a continuation starts with.
    indent: usize,
    /// The most characters.
    most: isize,
    /// Whether this is a row's first line.
    first: bool,
    /// Whether the first line was ended with nothing but blanks.
    blank: bool,
}

impl Brackets<'_> {
    pub fn write(&self, out: &mut String) {
        self.axis(0, 0, self.prefix + 1, self.linewidth, out);
    }

    /// The items along `axis` and those after it. `base` is the place of the first along this axis, counted
    /// through all axes before; `indent` is the column after the opening bracket.
    fn axis(&self, axis: usize, base: usize, indent: usize, width: isize, out: &mut String) {
        match self.corner.ndim() - axis {
            0 => out.push_str(self.words.get(base)),
            1 => self.row(axis, base, indent, width, out),
            _ => self.rows(axis, base, indent, width, out),
        }
    }

    /// The places to show before and after what is left out.
    fn shown(&self, axis: usize) -> (usize, std::ops::Range<usize>, bool) {
        let size = self.corner.size(axis);
        match self.corner.edges(axis) {
            // The last is always there.
            Some(edge) => (edge, size - edge.max(1)..size, true),
            None => (0, 0..size, false),
        }
    }

    fn row(&self, axis: usize, base: usize, indent: usize, width: isize, out: &mut String) {
        let (leading, trailing, summary) = self.shown(axis);
        let end = trailing.end;
        // Room for a separator or the closing bracket.
        let reserve = self.separator.trim_end().chars().count().max(1);
        out.push('[');
        let start = out.len();
        let most = width - reserve as isize;
        let mut line = Line { start, width: indent, indent, most, first: true, blank: false };
        for place in 0..leading {
            self.word(self.words.get(base + place), &mut line, out);
            self.separate(&mut line, out);
        }
        if summary {
            self.word("...", &mut line, out);
            self.separate(&mut line, out);
        }
        for place in trailing {
            self.word(self.words.get(base + place), &mut line, out);
            if place + 1 < end {
                self.separate(&mut line, out);
            }
        }
        if line.blank {
            // NumPy takes the indent off a row whose first line it has cut off whole: what follows loses as many characters.
            let end = out[start..].char_indices().nth(indent).map_or(out.len(), |(at, _)| start + at);
            out.replace_range(start..end, "");
        }
        out.push(']');
    }

    fn separate(&self, line: &mut Line, out: &mut String) {
        out.push_str(self.separator);
        line.width += self.separator.chars().count();
    }

    fn rows(&self, axis: usize, base: usize, indent: usize, width: isize, out: &mut String) {
        let (leading, trailing, summary) = self.shown(axis);
        let end = trailing.end;
        let inner = |place| (base + place) * self.corner.size(axis + 1);
        let between = |out: &mut String| {
            out.push_str(self.separator.trim_end());
            out.extend(std::iter::repeat_n('\n', self.corner.ndim() - axis - 1));
            blanks(indent, out);
        };
        out.push('[');
        for place in 0..leading {
            self.axis(axis + 1, inner(place), indent + 1, width - 1, out);
            between(out);
        }
        if summary {
            out.push_str("...");
            between(out);
        }
        for place in trailing {
            self.axis(axis + 1, inner(place), indent + 1, width - 1, out);
            if place + 1 < end {
                between(out);
            }
        }
        out.push(']');
    }

    /// Appends a word, on a new line if it does not fit and a new line helps.
    fn word(&self, word: &str, line: &mut Line, out: &mut String) {
        let mut pieces = word.lines();
        let first = pieces.next().unwrap_or("");
        let width = word.lines().map(|piece| piece.chars().count()).max().unwrap_or(0);
        if line.width as isize + width as isize > line.most && line.width > line.indent {
            break_line(line, line.indent, out);
            line.width = line.indent;
        }
        out.push_str(first);
        // The other lines of a word stand under its first, and the block is as wide as its widest line.
        let column = line.width;
        let mut last = first;
        for piece in pieces {
            break_line(line, column, out);
            out.push_str(piece);
            last = piece;
        }
        blanks(width - last.chars().count(), out);
        line.width = column + width;
    }
}

/// Ends a line, without blanks (and separators that are some) at its end, and indents the next.
fn break_line(line: &mut Line, indent: usize, out: &mut String) {
    let kept = line.start + out[line.start..].trim_end().len();
    line.blank |= line.first && kept == line.start;
    line.first = false;
    out.truncate(kept);
    out.push('\n');
    line.start = out.len();
    blanks(indent, out);
}

fn blanks(count: usize, out: &mut String) {
    out.extend(std::iter::repeat_n(' ', count));
}
