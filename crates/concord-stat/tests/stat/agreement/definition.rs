//! Every coefficient from its definition, pair of ratings by pair of ratings, on tables made up by a seeded generator.

use concord_stat::agreement::{Agreement, Ratings, Weights, agreement};

use super::{names, of};
use crate::near;

/// SplitMix64: the same tables on every machine.
struct Dice(u64);

impl Dice {
    fn below(&mut self, n: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        ((z ^ (z >> 31)) % n as u64) as usize
    }
}

const ALL: [Weights; 6] = [Weights::Nominal, Weights::Ordinal, Weights::Interval, Weights::Ratio, Weights::Linear, Weights::Quadratic];

/// Two to five raters and categories, up to forty units, some of them unrated, in up to eight clusters or none; raters follow a true
/// category more or less.
fn made_up(seed: u64) -> Ratings {
    let mut dice = Dice(seed);
    let (raters, q, units) = (2 + dice.below(4), 2 + dice.below(4), 1 + dice.below(40));
    let (missing, wrong, clusters) = (1 + dice.below(5), 1 + dice.below(9), 1 + dice.below(8));
    let values = ["0", "1", "2.5", "7", "3"];
    let table = (0..units)
        .map(|_| {
            let truth = dice.below(q);
            let mut rating = |_| match (dice.below(10) < missing, dice.below(10) < wrong) {
                (true, _) => None,
                (_, true) => Some(dice.below(q)),
                _ => Some(truth),
            };
            (0..raters).map(&mut rating).collect()
        })
        .collect();
    Ratings {
        categories: names(&values[..q]),
        weights: ALL[dice.below(6)],
        raters: (0..raters).map(|rater| rater.to_string()).collect(),
        clusters: (dice.below(3) > 0).then(|| (0..units).map(|_| dice.below(clusters).to_string()).collect()),
        units: table,
    }
}

/// The distance of two categories before it is divided by the largest.
fn raw(ratings: &Ratings, c: usize, k: usize) -> f64 {
    let (i, j) = (c as f64, k as f64);
    let value = |category: usize| ratings.categories[category].parse::<f64>().unwrap();
    let (v, w) = (value(c), value(k));
    match ratings.weights {
        _ if c == k => 0.0,
        Weights::Nominal => 1.0,
        Weights::Ordinal => (i - j).abs() * ((i - j).abs() + 1.0) / 2.0,
        Weights::Interval => (v - w).powi(2),
        Weights::Ratio => ((v - w) / (v + w)).powi(2),
        Weights::Linear => (i - j).abs(),
        Weights::Quadratic => (i - j).powi(2),
    }
}

fn weight(ratings: &Ratings, c: usize, k: usize) -> f64 {
    let all = 0..ratings.categories.len();
    let largest = all.clone().flat_map(|a| all.clone().map(move |b| (a, b))).map(|(a, b)| raw(ratings, a, b)).fold(0.0, f64::max);
    1.0 - raw(ratings, c, k) / largest
}

fn mean(figures: &[f64]) -> Option<f64> {
    (!figures.is_empty()).then(|| figures.iter().sum::<f64>() / figures.len() as f64)
}

/// Of every unit with a rating, its ratings.
fn rated(ratings: &Ratings) -> Vec<Vec<usize>> {
    ratings.units.iter().map(|unit| unit.iter().flatten().copied().collect()).filter(|unit: &Vec<usize>| !unit.is_empty()).collect()
}

/// Ordered pairs of different entries.
fn pairs<T: Copy>(entries: &[T]) -> Vec<(T, T)> {
    let places = 0..entries.len();
    let all = places.clone().flat_map(|a| places.clone().map(move |b| (a, b))).filter(|(a, b)| a != b);
    all.map(|(a, b)| (entries[a], entries[b])).collect()
}

fn percent(ratings: &Ratings) -> Option<f64> {
    let within = |unit: &Vec<usize>| mean(&pairs(unit).iter().map(|(c, k)| weight(ratings, *c, *k)).collect::<Vec<_>>());
    mean(&rated(ratings).iter().filter_map(within).collect::<Vec<_>>())
}

