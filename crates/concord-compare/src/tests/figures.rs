//! Units, parts of the data, bounds, and what is declared and never recorded on.

use concord_model::answer::{AnswerColumn, Answers, ERROR, Looked, NOT_APPLICABLE, NOT_DETERMINABLE};
use concord_model::comparison::{Comparison, Facet, Figure, OneSided, Scope, Unit, WarningKind};
use concord_model::finding::{Side, Status};
use concord_model::framework::{Indicator, LocalAnswer, Match, Outcome};

use crate::cell::{Cells, Counted};
use crate::testing::{ABSENT, PARTLY, PRESENT, Review, column, concern, dataset, dictionary, framework, looked_for, review};
use crate::{CONFLICTS_LISTED, CompareError, Setup, Summary};

fn setup(indicators: Vec<Indicator>) -> Setup {
    Setup::new(&dictionary(), &[framework("f", indicators)]).unwrap()
}

fn compare(indicators: Vec<Indicator>, reviews: &[Review], answers: Answers) -> Comparison {
    let setup = setup(indicators);
    let mut summary = Summary::new(&setup);
    summary.add(&setup, &dataset(reviews), 0..reviews.len(), &[answers]).unwrap();
    summary.finish(&setup)
}

fn figure<'a>(comparison: &'a Comparison, unit: Unit, facet: Facet, value: &str) -> &'a Figure {
    let found = |figure: &&Figure| figure.theme == "T04" && figure.unit == unit && figure.facet == facet && figure.value == value;
    comparison.figures.iter().find(found).unwrap()
}

fn reviews(count: usize) -> Vec<Review> {
    (0..count).map(|place| review(&format!("R{place:03}"))).collect()
}

#[test]
fn bounds_come_from_the_counts_in_both_cuts() {
    let answers = [PRESENT, PARTLY, ABSENT, ABSENT, NOT_DETERMINABLE, ERROR, NOT_APPLICABLE, NOT_APPLICABLE];
    let comparison = compare(vec![concern("I", "T04", Match::Exact)], &reviews(8), looked_for(&[&answers]));
    let figure = figure(&comparison, Unit::Incident, Facet::All, "");
    assert_eq!((figure.in_scope, figure.not_applicable, figure.looked_yes, figure.looked_unknown), (8, 2, 5, 1));
    let cut = &figure.partly_present;
    assert_eq!((cut.n, cut.present, cut.absent, cut.not_determinable, cut.error, cut.determinable), (6, 2, 2, 1, 1, 4));
    assert_eq!((cut.lower, cut.assessed_only, cut.upper), (Some(2.0 / 6.0), Some(0.5), Some(4.0 / 6.0)));
    let cut = &figure.partly_absent;
    assert_eq!((cut.present, cut.absent), (1, 3));
    assert_eq!((cut.lower, cut.assessed_only, cut.upper), (Some(1.0 / 6.0), Some(0.25), Some(3.0 / 6.0)));
    assert!(cut.hull_lower.unwrap() < cut.lower.unwrap() && cut.hull_upper.unwrap() > cut.upper.unwrap());
    assert_eq!(figure.period, "notified date: 2023-05-01 to 2023-05-01");
}

#[test]
fn a_present_found_by_the_way_raises_the_lower_bound_and_nothing_else() {
    let answers = [(PRESENT, Looked::No), (PRESENT, Looked::Yes), (ABSENT, Looked::Yes), (ABSENT, Looked::No)];
    let answers: Vec<_> = answers.into_iter().map(|(answer, looked)| (answer, looked, vec![])).collect();
    let answers = Answers { columns: vec![column(&answers)], failures: vec![] };
    let comparison = compare(vec![concern("I", "T04", Match::Exact)], &reviews(4), answers);
    let cut = &figure(&comparison, Unit::Incident, Facet::All, "").partly_present;
    assert_eq!((cut.present, cut.absent, cut.not_determinable), (2, 1, 1));
    assert_eq!((cut.assessed, cut.assessed_present), (2, 1));
    assert_eq!((cut.lower, cut.assessed_only, cut.upper), (Some(0.5), Some(0.5), Some(0.75)));
}

