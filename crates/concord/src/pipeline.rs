//! The corridor: read → evaluate → compare → report, a chunk of reviews at a time.

mod figures;
mod sinks;

use std::sync::mpsc::sync_channel;

use anyhow::Result;
use concord_compare::{Setup, Summary};
use concord_model::answer::{self, Answers, EVERY};
use concord_model::batch::BATCH;
use concord_model::dataset::Dataset;
use concord_model::dictionary::Dictionary;
use concord_read::{Chunk, Reader};
use concord_sandbox::{BLOCK, Block, Evaluated, Framework, HostError, Sandbox};
use rayon::prelude::*;

use crate::kept::Shelf;
use crate::output::Output;
use crate::terminal::Progress;

pub use self::figures::{Figures, Stopwatch};
pub(crate) use self::sinks::Failure;
use self::sinks::{Encoders, Rows, Sinks};

/// What a run works with.
pub struct Corridor<'a> {
    /// The dictionary.
    pub dictionary: &'a Dictionary,
    /// What is compared.
    pub setup: &'a Setup,
    /// The frameworks in their boxes, in the setup's order.
    pub sandbox: Sandbox,
    /// For each framework, answers that an interrupted run has kept; none where they are not to be kept.
    pub shelves: Vec<Shelf>,
    /// The workers.
    pub workers: &'a rayon::ThreadPool,
    /// Frameworks that cannot run.
    pub(crate) broken: Vec<Failure>,
    /// Whether to stop evaluating once a record is rejected.
    pub strict: bool,
}

