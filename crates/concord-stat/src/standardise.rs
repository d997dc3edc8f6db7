//! Observed against expected, given the case-mix: exactly.
//!
//! Each case has its own probability p of the finding, from strata or a model of the others. The expected count is Σp, and the count has
//! the [Poisson-binomial distribution](crate::poisson_binomial): its variance Σp(1 − p) is well below a Poisson variate's, so that Byar's
//! limits would be far too wide. `lower` and `upper` are the 95% control limits of the observed count (as [`crate::limits`] has them,
//! clipped to the counts that there are) divided by the expected; tails include the observed count.
//!
//! Ends: where nothing is expected, ratio and limits are undefined. Misleads: a ratio compares a unit with the reference for its own
//! cases, and two units with one another only where their cases are alike. Adjusting for what the unit itself brings about (how deep it
//! looks) can take away the very difference that is looked for: show crude, case-mix, and case-mix with depth beside one another.

use serde::Serialize;

use crate::fault::{Faults, Kind};
use crate::funnel::TAIL_95;
use crate::limits::{Tails, limits};
use crate::poisson_binomial::PoissonBinomial;

/// One case.
#[derive(Debug, Clone, PartialEq)]
pub struct Case {
    /// The unit that it belongs to.
    pub unit: String,
    /// 1 where it has the finding, 0 where not.
    pub x: u64,
    /// The probability that it has, given its kind.
    pub p: f64,
}

/// One row of `concord stat standardise`.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Row {
    /// The unit.
    pub unit: String,
    /// Cases with the finding.
    pub observed: u64,
    /// Cases expected to have it.
    pub expected: f64,
    /// Observed over expected; `None` where nothing is expected.
    pub ratio: Option<f64>,
    /// Lower control limit of the ratio.
    pub lower: Option<f64>,
    /// Upper control limit of the ratio.
    pub upper: Option<f64>,
    /// The probability of so few cases or fewer.
    pub p_low: f64,
    /// The probability of so many cases or more.
    pub p_high: f64,
    /// Why something above is undefined.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub why: Option<&'static str>,
}

/// What `concord stat standardise` prints.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Table {
    /// One row a unit, in the order in which units first appear.
    pub rows: Vec<Row>,
}

/// Every unit's observed and expected count.
///
/// # Errors
/// An `x` that is neither 0 nor 1; a `p` that is not between 0 and 1.
pub fn standardise(cases: &[Case]) -> Result<Table, Faults> {
    let mut faults = Faults::default();
    for (row, case) in cases.iter().enumerate() {
        faults.unit(row, "p", case.p);
        if case.x > 1 {
            faults.note(Some(row), Kind::OutOfRange { what: "x", value: case.x as f64, allowed: "0 or 1" });
        }
    }
    faults.or(|| {
        // A stable sort by unit keeps cases in order; rows then go back to the order of first appearance.
        let mut order: Vec<usize> = (0..cases.len()).collect();
        order.sort_by(|a, b| cases[*a].unit.cmp(&cases[*b].unit));
        let mut units: Vec<&[usize]> = order.chunk_by(|a, b| cases[*a].unit == cases[*b].unit).collect();
        units.sort_by_key(|unit| unit[0]);
        let row_of = |unit: &&[usize]| {
            let observed = unit.iter().map(|case| cases[*case].x).sum();
            let p: Vec<f64> = unit.iter().map(|case| cases[*case].p).collect();
            row(cases[unit[0]].unit.clone(), observed, &p)
        };
        Table { rows: units.iter().map(row_of).collect() }
    })
}

/// One unit's row from its observed count and the probabilities of its cases, all in [0, 1].
#[must_use]
pub fn row(unit: String, observed: u64, p: &[f64]) -> Row {
    let counts = PoissonBinomial::new(p);
    let (n, expected) = (counts.cases(), counts.mean());
    let over = |count: f64| (expected > 0.0).then(|| count.clamp(0.0, n as f64) / expected);
    let [lower, upper] = limits(&counts, n, TAIL_95);
    Row {
        unit,
        observed,
        expected,
        ratio: over(observed as f64),
        lower: over(lower),
        upper: over(upper),
        p_low: counts.lower_tail(observed),
        p_high: counts.upper_tail(observed),
        why: (expected <= 0.0).then_some("nothing is expected of these cases"),
    }
}
