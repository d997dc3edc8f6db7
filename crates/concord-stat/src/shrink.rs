//! Partial pooling: each unit's share given what all units show, from a beta-binomial on a deterministic grid.
//!
//! `x ~ Binomial(n, p)`, `p ~ Beta(α, β)`, prior p(α, β) ∝ (α + β)^(−5/2) (Gelman and others, *Bayesian Data Analysis*, third edition,
//! section 5.3). Given α and β a unit's share is Beta(α + x, β + n − x); the posterior of α and β is laid on a [`grid`], over which every
//! figure is averaged. No chains, no seeds: the same counts give the same bytes.
//!
//! Per unit: the mean, equal tails with 95% between them, and the `prior_weight` (α + β)/(α + β + n), the share of its figure that comes
//! from the other units; [`Posterior::exceeds`] gives the probability that its share is above a value. Figures hold the uncertainty in α and β,
//! which a plug-in estimate leaves out. Means of α and β themselves are not given: under this prior they do not exist and grow with the
//! grid. `mu_mean` and `rho_mean`, of μ = α/(α + β) and ρ = 1/(α + β + 1), do exist.
//!
//! Ends: where units differ no more than chance has it (`boundary`), the maximum-likelihood α and β are undefined and the grid's figures
//! stand. Where no unit has both findings and other cases nothing tells how alike units are; all is undefined. A unit without cases gets
//! what the others say of a new unit.
//!
//! Misleads: shrinkage hides a true difference in the smallest units, so that it is shown beside the raw figure, never in its place, and
//! never sorted by; with fewer than about ten units the prior matters.

pub mod grid;
mod lattice;
mod row;
mod unit;
mod way;

use serde::Serialize;

use crate::beta_binomial::{check, fit};
use crate::fault::Faults;
pub use grid::{Grid, Posterior, Stated};
pub use unit::UnitShare;

/// The confidence of a unit's interval.
const TAIL: f64 = 0.025;

/// One unit's counts.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Unit {
    /// What it is called.
    pub unit: String,
    /// Cases with the finding.
    pub x: u64,
    /// Cases in all.
    pub n: u64,
}

/// One row of `concord stat shrink`.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Row {
    /// What the unit is called.
    pub unit: String,
    /// Mean of its share.
    pub mean: Option<f64>,
    /// Its share is below this with probability 0.025.
    pub lower: Option<f64>,
    /// Its share is above this with probability 0.025.
    pub upper: Option<f64>,
    /// How much of the figure comes from the other units.
    pub prior_weight: Option<f64>,
}

/// What `concord stat shrink` prints.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Shrunk {
    /// α where the likelihood is greatest; `None` on a boundary.
    pub alpha_mle: Option<f64>,
    /// β where the likelihood is greatest; `None` on a boundary.
    pub beta_mle: Option<f64>,
    /// The greatest log-likelihood, binomial coefficients included.
    pub log_likelihood: Option<f64>,
    /// Whether it is reached at no overdispersion.
    pub boundary: bool,
    /// Posterior mean of μ.
    pub mu_mean: Option<f64>,
    /// Posterior mean of ρ.
    pub rho_mean: Option<f64>,
    /// The grid that it was found on.
    pub grid: Option<Stated>,
    /// One row a unit, in the order given.
    pub rows: Vec<Row>,
    /// Why something above is undefined.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub why: Option<&'static str>,
}

/// The pooled figures of all units.
///
/// # Errors
/// Counts with `x` > `n` or above [`crate::fault::MAX_COUNT`]; a grid without points or with ends that are not finite and in order.
pub fn shrink(units: &[Unit], grid: &Grid) -> Result<Shrunk, Faults> {
    let counts: Vec<[u64; 2]> = units.iter().map(|unit| [unit.x, unit.n]).collect();
    check(&counts)?;
    let mle = fit(&counts)?;
    let posterior = Posterior::new(&counts, grid)?;
    let why = if posterior.is_none() { Some(NOT_MIXED) } else { mle.why };
    Ok(Shrunk {
        alpha_mle: mle.alpha,
        beta_mle: mle.beta,
        log_likelihood: mle.log_likelihood,
        boundary: mle.boundary,
        mu_mean: posterior.as_ref().map(Posterior::mu_mean),
        rho_mean: posterior.as_ref().map(Posterior::rho_mean),
        grid: posterior.as_ref().map(Posterior::stated),
        rows: rows(units, posterior.as_ref()),
        why,
    })
}

/// Why there is no posterior.
const NOT_MIXED: &str = "no unit has both findings and other cases, so that nothing tells how alike units are";

/// One row a unit; units with the same counts share the work.
fn rows(units: &[Unit], posterior: Option<&Posterior>) -> Vec<Row> {
    let mut order: Vec<usize> = (0..units.len()).collect();
    order.sort_by_key(|place| (units[*place].n, units[*place].x));
    let mut rows: Vec<Row> =
        units.iter().map(|unit| Row { unit: unit.unit.clone(), mean: None, lower: None, upper: None, prior_weight: None }).collect();
    let Some(posterior) = posterior else { return rows };
    for alike in order.chunk_by(|a, b| (units[*a].n, units[*a].x) == (units[*b].n, units[*b].x)) {
        let Unit { x, n, .. } = units[alike[0]];
        let share = posterior.unit(x, n);
        let (mean, weight) = (Some(posterior.mean(x, n)), Some(posterior.prior_weight(n)));
        let (lower, upper) = (Some(share.below(TAIL)), Some(share.above(TAIL)));
        for place in alike {
            let row = &mut rows[*place];
            (row.mean, row.lower, row.upper, row.prior_weight) = (mean, lower, upper, weight);
        }
    }
    rows
}
