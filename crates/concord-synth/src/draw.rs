//! Chance, the same on every machine: ChaCha8 from a seed and a stream, thresholds on 32 bits, logarithms from `libm`.

use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};

/// The rest of the key besides the seed, so that no other use of a seed draws the same.
const PURPOSE: &[u8; 24] = b"concord: invented nation";

/// One stream of chance. Two streams of one seed do not depend on one another, nor on the order in which they are drawn from.
pub(crate) struct Draw(ChaCha8Rng);

impl Draw {
    pub(crate) fn new(seed: u64, stream: u64) -> Draw {
        let mut key = [0; 32];
        key[..8].copy_from_slice(&seed.to_le_bytes());
        key[8..].copy_from_slice(PURPOSE);
        let mut rng = ChaCha8Rng::from_seed(key);
        rng.set_stream(stream);
        Draw(rng)
    }

    /// A number in [0, 1), a multiple of 2⁻³².
    pub(crate) fn unit(&mut self) -> f64 {
        f64::from(self.0.next_u32()) / 4_294_967_296.0
    }

    pub(crate) fn chance(&mut self, probability: f64) -> bool {
        self.unit() < probability
    }

    /// A whole number below `count`, which must not be 0.
    pub(crate) fn below(&mut self, count: usize) -> usize {
        ((u64::from(self.0.next_u32()) * count as u64) >> 32) as usize
    }

    /// A whole number from `least` to `greatest`, both included.
    pub(crate) fn between(&mut self, least: i32, greatest: i32) -> i32 {
        least + self.below((greatest - least + 1).max(1) as usize) as i32
    }

    /// Standard normal (Box and Muller 1958; the second of each pair is not kept, so that streams are easy to follow).
    pub(crate) fn normal(&mut self) -> f64 {
        let radius = (-2.0 * libm::log(1.0 - self.unit())).sqrt();
        radius * libm::cos(std::f64::consts::TAU * self.unit())
    }

    /// Exponential, by its mean.
    pub(crate) fn exponential(&mut self, mean: f64) -> f64 {
        -mean * libm::log(1.0 - self.unit())
    }

    /// Gamma with a whole shape and mean 1; counts shared out by it are negative binomial.
    pub(crate) fn gamma(&mut self, shape: u32) -> f64 {
        (0..shape).map(|_| self.exponential(1.0)).sum::<f64>() / f64::from(shape)
    }

    /// Poisson, by its mean, for small means (Knuth).
    pub(crate) fn count(&mut self, mean: f64) -> usize {
        let floor = libm::exp(-mean);
        let mut product = self.unit();
        let mut count = 0;
        while product > floor && count < 64 {
            product *= self.unit();
            count += 1;
        }
        count
    }

    /// A place in a list of cumulated weights.
    pub(crate) fn place(&mut self, upto: &[f64]) -> usize {
        let total = upto.last().copied().unwrap_or(0.0);
        let mark = self.unit() * total;
        upto.partition_point(|&end| end <= mark).min(upto.len().saturating_sub(1))
    }
}

/// Weights cumulated, for [`Draw::place`].
pub(crate) fn cumulate(weights: impl IntoIterator<Item = f64>) -> Vec<f64> {
    let mut sum = 0.0;
    let grow = |weight: f64| {
        sum += weight;
        sum
    };
    weights.into_iter().map(grow).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mean(draws: usize, mut draw: impl FnMut() -> f64) -> f64 {
        (0..draws).map(|_| draw()).sum::<f64>() / draws as f64
    }

    #[test]
    fn streams_of_one_seed_differ_and_repeat() {
        let first = |seed, stream| Draw::new(seed, stream).unit();
        assert_eq!(first(1, 2), first(1, 2));
        assert_ne!(first(1, 2), first(1, 3));
        assert_ne!(first(1, 2), first(2, 2));
    }

    #[test]
    fn moments() {
        let mut draw = Draw::new(7, 0);
        let near = |value: f64, expected: f64| assert!((value - expected).abs() < 0.02, "{value} for {expected}");
        near(mean(100_000, || draw.normal()), 0.0);
        near(mean(100_000, || draw.normal().powi(2)), 1.0);
        near(mean(100_000, || draw.exponential(2.0)), 2.0);
        near(mean(100_000, || draw.gamma(4)), 1.0);
        near(mean(100_000, || (draw.gamma(4) - 1.0).powi(2)), 0.25);
        near(mean(100_000, || draw.count(0.47) as f64), 0.47);
        near(mean(100_000, || f64::from(draw.between(-2, 2))), 0.0);
        let upto = cumulate([1.0, 0.0, 3.0]);
        near(mean(100_000, || draw.place(&upto) as f64), 1.5);
    }
}
