//! Framework files to checked plans: TOML for who and what, CEL for when.

mod document;
mod expression;
mod faults;
mod indicator;
mod limits;
mod mistakes;
mod names;
mod text;
mod tokens;
mod warnings;

use std::collections::BTreeMap;

use concord_model::dictionary::Dictionary;
use concord_model::framework::FieldRequest;
use concord_model::manifest::Manifest;
use concord_model::problem::Problem;

use self::faults::Faults;
use crate::plan::parts::Read;
use crate::plan::{Plan, Rule};

/// A framework whose file was read and checked.
#[derive(Debug, Clone, PartialEq)]
pub struct Compiled {
    /// Who it is.
    pub manifest: Manifest,
    /// Its rules.
    pub plan: Plan,
    /// By indicator, what of it only memory supports and no source that was seen.
    pub memory: Vec<(String, String)>,
    /// By indicator, what those who read its answers should know.
    pub notes: Vec<(String, String)>,
    /// What is allowed, but probably not meant.
    pub warnings: Vec<Problem>,
}

/// Reads the `framework.toml` of a framework without code and checks it against a dictionary. `file` is its name in messages.
///
/// # Errors
/// Every fault of the text, each with its line, its column and, for a misspelt name, the nearest right one. A text that passes one of
/// the compiler's limits is a fault too, and takes no longer to be found than one that does not.
pub fn compile(file: &str, text: &str, dictionary: &Dictionary) -> Result<Compiled, Vec<Problem>> {
    if text.len() > limits::FILE {
        let fault = format!("a file of {} bytes is larger than the {} that are read", text.len(), limits::FILE);
        return Err(vec![Problem::of(file, fault).hint("make several frameworks of it")]);
    }
    let mut faults = Faults::new(file, text);
    let compiled = document::read(&mut faults, dictionary);
    match (compiled, faults.problems()) {
        (Some(compiled), problems) if problems.is_empty() => Ok(compiled),
        (_, problems) => Err(problems),
    }
}

/// The fields that rules read, in the dictionary's order, each with the indicators that need it.
fn reads(rules: &[Rule], dictionary: &Dictionary) -> Vec<FieldRequest> {
    let mut needed: BTreeMap<(usize, Option<usize>), Vec<&str>> = BTreeMap::new();
    for rule in rules {
        rule.reads(&mut |read| {
            let place = match read {
                Read::Field(field) => dictionary.field(&field.table, &field.field).map(|(table, field)| (table, Some(field))),
                Read::Rows(table) => dictionary.table_place(table).map(|table| (table, None)),
                Read::Row(_) => None,
            };
            let Some(place) = place else { return };
            let indicators = needed.entry(place).or_default();
            if indicators.last() != Some(&rule.indicator.id.as_str()) {
                indicators.push(&rule.indicator.id);
            }
        });
    }
    let with_fields: Vec<usize> = needed.keys().filter(|(_, field)| field.is_some()).map(|(table, _)| *table).collect();
    needed.retain(|(table, field), _| field.is_some() || !with_fields.contains(table));
    let request = |((table, field), indicators): ((usize, Option<usize>), Vec<&str>)| FieldRequest {
        table: dictionary.tables[table].name.clone(),
        field: field.map(|field| dictionary.tables[table].fields[field].name.clone()).unwrap_or_default(),
        required: false,
        why: format!("needed by {}", indicators.join(", ")),
    };
    needed.into_iter().map(request).collect()
}
