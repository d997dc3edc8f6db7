//! What a file says in one place, held against what the dictionary allows there.
//!
//! All forms of file come through here, so that the same value means the same in each of them.

use concord_model::date::{PartialDate, days_from_civil};
use concord_model::dictionary::{Code, Kind};
use concord_model::missing::Missing;
pub(crate) use concord_model::plain::quoted;
use concord_model::problem::nearest;

use crate::layout::FieldLayout;

/// What a file says in one place.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Cell<'a> {
    Null,
    Text(&'a str),
    Whole(i64),
    Number(f64),
    Truth(bool),
    /// Days since 1970-01-01.
    Day(i32),
    List(&'a Members),
    /// What it is instead, in words: `an object`.
    Other(&'a str),
}

/// The texts of a list, in one buffer that is used again.
#[derive(Debug, Default)]
pub(crate) struct Members {
    bytes: String,
    ends: Vec<usize>,
    /// Whether a member is no text.
    pub(crate) odd: bool,
}

/// Why a cell gives no value.
#[derive(Debug, Clone)]
pub(crate) enum Gap {
    Missing(Missing),
    Wrong(Box<Complaint>),
}

/// What is wrong with a value, and the next step.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Complaint {
    pub(crate) message: String,
    pub(crate) hint: Option<String>,
}

/// The days that have a date in four figures of years.
pub(crate) fn days() -> std::ops::RangeInclusive<i32> {
    days_from_civil(1, 1, 1)..=days_from_civil(9999, 12, 31)
}

/// Whether a text says something: it is neither empty nor a reason for which nothing is said.
pub(crate) fn is_name(text: &str) -> bool {
    // All reasons start with one of two letters, which most names do not.
    match text.as_bytes().first() {
        None => false,
        Some(first) if first.is_ascii_whitespace() => !text.trim().is_empty(),
        Some(b'n' | b'r') => Missing::from_name(text).is_none(),
        Some(_) => true,
    }
}

impl Members {
    pub(crate) fn clear(&mut self) {
        self.bytes.clear();
        self.ends.clear();
        self.odd = false;
    }

    pub(crate) fn push(&mut self, text: &str) {
        self.bytes.push_str(text);
        self.ends.push(self.bytes.len());
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = &str> {
        let starts = std::iter::once(0).chain(self.ends.iter().copied());
        starts.zip(&self.ends).map(|(start, &end)| &self.bytes[start..end])
    }
}

impl Complaint {
    pub(crate) fn new(message: impl Into<String>, hint: Option<String>) -> Complaint {
        Complaint { message: message.into(), hint }
    }
}

impl Gap {
    fn wrong(message: String, hint: Option<String>) -> Gap {
        Gap::Wrong(Box::new(Complaint { message, hint }))
    }
}

impl Cell<'_> {
    /// What it is, in words that fit before *is no date*.
    fn shown(&self) -> String {
        match self {
            Cell::Null => "nothing".to_owned(),
            Cell::Text(text) => quoted(text),
            Cell::Whole(number) => number.to_string(),
            Cell::Number(number) => number.to_string(),
            Cell::Truth(truth) => truth.to_string(),
            Cell::Day(days) => PartialDate::day(*days).to_string(),
            Cell::List(_) => "a list".to_owned(),
            Cell::Other(what) => (*what).to_owned(),
        }
    }
}

impl FieldLayout {
    /// The value of a code or an ordinal: its place.
    pub(crate) fn code(&self, cell: Cell<'_>) -> Result<u8, Gap> {
        let Cell::Text(text) = cell else { return Err(self.gap(cell)) };
        match self.places.get(text) {
            Some(&place) => self.codes[usize::from(place)].missing.map_or(Ok(place), |reason| Err(Gap::Missing(reason))),
            None => Err(self.gap(cell)),
        }
    }

    /// The value of a tri: 1 present, 2 absent.
    pub(crate) fn tri(&self, cell: Cell<'_>) -> Result<u8, Gap> {
        match cell {
            Cell::Text("present") | Cell::Truth(true) => Ok(1),
            Cell::Text("absent") | Cell::Truth(false) => Ok(2),
            _ => Err(self.gap(cell)),
        }
    }

    /// A whole number, also where it is written as 12.0.
    pub(crate) fn integer(&self, cell: Cell<'_>) -> Result<i32, Gap> {
        let number = match cell {
            Cell::Whole(number) => number,
            #[expect(clippy::cast_possible_truncation, reason = "a fraction is looked for first, and i32 is checked below")]
            Cell::Number(number) if number.fract() == 0.0 && number.abs() < 1e15 => number as i64,
            _ => return Err(self.gap(cell)),
        };
        self.bounded(number as f64, cell)?;
        i32::try_from(number).map_err(|_| Gap::wrong(format!("{number} is beyond what a whole number holds"), self.allowed_numbers()))
    }

    /// A number.
    pub(crate) fn decimal(&self, cell: Cell<'_>) -> Result<f64, Gap> {
        let number = match cell {
            Cell::Whole(number) => number as f64,
            Cell::Number(number) if number.is_finite() => number + 0.0,
            _ => return Err(self.gap(cell)),
        };
        self.bounded(number, cell).map(|()| number)
    }

    /// A date, by the first and the last day that it can be.
    pub(crate) fn date(&self, cell: Cell<'_>) -> Result<[i32; 2], Gap> {
        match cell {
            Cell::Text(text) => match PartialDate::parse(text) {
                Some(date) => Ok([date.first, date.last]),
                None => Err(self.gap(cell)),
            },
            Cell::Day(day) if days().contains(&day) => Ok([day, day]),
            Cell::Day(_) => Err(Gap::wrong("a day beyond the year 9999 is no date".to_owned(), None)),
            _ => Err(self.gap(cell)),
        }
    }

    /// A name or a text.
    pub(crate) fn text<'c>(&self, cell: Cell<'c>) -> Result<&'c str, Gap> {
        match cell {
            Cell::Text(text) if is_name(text) => Ok(text),
            _ => Err(self.gap(cell)),
        }
    }

    /// The bits of a code-set, into `bits`, which are zero before and, where there is a gap, after.
    pub(crate) fn set(&self, cell: Cell<'_>, bits: &mut [u8]) -> Result<(), Gap> {
        let set = self.members(cell).and_then(|members| members.iter().try_for_each(|member| self.set_member(member, members, bits)));
        if set.is_err() {
            bits.fill(0);
        }
        set
    }

    fn set_member(&self, member: &str, members: &Members, bits: &mut [u8]) -> Result<(), Gap> {
        let place = match self.code(Cell::Text(member)) {
            Ok(place) => usize::from(place),
            Err(Gap::Missing(reason)) if members.ends.len() == 1 && self.places.contains_key(member) => return Err(Gap::Missing(reason)),
            Err(Gap::Missing(_)) => return Err(Gap::wrong(format!("{} is no member of a list", quoted(member)), self.allowed())),
            Err(wrong) => return Err(wrong),
        };
        bits[place / 8] |= 1 << (place % 8);
        Ok(())
    }

    /// The names of a reference.
    pub(crate) fn members<'c>(&self, cell: Cell<'c>) -> Result<&'c Members, Gap> {
        match cell {
            Cell::List(members) if !members.odd => Ok(members),
            Cell::List(_) => Err(Gap::wrong("a member of the list is no text".to_owned(), self.allowed())),
            _ => Err(self.gap(cell)),
        }
    }

    /// Why a cell gives no value of this field.
    fn gap(&self, cell: Cell<'_>) -> Gap {
        match cell {
            Cell::Null => Gap::Missing(Missing::NotRecorded),
            Cell::Text(text) if text.trim().is_empty() => Gap::Missing(Missing::NotRecorded),
            Cell::Text(text) => match Missing::from_name(text) {
                Some(reason) => Gap::Missing(reason),
                None if !self.codes.is_empty() && !self.is_list() => {
                    Gap::wrong(format!("unknown code {}", quoted(text)), self.near_code(text))
                }
                None if !self.codes.is_empty() && !self.places.contains_key(text) => {
                    Gap::wrong(format!("unknown code {}", quoted(text)), self.near_code(text))
                }
                None => self.misfit(cell),
            },
            _ => self.misfit(cell),
        }
    }

    fn misfit(&self, cell: Cell<'_>) -> Gap {
        let kind = match self.kind {
            Kind::Id => "name",
            Kind::Code | Kind::Ordinal => "code",
            Kind::CodeSet => "list of codes",
            Kind::Tri => "truth value",
            Kind::Integer => "whole number",
            Kind::Decimal => "number",
            Kind::Date => "date",
            Kind::Text => "text",
            Kind::Reference => "list of names",
        };
        Gap::wrong(format!("{} is no {kind}", cell.shown()), self.allowed())
    }

    /// That a row is refused without it.
    pub(crate) fn required(&self) -> Complaint {
        Complaint::new("is required and not given", self.allowed())
    }

    fn near_code(&self, wrong: &str) -> Option<String> {
        let labelled = |code: &&Code| code.label.trim().to_lowercase() == wrong.trim().to_lowercase();
        let near = match self.codes.iter().find(labelled) {
            Some(code) => Some(format!("did you mean {:?}?", code.code)),
            None => nearest(wrong, self.codes.iter().map(|code| code.code.as_str())),
        };
        let hints: Vec<String> = near.into_iter().chain(self.allowed()).collect();
        (!hints.is_empty()).then(|| hints.join(" "))
    }

    /// What the field allows, in words.
    fn allowed(&self) -> Option<String> {
        const MOST: usize = 12;
        match self.kind {
            Kind::Code | Kind::Ordinal | Kind::CodeSet => {
                let listed = self.codes.iter().take(MOST).map(|code| code.code.as_str()).collect::<Vec<_>>().join(", ");
                let rest = self.codes.len().saturating_sub(MOST);
                Some(if rest > 0 { format!("allowed: {listed} and {rest} more") } else { format!("allowed: {listed}") })
            }
            Kind::Tri => Some("allowed: present, absent, or a reason such as not_known".to_owned()),
            Kind::Date => Some("write 2023, 2023-04 or 2023-04-21".to_owned()),
            Kind::Integer | Kind::Decimal => self.allowed_numbers(),
            Kind::Id | Kind::Text | Kind::Reference => None,
        }
    }

    fn allowed_numbers(&self) -> Option<String> {
        match (self.min, self.max) {
            (Some(min), Some(max)) => Some(format!("allowed: {min} to {max}")),
            (Some(min), None) => Some(format!("allowed: {min} and above")),
            (None, Some(max)) => Some(format!("allowed: {max} and below")),
            (None, None) => None,
        }
    }

    fn bounded(&self, number: f64, cell: Cell<'_>) -> Result<(), Gap> {
        let below = self.min.is_some_and(|min| number < min);
        let above = self.max.is_some_and(|max| number > max);
        match (below, above) {
            (false, false) => Ok(()),
            (true, _) => Err(Gap::wrong(format!("{} is too small", cell.shown()), self.allowed_numbers())),
            (_, true) => Err(Gap::wrong(format!("{} is too large", cell.shown()), self.allowed_numbers())),
        }
    }
}
