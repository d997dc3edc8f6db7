//! How a unit's count comes out where it does not differ, and what its own count then means.

use super::{Flag, TAIL_95, TAIL_998};
use crate::limits::{Table, Tails, limits};
use crate::proportion::Interval;
use crate::special::beta_binomial::BetaBinomial;
use crate::special::normal::{cdf, quantile};

/// How counts come out where nothing differs.
#[derive(Debug, Clone, Copy)]
pub(super) enum Null {
    Counts(BetaBinomial),
    Normal { theta: f64, factor: f64, extra: f64 },
}

/// The same for a unit of so many cases.
pub(super) enum Among {
    /// Every tail, worked out beforehand.
    Few(Table),
    /// Too many for that: each tail when it is asked for.
    Many(BetaBinomial, u64),
    Normal {
        theta: f64,
        error: f64,
        n: f64,
    },
}

impl Tails for Among {
    fn lower_tail(&self, r: u64) -> f64 {
        match self {
            Among::Few(table) => table.lower_tail(r),
            Among::Many(counts, n) => counts.lower_tail(r, *n),
            Among::Normal { theta, error, n } => normal_tail(r as f64 / n - theta, *error),
        }
    }

    fn upper_tail(&self, r: u64) -> f64 {
        match self {
            Among::Few(table) => table.upper_tail(r),
            Among::Many(counts, n) => counts.upper_tail(r, *n),
            Among::Normal { theta, error, n } => normal_tail(theta - r as f64 / n, *error),
        }
    }
}

impl Null {
    pub(super) fn among(self, n: u64) -> Among {
        /// Up to here it costs less to know all tails than to ask for twenty.
        const FEW: u64 = 1000;
        match self {
            Null::Counts(counts) if n <= FEW => Among::Few(Table::new(&counts.probabilities(n))),
            Null::Counts(counts) => Among::Many(counts, n),
            // No case: any share at all.
            Null::Normal { theta, .. } if n == 0 => Among::Few(Table::new(&[theta])),
            Null::Normal { theta, factor, extra } => {
                Among::Normal { theta, error: (factor * theta * (1.0 - theta) / n as f64 + extra).sqrt(), n: n as f64 }
            }
        }
    }
}

impl Among {
    pub(super) fn limits(&self, n: u64, p: f64) -> Interval {
        let ends = match self {
            _ if n == 0 => [0.0, 1.0],
            Among::Normal { theta, error, .. } => [1.0, -1.0].map(|sign| theta + sign * quantile(p) * error),
            counts => limits(counts, n, p).map(|count| count / n as f64),
        };
        ends.map(|end| end.clamp(0.0, 1.0))
    }

    /// `[P(R ≤ x + m), P(R ≥ x)]`.
    pub(super) fn tails(&self, x: u64, m: u64) -> [f64; 2] {
        [self.lower_tail(x + m), self.upper_tail(x)]
    }

    /// The flag of `x` and `m` missing among `n`.
    pub(super) fn flag(&self, x: u64, m: u64, n: u64) -> Flag {
        flag(self, x, m, n)
    }
}

/// The flag of a count `x` of `n` cases of which `m` are missing, given how the count comes out where nothing differs: the high tail takes
/// the missing as absent, the low one as present. `x + m` ≤ `n` is the caller's to keep.
#[must_use]
pub fn flag(counts: &impl Tails, x: u64, m: u64, n: u64) -> Flag {
    let possible = beyond(counts.lower_tail(m), TAIL_95) || beyond(counts.upper_tail(n - m), TAIL_95);
    let [low, high] = [counts.lower_tail(x + m), counts.upper_tail(x)];
    match () {
        () if !possible => Flag::CannotTell,
        () if beyond(low, TAIL_998) => Flag::Low998,
        () if beyond(high, TAIL_998) => Flag::High998,
        () if beyond(low, TAIL_95) => Flag::Low95,
        () if beyond(high, TAIL_95) => Flag::High95,
        () => Flag::None,
    }
}

/// Whether a tail is within its probability; one that equals it but for rounding is.
fn beyond(tail: f64, p: f64) -> bool {
    tail <= p * (1.0 + 1e-12)
}

fn normal_tail(away: f64, s: f64) -> f64 {
    match () {
        () if s > 0.0 => cdf(away / s),
        () if away < 0.0 => 0.0,
        () => 1.0,
    }
}
