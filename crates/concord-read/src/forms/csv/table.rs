//! One CSV file: its header, its rows, and what each cell says.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};

use concord_model::dictionary::Kind;
use concord_model::problem::{Problem, nearest};
use serde_json::{Map, Value};

use super::super::LARGEST_RECORD;
use super::join::Owner;
use crate::block::{Block, Fault};
use crate::cell::{Cell, Complaint, Members, quoted};
use crate::error::ReadError;
use crate::folder::file_name;
use crate::layout::{FieldLayout, Layout, Name, Wanted};
use crate::notices::{absent_columns, counted, unknown_names};

/// What separates the members of a set in a cell.
const SEPARATOR: char = ';';

/// What stands in a cell for a set without members.
const EMPTY_SET: &str = "none";

/// Where a row starts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Start {
    pub(super) byte: u64,
    /// From 1.
    pub(super) line: u32,
}

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Held {
    Name(Name),
    /// In a child table: which coding of the review a row belongs to.
    Coding,
    Unknown,
}

/// One CSV file.
pub(super) struct CsvTable {
    pub(super) path: PathBuf,
    pub(super) file: String,
    pub(super) table: usize,
    reader: csv::Reader<Bounded>,
    header: Vec<String>,
    held: Vec<Held>,
    /// Where the header ends.
    first: csv::Position,
    /// The record table's field that says which coding a record is.
    coding: Option<usize>,
    /// Whether lines end without a carriage return.
    plain_ends: bool,
    row: csv::ByteRecord,
    members: Members,
    /// How many rows were read since the last rewind.
    rows: u64,
}

