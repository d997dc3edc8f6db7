//! Numbers that cannot be, taken for none: a bad number costs that number and not the review.

use concord_model::answer::{Answers, Measure, reason};

/// Puts no number, and why, in the place of each that cannot be.
pub(crate) fn settle(answers: &mut Answers) {
    for column in &mut answers.columns {
        let bad = |slot: &[u8]| {
            let number = |at: usize| slot[at..at + 8].try_into().map_or(f64::NAN, f64::from_le_bytes);
            let measure = Measure { lower: number(0), upper: number(8), of: number(16) };
            let none = measure.lower.is_nan() && measure.upper.is_nan() && measure.of.is_nan();
            !none && !measure.is_sound()
        };
        let reviews = column.measures.len() / 24;
        let places: Vec<usize> =
            column.measures.chunks_exact(24).enumerate().filter(|(_, slot)| bad(slot)).map(|(review, _)| review).collect();
        if places.is_empty() {
            continue;
        }
        let mut reasons: Vec<u16> = (0..reviews).map(|review| column.reasons(review)).collect();
        for review in places {
            column.measures[review * 24..(review + 1) * 24].copy_from_slice(&[f64::NAN; 3].map(f64::to_le_bytes).concat());
            reasons[review] |= reason::UNSOUND_NUMBER;
        }
        column.set_reasons(&reasons);
    }
}
