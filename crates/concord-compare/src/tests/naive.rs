//! The figures against a naive count: review by review and incident by incident, without tables, bytes or bits.

use std::collections::BTreeMap;

use proptest::collection::vec;
use proptest::prelude::*;

use concord_model::answer::Looked;
use concord_model::comparison::{Comparison, Facet, Figure, Unit};
use concord_model::dataset::NO_CHAIN;
use concord_model::date::PartialDate;
use concord_model::finding::{Finding, Status};
use concord_model::framework::{Match, Outcome};

use super::cases::{Case, INDICATORS, case, named, setup, whole};
use crate::crosswalk::{Told, finding};
use crate::incident::combine;
use crate::testing::{PARTNERSHIPS, Review};

/// A review or an incident as it is counted: where, and what each of the three views finds.
#[derive(Clone)]
pub(super) struct Counted {
    pub(super) root: Review,
    pub(super) findings: [Finding; 3],
    /// Those of each of its reviews.
    pub(super) each: Vec<[Finding; 3]>,
}

/// Framework, theme, and the indicators that decide them.
const VIEWS: [(&str, &str, &[usize]); 3] = [("a", "T04", &[0, 1]), ("b", "T04", &[2]), ("b", "T05", &[3, 4])];

/// A finding in both cuts: its status, and whether it was looked for.
/// One cut of a finding.
type OfCut = fn(&Finding) -> (Status, Looked);

const CUTS: [OfCut; 2] = [|finding| finding.cuts()[0], |finding| finding.cuts()[1]];

fn told(byte: u8) -> Told {
    match byte {
        0 => Told::Outcome(Outcome::Present),
        1 => Told::Outcome(Outcome::Partly),
        2 => Told::Outcome(Outcome::Absent),
        254 => Told::Outcome(Outcome::NotDeterminable),
        255 => Told::Outcome(Outcome::NotApplicable),
        _ => Told::Failed,
    }
}

pub(super) fn reviews(cases: &[Case]) -> Vec<Counted> {
    let counted = |(review, answers): &Case| {
        let of =
            |&indicator: &usize| -> (Match, Told, Looked) { (INDICATORS[indicator].0, told(answers[indicator].0), answers[indicator].1) };
        let findings = VIEWS.map(|(.., deciding)| finding(&deciding.iter().map(of).collect::<Vec<_>>()));
        Counted { root: review.clone(), findings, each: vec![findings] }
    };
    cases.iter().filter(|(review, _)| !review.second).map(counted).collect()
}

/// Roots come before what follows from them, then the earlier, then the lesser in all that is counted by.
fn order(review: &Review) -> impl Ord {
    let date = review.date.and_then(PartialDate::parse);
    (
        review.follows,
        date.map_or(i32::MAX, |date| date.first),
        date.map_or(i32::MAX, |date| date.last),
        PARTNERSHIPS[review.partnership as usize],
        review.lcspr,
    )
}

pub(super) fn incidents(reviews: &[Counted]) -> Vec<Counted> {
    let mut incidents: Vec<Counted> = reviews.iter().filter(|review| review.root.chain == NO_CHAIN).cloned().collect();
    let mut chains: BTreeMap<u32, Vec<&Counted>> = BTreeMap::new();
    for review in reviews.iter().filter(|review| review.root.chain != NO_CHAIN) {
        chains.entry(review.root.chain).or_default().push(review);
    }
    for reviews in chains.values() {
        let root = reviews.iter().map(|review| &review.root).min_by_key(|review| order(review)).unwrap();
        let findings = |view: usize| reviews.iter().map(|review| review.findings[view]).reduce(combine).unwrap();
        let each = reviews.iter().map(|review| review.findings).collect();
        incidents.push(Counted { root: root.clone(), findings: [findings(0), findings(1), findings(2)], each });
    }
    incidents
}

/// Whether a review or an incident belongs to the part of the data that a figure is about.
fn belongs(figure: &Figure, root: &Review) -> bool {
    let year = match root.date {
        Some("2021" | "2021-05") => "2021",
        Some("2022-03-31" | "2022-04-01") => "2022",
        _ => "unknown",
    };
    let financial = match root.date {
        Some("2021-05" | "2022-03-31") => "2021-22",
        Some("2022-04-01") => "2022-23",
        _ => "unknown",
    };
    match figure.facet {
        Facet::All => true,
        Facet::ReviewType => figure.value == if root.lcspr { "lcspr" } else { "rapid" },
        Facet::CalendarYear => figure.value == year,
        Facet::FinancialYear => figure.value == financial,
        Facet::Partnership => figure.value == PARTNERSHIPS[root.partnership as usize],
    }
}

