//! Rising factorials and harmonic sums: what is left of gamma functions when only a difference is wanted.

/// Up to this many factors are multiplied or added as they stand.
const FEW: u64 = 12;

/// Above this Stirling's series is exact to the last bits.
const LARGE: f64 = 16.0;

/// `ln [x (x + 1) … (x + k − 1)] = ln Γ(x + k) − ln Γ(x)` for `x` > 0, without cancellation however large `x` is.
#[must_use]
pub fn ln_rising(x: f64, k: u64) -> f64 {
    if k <= FEW {
        return ln_product(x, k);
    }
    let first = head(x, k);
    let (x, k) = (x + first as f64, (k - first) as f64);
    let tail = k * libm::log(x) + (x + k - 0.5) * libm::log1p(k / x) - k + stirling(x + k) - stirling(x);
    if first == 0 { tail } else { tail + ln_product(x - first as f64, first) }
}

/// `1 / x + 1 / (x + 1) + … + 1 / (x + k − 1) = ψ(x + k) − ψ(x)` for `x` > 0: the derivative of [`ln_rising`].
#[must_use]
pub fn harmonic(x: f64, k: u64) -> f64 {
    let sum = |x: f64, k: u64| (0..k).fold(0.0, |sum, j| sum + 1.0 / (x + j as f64));
    if k <= FEW {
        return sum(x, k);
    }
    let first = head(x, k);
    let (start, rest) = (x + first as f64, (k - first) as f64);
    sum(x, first) + libm::log1p(rest / start) + digamma_error(start + rest) - digamma_error(start)
}

/// How many factors to take one by one before the series may be used.
fn head(x: f64, k: u64) -> u64 {
    if x >= LARGE { 0 } else { ((LARGE - x).ceil() as u64).min(k) }
}

fn ln_product(x: f64, k: u64) -> f64 {
    // Sixteen factors stay below the largest number as long as each is below 1e19.
    if x < 1e19 { libm::log((0..k).fold(1.0, |product, j| product * (x + j as f64))) } else { k as f64 * libm::log(x) }
}

/// `ln Γ(x) − (x − ½) ln x + x − ½ ln 2π`.
fn stirling(x: f64) -> f64 {
    let s = 1.0 / (x * x);
    (1.0 / 12.0 - s * (1.0 / 360.0 - s * (1.0 / 1260.0 - s * (1.0 / 1680.0 - s / 1188.0)))) / x
}

/// `ψ(x) − ln x`.
fn digamma_error(x: f64) -> f64 {
    let s = 1.0 / (x * x);
    -0.5 / x - s * (1.0 / 12.0 - s * (1.0 / 120.0 - s * (1.0 / 252.0 - s * (1.0 / 240.0 - s / 132.0))))
}
