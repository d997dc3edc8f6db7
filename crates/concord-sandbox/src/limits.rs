//! What a framework may use up.

/// What a framework may use up. The same for every command, so that what passes a check runs.
///
/// All but [`ticks`](Limits::ticks) are deterministic: the same framework meets the same limit at the same review on every
/// machine with the same processor architecture (the stack's use depends on the machine code).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Fuel, about one unit a Wasm instruction, for a whole batch of 1,024 reviews, and for opening. A Rust framework of six indicators,
    /// written row by row, uses about ten million units a batch; in Python, which an interpreter runs, it is some hundred million *an
    /// indicator*, and in JavaScript two to three hundred million.
    ///
    /// A call with fewer reviews gets its share and a 64th of the whole for what every call costs.
    pub fuel: u64,
    /// Linear memory of one instance, in bytes, over all its memories.
    pub memory: usize,
    /// Elements of each of its tables.
    pub table_elements: usize,
    /// Core instances, tables and memories, each. A Python component holds 38 instances.
    pub instances: usize,
    /// Bytes that one call may hand to the host, answers and log together.
    pub output: usize,
    /// Bytes of stack.
    pub stack: usize,
    /// Ticks of the [`Backstop`](crate::Backstop) that one call may take: the last resort against what the others do not see.
    pub ticks: u64,
    /// Log messages kept of a framework; the rest is counted.
    pub log_messages: usize,
    /// Bytes kept of a log message.
    pub log_bytes: usize,
}

impl Default for Limits {
    fn default() -> Limits {
        Limits {
            fuel: 10_000_000_000,
            memory: 256 << 20,
            table_elements: 100_000,
            instances: 100,
            output: 16 << 20,
            stack: 512 << 10,
            ticks: 60,
            log_messages: 100,
            log_bytes: 2000,
        }
    }
}

impl Limits {
    /// The fuel of a call with so many reviews.
    pub(crate) fn fuel_for(&self, reviews: usize) -> u64 {
        let share = u128::from(self.fuel) * reviews as u128 / concord_model::batch::BATCH as u128;
        (self.fuel / 64).saturating_add(u64::try_from(share).unwrap_or(u64::MAX))
    }
}
