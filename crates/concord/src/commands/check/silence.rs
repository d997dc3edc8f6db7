//! Reviews of which nothing is recorded. An indicator that finds something *absent* there takes silence for an answer.

use std::fs;

use concord_model::dataset::Dataset;
use concord_model::dictionary::{Dictionary, Field, Kind, Table};
use concord_model::framework::{Indicator, LocalAnswer, Outcome, Polarity};
use concord_read::{Options, Reader};
use serde_json::{Map, Value, json};

use crate::told::Told;

/// The key of the group that all the reviews belong to.
const GROUP: &str = "P1";

/// A review for each code of the fields that every review has, without child rows and with nothing else; `None` where the dictionary
/// asks for more than can be made up.
pub(super) fn reviews(dictionary: &Dictionary) -> Option<Dataset> {
    let root = dictionary.root_table();
    let codes = root.fields.iter().filter(|field| field.required).map(|field| field.codes.len()).max().unwrap_or(0).max(1);
    let review = |place: usize| {
        let mut review = row(root, &format!("R{}", place + 1), place);
        let children = dictionary.tables.iter().enumerate().filter(|(place, _)| dictionary.is_child(*place));
        children.for_each(|(_, table)| review[&table.name] = json!([]));
        review.to_string()
    };
    let reviews: Vec<String> = (0..codes).map(review).collect();
    let folder = tempfile::tempdir().ok()?;
    let write = |table: &Table, lines: &str| fs::write(folder.path().join(format!("{}.jsonl", table.name)), lines);
    write(root, &reviews.join("\n")).ok()?;
    if let Some(group) = dictionary.group_table() {
        write(group, &row(group, GROUP, 0).to_string()).ok()?;
    }
    let chunk = Reader::open(folder.path(), dictionary, Options::default()).ok()?.next_chunk().ok()??;
    (chunk.dataset.reviews == codes).then_some(chunk.dataset)
}

/// A row of a table with what every row has.
fn row(table: &Table, key: &str, place: usize) -> Value {
    let mut row: Map<String, Value> = table.fields.iter().filter(|field| field.required).map(|field| any(field, place)).collect();
    row.insert(table.key.clone(), json!(key));
    if let Some(group) = &table.group_key {
        row.insert(group.clone(), json!(GROUP));
    }
    Value::Object(row)
}

/// Any value of a field, of its codes the one at a place.
fn any(field: &Field, place: usize) -> (String, Value) {
    let value = match field.kind {
        Kind::Code | Kind::Ordinal => json!(field.codes.get(place % field.codes.len().max(1)).map(|code| &code.code)),
        Kind::CodeSet | Kind::Reference => json!([]),
        Kind::Tri => json!("present"),
        Kind::Integer | Kind::Decimal => json!(0),
        Kind::Date => json!("2020-01-02"),
        Kind::Id | Kind::Text => json!("x"),
    };
    (field.name.clone(), value)
}

/// For each indicator that finds something absent where nothing is recorded: its id, what it answers, and what to do.
pub(super) fn taken_for_absent(indicators: &[Indicator], told: &[Vec<Told>]) -> Vec<(String, String, String)> {
    let of = |(place, indicator): (usize, &Indicator)| {
        let answers = told.iter().filter_map(|told| indicator.scale.get(usize::from(told[place].answer?)));
        let absent = answers.filter(|_| indicator.polarity != Polarity::Description).find(|local| is_absent(local))?;
        let message = format!("a review of which nothing is recorded is answered \"{}\"", absent.code);
        Some((indicator.id.clone(), message, "say where it was looked for, so that silence is not taken for an answer".to_owned()))
    };
    indicators.iter().enumerate().filter_map(of).collect()
}

/// Whether an answer says *absent* of one side, and neither present nor partly of the other.
fn is_absent(answer: &LocalAnswer) -> bool {
    let sides = [answer.concern, answer.strength];
    sides.contains(&Some(Outcome::Absent)) && !sides.iter().any(|side| matches!(side, Some(Outcome::Present | Outcome::Partly)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_is_a_review_of_each_type_of_which_nothing_is_recorded() {
        let england = Dictionary::england();
        let reviews = reviews(&england).unwrap();
        let types = england.root_table().fields.iter().find(|field| field.name == "review_type").unwrap().codes.len();
        assert_eq!(reviews.reviews, types);
        assert!(reviews.tables.iter().enumerate().filter(|(place, _)| england.is_child(*place)).all(|(_, table)| table.rows == 0));
    }
}
