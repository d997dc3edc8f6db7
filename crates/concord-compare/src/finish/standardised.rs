//! Each partnership's decisions beside what others decide of its kinds of cases, exactly.
//!
//! A review is expected to be yes as the regression on the kinds of case has it ([`super::case_mix`], as for the layers): how kinds of case
//! differ is told from all decided reviews, and how often others decide so from theirs alone, by an intercept at which as many of theirs
//! are expected as are yes. The count has the Poisson-binomial distribution ([`concord_stat::poisson_binomial`]) about these shares; since
//! they are estimated, each tail is the greater of its own and that of the exact test given what all decided ([`super::against`]). Limits
//! and flags are as in [`concord_stat::funnel`]: what is not known is taken as it speaks least for the flag, and nothing can be told with
//! fewer than [`LEAST_OTHERS`] other partnerships or where no count could be flagged.
//!
//! Misleads: two partnerships' ratios are comparable with the others together, not with one another, unless their cases are alike; limits
//! hold chance alone, so that where partnerships differ widely ([`super::spread`]) many lie beyond them; a kind of case that one partnership
//! alone has is expected as that partnership decides it.

use std::collections::BTreeMap;

use concord_model::comparison::{Adjustment, CaseMixModel, DecisionOfPartnership, FlagCounts, Signal};
use concord_stat::fdr::expected_false_flags;
use concord_stat::funnel::{self, LEAST_OTHERS, TAIL_95};
use concord_stat::limits::{Tails, reachable};
use concord_stat::poisson_binomial::PoissonBinomial;

use super::Whole;
use super::against::Against;
use super::bounded::of_one;
use super::case_mix::{Model, among, described, effects};
use super::decisions::{Counts, of};
use super::layers::unreached;
use super::variation::signal;

/// The most reviews of a partnership whose exact distribution is worked out.
pub(super) const MOST: u64 = 2_000;

/// Kinds of cases of a partnership: yes, no, not known.
type Kinds = BTreeMap<u16, [u64; 3]>;

