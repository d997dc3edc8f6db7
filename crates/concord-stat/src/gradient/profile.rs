//! Intervals and p-values from the profile: the greatest penalised likelihood with one coefficient held.
//!
//! A value is within the 95% interval where twice the fall from the top is at most the χ² quantile 3.841 (Heinze and Schemper 2002). The
//! penalty is that of the whole model even where a coefficient is held.
//!
//! Misleads: with very few cases, or an outcome that hardly varies, there may be a second ridge, higher than the one that leads down
//! from the top. Ends are on the ridge from the top, as in the package logistf; undefined where it breaks off above them.

use super::climb::{climb, moved};
use super::columns::dot;
use super::design::Design;
use super::likelihood::Place;
use crate::special::gamma::{chi_square_quantile, chi_square_upper};

/// The confidence of every interval.
const CONFIDENCE: f64 = 0.95;

/// Joint steps before an end is walked to; about five is usual.
const STEPS: usize = 25;

/// A joint step is the last where its squared length in standard errors is at most this.
const SMALL: f64 = 1e-14;

/// The profile of one coefficient.
pub(super) struct Profile<'a> {
    /// The design in which it is a coefficient of its own.
    pub(super) design: &'a Design,
    /// Where the likelihood is greatest.
    pub(super) top: &'a Place,
    /// Which coefficient.
    pub(super) column: usize,
}

impl Profile<'_> {
    /// The p-value of 0.
    pub(super) fn p(&self) -> Option<f64> {
        let held = self.held(0.0)?;
        Some(chi_square_upper(1.0, 2.0 * (self.top.log_likelihood - held.log_likelihood).max(0.0)))
    }

    /// The upper end of the interval for `side` = 1, the lower for −1.
    pub(super) fn end(&self, side: f64) -> Option<f64> {
        let target = self.top.log_likelihood - 0.5 * chi_square_quantile(1.0, CONFIDENCE);
        self.joint(side, target).or_else(|| self.walked(side, target))
    }

    /// The end by steps that lead towards the height of `target` and along the ridge at once (Venzon and Moolgavkar 1988, Applied
    /// Statistics 37:87–94): quick, but not sure to arrive.
    fn joint(&self, side: f64, target: f64) -> Option<f64> {
        let mut here = self.top.clone();
        for _ in 0..STEPS {
            let variance = here.variance(self.column);
            let free = here.step(self.column, 0.0);
            let above = here.log_likelihood - target + 0.5 * dot(&free, &here.score);
            let pull = side * (2.0 * above.max(0.0) / variance).sqrt();
            let step = here.step(self.column, pull);
            let length = dot(&step, &here.score) + pull * step[self.column];
            let end = here.beta[self.column] + step[self.column];
            if length <= SMALL {
                return (above > 0.0 && side * (end - self.top.beta[self.column]) > 0.0).then_some(end);
            }
            here = Place::new(self.design, moved(&here.beta, &step, 1.0))?;
        }
        None
    }

    /// The end by walking along the ridge, with a fit at every step: twice as far while the height holds, half as far once it did not.
    fn walked(&self, side: f64, target: f64) -> Option<f64> {
        let mut here = self.top.clone();
        let width = self.top.variance(self.column).sqrt();
        let (mut step, mut passed) = (width, false);
        while step > 1e-9 * width && step.is_finite() {
            let mut start = here.beta.clone();
            start[self.column] += side * step;
            let there = climb(self.design, start, Some(self.column));
            match there.filter(|there| there.log_likelihood >= target) {
                Some(there) => here = there,
                None => passed = true,
            }
            step *= if passed { 0.5 } else { 2.0 };
        }
        // Where a fit failed on the way there is no end, rather than a wrong one.
        (here.log_likelihood - target < 1e-6).then(|| here.beta[self.column])
    }

    /// The greatest likelihood with the coefficient held at `value`, sought from where the ridge points to.
    fn held(&self, value: f64) -> Option<Place> {
        let along = (value - self.top.beta[self.column]) / self.top.variance(self.column);
        let width = self.design.width();
        let ridge: Vec<f64> = self.top.covariance.chunks_exact(width).map(|row| row[self.column]).collect();
        let mut start = moved(&self.top.beta, &ridge, along);
        start[self.column] = value;
        let mut level = vec![0.0; width];
        level[self.column] = value;
        climb(self.design, start, Some(self.column)).or_else(|| climb(self.design, level, Some(self.column)))
    }
}

#[cfg(test)]
mod tests {
    use super::super::Cell;
    use super::super::climb::top;
    use super::*;

    /// Up to thirty cases with two covariates, many of them separated or all alike.
    fn small(seed: u64) -> Vec<Cell> {
        let bits = (seed + 1).wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 20;
        let bit = |place: usize| bits >> place & 1;
        let cell = |i: usize| Cell {
            group: i,
            covariates: vec![i as f64, bit(i + 6) as f64],
            n: 1 + bit(i + 12) * 4,
            y: bit(i) * (1 + bit(i + 12)),
        };
        (0..6).map(cell).collect()
    }

    #[test]
    fn both_ways_to_an_end_lead_to_the_same() {
        let (mut ends, mut apart, mut by_walking) = (0, 0, 0);
        for seed in 0..200 {
            let Ok(design) = Design::new(&["a", "b"].map(str::to_owned), &small(seed)) else { continue };
            let top = top(&design).unwrap();
            let target = top.log_likelihood - 0.5 * chi_square_quantile(1.0, CONFIDENCE);
            for (column, side) in [(0, 1.0), (0, -1.0), (1, 1.0), (1, -1.0), (2, 1.0), (2, -1.0)] {
                let profile = Profile { design: &design, top: &top, column };
                let (joint, walked) = (profile.joint(side, target), profile.walked(side, target));
                let near = |joint: f64| walked.is_some_and(|walked| (joint - walked).abs() < 1e-5 * top.variance(column).sqrt());
                assert!(profile.end(side).is_none_or(|end| side * (end - top.beta[column]) > 0.0) && profile.p().is_some());
                ends += 1;
                apart += i32::from(!joint.is_none_or(near));
                by_walking += i32::from(joint.is_none() && walked.is_some());
            }
        }
        // So few cases may have two ridges; both ways are taken, and seldom part.
        assert!(ends > 1000 && by_walking > 0 && apart * 100 < ends, "{ends} {apart} {by_walking}");
    }
}
