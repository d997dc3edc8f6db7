//! Between the types of the WIT and those of `concord-model`. Buffers are borrowed on the way in and moved on the way out.

use std::borrow::Cow;

use concord_model::answer::{AnswerColumn, Answers, Cited, Failure, Step};
use concord_model::batch::{Batch, Column, Table};
use concord_model::dictionary::{self as model, Code, Codebook, CodesFrom, Dictionary, Field, Kind, Roles, Term};
use concord_model::framework::{Descriptor, FieldRequest, Indicator, LocalAnswer, Mapping, Match, Outcome, Polarity};
use concord_model::problem::Problem;

use crate::bindings::concord::framework::types as wit;

/// The dictionary as far as frameworks know it: names without labels, and nothing of how values are derived.
pub(crate) fn dictionary(dictionary: wit::Dictionary) -> Dictionary {
    let term = |id: String| Term { title: id.clone(), id, apart: false };
    let book = |book: wit::Codebook| Codebook { title: book.id.clone(), id: book.id, codes: book.codes };
    let place = |name: &str| dictionary.tables.iter().position(|table| table.name == name);
    let (root, group) = (place(&dictionary.root), dictionary.group.as_deref().and_then(place));
    Dictionary {
        root: root.unwrap_or_default(),
        group,
        roles: Roles { examined: dictionary.examined, ..Roles::default() },
        id: dictionary.id,
        version: dictionary.version,
        tables: dictionary.tables.into_iter().map(table).collect(),
        codebooks: dictionary.codebooks.into_iter().map(book).collect(),
        themes: dictionary.themes.into_iter().map(term).collect(),
        levels: dictionary.levels.into_iter().map(term).collect(),
        ..Dictionary::default()
    }
}

fn table(table: wit::TableShape) -> model::Table {
    model::Table { name: table.name, fields: table.fields.into_iter().map(field).collect(), ..model::Table::default() }
}

fn field(field: wit::Field) -> Field {
    Field {
        name: field.name,
        kind: kind(field.kind),
        codes: field.codes.into_iter().map(|code| Code { code, ..Code::default() }).collect(),
        codes_from: if field.themes { CodesFrom::Themes } else { CodesFrom::Own },
        required: field.required,
        codebook: field.codebook,
        references: field.references,
        ..Field::default()
    }
}

fn kind(kind: wit::FieldKind) -> Kind {
    match kind {
        wit::FieldKind::Id => Kind::Id,
        wit::FieldKind::Code => Kind::Code,
        wit::FieldKind::CodeSet => Kind::CodeSet,
        wit::FieldKind::Ordinal => Kind::Ordinal,
        wit::FieldKind::Tri => Kind::Tri,
        wit::FieldKind::Integer => Kind::Integer,
        wit::FieldKind::Decimal => Kind::Decimal,
        wit::FieldKind::Date => Kind::Date,
        wit::FieldKind::Text => Kind::Text,
        wit::FieldKind::Reference => Kind::Reference,
    }
}

pub(crate) fn batch(batch: &wit::Batch) -> Batch<'_> {
    Batch { reviews: batch.reviews, tables: batch.tables.iter().map(batch_table).collect() }
}

fn batch_table(table: &wit::Table) -> Table<'_> {
    Table { rows: table.rows, offsets: Cow::Borrowed(&table.offsets), columns: table.columns.iter().map(batch_column).collect() }
}

fn batch_column(column: &wit::Column) -> Column<'_> {
    Column {
        values: Cow::Borrowed(&column.values),
        missing: Cow::Borrowed(&column.missing),
        texts: Cow::Borrowed(&column.texts),
        ends: Cow::Borrowed(&column.ends),
    }
}

pub(crate) fn problem(problem: Problem) -> wit::Problem {
    wit::Problem { at: problem.at, message: problem.message, hint: problem.hint }
}

pub(crate) fn descriptor(descriptor: Descriptor) -> wit::Descriptor {
    wit::Descriptor {
        reads: descriptor.reads.into_iter().map(request).collect(),
        indicators: descriptor.indicators.into_iter().map(indicator).collect(),
    }
}

fn request(request: FieldRequest) -> wit::FieldRequest {
    let FieldRequest { table, field, required, why } = request;
    wit::FieldRequest { table, field, required, why }
}

fn indicator(indicator: Indicator) -> wit::Indicator {
    wit::Indicator {
        id: indicator.id,
        title: indicator.title,
        question: indicator.question,
        polarity: match indicator.polarity {
            Polarity::Concern => wit::Polarity::Concern,
            Polarity::Strength => wit::Polarity::Strength,
            Polarity::Description => wit::Polarity::Description,
        },
        scale: indicator.scale.into_iter().map(local_answer).collect(),
        measure_unit: indicator.measure_unit,
        evidence_tables: indicator.evidence_tables,
        mappings: indicator.mappings.into_iter().map(mapping).collect(),
        predicate: indicator.predicate,
    }
}

fn local_answer(answer: LocalAnswer) -> wit::LocalAnswer {
    let outcome = |outcome| match outcome {
        Outcome::Present => wit::Outcome::Present,
        Outcome::Partly => wit::Outcome::Partly,
        Outcome::Absent => wit::Outcome::Absent,
        Outcome::NotDeterminable => wit::Outcome::NotDeterminable,
        Outcome::NotApplicable => wit::Outcome::NotApplicable,
    };
    wit::LocalAnswer {
        code: answer.code,
        label: answer.label,
        concern: answer.concern.map(outcome),
        strength: answer.strength.map(outcome),
    }
}

fn mapping(mapping: Mapping) -> wit::Mapping {
    let match_ = match mapping.matching {
        Match::Exact => wit::Match::Exact,
        Match::Part => wit::Match::Part,
        Match::Wider => wit::Match::Wider,
        Match::Related => wit::Match::Related,
    };
    wit::Mapping { theme: mapping.theme, levels: mapping.levels, match_ }
}

pub(crate) fn answers(answers: Answers) -> wit::Answers {
    let failure = |failure| {
        let Failure { review, indicator, message } = failure;
        wit::Failure { review, indicator, message }
    };
    wit::Answers {
        columns: answers.columns.into_iter().map(answer_column).collect(),
        failures: answers.failures.into_iter().map(failure).collect(),
    }
}

fn answer_column(column: AnswerColumn) -> wit::AnswerColumn {
    let AnswerColumn { answers, looked, reasons, measures, evidence } = column;
    let cited = |Cited { offsets, rows }| wit::Cited { offsets, rows };
    wit::AnswerColumn { answers, looked, reasons, measures, evidence: evidence.into_iter().map(cited).collect() }
}

pub(crate) fn step(step: Step) -> wit::Step {
    let Step { depth, at, text, value, holds, table, rows } = step;
    wit::Step { depth, at, text, value, holds, table, rows }
}
