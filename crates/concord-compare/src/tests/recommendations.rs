//! What reviews recommend: small cases by hand.

use concord_model::comparison::{BoundedShare, Comparison, Facet, RecommendationFigure, RecommendationMeasure as Measure};

use super::background::{
    AGENCY, DFE, Given, NOT_APPLICABLE, PROBLEM, Recommendation, Review, STAFF, STRENGTH, UNKNOWN, compare, count, recommendation, review,
    setup,
};
use crate::testing::dictionary;
use crate::{Setup, Summary};

fn figure(comparison: &Comparison, facet: Facet, value: &str) -> RecommendationFigure {
    comparison.recommendations.figures.iter().find(|figure| figure.facet == facet && figure.value == value).unwrap().clone()
}

fn share(figure: &RecommendationFigure, measure: Measure) -> BoundedShare {
    figure.shares.iter().find(|share| share.measure == measure).unwrap().share.clone()
}

fn all(reviews: &[Review], measure: Measure) -> BoundedShare {
    share(&figure(&compare(reviews, 3), Facet::All, ""), measure)
}

fn with(findings: Vec<Option<u8>>, recommendations: Vec<Recommendation>) -> Review {
    Review { findings, recommendations, ..review() }
}

#[test]
fn strength_is_the_kinds_and_an_odd_kind_is_not_known() {
    let kinds = [Some(0), Some(0), Some(1), STAFF, Some(3), None];
    let recommendations = kinds.map(|kind| Recommendation { kind, ..recommendation() }).to_vec();
    let comparison = compare(&[with(vec![], recommendations), review()], 3);
    let figure = figure(&comparison, Facet::All, "");
    assert_eq!((figure.reviews, figure.recommendations, figure.per_review), (2, 6, Some(3.0)));
    let weak = share(&figure, Measure::Weak);
    assert_eq!((weak.n, weak.yes, weak.no, weak.unknown), (6, 2, 2, 2));
    assert_eq!((weak.lower, weak.assessed_only, weak.upper), (Some(2.0 / 6.0), Some(0.5), Some(4.0 / 6.0)));
    let [intermediate, strong] = [Measure::Intermediate, Measure::Strong].map(|measure| share(&figure, measure));
    assert_eq!((intermediate.yes, strong.yes, strong.unknown), (1, 1, 2));
    let none = share(&figure, Measure::None);
    assert_eq!((none.n, none.yes, none.lower, none.upper), (2, 1, Some(0.5), Some(0.5)));
}

#[test]
fn levels_drop_where_an_organisations_finding_is_answered_at_the_front_line() {
    let answers = |links: Option<Vec<u32>>, level| Recommendation { links, level, ..recommendation() };
    let findings = vec![Some(3), Some(1), None];
    let recommendations = vec![
        answers(Some(vec![0]), Some(1)),    // drops
        answers(Some(vec![0, 1]), Some(2)), // does not: the team is above the front line here
        answers(Some(vec![0]), None),       // may drop
        answers(Some(vec![1]), Some(0)),    // answers no organisation's finding
        answers(Some(vec![]), Some(0)),     // answers nothing
        answers(Some(vec![1, 2]), Some(0)), // may answer one, and would drop
        answers(None, Some(3)),             // may answer one, and would not
        answers(None, None),                // may both
    ];
    let drop = all(&[with(findings, recommendations)], Measure::LevelDrop);
    assert_eq!((drop.n, drop.yes, drop.no, drop.unknown), (3, 1, 1, 1));
    assert_eq!((drop.maybe_yes, drop.maybe_no, drop.maybe_unknown), (1, 1, 1));
    // The least leaves out the one that would drop; the greatest the one that would not.
    assert_eq!((drop.lower, drop.assessed_only, drop.upper), (Some(1.0 / 5.0), Some(0.5), Some(4.0 / 5.0)));
}

#[test]
fn orphans_are_findings_that_nothing_answers_and_missing_links_leave_it_open() {
    let linked = |links: Option<Vec<u32>>| Recommendation { links, ..recommendation() };
    let reviews = [
        with(vec![Some(3), Some(3), Some(0), None], vec![linked(Some(vec![0]))]),
        with(vec![Some(3), Some(3)], vec![linked(Some(vec![1])), linked(None)]),
        with(vec![Some(3)], vec![]),
    ];
    let orphan = all(&reviews, Measure::Orphan);
    assert_eq!((orphan.n, orphan.yes, orphan.no, orphan.unknown), (7, 4, 2, 1));
    assert_eq!((orphan.lower, orphan.upper), (Some(4.0 / 7.0), Some(5.0 / 7.0)));
    let organisation = all(&reviews, Measure::OrphanOrganisation);
    assert_eq!((organisation.n, organisation.yes, organisation.no, organisation.unknown, organisation.maybe_yes), (5, 2, 2, 1, 1));
    assert_eq!((organisation.lower, organisation.upper), (Some(2.0 / 5.0), Some(4.0 / 6.0)));
}

