//! The parts of the data for which figures are given.

use std::collections::BTreeMap;

use concord_model::comparison::{Facet, FacetValue, Unit};
use concord_model::date::{PartialDate, days_from_civil};

use super::Whole;
use crate::cell::Cell;

/// What stands for a part whose value is missing.
const UNKNOWN: &str = "unknown";

/// All parts, `all` first, and which cells belong to them.
pub(super) struct Facets {
    pub(super) values: Vec<FacetValue>,
    /// For each part the period that it is about.
    pub(super) periods: Vec<String>,
    /// For each part its cells.
    pub(super) cells: Vec<Vec<usize>>,
    /// For each unit (incident, review) the parts for which it is counted, and for each cell its places among these.
    by_unit: [UnitFacets; 2],
}

/// The parts for which one unit is counted.
pub(super) struct UnitFacets {
    /// By their places among all.
    pub(super) facets: Vec<usize>,
    /// For each cell its places in `facets`.
    pub(super) of_cell: Vec<Vec<usize>>,
}

/// A part before it is named: what orders it among its like, and what it is called.
type Part = (Facet, Order, String, String);

/// Known parts in their order, unknown last.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Order {
    Number(i32),
    Name(String),
    Unknown,
}

impl Facets {
    pub(super) fn new(whole: &Whole<'_>) -> Facets {
        let mut counts: BTreeMap<Part, (u64, u64)> = BTreeMap::new();
        let parts: Vec<Vec<Part>> = whole.cells.iter().map(|cell| parts(whole, cell)).collect();
        counts.insert(all(), (0, 0));
        for (cell, parts) in parts.iter().enumerate() {
            for part in parts {
                let count = counts.entry(part.clone()).or_default();
                *count = (count.0 + whole.reviews[cell], count.1 + whole.incidents[cell]);
            }
        }
        let order: Vec<&Part> = counts.keys().collect();
        let mut cells = vec![Vec::new(); order.len()];
        for (cell, parts) in parts.iter().enumerate() {
            parts.iter().filter_map(|part| order.binary_search(&part).ok()).for_each(|place| cells[place].push(cell));
        }
        let by_unit = [Unit::Incident, Unit::Review].map(|unit| UnitFacets::new(unit, &order, &parts));
        let whole_period = whole_period(whole);
        let periods = order.iter().map(|part| period(whole, part, &whole_period));
        let not_whole: Vec<Option<String>> = order.iter().map(|(facet, order, ..)| not_whole(whole, *facet, order)).collect();
        let periods = periods.zip(&not_whole).map(|(period, why)| said(period, why.as_deref())).collect();
        let values = counts.iter().zip(&not_whole).map(|(((facet, _, value, label), &(reviews, incidents)), not_whole)| FacetValue {
            facet: *facet,
            value: value.clone(),
            label: said(label.clone(), not_whole.as_deref()),
            not_whole: not_whole.clone(),
            reviews,
            incidents: (*facet != Facet::ReviewType).then_some(incidents),
        });
        Facets { values: values.collect(), periods, cells, by_unit }
    }

    /// Whether the data cover a calendar year.
    pub(super) fn is_whole_year(&self, year: i32) -> bool {
        let name = year.to_string();
        let of_year = self.values.iter().filter(|value| value.facet == Facet::CalendarYear && value.value == name);
        of_year.clone().count() > 0 && of_year.clone().all(|value| value.not_whole.is_none())
    }

    pub(super) fn of(&self, unit: Unit) -> &UnitFacets {
        match unit {
            Unit::Incident => &self.by_unit[0],
            Unit::Review => &self.by_unit[1],
        }
    }

    /// The period of all data.
    pub(super) fn whole_period(&self) -> &str {
        &self.periods[0]
    }
}

impl UnitFacets {
    fn new(unit: Unit, order: &[&Part], parts: &[Vec<Part>]) -> UnitFacets {
        let counted = |facet: Facet| match facet {
            Facet::All => true,
            Facet::ReviewType => unit == Unit::Review,
            Facet::CalendarYear | Facet::FinancialYear | Facet::Partnership => unit == Unit::Incident,
        };
        let facets: Vec<usize> = (0..order.len()).filter(|&place| counted(order[place].0)).collect();
        let place = |part: &Part| facets.binary_search_by(|&place| order[place].cmp(part)).ok();
        let of_cell = parts.iter().map(|parts| parts.iter().filter(|part| counted(part.0)).filter_map(place).collect()).collect();
        UnitFacets { facets, of_cell }
    }
}

fn all() -> Part {
    (Facet::All, Order::Unknown, String::new(), "All".to_owned())
}

