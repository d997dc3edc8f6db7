//! What a framework is handed: the columns that it asked for, as bytes, for a run of reviews.
//!
//! The layout is that of `framework.wit`: little-endian, rows packed. Both sides of the box use these types, so that the
//! same code runs in it and natively over the same bytes.

use std::borrow::Cow;
use std::ops::Range;

use crate::dataset::{Column as DataColumn, Dataset, Strings, Values};
use crate::date::{civil_from_days, days_from_civil};
use crate::dictionary::{Dictionary, Share};
use crate::missing::Missing;

/// How many reviews a batch holds. Batches are cut in dataset order, whatever the format, the row groups or the jobs, so that
/// the fuel and the memory that a framework needs do not depend on them.
pub const BATCH: usize = 1024;

/// A run of reviews, with the tables that a framework asked for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Batch<'a> {
    /// How many reviews.
    pub reviews: u32,
    /// The tables with a requested field, in the dictionary's order.
    pub tables: Vec<Table<'a>>,
}

/// The rows of one table.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Table<'a> {
    /// How many rows.
    pub rows: u32,
    /// Child tables: reviews + 1 offsets (u32); empty where the data do not have the table, so that nothing is known of its rows. Empty
    /// for the root, and for the group's table, which comes joined: a row a review.
    pub offsets: Cow<'a, [u8]>,
    /// In the order of the framework's requests for this table.
    pub columns: Vec<Column<'a>>,
}

/// The values of one requested field.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Column<'a> {
    /// Code, ordinal: u8 · tri: 1 present, 2 absent, 0 missing · code-set: a bit a code, ceil(codes / 8) bytes a row · integer: i32 ·
    /// date: two i32, the first and the last day that it can be · decimal: f64 · text: u32 place among `texts` ·
    /// reference: rows + 1 u32 offsets, then u32 row numbers in this batch.
    pub values: Cow<'a, [u8]>,
    /// A byte a row, 0 given, else the reason; empty where nothing is missing.
    pub missing: Cow<'a, [u8]>,
    /// The distinct texts of a text column, one after the other, in the order of their first use in this batch.
    pub texts: Cow<'a, [u8]>,
    /// The end (u32) of each of them in `texts`.
    pub ends: Cow<'a, [u8]>,
}

/// Which columns a framework is handed, checked against the dictionary.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Reads {
    /// The tables in the dictionary's order, each by its place, with its columns in the order of the framework's requests.
    pub tables: Vec<(usize, Vec<Read>)>,
}

/// One requested column.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Read {
    /// A field by its place, as it is.
    Field(usize),
    /// A date by its place, as the month that it lies in.
    Month(usize),
    /// A field that the run does not grant: every row says so, and no value goes in.
    Withheld(usize),
}

impl Reads {
    /// The columns for a framework's requests, `(table, field)`. An empty field name asks for a table's rows and no value.
    /// Sensitive fields that are not among `granted` (written `table.field` or `field`) are withheld or coarsened.
    ///
    /// # Errors
    /// The requests that name no table or field of the dictionary, or an id.
    pub fn new(dictionary: &Dictionary, requests: &[(String, String)], granted: &[String]) -> Result<Reads, Vec<(String, String)>> {
        let mut tables: Vec<(usize, Vec<Read>)> = Vec::new();
        let mut unknown = Vec::new();
        for (table, field) in requests {
            let place = dictionary.table_place(table);
            let column = place.and_then(|place| dictionary.tables[place].field_place(field));
            let Some(place) = place.filter(|_| field.is_empty() || column.is_some()) else {
                unknown.push((table.clone(), field.clone()));
                continue;
            };
            let slot = tables.iter().position(|(known, _)| *known == place).unwrap_or_else(|| {
                tables.push((place, Vec::new()));
                tables.len() - 1
            });
            let Some(column) = column else { continue };
            let declared = &dictionary.tables[place].fields[column];
            if declared.kind == crate::dictionary::Kind::Id {
                unknown.push((table.clone(), field.clone()));
                continue;
            }
            let grant = granted
                .iter()
                .any(|name| *name == declared.name || name.strip_prefix(table).and_then(|rest| rest.strip_prefix('.')) == Some(field));
            tables[slot].1.push(match declared.share {
                _ if grant => Read::Field(column),
                Some(Share::Month) => Read::Month(column),
                None if declared.sensitive => Read::Withheld(column),
                None => Read::Field(column),
            });
        }
        tables.sort_by_key(|(place, _)| *place);
        if unknown.is_empty() { Ok(Reads { tables }) } else { Err(unknown) }
    }
}

/// A run of reviews of a dataset, its columns cut and rebased once for all frameworks that read them.
#[derive(Debug)]
pub struct Window<'a> {
    /// The reviews, by their places in the dataset.
    pub reviews: Range<usize>,
    tables: Vec<WindowTable<'a>>,
}

#[derive(Debug, Default)]
struct WindowTable<'a> {
    rows: u32,
    offsets: Vec<u8>,
    columns: Vec<(Read, Column<'a>)>,
}

