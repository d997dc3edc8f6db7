//! The chunk that is being gathered from the good records of blocks.

use std::collections::HashMap;
use std::ops::Range;

use concord_model::dataset::{Column, Dataset, Strings, TableData, Values};

use crate::block::Block;
use crate::layout::Layout;

/// Good records, until they are a chunk.
#[derive(Debug)]
pub(crate) struct Pending {
    pub(crate) dataset: Dataset,
    /// The name of the first review of each record's incident.
    pub(crate) roots: Strings,
    /// By table and field, the place of each text in its column's pool.
    texts: Vec<Vec<HashMap<String, u32>>>,
}

/// More text or more rows than a chunk can number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Overflow;

impl Pending {
    pub(crate) fn new(layout: &Layout) -> Pending {
        let texts = layout.tables.iter().map(|table| vec![HashMap::new(); table.fields.len()]).collect();
        Pending { dataset: Dataset::empty(&layout.dictionary), roots: Strings::default(), texts }
    }

    /// Adds a run of a block's records with all their child rows. Where they are the whole block, and the first, nothing is copied:
    /// the block then has none of it left.
    pub(crate) fn add(&mut self, layout: &Layout, block: &mut Block, records: Range<usize>) -> Result<(), Overflow> {
        if self.dataset.reviews == 0 && records == (0..block.records()) {
            self.dataset.reviews = records.len();
            return self.take(layout, block);
        }
        let firsts: Vec<(usize, usize)> =
            (0..layout.tables.len()).map(|table| (self.dataset.tables[table].rows, first_row(layout, block, table, &records))).collect();
        for table in layout.read_tables() {
            let from = &block.tables[table];
            let rows = first_row(layout, block, table, &records)..first_row(layout, block, table, &(records.end..records.end));
            let to = &mut self.dataset.tables[table];
            add_rows(to, layout, table, block, &records, &rows)?;
            for (place, field) in layout.given_fields(table) {
                let base = field.references.map_or((0, 0), |target| firsts[target]);
                let texts = &mut self.texts[table][place];
                let before = to.rows - rows.len();
                let column = &mut to.columns[place];
                add_values(column, &from.columns[place].column, rows.clone(), base, texts)?;
                add_missing(&mut column.missing, &from.columns[place].column.missing, before, &rows);
            }
        }
        self.dataset.reviews += records.len();
        Ok(())
    }

    fn take(&mut self, layout: &Layout, block: &mut Block) -> Result<(), Overflow> {
        for table in layout.read_tables() {
            let (to, from) = (&mut self.dataset.tables[table], &mut block.tables[table]);
            (to.rows, to.keys) = (from.rows, std::mem::take(&mut from.keys));
            if table != layout.record {
                to.offsets = std::mem::take(&mut from.offsets);
            }
            for (place, _) in layout.given_fields(table) {
                let (to, from) = (&mut to.columns[place], &mut from.columns[place].column);
                match from.values {
                    Values::Text { .. } => add_values(to, from, 0..table_rows(&from.values), (0, 0), &mut self.texts[table][place])?,
                    _ => std::mem::swap(&mut to.values, &mut from.values),
                }
                if from.missing.iter().any(|&reason| reason != 0) {
                    to.missing = std::mem::take(&mut from.missing);
                }
            }
        }
        Ok(())
    }
}

/// How many rows a text has.
fn table_rows(values: &Values) -> usize {
    if let Values::Text { codes, .. } = values { codes.len() } else { 0 }
}

/// The first row of a table that belongs to a run of records.
fn first_row(layout: &Layout, block: &Block, table: usize, records: &Range<usize>) -> usize {
    if table == layout.record { records.start } else { block.rows_of(table, records.start.min(block.records())).start }
}

fn add_rows(
    to: &mut TableData,
    layout: &Layout,
    table: usize,
    block: &Block,
    records: &Range<usize>,
    rows: &Range<usize>,
) -> Result<(), Overflow> {
    let from = &block.tables[table];
    add_strings(&mut to.keys, &from.keys, rows.clone())?;
    if table != layout.record {
        let shift = u32::try_from(to.rows + rows.len()).map_err(|_| Overflow)? - rows.len() as u32;
        to.offsets.extend(from.offsets[records.start + 1..=records.end].iter().map(|offset| offset - rows.start as u32 + shift));
    }
    to.rows += rows.len();
    Ok(())
}

