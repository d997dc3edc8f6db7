//! Observed against expected in three layers: crude, for like cases, for like cases of like depth.
//!
//! Expected shares are those of Firth's regression of the finding on the kinds of case of all incidents assessed (main effects of the
//! groupings of case-mix; groups with fewer than [`LEAST`] incidents join the commonest), the partnership's own among them. What is
//! expected has an exact Poisson-binomial distribution ([`concord_stat::standardise`]).

use std::collections::BTreeMap;

use concord_model::comparison::{Adjustment, Layer};
use concord_model::dictionary::Grouping;
use concord_stat::fault::{Faults, Kind};
use concord_stat::gradient::{Cell, firth::fitted};
use concord_stat::standardise;

use super::Whole;
use super::assessed::{Assessed, Partnerships, sum};
use crate::margin::CaseKey;
use crate::traits::case_bytes;

/// A group with fewer incidents assessed has no effect of its own.
pub(super) const LEAST: u64 = 10;

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

/// What decides an expected share.
type Effects = Vec<u8>;

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

    /// The layers of each partnership in a view.
    pub(super) fn of(&self, whole: &Whole<'_>, view: usize) -> Vec<Vec<Layer>> {
        let counts = self.counts(whole, view);
        let groupings = &whole.setup.dictionary.background.case_mix;
        let mut layers: Vec<Vec<Layer>> = vec![Vec::new(); self.partnerships];
        for adjustment in Adjustment::ALL {
            let effects = |(case, depth): &(u16, u8)| effects(groupings, *case, *depth, adjustment);
            let effects: Vec<Effects> = self.kinds.iter().map(effects).collect();
            let expected = expected(&counts, &effects, groupings, adjustment);
            for (place, layers) in layers.iter_mut().enumerate() {
                layers.push(layer(&counts[place], expected.as_ref(), adjustment));
            }
        }
        layers
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

fn effects(groupings: &[Grouping], case: u16, depth: u8, adjustment: Adjustment) -> Effects {
    match adjustment {
        Adjustment::Crude => Vec::new(),
        Adjustment::CaseMix => case_bytes(groupings, case),
        Adjustment::CaseMixAndDepth => case_bytes(groupings, case).into_iter().chain([depth]).collect(),
    }
}

/// For each kind its expected share, or why there is none.
fn expected(
    counts: &[BTreeMap<usize, Assessed>],
    effects: &[Effects],
    groupings: &[Grouping],
    adjustment: Adjustment,
) -> Result<Vec<f64>, String> {
    let mut national = vec![[0; 2]; effects.len()];
    for (kind, cut) in counts.iter().flatten() {
        national[*kind][0] += cut.found();
        national[*kind][1] += cut.assessed();
    }
    let [found, assessed] = national.iter().fold([0, 0], |[a, b], [x, n]| [a + x, b + n]);
    if assessed == 0 {
        return Err("it was looked for and could be told in no incident".to_owned());
    }
    match adjustment {
        Adjustment::Crude => return Ok(vec![found as f64 / assessed as f64; effects.len()]),
        _ if groupings.is_empty() => return Err("the dictionary names no case-mix".to_owned()),
        _ if found == 0 || found == assessed => return Err("it is found in all incidents or in none".to_owned()),
        _ => {}
    }
    let columns = columns(effects, &national);
    let fit = |columns: &[Column]| fitted_shares(columns, effects, &national);
    match fit(&columns) {
        Ok(shares) => shares.ok_or_else(|| "the regression on case-mix has no maximum".to_owned()),
        // What follows from the effects before it says nothing of its own.
        Err(faults) => {
            let told =
                |column: &Column| !faults.0.iter().any(|fault| matches!(&fault.kind, Kind::Column { name, .. } if *name == column.name()));
            let left: Vec<Column> = columns.into_iter().filter(told).collect();
            let again = fit(&left).map_err(|faults| faults.to_string())?;
            again.ok_or_else(|| "the regression on case-mix has no maximum".to_owned())
        }
    }
}

/// An effect: the place among a kind's bytes, and the byte that has it.
#[derive(Debug, Clone, Copy)]
struct Column {
    place: usize,
    byte: u8,
}

impl Column {
    fn name(self) -> String {
        format!("{}.{}", self.place, self.byte)
    }

    fn of(self, effects: &Effects) -> f64 {
        f64::from(u8::from(effects[self.place] == self.byte))
    }
}

/// The effects that there are enough incidents for, but the commonest of each place.
fn columns(effects: &[Effects], national: &[[u64; 2]]) -> Vec<Column> {
    let mut columns = Vec::new();
    for place in 0..effects.first().map_or(0, Vec::len) {
        let mut by_byte: BTreeMap<u8, u64> = BTreeMap::new();
        effects.iter().zip(national).for_each(|(effects, [_, n])| *by_byte.entry(effects[place]).or_default() += n);
        let most = by_byte.values().copied().max().unwrap_or(0);
        let commonest = by_byte.iter().find(|(_, n)| **n == most).map(|(byte, _)| *byte);
        let rest = by_byte.iter().filter(|(byte, n)| Some(**byte) != commonest && **n >= LEAST);
        columns.extend(rest.map(|(&byte, _)| Column { place, byte }));
    }
    columns
}

/// The regression's share of each kind of case, those without an incident assessed too.
fn fitted_shares(columns: &[Column], effects: &[Effects], national: &[[u64; 2]]) -> Result<Option<Vec<f64>>, Faults> {
    let total: [u64; 2] = national.iter().fold([0, 0], |[a, b], [x, n]| [a + x, b + n]);
    let overall = total[0] as f64 / total[1] as f64;
    if columns.is_empty() {
        return Ok(Some(vec![overall; effects.len()]));
    }
    let names: Vec<String> = columns.iter().map(|column| column.name()).collect();
    let covariates = |effects: &Effects| columns.iter().map(|column| column.of(effects)).collect::<Vec<f64>>();
    // Kinds that are alike in all effects are one.
    let mut alike: BTreeMap<Vec<bool>, [u64; 2]> = BTreeMap::new();
    let key = |effects: &Effects| covariates(effects).iter().map(|one| *one > 0.0).collect::<Vec<bool>>();
    for (effects, [x, n]) in effects.iter().zip(national) {
        let sum = alike.entry(key(effects)).or_default();
        *sum = [sum[0] + x, sum[1] + n];
    }
    let with: Vec<(&Vec<bool>, &[u64; 2])> = alike.iter().filter(|(_, [_, n])| *n > 0).collect();
    let number = |is: &bool| f64::from(u8::from(*is));
    let cells: Vec<Cell> =
        with.iter().map(|(key, [y, n])| Cell { group: 0, covariates: key.iter().map(number).collect(), n: *n, y: *y }).collect();
    let Some(shares) = fitted(&names, &cells)? else { return Ok(None) };
    let known: BTreeMap<Vec<bool>, f64> =
        shares.into_iter().map(|(covariates, share)| (covariates.iter().map(|one| *one > 0.0).collect(), share)).collect();
    Ok(Some(effects.iter().map(|effects| known.get(&key(effects)).copied().unwrap_or(overall)).collect()))
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
    let row = standardise::row(String::new(), total.found(), &counts.iter().flat_map(each).collect::<Vec<f64>>());
    Layer { lower: row.lower, upper: row.upper, why: row.why.map(str::to_owned), ..bare }
}
