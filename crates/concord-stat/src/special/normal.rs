//! The normal distribution and Student's t.

use super::beta::Beta;
use super::root;

/// The probability that a standard normal variate lies below `z`.
#[must_use]
pub fn cdf(z: f64) -> f64 {
    0.5 * libm::erfc(-z * std::f64::consts::FRAC_1_SQRT_2)
}

/// The quantile of a standard normal variate, for `p` strictly between 0 and 1.
#[must_use]
pub fn quantile(p: f64) -> f64 {
    quantile_of(p, 1.0 - p)
}

/// The same from both tails, `p` below and `q` = 1 − `p` above.
#[must_use]
pub fn quantile_of(p: f64, q: f64) -> f64 {
    if p > 0.5 {
        return -quantile_of(q, p);
    }
    if p == 0.5 {
        return 0.0;
    }
    let start = 1.0 - (-2.0 * libm::log(p)).sqrt();
    root::tail(p, start, 1.0, 1e-5, |z| [cdf(z), density(z), -z * density(z)])
}

fn density(z: f64) -> f64 {
    const ONE_OVER_ROOT_TWO_PI: f64 = 0.398_942_280_401_432_7;
    ONE_OVER_ROOT_TWO_PI * libm::exp(-0.5 * z * z)
}

/// The `z` of a two-sided interval with the given confidence: 1.96 for 0.95, 3.09 for 0.998.
#[must_use]
pub fn two_sided_z(confidence: f64) -> f64 {
    -quantile(0.5 * (1.0 - confidence))
}

/// The quantile of Student's t with `df` > 0 degrees of freedom, for `p` strictly between 0 and 1.
#[must_use]
pub fn t_quantile(df: f64, p: f64) -> f64 {
    if p > 0.5 {
        return -t_quantile(df, 1.0 - p);
    }
    // df / (df + t²) is a beta variate with shapes df / 2 and 1 / 2.
    let [x, y] = Beta::new(0.5 * df, 0.5).quantile_of(2.0 * p, 1.0 - 2.0 * p);
    -(df * y / x).sqrt()
}