#[test]
fn recommendations_are_held_against_problems_and_a_strength_calls_for_none() {
    let linked = |links: Vec<u32>, level| Recommendation { links: Some(links), level, ..recommendation() };
    // A problem that is answered, a strength and a neutral finding that nothing answers, one of which nobody says what it is.
    let kinds = vec![PROBLEM, STRENGTH, STRENGTH, None];
    let reviews = [Review { kinds, ..with(vec![Some(3); 4], vec![linked(vec![0], Some(3)), linked(vec![1], Some(0))]) }];
    let comparison = compare(&reviews, 3);
    let figure = figure(&comparison, Facet::All, "");
    assert_eq!((figure.findings, figure.problems), (4, 1));
    for measure in [Measure::Orphan, Measure::OrphanOrganisation] {
        let orphan = share(&figure, measure);
        assert_eq!((orphan.n, orphan.yes, orphan.no, orphan.maybe_yes), (1, 0, 1, 1), "{measure:?}");
    }
    // What answers a strength of an organisation at the front line drops from nothing.
    let drop = share(&figure, Measure::LevelDrop);
    assert_eq!((drop.n, drop.yes, drop.no), (1, 0, 1));
}

#[test]
fn where_nothing_says_what_a_problem_is_no_share_of_problems_is_given() {
    let mut setup = setup();
    setup.dictionary.background.recommendations.as_mut().unwrap().problems = None;
    let comparison = count(&setup, &[with(vec![Some(3)], vec![])], 3, 9).finish(&setup);
    let orphan = share(&figure(&comparison, Facet::All, ""), Measure::Orphan);
    assert_eq!((orphan.n, orphan.why.as_deref()), (0, Some("the dictionary does not say which findings are problems")));
}

#[test]
fn national_recommendations_are_answered_unanswered_unknown_or_not_for_a_response() {
    let national = |addressee, response, months| Recommendation { addressee, response, months, ..recommendation() };
    let accepted = Given::Code(1);
    let recommendations = vec![
        national(DFE, accepted, Some(12)),
        national(DFE, accepted, Some(13)),
        national(DFE, accepted, None),
        national(DFE, Given::Code(0), None),
        national(DFE, UNKNOWN, None),
        national(DFE, NOT_APPLICABLE, None),
        national(AGENCY, accepted, Some(1)),
        national(None, accepted, Some(2)),
    ];
    let comparison = compare(&[with(vec![], recommendations)], 3);
    let figure = figure(&comparison, Facet::All, "");
    let [national, answered] = [Measure::National, Measure::Answered].map(|measure| share(&figure, measure));
    assert_eq!((national.n, national.yes, national.no, national.unknown, figure.not_for_response), (8, 6, 1, 1, 1));
    assert_eq!((answered.n, answered.yes, answered.no, answered.unknown, answered.maybe_yes), (5, 3, 1, 1, 1));
    assert_eq!((answered.lower, answered.assessed_only, answered.upper), (Some(0.6), Some(0.75), Some(5.0 / 6.0)));
}

#[test]
fn answers_are_shares_of_what_is_due_and_what_is_not_due_yet_stands_apart() {
    // As of 2022-12-31.
    let of = |published, all: &[(Given, Option<i32>)]| {
        let one = |&(response, months): &(Given, Option<i32>)| Recommendation { addressee: DFE, response, months, ..recommendation() };
        Review { published, ..with(vec![], all.iter().map(one).collect()) }
    };
    let (accepted, none) = (Given::Code(1), Given::Code(0));
    let told = |reviews: &[Review]| {
        let comparison = compare(reviews, 3);
        assert_eq!(comparison.recommendations.as_of.as_deref(), Some("2022-12-31"));
        let figure = figure(&comparison, Facet::All, "");
        let counts = |measure| {
            let share = share(&figure, measure);
            ([share.yes, share.no, share.unknown], [share.maybe_yes, share.maybe_no, share.maybe_unknown])
        };
        [Measure::NotYetDue, Measure::AnsweredWithinYear, Measure::AnsweredLate, Measure::Unanswered].map(counts)
    };
    let nothing = [0, 0, 0];
    // Made known so long ago that all are due: two in time, one late, two not at all, one of which it is not known when, one not whether.
    let old = of(
        Some("2021-12-30"),
        &[(accepted, Some(12)), (accepted, Some(3)), (accepted, Some(13)), (none, None), (none, None), (accepted, None), (UNKNOWN, None)],
    );
    let of_old = [[0, 7, 0], [2, 3, 2], [1, 4, 2], [2, 4, 1]];
    assert_eq!(told(std::slice::from_ref(&old)), of_old.map(|counts| (counts, nothing)));
    // A day later there is a day left to answer: none is due, whatever was answered.
    let young = of(Some("2021-12-31"), &[(accepted, Some(2)), (none, None), (UNKNOWN, None)]);
    assert_eq!(told(std::slice::from_ref(&young)), [([3, 0, 0], nothing), (nothing, nothing), (nothing, nothing), (nothing, nothing)]);
    // Both together: what is not due yet lowers no share of what is.
    assert_eq!(told(&[old, young])[1..], of_old.map(|counts| (counts, nothing))[1..]);
    // Not known when: due or not, so that all may count.
    let undated = of(None, &[(accepted, Some(2)), (none, None)]);
    assert_eq!(told(&[undated]), [([0, 0, 2], nothing), (nothing, [1, 1, 0]), (nothing, [0, 2, 0]), (nothing, [1, 1, 0])]);
    // Known to the year alone.
    let year = of(Some("2021"), &[(none, None)]);
    assert_eq!(told(&[year])[3], (nothing, [1, 0, 0]));
}

