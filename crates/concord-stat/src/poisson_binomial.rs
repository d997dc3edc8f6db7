//! The number of findings among cases that each have their own probability: the Poisson-binomial distribution, exactly.
//!
//! Found by adding one case at a time: `P(R = r) ← P(R = r)(1 − p) + P(R = r − 1) p`, all terms positive, so that nothing cancels. The
//! work grows with the cases times the width of the distribution; terms below 1e-300 are let go at either end.

use crate::limits::Tails;

/// Terms below this are nothing beside any tail that is ever looked at.
const NOTHING: f64 = 1e-300;

/// The distribution of a sum of independent findings.
#[derive(Debug, Clone, PartialEq)]
pub struct PoissonBinomial {
    /// `probability[i]` is that of `first + i` findings.
    first: u64,
    probability: Vec<f64>,
    cases: u64,
    mean: f64,
}

impl PoissonBinomial {
    /// The distribution for cases with these probabilities, each in [0, 1].
    #[must_use]
    pub fn new(p: &[f64]) -> PoissonBinomial {
        let (mut probability, mut first, mut gone) = (vec![1.0], 0_u64, 0_usize);
        for &p in p {
            add_case(&mut probability, gone, p);
            while probability.len() > gone + 1 && probability[gone] < NOTHING {
                (gone, first) = (gone + 1, first + 1);
            }
            while probability.len() > gone + 1 && probability[probability.len() - 1] < NOTHING {
                probability.pop();
            }
        }
        probability.drain(..gone);
        PoissonBinomial { first, probability, cases: p.len() as u64, mean: p.iter().sum() }
    }

    /// How many cases there are.
    #[must_use]
    pub fn cases(&self) -> u64 {
        self.cases
    }

    /// The expected number of findings, `Σ p`.
    #[must_use]
    pub fn mean(&self) -> f64 {
        self.mean
    }

    /// `P(R = r)`.
    #[must_use]
    pub fn pmf(&self, r: u64) -> f64 {
        r.checked_sub(self.first).and_then(|place| self.probability.get(usize::try_from(place).ok()?)).copied().unwrap_or(0.0)
    }

    /// How many of the kept terms lie below `r`.
    fn below(&self, r: u64) -> usize {
        usize::try_from(r.saturating_sub(self.first)).unwrap_or(usize::MAX).min(self.probability.len())
    }
}

impl Tails for PoissonBinomial {
    fn lower_tail(&self, r: u64) -> f64 {
        if r >= self.cases { 1.0 } else { sum(self.probability[..self.below(r + 1)].iter()) }
    }

    fn upper_tail(&self, r: u64) -> f64 {
        if r == 0 { 1.0 } else { sum(self.probability[self.below(r)..].iter().rev()) }
    }
}

/// A sum of probabilities, which is 0 of none: the standard library's would be −0.
fn sum<'a>(probabilities: impl Iterator<Item = &'a f64>) -> f64 {
    probabilities.fold(0.0, |sum, probability| sum + probability).min(1.0)
}

/// One more case; terms before `gone` have been let go.
fn add_case(probability: &mut Vec<f64>, gone: usize, p: f64) {
    probability.push(0.0);
    for place in (gone + 1..probability.len()).rev() {
        probability[place] = probability[place] * (1.0 - p) + probability[place - 1] * p;
    }
    probability[gone] *= 1.0 - p;
}
