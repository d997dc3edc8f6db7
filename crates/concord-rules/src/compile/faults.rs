//! Every fault of a file, gathered while it is read.

use std::collections::HashSet;

use concord_model::problem::{Lines, Problem, nearest};

use super::limits;

/// The file that is read, and what was found wrong with it so far.
pub(super) struct Faults<'t> {
    /// Its name in messages.
    pub(super) file: &'t str,
    /// Its text.
    pub(super) text: &'t str,
    lines: Lines<'t>,
    found: Vec<Problem>,
    /// What was found, so that what a name means is told once, however often the name is used.
    told: HashSet<(Option<u32>, Option<u32>, String)>,
    /// Whether more were found than are told.
    more: bool,
}

impl<'t> Faults<'t> {
    pub(super) fn new(file: &'t str, text: &'t str) -> Faults<'t> {
        Faults { file, text, lines: Lines::new(text), found: Vec::new(), told: HashSet::new(), more: false }
    }

    /// A fault at a byte of the file.
    pub(super) fn at(&mut self, offset: usize, about: &str, message: impl Into<String>, hint: Option<String>) {
        let problem = self.problem(offset, about, message, hint);
        self.push(problem);
    }

    /// A fault whose place is already known.
    pub(super) fn push(&mut self, problem: Problem) {
        if self.found.len() >= limits::FAULTS {
            self.more = true;
        } else if self.told.insert((problem.line, problem.column, problem.message.clone())) {
            self.found.push(problem);
        }
    }

    /// A fault or a warning at a byte of the file, not gathered.
    pub(super) fn problem(&self, offset: usize, about: &str, message: impl Into<String>, hint: Option<String>) -> Problem {
        let (line, column) = self.lines.place(offset);
        let message = short(message.into());
        Problem::of(self.file, message).at_line(line, Some(column)).about(short(about.to_owned())).maybe_hint(hint.map(short))
    }

    /// File, line and column of a byte, as `explain` shows it.
    pub(super) fn place(&self, offset: usize) -> String {
        let (line, column) = self.lines.place(offset);
        format!("{}:{line}:{column}", self.file)
    }

    /// The name nearest to a misspelt one, while faults are still told.
    pub(super) fn nearest<'n>(&self, wrong: &str, names: impl IntoIterator<Item = &'n str>) -> Option<String> {
        if self.full() { None } else { nearest(wrong, names) }
    }

    /// Whether nothing was found wrong so far.
    pub(super) fn none(&self) -> bool {
        self.found.is_empty()
    }

    /// Whether no more faults are told.
    pub(super) fn full(&self) -> bool {
        self.found.len() >= limits::FAULTS
    }

    /// What was found wrong, in the file's order, each once.
    pub(super) fn problems(mut self) -> Vec<Problem> {
        self.found.sort_by(|a, b| (a.line, a.column, &a.message).cmp(&(b.line, b.column, &b.message)));
        if self.more {
            let told = format!("more than {} faults were found, and the first of them are told", limits::FAULTS);
            self.found.push(Problem::of(self.file, told).hint("mend these first"));
        }
        self.found
    }
}

/// So much of a message as is read: what it repeats of the file can be as long as an expression.
fn short(mut message: String) -> String {
    const LONGEST: usize = 400;
    if let Some((place, _)) = message.char_indices().nth(LONGEST) {
        message.truncate(place);
        message.push('…');
    }
    message
}
