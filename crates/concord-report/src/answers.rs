//! `answers.parquet`: a row for each answer, in long form.
//!
//! `concern` and `strength` are what the answer comes to on either side as it was looked for: an absent that is not known to have been
//! looked for could not be told ([`Outcome::if_looked`](concord_model::framework::Outcome::if_looked)), as in `themes.parquet`.
//!
//! A number stands in its unit: a share from 0 to 1, with what it is a share of in `measure_of` (1 where it is none), so that
//! `measure_lower × measure_of` is the count. A share of nothing has no number.
//!
//! Rows stand in batches of reviews in dataset order, in these by framework, indicator and review. Every [`RUNS`] indicators of a batch
//! are a row group, so that the bytes depend on nothing but the answers, and batches can be encoded side by side.

mod group;
pub mod read;

use std::io::Write;
use std::ops::Range;

use concord_model::answer::{AnswerColumn, Answers};
use concord_model::dataset::Dataset;
use concord_model::dictionary::Dictionary;
use concord_model::framework::{Descriptor, Indicator};
use parquet::basic::Type as Physical;

use self::group::Group;
use crate::parquet::{ParquetFault, RowGroup, Writer, list, number, schema, text};

/// How many indicators of a batch stand in one row group: 65,536 rows of full batches. Groups of 8,192 rows, as datasets have, took 94 ns
/// and 5.9 bytes an answer against 66 ns and 3.8 bytes with these, since each group names its reviews and evidence anew; twice
/// as large took 68 ns and 3.5 bytes.
pub const RUNS: usize = 64;

/// The answers of one framework for one batch.
#[derive(Debug, Clone, Copy)]
pub struct Answered<'a> {
    /// The framework's id.
    pub framework: &'a str,
    /// Its indicators.
    pub descriptor: &'a Descriptor,
    /// Its answers, one column an indicator.
    pub answers: &'a Answers,
}

/// The answers to one indicator of a framework.
type Run<'a> = (&'a str, &'a Indicator, &'a AnswerColumn);

impl<'a> Answered<'a> {
    fn runs(&self) -> impl Iterator<Item = Run<'a>> + use<'a> {
        let framework = self.framework;
        self.descriptor.indicators.iter().zip(&self.answers.columns).map(move |(indicator, column)| (framework, indicator, column))
    }
}

/// Makes the rows of answers.
#[derive(Debug)]
pub struct Encoder {
    root: usize,
    /// The root's field that tells codings of one review apart, and its codes.
    coding: Option<(usize, Vec<String>)>,
    tables: Vec<String>,
}

impl Encoder {
    /// For answers about datasets of a dictionary.
    #[must_use]
    pub fn new(dictionary: &Dictionary) -> Encoder {
        let codes = |place: usize| dictionary.root_table().fields[place].codes.iter().map(|code| code.code.clone()).collect();
        Encoder {
            root: dictionary.root,
            coding: dictionary.role(&dictionary.roles.coding).map(|place| (place, codes(place))),
            tables: dictionary.tables.iter().map(|table| table.name.clone()).collect(),
        }
    }

    /// Begins a file.
    ///
    /// # Errors
    /// Where `out` cannot be written.
    pub fn writer<W: Write + Send>(&self, out: W) -> Result<Writer<W>, ParquetFault> {
        let optional = |name| text(name, false);
        let required = |name| text(name, true);
        let decimal = |name| number(name, Physical::DOUBLE);
        let fields = vec![
            required("framework"),
            required("indicator"),
            required("review"),
            optional("coding"),
            optional("answer"),
            optional("outcome"),
            optional("concern"),
            optional("strength"),
            required("looked_for"),
            optional("reason"),
            decimal("measure_lower"),
            decimal("measure_upper"),
            decimal("measure_of"),
            optional("measure_unit"),
            list("evidence", true, required("element")),
        ];
        Writer::new(out, schema("answers", fields))
    }

    /// The row groups of one batch: the reviews of a dataset that were handed to the frameworks together.
    ///
    /// # Errors
    /// Where a row group is larger than the format allows.
    pub fn encode(&self, dataset: &Dataset, reviews: &Range<usize>, frameworks: &[Answered<'_>]) -> Result<Vec<RowGroup>, ParquetFault> {
        let runs: Vec<Run<'_>> = frameworks.iter().flat_map(Answered::runs).collect();
        let group = |runs: &[Run<'_>]| {
            let mut group = Group::new(self, dataset, reviews.clone());
            runs.iter().for_each(|(framework, indicator, column)| group.run(framework, indicator, column));
            group.finish()
        };
        runs.chunks(RUNS).map(group).collect()
    }
}

#[cfg(test)]
mod tests;
