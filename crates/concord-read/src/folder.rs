//! Which files a dataset consists of.

use std::path::{Path, PathBuf};

use concord_model::dictionary::Dictionary;
use concord_model::problem::{Problem, nearest};

use crate::error::ReadError;

/// The form of a file, by the ending of its name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Form {
    /// A JSON object a line.
    Lines,
    /// One JSON array of objects.
    Array,
    Csv,
    Parquet,
}

/// A file of records.
#[derive(Debug, Clone)]
pub(crate) struct Found {
    pub(crate) path: PathBuf,
    pub(crate) form: Form,
    /// The files of child tables that stand beside it, by their tables' places. Only CSV has them.
    pub(crate) children: Vec<(usize, PathBuf)>,
}

/// The files of a dataset.
#[derive(Debug)]
pub(crate) struct Folder {
    pub(crate) reviews: Found,
    pub(crate) groups: Option<Found>,
    /// Files that look like data and are not read.
    pub(crate) notices: Vec<Problem>,
}

impl Form {
    const ALL: [Form; 4] = [Form::Lines, Form::Array, Form::Csv, Form::Parquet];

    fn ending(self) -> &'static str {
        match self {
            Form::Lines => "jsonl",
            Form::Array => "json",
            Form::Csv => "csv",
            Form::Parquet => "parquet",
        }
    }

    fn of(path: &Path) -> Option<Form> {
        let ending = path.extension()?.to_str()?;
        Form::ALL.into_iter().find(|form| form.ending() == ending)
    }
}

/// A file's name, as messages give it: the same wherever the dataset lies.
pub(crate) fn file_name(path: &Path) -> String {
    path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned()
}

/// Looks for the files of a dataset at a path.
pub(crate) fn find(path: &Path, dictionary: &Dictionary) -> Result<Folder, ReadError> {
    let unreadable = |source| ReadError::Unreadable { path: path.to_owned(), source };
    let metadata = std::fs::metadata(path).map_err(unreadable)?;
    if metadata.is_dir() { Listing::read(path).map_err(unreadable)?.dataset(dictionary) } else { single_file(path, dictionary) }
}

fn single_file(path: &Path, dictionary: &Dictionary) -> Result<Folder, ReadError> {
    let Some(form) = Form::of(path) else {
        return Err(ReadError::NotADataset {
            path: path.to_owned(),
            found: "a file whose name ends otherwise".to_owned(),
            expected: "a file that ends in .jsonl, .json, .csv or .parquet, or a folder".to_owned(),
        });
    };
    let lone_csv = |(place, table): (usize, &concord_model::dictionary::Table)| {
        let message =
            format!("a single CSV file holds no {0}: {0} are not recorded for any of the {1}", table.name, dictionary.root_table().name);
        let hint = format!("give the folder that holds {}.csv too", table.name);
        (form == Form::Csv && dictionary.is_child(place)).then(|| Problem::of(&file_name(path), message).hint(hint))
    };
    let notices = dictionary.tables.iter().enumerate().filter_map(lone_csv).collect();
    Ok(Folder { reviews: Found { path: path.to_owned(), form, children: Vec::new() }, groups: None, notices })
}

/// The data files of a folder, in the order of their names.
struct Listing<'a> {
    folder: &'a Path,
    files: Vec<(String, Form)>,
}

impl Listing<'_> {
    fn read(folder: &Path) -> std::io::Result<Listing<'_>> {
        let mut files = Vec::new();
        for entry in std::fs::read_dir(folder)? {
            let path = entry?.path();
            if let (Some(form), true) = (Form::of(&path), path.is_file()) {
                files.push((file_name(&path), form));
            }
        }
        files.sort_unstable_by(|a, b| a.0.cmp(&b.0));
        Ok(Listing { folder, files })
    }

    fn dataset(&self, dictionary: &Dictionary) -> Result<Folder, ReadError> {
        let root = &dictionary.root_table().name;
        let Some(mut reviews) = self.table(root)? else { return Err(self.none(root)) };
        let mut read: Vec<String> = vec![file_name(&reviews.path)];
        let mut notices = Vec::new();
        if reviews.form == Form::Csv {
            for (place, table) in dictionary.tables.iter().enumerate().filter(|(place, _)| dictionary.is_child(*place)) {
                let file = format!("{}.csv", table.name);
                if self.files.iter().any(|(name, _)| *name == file) {
                    reviews.children.push((place, self.folder.join(&file)));
                    read.push(file);
                } else {
                    let message = format!("the folder has no such file: {} are not recorded for any of the {root}", table.name);
                    notices.push(Problem::of(&file, message));
                }
            }
        }
        let groups = match dictionary.group_table() {
            Some(table) => self.table(&table.name)?,
            None => None,
        };
        read.extend(groups.iter().map(|found| file_name(&found.path)));
        notices.extend(self.unread(&read, dictionary));
        Ok(Folder { reviews, groups, notices })
    }

    /// The one file of a table, if there is any.
    fn table(&self, table: &str) -> Result<Option<Found>, ReadError> {
        let named =
            |(name, form): &&(String, Form)| name.strip_suffix(form.ending()).and_then(|stem| stem.strip_suffix('.')) == Some(table);
        let files: Vec<&(String, Form)> = self.files.iter().filter(named).collect();
        match files.as_slice() {
            [] => Ok(None),
            [(name, form)] => Ok(Some(Found { path: self.folder.join(name), form: *form, children: Vec::new() })),
            several => Err(ReadError::NotADataset {
                path: self.folder.to_owned(),
                found: several.iter().map(|(name, _)| name.as_str()).collect::<Vec<_>>().join(" and "),
                expected: format!("{table} in one form only; move the others away"),
            }),
        }
    }

    fn none(&self, root: &str) -> ReadError {
        let names: Vec<&str> = self.files.iter().map(|(name, _)| name.as_str()).collect();
        let found = if names.is_empty() { "a folder without data files".to_owned() } else { format!("a folder with {}", names.join(", ")) };
        let expected = Form::ALL.map(|form| format!("{root}.{}", form.ending())).join(", ");
        ReadError::NotADataset { path: self.folder.to_owned(), found, expected: format!("one of {expected}") }
    }

    fn unread(&self, read: &[String], dictionary: &Dictionary) -> Vec<Problem> {
        let tables = || dictionary.tables.iter().map(|table| table.name.as_str());
        let unread = self.files.iter().filter(|(name, _)| !read.contains(name));
        unread
            .map(|(name, form)| {
                let stem = name.strip_suffix(form.ending()).and_then(|stem| stem.strip_suffix('.')).unwrap_or(name);
                let message = if tables().any(|table| table == stem) {
                    format!("is not read: {} holds its rows", read[0])
                } else {
                    "is no table of the dictionary and is not read".to_owned()
                };
                Problem::of(name, message).maybe_hint(nearest(stem, tables().filter(|table| *table != stem)))
            })
            .collect()
    }
}
