//! What Northmoor's indicators share: how they read an observation.

use concord_guest::field::{Child, Integer, Is, Those};
use concord_guest::{Fields, Row, TableFields, Truth};

/// The observations of a review, as every indicator reads them.
pub(crate) struct Observations<'f> {
    fields: &'f Fields<'f>,
    /// Their fields.
    pub(crate) table: TableFields<'f>,
    /// Their rows.
    pub(crate) rows: Child,
    problematic: Is,
    good: Is,
}

impl<'f> Observations<'f> {
    pub(crate) fn of(fields: &'f Fields<'f>) -> Observations<'f> {
        let table = fields.table("observations");
        let valence = table.code("valence", "whether it went well");
        Observations {
            fields,
            table,
            rows: table.rows("the findings of the review, one by one"),
            problematic: valence.is("problematic"),
            good: valence.is("good_practice"),
        }
    }

    /// Those about any of these themes.
    pub(crate) fn about(&self, themes: &[&str]) -> Those {
        self.those(&[self.theme(themes)])
    }

    /// Those that tell of something that did not go well, about any of these themes.
    pub(crate) fn problems(&self, themes: &[&str]) -> Those {
        self.those(&[self.problematic, self.theme(themes)])
    }

    /// The same, for which something else holds too.
    pub(crate) fn problems_that(&self, themes: &[&str], hold: Is) -> Those {
        self.those(&[self.problematic, self.theme(themes), hold])
    }

    /// Those that tell of good practice, about any of these themes.
    pub(crate) fn good_practice(&self, themes: &[&str]) -> Those {
        self.those(&[self.good, self.theme(themes)])
    }

    /// *It tells of good practice*, whatever it is about.
    pub(crate) fn good(&self) -> Is {
        self.good
    }

    /// Where in the child's story an observation stands.
    pub(crate) fn episode(&self) -> Integer {
        self.table.integer("episode_no", "where in the child's story it stands")
    }

    fn theme(&self, themes: &[&str]) -> Is {
        self.table.code("theme", "what it is about").any_of(themes)
    }

    fn those(&self, conditions: &[Is]) -> Those {
        self.fields.those(self.rows, self.fields.all(conditions))
    }
}

/// Whether one row stands later in the child's story than another.
#[inline]
pub(crate) fn later(row: Row<'_>, than: Row<'_>, episode: Integer) -> Truth {
    row.get(episode).compare(than.get(episode), |row, than| row > than)
}

/// Whether one row stands no earlier in the child's story than another.
#[inline]
pub(crate) fn as_late(row: Row<'_>, than: Row<'_>, episode: Integer) -> Truth {
    row.get(episode).compare(than.get(episode), |row, than| row >= than)
}
