//! What each framework finds on each theme and side, in each part of the data: counts, bounds, hulls.

use concord_model::answer::Looked;
use concord_model::comparison::{Cut, Figure, OneSided, Unit};
use concord_model::finding::{Finding, Status};

use super::Whole;
use super::examined::declared_only_cells;
use super::facets::{Facets, UnitFacets};
use super::hulls::Hulls;
use crate::bounds::{bounds, hull, share};
use crate::tally::Tally;
use crate::wilson::Z_95;

/// All figures, in the order of framework, theme, side, unit and part.
pub(super) fn figures(whole: &Whole<'_>, facets: &Facets) -> Vec<Figure> {
    let declared_only = declared_only_cells(whole);
    let units = [Unit::Incident, Unit::Review].map(|unit| {
        let tallies = whole.tallies(unit).map(|tally| Rolled::new(whole, facets.of(unit), tally, &declared_only));
        (unit, tallies, Hulls::new(whole, facets, unit))
    });
    let incidents = facets.of(Unit::Incident);
    let open = whole.open.roll_up(&incidents.of_cell, incidents.facets.len(), |_, _| true);
    let mut figures = Vec::new();
    for place in 0..whole.setup.views.len() {
        for (unit, tallies, hulls) in &units {
            for (part, &facet) in facets.of(*unit).facets.iter().enumerate() {
                let mut counts = Counts::default();
                tallies.iter().for_each(|tally| tally.add_to(&mut counts, place, part));
                if *unit == Unit::Incident {
                    whole.open.counts(&open[part], place).for_each(|(cuts, count)| counts.add_open(cuts, u64::from(count)));
                }
                figures.push(figure(whole, facets, place, *unit, facet, &counts, hulls.get(part, place)));
            }
        }
    }
    figures
}

/// A tally summed by part of the data.
struct Rolled<'a> {
    tally: &'a Tally,
    /// For each part the sum of its cells.
    all: Vec<Vec<u32>>,
    /// For each part the sum of its cells in partnerships that declare a view's theme and never recorded on it.
    declared_only: Vec<Vec<u32>>,
}

impl<'a> Rolled<'a> {
    fn new(whole: &Whole<'_>, facets: &UnitFacets, tally: &'a Tally, declared_only: &[Vec<bool>]) -> Rolled<'a> {
        let (of_cell, parts) = (&facets.of_cell, facets.facets.len());
        let declared_only = |cell: usize, view: usize| declared_only[whole.setup.views[view].theme][cell];
        Rolled { tally, all: tally.roll_up(of_cell, parts, |_, _| true), declared_only: tally.roll_up(of_cell, parts, declared_only) }
    }

    fn add_to(&self, counts: &mut Counts, view: usize, part: usize) {
        for (finding, count) in self.tally.counts(&self.all[part], view) {
            counts.add(Finding::from_byte(finding), u64::from(count));
        }
        for (finding, count) in self.tally.counts(&self.declared_only[part], view) {
            counts.add_declared_only(Finding::from_byte(finding), u64::from(count));
        }
    }
}

/// The counts of a view in one part of the data.
#[derive(Debug, Clone, Copy, Default)]
struct Counts {
    in_scope: u64,
    not_applicable: u64,
    /// By [`Looked`] as a number, of those to which it applies.
    looked: [u64; 3],
    cuts: [CutCounts; 2],
}

/// The counts of one cut of *partly*.
#[derive(Debug, Clone, Copy, Default)]
struct CutCounts {
    /// By [`Status`] as a number.
    status: [u64; Status::ALL.len()],
    /// Determinable and looked for.
    assessed: u64,
    /// Of these, present or in conflict.
    assessed_present: u64,
    /// Absent where the theme is declared as examined and never recorded on.
    absent_declared_only: u64,
    /// Incidents that are absent while another of their reviews could not tell.
    absent_open: u64,
}

impl Counts {
    /// Adds incidents that are absent, and were looked for, while another of their reviews could not tell, by the cuts in which it is so.
    fn add_open(&mut self, cuts: u8, count: u64) {
        for (place, cut) in self.cuts.iter_mut().enumerate() {
            cut.absent_open += if cuts >> place & 1 == 1 { count } else { 0 };
        }
    }

    fn add(&mut self, finding: Finding, count: u64) {
        self.in_scope += count;
        if finding.partly_present == Status::NotApplicable {
            self.not_applicable += count;
            return;
        }
        self.looked[finding.looked as usize] += count;
        for (cut, (status, looked)) in self.cuts.iter_mut().zip(finding.cuts()) {
            let looked = looked == Looked::Yes;
            cut.status[status as usize] += count;
            let present = matches!(status, Status::Present | Status::Conflict);
            cut.assessed += if looked && status.determinable() { count } else { 0 };
            cut.assessed_present += if looked && present { count } else { 0 };
        }
    }

    fn add_declared_only(&mut self, finding: Finding, count: u64) {
        for (cut, status) in self.cuts.iter_mut().zip([finding.partly_present, finding.partly_absent]) {
            cut.absent_declared_only += if status == Status::Absent { count } else { 0 };
        }
    }
}

