//! Records as they were read, good and bad, with what is wrong with them.
//!
//! A form of file fills a block row by row ([`Block::begin`] to [`Block::end_record`]) or column by column; what comes after knows
//! no forms.

use std::borrow::Cow;

use concord_model::dataset::{Column, Strings, Values};

use crate::cell::{Cell, Complaint, Gap, is_name};
use crate::layout::{FieldLayout, Layout, Name, Wanted};

/// In a `missing` buffer of a block: the value is wrong. Such a record is refused, so that no dataset has this byte.
pub(crate) const WRONG: u8 = u8::MAX;

/// In [`Block::group`]: the record names no group.
pub(crate) const NO_GROUP: u32 = u32::MAX;

/// Some records of a file, in its order.
#[derive(Debug)]
pub(crate) struct Block {
    /// Where each record stands: its line, row or item from 1; no two are the same, and they ascend.
    pub(crate) places: Vec<u32>,
    /// One a table of the dictionary; those that are not read stay empty.
    pub(crate) tables: Vec<TableRows>,
    /// The names of groups, not all distinct, and the place of each record's among them, or [`NO_GROUP`].
    pub(crate) groups: Strings,
    pub(crate) group: Vec<u32>,
    pub(crate) faults: Vec<Fault>,
    /// Child rows that name the record that they belong to, until its key is known.
    claims: Vec<(usize, usize, String)>,
}

/// The rows of one table.
#[derive(Debug, Default)]
pub(crate) struct TableRows {
    pub(crate) rows: usize,
    pub(crate) keys: Strings,
    /// For a child table, records + 1 offsets.
    pub(crate) offsets: Vec<u32>,
    /// One a field; those that are not wanted, and the derived ones, stay empty.
    pub(crate) columns: Vec<RawColumn>,
    /// The line of each row, where it is not the place of the record.
    pub(crate) lines: Vec<u32>,
}

/// The values of one field, before it is known which records are kept.
#[derive(Debug)]
pub(crate) struct RawColumn {
    /// As in a dataset, but that the pool of a text may hold a text more than once, and that a reference holds places among `names`.
    pub(crate) column: Column,
    /// The names that a reference gives.
    pub(crate) names: Strings,
    /// How many rows it holds.
    pub(crate) rows: usize,
}

/// What is wrong with a value, a row or a record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Fault {
    pub(crate) table: usize,
    pub(crate) row: usize,
    /// The value's name, or nothing where the row as a whole is wrong.
    pub(crate) name: Option<Name>,
    pub(crate) complaint: Complaint,
}

impl Block {
    pub(crate) fn new(layout: &Layout) -> Block {
        let rows = |table: usize| TableRows {
            offsets: vec![0],
            columns: layout.tables[table].fields.iter().map(RawColumn::new).collect(),
            ..TableRows::default()
        };
        Block {
            places: Vec::new(),
            tables: (0..layout.tables.len()).map(rows).collect(),
            groups: Strings::default(),
            group: Vec::new(),
            faults: Vec::new(),
            claims: Vec::new(),
        }
    }

    pub(crate) fn records(&self) -> usize {
        self.places.len()
    }

    /// The rows of a table that belong to a record; of the record table, the record itself.
    pub(crate) fn rows_of(&self, table: usize, record: usize) -> std::ops::Range<usize> {
        let offset = |place: usize| self.tables[table].offsets.get(place).map_or(0, |&offset| offset as usize);
        offset(record)..offset(record + 1)
    }

    pub(crate) fn fault(&mut self, table: usize, row: usize, name: Option<Name>, complaint: Complaint) {
        self.faults.push(Fault { table, row, name, complaint });
    }

    /// Starts a row; what follows is set in it.
    pub(crate) fn begin(&mut self, table: usize) {
        self.tables[table].rows += 1;
    }

    /// Sets a value of the row that was begun last. Returns false where it had been set before.
    pub(crate) fn set(&mut self, layout: &Layout, table: usize, name: Name, cell: Cell<'_>) -> bool {
        let row = self.tables[table].rows - 1;
        let rows = &mut self.tables[table];
        let (fresh, complaint) = match name {
            Name::Key => (rows.keys.len() == row, set_key(&mut rows.keys, row, cell)),
            Name::Group => (self.group.len() == row, set_group(&mut self.groups, &mut self.group, row, cell)),
            Name::Field(field) => {
                let (column, field) = (&mut rows.columns[field], &layout.tables[table].fields[field]);
                if field.derived {
                    (true, derived(cell))
                } else if column.rows == row {
                    (true, column.push(field, cell))
                } else {
                    (false, None)
                }
            }
            Name::Parent => {
                if let Cell::Text(text) = cell {
                    self.claims.push((table, row, text.to_owned()));
                }
                (true, None)
            }
            Name::Child(_) => (true, None),
        };
        if let Some(complaint) = complaint {
            self.fault(table, row, Some(name), complaint);
        }
        fresh
    }