impl<'a> Window<'a> {
    /// Cuts the columns that any of `reads` asks for.
    #[must_use]
    pub fn new(dataset: &'a Dataset, dictionary: &Dictionary, reviews: Range<usize>, reads: &[&Reads]) -> Window<'a> {
        let cut = Cut { dataset, dictionary, reviews: reviews.clone() };
        let tables = (0..dataset.tables.len()).map(|place| {
            let mut wanted: Vec<Read> = reads
                .iter()
                .flat_map(|reads| &reads.tables)
                .filter(|(table, _)| *table == place)
                .flat_map(|(_, columns)| columns.iter().copied())
                .collect();
            wanted.sort_unstable();
            wanted.dedup();
            cut.table(place, &wanted)
        });
        Window { reviews, tables: tables.collect() }
    }

    /// The batch that one framework is handed: borrowed, nothing is copied.
    ///
    /// # Panics
    /// Where `reads` was not among those that the window was cut for.
    #[must_use]
    pub fn batch(&self, reads: &Reads) -> Batch<'_> {
        let tables = reads.tables.iter().map(|(place, columns)| {
            let table = &self.tables[*place];
            Table {
                rows: table.rows,
                offsets: Cow::Borrowed(&table.offsets),
                columns: columns.iter().map(|read| table.column(*read)).collect(),
            }
        });
        Batch { reviews: self.reviews.len() as u32, tables: tables.collect() }
    }

    /// For a table by its place, the dataset's row of a batch's row.
    #[must_use]
    pub fn first_row(dataset: &Dataset, table: usize, reviews: &Range<usize>) -> usize {
        dataset.tables[table].offsets.get(reviews.start).map_or(reviews.start, |&first| first as usize)
    }
}

impl WindowTable<'_> {
    fn column(&self, read: Read) -> Column<'_> {
        let (_, column) = self.columns.iter().find(|(known, _)| *known == read).expect("the window was cut for these reads");
        Column {
            values: Cow::Borrowed(&column.values),
            missing: Cow::Borrowed(&column.missing),
            texts: Cow::Borrowed(&column.texts),
            ends: Cow::Borrowed(&column.ends),
        }
    }
}

/// The cutting of one window.
struct Cut<'a, 'd> {
    dataset: &'a Dataset,
    dictionary: &'d Dictionary,
    reviews: Range<usize>,
}

impl<'a> Cut<'a, '_> {
    fn table(&self, place: usize, wanted: &[Read]) -> WindowTable<'a> {
        let data = &self.dataset.tables[place];
        let child = self.dictionary.is_child(place);
        let (rows, offsets) = if child {
            let offsets = &data.offsets[self.reviews.start..=self.reviews.end];
            let first = offsets[0];
            let given = offsets.iter().filter(|_| !data.not_given);
            (first as usize..offsets[offsets.len() - 1] as usize, given.flat_map(|offset| (offset - first).to_le_bytes()).collect())
        } else {
            (self.reviews.clone(), Vec::new())
        };
        let grouped = Some(place) == self.dictionary.group;
        let columns = wanted.iter().map(|&read| {
            let (Read::Field(field) | Read::Month(field) | Read::Withheld(field)) = read;
            let column = &data.columns[field];
            let cut = match read {
                Read::Withheld(_) => withheld(column, rows.len()),
                Read::Month(_) if grouped => months(self.gather(column)),
                Read::Month(_) => months(self.slice(column, &rows, field, place)),
                Read::Field(_) if grouped => self.gather(column),
                Read::Field(_) => self.slice(column, &rows, field, place),
            };
            (read, cut)
        });
        WindowTable { rows: rows.len() as u32, offsets, columns: columns.collect() }
    }

    fn slice(&self, column: &'a DataColumn, rows: &Range<usize>, field: usize, place: usize) -> Column<'a> {
        let missing = match column.missing.get(rows.clone()) {
            Some(reasons) if reasons.iter().any(|&reason| reason != 0) => Cow::Borrowed(reasons),
            _ => Cow::default(),
        };
        let values: Cow<'a, [u8]> = match &column.values {
            Values::Id(_) => Cow::default(),
            Values::Code(codes) | Values::Tri(codes) => Cow::Borrowed(&codes[rows.clone()]),
            Values::CodeSet { width, bits } => Cow::Borrowed(&bits[rows.start * width..rows.end * width]),
            Values::Integer(numbers) => little_endian(&numbers[rows.clone()]),
            Values::Decimal(numbers) => little_endian(&numbers[rows.clone()]),
            Values::Date(days) => little_endian(&days[rows.clone()]),
            Values::Text { pool, codes } => return texts(pool, &codes[rows.clone()], missing),
            Values::Reference { offsets, rows: targets } => {
                let target =
                    self.dictionary.tables[place].fields[field].references.as_deref().and_then(|name| self.dictionary.table_place(name));
                let base = target.map_or(0, |table| Window::first_row(self.dataset, table, &self.reviews) as u32);
                Cow::Owned(references(&offsets[rows.start..=rows.end], targets, base))
            }
        };
        Column { values, missing, ..Column::default() }
    }

    /// The group's row of each review.
    fn gather(&self, column: &DataColumn) -> Column<'a> {
        let groups = &self.dataset.group[self.reviews.clone()];
        let missing: Vec<u8> = groups.iter().map(|&group| column.missing(group as usize)).collect();
        let missing = if missing.iter().any(|&reason| reason != 0) { Cow::Owned(missing) } else { Cow::default() };
        let groups = groups.iter().map(|&group| group as usize);
        let values = match &column.values {
            Values::Id(_) | Values::Reference { .. } => Vec::new(),
            Values::Code(codes) | Values::Tri(codes) => groups.map(|group| codes[group]).collect(),
            Values::CodeSet { width, bits } => groups.flat_map(|group| bits[group * width..(group + 1) * width].iter().copied()).collect(),
            Values::Integer(numbers) => bytes_of(groups.map(|group| numbers[group])),
            Values::Decimal(numbers) => bytes_of(groups.map(|group| numbers[group])),
            Values::Date(days) => bytes_of(groups.map(|group| days[group])),
            Values::Text { pool, codes } => {
                let codes: Vec<u32> = groups.map(|group| codes[group]).collect();
                return texts(pool, &codes, missing);
            }
        };
        Column { values: Cow::Owned(values), missing, ..Column::default() }
    }
}

