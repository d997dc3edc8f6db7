//! Truth values of single columns.

use concord_model::answer::reason;
use concord_model::dictionary::Kind;
use concord_model::missing::Missing;

use super::{Ends, Run};
use crate::engine::answers::INEXACT;
use crate::engine::bits::trim;
use crate::engine::columns::{i32s, u32s};
use crate::engine::node::{ColumnId, Day, Op, Space};
use crate::engine::slices::{blocks, slice};

/// Reasons that a text of local codes may be missing for which only mean that the row carries none.
const CARRIES_NONE: u8 = reason::of(Missing::NotRecorded) | reason::of(Missing::NotApplicable);

/// How many reasons a value can be missing for.
const MISSING: usize = Missing::Withheld as usize;

/// The reason where the days that a date can be do not agree.
pub(super) const PARTIAL_DATE: u8 = reason::of(Missing::NotRecorded);

/// Where a column's values are given and why they are missing elsewhere, as sets of rows.
#[derive(Debug, Clone, Copy)]
pub(super) struct Given {
    /// The rows with a value.
    given: usize,
    /// The rows without, for each reason met in the batch.
    why: usize,
    /// The reasons met in this column.
    reasons: u8,
}

/// The texts that a column held last, and which of those asked for each of them is.
#[derive(Debug, Clone, Default)]
pub(super) struct Classes {
    asked: Vec<String>,
    texts: Vec<u8>,
    ends: Vec<u8>,
    of: Vec<u8>,
}

