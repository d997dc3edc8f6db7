//! The gamma function, its incomplete integrals and the χ² distribution.

use super::rising::ln_rising;
use super::root;

const HALF_LN_TWO_PI: f64 = 0.918_938_533_204_672_8;

/// `ln Γ(x)` for `x` > 0.
#[must_use]
pub fn ln_gamma(x: f64) -> f64 {
    libm::lgamma(x)
}

/// `ln C(n, k)`, the logarithm of the number of ways to choose `k` of `n`; `−∞` where `k` exceeds `n`.
#[must_use]
pub fn ln_choose(n: u64, k: u64) -> f64 {
    if k > n {
        return f64::NEG_INFINITY;
    }
    let k = k.min(n - k);
    ln_rising((n - k + 1) as f64, k) - ln_rising(1.0, k)
}

/// `ln Γ(x + 1) − (x + ½) ln x + x − ½ ln 2π`: what Stirling's formula leaves, for `x` > 0.
///
/// Source: Loader (2000), "Fast and accurate computation of binomial probabilities".
#[must_use]
pub fn stirling_error(x: f64) -> f64 {
    if x < 12.0 {
        return libm::lgamma(x + 1.0) - (x + 0.5) * libm::log(x) + x - HALF_LN_TWO_PI;
    }
    let s = 1.0 / (x * x);
    let series = 1.0 / 12.0 - s * (1.0 / 360.0 - s * (1.0 / 1260.0 - s * (1.0 / 1680.0 - s * (1.0 / 1188.0 - s * 691.0 / 360_360.0))));
    series / x
}

/// `x ln(x / m) + m − x`, half the deviance of a count `x` with mean `m`, without cancellation where they are near (Loader 2000).
#[must_use]
pub fn deviance(x: f64, m: f64) -> f64 {
    let difference = x - m;
    if difference.abs() >= 0.1 * (x + m) {
        return x * libm::log(x / m) - difference;
    }
    let v = difference / (x + m);
    let mut sum = difference * v;
    let mut term = 2.0 * x * v;
    for j in 1..1000 {
        term *= v * v;
        let next = sum + term / f64::from(2 * j + 1);
        if next == sum {
            break;
        }
        sum = next;
    }
    sum
}

/// `x^a e^(−x) / Γ(a + 1)`: a Poisson probability, for real `a` ≥ 0 and `x` > 0.
fn poisson_power(a: f64, x: f64) -> f64 {
    if a == 0.0 {
        return libm::exp(-x);
    }
    libm::exp(-stirling_error(a) - deviance(a, x)) / (std::f64::consts::TAU * a).sqrt()
}

/// The regularised incomplete gamma integrals `[P(a, x), Q(a, x)]`, lower and upper, for `a` > 0 and `x` ≥ 0.
///
/// Source: DLMF 8.11.4 (series) below `a + 1`, 8.9.2 (continued fraction, by Lentz) above.
#[must_use]
pub fn gamma_tails(a: f64, x: f64) -> [f64; 2] {
    if x <= 0.0 {
        return [0.0, 1.0];
    }
    if x == f64::INFINITY {
        return [1.0, 0.0];
    }
    let power = poisson_power(a, x);
    if x < a + 1.0 {
        let lower = (power * lower_series(a, x)).min(1.0);
        return [lower, 1.0 - lower];
    }
    let upper = (power * a * upper_fraction(a, x)).min(1.0);
    [1.0 - upper, upper]
}

fn lower_series(a: f64, x: f64) -> f64 {
    let (mut term, mut sum, mut n) = (1.0, 1.0, a);
    while term > sum * 1e-17 {
        n += 1.0;
        term *= x / n;
        sum += term;
    }
    sum
}

fn upper_fraction(a: f64, x: f64) -> f64 {
    const TINY: f64 = 1e-300;
    let mut b = x + 1.0 - a;
    let (mut c, mut d) = (1.0 / TINY, 1.0 / b);
    let mut value = d;
    let mut i = 0.0;
    while i < 1e7 {
        i += 1.0;
        let an = -i * (i - a);
        b += 2.0;
        d = 1.0 / away_from_zero(an * d + b, TINY);
        c = away_from_zero(b + an / c, TINY);
        value *= d * c;
        if (d * c - 1.0).abs() < 2.5e-16 {
            break;
        }
    }
    value
}

fn away_from_zero(x: f64, tiny: f64) -> f64 {
    if x.abs() < tiny { tiny } else { x }
}

/// The `x` with `P(a, x) = p`: the quantile of a gamma variate of shape `a` > 0 and scale 1, for `p` in [0, 1].
#[must_use]
pub fn gamma_quantile(a: f64, p: f64) -> f64 {
    gamma_quantile_of(a, p, 1.0 - p)
}

/// The same from both tails, `p` below and `q` = 1 − `p` above, so that a small `q` keeps its digits.
#[must_use]
pub fn gamma_quantile_of(a: f64, p: f64, q: f64) -> f64 {
    if p <= 0.0 {
        return 0.0;
    }
    if q <= 0.0 {
        return f64::INFINITY;
    }
    let scale = (1.0 / a).sqrt().max(1.0 / (a + 1.0));
    // In ln x, whose density is log-concave; the upper tail is the mirror image in −ln x.
    let density = |x: f64| poisson_power(a, x) * a;
    let start = libm::log(a) + super::normal::quantile_of(p, q) * (1.0 / a).sqrt();
    if p <= 0.5 {
        let below = |t: f64| {
            let x = libm::exp(t);
            [gamma_tails(a, x)[0], density(x), density(x) * (a - x)]
        };
        return libm::exp(root::tail(p, start, scale, 1e-5, below));
    }
    let above = |t: f64| {
        let x = libm::exp(-t);
        [gamma_tails(a, x)[1], density(x), density(x) * (x - a)]
    };
    libm::exp(-root::tail(q, -start, scale, 1e-5, above))
}

/// The χ² quantile with `df` degrees of freedom: the `x` that is exceeded with probability 1 − `p`.
#[must_use]
pub fn chi_square_quantile(df: f64, p: f64) -> f64 {
    2.0 * gamma_quantile(0.5 * df, p)
}

/// The probability that a χ² variate with `df` > 0 degrees of freedom exceeds `x`.
#[must_use]
pub fn chi_square_upper(df: f64, x: f64) -> f64 {
    gamma_tails(0.5 * df, 0.5 * x)[1]
}
