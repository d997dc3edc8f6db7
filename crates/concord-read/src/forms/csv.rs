//! A folder of CSV files, one a table. The rows of child tables are joined to their records by place, so that no table need
//! fit in memory and none need be sorted.

mod join;
mod table;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use concord_model::problem::Problem;
use serde_json::Value;

use self::join::{ChildRows, Owners};
use self::table::CsvTable;
use super::{LARGEST_RECORD, Source, Stray};
use crate::block::Block;
use crate::error::ReadError;
use crate::folder::Found;
use crate::layout::{Layout, Name, Wanted};

/// How many bytes of records a block may take before it is handed on.
const LARGEST_BLOCK: usize = 256 << 20;

/// CSV files of records and their child rows.
pub(crate) struct CsvSource {
    layout: Arc<Layout>,
    wanted: Wanted,
    records: CsvTable,
    children: Vec<(CsvTable, ChildRows)>,
    /// The record that is read next, from 0.
    next: u32,
    /// Where each record of the block read last starts.
    starts: Vec<u64>,
    /// The first record of that block.
    first: u32,
    /// The child table and the row from which strays are still to be told.
    strays: (usize, usize),
}

impl CsvSource {
    pub(crate) fn open(found: &Found, layout: &Arc<Layout>) -> Result<CsvSource, ReadError> {
        let mut records = CsvTable::open(&found.path, layout, layout.record)?;
        let mut tables = Vec::new();
        for (table, path) in &found.children {
            tables.push(CsvTable::open(path, layout, *table)?);
        }
        let faults: Vec<Problem> = std::iter::once(&records).chain(&tables).flat_map(|table| table.faults(layout)).collect();
        if !faults.is_empty() {
            return Err(ReadError::Columns(faults));
        }
        let owners = if tables.is_empty() { Owners::default() } else { Owners::read(&mut records, layout)? };
        let mut children = Vec::new();
        for mut table in tables {
            let rows = ChildRows::read(&mut table, layout, &owners)?;
            children.push((table, rows));
        }
        let wanted = Wanted::all(layout);
        Ok(CsvSource { layout: Arc::clone(layout), wanted, records, children, next: 0, starts: Vec::new(), first: 0, strays: (0, 0) })
    }

    /// Reads the child rows of a record into the block. Returns how many bytes they take.
    fn read_children(&mut self, block: &mut Block, record: u32) -> Result<usize, ReadError> {
        let mut bytes = 0;
        for (csv, rows) in &mut self.children {
            if self.wanted.tables[csv.table].rows {
                for row in rows.next_of(record) {
                    csv.read_at(row.byte)?;
                    csv.push_row(&self.layout, &self.wanted, block, row.line);
                    bytes += csv.row_bytes();
                    if bytes > LARGEST_RECORD {
                        return Err(csv.too_large(row.line));
                    }
                }
            }
        }
        Ok(bytes)
    }

    /// A record with its child rows, as they stand in the files.
    fn original(&mut self, record: usize) -> Result<Value, ReadError> {
        self.records.read_at(self.starts[record])?;
        let mut original = self.records.original(&self.layout, |_| true);
        for (csv, rows) in &mut self.children {
            let mut list = Vec::new();
            for row in rows.of(self.first + record as u32) {
                csv.read_at(row.byte)?;
                list.push(Value::Object(csv.original(&self.layout, |name| name != Some(Name::Parent))));
            }
            if !list.is_empty() {
                original.insert(self.layout.tables[csv.table].name.clone(), Value::Array(list));
            }
        }
        Ok(Value::Object(original))
    }

    fn stray(&mut self, child: usize, row: usize) -> Result<Stray, ReadError> {
        let (csv, rows) = &mut self.children[child];
        let row = &rows.strays()[row];
        csv.read_at(row.byte)?;
        let table = &self.layout.tables[csv.table];
        let parent = table.parent.as_deref().unwrap_or_default();
        let mut record = csv.original(&self.layout, |name| name == Some(Name::Parent));
        let only = csv.original(&self.layout, |name| name != Some(Name::Parent));
        record.insert(table.name.clone(), Value::Array(vec![Value::Object(only)]));
        let problem = Problem::of(&csv.file, format!("{} is not in {}", csv.owner_shown(), self.records.file))
            .at_line(row.line, None)
            .about(format!("{}.{}.{parent}", table.name, csv.key()))
            .hint(format!("add it there, or mend the {parent}"));
        Ok(Stray { record: Value::Object(record), problem })
    }
}

impl Source for CsvSource {
    fn path(&self) -> &Path {
        &self.records.path
    }

    fn file(&self, table: usize) -> &str {
        self.children.iter().find(|(csv, _)| csv.table == table).map_or(&self.records.file, |(csv, _)| &csv.file)
    }

    fn unit(&self) -> &'static str {
        "line"
    }

    fn start(&mut self, wanted: &Wanted) -> Result<(), ReadError> {
        self.wanted = wanted.clone();
        self.next = 0;
        self.records.rewind()?;
        self.children.iter_mut().for_each(|(_, rows)| rows.rewind());
        Ok(())
    }

    fn read(&mut self, most: usize) -> Result<Block, ReadError> {
        let mut block = Block::new(&self.layout);
        self.first = self.next;
        self.starts.clear();
        let mut bytes = 0;
        while block.records() < most && bytes < LARGEST_BLOCK {
            let Some(start) = self.records.read_next()? else { break };
            bytes += self.records.row_bytes();
            self.starts.push(start.byte);
            self.records.push_row(&self.layout, &self.wanted, &mut block, start.line);
            bytes += self.read_children(&mut block, self.next)?;
            self.next += 1;
            block.end_record(&self.layout, start.line);
        }
        Ok(block)
    }

    fn originals(&mut self, _block: &Block, records: &[usize]) -> Result<Vec<Value>, ReadError> {
        let position = self.records.position();
        let originals = records.iter().map(|&record| self.original(record)).collect();
        self.records.seek(position)?;
        originals
    }

    fn strays(&mut self, most: usize) -> Result<Vec<Stray>, ReadError> {
        let mut strays = Vec::new();
        while let Some((_, rows)) = self.children.get(self.strays.0)
            && strays.len() < most
        {
            let (child, row) = self.strays;
            if row < rows.strays().len() {
                strays.push(self.stray(child, row)?);
                self.strays.1 += 1;
            } else {
                self.strays = (child + 1, 0);
            }
        }
        Ok(strays)
    }

    fn has(&self, table: usize) -> bool {
        self.children.iter().any(|(csv, _)| csv.table == table)
    }

    fn notices(&self) -> Vec<Problem> {
        let tables = std::iter::once(&self.records).chain(self.children.iter().map(|(csv, _)| csv));
        tables.flat_map(|table| table.notices(&self.layout)).collect()
    }

    fn files(&self) -> Vec<PathBuf> {
        std::iter::once(&self.records).chain(self.children.iter().map(|(csv, _)| csv)).map(|table| table.path.clone()).collect()
    }
}