fn check(figure: &Figure, all: &[Counted]) -> Result<(), TestCaseError> {
    let view = VIEWS.iter().position(|(framework, theme, _)| *framework == figure.framework && *theme == figure.theme).unwrap();
    let found: Vec<Finding> = all.iter().filter(|counted| belongs(figure, &counted.root)).map(|counted| counted.findings[view]).collect();
    let count = |wanted: &dyn Fn(&Finding) -> bool| found.iter().filter(|finding| wanted(finding)).count() as u64;
    prop_assert_eq!(figure.in_scope, found.len() as u64);
    prop_assert_eq!(figure.not_applicable, count(&|finding| finding.partly_present == Status::NotApplicable));
    let looked = |looked: Looked| count(&|finding| finding.partly_present != Status::NotApplicable && finding.looked == looked);
    prop_assert_eq!(
        (figure.looked_yes, figure.looked_no, figure.looked_unknown),
        (looked(Looked::Yes), looked(Looked::No), looked(Looked::Unknown))
    );
    for (cut, told) in [&figure.partly_present, &figure.partly_absent].into_iter().zip(CUTS) {
        let status = |finding: &Finding| told(finding).0;
        let of = |wanted: Status| count(&|finding| status(finding) == wanted);
        prop_assert_eq!((cut.present, cut.absent, cut.conflict), (of(Status::Present), of(Status::Absent), of(Status::Conflict)));
        prop_assert_eq!((cut.not_determinable, cut.error), (of(Status::NotDeterminable), of(Status::Error)));
        let looked = |finding: &Finding| told(finding).1 == Looked::Yes;
        prop_assert_eq!(cut.assessed, count(&|finding| looked(finding) && status(finding).determinable()));
        let present = |finding: &Finding| matches!(status(finding), Status::Present | Status::Conflict);
        prop_assert_eq!(cut.assessed_present, count(&|finding| looked(finding) && present(finding)));
        let untold = |finding: &Finding| matches!(status(finding), Status::NotDeterminable | Status::Error);
        let open = |one: &&Counted| status(&one.findings[view]) == Status::Absent && one.each.iter().any(|each| untold(&each[view]));
        let open = all.iter().filter(|counted| belongs(figure, &counted.root)).filter(open).count() as u64;
        prop_assert_eq!(cut.absent_and_undetermined, open);
        if cut.n > 0 {
            prop_assert_eq!(cut.upper_if_any_review_undetermined, Some((cut.n - cut.absent + open) as f64 / cut.n as f64));
        }
    }
    Ok(())
}

/// The only pair that is compared: both frameworks on T04, each able to say present and absent.
fn check_pair(comparison: &Comparison, incidents: &[Counted]) -> Result<(), TestCaseError> {
    let pair = &comparison.agreement.pairs[0];
    prop_assert_eq!((comparison.agreement.pairs.len(), pair.a.as_str(), pair.b.as_str()), (1, "a", "b"));
    for (overlap, told) in [&pair.partly_present, &pair.partly_absent].into_iter().zip(CUTS) {
        let both = incidents.iter().map(|incident| [incident.findings[0], incident.findings[1]]);
        let both_told: Vec<[bool; 2]> = both
            .filter(|two| two.iter().all(|finding| told(finding).1 == Looked::Yes && told(finding).0.determinable()))
            .map(|two| two.map(|finding| told(&finding).0 != Status::Absent))
            .collect();
        let count = |wanted: [bool; 2]| both_told.iter().filter(|two| **two == wanted).count() as u64;
        prop_assert_eq!(overlap.n, both_told.len() as u64);
        prop_assert_eq!((overlap.both_present, overlap.both_absent), (count([true, true]), count([false, false])));
        prop_assert_eq!((overlap.only_a, overlap.only_b), (count([true, false]), count([false, true])));
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn every_figure_is_what_a_naive_count_gives(cases in vec(case(), 0..120)) {
        let setup = setup();
        let cases = named(cases);
        let comparison = whole(&setup, &cases);
        let reviews = reviews(&cases);
        let incidents = incidents(&reviews);
        for figure in &comparison.figures {
            check(figure, if figure.unit == Unit::Incident { &incidents } else { &reviews })?;
        }
        prop_assert_eq!(comparison.data.incidents, incidents.len() as u64);
        check_pair(&comparison, &incidents)?;
    }
}
