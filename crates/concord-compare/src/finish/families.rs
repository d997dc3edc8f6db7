//! Differences of shares, and all of one kind as one family of tests.

use concord_model::comparison::{Difference, TestFamily};
use concord_stat::{cluster, fdr};

use super::variation::CONFIDENCE;

/// The level at which p and q are read.
const LEVEL: f64 = 0.05;

/// The second share less the first over clusters.
pub(super) fn difference(clusters: impl Iterator<Item = [[u64; 2]; 2]>) -> Difference {
    match cluster::difference(&clusters.collect::<Vec<_>>(), CONFIDENCE) {
        Ok(found) => Difference {
            difference: found.difference,
            low: found.interval.map(|[low, _]| low),
            high: found.interval.map(|[_, high]| high),
            p: found.p,
            q: None,
            why: found.why.map(str::to_owned),
        },
        Err(faults) => Difference { why: Some(faults.to_string()), ..Difference::default() },
    }
}

/// Works out q over all differences of a family. Those of one test stand together: the first is tested, and the others have its q.
pub(super) fn family(name: String, mut tests: Vec<Vec<&mut Difference>>) -> TestFamily {
    let p: Vec<Option<f64>> = tests.iter().map(|one| one.first().and_then(|difference| difference.p)).collect();
    let adjusted = fdr::adjust(&p).map_or_else(|_| vec![None; p.len()], |adjusted| adjusted.bh);
    for (one, q) in tests.iter_mut().zip(&adjusted) {
        one.iter_mut().for_each(|difference| difference.q = *q);
    }
    let tested = p.iter().flatten().count() as u64;
    let below = |all: &[Option<f64>]| all.iter().flatten().filter(|one| **one <= LEVEL).count() as u64;
    TestFamily {
        family: name,
        tests: p.len() as u64,
        tested,
        expected_05: LEVEL * tested as f64,
        p_below_05: below(&p),
        q_below_05: below(&adjusted),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_test_counts_once_and_all_its_differences_have_its_q() {
        let mut all = [0.01, 0.02, 0.02].map(|p| Difference { p: Some(p), ..Difference::default() });
        let mut untested = Difference::default();
        let [a, b, c] = &mut all;
        let found = family("all".to_owned(), vec![vec![a], vec![b, c], vec![&mut untested]]);
        assert_eq!((found.tests, found.tested, found.p_below_05, found.q_below_05), (3, 2, 2, 2));
        assert_eq!(all.map(|one| one.q), [Some(0.02); 3]);
        assert_eq!(untested.q, None);
    }
}
