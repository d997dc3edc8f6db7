//! The reviews on which frameworks part most.

use proptest::collection::vec;
use proptest::prelude::*;

use concord_model::answer::{Answers, Looked, NOT_APPLICABLE, NOT_DETERMINABLE};
use concord_model::comparison::{CitedRows, Partings};
use concord_model::finding::{Finding, Status};
use concord_model::framework::{Indicator, Match};

use super::agreement::{compare, exact};
use crate::partings::PARTINGS_LISTED;
use crate::testing::{ABSENT, PARTLY, PRESENT, Review, column, concern, dataset, dictionary, framework, looked_for, review};
use crate::{Setup, Summary};

fn partings(frameworks: &[(&str, &[u8])], reviews: &[Review]) -> Partings {
    let names = ["a", "b", "c", "d", "e"];
    let of = |(name, (rule, answers)): (&&'static str, &(&str, &[u8]))| (*name, vec![exact(rule)], looked_for(&[answers]));
    compare(&names.iter().zip(frameworks).map(of).collect::<Vec<_>>(), reviews).agreement.partings
}

fn ranks(partings: &Partings) -> Vec<(&str, u64)> {
    partings.listed.iter().map(|parting| (parting.review.as_str(), parting.pairs)).collect()
}

#[test]
fn the_most_pairs_come_first_and_then_the_name() {
    let reviews = ["D", "C", "B", "A"].map(review);
    let found = partings(
        &[
            ("v", &[PRESENT, PRESENT, PRESENT, PRESENT]),
            ("w", &[PRESENT, PARTLY, PRESENT, PRESENT]),
            ("x", &[ABSENT, ABSENT, PRESENT, NOT_DETERMINABLE]),
            ("y", &[ABSENT, ABSENT, PRESENT, ABSENT]),
        ],
        &reviews,
    );
    assert_eq!(ranks(&found), [("C", 4), ("D", 4), ("A", 2)]);
    assert_eq!((found.reviews, found.limit), (3, PARTINGS_LISTED as u64));
}

#[test]
fn pairs_by_the_same_rules_are_not_counted() {
    let found = partings(&[("x", &[PRESENT]), ("x", &[ABSENT]), ("y", &[ABSENT])], &[review("A")]);
    assert_eq!(ranks(&found), [("A", 1)]);
    assert_eq!(found.listed[0].themes[0].pairs, 1);
}

#[test]
fn what_was_not_looked_for_parts_from_nothing() {
    let by_the_way = Answers { columns: vec![column(&[(PRESENT, Looked::No, vec![])])], failures: vec![] };
    let frameworks = [("a", vec![exact("x")], by_the_way), ("b", vec![exact("y")], looked_for(&[&[ABSENT]]))];
    assert_eq!(compare(&frameworks, &[review("A")]).agreement.partings.reviews, 0);
}

#[test]
fn a_one_sided_present_against_an_absent_is_a_disagreement_and_the_other_way_round() {
    let of = |matching, answers: &[u8]| (vec![concern("I", "T04", matching)], looked_for(&[answers]));
    let part = of(Match::Part, &[PRESENT, PRESENT, ABSENT, ABSENT]);
    let wider = of(Match::Wider, &[ABSENT, PRESENT, ABSENT, ABSENT]);
    let exact = of(Match::Exact, &[PRESENT, ABSENT, PRESENT, ABSENT]);
    let frameworks = [("part", part.0, part.1), ("wider", wider.0, wider.1), ("exact", exact.0, exact.1)];
    let comparison = compare(&frameworks, &["A", "B", "C", "D"].map(review));
    let partings = &comparison.agreement.partings;
    // A: part and exact against wider; B: part against exact; C: exact against wider, and part can say nothing.
    assert_eq!(ranks(partings), [("A", 2), ("B", 1), ("C", 1)]);
    assert!(comparison.agreement.pairs.is_empty(), "there is no coefficient");
    let found = &partings.by_theme[0];
    assert_eq!((found.frameworks, found.one_sided, found.pairs, found.pairs_one_sided, found.pairs_compared), (3, 2, 3, 3, 0));
    assert_eq!((partings.reviews, partings.of, found.reviews_disagree, found.disagree, found.disagree_one_sided), (3, 4, 3, 4, 4));
    assert_eq!((found.both_present, found.both_absent, found.not_told), (1, 1, 6));
}

/// A framework a row: how it stands to the theme, and which rule it decides by.
const MANY: [(Match, &str); 6] =
    [(Match::Exact, "x"), (Match::Part, "y"), (Match::Wider, "z"), (Match::Exact, "v"), (Match::Exact, "x"), (Match::Part, "w")];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(100))]

    /// Against a count of pairs, one by one, over the findings that are written to a file.
    #[test]
    fn every_pair_is_counted_once_whatever_becomes_of_it(answers in vec(vec((0u8..5, 0u8..3), MANY.len()), 0..40)) {
        let byte = |answer: u8| [PRESENT, PARTLY, ABSENT, NOT_DETERMINABLE, NOT_APPLICABLE][usize::from(answer)];
        let looked = |looked: u8| [Looked::Yes, Looked::No, Looked::Unknown][usize::from(looked)];
        let told = |of: usize| {
            // The fifth asks as the first does.
            let asked = if of == 4 { 0 } else { of };
            let told: Vec<_> = answers.iter().map(|row| (byte(row[asked].0), looked(row[asked].1), vec![])).collect();
            Answers { columns: vec![column(&told)], failures: vec![] }
        };
        let all: Vec<Answers> = (0..MANY.len()).map(told).collect();
        let asked = |&(matching, rule): &(Match, &str)| Indicator { predicate: Some(rule.to_owned()), ..concern("I", "T04", matching) };
        let names = ["a", "b", "c", "d", "e", "f"];
        let frameworks: Vec<_> = names.iter().zip(&MANY).map(|(name, of)| framework(name, vec![asked(of)])).collect();
        let setup = Setup::new(&dictionary(), &frameworks).unwrap();
        let reviews: Vec<Review> = (0..answers.len()).map(|place| review(&format!("R{place}"))).collect();
        let mut summary = Summary::new(&setup);
        let findings = summary.add(&setup, &dataset(&reviews), 0..reviews.len(), &all).unwrap();
        let partings = summary.finish(&setup).agreement.partings;

        let mut counts = [0u64; 6];
        let (mut one_sided, mut reviews_disagree) = (0, 0);
        for review in 0..reviews.len() {
            let mut disagrees = false;
            for (a, first) in MANY.iter().enumerate() {
                for (b, second) in MANY.iter().enumerate().skip(a + 1).filter(|(_, second)| *second != first) {
                    let of = |view: usize| Finding::from_byte(findings.columns[view].findings[review]);
                    let two = [of(a), of(b)];
                    let has = |status: Status| two.iter().any(|finding| finding.partly_present == status);
                    let became = match () {
                        () if has(Status::NotApplicable) => 3,
                        () if two.iter().any(|finding| finding.looked != Looked::Yes) => 4,
                        () if has(Status::NotDeterminable) => 5,
                        () if has(Status::Present) && has(Status::Absent) => 0,
                        () if has(Status::Present) => 1,
                        () => 2,
                    };
                    counts[became] += 1;
                    disagrees |= became == 0;
                    one_sided += u64::from(became == 0 && (first.0 != Match::Exact || second.0 != Match::Exact));
                }
            }
            reviews_disagree += u64::from(disagrees);
        }
        let found = &partings.by_theme[0];
        prop_assert_eq!(
            [found.disagree, found.both_present, found.both_absent, found.not_applicable, found.not_looked_for, found.not_told],
            counts
        );
        prop_assert_eq!((found.disagree_one_sided, found.reviews_disagree, partings.reviews), (one_sided, reviews_disagree, reviews_disagree));
        prop_assert_eq!(counts.iter().sum::<u64>(), (found.pairs - found.same_rules) * found.reviews);
        prop_assert_eq!((found.pairs, found.same_rules, found.pairs_one_sided), (15, 1, 12));
    }
}

