//! The hypergeometric distribution: how many of the cases drawn are present, where so many of all are.

use super::binomial::ln_binomial_power;
use crate::limits::Tails;

/// So many cases drawn from a population of present and absent ones.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Hypergeometric {
    /// Cases drawn, at most `present + absent`.
    pub draws: u64,
    /// Present in the population.
    pub present: u64,
    /// Absent in the population.
    pub absent: u64,
}

/// A sum is not changed by what is smaller than it by this factor.
const NOTHING: f64 = 1e-18;

impl Hypergeometric {
    /// The least count there can be.
    #[must_use]
    pub fn least(&self) -> u64 {
        self.draws.saturating_sub(self.absent)
    }

    /// The greatest count there can be.
    #[must_use]
    pub fn most(&self) -> u64 {
        self.draws.min(self.present)
    }

    /// `P(R = x)` as three binomial probabilities with the share drawn (Loader 2000): relative error about 1e-13.
    #[must_use]
    pub fn pmf(&self, x: u64) -> f64 {
        if x < self.least() || x > self.most() {
            return 0.0;
        }
        let all = self.present + self.absent;
        if self.draws == 0 || self.draws == all {
            return 1.0;
        }
        let (drawn, left) = (self.draws as f64 / all as f64, (all - self.draws) as f64 / all as f64);
        let ln = |a: u64, of: u64| ln_binomial_power(a as f64, (of - a) as f64, drawn, left);
        libm::exp(ln(x, self.present) + ln(self.draws - x, self.absent) - ln(self.draws, all))
    }

    /// `P(R ≤ x)`, summed the shorter way.
    #[must_use]
    pub fn lower_tail(&self, x: u64) -> f64 {
        if x >= self.most() {
            return 1.0;
        }
        if x < self.least() {
            return 0.0;
        }
        let mean = self.draws as f64 * (self.present as f64 / (self.present + self.absent) as f64);
        if (x as f64) < mean { self.sum_down(x) } else { 1.0 - self.mirrored().sum_down(self.draws - x - 1) }
    }

    /// `P(R ≥ x)`.
    #[must_use]
    pub fn upper_tail(&self, x: u64) -> f64 {
        if x > self.draws { 0.0 } else { self.mirrored().lower_tail(self.draws - x) }
    }

    /// The distribution of the cases drawn that are absent.
    fn mirrored(&self) -> Hypergeometric {
        Hypergeometric { draws: self.draws, present: self.absent, absent: self.present }
    }

    /// The sum of `P(R = x), P(R = x − 1), …`.
    fn sum_down(&self, x: u64) -> f64 {
        let mut term = self.pmf(x);
        let mut sum = term;
        for k in (self.least() + 1..=x).rev() {
            // P(R = k − 1) / P(R = k)
            let down = k as f64 * (self.absent + k - self.draws) as f64;
            term *= down / ((self.present - k + 1) as f64 * (self.draws - k + 1) as f64);
            sum += term;
            if term <= sum * NOTHING {
                break;
            }
        }
        sum.min(1.0)
    }
}

/// For a unit of `n` cases and others of which `found` are present and `absent` are not: at each count `r` of the unit, the chance that it
/// has `r` or fewer of the `r + found` present that there would be in all. It rises with `r` from the chance of none to 1.
///
/// With h(r) the chance of just `r`, it rises by `h(r) (n − r) found / ((r + 1) (n − r + absent))`, so that the whole takes one probability;
/// `None` where that is too small a number to start from.
#[must_use]
pub fn lower_tails_against(n: u64, found: u64, absent: u64) -> Option<Vec<f64>> {
    let none = Hypergeometric { draws: n, present: found, absent: n + absent }.pmf(0);
    if none < f64::MIN_POSITIVE / f64::EPSILON {
        return None;
    }
    let (mut at, mut just) = (none, none);
    let mut tails = Vec::with_capacity(n as usize + 1);
    tails.push(at.min(1.0));
    for r in 0..n {
        let (next, rest) = ((r + 1) as f64, (n - r) as f64);
        let open = rest + absent as f64;
        at += just * rest * found as f64 / (next * open);
        just *= (next + found as f64) * rest / (next * open);
        tails.push(at.min(1.0));
    }
    Some(tails)
}

/// A count over several strata, each with margins of its own: the sum of independent hypergeometric counts, exactly. Its tails are those of
/// the exact conditional test that a unit is in no stratum other than the rest (Cox 1966, A simple example of a comparison involving
/// quantal data, Biometrika 53:215–220).
#[derive(Debug, Clone, PartialEq)]
pub struct Stratified {
    least: u64,
    /// `probability[i]` is that of `least + i`.
    probability: Vec<f64>,
}

impl Stratified {
    /// The distribution of the sum.
    #[must_use]
    pub fn new(strata: impl IntoIterator<Item = Hypergeometric>) -> Stratified {
        let none = Stratified { least: 0, probability: vec![1.0] };
        strata.into_iter().fold(none, |sum, stratum| sum.and(&stratum))
    }

    /// The least count there can be.
    #[must_use]
    pub fn least(&self) -> u64 {
        self.least
    }

    /// The greatest count there can be.
    #[must_use]
    pub fn most(&self) -> u64 {
        self.least + self.probability.len() as u64 - 1
    }

    fn and(self, stratum: &Hypergeometric) -> Stratified {
        let (least, most) = (stratum.least(), stratum.most());
        let mut probability = vec![0.0; self.probability.len() + (most - least) as usize];
        for (place, x) in (least..=most).enumerate() {
            let chance = stratum.pmf(x);
            self.probability.iter().enumerate().for_each(|(before, of)| probability[before + place] += of * chance);
        }
        Stratified { least: self.least + least, probability }
    }
}

impl Tails for Stratified {
    fn lower_tail(&self, r: u64) -> f64 {
        match r.checked_sub(self.least) {
            _ if r >= self.most() => 1.0,
            Some(place) => self.probability[..=place as usize].iter().fold(0.0, |sum, of| sum + of).min(1.0),
            None => 0.0,
        }
    }

    fn upper_tail(&self, r: u64) -> f64 {
        match r.checked_sub(self.least) {
            Some(0) | None => 1.0,
            Some(place) => self.probability.iter().skip(place as usize).rev().fold(0.0, |sum, of| sum + of).min(1.0),
        }
    }
}
