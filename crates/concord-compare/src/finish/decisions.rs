//! What is decided about reviews.

use std::collections::BTreeMap;

use concord_model::comparison::{DecisionFigures, DecisionSection, DecisionShare, Facet, FacetValue, Unit};

use super::bounded::over_partnerships;
use super::facets::Facets;
use super::{Whole, alike, predictors, spread, standardised};
use crate::among::Among;
use crate::decisions::{Decided, Outcome};

/// What must be said wherever these figures stand.
const NOTE: &str = "These are decisions about reviews: nothing here says what leads to harm. Reviews are chosen, not sampled, so that what goes \
with a decision is seen among those incidents alone that came to be reviewed. Counted are reviews, each by itself, as the data record them; \
second codings are left out, and no framework is asked. Where it is not known what was decided, the lower bound takes it as no and the upper \
bound as yes. Where partnerships differ, it may be their practice, their coding, their cases or chance.";

/// The counts of one decision.
pub(super) struct Counts {
    /// By calendar year and partnership.
    years: BTreeMap<Option<i32>, BTreeMap<Option<u32>, Decided>>,
    /// By kind of case and partnership: yes, no, not known.
    pub(super) kinds: BTreeMap<u16, BTreeMap<Option<u32>, [u64; 3]>>,
}

/// The decisions of the dictionary, one after the other.
pub(super) fn decisions(whole: &Whole<'_>, facets: &Facets) -> DecisionSection {
    let decisions = &whole.setup.dictionary.background.decisions;
    if decisions.is_empty() {
        let why = Some("the dictionary names no decision about reviews".to_owned());
        return DecisionSection { why, ..DecisionSection::default() };
    }
    let figures = (0..decisions.len()).map(|decision| figures(whole, facets, decision));
    DecisionSection { note: NOTE.to_owned(), decisions: figures.collect(), why: None }
}

fn figures(whole: &Whole<'_>, facets: &Facets, decision: usize) -> DecisionFigures {
    let counts = Counts::new(whole, decision);
    let named = &whole.setup.dictionary.background.decisions[decision];
    let (partnerships, flags, model) = standardised::partnerships(whole, &counts);
    DecisionFigures {
        decision: named.id.clone(),
        label: named.label.clone(),
        unit: Unit::Review,
        period: facets.whole_period().to_owned(),
        shares: counts.shares(facets),
        alike: alike::alike(whole, &counts),
        spread: spread::spread(&counts),
        flags,
        model,
        partnerships,
        predictors: predictors::predictors(whole, decision),
    }
}

impl Counts {
    fn new(whole: &Whole<'_>, decision: usize) -> Counts {
        let mut counts = Counts { years: BTreeMap::new(), kinds: BTreeMap::new() };
        for (key, decided) in whole.summary.decisions.decision(decision) {
            counts.years.entry(key.calendar).or_default().entry(key.partnership).or_default().merge(decided);
            let kind = counts.kinds.entry(key.case).or_default().entry(key.partnership).or_default();
            kind.iter_mut().zip(decided.known()).for_each(|(count, more)| *count += more);
        }
        counts
    }

    /// Yes, no, not known by partnership, those whose partnership is not known left out.
    pub(super) fn partnerships(&self) -> BTreeMap<u32, [u64; 3]> {
        let mut partnerships: BTreeMap<u32, [u64; 3]> = BTreeMap::new();
        for (partnership, decided) in self.years.values().flatten() {
            if let Some(partnership) = partnership {
                let known = partnerships.entry(*partnership).or_default();
                known.iter_mut().zip(decided.known()).for_each(|(count, more)| *count += more);
            }
        }
        partnerships
    }

    fn shares(&self, facets: &Facets) -> Vec<DecisionShare> {
        let shown = |value: &&FacetValue| matches!(value.facet, Facet::All | Facet::CalendarYear);
        let values = facets.values.iter().zip(&facets.periods).filter(|(value, _)| shown(value));
        values.map(|(value, period)| self.share(value, period)).collect()
    }

    fn share(&self, value: &FacetValue, period: &str) -> DecisionShare {
        let within = |year: &Option<i32>| {
            value.facet == Facet::All || year.map_or_else(|| "unknown".to_owned(), |year| year.to_string()) == value.value
        };
        let mut all = Decided::default();
        let mut partnerships: BTreeMap<Option<u32>, Among> = BTreeMap::new();
        for (partnership, decided) in self.years.iter().filter(|(year, _)| within(year)).flat_map(|(_, counts)| counts) {
            all.merge(decided);
            partnerships.entry(*partnership).or_default().merge(&of(decided.known()));
        }
        DecisionShare {
            facet: value.facet,
            value: value.value.clone(),
            label: value.label.clone(),
            period: period.to_owned(),
            reviews: all.reviews(),
            not_applicable: all.of(Outcome::NotApplicable),
            undecided: all.of(Outcome::Undecided),
            share: over_partnerships(&partnerships.into_values().collect::<Vec<_>>()),
        }
    }
}

/// Reviews that all count, by whether a decision was yes.
pub(super) fn of(known: [u64; 3]) -> Among {
    Among { certain: known, maybe: [0; 3] }
}
