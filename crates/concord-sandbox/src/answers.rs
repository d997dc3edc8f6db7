//! Answers as they come out of the box: checked, cut and joined.

use std::collections::BTreeSet;

use concord_model::answer::{
    AnswerColumn, Answers, Cited, ERROR, EVERY, Failure, Looked, NOT_APPLICABLE, NOT_DETERMINABLE, number, reason,
};
use concord_model::framework::{Descriptor, Indicator};
use concord_model::plain::{MESSAGE, line};

/// The rows that the reviews of a batch have in the child tables that each indicator cites.
///
/// By indicator and evidence table: reviews + 1 offsets; rows count from the first.
pub(crate) type Offsets<'d> = Vec<Vec<&'d [u32]>>;

/// Checks answers to so many reviews against what the framework declared.
///
/// # Errors
/// The first fault, in words.
pub(crate) fn check(answers: &Answers, descriptor: &Descriptor, reviews: usize, offsets: &Offsets<'_>) -> Result<(), String> {
    check_columns(answers, descriptor, reviews, offsets)?;
    check_failures(answers.failures.iter(), reviews, descriptor.indicators.len())
}

/// Checks answers that were kept: as fresh ones, but that reviews may be lost as a whole.
///
/// # Errors
/// The first fault, in words.
pub(crate) fn check_kept(answers: &Answers, descriptor: &Descriptor, reviews: usize, offsets: &Offsets<'_>) -> Result<(), String> {
    check_columns(answers, descriptor, reviews, offsets)?;
    let (lost, of_one): (Vec<&Failure>, Vec<&Failure>) = answers.failures.iter().partition(|failure| failure.indicator == EVERY);
    check_failures(of_one.into_iter(), reviews, descriptor.indicators.len())?;
    let told = |column: &AnswerColumn, review: usize| {
        column.answers.get(review).is_some_and(|&answer| answer != ERROR) || column.measure(review).is_some()
    };
    for failure in lost {
        let review = failure.review as usize;
        if review >= reviews || answers.columns.iter().any(|column| told(column, review)) {
            return Err(format!("review {review} is lost, and is not there or has answers"));
        }
    }
    Ok(())
}

fn check_columns(answers: &Answers, descriptor: &Descriptor, reviews: usize, offsets: &Offsets<'_>) -> Result<(), String> {
    let (given, declared) = (answers.columns.len(), descriptor.indicators.len());
    if given != declared {
        return Err(format!("{given} columns of answers to {declared} indicators"));
    }
    for ((column, indicator), offsets) in answers.columns.iter().zip(&descriptor.indicators).zip(offsets) {
        check_column(column, indicator, reviews, offsets).map_err(|fault| format!("{}: {fault}", indicator.id))?;
    }
    Ok(())
}

fn check_failures<'f>(failures: impl ExactSizeIterator<Item = &'f Failure>, reviews: usize, declared: usize) -> Result<(), String> {
    if failures.len() > reviews.saturating_mul(declared) {
        return Err(format!("{} failures in {reviews} reviews and {declared} indicators", failures.len()));
    }
    for failure in failures {
        if failure.review as usize >= reviews || failure.indicator as usize >= declared {
            return Err(format!("a failure of indicator {} in review {}, which is not there", failure.indicator, failure.review));
        }
    }
    Ok(())
}

fn check_column(column: &AnswerColumn, indicator: &Indicator, reviews: usize, offsets: &[&[u32]]) -> Result<(), String> {
    let scaled = if indicator.scale.is_empty() { 0 } else { reviews };
    length("answers", column.answers.len(), scaled)?;
    let known = |answer: u8| (usize::from(answer) < indicator.scale.len()) | (answer >= ERROR);
    if let Some(answer) = first_unknown(&column.answers, known) {
        return Err(format!("the answer {answer}, and the scale has {} lines", indicator.scale.len()));
    }
    if !column.looked.is_empty() {
        length("looked", column.looked.len(), reviews)?;
    }
    if let Some(looked) = first_unknown(&column.looked, |looked| looked <= Looked::No as u8) {
        return Err(format!("the byte {looked} for whether it was looked for"));
    }
    if !column.reasons.is_empty() {
        let wanted = if column.reasons.len() > reviews { 2 * reviews } else { reviews };
        length("reasons", column.reasons.len(), wanted)?;
    }
    let measured = if indicator.measure_unit.is_some() { reviews * 24 } else { 0 };
    length("measures", column.measures.len(), measured)?;
    length("evidence", column.evidence.len(), indicator.evidence_tables.len())?;
    column.evidence.iter().zip(offsets).try_for_each(|(cited, offsets)| check_cited(cited, reviews, offsets))
}

/// Gives each answer *not determinable* that comes without a reason the one that none is given.
pub(crate) fn name_reasons(answers: &mut Answers) {
    for column in &mut answers.columns {
        let unsaid = |review: usize| column.answers[review] == NOT_DETERMINABLE && column.reasons(review) == 0;
        let reviews = column.answers.len();
        if (0..reviews).any(unsaid) {
            let reasons: Vec<u16> =
                (0..reviews).map(|review| if unsaid(review) { reason::NO_REASON_GIVEN } else { column.reasons(review) }).collect();
            column.set_reasons(&reasons);
        }
    }
}

