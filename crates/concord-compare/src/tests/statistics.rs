//! What is said of partnerships, years, groups, means and lenses.

use concord_model::answer::{Answers, NOT_DETERMINABLE};
use concord_model::comparison::{Adjustment, Comparison, Facet, PartnershipRow, Signal, TermPart, Variation};
use concord_model::framework::Match;

use crate::testing::{ABSENT, PARTLY, PRESENT, Review, concern, dataset, dictionary, framework, looked_for, review};
use crate::{FrameworkInfo, Setup, Summary};

/// Reviews of a partnership, so many of each answer.
fn of(partnership: u32, counts: &[(u8, usize)]) -> Vec<(Review, u8)> {
    let answers = counts.iter().flat_map(|&(answer, count)| std::iter::repeat_n(answer, count));
    let named = |(place, answer)| (Review { partnership, ..review(&format!("R{partnership:03}-{place:03}")) }, answer);
    answers.enumerate().map(named).collect()
}

/// Partnerships 1 to 11, each with 6 present and 14 absent.
fn others() -> Vec<(Review, u8)> {
    (1..12).flat_map(|partnership| of(partnership, &[(PRESENT, 6), (ABSENT, 14)])).collect()
}

fn one(matching: Match) -> Vec<FrameworkInfo> {
    vec![framework("f", vec![concern("I", "T04", matching)])]
}

/// The comparison of one framework with one indicator.
fn compare(matching: Match, cases: &[(Review, u8)]) -> Comparison {
    let (reviews, answers): (Vec<Review>, Vec<u8>) = cases.iter().cloned().unzip();
    finish(&one(matching), &reviews, &[looked_for(&[&answers])])
}

fn finish(frameworks: &[FrameworkInfo], reviews: &[Review], answers: &[Answers]) -> Comparison {
    let setup = Setup::new(&dictionary(), frameworks).unwrap();
    let mut summary = Summary::new(&setup);
    summary.add(&setup, &dataset(reviews), 0..reviews.len(), answers).unwrap();
    summary.finish(&setup)
}

fn row<'a>(variation: &'a Variation, partnership: &str) -> &'a PartnershipRow {
    variation.partnerships.iter().find(|row| row.partnership == partnership).unwrap()
}

/// What is said of the first partnership, `Westby`, beside eleven others.
fn westby(counts: &[(u8, usize)]) -> PartnershipRow {
    let cases: Vec<_> = of(0, counts).into_iter().chain(others()).collect();
    row(&compare(Match::Exact, &cases).variation[0], "Westby").clone()
}

#[test]
fn a_flag_survives_whatever_is_missing() {
    assert_eq!(westby(&[(PRESENT, 17), (ABSENT, 3)]).signal, Signal::High998);
    assert_eq!(westby(&[(PRESENT, 17), (NOT_DETERMINABLE, 3)]).signal, Signal::High998, "the missing are absent for the high tail");
    let half = westby(&[(PRESENT, 10), (NOT_DETERMINABLE, 10)]);
    assert_eq!((half.n, half.missing, half.found_at_least, half.found_at_most), (20, 10, 10, 20));
    assert_eq!(half.missing_ignored, Signal::High998, "ten of ten looked for");
    assert_eq!(half.signal, Signal::CannotTell, "ten of twenty are the most that could have been found");
    assert_eq!((westby(&[(ABSENT, 20)]).signal, westby(&[(ABSENT, 24)]).signal), (Signal::Low95, Signal::Low998));
    assert_ne!(westby(&[(ABSENT, 12), (NOT_DETERMINABLE, 8)]).signal, Signal::Low998, "the missing are present for the low tail");
}

#[test]
fn partly_is_absent_for_the_high_tail_and_present_for_the_low_one() {
    let row = westby(&[(PRESENT, 6), (PARTLY, 11), (ABSENT, 3)]);
    assert_eq!((row.found_at_least, row.found_at_most), (6, 17));
    assert_eq!(row.signal, Signal::None);
}

