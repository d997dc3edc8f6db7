//! A framework with everything that those who work by it should know, as one value.

use concord_model::dictionary::{Dictionary, Share, Term};
use concord_model::framework::{FieldRequest, Indicator, LocalAnswer, Match, Outcome, Polarity};
use concord_rules::plan::{Measure, Number, Plain, Plan, Rule, Truth, Written};
use serde::Serialize;

use crate::load::RULES;
use crate::open::Open;

/// A framework.
#[derive(Debug, Serialize)]
pub(super) struct Sheet {
    pub(super) id: String,
    pub(super) title: String,
    pub(super) edition: String,
    pub(super) owner: String,
    pub(super) source: String,
    pub(super) standing: &'static str,
    pub(super) note: Option<String>,
    /// What of the whole only memory supports.
    pub(super) memory: Option<String>,
    pub(super) questions: Vec<Question>,
    /// The themes that it cannot see: no indicator of it decides them.
    pub(super) cannot_see: Vec<Named>,
    pub(super) needs: Vec<Need>,
}

/// An indicator.
#[derive(Debug, Serialize)]
pub(super) struct Question {
    pub(super) id: String,
    pub(super) title: String,
    pub(super) question: String,
    pub(super) polarity: Polarity,
    pub(super) answers: Vec<Answer>,
    /// Where the question arises; everywhere where this is `None`.
    pub(super) applies: Option<Said>,
    /// Where it counts as looked for; everywhere where this is `None`, unless the framework has code of its own.
    pub(super) looked_for: Option<Said>,
    pub(super) number: Option<NumberGiven>,
    /// The child tables whose rows it cites.
    pub(super) cites: Vec<String>,
    pub(super) themes: Vec<Mapped>,
    pub(super) note: Option<String>,
    /// What of it only memory supports.
    pub(super) memory: Option<String>,
    /// Whether its rule is code, which no page can show.
    pub(super) by_code: bool,
}

/// An answer of the scale.
#[derive(Debug, Serialize)]
pub(super) struct Answer {
    pub(super) code: String,
    pub(super) label: String,
    pub(super) concern: Option<Outcome>,
    pub(super) strength: Option<Outcome>,
    /// When it is given; `None` of code.
    pub(super) when: Option<Said>,
}

/// An expression in plain words, as it is written, and where.
#[derive(Debug, Serialize)]
pub(super) struct Said {
    pub(super) words: String,
    pub(super) rule: String,
    pub(super) at: String,
}

/// A number that an indicator gives.
#[derive(Debug, Serialize)]
pub(super) struct NumberGiven {
    pub(super) unit: String,
    /// What is counted, and of what where it is a share; empty of code.
    pub(super) counts: Vec<Said>,
}

/// A theme or a level by its names.
#[derive(Debug, Clone, Serialize)]
pub(super) struct Named {
    pub(super) id: String,
    pub(super) title: String,
}

/// How an indicator stands to a theme.
#[derive(Debug, Serialize)]
pub(super) struct Mapped {
    pub(super) theme: Named,
    pub(super) levels: Vec<Named>,
    #[serde(rename = "match")]
    pub(super) matching: Match,
    /// Whether the theme stands apart, so that nothing is ever decided on it.
    pub(super) apart: bool,
}

/// A field that the framework reads.
#[derive(Debug, Serialize)]
pub(super) struct Need {
    pub(super) table: String,
    /// Empty where only the rows are counted.
    pub(super) field: String,
    pub(super) label: String,
    pub(super) why: String,
    pub(super) required: bool,
    pub(super) access: Access,
}

/// How a field is shared with frameworks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Access {
    /// As it is.
    Shared,
    /// As the month alone, unless it is granted.
    Month,
    /// Not at all, unless it is granted.
    Withheld,
}

impl Sheet {
    pub(super) fn new(open: &Open, dictionary: &Dictionary) -> Sheet {
        let manifest = &open.source.manifest;
        let descriptor = open.descriptor();
        let plan = (*open.source.component == *RULES).then(|| Plan::from_json(&open.source.config).ok()).flatten();
        let rule = |place: usize| plan.as_ref().and_then(|plan| plan.rules.get(place));
        let questions = descriptor.indicators.iter().enumerate();
        Sheet {
            id: manifest.id.clone(),
            title: manifest.title.clone(),
            edition: manifest.edition.clone(),
            owner: manifest.owner.clone(),
            source: manifest.source.clone(),
            standing: manifest.standing(),
            note: manifest.note.clone(),
            memory: manifest.memory.clone(),
            questions: questions.map(|(place, indicator)| question(open, indicator, rule(place), dictionary)).collect(),
            cannot_see: cannot_see(&descriptor.indicators, dictionary),
            needs: descriptor.reads.iter().map(|read| need(read, dictionary)).collect(),
        }
    }
}

