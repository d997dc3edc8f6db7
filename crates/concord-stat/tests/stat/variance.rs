//! Variance components.

mod dense;
mod edges;
mod published;

use concord_stat::variance::components::{Components, Frameworks, Model};
use concord_stat::variance::criterion::Criterion;
use concord_stat::variance::fit::{fit, fit_near};
use concord_stat::variance::identify::identify;
use concord_stat::variance::sums::Sums;
use concord_stat::variance::{self as stat, figures};

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

    /// 0 one time in four, else anything from a hundredth to thirty.
    fn ratio(&mut self) -> f64 {
        if self.share() < 0.25 { 0.0 } else { 10_f64.powf(3.5 * self.share() - 2.0) }
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

/// A score cut to 0, ½ or 1.
fn cut(score: f64) -> f64 {
    if score > 0.8 {
        1.0
    } else if score > 0.0 {
        0.5
    } else {
        0.0
    }
}

/// Rows as `concord stat variance` reads them.
fn rows(scores: &[Score]) -> Vec<stat::Score> {
    let row = |score: &Score| stat::Score {
        partnership: format!("p{}", score.partnership),
        review: format!("r{}", score.review),
        framework: format!("f{:02}", score.framework),
        score: Some(score.score),
    };
    scores.iter().map(row).collect()
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

#[test]
fn nothing_near_or_far_has_a_lower_criterion_than_the_fit() {
    for seed in 0..15 {
        let scores = invented(40 + seed, [7, 4, 4], 0.8, [[1.0, 0.7, 0.5, 0.6, 1.0], [0.0, 0.9, 0.0, 0.3, 0.7]][seed as usize % 2]);
        for (model, fixed) in [(Model::FULL, false), (FIXED, true)] {
            let found = fit(&sums(&scores), model).unwrap();
            let best = ratios(&found.components);
            near(dense::criterion(&scores, &best, fixed)[0], found.criterion, 1e-9);
            let mut random = Seeded(seed);
            for _ in 0..150 {
                let far: [f64; 4] = std::array::from_fn(|_| random.ratio());
                let close = best.map(|ratio| ratio * (0.9 + 0.2 * random.share()) + 0.01 * random.share());
                for mut at in [far, close] {
                    at[3] *= if fixed { 0.0 } else { 1.0 };
                    assert!(dense::criterion(&scores, &at, fixed)[0] >= found.criterion - 1e-9);
                }
            }
        }
    }
}

/// Variances of review, partnership × framework, partnership and framework over the residual's.
fn ratios(components: &Components<f64>) -> [f64; 4] {
    let Components { partnership, review, framework, partnership_framework, residual } = *components;
    [review, partnership_framework, partnership, framework].map(|variance| variance / residual)
}

#[test]
fn sums_are_the_same_whatever_the_order_and_the_shards() {
    let scores: Vec<Score> = invented(12, [10, 8, 4], 0.5, [0.5, 0.7, 0.3, 0.2, 0.5])
        .into_iter()
        .map(|score| Score { score: cut(score.score), ..score })
        .collect();
    let whole = sums(&scores);
    let mut shards = [Sums::new(10, 4), Sums::new(10, 4), Sums::new(10, 4)];
    for partnership in (0..10).rev() {
        for review in [3, 1, 7, 0, 5, 2, 6, 4] {
            let mut row = [None; 4];
            let of = |score: &&Score| score.partnership == partnership && score.review == review;
            scores.iter().filter(of).for_each(|score| row[score.framework] = Some(score.score));
            shards[(review + partnership) % 3].add(partnership, &row).unwrap();
        }
    }
    let [a, b, mut merged] = shards;
    merged.merge(&a).unwrap();
    merged.merge(&b).unwrap();
    assert_eq!(merged, whole);
    assert_eq!(figures(&merged), figures(&whole));
    assert!(merged.merge(&Sums::new(9, 4)).is_err() && merged.merge(&Sums::new(10, 5)).is_err());
    assert!(merged.add(10, &[None; 4]).is_err() && merged.add(0, &[None; 3]).is_err() && merged.add(0, &[Some(f64::NAN); 4]).is_err());
    assert_eq!(merged, whole);
}

#[test]
fn a_fit_from_near_by_is_the_same_fit_sooner() {
    let scores = sums(&invented(5, [60, 14, 6], 0.6, [0.3, 0.9, 0.2, 0.3, 0.7]));
    let found = fit(&scores, Model::FULL).unwrap();
    let fixed = fit(&scores, FIXED).unwrap();
    let sooner = fit_near(&scores, FIXED, &found.components).unwrap();
    assert!(sooner.evaluations < fixed.evaluations);
    near(sooner.criterion, fixed.criterion, 1e-9);
    ratios(&sooner.components).iter().zip(ratios(&fixed.components)).for_each(|(a, b)| near(*a, b, 1e-7));
}

#[test]
fn what_can_be_told_apart_is_what_the_dense_covariances_say() {
    for seed in 0..300 {
        let mut random = Seeded(seed);
        let size = [1 + random.place(4), 1 + random.place(3), 1 + random.place(3)];
        let scores = invented(seed, size, 0.3 + 0.7 * random.share(), [1.0; 5]);
        if scores.len() < 2 {
            continue;
        }
        let model = identify(&sums(&scores)).model;
        let parts = [model.partnership, model.review, model.framework == Frameworks::Random, model.partnership_framework];
        let kept = 1 + parts.iter().filter(|part| **part).count();
        assert_eq!(kept, dense::rank_of_covariances(&scores), "seed {seed}");
    }
}

#[test]
fn frameworks_that_are_equally_accurate_have_no_variance() {
    let found = |leniency: [f64; 8]| fit(&witnessed(leniency), Model::FULL).unwrap().components;
    let total = |c: &Components<f64>| c.partnership + c.review + c.framework + c.partnership_framework + c.residual;
    let alike = found([0.0; 8]);
    assert!(alike.framework < 0.001 * total(&alike) && alike.partnership_framework < 0.005 * total(&alike), "{alike:?}");
    let apart = found([0.0, 0.3, 0.0, 0.3, 0.0, 0.3, 0.0, 0.3]);
    assert!(apart.framework > 0.02 * total(&apart), "{apart:?}");
}

/// What eight frameworks say of reviews that have something or not, each wrong one time in ten, and missing what is there so much oftener.
fn witnessed(missed: [f64; 8]) -> Sums {
    let mut random = Seeded(3);
    let mut sums = Sums::new(100, 8);
    for partnership in 0..100 {
        let share = 0.2 + 0.6 * random.share();
        for _ in 0..=random.place(40) {
            let there = random.share() < share;
            let row = missed.map(|missed| {
                let right = random.share() < if there { 0.9 - missed } else { 0.9 };
                (random.share() < 0.7).then_some(if right == there { 1.0 } else { 0.0 })
            });
            sums.add(partnership, &row).unwrap();
        }
    }
    sums
}
