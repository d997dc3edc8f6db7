//! What needs a person: refused records, problems of the data, and failures of frameworks, each written as it comes.

use std::io::{self, Write};

use concord_model::problem::Problem;
use serde::Serialize;
use serde_json::Value;

/// A refused record in `rejects.jsonl`, whole, with its reasons.
#[derive(Debug, Serialize)]
pub struct Rejected<'a> {
    /// The record as it stands in the data.
    pub record: &'a Value,
    /// Why it was refused.
    pub problems: &'a [Problem],
}

/// A failure of a framework in `errors.jsonl`.
#[derive(Debug, Serialize)]
pub struct Failed<'a> {
    /// The framework.
    pub framework: &'a str,
    /// The review that it failed on; null where it failed as a whole.
    pub review: Option<&'a str>,
    /// The indicator; null where it failed on the review as a whole.
    pub indicator: Option<&'a str>,
    /// What went wrong.
    pub message: &'a str,
}

/// JSON Lines in the making.
#[derive(Debug)]
pub struct Lines<W: Write>(W);

impl<W: Write> Lines<W> {
    /// Begins a file.
    pub fn new(out: W) -> Lines<W> {
        Lines(out)
    }

    /// Appends a line: a [`Rejected`], a [`Failed`].
    ///
    /// # Errors
    /// Where the file cannot be written.
    pub fn append<T: Serialize>(&mut self, line: &T) -> io::Result<()> {
        serde_json::to_writer(&mut self.0, line)?;
        self.0.write_all(b"\n")
    }

    /// Ends the file and gives back what it was written to.
    ///
    /// # Errors
    /// Where the file cannot be written.
    pub fn finish(mut self) -> io::Result<W> {
        self.0.flush()?;
        Ok(self.0)
    }
}

/// `problems.csv` in the making: a line a problem.
#[derive(Debug)]
pub struct Problems<W: Write>(csv::Writer<W>);

impl<W: Write> Problems<W> {
    /// Begins a file.
    ///
    /// # Errors
    /// Where it cannot be written.
    pub fn new(out: W) -> io::Result<Problems<W>> {
        let mut file = csv::Writer::from_writer(out);
        file.write_record(["file", "line", "column", "at", "message", "hint"])?;
        Ok(Problems(file))
    }

    /// Appends a problem.
    ///
    /// # Errors
    /// Where the file cannot be written.
    pub fn append(&mut self, problem: &Problem) -> io::Result<()> {
        let number = |number: Option<u32>| number.map(|number| number.to_string()).unwrap_or_default();
        let Problem { file, line, column, at, message, hint } = problem;
        self.0.write_record([file, &number(*line), &number(*column), at, message, hint.as_deref().unwrap_or_default()])?;
        Ok(())
    }

    /// Ends the file and gives back what it was written to.
    ///
    /// # Errors
    /// Where the file cannot be written.
    pub fn finish(self) -> io::Result<W> {
        self.0.into_inner().map_err(|fault| fault.into_error())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_needs_a_person_is_written_line_by_line() {
        let problem =
            Problem::of("reviews.csv", "unknown code \"lcspr1\"").at_line(4, None).about("R4.review_type").hint("did you mean \"lcspr\"?");
        let record = serde_json::json!({"review_id": "R4", "review_type": "lcspr1"});
        let mut rejects = Lines::new(Vec::new());
        rejects.append(&Rejected { record: &record, problems: std::slice::from_ref(&problem) }).unwrap();
        let mut errors = Lines::new(Vec::new());
        errors.append(&Failed { framework: "ashby", review: Some("R1"), indicator: Some("A1"), message: "out of fuel" }).unwrap();
        errors.append(&Failed { framework: "brook", review: None, indicator: None, message: "no \"open\"" }).unwrap();
        let mut problems = Problems::new(Vec::new()).unwrap();
        problems.append(&problem).unwrap();
        let files = [rejects.finish().unwrap(), errors.finish().unwrap(), problems.finish().unwrap()];
        insta::assert_snapshot!(files.map(|file| String::from_utf8(file).unwrap()).join("\n"));
    }
}
