//! Funnels: whether a unit's share differs from that of the others by more than chance, judged by exact tails.
//!
//! A unit has `x` of `n`; the others have `Y` of `N`, together its benchmark θ = Y/N (never its own). That share is itself a count, so that
//! the test is conditional on both margins (Fisher 1935, JRSS 98:39–82; Fisher's exact test, one-sided): with X + Y present in all,
//! `p_low` = P(R ≤ x) and `p_high` = P(R ≥ x) among `n` drawn from n + N (hypergeometric), each with the count itself. About a θ that is
//! *given* they are binomial tails. A flag is p ≤ 0.025 or p ≤ 0.001 in its tail. Limits to draw are those of [`crate::limits`], clipped to
//! [0, 1]: a count at or beyond a limit is flagged, and no other; against others each count is judged with the total that it would make
//! with theirs, so that limits do not depend on the unit's own count. Sources: Spiegelhalter (2005), Statistics in Medicine 24:1185–1202;
//! Manktelow, Seaton and Evans (2014), Statistics in Medicine 33:3301–3313, on benchmarks that hold the unit itself.
//!
//! **What is not known** (`m` of the `n` cases): the high tail takes the missing as absent and the low tail takes them as present, so that
//! a flag stands whatever they were. θ comes from the cases that were looked for. The flag is `cannot_tell` where no count could have been
//! flagged with these margins (about a given θ, at this `n` and `m`), as is common with few cases, whether or not any are missing; and,
//! where missing cases are told, where the benchmark is made by fewer than 10 other units (one that is given does not depend on them).
//! [`Funnels::sensitivity`] says what would be flagged were the missing ignored, which is no flag, and what is left at the least favourable
//! end of the benchmark's own range.
//!
//! **More spread than chance**: with [`Spread::BetaBinomial`] the tails about a given θ are those of a beta-binomial with mean θ and the ρ
//! fitted to all units; it stays exact for few cases. Against others, each tail is the greater of the conditional one and that of a
//! beta-binomial about the share of all, the unit included: allowing for spread never makes a flag. Multiplicative and additive limits
//! `θ ± z √(φ θ(1 − θ)/n)` and `θ ± z √(θ(1 − θ)/n + τ²)` are normal and poor below ten cases a unit; against others the difference of
//! both shares is held against `√(φ p(1 − p)(1/n + 1/N))` or `√(p(1 − p)(1/n + 1/N) + τ²(1 + Σnⱼ²/N²))` with p the share of all, and
//! again no tail is below the conditional one.
//!
//! Misleads: one flag in twenty is chance even where nothing differs ([`crate::fdr`]); a θ *given* as exactly 0 or 1 flags any other count;
//! a low share may mean that nobody looked. No unit is ever ranked.

mod chance;

use serde::Serialize;

pub use self::chance::{flag, flagged};

use self::chance::{Among, Null, Others, Tested, Wider};
use crate::beta_binomial::{Likelihood, fit};
use crate::fault::{Faults, Kind};
use crate::fdr::two_sided;
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

    fn counts(&self) -> Counts {
        let most = self.x + self.missing();
        Counts { n: self.n, least: self.x, most, open: self.missing(), assessed: [self.x, self.looked_for()], bounds: [self.x, most] }
    }
}

/// A unit's counts where more is known of its cases than found, not found and missing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Counts {
    /// Cases in all.
    pub n: u64,
    /// Found at least: the count of the high tail, at most `n` − `open`.
    pub least: u64,
    /// Found at most: the count of the low tail, at least `open`, at most `n`.
    pub most: u64,
    /// Cases that were not both looked for and told.
    pub open: u64,
    /// What it is in the benchmark of the others: found, of so many.
    pub assessed: [u64; 2],
    /// Of all cases those present at least and at most: its part in the range of the benchmark.
    pub bounds: [u64; 2],
}

impl Counts {
    fn tested(&self) -> Tested {
        Tested { n: self.n, least: self.least, most: self.most, open: self.open }
    }

    /// As if the cases that are not assessed were none.
    fn complete(&self) -> Tested {
        let [x, n] = self.assessed;
        Tested { n, least: x, most: x, open: 0 }
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
    /// The least two-sided p that the test could have given with these margins; not printed.
    #[serde(skip)]
    pub least_p: Option<f64>,
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
    let mut funnel = Funnels::of_units(units, theta)?.with(spread);
    funnel.rows.iter_mut().zip(units).for_each(|(row, unit)| row.unit.clone_from(&unit.unit));
    Ok(funnel)
}

/// What becomes of one unit's flag under other readings of what is missing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Sensitivity {
    /// The flag if the cases that are not assessed were left out: to be shown apart, as no flag at all.
    pub missing_ignored: Flag,
    /// The flag with the benchmark at the end of its range that favours the unit most: all that the others may have for the high tail,
    /// no more than they are known to have for the low one.
    pub least_favourable: Flag,
}