/// The parts that a cell belongs to; those whose role the dictionary does not have are left out.
fn parts(whole: &Whole<'_>, cell: &Cell) -> Vec<Part> {
    let fields = &whole.setup.fields;
    let year = |facet: Facet, year: Option<i32>, name: fn(i32) -> (String, String)| match year {
        Some(year) => (facet, Order::Number(year), name(year).0, name(year).1),
        None => (facet, Order::Unknown, UNKNOWN.to_owned(), "Year not certain".to_owned()),
    };
    let mut parts = vec![all()];
    if fields.review_type.is_some() {
        parts.push(review_type(whole, cell.review_type));
    }
    if fields.period.is_some() {
        parts.push(year(Facet::CalendarYear, cell.calendar, |year| (year.to_string(), year.to_string())));
        parts.push(year(Facet::FinancialYear, cell.financial, financial_year));
    }
    if whole.setup.dictionary.group.is_some() {
        let name = cell.partnership.and_then(|row| whole.summary.partnerships.get(row as usize));
        parts.push(match name {
            Some(name) => (Facet::Partnership, Order::Name(name.clone()), name.clone(), name.clone()),
            None => (Facet::Partnership, Order::Unknown, UNKNOWN.to_owned(), "Not known".to_owned()),
        });
    }
    parts
}

fn review_type(whole: &Whole<'_>, code: Option<u8>) -> Part {
    let field = whole.setup.fields.review_type.map(|place| &whole.setup.dictionary.root_table().fields[place]);
    match code.and_then(|code| Some((code, field?.codes.get(usize::from(code))?))) {
        Some((place, code)) => (Facet::ReviewType, Order::Number(i32::from(place)), code.code.clone(), code.label.clone()),
        None => (Facet::ReviewType, Order::Unknown, UNKNOWN.to_owned(), "Type not recorded".to_owned()),
    }
}

/// `2023-24`, and what it means.
fn financial_year(start: i32) -> (String, String) {
    (format!("{start}-{:02}", (start + 1).rem_euclid(100)), format!("April {start} to March {}", start + 1))
}

/// Where the data begin or end, of a year that they do not cover: one into whose first or last month they do not reach for certain.
fn not_whole(whole: &Whole<'_>, facet: Facet, order: &Order) -> Option<String> {
    let month = match facet {
        Facet::CalendarYear => 1,
        Facet::FinancialYear => 4,
        Facet::All | Facet::ReviewType | Facet::Partnership => return None,
    };
    let (&Order::Number(year), Some((first, last))) = (order, whole.summary.reached) else { return None };
    let begins_late = first >= days_from_civil(year, month + 1, 1);
    let ends_early = last < if month == 1 { days_from_civil(year, 12, 1) } else { days_from_civil(year + 1, month - 1, 1) };
    // Dates that are known to the month or the year alone may reach further.
    let period = whole.summary.period.unwrap_or((first, last));
    let day = |day: i32| PartialDate::day(day).to_string();
    let begins =
        if period.0 == first { format!("the data begin on {}", day(first)) } else { format!("no date before {} is certain", day(first)) };
    let ends = if period.1 == last { format!("the data end on {}", day(last)) } else { format!("no date after {} is certain", day(last)) };
    match (begins_late, ends_early) {
        (false, false) => None,
        (true, false) => Some(begins),
        (false, true) => Some(ends),
        (true, true) => Some(format!("{begins}, and {ends}")),
    }
}

/// What a year is called, with why it is not whole.
fn said(name: String, not_whole: Option<&str>) -> String {
    match not_whole {
        None => name,
        Some(why) => format!("{name} (not whole: {why})"),
    }
}

/// The name of the field by which reviews belong to a year.
fn period_label<'a>(whole: &Whole<'a>) -> Option<&'a str> {
    whole.setup.fields.period.map(|place| whole.setup.dictionary.root_table().fields[place].label.as_str())
}

fn whole_period(whole: &Whole<'_>) -> String {
    let day = |day: i32| PartialDate::day(day).to_string();
    match (period_label(whole), whole.summary.period) {
        (None, _) => "all reviews: the dictionary names no date for a period".to_owned(),
        (Some(label), None) => format!("{label}: no review has it"),
        (Some(label), Some((first, last))) if whole.summary.undated == 0 => format!("{label}: {} to {}", day(first), day(last)),
        (Some(label), Some((first, last))) => {
            format!("{label}: {} to {}, and {} without a date", day(first), day(last), reviews(whole.summary.undated))
        }
    }
}

fn reviews(count: u64) -> String {
    format!("{count} review{}", if count == 1 { "" } else { "s" })
}

fn period(whole: &Whole<'_>, (facet, order, _, label): &Part, whole_period: &str) -> String {
    let year = match (facet, order) {
        (Facet::CalendarYear | Facet::FinancialYear, Order::Unknown) => "year not certain",
        (Facet::CalendarYear | Facet::FinancialYear, _) => label,
        _ => return whole_period.to_owned(),
    };
    format!("{}: {year}", period_label(whole).unwrap_or_default())
}
