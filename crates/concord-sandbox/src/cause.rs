//! Why a framework did not answer.

use wasmtime::Trap;

use crate::host::HostError;
use crate::limits::Limits;

/// Why a framework did not answer. Its words are for people: the fault, and what the framework itself said last.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Cause {
    /// Its code failed: a panic, an overflow, an access out of bounds.
    #[error("its code failed: {0}")]
    Trapped(String),
    /// It computed for too long.
    #[error("it used up its {limit} units of fuel: its code does not end, or does far too much")]
    Fuel {
        /// What the call had.
        limit: u64,
    },
    /// It computed for too long and took ever more memory meanwhile: a few reviews have less fuel than it takes to fill all memory.
    #[error("it used up its {limit} units of fuel while it took more and more memory: its code hoards, or does not end")]
    Hoard {
        /// What the call had.
        limit: u64,
    },
    /// It wanted more memory than it may have.
    #[error("it wanted more than {limit} bytes of memory")]
    Memory {
        /// What it may have.
        limit: usize,
    },
    /// It wanted more table elements than it may have.
    #[error("it wanted a table of more than {limit} elements")]
    Table {
        /// What it may have.
        limit: usize,
    },
    /// Its calls nest too deep.
    #[error("it used up its {limit} bytes of stack: its calls nest too deep")]
    Stack {
        /// What it may have.
        limit: usize,
    },
    /// It handed over more than it may.
    #[error("it handed over more than {limit} bytes")]
    Output {
        /// What it may hand over.
        limit: usize,
    },
    /// The clock stopped it. Nothing else tells what happened, and another run may go otherwise.
    #[error("it was stopped by the clock, which another run may not do")]
    Clock,
    /// It said that it cannot answer.
    #[error("it cannot answer: {0}")]
    Refused(String),
    /// Its answers are none.
    #[error("its answers are malformed: {0}")]
    Malformed(String),
    /// It could not be started.
    #[error("it could not be started: {0}")]
    Start(String),
}

impl Cause {
    /// Whether a call that failed for this cost much: it is not tried again as it was.
    pub(crate) fn is_costly(&self) -> bool {
        matches!(self, Cause::Fuel { .. } | Cause::Hoard { .. } | Cause::Memory { .. } | Cause::Output { .. } | Cause::Clock)
    }

    /// The cause, told of a call in which memory grew by so many bytes.
    pub(crate) fn having_grown(self, grown: usize, limits: &Limits) -> Cause {
        match self {
            Cause::Fuel { limit } if grown >= limits.memory / HOARD => Cause::Hoard { limit },
            cause => cause,
        }
    }

    /// What a call that failed for this is charged of what a block's failures may burn: all the fuel that it had where it met a limit
    /// that fuel does not see.
    pub(crate) fn burns(&self, used: u64, had: u64) -> u64 {
        if self.is_costly() { had } else { used }
    }

    /// The cause of a failed call that the machine has no part in. `last_words` is the last error that the framework logged during it.
    fn of(error: &wasmtime::Error, limits: &Limits, fuel: u64, last_words: Option<&str>) -> Cause {
        if let Some(OverLimit(cause)) = error.downcast_ref() {
            return cause.clone();
        }
        match error.downcast_ref() {
            Some(Trap::OutOfFuel) => Cause::Fuel { limit: fuel },
            Some(Trap::StackOverflow) => Cause::Stack { limit: limits.stack },
            Some(Trap::Interrupt) => Cause::Clock,
            // The trap itself says only that the code ended itself: what it said before is the cause.
            Some(Trap::UnreachableCodeReached) if last_words.is_some() => Cause::Trapped(last_words.unwrap_or_default().to_owned()),
            Some(trap) => Cause::Trapped(with(trap.to_string().trim_start_matches("wasm trap: "), last_words)),
            None if error.root_cause().to_string().starts_with(TOO_MUCH_OUTPUT) => Cause::Output { limit: limits.output },
            None => Cause::Trapped(with(&error.root_cause().to_string(), last_words)),
        }
    }
}

/// The share of all memory that no call takes that has only much to compute: a quarter.
const HOARD: usize = 4;

/// Why a call came to nothing: by the framework's fault, or by the machine's.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// The framework failed.
    #[error(transparent)]
    Framework(#[from] Cause),
    /// The machine failed. That says nothing of the framework.
    #[error(transparent)]
    Host(#[from] HostError),
}

impl Fault {
    /// The fault behind a failed call; the arguments are those of [`Cause::of`].
    pub(crate) fn of(error: &wasmtime::Error, limits: &Limits, fuel: u64, last_words: Option<&str>) -> Fault {
        match HostError::of(error) {
            Some(host) => Fault::Host(host),
            None => Fault::Framework(Cause::of(error, limits, fuel, last_words)),
        }
    }

    /// The same fault of a call by which the memory grew by so many bytes, as [`Cause::having_grown`].
    pub(crate) fn having_grown(self, bytes: usize, limits: &Limits) -> Fault {
        match self {
            Fault::Framework(cause) => Fault::Framework(cause.having_grown(bytes, limits)),
            host @ Fault::Host(_) => host,
        }
    }
}

/// How wasmtime words that a call hands over more than it may; the error has no type of its own.
const TOO_MUCH_OUTPUT: &str = "too much data is being copied between the host and the guest";

fn with(what: &str, last_words: Option<&str>) -> String {
    last_words.map_or_else(|| what.to_owned(), |words| format!("{what} ({words})"))
}

/// A limit that the host enforces, as the error that ends the call.
#[derive(Debug)]
pub(crate) struct OverLimit(pub(crate) Cause);

impl std::fmt::Display for OverLimit {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.fmt(f)
    }
}

impl std::error::Error for OverLimit {}
