//! The values that an expression read, in words.

use concord_model::answer::{number, reason};
use concord_model::date::PartialDate;
use concord_model::dictionary::Kind;

use super::{Bound, Explainer};
use crate::engine::columns::i32s;
use crate::engine::node::ColumnId;
use crate::plan::parts::{Part, Read};

impl Explainer<'_, '_, '_, '_> {
    /// `; o.theme is T05, o.valence is not_recorded`: what an expression read of the review and of the rows bound, each once.
    pub(super) fn read(&self, part: Part<'_>, bound: &Bound) -> String {
        let mut told: Vec<String> = Vec::new();
        part.reads(&mut |read| {
            let Read::Field(field) = read else { return };
            let row = match field.row {
                None => Some(0),
                Some(row) => bound.iter().find(|(known, _)| *known == row).map(|(_, row)| *row),
            };
            let column = self.builder.tables().column(&field.table, &field.field);
            if let Some((column, row)) = column.zip(row) {
                let text = format!("{} is {}", field.words(), self.value_at(column, row));
                if !told.contains(&text) {
                    told.push(text);
                }
            }
        });
        if told.is_empty() { String::new() } else { format!("; {}", told.join(", ")) }
    }

    fn value_at(&self, column: ColumnId, row: usize) -> String {
        let (field, data) = (&self.run.program.tables.shape(column).field, self.run.program.tables.of(self.run.batch, column));
        if let Some(missing) = data.missing.get(row).filter(|missing| **missing != 0) {
            return reason::names(1u8 << (missing - 1)).collect();
        }
        let code = |place: usize| field.codes.get(place).map_or_else(|| "unknown".to_owned(), |code| code.code.clone());
        let integers = |place: usize| i32s(&data.values).nth(place).unwrap_or(0);
        match field.kind {
            Kind::Id => String::new(),
            Kind::Code | Kind::Ordinal => code(usize::from(data.values[row])),
            Kind::Tri => if data.values[row] == 1 { "present" } else { "absent" }.to_owned(),
            Kind::CodeSet => {
                let set = &data.values[row * field.set_width()..][..field.set_width()];
                let members = (0..field.codes.len()).filter(|place| set[place / 8] >> (place % 8) & 1 == 1).map(code);
                format!("[{}]", members.collect::<Vec<_>>().join(", "))
            }
            Kind::Integer => integers(row).to_string(),
            Kind::Decimal => data.values.as_chunks::<8>().0.get(row).map_or(0.0, |eight| f64::from_le_bytes(*eight)).to_string(),
            Kind::Date => PartialDate { first: integers(row * 2), last: integers(row * 2 + 1) }.to_string(),
            Kind::Text => {
                let place = number(&data.values, row) as usize;
                let start = if place == 0 { 0 } else { number(&data.ends, place - 1) as usize };
                let text = data.texts.get(start..number(&data.ends, place) as usize).unwrap_or_default();
                String::from_utf8_lossy(text).into_owned()
            }
            Kind::Reference => format!("{} rows", number(&data.values, row + 1) - number(&data.values, row)),
        }
    }
}
