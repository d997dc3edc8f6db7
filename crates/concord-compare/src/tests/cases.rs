//! Any reviews with any answers, for tests of what must hold of all of them.

use proptest::collection::vec;
use proptest::prelude::*;

use concord_model::answer::{AnswerColumn, Answers, Looked, Measure};
use concord_model::comparison::Comparison;
use concord_model::dataset::{NO_CHAIN, NO_PAIR};
use concord_model::framework::{Indicator, Match};

use crate::testing::{Review, column, concern, dataset, dictionary, framework, review};
use crate::{Setup, Summary};

/// A review with the answers of all indicators: what was answered, whether it was looked for, how many rows are cited, a number.
pub(super) type Case = (Review, Vec<(u8, Looked, usize, Option<(i16, u8)>)>);

pub(super) const INDICATORS: [(Match, &str); 5] =
    [(Match::Exact, "T04"), (Match::Part, "T04"), (Match::Exact, "T04"), (Match::Wider, "T05"), (Match::Part, "T05")];

/// Two frameworks: the first has the first two indicators.
pub(super) fn setup() -> Setup {
    let indicator = |(place, &(matching, theme)): (usize, &(Match, &str))| Indicator {
        measure_unit: Some("days".to_owned()),
        ..concern(&format!("I{place}"), theme, matching)
    };
    let all: Vec<Indicator> = INDICATORS.iter().enumerate().map(indicator).collect();
    Setup::new(&dictionary(), &[framework("a", all[..2].to_vec()), framework("b", all[2..].to_vec())]).unwrap()
}

fn answer() -> impl Strategy<Value = (u8, Looked, usize, Option<(i16, u8)>)> {
    let byte = prop_oneof![8 => 0u8..3, 2 => Just(254u8), 1 => Just(255u8), 1 => Just(253u8), 1 => Just(99u8)];
    let looked = prop_oneof![4 => Just(Looked::Yes), 1 => Just(Looked::No), 1 => Just(Looked::Unknown)];
    (byte, looked, 0usize..3, prop::option::of((any::<i16>(), 0u8..4)))
}

pub(super) fn case() -> impl Strategy<Value = Case> {
    let date = prop_oneof![Just(None), Just(Some("2021")), Just(Some("2021-05")), Just(Some("2022-03-31")), Just(Some("2022-04-01"))];
    let chain = prop_oneof![3 => Just(NO_CHAIN), 2 => 0u32..4];
    let pair = prop_oneof![3 => Just(NO_PAIR), 1 => 0u32..6];
    let flags = (any::<bool>(), any::<bool>(), prop::bool::weighted(0.1));
    let parts = (0u32..3, date, chain, pair, flags, prop::option::of(0u8..8), vec(0u8..3, 2..4));
    let review = parts.prop_map(|(partnership, date, chain, pair, (lcspr, follows, second), declared, observed)| Review {
        partnership,
        date,
        chain,
        lcspr,
        follows: follows && chain != NO_CHAIN,
        second,
        pair,
        declared,
        observed,
        ..review("")
    });
    (review, vec(answer(), INDICATORS.len()))
}

pub(super) fn named(cases: Vec<Case>) -> Vec<Case> {
    let name = |(place, (mut review, answers)): (usize, Case)| {
        review.key = format!("R{place:03}");
        (review, answers)
    };
    cases.into_iter().enumerate().map(name).collect()
}

/// The answers of all indicators for some cases, rows counted from the first.
pub(super) fn answers(cases: &[Case]) -> Vec<Answers> {
    let first_rows: Vec<u32> = cases
        .iter()
        .scan(0, |row, (review, _)| {
            let first = *row;
            *row += review.observed.len() as u32;
            Some(first)
        })
        .collect();
    let of = |indicator: usize| {
        let answers: Vec<_> = cases
            .iter()
            .zip(&first_rows)
            .map(|((_, answers), &first)| {
                let (byte, looked, rows, _) = answers[indicator];
                (byte, looked, (first..first + rows as u32).collect())
            })
            .collect();
        let mut column: AnswerColumn = column(&answers);
        for (_, answers) in cases {
            let measure = answers[indicator].3.map(|(number, of)| (f64::from(number) / 7.0, f64::from(of)));
            column.push_measure(measure.map(|(lower, of)| Measure { lower, upper: lower + of, of }));
        }
        column
    };
    let framework = |indicators: std::ops::Range<usize>| Answers { columns: indicators.map(of).collect(), failures: vec![] };
    vec![framework(0..2), framework(2..5)]
}

/// The cases counted in one summary, in batches of a size.
pub(super) fn count(setup: &Setup, cases: &[Case], batch: usize) -> Summary {
    let mut summary = Summary::new(setup);
    let reviews: Vec<Review> = cases.iter().map(|(review, _)| review.clone()).collect();
    let data = dataset(&reviews);
    for start in (0..cases.len()).step_by(batch) {
        let end = cases.len().min(start + batch);
        summary.add(setup, &data, start..end, &answers(&cases[start..end])).unwrap();
    }
    summary
}

/// The comparison of all cases, counted at once.
pub(super) fn whole(setup: &Setup, cases: &[Case]) -> Comparison {
    count(setup, cases, usize::MAX).finish(setup)
}
