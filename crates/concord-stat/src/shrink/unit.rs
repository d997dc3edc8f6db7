//! The share of one unit: a mixture of beta distributions.
//!
//! The mixture has a beta for every point of the grid. Those of one v differ in u only, which is to say in their mean; where that
//! difference is small beside their width, or their width beside it, the mixture over u is so near a beta that the one with the same mean
//! and variance stands for it. How near is known: with variances `b` between and `w` within, V = b + w and mean m, about
//! `|1 − 2m| b w / (V^(3/2) m(1 − m))` is lost of the third standardised moment, and half of that, in standard deviations, at a 95% end; to
//! it comes what is lost of the fourth. Where this is above [`LOST`] the points are kept apart. Where v is so large
//! that a unit's share is closer to μ than the points of u are to one another, one beta stands for them in any case.

use super::row::{Row, Standing};
use crate::special::beta::{At, Beta, logistic};
use crate::special::tail;

/// The most that collapsing a row may lose. Ends then moved by less than 0.0001 where they were compared with finer sums, but for three or
/// four units with at most six cases each: there by up to 0.0003.
const LOST: f64 = 0.006;

/// The mass, beside the heaviest row's, of what is left out of quantiles.
const NOTHING: f64 = 1e-6;

/// How near to its probability, as a logarithm, an end is before the last step: the next error is of the order of its cube.
const NEAR: f64 = 0.01;

/// The distribution of one unit's share.
#[derive(Debug, Clone)]
pub struct UnitShare {
    parts: Vec<(Beta, f64)>,
    /// The beta with the mean and variance of all, from whose quantiles those of the mixture are looked for.
    like: Beta,
}

/// Sums that make the mean and the variances of a mixture.
#[derive(Debug, Clone, Copy, Default)]
struct Moments {
    mass: f64,
    /// Of the means.
    mean: f64,
    /// Of the squares of the means.
    between: f64,
    /// Of the variances.
    within: f64,
}

impl Moments {
    /// Of a row given `x` findings and `rest` other cases.
    fn of(row: &Row, x: f64, rest: f64) -> Moments {
        let (a, b) = (row.alpha + x, row.beta + rest);
        let n = a + b;
        let (mean, between) = (a / n, row.variance / (n * n));
        let within = (mean * (b / n) - between) / (n + 1.0);
        Moments { mass: row.mass, mean: row.mass * mean, between: row.mass * (mean * mean + between), within: row.mass * within }
    }

    fn plus(self, other: Moments) -> Moments {
        Moments {
            mass: self.mass + other.mass,
            mean: self.mean + other.mean,
            between: self.between + other.between,
            within: self.within + other.within,
        }
    }

    /// Mean, variance between and variance within.
    fn summary(&self) -> [f64; 3] {
        let mean = self.mean / self.mass;
        [mean, (self.between / self.mass - mean * mean).max(0.0), self.within / self.mass]
    }

    fn is_near_a_beta(&self) -> bool {
        let [mean, between, within] = self.summary();
        let (variance, bernoulli) = (between + within, mean * (1.0 - mean));
        let lost = (1.0 - 2.0 * mean).abs() + 2.0 * (variance / bernoulli).sqrt();
        lost * between * within <= LOST * variance * variance.sqrt() * bernoulli
    }

    /// Every so-many-th point of a row is enough where they are apart: what is summed over is as wide as the points and the betas about them
    /// together let it be, and a sum with a spacing of 1.2 standard deviations of that has an error of 1e-6.
    fn stride(&self, row: &Row) -> usize {
        const SPACING: f64 = 1.2;
        let [_, between, within] = self.summary();
        ((SPACING * row.points_a_deviation * (within / (between + within)).sqrt()) as usize).max(1)
    }

    /// The beta with this mean and variance.
    fn beta(&self) -> Beta {
        let [mean, between, within] = self.summary();
        let bernoulli = mean * (1.0 - mean);
        let total = (bernoulli / (between + within).max(1e-18 * bernoulli) - 1.0).max(1e-12);
        Beta::new((mean * total).max(1e-300), ((1.0 - mean) * total).max(1e-300))
    }
}

impl UnitShare {
    /// The share of a unit with `x` of `n`, given the grid's rows.
    pub(super) fn new(rows: &[Row], x: u64, n: u64) -> UnitShare {
        let (x, rest) = (x as f64, (n - x) as f64);
        let heaviest = rows.iter().map(|row| row.mass).fold(0.0, f64::max);
        let (mut parts, mut all, mut limit) = (Vec::new(), Moments::default(), Moments::default());
        for row in rows.iter().filter(|row| row.mass > NOTHING * heaviest) {
            let one = Moments::of(row, x, rest);
            all = all.plus(one);
            if row.standing == Standing::Limit {
                limit = limit.plus(one);
            } else if row.standing == Standing::Beta || one.is_near_a_beta() {
                parts.push((one.beta(), one.mass));
            } else {
                let stride = one.stride(row);
                let apart = row.nodes.iter().skip((row.nodes.len() - 1) / 2 % stride).step_by(stride);
                let heavy = apart.filter(|node| node.mass * stride as f64 > NOTHING * heaviest);
                parts.extend(heavy.map(|node| (Beta::new(node.alpha + x, node.beta + rest), node.mass * stride as f64)));
            }
        }
        if limit.mass > 0.0 {
            parts.push((limit.beta(), limit.mass));
        }
        let sum: f64 = parts.iter().map(|(_, mass)| mass).sum();
        parts.iter_mut().for_each(|(_, mass)| *mass /= sum);
        UnitShare { parts, like: all.beta() }
    }

    /// The value that the share is below with probability `p` (at most ½).
    #[must_use]
    pub fn below(&self, p: f64) -> f64 {
        let start = self.like.quantile_of(p, 1.0 - p);
        logistic(self.solve(start, p, |x, y| {
            let At { lower, density, slope, .. } = self.at(x, y);
            [lower, density, slope]
        }))[0]
    }

    /// The value that the share is above with probability `p` (at most ½).
    #[must_use]
    pub fn above(&self, p: f64) -> f64 {
        // In terms of what is left of the share, so that the same solver serves.
        let [x, y] = self.like.quantile_of(1.0 - p, p);
        logistic(self.solve([y, x], p, |y, x| {
            let At { upper, density, slope, .. } = self.at(x, y);
            [upper, density, -slope]
        }))[1]
    }

    /// The probability that the share is above `theta`.
    #[must_use]
    pub fn exceeds(&self, theta: f64) -> f64 {
        self.at(theta, 1.0 - theta).upper.clamp(0.0, 1.0)
    }

    /// The logit at which a tail reaches `p`, looked for from `[x, 1 − x]`.
    fn solve(&self, [x, y]: [f64; 2], p: f64, f: impl Fn(f64, f64) -> [f64; 3]) -> f64 {
        let start = libm::log(x.max(1e-300) / y.max(1e-300));
        let scale = (1.0 / self.like.a + 1.0 / self.like.b).sqrt();
        tail(p, start, scale, NEAR, |t| {
            let [x, y] = logistic(t);
            f(x, y)
        })
    }

    fn at(&self, x: f64, y: f64) -> At {
        self.parts.iter().fold(At::default(), |sum, (beta, mass)| {
            let at = beta.at(x, y);
            At {
                lower: sum.lower + mass * at.lower,
                upper: sum.upper + mass * at.upper,
                density: sum.density + mass * at.density,
                slope: sum.slope + mass * at.slope,
            }
        })
    }
}
