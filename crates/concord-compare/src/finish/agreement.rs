//! How far frameworks overlap, pair by pair; what is said of all of them together stands in [`panels`](super::panels).

use std::collections::BTreeMap;

use concord_model::comparison::{Agreement, Overlap, PairAgreement, PairOverThemes, Unit};
use concord_model::finding::Side;
use concord_stat::agreement::cohen;

use super::Whole;
use super::facets::Facets;
use super::{ceiling, panels, partings};
use crate::bounds::share;
use crate::overlap::Table;

/// What agreement is here.
const NOTE: &str = "Agreement here is overlap of definitions on one record, never corroboration: all frameworks read the same coded \
observations, so that two that find the same say that they ask alike, and not that it is so. Counted are incidents that both frameworks \
looked for and could tell. Pairs that rest on the same rules, or on the same rows wherever both are present, or that never disagree and of \
which one always rests on some of the rows of the other (in at least 10 reviews where both are present), are marked as of the same \
definition and left out of what is summed over themes; of all frameworks together the later of a marked pair is left out. Frameworks that can answer one way only enter \
no coefficient; what they find present where another that looked finds it absent, and the other way round, is a disagreement, and counted as one. No coefficient can be read by itself: where a theme is rare, or nearly always there, kappas and alpha are low and AC1 is high \
however often two say the same, so that percent agreement, specific agreement and prevalence stand beside each.";

pub(super) fn agreement(whole: &Whole<'_>, facets: &Facets) -> Agreement {
    let pairs = (0..whole.setup.pairs.len()).map(|place| pair(whole, place, facets.whole_period())).collect();
    let panels = panels::panels(whole, facets);
    Agreement {
        note: NOTE.to_owned(),
        most_changed: panels::most_changed(&panels),
        panels,
        pairs,
        over_themes: over_themes(whole),
        ceiling: ceiling::ceiling(whole, facets),
        partings: partings::partings(whole, facets.whole_period()),
    }
}

fn pair(whole: &Whole<'_>, place: usize, period: &str) -> PairAgreement {
    let setup = whole.setup;
    let pair = setup.pairs[place];
    let (a, b) = (&setup.views[pair.a], &setup.views[pair.b]);
    let shared = whole.summary.same_evidence.pairs[place];
    let [partly_present, partly_absent] = whole.overlaps.pairs[place].map(overlap);
    PairAgreement {
        a: setup.framework_id(a.framework).to_owned(),
        b: setup.framework_id(b.framework).to_owned(),
        theme: setup.theme_id(a.theme).to_owned(),
        side: a.side,
        unit: Unit::Incident,
        period: period.to_owned(),
        partly_present,
        partly_absent,
        same_predicate: pair.same_predicate,
        present_reviews: shared.present,
        same_evidence: shared.same,
        nested_evidence: shared.nested(),
        marked: marked(whole, place),
    }
}

/// Where both are present in fewer reviews, rows that are always among the other's say nothing.
pub(super) const ENOUGH: u64 = 10;

/// The same rules; the same rows wherever both are present; or no disagreement, and always some of the other's rows.
pub(super) fn marked(whole: &Whole<'_>, place: usize) -> bool {
    let shared = whole.summary.same_evidence.pairs[place];
    let same = shared.present > 0 && shared.present == shared.same;
    let agree = whole.overlaps.pairs[place].iter().all(|table| table.only_a + table.only_b == 0);
    whole.setup.pairs[place].same_predicate || same || (agree && shared.nested() && shared.present >= ENOUGH)
}

/// What is summed over themes for one pair of frameworks and side.
#[derive(Default)]
struct Sum {
    themes: u64,
    marked: u64,
    cuts: [Table; 2],
}

fn over_themes(whole: &Whole<'_>) -> Vec<PairOverThemes> {
    let setup = whole.setup;
    let mut sums: BTreeMap<(usize, usize, Side), Sum> = BTreeMap::new();
    for (place, pair) in setup.pairs.iter().enumerate() {
        let (a, b) = (&setup.views[pair.a], &setup.views[pair.b]);
        let sum = sums.entry((a.framework, b.framework, a.side)).or_default();
        if marked(whole, place) {
            sum.marked += 1;
            continue;
        }
        sum.themes += 1;
        sum.cuts.iter_mut().zip(whole.overlaps.pairs[place]).for_each(|(cut, table)| cut.merge(table));
    }
    let pair = |((a, b, side), sum): ((usize, usize, Side), Sum)| {
        let [partly_present, partly_absent] = sum.cuts.map(overlap);
        let (a, b) = (setup.framework_id(a).to_owned(), setup.framework_id(b).to_owned());
        PairOverThemes { a, b, side, themes: sum.themes, themes_marked: sum.marked, partly_present, partly_absent }
    };
    sums.into_iter().map(pair).collect()
}

fn overlap(table: Table) -> Overlap {
    let Table { n, both_present, only_a, only_b } = table;
    let (both_absent, parting) = (table.both_absent(), only_a + only_b);
    let kappa = cohen::two_by_two([[both_absent, only_b], [only_a, both_present]]);
    Overlap {
        n,
        both_present,
        both_absent,
        only_a,
        only_b,
        agree: share(both_present + both_absent, n),
        agree_present: share(2 * both_present, 2 * both_present + parting),
        agree_absent: share(2 * both_absent, 2 * both_absent + parting),
        prevalence: share(2 * both_present + parting, 2 * n),
        cohen_kappa: kappa.as_ref().ok().and_then(|compared| compared.cohen_kappa),
        why: why(&table).map(str::to_owned).or_else(|| kappa.err().map(|faults| faults.to_string())),
    }
}

/// Why a figure is not defined, if one is not.
fn why(table: &Table) -> Option<&'static str> {
    match table.n {
        0 => Some("there is no incident that both looked for and could tell"),
        n if n == table.both_present => Some("both find it in all of these, so that nothing can be said of absent, nor of chance"),
        n if n == table.both_absent() => Some("both find it in none of these, so that nothing can be said of present, nor of chance"),
        _ => None,
    }
}
