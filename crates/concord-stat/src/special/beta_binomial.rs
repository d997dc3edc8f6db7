//! The beta-binomial distribution: a binomial whose share differs from unit to unit as a beta variate.

use super::binomial::{self, ln_binomial_power};

/// A beta-binomial in the terms of its mean and its overdispersion. `rho` = 0 is the binomial.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct BetaBinomial {
    /// Mean share, in [0, 1].
    pub mean: f64,
    /// Correlation of two cases of one unit, ρ = 1 / (α + β + 1), in [0, 1).
    pub rho: f64,
}

impl BetaBinomial {
    /// `[α, β]`, infinite where there is no overdispersion.
    #[must_use]
    pub fn shapes(&self) -> [f64; 2] {
        let total = (1.0 - self.rho) / self.rho;
        [self.mean * total, (1.0 - self.mean) * total]
    }

    /// With shapes this large nothing is left to tell it from the binomial.
    fn is_binomial(&self) -> bool {
        self.rho <= 1e-15 || self.mean <= 0.0 || self.mean >= 1.0
    }

    /// `P(R = x)` of `n`: `C(n, x) B(α + x, β + n − x) / B(α, β)`, each factor at the saddle point of one common share.
    #[must_use]
    pub fn pmf(&self, x: u64, n: u64) -> f64 {
        if x > n {
            return 0.0;
        }
        if self.is_binomial() || n == 0 {
            return binomial::pmf(x, n, self.mean);
        }
        let [a, b] = self.shapes();
        let (x, rest) = (x as f64, (n - x) as f64);
        let total = a + b + n as f64;
        let (share, left) = ((a + x) / total, (b + rest) / total);
        let ln = ln_binomial_power(x, rest, share, left) + ln_binomial_power(a, b, share, left)
            - ln_binomial_power(a + x, b + rest, share, left);
        // B from binomial powers: ab / (a + b) before each.
        libm::exp(ln) * (a / (a + x)) * (b / (b + rest)) * (total / (a + b))
    }

    /// `P(R ≤ x)` of `n`, by summing the shorter way from `x`.
    #[must_use]
    pub fn lower_tail(&self, x: u64, n: u64) -> f64 {
        match x {
            _ if x >= n => 1.0,
            _ if self.is_binomial() => binomial::lower_tail(x, n, self.mean),
            _ if (x as f64) < self.mean * n as f64 => self.sum_down(x, n),
            _ => 1.0 - self.mirrored().sum_down(n - x - 1, n),
        }
    }

    /// `P(R ≥ x)` of `n`.
    #[must_use]
    pub fn upper_tail(&self, x: u64, n: u64) -> f64 {
        if x > n { 0.0 } else { self.mirrored().lower_tail(n - x, n) }
    }

    /// `P(R = 0), …, P(R = n)`, from the value at the mean outwards.
    #[must_use]
    pub fn probabilities(&self, n: u64) -> Vec<f64> {
        let [a, b] = self.shapes();
        let (binomial, odds) = (self.is_binomial(), self.mean / (1.0 - self.mean));
        // P(R = k + 1) / P(R = k)
        let ratio = |k: f64| {
            let rest = n as f64 - k;
            rest / (k + 1.0) * if binomial { odds } else { (a + k) / (b + rest - 1.0) }
        };
        let centre = ((self.mean * n as f64) as usize).min(n as usize);
        let mut probability = vec![0.0; n as usize + 1];
        probability[centre] = self.pmf(centre as u64, n);
        for k in centre..n as usize {
            probability[k + 1] = probability[k] * ratio(k as f64);
        }
        for k in (0..centre).rev() {
            probability[k] = probability[k + 1] / ratio(k as f64);
        }
        probability
    }

    /// The distribution of the cases that are not counted.
    #[must_use]
    pub fn mirrored(&self) -> BetaBinomial {
        BetaBinomial { mean: 1.0 - self.mean, rho: self.rho }
    }

    /// The sum of `P(R = x), P(R = x − 1), …, P(R = 0)`.
    fn sum_down(&self, x: u64, n: u64) -> f64 {
        let [a, b] = self.shapes();
        let n = n as f64;
        let mut k = x as f64;
        let mut term = self.pmf(x, n as u64);
        let mut sum = term;
        while k > 0.0 && term > 0.0 {
            term *= k * (b + n - k) / ((n - k + 1.0) * (a + k - 1.0));
            sum += term;
            k -= 1.0;
        }
        sum.min(1.0)
    }
}
