//! A batch with its columns in the order of the framework's requests, ready to be read row by row.

use concord_model::answer::number;
use concord_model::batch::{Batch, Column, Table};
use concord_model::dictionary::{Dictionary, Field, Kind};

/// The number of the tables that have a row a review: the root and the group's. Child tables are numbered from 1.
pub(crate) const BESIDE_REVIEW: u8 = 0;

/// Where the values of each request stand in a batch; made once, when the framework is opened.
#[derive(Debug, Default)]
pub(crate) struct Layout {
    /// For each request, the batch's table and the table's column; no column where only rows were asked for.
    pub(crate) places: Vec<(usize, Option<usize>)>,
    /// For each request, the bytes that a row's value takes; `None` for references.
    pub(crate) widths: Vec<Option<usize>>,
    /// For each child table by its number, the batch's table.
    pub(crate) children: Vec<Option<usize>>,
    /// For each local code that is looked for, the request and the code.
    pub(crate) locals: Vec<(u16, String)>,
    /// The requests for fields of themes in child tables, each with its table's number.
    pub(crate) carriers: Vec<(u8, u16)>,
}

/// A batch as a framework's rows read it.
#[derive(Debug)]
pub(crate) struct View<'a> {
    pub(crate) reviews: usize,
    /// One a request.
    pub(crate) columns: Vec<ColumnView<'a>>,
    /// For each child table by its number, its offsets.
    pub(crate) offsets: Vec<&'a [u8]>,
    /// For each local code that is looked for, its place among the column's texts; `u32::MAX` where no row has it.
    pub(crate) locals: Vec<u32>,
    /// As in the layout.
    pub(crate) carriers: &'a [(u8, u16)],
}

/// The bytes of one column.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct ColumnView<'a> {
    pub(crate) values: &'a [u8],
    missing: &'a [u8],
}

impl ColumnView<'_> {
    /// The reason's byte of a row, 0 where its value is given.
    #[inline]
    pub(crate) fn missing(&self, row: usize) -> u8 {
        self.missing.get(row).copied().unwrap_or(0)
    }

    /// The byte of a row's value.
    #[inline]
    pub(crate) fn byte(&self, row: usize) -> u8 {
        self.values[row]
    }

    /// The bytes of a row's value.
    #[inline]
    pub(crate) fn bytes<const N: usize>(&self, row: usize) -> [u8; N] {
        self.values.get(row * N..row * N + N).and_then(|bytes| bytes.try_into().ok()).unwrap_or([0; N])
    }
}

impl Layout {
    /// Lays out requests of `(table place, field place)` as the host hands them over: tables in the dictionary's order, each
    /// with its columns in the order of the requests.
    pub(crate) fn new(dictionary: &Dictionary, requests: &[(usize, Option<usize>)]) -> Layout {
        let mut tables: Vec<usize> = requests.iter().map(|(table, _)| *table).collect();
        tables.sort_unstable();
        tables.dedup();
        let mut columns = vec![0; tables.len()];
        let mut layout = Layout { children: vec![None; dictionary.tables.len() + 1], ..Layout::default() };
        for &(table, field) in requests {
            let place = tables.partition_point(|&before| before < table);
            layout.places.push((place, field.map(|_| columns[place])));
            layout.widths.push(field.map_or(Some(0), |field| width(&dictionary.tables[table].fields[field])));
            columns[place] += usize::from(field.is_some());
            layout.children[usize::from(number_of(dictionary, table))] = Some(place);
        }
        layout
    }

    /// Binds a batch.
    ///
    /// # Errors
    /// What the batch lacks of what was asked for.
    pub(crate) fn bind<'a>(&'a self, batch: &'a Batch<'_>) -> Result<View<'a>, String> {
        let mut columns = Vec::with_capacity(self.places.len());
        for (&(table, column), &width) in self.places.iter().zip(&self.widths) {
            let table = batch.tables.get(table).ok_or("the batch lacks a table that was asked for")?;
            let Some(column) = column else {
                columns.push(ColumnView::default());
                continue;
            };
            let column = table.columns.get(column).ok_or("the batch lacks a column that was asked for")?;
            columns.push(column_view(table, column, width)?);
        }
        let offsets_of = |place: Option<usize>| place.map_or(&[][..], |place| &batch.tables[place].offsets);
        let mut offsets: Vec<&[u8]> = self.children.iter().map(|place| offsets_of(*place)).collect();
        offsets[usize::from(BESIDE_REVIEW)] = &[];
        let reviews = batch.reviews as usize;
        for offsets in offsets.iter().skip(1).filter(|offsets| !offsets.is_empty()) {
            if offsets.len() != (reviews + 1) * 4 {
                return Err("the batch's child rows do not go with its reviews".to_owned());
            }
        }
        let locals = self.locals.iter().map(|(request, code)| self.text_place(batch, *request, code)).collect();
        Ok(View { reviews, columns, offsets, locals, carriers: &self.carriers })
    }

    fn text_place(&self, batch: &Batch<'_>, request: u16, code: &str) -> u32 {
        let (table, column) = self.places[usize::from(request)];
        let Some(column) = column.map(|column| &batch.tables[table].columns[column]) else { return u32::MAX };
        let mut start = 0;
        for place in 0..column.ends.len() / 4 {
            let end = number(&column.ends, place) as usize;
            if column.texts.get(start..end) == Some(code.as_bytes()) {
                return place as u32;
            }
            start = end;
        }
        u32::MAX
    }
}

/// The number by which rows know their table.
pub(crate) fn number_of(dictionary: &Dictionary, table: usize) -> u8 {
    if dictionary.is_child(table) { u8::try_from(table + 1).unwrap_or(u8::MAX) } else { BESIDE_REVIEW }
}

/// The bytes that a row's value takes; `None` where rows differ.
fn width(field: &Field) -> Option<usize> {
    match field.kind {
        Kind::Id => Some(0),
        Kind::Code | Kind::Ordinal | Kind::Tri => Some(1),
        Kind::CodeSet => Some(field.set_width()),
        Kind::Integer | Kind::Text => Some(4),
        Kind::Decimal | Kind::Date => Some(8),
        Kind::Reference => None,
    }
}

fn column_view<'a>(table: &Table<'_>, column: &'a Column<'_>, width: Option<usize>) -> Result<ColumnView<'a>, String> {
    let rows = table.rows as usize;
    let whole = match width {
        Some(width) => column.values.len() == rows * width,
        None => column.values.len() >= (rows + 1) * 4,
    };
    if !whole || !(column.missing.is_empty() || column.missing.len() == rows) {
        return Err("a column of the batch has not one value a row".to_owned());
    }
    Ok(ColumnView { values: &column.values, missing: &column.missing })
}
