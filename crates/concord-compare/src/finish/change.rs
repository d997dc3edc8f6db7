//! The same national figures year on year, with changes and their intervals.

use std::collections::BTreeMap;

use concord_model::comparison::{Change, Difference, Part, Unit};
use concord_stat::cluster;

use super::Whole;
use super::assessed::{Assessed, Cuts, Partnerships, Parts, sum};
use super::variation::CONFIDENCE;

/// Changes between calendar years that follow one another among those with an incident.
pub(super) fn changes(whole: &Whole<'_>, partnerships: &Partnerships) -> Vec<Change> {
    let place = partnerships.places();
    let mut years: Vec<i32> =
        whole.cells.iter().zip(&whole.incidents).filter(|(_, n)| **n > 0).filter_map(|(cell, _)| cell.calendar).collect();
    years.sort_unstable();
    years.dedup();
    let of_year: BTreeMap<i32, usize> = years.iter().copied().zip(0..).collect();
    let count = partnerships.rows.len();
    let part = |cell: &crate::cell::Cell| Some(of_year.get(&cell.calendar?)? * count + place(cell.partnership)?);
    let of_cell: Vec<Option<usize>> = whole.cells.iter().map(part).collect();
    let parts = Parts::new(whole.setup.views.len(), &whole.tallies(Unit::Incident), &of_cell, years.len() * count);
    let two_sided = (0..whole.setup.views.len()).filter(|&view| whole.setup.views[view].one_sided.is_none());
    let of_view = |view: usize| {
        let by_year: Vec<Vec<Cuts>> =
            (0..years.len()).map(|year| (0..count).map(|p| parts.get(year * count + p, view)).collect()).collect();
        let pairs = years.windows(2).zip(by_year.windows(2));
        pairs.map(|(years, cuts)| change(whole, view, [years[0], years[1]], [&cuts[0], &cuts[1]])).collect::<Vec<Change>>()
    };
    two_sided.flat_map(of_view).collect()
}

fn change(whole: &Whole<'_>, view: usize, [from, to]: [i32; 2], cuts: [&Vec<Cuts>; 2]) -> Change {
    let seen = &whole.setup.views[view];
    let [before, after] = cuts.map(|cuts| sum(cuts.iter().copied())[0]);
    let clusters = |of: fn(Assessed) -> [u64; 2]| cuts[0].iter().zip(cuts[1]).map(move |(a, b)| [of(a[0]), of(b[0])]);
    let bounds = bounds(before, after);
    Change {
        framework: whole.setup.framework_id(seen.framework).to_owned(),
        theme: whole.setup.theme_id(seen.theme).to_owned(),
        side: seen.side,
        unit: Unit::Incident,
        from,
        to,
        assessable_from: Part::of(before.assessed(), before.n),
        assessable_to: Part::of(after.assessed(), after.n),
        assessable_change: difference(clusters(|cut| [cut.assessed(), cut.n])),
        assessed_from: Part::of(before.found(), before.assessed()),
        assessed_to: Part::of(after.found(), after.assessed()),
        assessed_change: difference(clusters(|cut| [cut.found(), cut.assessed()])),
        bounds,
        certain: bounds.is_some_and(|[low, high]| low > 0.0 || high < 0.0),
    }
}

/// `[lower − upper before, upper − lower before]`.
fn bounds(before: Assessed, after: Assessed) -> Option<[f64; 2]> {
    let ends = |cut: Assessed| (cut.n > 0).then(|| [cut.present as f64 / cut.n as f64, cut.at_most() as f64 / cut.n as f64]);
    let ([lower, upper], [lower_after, upper_after]) = (ends(before)?, ends(after)?);
    Some([lower_after - upper, upper_after - lower])
}

/// The second share less the first over clusters.
pub(super) fn difference(clusters: impl Iterator<Item = [[u64; 2]; 2]>) -> Difference {
    match cluster::difference(&clusters.collect::<Vec<_>>(), CONFIDENCE) {
        Ok(found) => Difference {
            difference: found.difference,
            low: found.interval.map(|[low, _]| low),
            high: found.interval.map(|[_, high]| high),
            why: found.why.map(str::to_owned),
        },
        Err(faults) => Difference { why: Some(faults.to_string()), ..Difference::default() },
    }
}
