//! What each indicator answered, as counts and exact sums (unit: review).

use std::borrow::Cow;

use concord_model::answer::{AnswerColumn, ERROR, Looked, Measure, NOT_APPLICABLE, NOT_DETERMINABLE, reason};
use concord_model::framework::Indicator;

use crate::view::{SLOTS, looked_of, slot};

/// How many sets of reasons there are.
const SETS: usize = 1 << reason::COUNT;

/// The counts of one indicator.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct IndicatorTally {
    /// Whether it has a scale. Without one the answers counted are 0 where it gives a number, and *not determinable* where it gives none.
    scale: bool,
    /// By [`slot`]: how often each answer was given, looked for or not.
    answers: Box<[u32; SLOTS]>,
    /// By the set of reasons: how often it stood behind *not determinable*.
    reasons: Box<[u32; SETS]>,
    /// What numbers were given, where it gives any.
    pub(crate) measure: Option<MeasureTally>,
}

/// The numbers of one indicator. Sums are in units of 2⁻³², so that their order is of no matter.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct MeasureTally {
    pub(crate) known: u64,
    pub(crate) interval: u64,
    pub(crate) none: u64,
    pub(crate) of_nothing: u64,
    /// Numbers that are too great to be summed, or no numbers.
    pub(crate) beyond: u64,
    /// Whether it is a share: its unit says so, or any number is a count of something other than 1.
    pub(crate) share: bool,
    /// Numbers that cannot be, which the host left out.
    pub(crate) unsound: u64,
    /// The numbers as given, lower and upper, and what they are of.
    pub(crate) counts: [i128; 2],
    pub(crate) of: i128,
    /// The numbers, each divided by what it is of.
    pub(crate) shares: [i128; 2],
}

impl IndicatorTally {
    pub(crate) fn new(indicator: &Indicator) -> IndicatorTally {
        let share = indicator.gives_share();
        let tally = || MeasureTally { share, ..MeasureTally::default() };
        let measure = indicator.measure_unit.is_some().then(tally);
        IndicatorTally { scale: !indicator.scale.is_empty(), answers: Box::new([0; SLOTS]), reasons: Box::new([0; SETS]), measure }
    }

    /// Counts the reviews of a batch that count.
    pub(crate) fn add(&mut self, column: &AnswerColumn, counted: &[u32]) {
        let looked = of(&column.looked, counted);
        let answers = if self.scale { of(&column.answers, counted) } else { Cow::Owned(without_scale(column, counted)) };
        self.add_answers(&answers, &looked);
        self.add_reasons(&answers, column, counted);
        if let Some(measure) = &mut self.measure {
            for review in counted.iter().map(|&review| review as usize) {
                measure.add(column.measure(review));
                measure.unsound += u64::from(column.reasons(review) & reason::UNSOUND_NUMBER != 0);
            }
        }
    }

    fn add_answers(&mut self, answers: &[u8], looked: &[u8]) {
        if looked.is_empty() {
            answers.iter().for_each(|&answer| self.answers[slot(Looked::Yes as u8, answer)] += 1);
        } else {
            answers.iter().zip(looked).for_each(|(&answer, &looked)| self.answers[slot(looked, answer)] += 1);
        }
    }

    fn add_reasons(&mut self, answers: &[u8], column: &AnswerColumn, counted: &[u32]) {
        let untold = answers.iter().zip(counted).filter(|(answer, _)| **answer == NOT_DETERMINABLE);
        untold.for_each(|(_, &review)| self.reasons[usize::from(column.reasons(review as usize)) % SETS] += 1);
    }

    /// Adds the counts of another part of the data.
    pub(crate) fn merge(&mut self, other: &IndicatorTally) {
        self.answers.iter_mut().zip(other.answers.iter()).for_each(|(count, other)| *count += other);
        self.reasons.iter_mut().zip(other.reasons.iter()).for_each(|(count, other)| *count += other);
        if let (Some(measure), Some(other)) = (&mut self.measure, &other.measure) {
            measure.merge(other);
        }
    }

    /// How often an answer byte was given.
    pub(crate) fn answered(&self, answer: u8) -> u64 {
        (0..4).map(|looked| u64::from(self.answers[slot(looked, answer)])).sum()
    }

    /// How often the framework failed: it said so, or gave a byte beyond its scale.
    pub(crate) fn failed(&self, scale: usize) -> u64 {
        let beyond = (scale..=usize::from(ERROR)).map(|answer| self.answered(answer as u8));
        if scale == 0 { 0 } else { beyond.sum() }
    }

    /// Of the answers of the scale and *not determinable*, how many have a looked-for value.
    pub(crate) fn looked(&self, scale: usize, looked: Looked) -> u64 {
        let applies = |answer: usize| answer < scale.max(1) || answer == usize::from(NOT_DETERMINABLE);
        let slots = self.answers.iter().enumerate().filter(|(slot, _)| applies(slot & 255) && looked_of(*slot) == looked);
        slots.map(|(_, &count)| u64::from(count)).sum()
    }

    /// How often a reason's bit stood behind *not determinable*.
    pub(crate) fn reason(&self, bit: u16) -> u64 {
        self.reasons.iter().enumerate().filter(|(set, _)| *set as u16 & bit != 0).map(|(_, &count)| u64::from(count)).sum()
    }

    /// Whether wherever it applies it could not be told because a value was withheld.
    pub(crate) fn withheld(&self) -> bool {
        let undetermined = self.answered(NOT_DETERMINABLE);
        let answered: u64 = self.answers.iter().map(|&count| u64::from(count)).sum();
        undetermined > 0 && undetermined + self.not_applicable() == answered && self.reason(u16::from(reason::WITHHELD)) == undetermined
    }

