//! Chance for permutations, the same on every machine: ChaCha8 from a seed.

use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};

/// The rest of the key besides the seed, so that no other use of a seed draws the same.
const PURPOSE: &[u8; 24] = b"concord: permuted groups";

/// A stream of chance.
pub(super) struct Shuffler(ChaCha8Rng);

impl Shuffler {
    pub(super) fn new(seed: u64) -> Shuffler {
        let mut key = [0; 32];
        key[..8].copy_from_slice(&seed.to_le_bytes());
        key[8..].copy_from_slice(PURPOSE);
        Shuffler(ChaCha8Rng::from_seed(key))
    }

    /// Fisher and Yates's shuffle: every order is as likely as any other.
    pub(super) fn shuffle(&mut self, values: &mut [f64]) {
        for last in (1..values.len()).rev() {
            values.swap(last, self.below(last as u32 + 1) as usize);
        }
    }

    /// A whole number below `count`, all equally likely (Lemire 2019, ACM Transactions on Modeling and Computer Simulation 29:3).
    fn below(&mut self, count: u32) -> u32 {
        let mut product = u64::from(self.0.next_u32()) * u64::from(count);
        if (product as u32) < count {
            let unfair = count.wrapping_neg() % count;
            while (product as u32) < unfair {
                product = u64::from(self.0.next_u32()) * u64::from(count);
            }
        }
        (product >> 32) as u32
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_order_of_four_is_as_likely() {
        let mut shuffler = Shuffler::new(3);
        let mut seen = std::collections::BTreeMap::new();
        for _ in 0..24_000 {
            let mut values = [0.0, 1.0, 2.0, 3.0];
            shuffler.shuffle(&mut values);
            *seen.entry(values.map(|value| value as u8)).or_insert(0.0) += 1.0;
        }
        assert_eq!(seen.len(), 24);
        let chi2: f64 = seen.values().map(|count: &f64| (count - 1000.0) * (count - 1000.0) / 1000.0).sum();
        // The 99.9% quantile of χ² with 23 degrees of freedom.
        assert!(chi2 < 49.7, "{chi2}");
    }

    #[test]
    fn seeds_repeat_and_differ() {
        let order = |seed| {
            let mut values: Vec<f64> = (0..50).map(f64::from).collect();
            Shuffler::new(seed).shuffle(&mut values);
            values
        };
        assert_eq!(order(1), order(1));
        assert_ne!(order(1), order(2));
    }
}