#[test]
fn a_conflict_is_present_in_the_headline_and_absent_in_the_lower_bound_and_is_listed() {
    let indicators = vec![concern("I1", "T04", Match::Exact), concern("I2", "T04", Match::Part)];
    let (exact, part) = ([ABSENT, ABSENT, PRESENT], [PRESENT, NOT_DETERMINABLE, NOT_DETERMINABLE]);
    let comparison = compare(indicators, &reviews(3), looked_for(&[&exact, &part]));
    let cut = &figure(&comparison, Unit::Incident, Facet::All, "").partly_present;
    assert_eq!((cut.present, cut.conflict, cut.absent), (1, 1, 1));
    assert_eq!((cut.lower, cut.assessed_only, cut.upper), (Some(1.0 / 3.0), Some(2.0 / 3.0), Some(2.0 / 3.0)));
    assert_eq!((comparison.conflicts.total, comparison.conflicts.listed[0].review.as_str()), (1, "R000"));
    assert!(comparison.warnings.iter().any(|warning| warning.kind == WarningKind::Contradicts));
}

#[test]
fn conflicts_are_listed_up_to_a_limit_and_all_are_counted() {
    let indicators = vec![concern("I1", "T04", Match::Exact), concern("I2", "T04", Match::Part)];
    let count = CONFLICTS_LISTED + 7;
    let mut backwards = reviews(count);
    backwards.reverse();
    let comparison = compare(indicators, &backwards, looked_for(&[&vec![ABSENT; count], &vec![PRESENT; count]]));
    assert_eq!((comparison.conflicts.total, comparison.conflicts.listed.len()), (count as u64, CONFLICTS_LISTED));
    assert_eq!(comparison.conflicts.listed[0].review, "R000");
    assert_eq!(comparison.conflicts.listed.last().unwrap().review, format!("R{:03}", CONFLICTS_LISTED - 1));
}

/// A rapid review of 2022 that finds nothing and the practice review after it, dated 2023, that finds it; and a review by itself.
fn chain() -> Vec<Review> {
    let rapid = Review { chain: 7, date: Some("2022-12-30"), partnership: 1, ..review("A") };
    let after = Review { chain: 7, date: Some("2023-02-01"), partnership: 1, follows: true, lcspr: true, ..review("B") };
    vec![after, review("C"), rapid]
}

#[test]
fn a_chain_is_one_incident_counted_where_its_root_is_and_its_types_are_shown_by_review() {
    let comparison = compare(vec![concern("I", "T04", Match::Exact)], &chain(), looked_for(&[&[PRESENT, ABSENT, ABSENT]]));
    let counts = |unit, facet, value: &str| {
        let cut = &figure(&comparison, unit, facet, value).partly_present;
        (cut.n, cut.present, cut.absent)
    };
    assert_eq!((comparison.data.reviews, comparison.data.incidents, comparison.data.chains), (3, 2, 1));
    assert_eq!(counts(Unit::Incident, Facet::All, ""), (2, 1, 1));
    assert_eq!(counts(Unit::Review, Facet::All, ""), (3, 1, 2));
    assert_eq!(counts(Unit::Incident, Facet::CalendarYear, "2022"), (1, 1, 0));
    assert_eq!(counts(Unit::Incident, Facet::CalendarYear, "2023"), (1, 0, 1));
    assert_eq!(counts(Unit::Incident, Facet::FinancialYear, "2022-23"), (1, 1, 0));
    assert_eq!(counts(Unit::Incident, Facet::Partnership, "Easton"), (1, 1, 0));
    assert_eq!(counts(Unit::Review, Facet::ReviewType, "rapid"), (2, 0, 2));
    assert_eq!(counts(Unit::Review, Facet::ReviewType, "lcspr"), (1, 1, 0));
    assert!(!comparison.figures.iter().any(|figure| figure.unit == Unit::Incident && figure.facet == Facet::ReviewType));
}

#[test]
fn of_an_incident_the_first_review_tells_of_the_means() {
    let counted = Counted::new(&setup(vec![concern("I", "T04", Match::Exact)]), &dataset(&chain()), &(0..3), &mut Cells::default());
    let mut first: Vec<u32> = counted.first().collect();
    first.sort_unstable();
    assert_eq!(first, [1, 2], "the practice review follows from the rapid one");
}