#[test]
fn both_tails_are_about_the_benchmark_that_is_shown() {
    let others = (1..12).flat_map(|partnership| of(partnership, &[(PRESENT, 2), (PARTLY, 4), (ABSENT, 14)]));
    let cases: Vec<_> = of(0, &[(PRESENT, 9), (PARTLY, 2), (ABSENT, 6), (NOT_DETERMINABLE, 3)]).into_iter().chain(others).collect();
    let comparison = compare(Match::Exact, &cases);
    let row = row(&comparison.variation[0], "Westby");
    assert_eq!((row.n, row.found_at_least, row.found_at_most, row.benchmark), (20, 9, 14, Some(66.0 / 220.0)));
    let near = |p: Option<f64>, told: f64| assert!((p.unwrap() - told).abs() < 1e-12, "{p:?}, not {told}");
    // scipy.stats.hypergeom 1.17.1: sf(8, 240, 75, 20), cdf(14, 240, 80, 20).
    near(row.p_high, 0.12949387122000114);
    near(row.p_low, 0.9999149645019351);
    assert_eq!(row.signal, Signal::None, "what others found in part is found too");
}

#[test]
fn few_cases_cannot_be_distinguished() {
    let row = westby(&[(PRESENT, 1), (ABSENT, 1)]);
    assert_eq!((row.signal, row.q), (Signal::CannotTell, None));
    let two = westby(&[(PRESENT, 2), (NOT_DETERMINABLE, 9)]);
    assert_eq!(two.signal, Signal::CannotTell, "whatever had been found among two, nine unknown would have undone it");
}

#[test]
fn with_fewer_than_ten_others_nothing_can_be_told() {
    let nine = (1..10).flat_map(|partnership| of(partnership, &[(PRESENT, 6), (ABSENT, 14)]));
    let cases: Vec<_> = of(0, &[(PRESENT, 20)]).into_iter().chain(nine).collect();
    assert_eq!(row(&compare(Match::Exact, &cases).variation[0], "Westby").signal, Signal::CannotTell);
}

#[test]
fn a_benchmark_leaves_the_partnership_itself_out() {
    let row = westby(&[(PRESENT, 17), (ABSENT, 3)]);
    assert_eq!(row.benchmark, Some(66.0 / 220.0));
}

#[test]
fn shrinkage_stands_beside_the_raw_figure() {
    let pooled = westby(&[(PRESENT, 2)]).pooled;
    assert_eq!((pooled.x, pooled.n, pooled.raw), (2, 2, Some(1.0)));
    assert!(pooled.mean.unwrap() < 0.5 && pooled.prior_weight.unwrap() > 0.5, "{pooled:?}");
    assert!(pooled.lower < pooled.mean && pooled.mean < pooled.upper);
}

#[test]
fn national_shares_are_those_of_the_figures() {
    let cases: Vec<_> = of(0, &[(PRESENT, 3), (ABSENT, 4), (NOT_DETERMINABLE, 3)]).into_iter().chain(others()).collect();
    let comparison = compare(Match::Exact, &cases);
    let (national, cut) = (&comparison.variation[0].national, &comparison.figures[0].partly_present);
    assert_eq!([national.lower.share, national.assessed_only.share, national.upper.share], [cut.lower, cut.assessed_only, cut.upper]);
    assert!(national.lower.low < national.lower.share && national.upper.share < national.upper.high);
}

#[test]
fn what_can_answer_one_way_only_enters_no_statistic() {
    for matching in [Match::Part, Match::Wider] {
        let comparison = compare(matching, &others());
        assert!(comparison.variation.is_empty() && comparison.changes.is_empty() && comparison.fairness.is_empty());
        assert!(comparison.gradients.is_empty() && comparison.variance.is_empty());
        assert_eq!(comparison.flags.tests, 0);
    }
}

