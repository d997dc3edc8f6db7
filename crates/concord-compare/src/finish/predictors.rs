//! What goes with a decision, among all that was looked at.
//!
//! For each thing recorded: how often the decision is yes where it is so and where it is not, with bounds for what is unknown; the difference
//! within partnerships, Σ wₖ dₖ / Σ wₖ with wₖ = n₁ₖ n₀ₖ / nₖ (Mantel and Haenszel's risk difference; Cochran 1954, Biometrics 10:417–451), with
//! its jackknife over partnerships; and the two-sided p of the same sum by Mantel's test ([`concord_stat::trend::mantel`], strata:
//! partnerships). Within partnerships, so that one that decides more often with yes and also records more does not make the two go together.
//! The family is all things looked at for one decision; q is Benjamini and Hochberg's over those that could be tested.
//!
//! Misleads: a decision may have made what is recorded (a deeper review finds more); where little is known the known may differ from the
//! rest, so that the bounds come first; groups of one grouping exclude one another and are not independent tests.

use concord_model::comparison::{Predictor, Predictors};
use concord_stat::fdr;
use concord_stat::trend::{Group, mantel};

use super::Whole;
use super::bounded::over_partnerships;
use super::jackknife::interval;
use crate::among::Among;
use crate::predictors::{Factor, factors};

/// The share of false ones that is accepted among those that go with a decision.
const LEVEL: f64 = 0.05;

pub(super) fn predictors(whole: &Whole<'_>, decision: usize) -> Predictors {
    let background = &whole.setup.dictionary.background;
    let all: Vec<Factor<'_>> = factors(background).collect();
    let counts = |place: usize| whole.summary.predictors.by_partnership(place, decision, background.decisions.len());
    let mut rows: Vec<Predictor> = all.iter().enumerate().map(|(place, factor)| predictor(factor, &counts(place))).collect();
    let p: Vec<Option<f64>> = rows.iter().map(|row| row.p).collect();
    let q = fdr::adjust(&p).map_or_else(|_| vec![None; p.len()], |adjusted| adjusted.bh);
    for (row, q) in rows.iter_mut().zip(q) {
        (row.q, row.distinguishes) = (q, q.is_some_and(|q| q <= LEVEL));
    }
    let count = |is: fn(&Predictor) -> bool| rows.iter().filter(|row| is(row)).count() as u64;
    let (tested, distinguishing) = (count(|row| row.p.is_some()), count(|row| row.distinguishes));
    let sentence = super::words::predictors(&rows, tested);
    Predictors { sentence, family: rows.len() as u64, tested, distinguishing, level: LEVEL, rows }
}

fn predictor(factor: &Factor<'_>, counts: &[[Among; 2]]) -> Predictor {
    let grouping = factor.grouping;
    let asks_one = grouping.groups.len() == 2;
    let of = |side: usize| counts.iter().map(|sides| sides[side]).collect::<Vec<Among>>();
    let present = over_partnerships(&of(0));
    let absent = over_partnerships(&of(1));
    let within = Within::new(counts);
    let difference = within.difference();
    let ends = difference.and_then(|difference| interval(difference, &within.without_each()));
    let bound = |low: Option<f64>, high: Option<f64>| Some(low? - high?);
    let p = within.p();
    Predictor {
        kind: factor.kind,
        grouping: grouping.id.clone(),
        group: grouping.id_of(factor.group).to_owned(),
        label: if asks_one { grouping.label.clone() } else { format!("{}: {}", grouping.label, grouping.label_of(factor.group)) },
        bound_lower: bound(present.lower, absent.upper),
        bound_upper: bound(present.upper, absent.lower),
        difference,
        difference_lower: ends.map(|[lower, _]| lower),
        difference_upper: ends.map(|[_, upper]| upper),
        partnerships: within.parts.len() as u64,
        p,
        q: None,
        distinguishes: false,
        why: match () {
            () if difference.is_none() => Some("no partnership has a decided review where it is so and one where it is not".to_owned()),
            () if p.is_none() => Some("wherever it could be told apart, all reviews are decided the same way".to_owned()),
            () if ends.is_none() => Some("fewer than two partnerships say something of it, or leaving any out changes nothing".to_owned()),
            () => None,
        },
        present,
        absent,
    }
}

/// Partnerships with decided reviews on both sides.
struct Within {
    /// Each one's `[yes, decided]` where it is so and where it is not.
    parts: Vec<[[u64; 2]; 2]>,
    /// Each one's weighted difference, and its weight.
    sums: Vec<[f64; 2]>,
}

impl Within {
    fn new(counts: &[[Among; 2]]) -> Within {
        let decided = counts.iter().map(|sides| [0, 1].map(|side: usize| sides[side].assessed()));
        let parts: Vec<[[u64; 2]; 2]> = decided.filter(|[[_, n1], [_, n0]]| *n1 > 0 && *n0 > 0).collect();
        let sums = parts.iter().map(|&[[y1, n1], [y0, n0]]| {
            let [y1, n1, y0, n0] = [y1, n1, y0, n0].map(|count| count as f64);
            [(y1 * n0 - y0 * n1) / (n1 + n0), n1 * n0 / (n1 + n0)]
        });
        Within { sums: sums.collect(), parts }
    }

    fn total(&self) -> [f64; 2] {
        self.sums.iter().fold([0.0, 0.0], |total, sum| [total[0] + sum[0], total[1] + sum[1]])
    }

    fn difference(&self) -> Option<f64> {
        let [difference, weight] = self.total();
        (weight > 0.0).then(|| difference / weight)
    }

    /// The difference without each partnership; none where there is only one.
    fn without_each(&self) -> Vec<f64> {
        let [difference, weight] = self.total();
        let rest = |sum: &[f64; 2]| (difference - sum[0]) / (weight - sum[1]);
        if self.sums.len() < 2 { Vec::new() } else { self.sums.iter().map(rest).collect() }
    }

    fn p(&self) -> Option<f64> {
        let group = |score: f64, [x, n]: [u64; 2]| Group { score, x, n };
        let strata: Vec<Vec<Group>> = self.parts.iter().map(|&[present, absent]| vec![group(1.0, present), group(0.0, absent)]).collect();
        mantel(&strata).ok().and_then(|trend| trend.p)
    }
}
