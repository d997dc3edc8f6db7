//! Datasets and truths written to files as they come.

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::Path;
use std::sync::Arc;

use anyhow::Result;
use concord_model::dataset::Dataset;
use concord_model::dictionary::Dictionary;
use concord_report::dataset::{Encoder, Format, Part, Run, Runs, Writer};
use concord_synth::{State, TruthRow};
use rayon::prelude::*;

use crate::output::{Output, Replaces, Single};

/// A dataset's folder in the making.
pub(crate) struct DatasetFolder {
    encoder: Encoder,
    writer: Writer<BufWriter<File>>,
    runs: Runs,
    waiting: Vec<Run>,
    /// Any chunk, for the table of groups.
    last: Arc<Dataset>,
}

impl DatasetFolder {
    /// Begins the folder of a dataset that has the child tables for whose places `given` says so.
    pub(crate) fn begin(output: &Output, format: Format, dictionary: &Dictionary, given: impl Fn(usize) -> bool) -> Result<DatasetFolder> {
        let encoder = Encoder::of(format, dictionary, given);
        let writer = Writer::new(&encoder, |name| output.file(name).map_err(std::io::Error::other))?;
        Ok(DatasetFolder { encoder, writer, runs: Runs::default(), waiting: Vec::new(), last: Arc::new(Dataset::empty(dictionary)) })
    }

    /// Adds the next chunk.
    pub(crate) fn add(&mut self, chunk: Dataset) -> Result<()> {
        self.last = Arc::new(chunk);
        self.waiting.extend(self.runs.push(&self.last));
        if self.waiting.len() >= rayon::current_num_threads() { self.write() } else { Ok(()) }
    }

    /// Encodes what waits side by side, and writes it in order.
    fn write(&mut self) -> Result<()> {
        let runs = std::mem::take(&mut self.waiting);
        let parts: Vec<Vec<Part>> = runs.par_iter().map(|run| self.encoder.encode(run)).collect::<Result<_, _>>()?;
        parts.into_iter().try_for_each(|parts| self.writer.append(parts).map_err(Into::into))
    }

    /// Writes what is left, and the groups.
    pub(crate) fn finish(mut self) -> Result<()> {
        self.waiting.extend(std::mem::take(&mut self.runs).finish());
        self.write()?;
        self.writer.finish(&self.encoder, &self.last)?;
        Ok(())
    }
}

/// The file of an invented dataset's true state.
pub(super) enum Truth {
    /// In the dataset's folder.
    Beside(BufWriter<File>),
    /// Somewhere else.
    Apart(Single),
}

impl Truth {
    pub(super) fn begin(path: &Path, output: &Output) -> Result<Truth> {
        let mut truth = match output.name_of(path)? {
            Some(name) => Truth::Beside(output.file(&name)?),
            None => Truth::Apart(Single::begin(path, Replaces::Nothing)?),
        };
        writeln!(truth.file(), "review_id,partnership_id,theme,true_state,looked_for")?;
        Ok(truth)
    }

    pub(super) fn add<'a>(&mut self, rows: impl Iterator<Item = TruthRow<'a>>) -> Result<()> {
        for row in rows {
            let state = match row.true_state {
                State::Present => "present",
                State::Absent => "absent",
            };
            writeln!(self.file(), "{},{},{},{},{}", row.review_id, row.partnership_id, row.theme, state, row.looked_for)?;
        }
        Ok(())
    }

    /// Ends the file. What lies apart is handed back to be put in its place.
    pub(super) fn finish(mut self) -> Result<Option<Single>> {
        self.file().flush()?;
        Ok(match self {
            Truth::Beside(_) => None,
            Truth::Apart(single) => Some(single),
        })
    }

    fn file(&mut self) -> &mut dyn Write {
        match self {
            Truth::Beside(file) => file,
            Truth::Apart(single) => single,
        }
    }
}
