//! What frameworks are allowed to see: the fields that each reads, the sensitive ones first.

use std::collections::BTreeMap;

use concord_model::batch::{Read, Reads};
use concord_model::dictionary::Dictionary;
use concord_report::manifest::{FieldRead, Sight};
use serde::Serialize;

/// The fields that a framework reads, the sensitive ones first, otherwise by name.
#[must_use]
pub fn fields(reads: &Reads, dictionary: &Dictionary) -> Vec<FieldRead> {
    let mut all = Vec::new();
    for (place, columns) in &reads.tables {
        let table = &dictionary.tables[*place];
        if columns.is_empty() {
            all.push(FieldRead { field: table.name.clone(), sensitive: None });
        }
        all.extend(columns.iter().map(|read| {
            let (column, sight) = match *read {
                Read::Field(column) => (column, Sight::Granted),
                Read::Month(column) => (column, Sight::Month),
                Read::Withheld(column) => (column, Sight::Withheld),
            };
            let declared = &table.fields[column];
            let sensitive = (declared.sensitive || declared.share.is_some()).then_some(sight);
            FieldRead { field: format!("{}.{}", table.name, declared.name), sensitive }
        }));
    }
    all.sort_by(|a, b| (a.sensitive.is_none(), &a.field).cmp(&(b.sensitive.is_none(), &b.field)));
    all.dedup();
    all
}

/// Fields in a line: `children.poverty (sensitive, withheld), observations.theme`; without what is seen of them where nothing is granted or
/// withheld yet.
#[must_use]
pub fn listed(fields: &[FieldRead], sight: bool) -> String {
    let named = |read: &FieldRead| match read.sensitive {
        Some(seen) if sight => format!("{} (sensitive, {})", read.field, seen.words()),
        Some(_) => format!("{} (sensitive)", read.field),
        None => read.field.clone(),
    };
    if fields.is_empty() { "no field".to_owned() } else { fields.iter().map(named).collect::<Vec<_>>().join(", ") }
}

/// How what a framework is allowed to see differs.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Change {
    /// The framework.
    pub framework: String,
    /// Fields that only B reads, the sensitive ones first.
    pub added: Vec<FieldRead>,
    /// Fields that only A reads, the sensitive ones first.
    pub removed: Vec<FieldRead>,
    /// Fields of both of which B sees more or less, as B sees them.
    pub otherwise: Vec<FieldRead>,
}

impl Change {
    /// How B differs from A; nothing where both see the same.
    #[must_use]
    pub fn of(framework: &str, a: &[FieldRead], b: &[FieldRead]) -> Option<Change> {
        let by_name = |fields: &[FieldRead]| fields.iter().map(|read| (read.field.clone(), read.sensitive)).collect::<BTreeMap<_, _>>();
        let (before, after) = (by_name(a), by_name(b));
        let only = |these: &[FieldRead], those: &BTreeMap<_, _>| -> Vec<FieldRead> {
            these.iter().filter(|read| !those.contains_key(&read.field)).cloned().collect()
        };
        let other = |read: &&FieldRead| before.get(&read.field).is_some_and(|sensitive| *sensitive != read.sensitive);
        let change = Change {
            framework: framework.to_owned(),
            added: only(b, &before),
            removed: only(a, &after),
            otherwise: b.iter().filter(other).cloned().collect(),
        };
        (change.added.len() + change.removed.len() + change.otherwise.len() > 0).then_some(change)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(field: &str, sensitive: Option<Sight>) -> FieldRead {
        FieldRead { field: field.to_owned(), sensitive }
    }

    #[test]
    fn sensitive_fields_come_first() {
        let england = Dictionary::england();
        let requests = [("observations", "theme"), ("recommendations", ""), ("children", "poverty"), ("children", "ethnicity")];
        let requests = requests.map(|(table, field)| (table.to_owned(), field.to_owned()));
        let reads = Reads::new(&england, &requests, &["poverty".to_owned()]).unwrap();
        let expected =
            "children.ethnicity (sensitive, withheld), children.poverty (sensitive, granted), observations.theme, recommendations";
        assert_eq!(listed(&fields(&reads, &england), true), expected);
        assert_eq!(listed(&[], true), "no field");
    }

    #[test]
    fn a_change_names_what_is_new_gone_and_seen_otherwise() {
        let before = [read("a.x", Some(Sight::Withheld)), read("a.y", None)];
        let after = [read("a.x", Some(Sight::Granted)), read("a.z", Some(Sight::Withheld))];
        let change = Change::of("one", &before, &after).unwrap();
        assert_eq!(
            (change.added, change.removed, change.otherwise),
            (vec![after[1].clone()], vec![before[1].clone()], vec![after[0].clone()])
        );
        assert_eq!(Change::of("one", &before, &before), None);
    }
}
