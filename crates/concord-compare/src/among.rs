//! Counts of cases that count, or may, by whether something is so of them: all that bounds of a share need.
//!
//! Both whether a case counts and whether it is so may be unknown. With those that count for certain as n = yes + no + unknown, and those
//! that may as m = maybe yes + maybe no + maybe unknown, the least share is yes / (n + maybe no + maybe unknown), for a case that may count
//! lowers the share where it is not so; the greatest is (yes + unknown + maybe yes + maybe unknown) / (n + maybe yes + maybe unknown).
//! Where all cases count for certain these are Manski's bounds ([`crate::bounds`](mod@crate::bounds)).

/// Counts by whether it is so: yes, no, not known.
type Known = [u64; 3];

/// Counts of cases that count for certain and of those that may.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Among {
    pub(crate) certain: Known,
    pub(crate) maybe: Known,
}

/// The place of what is known of a case.
pub(crate) fn known(is: Option<bool>) -> usize {
    match is {
        Some(true) => 0,
        Some(false) => 1,
        None => 2,
    }
}

/// Kleene's *and*.
pub(crate) fn and(a: Option<bool>, b: Option<bool>) -> Option<bool> {
    match (a, b) {
        (Some(false), _) | (_, Some(false)) => Some(false),
        (Some(true), Some(true)) => Some(true),
        _ => None,
    }
}

/// Kleene's *any*: true if one is, false if all are false.
pub(crate) fn any(all: impl Iterator<Item = Option<bool>>) -> Option<bool> {
    let mut unknown = false;
    for one in all {
        match one {
            Some(true) => return Some(true),
            Some(false) => {}
            None => unknown = true,
        }
    }
    if unknown { None } else { Some(false) }
}

impl Among {
    /// Adds a case, unless it is known not to count.
    pub(crate) fn add(&mut self, counts: Option<bool>, is: Option<bool>) {
        match counts {
            Some(true) => self.certain[known(is)] += 1,
            None => self.maybe[known(is)] += 1,
            Some(false) => {}
        }
    }

    /// Adds other counts.
    pub(crate) fn merge(&mut self, other: &Among) {
        let pairs = [(&mut self.certain, &other.certain), (&mut self.maybe, &other.maybe)];
        pairs.into_iter().for_each(|(counts, others)| counts.iter_mut().zip(others).for_each(|(count, other)| *count += other));
    }

    /// Those that count for certain.
    pub(crate) fn n(&self) -> u64 {
        self.certain.iter().sum()
    }

    /// `[x, n]` of the least share.
    pub(crate) fn least(&self) -> [u64; 2] {
        [self.certain[0], self.n() + self.maybe[1] + self.maybe[2]]
    }

    /// `[x, n]` of the share among those that are known.
    pub(crate) fn assessed(&self) -> [u64; 2] {
        [self.certain[0], self.certain[0] + self.certain[1]]
    }

    /// `[x, n]` of the greatest share.
    pub(crate) fn greatest(&self) -> [u64; 2] {
        let maybe = self.maybe[0] + self.maybe[2];
        [self.certain[0] + self.certain[2] + maybe, self.n() + maybe]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every completion of what is unknown lies within the bounds, and both are reached.
    #[test]
    fn the_bounds_are_those_of_all_completions() {
        let cases: [(Option<bool>, Option<bool>); 6] = [
            (Some(true), Some(true)),
            (Some(true), Some(false)),
            (Some(true), None),
            (None, Some(true)),
            (None, Some(false)),
            (None, None),
        ];
        for repeats in 0..729u32 {
            let counts: Vec<u32> = (0..6).map(|place| repeats / 3u32.pow(place) % 3).collect();
            let all: Vec<_> = cases.iter().zip(&counts).flat_map(|(&case, &count)| (0..count).map(move |_| case)).collect();
            let mut among = Among::default();
            all.iter().for_each(|&(counts, is)| among.add(counts, is));
            if among.n() == 0 || all.len() > 7 {
                continue;
            }
            let share = |[x, n]: [u64; 2]| x as f64 / n as f64;
            let shares: Vec<f64> = completions(&all).iter().map(|case| share(*case)).collect();
            let least = shares.iter().copied().fold(f64::INFINITY, f64::min);
            let greatest = shares.iter().copied().fold(f64::NEG_INFINITY, f64::max);
            assert_eq!((share(among.least()), share(among.greatest())), (least, greatest), "{all:?}");
        }
    }

    /// `[x, n]` of every way in which the unknown can be.
    fn completions(cases: &[(Option<bool>, Option<bool>)]) -> Vec<[u64; 2]> {
        let Some(((counts, is), rest)) = cases.split_first() else { return vec![[0, 0]] };
        let both = |known: Option<bool>| known.map_or(vec![false, true], |known| vec![known]);
        let mut all = Vec::new();
        for [x, n] in completions(rest) {
            for counts in both(*counts) {
                for is in both(*is) {
                    all.push([x + u64::from(counts && is), n + u64::from(counts)]);
                }
            }
        }
        all
    }

    #[test]
    fn logic_is_kleenes() {
        assert_eq!(and(Some(false), None), Some(false));
        assert_eq!(and(None, Some(true)), None);
        assert_eq!(and(Some(true), Some(true)), Some(true));
        assert_eq!(any([].into_iter()), Some(false));
        assert_eq!(any([Some(false), None].into_iter()), None);
        assert_eq!(any([None, Some(true)].into_iter()), Some(true));
    }
}