/// The sensitivity of every unit's flag, in the order given.
///
/// # Errors
/// As [`funnel`].
pub fn sensitivity(units: &[Unit], theta: Option<f64>, spread: Spread) -> Result<Vec<Sensitivity>, Faults> {
    Ok(Funnels::of_units(units, theta)?.sensitivity(spread))
}

/// The funnels of the same units, however their spread is allowed for: what all rows share is worked out once.
#[derive(Debug, Clone)]
pub struct Funnels {
    units: Vec<Counts>,
    given: Option<f64>,
    /// Other units that a benchmark needs.
    others: usize,
    theta: Option<f64>,
    dispersion: Option<Overdispersion>,
    fitted: Option<[f64; 2]>,
    totals: Totals,
}

/// Sums over units.
#[derive(Debug, Clone, Copy, Default)]
struct Totals {
    n: u64,
    assessed: [u64; 2],
    /// Of the squared numbers assessed.
    squares: f64,
    bounds: [u64; 2],
    informative: usize,
}

impl Funnels {
    /// The funnels of units about the share of the others, of whom there must be [`LEAST_OTHERS`] for a flag.
    ///
    /// # Errors
    /// Counts that do not fit together.
    pub fn new(units: Vec<Counts>) -> Result<Funnels, Faults> {
        let mut faults = Faults::default();
        for (row, unit) in units.iter().enumerate() {
            for (part, whole) in [
                (("open", unit.open), ("n", unit.n)),
                (("most", unit.most), ("n", unit.n)),
                (("least", unit.least), ("n - open", unit.n.saturating_sub(unit.open))),
                (("open", unit.open), ("most", unit.most)),
                (("found", unit.assessed[0]), ("assessed", unit.assessed[1])),
                (("present at least", unit.bounds[0]), ("present at most", unit.bounds[1])),
                (("present at most", unit.bounds[1]), ("n", unit.n)),
            ] {
                faults.share(row, part, whole);
            }
        }
        faults.or(|| Funnels::checked(units, None, LEAST_OTHERS))
    }

    fn of_units(units: &[Unit], theta: Option<f64>) -> Result<Funnels, Faults> {
        check(units, theta)?;
        let others = if units.iter().any(|unit| unit.m.is_some()) { LEAST_OTHERS } else { 0 };
        Ok(Funnels::checked(units.iter().map(Unit::counts).collect(), theta, others))
    }

    fn checked(units: Vec<Counts>, given: Option<f64>, others: usize) -> Funnels {
        let totals = units.iter().fold(Totals::default(), |sum, unit| sum.with(unit));
        let counts: Vec<[u64; 2]> = units.iter().map(|unit| unit.assessed).collect();
        let pooled = Likelihood::new(&counts).pooled();
        let theta = given.or(pooled);
        let fitted = pooled.and_then(|pooled| fit(&counts).ok()?.mean_and_rho(pooled));
        let dispersion = theta.and_then(|theta| dispersion(&counts, theta));
        Funnels { units, given, others, theta, dispersion, fitted, totals }
    }

