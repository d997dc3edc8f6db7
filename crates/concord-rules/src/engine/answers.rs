//! What was found to what is answered: a byte a review, 64 reviews a step.

use concord_model::answer::{self, AnswerColumn, Answers, NOT_APPLICABLE, NOT_DETERMINABLE, reason};

use super::bits::{for_each, mark};
use super::node::{Id, Space};
use super::run::Run;
use super::{Measure, Rule};

/// Within a program, in the place of *not looked for*, which no operation gives: a sum or a product beyond [`EXACT`].
pub(super) const INEXACT: u8 = reason::NOT_LOOKED_FOR;

/// Up to this every whole number is exact: 2^53.
pub(crate) const EXACT: f64 = 9_007_199_254_740_992.0;

/// The reasons that operations give, as those of answers.
pub(super) fn widened(why: u8) -> u16 {
    u16::from(why & !INEXACT) | if why & INEXACT == 0 { 0 } else { reason::UNSOUND_NUMBER }
}

/// A reason's bit in the second byte.
fn second(reason: u16) -> u8 {
    reason.to_le_bytes()[1]
}

/// The answers to 64 reviews, as they come.
struct Page<'a> {
    /// Which 64.
    place: usize,
    answers: &'a mut [u8],
    reasons: &'a mut [u8],
    /// The second byte of the reasons.
    more: &'a mut [u8],
    /// The reviews that are not answered yet.
    left: u64,
}

impl Run<'_, '_, '_> {
    /// The answers to all indicators.
    pub(super) fn answers(&mut self) -> Answers {
        let columns = self.program.rules.iter().map(|rule| self.column(rule)).collect();
        Answers { columns, failures: Vec::new() }
    }

    fn column(&mut self, rule: &Rule) -> AnswerColumn {
        let reviews = self.batch.reviews as usize;
        let [mut answers, mut reasons, mut more] = [0; 3].map(|none| vec![none; reviews]);
        let pages = answers.chunks_mut(64).zip(reasons.chunks_mut(64)).zip(more.chunks_mut(64)).enumerate();
        for (place, ((answers, reasons), more)) in pages {
            let left = !0 >> (64 - answers.len());
            self.page(rule, Page { place, answers, reasons, more, left });
        }
        let measures = rule.measure.map(|measure| self.measures(rule, measure, &mut reasons, &mut more)).unwrap_or_default();
        let evidence = self.evidence(rule, &answers);
        if rule.lines.is_empty() {
            answers.clear();
        }
        let any = |bytes: &[u8]| bytes.iter().fold(0, |all, byte| all | byte) != 0;
        if any(&more) {
            reasons.extend_from_slice(&more);
        } else if !any(&reasons) {
            reasons.clear();
        }
        let looked = rule.looked_for.map(|looked_for| self.looked(looked_for)).unwrap_or_default();
        AnswerColumn { answers, looked, reasons, measures, evidence }
    }

    /// Where the question arises, then line by line: the first that is true answers, one that is unknown ends the search.
    fn page(&self, rule: &Rule, mut page: Page<'_>) {
        if let Some(applies) = rule.applies {
            let (holds, possible) = self.word(applies, page.place);
            mark(page.answers, page.left & !possible, NOT_APPLICABLE);
            self.undecided(applies, &mut page);
            page.left &= holds;
        }
        let looked = rule.looked_for.map_or(!0, |looked_for| self.word(looked_for, page.place).0);
        for (answer, line) in (0..).zip(&rule.lines) {
            let (holds, possible) = self.word(line.when, page.place);
            let answered = page.left & holds;
            let silent = if line.absent { answered & !looked } else { 0 };
            mark(page.answers, answered & !silent, answer);
            mark(page.answers, silent, NOT_DETERMINABLE);
            mark(page.reasons, silent, reason::NOT_LOOKED_FOR);
            self.undecided(line.when, &mut page);
            page.left &= !possible;
        }
        if !rule.lines.is_empty() {
            // What no line holds for cannot be told in the framework's own words.
            mark(page.answers, page.left, NOT_DETERMINABLE);
            mark(page.more, page.left, second(reason::NO_LINE_HOLDS));
        }
    }

    /// What a condition leaves open is not determinable, for the reasons that make it unknown.
    fn undecided(&self, condition: Id, page: &mut Page<'_>) {
        let (holds, possible) = self.word(condition, page.place);
        let open = page.left & possible & !holds;
        if open == 0 {
            return;
        }
        mark(page.answers, open, NOT_DETERMINABLE);
        for (reason, reviews) in self.why(self.ends(condition), Space::Reviews) {
            let (bytes, reason) =
                if reason == INEXACT { (&mut *page.more, second(reason::UNSOUND_NUMBER)) } else { (&mut *page.reasons, reason) };
            mark(bytes, open & reviews[page.place], reason);
        }
    }

    /// Of 64 reviews, those for which a condition holds, and those for which it may.
    fn word(&self, condition: Id, place: usize) -> (u64, u64) {
        let ends = self.ends(condition);
        (self.word_at(ends.low + place), self.word_at(ends.high + place))
    }

    fn looked(&self, looked_for: Id) -> Vec<u8> {
        let mut bytes = vec![0; self.batch.reviews as usize];
        for (place, bytes) in bytes.chunks_mut(64).enumerate() {
            let (looked, possibly) = self.word(looked_for, place);
            mark(bytes, looked, 1);
            mark(bytes, !possibly, 2);
        }
        bytes
    }

    /// Lower end, upper end and of what, for each review; none where nothing was found and nobody is known to have looked, since 0 would
    /// say that it was counted, and none that cannot be. Where there is nothing else to answer, why a number is not known is told.
    fn measures(&self, rule: &Rule, measure: Measure, reasons: &mut [u8], more: &mut [u8]) -> Vec<u8> {
        let (count, of) = (self.ends(measure.count), measure.of.map(|of| self.ends(of)));
        let mut measures: Vec<[[u8; 8]; 3]> = Vec::with_capacity(reasons.len());
        for (place, (reasons, more)) in reasons.chunks_mut(64).zip(more.chunks_mut(64)).enumerate() {
            let (first, held) = (place * 64, reasons.len());
            let arises = rule.applies.map_or(!0, |applies| self.word(applies, place).0);
            let (low, high) = self.numbers_at(count, first, held);
            let (of_low, of_high) = of.map_or((&[1.0; 64][..held], &[1.0; 64][..held]), |of| self.numbers_at(of, first, held));
            measures.extend((0..held).map(|bit| {
                let known = low[bit].is_finite() & high[bit].is_finite() & (of_low[bit] == of_high[bit]);
                let silent = reasons[bit] & reason::NOT_LOOKED_FOR != 0;
                let number = answer::Measure { lower: low[bit], upper: high[bit], of: of_low[bit] };
                let due = known & !silent & (arises >> bit & 1 == 1);
                let sound = number.is_sound() && (of.is_none() || number.is_share());
                more[bit] |= if due & !sound { second(reason::UNSOUND_NUMBER) } else { 0 };
                let slot = if due & sound { [number.lower, number.upper, number.of] } else { [f64::NAN; 3] };
                slot.map(f64::to_le_bytes)
            }));
            if rule.lines.is_empty() {
                for ends in [Some(count), of].into_iter().flatten().filter(|ends| !ends.is_certain()) {
                    for_each(&[arises & !0 >> (64 - held)], |bit| {
                        let [one, other] = widened(self.value(ends, first + bit).2).to_le_bytes();
                        reasons[bit] |= one;
                        more[bit] |= other;
                    });
                }
            }
        }
        measures.into_flattened().into_flattened()
    }
}