impl CsvTable {
    pub(super) fn open(path: &Path, layout: &Layout, table: usize) -> Result<CsvTable, ReadError> {
        let unreadable = |source| ReadError::Unreadable { path: path.to_owned(), source };
        let mut file = File::open(path).map_err(unreadable)?;
        let plain_ends = look_at_start(&mut file, path)?;
        let reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).buffer_capacity(1 << 16).from_reader(Bounded::new(file));
        let mut csv = CsvTable {
            path: path.to_owned(),
            file: file_name(path),
            table,
            reader,
            header: Vec::new(),
            held: Vec::new(),
            first: csv::Position::new(),
            coding: layout.dictionary.role(&layout.dictionary.roles.coding),
            plain_ends,
            row: csv::ByteRecord::new(),
            members: Members::default(),
            rows: 0,
        };
        if csv.read()?.is_none() {
            return Err(ReadError::Empty { path: path.to_owned() });
        }
        csv.header = csv.row.iter().map(|cell| String::from_utf8_lossy(cell).into_owned()).collect();
        csv.held = csv.header.iter().map(|name| held(layout, table, name)).collect();
        csv.first = csv.reader.position().clone();
        Ok(csv)
    }

    /// What makes the file unfit: columns that no row can be without, or that stand twice.
    pub(super) fn faults(&self, layout: &Layout) -> Vec<Problem> {
        let table = &layout.tables[self.table];
        let required = table.fields.iter().enumerate().filter(|(_, field)| field.required && !field.derived);
        let keys = [Some(Name::Key), table.parent.as_ref().map(|_| Name::Parent), table.group_key.as_ref().map(|_| Name::Group)];
        let needed = keys.into_iter().flatten().chain(required.map(|(place, _)| Name::Field(place)));
        let absent = needed.filter(|name| !self.held.contains(&Held::Name(*name))).map(|name| {
            let written = table.written(name, layout);
            let unknown = self.header.iter().zip(&self.held).filter(|(_, held)| **held == Held::Unknown).map(|(name, _)| name.as_str());
            let hint = nearest(written, unknown).map(|near| near.replace("did you mean", "its header has"));
            let one_cell = self.header.len() == 1 && self.header[0].contains([';', '\t']);
            let hint = if one_cell { Some("separate the columns by commas".to_owned()) } else { hint };
            Problem::of(&self.file, format!("has no column {written}, which every row needs")).at_line(1, None).maybe_hint(hint)
        });
        let twice = self.held.iter().enumerate().filter(|(place, held)| **held != Held::Unknown && self.held[..*place].contains(held));
        let twice = twice.map(|(place, _)| {
            Problem::of(&self.file, format!("has two columns {}", self.header[place])).at_line(1, None).hint("keep one of the two")
        });
        absent.chain(twice).collect()
    }

    pub(super) fn notices(&self, layout: &Layout) -> Vec<Problem> {
        let table = &layout.tables[self.table];
        let absent = |place: usize| !self.held.contains(&Held::Name(Name::Field(place)));
        let names: Vec<&str> =
            layout.given_fields(self.table).filter(|(place, _)| absent(*place)).map(|(_, field)| field.name.as_str()).collect();
        let unknown = self.header.iter().zip(&self.held).filter(|(_, held)| **held == Held::Unknown);
        let unknown: BTreeMap<(usize, String), u64> = unknown.map(|(name, _)| ((self.table, name.clone()), self.rows)).collect();
        absent_columns(&self.file, &table.name, &names).into_iter().chain(unknown_names(layout, |_| &self.file, &unknown)).collect()
    }

    /// Goes back to the first row.
    pub(super) fn rewind(&mut self) -> Result<(), ReadError> {
        self.rows = 0;
        self.seek(self.first.clone())
    }

    /// Where the next row starts, or the blanks before it.
    pub(super) fn position(&self) -> csv::Position {
        self.reader.position().clone()
    }

    pub(super) fn seek(&mut self, position: csv::Position) -> Result<(), ReadError> {
        self.reader.get_mut().left = LARGEST_RECORD;
        self.reader.seek(position).map_err(|error| self.unreadable(error))
    }

    /// Reads the next row. Returns where it starts.
    pub(super) fn read_next(&mut self) -> Result<Option<Start>, ReadError> {
        let start = self.read()?;
        self.rows += u64::from(start.is_some());
        Ok(start)
    }

    /// Reads the row that starts at a byte.
    pub(super) fn read_at(&mut self, byte: u64) -> Result<(), ReadError> {
        let mut position = csv::Position::new();
        position.set_byte(byte);
        self.seek(position)?;
        self.read().map(|_| ())
    }

    fn read(&mut self) -> Result<Option<Start>, ReadError> {
        let (byte, before) = (self.reader.position().byte(), self.reader.position().line());
        self.reader.get_mut().left = LARGEST_RECORD;
        if !self.reader.read_byte_record(&mut self.row).map_err(|error| self.unreadable(error))? {
            return Ok(None);
        }
        // Blank lines before a row, and the second half of a CRLF, are counted when they are passed over.
        let ends = self.row.as_slice().iter().filter(|&&byte| byte == b'\n').count() as u64 + u64::from(self.plain_ends);
        let line = before + (self.reader.position().line() - before).saturating_sub(ends);
        Ok(Some(Start { byte, line: u32::try_from(line).map_err(|_| self.too_many())? }))
    }

    /// How many bytes the row read last takes.
    pub(super) fn row_bytes(&self) -> usize {
        self.row.as_slice().len()
    }

    /// Adds the row read last to the block.
    pub(super) fn push_row(&mut self, layout: &Layout, wanted: &Wanted, block: &mut Block, line: u32) {
        let table = &layout.tables[self.table];
        block.tables[self.table].lines.push(line);
        block.begin(self.table);
        for (held, text) in self.held.iter().zip(&self.row) {
            let (Held::Name(name), Ok(text)) = (held, std::str::from_utf8(text)) else {
                if let Held::Name(name) = held {
                    block.set(layout, self.table, *name, Cell::Other("text that is not UTF-8"));
                }
                continue;
            };
            let (wants, field) = match *name {
                Name::Key => (wanted.tables[self.table].keys, None),
                Name::Group => (wanted.tables[self.table].group, None),
                Name::Field(field) => (wanted.tables[self.table].fields[field] || wanted.whole, Some(&table.fields[field])),
                Name::Parent | Name::Child(_) => (false, None),
            };
            if wants {
                block.set(layout, self.table, *name, cell(field, text, &mut self.members));
            }
        }
        block.end_row(layout, wanted, self.table);
        if self.is_blank() {
            let row = block.tables[self.table].rows - 1;
            block.faults.push(Fault { table: self.table, row, name: None, complaint: blank() });
        } else if self.row.len() != self.header.len() {
            let row = block.tables[self.table].rows - 1;
            block.faults.push(Fault { table: self.table, row, name: None, complaint: self.ragged() });
        }
    }

    /// Whether the row read last has no text in any of its cells.
    pub(super) fn is_blank(&self) -> bool {
        self.row.as_slice().iter().all(u8::is_ascii_whitespace)
    }

    fn ragged(&self) -> Complaint {
        let cells = counted(self.row.len() as u64, "cell");
        let spans = self.row.as_slice().contains(&b'\n');
        let hint = if spans { "it spans several lines: close its quotation marks" } else { "put cells with a comma in quotation marks" };
        Complaint::new(format!("the row has {cells}, the header {}", self.header.len()), Some(hint.to_owned()))
    }

    /// The row read last as it stands in the file, its empty cells left out.
    pub(super) fn original(&mut self, layout: &Layout, keep: impl Fn(Option<Name>) -> bool) -> Map<String, Value> {
        let mut original = Map::new();
        for (place, text) in self.row.iter().enumerate().filter(|(_, text)| !text.is_empty()) {
            let name = match self.held.get(place) {
                Some(Held::Name(name)) => Some(*name),
                _ => None,
            };
            let field = match name {
                Some(Name::Field(field)) => Some(&layout.tables[self.table].fields[field]),
                _ => None,
            };
            if keep(name) {
                let key = self.header.get(place).cloned().unwrap_or_else(|| format!("cell {}", place + 1));
                original.insert(key, value(cell(field, &String::from_utf8_lossy(text), &mut self.members)));
            }
        }
        original
    }

    /// Of the row read last, the cell of a name.
    fn cell_of(&self, held: Held) -> Option<&str> {
        let place = self.held.iter().position(|known| *known == held)?;
        std::str::from_utf8(self.row.get(place)?).ok()
    }

    /// Of the row read last, its key.
    pub(super) fn key(&self) -> String {
        self.cell_of(Held::Name(Name::Key)).unwrap_or_default().to_owned()
    }

    /// Of the row read last, the record that it is or belongs to.
    pub(super) fn owner(&self, layout: &Layout, name: Name) -> Option<Owner> {
        let text = self.coding.and_then(|field| {
            let own = (self.table == layout.record).then_some(Held::Name(Name::Field(field)));
            self.cell_of(own.unwrap_or(Held::Coding))
        });
        let field = self.coding.map(|field| &layout.record_table().fields[field]);
        self.cell_of(Held::Name(name)).filter(|text| !text.is_empty()).map(|id| Owner::new(id, field, text.unwrap_or_default()))
    }

    /// Of the row read last, the record that it should belong to, in words.
    pub(super) fn owner_shown(&self) -> String {
        let parent = quoted(self.cell_of(Held::Name(Name::Parent)).unwrap_or_default());
        match self.cell_of(Held::Coding) {
            Some(coding) if !coding.is_empty() => format!("{parent} with the coding {}", quoted(coding)),
            _ => parent,
        }
    }

    pub(super) fn too_large(&self, line: u32) -> ReadError {
        let message = format!("the rows of one record, up to line {line}, take more than {} MiB", LARGEST_RECORD >> 20);
        ReadError::TooLarge { path: self.path.clone(), message }
    }

    fn too_many(&self) -> ReadError {
        ReadError::TooLarge { path: self.path.clone(), message: format!("more than {} lines", u32::MAX) }
    }

    fn unreadable(&self, error: csv::Error) -> ReadError {
        let words = error.to_string();
        match error.into_kind() {
            csv::ErrorKind::Io(source) if source.kind() == std::io::ErrorKind::FileTooLarge => {
                let message = format!("a row takes more than {} MiB; is a quotation mark not closed?", LARGEST_RECORD >> 20);
                ReadError::TooLarge { path: self.path.clone(), message }
            }
            csv::ErrorKind::Io(source) => ReadError::Unreadable { path: self.path.clone(), source },
            _ => ReadError::Damaged { path: self.path.clone(), message: words },
        }
    }
}

