//! Control limits of a count from its exact tails.
//!
//! The lower limit at tail probability `p` is `r − a`, where `r` is the least count with F(r) > p and
//! `a = (F(r) − p)/(F(r) − F(r − 1))` (Spiegelhalter 2005, Statistics in Medicine 24:1185–1202, appendix A.1). A count is at or below it
//! exactly when F(count) ≤ p. The textbook's *upper* limit is not offered: a count may exceed it when P(R ≥ count) is far above p (for
//! shares of 0.9 and ten cases or fewer, in 59% of units where nothing is wrong). Here the upper limit is the mirror image of the lower
//! one for the cases that are not counted, so that a count is at or above it exactly when P(R ≥ count) ≤ p.

/// Both tails of a count between 0 and some number of cases, each with the count itself.
pub trait Tails {
    /// `P(R ≤ r)`.
    fn lower_tail(&self, r: u64) -> f64;
    /// `P(R ≥ r)`.
    fn upper_tail(&self, r: u64) -> f64;
}

/// Lower and mirrored upper limit of a count among `n` cases at tail probability `p`; below 0 or above `n` where no count reaches them.
#[must_use]
pub fn limits(counts: &impl Tails, n: u64, p: f64) -> [f64; 2] {
    let lower = interpolated(n, p, |r| counts.lower_tail(r));
    let upper = n as f64 - interpolated(n, p, |r| counts.upper_tail(n - r));
    [lower, upper]
}

/// The same, where they say something: an upper limit above `n` no count can reach, and one below 1 any count but 0 lies beyond, so that as a
/// multiple of what little is expected it is a great number without a meaning. Neither is a limit, nor are their mirror images.
#[must_use]
pub fn reachable(counts: &impl Tails, n: u64, p: f64) -> [Option<f64>; 2] {
    let [lower, upper] = limits(counts, n, p);
    let n = n as f64;
    [Some(lower).filter(|lower| (0.0..=n - 1.0).contains(lower)), Some(upper).filter(|upper| (1.0..=n).contains(upper))]
}

/// Spiegelhalter's interpolated limit `r − a` for a distribution function `f` of counts from 0 to `n`.
#[must_use]
pub fn interpolated(n: u64, p: f64, f: impl Fn(u64) -> f64) -> f64 {
    let (mut low, mut high) = (0, n);
    while low < high {
        let middle = low + (high - low) / 2;
        if f(middle) > p { high = middle } else { low = middle + 1 }
    }
    let at = f(low);
    let before = if low == 0 { 0.0 } else { f(low - 1) };
    low as f64 - (at - p) / (at - before)
}

/// Every tail of a count, worked out once from its probabilities.
#[derive(Debug, Clone, PartialEq)]
pub struct Table {
    lower: Vec<f64>,
    upper: Vec<f64>,
}

impl Table {
    /// The tails of a count that takes the values 0, 1, … with these probabilities.
    #[must_use]
    pub fn new(probability: &[f64]) -> Table {
        let mut lower: Vec<f64> = probability.to_vec();
        let mut upper = lower.clone();
        for place in 1..lower.len() {
            lower[place] = (lower[place] + lower[place - 1]).min(1.0);
        }
        for place in (1..upper.len()).rev() {
            upper[place - 1] = (upper[place - 1] + upper[place]).min(1.0);
        }
        Table { lower, upper }
    }
}

impl Tails for Table {
    fn lower_tail(&self, r: u64) -> f64 {
        let within = usize::try_from(r).ok().filter(|place| place + 1 < self.lower.len());
        within.map_or(1.0, |place| self.lower[place])
    }

    fn upper_tail(&self, r: u64) -> f64 {
        if r == 0 { 1.0 } else { usize::try_from(r).ok().and_then(|place| self.upper.get(place)).copied().unwrap_or(0.0) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::poisson_binomial::PoissonBinomial;

    #[test]
    fn a_limit_that_no_count_reaches_or_any_count_crosses_is_none() {
        let of = |p: f64, n: usize| reachable(&PoissonBinomial::new(&vec![p; n]), n as u64, 0.025);
        // One case in a thousand: one found would be beyond a limit of 0.976 cases, a thousand times what is expected.
        let [lower, upper] = limits(&PoissonBinomial::new(&[0.000_93]), 1, 0.025);
        assert!(lower < 0.0 && upper < 1.0 && upper / 0.000_93 > 1000.0, "{upper}");
        assert_eq!(of(0.000_93, 1), [None, None]);
        // Three cases, half of them expected: neither none nor all is out of the way.
        assert_eq!(of(0.5, 3), [None, None]);
        let [lower, upper] = of(0.5, 30).map(Option::unwrap);
        assert!(lower > 8.0 && upper < 22.0 && (lower + upper - 30.0).abs() < 1e-9);
        assert!(matches!(of(0.1, 30), [None, Some(upper)] if upper < 8.0));
    }
}
