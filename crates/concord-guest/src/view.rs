//! A batch made ready to be read row by row: each condition as a column of truths, each value as its column's bytes.

use concord_model::answer::number;
use concord_model::batch::{Batch, Column};
use concord_model::dictionary::{Dictionary, Field, Kind};

use crate::condition::Condition;

/// The number of the tables that have a row a review: the root and the group's. Child tables are numbered from 1.
pub(crate) const BESIDE_REVIEW: u8 = 0;

/// Where everything that was asked for stands in a batch; made once, when the framework is opened.
#[derive(Debug, Default)]
pub(crate) struct Layout {
    /// By table number, the batch's table, if the framework reads it.
    tables: Vec<Option<usize>>,
    /// By request, what it reads.
    requests: Vec<Requested>,
    /// Each with the number of the table that it is asked of.
    conditions: Vec<(u8, Condition)>,
}

/// Where the values of one request stand.
#[derive(Debug)]
struct Requested {
    number: u8,
    /// The batch's table, and the table's column; none where only rows were asked for.
    table: usize,
    column: Option<usize>,
    /// The bytes that a row's value takes; `None` for references.
    width: Option<usize>,
}

/// The columns of a batch by request, and the offsets and row counts of its tables by their number.
#[derive(Debug)]
pub(crate) struct Columns<'a> {
    pub(crate) reviews: usize,
    pub(crate) of: Vec<ColumnView<'a>>,
    pub(crate) offsets: Vec<&'a [u8]>,
    rows: Vec<usize>,
}

/// All conditions as columns of truths, one after the other.
#[derive(Debug)]
pub(crate) struct Truths {
    all: Vec<u8>,
    ends: Vec<usize>,
}

impl Truths {
    /// A condition's truths, by its place.
    fn of(&self, place: usize) -> &[u8] {
        &self.all[start(&self.ends, place)..self.ends[place]]
    }
}

fn start(ends: &[usize], place: usize) -> usize {
    place.checked_sub(1).map_or(0, |before| ends[before])
}

/// A batch as a framework's rows read it.
#[derive(Debug)]
pub(crate) struct View<'a> {
    pub(crate) reviews: usize,
    /// The conditions, each with the number of the table that it is asked of.
    pub(crate) conditions: &'a [(u8, Condition)],
    /// By table number.
    pub(crate) tables: Vec<TableView<'a>>,
}

/// One table. What is another table's is empty here, so that it cannot be read from a row of this one.
#[derive(Debug, Default)]
pub(crate) struct TableView<'a> {
    pub(crate) number: u8,
    pub(crate) rows: usize,
    /// Of a child table, where each review's rows start; empty where the data do not have the table.
    pub(crate) offsets: &'a [u8],
    /// By condition, a truth a row ([`Truth::as_byte`](crate::Truth)).
    pub(crate) conditions: Vec<&'a [u8]>,
    /// By request.
    pub(crate) columns: Vec<ColumnView<'a>>,
}

/// The bytes of one column.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct ColumnView<'a> {
    pub(crate) values: &'a [u8],
    pub(crate) missing: &'a [u8],
    pub(crate) texts: &'a [u8],
    pub(crate) ends: &'a [u8],
}

impl ColumnView<'_> {
    /// The reason's byte of a row, 0 where its value is given.
    #[inline]
    pub(crate) fn missing(&self, row: usize) -> u8 {
        self.missing.get(row).copied().unwrap_or(0)
    }

    /// The bytes of a row's value.
    #[inline]
    pub(crate) fn bytes<const N: usize>(&self, row: usize) -> [u8; N] {
        self.values.get(row * N..row * N + N).and_then(|bytes| bytes.try_into().ok()).unwrap_or_else(|| other_table())
    }
}

#[cold]
#[inline(never)]
fn other_table() -> ! {
    panic!("a field of one table was read from a row of another; a row's review is `row.review()`")
}

impl Layout {
    /// Nothing asked for.
    pub(crate) const NONE: Layout = Layout { tables: Vec::new(), requests: Vec::new(), conditions: Vec::new() };

    /// Lays out requests of `(table place, field place)` as the host hands them over: tables in the dictionary's order, each
    /// with its columns in the order of the requests.
    pub(crate) fn new(dictionary: &Dictionary, requests: &[(usize, Option<usize>)], conditions: Vec<(u8, Condition)>) -> Layout {
        let mut places: Vec<usize> = requests.iter().map(|(table, _)| *table).collect();
        places.sort_unstable();
        places.dedup();
        let mut columns = vec![0; places.len()];
        let mut layout = Layout { tables: vec![None; dictionary.tables.len() + 1], requests: Vec::new(), conditions };
        for &(place, field) in requests {
            let (table, number) = (places.partition_point(|&before| before < place), number_of(dictionary, place));
            let width = field.map_or(Some(0), |field| width(&dictionary.tables[place].fields[field]));
            layout.requests.push(Requested { number, table, column: field.map(|_| columns[table]), width });
            layout.tables[usize::from(number)] = Some(table);
            columns[table] += usize::from(field.is_some());
        }
        layout
    }

