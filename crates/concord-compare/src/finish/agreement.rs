//! How far frameworks overlap, pair by pair.

use std::collections::BTreeMap;

use concord_model::comparison::{Agreement, Overlap, PairAgreement, PairOverThemes, Unit};
use concord_model::finding::Side;

use super::Whole;
use super::facets::Facets;
use crate::bounds::share;
use crate::overlap::Table;

/// What agreement is here.
const NOTE: &str = "Agreement here is overlap of definitions on one record, never corroboration: all frameworks read the same coded \
observations, so that two that find the same say that they ask alike, and not that it is so. Counted are incidents that both frameworks \
looked for and could tell. Pairs that rest on the same rules, or on the same rows wherever both are present, are marked and left out of \
what is summed over themes; frameworks that can answer one way only are not compared.";

pub(super) fn agreement(whole: &Whole<'_>, facets: &Facets) -> Agreement {
    let pairs = (0..whole.setup.pairs.len()).map(|place| pair(whole, place, facets.whole_period())).collect();
    Agreement { note: NOTE.to_owned(), pairs, over_themes: over_themes(whole) }
}

fn pair(whole: &Whole<'_>, place: usize, period: &str) -> PairAgreement {
    let setup = whole.setup;
    let pair = setup.pairs[place];
    let (a, b) = (&setup.views[pair.a], &setup.views[pair.b]);
    let (present_reviews, same_evidence) = whole.summary.same_evidence.pairs[place];
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
        present_reviews,
        same_evidence,
        marked: marked(whole, place),
    }
}

/// The same rules, or the same rows wherever both are present.
fn marked(whole: &Whole<'_>, place: usize) -> bool {
    let (present, same) = whole.summary.same_evidence.pairs[place];
    whole.setup.pairs[place].same_predicate || (present > 0 && present == same)
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
    let same = table.both_present + table.both_absent();
    Overlap {
        n: table.n,
        both_present: table.both_present,
        both_absent: table.both_absent(),
        only_a: table.only_a,
        only_b: table.only_b,
        agree: share(same, table.n),
        why: (table.n == 0).then(|| "there is no incident that both looked for and could tell".to_owned()),
    }
}
