//! How assessability, and then what is found, move with the means that partnerships had.

use std::collections::BTreeMap;

use concord_model::comparison::{GradientFigure, Slope, Unit};
use concord_stat::gradient::permutation::{Orders, Shuffles};
use concord_stat::gradient::{Cell, Centiles, of_cells_at};
use rayon::prelude::*;

use super::Whole;
use super::assessed::{Assessed, Partnerships, Parts};
use super::facets::Facets;

/// A kind of means: its name, and by the partnership's row its amount.
type Kind = (String, BTreeMap<u32, f64>);

/// How often means are permuted between partnerships.
pub(super) const PERMUTATIONS: u32 = 999;

/// Fewer partnerships whose means are known say nothing.
pub(super) const LEAST: usize = 10;

/// Each view that can be told both ways, for each kind of means.
pub(super) fn gradients(whole: &Whole<'_>, facets: &Facets, partnerships: &Partnerships, parts: &Parts) -> Vec<GradientFigure> {
    let kinds = whole.summary.means.kinds(whole.setup);
    let pairs: Vec<(usize, &Kind)> = whole.two_sided().flat_map(|view| kinds.iter().map(move |kind| (view, kind))).collect();
    let one = |orders: &mut Orders, &(view, (name, means)): &(usize, &Kind)| {
        let cells: Vec<(f64, Assessed)> = partnerships
            .rows
            .iter()
            .enumerate()
            .filter_map(|(place, row)| Some((*means.get(row)?, parts.get(place, view)[0])))
            .filter(|(_, cut)| cut.n > 0)
            .collect();
        figure(whole, facets, view, name, &cells, orders)
    };
    let orders = || Orders::new(Shuffles { count: PERMUTATIONS, seed: whole.setup.seed });
    pairs.par_iter().map_init(orders, one).collect()
}

fn figure(
    whole: &Whole<'_>,
    facets: &Facets,
    view: usize,
    resource: &str,
    cells: &[(f64, Assessed)],
    orders: &mut Orders,
) -> GradientFigure {
    let seen = &whole.setup.views[view];
    let names = [resource.to_owned()];
    let at = Centiles::of(&cells.iter().map(|(means, _)| *means).collect::<Vec<f64>>()).filter(|_| cells.len() >= LEAST);
    let mut fit = |count: fn(Assessed) -> [u64; 2]| {
        let Some(at) = at else { return Slope::default() };
        let cell = |(group, (means, cut)): (usize, &(f64, Assessed))| {
            let [y, n] = count(*cut);
            Cell { group, covariates: vec![*means], n, y }
        };
        slope(&names, &cells.iter().enumerate().map(cell).filter(|cell| cell.n > 0).collect::<Vec<Cell>>(), at, orders)
    };
    GradientFigure {
        framework: whole.setup.framework_id(seen.framework).to_owned(),
        theme: whole.setup.theme_id(seen.theme).to_owned(),
        side: seen.side,
        unit: Unit::Incident,
        period: facets.whole_period().to_owned(),
        resource: resource.to_owned(),
        partnerships: cells.len() as u64,
        at: at.map(|at| [at.p10, at.p50, at.p90]),
        assessability: fit(|cut| [cut.assessed(), cut.n]),
        finding: fit(|cut| [cut.found(), cut.assessed()]),
        unknown_absent: fit(|cut| [cut.present, cut.n]),
        unknown_present: fit(|cut| [cut.at_most(), cut.n]),
        why: at.is_none().then(|| format!("the means of fewer than {LEAST} partnerships are known")),
    }
}

/// The slope, predicted at three of the means. The profile interval takes reviews as independent: it stands only beside the p of permuted
/// partnerships.
fn slope(names: &[String], cells: &[Cell], at: Centiles, orders: &mut Orders) -> Slope {
    match of_cells_at(names, cells, Some(at), orders) {
        Ok(found) => {
            let coefficient = found.firth.as_ref().and_then(|firth| firth.get(&names[0]));
            let profile = coefficient.filter(|_| found.permutation_p.is_some());
            let why = coefficient.and_then(|coefficient| coefficient.why).or(found.why);
            Slope {
                predicted: found.predicted.map(|at| [at.p10, at.p50, at.p90]),
                estimate: coefficient.map(|coefficient| coefficient.estimate),
                low: profile.and_then(|coefficient| coefficient.lower),
                high: profile.and_then(|coefficient| coefficient.upper),
                permutation_p: found.permutation_p,
                permutation_p_at_most: found.permutation_p_at_most,
                why: why.map(str::to_owned),
            }
        }
        Err(faults) => Slope { why: Some(faults.to_string()), ..Slope::default() },
    }
}
