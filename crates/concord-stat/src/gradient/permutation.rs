//! Does an outcome move with something that belongs to whole groups: groups are the sample, and their values are permuted.
//!
//! A group g has a value x (its resources) and a residual r, the sum over its cases of `y − π̂` under no effect. The statistic is the score
//! `T = Σ (x − x̄)(r − r̄)`, means taken within strata of groups. Values are shuffled between groups of one stratum; with b of B shuffles
//! at least as far from 0 as what was observed, p = (b + 1)/(B + 1), which never falls below what so many shuffles can show (Phipson and
//! Smyth 2010, Statistical Applications in Genetics and Molecular Biology 9:39). However many cases a group has, it counts as one that
//! could have had another's value; work needs one sum a group, not one term a case.
//!
//! Strata hold groups of like size, because a group's residual varies with its cases.
//!
//! Ends: undefined with fewer than two groups, or where values or residuals do not vary within strata. Misleads: with few groups p cannot
//! be small (two groups: always 1). What makes values differ *between* strata is left out of the test. Where other covariates belong
//! to groups too and go with the value, shuffling parts them, and the test is only approximate.

use serde::Serialize;

pub use super::orders::Orders;

/// The fewest groups of a stratum, unless there are fewer in all.
pub const LEAST_GROUPS: usize = 5;

/// Sums of cases that differ by less than this are the same but for rounding.
const ROUNDING: f64 = 1e-9;

/// One group.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Group {
    /// Its stratum; values are shuffled between groups of the same.
    pub stratum: usize,
    /// What it has.
    pub value: f64,
    /// The sum of its cases' residuals.
    pub residual: f64,
}

/// How values are shuffled.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shuffles {
    /// How often.
    pub count: u32,
    /// Where chance starts from; the same seed gives the same p-value.
    pub seed: u64,
}

/// A permutation test.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Tested {
    /// The two-sided p-value; `None` where it is undefined.
    pub p: Option<f64>,
    /// Whether no shuffle came as far, so that p is the least that so many shuffles can show, 1/(B + 1): to be read as at most that.
    pub at_most: bool,
    /// `T`, above 0 where the outcome rises with the value.
    pub direction: f64,
    /// Why the p-value is undefined.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub why: Option<&'static str>,
}

/// A stratum for each group by its number of cases: groups in order of size, a new stratum where the one before has [`LEAST_GROUPS`] and
/// the next group is larger; a last one with fewer joins the one before. Groups of one size are never parted, so that their order does
/// not matter.
#[must_use]
pub fn size_strata(sizes: &[u64]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..sizes.len()).collect();
    order.sort_by_key(|group| sizes[*group]);
    let mut starts = vec![0];
    for place in 1..order.len() {
        let filled = place - starts[starts.len() - 1] >= LEAST_GROUPS;
        if filled && sizes[order[place]] > sizes[order[place - 1]] {
            starts.push(place);
        }
    }
    if starts.len() > 1 && order.len() - starts[starts.len() - 1] < LEAST_GROUPS {
        starts.pop();
    }
    let mut strata = vec![0; sizes.len()];
    for (place, group) in order.into_iter().enumerate() {
        strata[group] = starts.partition_point(|start| *start <= place) - 1;
    }
    strata
}

/// `x − n p̂` of each group from its counts `[x, n]`, p̂ the share of all cases.
#[must_use]
pub fn residuals(counts: &[[u64; 2]]) -> Vec<f64> {
    let [x, n] = counts.iter().fold([0, 0], |sum, group| [sum[0] + group[0], sum[1] + group[1]]);
    let share = if n > 0 { x as f64 / n as f64 } else { 0.0 };
    counts.iter().map(|[x, n]| *x as f64 - *n as f64 * share).collect()
}

/// The test. Values and residuals must be finite.
#[must_use]
pub fn permutation_test(groups: &[Group], orders: &mut Orders) -> Tested {
    let strata = Strata::new(groups);
    let direction = strata.score();
    let why = match () {
        () if groups.len() < 2 => Some("there are fewer than two groups"),
        () if strata.values.is_empty() => Some("no two groups with differing values are of one stratum"),
        () if strata.residuals.iter().all(|residual| residual.abs() < ROUNDING) => Some("the outcome does not vary between groups"),
        () if orders.count() == 0 => Some("no permutation was asked for"),
        () => None,
    };
    let p = why.is_none().then(|| strata.p(orders));
    Tested { p, at_most: p.is_some_and(|p| p <= floor(orders.count())), direction, why }
}

/// The least p that so many shuffles can show.
fn floor(count: u32) -> f64 {
    1.0 / (f64::from(count) + 1.0)
}

/// Values and residuals about their means, stratum after stratum; those in which values do not vary are left out.
struct Strata {
    values: Vec<f64>,
    residuals: Vec<f64>,
    lengths: Vec<usize>,
}

impl Strata {
    fn new(groups: &[Group]) -> Strata {
        let mut order: Vec<&Group> = groups.iter().collect();
        order.sort_by_key(|group| group.stratum);
        let mut strata = Strata { values: Vec::new(), residuals: Vec::new(), lengths: Vec::new() };
        for stratum in order.chunk_by(|a, b| a.stratum == b.stratum) {
            if stratum.iter().any(|group| group.value != stratum[0].value) {
                strata.values.extend(centred(stratum.iter().map(|group| group.value)));
                strata.residuals.extend(centred(stratum.iter().map(|group| group.residual)));
                strata.lengths.push(stratum.len());
            }
        }
        strata
    }

    fn score(&self) -> f64 {
        self.values.iter().zip(&self.residuals).map(|(value, residual)| value * residual).sum()
    }

    fn p(&self, orders: &mut Orders) -> f64 {
        let slack = ROUNDING * self.values.iter().fold(0.0, |most: f64, value| most.max(value.abs()));
        let observed = self.score().abs() - slack;
        let mut as_far = 0_u32;
        orders.each(&self.lengths, |order| as_far += u32::from(self.score_of(order).abs() >= observed));
        (f64::from(as_far) + 1.0) / (f64::from(orders.count()) + 1.0)
    }

    /// The score with values in another order; four sums at once, so that none waits for the one before.
    fn score_of(&self, order: &[u32]) -> f64 {
        const SUMS: usize = 4;
        let (orders, residuals) = (order.as_chunks::<SUMS>(), self.residuals.as_chunks::<SUMS>());
        let term = |place: &u32, residual: &f64| self.values[*place as usize] * residual;
        let sums = orders.0.iter().zip(residuals.0).fold([0.0; SUMS], |sums, (order, residuals)| {
            std::array::from_fn(|place| sums[place] + term(&order[place], &residuals[place]))
        });
        sums.iter().sum::<f64>() + orders.1.iter().zip(residuals.1).map(|(place, residual)| term(place, residual)).sum::<f64>()
    }
}

fn centred(values: impl ExactSizeIterator<Item = f64> + Clone) -> impl Iterator<Item = f64> {
    let mean = values.clone().sum::<f64>() / values.len() as f64;
    values.map(move |value| value - mean)
}