/// What is wrong with a row without any text.
pub(super) fn blank() -> Complaint {
    Complaint::new("the row is blank", Some("delete it".to_owned()))
}

fn held(layout: &Layout, table: usize, name: &str) -> Held {
    let roles = &layout.dictionary.roles;
    match layout.tables[table].name(name) {
        Some(Name::Child(_)) => Held::Unknown,
        Some(known) => Held::Name(known),
        None if table != layout.record && roles.coding.as_deref() == Some(name) => Held::Coding,
        None => Held::Unknown,
    }
}

/// What a cell says: numbers by their figures, lists by their separators.
fn cell<'a>(field: Option<&FieldLayout>, text: &'a str, members: &'a mut Members) -> Cell<'a> {
    let Some(field) = field.filter(|_| !text.is_empty()) else { return Cell::Text(text) };
    match field.kind {
        Kind::Integer | Kind::Decimal => number(text),
        Kind::CodeSet | Kind::Reference if concord_model::missing::Missing::from_name(text).is_none() => {
            members.clear();
            if text != EMPTY_SET || field.places.contains_key(text) {
                text.split(SEPARATOR).for_each(|member| members.push(member.trim()));
            }
            Cell::List(members)
        }
        _ => Cell::Text(text),
    }
}

fn number(text: &str) -> Cell<'_> {
    if let Ok(whole) = text.parse() {
        return Cell::Whole(whole);
    }
    let figures = text.bytes().all(|byte| byte.is_ascii_digit() || b"+-.eE".contains(&byte));
    match text.parse::<f64>() {
        Ok(number) if figures && number.is_finite() => Cell::Number(number),
        _ => Cell::Text(text),
    }
}

