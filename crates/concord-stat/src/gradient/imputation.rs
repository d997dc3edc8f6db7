//! What the gradient could be, had every case been assessable: the slope with the unknown cases filled in, one way and another.
//!
//! Report in this order: whether cases are assessable at all ([`Open::assessability`]), the outcome of those that are
//! ([`Open::assessed`]), then this. All unknown absent and all unknown present are the two plain fillings; they are *not* the furthest
//! ones. Those fill in by the first covariate: present above its mean over all cases and absent elsewhere rises most, and the
//! other way about falls most. No filling gives the score `Σ (x − x̄) y` of [`crate::trend`] more or less; slopes given other
//! covariates may go slightly further.
//!
//! Misleads: each is a fit to figures that were partly put in, so that its interval holds the uncertainty of sampling alone.

use serde::Serialize;

use super::cells::{centiles, check};
use super::design::Design;
use super::firth::{Coefficient, Fit};
use super::{Cell, Centiles};
use crate::fault::Faults;

/// Cases of one group with the same covariates, some of which could not be assessed.
#[derive(Debug, Clone, PartialEq)]
pub struct Open {
    /// The group.
    pub group: usize,
    /// The covariates, in the order of their names.
    pub covariates: Vec<f64>,
    /// Cases with the outcome.
    pub present: u64,
    /// Cases without it.
    pub absent: u64,
    /// Cases of which it is not known.
    pub unknown: u64,
}

impl Open {
    /// The cell whose outcome is to be assessable.
    #[must_use]
    pub fn assessability(&self) -> Cell {
        let assessed = self.present.saturating_add(self.absent);
        self.cell(assessed, assessed.saturating_add(self.unknown))
    }

    /// The cell of the assessed cases; without any where none was.
    #[must_use]
    pub fn assessed(&self) -> Cell {
        self.cell(self.present, self.present.saturating_add(self.absent))
    }

    fn filled(&self, unknown_present: bool) -> Cell {
        let present = if unknown_present { self.present.saturating_add(self.unknown) } else { self.present };
        self.cell(present, self.present.saturating_add(self.absent).saturating_add(self.unknown))
    }

    fn cell(&self, y: u64, n: u64) -> Cell {
        Cell { group: self.group, covariates: self.covariates.clone(), n, y }
    }
}

/// The gradient with unknown cases filled in.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Filled {
    /// The slope of the first covariate.
    pub slope: Coefficient,
    /// The mean share at its centiles.
    pub predicted: Centiles,
}

/// The gradient under each filling; `None` where a maximum could not be reached.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Fillings {
    /// Every unknown case without the outcome.
    pub unknown_absent: Option<Filled>,
    /// Every unknown case with it.
    pub unknown_present: Option<Filled>,
    /// Unknown cases with it below the first covariate's mean, and no others.
    pub most_falling: Option<Filled>,
    /// Unknown cases with it above the mean, and no others.
    pub most_rising: Option<Filled>,
}

/// The slope of the first covariate under every filling.
///
/// # Errors
/// As [`super::of_cells`].
pub fn fillings(names: &[String], cells: &[Open]) -> Result<Fillings, Faults> {
    let cases = |cell: &Open| cell.assessability().n as f64;
    let absent: Vec<Cell> = cells.iter().map(|cell| cell.filled(false)).collect();
    check(names, &absent)?;
    let total: f64 = cells.iter().map(cases).sum();
    let mean: f64 = cells.iter().map(|cell| cases(cell) / total * cell.covariates[0]).sum();
    let filled = |present: &dyn Fn(f64) -> bool| {
        let cells: Vec<Cell> = cells.iter().map(|cell| cell.filled(present(cell.covariates[0]))).collect();
        fit(names, &cells)
    };
    Ok(Fillings {
        unknown_absent: filled(&|_| false)?,
        unknown_present: filled(&|_| true)?,
        most_falling: filled(&|x| x < mean)?,
        most_rising: filled(&|x| x > mean)?,
    })
}

fn fit(names: &[String], cells: &[Cell]) -> Result<Option<Filled>, Faults> {
    let cells = check(names, cells)?;
    let design = Design::new(names, &cells)?;
    Ok(Fit::new(&design).map(|fit| Filled { slope: fit.slope(1), predicted: fit.predicted(centiles(&cells)) }))
}