#[test]
fn every_framework_says_what_it_rests_on() {
    let cited = |answer: u8, rows: Vec<u32>| column(&[(ABSENT, Looked::Yes, vec![]), (answer, Looked::Yes, rows)]);
    let of = |columns| Answers { columns, failures: vec![] };
    let two = vec![concern("I1", "T04", Match::Part), concern("I2", "T04", Match::Exact), concern("I3", "T05", Match::Exact)];
    let a = of(vec![cited(NOT_DETERMINABLE, vec![]), cited(PARTLY, vec![1, 2]), cited(PRESENT, vec![3])]);
    let frameworks = [("a", two, a), ("b", vec![exact("y")], of(vec![cited(ABSENT, vec![])])), ("c", vec![], of(vec![]))];
    let reviews = [Review { observed: vec![0], ..review("A") }, Review { observed: vec![0, 1, 1], ..review("B") }];
    let partings = compare(&frameworks, &reviews).agreement.partings;
    assert_eq!(ranks(&partings), [("B", 1)]);
    let theme = &partings.listed[0].themes[0];
    assert_eq!((theme.theme.as_str(), theme.present.len(), theme.absent.len(), partings.listed[0].themes.len()), ("T04", 1, 1, 1));
    let said: Vec<(&str, &str, &str)> =
        theme.present[0].indicators.iter().map(|said| (said.indicator.as_str(), said.answer.as_str(), said.label.as_str())).collect();
    assert_eq!(said, [("I1", "not_determinable", "not_determinable"), ("I2", "partly", "partly")]);
    let keys = vec!["B.0".to_owned(), "B.1".to_owned()];
    assert_eq!(theme.present[0].indicators[1].evidence, [CitedRows { table: "observations".to_owned(), keys }]);
    assert_eq!((theme.absent[0].framework.as_str(), theme.absent[0].indicators[0].looked), ("b", Looked::Yes));
}

