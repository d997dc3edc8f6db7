//! Answers that an indicator never gives: a rule that never ran must not look like one that found nothing.

use concord_model::answer::{ERROR, NOT_APPLICABLE, reason};
use concord_model::finding::Side;
use concord_model::framework::{Indicator, LocalAnswer, Outcome};

use crate::terminal::grouped;
use crate::told::{Told, spaced};

/// What is found: the indicator, what it is, and what to do.
type Warning = (String, String, Option<String>);

/// For each indicator, what it never answered to any of the reviews.
pub(super) fn never(indicators: &[Indicator], told: &[Vec<Told>]) -> Vec<Warning> {
    let of = |(place, indicator): (usize, &Indicator)| {
        let told: Vec<&Told> = told.iter().map(|told| &told[place]).filter(|told| told.failure.is_none()).collect();
        let mut warnings = if told.is_empty() { Vec::new() } else { of_indicator(indicator, &told) };
        warnings.extend(unreasoned(&told));
        warnings.into_iter().map(|(message, hint)| (indicator.id.clone(), message, hint)).collect::<Vec<_>>()
    };
    indicators.iter().enumerate().flat_map(of).collect()
}

/// That it cannot be told, and does not say why.
fn unreasoned(told: &[&Told]) -> Option<(String, Option<String>)> {
    let without = told.iter().filter(|told| told.reasons & reason::NO_REASON_GIVEN != 0).count() as u64;
    let (without, reviews) = ((without > 0).then(|| grouped(without))?, grouped(told.len() as u64));
    let message = format!("in {without} of {reviews} invented reviews it is not determinable and gives no reason");
    Some((message, Some("set the reasons of every answer that is not determinable".to_owned())))
}

fn of_indicator(indicator: &Indicator, told: &[&Told]) -> Vec<(String, Option<String>)> {
    let reviews = format!("of {} invented reviews", grouped(told.len() as u64));
    if told.iter().all(|told| told.answer == Some(NOT_APPLICABLE)) {
        return vec![(
            format!("it applies to none {reviews}"),
            Some("mend its \"applies\", or look whether the data can say it".to_owned()),
        )];
    }
    let answered = |told: &&&Told| told.answer.is_some_and(|answer| answer < ERROR);
    let numbered = told.iter().any(|told| told.measure.is_some());
    if !told.iter().any(|told| answered(&told)) {
        let alone = indicator.scale.is_empty() && numbered;
        let hint = why(told).map(|why| format!("most often: {why}"));
        return if alone { Vec::new() } else { vec![(format!("it can be told for none {reviews}"), hint)] };
    }
    let given: Vec<&LocalAnswer> = told.iter().filter(answered).filter_map(|told| indicator.scale.get(usize::from(told.answer?))).collect();
    Side::ALL
        .into_iter()
        .filter(|side| indicator.speaks_of(side.polarity()))
        .flat_map(|side| missing(indicator, side, &given, told, &reviews))
        .collect()
}

/// The outcomes on one side that the scale has and that never came out.
fn missing(indicator: &Indicator, side: Side, given: &[&LocalAnswer], told: &[&Told], reviews: &str) -> Vec<(String, Option<String>)> {
    let says = |local: &LocalAnswer| if side == Side::Concern { local.concern } else { local.strength };
    let never = |outcome: Outcome| {
        indicator.scale.iter().any(|local| says(local) == Some(outcome)) && !given.iter().any(|local| says(local) == Some(outcome))
    };
    let mut all = Vec::new();
    if never(Outcome::Present) && !given.iter().any(|local| says(local) == Some(Outcome::Partly)) {
        all.push((format!("its {} is present in none {reviews}", side.name()), None));
    }
    if never(Outcome::Absent) {
        let unlooked = told.iter().filter(|told| told.reasons & u16::from(reason::NOT_LOOKED_FOR) != 0).count();
        let hint =
            (unlooked > 0).then(|| format!("in {} nobody is known to have looked: see its \"looked_for\"", grouped(unlooked as u64)));
        all.push((format!("its {} is absent in none {reviews}", side.name()), hint));
    }
    all
}

/// The most frequent reason why it could not be told.
fn why(told: &[&Told]) -> Option<String> {
    let count = |bit: u16| told.iter().filter(|told| told.reasons & bit != 0).count();
    let most = (0..reason::COUNT).map(|bit| 1u16 << bit).rev().max_by_key(|bit| count(*bit)).filter(|bit| count(*bit) > 0)?;
    reason::names(most).next().map(spaced)
}