fn prevalence(ratings: &Ratings, category: usize) -> Option<f64> {
    let share = |unit: &Vec<usize>| unit.iter().filter(|c| **c == category).count() as f64 / unit.len() as f64;
    mean(&rated(ratings).iter().map(share).collect::<Vec<_>>())
}

fn chance_corrected(observed: f64, expected: f64) -> Option<f64> {
    (expected < 1.0 - 1e-12).then(|| (observed - expected) / (1.0 - expected))
}

fn gwet(ratings: &Ratings) -> Option<f64> {
    let q = ratings.categories.len();
    let total = (0..q).flat_map(|c| (0..q).map(move |k| (c, k))).map(|(c, k)| weight(ratings, c, k)).sum::<f64>();
    let spread = (0..q).filter_map(|c| prevalence(ratings, c)).map(|share| share * (1.0 - share)).sum::<f64>();
    chance_corrected(percent(ratings)?, total * spread / (q * (q - 1)) as f64)
}

/// Chance as a sum over all pairs of categories of some probability of the pair.
fn kappa(ratings: &Ratings, probability: impl Fn(usize, usize) -> f64) -> Option<f64> {
    let q = ratings.categories.len();
    let expected = (0..q).flat_map(|c| (0..q).map(move |k| (c, k))).map(|(c, k)| weight(ratings, c, k) * probability(c, k)).sum();
    chance_corrected(percent(ratings)?, expected)
}

/// By means and covariances of raters' shares, as irrCAC has it.
fn conger(ratings: &Ratings) -> Option<f64> {
    let column = |rater: usize| ratings.units.iter().filter_map(|unit| unit[rater]).collect::<Vec<_>>();
    let columns: Vec<Vec<usize>> = (0..ratings.raters.len()).map(column).filter(|column| !column.is_empty()).collect();
    let r = columns.len() as f64;
    let share = |column: &Vec<usize>, c: usize| column.iter().filter(|k| **k == c).count() as f64 / column.len() as f64;
    let average = |c: usize| columns.iter().map(|column| share(column, c)).sum::<f64>() / r;
    let covariance = |c: usize, k: usize| {
        let products = columns.iter().map(|column| share(column, c) * share(column, k)).sum::<f64>();
        (products - r * average(c) * average(k)) / (r - 1.0)
    };
    kappa(ratings, |c, k| average(c) * average(k) - covariance(c, k) / r)
}

fn alpha(ratings: &Ratings) -> Option<f64> {
    if matches!(ratings.weights, Weights::Linear | Weights::Quadratic) {
        return None;
    }
    let units: Vec<Vec<usize>> = rated(ratings).into_iter().filter(|unit| unit.len() > 1).collect();
    let values: Vec<usize> = units.concat();
    let count = |c: usize| values.iter().filter(|k| **k == c).count() as f64;
    let metric = |c: usize, k: usize| match ratings.weights {
        Weights::Ordinal => ((c.min(k)..=c.max(k)).map(count).sum::<f64>() - (count(c) + count(k)) / 2.0).powi(2),
        _ => raw(ratings, c, k),
    };
    let within = |unit: &Vec<usize>| pairs(unit).iter().map(|(c, k)| metric(*c, *k)).sum::<f64>() / (unit.len() - 1) as f64;
    let n = values.len() as f64;
    let observed = units.iter().map(within).sum::<f64>() / n;
    let expected = pairs(&values).iter().map(|(c, k)| metric(*c, *k)).sum::<f64>() / (n * (n - 1.0));
    (expected > 0.0).then(|| 1.0 - observed / expected)
}

fn specific(ratings: &Ratings, category: usize) -> Option<f64> {
    let first: Vec<(usize, usize)> = rated(ratings).iter().flat_map(|unit| pairs(unit)).filter(|(c, _)| *c == category).collect();
    mean(&first.iter().map(|(_, k)| f64::from(u8::from(*k == category))).collect::<Vec<_>>())
}

