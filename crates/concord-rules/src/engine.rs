//! Plans run column by column over a batch.
//!
//! A [`Program`] is the plan of a framework as a list of operations on whole columns, equal ones made once for all its indicators.
//! Truth values are bits: 64 rows a word, one bit for *true* and one for *possible* (true or unknown), so that `&&` and `||` are
//! single operations on words and `!` exchanges the two. What makes a row unknown is carried the same way, a bit a reason, and only
//! where something is unknown at all. Rows of child tables are reduced to reviews by their set bits, not row by row.

mod answers;
mod bits;
mod build;
mod columns;
mod evidence;
mod explain;
#[cfg(feature = "compile")]
mod fold;
mod node;
mod run;
mod slices;

use concord_model::answer::Answers;
use concord_model::batch::Batch;
use concord_model::dictionary::Dictionary;
use concord_model::problem::Problem;

use self::build::{Leads, Trail};
use self::columns::Tables;
pub(crate) use self::node::Id;
use self::node::{Node, PairSpace};
use crate::plan::Plan;

pub use explain::explain;
pub use run::Scratch;
#[cfg(feature = "compile")]
pub(crate) use {answers::EXACT, build::Builder, fold::Fold};

/// A plan made ready to run over batches of one dictionary's columns.
#[derive(Debug, Clone)]
pub struct Program {
    tables: Tables,
    pairs: Vec<PairSpace>,
    nodes: Vec<Node>,
    leads: Vec<Leads>,
    /// The reasons that operations give by themselves, whatever is missing.
    reasons: u8,
    rules: Vec<Rule>,
}

/// The operations that answer one indicator.
#[derive(Debug, Clone)]
struct Rule {
    applies: Option<Id>,
    looked_for: Option<Id>,
    lines: Vec<Line>,
    measure: Option<Measure>,
    /// The tables whose rows are cited, by their places among the program's.
    evidence: Vec<u16>,
    trail: Trail,
}

#[derive(Debug, Clone, Copy)]
struct Line {
    when: Id,
    absent: bool,
}

#[derive(Debug, Clone, Copy)]
struct Measure {
    count: Id,
    of: Option<Id>,
}

impl Program {
    /// Finds the places of a plan's names in a dictionary.
    ///
    /// # Errors
    /// The names that the dictionary does not have, or has as something else.
    pub fn new(plan: &Plan, dictionary: &Dictionary) -> Result<Program, Vec<Problem>> {
        build::program(plan, dictionary)
    }

    /// The child tables whose rows the answers to each indicator may rest on.
    #[cfg(feature = "compile")]
    pub(crate) fn evidence_tables(&self) -> impl Iterator<Item = Vec<String>> {
        let name = |table: &u16| self.tables.tables[usize::from(*table)].name.clone();
        self.rules.iter().map(move |rule| rule.trail.tables.iter().map(name).collect())
    }

    /// Answers every indicator for every review of a batch. `scratch` is reused from batch to batch.
    ///
    /// # Errors
    /// Where the batch does not have the shape that the plan's requests give it.
    pub fn evaluate(&self, batch: &Batch<'_>, scratch: &mut Scratch) -> Result<Answers, String> {
        let mut run = run::Run::new(self, batch, scratch)?;
        Ok(run.answers())
    }
}