    /// How often it did not apply.
    pub(crate) fn not_applicable(&self) -> u64 {
        self.answered(NOT_APPLICABLE)
    }
}

/// A byte for each of the reviews that count; none where the column has none.
fn of<'a>(bytes: &'a [u8], counted: &[u32]) -> Cow<'a, [u8]> {
    if bytes.is_empty() || bytes.len() == counted.len() {
        return Cow::Borrowed(bytes);
    }
    Cow::Owned(counted.iter().map(|&review| bytes[review as usize]).collect())
}

/// What is counted as answers of an indicator without a scale.
fn without_scale(column: &AnswerColumn, counted: &[u32]) -> Vec<u8> {
    let answer = |&review: &u32| if column.measure(review as usize).is_some() { 0 } else { NOT_DETERMINABLE };
    counted.iter().map(answer).collect()
}

impl MeasureTally {
    /// Counts a review's number.
    fn add(&mut self, measure: Option<Measure>) {
        let Some(Measure { lower, upper, of }) = measure else {
            self.none += 1;
            return;
        };
        let known = if lower == upper { &mut self.known } else { &mut self.interval };
        *known += 1;
        self.share |= of != 1.0;
        if of == 0.0 {
            self.of_nothing += 1;
            return;
        }
        let sums = fixed_ends(lower, upper).zip(fixed(of)).and_then(|(counts, fixed_of)| {
            let shares = if of == 1.0 { counts } else { fixed_ends(lower / of, upper / of)? };
            Some((counts, fixed_of, shares))
        });
        let Some((counts, of, shares)) = sums else {
            self.beyond += 1;
            return;
        };
        self.of += of;
        for end in 0..2 {
            self.counts[end] += counts[end];
            self.shares[end] += shares[end];
        }
    }

    fn merge(&mut self, other: &MeasureTally) {
        self.known += other.known;
        self.interval += other.interval;
        self.none += other.none;
        self.of_nothing += other.of_nothing;
        self.beyond += other.beyond;
        self.share |= other.share;
        self.unsound += other.unsound;
        self.of += other.of;
        for end in 0..2 {
            self.counts[end] += other.counts[end];
            self.shares[end] += other.shares[end];
        }
    }

    /// The mean of the reviews' numbers (of a share: of their shares) at an end, where it is defined.
    pub(crate) fn mean(&self, end: usize) -> Option<f64> {
        let n = self.known + self.interval - self.of_nothing;
        (n > 0 && self.beyond == 0).then(|| number(self.shares[end]) / n as f64)
    }

    /// The sum of the counts over the sum of what they are of at an end, where it is a share and defined.
    pub(crate) fn pooled(&self, end: usize) -> Option<f64> {
        (self.share && self.of > 0 && self.beyond == 0).then(|| number(self.counts[end]) / number(self.of))
    }
}

/// The greatest number that is summed: 2³² reviews of it have room in the sums.
const GREATEST: f64 = (1u64 << 62) as f64;
/// One, in the units of the sums.
const ONE: f64 = (1u64 << 32) as f64;

/// A number in units of 2⁻³², rounded to the nearest; whole numbers are exact. `None` beyond [`GREATEST`] and for what is no number.
fn fixed(number: f64) -> Option<i128> {
    (number.abs() <= GREATEST).then(|| (number * ONE).round_ties_even() as i128)
}

/// Both ends, the second only where it is another.
fn fixed_ends(lower: f64, upper: f64) -> Option<[i128; 2]> {
    let fixed_lower = fixed(lower)?;
    Some([fixed_lower, if lower == upper { fixed_lower } else { fixed(upper)? }])
}

fn number(fixed: i128) -> f64 {
    fixed as f64 / ONE
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tally(measures: &[(f64, f64, f64)]) -> MeasureTally {
        let mut tally = MeasureTally::default();
        measures.iter().for_each(|&(lower, upper, of)| tally.add(Some(Measure { lower, upper, of })));
        tally
    }

    #[test]
    fn a_mean_keeps_both_ends_and_sums_are_exact_in_any_order() {
        let days = [(10.0, 10.0, 1.0), (0.1, 0.1, 1.0), (14.0, 20.0, 1.0), (-3.5, -3.5, 1.0)];
        let forwards = tally(&days);
        let mut backwards = days;
        backwards.reverse();
        assert_eq!(forwards, tally(&backwards));
        assert_eq!((forwards.known, forwards.interval, forwards.share), (3, 1, false));
        assert!((forwards.mean(0).unwrap() - 5.15).abs() < 1e-9 && (forwards.mean(1).unwrap() - 6.65).abs() < 1e-9);
        assert_eq!(forwards.pooled(0), None);
    }

    #[test]
    fn shares_are_pooled_by_their_counts_and_a_share_of_nothing_enters_no_mean() {
        let shares = tally(&[(1.0, 1.0, 1.0), (1.0, 2.0, 4.0), (0.0, 0.0, 0.0)]);
        assert_eq!((shares.pooled(0), shares.pooled(1)), (Some(2.0 / 5.0), Some(3.0 / 5.0)));
        assert_eq!((shares.mean(0), shares.mean(1)), (Some(0.625), Some(0.75)));
        assert_eq!(shares.of_nothing, 1);
        assert_eq!(tally(&[(0.0, 0.0, 0.0)]).mean(0), None);
    }

    #[test]
    fn numbers_that_cannot_be_summed_leave_the_mean_undefined() {
        for wrong in [1e300, f64::INFINITY, f64::NEG_INFINITY] {
            let tally = tally(&[(1.0, 1.0, 1.0), (wrong, wrong, 1.0)]);
            assert_eq!((tally.beyond, tally.mean(0), tally.mean(1)), (1, None, None));
        }
    }
}
