//! Which points of the grid are enough for quantiles.
//!
//! Each point costs a beta integral, and far fewer do than the grid has: with a spacing of 0.8 posterior standard deviations a sum over
//! equally spaced points has an error below 1e-6.

use super::grid::Node;

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

/// The points of one v that are kept for quantiles.
#[derive(Debug, Clone)]
pub(super) struct Slice {
    pub(super) nodes: Vec<Node>,
    /// Where each point is to count by itself, every so-many-th from `first` on is enough.
    pub(super) stride: usize,
    pub(super) first: usize,
    /// What may stand for them.
    pub(super) standing: Standing,
}

/// The points for quantiles: of every so-many-th v those that matter, with masses that add up to 1.
pub(super) fn slices(nodes: &[Node], [u, v]: [[f64; 2]; 2], points: [usize; 2]) -> Vec<Slice> {
    const NOTHING: f64 = 1e-8;
    let step = |[low, high]: [f64; 2], points: usize| (high - low) / (points - 1) as f64;
    let (step_u, step_v) = (step(u, points[0]), step(v, points[1]));
    let rows: Vec<&[Node]> = nodes.chunks(points[0]).collect();
    let masses: Vec<f64> = rows.iter().map(|row| row.iter().map(|node| node.mass).sum()).collect();
    let stride = stride(step_v, spread(&masses, step_v));
    let most = masses.iter().copied().fold(0.0, f64::max);
    let kept = || (0..rows.len()).skip((rows.len() - 1) / 2 % stride).step_by(stride).filter(|place| masses[*place] > NOTHING * most);
    let sum = kept().map(|place| masses[place]).sum::<f64>();
    kept().map(|place| slice(rows[place], sum, step_u)).collect()
}

/// One v's points, their masses divided by `sum`.
fn slice(row: &[Node], sum: f64, step_u: f64) -> Slice {
    const NOTHING: f64 = 1e-9;
    let heaviest = row.iter().fold(row[0], |heaviest, node| if node.mass > heaviest.mass { *node } else { heaviest });
    // How wide, in u, a beta variate is about its mean at this v: 1/√((α + β) μ(1 − μ)).
    let width = ((heaviest.alpha + heaviest.beta) / heaviest.alpha / heaviest.beta).sqrt();
    let nodes: Vec<Node> =
        row.iter().filter(|node| node.mass > NOTHING * heaviest.mass).map(|node| Node { mass: node.mass / sum, ..*node }).collect();
    let masses: Vec<f64> = nodes.iter().map(|node| node.mass).collect();
    let stride = stride(step_u, spread(&masses, step_u).min(width));
    let standing = match () {
        () if step_u <= width => Standing::Points,
        () if step_u <= 4.0 * width => Standing::Beta,
        () => Standing::Limit,
    };
    Slice { stride, first: (nodes.len() - 1) / 2 % stride, standing, nodes }
}

/// How many steps at once stay below 0.8 standard deviations, and below 0.8 altogether: the posterior is analytic within ±π of the real
/// line in both coordinates, which bounds the error of a sum with any spacing.
fn stride(step: f64, deviation: f64) -> usize {
    const SPACING: f64 = 0.8;
    ((SPACING * deviation.min(1.0) / step) as usize).max(1)
}

/// The standard deviation of equally spaced points with these masses; 0 where there is no mass.
fn spread(masses: &[f64], step: f64) -> f64 {
    let sum = masses.iter().sum::<f64>();
    if sum <= 0.0 {
        return 0.0;
    }
    let moment = |centre: f64, power: i32| {
        let term =
            |(place, mass): (usize, &f64)| mass * if power == 1 { place as f64 } else { (place as f64 - centre) * (place as f64 - centre) };
        masses.iter().enumerate().map(term).sum::<f64>() / sum
    };
    step * moment(moment(0.0, 1), 2).sqrt()
}