impl Run<'_, '_, '_> {
    /// Finds what is missing in each column, and which reasons the batch can give at all.
    pub(super) fn find_missing(&mut self) -> Result<(), String> {
        let columns = self.program.tables.columns.len() as u16;
        self.scratch.given.clear();
        self.scratch.sliced.clear();
        self.scratch.sliced.resize(usize::from(columns), super::NONE);
        self.scratch.classes.resize_with(usize::from(columns), Classes::default);
        let mut met = self.program.reasons;
        for column in (0..columns).map(ColumnId) {
            let given = self.slice_missing(column)?;
            met |= given.map_or(0, |given| given.reasons);
            self.scratch.given.push(given);
        }
        if self.lacks_a_table() {
            met |= super::rows::NOT_GIVEN;
        }
        self.scratch.reasons.clear();
        self.scratch.reasons.extend((0..8).filter(|reason| met >> reason & 1 == 1));
        for column in (0..columns).map(ColumnId) {
            self.spell_reasons(column);
        }
        Ok(())
    }

    /// The three bits of a column's missing reasons, as sets of rows; nothing where all values are given.
    fn slice_missing(&mut self, column: ColumnId) -> Result<Option<Given>, String> {
        let missing = &self.program.tables.of(self.batch, column).missing;
        match missing.iter().fold(0, |all, reason| all | reason) {
            0 => return Ok(None),
            8.. => return Err(format!("{}: a missing reason that has no meaning", self.program.tables.shape(column).field.name)),
            _ => {}
        }
        let width = self.width(self.program.tables.space(column));
        let start = self.scratch.words.take(4 * width);
        let (_, out) = self.scratch.words.parts(start, 4 * width);
        let (given, sliced) = out.split_at_mut(width);
        let mut reasons = 0;
        blocks(
            missing.len(),
            |from, block| block.copy_from_slice(&missing[from..from + block.len()]),
            |place, block| {
                let mut bits = [0; 3];
                slice(block, &mut bits);
                given[place] = !(bits[0] | bits[1] | bits[2]);
                (0..3).for_each(|bit| sliced[bit * width + place] = bits[bit]);
                (1..8).filter(|reason| spelt(bits, *reason) != 0).for_each(|reason| reasons |= 1 << (reason - 1));
            },
        );
        trim(given, missing.len());
        if reasons >> 6 != 0 {
            return Err(format!("{}: a missing reason that has no meaning", self.program.tables.shape(column).field.name));
        }
        Ok(Some(Given { given: start, why: start + width, reasons }))
    }

    /// A set of rows for each reason met in the batch, in place of the three bits of the reasons.
    fn spell_reasons(&mut self, column: ColumnId) {
        let Some(given) = self.scratch.given[usize::from(column.0)] else { return };
        let width = self.width(self.program.tables.space(column));
        let scratch = &mut *self.scratch;
        let count = scratch.reasons.len();
        let why = scratch.words.take(count * width);
        let (before, out) = scratch.words.parts(why, count * width);
        for (met, reason) in scratch.reasons.iter().enumerate() {
            for place in 0..width {
                let bits = [0, 1, 2].map(|bit| before[given.why + bit * width + place]);
                // What an operation alone can be unknown for has no byte in a column.
                out[met * width + place] = if usize::from(*reason) < MISSING { spelt(bits, usize::from(reason + 1)) } else { 0 };
            }
        }
        scratch.given[usize::from(column.0)] = Some(Given { why, ..given });
    }

    /// A truth value that is known where a column's value is given: `set` is where it would be true.
    fn where_given(&mut self, column: ColumnId, set: usize, space: Space) -> Ends {
        let Some(given) = self.scratch.given[usize::from(column.0)] else { return Ends::certain(set) };
        let low = self.combined(set, given.given, space, |set, given| set & given);
        let high = self.combined(set, given.given, space, |set, given| set | !given);
        Ends { low, high, why: given.why }
    }

    fn combined(&mut self, one: usize, other: usize, space: Space, combine: impl Fn(u64, u64) -> u64) -> usize {
        let (width, rows) = (self.width(space), self.rows(space));
        let start = self.scratch.words.take(width);
        let (before, out) = self.scratch.words.parts(start, width);
        let pairs = before[one..one + width].iter().zip(&before[other..other + width]);
        out.iter_mut().zip(pairs).for_each(|(out, (one, other))| *out = combine(*one, *other));
        trim(out, rows);
        start
    }

    pub(super) fn tri(&mut self, column: ColumnId, space: Space) -> Ends {
        let values = &self.program.tables.of(self.batch, column).values;
        let set = self.asked(values.len(), |from, block| block.copy_from_slice(&values[from..from + block.len()]));
        self.where_given(column, set, space)
    }

    pub(super) fn has(&mut self, column: ColumnId, code: u8, space: Space) -> Ends {
        let width = self.program.tables.shape(column).field.set_width();
        let values = &self.program.tables.of(self.batch, column).values;
        let (byte, bit) = (usize::from(code / 8), code % 8);
        let set = self.asked(values.len() / width.max(1), |from, block| {
            let rows = values[from * width..].chunks_exact(width);
            block.iter_mut().zip(rows).for_each(|(out, row)| *out = row[byte] >> bit);
        });
        self.where_given(column, set, space)
    }

    pub(super) fn range(&mut self, column: ColumnId, least: i64, most: i64, space: Space) -> Ends {
        let values = &self.program.tables.of(self.batch, column).values;
        let [least, most] = [least, most].map(|end| end.clamp(i64::from(i32::MIN) - 1, i64::from(i32::MAX) + 1));
        let none = least > most || most < i64::from(i32::MIN) || least > i64::from(i32::MAX);
        let [least, most] = [least, most].map(|end| end.clamp(i64::from(i32::MIN), i64::from(i32::MAX)) as i32);
        let set = self.asked(values.len() / 4, |from, block| {
            let numbers = i32s(&values[from * 4..]);
            block.iter_mut().zip(numbers).for_each(|(out, number)| *out = u8::from((number >= least) & (number <= most) & !none));
        });
        self.where_given(column, set, space)
    }

    /// The rows for which the lowest bit of a byte is set.
    fn asked(&mut self, rows: usize, fill: impl FnMut(usize, &mut [u8])) -> usize {
        let width = rows.div_ceil(64);
        let start = self.scratch.words.take(width);
        let (_, out) = self.scratch.words.parts(start, width);
        blocks(rows, fill, |place, block| slice(block, &mut out[place..=place]));
        start
    }

    pub(super) fn among(&mut self, column: ColumnId, codes: &[u8], space: Space) -> Ends {
        let set = self.coded(column, codes, space);
        self.where_given(column, set, space)
    }

    /// The rows whose code (or class of text) is one of some.
    fn coded(&mut self, column: ColumnId, codes: &[u8], space: Space) -> usize {
        let (width, rows) = (self.width(space), self.rows(space));
        let (sliced, bits) = self.sliced(column, width);
        let start = self.scratch.words.filled(2 * width, 0);
        let (before, out) = self.scratch.words.parts(start, 2 * width);
        let (out, one) = out.split_at_mut(width);
        for code in codes {
            one.fill(!0);
            for bit in 0..bits {
                let flip = if code >> bit & 1 == 1 { 0 } else { !0 };
                let slice = &before[sliced + bit * width..][..width];
                one.iter_mut().zip(slice).for_each(|(one, slice)| *one &= slice ^ flip);
            }
            out.iter_mut().zip(&*one).for_each(|(out, one)| *out |= one);
        }
        trim(out, rows);
        start
    }

    /// The bits of a column's codes or classes, as sets of rows, made once a batch, and how many they are.
    fn sliced(&mut self, column: ColumnId, width: usize) -> (usize, usize) {
        let shape = self.program.tables.shape(column);
        let most = if shape.field.kind == Kind::Text { shape.texts.len() } else { shape.field.codes.len().saturating_sub(1) };
        let bits = (usize::BITS - most.leading_zeros()).max(1) as usize;
        let known = self.scratch.sliced[usize::from(column.0)];
        if known != super::NONE {
            return (known, bits);
        }
        let data = self.program.tables.of(self.batch, column);
        let classes = std::mem::take(&mut self.scratch.classes[usize::from(column.0)]);
        let classes = if shape.field.kind == Kind::Text { classes.of(&shape.texts, data) } else { classes };
        let start = self.scratch.words.take(bits * width);
        let (_, out) = self.scratch.words.parts(start, bits * width);
        let sliced = |place: usize, block: &[u8; 64]| {
            let mut slices = [0; 8];
            slice(block, &mut slices[..bits]);
            (0..bits).for_each(|bit| out[bit * width + place] = slices[bit]);
        };
        if shape.field.kind == Kind::Text {
            let class = |text: u32| classes.of.get(text as usize).copied().unwrap_or(0);
            let fill = |from: usize, block: &mut [u8]| {
                block.iter_mut().zip(u32s(&data.values[from * 4..])).for_each(|(out, text)| *out = class(text));
            };
            blocks(data.values.len() / 4, fill, sliced);
        } else {
            blocks(data.values.len(), |from, block| block.copy_from_slice(&data.values[from..from + block.len()]), sliced);
        }
        self.scratch.classes[usize::from(column.0)] = classes;
        self.scratch.sliced[usize::from(column.0)] = start;
        (start, bits)
    }

    pub(super) fn texts(&mut self, column: ColumnId, among: &[u8], lenient: bool, space: Space) -> Ends {
        let set = self.coded(column, among, space);
        let ends = self.where_given(column, set, space);
        if !lenient || ends.is_certain() {
            return ends;
        }
        // A row without a local code carries none, unless it is not known which.
        let width = self.width(space);
        let tells = |run: &Self, reason: usize| 1 << run.scratch.reasons[reason] & CARRIES_NONE == 0;
        let mut high = ends.low;
        for reason in 0..self.scratch.reasons.len() {
            if tells(self, reason) {
                high = self.combined(high, ends.why + reason * width, space, |high, why| high | why);
            }
        }
        self.reasoned(ends.low, high, space, |_, reason, _| ends.why + reason * width)
    }

    pub(super) fn uncovered(&mut self, column: ColumnId, codes: &[u8], space: Space) -> Ends {
        let covers = self.among(column, codes, space);
        let everywhere = self.always(true, space).low;
        let nowhere = self.always(false, space).low;
        let open = self.combined(everywhere, covers.low, space, |everywhere, covers| everywhere & !covers);
        self.reasoned(nowhere, open, space, |run, reason, width| match 1 << run.scratch.reasons[reason] {
            reason::OUTSIDE_CODEBOOK => everywhere,
            _ if covers.is_certain() => nowhere,
            _ => covers.why + reason * width,
        })
    }

    pub(super) fn known(&mut self, column: ColumnId, space: Space) -> Ends {
        let Some(given) = self.scratch.given[usize::from(column.0)] else { return self.always(true, space) };
        let withheld = self.scratch.reasons.iter().position(|reason| 1 << reason == reason::WITHHELD);
        let Some(withheld) = withheld.filter(|_| given.reasons & reason::WITHHELD != 0) else { return Ends::certain(given.given) };
        let high = self.combined(given.given, given.why + withheld * self.width(space), space, |given, withheld| given | withheld);
        self.reasoned(given.given, high, space, |_, reason, width| given.why + reason * width)
    }
}

