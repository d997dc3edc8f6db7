//! `themes.parquet`: a row for each review and each side of a theme that a framework speaks of.
//!
//! `finding` and `looked_for` take *partly* as present, the other two take it as absent. What has no row is not in scope. Rows stand in batches of reviews in dataset order, in these by framework, theme, side and review.
//! Every [`RUNS`] columns of a batch are a row group, so that batches can be encoded side by side.

use std::io::Write;
use std::ops::Range;

use concord_model::answer::Looked;
use concord_model::dataset::{Dataset, NO_CHAIN};
use concord_model::dictionary::{Derive, Dictionary};
use concord_model::finding::{BatchFindings, Finding, FindingColumn, Side, Status};

use crate::answers::RUNS;
use crate::parquet::{self, Column, Levels, ParquetFault, RowGroup, Words, Writer, schema, text};

const LOOKED: [Looked; 3] = [Looked::Unknown, Looked::Yes, Looked::No];

/// Makes the rows of findings.
#[derive(Debug)]
pub struct Encoder {
    root: usize,
    group: Option<usize>,
    /// The root's field that names each review's incident.
    incident: Option<usize>,
    /// The root's field that tells codings of one review apart, and its codes.
    coding: Option<(usize, Words)>,
    themes: Words,
}

impl Encoder {
    /// For findings on datasets of a dictionary.
    #[must_use]
    pub fn new(dictionary: &Dictionary) -> Encoder {
        let fields = &dictionary.root_table().fields;
        let codes = |place: usize| Words::fixed(fields[place].codes.iter().map(|code| code.code.as_str()));
        Encoder {
            root: dictionary.root,
            group: dictionary.group,
            incident: fields.iter().position(|field| matches!(field.derive, Some(Derive::Root { .. }))),
            coding: dictionary.role(&dictionary.roles.coding).map(|place| (place, codes(place))),
            themes: Words::fixed(dictionary.themes.iter().map(|theme| theme.id.as_str())),
        }
    }

    /// Begins a file.
    ///
    /// # Errors
    /// Where `out` cannot be written.
    pub fn writer<W: Write + Send>(&self, out: W) -> Result<Writer<W>, ParquetFault> {
        let fields = vec![
            text("framework", true),
            text("review", true),
            text("coding", false),
            text("incident", false),
            text("partnership", false),
            text("theme", true),
            text("side", true),
            text("finding", true),
            text("finding_partly_absent", true),
            text("looked_for", true),
            text("looked_for_partly_absent", true),
        ];
        Writer::new(out, schema("themes", fields))
    }

    /// The row groups of one batch: the findings on some reviews of a dataset. `frameworks` are the ids of the run's frameworks.
    ///
    /// # Errors
    /// Where a row group is larger than the format allows.
    pub fn encode(
        &self,
        dataset: &Dataset,
        reviews: &Range<usize>,
        frameworks: &[&str],
        findings: &BatchFindings,
    ) -> Result<Vec<RowGroup>, ParquetFault> {
        let names = Names::new(self, dataset, reviews);
        let ids = Words::fixed(frameworks.iter().copied());
        findings.columns.chunks(RUNS).map(|columns| self.group(&names, &ids, columns)).collect()
    }