/// What is said of an error that the framework says nothing of.
const UNSAID: &str = "it answers error, and does not say why";

/// Gives each answer *error* that comes without a failure one, so that none passes unsaid.
pub(crate) fn name_errors(answers: &mut Answers) {
    let unsaid = |(place, column): (usize, &AnswerColumn)| {
        let errors = (0u32..).zip(&column.answers).filter(|(_, answer)| **answer == ERROR);
        errors.map(|(review, _)| (review, place as u32)).collect::<Vec<_>>()
    };
    let errors = answers.columns.iter().enumerate().filter(|(_, column)| column.answers.contains(&ERROR));
    let errors: Vec<(u32, u32)> = errors.flat_map(unsaid).collect();
    if errors.is_empty() {
        return;
    }
    let said: BTreeSet<(u32, u32)> = answers.failures.iter().map(|failure| (failure.review, failure.indicator)).collect();
    let failure = |(review, indicator): (u32, u32)| Failure { review, indicator, message: UNSAID.to_owned() };
    answers.failures.extend(errors.into_iter().filter(|error| !said.contains(error)).map(failure));
}

/// The first byte that is not known. All are seen before any is looked for, so that most columns are checked in vectors.
fn first_unknown(bytes: &[u8], known: impl Fn(u8) -> bool) -> Option<u8> {
    let all_known = bytes.iter().fold(true, |all, &byte| all & known(byte));
    if all_known { None } else { bytes.iter().copied().find(|&byte| !known(byte)) }
}

fn length(what: &str, given: usize, wanted: usize) -> Result<(), String> {
    if given == wanted { Ok(()) } else { Err(format!("its {what} are {given} long, not {wanted}")) }
}

fn check_cited(cited: &Cited, reviews: usize, offsets: &[u32]) -> Result<(), String> {
    if cited.offsets.is_empty() && cited.rows.is_empty() {
        return Ok(());
    }
    length("offsets of cited rows", cited.offsets.len(), (reviews + 1) * 4)?;
    let mut start = number(&cited.offsets, 0) as usize;
    if start != 0 || number(&cited.offsets, reviews) as usize * 4 != cited.rows.len() {
        return Err("the offsets of its cited rows do not go with the rows".to_owned());
    }
    let first = offsets.first().copied().unwrap_or(0);
    for (review, own) in offsets.windows(2).enumerate() {
        let end = number(&cited.offsets, review + 1) as usize;
        let Some(rows) = cited.rows.get(start * 4..end * 4) else {
            return Err("the offsets of its cited rows go backwards".to_owned());
        };
        let own = own[0] - first..own[1] - first;
        if let Some(row) = (0..end - start).map(|place| number(rows, place)).find(|row| !own.contains(row)) {
            return Err(format!("it cites row {row} for review {review}, which has the rows {} to {}", own.start, own.end));
        }
        start = end;
    }
    Ok(())
}

/// Answers put together from pieces of a batch, review by review.
#[derive(Debug)]
pub(crate) struct Joined<'d> {
    descriptor: &'d Descriptor,
    answers: Answers,
    /// By indicator, why each review's answer could not be told.
    reasons: Vec<Vec<u16>>,
    reviews: u32,
}