#[test]
fn years_and_partnerships_stand_by_name_and_second_codings_stand_nowhere() {
    let of = |partnership, date, second| Review { partnership, date, second, ..with(vec![], vec![recommendation()]) };
    let reviews = [of(0, Some("2022"), false), of(1, Some("2021-03"), false), of(1, None, false), of(0, Some("2022-01-01"), true)];
    let comparison = compare(&reviews, 2);
    let parts = |facet| {
        let of = comparison.recommendations.figures.iter().filter(|figure| figure.facet == facet);
        of.map(|figure| (figure.value.as_str(), figure.recommendations)).collect::<Vec<_>>()
    };
    assert_eq!(parts(Facet::CalendarYear), [("2021", 1), ("2022", 1), ("unknown", 1)]);
    assert_eq!(parts(Facet::Partnership), [("P01", 2), ("P02", 1)]);
    assert_eq!((parts(Facet::All), parts(Facet::FinancialYear)), (vec![("", 3)], vec![]));
}

#[test]
fn intervals_are_those_over_partnerships_and_a_partnership_has_none() {
    let of = |partnership, kind| Review { partnership, ..with(vec![], vec![Recommendation { kind, ..recommendation() }]) };
    let reviews = [of(0, Some(0)), of(0, Some(0)), of(1, STAFF), of(1, STAFF), of(2, Some(0)), of(2, STAFF)];
    let comparison = compare(&reviews, 3);
    let weak = share(&figure(&comparison, Facet::All, ""), Measure::Weak);
    let expected = concord_stat::cluster::share(&[[2, 2], [0, 2], [1, 2]], 0.95).unwrap().interval.unwrap();
    assert_eq!((weak.interval_lower, weak.interval_upper), (Some(expected[0]), Some(expected[1])));
    assert_eq!((weak.hull_lower, weak.hull_upper, weak.why), (Some(expected[0]), Some(expected[1]), None));
    let one = share(&figure(&comparison, Facet::Partnership, "P01"), Measure::Weak);
    assert_eq!(
        (one.lower, one.interval_lower, one.hull_lower),
        (Some(0.5), None, Some(crate::wilson::wilson(1, 2, crate::wilson::Z_95).unwrap()[0]))
    );
    assert!(one.why.unwrap().contains("one partnership"));
}

#[test]
fn what_is_undefined_says_why() {
    let comparison = compare(&[review()], 3);
    let figure = figure(&comparison, Facet::All, "");
    let why = |measure| share(&figure, measure).why.unwrap();
    assert_eq!(why(Measure::Weak), "there are none");
    assert_eq!(why(Measure::LevelDrop), "there are none");
    let unlinked = with(vec![Some(3)], vec![Recommendation { links: None, ..recommendation() }]);
    let drop = all(&[unlinked], Measure::LevelDrop);
    assert_eq!((drop.n, drop.lower, drop.upper), (0, None, None));
    assert!(drop.why.unwrap().starts_with("there may be some"));
}

#[test]
fn a_dictionary_that_does_not_say_has_no_such_section() {
    let setup = Setup::new(&dictionary(), &[]).unwrap();
    let comparison = Summary::new(&setup).finish(&setup);
    assert!(comparison.recommendations.figures.is_empty() && comparison.decisions.decisions.is_empty());
    assert_eq!(comparison.recommendations.why.as_deref(), Some("the dictionary does not say where recommendations stand"));
    assert_eq!(comparison.decisions.why.as_deref(), Some("the dictionary names no decision about reviews"));
}
