//! How much more units differ than chance alone would have them: φ and τ².
//!
//! From each unit's standardised difference z from the target, extreme ones tamed first:
//! - φ = Σ z² / I, the average squared difference of I units; about 1 where only chance is at work;
//! - τ² = max(0, (Iφ − (I − 1)) / (Σw − Σw²/Σw)) with w = 1/s², the variance between units on the scale of the measure (DerSimonian and
//!   Laird's); 0 where Iφ < I − 1.
//!
//! Limits widen by √φ (multiplicative) or to √(s² + τ²) (additive). Source: Spiegelhalter (2005), Quality and Safety in Health Care
//! 14:347–351. Test: Iφ against χ² with I − 1 degrees of freedom.
//!
//! Ends: φ below 1 widens nothing; a single unit has no τ². Misleads: both rest on normal tails, which fail for fewer than about ten
//! cases a unit: [`crate::funnel`] then has the beta-binomial. Winsorising hides a few extreme units from φ on purpose.

use serde::Serialize;

use crate::special::gamma::chi_square_upper;

/// The share of units tamed at each end, unless said otherwise.
pub const TENTH: f64 = 0.1;

/// Overdispersion of a set of units.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Overdispersion {
    /// Units that it was found from.
    pub units: usize,
    /// The average squared difference.
    pub phi: f64,
    /// The variance between units.
    pub tau2: f64,
    /// The p-value of no overdispersion; `None` for fewer than two units.
    pub p: Option<f64>,
}

/// φ and τ² from differences already tamed and the standard errors of the same units, all above 0. `None` where there is no unit.
#[must_use]
pub fn overdispersion(z: &[f64], standard_errors: &[f64]) -> Option<Overdispersion> {
    if z.is_empty() || z.len() != standard_errors.len() {
        return None;
    }
    let units = z.len() as f64;
    let sum = z.iter().map(|z| z * z).sum::<f64>();
    let weights = || standard_errors.iter().map(|s| 1.0 / (s * s));
    let (total, squares) = weights().fold((0.0, 0.0), |(total, squares), w| (total + w, squares + w * w));
    let divisor = total - squares / total;
    let excess = sum - (units - 1.0);
    let tau2 = if z.len() > 1 && excess > 0.0 { excess / divisor } else { 0.0 };
    Some(Overdispersion { units: z.len(), phi: sum / units, tau2, p: (z.len() > 1).then(|| chi_square_upper(units - 1.0, sum)) })
}

/// The differences with those beyond the quantiles at `share` and 1 − `share` (type 7) moved to them.
#[must_use]
pub fn winsorised(z: &[f64], share: f64) -> Vec<f64> {
    let mut sorted = z.to_vec();
    sorted.sort_by(f64::total_cmp);
    match (quantile(&sorted, share), quantile(&sorted, 1.0 - share)) {
        (Some(low), Some(high)) => z.iter().map(|z| z.max(low).min(high)).collect(),
        _ => Vec::new(),
    }
}

/// For each difference whether it stays when the lowest and highest tenth by rank are dropped, a rank r of n being in the lowest where
/// ⌊10 r / (n + 1)⌋ = 0 and in the highest where it is 9. Ties rank in the order given.
#[must_use]
pub fn within_tenths(z: &[f64]) -> Vec<bool> {
    let mut order: Vec<usize> = (0..z.len()).collect();
    order.sort_by(|a, b| z[*a].total_cmp(&z[*b]));
    let mut kept = vec![false; z.len()];
    for (rank, place) in order.into_iter().enumerate() {
        kept[place] = !matches!(10 * (rank + 1) / (z.len() + 1), 0 | 9);
    }
    kept
}

/// The type-7 quantile of sorted numbers: linear between order statistics. `None` where there are none.
#[must_use]
pub fn quantile(sorted: &[f64], p: f64) -> Option<f64> {
    let last = sorted.len().checked_sub(1)?;
    let place = p * last as f64;
    let below = (place.floor() as usize).min(last);
    let above = (below + 1).min(last);
    Some(sorted[below] + (place - below as f64) * (sorted[above] - sorted[below]))
}
