//! What was found to what is answered: a byte a review, 64 reviews a step.

use concord_model::answer::{AnswerColumn, Answers, NOT_APPLICABLE, NOT_DETERMINABLE, reason};

use super::bits::{for_each, mark};
use super::node::{Id, Space};
use super::run::Run;
use super::{Measure, Rule};

/// The answers to 64 reviews, as they come.
struct Page<'a> {
    /// Which 64.
    place: usize,
    answers: &'a mut [u8],
    reasons: &'a mut [u8],
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
        let (mut answers, mut reasons) = (vec![0; reviews], vec![0; reviews]);
        let pages = answers.chunks_mut(64).zip(reasons.chunks_mut(64)).enumerate();
        for (place, (answers, reasons)) in pages {
            let left = !0 >> (64 - answers.len());
            self.page(rule, Page { place, answers, reasons, left });
        }
        let measures = rule.measure.map(|measure| self.measures(rule, measure, &mut reasons)).unwrap_or_default();
        let evidence = self.evidence(rule, &answers);
        if rule.lines.is_empty() {
            answers.clear();
        }
        if reasons.iter().fold(0, |all, reasons| all | reasons) == 0 {
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
            mark(page.reasons, open & reviews[page.place], reason);
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
    /// say that it was counted. Where there is nothing else to answer, why a number is not known is told.
    fn measures(&self, rule: &Rule, measure: Measure, reasons: &mut [u8]) -> Vec<u8> {
        let (count, of) = (self.ends(measure.count), measure.of.map(|of| self.ends(of)));
        let mut measures: Vec<[[u8; 8]; 3]> = Vec::with_capacity(reasons.len());
        for (place, reasons) in reasons.chunks_mut(64).enumerate() {
            let (first, held) = (place * 64, reasons.len());
            let arises = rule.applies.map_or(!0, |applies| self.word(applies, place).0);
            let (low, high) = self.numbers_at(count, first, held);
            let (of_low, of_high) = of.map_or((&[1.0; 64][..held], &[1.0; 64][..held]), |of| self.numbers_at(of, first, held));
            measures.extend((0..held).map(|bit| {
                let known = low[bit].is_finite() & high[bit].is_finite() & (of_low[bit] == of_high[bit]);
                let silent = reasons[bit] & reason::NOT_LOOKED_FOR != 0;
                let slot = if known & !silent & (arises >> bit & 1 == 1) { [low[bit], high[bit], of_low[bit]] } else { [f64::NAN; 3] };
                slot.map(f64::to_le_bytes)
            }));
            if rule.lines.is_empty() {
                for ends in [Some(count), of].into_iter().flatten().filter(|ends| !ends.is_certain()) {
                    for_each(&[arises & !0 >> (64 - held)], |bit| reasons[bit] |= self.value(ends, first + bit).2);
                }
            }
        }
        measures.into_flattened().into_flattened()
    }
}
