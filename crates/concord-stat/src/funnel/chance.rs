//! How a unit's count comes out where it does not differ, and what its own count then means.

use super::{Flag, TAIL_95, TAIL_998};
use crate::limits::{Table, Tails, limits};
use crate::proportion::Interval;
use crate::special::beta_binomial::BetaBinomial;
use crate::special::hypergeometric::{Hypergeometric, lower_tails_against};
use crate::special::normal::{cdf, quantile};

/// Up to here it costs less to know all tails than to ask for twenty.
const FEW: u64 = 1000;

/// How counts come out where nothing differs.
#[derive(Debug, Clone, Copy)]
pub(super) enum Null {
    /// About a share that is given.
    Counts(BetaBinomial),
    Normal {
        theta: f64,
        factor: f64,
        extra: f64,
    },
    /// Against what others found, which is a count like the unit's own.
    Others(Others),
}

/// What others found, and how much more than chance units may differ.
#[derive(Debug, Clone, Copy)]
pub(super) struct Others {
    pub(super) found: u64,
    pub(super) absent: u64,
    pub(super) wider: Option<Wider>,
}

/// More spread than chance.
#[derive(Debug, Clone, Copy)]
pub(super) enum Wider {
    /// The ρ of a beta-binomial.
    BetaBinomial(f64),
    /// The factor of the variance, τ², and as how many units of the same size the others count.
    Normal { factor: f64, extra: f64, units: f64 },
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
    Others(Others, u64),
}

impl Tails for Among {
    fn lower_tail(&self, r: u64) -> f64 {
        match self {
            Among::Few(table) => table.lower_tail(r),
            Among::Many(counts, n) => counts.lower_tail(r, *n),
            Among::Normal { theta, error, n } => normal_tail(r as f64 / n - theta, *error),
            Among::Others(others, n) => others.low(r, *n, r + others.found),
        }
    }

    fn upper_tail(&self, r: u64) -> f64 {
        match self {
            Among::Few(table) => table.upper_tail(r),
            Among::Many(counts, n) => counts.upper_tail(r, *n),
            Among::Normal { theta, error, n } => normal_tail(theta - r as f64 / n, *error),
            Among::Others(others, n) => others.high(r, *n, r + others.found),
        }
    }
}

impl Null {
    pub(super) fn among(self, n: u64) -> Among {
        match self {
            Null::Counts(counts) if n <= FEW => Among::Few(Table::new(&counts.probabilities(n))),
            Null::Counts(counts) => Among::Many(counts, n),
            // No case: any share at all.
            Null::Normal { theta, .. } if n == 0 => Among::Few(Table::new(&[theta])),
            Null::Normal { theta, factor, extra } => {
                Among::Normal { theta, error: (factor * theta * (1.0 - theta) / n as f64 + extra).sqrt(), n: n as f64 }
            }
            Null::Others(others) => Among::Others(others, n),
        }
    }
}

impl Others {
    /// `P(R ≤ r)` of a unit of `n` cases, where it and the others have `total` present: the one-sided test of Fisher (1935), The Logic of
    /// Inductive Inference. Where units may differ by more than chance, the greater of that and of the wider tail about the share of all.
    fn low(&self, r: u64, n: u64, total: u64) -> f64 {
        let all = n + self.found + self.absent;
        let conditional = Hypergeometric { draws: n, present: total, absent: all - total }.lower_tail(r);
        conditional.max(self.wider.map_or(0.0, |wider| wider.low(r, n, total, all)))
    }

    /// `P(R ≥ r)`.
    fn high(&self, r: u64, n: u64, total: u64) -> f64 {
        self.mirrored().low(n - r, n, n + self.found + self.absent - total)
    }

    /// The same of the cases that are not counted.
    fn mirrored(&self) -> Others {
        Others { found: self.absent, absent: self.found, wider: self.wider }
    }

    /// The lower and the upper tail at every count, each with the total that it makes with the others.
    fn tables(&self, n: u64) -> Option<Against> {
        let few = n <= FEW && self.wider.is_none();
        let mirrored = self.mirrored();
        few.then(|| Some(Against(self.every_low(n)?, mirrored.every_low(n)?))).flatten()
    }

