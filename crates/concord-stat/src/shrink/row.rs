//! The points of one v, and what may stand for them in quantiles.

use super::grid::Node;
use super::lattice::Points;
use crate::beta_binomial::Place;

/// What may stand for the points of one v.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Standing {
    /// Themselves, or one beta where that is near enough.
    Points,
    /// One beta: a unit's share is closer to μ than the points are to one another, so that u would have to be finer.
    Beta,
    /// One beta for all v of this kind: the share is so close to μ that a larger v changes nothing.
    Limit,
}

/// The points of one v.
#[derive(Debug, Clone)]
pub(super) struct Row {
    pub(super) nodes: Vec<Node>,
    /// Their mass together.
    pub(super) mass: f64,
    /// Mean of α.
    pub(super) alpha: f64,
    /// Mean of β.
    pub(super) beta: f64,
    /// Variance of α, and of β.
    pub(super) variance: f64,
    /// How many points there are to a standard deviation of u.
    pub(super) points_a_deviation: f64,
    /// What may stand for them.
    pub(super) standing: Standing,
}

impl Row {
    /// The row of these points, given the mass that goes with a height.
    pub(super) fn new(points: &Points, mass: impl Fn(f64) -> f64) -> Row {
        let node = |(place, height): (usize, &f64)| {
            let [alpha, beta] = Place { u: points.u(place), v: points.v }.shapes();
            Node { alpha, beta, mass: mass(*height) }
        };
        let nodes: Vec<Node> = points.heights.iter().enumerate().map(node).collect();
        let sum: f64 = nodes.iter().map(|node| node.mass).sum();
        // Nothing weighs anything where a given grid lies far from the peak.
        let mean =
            |of: &dyn Fn(&Node) -> f64| if sum > 0.0 { nodes.iter().map(|node| node.mass / sum * of(node)).sum() } else { of(&nodes[0]) };
        let (alpha, beta) = (mean(&|node| node.alpha), mean(&|node| node.beta));
        let variance = mean(&|node| (node.alpha - alpha) * (node.alpha - alpha));
        // How wide, in u, a beta variate is about its mean at this v: 1/√((α + β) μ(1 − μ)).
        let width = ((alpha + beta) / alpha / beta).sqrt();
        let standing = match () {
            () if points.step <= width => Standing::Points,
            () if points.step <= 4.0 * width => Standing::Beta,
            () => Standing::Limit,
        };
        let points_a_deviation = spread(&nodes, sum);
        Row { nodes, mass: sum, alpha, beta, variance, points_a_deviation, standing }
    }
}

/// The standard deviation of the places of equally spaced points with these masses, which add up to `sum`; 0 where there is no mass.
fn spread(nodes: &[Node], sum: f64) -> f64 {
    let moment = |of: &dyn Fn(f64) -> f64| nodes.iter().enumerate().map(|(place, node)| node.mass / sum * of(place as f64)).sum::<f64>();
    let mean = moment(&|place| place);
    if sum > 0.0 { moment(&|place| (place - mean) * (place - mean)).sqrt() } else { 0.0 }
}
