//! A case: a small review that a practitioner writes, read as real data are.

use std::fs;
use std::path::{Path, PathBuf};

use concord_model::dataset::Dataset;
use concord_model::dictionary::Dictionary;
use concord_model::problem::Problem;

use super::draft::Draft;
use super::written::{self, ENDINGS};

/// The folder of a framework's cases.
pub(super) const CASES: &str = "cases";

/// A review that shows something about a framework.
#[derive(Debug, Clone)]
pub(super) struct Case {
    /// Its file's name without the ending.
    pub(super) name: String,
    /// Its file, as messages name it.
    pub(super) file: String,
    /// Why it exists.
    pub(super) about: String,
    /// The sensitive fields that the framework may see.
    pub(super) grants: Vec<String>,
    /// The review, alone.
    pub(super) dataset: Dataset,
}

/// The cases of a framework's folder by name, none where it has none.
///
/// # Errors
/// All that is wrong with any of them.
pub(super) fn read(folder: &Path, dictionary: &Dictionary) -> Result<Vec<Case>, Vec<Problem>> {
    let (mut cases, mut problems) = (Vec::<Case>::new(), Vec::new());
    for path in files(&folder.join(CASES)) {
        match Case::read(&path, dictionary) {
            Ok(case) => match cases.iter().find(|other| other.name == case.name) {
                Some(other) => {
                    let message = format!("{} is a case of the same name already", other.file);
                    problems.push(Problem::of(&case.file, message).hint("give each case a name of its own"));
                }
                None => cases.push(case),
            },
            Err(faults) => problems.extend(faults),
        }
    }
    if problems.is_empty() { Ok(cases) } else { Err(problems) }
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let ends = |path: &PathBuf| path.extension().is_some_and(|ending| ENDINGS.iter().any(|known| ending == *known));
    let mut files: Vec<PathBuf> = fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path()).filter(ends).collect();
    files.sort();
    files
}

impl Case {
    fn read(path: &Path, dictionary: &Dictionary) -> Result<Case, Vec<Problem>> {
        let file = path.display().to_string();
        let mut draft = Draft::new(&file, written::read(path, &file)?);
        draft.known_keys(dictionary);
        let (about, as_of, grants) = (draft.about(), draft.as_of(), draft.grants(dictionary));
        let tables = draft.tables(dictionary);
        let dataset = draft.dataset(&tables, as_of, dictionary)?;
        let name = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        Ok(Case { name, file, about, grants, dataset })
    }
}