    /// Finds the columns of a batch.
    ///
    /// # Errors
    /// What the batch lacks of what was asked for.
    pub(crate) fn columns<'a>(&self, batch: &'a Batch<'_>) -> Result<Columns<'a>, String> {
        let reviews = batch.reviews as usize;
        let of = self.requests.iter().map(|request| request.column(batch)).collect::<Result<Vec<_>, String>>()?;
        let table = |place: &Option<usize>| place.and_then(|place| batch.tables.get(place));
        let mut offsets: Vec<&[u8]> = self.tables.iter().map(|place| table(place).map_or(&[][..], |table| &table.offsets)).collect();
        let mut rows: Vec<usize> = self.tables.iter().map(|place| table(place).map_or(0, |table| table.rows as usize)).collect();
        if !rows.is_empty() {
            // The root and the group's table share a number, and need no offsets.
            (offsets[usize::from(BESIDE_REVIEW)], rows[usize::from(BESIDE_REVIEW)]) = (&[], reviews);
        }
        for offsets in offsets.iter().filter(|offsets| !offsets.is_empty()) {
            if offsets.len() != (reviews + 1) * 4 {
                return Err("the batch's child rows do not go with its reviews".to_owned());
            }
        }
        Ok(Columns { reviews, of, offsets, rows })
    }

    /// Works out all conditions for all rows.
    pub(crate) fn truths(&self, columns: &Columns<'_>) -> Truths {
        let mut ends = Vec::with_capacity(self.conditions.len());
        let all = self.conditions.iter().fold(0, |end, (number, _)| {
            ends.push(end + columns.rows[usize::from(*number)]);
            end + columns.rows[usize::from(*number)]
        });
        let mut truths = Truths { all: vec![0; all], ends };
        for (place, (number, condition)) in self.conditions.iter().enumerate() {
            let (before, rest) = truths.all.split_at_mut(start(&truths.ends, place));
            let (own, _) = rest.split_at_mut(columns.rows[usize::from(*number)]);
            let ends = &truths.ends;
            condition.work_out(*number, columns, |part| &before[start(ends, usize::from(part))..ends[usize::from(part)]], own);
        }
        truths
    }

    /// The batch, ready to be read.
    pub(crate) fn view<'a>(&'a self, columns: &Columns<'a>, truths: &'a Truths) -> View<'a> {
        let mut tables: Vec<TableView<'a>> = (0..self.tables.len().max(1))
            .map(|number| TableView {
                number: number as u8,
                rows: columns.rows.get(number).copied().unwrap_or(0),
                offsets: columns.offsets.get(number).copied().unwrap_or(&[]),
                conditions: vec![&[]; self.conditions.len()],
                columns: vec![ColumnView::default(); self.requests.len()],
            })
            .collect();
        for (place, (request, column)) in self.requests.iter().zip(&columns.of).enumerate() {
            tables[usize::from(request.number)].columns[place] = *column;
        }
        for (place, (number, _)) in self.conditions.iter().enumerate() {
            tables[usize::from(*number)].conditions[place] = truths.of(place);
        }
        View { reviews: columns.reviews, conditions: &self.conditions, tables }
    }
}

impl Requested {
    fn column<'a>(&self, batch: &'a Batch<'_>) -> Result<ColumnView<'a>, String> {
        let table = batch.tables.get(self.table).ok_or("the batch lacks a table that was asked for")?;
        let Some(place) = self.column else { return Ok(ColumnView::default()) };
        let column: &'a Column<'_> = table.columns.get(place).ok_or("the batch lacks a column that was asked for")?;
        let rows = table.rows as usize;
        let whole = match self.width {
            Some(width) => column.values.len() == rows * width,
            None => column.values.len() >= (rows + 1) * 4,
        };
        let beside = self.number != BESIDE_REVIEW || table.rows == batch.reviews;
        if !whole || !beside || !(column.missing.is_empty() || column.missing.len() == rows) {
            return Err("a column of the batch has not one value a row".to_owned());
        }
        Ok(ColumnView { values: &column.values, missing: &column.missing, texts: &column.texts, ends: &column.ends })
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

/// The rows of a review in a child table, by its offsets.
#[inline]
pub(crate) fn rows_of(offsets: &[u8], review: usize) -> std::ops::Range<usize> {
    number(offsets, review) as usize..number(offsets, review + 1) as usize
}
