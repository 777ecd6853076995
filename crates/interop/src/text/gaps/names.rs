//! Names of fields made valid: NumPy's `NameValidator`.

use std::collections::{HashMap, HashSet};

use crate::text::format::{Template, Value};
use crate::{Error, Result};

/// What becomes of the letters of names.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Case {
    /// They stay.
    #[default]
    Sensitive,
    /// They become capitals.
    Upper,
    /// They become small.
    Lower,
}

impl From<bool> for Case {
    /// As NumPy: `false` makes capitals.
    fn from(sensitive: bool) -> Self {
        if sensitive { Case::Sensitive } else { Case::Upper }
    }
}

pub(super) struct Validator {
    pub(super) exclude: Vec<String>,
    pub(super) delete: String,
    pub(super) space: String,
    pub(super) case: Case,
    pub(super) fmt: String,
}

const FMT: &str = "f%i";

impl Default for Validator {
    fn default() -> Self {
        Validator {
            exclude: ["return", "file", "print"].map(str::to_owned).to_vec(),
            delete: r#"~!@#$%^&*()-=+~\|]}[{';: /?.>,<"#.to_owned(),
            space: "_".to_owned(),
            case: Case::Sensitive,
            fmt: FMT.to_owned(),
        }
    }
}

impl Validator {
    /// The names of fields that have none: `f0`, `f1`, ...
    pub(super) fn number(&self, at: usize) -> Result<String> {
        let template = Template::parse(&self.fmt)?;
        if template.places() != 1 {
            return Err(Error::Argument { what: "defaultfmt", why: "it must have one place for a number" });
        }
        let mut name = String::new();
        template.write(&mut name, &mut std::iter::once(Value::Int(at as i128, |value| value.to_string())))?;
        Ok(name)
    }

    /// Whether names are those that fields get of themselves, though another format was asked for.
    pub(super) fn renumbers(&self, names: &[&str]) -> bool {
        self.fmt != FMT && names.iter().enumerate().all(|(at, name)| *name == format!("f{at}"))
    }

    /// Valid names, each of which comes once; `count` of them if that is given.
    pub(super) fn validate<S: AsRef<str>>(&self, names: &[S], count: Option<usize>) -> Result<Vec<String>> {
        let mut names: Vec<&str> = names.iter().map(AsRef::as_ref).collect();
        names.resize(count.unwrap_or(names.len()), "");
        let (mut seen, mut empty) = (HashMap::new(), 0);
        let (mut valid, given) = (Vec::new(), names.iter().copied().collect::<HashSet<&str>>());
        for name in &names {
            let mut name = self.cleaned(name);
            if name.is_empty() {
                name = self.number(empty)?;
                while given.contains(name.as_str()) {
                    empty += 1;
                    name = self.number(empty)?;
                }
                empty += 1;
            } else if self.exclude.contains(&name) {
                name.push('_');
            }
            let before = seen.entry(name.clone()).or_insert(0usize);
            valid.push(if *before > 0 { format!("{name}_{before}") } else { name });
            *before += 1;
        }
        Ok(valid)
    }

    fn cleaned(&self, name: &str) -> String {
        let name = match self.case {
            Case::Sensitive => name.to_owned(),
            Case::Upper => name.to_uppercase(),
            Case::Lower => name.to_lowercase(),
        };
        let name = name.trim();
        let name = if self.space.is_empty() { name.to_owned() } else { name.replace(' ', &self.space) };
        name.chars().filter(|c| *c != '"' && !self.delete.contains(*c)).collect()
    }
}
