//! Orders drawn by chance, the same on every machine: ChaCha8 from a seed.

use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};

use super::permutation::Shuffles;

/// The rest of the key besides the seed, so that no other use of a seed draws the same.
const PURPOSE: &[u8; 24] = b"concord: permuted groups";

/// How many sets of orders are kept.
const KEPT: usize = 4;

/// The most places of a set that is kept, all its orders together.
const MOST_KEPT: usize = 1 << 20;

/// Shuffled orders of places within strata. Tests of groups in strata of the same lengths share them, so that they are drawn once as long
/// as they are among the last few that were asked for.
#[derive(Debug, Clone)]
pub struct Orders {
    shuffles: Shuffles,
    /// By the lengths of strata, the last asked for at the end.
    kept: Vec<(Vec<usize>, Vec<u32>)>,
}

impl Orders {
    /// Orders to be drawn as they are needed.
    #[must_use]
    pub fn new(shuffles: Shuffles) -> Orders {
        Orders { shuffles, kept: Vec::new() }
    }

    /// How many orders there are.
    pub(super) fn count(&self) -> u32 {
        self.shuffles.count
    }

    /// Shows every order of strata of these lengths, none of them 0, one after the other: at each place the place that comes there.
    pub(super) fn each(&mut self, lengths: &[usize], mut show: impl FnMut(&[u32])) {
        let places: usize = lengths.iter().sum();
        if let Some(known) = self.kept.iter().position(|(kept, _)| kept == lengths) {
            let known = self.kept.remove(known);
            known.1.chunks_exact(places.max(1)).for_each(show);
            self.kept.push(known);
            return;
        }
        let mut all = (places * self.shuffles.count as usize <= MOST_KEPT).then(Vec::new);
        let (mut shuffler, draws) = (Shuffler::new(self.shuffles.seed), draws(lengths));
        let mut order: Vec<u32> = (0..places as u32).collect();
        for _ in 0..self.shuffles.count {
            shuffler.shuffle(&mut order, &draws);
            show(&order);
            all.iter_mut().for_each(|all| all.extend_from_slice(&order));
        }
        if let Some(all) = all {
            self.kept.drain(..(self.kept.len() + 1).saturating_sub(KEPT));
            self.kept.push((lengths.to_vec(), all));
        }
    }
}

/// What one draw decides: the places from `after` on of `left` places, the first of which is `start`.
#[derive(Debug, Clone, Copy)]
struct Draw {
    start: usize,
    left: usize,
    after: usize,
    /// In how many ways they can be filled.
    ways: u64,
}

/// The draws that shuffle strata of these lengths: as many places each as it has room for.
fn draws(lengths: &[usize]) -> Vec<Draw> {
    const ROOM: u64 = 1 << 48;
    let (mut draws, mut start) = (Vec::new(), 0);
    for length in lengths {
        let mut left = *length;
        while left > 1 {
            let (mut after, mut ways) = (left - 1, left as u64);
            while after > 1 && ways * (after as u64) <= ROOM {
                ways *= after as u64;
                after -= 1;
            }
            draws.push(Draw { start, left, after, ways });
            left = after;
        }
        start += length;
    }
    draws
}

/// A stream of chance.
struct Shuffler(ChaCha8Rng);

impl Shuffler {
    fn new(seed: u64) -> Shuffler {
        let mut key = [0; 32];
        key[..8].copy_from_slice(&seed.to_le_bytes());
        key[8..].copy_from_slice(PURPOSE);
        Shuffler(ChaCha8Rng::from_seed(key))
    }

    /// Fisher and Yates's shuffle: every order is as likely as any other. One draw decides several places (Brackett-Rozinsky and Lemire
    /// 2025, Software: Practice and Experience 55:1).
    fn shuffle(&mut self, order: &mut [u32], draws: &[Draw]) {
        for Draw { start, left, after, ways } in draws {
            let open = &mut order[*start..start + left];
            let mut chance = self.fair(*ways);
            for place in (*after..*left).rev() {
                let product = u128::from(chance) * (place as u128 + 1);
                open.swap(place, (product >> 64) as usize);
                chance = product as u64;
            }
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

#[cfg(test)]
mod tests {
    use super::*;

    fn orders(seed: u64, count: u32, lengths: &[usize]) -> Vec<Vec<u32>> {
        let mut seen = Vec::new();
        Orders::new(Shuffles { count, seed }).each(lengths, |order| seen.push(order.to_vec()));
        seen
    }

    #[test]
    fn every_order_of_four_is_as_likely() {
        let mut seen = std::collections::BTreeMap::new();
        orders(3, 24_000, &[2, 4]).into_iter().for_each(|order| *seen.entry(order[2..].to_vec()).or_insert(0.0) += 1.0);
        assert_eq!(seen.len(), 24);
        let chi2: f64 = seen.values().map(|count: &f64| (count - 1000.0) * (count - 1000.0) / 1000.0).sum();
        // The 99.9% quantile of χ² with 23 degrees of freedom.
        assert!(chi2 < 49.7, "{chi2}");
    }

    #[test]
    fn seeds_repeat_and_differ_and_strata_keep_their_places() {
        assert_eq!(orders(1, 3, &[50, 30]), orders(1, 3, &[50, 30]));
        assert_ne!(orders(1, 3, &[50, 30]), orders(2, 3, &[50, 30]));
        for order in orders(1, 20, &[50, 1, 30]) {
            assert!(order[..50].iter().all(|place| *place < 50) && order[50] == 50);
            let mut sorted = order.clone();
            sorted.sort_unstable();
            assert!(sorted.into_iter().eq(0..81));
        }
    }

    #[test]
    fn orders_are_the_same_whether_they_were_kept_or_are_drawn_anew() {
        let mut kept = Orders::new(Shuffles { count: 9, seed: 5 });
        for length in [7, 20, 9, 7, 11, 12, 13, 14, 7, 40_000 * 9, 7] {
            let (mut shown, mut anew) = (Vec::new(), Vec::new());
            kept.each(&[length, 5], |order| shown.push(order.to_vec()));
            Orders::new(kept.shuffles).each(&[length, 5], |order| anew.push(order.to_vec()));
            assert!(shown == anew && kept.kept.len() <= KEPT);
        }
    }
}
