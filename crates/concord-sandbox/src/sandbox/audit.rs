//! The audit of purity: some reviews again, alone and together, in instances that have seen nothing before, must get the very same
//! answers. Which ones depends on the framework and on the block's place in the data alone.

use std::ops::Range;

use concord_model::answer::{Answers, EVERY};
use concord_model::batch::{BATCH, Window};
use concord_model::dataset::Dataset;
use sha2::{Digest, Sha256};

use super::Evaluated;
use crate::answers::{Among, difference};
use crate::cause::Fault;
use crate::framework::Framework;
use crate::health::Audited;
use crate::host::HostError;
use crate::instance::Instance;

/// A block of no more reviews is audited whole; of the first block, so many are asked again alone.
const SMALL: usize = 64;

/// Of the larger blocks after the first, one in so many is audited, with so many reviews alone.
const ONE_IN: u64 = 8;
const SAMPLE: usize = 16;

/// A framework's block that is audited.
pub(super) struct Audit<'a> {
    pub(super) framework: &'a Framework,
    pub(super) dataset: &'a Dataset,
    /// Its batches.
    pub(super) windows: &'a [Window<'a>],
    /// What the framework answered to them.
    pub(super) evaluated: &'a [Evaluated],
    /// Its place in the data.
    pub(super) number: u64,
}

/// What an audit came to: what was asked again, and the first difference that was met.
#[derive(Debug, Default)]
pub(super) struct Outcome {
    pub(super) audited: Audited,
    pub(super) impure: Option<String>,
}

/// How a review was first asked, in words.
const WITHIN: &str = "within its batch";

