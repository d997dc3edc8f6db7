//! A block: some batches in a row that one framework is given, from a fresh instance on, and what it costs when it fails.
//!
//! Where blocks begin is told by the reviews' places in the data. A block knows nothing of any other: neither an instance nor a verdict
//! crosses from one to the next. So what a framework answers depends on it and on the data, and not on the number of workers or of
//! frameworks, nor on whether the run was interrupted.
//!
//! # What failures may cost
//! A batch that fails is tried again whole in a fresh instance, then in pieces, then review by review, so that only the reviews at fault are
//! lost. Before that, [`PROBES`] reviews spread over it are tried alone; where all of them fail, the batch is lost. Once a full batch is lost,
//! or failed calls and the instances started after them have burnt [`BURNT`] times what a batch may have, the rest of the block is not tried.
//! So a framework that fails for everything costs some 66 calls a block.

use std::collections::BTreeMap;
use std::ops::Range;

use concord_model::answer::{Answers, EVERY};
use concord_model::batch::{BATCH, Window};
use concord_model::dataset::Dataset;

use super::Evaluated;
use crate::answers::Joined;
use crate::cause::{Cause, Fault};
use crate::framework::Framework;
use crate::health::Health;
use crate::host::HostError;
use crate::instance::Instance;

/// Reviews of a batch that failed, spread over it, which are tried alone before it is split.
const PROBES: usize = 64;

/// The reviews of a piece of a batch that failed.
const PIECE: usize = 32;

/// How much fuel failed calls, and instances after the first, may burn in a block, in times of what a batch has. A review that never ends
/// burns a little more than one.
const BURNT: u64 = 16;

/// One framework on its way through a block.
pub(super) struct Course<'a> {
    framework: &'a Framework,
    instance: Option<Instance>,
    pub(super) health: Health,
    /// The fuel that failed calls used, and new instances.
    burnt: u64,
    /// The most fuel that a call for the present batch used.
    fuel: u64,
}

impl std::fmt::Debug for Course<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Course").field("framework", self.framework).field("health", &self.health).finish_non_exhaustive()
    }
}

/// Why a batch's reviews fail, by the place of each that was tried alone.
type Causes = BTreeMap<usize, Cause>;

impl<'a> Course<'a> {
    pub(super) fn new(framework: &'a Framework) -> Course<'a> {
        Course { framework, instance: None, health: Health::default(), burnt: 0, fuel: 0 }
    }

    pub(super) fn framework(&self) -> &'a Framework {
        self.framework
    }

    /// The answers to the next batch, whatever it takes.
    ///
    /// # Errors
    /// Where the machine fails: then there are no answers.
    pub(super) fn batch(&mut self, dataset: &Dataset, window: &Window<'_>) -> Result<Evaluated, HostError> {
        self.fuel = 0;
        let answers = match &self.health.given_up {
            Some(why) => self.lost(window.reviews.len(), &format!("the framework was given up for this block of reviews: {why}")),
            None => self.answers(dataset, window)?,
        };
        let lost = answers.failures.iter().filter(|failure| failure.indicator == EVERY).count();
        self.health.failed += lost as u64;
        self.health.fuel = self.health.fuel.max(self.fuel);
        if lost == BATCH && self.health.given_up.is_none() {
            let first = answers.failures.first().map(|failure| failure.message.as_str()).unwrap_or_default();
            self.health.given_up = Some(format!("it failed for {lost} reviews in a row, for the first because {first}"));
        }
        Ok(Evaluated { answers, fuel: self.fuel })
    }

    /// Ends it, and tells how the framework fared.
    pub(super) fn finish(mut self) -> Health {
        if let Some(instance) = self.instance.take() {
            self.note(instance);
        }
        self.health
    }

    fn answers(&mut self, dataset: &Dataset, window: &Window<'_>) -> Result<Answers, HostError> {
        let used = self.instance.is_some();
        let cause = match self.ask(dataset, window)? {
            Ok(answers) => return Ok(answers),
            // What it has seen before may have been the trouble.
            Err(cause) if used && !cause.is_costly() => match self.ask(dataset, window)? {
                Ok(answers) => return Ok(answers),
                Err(cause) => cause,
            },
            Err(cause) => cause,
        };
        self.apart(dataset, &window.reviews, &cause)
    }

    /// The answers to a batch that failed: all that can be had.
    fn apart(&mut self, dataset: &Dataset, reviews: &Range<usize>, cause: &Cause) -> Result<Answers, HostError> {
        let (mut causes, mut one_answers) = (Causes::new(), false);
        if reviews.len() <= 1 {
            causes.insert(reviews.start, cause.clone());
        } else if *cause != Cause::Clock {
            one_answers = self.probe(dataset, reviews, &mut causes)?;
        }
        let mut joined = Joined::new(self.framework.descriptor());
        if !one_answers {
            let untried = format!("it was not tried alone, since its batch and all that were tried of it failed: {cause}");
            for review in reviews.clone() {
                joined.failed(1, &causes.get(&review).map_or_else(|| untried.clone(), Cause::to_string));
            }
            return Ok(joined.finish());
        }
        for piece in pieces(reviews) {
            self.piece(dataset, reviews, piece, &causes, &mut joined)?;
        }
        Ok(joined.finish())
    }

