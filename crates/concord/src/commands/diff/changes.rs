//! Answers to one indicator in A and B held against each other, review by review.

use concord_model::answer::{AnswerColumn, ERROR, Failure, NOT_APPLICABLE, NOT_DETERMINABLE};
use concord_model::framework::Indicator;

use super::difference::{Listed, Transition};

/// The answers of both sides by their names, each at its place.
#[derive(Debug, Default)]
pub(super) struct States(Vec<String>);

impl States {
    /// The place of an answer.
    pub(super) fn place(&mut self, name: &str) -> u16 {
        let known = self.0.iter().position(|known| known == name);
        known.unwrap_or_else(|| {
            self.0.push(name.to_owned());
            self.0.len() - 1
        }) as u16
    }

    fn name(&self, place: u16) -> String {
        self.0.get(usize::from(place)).cloned().unwrap_or_default()
    }
}

/// What one side told of a review: the answer's place, whether it was looked for, and the number as bits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct State {
    pub(super) answer: u16,
    pub(super) looked: u8,
    pub(super) number: Option<[u64; 3]>,
}

/// The name of an answer where an indicator gives a number alone.
pub(super) const NUMBER: &str = "a number";

/// How often answers changed, and for whom.
#[derive(Debug, Default)]
pub(super) struct Changes {
    counts: Vec<(u16, u16, u64)>,
    listed: Vec<(String, Option<String>, u16, u16)>,
    pub(super) changed: u64,
    pub(super) looked: u64,
    pub(super) numbers: u64,
    pub(super) failed: u64,
    limit: usize,
}

impl Changes {
    /// Nothing compared yet; as many reviews as `limit` will be listed.
    pub(super) fn new(limit: usize) -> Changes {
        Changes { limit, ..Changes::default() }
    }

    /// Compares what both sides told of a review.
    pub(super) fn add(&mut self, before: State, after: State, review: impl FnOnce() -> (String, Option<String>)) {
        self.looked += u64::from(before.looked != after.looked);
        self.numbers += u64::from(before.number != after.number);
        if before.answer == after.answer {
            return;
        }
        self.changed += 1;
        let same = |(from, to, _): &&mut (u16, u16, u64)| (*from, *to) == (before.answer, after.answer);
        match self.counts.iter_mut().find(same) {
            Some((.., count)) => *count += 1,
            None => self.counts.push((before.answer, after.answer, 1)),
        }
        if self.listed.len() < self.limit {
            let (review, coding) = review();
            self.listed.push((review, coding, before.answer, after.answer));
        }
    }

    /// From which answer to which, by name.
    pub(super) fn transitions(&self, states: &States) -> Vec<Transition> {
        let transition =
            |(from, to, reviews): &(u16, u16, u64)| Transition { from: states.name(*from), to: states.name(*to), reviews: *reviews };
        let mut all: Vec<Transition> = self.counts.iter().map(transition).collect();
        all.sort_by(|one, other| (&one.from, &one.to).cmp(&(&other.from, &other.to)));
        all
    }

    /// The first reviews that changed.
    pub(super) fn listed(&self, states: &States) -> Vec<Listed> {
        let listed = |(review, coding, from, to): &(String, Option<String>, u16, u16)| Listed {
            review: review.clone(),
            coding: coding.clone(),
            from: states.name(*from),
            to: states.name(*to),
        };
        self.listed.iter().map(listed).collect()
    }
}

/// The answers of one side to one indicator over a batch, made ready to be compared.
pub(super) struct Column<'a> {
    column: &'a AnswerColumn,
    /// For each answer byte the answer's place.
    places: [u16; 256],
    number: u16,
    none: u16,
}

impl<'a> Column<'a> {
    pub(super) fn new(states: &mut States, indicator: &Indicator, column: &'a AnswerColumn) -> Column<'a> {
        let mut places = [0; 256];
        for (byte, place) in (0..=u8::MAX).zip(&mut places) {
            let name = match byte {
                ERROR => "error",
                NOT_DETERMINABLE => "not_determinable",
                NOT_APPLICABLE => "not_applicable",
                line => indicator.scale.get(usize::from(line)).map_or("", |local| local.code.as_str()),
            };
            if !name.is_empty() {
                *place = states.place(name);
            }
        }
        Column { column, places, number: states.place(NUMBER), none: states.place("not_determinable") }
    }

    pub(super) fn state(&self, review: usize) -> State {
        let measure = self.column.measure(review);
        let alone = if measure.is_some() { self.number } else { self.none };
        State {
            answer: self.column.answers.get(review).map_or(alone, |answer| self.places[usize::from(*answer)]),
            looked: self.column.looked(review) as u8,
            number: measure.map(|measure| [measure.lower, measure.upper, measure.of].map(f64::to_bits)),
        }
    }
}

/// How many of a batch's answers to the indicator at a place failed.
pub(super) fn failed(failures: &[Failure], indicator: usize) -> u64 {
    let of = |failure: &&Failure| failure.indicator == concord_model::answer::EVERY || failure.indicator as usize == indicator;
    failures.iter().filter(of).count() as u64
}