#[test]
fn what_is_expected_of_hard_cases_is_more() {
    // Practice reviews find it three times in four, rapid reviews once in four, everywhere.
    let of_type = |partnership: u32, lcspr: bool, counts: &[(u8, usize)]| {
        let cases = of(partnership, counts).into_iter();
        cases.map(move |(case, answer)| (Review { lcspr, key: format!("{}-{lcspr}", case.key), ..case }, answer)).collect::<Vec<_>>()
    };
    let hard = of_type(0, true, &[(PRESENT, 15), (ABSENT, 5)]);
    let rest = (1..12).flat_map(|partnership| {
        let hard = of_type(partnership, true, &[(PRESENT, 3), (ABSENT, 1)]);
        hard.into_iter().chain(of_type(partnership, false, &[(PRESENT, 5), (ABSENT, 15)]))
    });
    let cases: Vec<_> = hard.into_iter().chain(rest).collect();
    let comparison = compare(Match::Exact, &cases);
    let layers = &row(&comparison.variation[0], "Westby").layers;
    assert_eq!(layers.iter().map(|layer| layer.adjustment).collect::<Vec<_>>(), Adjustment::ALL);
    assert!(layers[0].ratio.unwrap() > 1.8, "{:?}", layers[0]);
    assert!((layers[1].ratio.unwrap() - 1.0).abs() < 0.05, "{:?}", layers[1]);
    assert!(layers[1].lower.unwrap() < 1.0 && layers[1].upper.unwrap() > 1.0);
}

#[test]
fn in_every_layer_as_much_is_expected_as_was_found_and_the_model_is_described() {
    // Rare, so that Firth's own intercept would expect too much, and groups of unequal size.
    let of_type = |partnership: u32, lcspr: bool, counts: &[(u8, usize)]| {
        let cases = of(partnership, counts).into_iter();
        cases.map(move |(case, answer)| (Review { lcspr, key: format!("{}-{lcspr}", case.key), ..case }, answer)).collect::<Vec<_>>()
    };
    let both = |partnership: u32| {
        let found = usize::from(partnership.is_multiple_of(6));
        let rapid = of_type(partnership, false, &[(PRESENT, found), (ABSENT, 9), (NOT_DETERMINABLE, 3)]);
        rapid.into_iter().chain(of_type(partnership, true, &[(PRESENT, usize::from(partnership == 3)), (ABSENT, 2)]))
    };
    let comparison = compare(Match::Exact, &(0..14).flat_map(both).collect::<Vec<_>>());
    let variation = &comparison.variation[0];
    for (place, adjustment) in Adjustment::ALL.into_iter().enumerate() {
        let layers: Vec<_> = variation.partnerships.iter().map(|row| &row.layers[place]).collect();
        let (observed, expected) = layers
            .iter()
            .fold((0.0, 0.0), |(observed, expected), layer| (observed + layer.observed as f64, expected + layer.expected.unwrap()));
        assert_eq!(observed, 4.0);
        assert!((observed - expected).abs() < 1e-9, "{adjustment:?}: {observed} {expected}");
        // One case of three or of thirteen is not so few that fewer would be out of the way, so that there is no lower limit.
        assert!(layers.iter().all(|layer| layer.lower.is_none() && layer.why.is_some()));
    }
    let [model, with_depth] = variation.models.as_slice() else { panic!("{:?}", variation.models) };
    assert_eq!((model.adjustment, with_depth.adjustment), (Adjustment::CaseMix, Adjustment::CaseMixAndDepth));
    assert_eq!((model.n, model.found, model.least), (158, 4, 10));
    let terms: Vec<_> = model.terms.iter().map(|term| (term.group.as_str(), term.n, term.found, term.part)).collect();
    assert_eq!(terms, [("rapid", 129, 3, TermPart::Reference), ("lcspr", 29, 1, TermPart::Effect)]);
    assert!(model.intercept.unwrap() < model.firth_intercept.unwrap());
}

#[test]
fn chance_is_said_beside_the_flags() {
    let flags = compare(Match::Exact, &others()).flags;
    assert_eq!((flags.tests, flags.could_flag, flags.beyond_95), (11, 11, 0));
    assert!((flags.expected_95 - 0.55).abs() < 1e-12 && (flags.expected_998 - 0.022).abs() < 1e-12);
}

