//! Which answers of each indicator's scale the cases reach.

use concord_model::answer::{ERROR, NOT_APPLICABLE, NOT_DETERMINABLE};
use concord_model::framework::Indicator;
use serde::Serialize;

use super::answered::Answered;

/// An indicator, and what cases make of it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(super) struct Reached {
    pub(super) indicator: String,
    pub(super) title: String,
    pub(super) answers: Vec<Answer>,
}

/// Something that an indicator can come to.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(super) struct Answer {
    /// In the framework's words, or the common ones.
    pub(super) answer: String,
    /// Whether some case ought to reach it: every answer of a scale, and a number where there is no scale.
    pub(super) needed: bool,
    /// Whether any case can reach it, as far as that is known.
    #[serde(skip)]
    pub(super) possible: bool,
    /// The cases that reach it.
    pub(super) cases: Vec<String>,
}

impl Answer {
    fn new(answer: &str, needed: bool, possible: bool) -> Answer {
        Answer { answer: answer.to_owned(), needed, possible, cases: Vec::new() }
    }

    /// Whether a case is wanting.
    pub(super) fn lacks(&self) -> bool {
        self.needed && self.cases.is_empty()
    }
}

impl Reached {
    /// Reached by nothing yet. Of an indicator in rules it is known whether its question `may_not_apply`.
    pub(super) fn new(indicator: &Indicator, may_not_apply: bool) -> Reached {
        let scale = indicator.scale.iter().map(|local| Answer::new(&local.label, true, true));
        let number = [Answer::new("a number", true, true), Answer::new("no number", false, true)];
        let answers: Vec<Answer> = if indicator.scale.is_empty() { number.to_vec() } else { scale.collect() };
        let determinable = !indicator.scale.is_empty();
        let beyond = [("not determinable", determinable), ("not applicable", determinable && may_not_apply), ("failed", false)];
        let beyond = beyond.map(|(words, possible)| Answer::new(words, false, possible));
        let (indicator, title) = (indicator.id.clone(), indicator.title.clone());
        Reached { indicator, title, answers: answers.into_iter().chain(beyond).collect() }
    }

    /// Counts what a case comes to in the indicator, which stands at a place of the framework's.
    pub(super) fn add(&mut self, place: usize, case: &str, answered: &Answered) {
        let number = answered.answers.columns.get(place).is_some_and(|column| column.measure(0).is_some());
        let beyond = self.answers.len() - 3;
        let reached = match answered.answer(place) {
            None => usize::from(!number),
            Some(NOT_DETERMINABLE) => beyond,
            Some(NOT_APPLICABLE) => beyond + 1,
            Some(ERROR) => beyond + 2,
            Some(answer) => usize::from(answer),
        };
        if let Some(answer) = self.answers.get_mut(reached) {
            answer.cases.push(case.to_owned());
        }
    }
}
