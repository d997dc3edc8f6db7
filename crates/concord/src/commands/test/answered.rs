//! A case's answers from the sandbox, and the text of them that a snapshot keeps.

use std::fmt::Write;

use concord_model::answer::{AnswerColumn, Answers, EVERY, Looked, Measure, reason};
use concord_model::answer::{ERROR, NOT_APPLICABLE, NOT_DETERMINABLE};
use concord_model::batch::Read;
use concord_model::dictionary::Dictionary;
use concord_model::framework::{Indicator, LocalAnswer, Outcome};
use concord_sandbox::{Framework, Sandbox};

use super::case::Case;
use super::values;

/// What a framework answers to a case.
pub(super) struct Answered {
    /// The answers to its one review.
    pub(super) answers: Answers,
    /// What made the framework impure: asked again, alone, it answered otherwise.
    impure: Option<String>,
}

impl Answered {
    /// Runs a framework over a case as a run does, with the same limits and the same audit.
    pub(super) fn of(framework: &Framework, case: &Case) -> Answered {
        let mut sandbox = Sandbox::new(vec![framework.clone()]);
        let evaluated = sandbox.evaluate(&case.dataset, |_| true).into_iter().flatten().flatten().next();
        Answered { answers: evaluated.unwrap_or_default().answers, impure: sandbox.impure(0).map(str::to_owned) }
    }

    /// The answer to an indicator: a place in its scale or one of the bytes above. `None` where it gives a number alone.
    pub(super) fn answer(&self, indicator: usize) -> Option<u8> {
        self.answers.columns.get(indicator)?.answers.first().copied()
    }

    /// The answers as text: each indicator with what it came to, whether it was looked for, why it cannot be told, its number, and
    /// the rows that it rests on with what the framework saw of them.
    pub(super) fn text(&self, framework: &Framework, case: &Case, dictionary: &Dictionary) -> String {
        let mut text = String::new();
        for failure in self.failures(EVERY) {
            let _ = writeln!(text, "failed: {failure}");
        }
        for (place, (indicator, column)) in framework.descriptor().indicators.iter().zip(&self.answers.columns).enumerate() {
            let _ = writeln!(text, "{} {}: {}", indicator.id, indicator.title, told(indicator, column));
            for failure in self.failures(place as u32) {
                let _ = writeln!(text, "    failed: {failure}");
            }
            cited(&mut text, framework, case, dictionary, indicator, column);
        }
        if let Some(impure) = &self.impure {
            let _ = writeln!(text, "not a pure function: {impure}");
        }
        text
    }

    /// Whether nothing failed and the answers depend on the review alone.
    pub(super) fn is_sound(&self) -> bool {
        self.answers.failures.is_empty() && self.impure.is_none()
    }

    fn failures(&self, indicator: u32) -> impl Iterator<Item = &str> {
        self.answers.failures.iter().filter(move |failure| failure.indicator == indicator).map(|failure| failure.message.as_str())
    }
}

/// What an answer came to, in a line.
fn told(indicator: &Indicator, column: &AnswerColumn) -> String {
    let mut parts: Vec<String> = column.answers.first().map(|answer| words(indicator, *answer, column.reasons(0))).into_iter().collect();
    if let Some(unit) = &indicator.measure_unit {
        parts.push(column.measure(0).map_or_else(|| no_number(column.reasons(0)), |measure| number(measure, unit)));
    }
    parts.extend(match column.looked(0) {
        _ if column.answers.first() == Some(&NOT_APPLICABLE) => None,
        Looked::Yes => None,
        Looked::No => Some("not looked for".to_owned()),
        Looked::Unknown => Some("not known whether it was looked for".to_owned()),
    });
    parts.join("; ")
}

fn words(indicator: &Indicator, answer: u8, reasons: u16) -> String {
    match (answer, indicator.scale.get(usize::from(answer))) {
        (ERROR, _) => "failed".to_owned(),
        (NOT_APPLICABLE, _) => "not applicable".to_owned(),
        (NOT_DETERMINABLE, _) => {
            let why: Vec<String> = reason::names(reasons).map(|name| name.replace('_', " ")).collect();
            format!("not determinable{}", if why.is_empty() { String::new() } else { format!(" ({})", why.join(", ")) })
        }
        (_, Some(local)) => format!("{}{}", local.label, meaning(local)),
        (place, None) => format!("answer {place}"),
    }
}

fn no_number(reasons: u16) -> String {
    if reasons & reason::UNSOUND_NUMBER == 0 { "no number" } else { "no number (it is none that can be)" }.to_owned()
}

/// What a local answer says on the common scale: ` [concern present]`.
fn meaning(local: &LocalAnswer) -> String {
    let side = |name, outcome: Option<Outcome>| outcome.map(|outcome| format!("{name} {}", outcome.name().replace('_', " ")));
    let sides: Vec<String> = [side("concern", local.concern), side("strength", local.strength)].into_iter().flatten().collect();
    if sides.is_empty() { String::new() } else { format!(" [{}]", sides.join(", ")) }
}

/// A number with its unit, as an interval where it is not known; a share as two counts.
fn number(measure: Measure, unit: &str) -> String {
    let Measure { lower, upper, of } = measure;
    let ends = if lower == upper { lower.to_string() } else { format!("{lower} to {upper}") };
    if of != 1.0 || unit.starts_with("share") { format!("{ends} of {of}, {unit}") } else { format!("{ends} {unit}") }
}

/// The rows that an answer rests on, a line each.
fn cited(text: &mut String, framework: &Framework, case: &Case, dictionary: &Dictionary, indicator: &Indicator, column: &AnswerColumn) {
    for (table, cited) in indicator.evidence_tables.iter().zip(&column.evidence) {
        let Some(place) = dictionary.table_place(table) else { continue };
        let seen = framework.reads().tables.iter().find(|(read, _)| *read == place).map_or(&[][..], |(_, fields)| fields);
        for row in cited.rows(0) {
            let row = row as usize;
            let fields = seen.iter().filter_map(|read| match read {
                Read::Field(field) | Read::Month(field) => values::given(dictionary, &case.dataset, (place, *field), row),
                Read::Withheld(_) => None,
            });
            let fields = fields.collect::<Vec<_>>().join(", ");
            let key = case.dataset.tables[place].keys.get(row);
            let _ = writeln!(text, "    {table} {key}{}{fields}", if fields.is_empty() { "" } else { ": " });
        }
    }
}
