//! The way down to the least value of the REML criterion.
//!
//! Scoring in the variances (Jennrich and Sampson 1976, Technometrics 18:11–17): a step solves `curvature · step = −slopes` in the ratios to
//! the residual, and is then lengthened by what the residual itself moves, so that on balanced data the first step arrives. The curvature
//! is the expected one at first, and near the end what earlier steps have shown of it.
//!
//! No ratio is ever below 0: one that a step takes there is put at 0 and the others are solved for again; one at 0 stays as long as its
//! slope is upwards. So a component that the data want to be 0 is 0 exactly. A step that does not descend is damped (Levenberg and
//! Marquardt). Nothing is random: the same sums give the same bytes.

use super::criterion::{At, Criterion};
use super::fit::Undefined;
use super::matrix::{Matrix, dot};

/// Steps at most.
const STEPS: usize = 200;
/// The search is done where a step would lower the criterion by less than this by its slopes: far below what rounding lets one see of it, and
/// the variances then stand to six digits.
const DONE: f64 = 1e-14;
/// A step that would lower it by more than this takes the expected curvature.
const COARSE: f64 = 1.0;
/// A step that would lower it by less than this is taken without a look at the criterion, of which it may be below the rounding.
const FINE: f64 = 1e-9;
/// Slopes that change by less than this share of what was expected tell nothing of the curvature.
const FLAT: f64 = 1e-3;
/// The share of the criterion that may be rounding.
const ROUNDING: f64 = 1e-13;
/// The first damping, and what it is multiplied by where that does not do.
const DAMPING: [f64; 2] = [1e-3, 8.0];

/// A search and where it stands.
pub(super) struct Search<'a> {
    criterion: &'a Criterion<'a>,
    /// The ratios of review, partnership × framework, partnership and framework.
    pub(super) ratios: [f64; 4],
    /// The criterion there.
    pub(super) here: At,
    curvature: Matrix,
    damping: f64,
    /// How often the criterion was computed.
    pub(super) evaluations: usize,
}

/// A step, and by how much it would lower the criterion if that were what its slopes say.
struct Step {
    to: [f64; 4],
    gain: f64,
}

impl<'a> Search<'a> {
    /// A search from a start; parts that the model does not have are at 0.
    pub(super) fn new(criterion: &'a Criterion<'a>, start: [f64; 4]) -> Result<Search<'a>, Undefined> {
        let free = criterion.model().free();
        let ratios = std::array::from_fn(|i| if free[i] { start[i] } else { 0.0 });
        let here = criterion.at(&ratios).ok_or(Undefined::NoResidual)?;
        Ok(Search { criterion, ratios, curvature: here.information.clone(), here, damping: 0.0, evaluations: 1 })
    }

    /// Goes down to where the criterion is least, unless the residual falls below `least` on the way.
    pub(super) fn descend(mut self, least: f64) -> Result<Search<'a>, Undefined> {
        for _ in 0..STEPS {
            if self.here.residual < least {
                return Err(Undefined::NoResidual);
            }
            match self.step() {
                Some(step) if step.gain <= DONE => return Ok(self),
                Some(step) => self.take(&step),
                None => self.damp(),
            }
        }
        Err(Undefined::NotSettled)
    }

    fn take(&mut self, step: &Step) {
        self.evaluations += 1;
        let allowed = self.here.criterion + ROUNDING * (self.here.criterion.abs() + self.here.degrees);
        let Some(there) = self.criterion.at(&step.to).filter(|there| there.criterion <= allowed || step.gain <= FINE) else {
            return self.damp();
        };
        self.curvature = if step.gain > COARSE { there.information.clone() } else { self.secant(&step.to, &there) };
        (self.ratios, self.here) = (step.to, there);
        self.damping = if self.damping > DAMPING[0] { self.damping / DAMPING[1] } else { 0.0 };
    }

    fn damp(&mut self) {
        self.damping = if self.damping > 0.0 { DAMPING[1] * self.damping } else { DAMPING[0] };
    }

    /// The curvature that accounts for how the slopes changed (Broyden, Fletcher, Goldfarb and Shanno).
    fn secant(&self, to: &[f64; 4], there: &At) -> Matrix {
        let step: [f64; 4] = std::array::from_fn(|i| to[i] - self.ratios[i]);
        let change: [f64; 4] = std::array::from_fn(|i| there.slopes[i] - self.here.slopes[i]);
        let expected = self.curvature.by(&step);
        let (before, after) = (dot(&step, &expected), dot(&step, &change));
        let mut curvature = self.curvature.clone();
        if before > 0.0 && after > FLAT * before {
            curvature.add_outer(-1.0 / before, &expected, &expected);
            curvature.add_outer(1.0 / after, &change, &change);
        }
        curvature
    }

    /// The next step; `None` where the curvature is none without more damping.
    fn step(&self) -> Option<Step> {
        let model = self.criterion.model().free();
        let mut free: Vec<usize> = (0..4).filter(|i| model[*i] && (self.ratios[*i] > 0.0 || self.here.slopes[*i] < 0.0)).collect();
        let mut held: Vec<usize> = Vec::new();
        loop {
            let moves = self.moves(&free, &held)?;
            let to = self.landing(&moves);
            let Some(place) = free.iter().position(|i| to[*i] < 0.0) else {
                return Some(Step { to, gain: -0.5 * dot(&moves, &self.here.slopes) });
            };
            held.push(free.remove(place));
        }
    }

    /// How the free ratios move, given that those held go to 0.
    fn moves(&self, free: &[usize], held: &[usize]) -> Option<[f64; 4]> {
        let mut moves = [0.0; 4];
        held.iter().for_each(|i| moves[*i] = -self.ratios[*i]);
        let pull = self.curvature.by(&moves);
        let forces: Vec<f64> = free.iter().map(|i| -self.here.slopes[*i] - pull[*i]).collect();
        let damped = |i: usize, j: usize| self.curvature.at(i, j) * if i == j { 1.0 + self.damping } else { 1.0 };
        let (inverse, _) = Matrix::from(free.len(), |a, b| damped(free[a], free[b])).inverse()?;
        free.iter().zip(inverse.by(&forces)).for_each(|(i, step)| moves[*i] = step);
        Some(moves)
    }

    /// The ratios after a move when the residual moves with them; what goes to 0 is 0 exactly.
    fn landing(&self, moves: &[f64; 4]) -> [f64; 4] {
        let residual = 1.0 - dot(moves, &self.here.traces) / self.here.degrees;
        let length = 1.0 / residual.clamp(0.1, 10.0);
        std::array::from_fn(|i| if moves[i] == -self.ratios[i] { 0.0 } else { self.ratios[i] + length * moves[i] })
    }
}