#[test]
fn parts_stand_in_order_by_name_and_year_never_by_estimate_and_add_up() {
    let mut three = reviews(5);
    three[0].partnership = 2;
    three[1].date = Some("2021");
    three[2].date = None;
    three[3].date = Some("2019-05");
    let answers = [ABSENT, PRESENT, PRESENT, PRESENT, ABSENT];
    let comparison = compare(vec![concern("I", "T04", Match::Exact)], &three, looked_for(&[&answers]));
    let values = |facet| {
        let of = comparison.facets.iter().filter(|value| value.facet == facet);
        of.map(|value| (value.value.as_str(), value.incidents.unwrap())).collect::<Vec<_>>()
    };
    assert_eq!(values(Facet::Partnership), [("Midham", 1), ("Westby", 4)]);
    assert_eq!(values(Facet::CalendarYear), [("2019", 1), ("2021", 1), ("2023", 2), ("unknown", 1)]);
    assert_eq!(values(Facet::FinancialYear), [("2019-20", 1), ("2023-24", 2), ("unknown", 2)]);
    assert_eq!((comparison.data.undated, comparison.data.partnerships, comparison.data.partnerships_without), (1, 2, 1));
    let year = figure(&comparison, Unit::Incident, Facet::FinancialYear, "2023-24");
    assert_eq!(year.period, "notified date: April 2023 to March 2024 (not whole: the data end on 2023-05-01)");
}

#[test]
fn second_codings_enter_no_figure_but_have_findings() {
    let mut two = reviews(2);
    two[1].second = true;
    let setup = setup(vec![concern("I", "T04", Match::Exact)]);
    let mut summary = Summary::new(&setup);
    let findings = summary.add(&setup, &dataset(&two), 0..2, &[looked_for(&[&[ABSENT, PRESENT]])]).unwrap();
    assert_eq!(findings.finding(0, 0, Side::Concern, 1).partly_present, Status::Present);
    let comparison = summary.finish(&setup);
    let figure = figure(&comparison, Unit::Review, Facet::All, "");
    assert_eq!((figure.in_scope, figure.partly_present.present), (1, 0));
    assert_eq!((comparison.data.reviews, comparison.data.second_codings), (1, 1));
    assert_eq!(comparison.indicators[0].answers[0].count, 0);
}

#[test]
fn a_one_sided_pair_gives_one_bound_and_no_assessed_share_and_says_why() {
    let comparison = compare(vec![concern("I", "T04", Match::Part)], &reviews(2), looked_for(&[&[PRESENT, ABSENT]]));
    let figure = figure(&comparison, Unit::Incident, Facet::All, "");
    let cut = &figure.partly_present;
    assert_eq!(figure.one_sided, Some(OneSided::PresentOnly));
    assert_eq!((cut.lower, cut.assessed_only, cut.upper), (Some(0.5), None, Some(1.0)));
    assert!(cut.why.as_deref().unwrap().starts_with("one-sided"));
}

#[test]
fn where_it_applies_to_none_every_share_is_undefined_and_says_why() {
    let comparison = compare(vec![concern("I", "T04", Match::Exact)], &reviews(2), looked_for(&[&[NOT_APPLICABLE; 2]]));
    let cut = &figure(&comparison, Unit::Incident, Facet::All, "").partly_present;
    assert_eq!((cut.n, cut.lower, cut.upper, cut.hull_lower, cut.assessed_only), (0, None, None, None, None));
    assert_eq!(cut.why.as_deref(), Some("it applies to none of the incidents"));
}

#[test]
fn strengths_are_found_apart_and_both_is_present_twice() {
    let local = |code: &str, concern, strength| LocalAnswer { code: code.to_owned(), label: code.to_owned(), concern, strength };
    let mut indicator = concern("LT1", "T04", Match::Exact);
    let (yes, no) = (Some(Outcome::Present), Some(Outcome::Absent));
    indicator.scale = vec![local("none", no, no), local("constructive", no, yes), local("unsafe", yes, None), local("both", yes, yes)];
    let comparison = compare(vec![indicator], &reviews(4), looked_for(&[&[0, 1, 2, 3]]));
    let of = |side: Side| {
        let cut = &comparison.figures.iter().find(|figure| figure.side == side).unwrap().partly_present;
        (cut.present, cut.absent, cut.not_determinable)
    };
    assert_eq!((of(Side::Concern), of(Side::Strength)), ((2, 2, 0), (2, 1, 1)));
}

