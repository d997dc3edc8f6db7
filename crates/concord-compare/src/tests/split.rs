//! The same result whatever the split: parts counted apart and joined in any order give what the whole gives.

use proptest::collection::vec;
use proptest::prelude::*;

use concord_model::comparison::{Agreement, Comparison, DataCounts};

use super::cases::{case, count, named, setup, whole};
use crate::testing::{dictionary, framework};
use crate::{CompareError, Setup, Summary};

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
