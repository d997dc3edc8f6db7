//! Shares over many nations, with their Monte Carlo error.

use std::fmt;

use super::nation::Nation;

/// A share of what all nations of a world have.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Share {
    /// Of so many.
    pub(crate) n: u64,
    /// In [0, 1]; 0 of nothing.
    pub(crate) share: f64,
    /// Its standard error. Nations are the sample: what one of them has goes together (a ratio of means over nations).
    pub(crate) error: f64,
}

impl Share {
    /// The share of what counts that is so; `count` adds one nation's `[so, of so many]`.
    pub(crate) fn new<'a>(nations: &'a [Nation], count: impl Fn(&'a Nation) -> [u64; 2]) -> Share {
        let counts: Vec<[f64; 2]> = nations.iter().map(|nation| count(nation).map(|count| count as f64)).collect();
        let [x, n] = counts.iter().fold([0.0, 0.0], |[x, n], of| [x + of[0], n + of[1]]);
        if n == 0.0 {
            return Share { n: 0, share: 0.0, error: 0.0 };
        }
        let share = x / n;
        let squares: f64 = counts.iter().map(|[x, n]| x - n * share).map(|off| off * off).sum();
        let spread = counts.len() as f64 / (counts.len() as f64 - 1.0).max(1.0);
        Share { n: n as u64, share, error: (spread * squares).sqrt() / n }
    }

    /// The share of all things of a kind that is so, of those for which something is said.
    pub(crate) fn of<'a, T: 'a>(nations: &'a [Nation], all: impl Fn(&'a Nation) -> &'a [T], so: impl Fn(&'a T) -> Option<bool>) -> Share {
        Share::new(nations, |nation| all_of(all(nation).iter().filter_map(&so)))
    }

    /// Whether it is above a share by more than chance makes it: three standard errors.
    pub(crate) fn above(&self, share: f64) -> bool {
        self.share - 3.0 * self.error > share
    }

    /// Whether it is below a share by more than chance makes it.
    pub(crate) fn below(&self, share: f64) -> bool {
        self.share + 3.0 * self.error < share
    }
}

fn all_of(so: impl Iterator<Item = bool>) -> [u64; 2] {
    so.fold([0, 0], |[x, n], so| [x + u64::from(so), n + 1])
}

/// In percent, with its standard error.
impl fmt::Display for Share {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.n == 0 { write!(f, "–") } else { write!(f, "{:.2} ± {:.2}", 100.0 * self.share, 100.0 * self.error) }
    }
}
