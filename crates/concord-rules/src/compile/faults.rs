//! Every fault of a file, gathered while it is read.

use concord_model::problem::{Problem, line_and_column};

/// The file that is read, and what was found wrong with it so far.
pub(super) struct Faults<'t> {
    /// Its name in messages.
    pub(super) file: &'t str,
    /// Its text.
    pub(super) text: &'t str,
    found: Vec<Problem>,
}

impl<'t> Faults<'t> {
    pub(super) fn new(file: &'t str, text: &'t str) -> Faults<'t> {
        Faults { file, text, found: Vec::new() }
    }

    /// A fault at a byte of the file.
    pub(super) fn at(&mut self, offset: usize, about: &str, message: impl Into<String>, hint: Option<String>) {
        let problem = self.problem(offset, about, message, hint);
        self.found.push(problem);
    }

    /// A fault whose place is already known.
    pub(super) fn push(&mut self, problem: Problem) {
        self.found.push(problem);
    }

    /// A fault or a warning at a byte of the file, not gathered.
    pub(super) fn problem(&self, offset: usize, about: &str, message: impl Into<String>, hint: Option<String>) -> Problem {
        let (line, column) = line_and_column(self.text, offset);
        Problem::of(self.file, message).at_line(line, Some(column)).about(about).maybe_hint(hint)
    }

    /// File, line and column of a byte, as `explain` shows it.
    pub(super) fn place(&self, offset: usize) -> String {
        let (line, column) = line_and_column(self.text, offset);
        format!("{}:{line}:{column}", self.file)
    }

    /// Whether nothing was found wrong so far.
    pub(super) fn none(&self) -> bool {
        self.found.is_empty()
    }

    /// What was found wrong, in the file's order, each once: what a name means is checked wherever the name is used.
    pub(super) fn problems(mut self) -> Vec<Problem> {
        self.found.sort_by(|a, b| (a.line, a.column, &a.message).cmp(&(b.line, b.column, &b.message)));
        self.found.dedup_by(|a, b| (a.line, a.column, &a.message) == (b.line, b.column, &b.message));
        self.found
    }
}
