//! What can be agreed on, and how far raters agree on it: frameworks over one incident, or codings of one review.

use concord_model::comparison::{ByItem, CategoryAgreement, Coefficients, StandardErrors};
use concord_stat::agreement::{Overall, Scale, Tally, Weights, of_clusters};

use crate::patterns::Told;

/// Something to agree on.
pub(super) struct Item {
    categories: &'static [&'static str],
    weights: Weights,
    /// The place of the category of what one rater says in both cuts; `None` where it says nothing of the item.
    pub(super) rating: fn([Told; 2]) -> Option<u8>,
}

/// All items.
pub(super) const ITEMS: ByItem<Item> = ByItem {
    partly_present: Item { categories: &["absent", "present"], weights: Weights::Nominal, rating: |told| binary(told[0]) },
    partly_absent: Item { categories: &["absent", "present"], weights: Weights::Nominal, rating: |told| binary(told[1]) },
    graded: Item { categories: &["absent", "partly", "present"], weights: Weights::Ordinal, rating: graded },
    assessable: Item { categories: &["not_told", "told"], weights: Weights::Nominal, rating: |told| assessable(told[0]) },
};

fn binary(told: Told) -> Option<u8> {
    match told {
        Told::NotApplicable | Told::Untold => None,
        Told::Absent => Some(0),
        Told::Present => Some(1),
    }
}

/// *Partly* is what is present in the one cut and absent in the other. What tells one cut alone has no place among the three.
fn graded(told: [Told; 2]) -> Option<u8> {
    match told {
        [Told::Absent, Told::Absent] => Some(0),
        [Told::Present, Told::Absent] => Some(1),
        [Told::Present, Told::Present] => Some(2),
        _ => None,
    }
}

fn assessable(told: Told) -> Option<u8> {
    match told {
        Told::NotApplicable => None,
        Told::Untold => Some(0),
        Told::Absent | Told::Present => Some(1),
    }
}

/// What a rater can say in both cuts: one of so many.
pub(super) const SAYS: usize = 16;

/// What a rater says in both cuts as a number below [`SAYS`].
pub(super) fn number(told: [Told; 2]) -> u8 {
    told[0] as u8 * 4 + told[1] as u8
}

fn of_number(number: u8) -> [Told; 2] {
    const TOLD: [Told; 4] = [Told::NotApplicable, Told::Untold, Told::Absent, Told::Present];
    [number / 4, number % 4].map(|place| TOLD[usize::from(place)])
}

/// Units that are the same but for who said what.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Units {
    /// The cluster that they belong to: the partnership's row in the group table.
    pub(super) partnership: Option<u32>,
    /// By [`number`], how many raters say it of each unit.
    pub(super) says: [u16; SAYS],
    /// How many there are.
    pub(super) count: u64,
}

/// The most categories of an item.
const CATEGORIES: usize = 3;

impl Item {
    /// Whether it has two categories, the second of which is a yes.
    pub(super) fn is_binary(&self) -> bool {
        self.categories.len() == 2
    }

    /// How many raters give each category, by what all of them say; 0 for what is no category of it.
    pub(super) fn counts<'a>(&self, units: impl Iterator<Item = &'a Units>) -> impl Iterator<Item = [u64; CATEGORIES]> {
        let places: [usize; SAYS] = std::array::from_fn(|number| (self.rating)(of_number(number as u8)).map_or(CATEGORIES, usize::from));
        units.map(move |units| {
            let mut counts = [0; CATEGORIES + 1];
            places.iter().zip(&units.says).for_each(|(&place, &raters)| counts[place] += u64::from(raters));
            std::array::from_fn(|category| counts[category])
        })
    }

    /// The coefficients of units that are sorted by partnership, out of so many in all.
    pub(super) fn coefficients(&self, units: &[Units], all: u64) -> Coefficients {
        let categories: Vec<String> = self.categories.iter().map(|&category| category.to_owned()).collect();
        let mut counts = self.counts(units.iter());
        let tally = |units: &[Units]| {
            let mut tally = Tally::new(self.categories.len());
            units.iter().zip(&mut counts).for_each(|(units, counts)| tally.add(&counts, units.count));
            tally
        };
        let clusters = units.chunk_by(|a, b| a.partnership == b.partnership).map(tally).collect();
        match Scale::new(&categories, self.weights) {
            Ok(scale) => Coefficients { units: all, ..coefficients(of_clusters(&scale, &categories, clusters)) },
            Err(faults) => Coefficients { units: all, why: Some(faults.to_string()), ..Coefficients::default() },
        }
    }
}

fn coefficients(found: Overall) -> Coefficients {
    let both = found.specific_agreement.0.into_iter().zip(found.prevalence.0);
    let category = |((category, specific_agreement), (_, prevalence))| CategoryAgreement { category, specific_agreement, prevalence };
    let errors = found.se_jackknife;
    Coefficients {
        units: found.units,
        units_rated: found.units_rated,
        units_pairable: found.units_pairable,
        percent_agreement: found.percent_agreement,
        categories: both.map(category).collect(),
        krippendorff_alpha: found.krippendorff_alpha,
        gwet_ac: found.gwet_ac,
        fleiss_kappa: found.fleiss_kappa,
        se_jackknife: StandardErrors {
            krippendorff_alpha: errors.krippendorff_alpha,
            gwet_ac: errors.gwet_ac,
            why: errors.why.map(|why| format!("standard errors: {why}")),
        },
        why: found.why.and_then(|why| of_shown(&why)),
    }
}

/// Of `names: reason; names: reason` what is about coefficients that a comparison shows.
fn of_shown(why: &str) -> Option<String> {
    const NOT_SHOWN: &str = "brennan_prediger";
    let shown = why.split("; ").filter_map(|part| {
        let (names, reason) = part.split_once(": ").unwrap_or(("", part));
        let shown: Vec<&str> = names.split(", ").filter(|name| *name != NOT_SHOWN).collect();
        (!shown.is_empty()).then(|| format!("{}: {reason}", shown.join(", ")))
    });
    Some(shown.collect::<Vec<_>>().join("; ")).filter(|why| !why.is_empty())
}

/// One of each for every item.
pub(super) fn by_item<T>(mut make: impl FnMut(&Item) -> T) -> ByItem<T> {
    let ByItem { partly_present, partly_absent, graded, assessable } = &ITEMS;
    ByItem { partly_present: make(partly_present), partly_absent: make(partly_absent), graded: make(graded), assessable: make(assessable) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_tells_one_cut_alone_is_not_graded_and_what_does_not_apply_is_not_asked() {
        let ratings =
            |told| [&ITEMS.partly_present, &ITEMS.partly_absent, &ITEMS.graded, &ITEMS.assessable].map(|item| (item.rating)(told));
        assert_eq!(ratings([Told::Present, Told::Absent]), [Some(1), Some(0), Some(1), Some(1)]);
        assert_eq!(ratings([Told::Present, Told::Untold]), [Some(1), None, None, Some(1)]);
        assert_eq!(ratings([Told::Untold, Told::Absent]), [None, Some(0), None, Some(0)]);
        assert_eq!(ratings([Told::NotApplicable; 2]), [None; 4]);
    }

    #[test]
    fn what_is_said_goes_to_a_number_and_back() {
        let told = [Told::NotApplicable, Told::Untold, Told::Absent, Told::Present];
        for both in told.into_iter().flat_map(|one| told.map(|other| [one, other])) {
            assert!(usize::from(number(both)) < SAYS && of_number(number(both)) == both);
        }
    }
}
