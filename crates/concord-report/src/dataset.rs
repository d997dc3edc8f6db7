//! A dataset as files: JSON Lines, CSV or Parquet, each with the same face.
//!
//! A stream of chunks is cut into [`Run`]s of [`RUN`] reviews ([`Runs`]), whatever the chunks were, so that the bytes do not depend on
//! them. An [`Encoder`] makes a run's part of each file; it changes nothing, so that runs can be encoded side by side. A [`Writer`]
//! appends the parts in order and writes the groups last.

mod csv;
mod jsonl;
mod parquet;
mod run;
mod text;

use std::io::{self, Write};

use ::parquet::schema::types::TypePtr;
use concord_model::dataset::Dataset;
use concord_model::dictionary::Dictionary;
use concord_model::problem::Problem;

pub use self::run::{RUN, Run, Runs};
use crate::parquet::{ParquetFault, RowGroup};

/// The form of a dataset.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// JSON Lines: a review a line, its child rows nested under their table's name.
    Jsonl,
    /// A CSV a table.
    Csv,
    /// Parquet, child rows nested.
    Parquet,
}

/// Why a dataset could not be written.
#[derive(Debug, thiserror::Error)]
pub enum DatasetFault {
    /// Values that the format cannot say, so that reading them back would give another dataset.
    #[error("{} values cannot be written in this format:\n{}", .0.len(), lines(.0))]
    Unwritable(Vec<Problem>),
    /// The file could not be written.
    #[error(transparent)]
    File(#[from] io::Error),
    /// The Parquet file could not be written.
    #[error(transparent)]
    Parquet(#[from] ParquetFault),
    /// Parts of another encoder.
    #[error("{given} parts for {files} files; append what this writer's encoder made")]
    Parts {
        /// The parts given.
        given: usize,
        /// The files open.
        files: usize,
    },
}

/// Problems, one a line; of very many the first.
fn lines(problems: &[Problem]) -> String {
    const MOST: usize = 100;
    let mut lines: Vec<String> = problems.iter().take(MOST).map(ToString::to_string).collect();
    if problems.len() > MOST {
        lines.push(format!("and {} more", problems.len() - MOST));
    }
    lines.join("\n")
}

/// A run's part of one file.
#[derive(Debug)]
pub struct Part(Bytes);

#[derive(Debug)]
enum Bytes {
    Text(Vec<u8>),
    Rows(RowGroup),
}

/// How a file begins.
#[derive(Debug)]
enum Begin {
    Text(Vec<u8>),
    Parquet(TypePtr),
}

/// A file of a form: its name, and how it begins.
#[derive(Debug)]
struct FileForm {
    name: String,
    begin: Begin,
}

/// One form of a dataset.
trait Form: std::fmt::Debug + Send + Sync {
    /// Its files: those of the reviews first, then that of the groups if there are any.
    fn files(&self) -> Vec<FileForm>;
    /// A run's part of each file of the reviews.
    fn run(&self, run: &Run) -> Result<Vec<Part>, DatasetFault>;
    /// The group table, which every chunk holds whole.
    fn groups(&self, chunk: &Dataset) -> Result<Option<Part>, DatasetFault>;
}

/// Makes the parts of a dataset's files.
#[derive(Debug)]
pub struct Encoder(Box<dyn Form>);

impl Encoder {
    /// For datasets of a dictionary that have all of its tables.
    #[must_use]
    pub fn new(format: Format, dictionary: &Dictionary) -> Encoder {
        Encoder::of(format, dictionary, |_| true)
    }

    /// For datasets that have the child tables for whose places `given` says so. The others get no file, no column and no list: to write
    /// them as empty would say that there are no rows.
    #[must_use]
    pub fn of(format: Format, dictionary: &Dictionary, given: impl Fn(usize) -> bool) -> Encoder {
        let children: Vec<usize> = (0..dictionary.tables.len()).filter(|&place| dictionary.is_child(place) && given(place)).collect();
        Encoder(match format {
            Format::Jsonl => Box::new(jsonl::Jsonl::new(dictionary, &children)),
            Format::Csv => Box::new(csv::Csv::new(dictionary, &children)),
            Format::Parquet => Box::new(parquet::Parquet::new(dictionary, &children)),
        })
    }

    /// The names of the files, in the order in which a [`Writer`] opens them.
    #[must_use]
    pub fn files(&self) -> Vec<String> {
        self.0.files().into_iter().map(|file| file.name).collect()
    }

    /// A run's part of each file of the reviews.
    ///
    /// # Errors
    /// All values of the run that the format cannot say.
    pub fn encode(&self, run: &Run) -> Result<Vec<Part>, DatasetFault> {
        self.0.run(run)
    }
}

/// The files of a dataset in the making.
#[derive(Debug)]
pub struct Writer<W: Write + Send> {
    files: Vec<File<W>>,
}

impl<W: Write + Send> Writer<W> {
    /// Opens the files of an encoder's form, each by its name.
    ///
    /// # Errors
    /// Where one cannot be opened or begun.
    pub fn new(encoder: &Encoder, mut open: impl FnMut(&str) -> io::Result<W>) -> Result<Writer<W>, DatasetFault> {
        let files = encoder.0.files().into_iter().map(|form| File::begin(open(&form.name)?, form.begin));
        Ok(Writer { files: files.collect::<Result<_, _>>()? })
    }

    /// Appends the next run's parts.
    ///
    /// # Errors
    /// Where a file cannot be written.
    pub fn append(&mut self, parts: Vec<Part>) -> Result<(), DatasetFault> {
        if parts.len() > self.files.len() {
            return Err(DatasetFault::Parts { given: parts.len(), files: self.files.len() });
        }
        self.files.iter_mut().zip(parts).try_for_each(|(file, part)| file.append(part))
    }

    /// Writes the group table, of which any chunk of the data will do, and ends all files. Gives back what was written to.
    ///
    /// # Errors
    /// Where a file cannot be written, or a group's value cannot be said in the format.
    pub fn finish(mut self, encoder: &Encoder, chunk: &Dataset) -> Result<Vec<W>, DatasetFault> {
        if let (Some(groups), Some(file)) = (encoder.0.groups(chunk)?, self.files.last_mut()) {
            file.append(groups)?;
        }
        self.files.into_iter().map(File::finish).collect()
    }
}

/// One file in the making.
#[derive(Debug)]
enum File<W: Write + Send> {
    Text(W),
    Parquet(crate::parquet::Writer<W>),
}

impl<W: Write + Send> File<W> {
    fn begin(mut out: W, begin: Begin) -> Result<File<W>, DatasetFault> {
        Ok(match begin {
            Begin::Text(text) => {
                out.write_all(&text)?;
                File::Text(out)
            }
            Begin::Parquet(schema) => File::Parquet(crate::parquet::Writer::new(out, schema)?),
        })
    }

    fn append(&mut self, part: Part) -> Result<(), DatasetFault> {
        match (self, part.0) {
            (File::Text(out), Bytes::Text(text)) => out.write_all(&text)?,
            (File::Parquet(out), Bytes::Rows(rows)) if rows.rows() > 0 => out.append(rows)?,
            (File::Parquet(_), Bytes::Rows(_)) => {}
            (File::Text(_), Bytes::Rows(_)) | (File::Parquet(_), Bytes::Text(_)) => return Err(DatasetFault::Parts { given: 1, files: 0 }),
        }
        Ok(())
    }

    fn finish(self) -> Result<W, DatasetFault> {
        Ok(match self {
            File::Text(mut out) => {
                out.flush()?;
                out
            }
            File::Parquet(out) => out.finish()?,
        })
    }
}

#[cfg(test)]
mod tests;
