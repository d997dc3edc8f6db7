//! Funnels: whether a unit's share differs from that of the others by more than chance, judged by exact tails.
//!
//! A unit has `x` of `n`; its benchmark θ is the share of all other units together (never its own), or one that is given.
//! `p_low` = P(R ≤ x) and `p_high` = P(R ≥ x) among `n` cases with that share, each with the count itself; a flag is p ≤ 0.025 or
//! p ≤ 0.001 in its tail. Limits to draw are those of [`crate::limits`], clipped to [0, 1]: a count at or beyond a limit is flagged, and
//! no other. Sources: Spiegelhalter (2005), Statistics in Medicine 24:1185–1202; Manktelow, Seaton and Evans (2014), Statistics in
//! Medicine 33:3301–3313, on benchmarks that hold the unit itself.
//!
//! **What is not known** (`m` of the `n` cases): the high tail takes the missing as absent and the low tail takes them as present, so that
//! a flag stands whatever they were. θ comes from the cases that were looked for. The flag is `cannot_tell` where no count at this `n` and
//! `m` could have been flagged, as is common with few cases, whether or not any are missing; and, where missing cases are told, where the
//! benchmark is made by fewer than 10 other units (one that is given does not depend on them). [`sensitivity`] says what would be flagged
//! were the missing ignored, which is no flag, and what is left at the least favourable end of the benchmark's own range.
//!
//! **More spread than chance**: with [`Spread::BetaBinomial`] the tails are those of a beta-binomial with mean θ and the ρ fitted to all
//! units; it stays exact for few cases. Multiplicative and additive limits `θ ± z √(φ θ(1 − θ)/n)` and `θ ± z √(θ(1 − θ)/n + τ²)` are
//! normal and poor below ten cases a unit; their tails are normal too.
//!
//! Misleads: one flag in twenty is chance even where nothing differs ([`crate::fdr`]); a θ of exactly 0 or 1 flags any other count; a low
//! share may mean that nobody looked. No unit is ever ranked.

mod chance;

use serde::Serialize;

pub use self::chance::flag;

use self::chance::Null;
use crate::beta_binomial::{Likelihood, fit};
use crate::fault::{Faults, Kind};
use crate::overdispersion::{Overdispersion, TENTH, overdispersion, winsorised};
use crate::proportion::Interval;
use crate::special::beta_binomial::BetaBinomial;

/// The probability in each tail beyond 95% limits.
pub const TAIL_95: f64 = 0.025;

/// The probability in each tail beyond 99.8% limits.
pub const TAIL_998: f64 = 0.001;

/// With fewer other units than this and missing cases, a benchmark is not trusted.
pub const LEAST_OTHERS: usize = 10;

/// One unit's counts.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Unit {
    /// What it is called.
    pub unit: String,
    /// Cases found present.
    pub x: u64,
    /// Cases in all, the missing among them.
    pub n: u64,
    /// Cases that could not be determined; `None` where nothing is said about missing cases.
    pub m: Option<u64>,
}

impl Unit {
    fn missing(&self) -> u64 {
        self.m.unwrap_or(0)
    }

    fn looked_for(&self) -> u64 {
        self.n - self.missing()
    }
}

/// How more spread than chance is allowed for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Spread {
    /// Not at all: binomial tails.
    #[default]
    None,
    /// Beta-binomial tails.
    BetaBinomial,
    /// Normal limits widened by √φ.
    Multiplicative,
    /// Normal limits widened by τ².
    Additive,
}

/// What is said of a unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Flag {
    /// Within the limits, although a flag would have been possible.
    None,
    /// At or below the lower 95% limit.
    #[serde(rename = "low_95")]
    Low95,
    /// At or above the upper 95% limit.
    #[serde(rename = "high_95")]
    High95,
    /// At or below the lower 99.8% limit.
    #[serde(rename = "low_998")]
    Low998,
    /// At or above the upper 99.8% limit.
    #[serde(rename = "high_998")]
    High998,
    /// Nothing can be said: too few cases, too many missing, or no benchmark.
    CannotTell,
}

/// One row of `concord stat funnel`.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Row {
    /// What the unit is called.
    pub unit: String,
    /// Cases found present.
    pub x: u64,
    /// Cases in all.
    pub n: u64,
    /// The benchmark; `None` where no other unit has a case.
    pub theta: Option<f64>,
    /// 95% limits of the share.
    pub limits_95: Option<Interval>,
    /// 99.8% limits of the share.
    pub limits_998: Option<Interval>,
    /// P(R ≤ x), with the missing taken as present.
    pub p_low: Option<f64>,
    /// P(R ≥ x), with the missing taken as absent.
    pub p_high: Option<f64>,
    /// What is said of the unit.
    pub flag: Flag,
    /// Why something above is undefined.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub why: Option<&'static str>,
}

