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
    /// Why it was first given up, if it was: the reviews from there to the end of the block were not tried, and count as failed.
    pub given_up: Option<String>,
    /// How many of its reviews were asked again.
    pub audited: Audited,
    /// Where it first gave a review other answers when it was asked again, if it did: its answers depend on more than the review.
    pub impure: Option<String>,
    /// What it logged, in the order of the reviews.
    pub log: Log,
}

/// How many reviews were asked again to see that a framework is a pure function.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Audited {
    /// Each alone.
    pub alone: u64,
    /// Whole batches: small ones in the opposite order, others as they were, in an instance that has seen nothing before.
    pub together: u64,
}

/// What a framework logged: the first messages, and how many more there were.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Log {
    /// The messages that were kept.
    pub messages: Vec<(Level, String)>,
    /// How many were not.
    pub dropped: u64,
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
    pub(crate) fn push(&mut self, level: Level, message: String, limits: &Limits) {
        if self.messages.len() < limits.log_messages {
            self.messages.push((level, message));
        } else {
            self.dropped += 1;
        }
    }

    /// Adds what was logged after it.
    pub(crate) fn append(&mut self, later: Log, limits: &Limits) {
        self.dropped += later.dropped;
        later.messages.into_iter().for_each(|(level, message)| self.push(level, message, limits));
    }
}

impl Health {
    /// Adds how it fared after it.
    pub(crate) fn append(&mut self, later: Health, limits: &Limits) {
        self.fuel = self.fuel.max(later.fuel);
        self.memory = self.memory.max(later.memory);
        self.failed += later.failed;
        self.given_up = self.given_up.take().or(later.given_up);
        self.audited.alone += later.audited.alone;
        self.audited.together += later.audited.together;
        self.impure = self.impure.take().or(later.impure);
        self.log.append(later.log, limits);
    }
}
