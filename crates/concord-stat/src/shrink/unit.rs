//! The share of one unit: a mixture of beta distributions.
//!
//! The mixture has a beta for every point of the grid. Those of one v differ in u only, which is to say in their mean; where that
//! difference is small beside their width, or their width beside it, the mixture over u is so near a beta that the one with the same mean
//! and variance stands for it. How near is known: with variances `b` between and `w` within, V = b + w and mean m, about
//! `|1 − 2m| b w / (V^(3/2) m(1 − m))` is lost of the third standardised moment, and half of that, in standard deviations, at a 95% end; to
//! it comes what is lost of the fourth. Where this is above [`LOST`] the points are kept apart. Where v is so large
//! that a unit's share is closer to μ than the points of u are to one another, one beta stands for them in any case.

use super::slice::{Slice, Standing};
use crate::special::beta::{At, Beta, logistic};
use crate::special::tail;

/// The most that collapsing a slice may lose; ends then move by less than 0.0001.
const LOST: f64 = 0.006;

/// The step, in standard deviations of the logit, after which an end of an interval is near enough.
const LAST_STEP: f64 = 3e-3;

/// The distribution of one unit's share.
#[derive(Debug, Clone)]
pub struct UnitShare {
    parts: Vec<(Beta, f64)>,
    /// The beta with the mean and variance of all, from which Newton's method starts.
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
    fn of(a: f64, b: f64, mass: f64) -> Moments {
        let n = a + b;
        let mean = a / n;
        Moments { mass, mean: mass * mean, between: mass * mean * mean, within: mass * mean * (b / n) / (n + 1.0) }
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

    /// The beta with this mean and variance.
    fn beta(&self) -> Beta {
        let [mean, between, within] = self.summary();
        let bernoulli = mean * (1.0 - mean);
        let total = (bernoulli / (between + within).max(1e-18 * bernoulli) - 1.0).max(1e-12);
        Beta::new((mean * total).max(1e-300), ((1.0 - mean) * total).max(1e-300))
    }
}

impl UnitShare {
    /// The share of a unit with `x` of `n`, given the grid's points by v.
    pub(super) fn new(slices: &[Slice], x: u64, n: u64) -> UnitShare {
        let (x, rest) = (x as f64, (n - x) as f64);
        let (mut parts, mut all, mut limit) = (Vec::new(), Moments::default(), Moments::default());
        for slice in slices {
            let one =
                slice.nodes.iter().fold(Moments::default(), |sum, node| sum.plus(Moments::of(node.alpha + x, node.beta + rest, node.mass)));
            all = all.plus(one);
            if slice.standing == Standing::Limit {
                limit = limit.plus(one);
            } else if slice.standing == Standing::Beta || one.is_near_a_beta() {
                parts.push((one.beta(), one.mass));
            } else {
                let apart = slice.nodes.iter().skip(slice.first).step_by(slice.stride);
                parts.extend(apart.map(|node| (Beta::new(node.alpha + x, node.beta + rest), node.mass * slice.stride as f64)));
            }
        }
        if limit.mass > 0.0 {
            parts.push((limit.beta(), limit.mass));
        }
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
        tail(p, start, scale, LAST_STEP, |t| {
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
