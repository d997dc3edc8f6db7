//! What a row can be asked, worked out for all rows of a batch at once.

use concord_model::answer::{number, reason};
use concord_model::missing::Missing;

use crate::count::NOT_RECORDED;
use crate::truth::Truth;
use crate::view::{BESIDE_REVIEW, ColumnView, Columns, rows_of};

/// What a row can be asked. Columns are named by the places of their requests, other conditions by their places before this one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Condition {
    /// The code stands in a range: the first place, and how many follow it.
    Code { column: u16, first: u8, span: u8 },
    /// The code is one of these.
    Codes { column: u16, places: Vec<u8> },
    /// The set has a member.
    Member(Member),
    /// The field is present.
    Present { column: u16 },
    /// The field is given.
    Known { column: u16 },
    /// The row has a local code; and where the dictionary says which field names a review's codebook, that field and the
    /// codebooks that have the code.
    Local { column: u16, code: String, books: Option<(u16, Vec<u8>)> },
    /// The review examined a theme: it set out to, or a row of a child table, by its number, carries it.
    Examined { declared: Option<Member>, carried: Vec<(u8, u16)> },
    /// All of these conditions.
    All(Vec<u16>),
    /// Any of them.
    Any(Vec<u16>),
    /// Not this one.
    Not(u16),
}

/// A member of a set: bytes a row, and the byte and the bit in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Member {
    pub(crate) column: u16,
    pub(crate) width: u8,
    pub(crate) byte: u8,
    pub(crate) bit: u8,
}

impl Condition {
    /// Works out a truth for each row of the table of this number. `before` gives the truths of the conditions before this one.
    pub(crate) fn work_out<'t>(&self, table: u8, columns: &Columns<'_>, before: impl Fn(u16) -> &'t [u8], truths: &mut [u8]) {
        let of = |column: &u16| columns.of[usize::from(*column)];
        match self {
            Condition::Code { column, first, span } => code(&of(column), *first, *span, truths),
            Condition::Codes { column, places } => codes(&of(column), places, truths),
            Condition::Member(member) => members(&of(&member.column), *member, truths),
            Condition::Present { column } => code(&of(column), 1, 0, truths),
            Condition::Known { column } => known(&of(column), truths),
            Condition::Local { column, code, books } => {
                let books = books.as_ref().map(|(column, having)| (of(column), having.as_slice()));
                locals(&of(column), code, books, &review_of(table, columns), truths);
            }
            Condition::Examined { declared, carried } => {
                match declared {
                    Some(member) => members(&of(&member.column), *member, truths),
                    None => truths.fill(Truth::unknown(NOT_RECORDED).as_byte()),
                }
                carried.iter().for_each(|(table, theme)| examined(columns.offsets[usize::from(*table)], before(*theme), truths));
            }
            Condition::All(parts) => join(parts, before, truths, |all, part| all & part),
            Condition::Any(parts) => join(parts, before, truths, |any, part| any | part),
            Condition::Not(part) => join(&[*part, *part], before, truths, |_, part| !part),
        }
    }
}

// Each walk over a column does one small thing, so that it becomes vector instructions.

fn code(column: &ColumnView<'_>, first: u8, span: u8, truths: &mut [u8]) {
    truths.iter_mut().zip(column.values).for_each(|(truth, value)| *truth = u8::from(value.wrapping_sub(first) <= span));
    unless_missing(column, truths);
}

fn codes(column: &ColumnView<'_>, places: &[u8], truths: &mut [u8]) {
    truths.fill(0);
    for place in places {
        truths.iter_mut().zip(column.values).for_each(|(truth, value)| *truth |= u8::from(value == place));
    }
    unless_missing(column, truths);
}

fn members(column: &ColumnView<'_>, member: Member, truths: &mut [u8]) {
    let sets = column.values.chunks_exact(usize::from(member.width).max(1));
    let byte = |set: &[u8]| set.get(usize::from(member.byte)).copied().unwrap_or(0);
    truths.iter_mut().zip(sets).for_each(|(truth, set)| *truth = byte(set) >> member.bit & 1);
    unless_missing(column, truths);
}

/// What is missing cannot be told.
fn unless_missing(column: &ColumnView<'_>, truths: &mut [u8]) {
    for (truth, &missing) in truths.iter_mut().zip(column.missing) {
        if missing != 0 {
            *truth = Truth::missing(missing).as_byte();
        }
    }
}

fn known(column: &ColumnView<'_>, truths: &mut [u8]) {
    truths.fill(Truth::TRUE.as_byte());
    for (truth, &missing) in truths.iter_mut().zip(column.missing) {
        *truth = match missing {
            0 => Truth::TRUE,
            missing if missing == Missing::Withheld as u8 => Truth::missing(missing),
            _ => Truth::FALSE,
        }
        .as_byte();
    }
}

