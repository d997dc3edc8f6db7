//! The grid on which the posterior of α and β is laid.
//!
//! Coordinates are u = ln(α/β) and v = ln(α + β); the Jacobian αβ is part of the weight. By default the grid reaches as far as the
//! posterior does (to e^−16 of its peak) in 41 steps of u and 61 of v: a rectangle found from the counts alone. Sums over equally spaced
//! points of a smooth peak converge exponentially, so that a finer grid changes the eighth digit; `edge_mass` says what lies on the rim.

use serde::Serialize;

use super::slice::{Slice, slices};
use super::unit::UnitShare;
use crate::beta_binomial::{Likelihood, Place, Surface, check};
use crate::fault::{Faults, Kind};

/// The logarithm of how far below its peak the posterior is left alone.
const DROP: f64 = 16.0;

/// Points in u and in v, unless said otherwise.
pub const POINTS: [usize; 2] = [41, 61];

/// The most points in either direction.
const MOST_POINTS: usize = 4001;

/// Where a grid lies and how fine it is.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Grid {
    /// `[[u low, u high], [v low, v high]]`; `None` to have it found.
    pub range: Option<[[f64; 2]; 2]>,
    /// Points in u and in v, ends included.
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
    /// Points in u and in v, ends included.
    pub points: [usize; 2],
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
    /// All points, u running fastest.
    nodes: Vec<Node>,
    /// Enough of them for quantiles, by v.
    slices: Vec<Slice>,
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
        let peak = surface.peak();
        let found = grid.range.is_none();
        let range = grid.range.unwrap_or_else(|| reach(&surface, peak));
        // A range that was given may lie anywhere; on one that was found, what is far below the peak need not be worked out.
        let floor = if found { surface.value(peak) - DROP - 4.0 } else { f64::NEG_INFINITY };
        Ok(Some(Posterior::on(&surface, range, grid.points, floor)))
    }

    fn on(surface: &Surface<'_>, [u, v]: [[f64; 2]; 2], points: [usize; 2], floor: f64) -> Posterior {
        let at = |[low, high]: [f64; 2], i: usize, n: usize| low + (high - low) * i as f64 / (n - 1) as f64;
        let us: Vec<f64> = (0..points[0]).map(|i| at(u, i, points[0])).collect();
        let mut centre = points[0] / 2;
        let mut rows = Vec::with_capacity(points[0] * points[1]);
        for j in 0..points[1] {
            let row = heights(surface, &us, at(v, j, points[1]), centre, floor);
            centre = (0..row.len()).fold(centre, |best, i| if row[i].1 > row[best].1 { i } else { best });
            rows.extend(row);
        }
        let top = rows.iter().map(|(_, height)| *height).fold(f64::NEG_INFINITY, f64::max);
        let mut nodes: Vec<Node> = rows.into_iter().map(|(place, height)| node(place, libm::exp(height - top))).collect();
        normalise(&mut nodes);
        let on_rim = |place: usize| {
            let (i, j) = (place % points[0], place / points[0]);
            i == 0 || j == 0 || i == points[0] - 1 || j == points[1] - 1
        };
        let edge_mass = nodes.iter().enumerate().filter(|(place, _)| on_rim(*place)).map(|(_, node)| node.mass).sum();
        let stated = Stated { u, v, points, prior: "(alpha + beta)^(-5/2)", edge_mass };
        let slices = slices(&nodes, [u, v], points);
        Posterior { nodes, slices, stated }
    }

    /// The grid, as it is told with the figures.
    #[must_use]
    pub fn stated(&self) -> Stated {
        self.stated
    }

    /// The posterior mean of any function of α and β that is finite on the grid.
    #[must_use]
    pub fn expectation(&self, f: impl Fn(f64, f64) -> f64) -> f64 {
        self.nodes.iter().map(|node| node.mass * f(node.alpha, node.beta)).sum()
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
        self.expectation(|alpha, beta| (alpha + x as f64) / (alpha + beta + n as f64)).min(1.0)
    }

    /// How much of the figure of a unit with `n` cases comes from the other units: the mean of (α + β)/(α + β + n).
    #[must_use]
    pub fn prior_weight(&self, n: u64) -> f64 {
        // The masses add up to 1 but for rounding.
        self.expectation(|alpha, beta| (alpha + beta) / (alpha + beta + n as f64)).min(1.0)
    }

    /// The probability that the share of a unit with `x` of `n` is above `theta`.
    #[must_use]
    pub fn exceeds(&self, x: u64, n: u64, theta: f64) -> f64 {
        self.unit(x, n).exceeds(theta)
    }

    /// The distribution of the share of a unit with `x` of `n` (`x` ≤ `n`): its quantiles and tails.
    #[must_use]
    pub fn unit(&self, x: u64, n: u64) -> UnitShare {
        UnitShare::new(&self.slices, x, n)
    }
}

/// The log-posterior along one v, worked out from `centre` outwards as long as it rises or is above `floor`; −∞ beyond.
fn heights(surface: &Surface<'_>, us: &[f64], v: f64, centre: usize, floor: f64) -> Vec<(Place, f64)> {
    let of_v = surface.of_v(v);
    let mut row: Vec<(Place, f64)> = us.iter().map(|&u| (Place { u, v }, f64::NEG_INFINITY)).collect();
    let mut walk = |places: &mut dyn Iterator<Item = usize>| {
        let mut last = f64::NEG_INFINITY;
        for i in places {
            row[i].1 = of_v + surface.of_place(row[i].0);
            if row[i].1 < floor && row[i].1 < last {
                break;
            }
            last = row[i].1;
        }
    };
    walk(&mut (centre..us.len()));
    walk(&mut (0..=centre).rev());
    row
}

fn node(place: Place, mass: f64) -> Node {
    let [alpha, beta] = place.shapes();
    Node { alpha, beta, mass }
}

fn normalise(nodes: &mut [Node]) {
    let sum = nodes.iter().map(|node| node.mass).sum::<f64>();
    nodes.iter_mut().for_each(|node| node.mass /= sum);
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

/// How far the posterior reaches in u and v.
fn reach(surface: &Surface<'_>, peak: Place) -> [[f64; 2]; 2] {
    /// Places between the peak and either end of v at which u is measured; u spreads most somewhere below the peak.
    const PLACES: usize = 5;
    let top = surface.value(peak);
    let ends = [-1.0, 1.0].map(|sign| peak.v + sign * extent(|away| top - surface.value(surface.ridge(peak.v + sign * away, peak.u))));
    let mut u = [peak.u; 2];
    for place in 0..PLACES {
        for v in ends.map(|end| peak.v + (end - peak.v) * place as f64 / PLACES as f64) {
            let ridge = surface.ridge(v, peak.u);
            let to = |sign: f64| ridge.u + sign * extent(|away| top - surface.value(Place { u: ridge.u + sign * away, v }));
            u = [u[0].min(to(-1.0)), u[1].max(to(1.0))];
        }
    }
    [u, ends]
}

/// How far one may go until `drop` exceeds [`DROP`], to within a sixteenth.
fn extent(drop: impl Fn(f64) -> f64) -> f64 {
    const FIRST: f64 = 0.001;
    let (mut near, mut far) = (0.0, FIRST);
    while drop(far) < DROP && far < 200.0 {
        (near, far) = (far, 2.0 * far);
    }
    for _ in 0..4 {
        let middle = 0.5 * (near + far);
        if drop(middle) < DROP { near = middle } else { far = middle }
    }
    far
}