    /// Ends a row: what was not set is not recorded.
    pub(crate) fn end_row(&mut self, layout: &Layout, wanted: &Wanted, table: usize) {
        let rows = self.tables[table].rows;
        if wanted.tables[table].keys && self.tables[table].keys.len() < rows {
            self.set(layout, table, Name::Key, Cell::Null);
        }
        if wanted.tables[table].group && layout.tables[table].group_key.is_some() && self.group.len() < rows {
            self.set(layout, table, Name::Group, Cell::Null);
        }
        for (field, &wanted) in wanted.tables[table].fields.iter().enumerate() {
            if wanted && self.tables[table].columns[field].rows < rows {
                self.set(layout, table, Name::Field(field), Cell::Null);
            }
        }
    }

    /// Ends a record, whose own row and child rows were ended before.
    pub(crate) fn end_record(&mut self, layout: &Layout, place: u32) {
        self.places.push(place);
        for table in layout.read_tables() {
            let rows = &mut self.tables[table];
            rows.offsets.push(u32::try_from(rows.rows).unwrap_or(u32::MAX));
        }
        for (table, row, claim) in std::mem::take(&mut self.claims) {
            let keys = &self.tables[layout.record].keys;
            if keys.len() == self.places.len() && keys.get(keys.len() - 1) != claim {
                self.fault(table, row, Some(Name::Parent), elsewhere(&claim));
            }
        }
    }

    /// The records of this block and then those of another of the same file.
    pub(crate) fn followed_by(mut self, other: Block) -> Block {
        let rows: Vec<usize> = self.tables.iter().map(|table| table.rows).collect();
        let groups = self.groups.len() as u32;
        self.places.extend(other.places);
        self.groups.extend_from(&other.groups, 0..other.groups.len());
        self.group.extend(other.group.iter().map(|&group| if group == NO_GROUP { NO_GROUP } else { group + groups }));
        self.faults.extend(other.faults.into_iter().map(|fault| Fault { row: fault.row + rows[fault.table], ..fault }));
        for (table, other) in self.tables.iter_mut().zip(other.tables) {
            table.extend(other);
        }
        self
    }

    /// For filling column by column: the offsets and the places of all records at once.
    pub(crate) fn set_records(&mut self, layout: &Layout, places: std::ops::Range<u32>) {
        let records = places.len();
        self.places = places.collect();
        self.tables[layout.record].rows = records;
        self.tables[layout.record].offsets = (0..=records as u32).collect();
    }
}

impl TableRows {
    fn extend(&mut self, other: TableRows) {
        let shift = self.rows as u32;
        self.rows += other.rows;
        self.keys.extend_from(&other.keys, 0..other.keys.len());
        self.offsets.extend(other.offsets.iter().skip(1).map(|offset| offset + shift));
        self.lines.extend(other.lines);
        for (column, other) in self.columns.iter_mut().zip(other.columns) {
            column.extend(other);
        }
    }
}

/// That a child row names another record than the one it stands in.
pub(crate) fn elsewhere(claim: &str) -> Complaint {
    let hint = "a row stands in the record that it belongs to; leave the column out or mend it".to_owned();
    Complaint::new(format!("names {}, another record than it stands in", crate::cell::quoted(claim)), Some(hint))
}

/// That a value is given that the host derives.
pub(crate) fn derived(cell: Cell<'_>) -> Option<Complaint> {
    let given = !matches!(cell, Cell::Null | Cell::Text(""));
    given.then(|| Complaint::new("is derived, so that it is counted alike for all, and cannot be given", Some("leave it out".to_owned())))
}

