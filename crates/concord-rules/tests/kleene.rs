//! Strong three-valued logic, against its published tables (Kleene 1952, *Introduction to Metamathematics* §64).
#![cfg(feature = "compile")]
#![allow(clippy::unwrap_used, reason = "a test that fails should panic")]

use concord_model::batch::{Reads, Window};
use concord_model::dataset::{Column, Dataset, Values};
use concord_model::dictionary::Dictionary;
use concord_model::missing::Missing;
use concord_rules::{Program, Scratch, compile};

const DICTIONARY: &str = r#"
id = "three-valued"
title = "Three truth values"
version = "1"
root = "reviews"

[[tables]]
name = "reviews"
key = "review_id"
fields = [{ name = "a", kind = "tri" }, { name = "b", kind = "tri" }, { name = "c", kind = "tri" }]

[[tables]]
name = "rows"
key = "row_id"
parent = "review_id"
fields = [{ name = "v", kind = "tri" }]

[[themes]]
id = "T1"
title = "One"
"#;

/// One review for each way in which three values can be false, unknown or true, the first changing slowest, and each value as a row.
fn every_way(dictionary: &Dictionary) -> Dataset {
    let mut dataset = Dataset::empty(dictionary);
    let values = |digit: usize| (0..27).map(move |review: usize| review / digit % 3);
    let column = |values: Vec<usize>| Column {
        values: Values::Tri(values.iter().map(|value| [2, 0, 1][*value]).collect()),
        missing: values.iter().map(|value| if *value == 1 { Missing::NotKnown as u8 } else { 0 }).collect(),
    };
    dataset.reviews = 27;
    dataset.tables[0].rows = 27;
    dataset.tables[0].columns = [9, 3, 1].map(|digit| column(values(digit).collect())).into();
    dataset.tables[1].rows = 81;
    dataset.tables[1].offsets = (0..=27).map(|review| review * 3).collect();
    dataset.tables[1].columns = vec![column((0..27).flat_map(|review| [9, 3, 1].map(|digit| review / digit % 3)).collect())];
    dataset
}

/// What an expression comes to in each of the 27 ways: F, U or T.
fn table(expression: &str) -> String {
    let dictionary = Dictionary::parse("dictionary.toml", DICTIONARY).unwrap();
    let text = format!(
        "[framework]\nid = \"a\"\ntitle = \"a\"\nedition = \"1\"\nowner = \"a\"\nsource = \"a\"\nplugin = \"rules\"\n
        [[indicator]]\nid = \"A\"\ntitle = \"a\"\nquestion = \"a\"\npolarity = \"description\"\npresent = \"{expression}\"\n"
    );
    let plan = compile("f.toml", &text, &dictionary).unwrap().plan;
    let requests: Vec<(String, String)> = plan.reads.iter().map(|read| (read.table.clone(), read.field.clone())).collect();
    let reads = Reads::new(&dictionary, &requests, &[]).unwrap();
    let dataset = every_way(&dictionary);
    let window = Window::new(&dataset, &dictionary, 0..27, &[&reads]);
    let answers = Program::new(&plan, &dictionary).unwrap().evaluate(&window.batch(&reads), &mut Scratch::new()).unwrap();
    let letter = |answer: &u8| match answer {
        0 => 'T',
        1 => 'F',
        _ => 'U',
    };
    answers.columns[0].answers.iter().map(letter).collect()
}

/// The table of two values: the first two, whatever the third.
fn of_two(expression: &str) -> String {
    table(expression).chars().step_by(3).collect()
}

#[test]
fn two_values() {
    assert_eq!(of_two("a && b"), "FFFFUUFUT");
    assert_eq!(of_two("a || b"), "FUTUUTTTT");
    assert_eq!(of_two("!a || b"), "TTTUUTFUT", "implication");
    assert_eq!(of_two("!a"), "TTTUUUFFF");
    assert_eq!(of_two("a == b"), "TUFUUUFUT");
    assert_eq!(of_two("a || !a"), "TTTUUUTTT", "truth-functional: what is unknown is not said to be one or the other");
}

#[test]
fn at_least_so_many_of_three() {
    let expected = ["FUTUUTTTTUUTUUTTTTTTTTTTTTT", "FFFFUUFUTFUUUUUUUTFUTUUTTTT", "FFFFFFFFFFFFFUUFUUFFFFUUFUT"];
    for (k, expected) in (1..).zip(expected) {
        assert_eq!(table(&format!("(a ? 1 : 0) + (b ? 1 : 0) + (c ? 1 : 0) >= {k}")), expected, "at least {k} values");
        assert_eq!(table(&format!("rows.filter(r, r.v).size() >= {k}")), expected, "at least {k} rows");
    }
}

#[test]
fn rows_are_joined_as_values_are() {
    assert_eq!(table("rows.exists(r, r.v)"), table("a || b || c"));
    assert_eq!(table("rows.all(r, r.v)"), table("a && b && c"));
    assert_eq!(table("rows.exists_one(r, r.v)"), table("(a ? 1 : 0) + (b ? 1 : 0) + (c ? 1 : 0) == 1"));
}

#[test]
fn an_unknown_condition_leaves_what_both_branches_agree_on() {
    assert_eq!(table("a ? b : c"), "FUTFUTFUTFUUUUUUUTFFFUUUTTT");
}
