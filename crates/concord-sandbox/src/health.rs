//! How a framework fared: what it used, what it said, what went wrong.

use crate::limits::Limits;

/// How a framework fared over all that it was given so far.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Health {
    /// The most fuel that a batch took.
    pub fuel: u64,
    /// The most memory that an instance held, in bytes.
    pub memory: usize,
    /// How many reviews it failed for.
    pub failed: u64,
    /// Why it was given up, if it was: the reviews from there on were not tried, and count as failed.
    pub given_up: Option<String>,
    /// Where it gave a review other answers alone, in a fresh instance, than within its batch, if it did: its answers depend on
    /// more than the review.
    pub impure: Option<String>,
    /// What it logged, in the order of the reviews.
    pub log: Log,
}

/// What a framework logged: the first messages, and how many more there were.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Log {
    /// The messages that were kept.
    pub messages: Vec<(Level, String)>,
    /// How many were not.
    pub dropped: u64,
    room: usize,
}

/// How much a message matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// It may help those who run the framework.
    Info,
    /// Its user should look at it.
    Warn,
    /// Something went wrong.
    Error,
}

impl Log {
    pub(crate) fn new(limits: &Limits) -> Log {
        Log { room: limits.log_messages, ..Log::default() }
    }

    pub(crate) fn push(&mut self, level: Level, message: String) {
        if self.messages.len() < self.room {
            self.messages.push((level, message));
        } else {
            self.dropped += 1;
        }
    }

    /// Adds what was logged after it.
    pub(crate) fn append(&mut self, later: Log) {
        self.dropped += later.dropped;
        later.messages.into_iter().for_each(|(level, message)| self.push(level, message));
    }
}

impl Health {
    pub(crate) fn new(limits: &Limits) -> Health {
        Health { log: Log::new(limits), ..Health::default() }
    }

    /// Adds how it fared after it.
    pub(crate) fn append(&mut self, later: Health) {
        self.fuel = self.fuel.max(later.fuel);
        self.memory = self.memory.max(later.memory);
        self.failed += later.failed;
        self.given_up = self.given_up.take().or(later.given_up);
        self.impure = self.impure.take().or(later.impure);
        self.log.append(later.log);
    }
}
