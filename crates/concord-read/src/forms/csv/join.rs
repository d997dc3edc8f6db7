//! Which record each row of a child table belongs to.

use std::collections::HashMap;

use super::table::{CsvTable, Start};
use crate::cell::{Cell, Gap};
use crate::error::ReadError;
use crate::index::{KeyHash, hash};
use crate::layout::{FieldLayout, Layout, Name};

/// Of [`Owner::coding`]: a coding that no record has.
const NO_CODING: u8 = u8::MAX;

/// The record of a row that belongs to none.
const STRAY: u32 = u32::MAX;

/// The key of a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct Owner {
    id: KeyHash,
    coding: u8,
}

/// The records of a file by their keys; of several with one key the first.
#[derive(Debug, Default)]
pub(super) struct Owners(HashMap<Owner, u32>);

/// Where the rows of one child table stand, in the order of their records.
#[derive(Debug)]
pub(super) struct ChildRows {
    rows: Vec<ChildRow>,
    /// The row from which those of the next record are looked for.
    next: usize,
    /// The first of those that belong to no record.
    strays: usize,
}

/// Where a child row stands.
#[derive(Debug, Clone, Copy)]
pub(super) struct ChildRow {
    record: u32,
    pub(super) line: u32,
    pub(super) byte: u64,
}

impl Owner {
    /// A key by its name and the text of its coding; without one it is the coding that counts.
    pub(super) fn new(id: &str, coding: Option<&FieldLayout>, text: &str) -> Owner {
        let coding = coding.map_or(0, |field| match field.code(Cell::Text(text)) {
            Ok(place) => place,
            Err(Gap::Missing(_)) => 0,
            Err(Gap::Wrong(_)) => NO_CODING,
        });
        Owner { id: hash(id), coding }
    }
}

impl Owners {
    /// Reads the keys of all records.
    pub(super) fn read(records: &mut CsvTable, layout: &Layout) -> Result<Owners, ReadError> {
        let mut owners = HashMap::new();
        let mut record = 0;
        records.rewind()?;
        while records.read_next()?.is_some() {
            if let Some(owner) = records.owner(layout, Name::Key) {
                owners.entry(owner).or_insert(record);
            }
            record += 1;
        }
        Ok(Owners(owners))
    }
}

impl ChildRows {
    /// Reads which records the rows of a child table belong to.
    pub(super) fn read(table: &mut CsvTable, layout: &Layout, owners: &Owners) -> Result<ChildRows, ReadError> {
        let mut rows = Vec::new();
        table.rewind()?;
        while let Some(Start { byte, line }) = table.read_next()? {
            let record = table.owner(layout, Name::Parent).and_then(|owner| owners.0.get(&owner).copied()).unwrap_or(STRAY);
            rows.push(ChildRow { record, line, byte });
        }
        rows.sort_by_key(|row| row.record);
        let strays = rows.partition_point(|row| row.record != STRAY);
        Ok(ChildRows { rows, next: 0, strays })
    }

    /// Starts over with the first record.
    pub(super) fn rewind(&mut self) {
        self.next = 0;
    }

    /// The rows of a record, asked for in the order of records.
    pub(super) fn next_of(&mut self, record: u32) -> &[ChildRow] {
        let start = self.next;
        let rows = self.rows[start..self.strays].iter().take_while(|row| row.record == record).count();
        self.next += rows;
        &self.rows[start..self.next]
    }

    /// The rows of a record.
    pub(super) fn of(&self, record: u32) -> &[ChildRow] {
        let rows = &self.rows[..self.strays];
        &rows[rows.partition_point(|row| row.record < record)..rows.partition_point(|row| row.record <= record)]
    }

    /// The rows that belong to no record.
    pub(super) fn strays(&self) -> &[ChildRow] {
        &self.rows[self.strays..]
    }
}
