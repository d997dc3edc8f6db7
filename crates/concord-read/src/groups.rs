//! The table of those that are compared: read whole, or made from the names that reviews give.

use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::Arc;

use concord_model::dataset::{Column, Dataset, Strings, TableData, Values};
use concord_model::dictionary::{Dictionary, Field, Kind};
use concord_model::missing::Missing;
use concord_model::problem::Problem;

use crate::check::{Cursors, check};
use crate::error::ReadError;
use crate::folder::Found;
use crate::forms;
use crate::index::{Index, Indexing};
use crate::layout::{Layout, Wanted};
use crate::pending::Pending;
use crate::reject::problem;

/// How many rows are read at a time.
const BLOCK: usize = 8_192;

/// The group table as it was read.
#[derive(Debug)]
pub(crate) struct GroupTable {
    pub(crate) table: TableData,
    pub(crate) files: Vec<PathBuf>,
    pub(crate) notices: Vec<Problem>,
}

/// Reads the group table. All faults are told at once; with any of them nothing can be compared.
pub(crate) fn read(found: &Found, dictionary: &Arc<Dictionary>, group: usize) -> Result<GroupTable, ReadError> {
    let layout = Arc::new(Layout::of_groups(dictionary, group));
    let mut source = forms::open(found, &layout)?;
    let wanted = Wanted::all(&layout);
    let index = index_of(source.as_mut(), &layout, &wanted)?;
    let (mut pending, mut cursors, mut problems) = (Pending::new(&layout), Cursors::default(), Vec::new());
    source.start(&wanted)?;
    loop {
        let mut block = source.read(BLOCK)?;
        let records = block.records();
        if records == 0 {
            break;
        }
        let findings = check(&layout, &mut block, &index, None, &mut cursors, source.unit());
        problems.extend(findings.faults.iter().map(|(record, fault)| problem(source.as_ref(), &layout, &block, *record, fault)));
        if problems.is_empty() {
            let too_large = |_| ReadError::TooLarge { path: found.path.clone(), message: "more text than a table holds".to_owned() };
            pending.add(&layout, &mut block, 0..records).map_err(too_large)?;
        }
    }
    if !problems.is_empty() {
        return Err(ReadError::Groups(problems));
    }
    let table = pending.dataset.tables.swap_remove(group);
    Ok(GroupTable { table, files: source.files(), notices: source.notices() })
}

fn index_of(source: &mut dyn forms::Source, layout: &Layout, wanted: &Wanted) -> Result<Index, ReadError> {
    let mut indexing = Indexing::new(layout);
    source.start(wanted)?;
    loop {
        let block = source.read(BLOCK)?;
        if block.records() == 0 {
            return Ok(indexing.finish(source.file(layout.record), source.unit()));
        }
        indexing.add(layout, &block);
    }
}

/// A group table of names alone: nothing else is recorded of any.
pub(crate) fn from_names(dictionary: &Dictionary, group: usize, names: &Strings) -> TableData {
    let rows = names.len();
    let column = |field: &Field| Column { values: empty(field, rows), missing: vec![Missing::NotRecorded as u8; rows] };
    let columns = dictionary.tables[group].fields.iter().map(column).collect();
    TableData { rows, keys: names.clone(), columns, ..TableData::default() }
}

fn empty(field: &Field, rows: usize) -> Values {
    match field.kind {
        Kind::Id => Values::Id(std::iter::repeat_n("", rows).collect()),
        Kind::Code | Kind::Ordinal => Values::Code(vec![0; rows]),
        Kind::CodeSet => Values::CodeSet { width: field.set_width(), bits: vec![0; rows * field.set_width()] },
        Kind::Tri => Values::Tri(vec![0; rows]),
        Kind::Integer => Values::Integer(vec![0; rows]),
        Kind::Decimal => Values::Decimal(vec![0.0; rows]),
        Kind::Date => Values::Date(vec![[0; 2]; rows]),
        Kind::Text => Values::Text { pool: Strings::default(), codes: vec![0; rows] },
        Kind::Reference => Values::Reference { offsets: vec![0; rows + 1], rows: Vec::new() },
    }
}

/// The places of groups by their names.
pub(crate) fn places(table: &TableData) -> HashMap<String, u32> {
    table.keys.iter().enumerate().map(|(place, name)| (name.to_owned(), place as u32)).collect()
}

/// Derives the fields of the group table itself.
pub(crate) fn derive(table: &mut TableData, dictionary: &Dictionary, group: usize, as_of: i32) -> u64 {
    let mut dataset = Dataset { reviews: 0, ..Dataset::empty(dictionary) };
    std::mem::swap(&mut dataset.tables[group], table);
    let beyond = crate::derive::derive(&mut dataset, dictionary, std::iter::once(group), as_of, &Strings::default());
    std::mem::swap(&mut dataset.tables[group], table);
    beyond
}
