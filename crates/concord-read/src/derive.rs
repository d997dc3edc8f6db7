//! Fields that the host derives, so that all frameworks count alike.

use concord_model::calendar::Calendar;
use concord_model::dataset::{Column, Dataset, Strings, TableData, Values};
use concord_model::date::{PartialDate, months_rounded_up};
use concord_model::dictionary::{AS_OF, Derive, Dictionary, Field};
use concord_model::missing::Missing;

/// Derives every field of some tables. Returns for how many values the calendar did not reach.
pub(crate) fn derive(
    dataset: &mut Dataset,
    dictionary: &Dictionary,
    tables: impl Iterator<Item = usize>,
    as_of: i32,
    roots: &Strings,
) -> u64 {
    let mut beyond = 0;
    for table in tables {
        let owners = owners(&dataset.tables[table]);
        for (place, field) in dictionary.tables[table].fields.iter().enumerate() {
            let Some(derive) = &field.derive else { continue };
            let from = Derivation { dataset, dictionary, table, owners: &owners, as_of };
            let column = match derive {
                Derive::WorkingDays { from: start, to } => {
                    from.interval(start, to, &|from, to| dictionary.calendar.working_days(from, to), &mut beyond)
                }
                Derive::Months { from: start, to } => from.interval(start, to, &|from, to| Some(months_rounded_up(from, to)), &mut beyond),
                Derive::AgeBand { months, from: bands } => from.age_band(months, bands),
                Derive::Themes { table, field: theme } => from.themes(table, theme, field),
                Derive::Root { .. } => Column { values: Values::Id(roots.clone()), missing: Vec::new() },
            };
            dataset.tables[table].columns[place] = column;
        }
    }
    beyond
}

/// The review of each row of a child table; of other tables nothing.
fn owners(table: &TableData) -> Vec<u32> {
    let counts = table.offsets.windows(2).enumerate();
    counts.flat_map(|(review, pair)| std::iter::repeat_n(review as u32, (pair[1] - pair[0]) as usize)).collect()
}

/// What one field is derived from.
struct Derivation<'a> {
    dataset: &'a Dataset,
    dictionary: &'a Dictionary,
    table: usize,
    owners: &'a [u32],
    as_of: i32,
}

/// Where a date comes from.
#[derive(Clone, Copy)]
enum Dates<'a> {
    Row(&'a Column),
    Review(&'a Column, &'a [u32]),
    AsOf(i32),
}

/// A count between two dates, or why there is none.
enum Count {
    Given(i32),
    Missing(Missing),
    BeyondCalendar,
}

