//! Arrow's arrays into the rows of a block, column by column.

use std::sync::Arc;

use arrow_array::cast::AsArray;
use arrow_array::types::Int32Type;
use arrow_array::{Array, ArrayRef, StructArray};
use arrow_schema::DataType;
use concord_model::dataset::Strings;
use concord_model::dictionary::Kind;

use super::filling::Filling;
use super::meaning::Meaning;
use super::schema::{Columns, Held};
use super::values::cells;
use crate::block::{Block, Fault, NO_GROUP, RawColumn, TableRows, derived, elsewhere, named};
use crate::cell::{Cell, Complaint, Members};
use crate::layout::{FieldLayout, Layout, Name, Wanted};

/// Decodes the batches of one table, and remembers what the distinct texts of each column are as long as they stay the same.
pub(super) struct Decoder {
    table: usize,
    /// One a field.
    meanings: Vec<Option<Meaning>>,
}

/// The decoded rows of one table.
pub(super) struct Part {
    table: usize,
    rows: TableRows,
    groups: Strings,
    group: Vec<u32>,
    faults: Vec<Fault>,
    /// The column by which child rows name their record, until its key is known.
    parents: Option<ArrayRef>,
    /// The records that the rows belong to, as they stand in the file.
    records: Option<StructArray>,
}

/// The columns of one table.
struct Rows<'a> {
    columns: &'a Columns,
    table: usize,
    rows: &'a StructArray,
}

impl Decoder {
    pub(super) fn new(layout: &Layout, table: usize) -> Decoder {
        Decoder { table, meanings: layout.tables[table].fields.iter().map(|_| None).collect() }
    }

    /// Decodes the table's rows in some records.
    pub(super) fn decode(&mut self, layout: &Layout, wanted: &Wanted, columns: &Columns, records: Option<StructArray>) -> Part {
        let table = self.table;
        let mut part = Part::new(layout, table);
        if let Some(records) = &records {
            if table == layout.record {
                part.rows.offsets = (0..=records.len() as u32).collect();
                self.table(layout, wanted, &Rows { columns, table, rows: records }, &mut part);
            } else if let Some((offsets, rows)) = records.columns().first().and_then(child_rows) {
                part.rows.offsets = offsets;
                self.table(layout, wanted, &Rows { columns, table, rows: &rows }, &mut part);
            }
        }
        part.records = records;
        part
    }

    fn table(&mut self, layout: &Layout, wanted: &Wanted, of: &Rows<'_>, part: &mut Part) {
        let (table, fields) = (&wanted.tables[self.table], &layout.tables[self.table].fields);
        part.rows.rows = of.rows.len();
        for (array, held) in of.held() {
            match held {
                Held::Name(Name::Key) if table.keys => part.keys(array),
                Held::Name(Name::Group) if table.group => part.groups(array),
                Held::Name(Name::Parent) => part.parents = Some(Arc::clone(array)),
                Held::Name(Name::Field(place)) if fields[place].derived => part.refuse_derived(place, array),
                _ => {}
            }
        }
        for (place, _) in table.fields.iter().enumerate().filter(|(_, wanted)| **wanted) {
            self.field(&fields[place], place, of, part);
        }
        for row in (0..of.rows.len()).filter(|&row| of.rows.is_null(row)) {
            part.fault(row, None, Complaint::new("the row is null", None));
        }
    }

    fn field(&mut self, field: &FieldLayout, place: usize, of: &Rows<'_>, part: &mut Part) {
        let mut filling = Filling::new(field);
        let values = of.array(Held::Name(Name::Field(place)));
        match values {
            None => filling.leave_empty(of.rows.len()),
            Some(array) => {
                let known = &mut self.meanings[place];
                let filled = match array.data_type() {
                    DataType::Dictionary(_, _) if !field.is_list() => by_text(known, array, &mut filling),
                    DataType::List(_) if field.is_list() => lists(known, array, &mut filling),
                    _ => filling.numbers(array),
                };
                if !filled {
                    filling.one_by_one(array);
                }
            }
        }
        if let Some(reasons) = of.array(Held::Reasons(place)) {
            filling.reasons(reasons, values);
        }
        let (column, wrong) = filling.finish();
        part.set(place, column, wrong);
    }
}

impl Rows<'_> {
    /// The columns of the table that the dictionary knows.
    fn held(&self) -> impl Iterator<Item = (&ArrayRef, Held)> {
        let held = &self.columns.tables[self.table].held;
        self.rows
            .fields()
            .iter()
            .zip(self.rows.columns())
            .filter_map(|(field, array)| held.iter().find(|(name, _)| name == field.name()).map(|(_, held)| (array, *held)))
    }

    fn array(&self, held: Held) -> Option<&ArrayRef> {
        let (name, _) = self.columns.tables[self.table].held.iter().find(|(_, known)| *known == held)?;
        self.rows.column_by_name(name)
    }
}

impl Part {
    fn new(layout: &Layout, table: usize) -> Part {
        let columns = layout.tables[table].fields.iter().map(RawColumn::new).collect();
        Part {
            table,
            rows: TableRows { columns, offsets: vec![0], ..TableRows::default() },
            groups: Strings::default(),
            group: Vec::new(),
            faults: Vec::new(),
            parents: None,
            records: None,
        }
    }

    /// Puts parts into the block whose places are set. Returns the records as they stand in the file, by table.
    pub(super) fn assemble(parts: Vec<Part>, layout: &Layout, block: &mut Block) -> Vec<StructArray> {
        let (mut records, mut claims) = (Vec::new(), Vec::new());
        for part in parts {
            if part.table == layout.record {
                (block.groups, block.group) = (part.groups, part.group);
            }
            block.tables[part.table] = part.rows;
            block.faults.extend(part.faults);
            claims.extend(part.parents.map(|parents| (part.table, parents)));
            records.extend(part.records);
        }
        for &child in &layout.children {
            let offsets = &mut block.tables[child].offsets;
            offsets.resize(block.places.len() + 1, offsets[offsets.len() - 1]);
        }
        for (table, parents) in claims {
            check_parents(layout, table, &parents, block);
        }
        records
    }

