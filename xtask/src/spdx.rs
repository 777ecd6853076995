//! Licence expressions, as far as packages use them: names, `OR`, `AND`, `WITH`, parentheses, and the old `/`.

/// Whether the expression can be met with licences that `allowed` accepts.
pub fn satisfied(expression: &str, allowed: &dyn Fn(&str) -> bool) -> bool {
    let spaced = expression.replace('(', " ( ").replace(')', " ) ").replace('/', " OR ");
    let mut words = Words { words: spaced.split_whitespace().collect(), at: 0, allowed };
    let met = words.any_of();
    met && words.at == words.words.len()
}

struct Words<'a> {
    words: Vec<&'a str>,
    at: usize,
    allowed: &'a dyn Fn(&str) -> bool,
}

impl Words<'_> {
    fn take(&mut self, word: &str) -> bool {
        let found = self.words.get(self.at) == Some(&word);
        self.at += usize::from(found);
        found
    }

    fn any_of(&mut self) -> bool {
        let mut met = self.all_of();
        while self.take("OR") {
            met |= self.all_of();
        }
        met
    }

    fn all_of(&mut self) -> bool {
        let mut met = self.licence();
        while self.take("AND") {
            met &= self.licence();
        }
        met
    }

    fn licence(&mut self) -> bool {
        if self.take("(") {
            let met = self.any_of();
            return self.take(")") && met;
        }
        let Some(name) = self.words.get(self.at).copied() else { return false };
        self.at += 1;
        if self.take("WITH") {
            let exception = self.words.get(self.at).copied().unwrap_or_default();
            self.at += 1;
            return (self.allowed)(&format!("{name} WITH {exception}"));
        }
        (self.allowed)(name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mit_or_apache(expression: &str) -> bool {
        satisfied(expression, &|name| name == "MIT" || name == "Apache-2.0")
    }

    #[test]
    fn one_of_an_or_and_all_of_an_and() {
        assert!(mit_or_apache("MIT OR GPL-3.0"));
        assert!(mit_or_apache("MIT/Apache-2.0"));
        assert!(mit_or_apache("(GPL-3.0 OR MIT) AND Apache-2.0"));
        assert!(!mit_or_apache("MIT AND GPL-3.0"));
        assert!(!mit_or_apache("GPL-3.0 OR (MIT AND Zlib)"));
    }

    #[test]
    fn exceptions_are_licences_of_their_own() {
        assert!(mit_or_apache("Apache-2.0 WITH LLVM-exception OR MIT"));
        assert!(!mit_or_apache("Apache-2.0 WITH LLVM-exception"));
    }

    #[test]
    fn nonsense_is_not_satisfied() {
        for text in ["", "(MIT", "MIT MIT", "OR", "Zlib OR"] {
            assert!(!mit_or_apache(text), "{text}");
        }
    }
}
