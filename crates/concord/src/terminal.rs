//! What the front door finds around it, and what it says while it works: a progress bar on a terminal, nothing elsewhere.

use std::io::{BufRead, IsTerminal, Write};
use std::time::Duration;

use concord_model::problem::Problem;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

/// What is around the program; tests give their own.
pub struct Surroundings<'a> {
    /// What a person types, a line at a time.
    pub input: Box<dyn BufRead + 'a>,
    /// Whether what is printed goes to a terminal that shows colours.
    pub colour: bool,
    /// Whether this is continuous integration, where nobody looks and nothing may be accepted.
    pub ci: bool,
}

impl Surroundings<'_> {
    /// Nobody to ask, no colours, no continuous integration.
    #[must_use]
    pub fn none() -> Surroundings<'static> {
        Surroundings { input: Box::new(std::io::empty()), colour: false, ci: false }
    }

    /// Those of this process: `NO_COLOR` counts where it is not empty (no-color.org), `CI` where it is neither empty nor `0` nor `false`.
    #[must_use]
    pub fn of_process() -> Surroundings<'static> {
        let says = |name: &str| std::env::var_os(name).is_some_and(|value| !["", "0", "false"].iter().any(|no| value == *no));
        Surroundings {
            input: Box::new(std::io::stdin().lock()),
            colour: std::io::stdout().is_terminal() && std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty()),
            ci: says("CI"),
        }
    }
}

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
        more => writeln!(err, "… and {} more of {}", grouped(more), many(in_all, kind)),
    }
}

/// A number with its thousands set apart: `10,001`.
#[must_use]
pub fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let groups: Vec<&str> = digits.as_bytes().rchunks(3).rev().map(|group| std::str::from_utf8(group).unwrap_or_default()).collect();
    groups.join(",")
}

/// Things by their number: `1 review`, `10,001 reviews`.
#[must_use]
pub fn many(number: u64, thing: &str) -> String {
    format!("{} {thing}{}", grouped(number), if number == 1 { "" } else { "s" })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_thing_is_not_several() {
        assert_eq!([0, 1, 2_000].map(|number| many(number, "row")), ["0 rows", "1 row", "2,000 rows"]);
    }

    #[test]
    fn thousands_stand_apart() {
        assert_eq!([0, 999, 1_000, 10_001, 1_234_567].map(grouped), ["0", "999", "1,000", "10,001", "1,234,567"]);
    }
}
