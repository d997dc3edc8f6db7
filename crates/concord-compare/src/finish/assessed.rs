//! What could be told of the incidents of some part of the data: the counts on which the statistics rest.

use concord_model::answer::Looked;
use concord_model::comparison::Unit;
use concord_model::finding::{Finding, Status};

use super::Whole;
use crate::tally::Tally;

/// The incidents to which a question applies, in one cut of *partly*.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Assessed {
    /// All of them.
    pub(super) n: u64,
    /// Present, looked for or found by the way.
    pub(super) present: u64,
    /// Absent, whoever looked.
    pub(super) absent: u64,
    /// Present and looked for.
    pub(super) looked_present: u64,
    /// Absent and looked for.
    pub(super) looked_absent: u64,
    /// In conflict and looked for.
    pub(super) looked_conflict: u64,
    /// Neither present nor absent nor in conflict.
    pub(super) untold: u64,
}

impl Assessed {
    fn add(&mut self, status: Status, looked: Looked, count: u64) {
        self.n += count;
        let of = |is: bool| if is { count } else { 0 };
        self.present += of(status == Status::Present);
        self.absent += of(status == Status::Absent);
        self.untold += of(!status.determinable());
        if looked == Looked::Yes {
            self.looked_present += of(status == Status::Present);
            self.looked_absent += of(status == Status::Absent);
            self.looked_conflict += of(status == Status::Conflict);
        }
    }

    /// Adds those of another part.
    pub(super) fn plus(self, other: Assessed) -> Assessed {
        Assessed {
            n: self.n + other.n,
            present: self.present + other.present,
            absent: self.absent + other.absent,
            looked_present: self.looked_present + other.looked_present,
            looked_absent: self.looked_absent + other.looked_absent,
            looked_conflict: self.looked_conflict + other.looked_conflict,
            untold: self.untold + other.untold,
        }
    }

    /// Assessed: looked for and told, a conflict too.
    pub(super) fn assessed(self) -> u64 {
        self.looked_present + self.looked_absent + self.looked_conflict
    }

    /// Of the assessed, found; a conflict is, as in the headline.
    pub(super) fn found(self) -> u64 {
        self.looked_present + self.looked_conflict
    }

    /// Those that could not be told, or in conflict.
    pub(super) fn missing(self) -> u64 {
        self.n - self.present - self.absent
    }

    /// Present, and not looked for.
    pub(super) fn by_the_way(self) -> u64 {
        self.present - self.looked_present
    }

    /// Those that were not both looked for and told without conflict.
    pub(super) fn open(self) -> u64 {
        self.n - self.looked_present - self.looked_absent
    }

    /// The most that can be present.
    pub(super) fn at_most(self) -> u64 {
        self.n - self.absent
    }
}

/// Both cuts, *partly* as present first.
pub(super) type Cuts = [Assessed; 2];

/// The sum of both cuts.
pub(super) fn sum(cuts: impl IntoIterator<Item = Cuts>) -> Cuts {
    cuts.into_iter().fold(Cuts::default(), |[a, b], [c, d]| [a.plus(c), b.plus(d)])
}

/// For each part of the data and each view both cuts.
pub(super) struct Parts(Vec<Vec<Cuts>>);

impl Parts {
    /// Sums tallies; `of_key` gives, for each of their rows, the part that it belongs to.
    pub(super) fn new(views: usize, tallies: &[&Tally], of_key: &[Option<usize>], parts: usize) -> Parts {
        let mut all = vec![vec![Cuts::default(); views]; parts];
        let of_key: Vec<Vec<usize>> = of_key.iter().map(|part| part.iter().copied().collect()).collect();
        for tally in tallies {
            for (part, row) in tally.roll_up(&of_key, parts, |_, _| true).iter().enumerate() {
                for (view, cuts) in all[part].iter_mut().enumerate() {
                    tally.counts(row, view).for_each(|(finding, count)| add(cuts, Finding::from_byte(finding), u64::from(count)));
                }
            }
        }
        Parts(all)
    }

    /// Both cuts of a part in a view.
    pub(super) fn get(&self, part: usize, view: usize) -> Cuts {
        self.0[part][view]
    }

    /// Both cuts of each part in a view.
    pub(super) fn of(&self, view: usize) -> impl Iterator<Item = Cuts> + '_ {
        self.0.iter().map(move |part| part[view])
    }
}

/// Both cuts of one row of a tally in a view.
pub(super) fn of_row(tally: &Tally, row: usize, view: usize) -> Cuts {
    let mut cuts = Cuts::default();
    tally.of_row(row, view).for_each(|(finding, count)| add(&mut cuts, Finding::from_byte(finding), u64::from(count)));
    cuts
}

fn add(cuts: &mut Cuts, finding: Finding, count: u64) {
    if finding.partly_present > Status::NotApplicable {
        cuts.iter_mut().zip(finding.cuts()).for_each(|(cut, (status, looked))| cut.add(status, looked, count));
    }
}

/// The partnerships with an incident, by name.
pub(super) struct Partnerships {
    /// Their places by name among all.
    pub(super) rows: Vec<u32>,
    /// Their names.
    pub(super) names: Vec<String>,
}

impl Partnerships {
    pub(super) fn new(whole: &Whole<'_>) -> Partnerships {
        let with = whole.cells.iter().zip(&whole.incidents).filter(|(_, incidents)| **incidents > 0);
        let mut rows: Vec<u32> = with.filter_map(|(cell, _)| cell.partnership).collect();
        rows.sort_unstable();
        rows.dedup();
        let name = |row: &u32| whole.summary.partnerships.get(*row as usize).cloned().unwrap_or_default();
        rows.sort_by_cached_key(name);
        let names = rows.iter().map(name).collect();
        Partnerships { rows, names }
    }

    /// The place of a partnership among them.
    pub(super) fn places(&self) -> impl Fn(Option<u32>) -> Option<usize> + '_ {
        let mut by_row: Vec<(u32, usize)> = self.rows.iter().copied().zip(0..).collect();
        by_row.sort_unstable();
        move |row| {
            let row = row?;
            by_row.binary_search_by_key(&row, |(row, _)| *row).ok().map(|place| by_row[place].1)
        }
    }

    /// Incidents by partnership.
    pub(super) fn parts(&self, whole: &Whole<'_>) -> Parts {
        let place = self.places();
        let of_cell: Vec<Option<usize>> = whole.cells.iter().map(|cell| place(cell.partnership)).collect();
        Parts::new(whole.setup.views.len(), &whole.tallies(Unit::Incident), &of_cell, self.rows.len())
    }
}
