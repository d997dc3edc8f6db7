//! Shares turned into the constants that give them: logistic curves over a spread of depth, solved by halving.

pub(crate) fn logistic(x: f64) -> f64 {
    1.0 / (1.0 + libm::exp(-x))
}

/// The chance that odds stand for. Odds multiply where logits add, which spares an exponential a draw.
pub(crate) fn from_odds(odds: f64) -> f64 {
    odds / (1.0 + odds)
}

/// Where an increasing function of a logit reaches a target. A target out of reach gives the nearer end of −12 to 12.
pub(crate) fn root(increasing: impl Fn(f64) -> f64, target: f64) -> f64 {
    let (mut low, mut high) = (-12.0, 12.0);
    for _ in 0..40 {
        let middle = 0.5 * (low + high);
        if increasing(middle) < target {
            low = middle;
        } else {
            high = middle;
        }
    }
    0.5 * (low + high)
}

/// The intercept at which logistic curves with these (weight, shift) have the weighted mean asked for.
pub(crate) fn intercept(shifts: &[(f64, f64)], mean: f64) -> f64 {
    let total: f64 = shifts.iter().map(|(weight, _)| weight).sum();
    root(|at| shifts.iter().map(|(weight, shift)| weight * logistic(at + shift)).sum::<f64>(), mean * total)
}

/// How many points the standard normal is taken at.
pub(crate) const POINTS: usize = 11;

/// Points and weights of the standard normal by the trapezium rule, whose error for smooth curves is far below 10⁻⁶ at this step.
pub(crate) fn normal_points() -> [(f64, f64); POINTS] {
    let density = |x: f64| libm::exp(-0.5 * x * x);
    let total: f64 = (0..11).map(|i| density(f64::from(i) - 5.0)).sum();
    std::array::from_fn(|i| (i as f64 - 5.0, density(i as f64 - 5.0) / total))
}

/// A spread of depth: weights on a grid from −5 to 5 in quarters.
pub(crate) struct Depths([f64; Depths::GRID]);

impl Depths {
    const GRID: usize = 41;

    /// The spread of (depth, weight), each weight split between its two neighbours on the grid, so that the mean is kept.
    pub(crate) fn new(depths: impl Iterator<Item = (f64, f64)>) -> Depths {
        let mut grid = [0.0; Depths::GRID];
        for (depth, weight) in depths {
            let place = ((depth + 5.0) * 4.0).clamp(0.0, (Depths::GRID - 1) as f64);
            let left = (place as usize).min(Depths::GRID - 2);
            let right = place - left as f64;
            grid[left] += weight * (1.0 - right);
            grid[left + 1] += weight * right;
        }
        Depths(grid)
    }

    /// The intercept at which a logistic curve over depth has the mean asked for.
    pub(crate) fn intercept(&self, slope: f64, mean: f64) -> f64 {
        let shifts: [(f64, f64); Depths::GRID] = std::array::from_fn(|i| (self.0[i], slope * (i as f64 / 4.0 - 5.0)));
        intercept(&shifts, mean)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_normal_points_have_the_normal_moments() {
        let moment = |power| normal_points().iter().map(|(x, weight)| weight * x.powi(power)).sum::<f64>();
        for (power, expected) in [(0, 1.0), (1, 0.0), (2, 1.0), (4, 3.0)] {
            assert!((moment(power) - expected).abs() < 1e-3, "{power}: {}", moment(power));
        }
    }

    #[test]
    fn an_intercept_gives_its_mean() {
        let depths = Depths::new(normal_points().into_iter());
        let at = depths.intercept(0.8, 0.7);
        let mean: f64 = normal_points().iter().map(|(x, weight)| weight * logistic(at + 0.8 * x)).sum();
        assert!((mean - 0.7).abs() < 2e-3, "{mean}");
        assert!((intercept(&[(2.0, 0.0)], 0.5)).abs() < 1e-9);
    }

    #[test]
    fn what_is_out_of_reach_gives_an_end() {
        assert!(root(logistic, 2.0) > 11.9);
        assert!(root(logistic, -1.0) < -11.9);
    }
}
