//! What it says of itself, true or false.

use concord_guest::{Descriptor, Match, Outcome};
use concord_model::framework::{FieldRequest, Indicator, LocalAnswer, Mapping, Polarity};

/// What it says of itself; wrong where that is what it does wrong.
pub(crate) fn of(wrong: &str) -> Descriptor {
    let mut descriptor =
        Descriptor { reads: vec![read("reviews", "review_type"), read("observations", "")], indicators: vec![indicator("H1")] };
    let first = &mut descriptor.indicators[0];
    match wrong {
        "peek" => descriptor.reads.push(read("children", "age_months")),
        "field" => descriptor.reads.push(read("observations", "thmee")),
        "table" => descriptor.reads.push(read("observation", "theme")),
        "id" => descriptor.reads.push(read("reviews", "parent_review_id")),
        "key" => descriptor.reads.push(read("children", "child_id")),
        "read-twice" => descriptor.reads.push(read("observations", "")),
        "nothing" => descriptor.indicators.clear(),
        "stands-twice" => descriptor.indicators.push(indicator("H1")),
        "no-answer" => (first.scale, first.measure_unit) = (Vec::new(), None),
        "long-scale" => first.scale = (0..251).map(|place| line(&format!("line{place}"))).collect(),
        "same-answer" => first.scale.push(line("yes")),
        "theme" => first.mappings[0].theme = "T4".to_owned(),
        "level" => first.mappings[0].levels = vec!["L9".to_owned()],
        "evidence" => first.evidence_tables = vec!["reviews".to_owned()],
        _ => {}
    }
    descriptor
}

fn read(table: &str, field: &str) -> FieldRequest {
    FieldRequest { table: table.to_owned(), field: field.to_owned(), required: true, why: "to try the sandbox".to_owned() }
}

fn line(code: &str) -> LocalAnswer {
    LocalAnswer { code: code.to_owned(), label: code.to_owned(), concern: Some(Outcome::Present), strength: None }
}

fn indicator(id: &str) -> Indicator {
    Indicator {
        id: id.to_owned(),
        title: "It is a local child safeguarding practice review".to_owned(),
        question: "Is it a local child safeguarding practice review?".to_owned(),
        polarity: Polarity::Concern,
        scale: vec![line("yes"), line("no")],
        measure_unit: Some("observations".to_owned()),
        evidence_tables: vec!["observations".to_owned()],
        mappings: vec![Mapping { theme: "T12".to_owned(), levels: Vec::new(), matching: Match::Related }],
        predicate: None,
    }
}
