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

    /// Fisher and Yates's shuffle: every order is as likely as any other. One draw decides as many places as it has room for
    /// (Brackett-Rozinsky and Lemire 2025, Software: Practice and Experience 55:1).
    pub(super) fn shuffle(&mut self, values: &mut [f64]) {
        let mut left = values.len();
        while left > 1 {
            let (after, ways) = places(left);
            let mut chance = self.fair(ways);
            for place in (after..left).rev() {
                let product = u128::from(chance) * (place as u128 + 1);
                values.swap(place, (product >> 64) as usize);
                chance = product as u64;
            }
            left = after;
        }
    }

    /// A fraction of 2^64 whose products with `ways` fall on each whole number below it equally often.
    fn fair(&mut self, ways: u64) -> u64 {
        loop {
            let chance = self.0.next_u64();
            let rest = chance.wrapping_mul(ways);
            // The remainder is seldom needed: it is below `ways`.
            if rest >= ways || rest >= ways.wrapping_neg() % ways {
                return chance;
            }
        }
    }
}

/// How many values are left when one draw has placed those that it can of `left`, and in how many ways it does.
fn places(left: usize) -> (usize, u64) {
    const ROOM: u64 = 1 << 48;
    let (mut after, mut ways) = (left - 1, left as u64);
    while after > 1 && ways * (after as u64) <= ROOM {
        ways *= after as u64;
        after -= 1;
    }
    (after, ways)
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
