//! Overlap of frameworks: who is compared, on what, and what is marked.

use concord_model::answer::{Answers, Looked, NOT_DETERMINABLE};
use concord_model::comparison::{Agreement, Comparison};
use concord_model::framework::{Indicator, Match};

use crate::testing::{ABSENT, PARTLY, PRESENT, Review, column, concern, dataset, dictionary, framework, looked_for, review};
use crate::{Setup, Summary};

pub(super) fn compare(frameworks: &[(&str, Vec<Indicator>, Answers)], reviews: &[Review]) -> Comparison {
    let infos: Vec<_> = frameworks.iter().map(|(id, indicators, _)| framework(id, indicators.clone())).collect();
    let answers: Vec<Answers> = frameworks.iter().map(|(.., answers)| answers.clone()).collect();
    let setup = Setup::new(&dictionary(), &infos).unwrap();
    let mut summary = Summary::new(&setup);
    summary.add(&setup, &dataset(reviews), 0..reviews.len(), &answers).unwrap();
    summary.finish(&setup)
}

fn two(a: (Indicator, Answers), b: (Indicator, Answers), reviews: &[Review]) -> Agreement {
    compare(&[("a", vec![a.0], a.1), ("b", vec![b.0], b.1)], reviews).agreement
}

pub(super) fn exact(predicate: &str) -> Indicator {
    Indicator { predicate: Some(predicate.to_owned()), ..concern("I", "T04", Match::Exact) }
}

pub(super) fn reviews(count: usize) -> Vec<Review> {
    (0..count).map(|place| review(&format!("R{place}"))).collect()
}

#[test]
fn what_both_looked_for_and_could_tell_is_compared_in_both_cuts() {
    let a = looked_for(&[&[PRESENT, PRESENT, ABSENT, ABSENT, PARTLY, NOT_DETERMINABLE]]);
    let b = looked_for(&[&[PRESENT, ABSENT, PRESENT, ABSENT, PRESENT, PRESENT]]);
    let agreement = two((exact("x"), a), (exact("y"), b), &reviews(6));
    let pair = &agreement.pairs[0];
    let cut = &pair.partly_present;
    assert_eq!((cut.n, cut.both_present, cut.both_absent, cut.only_a, cut.only_b), (5, 2, 1, 1, 1));
    assert_eq!(cut.agree, Some(0.6));
    assert_eq!((pair.partly_absent.both_present, pair.partly_absent.only_b), (1, 2));
    assert!(!pair.marked && agreement.note.contains("never corroboration"));
    assert_eq!((agreement.over_themes[0].themes, agreement.over_themes[0].partly_present.n), (1, 5));
}

#[test]
fn kappa_never_stands_without_what_it_is_read_by() {
    // 118 absent in both, 5 and 2 in one alone, none in both: the paradox of a rare theme.
    let answers = |of: [(usize, u8); 3]| of.iter().flat_map(|&(count, answer)| vec![answer; count]).collect::<Vec<u8>>();
    let (a, b) = (answers([(118, ABSENT), (5, PRESENT), (2, ABSENT)]), answers([(118, ABSENT), (5, ABSENT), (2, PRESENT)]));
    let agreement = two((exact("x"), looked_for(&[&a])), (exact("y"), looked_for(&[&b])), &reviews(125));
    let cut = &agreement.pairs[0].partly_present;
    assert_eq!((cut.agree, cut.agree_present), (Some(0.944), Some(0.0)));
    assert_eq!((cut.agree_absent, cut.prevalence), (Some(236.0 / 243.0), Some(0.028)));
    assert!((cut.cohen_kappa.unwrap() + 0.0234).abs() < 1e-4, "{:?}", cut.cohen_kappa);
    assert_eq!((cut.why.as_deref(), &agreement.over_themes[0].partly_present), (None, cut));
}

#[test]
fn where_both_find_it_always_or_never_there_is_no_kappa() {
    let both = |answer: u8| {
        let answers = looked_for(&[&[answer, answer]]);
        two((exact("x"), answers.clone()), (exact("y"), answers), &reviews(2)).pairs.remove(0).partly_present
    };
    let (never, always) = (both(ABSENT), both(PRESENT));
    assert_eq!((never.agree, never.agree_absent, never.agree_present, never.cohen_kappa), (Some(1.0), Some(1.0), None, None));
    assert_eq!((always.agree, always.agree_absent, always.agree_present, always.cohen_kappa), (Some(1.0), None, Some(1.0), None));
    assert!(never.why.unwrap().contains("none of these") && always.why.unwrap().contains("all of these"));
}

#[test]
fn a_present_found_by_the_way_is_not_compared() {
    let by_the_way = column(&[(PRESENT, Looked::No, vec![]), (PRESENT, Looked::Yes, vec![])]);
    let a = Answers { columns: vec![by_the_way], failures: vec![] };
    let agreement = two((exact("x"), a), (exact("y"), looked_for(&[&[PRESENT, PRESENT]])), &reviews(2));
    assert_eq!(agreement.pairs[0].partly_present.n, 1);
    assert_eq!(agreement.pairs[0].present_reviews, 2);
}

