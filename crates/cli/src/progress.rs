//! Bars for long work, on the terminal's error stream and nowhere else.

use indicatif::{ProgressBar, ProgressStyle};

/// Work on fewer bytes is done before a bar could be read.
const LONG: u64 = 64 << 20;

/// A bar over so many bytes; none if they are few, or nobody looks.
pub struct Progress(ProgressBar);

impl Progress {
    /// Begins work.
    pub fn new(bytes: u64, what: &str) -> Progress {
        if bytes < LONG {
            return Progress(ProgressBar::hidden());
        }
        let bar = ProgressBar::new(bytes).with_message(what.to_owned());
        let template = "{msg} [{bar:40}] {bytes}/{total_bytes} {bytes_per_sec}, {eta} left";
        Progress(match ProgressStyle::with_template(template) {
            Ok(style) => bar.with_style(style.progress_chars("=> ")),
            Err(_) => bar,
        })
    }

    /// So many bytes more are done.
    pub fn done(&self, bytes: u64) {
        self.0.inc(bytes);
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        self.0.finish_and_clear();
    }
}
