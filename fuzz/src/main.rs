//! Fuzzing on stable Rust: mutates the seeds of a corpus and feeds them to a parser, which may refuse but never panic.
//!
//! `numoxide-fuzz TARGET SECONDS [SEED]`. A target's seeds lie in `fuzz/corpus/TARGET`, and in the test data of `interop`. What
//! makes it panic is written to `target/fuzz-found`, to be put into the corpus, whose seeds are all run first.

mod foreign;
mod mutate;
mod targets;

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use mutate::Mutator;
use targets::{TARGETS, Target};

/// The longest input that is made.
const LONGEST: usize = 1 << 16;
/// The most inputs that are kept to be mutated further.
const KEPT: usize = 4096;

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let (Some(name), Some(seconds)) =
        (arguments.first(), arguments.get(1).and_then(|text| text.parse().ok()))
    else {
        let names: Vec<&str> = TARGETS.iter().map(|target| target.name).collect();
        eprintln!("usage: numoxide-fuzz TARGET SECONDS [SEED]\ntargets: {}", names.join(" "));
        std::process::exit(2);
    };
    let Some(target) = TARGETS.iter().find(|target| target.name == name) else {
        eprintln!("no target {name:?}");
        std::process::exit(2);
    };
    let seed = arguments.get(2).and_then(|text| text.parse().ok()).unwrap_or(7);
    // A panic is told once, with its input, not by the hook.
    std::panic::set_hook(Box::new(|_| {}));
    std::process::exit(run(target, Duration::from_secs(seconds), seed));
}

/// Runs the seeds, then what comes of them, until the time is over. The exit code: 1 if something panicked.
fn run(target: &Target, time: Duration, seed: u64) -> i32 {
    let mut corpus = seeds(target);
    for input in &corpus {
        if !survives(target, input) {
            return 1;
        }
    }
    let (start, given, mut count, mut accepted) = (Instant::now(), corpus.len(), 0u64, 0u64);
    let mut mutator = Mutator::new(seed);
    let mut input = Vec::new();
    while !count.is_multiple_of(64) || start.elapsed() < time {
        mutator.mutate(&corpus, &mut input);
        input.truncate(LONGEST);
        count += 1;
        let Some(taken) = outcome(target, &input) else { return 1 };
        // What is accepted leads deeper than what is not.
        if taken {
            accepted += 1;
            if corpus.len() < KEPT {
                corpus.push(input.clone());
            } else {
                let place = mutator.below(KEPT - given.min(KEPT - 1)) + given.min(KEPT - 1);
                corpus[place].clone_from(&input);
            }
        }
    }
    println!("{}: {given} seeds, {count} inputs, {accepted} accepted, no panic", target.name);
    0
}

fn survives(target: &Target, input: &[u8]) -> bool {
    outcome(target, input).is_some()
}

/// Whether the input was accepted; `None` if the target panicked, which is told.
fn outcome(target: &Target, input: &[u8]) -> Option<bool> {
    let panic = match catch_unwind(AssertUnwindSafe(|| (target.run)(input))) {
        Ok(taken) => return Some(taken),
        Err(panic) => panic,
    };
    let text = panic.downcast_ref::<String>().map(String::as_str);
    let text = text.or(panic.downcast_ref::<&str>().copied()).unwrap_or("a panic without a message");
    let folder = root().join("target/fuzz-found");
    let path = folder.join(format!("{}-{}", target.name, input.len()));
    let written = std::fs::create_dir_all(&folder).and_then(|()| std::fs::write(&path, input));
    println!("{}: panicked: {text}\ninput in {} ({written:?})", target.name, path.display());
    None
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().map(Path::to_owned).unwrap_or_default()
}

/// The files of the corpus, and those of the tests with the target's endings.
fn seeds(target: &Target) -> Vec<Vec<u8>> {
    let files = |folder: PathBuf| {
        let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
        let mut paths: Vec<PathBuf> = entries.map(|entry| entry.path()).collect();
        paths.sort();
        paths
    };
    let own = files(root().join("fuzz/corpus").join(target.name));
    let tests = files(root().join("crates/interop/tests/data")).into_iter().filter(|path| {
        path.extension().is_some_and(|extension| target.endings.iter().any(|ending| extension == *ending))
    });
    let mut seeds: Vec<Vec<u8>> =
        own.into_iter().chain(tests).filter_map(|path| std::fs::read(path).ok()).collect();
    if seeds.is_empty() {
        seeds.push(Vec::new());
    }
    seeds
}
