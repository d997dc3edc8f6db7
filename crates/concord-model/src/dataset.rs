//! A dataset in memory: columns, a row a review and a row a child row.
//!
//! Readers make it, the sandbox cuts [`Window`](crate::batch::Window)s from it, outputs look names up in it.

mod select;

use crate::date::PartialDate;
use crate::dictionary::{Dictionary, Field, Kind};

/// What stands for *no chain* in [`Dataset::chain`].
pub const NO_CHAIN: u32 = u32::MAX;

/// What stands for *no pair* in [`Dataset::pair`].
pub const NO_PAIR: u32 = u32::MAX;

/// Reviews with their child rows and groups, in the columns of one dictionary. A stream of reviews is a sequence of these.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Dataset {
    /// How many reviews.
    pub reviews: usize,
    /// One a table of the dictionary, in its order. The group table's rows are all groups of the whole data.
    pub tables: Vec<TableData>,
    /// The row of the group table that each review belongs to; empty where reviews are not grouped.
    pub group: Vec<u32>,
    /// The chain that each review belongs to, numbered over the whole data, or [`NO_CHAIN`] where it is an incident of its own.
    pub chain: Vec<u32>,
    /// The pair of codings that each record belongs to, numbered over the whole data, or [`NO_PAIR`] where its review is coded once.
    /// All codings of one review have the same number. Empty where nobody says.
    pub pair: Vec<u32>,
}

/// The rows of one table.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct TableData {
    /// Of a child table, whether the data do not have it at all: then it has no rows here, and nothing is known of any.
    pub not_given: bool,
    /// How many rows.
    pub rows: usize,
    /// The key of each row.
    pub keys: Strings,
    /// For a child table, reviews + 1 offsets: review `i` has the rows `offsets[i]..offsets[i + 1]`. Empty otherwise.
    pub offsets: Vec<u32>,
    /// One a field of the dictionary's table, in its order.
    pub columns: Vec<Column>,
}

/// The values of one field.
#[derive(Debug, Clone, PartialEq)]
pub struct Column {
    /// The values, a slot a row. The slot of a missing row is zero (an empty text, an empty set) and means nothing.
    pub values: Values,
    /// A byte a row: 0 given, else a [`Missing`](crate::missing::Missing) reason. Empty where nothing is missing.
    pub missing: Vec<u8>,
}

/// The slots of a column, by the field's kind.
#[derive(Debug, Clone, PartialEq)]
pub enum Values {
    /// Names, which never enter a framework.
    Id(Strings),
    /// The code's place in the field's codes, for codes and ordinals.
    Code(Vec<u8>),
    /// A bit a code, `width` bytes a row, the first code in the lowest bit of the first byte.
    CodeSet {
        /// Bytes a row.
        width: usize,
        /// `rows * width` bytes.
        bits: Vec<u8>,
    },
    /// 1 present, 2 absent.
    Tri(Vec<u8>),
    /// Whole numbers.
    Integer(Vec<i32>),
    /// Numbers.
    Decimal(Vec<f64>),
    /// The first and the last day that each date can be, in days since 1970-01-01.
    Date(Vec<[i32; 2]>),
    /// The place of each text among the distinct ones, in the order of their first use.
    Text {
        /// The distinct texts.
        pool: Strings,
        /// A place in the pool a row.
        codes: Vec<u32>,
    },
    /// Rows of another child table, as row numbers in that table of this dataset.
    Reference {
        /// rows + 1 offsets into `rows`.
        offsets: Vec<u32>,
        /// The row numbers.
        rows: Vec<u32>,
    },
}

/// Many strings in one buffer.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Strings {
    ends: Vec<u32>,
    bytes: String,
}

impl Strings {
    /// How many strings.
    #[must_use]
    #[inline]
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Whether there are none.
    #[must_use]
    #[inline]
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// Adds one at the end.
    #[inline]
    pub fn push(&mut self, text: &str) {
        self.bytes.push_str(text);
        self.ends.push(self.bytes.len() as u32);
    }

