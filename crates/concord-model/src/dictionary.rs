//! Which tables and fields a dataset has: data, not code.
//!
//! The built-in dictionary is England's ([`Dictionary::england`]); any other is read by `Dictionary::parse` from the same format.

mod background;
#[cfg(feature = "parse")]
mod parse;

pub use background::{Background, Decision, Group, Grouping, MAX_GROUPINGS, Recommendations, Strength};

#[cfg(feature = "parse")]
pub use parse::toml_problem;

use serde::{Deserialize, Serialize};

use crate::calendar::Calendar;
use crate::missing::Missing;

/// The most codes a field may have: answers use the bytes above for *error*, *not determinable* and *not applicable*.
pub const MAX_CODES: usize = 250;

/// The name by which a derived field means the date as of which a run looks.
pub const AS_OF: &str = "as_of";

/// Which tables and fields a dataset has, and the taxonomy that frameworks are mapped to.
///
/// The root table holds what frameworks answer about (reviews); child tables hold many rows a review; the group table
/// holds those that are compared (partnerships).
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Dictionary {
    /// Its name, for instance `england-safeguarding-reviews`.
    pub id: String,
    /// Its title, as people read it.
    pub title: String,
    /// Its version.
    pub version: String,
    /// The tables in their written order.
    pub tables: Vec<Table>,
    /// The root table's place in `tables`.
    pub root: usize,
    /// The group table's place in `tables`, if reviews are grouped.
    pub group: Option<usize>,
    /// What single fields of the root table mean to the host.
    pub roles: Roles,
    /// What the comparison reads of a review beside the frameworks' answers.
    pub background: Background,
    /// Dates of the root table that must not run backwards, first to last.
    pub order: Vec<Vec<String>>,
    /// Vocabularies of local codes.
    pub codebooks: Vec<Codebook>,
    /// The common themes that indicators are mapped to.
    pub themes: Vec<Term>,
    /// The levels of the system, innermost first.
    pub levels: Vec<Term>,
    /// The calendar by which working days are counted.
    pub calendar: Calendar,
}

/// Fields of the root table that the host itself must understand. Each is optional: without one, what needs it is left out.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Roles {
    /// The set of themes that a review set out to look at (`themes_examined`).
    pub examined: Option<String>,
    /// The review that this one follows from (`parent_review_id`): reviews so chained are one incident.
    pub chain: Option<String>,
    /// The date by which a review belongs to a year (`notified_date`).
    pub period: Option<String>,
    /// Who coded it: the first code is the coding that counts, others measure how far coders agree (`coding`).
    pub coding: Option<String>,
    /// The type of review by which results are shown apart (`review_type`).
    pub review_type: Option<String>,
}

/// A table: the root, a child of it, or the group table.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Table {
    /// Its name, which is also the name of its file and of its list in nested files.
    pub name: String,
    /// The column that names a row.
    pub key: String,
    /// For a child table, the column that names the review its row belongs to.
    pub parent: Option<String>,
    /// For the root table, the column that names the group its row belongs to.
    pub group_key: Option<String>,
    /// Its fields, in their written order.
    pub fields: Vec<Field>,
}

/// A field of a table.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Field {
    /// Its name in files and rules.
    pub name: String,
    /// What it is called in words.
    pub label: String,
    /// What kind of value it holds.
    pub kind: Kind,
    /// The codes of a code, a code-set or an ordinal, in order; for an ordinal the least comes first.
    pub codes: Vec<Code>,
    /// Where the codes come from, if they are shared.
    pub codes_from: CodesFrom,
    /// Whether a row without it is refused.
    pub required: bool,
    /// The unit of a number.
    pub unit: Option<String>,
    /// The least number allowed.
    pub min: Option<Bound>,
    /// The greatest number allowed.
    pub max: Option<Bound>,
    /// Whether a run must grant it by name before any framework sees it.
    pub sensitive: bool,
    /// For a date, how coarsely frameworks see it unless a run grants it by name.
    pub share: Option<Share>,
    /// Whether it tells of the means that a review or a partnership had.
    pub resource: bool,
    /// Whether its dates may lie ahead, so that they do not move the date as of which a run looks.
    pub planned: bool,
    /// How the host derives it; such a field is never given in the data.
    pub derive: Option<Derive>,
    /// For a text of local codes, the root field that names the vocabulary the coder used.
    pub codebook: Option<String>,
    /// For a reference, the child table whose rows it points at.
    pub references: Option<String>,
    /// Whether a row carries the themes of this set, or of the rows that this reference points at. A code whose codes are the themes
    /// always does.
    pub carries_themes: bool,
    /// The group of factors that it belongs to, for people who read the dictionary.
    pub group: Option<String>,
    /// What to know about it: where it comes from, why it is asked.
    pub note: Option<String>,
}

/// A bound of a number that can be compared for equality; written as it was read.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Bound(pub f64);
impl Eq for Bound {}

/// How coarsely a date is shared with frameworks that were not granted it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Share {
    /// As the month that it lies in.
    Month,
}

/// What kind of value a field holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// An opaque name. It never enters a framework.
    Id,
    /// One of a list of codes.
    Code,
    /// Any number of a list of codes.
    CodeSet,
    /// One of a list of codes that have an order.
    Ordinal,
    /// `present`, `absent`, or missing with a reason.
    Tri,
    /// A whole number.
    Integer,
    /// A number.
    Decimal,
    /// A day, a month or a year.
    Date,
    /// Any text; for local codes, a word of the coder's vocabulary.
    #[default]
    Text,
    /// Rows of another child table of the same review, by their keys.
    Reference,
}

