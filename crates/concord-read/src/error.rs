//! Why a dataset cannot be read at all.

use std::path::PathBuf;

use concord_model::problem::Problem;

/// A fault for which no review can be read, or no further one. Faults of single records are [`Reject`](crate::Reject)s instead.
#[derive(Debug, thiserror::Error)]
pub enum ReadError {
    /// The path is neither a folder nor a file that holds a dataset.
    #[error("{path} is no dataset: {found}; expected {expected}")]
    NotADataset {
        /// The path as it was given.
        path: PathBuf,
        /// What is there.
        found: String,
        /// What was looked for.
        expected: String,
    },
    /// A file cannot be opened or read.
    #[error("{path} cannot be read: {source}")]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// What the system says.
        source: std::io::Error,
    },
    /// A file holds nothing.
    #[error("{path} is empty; check that it was written to its end")]
    Empty {
        /// The file.
        path: PathBuf,
    },
    /// A file is not what its name says, or breaks off.
    #[error("{path} is damaged: {message}")]
    Damaged {
        /// The file.
        path: PathBuf,
        /// What is wrong with it and what to do.
        message: String,
    },
    /// A file is whole, and written in a way that is not read.
    #[error("{path} cannot be read: {message}")]
    Unsupported {
        /// The file.
        path: PathBuf,
        /// What is not read and what to do.
        message: String,
    },
    /// The files of the data hold no record.
    #[error("{path} holds no record; a dataset has at least one")]
    NoRecords {
        /// The file of the records.
        path: PathBuf,
    },
    /// Columns are missing that no record can be without, or are of a type that holds no such values.
    #[error("{}", listed(.0))]
    Columns(Vec<Problem>),
    /// The table of groups has faults, and nothing can be compared without it.
    #[error("{}", listed(.0))]
    Groups(Vec<Problem>),
    /// The dictionary asks for what cannot be derived.
    #[error("{}", listed(.0))]
    Dictionary(Vec<Problem>),
    /// One record, or the texts of one chunk, are larger than any real data.
    #[error("{path} is too large: {message}")]
    TooLarge {
        /// The file.
        path: PathBuf,
        /// What is too large.
        message: String,
    },
    /// The file is not the one that was looked through first.
    #[error("{path} changed while it was read: {before} records first, then {after}; read it again when nothing writes to it")]
    Changed {
        /// The file.
        path: PathBuf,
        /// How many records the first pass saw.
        before: u64,
        /// How many records the second pass saw.
        after: u64,
    },
}

/// All problems, one a line.
fn listed(problems: &[Problem]) -> String {
    problems.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")
}