#[test]
fn ticking_every_box_gains_nothing() {
    let declared = |partnership, observed: &[u8]| Review { partnership, declared: Some(0b001), observed: observed.to_vec(), ..review("R") };
    let ticked = [declared(0, &[]), declared(0, &[]), declared(1, &[]), declared(1, &[0])];
    let answers = looked_for(&[&[ABSENT, ABSENT, ABSENT, PRESENT]]);
    let comparison = compare(vec![concern("I", "T04", Match::Exact)], &ticked, answers);
    let listed: Vec<_> = comparison.declared_only.iter().map(|row| (row.partnership.as_str(), row.theme.as_str(), row.declared)).collect();
    assert_eq!(listed, [("Westby", "T04", 2)]);
    let cut = &figure(&comparison, Unit::Incident, Facet::All, "").partly_present;
    assert_eq!((cut.lower, cut.upper, cut.absent_declared_only), (Some(0.25), Some(0.25), 2));
    assert_eq!((cut.lower_declared_unknown, cut.upper_declared_unknown), (Some(0.25), Some(0.75)));
    let westby = &figure(&comparison, Unit::Incident, Facet::Partnership, "Westby").partly_present;
    assert_eq!((westby.upper, westby.upper_declared_unknown), (Some(0.0), Some(1.0)));
}

#[test]
fn examined_is_declared_inferred_refuted_or_unknown() {
    let mut four = reviews(4);
    four[0].declared = Some(0b001);
    four[1].declared = Some(0b010);
    four[2].observed = vec![0];
    let comparison = compare(vec![], &four, looked_for(&[]));
    let t04 = &comparison.examined[0];
    assert_eq!((t04.reviews, t04.declared, t04.inferred, t04.not_examined, t04.unknown), (4, 1, 1, 1, 1));
    assert_eq!(t04.declared_and_recorded, 0);
}

#[test]
fn coverage_tells_what_decides_what_is_related_and_what_stands_apart() {
    let indicators = vec![
        concern("I1", "T04", Match::Part),
        concern("I2", "T04", Match::Exact),
        concern("I3", "T05", Match::Related),
        concern("I4", "T12", Match::Exact),
    ];
    let comparison = compare(indicators, &reviews(2), looked_for(&[&[ABSENT; 2], &[ABSENT, NOT_DETERMINABLE], &[ABSENT; 2], &[ABSENT; 2]]));
    let scopes: Vec<Scope> = comparison.coverage.iter().map(|pair| pair.scope).collect();
    assert_eq!(scopes, [Scope::Decides, Scope::RelatedOnly, Scope::Apart]);
    assert_eq!(comparison.coverage[0].matches, [Match::Exact, Match::Part]);
    let side = &comparison.coverage[0].sides[0];
    assert_eq!((side.applicable, side.looked_for, side.determinable), (2, 2, 1));
    assert!(comparison.figures.iter().all(|figure| figure.theme == "T04"));
}

#[test]
fn answers_that_do_not_fit_are_refused_and_nothing_is_counted() {
    let setup = setup(vec![concern("I", "T04", Match::Exact)]);
    let data = dataset(&reviews(3));
    let mut summary = Summary::new(&setup);
    let short = summary.add(&setup, &data, 0..3, &[looked_for(&[&[ABSENT; 2]])]).unwrap_err();
    assert_eq!(short.to_string(), "f: I: 2 answers where 3 are due; the answers must be those of this run's reviews and descriptor");
    let outside = summary.add(&setup, &data, 2..4, &[looked_for(&[&[ABSENT; 2]])]).unwrap_err();
    assert_eq!(outside.to_string(), "reviews 2 to 4 lie outside a dataset of 3");
    assert_eq!(summary.add(&setup, &data, 0..3, &[]).unwrap_err(), CompareError::Frameworks { given: 0, expected: 1 });
    assert_eq!(summary.finish(&setup).data.reviews, 0);
}

#[test]
fn a_comparison_goes_to_json_and_back() {
    let comparison = compare(vec![concern("I", "T04", Match::Exact)], &chain(), looked_for(&[&[PRESENT, ABSENT, ABSENT]]));
    let text = serde_json::to_string(&comparison).unwrap();
    assert!(!text.contains("NaN"));
    assert_eq!(serde_json::from_str::<Comparison>(&text).unwrap(), comparison);
}