    /// The funnel with one way to allow for spread; its units have no names.
    #[must_use]
    pub fn with(&self, spread: Spread) -> Funnel {
        let rows = self.units.iter().map(|unit| self.row(unit, spread)).collect();
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

    /// The flag of every unit alone, in the order given.
    #[must_use]
    pub fn flags(&self, spread: Spread) -> Vec<Flag> {
        let of = |unit: &Counts| self.flag(unit, self.null(self.totals.without(unit).assessed, unit, spread), unit.tested());
        self.units.iter().map(of).collect()
    }

    /// The sensitivity of every unit's flag, in the order given.
    #[must_use]
    pub fn sensitivity(&self, spread: Spread) -> Vec<Sensitivity> {
        self.units.iter().map(|unit| self.readings(unit, spread)).collect()
    }

    /// How a unit's count comes out against others of whom so many of so many have it; `None` where there are none, or where the
    /// overdispersion that was asked for cannot be told.
    fn null(&self, [found, assessed]: [u64; 2], own: &Counts, spread: Spread) -> Option<Null> {
        if let Some(theta) = self.given {
            return Some(match spread {
                Spread::None => Null::Counts(BetaBinomial { mean: theta, rho: 0.0 }),
                Spread::BetaBinomial => Null::Counts(BetaBinomial { mean: theta, rho: self.fitted?[1] }),
                Spread::Multiplicative => Null::Normal { theta, factor: self.dispersion?.phi.max(1.0), extra: 0.0 },
                Spread::Additive => Null::Normal { theta, factor: 1.0, extra: self.dispersion?.tau2 },
            });
        }
        let units = || {
            let others = self.totals.without(own);
            let assessed = others.assessed[1] as f64;
            assessed * assessed / others.squares
        };
        let wider = match spread {
            Spread::None => None,
            Spread::BetaBinomial => Some(self.fitted?[1]).filter(|rho| *rho > 0.0).map(Wider::BetaBinomial),
            Spread::Multiplicative => Some(Wider::Normal { factor: self.dispersion?.phi.max(1.0), extra: 0.0, units: 1.0 }),
            Spread::Additive => Some(Wider::Normal { factor: 1.0, extra: self.dispersion?.tau2, units: units() }),
        };
        (assessed > 0).then(|| Null::Others(Others { found, absent: assessed - found, wider }))
    }

    fn row(&self, unit: &Counts, spread: Spread) -> Row {
        let others = self.totals.without(unit).assessed;
        let theta = self.given.or_else(|| ratio(others[0], others[1]));
        let null = self.null(others, unit, spread);
        let bare = Row {
            unit: String::new(),
            x: unit.least,
            n: unit.n,
            theta,
            limits_95: None,
            limits_998: None,
            p_low: None,
            p_high: None,
            least_p: None,
            flag: Flag::CannotTell,
            why: Some(if theta.is_none() { "no other unit has a case" } else { "the overdispersion cannot be told" }),
        };
        let Some(null) = null else { return bare };
        let among = null.among(unit.n);
        let [limits_95, limits_998] = among.limits(unit.n, [TAIL_95, TAIL_998]);
        let (tails, least) = (among.tails(unit.tested()), among.least_tails(unit.tested()));
        Row {
            limits_95: Some(limits_95),
            limits_998: Some(limits_998),
            p_low: Some(tails[0]),
            p_high: Some(tails[1]),
            least_p: Some(two_sided(least[0], least[1])),
            flag: if self.too_few(unit) { Flag::CannotTell } else { flagged(tails, least) },
            why: None,
            ..bare
        }
    }

    /// Whether the benchmark rests on too few other units to be trusted.
    fn too_few(&self, own: &Counts) -> bool {
        self.given.is_none() && self.totals.without(own).informative < self.others
    }

    fn flag(&self, own: &Counts, null: Option<Null>, of: Tested) -> Flag {
        let among = null.filter(|_| !self.too_few(own)).map(|null| null.among(of.n));
        among.map_or(Flag::CannotTell, |among: Among| among.flag(of))
    }

    fn readings(&self, unit: &Counts, spread: Spread) -> Sensitivity {
        let others = self.totals.without(unit);
        let flag = |found: [u64; 2], of: Tested| self.flag(unit, self.null(found, unit, spread), of);
        let least_favourable = match flag(others.assessed, unit.tested()) {
            Flag::High95 | Flag::High998 => flag([others.bounds[1], others.n], unit.tested()).only_high(),
            Flag::Low95 | Flag::Low998 => flag([others.bounds[0], others.n], unit.tested()).only_low(),
            other => other,
        };
        Sensitivity { missing_ignored: flag(others.assessed, unit.complete()), least_favourable }
    }
}

impl Totals {
    fn with(self, unit: &Counts) -> Totals {
        self.changed(unit, |sum, own| sum + own, 1.0)
    }

    fn without(self, unit: &Counts) -> Totals {
        self.changed(unit, |sum, own| sum - own, -1.0)
    }

    fn changed(self, unit: &Counts, with: fn(u64, u64) -> u64, sign: f64) -> Totals {
        let both = |sum: [u64; 2], own: [u64; 2]| [with(sum[0], own[0]), with(sum[1], own[1])];
        let assessed = unit.assessed[1] as f64;
        Totals {
            n: with(self.n, unit.n),
            assessed: both(self.assessed, unit.assessed),
            squares: self.squares + sign * assessed * assessed,
            bounds: both(self.bounds, unit.bounds),
            informative: with(self.informative as u64, u64::from(unit.assessed[1] > 0)) as usize,
        }
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
