//! The grid on which the posterior of α and β is laid.
//!
//! Coordinates are u = ln(α/β) and v = ln(α + β); the Jacobian αβ is part of the weight. By default the grid is found from the counts alone
//! ([`super::lattice`]): 16 rows of v or more, with some 31 points of u each. `edge_mass` says what lies on the rim.

use serde::Serialize;

use super::lattice::{Lattice, MOST_POINTS};
use super::row::Row;
use super::unit::UnitShare;
use crate::beta_binomial::{Likelihood, Surface, check};
use crate::fault::{Faults, Kind};

/// Points of u across a row and rows of v, unless said otherwise.
pub const POINTS: [usize; 2] = [31, 16];

/// Where a grid lies and how fine it is.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Grid {
    /// `[[u low, u high], [v low, v high]]`, within which points are evenly spaced; `None` to have it found.
    pub range: Option<[[f64; 2]; 2]>,
    /// Points in u and in v, ends included. On a grid that is found there are more where the peak is lopsided.
    pub points: [usize; 2],
}

impl Default for Grid {
    fn default() -> Grid {
        Grid { range: None, points: POINTS }
    }
}

/// A grid as it is told with the figures.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Stated {
    /// From and to in u = ln(α/β).
    pub u: [f64; 2],
    /// From and to in v = ln(α + β).
    pub v: [f64; 2],
    /// Points of u in the longest row, and rows of v.
    pub points: [usize; 2],
    /// How the points are spaced.
    pub spacing: &'static str,
    /// The prior; the Jacobian αβ goes with it.
    pub prior: &'static str,
    /// Posterior mass of the points on the rim.
    pub edge_mass: f64,
}

/// One point with its posterior mass.
#[derive(Debug, Clone, Copy)]
pub(super) struct Node {
    pub(super) alpha: f64,
    pub(super) beta: f64,
    pub(super) mass: f64,
}

/// The posterior of α and β on a grid.
#[derive(Debug, Clone)]
pub struct Posterior {
    rows: Vec<Row>,
    stated: Stated,
}

impl Posterior {
    /// The posterior given units, each `[x, n]`; `None` where no unit has both findings and other cases, for then there is none.
    ///
    /// # Errors
    /// Counts with `x` > `n` or above [`crate::fault::MAX_COUNT`]; a grid of fewer than 2 or more than 4,001 points either way, or with ends
    /// that are not finite and in order.
    pub fn new(counts: &[[u64; 2]], grid: &Grid) -> Result<Option<Posterior>, Faults> {
        check(counts)?;
        check_grid(grid)?;
        let likelihood = Likelihood::new(counts);
        if !likelihood.is_mixed() {
            return Ok(None);
        }
        let surface = Surface { likelihood: &likelihood, prior: true };
        let lattice = match grid.range {
            Some(range) => Lattice::given(&surface, range, grid.points),
            None => Lattice::found(&surface, grid.points),
        };
        Ok(Some(Posterior::on(&lattice)))
    }

    fn on(lattice: &Lattice) -> Posterior {
        let top = lattice.rows.iter().flat_map(|row| &row.heights).copied().fold(f64::NEG_INFINITY, f64::max);
        let sum: f64 = lattice.rows.iter().flat_map(|row| &row.heights).map(|height| libm::exp(height - top)).sum();
        let mass = |height: f64| libm::exp(height - top) / sum;
        let ends = |of: fn(f64, f64) -> f64, start: f64, values: &[f64]| values.iter().copied().fold(start, of);
        let us: Vec<f64> = lattice.rows.iter().flat_map(|row| [row.u(0), row.u(row.heights.len() - 1)]).collect();
        let vs: Vec<f64> = lattice.rows.iter().map(|row| row.v).collect();
        let stated = Stated {
            u: [ends(f64::min, f64::INFINITY, &us), ends(f64::max, f64::NEG_INFINITY, &us)],
            v: [ends(f64::min, f64::INFINITY, &vs), ends(f64::max, f64::NEG_INFINITY, &vs)],
            points: [lattice.rows.iter().map(|row| row.heights.len()).max().unwrap_or(0), lattice.rows.len()],
            spacing: lattice.spacing,
            prior: "(alpha + beta)^(-5/2)",
            edge_mass: lattice.rim().map(mass).sum(),
        };
        Posterior { rows: lattice.rows.iter().map(|row| Row::new(row, mass)).collect(), stated }
    }

    /// The grid, as it is told with the figures.
    #[must_use]
    pub fn stated(&self) -> Stated {
        self.stated
    }

    /// The posterior mean of any function of α and β that is finite on the grid.
    #[must_use]
    pub fn expectation(&self, f: impl Fn(f64, f64) -> f64) -> f64 {
        self.rows.iter().flat_map(|row| &row.nodes).map(|node| node.mass * f(node.alpha, node.beta)).sum()
    }

    /// The posterior mean of μ = α/(α + β).
    #[must_use]
    pub fn mu_mean(&self) -> f64 {
        self.expectation(|alpha, beta| alpha / (alpha + beta))
    }

    /// The posterior mean of ρ = 1/(α + β + 1).
    #[must_use]
    pub fn rho_mean(&self) -> f64 {
        self.expectation(|alpha, beta| 1.0 / (alpha + beta + 1.0))
    }

    /// The mean share of a unit with `x` of `n`.
    #[must_use]
    pub fn mean(&self, x: u64, n: u64) -> f64 {
        // Within a row α + β is the same, and the mean is linear in α.
        self.over_rows(|row| (row.alpha + x as f64) / (row.alpha + row.beta + n as f64)).min(1.0)
    }

    /// How much of the figure of a unit with `n` cases comes from the other units: the mean of (α + β)/(α + β + n).
    #[must_use]
    pub fn prior_weight(&self, n: u64) -> f64 {
        self.over_rows(|row| (row.alpha + row.beta) / (row.alpha + row.beta + n as f64)).min(1.0)
    }

    /// The mean over rows: 1 of what is 1 in all, which their masses add up to but for rounding.
    fn over_rows(&self, f: impl Fn(&Row) -> f64) -> f64 {
        let [sum, mass] = self.rows.iter().fold([0.0; 2], |[sum, mass], row| [sum + row.mass * f(row), mass + row.mass]);
        sum / mass
    }

    /// The probability that the share of a unit with `x` of `n` is above `theta`.
    #[must_use]
    pub fn exceeds(&self, x: u64, n: u64, theta: f64) -> f64 {
        self.unit(x, n).exceeds(theta)
    }

    /// The distribution of the share of a unit with `x` of `n` (`x` ≤ `n`): its quantiles and tails.
    #[must_use]
    pub fn unit(&self, x: u64, n: u64) -> UnitShare {
        UnitShare::new(&self.rows, x, n)
    }
}

fn check_grid(grid: &Grid) -> Result<(), Faults> {
    let mut faults = Faults::default();
    for points in grid.points {
        if !(2..=MOST_POINTS).contains(&points) {
            faults.note(None, Kind::OutOfRange { what: "the number of grid points", value: points as f64, allowed: "between 2 and 4001" });
        }
    }
    for [low, high] in grid.range.into_iter().flatten() {
        if !(low.abs() <= 300.0 && high.abs() <= 300.0 && low < high) {
            faults.note(None, Kind::OutOfRange { what: "the grid's range", value: high - low, allowed: "above 0, within -300 and 300" });
        }
    }
    faults.or(|| ())
}
