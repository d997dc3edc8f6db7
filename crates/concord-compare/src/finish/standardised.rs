//! Each partnership's decisions beside what others decide of its kinds of cases, exactly.
//!
//! A review is expected to be yes as often as other partnerships decide so of its kind of case. Where few have that kind, that share is
//! pulled to the one of the next coarser kind (the dictionary's last grouping left out, then the one before, at last none): it is taken
//! as if [`AS_IF`] more reviews had been decided as those of the coarser kind. The count has the Poisson-binomial distribution
//! ([`concord_stat::poisson_binomial`]) about these shares; since they are estimated, each tail is the greater of its own and that of the
//! exact test given what all decided ([`super::against`]). Limits and flags are as in [`concord_stat::funnel`]: what is not known is taken as it
//! speaks least for the flag, and nothing can be told with fewer than [`LEAST_OTHERS`] other partnerships or where no count could be flagged.
//!
//! Misleads: two partnerships' ratios are comparable with the others together, not with one another, unless their cases are alike; limits
//! hold chance alone, so that where partnerships differ widely ([`super::spread`]) many lie beyond them.

use std::collections::BTreeMap;

use concord_model::comparison::{DecisionOfPartnership, FlagCounts, Signal};
use concord_model::dictionary::Grouping;
use concord_stat::fdr::expected_false_flags;
use concord_stat::funnel::{self, LEAST_OTHERS, TAIL_95};
use concord_stat::limits::{Tails, limits};
use concord_stat::poisson_binomial::PoissonBinomial;

use super::Whole;
use super::against::Against;
use super::bounded::of_one;
use super::decisions::{Counts, of};
use super::variation::signal;

/// How many reviews a coarser kind of case counts as.
pub(super) const AS_IF: f64 = 10.0;

/// The most reviews of a partnership whose exact distribution is worked out.
pub(super) const MOST: u64 = 2_000;

/// Kinds of cases of a partnership: yes, no, not known.
type Kinds = BTreeMap<u16, [u64; 3]>;

/// The partnerships by name, and how many flags to expect.
pub(super) fn partnerships(whole: &Whole<'_>, counts: &Counts) -> (Vec<DecisionOfPartnership>, FlagCounts) {
    let mut by_partnership: BTreeMap<u32, Kinds> = BTreeMap::new();
    for (&case, partnerships) in &counts.kinds {
        for (partnership, &known) in partnerships {
            if let Some(partnership) = partnership.filter(|_| known.iter().sum::<u64>() > 0) {
                by_partnership.entry(partnership).or_default().insert(case, known);
            }
        }
    }
    let rates = Rates::new(&whole.setup.dictionary.background.case_mix, &by_partnership);
    let mut rows: Vec<DecisionOfPartnership> = by_partnership
        .iter()
        .filter_map(|(&row, kinds)| Some(rates.partnership(whole.summary.partnerships.get(row as usize)?, kinds)))
        .collect();
    rows.sort_by(|a, b| a.partnership.cmp(&b.partnership));
    let flags = flags(&rows);
    (rows, flags)
}

fn flags(rows: &[DecisionOfPartnership]) -> FlagCounts {
    let count = |is: fn(Signal) -> bool| rows.iter().filter(|row| is(row.flag)).count() as u64;
    let tested = count(|flag| flag != Signal::CannotTell);
    let expected = expected_false_flags(tested);
    FlagCounts {
        tested,
        flagged_95: count(|flag| !matches!(flag, Signal::CannotTell | Signal::None)),
        flagged_998: count(|flag| matches!(flag, Signal::Low998 | Signal::High998)),
        expected_95: expected.at_95,
        expected_998: expected.at_998,
    }
}

/// How often each kind of case, and each coarser one, is decided with yes.
struct Rates {
    /// By what a case's number is divided at each step from coarsest to finest.
    steps: Vec<u16>,
    /// By step and number: yes, decided.
    totals: BTreeMap<(usize, u16), [u64; 2]>,
    /// Partnerships with a decided review.
    partnerships: usize,
}

impl Rates {
    fn new(groupings: &[Grouping], by_partnership: &BTreeMap<u32, Kinds>) -> Rates {
        let finer = |from: usize| groupings[from..].iter().map(|grouping| grouping.size() as u16).product();
        let mut rates = Rates { steps: (0..=groupings.len()).map(finer).collect(), totals: BTreeMap::new(), partnerships: 0 };
        for kinds in by_partnership.values() {
            rates.partnerships += usize::from(kinds.values().any(|[yes, no, _]| yes + no > 0));
            for (place, [yes, decided]) in rates.of(kinds) {
                let total = rates.totals.entry(place).or_default();
                *total = [total[0] + yes, total[1] + decided];
            }
        }
        rates
    }

    /// A partnership's own part of the totals.
    fn of(&self, kinds: &Kinds) -> BTreeMap<(usize, u16), [u64; 2]> {
        let mut own: BTreeMap<(usize, u16), [u64; 2]> = BTreeMap::new();
        for (&case, [yes, no, _]) in kinds {
            for (step, divisor) in self.steps.iter().enumerate() {
                let sum = own.entry((step, case / divisor)).or_default();
                *sum = [sum[0] + yes, sum[1] + yes + no];
            }
        }
        own
    }

