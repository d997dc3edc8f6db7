//! Hulls of bounds over several partnerships, of which the cases of each resemble one another.
//!
//! The hull runs from the lower end of the clustered interval of the lower bound to the upper end of that of the upper bound
//! ([`concord_stat::cluster`]). Reviews whose partnership is not known are one cluster.

use concord_model::comparison::{Facet, Unit};
use concord_stat::cluster;
use rayon::prelude::*;

use super::Whole;
use super::assessed::{Assessed, Cuts, Parts};
use super::facets::Facets;
use super::variation::CONFIDENCE;

/// The hulls of one unit: by part of the data and view, both cuts; none for the parts that are one partnership.
pub(super) struct Hulls(Vec<Vec<[Option<[f64; 2]>; 2]>>);

impl Hulls {
    pub(super) fn new(whole: &Whole<'_>, facets: &Facets, unit: Unit) -> Hulls {
        let mut clusters: Vec<Option<u32>> = whole.cells.iter().map(|cell| cell.partnership).collect();
        clusters.sort_unstable();
        clusters.dedup();
        let Ok(hulls) = cluster::Hulls::new(CONFIDENCE, clusters.len()) else { return Hulls(Vec::new()) };
        let of_part = |&facet: &usize| match facets.values[facet].facet {
            Facet::Partnership => Vec::new(),
            _ => of_cells(whole, &facets.cells[facet], unit, &clusters, &hulls),
        };
        Hulls(facets.of(unit).facets.par_iter().map(of_part).collect())
    }

    /// Both cuts of a part of the data in a view.
    pub(super) fn get(&self, part: usize, view: usize) -> [Option<[f64; 2]>; 2] {
        self.0.get(part).and_then(|views| views.get(view)).copied().unwrap_or_default()
    }
}

fn of_cells(
    whole: &Whole<'_>,
    cells: &[usize],
    unit: Unit,
    clusters: &[Option<u32>],
    hulls: &cluster::Hulls,
) -> Vec<[Option<[f64; 2]>; 2]> {
    let mut of_cell = vec![None; whole.cells.len()];
    cells.iter().for_each(|&cell| of_cell[cell] = clusters.binary_search(&whole.cells[cell].partnership).ok());
    let views = whole.setup.views.len();
    let parts = Parts::new(views, &whole.tallies(unit), &of_cell, clusters.len());
    let of_view = |view: usize| {
        let cuts: Vec<Cuts> = parts.of(view).collect();
        let ends = |cut: usize, count: fn(Assessed) -> u64| cuts.iter().map(|cuts| [count(cuts[cut]), cuts[cut].n]).collect::<Vec<_>>();
        [0, 1].map(|cut| hulls.hull(&ends(cut, |cut| cut.present), &ends(cut, Assessed::at_most)))
    };
    (0..views).map(of_view).collect()
}