/// The rows whose three bits spell a number.
fn spelt(bits: [u64; 3], number: usize) -> u64 {
    bits.iter().enumerate().fold(!0, |word, (bit, slice)| word & if number >> bit & 1 == 1 { *slice } else { !slice })
}

impl Classes {
    /// Which of the texts asked for (from 1) each text of a column is, or 0. Kept while the column's texts stay the same.
    fn of(mut self, asked: &[String], column: &concord_model::batch::Column<'_>) -> Classes {
        if self.asked == asked && self.texts[..] == column.texts[..] && self.ends[..] == column.ends[..] {
            return self;
        }
        self.of.clear();
        let mut start = 0;
        for end in u32s(&column.ends) {
            let text = column.texts.get(start..end as usize).unwrap_or_default();
            let class = asked.iter().position(|asked| asked.as_bytes() == text).map_or(0, |place| place as u8 + 1);
            self.of.push(class);
            start = end as usize;
        }
        if self.asked != asked {
            self.asked = asked.to_vec();
        }
        self.texts.clear();
        self.texts.extend_from_slice(&column.texts);
        self.ends.clear();
        self.ends.extend_from_slice(&column.ends);
        self
    }
}

/// The reasons that operations give by themselves, whatever is missing.
pub(in crate::engine) fn own_reasons(op: &Op) -> u8 {
    match op {
        Op::Unknown(reasons) => *reasons,
        Op::Uncovered(..) => reason::OUTSIDE_CODEBOOK,
        Op::Sum(_) | Op::Product(..) => INEXACT,
        Op::Dates(one, _, other) if [one, other].iter().any(|day| matches!(day, Day::Seen(_))) => PARTIAL_DATE,
        _ => 0,
    }
}