    fn every_low(&self, n: u64) -> Option<Vec<f64>> {
        lower_tails_against(n, self.found, self.absent)
    }
}

impl Wider {
    fn low(&self, r: u64, n: u64, total: u64, all: u64) -> f64 {
        let mean = total as f64 / all as f64;
        match *self {
            Wider::BetaBinomial(rho) => BetaBinomial { mean, rho }.lower_tail(r, n),
            Wider::Normal { factor, extra, units } => {
                let (n, others) = (n as f64, (all - n) as f64);
                let away = r as f64 / n - (total - r) as f64 / others;
                let chance = factor * mean * (1.0 - mean) * (1.0 / n + 1.0 / others);
                normal_tail(away, (chance + extra * (1.0 + 1.0 / units)).sqrt())
            }
        }
    }
}

/// Both tails of a unit against others, by its count.
struct Against(Vec<f64>, Vec<f64>);

impl Tails for Against {
    fn lower_tail(&self, r: u64) -> f64 {
        self.0.get(r as usize).copied().unwrap_or(1.0)
    }

    fn upper_tail(&self, r: u64) -> f64 {
        let rest = (self.1.len() as u64).checked_sub(r + 1);
        rest.and_then(|rest| self.1.get(rest as usize)).copied().unwrap_or(0.0)
    }
}

/// The counts of one test: of `n` cases, those found at least and at most, and those of which it is open what they are.
#[derive(Debug, Clone, Copy)]
pub(super) struct Tested {
    pub(super) n: u64,
    pub(super) least: u64,
    pub(super) most: u64,
    pub(super) open: u64,
}

impl Among {
    pub(super) fn limits(&self, n: u64, tails: [f64; 2]) -> [Interval; 2] {
        let exact = |counts: &dyn Fn(f64) -> [f64; 2]| tails.map(|p| counts(p).map(|count| count / n as f64));
        let ends = match self {
            _ if n == 0 => [[0.0, 1.0]; 2],
            Among::Normal { theta, error, .. } => tails.map(|p| [1.0, -1.0].map(|sign| theta + sign * quantile(p) * error)),
            Among::Others(others, _) => match others.tables(n) {
                Some(tables) => exact(&|p| limits(&tables, n, p)),
                None => exact(&|p| limits(self, n, p)),
            },
            counts => exact(&|p| limits(counts, n, p)),
        };
        ends.map(|ends| ends.map(|end| end.clamp(0.0, 1.0)))
    }

    /// `[P(R ≤ most), P(R ≥ least)]`.
    pub(super) fn tails(&self, of: Tested) -> [f64; 2] {
        [self.lower_tail(of.most), self.upper_tail(of.least)]
    }

    /// The least that both tails could have been: about a share that is given, whatever had been found of the cases that are not open;
    /// against others, however the total that all found had fallen on the unit (its margins, on which the test is conditional).
    pub(super) fn least_tails(&self, of: Tested) -> [f64; 2] {
        let told = of.n - of.open;
        match self {
            Among::Others(others, n) => {
                let fewest = of.open.max(of.most.saturating_sub(others.absent));
                let greatest = told.min(of.least + others.found);
                [others.low(fewest, *n, of.most + others.found), others.high(greatest, *n, of.least + others.found)]
            }
            _ => [self.lower_tail(of.open), self.upper_tail(told)],
        }
    }

    pub(super) fn flag(&self, of: Tested) -> Flag {
        flagged(self.tails(of), self.least_tails(of))
    }
}

/// The flag of a count `x` of `n` cases of which `m` are missing, given how the count comes out where nothing differs: the high tail takes
/// the missing as absent, the low one as present. `x + m` ≤ `n` is the caller's to keep.
#[must_use]
pub fn flag(counts: &impl Tails, x: u64, m: u64, n: u64) -> Flag {
    flagged([counts.lower_tail(x + m), counts.upper_tail(x)], [counts.lower_tail(m), counts.upper_tail(n - m)])
}

/// The flag of both tails, given the least that each could have been.
#[must_use]
pub fn flagged([low, high]: [f64; 2], least: [f64; 2]) -> Flag {
    match () {
        () if !least.iter().any(|tail| beyond(*tail, TAIL_95)) => Flag::CannotTell,
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