fn cohen(ratings: &Ratings, a: usize, b: usize) -> [Option<f64>; 2] {
    let both: Vec<(usize, usize)> = ratings.units.iter().filter_map(|unit| unit[a].zip(unit[b])).collect();
    let n = both.len() as f64;
    let Some(observed) = mean(&both.iter().map(|(c, k)| weight(ratings, *c, *k)).collect::<Vec<_>>()) else { return [None, None] };
    let expected = both.iter().map(|(c, _)| both.iter().map(|(_, k)| weight(ratings, *c, *k)).sum::<f64>()).sum::<f64>() / (n * n);
    [Some(observed), chance_corrected(observed, expected)]
}

/// Every cluster with a rating left out and all done anew.
fn standard_error(ratings: &Ratings, estimate: impl Fn(&Ratings) -> Option<f64>) -> Option<f64> {
    let clusters = ratings.clusters.clone().unwrap_or_else(|| (0..ratings.units.len()).map(|unit| unit.to_string()).collect());
    let is_rated = |unit: &usize| ratings.units[*unit].iter().any(Option::is_some);
    let mut groups: Vec<&String> = (0..clusters.len()).filter(is_rated).map(|unit| &clusters[unit]).collect();
    groups.sort();
    groups.dedup();
    let without = |group: &&String| {
        let kept = ratings.units.iter().zip(&clusters).filter(|(_, cluster)| cluster != group).map(|(unit, _)| unit.clone());
        estimate(&Ratings { units: kept.collect(), clusters: None, ..ratings.clone() })
    };
    estimate(ratings)?;
    let replicates: Vec<f64> = groups.iter().map(without).collect::<Option<_>>()?;
    let (g, mean) = (replicates.len() as f64, mean(&replicates)?);
    (replicates.len() > 1).then(|| (replicates.iter().map(|one| (one - mean).powi(2)).sum::<f64>() * (g - 1.0) / g).sqrt())
}

#[track_caller]
fn same(found: Option<f64>, expected: Option<f64>, what: &str) {
    match (found, expected) {
        (Some(found), Some(expected)) => near(found, expected, 1e-11),
        (found, expected) => assert_eq!(found, expected, "{what}"),
    }
}

#[test]
fn random_tables_follow_the_definitions() {
    for seed in 0..400 {
        let ratings = made_up(seed);
        same_by_definition(&ratings, &agreement(&ratings).unwrap(), &format!("table {seed}"));
    }
}

fn same_by_definition(ratings: &Ratings, found: &Agreement, table: &str) {
    let q = ratings.categories.len();
    let share = |c: usize| prevalence(ratings, c).unwrap_or(0.0);
    let uniform = 1.0 / (q * q) as f64;
    same(found.percent_agreement, percent(ratings), table);
    same(found.krippendorff_alpha, alpha(ratings), table);
    same(found.gwet_ac, gwet(ratings), table);
    same(found.fleiss_kappa, kappa(ratings, |c, k| share(c) * share(k)), table);
    same(found.brennan_prediger, kappa(ratings, |_, _| uniform), table);
    same(found.conger_kappa, conger(ratings), table);
    same(found.se_jackknife.krippendorff_alpha, standard_error(ratings, alpha), table);
    same(found.se_jackknife.gwet_ac, standard_error(ratings, gwet), table);
    for (place, category) in ratings.categories.iter().enumerate() {
        same(of(&found.specific_agreement, category), specific(ratings, place), table);
        same(of(&found.prevalence, category), prevalence(ratings, place), table);
    }
    for pair in &found.pairwise {
        let [percent, kappa] = cohen(ratings, pair.a.parse().unwrap(), pair.b.parse().unwrap());
        same(pair.compared.percent, percent, table);
        same(pair.compared.cohen_kappa, kappa, table);
    }
    for (place, row) in found.leave_one_rater_out.iter().enumerate() {
        let mut rest = ratings.clone();
        rest.units.iter_mut().for_each(|unit| unit[place] = None);
        same(row.krippendorff_alpha, alpha(&rest), table);
        same(row.gwet_ac, gwet(&rest), table);
    }
}
