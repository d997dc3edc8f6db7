//! What Northmoor's indicators share: how they read an observation.

use concord_guest::field::{Child, Integer, Is};
use concord_guest::{Fields, Row, TableFields, Truth, Value};

/// The observations of a review, as every indicator reads them.
#[derive(Clone, Copy)]
pub(crate) struct Observations {
    pub(crate) rows: Child,
    problematic: Is,
    good: Is,
}

impl Observations {
    pub(crate) fn of(fields: &Fields<'_>) -> Observations {
        let table = table(fields);
        let valence = table.code("valence", "whether it went well");
        Observations {
            rows: table.rows("the findings of the review, one by one"),
            problematic: valence.is("problematic"),
            good: valence.is("good_practice"),
        }
    }

    /// Something that did not go well, on these themes.
    #[inline]
    pub(crate) fn problem(self, row: Row<'_>, themes: Is) -> Truth {
        row.is(self.problematic) & row.is(themes)
    }

    /// Good practice, on these themes.
    #[inline]
    pub(crate) fn good(self, row: Row<'_>, themes: Is) -> Truth {
        row.is(self.good) & row.is(themes)
    }

    /// Good practice, whatever it is about.
    #[inline]
    pub(crate) fn any_good(self, row: Row<'_>) -> Truth {
        row.is(self.good)
    }
}

pub(crate) fn table<'f>(fields: &'f Fields<'_>) -> TableFields<'f> {
    fields.table("observations")
}

/// *It is about one of these themes.*
pub(crate) fn themes(fields: &Fields<'_>, themes: &[&str]) -> Is {
    table(fields).code("theme", "what it is about").any_of(themes)
}

/// Where in the child's story it stands.
pub(crate) fn episode(fields: &Fields<'_>) -> Integer {
    table(fields).integer("episode_no", "where in the child's story it stands")
}

/// Whether one row stands later in the child's story than another.
#[inline]
pub(crate) fn later(row: Row<'_>, than: Row<'_>, episode: Integer) -> Truth {
    row.get(episode).zip(than.get(episode)).test(|(row, than)| row > than)
}

/// Whether one row stands no earlier in the child's story than another.
#[inline]
pub(crate) fn as_late(row: Row<'_>, than: Row<'_>, episode: Integer) -> Truth {
    row.get(episode).zip(than.get(episode)).test(|(row, than)| row >= than)
}

/// Why a row cannot be placed in the child's story, as reason bits; 0 where it can.
#[inline]
pub(crate) fn unplaced<T>(value: Value<T>) -> u8 {
    value.test(|_| true).reasons()
}
