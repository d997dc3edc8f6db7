//! What is written while a run goes on: answers, findings, rejected records, problems and failures.

use std::fs::File;
use std::io::{BufWriter, Write};
use std::ops::Range;

use anyhow::Result;
use concord_compare::{Setup, Summary};
use concord_model::answer::Answers;
use concord_model::dataset::Dataset;
use concord_model::dictionary::Dictionary;
use concord_model::framework::Descriptor;
use concord_read::Chunk;
use concord_report::answers::{self, Answered};
use concord_report::parquet::{RowGroup, Writer};
use concord_report::themes;
use serde::Serialize;

use crate::output::Output;

type Rowed = Writer<BufWriter<File>>;

/// Makes the rows of a batch; many may be made side by side.
pub(super) struct Encoders {
    answers: answers::Encoder,
    themes: themes::Encoder,
    /// The frameworks' names and what they say of themselves.
    frameworks: Vec<(String, Descriptor)>,
}

/// The files that are written while a run goes on.
pub(super) struct Sinks {
    pub(super) encoders: Encoders,
    answers: Rowed,
    themes: Rowed,
    rejects: BufWriter<File>,
    errors: BufWriter<File>,
}

/// What one batch comes to.
pub(super) struct Rows {
    pub(super) summary: Summary,
    answers: Vec<RowGroup>,
    themes: Vec<RowGroup>,
}

/// A record that was rejected, as it is written.
#[derive(Serialize)]
struct Rejected<'a> {
    problems: Vec<String>,
    record: &'a serde_json::Value,
}

/// What a framework failed on, as it is written.
#[derive(Debug, Serialize)]
pub(crate) struct Failed {
    pub(crate) framework: String,
    pub(crate) review: Option<String>,
    pub(crate) indicator: Option<String>,
    pub(crate) message: String,
}

impl Encoders {
    /// Counts one batch and makes its rows.
    pub(super) fn rows(&self, setup: &Setup, dataset: &Dataset, reviews: Range<usize>, answers: &[Answers]) -> Result<Rows> {
        let mut summary = Summary::new(setup);
        let findings = summary.add(setup, dataset, reviews.clone(), answers)?;
        let answered =
            self.frameworks.iter().zip(answers).map(|((framework, descriptor), answers)| Answered { framework, descriptor, answers });
        let names: Vec<&str> = self.frameworks.iter().map(|(framework, _)| framework.as_str()).collect();
        Ok(Rows {
            answers: self.answers.encode(dataset, &reviews, &answered.collect::<Vec<_>>())?,
            themes: self.themes.encode(dataset, &reviews, &names, &findings)?,
            summary,
        })
    }
}

impl Sinks {
    pub(super) fn new(dictionary: &Dictionary, frameworks: Vec<(String, Descriptor)>, output: &Output) -> Result<Sinks> {
        let encoders = Encoders { answers: answers::Encoder::new(dictionary), themes: themes::Encoder::new(dictionary), frameworks };
        Ok(Sinks {
            answers: encoders.answers.writer(output.file("answers.parquet")?)?,
            themes: encoders.themes.writer(output.file("themes.parquet")?)?,
            rejects: output.file("rejects.jsonl")?,
            errors: output.file("errors.jsonl")?,
            encoders,
        })
    }

    /// Writes the rejected records of a chunk, whole and with their reasons.
    pub(super) fn rejected(&mut self, chunk: &Chunk) -> Result<()> {
        for reject in &chunk.rejects {
            let problems = reject.problems.iter().map(ToString::to_string).collect();
            line(&mut self.rejects, &Rejected { problems, record: &reject.record })?;
        }
        Ok(())
    }

    /// Writes the rows of a batch.
    pub(super) fn append(&mut self, rows: Rows) -> Result<Summary> {
        rows.answers.into_iter().try_for_each(|group| self.answers.append(group))?;
        rows.themes.into_iter().try_for_each(|group| self.themes.append(group))?;
        Ok(rows.summary)
    }

    /// Writes what a framework failed on.
    pub(super) fn failed(&mut self, failed: impl IntoIterator<Item = Failed>) -> Result<()> {
        failed.into_iter().try_for_each(|failed| line(&mut self.errors, &failed))
    }

    /// Ends all files.
    pub(super) fn finish(self) -> Result<()> {
        self.answers.finish()?.flush()?;
        self.themes.finish()?.flush()?;
        for mut file in [self.rejects, self.errors] {
            file.flush()?;
        }
        Ok(())
    }
}

fn line(file: &mut impl Write, value: &impl Serialize) -> Result<()> {
    serde_json::to_writer(&mut *file, value)?;
    file.write_all(b"\n")?;
    Ok(())
}
