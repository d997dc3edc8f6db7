//! Reviews that follow from one another are one incident.

use concord_model::dataset::NO_CHAIN;
use concord_model::dictionary::Dictionary;

use crate::support::{Read, lines, read_files, review};

/// Reads reviews, each with the one that it follows from.
fn reviews(of: &[(&str, &str)]) -> Read {
    let parent = |parent: &str| if parent.is_empty() { String::new() } else { format!(r#""parent_review_id": "{parent}""#) };
    let text: String = of.iter().map(|(id, before)| review(id, &parent(before)) + "\n").collect();
    read_files(&[("reviews.jsonl", &text)])
}

fn incidents(read: &Read) -> Vec<String> {
    let england = Dictionary::england();
    let (table, field) = england.field("reviews", "incident_id").unwrap();
    let column = &read.datasets[0].tables[table].columns[field];
    (0..read.datasets[0].reviews).map(|row| column.id(row).unwrap().to_owned()).collect()
}

#[test]
fn chains_are_numbered_in_the_order_of_their_first_review() {
    let read = reviews(&[("Z", ""), ("B2", "B1"), ("A1", ""), ("B3", "B2"), ("A2", "A1"), ("B1", ""), ("B4", "B1")]);
    assert_eq!(read.datasets[0].chain, [NO_CHAIN, 0, 1, 0, 1, 0, 0]);
    assert_eq!(read.chain_roots, ["B1", "A1"]);
    assert_eq!(incidents(&read), ["Z", "B1", "A1", "B1", "A1", "B1", "B1"]);
}

#[test]
fn those_that_name_the_same_absent_review_are_one_incident() {
    let read = reviews(&[("A", "X"), ("B", "X"), ("C", "Y")]);
    assert_eq!(read.datasets[0].chain, [0, 0, NO_CHAIN]);
    assert_eq!(read.chain_roots, ["X"]);
    assert_eq!(incidents(&read), ["X", "X", "Y"]);
    assert_eq!(read.counts.warnings, 3);
}

#[test]
fn circles_are_refused_and_what_leads_into_them_ends_there() {
    let read = reviews(&[("A", "B"), ("B", "C"), ("C", "A"), ("D", "C"), ("E", "E"), ("F", "")]);
    assert_eq!((read.counts.used, read.counts.rejected), (2, 4));
    assert!(lines(&read.problems)[0].contains("A.parent_review_id: follows from itself, directly or by way of others"));
    assert_eq!(incidents(&read), ["C", "F"]);
}

#[test]
fn a_refused_review_still_joins_those_that_follow_from_it() {
    let text = [review("A", r#""panel_view": "x""#), review("B", r#""parent_review_id": "A""#), review("C", r#""parent_review_id": "A""#)]
        .join("\n");
    let read = read_files(&[("reviews.jsonl", &text)]);
    assert_eq!(read.datasets[0].chain, [0, 0]);
    assert_eq!((read.chain_roots, read.counts.warnings), (vec!["A".to_owned()], 0));
}

#[test]
fn second_codings_are_in_no_chain_but_share_the_incident() {
    let text = [
        review("A", ""),
        review("B", r#""parent_review_id": "A""#),
        review("B", r#""coding": "second""#),
        review("A", r#""coding": "second", "parent_review_id": "Q""#),
        review("S", r#""coding": "second", "parent_review_id": "A""#),
    ];
    let read = read_files(&[("reviews.jsonl", &text.join("\n"))]);
    assert_eq!(read.datasets[0].chain, [0, 0, NO_CHAIN, NO_CHAIN, NO_CHAIN]);
    assert_eq!(incidents(&read), ["A", "A", "A", "A", "A"], "the coding that counts decides what a review follows from");
}

#[test]
fn a_long_chain_is_one_incident() {
    let names: Vec<String> = (0..50_000).map(|place| format!("R{place}")).collect();
    let text: String = names
        .iter()
        .enumerate()
        .map(|(place, id)| {
            let parent = if place == 0 { String::new() } else { format!(r#""parent_review_id": "R{}""#, place - 1) };
            review(id, &parent) + "\n"
        })
        .collect();
    let read = read_files(&[("reviews.jsonl", &text)]);
    assert!(read.datasets.iter().all(|dataset| dataset.chain.iter().all(|&chain| chain == 0)));
    assert_eq!(read.chain_roots, ["R0"]);
}