/// Values that only say that they are held back, with zeros for slots.
fn withheld<'a>(column: &DataColumn, rows: usize) -> Column<'a> {
    let width = match &column.values {
        Values::Id(_) => 0,
        Values::Code(_) | Values::Tri(_) => 1,
        Values::CodeSet { width, .. } => *width,
        Values::Integer(_) | Values::Text { .. } => 4,
        Values::Decimal(_) | Values::Date(_) => 8,
        Values::Reference { .. } => 4,
    };
    let extra = if matches!(column.values, Values::Reference { .. }) { 4 } else { 0 };
    Column {
        values: Cow::Owned(vec![0; rows * width + extra]),
        missing: Cow::Owned(vec![Missing::Withheld as u8; rows]),
        ..Column::default()
    }
}

/// Dates widened to the month of each end.
fn months(column: Column<'_>) -> Column<'_> {
    let day = |bytes: &[u8]| bytes.try_into().map(i32::from_le_bytes).unwrap_or(0);
    let mut values = Vec::with_capacity(column.values.len());
    for (row, slot) in column.values.chunks_exact(8).enumerate() {
        if column.missing.get(row).is_some_and(|&reason| reason != 0) {
            values.extend_from_slice(slot);
            continue;
        }
        let (year, month, _) = civil_from_days(day(&slot[..4]));
        let first = days_from_civil(year, month, 1);
        let (year, month, _) = civil_from_days(day(&slot[4..]));
        let last = if month == 12 { days_from_civil(year + 1, 1, 1) } else { days_from_civil(year, month + 1, 1) } - 1;
        values.extend_from_slice(&first.to_le_bytes());
        values.extend_from_slice(&last.to_le_bytes());
    }
    Column { values: Cow::Owned(values), ..column }
}

/// Rows that point at rows, counted from the batch's first.
fn references(offsets: &[u32], targets: &[u32], base: u32) -> Vec<u8> {
    let first = offsets[0];
    let targets = &targets[first as usize..offsets[offsets.len() - 1] as usize];
    bytes_of(offsets.iter().map(|offset| offset - first).chain(targets.iter().map(|target| target - base)))
}

/// A text column with only the texts that its rows use.
fn texts<'a>(pool: &Strings, codes: &[u32], missing: Cow<'a, [u8]>) -> Column<'a> {
    let mut place_of = vec![u32::MAX; pool.len()];
    let mut used = Strings::default();
    let values = bytes_of(codes.iter().enumerate().map(|(row, &code)| {
        if missing.get(row).is_some_and(|&reason| reason != 0) {
            return 0;
        }
        let place = &mut place_of[code as usize];
        if *place == u32::MAX {
            *place = used.len() as u32;
            used.push(pool.get(code as usize));
        }
        *place
    }));
    let ends = bytes_of(used.ends().iter().copied());
    Column { values: Cow::Owned(values), missing, texts: Cow::Owned(used.bytes().as_bytes().to_vec()), ends: Cow::Owned(ends) }
}

/// Numbers in a buffer of their own, as little-endian bytes.
fn bytes_of<T: bytemuck::NoUninit>(numbers: impl Iterator<Item = T>) -> Vec<u8> {
    little_endian(&numbers.collect::<Vec<T>>()).into_owned()
}

/// Numbers as little-endian bytes; on the machines that this runs on they are so already.
fn little_endian<T: bytemuck::NoUninit>(numbers: &[T]) -> Cow<'_, [u8]> {
    const { assert!(cfg!(target_endian = "little"), "columns are little-endian, and so must the host be") };
    Cow::Borrowed(bytemuck::cast_slice(numbers))
}
