//! Answers that are none, each in a way of its own.

use concord_guest::{Answers, Batch, Measure};
use concord_model::answer::{AnswerColumn, Failure, number};

/// Spoils the answers in one way; `marked` is the review that is at fault.
pub(crate) fn make(how: &str, marked: usize, batch: &Batch<'_>, answers: &mut Answers) {
    let reviews = batch.reviews;
    let column = &mut answers.columns[0];
    match how {
        "no-columns" => answers.columns.clear(),
        "more-columns" => answers.columns.push(AnswerColumn::default()),
        "short-answers" => drop(column.answers.pop()),
        "out-of-scale" => column.answers[marked] = 2,
        "short-looked" => column.looked = vec![1; reviews as usize + 1],
        "odd-looked" => {
            column.looked = vec![1; reviews as usize];
            column.looked[marked] = 3;
        }
        "short-reasons" => column.reasons = vec![0; reviews as usize + 3],
        "no-measures" => column.measures.clear(),
        "endless-measure" => measure(column, marked, Measure { lower: 0.0, upper: f64::INFINITY, of: 1.0 }),
        "turned-measure" => measure(column, marked, Measure { lower: 2.0, upper: 1.0, of: 1.0 }),
        "half-measure" => measure(column, marked, Measure { lower: f64::NAN, upper: 1.0, of: 1.0 }),
        "no-evidence" => column.evidence.clear(),
        "short-offsets" => drop(column.evidence[0].offsets.pop()),
        "backward-offsets" => {
            // The review before seems to have more rows than there are.
            let at = (marked + 1) * 4;
            column.evidence[0].offsets[at - 4..at].copy_from_slice(&u32::MAX.to_le_bytes());
        }
        "other-row" => {
            // A row that the review does not have: the next one's first, or one beyond the end.
            let end = number(&batch.tables[1].offsets, marked + 1);
            let last = (end as usize * 4).saturating_sub(4);
            if let Some(row) = column.evidence[0].rows.get_mut(last..last + 4) {
                row.copy_from_slice(&end.to_le_bytes());
            }
        }
        "stray-failure" => answers.failures.push(Failure { review: reviews, indicator: 0, message: "elsewhere".to_owned() }),
        "odd-indicator" => answers.failures.push(Failure { review: 0, indicator: u32::MAX, message: "every one".to_owned() }),
        "many-failures" => {
            let failure = Failure { review: 0, indicator: 0, message: String::new() };
            answers.failures = vec![failure; reviews as usize + 1];
        }
        _ => {}
    }
}

fn measure(column: &mut AnswerColumn, review: usize, measure: Measure) {
    for (slot, number) in column.measures[review * 24..].chunks_exact_mut(8).zip([measure.lower, measure.upper, measure.of]) {
        slot.copy_from_slice(&number.to_le_bytes());
    }
}