#[test]
fn the_list_is_the_same_however_the_data_were_parted() {
    // 120 reviews of which every third parts twice, named so that their order is not that of the data.
    let reviews: Vec<Review> = (0..120).map(|place| review(&format!("R{:03}", place * 37 % 120))).collect();
    let a = vec![PRESENT; 120];
    let b: Vec<u8> = (0..120).map(|place| if place % 3 == 0 { ABSENT } else { PRESENT }).collect();
    let c: Vec<u8> = (0..120).map(|place| if place % 2 == 0 { ABSENT } else { PRESENT }).collect();
    let setup = Setup::new(&dictionary(), &["x", "y", "z"].map(|rule| framework(rule, vec![exact(rule)]))).unwrap();
    let count = |batch: usize, backwards: bool| {
        let mut starts: Vec<usize> = (0..120).step_by(batch).collect();
        if backwards {
            starts.reverse();
        }
        let mut joined = Summary::new(&setup);
        for start in starts {
            let end = 120.min(start + batch);
            let answers = [&a, &b, &c].map(|answers| looked_for(&[&answers[start..end]]));
            let mut part = Summary::new(&setup);
            part.add(&setup, &dataset(&reviews), start..end, &answers).unwrap();
            joined.merge(&part).unwrap();
        }
        joined.finish(&setup).agreement.partings
    };
    let whole = count(120, false);
    assert_eq!((whole.reviews, whole.listed.len()), (80, PARTINGS_LISTED));
    assert!(
        whole.listed.is_sorted_by(|one, next| (std::cmp::Reverse(one.pairs), &one.review) < (std::cmp::Reverse(next.pairs), &next.review))
    );
    for (batch, backwards) in [(120, true), (7, false), (7, true), (1, true)] {
        assert_eq!(count(batch, backwards), whole);
    }
}