/// Joins conditions row by row.
#[inline]
fn join<'t>(parts: &[u16], before: impl Fn(u16) -> &'t [u8], truths: &mut [u8], with: impl Fn(Truth, Truth) -> Truth) {
    let Some((first, others)) = parts.split_first() else { return };
    truths.copy_from_slice(before(*first));
    for part in others {
        let part = before(*part).iter();
        truths.iter_mut().zip(part).for_each(|(truth, part)| *truth = with(Truth::of_byte(*truth), Truth::of_byte(*part)).as_byte());
    }
}

/// The review of each row of a table.
fn review_of(table: u8, columns: &Columns<'_>) -> Vec<u32> {
    if table == BESIDE_REVIEW {
        return (0..columns.reviews as u32).collect();
    }
    let offsets = columns.offsets[usize::from(table)];
    (0..columns.reviews).flat_map(|review| rows_of(offsets, review).map(move |_| review as u32)).collect()
}

/// A row of a review whose codebook has the code, and which has none or another, does not carry it; one of which it is not known what
/// it has may. Where the codebook has no such code, or none is named, it cannot be told, unless the row has the very code.
fn locals(column: &ColumnView<'_>, code: &str, books: Option<(ColumnView<'_>, &[u8])>, review_of: &[u32], truths: &mut [u8]) {
    let wanted = text_place(column, code);
    for (row, (truth, &review)) in truths.iter_mut().zip(review_of).enumerate() {
        let own = match column.missing(row) {
            0 => Truth::known(Some(number(column.values, row)) == wanted),
            missing if books.is_some() && carries_none(missing) => Truth::FALSE,
            missing => Truth::missing(missing),
        };
        *truth = (own | outside(books.as_ref(), review as usize)).as_byte();
    }
}

/// Whether a local code that is missing for this reason only means that the row carries none.
fn carries_none(missing: u8) -> bool {
    [Missing::NotRecorded as u8, Missing::NotApplicable as u8].contains(&missing)
}

/// Whether a row of a review may carry a code that its coder had no word for: false where there was one, else unknown.
fn outside(books: Option<&(ColumnView<'_>, &[u8])>, review: usize) -> Truth {
    let Some((book, having)) = books else { return Truth::FALSE };
    match book.missing(review) {
        0 if book.values.get(review).is_some_and(|book| having.contains(book)) => Truth::FALSE,
        0 => Truth::unknown(reason::OUTSIDE_CODEBOOK),
        missing => Truth::unknown(reason::OUTSIDE_CODEBOOK | Truth::missing(missing).reasons()),
    }
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

/// A review of which a row carries a theme has examined it, whatever it set out to do; one of which a row may carry it may have.
fn examined(offsets: &[u8], theme: &[u8], truths: &mut [u8]) {
    for (review, truth) in truths.iter_mut().enumerate() {
        let carried = match offsets {
            [] => Truth::unknown(NOT_RECORDED),
            offsets => theme[rows_of(offsets, review)].iter().fold(Truth::FALSE, |any, &row| any | Truth::of_byte(row)),
        };
        *truth = (Truth::of_byte(*truth) | carried).as_byte();
    }
}

/// For how many rows of a run a condition holds, and for how many it may. Eight truths at a time, most reviews have no more
/// rows: they are counted without a branch that depends on them.
#[inline]
pub(crate) fn count(truths: &[u8], rows: std::ops::Range<usize>) -> (u32, u32) {
    const LOW_BITS: u64 = 0x0101_0101_0101_0101;
    const OTHER_BITS: u64 = 0x7F7F_7F7F_7F7F_7F7F;
    let (mut least, mut most) = (0, 0);
    for start in rows.clone().step_by(8) {
        let eight = eight(truths, start) & (u64::MAX >> (64 - 8 * (rows.end - start).min(8)));
        least += (eight & LOW_BITS).count_ones();
        most += ((((eight & OTHER_BITS) + OTHER_BITS) | eight) & !OTHER_BITS).count_ones();
    }
    (least, most)
}

/// The eight truths from a row on; false beyond the last.
#[inline]
fn eight(truths: &[u8], start: usize) -> u64 {
    match truths.get(start..start + 8).and_then(|eight| eight.try_into().ok()) {
        Some(eight) => u64::from_le_bytes(eight),
        None => {
            let mut last = [0; 8];
            truths.iter().skip(start).zip(&mut last).for_each(|(truth, last)| *last = *truth);
            u64::from_le_bytes(last)
        }
    }
}
