//! Arrow's arrays into a block, column by column. Each distinct text of a column is looked at once.

use std::sync::Arc;

use arrow_array::cast::AsArray;
use arrow_array::types::{ArrowPrimitiveType, Float64Type, Int32Type, Int64Type};
use arrow_array::{Array, ArrayRef, Int32Array, PrimitiveArray, StructArray};
use arrow_schema::DataType;
use concord_model::dataset::{Strings, Values};
use concord_model::dictionary::Kind;
use concord_model::missing::Missing;
use concord_model::problem::nearest;

use super::schema::{Columns, Held};
use super::values::{cells, is_absent};
use crate::block::{Block, Fault, NO_GROUP, RawColumn, WRONG, derived, elsewhere, named};
use crate::cell::{Cell, Complaint, Gap, Members, quoted};
use crate::layout::{FieldLayout, Layout, Name, Wanted};

const NOT_RECORDED: u8 = Missing::NotRecorded as u8;

/// Decodes batches, and remembers what the distinct texts of each column are as long as they stay the same.
pub(super) struct Decoder {
    /// By table and field.
    meanings: Vec<Vec<Option<Meaning>>>,
}

/// What the distinct texts of a column are.
struct Meaning {
    /// The texts; held so that no other array can take their address.
    texts: ArrayRef,
    values: Distinct,
    /// A byte a text: 0 a value, else why it is none.
    missing: Vec<u8>,
    complaints: Vec<(usize, Complaint)>,
}

/// The values of the distinct texts.
enum Distinct {
    Bytes(Vec<u8>),
    Days(Vec<[i32; 2]>),
    Pool(Strings),
}

/// One table being decoded.
struct Rows<'a> {
    layout: &'a Layout,
    wanted: &'a Wanted,
    columns: &'a Columns,
    table: usize,
}

impl Decoder {
    pub(super) fn new(layout: &Layout) -> Decoder {
        Decoder { meanings: layout.tables.iter().map(|table| table.fields.iter().map(|_| None).collect()).collect() }
    }

    /// Decodes the rows of the record table, whose places the block has already.
    pub(super) fn decode(&mut self, layout: &Layout, wanted: &Wanted, columns: &Columns, rows: &StructArray, block: &mut Block) {
        let mut claims = Vec::new();
        self.table(&Rows { layout, wanted, columns, table: layout.record }, rows, block, &mut claims);
        for &child in &layout.children {
            let offsets = &mut block.tables[child].offsets;
            offsets.resize(rows.len() + 1, offsets[offsets.len() - 1]);
        }
        for (table, parents) in claims {
            check_parents(layout, table, &parents, block);
        }
    }

    fn table(&mut self, of: &Rows<'_>, rows: &StructArray, block: &mut Block, claims: &mut Vec<(usize, ArrayRef)>) {
        let (layout, table) = (of.layout, of.table);
        block.tables[table].rows = rows.len();
        for (array, held) in of.held(rows) {
            match held {
                Held::Name(Name::Key) if of.wanted.tables[table].keys => keys(table, array, block),
                Held::Name(Name::Group) if of.wanted.tables[table].group => groups(table, array, block),
                Held::Name(Name::Parent) => claims.push((table, Arc::clone(array))),
                Held::Name(Name::Child(child)) if of.wanted.tables[child].rows => self.children(of, child, array, block, claims),
                Held::Name(Name::Field(place)) if layout.tables[table].fields[place].derived => refuse_derived(table, place, array, block),
                _ => {}
            }
        }
        for (place, _) in of.wanted.tables[table].fields.iter().enumerate().filter(|(_, wanted)| **wanted) {
            let values = of.array(rows, Held::Name(Name::Field(place)));
            let reasons = of.array(rows, Held::Reasons(place));
            self.field(of, place, rows.len(), values, reasons, block);
        }
        for row in (0..rows.len()).filter(|&row| rows.is_null(row)) {
            block.fault(table, row, None, Complaint::new("the row is null", None));
        }
    }

    fn children(&mut self, of: &Rows<'_>, child: usize, array: &ArrayRef, block: &mut Block, claims: &mut Vec<(usize, ArrayRef)>) {
        let Some(list) = array.as_list_opt::<i32>() else { return };
        let offsets = list.value_offsets();
        let (first, last) = (offsets[0], offsets[offsets.len() - 1]);
        block.tables[child].offsets = offsets.iter().map(|offset| (offset - first) as u32).collect();
        let rows = list.values().slice(first as usize, (last - first) as usize);
        if let Some(rows) = rows.as_struct_opt() {
            self.table(&Rows { table: child, ..*of }, rows, block, claims);
        }
    }