impl Kind {
    /// The kind's name in a dictionary.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Kind::Id => "id",
            Kind::Code => "code",
            Kind::CodeSet => "code-set",
            Kind::Ordinal => "ordinal",
            Kind::Tri => "tri",
            Kind::Integer => "integer",
            Kind::Decimal => "decimal",
            Kind::Date => "date",
            Kind::Text => "text",
            Kind::Reference => "reference",
        }
    }
}

/// One code of a field.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Code {
    /// The code itself, as it stands in data and rules.
    pub code: String,
    /// What it means.
    pub label: String,
    /// The reason for a missing value that this code stands for (`REFU`: refused).
    pub missing: Option<Missing>,
}

/// Which shared list a field's codes are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum CodesFrom {
    /// The field's own.
    #[default]
    Own,
    /// The dictionary's themes.
    Themes,
    /// The dictionary's levels.
    Levels,
    /// The dictionary's codebooks.
    Codebooks,
}

/// How the host derives a field, so that all frameworks count alike.
///
/// A date is named as a field of the same row, as `reviews.field` of the root row that a child row belongs to, or as
/// [`AS_OF`]. Where the ends of partial dates do not agree on the count, where a date is missing, or where the calendar does not
/// reach, the derived value is missing; a date ahead of [`AS_OF`] is 0 away from it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Derive {
    /// `working_days(from, to)`: the working days between two dates.
    WorkingDays {
        /// The date the count starts after.
        from: String,
        /// The date it ends on.
        to: String,
    },
    /// `months(from, to)`: the calendar months between two dates, rounded up.
    Months {
        /// The date the count starts at.
        from: String,
        /// The date it ends on.
        to: String,
    },
    /// `age_band(months)`: the code whose `from` month is the last at or below an age in months.
    AgeBand {
        /// The field with the age in months.
        months: String,
        /// For each code of the derived field the least age in months that belongs to it, ascending.
        from: Vec<i32>,
    },
    /// `themes(table.field)`: the set of themes that any row of a child table carries.
    Themes {
        /// The child table.
        table: String,
        /// Its field of themes.
        field: String,
    },
    /// `root(parent)`: the first review of the chain that the parent field makes.
    Root {
        /// The field that names the review before.
        parent: String,
    },
}

/// A vocabulary of local codes that coders used.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Codebook {
    /// Its name, as reviews give it.
    pub id: String,
    /// What it is called in words.
    pub title: String,
    /// The local codes that it has.
    pub codes: Vec<String>,
}

/// A theme or a level.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Term {
    /// Its short name, for instance `T04`.
    pub id: String,
    /// What it is called in words.
    pub title: String,
    /// Shown, each indicator by itself, but never combined into findings or compared (the quality of the learning process).
    pub apart: bool,
}

impl Dictionary {
    /// The root table.
    #[must_use]
    pub fn root_table(&self) -> &Table {
        &self.tables[self.root]
    }

    /// The group table, if there is one.
    #[must_use]
    pub fn group_table(&self) -> Option<&Table> {
        self.group.map(|place| &self.tables[place])
    }

    /// The place of a table by its name.
    #[must_use]
    pub fn table_place(&self, name: &str) -> Option<usize> {
        self.tables.iter().position(|table| table.name == name)
    }

    /// A table and a field by their places' names.
    #[must_use]
    pub fn field(&self, table: &str, field: &str) -> Option<(usize, usize)> {
        let place = self.table_place(table)?;
        Some((place, self.tables[place].field_place(field)?))
    }

    /// Whether a table is a child of the root.
    #[must_use]
    pub fn is_child(&self, table: usize) -> bool {
        table != self.root && Some(table) != self.group
    }

    /// The place of a theme by its short name.
    #[must_use]
    pub fn theme_place(&self, id: &str) -> Option<usize> {
        self.themes.iter().position(|theme| theme.id == id)
    }

    /// The child tables' fields that carry one theme a row: an observation of any valence is an examination of its theme.
    #[must_use]
    pub fn theme_fields(&self) -> Vec<(usize, usize)> {
        let carries = |field: &Field| field.kind == Kind::Code && field.codes_from == CodesFrom::Themes;
        let child = |table: &usize| self.is_child(*table);
        (0..self.tables.len())
            .filter(child)
            .flat_map(|table| self.tables[table].fields.iter().enumerate().map(move |(place, field)| (table, place, field)))
            .filter(|(_, _, field)| carries(field))
            .map(|(table, place, _)| (table, place))
            .collect()
    }

    /// The fields of a table by which its rows carry themes, by their places. What an indicator of several themes finds is found of a
    /// theme only where a row that it cites carries that theme.
    #[must_use]
    pub fn carriers(&self, table: usize) -> Vec<usize> {
        let one = |field: &Field| field.kind == Kind::Code && field.codes_from == CodesFrom::Themes;
        let fields = self.tables[table].fields.iter().enumerate();
        fields.filter(|(_, field)| self.is_child(table) && (one(field) || field.carries_themes)).map(|(place, _)| place).collect()
    }

    /// The field of a role, by its place in the root table.
    #[must_use]
    pub fn role(&self, role: &Option<String>) -> Option<usize> {
        role.as_deref().and_then(|name| self.root_table().field_place(name))
    }
}

impl Table {
    /// The place of a field by its name.
    #[must_use]
    pub fn field_place(&self, name: &str) -> Option<usize> {
        self.fields.iter().position(|field| field.name == name)
    }
}

impl Field {
    /// The place of a code.
    #[must_use]
    pub fn code_place(&self, code: &str) -> Option<usize> {
        self.codes.iter().position(|known| known.code == code)
    }

    /// How many bytes a row of a code-set takes: a bit a code.
    #[must_use]
    pub fn set_width(&self) -> usize {
        self.codes.len().div_ceil(8)
    }
}
