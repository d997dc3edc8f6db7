//! What the coefficients need of units: whole numbers, which can be added and taken away without loss.
//!
//! Units are told apart by how many ratings they have (their *size*), because coefficients divide by it. Kept for each size are the
//! units, the ratings by category, and the ordered pairs of ratings of one unit by their two categories. All coefficients that treat
//! raters alike follow from these; Conger's and Cohen's do not.
//!
//! Since nothing is divided, the tally without a cluster is exactly that of the other clusters, in whatever order they came.

/// How many units have the same number of ratings in each category.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Pattern {
    /// Ratings of each unit by declared category.
    pub counts: Vec<u64>,
    /// The units.
    pub units: u64,
}

/// Units with the same number of ratings.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Size<'a> {
    /// Ratings of each unit.
    pub(super) ratings: u64,
    /// The units.
    pub(super) units: u64,
    /// Their ratings by category.
    pub(super) by_category: &'a [u64],
    /// Their ordered pairs of ratings, by first category and then by second.
    pub(super) pairs: &'a [u64],
}

impl<'a> Size<'a> {
    /// The sums of units with so many ratings, in the order of a tally's.
    fn new(categories: usize, ratings: u64, sums: &'a [u64]) -> Size<'a> {
        let (by_category, pairs) = sums[1..].split_at(categories);
        Size { ratings, units: sums[0], by_category, pairs }
    }
}

/// Units of every size.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Tally {
    categories: usize,
    /// The sizes, increasing.
    sizes: Vec<u64>,
    /// For each size the units, their ratings by category and their pairs of ratings: [`width`] numbers.
    sums: Vec<u64>,
}

/// How many sums there are for each size.
pub(super) fn width(categories: usize) -> usize {
    1 + categories + categories * categories
}

/// Adds to the sums those of so many units with the same counts by category.
pub(super) fn change_sums(sums: &mut [u64], counts: &[u64], update: impl Fn(&mut u64, u64)) {
    let categories = counts.len();
    update(&mut sums[0], 1);
    for (c, &first) in counts.iter().enumerate().filter(|(_, count)| **count > 0) {
        update(&mut sums[1 + c], first);
        for (k, &second) in counts.iter().enumerate() {
            update(&mut sums[1 + categories + c * categories + k], first * (second - u64::from(c == k)));
        }
    }
}

impl Tally {
    /// No unit yet.
    #[must_use]
    pub fn new(categories: usize) -> Tally {
        Tally { categories, sizes: Vec::new(), sums: Vec::new() }
    }

    /// Adds so many units with the same counts by category. Counts beyond the declared categories are not looked at; sums of squared
    /// counts times units must stay within 64 bits.
    ///
    /// # Panics
    /// Where there is not a count for each category.
    pub fn add(&mut self, counts: &[u64], units: u64) {
        self.change(counts, |sum, each| *sum += each * units);
    }

    /// Takes away what was added before.
    pub(super) fn remove(&mut self, counts: &[u64], units: u64) {
        self.change(counts, |sum, each| *sum -= each * units);
    }

    fn change(&mut self, counts: &[u64], update: impl Fn(&mut u64, u64)) {
        let counts = &counts[..self.categories];
        change_sums(self.size(counts.iter().sum()), counts, update);
    }

    /// Adds the units of another tally of the same categories, so many times.
    pub(super) fn merge(&mut self, other: &Tally, times: u64) {
        self.combine(other, |sum, count| *sum += count * times);
    }

    /// Takes away the units of another tally, which were added before.
    pub(super) fn take(&mut self, other: &Tally) {
        self.combine(other, |sum, count| *sum -= count);
    }

    fn combine(&mut self, other: &Tally, update: impl Fn(&mut u64, u64)) {
        for (&ratings, from) in other.sizes.iter().zip(other.sums.chunks_exact(width(other.categories))) {
            self.size(ratings).iter_mut().zip(from).for_each(|(sum, &count)| update(sum, count));
        }
    }

    /// Takes away one rating of `category` from each of the units, with so many ratings, of which `sums` are the sums.
    pub(super) fn withdraw(&mut self, category: usize, ratings: u64, sums: &[u64]) {
        let (q, c) = (self.categories, category);
        self.size(ratings).iter_mut().zip(sums).for_each(|(sum, count)| *sum -= count);
        let to = self.size(ratings - 1);
        to.iter_mut().zip(sums).for_each(|(sum, count)| *sum += count);
        let units = Size::new(q, ratings, sums);
        to[1 + c] -= units.units;
        for (k, &count) in units.by_category.iter().enumerate() {
            let lost = count - if k == c { units.units } else { 0 };
            to[1 + q + c * q + k] -= lost;
            to[1 + q + k * q + c] -= lost;
        }
    }

    /// The sums of the units with so many ratings.
    fn size(&mut self, ratings: u64) -> &mut [u64] {
        let width = width(self.categories);
        let place = self.sizes.binary_search(&ratings).unwrap_or_else(|place| {
            self.sizes.insert(place, ratings);
            self.sums.splice(place * width..place * width, std::iter::repeat_n(0, width));
            place
        });
        &mut self.sums[place * width..(place + 1) * width]
    }

    /// All units, rated or not.
    #[must_use]
    pub fn units(&self) -> u64 {
        self.with_at_least(0).map(|size| size.units).sum()
    }

    /// Units with a rating.
    #[must_use]
    pub fn rated(&self) -> u64 {
        self.with_at_least(1).map(|size| size.units).sum()
    }

    /// Units with two or more ratings.
    #[must_use]
    pub fn pairable(&self) -> u64 {
        self.with_at_least(2).map(|size| size.units).sum()
    }

    /// Units with so many ratings or more, by size.
    pub(super) fn with_at_least(&self, ratings: u64) -> impl Iterator<Item = Size<'_>> {
        let sums = self.sums.chunks_exact(width(self.categories));
        let sizes = self.sizes.iter().zip(sums).filter(move |(size, _)| **size >= ratings);
        sizes.map(|(&size, sums)| Size::new(self.categories, size, sums))
    }

    /// For every category `Σ weight(size) × count` over the sizes with so many ratings or more.
    pub(super) fn by_category(&self, least: u64, weight: impl Fn(Size<'_>) -> f64) -> Vec<f64> {
        let mut sums = vec![0.0; self.categories];
        for size in self.with_at_least(least) {
            let weight = weight(size);
            sums.iter_mut().zip(size.by_category).for_each(|(sum, count)| *sum += weight * *count as f64);
        }
        sums
    }

    /// `Σ weight(size) × distance × pairs` over all pairs of ratings of one unit.
    pub(super) fn disagreement(&self, distances: &[f64], weight: impl Fn(Size<'_>) -> f64) -> f64 {
        let within = |size: Size<'_>| distances.iter().zip(size.pairs).map(|(distance, pairs)| distance * *pairs as f64).sum::<f64>();
        self.with_at_least(2).map(|size| weight(size) * within(size)).sum()
    }
}
