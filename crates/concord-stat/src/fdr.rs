//! Many tests at once: false discovery rates, which tests count at all, and how many false flags to expect.
//!
//! With m p-values in increasing order, Benjamini and Hochberg's (1995, JRSS-B 57:289–300) adjusted values are
//! `q₍ᵢ₎ = min over j ≥ i of min(1, m p₍ⱼ₎ / j)`; Benjamini and Yekutieli's (2001, Annals of Statistics 29:1165–1188) are the same times
//! `1 + 1/2 + … + 1/m`, and hold under any dependence. A missing p-value keeps its place and is not counted in m.
//!
//! Misleads: the family has to be declared before it is looked at (all themes and partnerships of one release); exact tests of small
//! counts cannot reach small p-values, so that including them costs power for nothing: [`tarone`] says which to leave out. A q-value is
//! about the whole list of flags, never about one unit.

use serde::Serialize;

use crate::fault::Faults;

/// What `concord stat fdr` prints: adjusted p-values in the order given.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Adjusted {
    /// Benjamini and Hochberg's.
    pub bh: Vec<Option<f64>>,
    /// Benjamini and Yekutieli's.
    pub by: Vec<Option<f64>>,
}

/// Adjusts p-values; missing ones stay missing.
///
/// # Errors
/// A p-value that is not between 0 and 1.
pub fn adjust(p: &[Option<f64>]) -> Result<Adjusted, Faults> {
    check(p.iter().copied())?;
    let mut present: Vec<(f64, usize)> = p.iter().enumerate().filter_map(|(place, p)| p.map(|p| (p, place))).collect();
    present.sort_by(|a, b| a.0.total_cmp(&b.0));
    let harmonic = (1..=present.len()).rev().map(|j| 1.0 / j as f64).sum::<f64>();
    Ok(Adjusted { bh: step_up(&present, 1.0, p.len()), by: step_up(&present, harmonic, p.len()) })
}

/// The step-up adjustment of p-values in increasing order, each with its place in the answer.
fn step_up(sorted: &[(f64, usize)], factor: f64, length: usize) -> Vec<Option<f64>> {
    let mut adjusted = vec![None; length];
    let m = sorted.len() as f64;
    let mut least = 1.0_f64;
    for (below, (p, place)) in sorted.iter().enumerate().rev() {
        least = least.min(factor * m * p / (below + 1) as f64);
        adjusted[*place] = Some(least);
    }
    adjusted
}

fn check(p: impl Iterator<Item = Option<f64>>) -> Result<(), Faults> {
    let mut faults = Faults::default();
    for (row, p) in p.enumerate() {
        if let Some(p) = p {
            faults.unit(row, "p", p);
        }
    }
    faults.or(|| ())
}

/// Which tests can contribute anything to a family tested at one level.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Screen {
    /// By how many the level has to be divided.
    pub k: usize,
    /// For each test whether it is kept.
    pub kept: Vec<bool>,
}

/// Tarone's (1990, Biometrics 46:515–522) screening of discrete tests: the smallest `k` such that at most `k` tests can reach a p-value
/// of `level / k`; those are kept. `least` holds the smallest p-value that each test could give.
///
/// # Errors
/// A p-value or a level that is not between 0 and 1.
pub fn tarone(least: &[f64], level: f64) -> Result<Screen, Faults> {
    check(least.iter().copied().map(Some))?;
    let mut faults = Faults::default();
    faults.unit(None, "the level", level);
    faults.or(|| {
        let reach = |k: usize| least.iter().filter(|p| **p <= level / k as f64).count();
        let k = (1..=least.len()).find(|k| reach(*k) <= *k).unwrap_or(1);
        Screen { k, kept: least.iter().map(|p| *p <= level / k as f64).collect() }
    })
}

/// How many flags to expect where nothing differs.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct FalseFlags {
    /// Tests made, each with two tails.
    pub tests: u64,
    /// At the 95% limits: a twentieth of the tests.
    pub at_95: f64,
    /// At the 99.8% limits: one in five hundred.
    pub at_998: f64,
}

/// The expected number of false flags among so many two-sided tests. Exact tests of small counts give fewer, never more.
#[must_use]
pub fn expected_false_flags(tests: u64) -> FalseFlags {
    FalseFlags { tests, at_95: 0.05 * tests as f64, at_998: 0.002 * tests as f64 }
}

/// The two-sided p-value from two one-sided ones: `min(1, 2 min(p_low, p_high))`.
#[must_use]
pub fn two_sided(p_low: f64, p_high: f64) -> f64 {
    (2.0 * p_low.min(p_high)).min(1.0)
}
