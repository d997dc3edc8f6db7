//! What a run counts beside its findings, and how long its steps took.

use std::time::{Duration, Instant};

use concord_compare::Summary;
use concord_model::answer::{AnswerColumn, ERROR};
use concord_model::problem::Problem;
use concord_read::{Chunk, Counts, Reader};
use concord_report::manifest::{Step, Timings};
use concord_sandbox::{Evaluated, Health};

/// What a run counts.
#[derive(Debug, Default)]
pub struct Figures {
    /// The findings.
    pub summary: Option<Summary>,
    /// Records read, used and rejected.
    pub counts: Counts,
    /// The first problems of the data.
    pub problems: Vec<Problem>,
    /// What is to be known about the data as a whole.
    pub notices: Vec<Problem>,
    /// Answers given, those in error too.
    pub answers: u64,
    /// Reviews and indicators that a framework failed on.
    pub failures: u64,
    /// By framework, how many of its answers are errors.
    pub errors: Vec<u64>,
    /// By framework, how it fared.
    pub health: Vec<Health>,
    /// How long the steps took.
    pub times: Times,
    rejected_so_far: u64,
}

/// How long the steps took.
#[derive(Debug, Default)]
pub struct Times {
    /// Loading and compiling frameworks, and the first look through the data.
    pub opening: Duration,
    /// Waiting for the reader.
    pub reading: Duration,
    /// Running the frameworks.
    pub evaluating: Duration,
    /// Counting findings and encoding rows.
    pub counting: Duration,
    /// Writing rows.
    pub writing: Duration,
    /// Working out every statistic from the counts.
    pub comparing: Duration,
    /// Writing figures, tables and the report.
    pub reporting: Duration,
}

impl Times {
    /// The times as they are written.
    #[must_use]
    pub fn timings(&self, jobs: usize) -> Timings {
        let steps = [
            ("opening", self.opening),
            ("reading", self.reading),
            ("evaluating", self.evaluating),
            ("counting", self.counting),
            ("writing", self.writing),
            ("comparing", self.comparing),
            ("reporting", self.reporting),
        ];
        let step = |(name, time): (&str, Duration)| Step { name: name.to_owned(), seconds: time.as_secs_f64() };
        let total = steps.iter().map(|(_, time)| time).sum::<Duration>();
        Timings {
            jobs,
            total_seconds: total.as_secs_f64(),
            steps: steps.into_iter().map(step).collect(),
            digest: crate::output::seal::PLACE.to_owned(),
        }
    }
}

impl Figures {
    /// Records that were rejected, and rows that belong to no record.
    #[must_use]
    pub fn rejected(&self) -> u64 {
        self.rejected_so_far.max(self.counts.rejected + self.counts.stray_rows)
    }

    /// Notes what was wrong in a chunk.
    pub(super) fn note(&mut self, chunk: &Chunk) {
        self.rejected_so_far += chunk.rejects.len() as u64;
        self.problems.extend(chunk.problems.iter().cloned());
    }

    /// Counts one framework's answers to a batch.
    pub(super) fn count(&mut self, framework: usize, reviews: usize, evaluated: &Evaluated) {
        if self.errors.len() <= framework {
            self.errors.resize(framework + 1, 0);
        }
        let errors = |column: &AnswerColumn| column.answers.iter().filter(|answer| **answer == ERROR).count();
        self.errors[framework] += evaluated.answers.columns.iter().map(errors).sum::<usize>() as u64;
        self.failures += evaluated.answers.failures.len() as u64;
        self.answers += (evaluated.answers.columns.len() * reviews) as u64;
    }

    /// Takes over what the reader has counted at the end.
    pub(super) fn read(&mut self, reader: &Reader) {
        self.counts = reader.counts();
        self.notices = reader.notices();
    }
}

/// Takes laps.
#[derive(Debug)]
pub struct Stopwatch(Instant);

impl Stopwatch {
    /// Starts.
    #[must_use]
    pub fn start() -> Stopwatch {
        Stopwatch(Instant::now())
    }

    /// The time since the last lap.
    pub fn lap(&mut self) -> Duration {
        let now = Instant::now();
        let lap = now - self.0;
        self.0 = now;
        lap
    }
}
