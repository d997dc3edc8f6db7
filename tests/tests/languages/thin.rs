//! Invented data with much missing: values turned into every reason for which one may be missing, and dates into months and years.

use concord_model::dictionary::{Dictionary, Field, Kind};
use concord_model::missing::Missing;
use serde_json::{Map, Value};

/// The records of a table (JSON Lines), thinned; the same each time.
pub(crate) fn thinned(table: &str, records: &str) -> String {
    let dictionary = Dictionary::england();
    let mut chance = Chance(table.len() as u64);
    let mut thin = |line: &str| {
        let mut record: Map<String, Value> = serde_json::from_str(line).expect("a record");
        chance.thin(&dictionary, table, &mut record);
        format!("{}\n", Value::Object(record))
    };
    records.lines().map(&mut thin).collect()
}

/// The records without the rows of some child tables, as if the data did not have these tables.
pub(crate) fn without(tables: &[&str], records: &str) -> String {
    let without = |line: &str| {
        let mut record: Map<String, Value> = serde_json::from_str(line).expect("a record");
        record.retain(|name, _| !tables.contains(&name.as_str()));
        // What pointed at rows of the table has nothing to point at.
        let lost =
            |row: &mut Map<String, Value>| row.retain(|name, rows| name != "linked_obs" || rows.as_array().is_none_or(Vec::is_empty));
        if tables.contains(&"observations") {
            let rows = record.get_mut("recommendations").and_then(Value::as_array_mut).into_iter().flatten();
            rows.filter_map(Value::as_object_mut).for_each(lost);
        }
        format!("{}\n", Value::Object(record))
    };
    records.lines().map(without).collect()
}

/// Chance by Marsaglia's xorshift with a multiplier (xorshift64*).
struct Chance(u64);

impl Chance {
    fn below(&mut self, bound: u64) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        (self.0.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 33) % bound
    }

    fn thin(&mut self, dictionary: &Dictionary, table: &str, row: &mut Map<String, Value>) {
        let shape = dictionary.tables.iter().find(|shape| shape.name == table).expect("a table");
        for (name, value) in row.iter_mut() {
            if let Some(field) = shape.fields.iter().find(|field| field.name == *name) {
                self.cell(field, value);
            } else if let Value::Array(rows) = value {
                rows.iter_mut().filter_map(Value::as_object_mut).for_each(|row| self.thin(dictionary, name, row));
            }
        }
    }

    fn cell(&mut self, field: &Field, value: &mut Value) {
        let kept = field.required || field.kind == Kind::Id || field.name == "coding";
        if kept || value.as_str().is_some_and(|text| Missing::from_name(text).is_some()) {
            return;
        }
        match (self.below(100), value.as_str()) {
            (0..24, _) => *value = Value::from(Missing::IN_DATA[self.below(5) as usize].name()),
            (24..44, Some(date)) if field.kind == Kind::Date => {
                let length = if self.below(2) == 0 { 4 } else { 7 };
                *value = Value::from(date.get(..length).unwrap_or(date));
            }
            _ => {}
        }
    }
}
