//! The columns that a program reads, and a batch's columns checked against them.

use concord_model::batch::{Batch, Column, Table};
use concord_model::dictionary::{Dictionary, Field, Kind};
use concord_model::framework::FieldRequest;

use super::node::{ColumnId, Space};

/// The tables of a program's batches, in their order.
#[derive(Debug, Clone, Default)]
pub(super) struct Tables {
    /// The tables.
    pub(super) tables: Vec<TableShape>,
    /// All columns, table by table.
    pub(super) columns: Vec<ColumnShape>,
}

#[derive(Debug, Clone)]
pub(super) struct TableShape {
    pub(super) name: String,
    /// Whether rules bind variables to its rows.
    pub(super) child: bool,
    columns: usize,
}

#[derive(Debug, Clone)]
pub(super) struct ColumnShape {
    pub(super) table: u16,
    /// Its place among its table's columns.
    place: usize,
    pub(super) field: Field,
    /// Of a text, those that rules ask for; a row's class is its text's place here from 1, or 0.
    pub(super) texts: Vec<String>,
}

impl Tables {
    /// The tables in the dictionary's order, each with its columns in the order of the requests. `None` for a name that it lacks.
    pub(super) fn new(reads: &[FieldRequest], dictionary: &Dictionary, is_child: impl Fn(&str) -> bool) -> Result<Tables, String> {
        let mut places = Vec::new();
        for read in reads {
            let place = dictionary.table_place(&read.table).ok_or_else(|| format!("there is no table \"{}\"", read.table))?;
            places.push(place);
        }
        places.sort_unstable();
        places.dedup();
        let mut tables = Tables::default();
        for place in places {
            let shape = &dictionary.tables[place];
            let table = tables.tables.len() as u16;
            let mut columns = 0;
            for read in reads.iter().filter(|read| read.table == shape.name && !read.field.is_empty()) {
                let field = shape.field_place(&read.field).ok_or_else(|| format!("{} has no field \"{}\"", read.table, read.field))?;
                tables.columns.push(ColumnShape { table, place: columns, field: shape.fields[field].clone(), texts: Vec::new() });
                columns += 1;
            }
            tables.tables.push(TableShape { name: shape.name.clone(), child: is_child(&shape.name), columns });
        }
        Ok(tables)
    }

    /// A table's place by its name.
    pub(super) fn table(&self, name: &str) -> Option<u16> {
        self.tables.iter().position(|table| table.name == name).map(|place| place as u16)
    }

    /// A column's place by its names.
    pub(super) fn column(&self, table: &str, field: &str) -> Option<ColumnId> {
        let table = self.table(table)?;
        let place = self.columns.iter().position(|column| column.table == table && column.field.name == field)?;
        Some(ColumnId(place as u16))
    }

    /// What a column holds.
    pub(super) fn shape(&self, column: ColumnId) -> &ColumnShape {
        &self.columns[usize::from(column.0)]
    }

    /// The class of a text that rules ask for: its place from 1 among those of its column.
    pub(super) fn class(&mut self, column: ColumnId, text: &str) -> Result<u8, String> {
        let shape = &mut self.columns[usize::from(column.0)];
        let place = shape.texts.iter().position(|known| known == text).unwrap_or_else(|| {
            shape.texts.push(text.to_owned());
            shape.texts.len() - 1
        });
        u8::try_from(place + 1).map_err(|_| format!("asks {} for more than 255 texts", shape.field.name))
    }

    /// The rows that a column has values for.
    pub(super) fn space(&self, column: ColumnId) -> Space {
        let table = self.shape(column).table;
        if self.tables[usize::from(table)].child { Space::Rows(table) } else { Space::Reviews }
    }

