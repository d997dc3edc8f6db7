//! The interval of a difference by leaving out each partnership in turn.
//!
//! With K partnerships and d₍ₖ₎ the difference without partnership k, the variance is `(K − 1)/K Σ (d₍ₖ₎ − mean)²` (Tukey); the interval is
//! the difference ± Student's t on K − 1 degrees of freedom times its root, within what a difference of shares can be. It is undefined
//! with fewer than two partnerships, and where leaving any out changes nothing. It misleads where one partnership holds most reviews.

use concord_stat::cluster::jackknife_variance;
use concord_stat::special::normal::t_quantile;

use super::bounded::CONFIDENCE;

/// Variances below this are rounding.
const LEAST: f64 = 1e-20;

/// The interval of a difference of shares from the differences without each partnership.
pub(super) fn interval(difference: f64, without: &[f64]) -> Option<[f64; 2]> {
    if without.len() < 2 {
        return None;
    }
    let variance = jackknife_variance(without);
    let t = -t_quantile(without.len() as f64 - 1.0, 0.5 * (1.0 - CONFIDENCE));
    let reach = t * variance.sqrt();
    (variance > LEAST).then(|| [difference - reach, difference + reach].map(|end| end.clamp(-1.0, 1.0)))
}