fn figure(
    whole: &Whole<'_>,
    facets: &Facets,
    view: usize,
    unit: Unit,
    facet: usize,
    counts: &Counts,
    clustered: [Option<[f64; 2]>; 2],
) -> Figure {
    let (value, withheld, view) = (&facets.values[facet], whole.withheld[view], &whole.setup.views[view]);
    let n = counts.in_scope - counts.not_applicable;
    let [partly_present, partly_absent] = [0, 1].map(|cut| {
        let cut = counts.cuts[cut].figure(n, counts.in_scope, view.one_sided, unit, clustered[cut]);
        if withheld && n > 0 { without_shares(cut) } else { cut }
    });
    Figure {
        framework: whole.setup.framework_id(view.framework).to_owned(),
        theme: whole.setup.theme_id(view.theme).to_owned(),
        side: view.side,
        unit,
        facet: value.facet,
        value: value.value.clone(),
        period: facets.periods[facet].clone(),
        one_sided: view.one_sided,
        withheld,
        in_scope: counts.in_scope,
        not_applicable: counts.not_applicable,
        looked_yes: counts.looked[Looked::Yes as usize],
        looked_no: counts.looked[Looked::No as usize],
        looked_unknown: counts.looked[Looked::Unknown as usize],
        partly_present,
        partly_absent,
    }
}

/// Why there is no share of a theme of which the framework was shown nothing that decides.
pub(super) const WITHHELD: &str = "withheld: all that decides rests on fields that the framework was not allowed to see";

/// A cut of which only the counts are given.
fn without_shares(cut: Cut) -> Cut {
    Cut {
        lower: None,
        assessed_only: None,
        upper: None,
        hull_lower: None,
        hull_upper: None,
        lower_declared_unknown: None,
        upper_declared_unknown: None,
        assessed_only_if_any_review_undetermined: None,
        upper_if_any_review_undetermined: None,
        why: Some(WITHHELD.to_owned()),
        ..cut
    }
}

impl CutCounts {
    /// The figures; `clustered` is the hull of several partnerships' cases.
    fn figure(self, n: u64, in_scope: u64, one_sided: Option<OneSided>, unit: Unit, clustered: Option<[f64; 2]>) -> Cut {
        let of = |status: Status| self.status[status as usize];
        let (present, absent, conflict) = (of(Status::Present), of(Status::Absent), of(Status::Conflict));
        let (not_determinable, error) = (of(Status::NotDeterminable), of(Status::Error));
        // A conflict is absent in the lower bound and present in the upper, as if it could not be told.
        let untold = not_determinable + error + conflict;
        let ends = (n > 0).then(|| (bounds(present, untold, n), hull(present, untold, n, Z_95)));
        let declared_unknown = (n > 0).then(|| bounds(present, untold + self.absent_declared_only, n)).flatten();
        let (ends, plain) = ends.unwrap_or_default();
        let hull = plain.map(|plain| clustered.unwrap_or(plain));
        let open = (n > 0).then(|| bounds(present, untold + self.absent_open, n)).flatten();
        let assessed_only = share(self.assessed_present, self.assessed).filter(|_| one_sided.is_none());
        Cut {
            n,
            present,
            absent,
            conflict,
            not_determinable,
            error,
            determinable: present + absent + conflict,
            assessed: self.assessed,
            assessed_present: self.assessed_present,
            lower: ends.map(|[lower, _]| lower),
            assessed_only,
            upper: ends.map(|[_, upper]| upper),
            hull_lower: hull.map(|[lower, _]| lower),
            hull_upper: hull.map(|[_, upper]| upper),
            absent_declared_only: self.absent_declared_only,
            lower_declared_unknown: declared_unknown.map(|[lower, _]| lower),
            upper_declared_unknown: declared_unknown.map(|[_, upper]| upper),
            absent_and_undetermined: self.absent_open,
            assessed_only_if_any_review_undetermined: share(self.assessed_present, self.assessed - self.absent_open)
                .filter(|_| one_sided.is_none()),
            upper_if_any_review_undetermined: open.map(|[_, upper]| upper),
            why: why(n, in_scope, self.assessed, one_sided, unit),
            note: assessed_only.and_then(|_| self.outside(n)),
        }
    }

    /// Why the share of those assessed lies below the lower bound, if it does. It never lies above the upper one, since all that is absent
    /// was looked for.
    fn outside(self, n: u64) -> Option<String> {
        let (present, conflict) = (self.status[Status::Present as usize], self.status[Status::Conflict as usize]);
        let by_the_way = (present + conflict).checked_sub(self.assessed_present)?;
        let below = u128::from(self.assessed_present) * u128::from(n) < u128::from(present) * u128::from(self.assessed);
        below.then(|| {
            format!(
                "the share of those assessed lies below the lower bound: {by_the_way} found without having been looked for are in the bounds \
                 and not in it"
            )
        })
    }
}

/// Why a share is not defined, if one is not.
fn why(n: u64, in_scope: u64, assessed: u64, one_sided: Option<OneSided>, unit: Unit) -> Option<String> {
    let units = match unit {
        Unit::Incident => "incidents",
        Unit::Review => "reviews",
    };
    let why = match one_sided {
        _ if in_scope == 0 => format!("there are no {units}"),
        _ if n == 0 => format!("it applies to none of the {units}"),
        Some(OneSided::PresentOnly) => {
            "one-sided: as mapped, the framework can say present and never absent, so there is no share of those assessed".to_owned()
        }
        Some(OneSided::AbsentOnly) => {
            "one-sided: as mapped, the framework can say absent and never present, so there is no share of those assessed".to_owned()
        }
        None if assessed == 0 => format!("it was looked for and could be told in none of the {units}"),
        None => return None,
    };
    Some(why)
}
