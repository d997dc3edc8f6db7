//! How a command ended.

/// How a command ended; the number is the program's exit code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[repr(u8)]
pub enum Exit {
    /// Done.
    Done = 0,
    /// Done, but something needs a person: a framework failed, records were rejected.
    NeedsPerson = 1,
    /// Could not run.
    CouldNotRun = 2,
}