/// What `concord stat funnel` prints.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Funnel {
    /// The share given, or that of all units together.
    pub theta: Option<f64>,
    /// φ of z winsorised by a tenth at each end, about `theta`; `None` where `theta` is 0, 1 or unknown.
    pub phi: Option<f64>,
    /// τ² of the same.
    pub tau2: Option<f64>,
    /// The mean of the beta-binomial fitted to all units.
    pub mu: Option<f64>,
    /// Its overdispersion; 0 on the boundary.
    pub rho: Option<f64>,
    /// One row a unit, in the order given.
    pub rows: Vec<Row>,
    /// Why something above is undefined.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub why: Option<&'static str>,
}

/// The funnel of all units.
///
/// # Errors
/// More findings and missing cases than cases; a `theta` that is not between 0 and 1.
pub fn funnel(units: &[Unit], theta: Option<f64>, spread: Spread) -> Result<Funnel, Faults> {
    Ok(Funnels::new(units, theta)?.with(spread))
}

/// What becomes of one unit's flag under other readings of what is missing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Sensitivity {
    /// The flag if the missing cases were left out: to be shown apart, as no flag at all.
    pub missing_ignored: Flag,
    /// The flag with the benchmark at the end of its range that favours the unit most: the other units' missing cases as present for
    /// the high tail, as absent for the low one.
    pub least_favourable: Flag,
}

/// The sensitivity of every unit's flag, in the order given.
///
/// # Errors
/// As [`funnel`].
pub fn sensitivity(units: &[Unit], theta: Option<f64>, spread: Spread) -> Result<Vec<Sensitivity>, Faults> {
    Ok(Funnels::new(units, theta)?.sensitivity(spread))
}

/// The funnels of the same units, however their spread is allowed for: what all rows share is worked out once.
#[derive(Debug, Clone)]
pub struct Funnels<'a> {
    units: &'a [Unit],
    /// The same units as the benchmark is made of, place by place.
    benchmark: &'a [Unit],
    given: bool,
    theta: Option<f64>,
    dispersion: Option<Overdispersion>,
    fitted: Option<[f64; 2]>,
    totals: Totals,
}

/// Sums over all units.
#[derive(Debug, Clone, Copy, Default)]
struct Totals {
    x: u64,
    n: u64,
    m: u64,
    informative: usize,
}

