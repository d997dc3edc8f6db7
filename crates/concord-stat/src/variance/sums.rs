//! What the likelihood needs of the scores: sums by partnership and by how many frameworks answered a review.
//!
//! Of a review with m answers, framework set s (0 or 1 each) and total t, a model needs `s s'`, `t s` and `t²`, summed over the reviews of a
//! partnership with the same m, because what is eliminated with a review depends on m alone. So neither the size nor the time of a fit
//! grows with the reviews.
//!
//! Counts are whole numbers, and sums of scores such as 0, ½ and 1 are exact: the same whatever the order in which reviews are added and
//! sums merged.

use std::collections::BTreeMap;

use crate::fault::{Faults, Kind};

/// The sums of one partnership's reviews that have the same number of answers.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Layer {
    /// How many reviews.
    pub(super) reviews: u32,
    /// For each two frameworks `a ≤ b`, at `b (b + 1) / 2 + a`, how many reviews both answered.
    pub(super) together: Vec<f64>,
    /// For each framework, the sum of the totals of the reviews that it answered.
    pub(super) totals: Vec<f64>,
    /// The sum of the squares of the totals.
    pub(super) squares: f64,
}

/// The sums of one partnership.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Partnership {
    /// By the number of answers of a review.
    pub(super) layers: BTreeMap<usize, Layer>,
    /// For each framework, the sum of its scores.
    pub(super) scores: Vec<f64>,
    /// The sum of the squares of the scores.
    pub(super) squares: f64,
}

/// The sums of all scores: partnerships and frameworks by their place, from 0.
#[derive(Debug, Clone, PartialEq)]
pub struct Sums {
    frameworks: usize,
    pub(super) partnerships: Vec<Partnership>,
}

impl Layer {
    fn new(frameworks: usize) -> Layer {
        Layer { reviews: 0, together: vec![0.0; frameworks * (frameworks + 1) / 2], totals: vec![0.0; frameworks], squares: 0.0 }
    }

    fn add(&mut self, answered: &[usize], total: f64, reviews: u32) {
        let times = f64::from(reviews);
        self.reviews += reviews;
        self.squares += times * total * total;
        for (place, &b) in answered.iter().enumerate() {
            self.totals[b] += times * total;
            answered[..=place].iter().for_each(|a| self.together[b * (b + 1) / 2 + a] += times);
        }
    }

    fn merge(&mut self, other: &Layer) {
        self.reviews += other.reviews;
        self.squares += other.squares;
        self.together.iter_mut().zip(&other.together).for_each(|(to, from)| *to += from);
        self.totals.iter_mut().zip(&other.totals).for_each(|(to, from)| *to += from);
    }

    /// How many of the reviews a framework answered.
    pub(super) fn answered_by(&self, framework: usize) -> f64 {
        self.together[framework * (framework + 1) / 2 + framework]
    }
}

impl Partnership {
    /// Reviews with an answer.
    pub(super) fn reviews(&self) -> u64 {
        self.layers.values().map(|layer| u64::from(layer.reviews)).sum()
    }

    /// `Σ mᵏ` over reviews, m being a review's number of answers.
    pub(super) fn powers_of_answers(&self, k: i32) -> f64 {
        self.layers.iter().map(|(m, layer)| f64::from(layer.reviews) * (0..k).fold(1.0, |power, _| power * *m as f64)).sum()
    }

    /// Answers by each framework.
    pub(super) fn answers(&self) -> Vec<f64> {
        let of = |framework: usize| self.layers.values().map(|layer| layer.answered_by(framework)).sum();
        (0..self.scores.len()).map(of).collect()
    }

    /// For each framework, the number of answers of all frameworks in the reviews that it answered.
    pub(super) fn lengths_of_reviews(&self) -> Vec<f64> {
        let of = |framework: usize| self.layers.iter().map(|(m, layer)| *m as f64 * layer.answered_by(framework)).sum();
        (0..self.scores.len()).map(of).collect()
    }
}