impl Corridor<'_> {
    /// Takes the reviews of a reader through the corridor and writes what comes of each chunk.
    ///
    /// # Errors
    /// Where the data can no longer be read, or the output cannot be written.
    pub fn run(mut self, reader: Reader, output: &Output) -> Result<Figures> {
        let named = |framework: &Framework| (framework.id().to_owned(), framework.descriptor().clone());
        let frameworks: Vec<_> = self.sandbox.frameworks().map(named).collect();
        let count = frameworks.len();
        let mut sinks = Sinks::new(self.dictionary, frameworks, output)?;
        sinks.failed(std::mem::take(&mut self.broken))?;
        let mut summary = Summary::new(self.setup);
        let mut figures = Figures::default();
        let progress = Progress::new(reader.review_count(), "evaluating");
        let (send, receive) = sync_channel(2);
        let reader = std::thread::scope(|scope| {
            let reading = std::thread::Builder::new()
                .spawn_scoped(scope, move || read_all(reader, |chunk| send.send(chunk).is_ok()))
                .map_err(|fault| HostError::Thread(fault.to_string()))?;
            let mut watch = Stopwatch::start();
            for chunk in receive {
                figures.times.reading += watch.lap();
                let reviews = self.step(&chunk, &mut sinks, &mut summary, &mut figures)?;
                progress.add(reviews);
                watch = Stopwatch::start();
            }
            reading.join().map_err(|_| anyhow::anyhow!("the reader stopped"))?
        })?;
        figures.health = (0..count).filter_map(|place| self.sandbox.health(place).cloned()).collect();
        figures.read(&reader);
        sinks.failed(self.impure())?;
        sinks.problems(&figures.notices)?;
        sinks.finish()?;
        figures.summary = Some(summary);
        Ok(figures)
    }

    /// Takes one chunk through the corridor.
    fn step(&mut self, chunk: &Chunk, sinks: &mut Sinks, summary: &mut Summary, figures: &mut Figures) -> Result<u64> {
        sinks.rejected(chunk)?;
        figures.note(chunk);
        if self.strict && figures.rejected() > 0 {
            return Ok(0);
        }
        let dataset = &chunk.dataset;
        let mut watch = Stopwatch::start();
        let answered = self.evaluate(dataset)?;
        figures.times.evaluating += watch.lap();
        for (batch, evaluated) in answered.iter().enumerate() {
            let reviews = BATCH.min(dataset.reviews - batch * BATCH);
            for (framework, evaluated) in evaluated.iter().enumerate() {
                figures.count(framework, reviews, evaluated);
                sinks.failed(evaluated.answers.failures.iter().map(|failure| self.failed(dataset, batch, framework, failure)))?;
            }
        }
        let rows = self.compare(dataset, answered, &sinks.encoders)?;
        figures.times.counting += watch.lap();
        for rows in rows {
            summary.merge(&sinks.append(rows)?)?;
        }
        figures.times.writing += watch.lap();
        Ok(dataset.reviews as u64)
    }

    /// The answers of all frameworks to all batches of a chunk: those kept of an interrupted run, and the others evaluated.
    fn evaluate(&mut self, dataset: &Dataset) -> Result<Vec<Vec<Evaluated>>> {
        let kept = self.kept(dataset);
        let taken: Vec<usize> = kept.iter().map(Vec::len).collect();
        let sandbox = &mut self.sandbox;
        let blocks = self.workers.install(|| sandbox.blocks(dataset, kept))?;
        for ((shelf, blocks), taken) in self.shelves.iter_mut().zip(&blocks).zip(taken) {
            blocks[taken..].iter().try_for_each(|block| shelf.keep(block))?;
        }
        let mut rows: Vec<_> = blocks.into_iter().map(|blocks| blocks.into_iter().flat_map(|block| block.batches)).collect();
        Ok((0..dataset.reviews.div_ceil(BATCH)).map(|_| rows.iter_mut().flat_map(Iterator::next).collect()).collect())
    }

    /// By framework, the first blocks of a chunk that an interrupted run has kept.
    fn kept(&mut self, dataset: &Dataset) -> Vec<Vec<Block>> {
        let (sandbox, count) = (&self.sandbox, dataset.reviews.div_ceil(BLOCK * BATCH));
        let of = |(place, shelf): (usize, &mut Shelf)| {
            (0..count).map_while(|block| shelf.take(|kept| sandbox.is_sound(place, dataset, block, kept))).collect()
        };
        self.shelves.iter_mut().enumerate().map(of).collect()
    }

    /// Counts all batches of a chunk and encodes their rows, side by side.
    fn compare(&self, dataset: &Dataset, answered: Vec<Vec<Evaluated>>, encoders: &Encoders) -> Result<Vec<Rows>> {
        let batch = |(batch, evaluated): (usize, Vec<Evaluated>)| {
            let reviews = batch * BATCH..((batch + 1) * BATCH).min(dataset.reviews);
            let answers: Vec<Answers> = evaluated.into_iter().map(|evaluated| evaluated.answers).collect();
            encoders.rows(self.setup, dataset, reviews, &answers)
        };
        self.workers.install(|| answered.into_par_iter().enumerate().map(batch).collect())
    }

    /// Frameworks that answered the same review differently.
    fn impure(&self) -> impl Iterator<Item = Failure> + '_ {
        self.sandbox.frameworks().enumerate().filter_map(|(place, framework)| {
            let message = format!("it is impure: {}", self.sandbox.impure(place)?);
            Some(Failure { framework: framework.id().to_owned(), review: None, indicator: None, message })
        })
    }

    /// A failure with the names of what it is about.
    fn failed(&self, dataset: &Dataset, batch: usize, framework: usize, failure: &answer::Failure) -> Failure {
        let review = batch * BATCH + failure.review as usize;
        let framework = self.sandbox.frameworks().nth(framework);
        let indicators = framework.map(|framework| &framework.descriptor().indicators);
        let indicator = indicators.and_then(|indicators| indicators.get(failure.indicator as usize)).filter(|_| failure.indicator != EVERY);
        Failure {
            framework: framework.map(|framework| framework.id().to_owned()).unwrap_or_default(),
            review: Some(dataset.tables[self.dictionary.root].keys.get(review).to_owned()),
            indicator: indicator.map(|indicator| indicator.id.clone()),
            message: failure.message.clone(),
        }
    }
}

/// Reads chunk after chunk, until the data end or nobody takes any more.
fn read_all(mut reader: Reader, mut take: impl FnMut(Chunk) -> bool) -> Result<Reader> {
    while let Some(chunk) = reader.next_chunk()? {
        if !take(chunk) {
            break;
        }
    }
    Ok(reader)
}