#[test]
fn a_change_is_certain_only_where_the_bounds_leave_out_none() {
    let in_year = |year: &'static str, cases: Vec<(Review, u8)>| {
        cases.into_iter().map(move |(case, answer)| (Review { date: Some(year), key: format!("{year}-{}", case.key), ..case }, answer))
    };
    let year = |counts: &[(u8, usize)]| (0..4).flat_map(|partnership| of(partnership, counts)).collect::<Vec<_>>();
    let change = |before: &[(u8, usize)], after: &[(u8, usize)]| {
        let cases: Vec<_> = in_year("2022-01-05", year(before)).chain(in_year("2023-12-20", year(after))).collect();
        compare(Match::Exact, &cases).changes.remove(0)
    };
    let certain = change(&[(PRESENT, 1), (ABSENT, 8), (NOT_DETERMINABLE, 1)], &[(PRESENT, 7), (ABSENT, 2), (NOT_DETERMINABLE, 1)]);
    assert_eq!((certain.from, certain.to, certain.certain), (2022, 2023, true));
    let [low, high] = certain.bounds.unwrap();
    assert!((low - 0.5).abs() < 1e-12 && (high - 0.7).abs() < 1e-12, "{:?}", certain.bounds);
    let open = change(&[(PRESENT, 1), (ABSENT, 2), (NOT_DETERMINABLE, 7)], &[(PRESENT, 7), (ABSENT, 2), (NOT_DETERMINABLE, 1)]);
    assert!(!open.certain);
    assert_eq!((open.assessable_from.share, open.assessable_to.share), (Some(0.3), Some(0.9)));
}

#[test]
fn years_that_are_not_whole_are_compared_with_none_and_say_so() {
    // From February 2021 to the end of November 2024: neither 2021 nor 2024 is whole, nor are 2020-21 and 2024-25.
    let dates = ["2021-02-01", "2021-08-15", "2022-05-01", "2022-11-01", "2023-05-01", "2024-03-01", "2024-11-30"];
    let cases = dates.into_iter().flat_map(|date| {
        let cases = (0..3).flat_map(|partnership| of(partnership, &[(PRESENT, 2), (ABSENT, 2)]));
        cases.map(move |(case, answer)| (Review { date: Some(date), key: format!("{date}-{}", case.key), ..case }, answer))
    });
    let comparison = compare(Match::Exact, &cases.collect::<Vec<_>>());
    let years: Vec<_> = comparison.changes.iter().map(|change| (change.from, change.to)).collect();
    assert_eq!(years, [(2022, 2023)]);
    let not_whole = |facet| -> Vec<(&str, bool)> {
        let of_facet = comparison.facets.iter().filter(|part| part.facet == facet);
        of_facet.map(|part| (part.label.as_str(), part.not_whole.is_some())).collect()
    };
    assert_eq!(
        not_whole(Facet::CalendarYear),
        [
            ("2021 (not whole: the data begin on 2021-02-01)", true),
            ("2022", false),
            ("2023", false),
            ("2024 (not whole: the data end on 2024-11-30)", true)
        ]
    );
    assert_eq!(
        not_whole(Facet::FinancialYear),
        [
            ("April 2020 to March 2021 (not whole: the data begin on 2021-02-01)", true),
            ("April 2021 to March 2022", false),
            ("April 2022 to March 2023", false),
            ("April 2023 to March 2024", false),
            ("April 2024 to March 2025 (not whole: the data end on 2024-11-30)", true)
        ]
    );
    let of_year = comparison.figures.iter().find(|figure| figure.facet == Facet::CalendarYear && figure.value == "2024").unwrap();
    assert!(of_year.period.ends_with("2024 (not whole: the data end on 2024-11-30)"), "{}", of_year.period);
}

#[test]
fn a_date_known_to_the_year_alone_reaches_no_month() {
    let cases = ["2021-01-20", "2022-12-20", "2023"].into_iter().map(|date| (Review { date: Some(date), ..review(date) }, PRESENT));
    let comparison = compare(Match::Exact, &cases.collect::<Vec<_>>());
    let whole: Vec<_> =
        comparison.facets.iter().filter(|part| part.facet == Facet::CalendarYear).map(|part| part.not_whole.is_none()).collect();
    assert_eq!(whole, [true, true, false]);
}

