//! Golden calls: functions as NumPy called them, with their arrays and what came of it.
//!
//! `Calls` in golden_format.py writes them: `f<n>` is a text, the function's name and its options; `f<n>.0`, `f<n>.1`, ...
//! are its arrays, `f<n>.r0`, `f<n>.r1`, ... its results, and `f<n>.error` is what NumPy says instead.

use numoxide_core::{AnyArray, AnyView, Result};

use crate::conformance::{array_of, difference, in_layouts};
use crate::golden::{Entry, Golden, golden};

/// What a call of ours gives.
pub type Results = Result<Vec<AnyArray>>;

/// One call of a golden file.
pub struct Call<'a> {
    file: &'a Golden,
    name: String,
    /// The function's name and its options.
    pub words: Vec<&'a str>,
    /// Its arrays.
    pub arrays: Vec<AnyArray>,
}

impl<'a> Call<'a> {
    fn of(file: &'a Golden, n: usize) -> Option<Self> {
        let name = format!("f{n}");
        let words = file.get(&name)?.text().split(' ').collect();
        let arrays = (0..).map_while(|k| file.get(&format!("{name}.{k}"))).map(array_of).collect();
        Some(Call { file, name, words, arrays })
    }

    /// The first difference from NumPy's results among our calls over the arrays in every layout, each array in another.
    pub fn difference_in_layouts(
        &self,
        call: impl Fn(&[AnyView<'_>]) -> Results,
        difference: impl Fn(&AnyArray, &Entry) -> Option<String>,
    ) -> Option<String> {
        let all: Vec<_> = self.arrays.iter().map(in_layouts).collect();
        let count = all.iter().map(Vec::len).max().unwrap_or(1);
        (0..count).find_map(|at| {
            let chosen: Vec<_> =
                all.iter().enumerate().map(|(k, one)| &one[(at + 5 * k) % one.len()]).collect();
            let views: Vec<AnyView<'_>> = chosen.iter().map(|argument| argument.any()).collect();
            let names: Vec<_> = chosen.iter().map(|argument| argument.name()).collect();
            let found = self.difference_by(call(&views), &difference)?;
            Some(format!("{}: {found}", names.join(" and ")))
        })
    }

    /// What NumPy says instead of giving a result.
    pub fn error(&self) -> Option<&'a str> {
        Some(self.file.get(&format!("{}.error", self.name))?.text())
    }

    /// NumPy's results.
    pub fn results(&self) -> Vec<AnyArray> {
        (0..).map_while(|k| self.file.get(&format!("{}.r{k}", self.name))).map(array_of).collect()
    }

    /// How our results differ from NumPy's, in words. Any error will do where NumPy has one.
    pub fn difference(&self, results: Results) -> Option<String> {
        self.difference_by(results, difference)
    }

    /// [`Call::difference`] by a comparison of one's own.
    pub fn difference_by(
        &self,
        results: Results,
        difference: impl Fn(&AnyArray, &Entry) -> Option<String>,
    ) -> Option<String> {
        let wanted = |k: usize| self.file.get(&format!("{}.r{k}", self.name));
        match (results, self.error()) {
            (Err(_), Some(_)) => None,
            (Err(found), None) => Some(format!("{found}; NumPy gives a result")),
            (Ok(results), Some(error)) => {
                let shapes: Vec<_> = results.iter().map(|result| result.shape().to_vec()).collect();
                Some(format!("gives {shapes:?}; NumPy: {error}"))
            }
            (Ok(results), None) if wanted(results.len()).is_some() => {
                Some(format!("only {} results", results.len()))
            }
            (Ok(results), None) => results.iter().enumerate().find_map(|(k, result)| match wanted(k) {
                Some(wanted) => difference(result, wanted),
                None => Some(format!("{} results", results.len())),
            }),
        }
    }
}

/// Makes every call of the golden file `name`; `differs` says how one differs from NumPy's.
///
/// # Panics
/// If one does, or there are fewer calls than `at_least`.
pub fn check_calls(name: &str, at_least: usize, differs: impl Fn(&Call<'_>) -> Option<String>) {
    let file = golden(name);
    let (mut found, mut count) = (Vec::new(), 0);
    while let Some(call) = Call::of(&file, count) {
        count += 1;
        let shapes: Vec<_> = call.arrays.iter().map(AnyArray::shape).collect();
        let label = || format!("{} `{}` of {shapes:?}", call.name, call.words.join(" "));
        found.extend(differs(&call).map(|difference| format!("{}: {difference}", label())));
    }
    assert!(count >= at_least, "only {count} calls");
    assert!(found.is_empty(), "{} of {count}:\n{}", found.len(), found[..found.len().min(40)].join("\n"));
}