impl Audit<'_> {
    /// Asks again. It ends with the first difference.
    ///
    /// # Errors
    /// Where the machine cannot: that is no verdict on the framework.
    pub(super) fn run(&self) -> Result<Outcome, HostError> {
        let reviews = self.reviews();
        let mut outcome = Outcome::default();
        let small = reviews.len() <= SMALL;
        if reviews.is_empty() || !(small || self.number.is_multiple_of(ONE_IN)) {
            return Ok(outcome);
        }
        let mut instance = None;
        outcome.impure =
            if small { self.turned(&mut instance, &mut outcome.audited)? } else { self.last(&mut instance, &mut outcome.audited)? };
        // Small blocks are asked alone in an instance of its own, which has not seen them yet.
        instance = instance.filter(|_| !small);
        for place in self.sample(reviews.len()) {
            if outcome.impure.is_some() {
                break;
            }
            outcome.impure = self.alone(&mut instance, reviews.start + place, &mut outcome.audited)?;
        }
        Ok(outcome)
    }

    /// The block's reviews, by their places in the dataset.
    fn reviews(&self) -> Range<usize> {
        let ends = self.windows.first().zip(self.windows.last());
        ends.map_or(0..0, |(first, last)| first.reviews.start..last.reviews.end)
    }

    /// The places in the block of the reviews that are asked alone, all different, in the order in which they are asked.
    fn sample(&self, reviews: usize) -> Vec<usize> {
        let count = if self.number == 0 || reviews <= SMALL { SMALL } else { SAMPLE }.min(reviews);
        let mut seed = Sha256::new_with_prefix(self.number.to_le_bytes());
        self.framework.identity().iter().for_each(|part| seed.update(part));
        let mut dice = Dice(seed.finalize().first_chunk().map_or(0, |bytes| u64::from_le_bytes(*bytes)));
        // The start of a shuffle (Fisher and Yates; Knuth, *The Art of Computer Programming* 2, §3.4.2, algorithm P).
        let mut places: Vec<usize> = (0..reviews).collect();
        for place in 0..count {
            places.swap(place, place + dice.below(reviews - place));
        }
        places.truncate(count);
        places
    }

    /// Asks a small block again as one batch, in the opposite order.
    fn turned(&self, instance: &mut Option<Instance>, audited: &mut Audited) -> Result<Option<String>, HostError> {
        let kept: Vec<usize> = self.reviews().rev().filter(|review| !self.is_lost(*review)).collect();
        if kept.len() < 2 {
            return Ok(None);
        }
        let how = "in the opposite order";
        let turned = self.dataset.select(self.framework.dictionary(), &kept);
        audited.together += kept.len() as u64;
        let window = self.framework.window(&turned, 0..kept.len());
        match self.ask(instance, &turned, &window)? {
            Err(fault) => Ok(self.named(kept[0], format!("{how}, {fault}"))),
            Ok(again) => Ok(kept.iter().enumerate().find_map(|(place, &review)| {
                let there = |indicator: usize, table: usize| {
                    let first = self.framework.first_row(self.dataset, self.batch(review).0, review)(indicator, table);
                    first.wrapping_sub(self.framework.first_row(&turned, 0, place)(indicator, table))
                };
                self.differs(review, Among { answers: &again, review: place, how }, there)
            })),
        }
    }

    /// Asks a larger block's last batch again, where it was not the instance's first: what the instance had seen must not matter.
    fn last(&self, instance: &mut Option<Instance>, audited: &mut Audited) -> Result<Option<String>, HostError> {
        let (Some(window), true) = (self.windows.last(), self.windows.len() > 1) else { return Ok(None) };
        if window.reviews.clone().any(|review| self.is_lost(review)) {
            return Ok(None);
        }
        let how = "in a fresh instance";
        audited.together += window.reviews.len() as u64;
        match self.ask(instance, self.dataset, window)? {
            Err(fault) => Ok(self.named(window.reviews.start, format!("its batch again, {how}: {fault}"))),
            Ok(again) => Ok(window
                .reviews
                .clone()
                .zip(0..)
                .find_map(|(review, place)| self.differs(review, Among { answers: &again, review: place, how }, |_, _| 0))),
        }
    }

    /// Asks one review again alone.
    fn alone(&self, instance: &mut Option<Instance>, review: usize, audited: &mut Audited) -> Result<Option<String>, HostError> {
        if self.is_lost(review) {
            return Ok(None);
        }
        audited.alone += 1;
        match self.ask(instance, self.dataset, &self.framework.window(self.dataset, review..review + 1))? {
            Err(fault) => Ok(self.named(review, format!("alone, {fault}"))),
            Ok(alone) => {
                let first_row = self.framework.first_row(self.dataset, self.batch(review).0, review);
                Ok(self.differs(review, Among { answers: &alone, review: 0, how: "alone" }, first_row))
            }
        }
    }

    /// Hands reviews to an instance, a fresh one if there is none. What a failure of the framework is comes back in words.
    fn ask(&self, kept: &mut Option<Instance>, dataset: &Dataset, window: &Window<'_>) -> Result<Result<Answers, String>, HostError> {
        let asked = kept.take().map_or_else(|| self.framework.instance(), Ok).and_then(|mut instance| {
            let answers = self.framework.ask(&mut instance, dataset, window)?;
            *kept = Some(instance);
            Ok(answers)
        });
        match asked {
            Ok(answers) => Ok(Ok(answers)),
            Err(Fault::Framework(cause)) => Ok(Err(cause.to_string())),
            Err(Fault::Host(host)) => Err(host),
        }
    }

    /// The first review of a review's batch, and the answers to the batch.
    fn batch(&self, review: usize) -> (usize, &Answers) {
        let first = self.reviews().start;
        let batch = (review - first) / BATCH;
        (first + batch * BATCH, &self.evaluated[batch].answers)
    }

    fn is_lost(&self, review: usize) -> bool {
        let (first, answers) = self.batch(review);
        answers.failures.iter().any(|failure| failure.indicator == EVERY && first + failure.review as usize == review)
    }

    /// What differs between a review's answers and those that it got when it was asked again.
    fn differs(&self, review: usize, again: Among<'_>, first_row: impl Fn(usize, usize) -> u32) -> Option<String> {
        let (first, answers) = self.batch(review);
        let within = Among { answers, review: review - first, how: WITHIN };
        difference(self.framework.descriptor(), within, again, first_row).and_then(|what| self.named(review, what))
    }

    fn named(&self, review: usize, what: String) -> Option<String> {
        let keys = &self.dataset.tables[self.framework.dictionary().root].keys;
        let key = if review < keys.len() { keys.get(review).to_owned() } else { (review + 1).to_string() };
        Some(format!("review {key}: {what}"))
    }
}

/// Numbers that look random (SplitMix64: Steele, Lea and Flood 2014, *Fast splittable pseudorandom number generators*).
struct Dice(u64);

impl Dice {
    /// A number below `end`; the tiny preference for small ones does not matter here.
    fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        ((mixed ^ (mixed >> 31)) % end.max(1) as u64) as usize
    }
}