impl Sums {
    /// No scores yet, of so many partnerships and frameworks.
    #[must_use]
    pub fn new(partnerships: usize, frameworks: usize) -> Sums {
        let none = Partnership { layers: BTreeMap::new(), scores: vec![0.0; frameworks], squares: 0.0 };
        Sums { frameworks, partnerships: vec![none; partnerships] }
    }

    /// Adds a review: for each framework its score, `None` where it did not answer. A review without an answer adds nothing.
    ///
    /// # Errors
    /// A partnership that there is not; not one score a framework; a score that is not finite.
    pub fn add(&mut self, partnership: usize, scores: &[Option<f64>]) -> Result<(), Faults> {
        self.add_many(partnership, scores, 1)
    }

    /// Adds so many reviews with the same scores.
    ///
    /// # Errors
    /// As [`Sums::add`]; more reviews than 32 bits count.
    pub fn add_many(&mut self, partnership: usize, scores: &[Option<f64>], count: u64) -> Result<(), Faults> {
        let mut faults = Faults::default();
        faults.paired(scores.len(), self.frameworks);
        scores.iter().flatten().for_each(|score| faults.finite(None, "the score", *score));
        if partnership >= self.partnerships.len() {
            faults.note(None, Kind::OutOfRange { what: "the partnership", value: partnership as f64, allowed: "one of those there are" });
        }
        let Ok(reviews) = u32::try_from(count) else {
            faults.note(None, Kind::TooLarge { what: "the number of reviews", value: count });
            return Err(faults);
        };
        faults.or(|| ())?;
        self.add_checked(partnership, scores, reviews);
        Ok(())
    }

    fn add_checked(&mut self, partnership: usize, scores: &[Option<f64>], reviews: u32) {
        let times = f64::from(reviews);
        let frameworks = self.frameworks;
        let sums = &mut self.partnerships[partnership];
        let mut answered = Vec::with_capacity(frameworks);
        let mut total = 0.0;
        for (framework, score) in scores.iter().enumerate().filter_map(|(framework, score)| Some((framework, (*score)?))) {
            answered.push(framework);
            total += score;
            sums.scores[framework] += times * score;
            sums.squares += times * score * score;
        }
        if !answered.is_empty() && reviews > 0 {
            sums.layers.entry(answered.len()).or_insert_with(|| Layer::new(frameworks)).add(&answered, total, reviews);
        }
    }

    /// Adds the sums of other reviews of the same partnerships and frameworks.
    ///
    /// # Errors
    /// Another number of partnerships or of frameworks.
    pub fn merge(&mut self, other: &Sums) -> Result<(), Faults> {
        let mut faults = Faults::default();
        faults.paired(other.frameworks, self.frameworks);
        faults.paired(other.partnerships.len(), self.partnerships.len());
        faults.or(|| ())?;
        for (sums, other) in self.partnerships.iter_mut().zip(&other.partnerships) {
            for (m, layer) in &other.layers {
                sums.layers.entry(*m).or_insert_with(|| Layer::new(self.frameworks)).merge(layer);
            }
            sums.scores.iter_mut().zip(&other.scores).for_each(|(to, from)| *to += from);
            sums.squares += other.squares;
        }
        Ok(())
    }

    /// How many frameworks there are.
    #[must_use]
    pub fn frameworks(&self) -> usize {
        self.frameworks
    }

    /// How many scores there are.
    #[must_use]
    pub fn scores(&self) -> f64 {
        self.partnerships.iter().map(|sums| sums.powers_of_answers(1)).sum()
    }

    /// Scores by each framework.
    #[must_use]
    pub fn scores_by_framework(&self) -> Vec<f64> {
        let mut all = vec![0.0; self.frameworks];
        for sums in &self.partnerships {
            all.iter_mut().zip(sums.answers()).for_each(|(to, from)| *to += from);
        }
        all
    }

    /// The sum of the scores, the sum of their squares, and the sum of squares about their mean.
    pub(super) fn squares(&self) -> [f64; 3] {
        let sum: f64 = self.partnerships.iter().flat_map(|sums| &sums.scores).sum();
        let squares: f64 = self.partnerships.iter().map(|sums| sums.squares).sum();
        [sum, squares, squares - sum * (sum / self.scores())]
    }
}
