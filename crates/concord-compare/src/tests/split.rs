//! The same result whatever the split: parts counted apart and joined in any order give what the whole gives.

use proptest::collection::vec;
use proptest::prelude::*;

use concord_model::comparison::{Agreement, Comparison, DataCounts, Signal};
use concord_model::dataset::Values;

use super::background;
use super::cases::{Case, answers, case, count, named, setup, whole};
use crate::testing::{PARTNERSHIPS, Review, dataset, dictionary, framework};
use crate::{CompareError, Setup, Summary};

/// The comparison with the rows of the group table in another order: row r comes to `rows[r]`.
fn moved(setup: &Setup, cases: &[Case], rows: [u32; 3]) -> Comparison {
    let reviews: Vec<Review> = cases.iter().map(|(review, _)| review.clone()).collect();
    let mut data = dataset(&reviews);
    data.group.iter_mut().for_each(|row| *row = rows[*row as usize]);
    let (mut names, mut posts) = ([""; 3], vec![0.0; 3]);
    for (row, &to) in rows.iter().enumerate() {
        (names[to as usize], posts[to as usize]) = (PARTNERSHIPS[row], row as f64);
    }
    data.tables[0].keys = names.into_iter().collect();
    data.tables[0].columns[0].values = Values::Decimal(posts);
    let mut summary = Summary::new(setup);
    if !cases.is_empty() {
        summary.add(setup, &data, 0..cases.len(), &answers(cases)).unwrap();
    }
    summary.finish(setup)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]

    #[test]
    fn any_split_and_any_order_give_the_whole(cases in vec(case(), 0..60), cuts in vec(0usize..60, 0..4), batch in 1usize..20, reverse: bool) {
        let setup = setup();
        let cases = named(cases);
        let mut ends: Vec<usize> = cuts.into_iter().map(|cut| cut.min(cases.len())).chain([cases.len()]).collect();
        ends.sort_unstable();
        let starts = std::iter::once(0).chain(ends.iter().copied());
        let mut parts: Vec<Summary> = starts.zip(&ends).map(|(start, &end)| count(&setup, &cases[start..end], batch)).collect();
        if reverse {
            parts.reverse();
        }
        let mut joined = Summary::new(&setup);
        parts.iter().for_each(|part| joined.merge(part).unwrap());
        prop_assert_eq!(joined.finish(&setup), whole(&setup, &cases));
    }

    #[test]
    fn the_order_of_reviews_is_of_no_matter(cases in vec(case(), 0..40)) {
        let setup = setup();
        let mut cases = named(cases);
        let forwards = whole(&setup, &cases);
        cases.reverse();
        prop_assert_eq!(forwards, whole(&setup, &cases));
    }

    #[test]
    fn the_order_of_partnerships_is_of_no_matter(cases in vec(case(), 0..40), rows in Just([0u32, 1, 2]).prop_shuffle()) {
        let setup = setup();
        let cases = named(cases);
        let moved = moved(&setup, &cases, rows);
        prop_assert_eq!(whole(&setup, &cases), moved);
    }

    #[test]
    fn recommendations_and_decisions_join_in_any_order(
        reviews in vec(background::any_review(), 0..60), cut in 0usize..60, batch in 1usize..20, reverse: bool
    ) {
        let setup = background::setup();
        let (first, second) = reviews.split_at(cut.min(reviews.len()));
        let mut parts = [first, second].map(|part| background::count(&setup, part, 3, batch));
        if reverse {
            parts.reverse();
        }
        let mut joined = Summary::new(&setup);
        parts.iter().for_each(|part| joined.merge(part).unwrap());
        let whole = background::count(&setup, &reviews, 3, usize::MAX).finish(&setup);
        prop_assert_eq!(joined.finish(&setup), whole);
    }

    #[test]
    fn shares_of_recommendations_and_decisions_hold_and_say_why_where_they_are_undefined(reviews in vec(background::any_review(), 0..40)) {
        let comparison = background::compare(&reviews, 3);
        prop_assert!(!serde_json::to_string(&comparison).unwrap().contains("NaN"));
        let recommended = comparison.recommendations.figures.iter().flat_map(|figure| &figure.shares).map(|share| &share.share);
        let decision = &comparison.decisions.decisions[0];
        let decided = decision.shares.iter().map(|share| &share.share).chain(decision.partnerships.iter().map(|row| &row.share));
        let predicted = decision.predictors.rows.iter().flat_map(|row| [&row.present, &row.absent]);
        for share in recommended.chain(decided).chain(predicted) {
            prop_assert_eq!(share.yes + share.no + share.unknown, share.n);
            prop_assert_eq!(share.lower.is_none(), share.n == 0);
            prop_assert!(share.why.is_some() || share.assessed_only.is_some() && share.interval_upper.is_some());
            if let (Some(lower), Some(upper)) = (share.lower, share.upper) {
                prop_assert!(share.hull_lower.unwrap() <= lower && lower <= upper && upper <= share.hull_upper.unwrap());
                prop_assert!(share.assessed_only.is_none_or(|known| lower <= known && known <= upper));
            }
        }
        for row in &decision.partnerships {
            prop_assert!(row.why.is_some() || row.ratio.is_some() && row.flag != Signal::CannotTell);
        }
        for row in &decision.predictors.rows {
            prop_assert!(row.why.is_some() || row.p.is_some() && row.difference_upper.is_some());
        }
    }

    #[test]
    fn second_codings_change_nothing(cases in vec(case(), 0..40)) {
        let setup = setup();
        let cases = named(cases);
        let with = whole(&setup, &cases);
        let first: Vec<_> = cases.into_iter().filter(|(review, _)| !review.second).collect();
        // Without any review the partnerships are not known either.
        prop_assume!(!first.is_empty());
        let without = whole(&setup, &first);
        let data = DataCounts { second_codings: 0, ..with.data.clone() };
        // They are the ceiling of agreement, and nothing else.
        let agreement = Agreement { ceiling: without.agreement.ceiling.clone(), ..with.agreement.clone() };
        prop_assert_eq!(Comparison { data, agreement, ..with }, without);
    }

    #[test]
    fn counts_add_up_and_bounds_hold(cases in vec(case(), 1..60)) {
        let setup = setup();
        let comparison = whole(&setup, &named(cases));
        for figure in &comparison.figures {
            prop_assert_eq!(figure.looked_yes + figure.looked_no + figure.looked_unknown, figure.in_scope - figure.not_applicable);
            for cut in [&figure.partly_present, &figure.partly_absent] {
                prop_assert_eq!(cut.present + cut.absent + cut.conflict + cut.not_determinable + cut.error, cut.n);
                if let (Some(lower), Some(upper)) = (cut.lower, cut.upper) {
                    prop_assert!(cut.hull_lower.unwrap() <= lower && lower <= upper && upper <= cut.hull_upper.unwrap());
                    prop_assert!(cut.upper_declared_unknown.unwrap() >= upper);
                    let realised = (cut.present + cut.conflict) as f64 / cut.n as f64;
                    prop_assert!(lower <= realised && realised <= upper);
                }
            }
            prop_assert!(figure.partly_absent.lower <= figure.partly_present.lower);
        }
    }
}

#[test]
fn summaries_of_other_runs_are_refused() {
    let setup = setup();
    let other = Setup::new(&dictionary(), &[framework("a", vec![])]).unwrap();
    let refused = Summary::new(&setup).merge(&Summary::new(&other)).unwrap_err();
    assert_eq!(refused, CompareError::Unlike("the frameworks"));
}
