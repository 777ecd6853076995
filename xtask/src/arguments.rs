//! The few command-line habits all commands share: flags, `--option value`, and the rest.

use anyhow::{Result, bail};

/// The words after the command, taken away one by one as a command recognises them.
pub struct Arguments(Vec<String>);

impl Arguments {
    pub fn new(words: Vec<String>) -> Self {
        Self(words)
    }

    /// Takes `--name`, and says whether it was there.
    pub fn flag(&mut self, name: &str) -> bool {
        let before = self.0.len();
        self.0.retain(|word| word != name);
        self.0.len() != before
    }

    /// Takes `--name value` or `--name=value`.
    pub fn option(&mut self, name: &str) -> Result<Option<String>> {
        if let Some(at) = self.0.iter().position(|word| word == name) {
            if at + 1 == self.0.len() {
                bail!("`{name}` needs a value");
            }
            self.0.remove(at);
            return Ok(Some(self.0.remove(at)));
        }
        let start = format!("{name}=");
        let at = self.0.iter().position(|word| word.starts_with(&start));
        Ok(at.map(|at| self.0.remove(at)[start.len()..].to_owned()))
    }

    /// All that was not taken.
    pub fn rest(self) -> Vec<String> {
        self.0
    }

    /// An error unless everything was taken.
    pub fn finish(self) -> Result<()> {
        match self.0.first() {
            None => Ok(()),
            Some(word) => bail!("unknown argument `{word}`"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(line: &str) -> Arguments {
        Arguments::new(line.split_whitespace().map(str::to_owned).collect())
    }

    #[test]
    fn flags_and_options_are_taken_once() {
        let mut a = words("--check --only small --json=x.json name");
        assert!(a.flag("--check") && !a.flag("--check"));
        assert_eq!(a.option("--only").unwrap().as_deref(), Some("small"));
        assert_eq!(a.option("--json").unwrap().as_deref(), Some("x.json"));
        assert_eq!(a.option("--threads").unwrap(), None);
        assert_eq!(a.rest(), ["name"]);
    }

    #[test]
    fn a_missing_value_and_a_stray_word_are_errors() {
        assert!(words("--only").option("--only").is_err());
        assert!(words("--frobnicate").finish().is_err());
    }
}
