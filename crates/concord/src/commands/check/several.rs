//! Indicators that stand under several themes, and numbers that are called shares: what they say must be what is counted of them.

use concord_compare::{Setup, Summary};
use concord_model::answer::reason;
use concord_model::dictionary::Dictionary;
use concord_model::framework::{Indicator, Outcome};

use crate::terminal::grouped;
use crate::told::Told;

/// What is found: the indicator, what it is, and what to do.
type Warning = (String, String, String);

const SPLIT: &str = "ask of each theme in a question of its own";

/// Indicators of several themes that cannot say which of them they found, or did not in the invented reviews.
pub(super) fn themes(dictionary: &Dictionary, indicators: &[Indicator], tried: Option<(&Setup, &Summary)>) -> Vec<Warning> {
    let several = indicators.iter().enumerate().filter(|(_, indicator)| indicator.deciding_themes().len() > 1);
    several.flat_map(|(place, indicator)| of_several(dictionary, place, indicator, tried)).collect()
}

fn of_several(dictionary: &Dictionary, place: usize, indicator: &Indicator, tried: Option<(&Setup, &Summary)>) -> Vec<Warning> {
    let warning = |message: String| (indicator.id.clone(), message, SPLIT.to_owned());
    let themes = indicator.deciding_themes().join(" and ");
    let carries = |name: &String| dictionary.table_place(name).is_some_and(|table| !dictionary.carriers(table).is_empty());
    if !indicator.evidence_tables.iter().any(carries) {
        return vec![warning(format!(
            "it stands under {themes}, and no row that it cites carries a theme: what it finds decides none of them"
        ))];
    }
    let found = |outcome: Option<Outcome>| matches!(outcome, Some(Outcome::Present | Outcome::Partly));
    let both = indicator.scale.iter().filter(|local| found(local.concern) && found(local.strength)).map(|local| {
        warning(format!(
            "it stands under {themes}, and \"{}\" finds a concern and a strength at once: no row says which is which, so that it decides none of them",
            local.code
        ))
    });
    let another = tried.map_or_else(Vec::new, |(setup, summary)| summary.of_another(setup, (0, place)));
    let counts: Vec<String> = another.iter().map(|of| format!("{} ({}) in {}", of.theme, of.side.name(), grouped(of.reviews))).collect();
    let another = (!counts.is_empty()).then(|| {
        let counts = counts.join(", ");
        warning(format!(
            "it stands under {themes}, and what it finds decides nothing where no row that it cites says so: of {counts} invented reviews"
        ))
    });
    both.chain(another).collect()
}

/// Numbers that cannot be, and those that are called shares and are none.
pub(super) fn numbers(indicators: &[Indicator], told: &[Vec<Told>]) -> Vec<Warning> {
    let of = |(place, indicator): (usize, &Indicator)| {
        let fault = |message: String, hint: &str| Some((indicator.id.clone(), message, hint.to_owned()));
        let unsound = told.iter().filter(|told| told[place].reasons & reason::UNSOUND_NUMBER != 0).count() as u64;
        let given: Vec<_> = told.iter().filter_map(|told| told[place].measure).collect();
        let of_one = !given.is_empty() && given.iter().all(|measure| measure.of == 1.0);
        match (unsound > 0, indicator.gives_share()) {
            (true, true) => fault(
                format!("its number is called a share, and lies below 0 or above 1 in {} invented reviews", grouped(unsound)),
                "count among what it is of, or give it another unit",
            ),
            (true, false) => fault(
                format!("its number cannot be in {} invented reviews, and is left out there", grouped(unsound)),
                "a count is finite, not below 0 where it is of something, not above what it is of, and its lower end is not above its upper",
            ),
            (false, true) if of_one => fault(
                "its number is called a share, and it never says of what".to_owned(),
                "give the count and what it is of, or another unit",
            ),
            _ => None,
        }
    };
    indicators.iter().enumerate().filter_map(of).collect()
}

#[cfg(test)]
mod tests {
    use concord_model::answer::{Looked, Measure};
    use concord_model::framework::{LocalAnswer, Mapping, Match, Polarity};

    use super::*;

    fn indicator(tables: &[&str], themes: &[&str], strength: Option<Outcome>) -> Indicator {
        let mapping = |theme: &&str| Mapping { theme: (*theme).to_owned(), levels: vec![], matching: Match::Part };
        Indicator {
            id: "I".to_owned(),
            title: "I".to_owned(),
            question: "I?".to_owned(),
            polarity: Polarity::Concern,
            scale: vec![LocalAnswer { code: "both".into(), label: "Both".into(), concern: Some(Outcome::Present), strength }],
            measure_unit: Some("share of findings".to_owned()),
            evidence_tables: tables.iter().map(|table| (*table).to_owned()).collect(),
            mappings: themes.iter().map(mapping).collect(),
            predicate: None,
        }
    }

    #[test]
    fn who_stands_under_several_themes_and_cannot_tell_them_apart_is_told_to_split() {
        let england = Dictionary::england();
        let told = |indicator: Indicator| {
            let warnings = themes(&england, &[indicator], None);
            warnings.into_iter().map(|(_, message, hint)| format!("{message} ({hint})")).collect::<Vec<String>>()
        };
        let [cannot] = &told(indicator(&["children"], &["T05", "T06"], None))[..] else { panic!("one warning") };
        assert!(cannot.contains("stands under T05 and T06") && cannot.contains("no row that it cites carries a theme"), "{cannot}");
        assert!(cannot.ends_with("(ask of each theme in a question of its own)"), "{cannot}");
        let [both] = &told(indicator(&["observations"], &["T05", "T06"], Some(Outcome::Present)))[..] else { panic!("one warning") };
        assert!(both.contains("\"both\" finds a concern and a strength at once"), "{both}");
        assert!(told(indicator(&["observations"], &["T05", "T06"], Some(Outcome::Absent))).is_empty());
        assert!(told(indicator(&["children"], &["T05"], Some(Outcome::Present))).is_empty());
    }

    #[test]
    fn a_share_lies_between_0_and_1_and_says_of_what() {
        let given = |measures: &[Option<(f64, f64, f64)>]| {
            // A number that cannot be is none by the time that it is told.
            let told = |measure: &Option<(f64, f64, f64)>| {
                let reasons = if measure.is_none() { reason::UNSOUND_NUMBER } else { 0 };
                let measure = measure.map(|(lower, upper, of)| Measure { lower, upper, of });
                vec![Told { answer: None, looked: Looked::Yes, reasons, measure, rows: vec![], failure: None }]
            };
            let told: Vec<Vec<Told>> = measures.iter().map(told).collect();
            numbers(&[indicator(&[], &[], None)], &told).into_iter().map(|(_, message, _)| message).collect::<Vec<String>>()
        };
        assert!(given(&[Some((0.0, 1.0, 3.0)), Some((1.0, 1.0, 1.0)), Some((0.0, 0.0, 0.0))]).is_empty());
        assert_eq!(given(&[None]), ["its number is called a share, and lies below 0 or above 1 in 1 invented reviews"]);
        let never = "its number is called a share, and it never says of what";
        assert_eq!(given(&[Some((1.0, 1.0, 1.0)), Some((0.0, 0.0, 1.0))]), [never]);
    }
}
