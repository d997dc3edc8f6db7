//! Small datasets on disk, and all that is read from them.

use std::path::{Path, PathBuf};

use concord_model::dataset::Dataset;
use concord_model::dictionary::Dictionary;
use concord_model::problem::Problem;
use concord_read::{Counts, Options, ReadError, Reader, Reject};
use tempfile::TempDir;

/// All that comes out of a dataset.
#[derive(Debug, PartialEq)]
pub(crate) struct Read {
    pub(crate) datasets: Vec<Dataset>,
    pub(crate) rejects: Vec<Reject>,
    pub(crate) problems: Vec<Problem>,
    pub(crate) notices: Vec<Problem>,
    pub(crate) counts: Counts,
    pub(crate) as_of: i32,
    pub(crate) chain_roots: Vec<String>,
}

/// A committed file or folder of test data.
pub(crate) fn data(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data").join(name)
}

/// The small dictionary that is not England's.
pub(crate) fn example() -> Dictionary {
    let text = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("../concord-model/data/tests/example.toml")).unwrap();
    Dictionary::parse("example.toml", &text).unwrap()
}

/// A folder with files of these names and texts.
pub(crate) fn folder(files: &[(&str, &str)]) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in files {
        std::fs::write(folder.path().join(name), text).unwrap();
    }
    folder
}

/// Reads a dataset to its end.
pub(crate) fn try_read(path: &Path, dictionary: &Dictionary, options: Options) -> Result<Read, ReadError> {
    let mut reader = Reader::open(path, dictionary, options)?;
    let (mut datasets, mut rejects, mut problems) = (Vec::new(), Vec::new(), Vec::new());
    while let Some(chunk) = reader.next_chunk()? {
        if chunk.dataset.reviews > 0 {
            datasets.push(chunk.dataset);
        }
        rejects.extend(chunk.rejects);
        problems.extend(chunk.problems);
    }
    let counts = reader.counts();
    assert_eq!(counts.records, counts.used + counts.rejected, "counts in are counts used and counts rejected");
    assert_eq!(counts.records, reader.review_count());
    assert_eq!(counts.rejected + counts.stray_rows, rejects.len() as u64);
    assert_eq!(counts.used, datasets.iter().map(|dataset| dataset.reviews as u64).sum::<u64>());
    assert!(rejects.iter().all(|reject| !reject.problems.is_empty()), "a reject has its reasons");
    assert_eq!(counts.problems, rejects.iter().map(|reject| reject.problems.len() as u64).sum::<u64>());
    Ok(Read {
        datasets,
        rejects,
        problems,
        notices: reader.notices(),
        counts,
        as_of: reader.as_of(),
        chain_roots: reader.chain_roots().iter().map(str::to_owned).collect(),
    })
}

pub(crate) fn read(path: &Path, dictionary: &Dictionary) -> Read {
    try_read(path, dictionary, Options::default()).unwrap()
}

/// Reads files of these names and texts as England's.
pub(crate) fn read_files(files: &[(&str, &str)]) -> Read {
    read(folder(files).path(), &Dictionary::england())
}

/// The fault for which files of these names and texts cannot be read.
pub(crate) fn fault_of(files: &[(&str, &str)]) -> String {
    let folder = folder(files);
    let error = try_read(folder.path(), &Dictionary::england(), Options::default()).unwrap_err();
    error.to_string().replace(folder.path().to_str().unwrap(), "DATA")
}

pub(crate) fn lines(problems: &[Problem]) -> Vec<String> {
    problems.iter().map(ToString::to_string).collect()
}

/// A review in JSON with these keys added to those that it needs.
pub(crate) fn review(id: &str, more: &str) -> String {
    let comma = if more.is_empty() { "" } else { ", " };
    format!(r#"{{"review_id": "{id}", "partnership_id": "P1", "review_type": "rapid_review"{comma}{more}}}"#)
}