    /// Adds the strings that stand at some places of another.
    ///
    /// # Panics
    /// Where there are no such places.
    pub fn extend_from(&mut self, other: &Strings, places: std::ops::Range<usize>) {
        let start = if places.start == 0 { 0 } else { other.ends[places.start - 1] };
        let ends = &other.ends[places];
        let shift = self.bytes.len() as u32;
        self.bytes.push_str(&other.bytes[start as usize..ends.last().map_or(start, |&end| end) as usize]);
        self.ends.extend(ends.iter().map(|end| end - start + shift));
    }

    /// The string at a place.
    ///
    /// # Panics
    /// Where there is no such place.
    #[must_use]
    #[inline]
    pub fn get(&self, place: usize) -> &str {
        let start = if place == 0 { 0 } else { self.ends[place - 1] as usize };
        &self.bytes[start..self.ends[place] as usize]
    }

    /// All strings in order.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = &str> {
        (0..self.len()).map(|place| self.get(place))
    }

    /// The end of each string in [`Strings::bytes`].
    #[must_use]
    pub fn ends(&self) -> &[u32] {
        &self.ends
    }

    /// All strings, one after the other.
    #[must_use]
    pub fn bytes(&self) -> &str {
        &self.bytes
    }
}

impl<'a> FromIterator<&'a str> for Strings {
    fn from_iter<I: IntoIterator<Item = &'a str>>(texts: I) -> Self {
        let mut strings = Strings::default();
        texts.into_iter().for_each(|text| strings.push(text));
        strings
    }
}

impl Values {
    /// No rows yet, for a field.
    #[must_use]
    pub fn empty(field: &Field) -> Values {
        match field.kind {
            Kind::Id => Values::Id(Strings::default()),
            Kind::Code | Kind::Ordinal => Values::Code(Vec::new()),
            Kind::CodeSet => Values::CodeSet { width: field.set_width(), bits: Vec::new() },
            Kind::Tri => Values::Tri(Vec::new()),
            Kind::Integer => Values::Integer(Vec::new()),
            Kind::Decimal => Values::Decimal(Vec::new()),
            Kind::Date => Values::Date(Vec::new()),
            Kind::Text => Values::Text { pool: Strings::default(), codes: Vec::new() },
            Kind::Reference => Values::Reference { offsets: vec![0], rows: Vec::new() },
        }
    }
}

impl Column {
    /// No rows yet, for a field.
    #[must_use]
    pub fn empty(field: &Field) -> Column {
        Column { values: Values::empty(field), missing: Vec::new() }
    }

    /// Why a row's value is missing, as its byte; 0 where it is given.
    #[must_use]
    #[inline]
    pub fn missing(&self, row: usize) -> u8 {
        self.missing.get(row).copied().unwrap_or(0)
    }

    /// A row's date, if it is one and is given.
    #[must_use]
    #[inline]
    pub fn date(&self, row: usize) -> Option<PartialDate> {
        match &self.values {
            Values::Date(days) if self.missing(row) == 0 => days.get(row).map(|&[first, last]| PartialDate { first, last }),
            _ => None,
        }
    }

    /// A row's code, if it is a code or an ordinal and is given.
    #[must_use]
    #[inline]
    pub fn code(&self, row: usize) -> Option<u8> {
        match &self.values {
            Values::Code(codes) if self.missing(row) == 0 => codes.get(row).copied(),
            _ => None,
        }
    }

    /// A row's name, if it is an id and is given.
    #[must_use]
    #[inline]
    pub fn id(&self, row: usize) -> Option<&str> {
        match &self.values {
            Values::Id(ids) if self.missing(row) == 0 && row < ids.len() => Some(ids.get(row)),
            _ => None,
        }
    }
}

impl Dataset {
    /// No reviews yet, in a dictionary's columns.
    #[must_use]
    pub fn empty(dictionary: &Dictionary) -> Dataset {
        let table = |(place, table): (usize, &crate::dictionary::Table)| TableData {
            offsets: if dictionary.is_child(place) { vec![0] } else { Vec::new() },
            columns: table.fields.iter().map(Column::empty).collect(),
            ..TableData::default()
        };
        Dataset { tables: dictionary.tables.iter().enumerate().map(table).collect(), ..Dataset::default() }
    }
}