#[test]
fn gaps_of_two_groups_are_one_test_and_all_have_a_q() {
    let of_type = |partnership: u32, lcspr: bool, counts: &[(u8, usize)]| {
        let cases = of(partnership, counts).into_iter();
        cases.map(move |(case, answer)| (Review { lcspr, key: format!("{}-{lcspr}", case.key), ..case }, answer)).collect::<Vec<_>>()
    };
    let both = |partnership: u32| {
        let rapid = of_type(partnership, false, &[(PRESENT, 3 + partnership as usize % 3), (ABSENT, 4)]);
        rapid.into_iter().chain(if partnership < 2 { of_type(partnership, true, &[(PRESENT, 1)]) } else { vec![] })
    };
    let comparison = compare(Match::Exact, &(0..12).flat_map(both).collect::<Vec<_>>());
    let [rapid, lcspr] = comparison.fairness.as_slice() else { panic!("{:?}", comparison.fairness) };
    assert_eq!((lcspr.assessed_only.share, lcspr.assessed_only.n), (Some(1.0), 2));
    let [low, high] = [lcspr.assessed_gap.low, lcspr.assessed_gap.high].map(Option::unwrap);
    assert!(low < 0.0 && high < 1.0, "two of two say little: {low} to {high}");
    assert!((rapid.assessed_gap.low.unwrap() + high).abs() < 1e-12);
    let family = &comparison.fairness_tests;
    assert_eq!((family.tests, family.tested, family.q_below_05), (2, 2, 0));
    assert_eq!(rapid.assessed_gap.q, lcspr.assessed_gap.q);
    assert!(rapid.assessed_gap.q.unwrap() >= rapid.assessed_gap.p.unwrap() && rapid.assessed_gap.p.unwrap() > 0.05);
    assert!(family.family.contains("groups"));
}

#[test]
fn assessability_is_shown_for_each_group_before_what_is_found() {
    let of_type = |partnership: u32, lcspr: bool, counts: &[(u8, usize)]| {
        let cases = of(partnership, counts).into_iter();
        cases.map(move |(case, answer)| (Review { lcspr, key: format!("{}-{lcspr}", case.key), ..case }, answer)).collect::<Vec<_>>()
    };
    let both = |partnership: u32| {
        let looked = of_type(partnership, true, &[(PRESENT, 4), (ABSENT, 4 + partnership as usize)]);
        looked.into_iter().chain(of_type(partnership, false, &[(PRESENT, 1), (ABSENT, 1), (NOT_DETERMINABLE, 6)]))
    };
    let comparison = compare(Match::Exact, &(0..6).flat_map(both).collect::<Vec<_>>());
    let group = |id: &str| comparison.fairness.iter().find(|one| one.group == id).unwrap();
    let (rapid, lcspr) = (group("rapid"), group("lcspr"));
    assert_eq!((rapid.assessable.share, lcspr.assessable.share), (Some(0.25), Some(1.0)));
    assert_eq!(rapid.assessable_gap.difference, Some(-0.75));
    assert_eq!(rapid.lower, Some(1.0 / 8.0));
    assert_eq!(rapid.upper, Some(7.0 / 8.0));
}

