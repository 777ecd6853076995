//! What the figures were measured on.

use crate::shell;

/// Lines that say what machine and what compiler this is.
pub fn describe() -> Vec<String> {
    let cores = std::thread::available_parallelism().map_or(1, |n| n.get());
    let processor = processor().unwrap_or_else(|| std::env::consts::ARCH.to_owned());
    let system = format!("{}, {cores} hardware threads, {}", processor, std::env::consts::OS);
    let compiler = shell::output(shell::command("rustc").arg("--version")).unwrap_or_default();
    let commit =
        shell::output(shell::command("git").args(["rev-parse", "--short=12", "HEAD"])).unwrap_or_default();
    let clean = shell::output(shell::command("git").args(["status", "--porcelain", "--untracked-files=no"]));
    let changed = clean.is_ok_and(|lines| lines.lines().any(|line| !line.contains("docs/benchmarks")));
    let commit = format!("commit {}{}", commit.trim(), if changed { ", with changes" } else { "" });
    vec![system, compiler.trim().to_owned(), commit]
}

#[cfg(target_os = "macos")]
fn processor() -> Option<String> {
    let mut sysctl = shell::command("sysctl");
    shell::output(sysctl.args(["-n", "machdep.cpu.brand_string"])).ok().map(|name| name.trim().to_owned())
}

#[cfg(not(target_os = "macos"))]
fn processor() -> Option<String> {
    if cfg!(windows) {
        return std::env::var("PROCESSOR_IDENTIFIER").ok();
    }
    let text = std::fs::read_to_string("/proc/cpuinfo").ok()?;
    let line = text.lines().find(|line| line.starts_with("model name"))?;
    line.split_once(':').map(|(_, name)| name.trim().to_owned())
}
