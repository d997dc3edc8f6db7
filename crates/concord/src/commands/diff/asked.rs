//! What an indicator asks, means or rests on otherwise.

use concord_model::comparison::IndicatorCard;
use concord_model::framework::{Indicator, LocalAnswer, Mapping, Outcome, Polarity};
use concord_rules::plan::{Difference, Expression, Rule};

use super::difference::Changed;
use crate::told::spaced;

/// What an indicator says of itself.
#[derive(Clone, Copy)]
pub(super) struct Asked<'a> {
    title: &'a str,
    question: &'a str,
    polarity: Polarity,
    scale: &'a [LocalAnswer],
    unit: Option<&'a str>,
    mappings: &'a [Mapping],
}

impl<'a> From<&'a Indicator> for Asked<'a> {
    fn from(indicator: &'a Indicator) -> Asked<'a> {
        let Indicator { title, question, polarity, scale, measure_unit, mappings, .. } = indicator;
        Asked { title, question, polarity: *polarity, scale, unit: measure_unit.as_deref(), mappings }
    }
}

impl<'a> From<&'a IndicatorCard> for Asked<'a> {
    fn from(card: &'a IndicatorCard) -> Asked<'a> {
        let IndicatorCard { title, question, polarity, scale, measure_unit, mappings, .. } = card;
        Asked { title, question, polarity: *polarity, scale, unit: measure_unit.as_deref(), mappings }
    }
}

/// What differs of what two indicators say of themselves.
pub(super) fn asked(before: Asked<'_>, after: Asked<'_>) -> Vec<Changed> {
    let text = |what: &str, before: &str, after: &str| Changed::new(what, Some(before.to_owned()), Some(after.to_owned()));
    let mut all: Vec<Changed> = [
        text("title", before.title, after.title),
        text("question", before.question, after.question),
        text("polarity", before.polarity.name(), after.polarity.name()),
        Changed::new("unit", before.unit.map(str::to_owned), after.unit.map(str::to_owned)),
    ]
    .into_iter()
    .flatten()
    .collect();
    all.extend(keyed("answer", before.scale, after.scale, |local| &local.code, answer));
    all.extend(keyed("theme", before.mappings, after.mappings, |mapping| &mapping.theme, mapping));
    let order = |scale: &[LocalAnswer]| scale.iter().map(|local| local.code.as_str()).collect::<Vec<_>>().join(", ");
    if all.iter().all(|changed| !changed.what.starts_with("answer")) {
        all.extend(Changed::new("order of the answers", Some(order(before.scale)), Some(order(after.scale))));
    }
    all
}

/// What differs of things that go by a key: those changed and gone in the order before, then those that are new.
fn keyed<'a, T>(what: &str, before: &'a [T], after: &'a [T], key: fn(&T) -> &String, words: fn(&T) -> String) -> Vec<Changed> {
    let find = |among: &'a [T], wanted: &str| among.iter().find(|one| key(one) == wanted);
    let added = after.iter().filter(|one| find(before, key(one)).is_none());
    let keys = before.iter().chain(added).map(key);
    keys.filter_map(|key| Changed::new(format!("{what} {key}"), find(before, key).map(words), find(after, key).map(words))).collect()
}

fn answer(local: &LocalAnswer) -> String {
    let side = |name: &str, outcome: Option<Outcome>| outcome.map(|outcome| format!("{name} {}", spaced(outcome.name())));
    let means: Vec<String> = [side("concern", local.concern), side("strength", local.strength)].into_iter().flatten().collect();
    let means = if means.is_empty() { "describes".to_owned() } else { means.join(", ") };
    format!("{} ({means})", local.label)
}

fn mapping(mapping: &Mapping) -> String {
    let levels = if mapping.levels.is_empty() { String::new() } else { format!(", {}", mapping.levels.join(" ")) };
    format!("{}{levels}", mapping.matching.name())
}

/// What differs of two rules, each time the smallest expression that is another, with all that it is for.
pub(super) fn rules(before: &Rule, after: &Rule) -> Vec<Changed> {
    let same = before.indicator.predicate.is_some() && before.indicator.predicate == after.indicator.predicate;
    let mut all: Vec<(Vec<String>, Difference)> = Vec::new();
    for difference in before.differences(after) {
        let known = all.iter_mut().find(|(_, known)| (&known.before, &known.after) == (&difference.before, &difference.after));
        match known {
            Some((parts, _)) => parts.push(difference.part),
            None => all.push((vec![difference.part.clone()], difference)),
        }
    }
    all.into_iter().map(|(parts, difference)| rule(&parts, &difference, same)).collect()
}

fn rule(parts: &[String], difference: &Difference, same: bool) -> Changed {
    let line = |part: &String| !["applies", "looked_for"].contains(&part.as_str()) && !part.starts_with("measure");
    let text = |expression: &Option<Expression>| expression.as_ref().map(|expression| expression.text.clone());
    let note = if same && parts.iter().all(line) { " (written otherwise, the same in meaning)" } else { "" };
    Changed {
        what: format!("rule of {}{note}", parts.join(", ")),
        before: text(&difference.before),
        after: text(&difference.after),
        at: [&difference.before, &difference.after].into_iter().flatten().map(|expression| expression.at.clone()).collect(),
    }
}