    fn field(
        &mut self,
        of: &Rows<'_>,
        place: usize,
        rows: usize,
        values: Option<&ArrayRef>,
        reasons: Option<&ArrayRef>,
        block: &mut Block,
    ) {
        let field = &of.layout.tables[of.table].fields[place];
        let mut column = RawColumn::new(field);
        let mut wrong: Vec<(usize, Complaint)> = Vec::new();
        match values {
            None => empty(field, rows, &mut column),
            Some(array) => match (array.data_type(), field.is_list()) {
                (DataType::Dictionary(_, _), false) => self.by_text(of.table, place, field, array, &mut column, &mut wrong),
                (DataType::Int32 | DataType::Int64 | DataType::Float64, false) if numbers(field, array, &mut column) => {}
                (DataType::List(_), true) => self.lists(of.table, place, field, array, &mut column, &mut wrong),
                _ => one_by_one(field, array, &mut column, &mut wrong),
            },
        }
        if let Some(reasons) = reasons {
            apply_reasons(reasons, values, &mut column, &mut wrong);
        }
        if field.required {
            require(field, &mut column, &mut wrong);
        }
        block.tables[of.table].columns[place] = column;
        let name = Some(Name::Field(place));
        block.faults.extend(wrong.into_iter().map(|(row, complaint)| Fault { table: of.table, row, name, complaint }));
    }

    /// Values by the meaning of the distinct texts.
    fn by_text(
        &mut self,
        table: usize,
        place: usize,
        field: &FieldLayout,
        array: &ArrayRef,
        column: &mut RawColumn,
        wrong: &mut Vec<(usize, Complaint)>,
    ) {
        let Some(dictionary) = array.as_dictionary_opt::<Int32Type>() else { return one_by_one(field, array, column, wrong) };
        let Some(meaning) = self.meaning(table, place, field, dictionary.values()) else { return one_by_one(field, array, column, wrong) };
        meaning.spread(dictionary.keys(), column);
        if !meaning.complaints.is_empty() {
            for (row, key) in dictionary.keys().iter().enumerate() {
                let complaint = key.and_then(|key| meaning.complaints.iter().find(|(text, _)| *text == key as usize));
                wrong.extend(complaint.map(|(_, complaint)| (row, complaint.clone())));
            }
        }
    }

    /// Lists of codes or names.
    fn lists(
        &mut self,
        table: usize,
        place: usize,
        field: &FieldLayout,
        array: &ArrayRef,
        column: &mut RawColumn,
        wrong: &mut Vec<(usize, Complaint)>,
    ) {
        let Some(list) = array.as_list_opt::<i32>() else { return one_by_one(field, array, column, wrong) };
        let (offsets, items) = (list.value_offsets(), list.values());
        let dictionary = items.as_dictionary_opt::<Int32Type>().filter(|_| field.kind == Kind::CodeSet);
        let codes = dictionary.and_then(|items| Some((items.keys(), self.meaning(table, place, field, items.values())?)));
        let cell = cells(items.as_ref());
        let mut members = Members::default();
        for row in 0..list.len() {
            let range = offsets[row] as usize..offsets[row + 1] as usize;
            if list.is_valid(row)
                && let Some((keys, meaning)) = codes
                && meaning.add_set(keys, range.clone(), column)
            {
                column.note(None);
                continue;
            }
            members.clear();
            for item in range {
                match cell(item) {
                    Cell::Text(text) => members.push(text),
                    Cell::Whole(number) => members.push(&number.to_string()),
                    _ => members.odd = true,
                }
            }
            let gap = column.add(field, if list.is_null(row) { Cell::Null } else { Cell::List(&members) });
            wrong.extend(column.note(gap).map(|complaint| (row, complaint)));
        }
    }

    /// What the distinct texts of a field are, remembered as long as they stay the same.
    fn meaning(&mut self, table: usize, place: usize, field: &FieldLayout, texts: &ArrayRef) -> Option<&Meaning> {
        let known = &mut self.meanings[table][place];
        if !known.as_ref().is_some_and(|known| std::ptr::addr_eq(Arc::as_ptr(&known.texts), Arc::as_ptr(texts))) {
            *known = Meaning::of(field, texts);
        }
        known.as_ref()
    }
}

impl Rows<'_> {
    /// The columns of the table that the dictionary knows.
    fn held<'r>(&'r self, rows: &'r StructArray) -> impl Iterator<Item = (&'r ArrayRef, Held)> {
        let held = &self.columns.tables[self.table].held;
        rows.fields()
            .iter()
            .zip(rows.columns())
            .filter_map(move |(field, array)| held.iter().find(|(name, _)| name == field.name()).map(|(_, held)| (array, *held)))
    }

    fn array<'r>(&self, rows: &'r StructArray, held: Held) -> Option<&'r ArrayRef> {
        let (name, _) = self.columns.tables[self.table].held.iter().find(|(_, known)| *known == held)?;
        rows.column_by_name(name)
    }
}

