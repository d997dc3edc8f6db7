//! One instance of a framework on its way through the batches, and what it costs when it fails.

use std::ops::Range;
use std::sync::Arc;

use concord_model::answer::{Answers, EVERY};
use concord_model::batch::{BATCH, Window};
use concord_model::dataset::Dataset;

use super::Evaluated;
use super::audit::audit;
use crate::answers::Joined;
use crate::cause::Cause;
use crate::framework::Framework;
use crate::health::Health;
use crate::instance::Instance;

/// Single reviews in a row whose failure was costly before the rest of their batch is not tried any more.
const COSTLY_IN_A_ROW: u32 = 32;

/// How much fuel failed calls may burn in one chunk, in times of what a batch has.
const BURNT: u64 = 8;

/// One instance of a framework on its way through the batches.
#[derive(Default)]
pub(super) struct Lane {
    instance: Option<Instance>,
    /// Reviews in a row that it failed for.
    in_a_row: usize,
    given_up: Option<Arc<str>>,
}

/// What a lane does in a chunk.
pub(super) struct Work<'a> {
    pub(super) framework: &'a Framework,
    /// The lane's first batch, and how far it is to the next.
    pub(super) first: usize,
    pub(super) stride: usize,
    /// How many batches came before the chunk.
    pub(super) batches: u64,
}

/// What a lane has done in a chunk.
pub(super) struct Done {
    pub(super) evaluated: Vec<(usize, Evaluated)>,
    pub(super) health: Health,
}

impl std::fmt::Debug for Lane {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Lane").field("in_a_row", &self.in_a_row).field("given_up", &self.given_up).finish_non_exhaustive()
    }
}

impl Lane {
    /// Tries no further.
    pub(super) fn give_up(&mut self, why: &Arc<str>) {
        self.given_up = Some(Arc::clone(why));
        self.instance = None;
    }

    /// Evaluates its batches of a chunk, in order.
    pub(super) fn work(&mut self, work: &Work<'_>, dataset: &Dataset, windows: &[Window<'_>]) -> Done {
        let limits = work.framework.component().engine.limits;
        let mut try_ = Try { framework: work.framework, dataset, health: Health::new(&limits), burnt: 0, costly: 0, fuel: 0 };
        let mut evaluated = Vec::new();
        for (place, window) in windows.iter().enumerate().skip(work.first).step_by(work.stride) {
            try_.fuel = 0;
            let answers = self.batch(&mut try_, window);
            let lost = answers.failures.iter().filter(|failure| failure.indicator == EVERY).count();
            try_.health.failed += lost as u64;
            try_.health.fuel = try_.health.fuel.max(try_.fuel);
            self.in_a_row = if lost == window.reviews.len() { self.in_a_row + lost } else { 0 };
            self.consider_giving_up(&mut try_, &answers);
            evaluated.push((place, Evaluated { answers, fuel: try_.fuel }));
        }
        let mut health = try_.health;
        health.impure = audit(work, dataset, windows, &evaluated);
        if let Some(instance) = &mut self.instance {
            health.memory = health.memory.max(instance.memory());
            health.log.append(instance.take_log());
        }
        Done { evaluated, health }
    }

    /// The answers to a batch, whatever it takes.
    fn batch(&mut self, try_: &mut Try<'_>, window: &Window<'_>) -> Answers {
        if let Some(why) = &self.given_up {
            return try_.lost(window.reviews.len(), &format!("the framework was given up: {why}"));
        }
        let used = self.instance.is_some();
        let cause = match try_.ask(&mut self.instance, window) {
            Ok(answers) => return answers,
            // What it has seen before may have been the trouble.
            Err(_) if used => match try_.ask(&mut self.instance, window) {
                Ok(answers) => return answers,
                Err(cause) => cause,
            },
            Err(cause) => cause,
        };
        try_.costly = 0;
        let mut joined = Joined::new(try_.framework.descriptor());
        self.split(try_, window.reviews.start, window.reviews.clone(), cause, &mut joined);
        joined.finish()
    }

    /// Splits reviews that failed together until the offending ones are alone. `batch` is the batch's first review.
    fn split(&mut self, try_: &mut Try<'_>, batch: usize, reviews: Range<usize>, cause: Cause, joined: &mut Joined<'_>) {
        if reviews.len() <= 1 {
            try_.costly = if cause.is_costly() { try_.costly + 1 } else { 0 };
            return joined.failed(reviews.len(), &cause.to_string());
        }
        let middle = reviews.start + reviews.len() / 2;
        for half in [reviews.start..middle, middle..reviews.end] {
            if try_.costly >= COSTLY_IN_A_ROW || try_.is_burnt() || cause == Cause::Clock {
                joined.failed(half.len(), &format!("it was not tried alone, since too many before it failed: {cause}"));
                continue;
            }
            match try_.ask(&mut self.instance, &try_.framework.window(try_.dataset, half.clone())) {
                Ok(answers) => {
                    try_.costly = 0;
                    joined.answered(&answers, half.len(), try_.framework.first_row(try_.dataset, batch, half.start));
                }
                Err(cause) => self.split(try_, batch, half, cause, joined),
            }
        }
    }

    /// What fails for everything must not take for ever.
    fn consider_giving_up(&mut self, try_: &mut Try<'_>, answers: &Answers) {
        let why = match answers.failures.last() {
            Some(last) if self.in_a_row >= BATCH => {
                format!("it failed for {} reviews in a row, for the last because {}", self.in_a_row, last.message)
            }
            Some(last) if try_.is_burnt() || last.message.ends_with(&Cause::Clock.to_string()) => {
                format!("its failures took too long, the last because {}", last.message)
            }
            _ => return,
        };
        if self.given_up.is_none() {
            self.give_up(&why.as_str().into());
            try_.health.given_up = Some(why);
        }
    }
}

/// The calls of one chunk.
struct Try<'a> {
    framework: &'a Framework,
    dataset: &'a Dataset,
    health: Health,
    /// The fuel that failed calls used.
    burnt: u64,
    /// Single reviews in a row whose failure was costly.
    costly: u32,
    /// The most fuel that a call for the present batch used.
    fuel: u64,
}

impl Try<'_> {
    /// Hands some reviews to an instance, a fresh one if there is none. One that fails is thrown away.
    fn ask(&mut self, kept: &mut Option<Instance>, window: &Window<'_>) -> Result<Answers, Cause> {
        let mut instance = match kept.take() {
            Some(instance) => instance,
            None => self.framework.instance()?,
        };
        let answers = self.framework.ask(&mut instance, self.dataset, window);
        self.fuel = self.fuel.max(instance.fuel);
        if answers.is_ok() {
            *kept = Some(instance);
        } else {
            self.burnt = self.burnt.saturating_add(instance.fuel);
            self.health.memory = self.health.memory.max(instance.memory());
            self.health.log.append(instance.take_log());
        }
        answers
    }

    fn is_burnt(&self) -> bool {
        self.burnt / BURNT >= self.framework.component().engine.limits.fuel
    }

    fn lost(&self, reviews: usize, message: &str) -> Answers {
        let mut joined = Joined::new(self.framework.descriptor());
        joined.failed(reviews, message);
        joined.finish()
    }
}