impl<'a> Funnels<'a> {
    /// What all rows share.
    ///
    /// # Errors
    /// As [`funnel`].
    pub fn new(units: &'a [Unit], theta: Option<f64>) -> Result<Funnels<'a>, Faults> {
        check(units, theta)?;
        let totals = units.iter().fold(Totals::default(), |sum, unit| sum.with(unit));
        let counts: Vec<[u64; 2]> = units.iter().map(|unit| [unit.x, unit.looked_for()]).collect();
        let pooled = Likelihood::new(&counts).pooled();
        let about = theta.or(pooled);
        let fitted = pooled.and_then(|pooled| fit(&counts).ok()?.mean_and_rho(pooled));
        let dispersion = about.and_then(|theta| dispersion(&counts, theta));
        Ok(Funnels { units, benchmark: units, given: theta.is_some(), theta: about, dispersion, fitted, totals })
    }

    /// Another reading of the same units, in the same order, about the benchmarks of this one.
    ///
    /// # Errors
    /// As [`funnel`]; another number of units.
    pub fn read_as(&self, units: &'a [Unit]) -> Result<Funnels<'a>, Faults> {
        check(units, None)?;
        let mut faults = Faults::default();
        faults.paired(units.len(), self.units.len());
        faults.or(|| Funnels { units, ..*self })
    }

    /// The funnel with one way to allow for spread.
    #[must_use]
    pub fn with(&self, spread: Spread) -> Funnel {
        let rows = self.units.iter().zip(self.benchmark).map(|(unit, own)| self.row(unit, own, spread)).collect();
        let [mu, rho] = self.fitted.map_or([None, None], |fitted| fitted.map(Some));
        let (phi, tau2) = (self.dispersion.map(|d| d.phi), self.dispersion.map(|d| d.tau2));
        let why = match () {
            () if self.theta.is_none() => Some("no unit has a case that was looked for"),
            () if phi.is_none() => Some("a benchmark of 0 or 1 leaves no room for spread"),
            () if rho.is_none() => Some("every unit is all or nothing, so that the overdispersion cannot be told"),
            () => None,
        };
        Funnel { theta: self.theta, phi, tau2, mu, rho, rows, why }
    }

    /// The sensitivity of every unit's flag, in the order given.
    #[must_use]
    pub fn sensitivity(&self, spread: Spread) -> Vec<Sensitivity> {
        self.units.iter().zip(self.benchmark).map(|(unit, own)| self.readings(unit, own, spread)).collect()
    }

    /// The benchmark of a unit: given, or pooled over those that are not its `own` part of it.
    fn benchmark(&self, own: &Unit) -> Option<f64> {
        if self.given {
            return self.theta;
        }
        let others = self.totals.without(own);
        ratio(others.x, others.n - others.m)
    }

    /// The chance model about a benchmark; `None` where the overdispersion that was asked for cannot be told.
    fn null(&self, theta: f64, spread: Spread) -> Option<Null> {
        Some(match spread {
            Spread::None => Null::Counts(BetaBinomial { mean: theta, rho: 0.0 }),
            Spread::BetaBinomial => Null::Counts(BetaBinomial { mean: theta, rho: self.fitted?[1] }),
            Spread::Multiplicative => Null::Normal { theta, factor: self.dispersion?.phi.max(1.0), extra: 0.0 },
            Spread::Additive => Null::Normal { theta, factor: 1.0, extra: self.dispersion?.tau2 },
        })
    }

    fn row(&self, unit: &Unit, own: &Unit, spread: Spread) -> Row {
        let theta = self.benchmark(own);
        let null = theta.and_then(|theta| self.null(theta, spread));
        let bare = Row {
            unit: unit.unit.clone(),
            x: unit.x,
            n: unit.n,
            theta,
            limits_95: None,
            limits_998: None,
            p_low: None,
            p_high: None,
            flag: Flag::CannotTell,
            why: Some(if theta.is_none() { "no other unit has a case" } else { "the overdispersion cannot be told" }),
        };
        let Some(null) = null else { return bare };
        let among = null.among(unit.n);
        let [p_low, p_high] = among.tails(unit.x, unit.missing());
        Row {
            limits_95: Some(among.limits(unit.n, TAIL_95)),
            limits_998: Some(among.limits(unit.n, TAIL_998)),
            p_low: Some(p_low),
            p_high: Some(p_high),
            flag: if self.too_few(own) { Flag::CannotTell } else { among.flag(unit.x, unit.missing(), unit.n) },
            why: None,
            ..bare
        }
    }

    /// Whether the benchmark rests on too few other units to be trusted where something is missing.
    fn too_few(&self, own: &Unit) -> bool {
        !self.given && own.m.is_some() && self.totals.without(own).informative < LEAST_OTHERS
    }

    fn readings(&self, unit: &Unit, own: &Unit, spread: Spread) -> Sensitivity {
        let flag = |theta: Option<f64>, n: u64, m: u64| {
            let null = theta.and_then(|theta| self.null(theta, spread));
            null.filter(|_| !self.too_few(own)).map_or(Flag::CannotTell, |null| null.among(n).flag(unit.x, m, n))
        };
        let benchmark = self.benchmark(own);
        let others = self.totals.without(own);
        let [low, high] = if self.given { [benchmark; 2] } else { [ratio(others.x, others.n), ratio(others.x + others.m, others.n)] };
        let least_favourable = match flag(benchmark, unit.n, unit.missing()) {
            Flag::High95 | Flag::High998 => flag(high, unit.n, unit.missing()).only_high(),
            Flag::Low95 | Flag::Low998 => flag(low, unit.n, unit.missing()).only_low(),
            other => other,
        };
        Sensitivity { missing_ignored: flag(benchmark, unit.looked_for(), 0), least_favourable }
    }
}

impl Totals {
    fn with(self, unit: &Unit) -> Totals {
        let informative = self.informative + usize::from(unit.looked_for() > 0);
        Totals { x: self.x + unit.x, n: self.n + unit.n, m: self.m + unit.missing(), informative }
    }

    fn without(self, unit: &Unit) -> Totals {
        let informative = self.informative - usize::from(unit.looked_for() > 0);
        Totals { x: self.x - unit.x, n: self.n - unit.n, m: self.m - unit.missing(), informative }
    }
}

fn ratio(part: u64, whole: u64) -> Option<f64> {
    (whole > 0).then(|| part as f64 / whole as f64)
}

fn check(units: &[Unit], theta: Option<f64>) -> Result<(), Faults> {
    let mut faults = Faults::default();
    for (row, unit) in units.iter().enumerate() {
        if unit.missing() > unit.n {
            faults.share(row, ("m", unit.missing()), ("n", unit.n));
        } else if unit.m.is_some() && unit.x > unit.looked_for() {
            let whole = format!("n - m = {}", unit.looked_for());
            faults.note(Some(row), Kind::MoreThanAll { part: format!("x = {}", unit.x), whole });
        } else {
            faults.share(row, ("x", unit.x), ("n", unit.n));
        }
    }
    if let Some(theta) = theta {
        faults.unit(None, "theta", theta);
    }
    faults.or(|| ())
}

/// φ and τ² of shares about `theta`, from `[x, n]`; `None` where `theta` is 0 or 1, or no unit has cases.
#[must_use]
pub fn dispersion(counts: &[[u64; 2]], theta: f64) -> Option<Overdispersion> {
    if theta <= 0.0 || theta >= 1.0 {
        return None;
    }
    let filled = || counts.iter().filter(|[_, n]| *n > 0).map(|[x, n]| (*x as f64, *n as f64));
    let errors: Vec<f64> = filled().map(|(_, n)| (theta * (1.0 - theta) / n).sqrt()).collect();
    let z: Vec<f64> = filled().zip(&errors).map(|((x, n), s)| (x / n - theta) / s).collect();
    overdispersion(&winsorised(&z, TENTH), &errors)
}

impl Flag {
    fn only_high(self) -> Flag {
        if matches!(self, Flag::High95 | Flag::High998) { self } else { Flag::None }
    }

    fn only_low(self) -> Flag {
        if matches!(self, Flag::Low95 | Flag::Low998) { self } else { Flag::None }
    }
}
