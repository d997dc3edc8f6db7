//! Between the types of the WIT and those of `concord-model`. Columns are lent on the way in and moved on the way out.

use concord_model::answer::{AnswerColumn, Answers, Cited, Failure, Step};
use concord_model::batch::{Batch, Column};
use concord_model::dictionary::{CodesFrom, Dictionary, Field, Kind};
use concord_model::framework::{Descriptor, FieldRequest, Indicator, LocalAnswer, Mapping, Match, Outcome, Polarity};
use concord_model::plain::{MESSAGE, line};
use concord_model::problem::Problem;

use crate::contract::concord::framework::types as wit;

/// Lends the dictionary as a framework sees it: names without labels, and nothing of how values are derived.
pub(crate) fn with_dictionary<T>(dictionary: &Dictionary, act: impl FnOnce(wit::Dictionary<'_>) -> T) -> T {
    let codes: Vec<Vec<Vec<&str>>> = dictionary.tables.iter().map(|table| table.fields.iter().map(codes).collect()).collect();
    let fields: Vec<Vec<wit::Field<'_>>> = dictionary
        .tables
        .iter()
        .zip(&codes)
        .map(|(table, codes)| table.fields.iter().zip(codes).map(|(declared, codes)| field(declared, codes)).collect())
        .collect();
    let shape = |(table, fields)| wit::TableShape { name: name_of(table), fields };
    let tables: Vec<wit::TableShape<'_>> = dictionary.tables.iter().zip(fields.iter().map(Vec::as_slice)).map(shape).collect();
    let book_codes: Vec<Vec<&str>> = dictionary.codebooks.iter().map(|book| book.codes.iter().map(String::as_str).collect()).collect();
    let books: Vec<wit::Codebook<'_>> =
        dictionary.codebooks.iter().zip(&book_codes).map(|(book, codes)| wit::Codebook { id: &book.id, codes }).collect();
    let themes: Vec<&str> = dictionary.themes.iter().map(|theme| theme.id.as_str()).collect();
    let levels: Vec<&str> = dictionary.levels.iter().map(|level| level.id.as_str()).collect();
    act(wit::Dictionary {
        id: &dictionary.id,
        version: &dictionary.version,
        tables: &tables,
        root: &dictionary.root_table().name,
        group: dictionary.group_table().map(name_of),
        examined: dictionary.roles.examined.as_deref(),
        themes: &themes,
        levels: &levels,
        codebooks: &books,
    })
}

fn name_of(table: &concord_model::dictionary::Table) -> &str {
    &table.name
}

fn codes(field: &Field) -> Vec<&str> {
    field.codes.iter().map(|code| code.code.as_str()).collect()
}

fn field<'a>(field: &'a Field, codes: &'a [&'a str]) -> wit::Field<'a> {
    wit::Field {
        name: &field.name,
        kind: kind(field.kind),
        codes,
        required: field.required,
        themes: field.codes_from == CodesFrom::Themes,
        codebook: field.codebook.as_deref(),
        references: field.references.as_deref(),
    }
}

fn kind(kind: Kind) -> wit::FieldKind {
    match kind {
        Kind::Id => wit::FieldKind::Id,
        Kind::Code => wit::FieldKind::Code,
        Kind::CodeSet => wit::FieldKind::CodeSet,
        Kind::Ordinal => wit::FieldKind::Ordinal,
        Kind::Tri => wit::FieldKind::Tri,
        Kind::Integer => wit::FieldKind::Integer,
        Kind::Decimal => wit::FieldKind::Decimal,
        Kind::Date => wit::FieldKind::Date,
        Kind::Text => wit::FieldKind::Text,
        Kind::Reference => wit::FieldKind::Reference,
    }
}

/// Lends a batch.
pub(crate) fn with_batch<T>(batch: &Batch<'_>, act: impl FnOnce(wit::Batch<'_>) -> T) -> T {
    let columns: Vec<Vec<wit::Column<'_>>> = batch.tables.iter().map(|table| table.columns.iter().map(column).collect()).collect();
    let tables: Vec<wit::Table<'_>> = batch
        .tables
        .iter()
        .zip(&columns)
        .map(|(table, columns)| wit::Table { rows: table.rows, offsets: &table.offsets, columns })
        .collect();
    act(wit::Batch { reviews: batch.reviews, tables: &tables })
}

fn column<'a>(column: &'a Column<'_>) -> wit::Column<'a> {
    wit::Column { values: &column.values, missing: &column.missing, texts: &column.texts, ends: &column.ends }
}

pub(crate) fn problem(problem: wit::Problem) -> Problem {
    Problem::of("", problem.message).about(problem.at).maybe_hint(problem.hint)
}

pub(crate) fn descriptor(descriptor: wit::Descriptor) -> Descriptor {
    Descriptor {
        reads: descriptor.reads.into_iter().map(request).collect(),
        indicators: descriptor.indicators.into_iter().map(indicator).collect(),
    }
}

fn request(request: wit::FieldRequest) -> FieldRequest {
    let wit::FieldRequest { table, field, required, why } = request;
    FieldRequest { table, field, required, why }
}

fn indicator(indicator: wit::Indicator) -> Indicator {
    Indicator {
        id: indicator.id,
        title: indicator.title,
        question: indicator.question,
        polarity: match indicator.polarity {
            wit::Polarity::Concern => Polarity::Concern,
            wit::Polarity::Strength => Polarity::Strength,
            wit::Polarity::Description => Polarity::Description,
        },
        scale: indicator.scale.into_iter().map(local_answer).collect(),
        measure_unit: indicator.measure_unit,
        evidence_tables: indicator.evidence_tables,
        mappings: indicator.mappings.into_iter().map(mapping).collect(),
        predicate: indicator.predicate,
    }
}

fn local_answer(answer: wit::LocalAnswer) -> LocalAnswer {
    let outcome = |outcome| match outcome {
        wit::Outcome::Present => Outcome::Present,
        wit::Outcome::Partly => Outcome::Partly,
        wit::Outcome::Absent => Outcome::Absent,
        wit::Outcome::NotDeterminable => Outcome::NotDeterminable,
        wit::Outcome::NotApplicable => Outcome::NotApplicable,
    };
    LocalAnswer { code: answer.code, label: answer.label, concern: answer.concern.map(outcome), strength: answer.strength.map(outcome) }
}

fn mapping(mapping: wit::Mapping) -> Mapping {
    let matching = match mapping.match_ {
        wit::Match::Exact => Match::Exact,
        wit::Match::Part => Match::Part,
        wit::Match::Wider => Match::Wider,
        wit::Match::Related => Match::Related,
    };
    Mapping { theme: mapping.theme, levels: mapping.levels, matching }
}

pub(crate) fn answers(answers: wit::Answers) -> Answers {
    let failure = |failure| {
        let wit::Failure { review, indicator, message } = failure;
        Failure { review, indicator, message: line(&message, MESSAGE).into_owned() }
    };
    Answers {
        columns: answers.columns.into_iter().map(answer_column).collect(),
        failures: answers.failures.into_iter().map(failure).collect(),
    }
}

fn answer_column(column: wit::AnswerColumn) -> AnswerColumn {
    let wit::AnswerColumn { answers, looked, reasons, measures, evidence } = column;
    let cited = |wit::Cited { offsets, rows }| Cited { offsets, rows };
    AnswerColumn { answers, looked, reasons, measures, evidence: evidence.into_iter().map(cited).collect() }
}

pub(crate) fn step(step: wit::Step) -> Step {
    let wit::Step { depth, at, text, value, holds, table, rows } = step;
    Step { depth, at, text, value, holds, table, rows }
}