impl Derivation<'_> {
    fn column(&self, name: &str) -> Option<&Column> {
        let place = self.dictionary.tables[self.table].field_place(name)?;
        self.dataset.tables[self.table].columns.get(place)
    }

    fn dates(&self, name: &str) -> Option<Dates<'_>> {
        if name == AS_OF {
            return Some(Dates::AsOf(self.as_of));
        }
        if let Some(column) = self.column(name) {
            return Some(Dates::Row(column));
        }
        let root = self.dictionary.root_table();
        let field = name.strip_prefix(root.name.as_str())?.strip_prefix('.')?;
        let column = &self.dataset.tables[self.dictionary.root].columns[root.field_place(field)?];
        Some(if self.table == self.dictionary.root { Dates::Row(column) } else { Dates::Review(column, self.owners) })
    }

    fn interval(&self, from: &str, to: &str, count: &dyn Fn(i32, i32) -> Option<i32>, beyond: &mut u64) -> Column {
        let rows = self.dataset.tables[self.table].rows;
        let (Some(from), Some(to)) = (self.dates(from), self.dates(to)) else { return missing_throughout(rows) };
        let mut numbers = Vec::with_capacity(rows);
        let mut missing = Vec::with_capacity(rows);
        for row in 0..rows {
            let (number, reason) = match between(from.at(row), to.at(row), matches!(to, Dates::AsOf(_)), count) {
                Count::Given(number) => (number, 0),
                Count::Missing(reason) => (0, reason as u8),
                Count::BeyondCalendar => {
                    *beyond += 1;
                    (0, Missing::NotKnown as u8)
                }
            };
            numbers.push(number);
            missing.push(reason);
        }
        Column { values: Values::Integer(numbers), missing: unless_all_given(missing) }
    }

    fn age_band(&self, months: &str, bands: &[i32]) -> Column {
        let mut codes = Vec::new();
        let mut missing = Vec::new();
        if let Some(Column { values: Values::Integer(months), missing: reasons }) = self.column(months) {
            for (row, age) in months.iter().enumerate() {
                let reason = reasons.get(row).copied().unwrap_or(0);
                let above = bands.partition_point(|from| from <= age);
                codes.push(if reason == 0 && above > 0 { u8::try_from(above - 1).unwrap_or(0) } else { 0 });
                missing.push(if reason == 0 && above == 0 { Missing::NotKnown as u8 } else { reason });
            }
        }
        Column { values: Values::Code(codes), missing: unless_all_given(missing) }
    }

    fn themes(&self, table: &str, theme: &str, field: &Field) -> Column {
        let width = field.set_width();
        let mut bits = vec![0; self.dataset.reviews * width];
        if let Some((table, theme)) = self.dictionary.field(table, theme) {
            let rows = &self.dataset.tables[table];
            for (review, pair) in rows.offsets.windows(2).enumerate() {
                for code in (pair[0]..pair[1]).filter_map(|row| rows.columns[theme].code(row as usize)) {
                    let byte = review * width + usize::from(code / 8);
                    bits[byte] |= 1 << (code % 8);
                }
            }
        }
        Column { values: Values::CodeSet { width, bits }, missing: Vec::new() }
    }
}

impl Dates<'_> {
    fn at(self, row: usize) -> Result<PartialDate, Missing> {
        let (column, row) = match self {
            Dates::AsOf(day) => return Ok(PartialDate::day(day)),
            Dates::Row(column) => (column, row),
            Dates::Review(column, owners) => (column, owners[row] as usize),
        };
        column.date(row).ok_or_else(|| Missing::from_byte(column.missing(row)).unwrap_or(Missing::NotRecorded))
    }
}

/// The count between two dates: given where the least and the most that it can be agree.
///
/// A date ahead of the day to which is counted as of is 0 away from it. Of two missing dates the first gives the reason.
fn between(
    from: Result<PartialDate, Missing>,
    to: Result<PartialDate, Missing>,
    to_as_of: bool,
    count: &dyn Fn(i32, i32) -> Option<i32>,
) -> Count {
    let (from, to) = match (from, to) {
        (Ok(from), Ok(to)) => (from, to),
        (Err(reason), _) | (_, Err(reason)) => return Count::Missing(reason),
    };
    let span = |from: i32, to: i32| if to_as_of && to < from { Some(0) } else { count(from, to) };
    if !to_as_of && to.first < from.last {
        return Count::Missing(Missing::NotKnown);
    }
    let least = span(from.last, to.first);
    let most = if from.first == from.last && to.first == to.last { least } else { span(from.first, to.last) };
    match (least, most) {
        (Some(least), Some(most)) if least == most => Count::Given(least),
        (Some(_), Some(_)) => Count::Missing(Missing::NotKnown),
        _ => Count::BeyondCalendar,
    }
}

/// The years that a calendar reaches, for those who are told that it does not.
pub(crate) fn reach(calendar: &Calendar) -> String {
    let (first, last) = calendar.years();
    format!("the calendar {} has {first} to {last}", calendar.id)
}

fn missing_throughout(rows: usize) -> Column {
    Column { values: Values::Integer(vec![0; rows]), missing: vec![Missing::NotRecorded as u8; rows] }
}

fn unless_all_given(missing: Vec<u8>) -> Vec<u8> {
    if missing.iter().any(|&reason| reason != 0) { missing } else { Vec::new() }
}