    /// Tries reviews spread over a batch, each alone, until one is answered; whether one was.
    fn probe(&mut self, dataset: &Dataset, reviews: &Range<usize>, causes: &mut Causes) -> Result<bool, HostError> {
        let count = PROBES.min(reviews.len());
        for probe in 0..count {
            let review = reviews.start + probe * reviews.len() / count;
            if self.health.given_up.is_some() {
                return Ok(false);
            }
            match self.alone(dataset, review)? {
                Ok(_) => return Ok(true),
                Err(cause) => drop(causes.insert(review, cause)),
            }
        }
        Ok(false)
    }

    /// Adds the answers to a piece of a batch that failed.
    fn piece(
        &mut self,
        dataset: &Dataset,
        batch: &Range<usize>,
        piece: Range<usize>,
        causes: &Causes,
        joined: &mut Joined<'_>,
    ) -> Result<(), HostError> {
        if piece.len() < batch.len() && self.health.given_up.is_none() && !piece.clone().any(|review| causes.contains_key(&review)) {
            let window = self.framework.window(dataset, piece.clone());
            if let Ok(answers) = self.ask(dataset, &window)? {
                joined.answered(&answers, piece.len(), self.framework.first_row(dataset, batch.start, piece.start));
                return Ok(());
            }
        }
        for review in piece {
            let answered = match (causes.get(&review), &self.health.given_up) {
                (Some(cause), _) => Err(cause.to_string()),
                (None, Some(why)) => Err(format!("it was not tried alone: {why}")),
                (None, None) => self.alone(dataset, review)?.map_err(|cause| cause.to_string()),
            };
            match answered {
                Ok(answers) => joined.answered(&answers, 1, self.framework.first_row(dataset, batch.start, review)),
                Err(why) => joined.failed(1, &why),
            }
        }
        Ok(())
    }

    fn alone(&mut self, dataset: &Dataset, review: usize) -> Result<Result<Answers, Cause>, HostError> {
        self.ask(dataset, &self.framework.window(dataset, review..review + 1))
    }

    /// Hands some reviews to the instance, a fresh one if there is none. One that fails is thrown away.
    fn ask(&mut self, dataset: &Dataset, window: &Window<'_>) -> Result<Result<Answers, Cause>, HostError> {
        let asked = match self.instance.take() {
            Some(instance) => Ok(instance),
            None => self.start(),
        };
        let asked = asked.and_then(|mut instance| {
            let answers = self.framework.ask(&mut instance, dataset, window);
            self.fuel = self.fuel.max(instance.fuel);
            match &answers {
                Ok(_) => self.instance = Some(instance),
                Err(Fault::Framework(cause)) => {
                    let had = self.framework.limits().fuel_for(window.reviews.len());
                    self.burn(cause.burns(instance.fuel, had), cause);
                    self.note(instance);
                }
                Err(Fault::Host(_)) => {}
            }
            answers
        });
        match asked {
            Ok(answers) => Ok(Ok(answers)),
            Err(Fault::Framework(cause)) => Ok(Err(cause)),
            Err(Fault::Host(host)) => Err(host),
        }
    }

    /// A fresh instance. The block's first is not charged, unless it fails.
    fn start(&mut self) -> Result<Instance, Fault> {
        let started = self.framework.instance();
        match &started {
            Ok(instance) if self.burnt > 0 => self.burnt = self.burnt.saturating_add(instance.fuel),
            Err(Fault::Framework(cause)) => {
                let had = self.framework.limits().fuel;
                self.burn(cause.burns(had / 64, had), cause);
            }
            Ok(_) | Err(Fault::Host(_)) => {}
        }
        started
    }

    /// Charges a failed call; what took too much, and what the clock has stopped, is not tried further.
    fn burn(&mut self, fuel: u64, cause: &Cause) {
        self.burnt = self.burnt.saturating_add(fuel);
        let too_much = self.burnt / BURNT >= self.framework.limits().fuel || *cause == Cause::Clock;
        if too_much && self.health.given_up.is_none() {
            self.health.given_up = Some(format!("its failures took too long, the last because {cause}"));
        }
    }

    /// Takes over what an instance leaves.
    fn note(&mut self, mut instance: Instance) {
        self.health.memory = self.health.memory.max(instance.memory());
        self.health.log.append(instance.take_log(), self.framework.limits());
    }

    fn lost(&self, reviews: usize, message: &str) -> Answers {
        let mut joined = Joined::new(self.framework.descriptor());
        joined.failed(reviews, message);
        joined.finish()
    }
}

/// The pieces of a batch, in order.
fn pieces(reviews: &Range<usize>) -> impl Iterator<Item = Range<usize>> {
    let end = reviews.end;
    reviews.clone().step_by(PIECE).map(move |start| start..(start + PIECE).min(end))
}