    fn group(&self, names: &Names, frameworks: &Words, runs: &[FindingColumn]) -> Result<RowGroup, ParquetFault> {
        let rows = names.rows;
        let each = |place: fn(&FindingColumn) -> u32| runs.iter().flat_map(|run| std::iter::repeat_n(place(run), rows)).collect::<Vec<_>>();
        let finding = |place: fn(Finding) -> u8| {
            let of_run = |run: &FindingColumn| {
                let mut places: Vec<u8> = run.findings.iter().map(|&byte| place(Finding::from_byte(byte))).collect();
                places.resize(rows, 0);
                places
            };
            runs.iter().flat_map(of_run).collect::<Vec<u8>>()
        };
        let mut columns = parquet::Encoder::default();
        let mut required = |column: Column<'_>| columns.column(Levels::NONE, Levels::NONE, &column);
        required(Column::Places(frameworks, &each(|run| run.framework as u32)));
        required(Column::Places(&names.review.words, &names.review.places.repeat(runs.len())));
        let mut optional = |words: &Words, name: &Name| {
            let definition = name.given.repeat(runs.len());
            let definition = Levels { greatest: 1, slots: &definition };
            columns.column(Levels::NONE, definition, &Column::Places(words, &name.places.repeat(runs.len())));
        };
        optional(self.coding.as_ref().map_or(&names.coding.words, |(_, words)| words), &names.coding);
        optional(&names.incident.words, &names.incident);
        optional(&names.partnership.words, &names.partnership);
        let statuses = Words::fixed(Status::ALL.map(Status::name));
        let mut required = |column: Column<'_>| columns.column(Levels::NONE, Levels::NONE, &column);
        required(Column::Places(&self.themes, &each(|run| run.theme as u32)));
        required(Column::Places(&Words::fixed(Side::ALL.map(Side::name)), &each(|run| run.side as u32)));
        required(Column::Bytes(&statuses, &finding(|finding| finding.partly_present as u8)));
        required(Column::Bytes(&statuses, &finding(|finding| finding.partly_absent as u8)));
        let looked = Words::fixed(LOOKED.map(Looked::name));
        required(Column::Bytes(&looked, &finding(|finding| finding.looked as u8)));
        required(Column::Bytes(&looked, &finding(|finding| finding.looked_partly_absent as u8)));
        RowGroup::new(rows * runs.len(), columns)
    }
}

/// What is said of each review of a batch beside its findings.
#[derive(Debug)]
struct Names {
    rows: usize,
    review: Name,
    coding: Name,
    incident: Name,
    partnership: Name,
}

/// A name of each review, where there is one.
#[derive(Debug, Default)]
struct Name {
    words: Words,
    given: Vec<u8>,
    places: Vec<u32>,
}

impl Name {
    fn push(&mut self, name: Option<&str>) {
        self.given.push(u8::from(name.is_some()));
        self.places.extend(name.map(|name| self.words.place(name)));
    }
}

impl Names {
    fn new(encoder: &Encoder, dataset: &Dataset, reviews: &Range<usize>) -> Names {
        let root = &dataset.tables[encoder.root];
        let names = || Name::default();
        let mut all = Names { rows: reviews.len(), review: names(), coding: names(), incident: names(), partnership: names() };
        for review in reviews.clone() {
            let key = root.keys.get(review);
            all.review.push(Some(key));
            let coding = encoder.coding.as_ref().and_then(|(field, _)| root.columns[*field].code(review));
            all.coding.given.push(u8::from(coding.is_some()));
            all.coding.places.extend(coding.map(u32::from));
            let alone = dataset.chain.get(review).is_none_or(|&chain| chain == NO_CHAIN);
            let incident = encoder.incident.and_then(|field| root.columns[field].id(review));
            all.incident.push(incident.or_else(|| alone.then_some(key)));
            let partnership = encoder.group.zip(dataset.group.get(review));
            all.partnership.push(partnership.map(|(group, &row)| dataset.tables[group].keys.get(row as usize)));
        }
        all
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample;

    #[test]
    fn every_finding_in_scope_is_a_row() {
        let encoder = Encoder::new(&sample::dictionary());
        let mut file = encoder.writer(Vec::new()).unwrap();
        for group in encoder.encode(&sample::dataset(), &(0..5), &sample::FRAMEWORKS, &sample::findings()).unwrap() {
            file.append(group).unwrap();
        }
        insta::assert_snapshot!(sample::parquet_as_text(file.finish().unwrap()));
    }

    #[test]
    fn a_finding_of_no_framework_is_refused() {
        let encoder = Encoder::new(&sample::dictionary());
        let fault = encoder.encode(&sample::dataset(), &(0..5), &["ashby"], &sample::findings()).unwrap_err();
        assert!(matches!(fault, ParquetFault::NoWord { rows: 15 }));
    }
}