/// A name of the data: a text, or a whole number by its figures.
pub(crate) fn named(cell: Cell<'_>) -> Result<Cow<'_, str>, Complaint> {
    match cell {
        Cell::Text(text) if is_name(text) => Ok(Cow::Borrowed(text)),
        Cell::Whole(number) => Ok(Cow::Owned(number.to_string())),
        Cell::Null | Cell::Text(_) => Err(Complaint::new("is required and not given", None)),
        _ => Err(Complaint::new("is no name", Some("write it as text".to_owned()))),
    }
}

fn set_key(keys: &mut Strings, row: usize, cell: Cell<'_>) -> Option<Complaint> {
    if keys.len() > row {
        return None;
    }
    let name = named(cell);
    keys.push(name.as_ref().map_or("", |name| name));
    name.err()
}

fn set_group(groups: &mut Strings, group: &mut Vec<u32>, row: usize, cell: Cell<'_>) -> Option<Complaint> {
    if group.len() > row {
        return None;
    }
    let name = named(cell);
    group.push(if name.is_ok() { groups.len() as u32 } else { NO_GROUP });
    name.map(|name| groups.push(&name)).err()
}

impl RawColumn {
    pub(crate) fn new(field: &FieldLayout) -> RawColumn {
        let values = match field.kind {
            concord_model::dictionary::Kind::CodeSet => Values::CodeSet { width: field.width, bits: Vec::new() },
            kind => Values::empty(&concord_model::dictionary::Field { kind, ..Default::default() }),
        };
        RawColumn { column: Column { values, missing: Vec::new() }, names: Strings::default(), rows: 0 }
    }

    fn extend(&mut self, other: RawColumn) {
        match (&mut self.column.values, other.column.values) {
            (Values::Id(to), Values::Id(from)) => to.extend_from(&from, 0..from.len()),
            (Values::Code(to), Values::Code(from)) | (Values::Tri(to), Values::Tri(from)) => to.extend(from),
            (Values::CodeSet { bits: to, .. }, Values::CodeSet { bits: from, .. }) => to.extend(from),
            (Values::Integer(to), Values::Integer(from)) => to.extend(from),
            (Values::Decimal(to), Values::Decimal(from)) => to.extend(from),
            (Values::Date(to), Values::Date(from)) => to.extend(from),
            (Values::Text { pool, codes }, Values::Text { pool: from, codes: places }) => {
                codes.extend(places.iter().map(|place| place + pool.len() as u32));
                pool.extend_from(&from, 0..from.len());
            }
            (Values::Reference { offsets, rows }, Values::Reference { offsets: ends, rows: places }) => {
                offsets.extend(ends.iter().skip(1).map(|end| end + rows.len() as u32));
                rows.extend(places.iter().map(|place| place + self.names.len() as u32));
            }
            _ => {}
        }
        self.names.extend_from(&other.names, 0..other.names.len());
        if !other.column.missing.is_empty() || !self.column.missing.is_empty() {
            self.column.missing.resize(self.rows, 0);
            self.column.missing.extend(other.column.missing);
            self.column.missing.resize(self.rows + other.rows, 0);
        }
        self.rows += other.rows;
    }

    /// Adds a row's value. Returns what is wrong with it.
    pub(crate) fn push(&mut self, field: &FieldLayout, cell: Cell<'_>) -> Option<Complaint> {
        let gap = match self.add(field, cell) {
            Some(Gap::Missing(_)) if field.required => Some(Gap::Wrong(Box::new(field.required()))),
            gap => gap,
        };
        self.note(gap)
    }

    /// Adds a row's value, or an empty slot and why there is none; that is still to be noted.
    pub(crate) fn add(&mut self, field: &FieldLayout, cell: Cell<'_>) -> Option<Gap> {
        if let (true, Cell::Whole(number)) = (field.is_text(), cell) {
            return self.add(field, Cell::Text(&number.to_string()));
        }
        self.rows += 1;
        match &mut self.column.values {
            Values::Id(ids) => {
                let text = field.text(cell);
                ids.push(text.as_ref().map_or("", |text| text));
                text.err()
            }
            Values::Code(codes) => push_or(codes, 0, field.code(cell)),
            Values::Tri(truths) => push_or(truths, 0, field.tri(cell)),
            Values::Integer(numbers) => push_or(numbers, 0, field.integer(cell)),
            Values::Decimal(numbers) => push_or(numbers, 0.0, field.decimal(cell)),
            Values::Date(days) => push_or(days, [0; 2], field.date(cell)),
            Values::CodeSet { width, bits } => {
                let start = bits.len();
                bits.resize(start + *width, 0);
                field.set(cell, &mut bits[start..]).err()
            }
            Values::Text { pool, codes } => {
                let text = field.text(cell);
                codes.push(if text.is_ok() { pool.len() as u32 } else { 0 });
                if let Ok(text) = text {
                    pool.push(text);
                }
                text.err()
            }
            Values::Reference { offsets, rows } => {
                let members = field.members(cell);
                for member in members.iter().flat_map(|members| members.iter()) {
                    rows.push(self.names.len() as u32);
                    self.names.push(member);
                }
                offsets.push(rows.len() as u32);
                members.err()
            }
        }
    }

    /// Writes down why the row added last has no value. Returns what is wrong with it.
    pub(crate) fn note(&mut self, gap: Option<Gap>) -> Option<Complaint> {
        let (byte, complaint) = match gap {
            None => (0, None),
            Some(Gap::Missing(reason)) => (reason as u8, None),
            Some(Gap::Wrong(complaint)) => (WRONG, Some(*complaint)),
        };
        let missing = &mut self.column.missing;
        if byte != 0 && missing.is_empty() {
            missing.resize(self.rows - 1, 0);
        }
        if byte != 0 || !missing.is_empty() {
            missing.push(byte);
        }
        complaint
    }
}

fn push_or<T>(values: &mut Vec<T>, empty: T, read: Result<T, Gap>) -> Option<Gap> {
    let (value, gap) = read.map_or_else(|gap| (empty, Some(gap)), |value| (value, None));
    values.push(value);
    gap
}
