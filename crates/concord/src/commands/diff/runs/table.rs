//! The answers of two runs in memory: a few bytes an answer, each at its review's place.

use std::collections::{BTreeMap, HashMap};
use std::fs::File;
use std::path::Path;

use anyhow::{Context, Result};
use concord_model::answer::Looked;
use concord_report::answers::read::{Answer, read};

use crate::commands::diff::changes::{Changes, NUMBER, State, States};

/// What stands for a review that an indicator has no answer to.
const NONE: u16 = u16::MAX;

/// The reviews of both runs, each coding by itself, in the order in which they are met, and the names of all answers.
#[derive(Debug, Default)]
pub(super) struct Keys {
    places: HashMap<(String, Option<String>), u32>,
    reviews: Vec<(String, Option<String>)>,
    /// The place that was asked for last.
    last: u32,
    pub(super) states: States,
}

/// The answers of a run, by framework and indicator.
#[derive(Debug, Default)]
pub(super) struct Answers {
    columns: BTreeMap<(String, String), Column>,
    /// By a review's place, whether it is there.
    reviews: Vec<bool>,
}

#[derive(Debug, Default)]
struct Column {
    answers: Vec<u16>,
    looked: Vec<u8>,
    /// Only where the indicator gives a number at all.
    numbers: Vec<Option<[u64; 3]>>,
}

impl Answers {
    /// Reads the answers of a run.
    pub(super) fn read(path: &Path, keys: &mut Keys) -> Result<Answers> {
        let named = || format!("cannot read {}", path.display());
        let (file, mut all) = (File::open(path).with_context(named)?, Answers::default());
        let mut column: Option<((String, String), Column)> = None;
        read(file, |answer| {
            if column.as_ref().is_none_or(|((framework, indicator), _)| framework != answer.framework || indicator != answer.indicator) {
                all.put_back(column.take());
                let name = (answer.framework.to_owned(), answer.indicator.to_owned());
                let known = all.columns.remove(&name).unwrap_or_default();
                column = Some((name, known));
            }
            let review = keys.place(answer.review, answer.coding) as usize;
            put(&mut all.reviews, review, true, false);
            if let Some((_, column)) = &mut column {
                column.put(review, &answer, &mut keys.states);
            }
        })
        .with_context(named)?;
        all.put_back(column);
        Ok(all)
    }

    fn put_back(&mut self, column: Option<((String, String), Column)>) {
        if let Some((name, column)) = column {
            self.columns.insert(name, column);
        }
    }
}

impl Column {
    fn put(&mut self, review: usize, answer: &Answer<'_>, states: &mut States) {
        let number = match answer.measure {
            [Some(lower), Some(upper), Some(of)] => Some([lower, upper, of].map(f64::to_bits)),
            _ => None,
        };
        let alone = if number.is_some() { NUMBER } else { "not_determinable" };
        put(&mut self.answers, review, states.place(answer.answer.or(answer.outcome).unwrap_or(alone)), NONE);
        let looked = [Looked::Unknown, Looked::Yes, Looked::No].into_iter().find(|looked| looked.name() == answer.looked_for);
        put(&mut self.looked, review, looked.unwrap_or(Looked::Unknown) as u8, 0);
        if number.is_some() {
            put(&mut self.numbers, review, number, None);
        }
    }

    fn state(&self, review: usize) -> Option<State> {
        let answer = self.answers.get(review).copied().filter(|answer| *answer != NONE)?;
        let looked = self.looked.get(review).copied().unwrap_or(0);
        Some(State { answer, looked, number: self.numbers.get(review).copied().flatten() })
    }
}

fn put<T: Clone>(column: &mut Vec<T>, place: usize, value: T, nothing: T) {
    if column.len() <= place {
        column.resize(place + 1, nothing);
    }
    column[place] = value;
}

impl Keys {
    /// The place of a review; a new one where it is met for the first time.
    fn place(&mut self, review: &str, coding: Option<&str>) -> u32 {
        // Every indicator's answers stand in the order of the reviews, so that the next is nearly always the one after the last.
        let next = self.reviews.get(self.last as usize + 1);
        if next.is_some_and(|(known, of)| known == review && of.as_deref() == coding) {
            self.last += 1;
            return self.last;
        }
        let key = (review.to_owned(), coding.map(str::to_owned));
        let place = self.places.get(&key).copied().unwrap_or(self.reviews.len() as u32);
        if place as usize == self.reviews.len() {
            self.reviews.push(key.clone());
            self.places.insert(key, place);
        }
        self.last = place;
        place
    }

    /// How many reviews both runs have.
    pub(super) fn in_both(&self, a: &Answers, b: &Answers) -> u64 {
        self.count(|review| has(a, review) && has(b, review))
    }

    /// How many reviews only A has, and only B.
    pub(super) fn only_in(&self, a: &Answers, b: &Answers) -> [u64; 2] {
        [self.count(|review| has(a, review) && !has(b, review)), self.count(|review| has(b, review) && !has(a, review))]
    }

    fn count(&self, is: impl Fn(usize) -> bool) -> u64 {
        (0..self.reviews.len()).filter(|review| is(*review)).count() as u64
    }

    /// Compares the answers to an indicator, for the reviews that both runs have.
    pub(super) fn compare(&mut self, (a, b): (&Answers, &Answers), (framework, indicator): (&str, &str), changes: &mut Changes) {
        let name = (framework.to_owned(), indicator.to_owned());
        let (Some(one), Some(other)) = (a.columns.get(&name), b.columns.get(&name)) else { return };
        let error = self.states.place("error");
        for review in 0..self.reviews.len() {
            let (before, after) = (one.state(review), other.state(review));
            changes.failed += [before, after].into_iter().flatten().filter(|state| state.answer == error).count() as u64;
            if let (Some(before), Some(after)) = (before, after) {
                changes.add(before, after, || self.reviews[review].clone());
            }
        }
    }
}

fn has(answers: &Answers, review: usize) -> bool {
    answers.reviews.get(review).copied().unwrap_or(false)
}