    fn fault(&mut self, row: usize, name: Option<Name>, complaint: Complaint) {
        self.faults.push(Fault { table: self.table, row, name, complaint });
    }

    fn set(&mut self, place: usize, column: RawColumn, wrong: Vec<(usize, Complaint)>) {
        self.rows.columns[place] = column;
        wrong.into_iter().for_each(|(row, complaint)| self.fault(row, Some(Name::Field(place)), complaint));
    }

    fn keys(&mut self, array: &ArrayRef) {
        let cell = cells(array.as_ref());
        for row in 0..array.len() {
            let name = named(cell(row));
            self.rows.keys.push(name.as_ref().map_or("", |name| name));
            if let Err(complaint) = name {
                self.fault(row, Some(Name::Key), complaint);
            }
        }
    }

    fn groups(&mut self, array: &ArrayRef) {
        let distinct = array.as_dictionary_opt::<Int32Type>();
        let texts = distinct.map_or(array, |dictionary| dictionary.values());
        let cell = cells(texts.as_ref());
        let mut complaints = Vec::new();
        for name in (0..texts.len()).map(|text| named(cell(text))) {
            self.groups.push(name.as_ref().map_or("", |name| name));
            complaints.push(name.err());
        }
        for row in 0..array.len() {
            let text = distinct.map_or(Some(row), |dictionary| dictionary.key(row));
            let complaint = match text {
                Some(text) if text < complaints.len() => complaints[text].clone(),
                _ => named(Cell::Null).err(),
            };
            self.group.push(text.filter(|_| complaint.is_none()).map_or(NO_GROUP, |text| text as u32));
            if let Some(complaint) = complaint {
                self.fault(row, Some(Name::Group), complaint);
            }
        }
    }

    fn refuse_derived(&mut self, place: usize, array: &ArrayRef) {
        let cell = cells(array.as_ref());
        for row in 0..array.len() {
            if let Some(complaint) = derived(cell(row)) {
                self.fault(row, Some(Name::Field(place)), complaint);
            }
        }
    }
}

/// The rows in a column of lists, and where those of each record start among them.
fn child_rows(array: &ArrayRef) -> Option<(Vec<u32>, StructArray)> {
    let list = array.as_list_opt::<i32>()?;
    let offsets = list.value_offsets();
    let (first, last) = (offsets[0], offsets[offsets.len() - 1]);
    let rows = list.values().as_struct_opt()?.slice(first as usize, (last - first) as usize);
    Some((offsets.iter().map(|offset| (offset - first) as u32).collect(), rows))
}

/// What these texts are for a field, as it was found before if they are the same.
fn meaning<'a>(known: &'a mut Option<Meaning>, field: &FieldLayout, texts: &ArrayRef) -> Option<&'a Meaning> {
    if !known.as_ref().is_some_and(|known| known.is_of(texts)) {
        *known = Meaning::of(field, texts);
    }
    known.as_ref()
}

/// Values by their distinct texts. Returns whether the kind of field has such.
fn by_text(known: &mut Option<Meaning>, array: &ArrayRef, filling: &mut Filling<'_>) -> bool {
    let Some(dictionary) = array.as_dictionary_opt::<Int32Type>() else { return false };
    let Some(meaning) = meaning(known, filling.field, dictionary.values()) else { return false };
    meaning.spread(dictionary.keys(), &mut filling.column);
    if !meaning.complaints.is_empty() {
        for (row, key) in dictionary.keys().iter().enumerate() {
            let complaint = key.and_then(|key| meaning.complaints.get(&(key as usize)));
            filling.wrong.extend(complaint.map(|complaint| (row, complaint.clone())));
        }
    }
    true
}

/// Lists of codes or names, codes by their distinct texts.
fn lists(known: &mut Option<Meaning>, array: &ArrayRef, filling: &mut Filling<'_>) -> bool {
    let Some(list) = array.as_list_opt::<i32>() else { return false };
    let (offsets, items) = (list.value_offsets(), list.values());
    let dictionary = items.as_dictionary_opt::<Int32Type>().filter(|_| filling.field.kind == Kind::CodeSet);
    let codes = dictionary.and_then(|items| Some((items.keys(), meaning(known, filling.field, items.values())?)));
    let cell = cells(items.as_ref());
    let mut members = Members::default();
    for row in 0..list.len() {
        let range = offsets[row] as usize..offsets[row + 1] as usize;
        if list.is_null(row) {
            filling.add(row, Cell::Null);
        } else if !codes.is_some_and(|(keys, meaning)| meaning.add_set(keys, range.clone(), &mut filling.column)) {
            members.clear();
            for item in range {
                match cell(item) {
                    Cell::Text(text) => members.push(text),
                    Cell::Whole(number) => members.push(&number.to_string()),
                    _ => members.odd = true,
                }
            }
            filling.add(row, Cell::List(&members));
        }
    }
    true
}

fn check_parents(layout: &Layout, table: usize, parents: &ArrayRef, block: &mut Block) {
    let cell = cells(parents.as_ref());
    for record in 0..block.records() {
        for row in block.rows_of(table, record) {
            let key = block.tables[layout.record].keys.get(record);
            if let Some(claim) = named(cell(row)).ok().filter(|claim| claim != key) {
                block.fault(table, row, Some(Name::Parent), elsewhere(&claim));
            }
        }
    }
}
