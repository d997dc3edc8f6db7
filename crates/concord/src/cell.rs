//! What a row of a dataset says in a field, as people read it.

use concord_model::dataset::{Dataset, Values};
use concord_model::date::PartialDate;
use concord_model::dictionary::{Dictionary, Field};
use concord_model::missing::Missing;

/// A value in words, or why it is missing. Codes stay codes, since data and rules have them.
///
/// # Errors
/// Why the value is missing.
pub fn said(dataset: &Dataset, dictionary: &Dictionary, (table, field): (usize, usize), row: usize) -> Result<String, Missing> {
    let column = &dataset.tables[table].columns[field];
    let declared = &dictionary.tables[table].fields[field];
    if let Some(missing) = Missing::from_byte(column.missing(row)) {
        return Err(missing);
    }
    Ok(match &column.values {
        Values::Id(ids) => ids.get(row).to_owned(),
        Values::Code(codes) => code(declared, usize::from(codes[row])),
        Values::Tri(slots) => if slots[row] == 1 { "present" } else { "absent" }.to_owned(),
        Values::CodeSet { width, bits } => set(declared, &bits[row * width..(row + 1) * width]),
        Values::Integer(numbers) => numbers[row].to_string(),
        Values::Decimal(numbers) => numbers[row].to_string(),
        Values::Date(days) => PartialDate { first: days[row][0], last: days[row][1] }.to_string(),
        Values::Text { pool, codes } => pool.get(codes[row] as usize).to_owned(),
        Values::Reference { offsets, rows } => {
            let target = declared.references.as_deref().and_then(|name| dictionary.table_place(name));
            let named = |row: &u32| target.map(|table| dataset.tables[table].keys.get(*row as usize).to_owned());
            listed(rows[offsets[row] as usize..offsets[row + 1] as usize].iter().filter_map(named))
        }
    })
}

/// A code by its place.
#[must_use]
pub fn code(field: &Field, place: usize) -> String {
    field.codes.get(place).map(|code| code.code.clone()).unwrap_or_default()
}

/// The codes of a set, `[T01, T05]`.
#[must_use]
pub fn set(field: &Field, bits: &[u8]) -> String {
    let member = |place: &usize| bits.get(place / 8).is_some_and(|byte| byte >> (place % 8) & 1 == 1);
    listed((0..field.codes.len()).filter(member).map(|place| code(field, place)))
}

fn listed(items: impl Iterator<Item = String>) -> String {
    format!("[{}]", items.collect::<Vec<_>>().join(", "))
}
