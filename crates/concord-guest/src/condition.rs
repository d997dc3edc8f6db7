//! What a row can be asked, worked out for all rows of a batch at once.

use concord_model::answer::{number, reason};
use concord_model::missing::Missing;

use crate::truth::Truth;
use crate::view::{BESIDE_REVIEW, ColumnView, Columns, rows_of};

/// What a row can be asked. Columns are named by the places of their requests.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Condition {
    /// The code stands in a range: the first place, and how many follow it.
    Code { column: u16, first: u8, span: u8 },
    /// The code is one of these.
    Codes { column: u16, places: Places },
    /// The set has a member.
    Member(Member),
    /// The field is present.
    Present { column: u16 },
    /// The row has a local code; and where the dictionary says which field names a review's codebook, that field and the
    /// codebooks that have the code.
    Local { column: u16, code: String, books: Option<(u16, Places)> },
    /// The review examined a theme: it set out to, or a row of a child table carries it.
    Examined { declared: Option<Member>, theme: u8, carriers: Vec<(u8, u16)> },
}

/// Places of codes, a bit each.
pub(crate) type Places = [u64; 4];

/// A member of a set: bytes a row, and the byte and the bit in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Member {
    pub(crate) column: u16,
    pub(crate) width: u8,
    pub(crate) byte: u8,
    pub(crate) bit: u8,
}

impl Condition {
    /// Adds a truth for each row of the table of this number.
    pub(crate) fn truths(&self, table: u8, columns: &Columns<'_>, truths: &mut Vec<Truth>) {
        let of = |column: &u16| columns.of[usize::from(*column)];
        match self {
            Condition::Code { column, first, span } => each(&of(column), truths, |place| place.wrapping_sub(*first) <= *span),
            Condition::Codes { column, places } => each(&of(column), truths, |place| has(places, place)),
            Condition::Member(member) => members(&of(&member.column), *member, truths),
            Condition::Present { column } => each(&of(column), truths, |value| value == 1),
            Condition::Local { column, code, books } => {
                let books = books.as_ref().map(|(column, places)| (of(column), places));
                locals(&of(column), code, books, review_of(table, columns), truths);
            }
            Condition::Examined { declared, theme, carriers } => examined(*declared, *theme, carriers, columns, truths),
        }
    }
}

#[inline]
pub(crate) fn has(places: &Places, place: u8) -> bool {
    places[usize::from(place >> 6)] >> (place & 63) & 1 == 1
}

/// A test of each byte; unknown where the value is missing.
#[inline]
fn each(column: &ColumnView<'_>, truths: &mut Vec<Truth>, test: impl Fn(u8) -> bool) {
    // Apart, so that the common case, in which nothing is missing, becomes vector instructions.
    if column.missing.is_empty() {
        truths.extend(column.values.iter().map(|&value| Truth::known(test(value))));
    } else {
        truths.extend(column.values.iter().zip(column.missing).map(|(&value, &missing)| Truth::unless_missing(missing, test(value))));
    }
}

fn members(column: &ColumnView<'_>, member: Member, truths: &mut Vec<Truth>) {
    let sets = column.values.chunks_exact(usize::from(member.width).max(1)).enumerate();
    let byte = |set: &[u8]| set.get(usize::from(member.byte)).copied().unwrap_or(0);
    truths.extend(sets.map(|(row, set)| Truth::unless_missing(column.missing(row), byte(set) >> member.bit & 1 == 1)));
}

/// The review of each row of a table.
fn review_of(table: u8, columns: &Columns<'_>) -> Vec<u32> {
    if table == BESIDE_REVIEW {
        return (0..columns.reviews as u32).collect();
    }
    let offsets = columns.offsets[usize::from(table)];
    (0..columns.reviews).flat_map(|review| rows_of(offsets, review).map(move |_| review as u32)).collect()
}

/// A row of a review whose codebook has the code, and which has none or another, does not carry it. Where the codebook has no such
/// code, or none is named, it cannot be told, unless the row has the very code.
fn locals(column: &ColumnView<'_>, code: &str, books: Option<(ColumnView<'_>, &Places)>, review_of: Vec<u32>, truths: &mut Vec<Truth>) {
    let wanted = text_place(column, code);
    let rows = review_of.into_iter().enumerate().map(|(row, review)| {
        let missing = column.missing(row);
        if missing == 0 && Some(number(column.values, row)) == wanted {
            return Truth::TRUE;
        }
        match &books {
            _ if missing == Missing::Withheld as u8 => Truth::unknown(reason::WITHHELD),
            None => Truth::unless_missing(missing, false),
            Some((book, having)) => {
                let place = book.values.get(review as usize).copied().unwrap_or(0);
                let outside = if has(having, place) { Truth::FALSE } else { Truth::unknown(reason::OUTSIDE_CODEBOOK) };
                Truth::unless_missing(book.missing(review as usize), true) & outside
            }
        }
    });
    truths.extend(rows);
}

/// The place of a text among a column's texts, if any row has it.
fn text_place(column: &ColumnView<'_>, text: &str) -> Option<u32> {
    let mut start = 0;
    (0..column.ends.len() as u32 / 4).find(|&place| {
        let end = number(column.ends, place as usize) as usize;
        let found = column.texts.get(start..end) == Some(text.as_bytes());
        start = end;
        found
    })
}

fn examined(declared: Option<Member>, theme: u8, carriers: &[(u8, u16)], columns: &Columns<'_>, truths: &mut Vec<Truth>) {
    let start = truths.len();
    match declared {
        Some(member) => members(&columns.of[usize::from(member.column)], member, truths),
        None => truths.resize(start + columns.reviews, Truth::unknown(reason::of(Missing::NotRecorded))),
    }
    for (table, column) in carriers {
        let (offsets, column) = (columns.offsets[usize::from(*table)], columns.of[usize::from(*column)]);
        for (review, truth) in truths[start..].iter_mut().enumerate() {
            let carries = |row: usize| column.values.get(row) == Some(&theme) && column.missing(row) == 0;
            if !truth.is_true() && rows_of(offsets, review).any(carries) {
                *truth = Truth::TRUE;
            }
        }
    }
}