/// A cell as JSON.
fn value(cell: Cell<'_>) -> Value {
    match cell {
        Cell::Text(text) => text.into(),
        Cell::Whole(number) => number.into(),
        Cell::Number(number) => number.into(),
        Cell::List(members) => members.iter().collect(),
        Cell::Null | Cell::Truth(_) | Cell::Day(_) | Cell::Other(_) => Value::Null,
    }
}

/// Looks at the first bytes of a file. Returns whether its first line ends without a carriage return.
fn look_at_start(file: &mut File, path: &Path) -> Result<bool, ReadError> {
    let unreadable = |source| ReadError::Unreadable { path: path.to_owned(), source };
    let mut start = Vec::new();
    file.take(1 << 16).read_to_end(&mut start).map_err(unreadable)?;
    file.seek(SeekFrom::Start(0)).map_err(unreadable)?;
    if start.starts_with(b"\xff\xfe") || start.starts_with(b"\xfe\xff") {
        let message = "it is UTF-16; save it as CSV in UTF-8".to_owned();
        return Err(ReadError::Damaged { path: path.to_owned(), message });
    }
    if start.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&start).iter().all(u8::is_ascii_whitespace) {
        return Err(ReadError::Empty { path: path.to_owned() });
    }
    let end = start.iter().position(|&byte| byte == b'\n');
    Ok(end.is_some_and(|end| end == 0 || start[end - 1] != b'\r'))
}

/// A file of which no row can take more than [`LARGEST_RECORD`]: an unclosed quotation mark would swallow all that follows.
struct Bounded {
    file: File,
    /// How many bytes the row that is being read may still take.
    left: usize,
}

impl Bounded {
    fn new(file: File) -> Bounded {
        Bounded { file, left: LARGEST_RECORD }
    }
}

impl Read for Bounded {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let read = self.file.read(buffer)?;
        self.left = self.left.checked_sub(read).ok_or_else(|| std::io::Error::from(std::io::ErrorKind::FileTooLarge))?;
        Ok(read)
    }
}

impl Seek for Bounded {
    fn seek(&mut self, to: SeekFrom) -> std::io::Result<u64> {
        self.file.seek(to)
    }
}
