//! All frameworks together: small cases by hand, any cases by their ratings.

use proptest::collection::vec;
use proptest::prelude::*;

use concord_model::answer::{Looked, NOT_APPLICABLE, NOT_DETERMINABLE};
use concord_model::comparison::{Agreement, Coefficients, Comparison, LeftOut, PanelAgreement};
use concord_model::finding::{Finding, Status};
use concord_stat::agreement::{Ratings, Weights, agreement};

use super::agreement::{compare, exact, reviews};
use super::cases::{case, named, setup, whole};
use super::naive::{Counted, incidents, reviews as counted};
use crate::testing::{ABSENT, PARTLY, PRESENT, Review, looked_for};

const UNTOLD: u8 = NOT_DETERMINABLE;

/// The agreement of frameworks on one theme, each by its rule and its answers; reviews go round three partnerships.
fn together(frameworks: &[(&str, &[u8])]) -> Agreement {
    comparison(frameworks).agreement
}

fn comparison(frameworks: &[(&str, &[u8])]) -> Comparison {
    let names = ["a", "b", "c", "d"];
    let of = |(name, (rule, answers)): (&&'static str, &(&str, &[u8]))| (*name, vec![exact(rule)], looked_for(&[answers]));
    let frameworks: Vec<_> = names.iter().zip(frameworks).map(of).collect();
    let round = |(place, review): (usize, Review)| Review { partnership: place as u32 % 3, ..review };
    let reviews: Vec<Review> = reviews(frameworks[0].2.columns[0].answers.len()).into_iter().enumerate().map(round).collect();
    compare(&frameworks, &reviews)
}

/// Three frameworks over five reviews, the last of which nobody can tell.
fn three() -> Agreement {
    together(&[
        ("x", &[PRESENT, PRESENT, ABSENT, ABSENT, UNTOLD]),
        ("y", &[PRESENT, PRESENT, ABSENT, PRESENT, UNTOLD]),
        ("z", &[PRESENT, ABSENT, ABSENT, UNTOLD, UNTOLD]),
    ])
}

fn panel(agreement: &Agreement) -> &PanelAgreement {
    assert_eq!(agreement.panels.len(), 1);
    &agreement.panels[0]
}

fn near(found: Option<f64>, expected: f64) {
    assert!((found.unwrap() - expected).abs() < 1e-12, "{found:?} {expected}");
}

/// Specific agreement and prevalence of each category.
fn of_categories(found: &Coefficients) -> Vec<[Option<f64>; 2]> {
    found.categories.iter().map(|category| [category.specific_agreement, category.prevalence]).collect()
}

#[test]
fn the_headline_by_hand() {
    let agreement = three();
    let found = &panel(&agreement).items.partly_present.coefficients;
    assert_eq!((found.units, found.units_rated, found.units_pairable), (5, 4, 4));
    near(found.percent_agreement, 7.0 / 12.0);
    let categories = of_categories(found);
    near(categories[0][0], 6.0 / 9.0);
    near(categories[1][0], 8.0 / 11.0);
    near(categories[1][1], 13.0 / 24.0);
    near(found.krippendorff_alpha, 1.0 / 3.0);
    near(found.gwet_ac, 5.0 / 29.0);
    near(found.fleiss_kappa, 23.0 / 143.0);
    assert!(found.why.is_none() && found.se_jackknife.why.is_none());
    assert!(found.se_jackknife.krippendorff_alpha.unwrap() > 0.0 && found.se_jackknife.gwet_ac.unwrap() > 0.0);
    let q = panel(&agreement).items.partly_present.cochran_q.as_ref().unwrap();
    assert_eq!((q.complete, q.incomplete, q.q, q.df), (3, 1, Some(2.0), 2));
}

#[test]
fn what_nobody_can_tell_is_agreement_about_what_can_be_told() {
    let agreement = three();
    let item = &panel(&agreement).items.assessable;
    let found = &item.coefficients;
    assert_eq!((found.units, found.units_rated, found.units_pairable), (5, 5, 5));
    near(found.percent_agreement, 13.0 / 15.0);
    assert_eq!(found.categories.iter().map(|category| category.category.as_str()).collect::<Vec<_>>(), ["not_told", "told"]);
    let q = item.cochran_q.as_ref().unwrap();
    assert_eq!((q.complete, q.q), (5, Some(2.0)), "only the third told less, once");
}

#[test]
fn what_does_not_apply_is_not_asked_whether_it_could_be_told() {
    let agreement = together(&[("x", &[PRESENT, NOT_APPLICABLE, NOT_APPLICABLE]), ("y", &[PRESENT, UNTOLD, NOT_APPLICABLE])]);
    let found = &panel(&agreement).items.assessable.coefficients;
    assert_eq!((found.units, found.units_rated, found.units_pairable), (3, 2, 1));
}

#[test]
fn partly_stands_between_absent_and_present() {
    let agreement = together(&[("x", &[PRESENT, PARTLY, ABSENT]), ("y", &[PARTLY, PARTLY, ABSENT])]);
    let items = &panel(&agreement).items;
    near(items.graded.coefficients.percent_agreement, 8.0 / 9.0);
    near(items.graded.coefficients.krippendorff_alpha, 7.0 / 9.0);
    assert!(items.graded.cochran_q.is_none());
    near(items.partly_present.coefficients.percent_agreement, 1.0);
    near(items.partly_absent.coefficients.percent_agreement, 2.0 / 3.0);
}

#[test]
fn each_framework_left_out_and_what_changes_most() {
    let agreement = three();
    let without = &panel(&agreement).without;
    without.iter().zip([2.0 / 3.0, 2.0 / 3.0, 0.75]).for_each(|(without, expected)| near(without.percent_agreement, expected));
    near(without[2].change, 0.75 - 7.0 / 12.0);
    assert!(without.iter().all(|without| without.why.is_none() && without.alpha_changes_sign == Some(false)));
    let most = agreement.most_changed.as_ref().unwrap();
    assert_eq!((most.framework.as_str(), most.theme.as_str(), most.change), ("c", "T04", without[2].change.unwrap()));
}

#[test]
fn of_two_frameworks_none_can_be_left_out() {
    let agreement = together(&[("x", &[PRESENT, ABSENT]), ("y", &[PRESENT, PRESENT])]);
    let without = &panel(&agreement).without[0];
    assert_eq!((without.percent_agreement, without.change, without.alpha_changes_sign), (None, None, None));
    let why = "percent_agreement: no unit has two ratings; krippendorff_alpha: no unit has two ratings; gwet_ac: no unit has two ratings";
    assert_eq!(without.why.as_deref(), Some(why));
    assert_eq!(agreement.most_changed, None);
}

#[test]
fn of_marked_frameworks_the_first_is_kept() {
    let comparison =
        comparison(&[("x", &[PRESENT, ABSENT]), ("y", &[PRESENT, PRESENT]), ("x", &[PRESENT, ABSENT]), ("x", &[PRESENT, ABSENT])]);
    let panel = panel(&comparison.agreement);
    assert_eq!(panel.frameworks, ["a", "b"]);
    let left_out = |framework: &str| LeftOut { framework: framework.to_owned(), marked_with: "a".to_owned() };
    assert_eq!(panel.left_out, [left_out("c"), left_out("d")]);
    let variance = &comparison.variance[0];
    assert_eq!(variance.frameworks.iter().map(|mean| mean.framework.as_str()).collect::<Vec<_>>(), ["a", "b"]);
    assert_eq!(variance.same_definition, panel.left_out);
    near(panel.items.partly_present.coefficients.percent_agreement, 0.5);
}

#[test]
fn where_all_say_the_same_there_is_no_alpha_and_it_is_said_why() {
    let agreement = together(&[("x", &[ABSENT, ABSENT]), ("y", &[ABSENT, ABSENT])]);
    let found = &panel(&agreement).items.partly_present.coefficients;
    assert_eq!((found.percent_agreement, found.gwet_ac, found.krippendorff_alpha), (Some(1.0), Some(1.0), None));
    assert!(found.why.as_deref().unwrap().starts_with("krippendorff_alpha, fleiss_kappa: all ratings"), "{:?}", found.why);
    assert!(found.se_jackknife.why.as_deref().unwrap().starts_with("standard errors: krippendorff_alpha: "));
    let q = panel(&agreement).items.partly_present.cochran_q.as_ref().unwrap();
    assert_eq!((q.q, q.why.as_deref()), (None, Some("no incident divides the frameworks")));
}

/// What a finding is among an item's categories.
type Rate = fn(&Finding) -> Option<usize>;

fn binary(status: Status, looked: Looked) -> Option<usize> {
    (looked == Looked::Yes && status.determinable()).then(|| usize::from(status != Status::Absent))
}

/// The items with their categories, and how each finding is rated.
const NAIVE: [(&[&str], Weights, Rate); 4] = [
    (&["absent", "present"], Weights::Nominal, |finding| binary(finding.partly_present, finding.looked)),
    (&["absent", "present"], Weights::Nominal, |finding| binary(finding.partly_absent, finding.looked_partly_absent)),
    (&["absent", "partly", "present"], Weights::Ordinal, |finding| {
        Some(binary(finding.partly_present, finding.looked)? + binary(finding.partly_absent, finding.looked_partly_absent)?)
    }),
    (&["not_told", "told"], Weights::Nominal, |finding| {
        let applies = finding.partly_present != Status::NotApplicable;
        applies.then(|| usize::from(binary(finding.partly_present, finding.looked).is_some()))
    }),
];

/// The two views of T04 as ratings, incident by incident.
fn ratings(incidents: &[Counted], (categories, weights, rate): (&[&str], Weights, Rate)) -> Ratings {
    let words = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect();
    Ratings {
        categories: words(categories),
        weights,
        raters: words(&["a", "b"]),
        clusters: Some(incidents.iter().map(|incident| incident.root.partnership.to_string()).collect()),
        units: incidents.iter().map(|incident| incident.findings[..2].iter().map(rate).collect()).collect(),
    }
}

/// The same but for rounding, or undefined both.
fn alike(found: Option<f64>, expected: Option<f64>) -> bool {
    match (found, expected) {
        (Some(found), Some(expected)) => (found - expected).abs() <= 1e-12,
        (found, expected) => found.is_none() && expected.is_none(),
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(100))]

    #[test]
    fn every_coefficient_is_what_the_ratings_give(cases in vec(case(), 0..80)) {
        let cases = named(cases);
        let comparison = whole(&setup(), &cases);
        let incidents = incidents(&counted(&cases));
        let panel = &comparison.agreement.panels[0];
        prop_assume!(panel.left_out.is_empty());
        let items = [
            &panel.items.partly_present.coefficients,
            &panel.items.partly_absent.coefficients,
            &panel.items.graded.coefficients,
            &panel.items.assessable.coefficients,
        ];
        for (found, item) in items.into_iter().zip(NAIVE) {
            let expected = agreement(&ratings(&incidents, item)).unwrap();
            prop_assert_eq!((found.units, found.units_pairable), (expected.units, expected.units_pairable));
            prop_assert!(alike(found.percent_agreement, expected.percent_agreement));
            prop_assert!(alike(found.krippendorff_alpha, expected.krippendorff_alpha) && alike(found.gwet_ac, expected.gwet_ac));
            prop_assert!(alike(found.fleiss_kappa, expected.fleiss_kappa));
            let named = |found: Vec<(String, Option<f64>)>| found.into_iter().map(|(_, figure)| figure).collect::<Vec<_>>();
            let both = named(expected.specific_agreement.0).into_iter().zip(named(expected.prevalence.0));
            let both: Vec<[Option<f64>; 2]> = both.map(|(specific, prevalence)| [specific, prevalence]).collect();
            let found_categories = of_categories(found);
            prop_assert_eq!(found_categories.len(), both.len());
            prop_assert!(found_categories.iter().flatten().zip(both.iter().flatten()).all(|(found, expected)| alike(*found, *expected)));
            let (errors, expected) = (&found.se_jackknife, expected.se_jackknife);
            prop_assert!(alike(errors.krippendorff_alpha, expected.krippendorff_alpha) && alike(errors.gwet_ac, expected.gwet_ac));
        }
    }
}
