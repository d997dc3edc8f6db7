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

/// The endings of notes that may stand beside cases.
const NOTES: [&str; 2] = ["md", "txt"];

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
    let (files, strange) = files(&folder.join(CASES));
    problems.extend(strange);
    for path in files {
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

/// The files of cases, and what else stands among them: it would be taken for a case that runs, and would never be run.
fn files(folder: &Path) -> (Vec<PathBuf>, Vec<Problem>) {
    let (mut files, mut problems) = (Vec::new(), Vec::new());
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(fault) if fault.kind() == std::io::ErrorKind::NotFound => return (files, problems),
        Err(fault) => return (files, vec![Problem::of(&folder.display().to_string(), format!("cannot be read: {fault}"))]),
    };
    for entry in entries {
        match entry.map(|entry| entry.path()) {
            Ok(path) => match strange(&path) {
                None if is_case(&path) => files.push(path),
                None => {}
                Some(problem) => problems.push(problem),
            },
            Err(fault) => problems.push(Problem::of(&folder.display().to_string(), format!("cannot be read: {fault}"))),
        }
    }
    files.sort();
    problems.sort();
    (files, problems)
}

fn is_case(path: &Path) -> bool {
    path.extension().is_some_and(|ending| ENDINGS.iter().any(|known| ending == *known))
}

/// What is wrong with something in the folder that is neither a case nor a note; hidden files are passed over.
fn strange(path: &Path) -> Option<Problem> {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let problem = |fault: &str, hint: &str| Some(Problem::of(&path.display().to_string(), fault).hint(hint));
    if name.starts_with('.') {
        return None;
    }
    if path.is_dir() {
        return problem("is a folder, and no case in it is run", "move its cases up into the folder of cases");
    }
    let ending = path.extension().map(|ending| ending.to_string_lossy().into_owned()).unwrap_or_default();
    let known = |names: &[&str]| names.iter().any(|known| ending == *known);
    if known(&ENDINGS) || known(&NOTES) {
        return None;
    }
    match ENDINGS.iter().find(|known| ending.eq_ignore_ascii_case(known)) {
        Some(known) => problem("is not run: its ending is spelled otherwise", &format!("write it .{known}")),
        None => problem("is no case and is not run", "a case ends in .toml or .json; move what is none elsewhere"),
    }
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
