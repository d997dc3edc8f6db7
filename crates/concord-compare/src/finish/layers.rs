//! Observed against expected in three layers: crude, for like cases, for like cases of like depth.
//!
//! Expected shares are those of one regression ([`super::case_mix`]) of the finding on the kinds of case of all incidents assessed, the
//! partnership's own among them, so that in each layer as much is expected in all partnerships together as was found. What is expected has
//! an exact Poisson-binomial distribution ([`concord_stat::poisson_binomial`]). A limit that no count of the cases could reach, or that
//! any count but the last would cross, is none.

use std::collections::BTreeMap;

use concord_model::comparison::{Adjustment, CaseMixModel, Layer};
use concord_stat::funnel::TAIL_95;
use concord_stat::limits::reachable;
use concord_stat::poisson_binomial::PoissonBinomial;

use super::Whole;
use super::assessed::{Assessed, Partnerships, sum};
use super::case_mix::{Effects, Model, described, effects};
use crate::margin::CaseKey;

/// Beyond so many cases a partnership's exact distribution takes too long, and there are no limits.
pub(super) const MOST: u64 = 3000;

/// The incidents of all partnerships by kind of case and depth.
pub(super) struct Layers {
    /// For each key of the margin the partnership's place.
    places: Vec<Option<usize>>,
    /// By kind of case and depth, in order; for each key of the margin its place among them.
    kinds: Vec<(u16, u8)>,
    kind_of_key: Vec<usize>,
    partnerships: usize,
}

impl Layers {
    pub(super) fn new(whole: &Whole<'_>, partnerships: &Partnerships) -> Layers {
        let place = partnerships.places();
        let keys = &whole.by_case.keys.keys;
        let mut kinds: Vec<(u16, u8)> = keys.iter().map(|key| (key.case, key.depth)).collect();
        kinds.sort_unstable();
        kinds.dedup();
        let kind = |key: &CaseKey| kinds.binary_search(&(key.case, key.depth)).unwrap_or(0);
        Layers {
            places: keys.iter().map(|key| place(key.partnership)).collect(),
            kind_of_key: keys.iter().map(kind).collect(),
            kinds,
            partnerships: partnerships.rows.len(),
        }
    }

    /// The layers of each partnership in a view, and the regressions behind them.
    pub(super) fn of(&self, whole: &Whole<'_>, view: usize) -> (Vec<Vec<Layer>>, Vec<CaseMixModel>) {
        let counts = self.counts(whole, view);
        let told = self.told(&counts);
        let mut layers: Vec<Vec<Layer>> = vec![Vec::new(); self.partnerships];
        let mut models = Vec::new();
        for adjustment in Adjustment::ALL {
            let of = |(case, depth): &(u16, u8)| effects(whole, *case, *depth, adjustment);
            let effects: Vec<Effects> = self.kinds.iter().map(of).collect();
            let expected = match adjustment {
                Adjustment::Crude => crude(&told),
                _ if whole.setup.dictionary.background.case_mix.is_empty() => Err("the dictionary names no case-mix".to_owned()),
                Adjustment::CaseMix | Adjustment::CaseMixAndDepth => {
                    let model = Model::new(&effects, &told);
                    models.push(described(whole, &model, adjustment, &effects, &told));
                    model.map(|model| effects.iter().map(|effects| model.share(effects)).collect())
                }
            };
            for (place, layers) in layers.iter_mut().enumerate() {
                layers.push(layer(&counts[place], expected.as_ref(), adjustment));
            }
        }
        (layers, models)
    }

    /// By kind of case and depth: found, assessed.
    fn told(&self, counts: &[BTreeMap<usize, Assessed>]) -> Vec<[u64; 2]> {
        let mut told = vec![[0; 2]; self.kinds.len()];
        for (kind, cut) in counts.iter().flatten() {
            told[*kind][0] += cut.found();
            told[*kind][1] += cut.assessed();
        }
        told
    }

    /// For each partnership, by kind of case and depth, what could be told (*partly* as present).
    fn counts(&self, whole: &Whole<'_>, view: usize) -> Vec<BTreeMap<usize, Assessed>> {
        let mut counts = vec![BTreeMap::new(); self.partnerships];
        for (key, place) in self.places.iter().enumerate() {
            let Some(place) = *place else { continue };
            let [cut, _] = whole.by_case_of(key, view);
            if cut.n > 0 {
                let of: &mut Assessed = counts[place].entry(self.kind_of_key[key]).or_default();
                *of = of.plus(cut);
            }
        }
        counts
    }
}

/// The share of all, for each kind.
fn crude(told: &[[u64; 2]]) -> Result<Vec<f64>, String> {
    let [found, assessed] = told.iter().fold([0, 0], |[a, b], [x, n]| [a + x, b + n]);
    let share = crate::bounds::share(found, assessed).ok_or_else(|| "it was looked for and could be told in no incident".to_owned())?;
    Ok(vec![share; told.len()])
}

fn layer(counts: &BTreeMap<usize, Assessed>, expected: Result<&Vec<f64>, &String>, adjustment: Adjustment) -> Layer {
    let total = sum(counts.values().map(|cut| [*cut, Assessed::default()]))[0];
    let bare = Layer {
        adjustment,
        observed: total.found(),
        expected: None,
        ratio: None,
        lower: None,
        upper: None,
        ratio_lower: None,
        ratio_upper: None,
        why: None,
    };
    let shares = match expected {
        Err(why) => return Layer { why: Some(why.clone()), ..bare },
        Ok(_) if total.assessed() == 0 => return Layer { why: Some("nothing was looked for and told".to_owned()), ..bare },
        Ok(shares) => shares,
    };
    let sum_of = |n: fn(&Assessed) -> u64| counts.iter().map(|(kind, cut)| n(cut) as f64 * shares[*kind]).sum::<f64>();
    let (of_assessed, of_all) = (sum_of(|cut| cut.assessed()), sum_of(|cut| cut.n));
    let over = |count: u64, expected: f64| (expected > 0.0).then(|| count as f64 / expected);
    let bare = Layer {
        expected: Some(of_assessed),
        ratio: over(total.found(), of_assessed),
        ratio_lower: over(total.present, of_all),
        ratio_upper: over(total.at_most(), of_all),
        ..bare
    };
    if total.assessed() > MOST {
        return Layer { why: Some(format!("more than {MOST} incidents: exact limits are not worked out")), ..bare };
    }
    let each = |(kind, cut): (&usize, &Assessed)| std::iter::repeat_n(shares[*kind], cut.assessed() as usize);
    let tails = PoissonBinomial::new(&counts.iter().flat_map(each).collect::<Vec<f64>>());
    let [lower, upper] = reachable(&tails, total.assessed(), TAIL_95);
    let over = |limit: f64| (of_assessed > 0.0).then(|| limit / of_assessed);
    Layer { lower: lower.and_then(over), upper: upper.and_then(over), why: unreached(lower, upper).map(str::to_owned), ..bare }
}

/// Why there is no limit on a side.
pub(super) fn unreached(lower: Option<f64>, upper: Option<f64>) -> Option<&'static str> {
    match (lower, upper) {
        (Some(_), Some(_)) => None,
        (None, Some(_)) => Some("a lower limit would lie below 0 or above all cases but one"),
        (Some(_), None) => Some("an upper limit would lie above all cases or below one"),
        (None, None) => Some("limits would lie beyond all counts that there can be, or within one case of the end"),
    }
}
