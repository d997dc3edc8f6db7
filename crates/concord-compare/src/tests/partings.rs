//! The reviews on which frameworks part most.

use concord_model::answer::{Answers, Looked, NOT_DETERMINABLE};
use concord_model::comparison::{CitedRows, Partings};
use concord_model::framework::Match;

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
