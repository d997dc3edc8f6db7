//! One field of a table: its column, and the column of why its value is missing.

use ::parquet::schema::types::TypePtr;
use concord_model::dictionary::Kind;
use concord_model::missing::Missing;

use super::gather::Rows;
use super::value;
use crate::parquet::{Column, Encoder, Levels, Words, kept, text};

/// The reasons that are written down: a value that is not recorded is simply not there.
const SAID: [u8; 4] = [Missing::NotKnown as u8, Missing::NotYetObtained as u8, Missing::Refused as u8, Missing::NotApplicable as u8];

/// A field.
#[derive(Debug)]
pub(super) struct Leaf {
    /// The field's place in its table.
    pub(super) place: usize,
    pub(super) name: String,
    pub(super) kind: Kind,
    /// The codes' words.
    pub(super) words: Words,
    /// How many codes there are.
    pub(super) codes: usize,
    /// The place of the table that a reference points at.
    pub(super) target: Option<usize>,
    /// For each reason's byte the code that is written for it.
    pub(super) stand_ins: [Option<u8>; 8],
    pub(super) required: bool,
}

/// How the rows of a table lie in the rows of the file.
#[derive(Debug)]
pub(super) struct Frame {
    /// For nested rows 0 at the first of each review, else 1; a review without rows has a slot too. Empty where a row is a row.
    repetition: Vec<u8>,
    /// For each slot whether a row stands in it.
    filled: Vec<bool>,
    nested: bool,
}

impl Frame {
    /// Each row is a row of the file.
    pub(super) fn flat(rows: usize) -> Frame {
        Frame { repetition: Vec::new(), filled: vec![true; rows], nested: false }
    }

    /// Each row of the file holds a list of `counts` rows.
    pub(super) fn nested(counts: impl Iterator<Item = usize>) -> Frame {
        let (mut repetition, mut filled) = (Vec::new(), Vec::new());
        for count in counts {
            let slots = count.max(1);
            repetition.push(0);
            repetition.resize(repetition.len() + slots - 1, 1);
            filled.resize(filled.len() + slots, count > 0);
        }
        Frame { repetition, filled, nested: true }
    }

    /// How deep a row lies.
    pub(super) fn depth(&self) -> u8 {
        u8::from(self.nested)
    }

    /// How deep the slots are repeated.
    pub(super) fn repetition(&self) -> Levels<'_> {
        Levels { greatest: self.depth(), slots: &self.repetition }
    }

    /// How deep the slots of a value are defined that every row has.
    pub(super) fn present(&self) -> Vec<u8> {
        self.filled.iter().map(|&filled| u8::from(filled)).collect()
    }

    /// How deep the slots of a value are defined that some rows have (1 a row where it is given).
    fn optional(&self, given: &[u8]) -> Vec<u8> {
        let mut given = given.iter();
        let slot = |&filled: &bool| if filled { self.depth() + given.next().copied().unwrap_or(0) } else { 0 };
        self.filled.iter().map(slot).collect()
    }

    /// How deep the slots of lists are repeated and defined: how many members a row, `None` where the list is missing.
    fn lists(&self, counts: &[Option<usize>]) -> (Vec<u8>, Vec<u8>) {
        let depth = self.depth();
        let (mut repetition, mut definition) = (Vec::new(), Vec::new());
        let mut counts = counts.iter();
        for (slot, &filled) in self.filled.iter().enumerate() {
            repetition.push(self.repetition.get(slot).copied().unwrap_or(0));
            match filled.then(|| counts.next().copied().flatten()) {
                None => definition.push(0),
                Some(None) => definition.push(depth),
                Some(Some(0)) => definition.push(depth + 1),
                Some(Some(count)) => {
                    repetition.resize(repetition.len() + count - 1, depth + 1);
                    definition.resize(definition.len() + count, depth + 2);
                }
            }
        }
        (repetition, definition)
    }
}

