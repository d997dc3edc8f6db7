//! Every published figure is met where it was counted: in its year, and in its type of review.

#![allow(clippy::unwrap_used, reason = "a test that fails should panic")]

mod common;

use common::View;
use concord_model::date::{civil_from_days, financial_year};
use concord_model::dictionary::Dictionary;
use concord_synth::Synth;
use concord_synth::marginals::{self, ALL, Marginal, causes, children, deaths, incidents, others, places, process, recorded};
use rayon::prelude::*;

const REVIEWS: u64 = 250_000;

/// What one review says to one figure: a value to average, or nothing.
type Says = fn(&View<'_>, &Case) -> Option<f64>;

/// What a review is, looked up once.
struct Case {
    review: usize,
    kind: &'static str,
    period: usize,
    first: usize,
    death: bool,
    teen: bool,
}

const KINDS: [&str; 4] = ["rapid_review", "lcspr", "national", "other_local"];

fn case(view: &View<'_>, review: usize) -> Case {
    let first = view.rows("children", review).start;
    let kind = view.code("reviews", "review_type", review).unwrap();
    let day = view.column("reviews", "notified_date").date(review).unwrap().first;
    let (year, month, _) = civil_from_days(day);
    let period = match (year, month) {
        (..=2019, _) => 0,
        (2020, _) => 1,
        (2021, _) => 2,
        (2022, _) | (2023, ..=3) => 3,
        _ if financial_year(day) == 2023 => 4,
        _ => 5,
    };
    Case {
        review,
        kind: KINDS.into_iter().find(|known| *known == kind).unwrap(),
        period,
        first,
        death: view.code("children", "outcome", first) == Some("died"),
        teen: view.integer("children", "age_months", first).is_some_and(|months| months >= 132),
    }
}

fn holds(value: bool) -> Option<f64> {
    Some(f64::from(u8::from(value)))
}

fn rapid(case: &Case) -> Option<()> {
    (case.kind == "rapid_review").then_some(())
}

fn rapid_in(case: &Case, period: usize) -> Option<()> {
    rapid(case).filter(|()| case.period == period)
}

fn full(case: &Case) -> Option<()> {
    (case.kind == "lcspr").then_some(())
}

fn factor(view: &View<'_>, case: &Case, field: &str) -> Option<f64> {
    holds(view.present("children", field, case.first))
}

fn cause(view: &View<'_>, case: &Case, causes: &[&str]) -> Option<f64> {
    holds(causes.contains(&view.code("children", "likely_cause", case.first)?))
}

fn death_in(case: &Case, period: usize) -> Option<f64> {
    rapid_in(case, period).and_then(|()| holds(case.death))
}

fn other_in(view: &View<'_>, case: &Case, period: usize) -> Option<f64> {
    rapid_in(case, period).and_then(|()| holds(view.code("reviews", "notification_nature", case.review) == Some("other")))
}

fn children_in(view: &View<'_>, case: &Case, period: usize) -> Option<f64> {
    rapid_in(case, period).map(|()| view.rows("children", case.review).len() as f64)
}

fn cause_of_death(view: &View<'_>, case: &Case, causes: &[&str]) -> Option<f64> {
    rapid_in(case, 1).filter(|()| case.death).and_then(|()| cause(view, case, causes))
}

fn school_age(view: &View<'_>, case: &Case, states: &[&str]) -> Option<f64> {
    rapid_in(case, 3)?;
    let school = view.integer("children", "age_months", case.first).is_some_and(|months| months >= 72);
    school.then(|| holds(view.code("children", "education_status", case.first).is_some_and(|state| states.contains(&state))))?
}

fn ever(view: &View<'_>, case: &Case, levels: &[&str]) -> bool {
    view.code("children", "csc_ever", case.first).is_some_and(|level| levels.contains(&level))
}

const MALTREATMENT: &[&str] = &["physical_abuse_fatal", "filicide_overt", "homicide_covert", "persistent_cruelty", "extreme_neglect"];
const KNOWN: &[&str] = &["referral_nfa", "assessment", "cin", "cpp", "looked_after", "care_leaver", "closed"];

/// Figures that are said to be exceeded: the recipe may not fall short of them.
const EXCEEDED: [Marginal; 2] = [recorded::PARENTAL_MH_1_TO_5, recorded::EVER_KNOWN];

/// Figures that are means over reviews, with how far the recipe may miss them and how they are counted.
const COUNTED: &[(Marginal, f64, Says)] = &[
    (deaths::Y2018_19, 0.01, |_, case| death_in(case, 0)),
    (deaths::Y2020, 0.01, |_, case| death_in(case, 1)),
    (deaths::Y2021, 0.01, |_, case| death_in(case, 2)),
    (deaths::Y2022_23, 0.01, |_, case| death_in(case, 3)),
    (deaths::Y2023_24, 0.01, |_, case| death_in(case, 4)),
    (deaths::Y2024, 0.012, |_, case| death_in(case, 5)),
    (others::Y2020, 0.005, |view, case| other_in(view, case, 1)),
    (others::Y2022_23, 0.005, |view, case| other_in(view, case, 3)),
    (others::Y2023_24, 0.005, |view, case| other_in(view, case, 4)),
    (others::Y2024, 0.005, |view, case| other_in(view, case, 5)),
    (children::Y2020, 0.01, |view, case| children_in(view, case, 1)),
    (children::Y2023_24, 0.02, |view, case| children_in(view, case, 4)),
    (causes::MALTREATMENT, 0.01, |view, case| cause_of_death(view, case, MALTREATMENT)),
    (causes::EXTRA_FAMILIAL, 0.01, |view, case| cause_of_death(view, case, &["extra_familial_fatal"])),
    (causes::SUDI, 0.01, |view, case| cause_of_death(view, case, &["sudi"])),
    (causes::SUICIDE, 0.01, |view, case| cause_of_death(view, case, &["suicide"])),
    (causes::OTHER, 0.01, |view, case| cause_of_death(view, case, &["medical", "accident", "death_other"])),
    (causes::PHYSICAL_ABUSE, 0.01, |view, case| {
        let harm = view.code("reviews", "notification_nature", case.review) == Some("serious_harm");
        rapid_in(case, 1).filter(|()| harm).and_then(|()| cause(view, case, &["physical_abuse"]))
    }),
    (recorded::DOMESTIC_ABUSE, 0.015, |view, case| {
        rapid_in(case, 1).filter(|()| !case.death).and_then(|()| factor(view, case, "domestic_abuse"))
    }),
    (recorded::PARENTAL_MH, 0.015, |view, case| {
        rapid_in(case, 1).filter(|()| !case.death).and_then(|()| factor(view, case, "parental_mh"))
    }),
    // How far over a half is not said.
    (recorded::PARENTAL_MH_1_TO_5, 0.045, |view, case| {
        let aged = |row| view.integer("children", "age_months", row).is_some_and(|months| (12..72).contains(&months));
        rapid_in(case, 4).filter(|()| view.rows("children", case.review).any(aged)).and_then(|()| factor(view, case, "parental_mh"))
    }),
    (recorded::NEGLECT, 0.015, |view, case| rapid_in(case, 3).and_then(|()| factor(view, case, "neglect_prior"))),
    (recorded::CHILD_MH, 0.015, |view, case| rapid_in(case, 3).and_then(|()| factor(view, case, "mental_health"))),
    (recorded::EVER_KNOWN, 0.03, |view, case| rapid_in(case, 3).and_then(|()| holds(ever(view, case, KNOWN)))),
    (recorded::EVER_CPP, 0.015, |view, case| {
        let now = view.code("children", "csc_status", case.first) == Some("cpp");
        rapid_in(case, 3).and_then(|()| holds(now || view.present("children", "prior_cpp", case.first)))
    }),
    (recorded::EVER_LOOKED_AFTER, 0.015, |view, case| rapid_in(case, 3).and_then(|()| holds(ever(view, case, &["looked_after"])))),
    (recorded::NOT_IN_SCHOOL, 0.01, |view, case| school_age(view, case, &["excluded", "ehe", "missing_education"])),
    (recorded::ABSENT_FROM_SCHOOL, 0.01, |view, case| school_age(view, case, &["persistently_absent"])),
    (recorded::DOMESTIC_ABUSE_FULL, 0.02, |view, case| full(case).and_then(|()| factor(view, case, "domestic_abuse"))),
    (recorded::PARENTAL_MH_FULL, 0.02, |view, case| full(case).and_then(|()| factor(view, case, "parental_mh"))),
    (recorded::ALCOHOL_FULL, 0.02, |view, case| full(case).and_then(|()| factor(view, case, "parental_alcohol"))),
    (recorded::DRUGS_FULL, 0.02, |view, case| full(case).and_then(|()| factor(view, case, "parental_drugs"))),
    (recorded::NEGLECT_FULL, 0.02, |view, case| full(case).and_then(|()| factor(view, case, "neglect_prior"))),
    (recorded::POVERTY_FULL, 0.02, |view, case| full(case).and_then(|()| factor(view, case, "poverty"))),
    (recorded::DISABILITY_FULL, 0.02, |view, case| full(case).and_then(|()| factor(view, case, "disability"))),
    (recorded::CHILD_MH_FULL, 0.02, |view, case| full(case).filter(|()| case.teen).and_then(|()| factor(view, case, "mental_health"))),
    (recorded::CHILD_DRUGS_FULL, 0.02, |view, case| full(case).filter(|()| case.teen).and_then(|()| factor(view, case, "substance"))),
    (process::DAYS_LATE_DEVON, 1.5, |view, case| {
        rapid(case)?;
        let at = |field| view.column("reviews", field).date(case.review).filter(|date| date.first == date.last);
        let days = view.dictionary.calendar.working_days(at("notified_date")?.first, at("submitted_date")?.first)?;
        (days > 15).then(|| f64::from(days - 15))
    }),
];

/// How many rapid reviews each period has, and how many full reviews there are.
fn totals(cases: &[Case]) -> ([f64; 6], f64) {
    let count = |wanted: &dyn Fn(&Case) -> bool| cases.iter().filter(|case| wanted(case)).count() as f64;
    (std::array::from_fn(|period| count(&|case| rapid_in(case, period).is_some())), count(&|case| full(case).is_some()))
}

#[test]
fn each_figure_is_met_in_its_year_and_type() {
    let dictionary = Dictionary::england();
    let synth = Synth::new(&dictionary, REVIEWS, 11).unwrap();
    let chunks: Vec<_> = (0..synth.chunks())
        .into_par_iter()
        .map(|place| {
            let chunk = synth.chunk(place);
            let view = View { dictionary: &dictionary, data: &chunk.dataset };
            let cases: Vec<Case> = (0..chunk.dataset.reviews).map(|review| case(&view, review)).collect();
            let sum =
                |says: Says| cases.iter().filter_map(|case| says(&view, case)).fold((0.0, 0.0), |(sum, n), value| (sum + value, n + 1.0));
            let sums: Vec<(f64, f64)> = COUNTED.iter().map(|(.., says)| sum(*says)).collect();
            (sums, totals(&cases))
        })
        .collect();
    let mut misses = Vec::new();
    for (place, (marginal, tolerance, _)) in COUNTED.iter().enumerate() {
        let (sum, n) = chunks.iter().fold((0.0, 0.0), |(sum, n), (sums, _)| (sum + sums[place].0, n + sums[place].1));
        let miss = sum / n - marginal.value;
        if miss.abs() > *tolerance || miss < 0.0 && EXCEEDED.contains(marginal) {
            misses.push(format!(
                "{} ({}, {}): {:.4} for {:.4}, n = {n}",
                marginal.what,
                marginal.year,
                marginal.among,
                sum / n,
                marginal.value
            ));
        }
    }
    assert!(misses.is_empty(), "{misses:#?}");

    let periods: [f64; 6] = std::array::from_fn(|period| chunks.iter().map(|(_, (periods, _))| periods[period]).sum());
    let full: f64 = chunks.iter().map(|(_, (_, full))| full).sum();
    let rapid: f64 = periods.iter().sum();
    let weights = INCIDENTS.map(|marginal| marginal.value);
    for (count, weight) in periods.iter().zip(weights) {
        assert!((count / rapid - weight / weights.iter().sum::<f64>()).abs() < 0.005, "{periods:?} for {weights:?}");
    }
    assert!((0.20..process::FULL_REVIEWS_AT_MOST.value).contains(&(full / rapid)), "{}", full / rapid);
}

const INCIDENTS: [Marginal; 6] =
    [incidents::Y2018_19, incidents::Y2020, incidents::Y2021, incidents::Y2022_23, incidents::Y2023_24, incidents::Y2024];

#[test]
fn partnerships_are_as_many_and_as_large_as_published() {
    let dictionary = Dictionary::england();
    let mut alone = Vec::new();
    let mut authorities = 0.0;
    for seed in 0..40 {
        let synth = Synth::new(&dictionary, 0, seed).unwrap();
        assert_eq!(synth.groups().rows as f64, places::PARTNERSHIPS.value);
        let data = concord_model::dataset::Dataset { tables: vec![synth.groups().clone()], ..Default::default() };
        let view = View { dictionary: &dictionary, data: &data };
        for row in 0..synth.groups().rows {
            let count = view.integer("partnerships", "la_count", row).unwrap();
            authorities += f64::from(count) / 40.0;
            if count == 1 {
                alone.push(f64::from(view.integer("partnerships", "children_in_need", row).unwrap()));
            }
        }
    }
    alone.sort_by(f64::total_cmp);
    let near = |marginal: Marginal, share: f64, value: f64| {
        assert!((value / marginal.value - 1.0).abs() < share, "{}: {value} for {}", marginal.what, marginal.value);
    };
    near(places::AUTHORITIES, 0.03, authorities);
    near(places::IN_NEED_QUARTER, 0.06, alone[alone.len() / 4]);
    near(places::IN_NEED_MEDIAN, 0.06, alone[alone.len() / 2]);
    near(places::IN_NEED_THREE_QUARTERS, 0.06, alone[3 * alone.len() / 4]);
    assert!(alone[0] >= places::IN_NEED_LEAST.value && alone[alone.len() - 1] <= places::IN_NEED_MOST.value);
}

#[test]
fn no_figure_is_listed_and_not_tested() {
    use marginals::panel;
    let elsewhere = [
        panel::WEAK_RISK_ASSESSMENT,
        panel::OPTIMISM,
        panel::WEAK_INFORMATION_SHARING,
        panel::OPEN_TO_SOCIAL_CARE,
        panel::UNDER_ONE,
        process::FULL_REVIEWS_AT_MOST,
        places::PARTNERSHIPS,
        places::IN_NEED_QUARTER,
        places::IN_NEED_MEDIAN,
        places::IN_NEED_THREE_QUARTERS,
        places::IN_NEED_LEAST,
        places::IN_NEED_MOST,
        places::AUTHORITIES,
    ];
    let tested: Vec<Marginal> = COUNTED.iter().map(|(marginal, ..)| *marginal).chain(INCIDENTS).chain(elsewhere).collect();
    for marginal in ALL {
        assert!(tested.contains(marginal), "{} ({})", marginal.what, marginal.year);
        assert!(!marginal.year.is_empty() && !marginal.among.is_empty() && !marginal.source.is_empty());
    }
    assert_eq!(tested.len(), ALL.len());
}
