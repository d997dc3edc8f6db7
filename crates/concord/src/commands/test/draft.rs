//! The parts of a case made rows of a dataset: keys where it gives none, and every fault where its author can find it.

use std::collections::BTreeMap;
use std::fs;

use concord_model::dataset::Dataset;
use concord_model::date::PartialDate;
use concord_model::dictionary::{Dictionary, Table};
use concord_model::problem::{Problem, nearest};
use concord_read::{Options, ReadError, Reader};
use serde_json::{Map, Value};

use super::written::Written;
use crate::open::grant_faults;

/// What one row of the root or of the group table is called in a case: `review`, `partnership`.
fn singular(key: &str) -> &str {
    key.strip_suffix("_id").unwrap_or(key)
}

/// The rows that a case gives, ready to be read.
pub(super) struct Tables {
    /// The review with its child rows inside.
    review: Map<String, Value>,
    /// What is known of its group.
    group: Option<Map<String, Value>>,
}

/// A case while its faults are gathered.
pub(super) struct Draft<'f> {
    file: &'f str,
    written: Written,
    /// The line of each row and field, by what the reader calls it: `R1.observations.o2.theme`.
    lines: BTreeMap<String, u32>,
    problems: Vec<Problem>,
}

impl<'f> Draft<'f> {
    pub(super) fn new(file: &'f str, written: Written) -> Draft<'f> {
        Draft { file, written, lines: BTreeMap::new(), problems: Vec::new() }
    }

    fn fault(&mut self, at: &str, message: impl Into<String>, hint: Option<String>) {
        let problem = Problem::of(self.file, message).about(at).maybe_hint(hint);
        let line = self.lines.get(at).or_else(|| self.written.lines.get(at)).copied();
        self.problems.push(Problem { line, ..problem });
    }

    /// Refuses what is no part of a case.
    pub(super) fn known_keys(&mut self, dictionary: &Dictionary) {
        let mut known = vec!["about", "as_of", "grant", singular(&dictionary.root_table().key)];
        known.extend(dictionary.group_table().map(|table| singular(&table.key)));
        known.extend(children(dictionary).map(|table| table.name.as_str()));
        let unknown: Vec<String> = self.written.keys.keys().filter(|key| !known.contains(&key.as_str())).cloned().collect();
        for key in unknown {
            let hint = nearest(&key, known.iter().copied()).unwrap_or_else(|| format!("a case has {}", known.join(", ")));
            self.fault(&key, "no part of a case is called so", Some(hint));
        }
    }

    /// Why the case exists.
    pub(super) fn about(&mut self) -> String {
        match self.written.keys.get("about") {
            Some(Value::String(about)) if !about.trim().is_empty() => about.trim().to_owned(),
            _ => {
                self.fault("about", "nothing says why this case exists", Some("write about = \"what it shows\"".to_owned()));
                String::new()
            }
        }
    }

    /// The day as of which is looked, in days since 1970-01-01, if the case gives it.
    pub(super) fn as_of(&mut self) -> Option<i32> {
        let value = self.written.keys.get("as_of")?.clone();
        let day = value.as_str().and_then(PartialDate::parse).filter(|date| date.first == date.last);
        if day.is_none() {
            self.fault("as_of", format!("{value} is no day"), Some("write it as 2024-03-31".to_owned()));
        }
        day.map(|day| day.first)
    }

    /// The fields that the case grants.
    pub(super) fn grants(&mut self, dictionary: &Dictionary) -> Vec<String> {
        let Some(value) = self.written.keys.get("grant") else { return Vec::new() };
        let names = value.as_array().and_then(|names| names.iter().map(|name| name.as_str().map(str::to_owned)).collect());
        let Some(names): Option<Vec<String>> = names else {
            self.fault("grant", "is no list of fields", Some("write grant = [\"children.poverty\"]".to_owned()));
            return Vec::new();
        };
        for problem in grant_faults(self.file, dictionary, &names) {
            self.fault("grant", problem.message, problem.hint);
        }
        names
    }

    /// The rows, with keys where the case gives none.
    pub(super) fn tables(&mut self, dictionary: &Dictionary) -> Tables {
        let root = dictionary.root_table();
        let name = singular(&root.key);
        if !self.written.keys.contains_key(name) {
            self.fault(name, "the case has no such part", Some(format!("write [{name}] and its fields")));
        }
        let (mut review, key) = self.row(root, name, &format!("{}1", initial(name).to_uppercase()), "");
        for (table, letters) in children(dictionary).zip(letters(dictionary)) {
            let rows = self.rows(table, &letters, &key);
            if let Some(rows) = rows {
                review.insert(table.name.clone(), Value::Array(rows));
            }
        }
        let group = dictionary.group_table().zip(root.group_key.as_ref()).map(|(table, column)| {
            let name = singular(&table.key);
            let (group, key) = self.row(table, name, &format!("{}1", initial(name).to_uppercase()), "");
            review.entry(column.clone()).or_insert_with(|| Value::String(key));
            group
        });
        Tables { review, group }
    }

    /// The child rows of a table: none where the case does not speak of it. `None` where they are no list.
    fn rows(&mut self, table: &Table, letters: &str, review: &str) -> Option<Vec<Value>> {
        let count = match self.written.keys.get(&table.name) {
            None => 0,
            Some(Value::Array(rows)) => rows.len(),
            Some(_) => {
                self.fault(&table.name, "is no list of rows", Some(format!("write [[{}]] before each", table.name)));
                return None;
            }
        };
        let row = |place: usize| {
            let path = format!("{}.{place}", table.name);
            Value::Object(self.row(table, &path, &format!("{letters}{}", place + 1), &format!("{review}.{}.", table.name)).0)
        };
        Some((0..count).map(row).collect())
    }

    /// The row at a path of the file, and its key. `named` is what the reader puts before the key in its messages.
    fn row(&mut self, table: &Table, path: &str, key: &str, named: &str) -> (Map<String, Value>, String) {
        let mut row = match self.part(path) {
            Some(Value::Object(row)) => row.clone(),
            None => Map::new(),
            Some(_) => {
                self.fault(path, "is no row", Some("write its fields as name = value".to_owned()));
                Map::new()
            }
        };
        let key = row.entry(table.key.clone()).or_insert_with(|| key.into()).as_str().unwrap_or(key).to_owned();
        let at = format!("{named}{key}");
        let line = |path: &str| self.written.lines.get(path).copied();
        let field_line = |field: &String| line(&format!("{path}.{field}")).map(|line| (format!("{at}.{field}"), line));
        let of_row = line(path).map(|line| (at.clone(), line));
        self.lines.extend(of_row.into_iter().chain(row.keys().filter_map(field_line)).collect::<Vec<_>>());
        self.known_fields(table, &at, &row);
        (row, key)
    }

    fn part(&self, path: &str) -> Option<&Value> {
        match path.split_once('.') {
            Some((table, place)) => self.written.keys.get(table)?.get(place.parse::<usize>().ok()?),
            None => self.written.keys.get(path),
        }
    }

    /// In data an unknown column is passed over; in a case it is a slip of the pen.
    fn known_fields(&mut self, table: &Table, at: &str, row: &Map<String, Value>) {
        let keys = [Some(&table.key), table.group_key.as_ref(), table.parent.as_ref()].into_iter().flatten();
        let known: Vec<&str> = keys.chain(table.fields.iter().map(|field| &field.name)).map(String::as_str).collect();
        for name in row.keys().filter(|name| !known.contains(&name.as_str())) {
            self.fault(&format!("{at}.{name}"), format!("{} have no such field", table.name), nearest(name, known.iter().copied()));
        }
    }

    /// Reads the rows as a dataset of one review.
    ///
    /// # Errors
    /// All that is wrong with the case, what was found before included.
    pub(super) fn dataset(mut self, tables: &Tables, as_of: Option<i32>, dictionary: &Dictionary) -> Result<Dataset, Vec<Problem>> {
        match self.read(tables, as_of, dictionary) {
            Ok(dataset) if self.problems.is_empty() => Ok(dataset),
            read => {
                self.problems.extend(read.err().into_iter().flatten());
                if self.problems.is_empty() {
                    self.problems.push(Problem::of(self.file, "the case holds no review that counts"));
                }
                self.problems.sort_by_key(|problem| problem.line);
                Err(self.problems)
            }
        }
    }

    /// The review as the reader hands it on. A fault of the group does not keep those of the review from being told.
    fn read(&self, tables: &Tables, as_of: Option<i32>, dictionary: &Dictionary) -> Result<Dataset, Vec<Problem>> {
        let folder = self.write(tables, dictionary).map_err(|fault| vec![Problem::of(self.file, format!("cannot be set out: {fault}"))])?;
        let options = Options { as_of, ..Options::default() };
        match Reader::open(folder.path(), dictionary, options) {
            Ok(reader) => self.review(reader),
            Err(ReadError::Groups(problems)) => {
                let file = folder.path().join(lines_of(&dictionary.root_table().name));
                let review =
                    Reader::open(&file, dictionary, options).map_err(|fault| self.unread(fault)).and_then(|reader| self.review(reader));
                let of_group = problems.into_iter().map(|problem| self.placed(problem));
                Err(of_group.chain(review.err().into_iter().flatten()).collect())
            }
            Err(fault) => Err(self.unread(fault)),
        }
    }

    fn review(&self, mut reader: Reader) -> Result<Dataset, Vec<Problem>> {
        match reader.next_chunk() {
            Ok(Some(mut chunk)) if chunk.problems.is_empty() && chunk.dataset.reviews == 1 => {
                // What a case does not name it has none of: its author knows the whole review.
                chunk.dataset.tables.iter_mut().for_each(|table| table.not_given = false);
                Ok(chunk.dataset)
            }
            Ok(chunk) => Err(chunk.into_iter().flat_map(|chunk| chunk.problems).map(|problem| self.placed(problem)).collect()),
            Err(fault) => Err(self.unread(fault)),
        }
    }

    /// The rows as JSON Lines in a folder of their own.
    fn write(&self, tables: &Tables, dictionary: &Dictionary) -> std::io::Result<tempfile::TempDir> {
        let folder = tempfile::tempdir()?;
        let line =
            |name: &str, row: &Map<String, Value>| fs::write(folder.path().join(lines_of(name)), Value::Object(row.clone()).to_string());
        line(&dictionary.root_table().name, &tables.review)?;
        if let Some((table, group)) = dictionary.group_table().zip(tables.group.as_ref()) {
            line(&table.name, group)?;
        }
        Ok(folder)
    }

    fn unread(&self, fault: ReadError) -> Vec<Problem> {
        vec![Problem::of(self.file, fault.to_string())]
    }

    /// A problem of the reader, where the author can find it.
    fn placed(&self, problem: Problem) -> Problem {
        let ends = problem.at.rmatch_indices('.').map(|(end, _)| end);
        let line = std::iter::once(problem.at.len()).chain(ends).find_map(|end| self.lines.get(&problem.at[..end]).copied());
        Problem { file: self.file.to_owned(), line, column: None, ..problem }
    }
}

fn children(dictionary: &Dictionary) -> impl Iterator<Item = &Table> {
    dictionary.tables.iter().enumerate().filter(|(place, _)| dictionary.is_child(*place)).map(|(_, table)| table)
}

/// The file of a table's rows as JSON Lines.
fn lines_of(table: &str) -> String {
    format!("{table}.jsonl")
}

fn initial(name: &str) -> &str {
    name.chars().next().map_or("", |first| &name[..first.len_utf8()])
}

/// What the keys of each child table's rows start with: the shortest beginning of its name that no table before it has.
fn letters(dictionary: &Dictionary) -> Vec<String> {
    let mut all: Vec<String> = Vec::new();
    for table in children(dictionary) {
        let beginnings = table.name.char_indices().map(|(at, letter)| &table.name[..at + letter.len_utf8()]);
        let free = beginnings.into_iter().find(|beginning| !all.iter().any(|other| other == beginning));
        all.push(free.unwrap_or(&table.name).to_owned());
    }
    all
}
