//! Answers as they come out of the box: checked, cut and joined.

use concord_model::answer::{AnswerColumn, Answers, Cited, ERROR, EVERY, Failure, Looked, NOT_APPLICABLE, NOT_DETERMINABLE, number};
use concord_model::framework::{Descriptor, Indicator};

/// The rows that the reviews of a batch have in the child tables that each indicator cites.
///
/// By indicator and evidence table: reviews + 1 offsets; rows count from the first.
pub(crate) type Offsets<'d> = Vec<Vec<&'d [u32]>>;

/// Checks answers to so many reviews against what the framework declared.
///
/// # Errors
/// The first fault, in words.
pub(crate) fn check(answers: &Answers, descriptor: &Descriptor, reviews: usize, offsets: &Offsets<'_>) -> Result<(), String> {
    let (given, declared) = (answers.columns.len(), descriptor.indicators.len());
    if given != declared {
        return Err(format!("{given} columns of answers to {declared} indicators"));
    }
    for ((column, indicator), offsets) in answers.columns.iter().zip(&descriptor.indicators).zip(offsets) {
        check_column(column, indicator, reviews, offsets).map_err(|fault| format!("{}: {fault}", indicator.id))?;
    }
    if answers.failures.len() > reviews.saturating_mul(declared) {
        return Err(format!("{} failures in {reviews} reviews and {declared} indicators", answers.failures.len()));
    }
    for failure in &answers.failures {
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
    if let Some(review) =
        (0..column.answers.len()).find(|&review| column.answers[review] == NOT_DETERMINABLE && column.reasons(review) == 0)
    {
        return Err(format!("review {review} is not determinable, and it does not say why"));
    }
    let measured = if indicator.measure_unit.is_some() { reviews * 24 } else { 0 };
    length("measures", column.measures.len(), measured)?;
    length("evidence", column.evidence.len(), indicator.evidence_tables.len())?;
    column.evidence.iter().zip(offsets).try_for_each(|(cited, offsets)| check_cited(cited, reviews, offsets))
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
        let failure = |review| Failure { review, indicator: EVERY, message: message.to_owned() };
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

/// What differs between the answers to a review within its batch and those to it alone, if anything does. `first_row` tells,
/// by indicator and evidence table, which row of the batch the review's first row is.
pub(crate) fn difference(
    descriptor: &Descriptor,
    batch: (&Answers, usize),
    alone: &Answers,
    first_row: impl Fn(usize, usize) -> u32,
) -> Option<String> {
    let (answers, review) = batch;
    let columns = answers.columns.iter().zip(&alone.columns).zip(&descriptor.indicators).enumerate();
    for (place, ((within, alone), indicator)) in columns {
        let slot = |column: &AnswerColumn, review: usize| column.measures.get(review * 24..review * 24 + 24).map(<[u8]>::to_vec);
        let rows = |column: &AnswerColumn, review: usize, first: &dyn Fn(usize) -> u32| -> Vec<Vec<u32>> {
            column.evidence.iter().enumerate().map(|(table, cited)| cited.rows(review).map(|row| row + first(table)).collect()).collect()
        };
        let what = if within.answers.get(review) != alone.answers.first() {
            let (within, alone) = (within.answers.get(review).copied(), alone.answers.first().copied());
            format!("the answer is {} within its batch and {} alone", in_words(indicator, within), in_words(indicator, alone))
        } else if within.looked(review) != alone.looked(0) {
            format!("looked for is {} within its batch and {} alone", within.looked(review).name(), alone.looked(0).name())
        } else if within.reasons(review) != alone.reasons(0) {
            "the reasons are others alone than within its batch".to_owned()
        } else if slot(within, review) != slot(alone, 0) {
            "the measure is another alone than within its batch".to_owned()
        } else if rows(within, review, &|_| 0) != rows(alone, 0, &|table| first_row(place, table)) {
            "the rows that it cites are others alone than within its batch".to_owned()
        } else {
            continue;
        };
        return Some(format!("{}: {what}", indicator.id));
    }
    let failures = |answers: &Answers, review: usize| answers.failures.iter().filter(|failure| failure.review as usize == review).count();
    (failures(answers, review) != failures(alone, 0)).then(|| "the failures are others alone than within its batch".to_owned())
}
