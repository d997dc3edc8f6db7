//! The Wilson score interval of a proportion.
//!
//! (2x + z² ± z√(z² + 4x(1 − x/n))) / (2(n + z²)), after E. B. Wilson, *Probable inference, the law of succession, and statistical
//! inference*, JASA 22 (1927); the standard of the Office for Health Improvement and Disparities. It stays within [0, 1] and is never of
//! width zero. At x = 0 the lower end is exactly 0, at x = n the upper end exactly 1. Where all cases are counted, it speaks of the process
//! behind them and not of sampling. It takes cases as independent: reviews of one partnership are not quite.

/// The standard normal quantile of a two-sided 95% interval.
pub const Z_95: f64 = 1.959_963_984_540_054;

/// The interval of `x` in `n` at a standard normal quantile `z`: `[0, 1]` where `n` is 0, `None` where `x` is more than `n`.
///
/// ```
/// use concord_compare::wilson::{wilson, Z_95};
/// let [lower, upper] = wilson(15, 148, Z_95).unwrap();
/// assert_eq!((format!("{lower:.4}"), format!("{upper:.4}")), ("0.0624".into(), "0.1605".into()));
/// ```
#[must_use]
pub fn wilson(x: u64, n: u64, z: f64) -> Option<[f64; 2]> {
    if x > n {
        return None;
    }
    let (count, of) = (x as f64, n as f64);
    let share = if n == 0 { 0.0 } else { count / of };
    let middle = 2.0 * count + z * z;
    let reach = z * (z * z + 4.0 * count * (1.0 - share)).sqrt();
    let scale = 2.0 * (of + z * z);
    let lower = if x == 0 { 0.0 } else { (middle - reach) / scale };
    let upper = if x == n { 1.0 } else { (middle + reach) / scale };
    Some([lower, upper])
}

#[cfg(test)]
mod tests {
    use super::*;

    const Z_998: f64 = 3.090_232_306_167_813;

    /// x, n, z, lower, upper. The first four pairs are the examples of R. G. Newcombe, *Two-sided confidence intervals for the single
    /// proportion: comparison of seven methods*, Statistics in Medicine 17 (1998), Table I, to more digits than are printed there.
    const KNOWN: [(u64, u64, f64, f64, f64); 14] = [
        (81, 263, Z_95, 0.2552885198782742, 0.36620957698280004),
        (15, 148, Z_95, 0.06238639953073629, 0.16048724172330803),
        (0, 20, Z_95, 0.0, 0.16112515805281938),
        (1, 29, Z_95, 0.006113214292762667, 0.17175521879320282),
        (81, 263, Z_998, 0.22803574024200476, 0.40138942190936955),
        (15, 148, Z_998, 0.047383680506572295, 0.2036455309019902),
        (0, 20, Z_998, 0.0, 0.32317041462405505),
        (1, 29, Z_998, 0.0030160013587169354, 0.2965864580364214),
        (0, 1, Z_95, 0.0, 0.7934506856227626),
        (1, 1, Z_95, 0.20654931437723745, 1.0),
        (0, 3, Z_95, 0.0, 0.5614970317550455),
        (3, 3, Z_95, 0.43850296824495455, 1.0),
        (0, 1, Z_998, 0.0, 0.9052090984986795),
        (1, 1, Z_998, 0.09479090150132047, 1.0),
    ];

    #[test]
    fn published_examples() {
        for (x, n, z, lower, upper) in KNOWN {
            let [low, high] = wilson(x, n, z).unwrap();
            assert!((low - lower).abs() < 1e-12 && (high - upper).abs() < 1e-12, "{x}/{n}: {low} {high}");
        }
    }

    #[test]
    fn newcombe_as_printed() {
        let printed =
            [(81, 263, "0.2553", "0.3662"), (15, 148, "0.0624", "0.1605"), (0, 20, "0.0000", "0.1611"), (1, 29, "0.0061", "0.1718")];
        for (x, n, lower, upper) in printed {
            let [low, high] = wilson(x, n, Z_95).unwrap();
            assert_eq!((format!("{low:.4}").as_str(), format!("{high:.4}").as_str()), (lower, upper));
        }
    }

    #[test]
    fn ends_are_exact_and_within_bounds() {
        for n in 1..400 {
            assert_eq!(wilson(0, n, Z_95).unwrap()[0], 0.0);
            assert_eq!(wilson(n, n, Z_95).unwrap()[1], 1.0);
            for x in 0..=n {
                let [low, high] = wilson(x, n, Z_95).unwrap();
                let share = x as f64 / n as f64;
                assert!((0.0..=share).contains(&low) && (share..=1.0).contains(&high), "{x}/{n}");
            }
        }
    }

    #[test]
    fn nothing_is_known_of_nothing_and_more_than_all_is_refused() {
        assert_eq!(wilson(0, 0, Z_95), Some([0.0, 1.0]));
        assert_eq!(wilson(2, 1, Z_95), None);
    }
}
