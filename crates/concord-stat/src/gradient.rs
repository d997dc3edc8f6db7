//! Does an outcome move with the resources of the group that looked: the gradient.
//!
//! One covariate, the first, is what is asked about (reviewer-days, say); it belongs to groups of cases (partnerships). Others are what
//! cases differ in besides. Four answers, from the same counts:
//! - [`firth`]: log odds per unit of each covariate, with intervals that take cases as independent;
//! - [`permutation`]: a p-value in which groups, not cases, are the sample. It decides; the intervals alone are too sure of themselves;
//! - `trend`: the test of Cochran and Armitage ([`crate::trend`]) on the first covariate, likewise by cases;
//! - `predicted`: the mean share of all cases were the first covariate at its 10th, 50th or 90th centile (type 7, over cases, unless they
//!   are given) and the others as they are: what a reader is shown instead of odds ratios.
//!
//! Report whether cases are assessable first, then the outcome of those that are, then the slope with the unknown filled in
//! ([`imputation`]): whoever has more resources finds more by looking more.
//!
//! Ends: a constant outcome has a finite fit but neither trend nor permutation. Misleads: resources are partly why cases differ and partly
//! what they cost; a slope says that two things go together, and nothing about a single group.

mod cells;
mod cholesky;
mod climb;
mod columns;
mod design;
pub mod firth;
pub mod imputation;
mod likelihood;
mod orders;
pub mod permutation;
mod profile;

use serde::Serialize;

use self::cells::{Sums, centiles, check, of_rows, per_group};
use self::design::Design;
use self::firth::{Coefficients, Fit};
use self::permutation::{Group, Orders, Shuffles, Tested, permutation_test, residuals, size_strata};
use crate::fault::Faults;
use crate::trend::{self, Trend, cochran_armitage};

/// Shuffles unless said otherwise.
pub const PERMUTATIONS: u32 = 999;

const UNREACHED: &str = "the greatest likelihood could not be reached";

/// One case; what is `None` is missing.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Row {
    /// The outcome, 0 or 1.
    pub y: Option<u64>,
    /// The covariates, in the order of their names.
    pub covariates: Vec<Option<f64>>,
    /// The group that it belongs to.
    pub group: Option<String>,
}

/// Cases of one group with the same covariates.
#[derive(Debug, Clone, PartialEq)]
pub struct Cell {
    /// The group.
    pub group: usize,
    /// The covariates, in the order of their names.
    pub covariates: Vec<f64>,
    /// Cases in all.
    pub n: u64,
    /// Cases with the outcome.
    pub y: u64,
}

/// A number for each of three centiles of the first covariate.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Centiles {
    /// At the 10th.
    pub p10: f64,
    /// At the 50th.
    pub p50: f64,
    /// At the 90th.
    pub p90: f64,
}

/// What `concord stat gradient` prints.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Gradient {
    /// The regression's coefficients by name; `None` where its maximum could not be reached.
    pub firth: Option<Coefficients>,
    /// The greatest penalised log-likelihood.
    pub log_likelihood: Option<f64>,
    /// The p-value with the first covariate permuted between groups of like size.
    pub permutation_p: Option<f64>,
    /// Whether that is the least that so many permutations can show: to be read as at most that.
    pub permutation_p_at_most: bool,
    /// The test for trend with the first covariate as score.
    pub trend: Trend,
    /// The mean share, in [0, 1], at centiles of the first covariate.
    pub predicted: Option<Centiles>,
    /// Those centiles, over cases unless they were given.
    pub centiles: Centiles,
    /// Groups with a case that was used: the sample size of the permutation.
    pub groups: usize,
    /// Cases used.
    pub rows_used: u64,
    /// Cases left out because something is missing.
    pub rows_left_out: u64,
    /// Why something above is undefined; the trend says so itself.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub why: Option<&'static str>,
}

/// The gradient of cases one by one; `names` are those of the covariates. The order of rows does not matter.
///
/// # Errors
/// An outcome that is neither 0 nor 1; a covariate that is not finite, does not vary or follows from others; names that are not unique; no
/// case without a missing value.
pub fn gradient(names: &[String], rows: &[Row], shuffles: Shuffles) -> Result<Gradient, Faults> {
    let cells = of_rows(names, rows)?;
    let found = of_cells(names, &cells, &mut Orders::new(shuffles))?;
    Ok(Gradient { rows_left_out: rows.len() as u64 - found.rows_used, ..found })
}

