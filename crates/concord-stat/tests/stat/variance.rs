//! Variance components.

mod dense;

use concord_stat::variance::components::{Frameworks, Model};
use concord_stat::variance::criterion::Criterion;
use concord_stat::variance::fit::fit;
use concord_stat::variance::sums::Sums;

use crate::near;

/// One score.
#[derive(Debug, Clone, Copy)]
struct Score {
    partnership: usize,
    review: usize,
    framework: usize,
    score: f64,
}

/// Numbers that look random and are the same every time (Knuth's multiplier).
struct Seeded(u64);

impl Seeded {
    /// Between 0 and 1.
    fn share(&mut self) -> f64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 11) as f64 / (1_u64 << 53) as f64
    }

    /// Between 0 and `below`.
    fn place(&mut self, below: usize) -> usize {
        (self.share() * below as f64) as usize
    }

    /// Of a normal variate, nearly: mean 0, variance 1.
    fn normal(&mut self) -> f64 {
        (0..12).map(|_| self.share()).sum::<f64>() - 6.0
    }
}

/// Scores of so many partnerships and frameworks, up to `reviews` reviews each, a share of the cells answered, with standard deviations of
/// partnership, review, framework, interaction and residual.
fn invented(seed: u64, [partnerships, reviews, frameworks]: [usize; 3], answered: f64, sd: [f64; 5]) -> Vec<Score> {
    let mut random = Seeded(seed);
    let mut effects = |count: usize, sd: f64| (0..count).map(|_| sd * random.normal()).collect::<Vec<f64>>();
    let (p, f, pf) = (effects(partnerships, sd[0]), effects(frameworks, sd[2]), effects(partnerships * frameworks, sd[3]));
    let mut scores = Vec::new();
    for partnership in 0..partnerships {
        for review in 0..=random.place(reviews) {
            let r = sd[1] * random.normal();
            for framework in 0..frameworks {
                let score = p[partnership] + r + f[framework] + pf[partnership * frameworks + framework] + sd[4] * random.normal();
                if random.share() < answered {
                    scores.push(Score { partnership, review, framework, score });
                }
            }
        }
    }
    scores
}

/// The sums of scores.
fn sums(scores: &[Score]) -> Sums {
    let most = |of: fn(&Score) -> usize| scores.iter().map(of).max().map_or(0, |most| most + 1);
    let (partnerships, frameworks) = (most(|score| score.partnership), most(|score| score.framework));
    let mut sums = Sums::new(partnerships, frameworks);
    for partnership in 0..partnerships {
        for review in 0..most(|score| score.review) {
            let mut row = vec![None; frameworks];
            let of = |score: &&Score| score.partnership == partnership && score.review == review;
            scores.iter().filter(of).for_each(|score| row[score.framework] = Some(score.score));
            sums.add(partnership, &row).unwrap();
        }
    }
    sums
}

const FIXED: Model = Model { framework: Frameworks::Fixed, ..Model::FULL };

#[test]
fn the_criterion_is_that_of_the_dense_matrix_at_any_ratios() {
    for seed in 0..40 {
        let mut random = Seeded(900 + seed);
        let size = [1 + random.place(6), 4, 1 + random.place(5)];
        let scores = invented(seed, size, 0.3 + 0.7 * random.share(), [1.0, 0.7, 0.5, 0.6, 1.0]);
        let all = sums(&scores);
        for _ in 0..6 {
            let mut ratios: [f64; 4] = std::array::from_fn(|_| if random.share() < 0.2 { 0.0 } else { 3.0 * random.share() });
            if let Some(at) = Criterion::new(&all, Model::FULL).at(&ratios) {
                let [criterion, residual] = dense::criterion(&scores, &ratios, false);
                near(at.criterion, criterion, 1e-9);
                near(at.residual, residual, 1e-9);
                slopes_are_differences(&Criterion::new(&all, Model::FULL), &ratios, 4);
            }
            ratios[3] = 0.0;
            if let Some(at) = Criterion::new(&all, FIXED).at(&ratios) {
                let [criterion, residual] = dense::criterion(&scores, &ratios, true);
                near(at.criterion, criterion, 1e-9);
                near(at.residual, residual, 1e-9);
                slopes_are_differences(&Criterion::new(&all, FIXED), &ratios, 3);
            }
        }
    }
}

fn slopes_are_differences(criterion: &Criterion, ratios: &[f64; 4], parts: usize) {
    let at = criterion.at(ratios).unwrap();
    for part in 0..parts {
        let moved = |by: f64| {
            let mut to = *ratios;
            to[part] += by;
            criterion.at(&to).unwrap().criterion
        };
        let h = 1e-5;
        let slope = if ratios[part] > 0.0 {
            (moved(h) - moved(-h)) / (2.0 * h)
        } else {
            (4.0 * moved(h) - moved(2.0 * h) - 3.0 * at.criterion) / (2.0 * h)
        };
        near(at.slopes[part], slope, 1e-4 * (1.0 + slope.abs()));
    }
}