impl Meaning {
    /// What distinct texts are as values of a field, or as members of its sets; nothing for kinds that are no texts.
    fn of(field: &FieldLayout, texts: &ArrayRef) -> Option<Meaning> {
        let cell = cells(texts.as_ref());
        let mut gaps = Vec::new();
        let values = match field.kind {
            Kind::Code | Kind::Ordinal | Kind::CodeSet => Distinct::Bytes(settle(texts.len(), &mut gaps, |text| field.code(cell(text)))),
            Kind::Tri => Distinct::Bytes(settle(texts.len(), &mut gaps, |text| field.tri(cell(text)))),
            Kind::Date => Distinct::Days(settle(texts.len(), &mut gaps, |text| field.date(cell(text)))),
            Kind::Text => Distinct::Pool(settle(texts.len(), &mut gaps, |text| field.text(cell(text))).into_iter().collect()),
            Kind::Id | Kind::Integer | Kind::Decimal | Kind::Reference => return None,
        };
        let mut meaning = Meaning { texts: Arc::clone(texts), values, missing: vec![0; texts.len()], complaints: Vec::new() };
        for (text, gap) in gaps {
            meaning.missing[text] = match gap {
                Gap::Missing(reason) => reason as u8,
                Gap::Wrong(complaint) => {
                    meaning.complaints.push((text, *complaint));
                    WRONG
                }
            };
        }
        Some(meaning)
    }

    /// Adds a row's set, unless a member is no code.
    fn add_set(&self, keys: &Int32Array, items: std::ops::Range<usize>, column: &mut RawColumn) -> bool {
        let (Distinct::Bytes(places), Values::CodeSet { width, bits }) = (&self.values, &mut column.column.values) else { return false };
        let start = bits.len();
        bits.resize(start + *width, 0);
        for item in items {
            let key = keys.value(item) as usize;
            if keys.is_null(item) || self.missing.get(key) != Some(&0) {
                bits.truncate(start);
                return false;
            }
            let place = usize::from(places[key]);
            bits[start + place / 8] |= 1 << (place % 8);
        }
        column.rows += 1;
        true
    }

    /// The value of each row.
    fn spread(&self, keys: &Int32Array, column: &mut RawColumn) {
        column.rows = keys.len();
        match (&self.values, &mut column.column.values) {
            (Distinct::Bytes(bytes), Values::Code(values) | Values::Tri(values)) => *values = each(keys, bytes, 0),
            (Distinct::Days(days), Values::Date(values)) => *values = each(keys, days, [0; 2]),
            (Distinct::Pool(texts), Values::Text { pool, codes }) => {
                *pool = texts.clone();
                *codes = keys.iter().map(|key| key.map_or(0, |key| key as u32)).collect();
            }
            _ => {}
        }
        if keys.null_count() > 0 || self.missing.iter().any(|&reason| reason != 0) {
            column.column.missing = each(keys, &self.missing, NOT_RECORDED);
        }
    }
}

/// The values that are there, with empty ones and their gaps where there is none.
fn settle<T: Default>(count: usize, gaps: &mut Vec<(usize, Gap)>, read: impl Fn(usize) -> Result<T, Gap>) -> Vec<T> {
    let or_gap = |(place, read): (usize, Result<T, Gap>)| {
        read.unwrap_or_else(|gap| {
            gaps.push((place, gap));
            T::default()
        })
    };
    (0..count).map(read).enumerate().map(or_gap).collect()
}

/// The value of each key, and another where there is none.
fn each<T: Copy>(keys: &Int32Array, values: &[T], none: T) -> Vec<T> {
    let value = |key: i32| values.get(key as usize).copied().unwrap_or(none);
    let Some(nulls) = keys.nulls() else { return keys.values().iter().map(|&key| value(key)).collect() };
    let mut all = vec![none; keys.len()];
    nulls.valid_indices().for_each(|row| all[row] = value(keys.values()[row]));
    all
}

fn keys(table: usize, array: &ArrayRef, block: &mut Block) {
    let cell = cells(array.as_ref());
    for row in 0..array.len() {
        let name = named(cell(row));
        block.tables[table].keys.push(name.as_ref().map_or("", |name| name));
        if let Err(complaint) = name {
            block.fault(table, row, Some(Name::Key), complaint);
        }
    }
}

