//! Whether answers fit the frameworks and the reviews that they are for, before anything is counted.

use std::ops::Range;

use concord_model::answer::{AnswerColumn, Answers};
use concord_model::dataset::Dataset;
use concord_model::framework::Indicator;

use crate::setup::Setup;

/// Why answers could not be counted. Nothing of the batch is counted then.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CompareError {
    /// The reviews lie outside the dataset.
    #[error("reviews {start} to {end} lie outside a dataset of {reviews}")]
    Reviews {
        /// The first review.
        start: usize,
        /// The one after the last.
        end: usize,
        /// How many there are.
        reviews: usize,
    },
    /// Not one set of answers a framework.
    #[error("{given} sets of answers for {expected} frameworks; give one a framework, in the order of the setup")]
    Frameworks {
        /// How many were given.
        given: usize,
        /// How many frameworks there are.
        expected: usize,
    },
    /// The answers of a framework do not fit its indicators or the reviews.
    #[error("{framework}: {fault}; the answers must be those of this run's reviews and descriptor")]
    Answers {
        /// The framework.
        framework: String,
        /// What does not fit.
        fault: String,
    },
    /// More reviews than can be counted.
    #[error("more than {} reviews cannot be counted in one summary; split the data", u32::MAX)]
    TooMany,
    /// Summaries of other frameworks, another dictionary or other partnerships.
    #[error("the summaries are of different runs: {0} differ; merge summaries of one setup and one group table only")]
    Unlike(&'static str),
}

/// Checks one batch.
pub(crate) fn answers(setup: &Setup, dataset: &Dataset, reviews: &Range<usize>, answers: &[Answers]) -> Result<(), CompareError> {
    if reviews.start > reviews.end || reviews.end > dataset.reviews {
        return Err(CompareError::Reviews { start: reviews.start, end: reviews.end, reviews: dataset.reviews });
    }
    if answers.len() != setup.frameworks.len() {
        return Err(CompareError::Frameworks { given: answers.len(), expected: setup.frameworks.len() });
    }
    for (framework, answers) in setup.frameworks.iter().zip(answers) {
        let fault = fault(&framework.descriptor.indicators, reviews.len(), answers);
        if let Some(fault) = fault {
            return Err(CompareError::Answers { framework: framework.manifest.id.clone(), fault });
        }
    }
    Ok(())
}

fn fault(indicators: &[Indicator], reviews: usize, answers: &Answers) -> Option<String> {
    if answers.columns.len() != indicators.len() {
        return Some(format!("{} answer columns for {} indicators", answers.columns.len(), indicators.len()));
    }
    indicators.iter().zip(&answers.columns).find_map(|(indicator, column)| {
        let fault = column_fault(indicator, reviews, column)?;
        Some(format!("{}: {fault}", indicator.id))
    })
}

fn column_fault(indicator: &Indicator, reviews: usize, column: &AnswerColumn) -> Option<String> {
    let answers = if indicator.scale.is_empty() { 0 } else { reviews };
    if column.answers.len() != answers {
        return Some(format!("{} answers where {answers} are due", column.answers.len()));
    }
    let fits = |bytes: &[u8], width: usize| bytes.is_empty() || bytes.len() == reviews * width;
    let of_reasons = if column.reasons.len() > reviews { 2 } else { 1 };
    let parts: [(&str, &[u8], usize); 3] =
        [("looked-for bytes", &column.looked, 1), ("reasons", &column.reasons, of_reasons), ("bytes of measures", &column.measures, 24)];
    let (name, bytes, width) = parts.into_iter().find(|(_, bytes, width)| !fits(bytes, *width))?;
    Some(format!("{} {name} where none or {} are due", bytes.len(), reviews * width))
}
