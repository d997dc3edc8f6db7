//! What the cells of a row say. A wrong one is noted, and then there is no value.

use concord_model::plain::quoted;
use concord_model::problem::{Problem, nearest};

use super::table::{Row, Table};

/// The cells of one row.
pub(super) struct Cells<'a> {
    table: &'a Table,
    row: &'a Row,
    pub(super) problems: Vec<Problem>,
}

impl<'a> Cells<'a> {
    pub(super) fn of(table: &'a Table, row: &'a Row) -> Cells<'a> {
        Cells { table, row, problems: Vec::new() }
    }

    /// A text, which may not be missing.
    pub(super) fn text(&mut self, column: usize) -> Option<&'a str> {
        let text = self.maybe_text(column)?;
        self.given(column, text)
    }

    /// A text, or `Some(None)` where it is missing.
    pub(super) fn maybe_text(&mut self, column: usize) -> Option<Option<&'a str>> {
        let text = self.row.cells.get(column).map(std::str::from_utf8)?;
        if text.is_err() {
            self.note(column, "is not UTF-8".to_owned(), Some("save the file as CSV in UTF-8".to_owned()));
        }
        text.ok().map(|text| (!text.is_empty()).then_some(text))
    }

    /// A count, which may not be missing.
    pub(super) fn count(&mut self, column: usize) -> Option<u64> {
        let count = self.maybe_count(column)?;
        self.given(column, count)
    }

    /// A count, or `Some(None)` where it is missing.
    pub(super) fn maybe_count(&mut self, column: usize) -> Option<Option<u64>> {
        let Some(text) = self.maybe_text(column)? else { return Some(None) };
        self.expected(whole(text).map(Some), column, text, "count", "allowed: whole numbers of 0 and above")
    }

    /// 0 or 1, which may not be missing.
    pub(super) fn binary(&mut self, column: usize) -> Option<u64> {
        let binary = self.maybe_binary(column)?;
        self.given(column, binary)
    }

    /// 0 or 1, or `Some(None)` where it is missing.
    pub(super) fn maybe_binary(&mut self, column: usize) -> Option<Option<u64>> {
        let Some(text) = self.maybe_text(column)? else { return Some(None) };
        let binary = whole(text).filter(|count| *count <= 1);
        self.expected(binary.map(Some), column, text, "outcome", "allowed: 1 with the finding, 0 without")
    }

    /// A number, which may not be missing.
    pub(super) fn number(&mut self, column: usize) -> Option<f64> {
        let number = self.maybe_number(column)?;
        self.given(column, number)
    }

    /// A number, or `Some(None)` where it is missing.
    pub(super) fn maybe_number(&mut self, column: usize) -> Option<Option<f64>> {
        let Some(text) = self.maybe_text(column)? else { return Some(None) };
        self.expected(decimal(text).map(Some), column, text, "number", "allowed: figures, such as 12, 0.05 or 1e-3")
    }

    /// The place of one of `names`, or `Some(None)` where it is missing. Numbers that are written otherwise are the same: `1.0` is `1`.
    pub(super) fn maybe_one_of(&mut self, column: usize, names: &[String]) -> Option<Option<usize>> {
        let Some(text) = self.maybe_text(column)? else { return Some(None) };
        let alike = || decimal(text).and_then(|number| names.iter().position(|name| decimal(name) == Some(number)));
        let place = names.iter().position(|name| name == text).or_else(alike);
        if place.is_none() {
            let hints = nearest(text, names.iter().map(String::as_str)).into_iter().chain([format!("declared: {}", names.join(", "))]);
            self.note(column, format!("unknown category {}", quoted(text)), Some(hints.collect::<Vec<_>>().join(" ")));
        }
        place.map(Some)
    }

    fn given<T>(&mut self, column: usize, value: Option<T>) -> Option<T> {
        if value.is_none() {
            self.note(column, "is missing".to_owned(), Some("every row needs one".to_owned()));
        }
        value
    }

    fn expected<T>(&mut self, value: Option<T>, column: usize, text: &str, kind: &str, hint: &str) -> Option<T> {
        if value.is_none() {
            let hint = if text.contains('\n') { "it spans several lines: close its quotation marks" } else { hint };
            self.note(column, format!("{} is no {kind}", quoted(text)), Some(hint.to_owned()));
        }
        value
    }

    fn note(&mut self, column: usize, message: String, hint: Option<String>) {
        let problem = Problem::of(&self.table.file, message).at_line(self.row.line, None);
        self.problems.push(problem.about(self.table.header[column].clone()).maybe_hint(hint));
    }
}

/// A whole number that is not below 0, also where it is written as 12.0.
fn whole(text: &str) -> Option<u64> {
    let written_as_decimal = || decimal(text).filter(|number| number.fract() == 0.0 && (0.0..1e15).contains(number));
    text.parse().ok().or_else(|| written_as_decimal().map(|number| number as u64))
}

/// A finite number in figures.
fn decimal(text: &str) -> Option<f64> {
    let figures = text.bytes().all(|byte| byte.is_ascii_digit() || b"+-.eE".contains(&byte));
    // 0 has no sign.
    text.parse().ok().filter(|number: &f64| figures && number.is_finite()).map(|number| number + 0.0)
}
