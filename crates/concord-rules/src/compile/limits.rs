//! How large a framework's rules may be.
//!
//! The compiler runs outside the box that frameworks run in, so that no file may stop it, take its memory or its stack. Each limit is
//! far above what people write (the largest of the national frameworks has 12 KB and 15 indicators), and is told where it is passed.

use concord_model::manifest::MOST_BYTES;
use concord_model::problem::MOST_FAULTS;

/// The bytes of a file: everything that is done takes time by it.
pub(super) const FILE: usize = MOST_BYTES;

/// The bytes of one expression: the parser's time grows faster than its text.
pub(super) const EXPRESSION: usize = 16 << 10;

/// How deep brackets, names of names and rows of rows may be nested: each takes some stack of the parser, the compiler and the guest.
pub(super) const NESTING: usize = 48;

/// How many operators may follow each other without `&&`, `||` or a comma between them: the parser nests each in the next.
pub(super) const CHAIN: usize = 250;

/// The names of `[define]` and `[define.children]` together: a misspelt name is compared with each.
pub(super) const NAMES: usize = 1_000;

/// The indicators of a framework: each is a column of answers in every batch.
pub(super) const INDICATORS: usize = 1_000;

/// The parts of all expressions together, what has a name counted once: each is a column of values in the guest's memory.
pub(super) const PARTS: usize = 20_000;

/// The parts that the rules come to through names, counted for each indicator: evidence is sought through all of them.
pub(super) const REACH: usize = 500_000;

/// The different texts that a framework may ask of one field: a row holds the place of its text among them in a byte.
pub(super) const TEXTS: usize = 255;

/// The faults that are told of a file; of more than these only how many there are.
pub(super) const FAULTS: usize = MOST_FAULTS;
