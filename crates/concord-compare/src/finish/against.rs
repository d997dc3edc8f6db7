//! A partnership's decisions against those of others, whose shares are counts too.
//!
//! A model's expected shares are estimated, and tails about them take them for known. Beside them stands the exact conditional test over
//! kinds of cases: given how many of a kind were decided with yes here and elsewhere together, how likely are so few or so many here? A
//! tail is the greater of both, so that nothing is flagged because others are few.

use std::collections::BTreeMap;

use concord_stat::limits::Tails;
use concord_stat::special::hypergeometric::{Hypergeometric, Stratified};

/// Both tails of one partnership's count of yes.
pub(super) struct Against<'a, M> {
    /// About the shares that a model expects.
    model: &'a M,
    /// Given what all decided, with what is not known here as yes, and as no.
    low: Stratified,
    high: Stratified,
}

impl<'a, M: Tails> Against<'a, M> {
    /// By kind of case: yes, no and not known here; and among all others yes, and decided.
    pub(super) fn new(model: &'a M, kinds: &BTreeMap<u16, [u64; 3]>, others: impl Fn(u16) -> [u64; 2]) -> Against<'a, M> {
        let strata = |as_yes: bool| {
            Stratified::new(kinds.iter().map(|(&case, &[yes, no, unknown])| {
                let [others_yes, decided] = others(case);
                let own = if as_yes { yes + unknown } else { yes };
                let draws = yes + no + unknown;
                Hypergeometric { draws, present: own + others_yes, absent: draws - own + decided - others_yes }
            }))
        };
        Against { model, low: strata(true), high: strata(false) }
    }

    /// The least that both tails could have been, of `n` reviews of which so many are not known.
    pub(super) fn least(&self, unknown: u64, n: u64) -> [f64; 2] {
        [self.lower_tail(unknown.max(self.low.least())), self.upper_tail((n - unknown).min(self.high.most()))]
    }
}

impl<M: Tails> Tails for Against<'_, M> {
    fn lower_tail(&self, r: u64) -> f64 {
        self.model.lower_tail(r).max(self.low.lower_tail(r))
    }

    fn upper_tail(&self, r: u64) -> f64 {
        self.model.upper_tail(r).max(self.high.upper_tail(r))
    }
}
