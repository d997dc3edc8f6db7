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
use concord_model::problem::Problem;
use concord_read::Chunk;
use concord_report::answers::{self, Answered};
use concord_report::parquet::{RowGroup, Writer};
use concord_report::records::{Failed, Lines, Problems, Rejected};
use concord_report::themes;

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
    rejects: Lines<BufWriter<File>>,
    problems: Problems<BufWriter<File>>,
    errors: Lines<BufWriter<File>>,
}

/// What one batch comes to.
pub(super) struct Rows {
    pub(super) summary: Summary,
    answers: Vec<RowGroup>,
    themes: Vec<RowGroup>,
}

/// What a framework failed on, and where.
#[derive(Debug, Clone)]
pub(crate) struct Failure {
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
            rejects: Lines::new(output.file("rejects.jsonl")?),
            problems: Problems::new(output.file("problems.csv")?)?,
            errors: Lines::new(output.file("errors.jsonl")?),
            encoders,
        })
    }

    /// Writes the rejected records of a chunk, whole and with their reasons, and its problems.
    pub(super) fn rejected(&mut self, chunk: &Chunk) -> Result<()> {
        for reject in &chunk.rejects {
            self.rejects.append(&Rejected { record: &reject.record, problems: &reject.problems })?;
        }
        self.problems(&chunk.problems)
    }

    /// Writes problems.
    pub(super) fn problems(&mut self, problems: &[Problem]) -> Result<()> {
        Ok(problems.iter().try_for_each(|problem| self.problems.append(problem))?)
    }

    /// Writes the rows of a batch.
    pub(super) fn append(&mut self, rows: Rows) -> Result<Summary> {
        rows.answers.into_iter().try_for_each(|group| self.answers.append(group))?;
        rows.themes.into_iter().try_for_each(|group| self.themes.append(group))?;
        Ok(rows.summary)
    }

    /// Writes what a framework failed on.
    pub(super) fn failed(&mut self, failures: impl IntoIterator<Item = Failure>) -> Result<()> {
        for Failure { framework, review, indicator, message } in failures {
            self.errors.append(&Failed {
                framework: &framework,
                review: review.as_deref(),
                indicator: indicator.as_deref(),
                message: &message,
            })?;
        }
        Ok(())
    }

    /// Ends all files.
    pub(super) fn finish(self) -> Result<()> {
        let files = [self.answers.finish()?, self.themes.finish()?, self.rejects.finish()?, self.problems.finish()?, self.errors.finish()?];
        Ok(files.into_iter().try_for_each(|mut file| file.flush())?)
    }
}