impl Leaf {
    /// The columns of the field in the schema.
    pub(super) fn fields(&self) -> Vec<TypePtr> {
        let own = std::iter::once(value(&self.name, self.kind));
        own.chain((!self.required).then(|| text(&format!("{}__missing", self.name), false))).collect()
    }

    /// The columns' values.
    pub(super) fn columns(&self, frame: &Frame, data: &Rows<'_>, columns: &mut Encoder) {
        let mut reasons = data.reasons(self.place);
        let codes = self.codes(data, &mut reasons);
        let given: Vec<u8> = reasons.iter().map(|&reason| u8::from(reason == 0)).collect();
        self.value(frame, data, &given, &codes, columns);
        if !self.required {
            let names = Words::fixed(Missing::IN_DATA.map(Missing::name));
            let said: Vec<u8> = reasons.iter().map(|&reason| u8::from(SAID.contains(&reason))).collect();
            let places: Vec<u8> = reasons.iter().filter(|reason| SAID.contains(reason)).map(|reason| reason - 1).collect();
            let definition = frame.optional(&said);
            let definition = Levels { greatest: frame.depth() + 1, slots: &definition };
            columns.column(frame.repetition(), definition, &Column::Bytes(&names, &places));
        }
    }

    /// The slots of codes. A code that stands for a reason is written as itself, and is then not missing.
    fn codes(&self, data: &Rows<'_>, reasons: &mut [u8]) -> Vec<u8> {
        let mut codes = match self.kind {
            Kind::Code | Kind::Ordinal => data.bytes(self.place),
            Kind::Tri => data.bytes(self.place).iter().map(|slot| slot.saturating_sub(1)).collect(),
            _ => Vec::new(),
        };
        for (code, reason) in codes.iter_mut().zip(reasons) {
            if let Some(stand_in) = self.stand_ins.get(usize::from(*reason)).copied().flatten() {
                (*code, *reason) = (stand_in, 0);
            }
        }
        codes
    }

    fn value(&self, frame: &Frame, data: &Rows<'_>, given: &[u8], codes: &[u8], columns: &mut Encoder) {
        if let Kind::CodeSet | Kind::Reference = self.kind {
            return self.list(frame, data, given, columns);
        }
        let definition = frame.optional(given);
        let definition = Levels { greatest: frame.depth() + 1, slots: &definition };
        let mut add = |column: &Column<'_>| columns.column(frame.repetition(), definition, column);
        match self.kind {
            Kind::Code | Kind::Ordinal | Kind::Tri => add(&Column::Bytes(&self.words, &kept(codes, given))),
            Kind::Integer => add(&Column::Integers(&kept(&data.integers(self.place), given))),
            Kind::Decimal => add(&Column::Decimals(&kept(&data.decimals(self.place), given))),
            Kind::Id => add(&Column::Strings(&kept(&data.ids(self.place), given))),
            Kind::Date | Kind::Text => {
                let (words, places) = data.words(self.place, given);
                add(&Column::Places(&words, &places));
            }
            Kind::CodeSet | Kind::Reference => {}
        }
    }

    fn list(&self, frame: &Frame, data: &Rows<'_>, given: &[u8], columns: &mut Encoder) {
        let mut add = |counts: &[Option<usize>], column: &Column<'_>| {
            let (repetition, definition) = frame.lists(counts);
            let repetition = Levels { greatest: frame.depth() + 1, slots: &repetition };
            columns.column(repetition, Levels { greatest: frame.depth() + 2, slots: &definition }, column);
        };
        if let (Kind::Reference, Some(target)) = (self.kind, self.target) {
            let (counts, keys) = data.references(self.place, target, given);
            add(&counts, &Column::Strings(&keys));
        } else {
            let (counts, members) = data.members(self.place, self.codes, given);
            add(&counts, &Column::Bytes(&self.words, &members));
        }
    }
}
