//! How far two codings of one review agree.

use concord_model::answer::NOT_DETERMINABLE;
use concord_model::comparison::Ceiling;
use concord_model::framework::{Indicator, Match};

use super::agreement::{compare, exact};
use crate::testing::{ABSENT, PRESENT, Review, concern, dataset, dictionary, framework, looked_for, review};
use crate::{Setup, Summary};

/// Codings, each with its pair and whether it is a second one.
fn codings(of: &[(u32, bool)]) -> Vec<Review> {
    let coding =
        |(place, &(pair, second)): (usize, &(u32, bool))| Review { pair, second, partnership: pair % 3, ..review(&format!("R{place}")) };
    of.iter().enumerate().map(coding).collect()
}

fn ceiling(answers: &[u8], codings: &[Review]) -> Ceiling {
    compare(&[("a", vec![exact("x")], looked_for(&[answers]))], codings).agreement.ceiling
}

/// Four reviews coded twice; of the last one coding cannot tell.
const CODED: [(u32, bool); 8] = [(0, false), (1, false), (2, false), (3, false), (1, true), (0, true), (3, true), (2, true)];
const ANSWERS: [u8; 8] = [PRESENT, PRESENT, ABSENT, PRESENT, ABSENT, PRESENT, NOT_DETERMINABLE, ABSENT];

#[test]
fn two_codings_by_hand() {
    let ceiling = ceiling(&ANSWERS, &codings(&CODED));
    assert_eq!((ceiling.reviews, ceiling.codings.len(), ceiling.why), (4, 1, None));
    let items = &ceiling.codings[0].items;
    let found = &items.partly_present;
    assert_eq!((found.units, found.units_rated, found.units_pairable), (4, 4, 3));
    assert!((found.percent_agreement.unwrap() - 2.0 / 3.0).abs() < 1e-12);
    assert_eq!(found.categories.iter().map(|category| category.specific_agreement).collect::<Vec<_>>(), [Some(2.0 / 3.0); 2]);
    assert!((found.krippendorff_alpha.unwrap() - 4.0 / 9.0).abs() < 1e-12);
    assert_eq!((items.assessable.units_pairable, items.assessable.percent_agreement), (4, Some(0.75)));
}

#[test]
fn codings_join_wherever_they_were_counted() {
    let setup = Setup::new(&dictionary(), &[framework("a", vec![exact("x")])]).unwrap();
    let codings = codings(&CODED);
    let one = |place: usize| {
        let mut summary = Summary::new(&setup);
        let answers = [looked_for(&[&ANSWERS[place..=place]])];
        summary.add(&setup, &dataset(&codings), place..place + 1, &answers).unwrap();
        summary
    };
    for order in [[0, 1, 2, 3, 4, 5, 6, 7], [7, 2, 5, 0, 3, 6, 1, 4]] {
        let mut joined = Summary::new(&setup);
        order.iter().for_each(|&place| joined.merge(&one(place)).unwrap());
        assert_eq!(joined.finish(&setup).agreement.ceiling, ceiling(&ANSWERS, &codings));
    }
}

#[test]
fn without_second_codings_it_is_said_that_there_are_none() {
    let none = ceiling(&[PRESENT, ABSENT], &[review("R1"), review("R2")]);
    assert_eq!((none.reviews, none.codings.len(), none.why.as_deref()), (0, 0, Some("there are no second codings in these data")));
    let alone = ceiling(&[PRESENT], &codings(&[(0, true)]));
    assert_eq!(alone.why.as_deref(), Some("no second coding in these data stands beside another coding of its review"));
}

#[test]
fn one_sided_frameworks_have_no_ceiling() {
    let part: Indicator = concern("I", "T04", Match::Part);
    let ceiling = compare(&[("a", vec![part], looked_for(&[&ANSWERS]))], &codings(&CODED)).agreement.ceiling;
    assert_eq!((ceiling.reviews, ceiling.codings.len()), (4, 0));
}
