//! The share of one unit: a mixture of beta distributions.

use crate::special::beta::{Beta, logistic};

/// One beta of the mixture.
#[derive(Debug, Clone, Copy)]
pub(super) struct Part {
    pub(super) a: f64,
    pub(super) b: f64,
    pub(super) mass: f64,
}

/// The distribution of one unit's share.
#[derive(Debug, Clone)]
pub struct UnitShare {
    parts: Vec<(Beta, f64)>,
    /// The beta with the mean and variance of all, from which Newton's method starts.
    like: Beta,
}

/// The sums that make a mean and a variance.
#[derive(Debug, Clone, Copy, Default)]
struct Moments {
    mass: f64,
    mean: f64,
    square: f64,
}

impl Moments {
    fn with(self, part: Part) -> Moments {
        let n = part.a + part.b;
        let mean = part.a / n;
        let square = mean * (part.a + 1.0) / (n + 1.0);
        Moments { mass: self.mass + part.mass, mean: self.mean + part.mass * mean, square: self.square + part.mass * square }
    }

    /// The beta with this mean and variance.
    fn beta(self) -> Beta {
        let mean = self.mean / self.mass;
        let variance = (self.square / self.mass - mean * mean).max(1e-18 * mean * (1.0 - mean));
        let total = (mean * (1.0 - mean) / variance - 1.0).max(1e-12);
        Beta::new((mean * total).max(1e-300), ((1.0 - mean) * total).max(1e-300))
    }
}

impl UnitShare {
    /// The mixture of `parts`, with `pooled` collapsed into the one beta that has its mean and variance.
    pub(super) fn new(parts: Vec<Part>, pooled: impl Iterator<Item = Part>) -> UnitShare {
        let one = pooled.fold(Moments::default(), Moments::with);
        let all = parts.iter().fold(one, |sum, part| sum.with(*part));
        let mut betas: Vec<(Beta, f64)> = parts.iter().map(|part| (Beta::new(part.a, part.b), part.mass)).collect();
        if one.mass > 0.0 {
            betas.push((one.beta(), one.mass));
        }
        UnitShare { parts: betas, like: all.beta() }
    }

    /// The value that the share is below with probability `p` (at most ½).
    #[must_use]
    pub fn below(&self, p: f64) -> f64 {
        let start = self.like.quantile_of(p, 1.0 - p);
        logistic(self.solve(start, p, |x, y| {
            let [lower, _, density] = self.tails(x, y);
            [lower, density]
        }))[0]
    }

    /// The value that the share is above with probability `p` (at most ½).
    #[must_use]
    pub fn above(&self, p: f64) -> f64 {
        // In terms of what is left of the share, so that the same solver serves.
        let [x, y] = self.like.quantile_of(1.0 - p, p);
        logistic(self.solve([y, x], p, |y, x| {
            let [_, upper, density] = self.tails(x, y);
            [upper, density]
        }))[1]
    }

    /// The probability that the share is above `theta`.
    #[must_use]
    pub fn exceeds(&self, theta: f64) -> f64 {
        self.tails(theta, 1.0 - theta)[1].clamp(0.0, 1.0)
    }

    /// Lower tail, upper tail and density of the logit, at `x` with `y` = 1 − `x`.
    fn tails(&self, x: f64, y: f64) -> [f64; 3] {
        self.parts.iter().fold([0.0; 3], |[lower, upper, density], (beta, mass)| {
            let at = beta.at(x, y);
            [lower + mass * at.lower, upper + mass * at.upper, density + mass * at.density]
        })
    }

    /// The logit at which an increasing tail reaches `p`: Newton's method on its logarithm, held between the nearest misses.
    fn solve(&self, [x, y]: [f64; 2], p: f64, tail: impl Fn(f64, f64) -> [f64; 2]) -> f64 {
        const STEPS: usize = 100;
        let widest = 2.0 * (1.0 / self.like.a + 1.0 / self.like.b).sqrt();
        let (mut low, mut high) = (f64::NEG_INFINITY, f64::INFINITY);
        let mut t = libm::log(x.max(1e-300) / y.max(1e-300));
        for _ in 0..STEPS {
            let [x, y] = logistic(t);
            let [here, density] = tail(x, y);
            let excess = libm::log(here.max(1e-300) / p);
            if excess < 0.0 { low = t } else { high = t }
            let step = (-excess * here.max(1e-300) / density.max(1e-300)).clamp(-widest, widest);
            t = if t + step > low && t + step < high { t + step } else { 0.5 * (low + high) };
            // The next error would be of the order of this one squared.
            if step.abs() < 1e-6 * widest {
                break;
            }
        }
        t
    }
}
