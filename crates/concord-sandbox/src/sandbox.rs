//! All frameworks of a run, evaluated side by side over chunks of a dataset.

mod audit;
mod lane;

use std::sync::Arc;

use concord_model::answer::Answers;
use concord_model::batch::{BATCH, Reads, Window};
use concord_model::dataset::Dataset;
use rayon::prelude::*;

use self::lane::{Lane, Work};
use crate::framework::Framework;
use crate::health::Health;

/// About how many instances a run holds; with more frameworks, one each.
const INSTANCES: usize = 32;

/// The most lanes of a framework.
const LANES: usize = 4;

/// The frameworks of a run in their boxes.
///
/// Each framework has a few *lanes*, an instance each: a chunk's batches are dealt out to them in turn. How many there are
/// depends on the number of frameworks and not on the workers, so that what an instance has seen, and with it the fuel and memory
/// that it needs, is the same on every machine and with any number of jobs.
#[derive(Debug)]
pub struct Sandbox {
    seats: Vec<Seat>,
    /// How many batches came before.
    batches: u64,
}

/// A framework with its lanes.
#[derive(Debug)]
struct Seat {
    framework: Framework,
    lanes: Vec<Lane>,
    health: Health,
}

/// The checked answers of one framework to one batch.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Evaluated {
    /// The answers. A review that the framework failed for has [`ERROR`](concord_model::answer::ERROR) everywhere, no measure, and
    /// a failure of [`EVERY`](concord_model::answer::EVERY) indicator with the cause.
    pub answers: Answers,
    /// The most fuel that a call for it took.
    pub fuel: u64,
}

impl Sandbox {
    /// The boxes of these frameworks.
    #[must_use]
    pub fn new(frameworks: Vec<Framework>) -> Sandbox {
        let lanes = (INSTANCES / frameworks.len().max(1)).clamp(1, LANES);
        let seat = |framework: Framework| {
            let limits = framework.component().engine.limits;
            Seat { lanes: (0..lanes).map(|_| Lane::default()).collect(), health: Health::new(&limits), framework }
        };
        Sandbox { seats: frameworks.into_iter().map(seat).collect(), batches: 0 }
    }

    /// The frameworks, in the order of their answers.
    pub fn frameworks(&self) -> impl ExactSizeIterator<Item = &Framework> {
        self.seats.iter().map(|seat| &seat.framework)
    }

    /// How a framework fared so far, by its place.
    #[must_use]
    pub fn health(&self, framework: usize) -> Option<&Health> {
        self.seats.get(framework).map(|seat| &seat.health)
    }

    /// What made a framework impure, by its place: alone, in a fresh instance, it answered otherwise than within a batch.
    #[must_use]
    pub fn impure(&self, framework: usize) -> Option<&str> {
        self.health(framework).and_then(|health| health.impure.as_deref())
    }

    /// Evaluates the frameworks that are `wanted`, by their places, over the next chunk of a dataset, on the rayon pool that this
    /// is called from. Gives, for each batch of [`BATCH`] reviews in order, each framework's answers; `None` for those not wanted, and
    /// no batches where none is.
    ///
    /// A chunk but the last must hold whole batches. A framework that traps, exceeds a limit or gives malformed answers loses only
    /// what it must: the batch is tried again in a fresh instance, then split until the offending reviews are alone. One that fails
    /// for a batch's worth of reviews in a row is given up. The answers do not depend on the number of workers.
    pub fn evaluate(&mut self, dataset: &Dataset, wanted: impl Fn(usize) -> bool + Sync) -> Vec<Vec<Option<Evaluated>>> {
        let windows = self.windows(dataset, &wanted);
        let (count, batches) = (self.seats.len(), self.batches);
        let works = self.seats.iter_mut().enumerate().filter(|(place, _)| wanted(*place)).flat_map(|(place, seat)| {
            let Seat { framework, lanes, .. } = seat;
            let framework = &*framework;
            let stride = lanes.len();
            lanes.iter_mut().enumerate().map(move |(first, lane)| (place, lane, Work { framework, first, stride, batches }))
        });
        let works: Vec<(usize, &mut Lane, Work<'_>)> = works.collect();
        let done = works.into_par_iter().map(|(place, lane, work)| (place, lane.work(&work, dataset, &windows)));
        let done: Vec<(usize, lane::Done)> = done.collect();
        let mut answered: Vec<Vec<Option<Evaluated>>> = windows.iter().map(|_| (0..count).map(|_| None).collect()).collect();
        for (place, done) in done {
            for (batch, evaluated) in done.evaluated {
                answered[batch][place] = Some(evaluated);
            }
            self.seats[place].health.append(done.health);
        }
        self.seats.iter_mut().for_each(Seat::share_giving_up);
        self.batches += windows.len() as u64;
        answered
    }

    /// The batches of a chunk, their columns cut once for all frameworks.
    fn windows<'a>(&self, dataset: &'a Dataset, wanted: &(impl Fn(usize) -> bool + Sync)) -> Vec<Window<'a>> {
        let frameworks: Vec<&Framework> =
            self.frameworks().enumerate().filter(|(place, _)| wanted(*place)).map(|(_, framework)| framework).collect();
        let Some(dictionary) = frameworks.first().map(|framework| framework.dictionary()) else { return Vec::new() };
        let reads: Vec<&Reads> = frameworks.iter().map(|framework| framework.reads()).collect();
        let starts: Vec<usize> = (0..dataset.reviews).step_by(BATCH).collect();
        let window = |&start: &usize| Window::new(dataset, dictionary, start..(start + BATCH).min(dataset.reviews), &reads);
        starts.par_iter().map(window).collect()
    }
}

impl Seat {
    /// What one lane gave up, all give up from the next chunk on.
    fn share_giving_up(&mut self) {
        if let Some(why) = &self.health.given_up {
            let why: Arc<str> = why.as_str().into();
            self.lanes.iter_mut().for_each(|lane| lane.give_up(&why));
        }
    }
}
