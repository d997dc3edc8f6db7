//! The way up to the greatest penalised likelihood, with every coefficient free or one of them held.

use super::columns::dot;
use super::design::Design;
use super::likelihood::Place;

/// Steps before a fit is given up; a few dozen are the most that were seen.
const STEPS: usize = 300;

/// A step is the last where it is expected to gain no more than this: coefficients are then within 1e-9 of their standard errors, and the
/// step itself is still taken.
const GAIN: f64 = 1e-18;

/// The greatest penalised likelihood of all coefficients.
pub(super) fn top(design: &Design) -> Option<Place> {
    let (cases, present) = (design.cases(), design.y.iter().sum::<f64>());
    let mut start = vec![0.0; design.width()];
    start[0] = libm::log((present + 0.5) / (cases - present + 0.5));
    climb(design, start, None)
}

/// The greatest from `start` on with coefficient `held` as it is there.
pub(super) fn climb(design: &Design, start: Vec<f64>, held: Option<usize>) -> Option<Place> {
    let mut here = Place::new(design, start)?;
    for _ in 0..STEPS {
        let step = newton(&here, held);
        let gain = dot(&step, &here.score);
        if gain <= GAIN {
            here.beta = moved(&here.beta, &step, 1.0);
            return Some(here);
        }
        here = uphill(design, &here, &step, gain)?;
    }
    None
}

fn newton(here: &Place, held: Option<usize>) -> Vec<f64> {
    let Some(held) = held else { return here.step(0, 0.0) };
    // The pull that keeps it where it is.
    let pull = -here.step(held, 0.0)[held] / here.variance(held);
    let mut step = here.step(held, pull);
    step[held] = 0.0;
    step
}

/// The first of the whole step, its half, its quarter … that gains a fair part of what its length promises.
fn uphill(design: &Design, here: &Place, step: &[f64], gain: f64) -> Option<Place> {
    let rounding = 1e-12 * (1.0 + here.log_likelihood.abs());
    let mut part = 1.0;
    for _ in 0..60 {
        let least = here.log_likelihood + 0.1 * part * gain - rounding;
        let there = Place::new(design, moved(&here.beta, step, part));
        if let Some(there) = there.filter(|there| there.log_likelihood >= least) {
            return Some(there);
        }
        part *= 0.5;
    }
    None
}

/// `from` moved by a part of `step`.
pub(super) fn moved(from: &[f64], step: &[f64], part: f64) -> Vec<f64> {
    from.iter().zip(step).map(|(from, step)| from + part * step).collect()
}