impl<'d> Joined<'d> {
    pub(crate) fn new(descriptor: &'d Descriptor) -> Joined<'d> {
        let column = |indicator: &Indicator| AnswerColumn {
            evidence: vec![Cited { offsets: vec![0; 4], rows: Vec::new() }; indicator.evidence_tables.len()],
            ..AnswerColumn::default()
        };
        let columns = descriptor.indicators.iter().map(column).collect();
        Joined {
            descriptor,
            answers: Answers { columns, failures: Vec::new() },
            reasons: vec![Vec::new(); descriptor.indicators.len()],
            reviews: 0,
        }
    }

    /// Adds the answers to the next reviews. `first_row` tells, by indicator and evidence table, which row of the batch the
    /// piece's first row is.
    pub(crate) fn answered(&mut self, piece: &Answers, reviews: usize, first_row: impl Fn(usize, usize) -> u32) {
        for (place, (whole, piece)) in self.answers.columns.iter_mut().zip(&piece.columns).enumerate() {
            whole.answers.extend_from_slice(&piece.answers);
            whole.looked.extend((0..reviews).map(|review| piece.looked(review) as u8));
            self.reasons[place].extend((0..reviews).map(|review| piece.reasons(review)));
            whole.measures.extend_from_slice(&piece.measures);
            for (table, (whole, piece)) in whole.evidence.iter_mut().zip(&piece.evidence).enumerate() {
                for review in 0..reviews {
                    cite(whole, piece.rows(review).map(|row| row + first_row(place, table)));
                }
            }
        }
        let failure = |failure: &Failure| Failure { review: failure.review + self.reviews, ..failure.clone() };
        self.answers.failures.extend(piece.failures.iter().map(failure));
        self.reviews += reviews as u32;
    }

    /// Adds reviews that the framework failed for, each with what went wrong.
    pub(crate) fn failed(&mut self, reviews: usize, message: &str) {
        let message = line(message, MESSAGE);
        let failure = |review| Failure { review, indicator: EVERY, message: message.to_string() };
        self.answers.failures.extend((self.reviews..).take(reviews).map(failure));
        self.reviews += reviews as u32;
        self.reasons.iter_mut().for_each(|reasons| reasons.resize(reasons.len() + reviews, 0));
        for (whole, indicator) in self.answers.columns.iter_mut().zip(&self.descriptor.indicators) {
            let more = |bytes: &mut Vec<u8>, byte| bytes.resize(bytes.len() + reviews, byte);
            more(&mut whole.looked, Looked::Unknown as u8);
            if !indicator.scale.is_empty() {
                more(&mut whole.answers, ERROR);
            }
            if indicator.measure_unit.is_some() {
                (0..reviews).for_each(|_| whole.push_measure(None));
            }
            for cited in &mut whole.evidence {
                (0..reviews).for_each(|_| cite(cited, std::iter::empty()));
            }
        }
    }

    /// The whole, in the shape in which a framework gives it: without the buffers that say nothing.
    pub(crate) fn finish(mut self) -> Answers {
        for (column, reasons) in self.answers.columns.iter_mut().zip(&self.reasons) {
            if column.looked.iter().all(|&looked| looked == Looked::Yes as u8) {
                column.looked = Vec::new();
            }
            column.set_reasons(reasons);
            column.evidence.iter_mut().filter(|cited| cited.rows.is_empty()).for_each(|cited| *cited = Cited::default());
        }
        self.answers
    }
}

fn cite(cited: &mut Cited, rows: impl Iterator<Item = u32>) {
    cited.rows.extend(rows.flat_map(u32::to_le_bytes));
    cited.offsets.extend_from_slice(&((cited.rows.len() / 4) as u32).to_le_bytes());
}

/// An answer byte in words.
fn in_words(indicator: &Indicator, answer: Option<u8>) -> String {
    match answer {
        None => "none".to_owned(),
        Some(ERROR) => "error".to_owned(),
        Some(NOT_DETERMINABLE) => "not determinable".to_owned(),
        Some(NOT_APPLICABLE) => "not applicable".to_owned(),
        Some(line) => indicator.scale.get(usize::from(line)).map_or_else(|| line.to_string(), |answer| answer.code.clone()),
    }
}

/// A review among the answers to the reviews that it was asked with.
#[derive(Clone, Copy)]
pub(crate) struct Among<'a> {
    pub(crate) answers: &'a Answers,
    /// The review's place in them.
    pub(crate) review: usize,
    /// How it was asked, in words: `alone`.
    pub(crate) how: &'a str,
}

/// What differs between two answers to one review, if anything does. `first_row` tells, by indicator and evidence table, how many rows
/// further the review stands in the first batch than in the second.
pub(crate) fn difference(
    descriptor: &Descriptor,
    one: Among<'_>,
    other: Among<'_>,
    first_row: impl Fn(usize, usize) -> u32,
) -> Option<String> {
    let columns = one.answers.columns.iter().zip(&other.answers.columns).zip(&descriptor.indicators).enumerate();
    for (place, ((first, second), indicator)) in columns {
        let slot = |column: &AnswerColumn, review: usize| column.measures.get(review * 24..review * 24 + 24).map(<[u8]>::to_vec);
        let same_rows = || {
            first.evidence.iter().zip(&second.evidence).enumerate().all(|(table, (cited, again))| {
                let moved = again.rows(other.review).map(|row| row.wrapping_add(first_row(place, table)));
                cited.rows(one.review).eq(moved)
            })
        };
        let (given, again) = (first.answers.get(one.review).copied(), second.answers.get(other.review).copied());
        let what = if given != again {
            let words = |answer| in_words(indicator, answer);
            format!("the answer is {} {} and {} {}", words(given), one.how, words(again), other.how)
        } else if first.looked(one.review) != second.looked(other.review) {
            let (given, again) = (first.looked(one.review).name(), second.looked(other.review).name());
            format!("looked for is {given} {} and {again} {}", one.how, other.how)
        } else if first.reasons(one.review) != second.reasons(other.review) {
            format!("the reasons are others {} than {}", other.how, one.how)
        } else if slot(first, one.review) != slot(second, other.review) {
            format!("the measure is another {} than {}", other.how, one.how)
        } else if !same_rows() {
            format!("the rows that it cites are others {} than {}", other.how, one.how)
        } else {
            continue;
        };
        return Some(format!("{}: {what}", indicator.id));
    }
    let failures = |among: Among<'_>| among.answers.failures.iter().filter(|failure| failure.review as usize == among.review).count();
    (failures(one) != failures(other)).then(|| format!("the failures are others {} than {}", other.how, one.how))
}
