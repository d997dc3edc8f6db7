//! What becomes of the coefficients without each rater.
//!
//! A rater (framework) is no sample of raters, so that this is not an error but a description: which one the agreement hangs on.

use serde::Serialize;

use super::estimate::Reasons;
use super::ratings::Ratings;
use super::tally::{Tally, change_sums, width};
use super::weights::Scale;
use super::{gwet, krippendorff};

/// The coefficients without one rater.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Without {
    /// Who is left out.
    pub rater: String,
    /// Krippendorff's alpha of the others.
    pub krippendorff_alpha: Option<f64>,
    /// Gwet's AC1 or AC2 of the others.
    pub gwet_ac: Option<f64>,
    /// Which of the above are undefined, and why.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub why: Option<String>,
}

/// Each rater left out in turn; `all` is the tally of all of them and `counts` each unit's ratings by category.
pub(super) fn leave_one_rater_out(ratings: &Ratings, all: &Tally, mut counts: Vec<Vec<u64>>, scale: &Scale) -> Vec<Without> {
    let mut without = |(place, rater): (usize, &String)| {
        let tally = tally_without(ratings, all, &mut counts, place);
        let mut reasons = Reasons::default();
        let krippendorff_alpha = reasons.take("krippendorff_alpha", krippendorff::alpha(&tally, scale));
        let gwet_ac = reasons.take("gwet_ac", gwet::ac(&tally, scale));
        Without { rater: rater.clone(), krippendorff_alpha, gwet_ac, why: reasons.why() }
    };
    ratings.raters.iter().enumerate().map(&mut without).collect()
}

/// The tally of the others: each unit that the rater rated is counted anew with one rating less.
fn tally_without(ratings: &Ratings, all: &Tally, counts: &mut [Vec<u64>], rater: usize) -> Tally {
    let mut tally = all.clone();
    for (unit, counts) in ratings.units.iter().zip(counts) {
        if let Some(category) = unit[rater] {
            tally.remove(counts, 1);
            counts[category] -= 1;
            tally.add(counts, 1);
            counts[category] += 1;
        }
    }
    tally
}

/// The tally of all units and, for each of `raters` in their order, that of the same units without it.
///
/// Each of `units` is told by what each rater gave, the category's place among `categories`, and by how many units are the same. The
/// time goes by ratings, and not by ratings × raters. Ratings beyond the raters or the categories are not looked at.
///
/// ```
/// use concord_stat::agreement::{Scale, leave_one_out, percent};
///
/// // Two raters agree on all ten units; the third says otherwise on four of them.
/// let units = [(&[Some(1), Some(1), Some(1)][..], 6), (&[Some(1), Some(1), Some(0)][..], 4)];
/// let (_, without) = leave_one_out::tallies(3, 2, units);
/// assert_eq!(percent::percent_agreement(&without[2], &Scale::binary()), Ok(1.0));
/// assert_eq!(percent::percent_agreement(&without[0], &Scale::binary()), Ok(0.6));
/// ```
pub fn tallies<'a>(raters: usize, categories: usize, units: impl IntoIterator<Item = (&'a [Option<u8>], u64)>) -> (Tally, Vec<Tally>) {
    let mut all = Tally::new(categories);
    let mut given = Given::new(raters, categories);
    for (ratings, units) in units {
        let ratings = &ratings[..ratings.len().min(raters)];
        let counts = given.add(ratings, units);
        all.add(&counts, units);
    }
    let without = (0..raters).map(|rater| given.without(rater, &all)).collect();
    (all, without)
}

/// For each rater, category and number of ratings: the units to which the rater gave the category, summed as in a [`Tally`].
struct Given {
    raters: usize,
    categories: usize,
    sums: Vec<u64>,
    /// The sums of the units at hand.
    scratch: Vec<u64>,
}

impl Given {
    fn new(raters: usize, categories: usize) -> Given {
        let width = width(categories);
        Given { raters, categories, sums: vec![0; raters * categories * (raters + 1) * width], scratch: vec![0; width] }
    }

    /// Where the sums of a rater, a category and a number of ratings stand.
    fn place(&self, rater: usize, category: usize, ratings: usize) -> std::ops::Range<usize> {
        let width = self.scratch.len();
        let start = ((rater * self.categories + category) * (self.raters + 1) + ratings) * width;
        start..start + width
    }

    /// Adds units with the same ratings; returns their counts by category.
    fn add(&mut self, ratings: &[Option<u8>], units: u64) -> Vec<u64> {
        let q = self.categories;
        let valid = |rating: &Option<u8>| rating.map(usize::from).filter(|category| *category < q);
        let mut counts = vec![0; q];
        ratings.iter().filter_map(valid).for_each(|category| counts[category] += 1);
        self.scratch.fill(0);
        change_sums(&mut self.scratch, &counts, |sum, each| *sum += each * units);
        let size = counts.iter().sum::<u64>() as usize;
        for (rater, category) in ratings.iter().enumerate().filter_map(|(rater, rating)| Some((rater, valid(rating)?))) {
            let place = self.place(rater, category, size);
            self.sums[place].iter_mut().zip(&self.scratch).for_each(|(sum, units)| *sum += units);
        }
        counts
    }

    fn without(&self, rater: usize, all: &Tally) -> Tally {
        let mut tally = all.clone();
        for category in 0..self.categories {
            for ratings in 1..=self.raters {
                let sums = &self.sums[self.place(rater, category, ratings)];
                if sums[0] > 0 {
                    tally.withdraw(category, ratings as u64, sums);
                }
            }
        }
        tally
    }
}
