//! All frameworks of a run, evaluated side by side over chunks of a dataset.

mod audit;
mod block;

use concord_model::answer::Answers;
use concord_model::batch::{BATCH, Reads, Window};
use concord_model::dataset::Dataset;
use rayon::prelude::*;

use self::audit::Audit;
use self::block::Course;
use crate::framework::Framework;
use crate::health::Health;
use crate::host::HostError;

/// The batches of a block: with each block a framework begins anew. Starting an instance costs a framework in rules about as much as
/// answering a batch, and one in Python a sixth of that.
pub const BLOCK: usize = 8;

/// The frameworks of a run in their boxes.
///
/// Each framework answers the data in *blocks* of [`BLOCK`] batches, each from a fresh instance on. A block is the unit of work, of what is
/// kept for a run that is interrupted, of giving a framework up, and of the audit; it begins at a fixed place of the data and knows nothing of
/// the others. So answers, health and audit are the same with any number of workers, beside any other frameworks, and taken up again.
#[derive(Debug)]
pub struct Sandbox {
    seats: Vec<Seat>,
    /// How many blocks came before.
    blocks: u64,
}

/// A framework, and how it fared.
#[derive(Debug)]
struct Seat {
    framework: Framework,
    health: Health,
}

/// What one framework made of one block.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Block {
    /// Its answers, batch by batch.
    pub batches: Vec<Evaluated>,
    /// How it fared.
    pub health: Health,
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
        let seat = |framework| Seat { framework, health: Health::default() };
        Sandbox { seats: frameworks.into_iter().map(seat).collect(), blocks: 0 }
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

    /// What made a framework impure, by its place: asked again, it answered otherwise.
    #[must_use]
    pub fn impure(&self, framework: usize) -> Option<&str> {
        self.health(framework).and_then(|health| health.impure.as_deref())
    }

    /// Evaluates all frameworks over the next chunk of a dataset, on the rayon pool that this is called from. Gives, for each batch of
    /// [`BATCH`] reviews in order, each framework's answers.
    ///
    /// A chunk but the last must hold whole blocks. A framework that traps, exceeds a limit or gives malformed answers loses only what it
    /// must: the batch is tried again in a fresh instance, then in pieces and review by review. One that fails for a whole batch is given
    /// up for the rest of the block.
    ///
    /// # Errors
    /// Where the machine fails: then nothing is known of any framework.
    pub fn evaluate(&mut self, dataset: &Dataset) -> Result<Vec<Vec<Evaluated>>, HostError> {
        let blocks = self.blocks(dataset, self.seats.iter().map(|_| Vec::new()).collect())?;
        let mut rows = blocks.into_iter().map(|blocks| blocks.into_iter().flat_map(|block| block.batches)).collect::<Vec<_>>();
        Ok((0..dataset.reviews.div_ceil(BATCH)).map(|_| rows.iter_mut().flat_map(Iterator::next).collect()).collect())
    }

    /// As [`evaluate`](Sandbox::evaluate), where an interrupted run has kept some of each framework's first blocks of the chunk: these are
    /// taken over, and all others evaluated. Gives all blocks, by framework.
    ///
    /// # Errors
    /// As [`evaluate`](Sandbox::evaluate).
    pub fn blocks(&mut self, dataset: &Dataset, kept: Vec<Vec<Block>>) -> Result<Vec<Vec<Block>>, HostError> {
        let count = dataset.reviews.div_ceil(BLOCK * BATCH);
        let first = kept.iter().map(Vec::len).chain([if kept.len() < self.seats.len() { 0 } else { count }]).min().unwrap_or(0);
        let windows = self.windows(dataset, first);
        let mut all = kept;
        all.resize_with(self.seats.len(), Vec::new);
        let missing = |(place, blocks): (usize, &Vec<Block>)| (blocks.len()..count).map(move |block| (place, block)).collect::<Vec<_>>();
        let missing: Vec<(usize, usize)> = all.iter().enumerate().flat_map(missing).collect();
        let evaluated = missing.into_par_iter().map(|(place, block)| {
            let windows = &windows[(block - first) * BLOCK..windows.len().min((block - first + 1) * BLOCK)];
            Ok((place, evaluate(&self.seats[place].framework, dataset, windows, self.blocks + block as u64)?))
        });
        for (place, block) in evaluated.collect::<Result<Vec<_>, HostError>>()? {
            all[place].push(block);
        }
        for (seat, blocks) in self.seats.iter_mut().zip(&all) {
            let limits = *seat.framework.limits();
            blocks.iter().for_each(|block| seat.health.append(block.health.clone(), &limits));
        }
        self.blocks += count as u64;
        Ok(all)
    }

    /// Whether what was kept of a framework's block of a dataset can be its answers; as strict as with fresh ones.
    #[must_use]
    pub fn is_sound(&self, framework: usize, dataset: &Dataset, block: usize, kept: &Block) -> bool {
        let Some(seat) = self.seats.get(framework) else { return false };
        let start = block * BLOCK * BATCH;
        let batches = (start..dataset.reviews.min(start + BLOCK * BATCH)).step_by(BATCH);
        batches.len() == kept.batches.len()
            && batches.zip(&kept.batches).all(|(start, evaluated)| {
                let reviews = start..(start + BATCH).min(dataset.reviews);
                seat.framework.is_sound(dataset, &reviews, &evaluated.answers)
            })
    }

    /// The batches of a chunk from a block on, their columns cut once for all frameworks.
    fn windows<'a>(&self, dataset: &'a Dataset, first: usize) -> Vec<Window<'a>> {
        let Some(dictionary) = self.frameworks().next().map(Framework::dictionary) else { return Vec::new() };
        let reads: Vec<&Reads> = self.frameworks().map(Framework::reads).collect();
        let starts: Vec<usize> = (first * BLOCK * BATCH..dataset.reviews).step_by(BATCH).collect();
        let window = |&start: &usize| Window::new(dataset, dictionary, start..(start + BATCH).min(dataset.reviews), &reads);
        starts.par_iter().map(window).collect()
    }
}

/// What a framework makes of a block, by its batches and its number in the data.
fn evaluate(framework: &Framework, dataset: &Dataset, windows: &[Window<'_>], number: u64) -> Result<Block, HostError> {
    let mut course = Course::new(framework);
    let batches = windows.iter().map(|window| course.batch(dataset, window)).collect::<Result<Vec<_>, _>>()?;
    let mut health = course.finish();
    let outcome = Audit { framework, dataset, windows, evaluated: &batches, number }.run()?;
    (health.audited, health.impure) = (outcome.audited, outcome.impure);
    Ok(Block { batches, health })
}

/// A framework that is asked again and again in one instance, as within a block, but without end: to see whether it remembers.
#[derive(Debug)]
pub struct Series<'a>(Course<'a>);

impl<'a> Series<'a> {
    /// Begins with a fresh instance.
    #[must_use]
    pub fn new(framework: &'a Framework) -> Series<'a> {
        Series(Course::new(framework))
    }

    /// The answers to the reviews of a dataset, as one batch; at most [`BATCH`].
    ///
    /// # Errors
    /// Where the machine fails.
    pub fn ask(&mut self, dataset: &Dataset) -> Result<Evaluated, HostError> {
        let framework = self.0.framework();
        self.0.batch(dataset, &framework.window(dataset, 0..dataset.reviews))
    }
}
