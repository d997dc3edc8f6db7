//! How assessability, and then what is found, move with the means that partnerships had.

use std::collections::BTreeMap;

use concord_model::comparison::{GradientFigure, Slope, Unit};
use concord_stat::gradient::permutation::{Orders, Shuffles};
use concord_stat::gradient::{Cell, Centiles, of_cells};
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
    let views: Vec<usize> = (0..whole.setup.views.len()).filter(|&view| whole.setup.views[view].one_sided.is_none()).collect();
    let pairs: Vec<(usize, &Kind)> = views.iter().flat_map(|&view| kinds.iter().map(move |kind| (view, kind))).collect();
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
    let fit = |count: fn(Assessed) -> [u64; 2], orders: Option<&mut Orders>| {
        let cell = |(group, (means, cut)): (usize, &(f64, Assessed))| {
            let [y, n] = count(*cut);
            Cell { group, covariates: vec![*means], n, y }
        };
        slope(&names, &cells.iter().enumerate().map(cell).filter(|cell| cell.n > 0).collect::<Vec<Cell>>(), orders)
    };
    let enough = cells.len() >= LEAST;
    let none = || (None, Slope::default());
    let (at, assessability) = if enough { fit(|cut| [cut.assessed(), cut.n], Some(orders)) } else { none() };
    let or_none = |count, orders| if enough { fit(count, orders).1 } else { Slope::default() };
    GradientFigure {
        framework: whole.setup.framework_id(seen.framework).to_owned(),
        theme: whole.setup.theme_id(seen.theme).to_owned(),
        side: seen.side,
        unit: Unit::Incident,
        period: facets.whole_period().to_owned(),
        resource: resource.to_owned(),
        partnerships: cells.len() as u64,
        at,
        assessability,
        finding: or_none(|cut| [cut.found(), cut.assessed()], Some(orders)),
        unknown_absent: or_none(|cut| [cut.present, cut.n], None),
        unknown_present: or_none(|cut| [cut.at_most(), cut.n], None),
        why: (!enough).then(|| format!("the means of fewer than {LEAST} partnerships are known")),
    }
}

/// The slope, permuted where there are orders for it, and where the centiles of the means lie.
fn slope(names: &[String], cells: &[Cell], orders: Option<&mut Orders>) -> (Option<[f64; 3]>, Slope) {
    let permute = orders.is_some();
    let three = |centiles: Centiles| [centiles.p10, centiles.p50, centiles.p90];
    match of_cells(names, cells, orders.unwrap_or(&mut Orders::none())) {
        Ok(found) => {
            let coefficient = found.firth.as_ref().and_then(|firth| firth.get(&names[0]));
            let why = coefficient.and_then(|coefficient| coefficient.why).or(found.why.filter(|_| permute));
            let slope = Slope {
                predicted: found.predicted.map(three),
                estimate: coefficient.map(|coefficient| coefficient.estimate),
                low: coefficient.and_then(|coefficient| coefficient.lower),
                high: coefficient.and_then(|coefficient| coefficient.upper),
                permutation_p: found.permutation_p,
                why: why.map(str::to_owned),
            };
            (Some(three(found.centiles)), slope)
        }
        Err(faults) => (None, Slope { why: Some(faults.to_string()), ..Slope::default() }),
    }
}