#[test]
fn no_reviews_are_no_figures_to_stumble_over() {
    let comparison = compare(vec![concern("I", "T04", Match::Exact)], &[], looked_for(&[&[]]));
    let cut = &figure(&comparison, Unit::Incident, Facet::All, "").partly_present;
    assert_eq!((cut.n, cut.lower, cut.why.as_deref()), (0, None, Some("there are no incidents")));
    assert!(comparison.warnings.is_empty());
}

#[test]
fn a_review_that_could_not_tell_leaves_its_incident_open_in_a_figure_of_its_own() {
    let frameworks = [framework("f", vec![concern("I", "T04", Match::Exact)])];
    let setup = Setup::new(&dictionary(), &frameworks).unwrap();
    let of = |key: &str, chain: u32, follows: bool| Review { chain, follows, ..review(key) };
    // Absent by one review of two that could tell, absent by both, present by one, absent alone.
    let reviews =
        [of("A1", 0, false), of("A2", 0, true), of("B1", 1, false), of("B2", 1, true), of("C1", 2, false), of("C2", 2, true), review("D")];
    let answers = [ABSENT, NOT_DETERMINABLE, ABSENT, ABSENT, PRESENT, NOT_DETERMINABLE, ABSENT];
    let mut summary = Summary::new(&setup);
    summary.add(&setup, &dataset(&reviews), 0..7, &[looked_for(&[&answers])]).unwrap();
    let comparison = summary.finish(&setup);
    let cut = |unit| {
        let all = comparison.figures.iter().find(|figure| figure.unit == unit && figure.facet == Facet::All).unwrap();
        all.partly_present.clone()
    };
    let incidents = cut(Unit::Incident);
    assert_eq!((incidents.n, incidents.present, incidents.absent, incidents.absent_and_undetermined), (4, 1, 3, 1));
    assert_eq!((incidents.upper, incidents.upper_if_any_review_undetermined), (Some(0.25), Some(0.5)));
    assert_eq!((incidents.assessed_only, incidents.assessed_only_if_any_review_undetermined), (Some(0.25), Some(1.0 / 3.0)));
    let reviews = cut(Unit::Review);
    assert_eq!((reviews.absent_and_undetermined, reviews.upper_if_any_review_undetermined), (0, reviews.upper));
}

#[test]
fn what_was_withheld_has_no_bounds_and_says_so() {
    let frameworks = [framework("f", vec![concern("I", "T04", Match::Exact), concern("J", "T05", Match::Exact)])];
    let setup = Setup::new(&dictionary(), &frameworks).unwrap();
    let reviews: Vec<Review> = (0..4).map(|place| review(&format!("R{place}"))).collect();
    let withheld = AnswerColumn { answers: vec![254, 254, 255, 254], reasons: vec![32, 33, 0, 32], ..AnswerColumn::default() };
    let unknown = AnswerColumn { answers: vec![254, 254, 255, 254], reasons: vec![32, 2, 0, 32], ..AnswerColumn::default() };
    let answers = Answers { columns: vec![withheld, unknown], failures: vec![] };
    let mut summary = Summary::new(&setup);
    summary.add(&setup, &dataset(&reviews), 0..4, &[answers]).unwrap();
    let comparison = summary.finish(&setup);
    let of = |theme: &str| comparison.figures.iter().find(|figure| figure.theme == theme).unwrap();
    let (first, second) = (of("T04"), of("T05"));
    assert!(first.withheld && !second.withheld);
    for cut in [&first.partly_present, &first.partly_absent] {
        assert_eq!((cut.n, cut.lower, cut.upper, cut.hull_lower, cut.upper_if_any_review_undetermined), (3, None, None, None, None));
        assert!(cut.why.as_ref().unwrap().starts_with("withheld"));
    }
    assert_eq!((second.partly_present.lower, second.partly_present.upper), (Some(0.0), Some(1.0)));
    assert_eq!(comparison.variation.iter().map(|one| one.theme.as_str()).collect::<Vec<_>>(), ["T05"]);
    let coverage = |theme: &str| comparison.coverage.iter().find(|one| one.theme == theme).unwrap().sides[0].withheld;
    assert!(coverage("T04") && !coverage("T05"));
    assert!(comparison.warnings.iter().any(|warning| warning.message.contains("withheld")), "{:?}", comparison.warnings);
}
