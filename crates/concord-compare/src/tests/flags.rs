//! What the counts of a flag, its benchmark, the share of those assessed and the bounds have to do with one another.

use concord_model::answer::{Answers, Looked, NOT_DETERMINABLE};
use concord_model::comparison::{Comparison, Facet, PartnershipRow, Signal, Unit};
use concord_model::framework::Match;
use concord_stat::cluster;

use crate::testing::{ABSENT, PRESENT, Review, column, concern, dataset, dictionary, framework, looked_for, review};
use crate::{Setup, Summary};

/// A kind of case: what is answered, whether it was looked for, how many of them.
type Kind = (u8, Looked, usize);

/// Six present and fourteen absent, looked for.
const OTHER: &[Kind] = &[(PRESENT, Looked::Yes, 6), (ABSENT, Looked::Yes, 14)];

fn cases(partnership: u32, kinds: &[Kind]) -> Vec<(Review, u8, Looked)> {
    let all = kinds.iter().flat_map(|&(answer, looked, count)| std::iter::repeat_n((answer, looked), count));
    let of = |(place, (answer, looked))| (Review { partnership, ..review(&format!("R{partnership:03}-{place:03}")) }, answer, looked);
    all.enumerate().map(of).collect()
}

fn compare(frameworks: &[&str], reviews: &[Review], answers: &[Answers]) -> Comparison {
    let infos: Vec<_> = frameworks.iter().map(|id| framework(id, vec![concern("I", "T04", Match::Exact)])).collect();
    finish(&infos, reviews, answers)
}

fn finish(infos: &[crate::FrameworkInfo], reviews: &[Review], answers: &[Answers]) -> Comparison {
    let setup = Setup::new(&dictionary(), infos).unwrap();
    let mut summary = Summary::new(&setup);
    summary.add(&setup, &dataset(reviews), 0..reviews.len(), answers).unwrap();
    summary.finish(&setup)
}

/// Westby's cases beside eleven other partnerships.
fn beside(westby: &[Kind], others: &[Kind]) -> Comparison {
    let cases: Vec<_> = cases(0, westby).into_iter().chain((1..12).flat_map(|other| cases(other, others))).collect();
    let answers: Vec<_> = cases.iter().map(|(_, answer, looked)| (*answer, *looked, vec![])).collect();
    let reviews: Vec<Review> = cases.into_iter().map(|(review, ..)| review).collect();
    compare(&["f"], &reviews, &[Answers { columns: vec![column(&answers)], failures: vec![] }])
}

fn westby(comparison: &Comparison) -> &PartnershipRow {
    comparison.variation[0].partnerships.iter().find(|row| row.partnership == "Westby").unwrap()
}

#[test]
fn what_is_known_to_be_present_is_not_flagged_as_low() {
    let found = beside(&[(PRESENT, Looked::No, 20), (ABSENT, Looked::Yes, 8)], OTHER);
    let row = westby(&found);
    assert_eq!((row.n, row.by_the_way, row.missing), (28, 20, 0), "the cases are all to which the question applies");
    assert_eq!((row.found_at_least, row.found_at_most), (0, 20));
    assert!(!row.signal.flagged() && !row.signal_least_favourable.flagged(), "{row:?}");
}

#[test]
fn what_nobody_looked_for_makes_no_partnership_high() {
    // All partnerships alike: six of twenty by the way, and one of the fourteen that were looked for.
    let alike: &[Kind] = &[(PRESENT, Looked::No, 6), (PRESENT, Looked::Yes, 1), (ABSENT, Looked::Yes, 13)];
    let found = beside(alike, alike);
    assert!(found.variation[0].partnerships.iter().all(|row| !row.signal.flagged()), "{:?}", westby(&found));
    // Found by the way is no more than a case that is not known.
    let untold: &[Kind] = &[(PRESENT, Looked::Yes, 12), (NOT_DETERMINABLE, Looked::No, 8)];
    let by_the_way: &[Kind] = &[(PRESENT, Looked::Yes, 12), (PRESENT, Looked::No, 8)];
    let (untold, by_the_way) = (beside(untold, OTHER), beside(by_the_way, OTHER));
    assert_eq!(westby(&untold).p_high, westby(&by_the_way).p_high);
    assert_eq!(westby(&untold).signal, westby(&by_the_way).signal);
}

#[test]
fn counts_and_bounds_of_a_row_are_those_of_its_figure() {
    let found =
        beside(&[(PRESENT, Looked::Yes, 3), (PRESENT, Looked::No, 2), (ABSENT, Looked::Yes, 4), (NOT_DETERMINABLE, Looked::No, 5)], OTHER);
    let row = westby(&found);
    let figure = found.figures.iter().find(|one| one.facet == Facet::Partnership && one.value == "Westby").unwrap();
    let cut = &figure.partly_present;
    assert_eq!((row.n, row.by_the_way, row.missing), (cut.n, 2, 5));
    assert_eq!(cut.upper, Some(row.found_at_most as f64 / row.n as f64));
    assert_eq!((row.pooled.x, row.pooled.n), (cut.assessed_present, cut.assessed));
}