fn groups(table: usize, array: &ArrayRef, block: &mut Block) {
    let distinct = array.as_dictionary_opt::<Int32Type>();
    let texts = distinct.map_or(array, |dictionary| dictionary.values());
    let cell = cells(texts.as_ref());
    let mut complaints = Vec::new();
    for name in (0..texts.len()).map(|text| named(cell(text))) {
        block.groups.push(name.as_ref().map_or("", |name| name));
        complaints.push(name.err());
    }
    for row in 0..array.len() {
        let text = distinct.map_or(Some(row), |dictionary| dictionary.key(row));
        let complaint = match text {
            Some(text) if text < complaints.len() => complaints[text].clone(),
            _ => named(Cell::Null).err(),
        };
        block.group.push(text.filter(|_| complaint.is_none()).map_or(NO_GROUP, |text| text as u32));
        if let Some(complaint) = complaint {
            block.fault(table, row, Some(Name::Group), complaint);
        }
    }
}

fn refuse_derived(table: usize, place: usize, array: &ArrayRef, block: &mut Block) {
    let cell = cells(array.as_ref());
    for row in 0..array.len() {
        if let Some(complaint) = derived(cell(row)) {
            block.fault(table, row, Some(Name::Field(place)), complaint);
        }
    }
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

/// Numbers of the common types, if all of them fit.
fn numbers(field: &FieldLayout, array: &ArrayRef, column: &mut RawColumn) -> bool {
    let whole = |number: i64| field.integer(Cell::Whole(number)).ok();
    let fit = match (&mut column.column.values, array.data_type()) {
        (Values::Integer(numbers), DataType::Int32) => fill(array.as_primitive::<Int32Type>(), numbers, |number| whole(number.into())),
        (Values::Integer(numbers), DataType::Int64) => fill(array.as_primitive::<Int64Type>(), numbers, whole),
        (Values::Decimal(numbers), DataType::Float64) => {
            fill(array.as_primitive::<Float64Type>(), numbers, |number| field.decimal(Cell::Number(number)).ok())
        }
        _ => false,
    };
    if !fit {
        *column = RawColumn::new(field);
        return false;
    }
    column.rows = array.len();
    if let Some(nulls) = array.nulls().filter(|nulls| nulls.null_count() > 0) {
        column.column.missing = vec![NOT_RECORDED; array.len()];
        nulls.valid_indices().for_each(|row| column.column.missing[row] = 0);
    }
    true
}

fn fill<T: ArrowPrimitiveType, V: Copy + Default>(
    array: &PrimitiveArray<T>,
    values: &mut Vec<V>,
    read: impl Fn(T::Native) -> Option<V>,
) -> bool {
    let value = |row: usize| if array.is_null(row) { Some(V::default()) } else { read(array.value(row)) };
    values.reserve(array.len());
    for row in 0..array.len() {
        let Some(value) = value(row) else { return false };
        values.push(value);
    }
    true
}

fn one_by_one(field: &FieldLayout, array: &ArrayRef, column: &mut RawColumn, wrong: &mut Vec<(usize, Complaint)>) {
    let cell = cells(array.as_ref());
    for row in 0..array.len() {
        let gap = column.add(field, cell(row));
        wrong.extend(column.note(gap).map(|complaint| (row, complaint)));
    }
}

fn empty(field: &FieldLayout, rows: usize, column: &mut RawColumn) {
    for _ in 0..rows {
        let gap = column.add(field, Cell::Null);
        column.note(gap);
    }
}

/// Why values are missing, by the column that says so.
fn apply_reasons(reasons: &ArrayRef, values: Option<&ArrayRef>, column: &mut RawColumn, wrong: &mut Vec<(usize, Complaint)>) {
    let cell = cells(reasons.as_ref());
    for row in 0..reasons.len() {
        let text = match cell(row) {
            Cell::Null | Cell::Text("") => continue,
            Cell::Text(text) => text,
            _ => "",
        };
        let missing = &mut column.column.missing;
        missing.resize(column.rows, 0);
        let given = values.is_some_and(|values| !is_absent(values, row));
        let complaint = match Missing::from_name(text) {
            _ if given => Complaint::new("has both a value and a reason for which there is none", Some("keep one of the two".to_owned())),
            Some(reason) => {
                missing[row] = reason as u8;
                continue;
            }
            None => {
                let names = Missing::IN_DATA.map(Missing::name);
                let near = nearest(text, names).into_iter().chain([format!("allowed: {}", names.join(", "))]);
                Complaint::new(format!("unknown reason {}", quoted(text)), Some(near.collect::<Vec<_>>().join(" ")))
            }
        };
        missing[row] = WRONG;
        wrong.push((row, complaint));
    }
}

fn require(field: &FieldLayout, column: &mut RawColumn, wrong: &mut Vec<(usize, Complaint)>) {
    for (row, missing) in column.column.missing.iter_mut().enumerate().filter(|(_, missing)| !matches!(**missing, 0 | WRONG)) {
        *missing = WRONG;
        wrong.push((row, field.required()));
    }
}
