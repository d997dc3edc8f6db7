//! Does a share rise or fall with a score: the test of Cochran and Armitage, and Mantel's for strata.
//!
//! Groups with scores s, cases n and findings x; N = Σn, p̄ = Σx / N, T = Σ s (x − n p̄). Then
//! `χ² = T² / { p̄ (1 − p̄) [Σ n s² − (Σ n s)² / N] }` on one degree of freedom (Armitage 1955, Biometrics 11:375–386). With strata, T and
//! its variance are summed over them, each variance times N/(N − 1) (Mantel 1963, JASA 58:690–700).
//!
//! The sign of T says which way; the size of the scores' steps does not matter, their ratios do. A single case may be a group of its own.
//!
//! Ends: undefined where the scores or the outcomes do not vary. Misleads: where scores belong to a cluster of cases (a partnership's
//! means): the cases are then not independent, and clusters have to be permuted instead. A trend is no dose–response.

use serde::Serialize;

use crate::fault::Faults;
use crate::special::gamma::chi_square_upper;

/// Cases with one score.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Group {
    /// The score.
    pub score: f64,
    /// Cases with the finding.
    pub x: u64,
    /// Cases in all.
    pub n: u64,
}

/// A test for trend.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Trend {
    /// The statistic, on one degree of freedom; `None` where scores or outcomes do not vary.
    pub chi2: Option<f64>,
    /// Its p-value, two-sided.
    pub p: Option<f64>,
    /// `T`, above 0 where the share rises with the score.
    pub direction: f64,
    /// Why the test is undefined.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub why: Option<&'static str>,
}

/// The test of Cochran and Armitage.
///
/// # Errors
/// Counts with `x` > `n` or above [`crate::fault::MAX_COUNT`]; a score that is not finite.
pub fn cochran_armitage(groups: &[Group]) -> Result<Trend, Faults> {
    let mut faults = Faults::default();
    check(groups, 0, &mut faults);
    faults.or(|| test(sums(groups, |n| n)))
}

/// Mantel's extension: the same within strata, added up. A stratum of one case says nothing and is left out.
///
/// # Errors
/// As [`cochran_armitage`]; rows are counted through all strata.
pub fn mantel(strata: &[Vec<Group>]) -> Result<Trend, Faults> {
    let mut faults = Faults::default();
    let mut first = 0;
    for groups in strata {
        check(groups, first, &mut faults);
        first += groups.len();
    }
    faults.or(|| {
        let parts = strata.iter().map(|groups| sums(groups, |n| n - 1.0));
        test(parts.fold([0.0, 0.0], |sum, part| [sum[0] + part[0], sum[1] + part[1]]))
    })
}

fn check(groups: &[Group], first: usize, faults: &mut Faults) {
    for (row, group) in groups.iter().enumerate() {
        faults.share(first + row, ("x", group.x), ("n", group.n));
        faults.finite(first + row, "the score", group.score);
    }
}

/// `T` and its variance; `divisor` of `N` is `N` for the binomial variance and `N − 1` for the hypergeometric.
fn sums(groups: &[Group], divisor: impl Fn(f64) -> f64) -> [f64; 2] {
    let n = groups.iter().map(|group| group.n as f64).sum::<f64>();
    if divisor(n) <= 0.0 {
        return [0.0, 0.0];
    }
    let share = groups.iter().map(|group| group.x as f64).sum::<f64>() / n;
    let mean = groups.iter().map(|group| group.n as f64 * group.score).sum::<f64>() / n;
    // About the mean score: the same sums without their cancellation.
    let t = groups.iter().map(|group| (group.score - mean) * (group.x as f64 - group.n as f64 * share)).sum::<f64>();
    let spread = groups.iter().map(|group| group.n as f64 * (group.score - mean) * (group.score - mean)).sum::<f64>();
    [t, share * (1.0 - share) * spread * n / divisor(n)]
}

fn test([t, variance]: [f64; 2]) -> Trend {
    if variance <= 0.0 {
        return Trend { chi2: None, p: None, direction: t, why: Some("the scores or the outcomes do not vary") };
    }
    let chi2 = t * t / variance;
    Trend { chi2: Some(chi2), p: Some(chi_square_upper(1.0, chi2)), direction: t, why: None }
}
