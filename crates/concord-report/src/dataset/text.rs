//! What JSON Lines and CSV share: the fields of a table that are written, and what a row says in each.

use concord_model::dataset::{Column, Dataset, Strings, Values};
use concord_model::dictionary::{Dictionary, Field, Kind};
use concord_model::missing::Missing;
use concord_model::problem::Problem;

use super::DatasetFault;

/// A table as text.
#[derive(Debug)]
pub(super) struct TextTable {
    /// The table's place in the dictionary.
    pub(super) place: usize,
    pub(super) name: String,
    pub(super) key: String,
    /// The fields that data give; derived ones are never written.
    pub(super) fields: Vec<TextField>,
}

/// A field as text.
#[derive(Debug)]
pub(super) struct TextField {
    /// The field's place in its table.
    pub(super) place: usize,
    pub(super) name: String,
    /// The name as the format writes it.
    pub(super) label: Vec<u8>,
    /// The codes as the format writes them; for a `tri` field present and absent.
    pub(super) words: Vec<Vec<u8>>,
    /// The place of the table that a reference points at.
    pub(super) target: Option<usize>,
    stand_ins: [Option<u8>; 8],
}

/// What a row says in a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Said {
    /// A value.
    Given,
    /// A code that stands for the reason why the value is missing.
    Code(u8),
    /// Why the value is missing.
    Reason(Missing),
    /// Nothing.
    NotRecorded,
}

impl TextTable {
    /// A table of a dictionary, its codes written by `word`.
    pub(super) fn new(dictionary: &Dictionary, place: usize, word: fn(&str) -> Vec<u8>) -> TextTable {
        let table = &dictionary.tables[place];
        let fields = table.fields.iter().enumerate().filter(|(_, field)| field.derive.is_none());
        TextTable {
            place,
            name: table.name.clone(),
            key: table.key.clone(),
            fields: fields
                .map(|(place, field)| TextField {
                    place,
                    name: field.name.clone(),
                    label: word(&field.name),
                    words: words(field).map(word).collect(),
                    target: field
                        .references
                        .as_deref()
                        .filter(|_| field.kind == Kind::Reference)
                        .and_then(|name| dictionary.table_place(name)),
                    stand_ins: stand_ins(field),
                })
                .collect(),
        }
    }
}

/// The words of a field's codes, in the order of their slots.
pub(super) fn words(field: &Field) -> Box<dyn Iterator<Item = &str> + '_> {
    match field.kind {
        Kind::Tri => Box::new(["present", "absent"].into_iter()),
        _ => Box::new(field.codes.iter().map(|code| code.code.as_str())),
    }
}

/// For each reason's byte the one code that stands for it: what was read as a reason is written as the code that it was.
pub(super) fn stand_ins(field: &Field) -> [Option<u8>; 8] {
    let mut all = [None; 8];
    if matches!(field.kind, Kind::Code | Kind::Ordinal) {
        for reason in Missing::IN_DATA {
            let mut codes = (0u8..).zip(&field.codes).filter(|(_, code)| code.missing == Some(reason));
            if let (Some((code, _)), None) = (codes.next(), codes.next()) {
                all[reason as usize] = Some(code);
            }
        }
    }
    all
}

impl TextField {
    /// What a row says.
    pub(super) fn said(&self, column: &Column, row: usize) -> Said {
        let byte = column.missing(row);
        if byte == 0 {
            return Said::Given;
        }
        match (self.stand_ins.get(usize::from(byte)).copied().flatten(), Missing::from_byte(byte)) {
            (Some(code), _) => Said::Code(code),
            (None, Some(Missing::NotRecorded) | None) => Said::NotRecorded,
            (None, Some(reason)) => Said::Reason(reason),
        }
    }

    /// The word of a code; nothing for a slot that is no code.
    pub(super) fn word(&self, code: u8) -> &[u8] {
        self.words.get(usize::from(code)).map_or(&[], Vec::as_slice)
    }

    /// The word of a `tri` slot.
    pub(super) fn tri(&self, slot: u8) -> &[u8] {
        self.word(slot.wrapping_sub(1))
    }

    /// The words of a set's row.
    pub(super) fn members<'a>(&'a self, width: usize, bits: &'a [u8], row: usize) -> impl Iterator<Item = &'a [u8]> {
        let bits = &bits[row * width..(row + 1) * width];
        self.words.iter().enumerate().filter(|(code, _)| bits[code / 8] >> (code % 8) & 1 == 1).map(|(_, word)| word.as_slice())
    }

    /// The keys of the rows that a row points at.
    pub(super) fn targets<'a>(&self, dataset: &'a Dataset, offsets: &[u32], rows: &'a [u32], row: usize) -> impl Iterator<Item = &'a str> {
        let keys: Option<&'a Strings> = self.target.map(|table| &dataset.tables[table].keys);
        let targets = &rows[offsets[row] as usize..offsets[row + 1] as usize];
        targets.iter().filter_map(move |&target| keys.filter(|keys| (target as usize) < keys.len()).map(|keys| keys.get(target as usize)))
    }
}

/// The values that a format cannot say.
#[derive(Debug)]
pub(super) struct Faults {
    file: String,
    problems: Vec<Problem>,
}

impl Faults {
    pub(super) fn new(file: &str) -> Faults {
        Faults { file: file.to_owned(), problems: Vec::new() }
    }

    /// A text or a name that every reader would take for a missing value: an empty one, or a reason's name.
    pub(super) fn text(&mut self, key: &str, field: &str, text: &str) {
        if text.is_empty() || Missing::from_name(text).is_some() {
            self.add(key, field, format!("the text \"{text}\" would be read back as a missing value"));
        }
    }

    /// A name among others in one cell.
    pub(super) fn member(&mut self, key: &str, field: &str, text: &str, none: &str) {
        self.text(key, field, text);
        if text.contains(';') || text == none {
            self.add(key, field, format!("the name \"{text}\" would be read back as another list"));
        }
    }

    /// A number that is none.
    pub(super) fn number(&mut self, key: &str, field: &str, number: f64) {
        if !number.is_finite() {
            self.add(key, field, format!("{number} is no number that can be written"));
        }
    }

    fn add(&mut self, key: &str, field: &str, message: String) {
        self.problems.push(Problem::of(&self.file, message).about(format!("{key}.{field}")).hint("mend the data"));
    }

    pub(super) fn finish(self) -> Result<(), DatasetFault> {
        if self.problems.is_empty() { Ok(()) } else { Err(DatasetFault::Unwritable(self.problems)) }
    }
}

/// The text of a row in a text or id column; nothing in columns of other kinds.
pub(super) fn text_of(values: &Values, row: usize) -> &str {
    match values {
        Values::Id(ids) => ids.get(row),
        Values::Text { pool, codes } => pool.get(codes[row] as usize),
        _ => "",
    }
}
