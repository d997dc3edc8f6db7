//! What a row says in a field, in words.

use concord_model::dataset::{Dataset, Values};
use concord_model::dictionary::{Dictionary, Field};

/// `theme T05`, by the places of the table and the field; `None` where nothing is given.
pub(super) fn given(dictionary: &Dictionary, dataset: &Dataset, (table, field): (usize, usize), row: usize) -> Option<String> {
    let (column, field) = (&dataset.tables[table].columns[field], &dictionary.tables[table].fields[field]);
    if column.missing(row) != 0 {
        return None;
    }
    let value = match &column.values {
        Values::Id(_) | Values::Code(_) => {
            column.id(row).map(str::to_owned).or_else(|| column.code(row).map(|code| self::code(field, code.into())))?
        }
        Values::CodeSet { width, bits } => list(members(field, &bits[row * width..][..*width])),
        Values::Tri(slots) => if slots[row] == 1 { "present" } else { "absent" }.to_owned(),
        Values::Integer(numbers) => numbers[row].to_string(),
        Values::Decimal(numbers) => numbers[row].to_string(),
        Values::Date(_) => column.date(row)?.to_string(),
        Values::Text { pool, codes } => pool.get(codes[row] as usize).to_owned(),
        Values::Reference { offsets, rows } => {
            let keys = &dataset.tables[dictionary.table_place(field.references.as_deref()?)?].keys;
            list(rows[offsets[row] as usize..offsets[row + 1] as usize].iter().map(|target| keys.get(*target as usize).to_owned()))
        }
    };
    Some(format!("{} {value}", field.name))
}

fn code(field: &Field, place: usize) -> String {
    field.codes.get(place).map(|code| code.code.clone()).unwrap_or_default()
}

fn members(field: &Field, bits: &[u8]) -> impl Iterator<Item = String> {
    (0..field.codes.len()).filter(|place| bits[place / 8] >> (place % 8) & 1 == 1).map(|place| code(field, place))
}

fn list(items: impl Iterator<Item = String>) -> String {
    format!("[{}]", items.collect::<Vec<_>>().join(", "))
}
