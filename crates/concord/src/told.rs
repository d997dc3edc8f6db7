//! What a framework told of one review: an answer taken out of its column.

use concord_model::answer::{AnswerColumn, Answers, ERROR, EVERY, Looked, Measure, NOT_APPLICABLE, NOT_DETERMINABLE, reason};
use concord_model::framework::Indicator;
use concord_sandbox::Evaluated;

/// What a framework told of one review on one indicator.
#[derive(Debug, Clone, PartialEq)]
pub struct Told {
    /// A place in the scale, or one of the bytes above it; `None` where the indicator gives a number alone.
    pub answer: Option<u8>,
    /// Whether it was looked for.
    pub looked: Looked,
    /// Why it could not be told.
    pub reasons: u16,
    /// The number given.
    pub measure: Option<Measure>,
    /// The rows cited, for each of the indicator's evidence tables, counted from the review's first.
    pub rows: Vec<Vec<u32>>,
    /// What the framework failed on.
    pub failure: Option<String>,
}

impl Told {
    /// What was told of a review of a batch on the indicator at a place. `first_row` is, by evidence table, the review's first row
    /// within the batch.
    #[must_use]
    pub fn of(answers: &Answers, indicator: usize, review: usize, first_row: impl Fn(usize) -> u32) -> Told {
        let column: &AnswerColumn = &answers.columns[indicator];
        let failed = |failure: &&concord_model::answer::Failure| {
            failure.review as usize == review && (failure.indicator == EVERY || failure.indicator as usize == indicator)
        };
        let rows = |(table, cited): (usize, &concord_model::answer::Cited)| {
            cited.rows(review).map(|row| row.wrapping_sub(first_row(table))).collect()
        };
        Told {
            answer: column.answers.get(review).copied(),
            looked: column.looked(review),
            reasons: column.reasons(review),
            measure: column.measure(review),
            rows: column.evidence.iter().enumerate().map(rows).collect(),
            failure: answers.failures.iter().find(failed).map(|failure| failure.message.clone()),
        }
    }

    /// What was told of a single review that was evaluated by itself.
    #[must_use]
    pub fn alone(evaluated: &Evaluated, indicator: usize) -> Told {
        Told::of(&evaluated.answers, indicator, 0, |_| 0)
    }

    /// Whether it is an answer: a line of the scale, *not applicable*, or a number that is known.
    #[must_use]
    pub fn is_told(&self) -> bool {
        match self.answer {
            Some(answer) => answer < ERROR || answer == NOT_APPLICABLE,
            None => self.failure.is_none() && self.measure.is_some_and(|measure| measure.lower == measure.upper),
        }
    }

    /// The answer's short name: that of the scale, `not_determinable`, `not_applicable` or `error`; of a number alone, the number.
    #[must_use]
    pub fn code(&self, indicator: &Indicator) -> String {
        match self.answer {
            Some(ERROR) => "error".to_owned(),
            Some(NOT_DETERMINABLE) => "not_determinable".to_owned(),
            Some(NOT_APPLICABLE) => "not_applicable".to_owned(),
            Some(line) => indicator.scale.get(usize::from(line)).map(|local| local.code.clone()).unwrap_or_default(),
            None if self.failure.is_some() => "error".to_owned(),
            None => self.number().unwrap_or_else(|| "not_determinable".to_owned()),
        }
    }

    /// The answer in the framework's own words.
    #[must_use]
    pub fn words(&self, indicator: &Indicator) -> String {
        match self.answer {
            Some(line) if line < ERROR => indicator.scale.get(usize::from(line)).map(|local| local.label.clone()).unwrap_or_default(),
            _ => spaced(&self.code(indicator)),
        }
    }

    /// The number given, as text: `3`, `3 to 5`, `2 of 7`.
    #[must_use]
    pub fn number(&self) -> Option<String> {
        let Measure { lower, upper, of } = self.measure?;
        let number = if lower == upper { lower.to_string() } else { format!("{lower} to {upper}") };
        Some(if of == 1.0 { number } else { format!("{number} of {of}") })
    }

    /// Why it could not be told, in words.
    #[must_use]
    pub fn why(&self) -> Vec<String> {
        reason::names(self.reasons).map(spaced).collect()
    }
}

/// A short name as words: `not_looked_for` as `not looked for`.
#[must_use]
pub fn spaced(name: &str) -> String {
    name.replace('_', " ")
}