/// The partnerships by name, how many flags to expect, and the regression behind what is expected.
pub(super) fn partnerships(whole: &Whole<'_>, counts: &Counts) -> (Vec<DecisionOfPartnership>, FlagCounts, CaseMixModel) {
    let mut by_partnership: BTreeMap<u32, Kinds> = BTreeMap::new();
    for (&case, partnerships) in &counts.kinds {
        for (partnership, &known) in partnerships {
            if let Some(partnership) = partnership.filter(|_| known.iter().sum::<u64>() > 0) {
                by_partnership.entry(partnership).or_default().insert(case, known);
            }
        }
    }
    let (rates, model) = Rates::new(whole, &by_partnership);
    let mut rows: Vec<DecisionOfPartnership> = by_partnership
        .iter()
        .filter_map(|(&row, kinds)| Some(rates.partnership(whole.summary.partnerships.get(row as usize)?, kinds)))
        .collect();
    rows.sort_by(|a, b| a.partnership.cmp(&b.partnership));
    let flags = flags(&rows);
    (rows, flags, model)
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

/// How often each kind of case is decided with yes.
struct Rates {
    /// By kind of case what it adds to the log-odds; why there is no regression.
    offsets: Result<BTreeMap<u16, f64>, String>,
    /// By kind of case: yes, decided.
    totals: BTreeMap<u16, [u64; 2]>,
    /// Partnerships with a decided review.
    partnerships: usize,
}

impl Rates {
    fn new(whole: &Whole<'_>, by_partnership: &BTreeMap<u32, Kinds>) -> (Rates, CaseMixModel) {
        let mut totals: BTreeMap<u16, [u64; 2]> = BTreeMap::new();
        for (&case, [yes, no, _]) in by_partnership.values().flatten() {
            let total = totals.entry(case).or_default();
            *total = [total[0] + yes, total[1] + yes + no];
        }
        let kinds: Vec<_> = totals.keys().map(|&case| effects(whole, case, 0, Adjustment::CaseMix)).collect();
        let told: Vec<[u64; 2]> = totals.values().copied().collect();
        let model = Model::new(&kinds, &told);
        let described = described(whole, &model, Adjustment::CaseMix, &kinds, &told);
        let [yes, decided] = told.iter().fold([0, 0], |[a, b], [x, n]| [a + x, b + n]);
        let offsets = match model {
            Ok(model) => Ok(totals.keys().zip(&kinds).map(|(&case, kind)| (case, model.offset(kind))).collect()),
            // Where all is decided the same way, kinds of case do not differ.
            Err(_) if yes == 0 || yes == decided => Ok(totals.keys().map(|&case| (case, 0.0)).collect()),
            Err(why) => Err(why),
        };
        let decides = |kinds: &&Kinds| kinds.values().any(|[yes, no, _]| yes + no > 0);
        (Rates { offsets, totals, partnerships: by_partnership.values().filter(decides).count() }, described)
    }

    /// How often others decide with yes of a kind of case, by what it adds to the log-odds.
    fn others(&self, own: &Kinds, offsets: &BTreeMap<u16, f64>) -> impl Fn(f64) -> Option<f64> + use<> {
        let rest = |(case, [yes, decided]): (&u16, &[u64; 2])| {
            let [own_yes, own_no, _] = own.get(case).copied().unwrap_or_default();
            (offsets.get(case).copied().unwrap_or_default(), [yes - own_yes, decided - own_yes - own_no])
        };
        let rest: Vec<(f64, [u64; 2])> = self.totals.iter().map(rest).collect();
        let total = rest.iter().fold([0, 0], |[a, b], (_, [x, n])| [a + x, b + n]);
        among(&rest.iter().map(|(offset, [_, n])| (*offset, *n as f64)).collect::<Vec<_>>(), total)
    }

    /// What others decided of just this kind of case: yes, decided.
    fn decided_by_others(&self, own: &Kinds, case: u16) -> [u64; 2] {
        let [yes, decided] = self.totals.get(&case).copied().unwrap_or_default();
        let [own_yes, own_no, _] = own.get(&case).copied().unwrap_or_default();
        [yes - own_yes, decided - own_yes - own_no]
    }

    fn partnership(&self, name: &str, kinds: &Kinds) -> DecisionOfPartnership {
        let known = kinds.values().fold([0; 3], |sum: [u64; 3], known| [sum[0] + known[0], sum[1] + known[1], sum[2] + known[2]]);
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
        let untold = |why: &str| DecisionOfPartnership { why: Some(why.to_owned()), ..bare.clone() };
        if others == 0 {
            return untold("no other partnership has a decided review");
        }
        if known.iter().sum::<u64>() > MOST {
            return untold("it has more than 2,000 reviews, for which the exact distribution is not worked out");
        }
        let offsets = match &self.offsets {
            Ok(offsets) => offsets,
            Err(why) => return untold(why),
        };
        let share = self.others(kinds, offsets);
        // Each kind's chance, and how many of its reviews are decided and how many there are.
        let chances: Vec<(f64, u64, u64)> = kinds
            .iter()
            .filter_map(|(case, [yes, no, unknown])| Some((share(*offsets.get(case)?)?, yes + no, yes + no + unknown)))
            .collect();
        let model = PoissonBinomial::new(&chances.iter().flat_map(|&(p, _, n)| (0..n).map(move |_| p)).collect::<Vec<f64>>());
        let against = Against::new(&model, kinds, |case| self.decided_by_others(kinds, case));
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
    let ends = reachable(counts, n, TAIL_95);
    let tails = [counts.lower_tail(yes + unknown), counts.upper_tail(yes)];
    let possible = signal(funnel::flagged(tails, counts.least(unknown, n)));
    let why = match () {
        () if expected <= 0.0 => Some("nothing is expected of its reviews: no other partnership ever decided so"),
        () if others < LEAST_OTHERS => Some("fewer than 10 other partnerships have a decided review"),
        () if possible == Signal::CannotTell => {
            Some("it has too few reviews, or too many of which it is not known, for any count to be flagged")
        }
        () if expected_decided <= 0.0 => Some("it has no decided review"),
        () => unreached(ends[0], ends[1]),
    };
    DecisionOfPartnership {
        expected: Some(expected),
        expected_decided: Some(expected_decided),
        ratio: over(yes as f64, expected_decided),
        ratio_lower: over(yes as f64, expected),
        ratio_upper: over((yes + unknown) as f64, expected),
        limit_lower: ends[0].and_then(|end| over(end, expected)),
        limit_upper: ends[1].and_then(|end| over(end, expected)),
        p_low: Some(tails[0]),
        p_high: Some(tails[1]),
        flag: if others < LEAST_OTHERS || expected <= 0.0 { Signal::CannotTell } else { possible },
        why: why.map(str::to_owned),
        ..bare
    }
}