fn add_strings(to: &mut Strings, from: &Strings, rows: Range<usize>) -> Result<(), Overflow> {
    let start = if rows.start == 0 { 0 } else { from.ends()[rows.start - 1] };
    let end = if rows.end == 0 { 0 } else { from.ends()[rows.end - 1] };
    u32::try_from(to.bytes().len() + (end - start) as usize).map_err(|_| Overflow)?;
    to.extend_from(from, rows);
    Ok(())
}

pub(crate) fn add_string(to: &mut Strings, text: &str) -> Result<(), Overflow> {
    u32::try_from(to.bytes().len() + text.len()).map_err(|_| Overflow)?;
    to.push(text);
    Ok(())
}

/// Adds rows of a column. A reference's target rows start at `base.1` in the block and at `base.0` in the dataset.
fn add_values(
    to: &mut Column,
    from: &Column,
    rows: Range<usize>,
    base: (usize, usize),
    texts: &mut HashMap<String, u32>,
) -> Result<(), Overflow> {
    match (&mut to.values, &from.values) {
        (Values::Id(to), Values::Id(from)) => add_strings(to, from, rows)?,
        (Values::Code(to), Values::Code(from)) | (Values::Tri(to), Values::Tri(from)) => to.extend_from_slice(&from[rows]),
        (Values::CodeSet { width, bits }, Values::CodeSet { bits: from, .. }) => {
            bits.extend_from_slice(&from[rows.start * *width..rows.end * *width]);
        }
        (Values::Integer(to), Values::Integer(from)) => to.extend_from_slice(&from[rows]),
        (Values::Decimal(to), Values::Decimal(from)) => to.extend_from_slice(&from[rows]),
        (Values::Date(to), Values::Date(from)) => to.extend_from_slice(&from[rows]),
        (Values::Text { pool, codes }, Values::Text { pool: from_pool, codes: from_codes }) => {
            // Only where texts repeat is it worth remembering where each went.
            let mut known = if from_pool.len() <= rows.len() { vec![u32::MAX; from_pool.len()] } else { Vec::new() };
            for row in rows {
                let given = from.missing(row) == 0;
                codes.push(if given { text_place(pool, texts, from_pool, from_codes[row], &mut known)? } else { 0 });
            }
        }
        (Values::Reference { offsets, rows: to }, Values::Reference { offsets: from_offsets, rows: from }) => {
            let (first, last) = (from_offsets[rows.start] as usize, from_offsets[rows.end] as usize);
            let shift = u32::try_from(to.len() + last - first).map_err(|_| Overflow)? - (last - first) as u32;
            offsets.extend(from_offsets[rows.start + 1..=rows.end].iter().map(|offset| offset - first as u32 + shift));
            to.extend(from[first..last].iter().map(|row| row - base.1 as u32 + base.0 as u32));
        }
        _ => {}
    }
    Ok(())
}

/// The place of a block's text in the chunk's pool.
fn text_place(pool: &mut Strings, texts: &mut HashMap<String, u32>, from: &Strings, code: u32, known: &mut [u32]) -> Result<u32, Overflow> {
    if let Some(place) = known.get(code as usize).filter(|place| **place != u32::MAX) {
        return Ok(*place);
    }
    let text = from.get(code as usize);
    let place = match texts.get(text) {
        Some(place) => *place,
        None => {
            let place = pool.len() as u32;
            add_string(pool, text)?;
            texts.insert(text.to_owned(), place);
            place
        }
    };
    if let Some(known) = known.get_mut(code as usize) {
        *known = place;
    }
    Ok(place)
}

fn add_missing(to: &mut Vec<u8>, from: &[u8], before: usize, rows: &Range<usize>) {
    let from = from.get(rows.clone()).filter(|from| from.iter().any(|&reason| reason != 0));
    if from.is_none() && to.is_empty() {
        return;
    }
    to.resize(before, 0);
    match from {
        Some(from) => to.extend_from_slice(from),
        None => to.resize(before + rows.len(), 0),
    }
}
