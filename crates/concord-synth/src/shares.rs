//! Tables of shares by name, made ready to draw codes of one dictionary field.

use concord_model::missing::Missing;

use crate::draw::{Draw, cumulate};

/// A value, or why it is missing.
pub(crate) type Cell<T> = Result<T, Missing>;

/// Codes, or the names of missing reasons, with their shares, which sum to 1.
pub(crate) type Shares = &'static [(&'static str, f64)];

/// Members of a code-set, each with the chance that it is one.
pub(crate) type Chances = &'static [(&'static str, f64)];

/// Shares ready to draw.
#[derive(Default)]
pub(crate) struct Choice {
    upto: Vec<f64>,
    cells: Vec<Cell<u8>>,
}

impl Choice {
    pub(crate) fn new(cells: Vec<Cell<u8>>, shares: Shares) -> Choice {
        Choice { upto: cumulate(shares.iter().map(|(_, share)| *share)), cells }
    }

    pub(crate) fn draw(&self, draw: &mut Draw) -> Cell<u8> {
        self.cells.get(draw.place(&self.upto)).copied().unwrap_or(Err(Missing::NotRecorded))
    }
}

/// A column with the shares of its codes.
#[derive(Default)]
pub(crate) struct Coded {
    pub(crate) column: usize,
    pub(crate) choice: Choice,
}

/// Chances of a code-set's members, ready to draw.
#[derive(Default)]
pub(crate) struct Members(pub(crate) Vec<(u8, f64)>);

impl Members {
    /// The members drawn, as bits.
    pub(crate) fn draw(&self, draw: &mut Draw) -> u64 {
        self.0.iter().filter(|(_, chance)| draw.chance(*chance)).fold(0, |bits, (place, _)| bits | 1 << place)
    }
}