fn question(open: &Open, indicator: &Indicator, rule: Option<&Rule>, dictionary: &Dictionary) -> Question {
    let about = |texts: &[(String, String)]| texts.iter().find(|(id, _)| *id == indicator.id).map(|(_, text)| text.clone());
    let plain = Plain::new(dictionary);
    let written = |written: &Written| truth(plain, &written.means, &written.at);
    let when = |place: usize| rule.and_then(|rule| rule.lines.get(place)).map(|line| written(&line.when));
    let answer = |(place, local): (usize, &LocalAnswer)| Answer {
        code: local.code.clone(),
        label: local.label.clone(),
        concern: local.concern,
        strength: local.strength,
        when: when(place),
    };
    Question {
        id: indicator.id.clone(),
        title: indicator.title.clone(),
        question: indicator.question.clone(),
        polarity: indicator.polarity,
        answers: indicator.scale.iter().enumerate().map(answer).collect(),
        applies: rule.and_then(|rule| rule.applies.as_ref()).map(written),
        looked_for: rule.and_then(|rule| rule.looked_for.as_ref()).map(written),
        number: indicator.measure_unit.as_ref().map(|unit| NumberGiven { unit: unit.clone(), counts: counts(plain, rule) }),
        cites: indicator.evidence_tables.clone(),
        themes: indicator.mappings.iter().map(|mapping| mapped(mapping, dictionary)).collect(),
        note: about(&open.source.notes),
        memory: about(&open.source.memory),
        by_code: rule.is_none(),
    }
}

fn truth(plain: Plain<'_>, truth: &Truth, at: &str) -> Said {
    Said { words: plain.truth(truth), rule: truth.words(), at: at.to_owned() }
}

fn counts(plain: Plain<'_>, rule: Option<&Rule>) -> Vec<Said> {
    let number = |number: &Number, at: &str| Said { words: plain.number(number), rule: number.words(), at: at.to_owned() };
    match rule.and_then(|rule| rule.measure.as_ref()) {
        Some(Measure::Value { at, value }) => vec![number(value, at)],
        Some(Measure::Share { at, count, of }) => vec![number(count, at), number(of, at)],
        None => Vec::new(),
    }
}

fn mapped(mapping: &concord_model::framework::Mapping, dictionary: &Dictionary) -> Mapped {
    let apart = dictionary.theme_place(&mapping.theme).is_some_and(|place| dictionary.themes[place].apart);
    Mapped {
        theme: named(&mapping.theme, &dictionary.themes),
        levels: mapping.levels.iter().map(|level| named(level, &dictionary.levels)).collect(),
        matching: mapping.matching,
        apart,
    }
}

fn named(id: &str, terms: &[Term]) -> Named {
    let title = terms.iter().find(|term| term.id == id).map(|term| term.title.clone()).unwrap_or_default();
    Named { id: id.to_owned(), title }
}

/// The themes that no indicator decides.
fn cannot_see(indicators: &[Indicator], dictionary: &Dictionary) -> Vec<Named> {
    let decides = |indicator: &Indicator, theme: &Term| {
        let about = |mapping: &concord_model::framework::Mapping| mapping.theme == theme.id && mapping.matching != Match::Related;
        indicator.polarity != Polarity::Description && indicator.mappings.iter().any(about)
    };
    let blind = dictionary.themes.iter().filter(|theme| !theme.apart && !indicators.iter().any(|indicator| decides(indicator, theme)));
    blind.map(|theme| Named { id: theme.id.clone(), title: theme.title.clone() }).collect()
}

fn need(read: &FieldRequest, dictionary: &Dictionary) -> Need {
    let declared = dictionary.field(&read.table, &read.field).map(|(table, field)| &dictionary.tables[table].fields[field]);
    Need {
        table: read.table.clone(),
        field: read.field.clone(),
        label: declared.map_or_else(|| "how many rows there are".to_owned(), |field| field.label.clone()),
        why: read.why.clone(),
        required: read.required,
        access: match declared {
            Some(field) if field.share == Some(Share::Month) => Access::Month,
            Some(field) if field.sensitive => Access::Withheld,
            _ => Access::Shared,
        },
    }
}
