//! Rust source with its comments taken out, so that lines can be counted and words found.

/// `source` with comments and the contents of literals blanked, line for line.
///
/// A line that holds only a comment becomes blank; a line inside a string literal does not.
pub fn without_comments(source: &str) -> String {
    let mut scanner = Scanner { rest: source, out: String::with_capacity(source.len()) };
    while !scanner.rest.is_empty() {
        scanner.step();
    }
    scanner.out
}

struct Scanner<'a> {
    rest: &'a str,
    out: String,
}

impl Scanner<'_> {
    fn step(&mut self) {
        if self.rest.starts_with("//") {
            let end = self.rest.find('\n').unwrap_or(self.rest.len());
            self.blank(end, ' ');
        } else if self.rest.starts_with("/*") {
            let end = block_comment(self.rest);
            self.blank(end, ' ');
        } else if let Some(end) = string(self.rest).filter(|_| !self.inside_word()) {
            self.blank(end, '"');
        } else if let Some(end) = character(self.rest) {
            self.blank(end, '"');
        } else {
            let next = self.rest.chars().next().expect("not empty");
            self.out.push(next);
            self.rest = &self.rest[next.len_utf8()..];
        }
    }

    /// Replaces the next `length` bytes by `with`, keeping line ends.
    fn blank(&mut self, length: usize, with: char) {
        let (blanked, rest) = self.rest.split_at(length);
        self.out.extend(blanked.chars().map(|c| if c == '\n' { c } else { with }));
        self.rest = rest;
    }

    /// Whether an `r` or `b` here would be the end of an identifier, not the start of a literal.
    fn inside_word(&self) -> bool {
        let starts_literal = self.rest.starts_with('"');
        !starts_literal && self.out.ends_with(|c: char| c.is_alphanumeric() || c == '_')
    }
}

fn block_comment(text: &str) -> usize {
    let (mut depth, mut at) = (0, 0);
    while at < text.len() {
        let here = &text.as_bytes()[at..];
        match here {
            [b'/', b'*', ..] => (depth, at) = (depth + 1, at + 2),
            [b'*', b'/', ..] => (depth, at) = (depth - 1, at + 2),
            _ => at += 1,
        }
        if depth == 0 {
            return at;
        }
    }
    text.len()
}

/// The length of the string literal that `text` starts with, if it starts with one.
fn string(text: &str) -> Option<usize> {
    let prefix = text.bytes().take_while(|b| matches!(b, b'r' | b'b' | b'c')).count();
    let raw = text[..prefix].contains('r');
    let hashes = if raw { text[prefix..].bytes().take_while(|&b| b == b'#').count() } else { 0 };
    let open = prefix + hashes + 1;
    if prefix > 2 || text.as_bytes().get(open - 1) != Some(&b'"') {
        return None;
    }
    if raw {
        let close = format!("\"{}", "#".repeat(hashes));
        return Some(text[open..].find(&close).map_or(text.len(), |at| open + at + close.len()));
    }
    let mut escaped = false;
    for (at, byte) in text.bytes().enumerate().skip(open) {
        match byte {
            b'"' if !escaped => return Some(at + 1),
            _ => escaped = byte == b'\\' && !escaped,
        }
    }
    Some(text.len())
}

/// The length of the character literal that `text` starts with; lifetimes are none.
fn character(text: &str) -> Option<usize> {
    let mut chars = text.strip_prefix('\'')?.char_indices();
    let (_, first) = chars.next()?;
    if first == '\\' {
        chars.next()?;
        return text[3..].find('\'').map(|at| at + 4);
    }
    matches!(chars.next(), Some((_, '\''))).then(|| first.len_utf8() + 2)
}

/// `code` (already without comments) with every `#[cfg(test)]` module blanked.
pub fn without_tests(code: &str) -> String {
    const MARK: &str = "#[cfg(test)]";
    let mut out = String::with_capacity(code.len());
    let mut rest = code;
    while let Some(at) = rest.find(MARK) {
        let end = at + item(&rest[at..]);
        out.push_str(&rest[..at]);
        out.extend(rest[at..end].chars().filter(|&c| c == '\n'));
        rest = &rest[end..];
    }
    out + rest
}

/// The length of the item that `code` starts with: up to its first `;`, or to the brace that closes it.
fn item(code: &str) -> usize {
    let mut depth = 0;
    for (at, byte) in code.bytes().enumerate() {
        match byte {
            b';' if depth == 0 => return at + 1,
            b'{' => depth += 1,
            b'}' if depth == 1 => return at + 1,
            b'}' => depth -= 1,
            _ => {}
        }
    }
    code.len()
}

/// The number of lines that hold anything.
pub fn lines(code: &str) -> usize {
    code.lines().filter(|line| !line.trim().is_empty()).count()
}

/// The numbers of the lines on which `word` stands by itself.
pub fn lines_with_word(code: &str, word: &str) -> Vec<usize> {
    let is_part = |c: char| c.is_alphanumeric() || c == '_';
    let has = |line: &str| line.split(|c| !is_part(c)).any(|found| found == word);
    code.lines().enumerate().filter(|(_, line)| has(line)).map(|(at, _)| at + 1).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_do_not_count_and_strings_do() {
        let source = "//! doc\n\nfn f() { /* a /* b */\n c */ }\nlet s = \"// not\n a comment\";\n";
        let code = without_comments(source);
        assert_eq!(code.lines().count(), source.lines().count());
        assert_eq!(lines(&code), 4);
        assert!(!code.contains("comment") && !code.contains("doc"));
    }

    #[test]
    fn literals_and_lifetimes_are_told_apart() {
        let source = r##"let q = '"'; fn f<'a>(x: &'a str) {} let r = r#"unsafe " "#; let e = '\''; let b = b"unsafe"; unsafe {}"##;
        assert_eq!(lines_with_word(&without_comments(source), "unsafe"), [1]);
        assert_eq!(without_comments(source).matches("unsafe").count(), 1);
    }

    #[test]
    fn an_identifier_that_ends_in_r_starts_no_string() {
        assert_eq!(without_comments("attr\"x\" y"), "attr\"\"\" y");
        assert!(without_comments("for r in x {}").contains("for r in x {}"));
    }

    #[test]
    fn test_modules_are_taken_out() {
        let source =
            "fn f() {}\n#[cfg(test)]\nmod tests {\n  fn g() { { } }\n}\nfn h() {}\n#[cfg(test)]\nmod more;\n";
        assert_eq!(lines(&without_tests(source)), 2);
    }

    #[test]
    fn words_are_whole() {
        assert_eq!(lines_with_word("#![forbid(unsafe_code)]\nunsafe fn f() {}", "unsafe"), [2]);
    }
}