/// The gradient of cases counted by group and covariates: the same figures with less work, and less again where `orders` have served other
/// outcomes of the same groups.
///
/// # Errors
/// As [`gradient`], with counts `y` > `n` or above [`crate::fault::MAX_COUNT`] in place of outcomes. Cells without cases are left out.
pub fn of_cells(names: &[String], cells: &[Cell], orders: &mut Orders) -> Result<Gradient, Faults> {
    of_cells_at(names, cells, None, orders)
}

/// The same with predictions at values of the first covariate that are given, as several outcomes of the same groups need them: the
/// centiles over cases differ between outcomes.
///
/// # Errors
/// As [`of_cells`].
pub fn of_cells_at(names: &[String], cells: &[Cell], at: Option<Centiles>, orders: &mut Orders) -> Result<Gradient, Faults> {
    let cells = check(names, cells)?;
    let design = Design::new(names, &cells)?;
    let trend = cochran_armitage(&cells.iter().map(scored).collect::<Vec<_>>())?;
    let residuals = residuals_without_effect(&design, &cells);
    let groups = per_group(&cells, residuals.as_deref().unwrap_or(&vec![0.0; cells.len()]));
    let tested = if residuals.is_some() {
        permuted(&groups, orders)
    } else {
        Tested { p: None, at_most: false, direction: 0.0, why: Some(UNREACHED) }
    };
    let centiles = at.unwrap_or_else(|| centiles(&cells));
    let fit = Fit::new(&design);
    let firth = fit.as_ref().map(|fit| fit.firth(names));
    Ok(Gradient {
        log_likelihood: firth.as_ref().map(|firth| firth.log_likelihood),
        why: if firth.is_none() { Some(UNREACHED) } else { tested.why },
        firth: firth.map(|firth| firth.coefficients),
        permutation_p: tested.p,
        permutation_p_at_most: tested.at_most,
        trend,
        predicted: fit.map(|fit| fit.predicted(centiles)),
        centiles,
        groups: groups.len(),
        rows_used: groups.iter().map(|group| group.n).sum(),
        rows_left_out: 0,
    })
}

impl Centiles {
    /// The type-7 centiles of some numbers; `None` where there is none, or one that is not finite.
    #[must_use]
    pub fn of(numbers: &[f64]) -> Option<Centiles> {
        let cell = |number: &f64| Cell { group: 0, covariates: vec![*number], n: 1, y: 0 };
        let finite = !numbers.is_empty() && numbers.iter().all(|number| number.is_finite());
        finite.then(|| centiles(&numbers.iter().map(cell).collect::<Vec<_>>()))
    }

    /// A number for each from the number there.
    #[must_use]
    pub fn map(self, f: impl Fn(f64) -> f64) -> Centiles {
        Centiles { p10: f(self.p10), p50: f(self.p50), p90: f(self.p90) }
    }
}

fn scored(cell: &Cell) -> trend::Group {
    trend::Group { score: cell.covariates[0], x: cell.y, n: cell.n }
}

/// `y − n π̂` of every cell, π̂ from the other covariates alone, all 0 where the outcome does not vary; `None` where there is no fit.
fn residuals_without_effect(design: &Design, cells: &[Cell]) -> Option<Vec<f64>> {
    let counts: Vec<[u64; 2]> = cells.iter().map(|cell| [cell.y, cell.n]).collect();
    let varies = counts.iter().any(|[y, _]| *y > 0) && counts.iter().any(|[y, n]| y < n);
    if design.width() == 2 || !varies {
        return Some(residuals(&counts));
    }
    Fit::new(&design.without_first()).map(|fit| fit.residuals())
}

fn permuted(groups: &[Sums], orders: &mut Orders) -> Tested {
    let strata = size_strata(&groups.iter().map(|group| group.n).collect::<Vec<_>>());
    let group = |(group, stratum): (&Sums, usize)| Group { stratum, value: group.mean, residual: group.residual };
    permutation_test(&groups.iter().zip(strata).map(group).collect::<Vec<_>>(), orders)
}