    /// A column of a batch that was checked.
    pub(super) fn of<'b>(&self, batch: &'b Batch<'_>, column: ColumnId) -> &'b Column<'b> {
        let shape = self.shape(column);
        &batch.tables[usize::from(shape.table)].columns[shape.place]
    }

    /// Whether a batch has the tables and columns that it must have, each of the right length.
    pub(super) fn check(&self, batch: &Batch<'_>) -> Result<(), String> {
        if batch.tables.len() != self.tables.len() {
            return Err(format!("the batch has {} tables and not {}", batch.tables.len(), self.tables.len()));
        }
        for (shape, table) in self.tables.iter().zip(&batch.tables) {
            check_table(shape, table, batch.reviews).map_err(|fault| format!("{}: {fault}", shape.name))?;
        }
        for shape in &self.columns {
            let table = &batch.tables[usize::from(shape.table)];
            let fault = |fault| format!("{}.{}: {fault}", self.tables[usize::from(shape.table)].name, shape.field.name);
            check_column(&shape.field, &table.columns[shape.place], table.rows as usize).map_err(fault)?;
        }
        Ok(())
    }
}

fn check_table(shape: &TableShape, table: &Table<'_>, reviews: u32) -> Result<(), String> {
    if table.columns.len() != shape.columns {
        return Err(format!("{} columns and not {}", table.columns.len(), shape.columns));
    }
    if !shape.child {
        return if table.rows == reviews { Ok(()) } else { Err(format!("{} rows for {reviews} reviews", table.rows)) };
    }
    if table.offsets.is_empty() && table.rows == 0 {
        return Ok(());
    }
    if table.offsets.len() != (reviews as usize + 1) * 4 {
        return Err(format!("{} bytes of offsets for {reviews} reviews", table.offsets.len()));
    }
    let mut before = 0;
    for offset in u32s(&table.offsets) {
        if offset < before {
            return Err("offsets that run backwards".to_owned());
        }
        before = offset;
    }
    let first = u32s(&table.offsets).next().unwrap_or(0);
    if first != 0 || before != table.rows { Err("offsets that leave rows out".to_owned()) } else { Ok(()) }
}

fn check_column(field: &Field, column: &Column<'_>, rows: usize) -> Result<(), String> {
    let (values, missing) = (column.values.len(), column.missing.len());
    let expected = match field.kind {
        Kind::Id => 0,
        Kind::Code | Kind::Ordinal | Kind::Tri => rows,
        Kind::CodeSet => rows * field.set_width(),
        Kind::Integer | Kind::Text => rows * 4,
        Kind::Decimal | Kind::Date => rows * 8,
        Kind::Reference => {
            let linked = u32s(&column.values).nth(rows).ok_or("too few offsets")? as usize;
            if !u32s(&column.values).take(rows + 1).is_sorted() {
                return Err("offsets that run backwards".to_owned());
            }
            (rows + 1 + linked) * 4
        }
    };
    if values != expected {
        return Err(format!("{values} bytes of values and not {expected}"));
    }
    if missing != 0 && missing != rows {
        return Err(format!("{missing} bytes of missing and not {rows}"));
    }
    let most = match field.kind {
        Kind::Code | Kind::Ordinal => field.codes.len().saturating_sub(1),
        Kind::Tri => 2,
        Kind::Decimal if !column.values.as_chunks::<8>().0.iter().all(|eight| f64::from_le_bytes(*eight).is_finite()) => {
            return Err("a number that is none".to_owned());
        }
        _ => return Ok(()),
    };
    if usize::from(column.values.iter().copied().max().unwrap_or(0)) > most { Err("a code that has no meaning".to_owned()) } else { Ok(()) }
}

/// The little-endian u32 of a buffer.
pub(super) fn u32s(bytes: &[u8]) -> impl ExactSizeIterator<Item = u32> + '_ {
    bytes.as_chunks::<4>().0.iter().map(|four| u32::from_le_bytes(*four))
}

/// The little-endian i32 of a buffer.
pub(super) fn i32s(bytes: &[u8]) -> impl ExactSizeIterator<Item = i32> + '_ {
    bytes.as_chunks::<4>().0.iter().map(|four| i32::from_le_bytes(*four))
}
