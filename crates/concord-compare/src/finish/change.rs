//! The same national figures year on year, with changes and their intervals.

use std::collections::BTreeMap;

use concord_model::comparison::{Change, Part, TestFamily, Unit};

use super::Whole;
use super::assessed::{Assessed, Cuts, Partnerships, Parts, sum};
use super::facets::Facets;
use super::families::{difference, family};

/// What is tested together.
const FAMILY: &str = "all frameworks × themes × sides that can be told both ways × pairs of whole calendar years that follow one another × whether it could be told and what was found of those assessed";

/// Changes between whole calendar years that follow one another among those with an incident, and all of them as one family of tests.
pub(super) fn changes(whole: &Whole<'_>, facets: &Facets, partnerships: &Partnerships) -> (Vec<Change>, TestFamily) {
    let place = partnerships.places();
    let mut years: Vec<i32> =
        whole.cells.iter().zip(&whole.incidents).filter(|(_, n)| **n > 0).filter_map(|(cell, _)| cell.calendar).collect();
    years.retain(|year| facets.is_whole_year(*year));
    years.sort_unstable();
    years.dedup();
    let of_year: BTreeMap<i32, usize> = years.iter().copied().zip(0..).collect();
    let count = partnerships.rows.len();
    let part = |cell: &crate::cell::Cell| Some(of_year.get(&cell.calendar?)? * count + place(cell.partnership)?);
    let of_cell: Vec<Option<usize>> = whole.cells.iter().map(part).collect();
    let parts = Parts::new(whole.setup.views.len(), &whole.tallies(Unit::Incident), &of_cell, years.len() * count);
    let of_view = |view: usize| {
        let by_year: Vec<Vec<Cuts>> =
            (0..years.len()).map(|year| (0..count).map(|p| parts.get(year * count + p, view)).collect()).collect();
        let pairs = years.windows(2).zip(by_year.windows(2));
        pairs.map(|(years, cuts)| change(whole, view, [years[0], years[1]], [&cuts[0], &cuts[1]])).collect::<Vec<Change>>()
    };
    let mut changes: Vec<Change> = whole.two_sided().flat_map(of_view).collect();
    let tests = changes.iter_mut().flat_map(|change| [vec![&mut change.assessable_change], vec![&mut change.assessed_change]]).collect();
    let tests = family(FAMILY.to_owned(), tests);
    (changes, tests)
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
