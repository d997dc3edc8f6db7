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
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Size {
    /// Ratings of each unit.
    pub(super) ratings: u64,
    /// The units.
    pub(super) units: u64,
    /// Their ratings by category.
    pub(super) by_category: Vec<u64>,
    /// Their ordered pairs of ratings, by first category and then by second.
    pub(super) pairs: Vec<u64>,
}

/// Units of every size.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tally {
    categories: usize,
    /// In increasing order of size.
    sizes: Vec<Size>,
}

impl Tally {
    /// No unit yet.
    #[must_use]
    pub fn new(categories: usize) -> Tally {
        Tally { categories, sizes: Vec::new() }
    }

    /// Adds so many units with the same counts by category. Counts beyond the declared categories are not looked at; sums of squared
    /// counts times units must stay within 64 bits.
    pub fn add(&mut self, counts: &[u64], units: u64) {
        self.change(counts, |sum, each| *sum += each * units);
    }

    /// Takes away what was added before.
    pub(super) fn remove(&mut self, counts: &[u64], units: u64) {
        self.change(counts, |sum, each| *sum -= each * units);
    }

    /// Takes away one rating of `category` from each of the units of which `units` is the sum.
    pub(super) fn withdraw(&mut self, category: usize, units: &Size) {
        let (q, c) = (self.categories, category);
        let from = self.size(units.ratings);
        from.units -= units.units;
        from.by_category.iter_mut().zip(&units.by_category).for_each(|(sum, count)| *sum -= count);
        from.pairs.iter_mut().zip(&units.pairs).for_each(|(sum, count)| *sum -= count);
        let to = self.size(units.ratings - 1);
        to.units += units.units;
        to.by_category.iter_mut().zip(&units.by_category).for_each(|(sum, count)| *sum += count);
        to.by_category[c] -= units.units;
        to.pairs.iter_mut().zip(&units.pairs).for_each(|(sum, count)| *sum += count);
        for (k, &count) in units.by_category.iter().enumerate() {
            let lost = count - if k == c { units.units } else { 0 };
            to.pairs[c * q + k] -= lost;
            to.pairs[k * q + c] -= lost;
        }
    }

    fn change(&mut self, counts: &[u64], update: impl Fn(&mut u64, u64)) {
        let categories = self.categories;
        let size = self.size(counts.iter().take(categories).sum());
        update(&mut size.units, 1);
        for (c, &first) in counts.iter().enumerate().take(categories).filter(|(_, count)| **count > 0) {
            update(&mut size.by_category[c], first);
            for (k, &second) in counts.iter().enumerate().take(categories) {
                update(&mut size.pairs[c * categories + k], first * (second - u64::from(c == k)));
            }
        }
    }

    fn size(&mut self, ratings: u64) -> &mut Size {
        let place = self.sizes.binary_search_by_key(&ratings, |size| size.ratings).unwrap_or_else(|place| {
            let q = self.categories;
            self.sizes.insert(place, Size { ratings, units: 0, by_category: vec![0; q], pairs: vec![0; q * q] });
            place
        });
        &mut self.sizes[place]
    }

    /// All units, rated or not.
    #[must_use]
    pub fn units(&self) -> u64 {
        self.with_at_least(0).map(|size| size.units).sum()
    }

    /// Units with two or more ratings.
    #[must_use]
    pub fn pairable(&self) -> u64 {
        self.with_at_least(2).map(|size| size.units).sum()
    }

    /// Units with so many ratings or more, by size.
    pub(super) fn with_at_least(&self, ratings: u64) -> impl Iterator<Item = &Size> {
        self.sizes.iter().filter(move |size| size.ratings >= ratings)
    }

    /// For every category `Σ weight(size) × count` over the sizes with so many ratings or more.
    pub(super) fn by_category(&self, least: u64, weight: impl Fn(&Size) -> f64) -> Vec<f64> {
        let mut sums = vec![0.0; self.categories];
        for size in self.with_at_least(least) {
            let weight = weight(size);
            sums.iter_mut().zip(&size.by_category).for_each(|(sum, count)| *sum += weight * *count as f64);
        }
        sums
    }

    /// `Σ weight(size) × distance × pairs` over all pairs of ratings of one unit.
    pub(super) fn disagreement(&self, distances: &[f64], weight: impl Fn(&Size) -> f64) -> f64 {
        let within = |size: &Size| distances.iter().zip(&size.pairs).map(|(distance, pairs)| distance * *pairs as f64).sum::<f64>();
        self.with_at_least(2).map(|size| weight(size) * within(size)).sum()
    }
}