#[test]
fn the_benchmark_is_the_share_of_the_others_assessed_conflicts_and_all() {
    // Two indicators of one theme that part in most of the others' cases.
    let infos = [framework("f", vec![concern("I", "T04", Match::Exact), concern("J", "T04", Match::Exact)])];
    let others = (1..12).flat_map(|other| cases(other, &[(PRESENT, Looked::Yes, 16), (ABSENT, Looked::Yes, 4)]));
    let cases: Vec<_> = cases(0, &[(PRESENT, Looked::Yes, 15), (ABSENT, Looked::Yes, 5)]).into_iter().chain(others).collect();
    let reviews: Vec<Review> = cases.iter().map(|(review, ..)| review.clone()).collect();
    let one: Vec<u8> = cases.iter().map(|(_, answer, _)| *answer).collect();
    let other = vec![ABSENT; cases.len()];
    let found = finish(&infos, &reviews, &[looked_for(&[&one, &other])]);
    let row = westby(&found);
    assert_eq!(row.benchmark, Some(0.8), "16 conflicts of 20, which are present in assessed_only");
    assert_eq!((row.missing, row.found_at_least, row.found_at_most), (15, 0, 15), "the own conflicts are open");
    assert_eq!((row.pooled.x, row.pooled.n, row.signal.flagged()), (15, 20, false));
    let (shares, figure) = (&found.variation[0].national.assessed_only, &found.figures[0].partly_present);
    assert_eq!((shares.share, found.variation[0].spread.theta), (figure.assessed_only, figure.assessed_only));
}

#[test]
fn a_share_outside_its_own_bounds_says_why() {
    let found = beside(&[(PRESENT, Looked::No, 20), (ABSENT, Looked::Yes, 8)], OTHER);
    for figure in &found.figures {
        let cut = &figure.partly_present;
        let outside = cut.assessed_only.is_some_and(|share| Some(share) < cut.lower || Some(share) > cut.upper);
        assert_eq!(cut.note.is_some(), outside, "{figure:?}");
    }
    let westby = found.figures.iter().find(|one| one.facet == Facet::Partnership && one.value == "Westby").unwrap();
    assert!(westby.partly_present.note.as_ref().unwrap().contains("20 found without having been looked for"));
}

#[test]
fn what_is_estimated_from_few_cases_flags_nobody() {
    // One absent of three, and none of the others' eleven.
    let found = beside(&[(PRESENT, Looked::Yes, 2), (ABSENT, Looked::Yes, 1)], &[(PRESENT, Looked::Yes, 1)]);
    let row = westby(&found);
    assert_eq!((row.benchmark, row.signal, row.q), (Some(1.0), Signal::CannotTell, None));
    assert!((row.p_low.unwrap() - 3.0 / 14.0).abs() < 1e-12, "{:?}", row.p_low);
    assert_eq!((found.flags.could_flag, found.flags.expected_95, found.flags.q_below_05), (0, 0.0, 0));
}

#[test]
fn frameworks_that_find_the_same_are_tested_once() {
    let all: Vec<_> = cases(0, &[(PRESENT, Looked::Yes, 18), (ABSENT, Looked::Yes, 2)]);
    let cases: Vec<_> = all.into_iter().chain((1..12).flat_map(|other| cases(other, OTHER))).collect();
    let reviews: Vec<Review> = cases.iter().map(|(review, ..)| review.clone()).collect();
    let answers: Vec<u8> = cases.iter().map(|(_, answer, _)| *answer).collect();
    let mut others = answers.clone();
    others.reverse();
    let once = compare(&["a", "c"], &reviews, &[looked_for(&[&answers]), looked_for(&[&others])]);
    let twice = compare(&["a", "b", "c"], &reviews, &[&answers, &answers, &others].map(|answers| looked_for(&[answers])));
    let same: Vec<Option<&str>> = twice.variation.iter().map(|one| one.same_as.as_deref()).collect();
    assert_eq!(same, [None, Some("a"), None]);
    assert_eq!((twice.flags.views, twice.flags.distinct_views), (3, 2));
    assert_eq!(twice.flags, concord_model::comparison::Flags { views: 3, ..once.flags.clone() }, "flags, chance and tests count once");
    assert!(once.flags.beyond_95 > 0);
    assert_eq!(twice.variation[0].partnerships, twice.variation[1].partnerships, "the others have the q of the first");
}

#[test]
fn hulls_over_partnerships_are_the_hulls_of_clustered_ends() {
    // Partnerships that find it always, or never.
    let of = |partnership: u32| match partnership % 2 {
        0 => cases(partnership, &[(PRESENT, Looked::Yes, 8), (NOT_DETERMINABLE, Looked::Unknown, 2)]),
        _ => cases(partnership, &[(ABSENT, Looked::Yes, 9), (NOT_DETERMINABLE, Looked::Unknown, 1)]),
    };
    let cases: Vec<_> = (0..12).flat_map(of).collect();
    let reviews: Vec<Review> = cases.iter().map(|(review, ..)| review.clone()).collect();
    let answers: Vec<u8> = cases.iter().map(|(_, answer, _)| *answer).collect();
    let found = compare(&["f"], &reviews, &[looked_for(&[&answers])]);
    let ends = |even: u64, odd: u64| {
        let clusters: Vec<[u64; 2]> = (0..12).map(|partnership| [if partnership % 2 == 0 { even } else { odd }, 10]).collect();
        cluster::share(&clusters, 0.95).unwrap().interval.unwrap()
    };
    let hull = [ends(8, 0)[0], ends(10, 1)[1]];
    for figure in found.figures.iter().filter(|figure| figure.facet != Facet::Partnership) {
        let cut = &figure.partly_present;
        assert_eq!([cut.hull_lower, cut.hull_upper], hull.map(Some), "{:?} {:?}", figure.facet, figure.unit);
    }
    let (national, cut) = (&found.variation[0].national, &found.figures[0].partly_present);
    assert!(national.lower.design_effect.unwrap() > 5.0);
    assert_eq!((cut.hull_lower, cut.hull_upper), (national.lower.low, national.upper.high));
    let own = found.figures.iter().find(|one| one.facet == Facet::Partnership && one.unit == Unit::Incident).unwrap();
    assert!(own.partly_present.hull_lower.is_some(), "within one partnership it is Wilson's");
}
