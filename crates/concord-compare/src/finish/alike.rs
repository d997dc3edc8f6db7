//! How alike like cases are decided.
//!
//! Of all pairs of decided reviews of the same kind of case and of different partnerships, the share that is decided the same way; beside
//! it the same of pairs of any kind, which is what it would be if kinds of cases did not matter. With nₖ decided reviews of partnership k
//! and N = Σ nₖ there are (N² − Σ nₖ²) / 2 pairs, and as many are yes in both with yₖ in the place of nₖ.
//!
//! It is near 1 wherever a decision is nearly always the same; so the gain over any kind is what tells. It misleads where kinds of cases
//! are told coarsely: what makes cases unlike may not be recorded.

use std::collections::BTreeMap;

use concord_model::comparison::{Alike, KindOfCase, Pairs};
use concord_model::dictionary::Grouping;

use super::Whole;
use super::decisions::Counts;
use super::jackknife::interval;
use crate::bounds::share;
use crate::traits::case_bytes;

/// Decided reviews by partnership, those whose partnership is not known left out: yes, no.
type ByPartnership = BTreeMap<u32, [u64; 2]>;

pub(super) fn alike(whole: &Whole<'_>, counts: &Counts) -> Alike {
    let groupings = &whole.setup.dictionary.background.case_mix;
    let kinds: Vec<ByPartnership> = counts.kinds.values().map(decided).collect();
    let mut any: ByPartnership = BTreeMap::new();
    for (partnership, decided) in kinds.iter().flatten() {
        let sum = any.entry(*partnership).or_default();
        sum.iter_mut().zip(decided).for_each(|(sum, count)| *sum += count);
    }
    let same_kind = kinds.iter().map(all_pairs).fold([0, 0], plus);
    let any_kind = all_pairs(&any);
    let gain = gain(same_kind, any_kind);
    let without = any.keys().filter_map(|partnership| {
        let of_kinds = kinds.iter().map(|kind| pairs_with(kind, *partnership)).fold([0, 0], plus);
        self::gain(minus(same_kind, of_kinds), minus(any_kind, pairs_with(&any, *partnership)))
    });
    let ends = gain.and_then(|gain| interval(gain, &without.collect::<Vec<f64>>()));
    let shown = counts.kinds.iter().zip(&kinds).filter(|((_, partnerships), _)| partnerships.values().any(|[yes, no, _]| yes + no > 0));
    Alike {
        by: groupings.iter().map(|grouping| grouping.label.clone()).collect(),
        same_kind: pairs(same_kind),
        any_kind: pairs(any_kind),
        gain,
        gain_lower: ends.map(|[lower, _]| lower),
        gain_upper: ends.map(|[_, upper]| upper),
        kinds: shown.map(|((case, partnerships), decided)| kind(groupings, *case, partnerships, decided)).collect(),
        why: match () {
            () if any_kind[0] == 0 => Some("no two partnerships have a decided review".to_owned()),
            () if gain.is_none() => Some("no two partnerships have decided reviews of the same kind of case".to_owned()),
            () if ends.is_none() => {
                Some("too few partnerships have a decided review for an interval, or leaving any out changes nothing".to_owned())
            }
            () => None,
        },
    }
}

fn decided(partnerships: &BTreeMap<Option<u32>, [u64; 3]>) -> ByPartnership {
    let named = partnerships.iter().filter_map(|(partnership, &[yes, no, _])| Some((partnership.as_ref().copied()?, [yes, no])));
    named.filter(|(_, [yes, no])| yes + no > 0).collect()
}

/// Pairs, and those decided the same way.
type Two = [u64; 2];

fn all_pairs(partnerships: &ByPartnership) -> Two {
    let different = |count: fn(&[u64; 2]) -> u64| {
        let (sum, squares) = partnerships.values().map(count).fold((0, 0), |(sum, squares), n| (sum + n, squares + n * n));
        (sum * sum - squares) / 2
    };
    [different(|[yes, no]| yes + no), different(|[yes, _]| *yes) + different(|[_, no]| *no)]
}

/// The pairs that one partnership is part of.
fn pairs_with(partnerships: &ByPartnership, partnership: u32) -> Two {
    let Some([yes, no]) = partnerships.get(&partnership) else { return [0, 0] };
    let [all_yes, all_no] = partnerships.values().fold([0, 0], |sum, counts| plus(sum, *counts));
    let (other_yes, other_no) = (all_yes - yes, all_no - no);
    [(yes + no) * (other_yes + other_no), yes * other_yes + no * other_no]
}

fn plus(a: Two, b: Two) -> Two {
    [a[0] + b[0], a[1] + b[1]]
}

fn minus(a: Two, b: Two) -> Two {
    [a[0] - b[0], a[1] - b[1]]
}

fn gain(same_kind: Two, any_kind: Two) -> Option<f64> {
    let of = |[pairs, same]: Two| share(same, pairs);
    Some(of(same_kind)? - of(any_kind)?)
}

fn pairs([pairs, same]: Two) -> Pairs {
    Pairs { pairs, same, share: share(same, pairs) }
}

fn kind(groupings: &[Grouping], case: u16, partnerships: &BTreeMap<Option<u32>, [u64; 3]>, decided: &ByPartnership) -> KindOfCase {
    let bytes = case_bytes(groupings, case);
    let groups = || groupings.iter().zip(&bytes);
    let sum = |place: usize| partnerships.values().map(|counts| counts[place]).sum();
    KindOfCase {
        groups: groups().map(|(grouping, &byte)| grouping.id_of(byte).to_owned()).collect(),
        labels: groups().map(|(grouping, &byte)| grouping.label_of(byte).to_owned()).collect(),
        partnerships: decided.len() as u64,
        yes: sum(0),
        no: sum(1),
        unknown: sum(2),
        pairs: pairs(all_pairs(decided)),
    }
}
