//! The binomial distribution, exact for counts up to a million and beyond.

use super::beta::Beta;
use super::gamma::{deviance, stirling_error};

/// `P(R = x)` of `n` trials with probability `theta` (Loader 2000): no factorials, relative error about 1e-14.
#[must_use]
pub fn pmf(x: u64, n: u64, theta: f64) -> f64 {
    if x > n {
        return 0.0;
    }
    let power = |k: u64, base: f64, complement: f64| match k {
        0 => 1.0,
        _ if base <= 0.0 => 0.0,
        _ if complement < 0.5 => libm::exp(k as f64 * libm::log1p(-complement)),
        _ => libm::exp(k as f64 * libm::log(base)),
    };
    match x {
        0 => power(n, 1.0 - theta, theta),
        _ if x == n => power(n, theta, 1.0 - theta),
        _ if theta <= 0.0 || theta >= 1.0 => 0.0,
        _ => binomial_power(x as f64, (n - x) as f64, theta, 1.0 - theta),
    }
}

/// `x^a y^b Γ(a + b + 1) / (Γ(a + 1) Γ(b + 1))` for `a`, `b` > 0 and `y` = 1 − `x`: a binomial probability with real counts.
pub(super) fn binomial_power(a: f64, b: f64, x: f64, y: f64) -> f64 {
    libm::exp(ln_binomial_power(a, b, x, y))
}

/// The logarithm of [`binomial_power`]; a count of 0 is allowed.
pub(super) fn ln_binomial_power(a: f64, b: f64, x: f64, y: f64) -> f64 {
    if a == 0.0 {
        return if y > 0.5 { b * libm::log1p(-x) } else { b * libm::log(y) };
    }
    if b == 0.0 {
        return ln_binomial_power(b, a, y, x);
    }
    let n = a + b;
    let error = stirling_error(n) - stirling_error(a) - stirling_error(b);
    error - deviance(a, n * x) - deviance(b, n * y) + 0.5 * libm::log(n / a / b / std::f64::consts::TAU)
}

/// `P(R ≤ x)`.
#[must_use]
pub fn lower_tail(x: u64, n: u64, theta: f64) -> f64 {
    match x {
        _ if x >= n => 1.0,
        0 => pmf(0, n, theta),
        _ => Beta::new((x + 1) as f64, (n - x) as f64).at(theta, 1.0 - theta).upper,
    }
}

/// `P(R ≥ x)`.
#[must_use]
pub fn upper_tail(x: u64, n: u64, theta: f64) -> f64 {
    match x {
        0 => 1.0,
        _ if x > n => 0.0,
        _ if x == n => pmf(n, n, theta),
        _ => Beta::new(x as f64, (n - x + 1) as f64).at(theta, 1.0 - theta).lower,
    }
}
