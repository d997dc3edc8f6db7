//! The rows of a table as a statistic takes them, and what comes of them: figures, or all that is wrong.

use concord_model::plain::quoted;
use concord_model::problem::Problem;
use concord_stat::fault::{Fault, Faults, Kind};
use serde::Serialize;

use super::cells::Cells;
use super::table::{Row, Table};

/// One JSON object, or everything that is wrong with the table.
pub(super) type Said = Result<String, Vec<Problem>>;

/// The rows whose cells could be read.
pub(super) struct Rows<'a, T> {
    table: &'a Table,
    values: Vec<T>,
    /// The line of each value.
    lines: Vec<u32>,
    /// What is wrong with other rows.
    problems: Vec<Problem>,
}

impl Table {
    /// Reads every row; `read` gives `None` where a cell of the row is wrong.
    pub(super) fn rows<T>(&self, read: impl Fn(&mut Cells<'_>) -> Option<T>) -> Rows<'_, T> {
        let mut rows = Rows { table: self, values: Vec::new(), lines: Vec::new(), problems: Vec::new() };
        for row in &self.rows {
            if row.cells.len() == self.header.len() {
                let mut cells = Cells::of(self, row);
                let value = read(&mut cells);
                rows.lines.extend(value.as_ref().map(|_| row.line));
                rows.values.extend(value);
                rows.problems.append(&mut cells.problems);
            } else {
                rows.problems.push(self.ragged(row));
            }
        }
        rows
    }

    fn ragged(&self, row: &Row) -> Problem {
        let (cells, s) = (row.cells.len(), if row.cells.len() == 1 { "" } else { "s" });
        let spans = row.cells.as_slice().contains(&b'\n');
        let hint = if spans { "it spans several lines: close its quotation marks" } else { "put cells with a comma in quotation marks" };
        Problem::of(&self.file, format!("the row has {cells} cell{s}, the header {}", self.header.len())).at_line(row.line, None).hint(hint)
    }
}

impl<T> Rows<'_, T> {
    /// The same rows, where each must be another's: what has a row already is a fault, named with both lines.
    pub(super) fn once(mut self, name: impl Fn(&T) -> &str) -> Self {
        let mut first = std::collections::BTreeMap::new();
        for (value, line) in self.values.iter().zip(&self.lines) {
            let name = name(value);
            match first.get(name) {
                None => _ = first.insert(name, *line),
                Some(before) => {
                    let fault = format!("{} has a row already, in line {before}", quoted(name));
                    self.problems.push(self.table.fault(fault).at_line(*line, None).hint("keep one of the two, or add them up"));
                }
            }
        }
        self
    }

    /// The statistic of all rows as JSON. Faults of no row are those of `option`, or else of the table as a whole.
    ///
    /// # Errors
    /// Everything that is wrong with any row, with its line.
    pub(super) fn figures<R: Serialize>(self, option: Option<&str>, statistic: impl FnOnce(Vec<T>) -> Result<R, Faults>) -> Said {
        let Rows { table, values, lines, mut problems } = self;
        let complete = problems.is_empty();
        match statistic(values) {
            Ok(figures) if complete => return serde_json::to_string_pretty(&figures).map_err(|fault| vec![table.fault(fault.to_string())]),
            Ok(_) => {}
            Err(Faults(faults)) => {
                // What is said of the whole of a table may come of the rows that are not in it.
                let told = faults.into_iter().filter(|fault| complete || option.is_some() || fault.row.is_some());
                problems.extend(told.map(|fault| problem(table, &lines, option, &fault)));
            }
        }
        problems.sort_by_key(|problem| problem.line);
        Err(problems)
    }
}

impl Table {
    /// A fault of the table as a whole.
    fn fault(&self, message: String) -> Problem {
        Problem::of(&self.file, message)
    }
}

/// A fault of the numbers as one of the file: with lines, not rows.
fn problem(table: &Table, lines: &[u32], option: Option<&str>, fault: &Fault) -> Problem {
    let line = |row: usize| lines.get(row).copied().unwrap_or_default();
    let message = match &fault.kind {
        Kind::Repeated { what, first } => format!("{what} has a row already, in line {}", line(*first)),
        kind => kind.to_string(),
    };
    match (fault.row, option) {
        (Some(row), _) => table.fault(message).at_line(line(row), None),
        (None, Some(option)) => Problem::of(option, message),
        (None, None) => table.fault(message),
    }
}