#[test]
fn the_same_rules_are_marked_and_left_out_of_sums() {
    let answers = looked_for(&[&[PRESENT, ABSENT]]);
    let agreement = two((exact("x"), answers.clone()), (exact("x"), answers), &reviews(2));
    assert!(agreement.pairs[0].same_predicate && agreement.pairs[0].marked);
    let sum = &agreement.over_themes[0];
    assert_eq!((sum.themes, sum.themes_marked, sum.partly_present.n, sum.partly_present.agree), (0, 1, 0, None));
    assert!(sum.partly_present.why.is_some());
}

#[test]
fn the_same_rows_wherever_both_are_present_are_marked() {
    let rows = |cited: [&[u32]; 3]| {
        let answers = [PRESENT, PRESENT, ABSENT].into_iter().zip(cited).map(|(answer, rows)| (answer, Looked::Yes, rows.to_vec()));
        Answers { columns: vec![column(&answers.collect::<Vec<_>>())], failures: vec![] }
    };
    let observed: Vec<Review> = reviews(3).into_iter().map(|review| Review { observed: vec![0, 0], ..review }).collect();
    let same = |a, b| {
        let pair = two((exact("x"), rows(a)), (exact("y"), rows(b)), &observed).pairs.remove(0);
        (pair.present_reviews, pair.same_evidence, pair.marked)
    };
    // In any order, named once or twice; what an absent rests on is of no matter.
    assert_eq!(same([&[0, 1], &[2], &[4]], [&[1, 0, 1], &[2], &[5]]), (2, 2, true));
    assert_eq!(same([&[0, 1], &[2], &[]], [&[0], &[2], &[]]), (2, 1, false));
    assert_eq!(same([&[], &[], &[]], [&[], &[], &[]]), (2, 0, false));
}

/// A review cites rows of its own: so many present, each with two rows, of which `a` and `b` cite what they are told to.
fn nested(present: usize, a: &[u32], b: &[u32], parting: bool) -> Agreement {
    let of = |cited: &[u32], last: u8| {
        let told = (0..present as u32).map(|review| (PRESENT, Looked::Yes, cited.iter().map(|row| review * 2 + row).collect()));
        let rest = [(ABSENT, Looked::Yes, vec![]), (last, Looked::Yes, vec![])];
        Answers { columns: vec![column(&told.chain(rest).collect::<Vec<_>>())], failures: vec![] }
    };
    let observed: Vec<Review> = reviews(present + 2).into_iter().map(|review| Review { observed: vec![0, 0], ..review }).collect();
    let last = if parting { PRESENT } else { ABSENT };
    two((exact("x"), of(a, ABSENT)), (exact("y"), of(b, last)), &observed)
}

#[test]
fn a_pair_without_disagreement_and_with_nested_rows_is_of_one_definition() {
    let found = nested(10, &[0, 1], &[1], false);
    let pair = &found.pairs[0];
    assert_eq!((pair.present_reviews, pair.same_evidence, pair.nested_evidence, pair.marked), (10, 0, true, true));
    assert_eq!((found.over_themes[0].themes, found.over_themes[0].themes_marked), (0, 1));
    let panel = &found.panels[0];
    assert_eq!((panel.frameworks.len(), panel.left_out.len()), (1, 1), "no coefficient rests on it");
    assert_eq!(panel.items.partly_present.coefficients.krippendorff_alpha, None);
    let pair = |found: Agreement| found.pairs.into_iter().next().map(|pair| (pair.nested_evidence, pair.marked)).unwrap();
    assert_eq!(pair(nested(9, &[0, 1], &[1], false)), (true, false), "too few reviews say nothing");
    assert_eq!(pair(nested(10, &[0, 1], &[1], true)), (true, false), "they disagree");
    assert_eq!(pair(nested(10, &[0], &[1], false)), (false, false), "neither is within the other");
    assert_eq!(pair(nested(10, &[0], &[], false)), (false, false), "no row is within nothing");
}

#[test]
fn one_sided_frameworks_are_not_compared() {
    let answers = looked_for(&[&[PRESENT, ABSENT]]);
    let agreement = two((exact("x"), answers.clone()), (concern("I", "T04", Match::Part), answers), &reviews(2));
    assert!(agreement.pairs.is_empty() && agreement.over_themes.is_empty());
}

#[test]
fn incidents_are_compared_and_not_their_reviews() {
    let rapid = Review { chain: 0, ..review("A") };
    let after = Review { chain: 0, follows: true, ..review("B") };
    let (a, b) = (looked_for(&[&[ABSENT, PRESENT]]), looked_for(&[&[PRESENT, ABSENT]]));
    let agreement = two((exact("x"), a), (exact("y"), b), &[rapid, after]);
    let cut = &agreement.pairs[0].partly_present;
    assert_eq!((cut.n, cut.both_present), (1, 1));
}