#[test]
fn where_those_with_more_means_can_tell_more_the_gradient_says_so() {
    // The row of a partnership is also its posts.
    let cases = (0..24).flat_map(|partnership| {
        let told = partnership as usize / 2;
        of(partnership, &[(PRESENT, told / 2), (ABSENT, told - told / 2), (NOT_DETERMINABLE, 12 - told)])
    });
    let comparison = compare(Match::Exact, &cases.collect::<Vec<_>>());
    let gradient = comparison.gradients.iter().find(|one| one.resource == "posts").unwrap();
    let [low, _, high] = gradient.assessability.predicted.unwrap();
    assert!(low < 0.4 && high > 0.6, "{gradient:?}");
    assert!(gradient.assessability.permutation_p.unwrap() < 0.01);
    assert!(gradient.finding.permutation_p.unwrap() > 0.05);
    // The centiles of the posts 0 to 23 of the partnerships, type 7, in all rows the same; no interval stands without its p.
    assert_eq!(gradient.at.map(|at| at.map(|at| (at * 10.0).round() / 10.0)), Some([2.3, 11.5, 20.7]));
    let slopes = [&gradient.assessability, &gradient.finding, &gradient.unknown_absent, &gradient.unknown_present];
    assert!(slopes.iter().all(|slope| slope.low.is_some() == slope.permutation_p.is_some() && slope.permutation_p.is_some()));
    assert!(gradient.unknown_absent.estimate.unwrap() > 0.0 && gradient.unknown_present.estimate.unwrap() < 0.0);
}

/// A number that looks random, from 0 to 99.
fn chance(seed: u64) -> u64 {
    let z = seed.wrapping_mul(0x9E37_79B9_7F4A_7C15);
    let z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    let z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    (z ^ (z >> 31)) % 100
}

#[test]
fn equally_accurate_frameworks_some_one_sided_show_no_variance_between_frameworks() {
    let names = ["a", "b", "c", "d", "e"];
    let matches = [Match::Exact, Match::Exact, Match::Exact, Match::Part, Match::Wider];
    let frameworks: Vec<FrameworkInfo> =
        names.iter().zip(matches).map(|(name, matching)| framework(name, vec![concern("I", "T04", matching)])).collect();
    let reviews: Vec<Review> = (0..30).flat_map(|partnership| of(partnership, &[(PRESENT, 20)])).map(|(review, _)| review).collect();
    let answers: Vec<Answers> = (0..5u64)
        .map(|framework| {
            let answer = |review: u64| {
                let truth = chance(review * 2 + 1) < 40;
                let wrong = chance(review * 64 + framework * 7 + 1_000_003) < 10;
                if truth != wrong { PRESENT } else { ABSENT }
            };
            looked_for(&[&(0..reviews.len() as u64).map(answer).collect::<Vec<u8>>()])
        })
        .collect();
    let comparison = finish(&frameworks, &reviews, &answers);
    let variance = &comparison.variance[0];
    assert_eq!(variance.frameworks.iter().map(|one| one.framework.as_str()).collect::<Vec<_>>(), ["a", "b", "c"]);
    let parts = &variance.plain;
    let total = [parts.partnership, parts.review, parts.framework, parts.partnership_framework, parts.residual].map(Option::unwrap);
    assert!(parts.framework.unwrap() < 0.005 * total.iter().sum::<f64>(), "{parts:?}");
    assert!(parts.review.unwrap() > 0.5 * total.iter().sum::<f64>(), "{parts:?}");
}

#[test]
fn unknown_taken_either_way_widens_the_range_of_the_components() {
    let frameworks = ["a", "b"].map(|name| framework(name, vec![concern("I", "T04", Match::Exact)]));
    let reviews: Vec<Review> = (0..20).flat_map(|partnership| of(partnership, &[(PRESENT, 12)])).map(|(review, _)| review).collect();
    let answers: Vec<Answers> = (0..2u64)
        .map(|framework| {
            let answer = |review: u64| match chance(review * 8 + 5) {
                unknown if unknown < 40 => NOT_DETERMINABLE,
                common => {
                    if (chance(review * 16 + framework) < 15) != (common < 70) {
                        PRESENT
                    } else {
                        ABSENT
                    }
                }
            };
            looked_for(&[&(0..reviews.len() as u64).map(answer).collect::<Vec<u8>>()])
        })
        .collect();
    let comparison = finish(&frameworks, &reviews, &answers);
    let variance = &comparison.variance[0];
    assert_ne!(variance.plain.review, variance.unknown_absent.review);
    assert_ne!(variance.unknown_absent.review, variance.unknown_present.review);
}