    /// How often others decide with yes of a kind of case; `None` where no other has a decided review.
    fn expected(&self, own: &BTreeMap<(usize, u16), [u64; 2]>, case: u16) -> Option<f64> {
        let mut expected = None;
        for (step, divisor) in self.steps.iter().enumerate() {
            let place = (step, case / divisor);
            let of = |counts: &BTreeMap<(usize, u16), [u64; 2]>| counts.get(&place).copied().unwrap_or_default();
            let ([yes, decided], [own_yes, own_decided]) = (of(&self.totals), of(own));
            let [yes, decided] = [yes - own_yes, decided - own_decided].map(|count| count as f64);
            expected = match expected {
                Some(coarser) => Some((yes + AS_IF * coarser) / (decided + AS_IF)),
                None if decided > 0.0 => Some(yes / decided),
                None => return None,
            };
        }
        expected
    }

    /// What others decided of just this kind of case: yes, decided.
    fn others(&self, own: &BTreeMap<(usize, u16), [u64; 2]>, case: u16) -> [u64; 2] {
        let place = (self.steps.len() - 1, case);
        let of = |counts: &BTreeMap<(usize, u16), [u64; 2]>| counts.get(&place).copied().unwrap_or_default();
        let ([yes, decided], [own_yes, own_decided]) = (of(&self.totals), of(own));
        [yes - own_yes, decided - own_decided]
    }

    fn partnership(&self, name: &str, kinds: &Kinds) -> DecisionOfPartnership {
        let known = kinds.values().fold([0; 3], |sum: [u64; 3], known| [sum[0] + known[0], sum[1] + known[1], sum[2] + known[2]]);
        let own = self.of(kinds);
        let others = self.partnerships - usize::from(known[0] + known[1] > 0);
        let bare = DecisionOfPartnership {
            partnership: name.to_owned(),
            share: of_one(&of(known)),
            expected: None,
            expected_decided: None,
            ratio: None,
            ratio_lower: None,
            ratio_upper: None,
            limit_lower: None,
            limit_upper: None,
            p_low: None,
            p_high: None,
            flag: Signal::CannotTell,
            why: None,
        };
        let told = |why: &str| DecisionOfPartnership { why: Some(why.to_owned()), ..bare.clone() };
        if others == 0 {
            return told("no other partnership has a decided review");
        }
        if known.iter().sum::<u64>() > MOST {
            return told("it has more than 2,000 reviews, for which the exact distribution is not worked out");
        }
        // Each kind's chance, and how many of its reviews are decided and how many there are.
        let chances: Vec<(f64, u64, u64)> = kinds
            .iter()
            .filter_map(|(&case, [yes, no, unknown])| Some((self.expected(&own, case)?, yes + no, yes + no + unknown)))
            .collect();
        let model = PoissonBinomial::new(&chances.iter().flat_map(|&(p, _, n)| (0..n).map(move |_| p)).collect::<Vec<f64>>());
        let against = Against::new(&model, kinds, |case| self.others(&own, case));
        beside(bare, known, others, model.mean(), &against, &chances)
    }
}

/// A partnership's counts beside what is expected of them.
fn beside(
    bare: DecisionOfPartnership,
    [yes, no, unknown]: [u64; 3],
    others: usize,
    expected: f64,
    counts: &Against<'_, PoissonBinomial>,
    chances: &[(f64, u64, u64)],
) -> DecisionOfPartnership {
    let n = yes + no + unknown;
    let expected_decided: f64 = chances.iter().map(|&(p, decided, _)| p * decided as f64).sum();
    let over = |count: f64, expected: f64| (expected > 0.0).then(|| count / expected);
    let ends = limits(counts, n, TAIL_95).map(|end| over(end.clamp(0.0, n as f64), expected));
    let tails = [counts.lower_tail(yes + unknown), counts.upper_tail(yes)];
    let possible = signal(funnel::flagged(tails, counts.least(unknown, n)));
    let why = match () {
        () if expected <= 0.0 => Some("nothing is expected of its reviews: no other partnership ever decided so"),
        () if others < LEAST_OTHERS => Some("fewer than 10 other partnerships have a decided review"),
        () if possible == Signal::CannotTell => {
            Some("it has too few reviews, or too many of which it is not known, for any count to be flagged")
        }
        () if expected_decided <= 0.0 => Some("it has no decided review"),
        () => None,
    };
    DecisionOfPartnership {
        expected: Some(expected),
        expected_decided: Some(expected_decided),
        ratio: over(yes as f64, expected_decided),
        ratio_lower: over(yes as f64, expected),
        ratio_upper: over((yes + unknown) as f64, expected),
        limit_lower: ends[0],
        limit_upper: ends[1],
        p_low: Some(tails[0]),
        p_high: Some(tails[1]),
        flag: if others < LEAST_OTHERS || expected <= 0.0 { Signal::CannotTell } else { possible },
        why: why.map(str::to_owned),
        ..bare
    }
}
