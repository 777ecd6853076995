//! Paths that exist on one machine only, in any file of the tree.

use anyhow::Result;

use crate::shell;

/// First folders of paths that belong to a machine, not to the project.
const MACHINE_FOLDERS: &[&str] = &["work", "tmp", "root", "home", "farm"];

/// Every line of a tracked text file that names such a path.
pub fn check() -> Result<Vec<String>> {
    let list = shell::output(shell::command("git").args([
        "ls-files",
        "--cached",
        "--others",
        "--exclude-standard",
    ]))?;
    let mut breaches = Vec::new();
    for file in list.lines() {
        let Ok(text) = std::fs::read_to_string(shell::root().join(file)) else { continue };
        for (at, line) in text.lines().enumerate() {
            if names_machine_path(line) {
                breaches.push(format!("{file}:{}: names a path of a machine", at + 1));
            }
        }
    }
    Ok(breaches)
}

fn names_machine_path(line: &str) -> bool {
    MACHINE_FOLDERS.iter().any(|folder| {
        let path = format!("/{folder}");
        line.match_indices(&path).any(|(at, _)| {
            let before = line[..at].chars().next_back();
            let after = line[at + path.len()..].chars().next();
            let in_word = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() || "_-.*)]}>".contains(c));
            !in_word(before) && !in_word(after) && before != Some('/')
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn machine_paths_are_found() {
        for folder in MACHINE_FOLDERS {
            assert!(names_machine_path(&format!("open(\"/{folder}/x.csv\")")));
            assert!(names_machine_path(&format!("cd /{folder}")));
        }
    }

    #[test]
    fn words_and_relative_paths_are_not() {
        for line in [
            "https://example.org/work/x",
            "target/tmp/x",
            "work/root",
            "//! a/b",
            "sum/workload",
            "x /working",
        ] {
            assert!(!names_machine_path(line), "{line}");
        }
    }
}
