//! What the front door says while it works: a progress bar on a terminal, nothing elsewhere.

use std::io::{IsTerminal, Write};
use std::time::Duration;

use concord_model::problem::Problem;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

/// A bar of reviews done. It shows itself only on a terminal, and only for what takes over a second.
#[derive(Debug)]
pub struct Progress {
    bar: ProgressBar,
    started: std::time::Instant,
}

impl Progress {
    /// A bar towards `total` reviews.
    #[must_use]
    pub fn new(total: u64, what: &'static str) -> Progress {
        let bar = ProgressBar::with_draw_target(Some(total), ProgressDrawTarget::hidden());
        let style = ProgressStyle::with_template("{msg} {wide_bar} {human_pos} of {human_len} reviews, {eta} left");
        bar.set_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()));
        bar.set_message(what);
        Progress { bar, started: std::time::Instant::now() }
    }

    /// So many more are done.
    pub fn add(&self, reviews: u64) {
        if self.bar.is_hidden() && std::io::stderr().is_terminal() && self.started.elapsed() > Duration::from_secs(1) {
            self.bar.set_draw_target(ProgressDrawTarget::stderr());
        }
        self.bar.inc(reviews);
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        self.bar.finish_and_clear();
    }
}

/// Problems that are shown of many; the rest stand in the files of a run.
const SHOWN: usize = 20;

/// Writes problems a line each, the first of many, and how many there are in all.
///
/// # Errors
/// Where they cannot be written.
pub fn show_problems(err: &mut dyn Write, kind: &str, problems: &[Problem], in_all: u64) -> std::io::Result<()> {
    for problem in problems.iter().take(SHOWN) {
        writeln!(err, "{kind}: {problem}")?;
    }
    match in_all.saturating_sub(problems.len().min(SHOWN) as u64) {
        0 => Ok(()),
        more => writeln!(err, "… and {} more of {} {kind}s", grouped(more), grouped(in_all)),
    }
}

/// A number with its thousands set apart: `10,001`.
#[must_use]
pub fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let groups: Vec<&str> = digits.as_bytes().rchunks(3).rev().map(|group| std::str::from_utf8(group).unwrap_or_default()).collect();
    groups.join(",")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thousands_stand_apart() {
        assert_eq!([0, 999, 1_000, 10_001, 1_234_567].map(grouped), ["0", "999", "1,000", "10,001", "1,234,567"]);
    }
}
