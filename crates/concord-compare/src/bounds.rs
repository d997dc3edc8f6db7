//! Worst-case bounds of a proportion some of whose cases could not be told.
//!
//! With x present and m untold of n, the share lies in [x / n, (x + m) / n] whatever the untold were (C. F. Manski, *Identification Problems
//! in the Social Sciences*, 1995, §2.3). The width, m / n, does not shrink with more cases: it is not chance. The Wilson hull is
//! [Wilson's lower limit of x, Wilson's upper limit of x + m], both of n; it covers the whole of the bounds and stays within [0, 1].
//! Cases to which the question does not apply are not among the n.

use crate::wilson::wilson;

/// The least and the greatest share: `[0, 1]` where `n` is 0, `None` where there are more present and untold than `n`.
///
/// ```
/// use concord_compare::bounds::bounds;
/// assert_eq!(bounds(2, 5, 10), Some([0.2, 0.7]));
/// assert_eq!(bounds(0, 0, 0), Some([0.0, 1.0]));
/// ```
#[must_use]
pub fn bounds(present: u64, untold: u64, n: u64) -> Option<[f64; 2]> {
    let most = present.checked_add(untold).filter(|&most| most <= n)?;
    Some(if n == 0 { [0.0, 1.0] } else { [present as f64 / n as f64, most as f64 / n as f64] })
}

/// The Wilson hull of the bounds at a standard normal quantile `z`; undefined where they are.
#[must_use]
pub fn hull(present: u64, untold: u64, n: u64, z: f64) -> Option<[f64; 2]> {
    let most = present.checked_add(untold)?;
    Some([wilson(present, n, z)?[0], wilson(most, n, z)?[1]])
}

/// A share of a count; `None` of nothing.
#[must_use]
pub fn share(count: u64, of: u64) -> Option<f64> {
    (of > 0).then(|| count as f64 / of as f64)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wilson::Z_95;

    /// Leaving homelessness, of which many of those first asked could not be asked again: I. Piliavin and M. Sosin's data in Manski (1995),
    /// §2.3: men 21 of 64 told and 42 untold, women 3 of 14 told and 17 untold.
    #[test]
    fn manski_homelessness() {
        assert_eq!(bounds(21, 42, 106), Some([21.0 / 106.0, 63.0 / 106.0]));
        assert_eq!(bounds(3, 17, 31), Some([3.0 / 31.0, 20.0 / 31.0]));
        assert_eq!((share(21, 64), share(3, 14)), (Some(0.328125), Some(3.0 / 14.0)));
        let close = |hull: Option<[f64; 2]>, lower: f64, upper: f64| {
            let [low, high] = hull.unwrap();
            assert!((low - lower).abs() < 1e-9 && (high - upper).abs() < 1e-9, "{low} {high}");
        };
        close(hull(21, 42, 106, Z_95), 0.13338893526287282, 0.6829251186246246);
        close(hull(3, 17, 31, Z_95), 0.03346464416319736, 0.788833409061346);
    }

    #[test]
    fn where_nothing_is_told_anything_can_be() {
        assert_eq!(bounds(0, 7, 7), Some([0.0, 1.0]));
        assert_eq!(hull(0, 7, 7, Z_95), Some([0.0, 1.0]));
        assert_eq!(hull(0, 0, 0, Z_95), Some([0.0, 1.0]));
    }

    #[test]
    fn more_than_all_is_refused() {
        assert_eq!(bounds(5, 6, 10), None);
        assert_eq!(bounds(u64::MAX, 1, u64::MAX), None);
        assert_eq!(hull(5, 6, 10, Z_95), None);
        assert_eq!(share(1, 0), None);
    }
}
