//! The incomplete beta integral and its inverse.

use super::gamma::{deviance, stirling_error};
use super::normal;
use super::root;

/// A beta distribution with shapes `a` and `b`, both > 0, ready to be evaluated at many places.
#[derive(Debug, Clone, Copy)]
pub struct Beta {
    /// First shape.
    pub a: f64,
    /// Second shape.
    pub b: f64,
    /// `ln` of what stands before the two deviances in `x^a y^b / B(a, b)`.
    front: f64,
}

/// What a beta distribution says at one place.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct At {
    /// The probability below, `I_x(a, b)`.
    pub lower: f64,
    /// The probability above.
    pub upper: f64,
    /// The density of the logit there, `x^a (1 − x)^b / B(a, b)`.
    pub density: f64,
    /// The slope of that density by the logit.
    pub slope: f64,
}

impl Beta {
    /// The distribution with shapes `a` and `b`.
    #[must_use]
    pub fn new(a: f64, b: f64) -> Beta {
        debug_assert!(a > 0.0 && b > 0.0, "shapes {a}, {b}");
        let n = a + b;
        let half_ln = 0.5 * libm::log(a / n * b / std::f64::consts::TAU);
        Beta { a, b, front: half_ln + stirling_error(n) - stirling_error(a) - stirling_error(b) }
    }

    /// Mean.
    #[must_use]
    pub fn mean(&self) -> f64 {
        self.a / (self.a + self.b)
    }

    /// Both tails, the density of the logit and its slope at `x`, given with `y` = 1 − `x` so that neither end loses digits.
    ///
    /// Source: DiDonato and Morris (1992), ACM Transactions on Mathematical Software 18:360–373, equation 9 (continued
    /// fraction), before it Loader's saddle point. Terms needed grow with √(a + b).
    #[must_use]
    pub fn at(&self, x: f64, y: f64) -> At {
        if x <= 0.0 {
            return At { lower: 0.0, upper: 1.0, density: 0.0, slope: 0.0 };
        }
        if y <= 0.0 {
            return At { lower: 1.0, upper: 0.0, density: 0.0, slope: 0.0 };
        }
        let (a, b, n) = (self.a, self.b, self.a + self.b);
        let density = libm::exp(self.front - deviance(a, n * x) - deviance(b, n * y));
        let slope = density * (a * y - b * x);
        if x * (n + 2.0) <= a + 1.0 {
            let lower = (density / fraction(a, b, x, y)).clamp(0.0, 1.0);
            At { lower, upper: 1.0 - lower, density, slope }
        } else {
            let upper = (density / fraction(b, a, y, x)).clamp(0.0, 1.0);
            At { lower: 1.0 - upper, upper, density, slope }
        }
    }

    /// The place `[x, 1 − x]` with probability `p` below and `q` = 1 − `p` above.
    #[must_use]
    pub fn quantile_of(&self, p: f64, q: f64) -> [f64; 2] {
        if p <= 0.0 {
            return [0.0, 1.0];
        }
        if q <= 0.0 {
            return [1.0, 0.0];
        }
        if p > 0.5 {
            let [y, x] = Beta::new(self.b, self.a).quantile_of(q, p);
            return [x, y];
        }
        let scale = (1.0 / self.a + 1.0 / self.b).sqrt();
        let start = libm::log(self.a / self.b) + normal::quantile_of(p, q) * scale;
        let logit = root::tail(p, start, scale, 1e-5, |t| {
            let [x, y] = logistic(t);
            let here = self.at(x, y);
            [here.lower, here.density, here.slope]
        });
        logistic(logit)
    }
}

/// `[1 / (1 + e^(−t)), 1 / (1 + e^t)]`: a share and what is left of it, from the logit.
#[must_use]
pub fn logistic(t: f64) -> [f64; 2] {
    let e = libm::exp(-t.abs());
    let (small, large) = (e / (1.0 + e), 1.0 / (1.0 + e));
    if t < 0.0 { [small, large] } else { [large, small] }
}

/// The continued fraction `b₀ + a₁/(b₁ + a₂/(b₂ + …))` whose inverse times `x^a y^b / B(a, b)` is `I_x(a, b)`, for `x` below the mean or
/// nearly so: convergents `p/q` by Wallis's recurrence, until the next is the same.
fn fraction(a: f64, b: f64, x: f64, y: f64) -> f64 {
    const LARGE: f64 = 1e200;
    let past_mean = a * y - b * x + 1.0;
    let mut inverse = 1.0 / (a + 1.0);
    let (mut before, mut now) = ([1.0, 0.0], [a * inverse * past_mean, 1.0]);
    let mut m = 0.0;
    while m < 1e7 {
        m += 1.0;
        let w = m * (b - m) * x * inverse;
        let an = (a + m - 1.0) * (a + b + m - 1.0) * inverse * w * x;
        inverse = 1.0 / (a + 2.0 * m + 1.0);
        let bn = m + w + (a + m) * inverse * (past_mean + m * (2.0 - x));
        let next = [bn * now[0] + an * before[0], bn * now[1] + an * before[1]];
        let (one, other) = (next[0] * now[1], now[0] * next[1]);
        (before, now) = (now, next);
        if (one - other).abs() < 2.5e-16 * one.abs() {
            break;
        }
        if now[0].abs() > LARGE {
            before = before.map(|part| part / LARGE);
            now = now.map(|part| part / LARGE);
        }
    }
    now[0] / now[1]
}

/// `I_x(a, b)`: the probability that a beta variate lies below `x`.
#[must_use]
pub fn beta_cdf(a: f64, b: f64, x: f64) -> f64 {
    Beta::new(a, b).at(x, 1.0 - x).lower
}

/// The quantile of a beta variate: the `x` with `I_x(a, b) = p`.
#[must_use]
pub fn beta_quantile(a: f64, b: f64, p: f64) -> f64 {
    Beta::new(a, b).quantile_of(p, 1.0 - p)[0]
}
