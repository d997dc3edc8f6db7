//! Parquet: a row a review, its child rows nested as lists of structs; a run is a row group.
//!
//! Codes and reasons are dictionary-encoded strings, dates strings in their written precision, sets and references lists of strings.
//! Why a value is missing stands in `<field>__missing`, a column that every field has which may be missing, used or not, so that the
//! schema is the dictionary's alone. In full England records these columns, unused, took 16 of 239 bytes a review and no time that could be
//! told from noise.

mod gather;
mod leaf;

use ::parquet::basic::Type as Physical;
use ::parquet::schema::types::TypePtr;
use concord_model::dataset::{Dataset, Values};
use concord_model::dictionary::{Dictionary, Kind};

use self::gather::{Piece, Rows};
use self::leaf::{Frame, Leaf};
use super::run::rows;
use super::text::{Faults, stand_ins, text_of, words};
use super::{Begin, Bytes, DatasetFault, FileForm, Form, Part, Run};
use crate::parquet::{Column, Encoder, Levels, RowGroup, Words, list, number, row, schema, text, texts};

/// The form, for one dictionary.
#[derive(Debug)]
pub(super) struct Parquet {
    root: Table,
    children: Vec<Table>,
    group: Option<Table>,
    group_key: Option<String>,
}

#[derive(Debug)]
struct Table {
    place: usize,
    name: String,
    key: String,
    leaves: Vec<Leaf>,
}

impl Table {
    fn new(dictionary: &Dictionary, place: usize) -> Table {
        let table = &dictionary.tables[place];
        let fields = table.fields.iter().enumerate().filter(|(_, field)| field.derive.is_none());
        let leaf = |(place, field): (usize, &concord_model::dictionary::Field)| Leaf {
            place,
            name: field.name.clone(),
            kind: field.kind,
            words: Words::fixed(words(field)),
            codes: field.codes.len(),
            target: field.references.as_deref().filter(|_| field.kind == Kind::Reference).and_then(|name| dictionary.table_place(name)),
            stand_ins: stand_ins(field),
            required: field.required,
        };
        Table { place, name: table.name.clone(), key: table.key.clone(), leaves: fields.map(leaf).collect() }
    }

    fn fields(&self) -> Vec<TypePtr> {
        let key = std::iter::once(text(&self.key, true));
        key.chain(self.leaves.iter().flat_map(Leaf::fields)).collect()
    }

    /// What cannot be written.
    fn faults(&self, data: &Rows<'_>) -> Result<(), DatasetFault> {
        let mut faults = Faults::new(&format!("{}.parquet", self.name));
        for leaf in &self.leaves {
            data.each_given(leaf.place, |key, values, row| match values {
                Values::Decimal(numbers) => faults.number(key, &leaf.name, numbers[row]),
                Values::Id(_) | Values::Text { .. } => faults.text(key, &leaf.name, text_of(values, row)),
                _ => {}
            });
        }
        faults.finish()
    }

    fn columns(&self, frame: &Frame, data: &Rows<'_>, after_key: impl FnOnce(&mut Encoder), columns: &mut Encoder) {
        let (depth, definition) = (frame.depth(), frame.present());
        let keys: Vec<&str> = data.keys().collect();
        let definition = Levels { greatest: depth, slots: &definition };
        columns.column(frame.repetition(), definition, &Column::Strings(&keys));
        after_key(columns);
        for leaf in &self.leaves {
            leaf.columns(frame, data, columns);
        }
    }
}

impl Parquet {
    pub(super) fn new(dictionary: &Dictionary, children: &[usize]) -> Parquet {
        let table = |place| Table::new(dictionary, place);
        Parquet {
            root: table(dictionary.root),
            children: children.iter().copied().map(table).collect(),
            group: dictionary.group.map(table),
            group_key: dictionary.root_table().group_key.clone(),
        }
    }

    fn group_column(&self, run: &Run, columns: &mut Encoder) {
        let Some(group) = self.group.as_ref().filter(|_| self.group_key.is_some()) else { return };
        let (mut words, mut places, mut given) = (Words::default(), Vec::new(), Vec::new());
        for (chunk, reviews) in run.pieces() {
            let keys = &chunk.tables[group.place].keys;
            let mut known = vec![None; keys.len()];
            for review in reviews {
                let row = chunk.group.get(review).map_or(usize::MAX, |&row| row as usize);
                let place = known.get_mut(row).map(|place| *place.get_or_insert_with(|| words.place(keys.get(row))));
                given.push(u8::from(place.is_some()));
                places.extend(place);
            }
        }
        columns.column(Levels::NONE, Levels { greatest: 1, slots: &given }, &Column::Places(&words, &places));
    }
}

impl Form for Parquet {
    fn files(&self) -> Vec<FileForm> {
        let file = |name: &str, fields| FileForm { name: format!("{name}.parquet"), begin: Begin::Parquet(schema(name, fields)) };
        let mut fields = self.root.fields();
        if let (Some(key), Some(_)) = (&self.group_key, &self.group) {
            fields.insert(1, text(key, false));
        }
        fields.extend(self.children.iter().map(|child| list(&child.name, true, row(child.fields()))));
        let root = file(&self.root.name, fields);
        std::iter::once(root).chain(self.group.iter().map(|group| file(&group.name, group.fields()))).collect()
    }

    fn run(&self, run: &Run) -> Result<Vec<Part>, DatasetFault> {
        let mut columns = Encoder::default();
        let pieces = |place: usize| {
            Rows(run.pieces().map(|(chunk, reviews)| Piece::new(chunk, place, rows(&chunk.tables[place], &reviews))).collect())
        };
        let root = pieces(self.root.place);
        self.root.faults(&root)?;
        self.root.columns(&Frame::flat(run.reviews()), &root, |columns| self.group_column(run, columns), &mut columns);
        for child in &self.children {
            let counts = run.pieces().flat_map(|(chunk, reviews)| {
                let offsets = &chunk.tables[child.place].offsets;
                reviews.map(|review| (offsets[review + 1] - offsets[review]) as usize)
            });
            let data = pieces(child.place);
            child.faults(&data)?;
            child.columns(&Frame::nested(counts), &data, |_| {}, &mut columns);
        }
        Ok(vec![Part(Bytes::Rows(RowGroup::new(run.reviews(), columns)?))])
    }

    fn groups(&self, chunk: &Dataset) -> Result<Option<Part>, DatasetFault> {
        let Some(group) = &self.group else { return Ok(None) };
        let rows = chunk.tables[group.place].rows;
        let data = Rows(vec![Piece::new(chunk, group.place, 0..rows)]);
        group.faults(&data)?;
        let mut columns = Encoder::default();
        group.columns(&Frame::flat(rows), &data, |_| {}, &mut columns);
        Ok(Some(Part(Bytes::Rows(RowGroup::new(rows, columns)?))))
    }
}

/// The physical type of a number's column.
fn numbers(name: &str, kind: Kind) -> TypePtr {
    number(name, if kind == Kind::Integer { Physical::INT32 } else { Physical::DOUBLE })
}

/// A field's own column.
fn value(name: &str, kind: Kind) -> TypePtr {
    match kind {
        Kind::CodeSet | Kind::Reference => texts(name),
        Kind::Integer | Kind::Decimal => numbers(name, kind),
        Kind::Id | Kind::Code | Kind::Ordinal | Kind::Tri | Kind::Date | Kind::Text => text(name, false),
    }
}
