//! Which columns of a Parquet file are which fields, and how each is best decoded.

use std::collections::BTreeMap;
use std::sync::Arc;

use arrow_schema::{DataType, Field, Fields, Schema};
use concord_model::dictionary::Kind;
use concord_model::problem::{Problem, nearest};

use crate::layout::{Layout, Name, Wanted};
use crate::notices::{absent_columns, unknown_names};

/// What the name of a column with the reasons for a field's missing values ends in.
pub(super) const REASONS: &str = "__missing";

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Held {
    Name(Name),
    /// The reasons for which a field, by its place, has no value.
    Reasons(usize),
}

/// The columns of one table by their names.
#[derive(Debug, Default)]
pub(super) struct TableColumns {
    pub(super) held: Vec<(String, Held)>,
    /// Whether the file has the table at all.
    pub(super) present: bool,
}

/// What a file's columns are.
#[derive(Debug)]
pub(super) struct Columns {
    /// One a table of the dictionary.
    pub(super) tables: Vec<TableColumns>,
    /// What each leaf of the schema belongs to: a table and what it holds there.
    leaves: Vec<Option<(usize, Held)>>,
    unknown: BTreeMap<(usize, String), u64>,
    faults: Vec<Problem>,
}

impl Columns {
    /// Finds the columns of a layout in a file's schema. `rows` is how many records the file has.
    pub(super) fn find(file: &str, schema: &Schema, layout: &Layout, rows: u64) -> Result<Columns, Vec<Problem>> {
        let mut columns = Columns {
            tables: layout.tables.iter().map(|_| TableColumns::default()).collect(),
            leaves: Vec::new(),
            unknown: BTreeMap::new(),
            faults: Vec::new(),
        };
        columns.table(file, layout, layout.record, schema.fields(), rows);
        for table in layout.read_tables() {
            columns.check_required(file, layout, table);
        }
        if columns.faults.is_empty() { Ok(columns) } else { Err(columns.faults) }
    }

    fn table(&mut self, file: &str, layout: &Layout, table: usize, fields: &Fields, rows: u64) {
        self.tables[table].present = true;
        for field in fields {
            let held = held(layout, table, field.name());
            match (held, rows_of(field.data_type())) {
                (Some(Held::Name(Name::Child(child))), Some(fields)) => {
                    self.hold(file, layout, table, field, Held::Name(Name::Child(child)));
                    self.table(file, layout, child, fields, rows);
                    continue;
                }
                (Some(held), _) if fits(layout, table, held, field.data_type()) => self.hold(file, layout, table, field, held),
                (Some(held), _) => self.misfit(file, layout, table, field, held),
                (None, _) => {
                    self.unknown.insert((table, field.name().clone()), rows);
                }
            }
            let leaf = held.filter(|held| !matches!(held, Held::Name(Name::Child(_)))).map(|held| (table, held));
            self.leaves.extend(std::iter::repeat_n(leaf, leaf_count(field.data_type())));
        }
    }

    fn hold(&mut self, file: &str, layout: &Layout, table: usize, field: &Field, held: Held) {
        let columns = &mut self.tables[table].held;
        if columns.iter().any(|(_, known)| *known == held) {
            let problem = Problem::of(file, format!("has two columns {}", field.name())).about(layout.tables[table].name.clone());
            self.faults.push(problem.hint("keep one of the two"));
        } else {
            columns.push((field.name().clone(), held));
        }
    }

    fn misfit(&mut self, file: &str, layout: &Layout, table: usize, field: &Field, held: Held) {
        let wanted = match held {
            Held::Name(Name::Child(_)) => "a list of structs",
            Held::Name(Name::Field(place)) if layout.tables[table].fields[place].is_list() => "a list of texts",
            _ => "texts, numbers or dates",
        };
        let message = format!("is a column of type {}, where {wanted} are expected", field.data_type());
        self.faults.push(Problem::of(file, message).about(format!("{}.{}", layout.tables[table].name, field.name())));
    }

    fn check_required(&mut self, file: &str, layout: &Layout, table: usize) {
        if !self.tables[table].present {
            return;
        }
        let known = &layout.tables[table];
        let group = known.group_key.as_ref().map(|_| Name::Group);
        let required = layout.given_fields(table).filter(|(_, field)| field.required).map(|(place, _)| Name::Field(place));
        for name in std::iter::once(Name::Key).chain(group).chain(required) {
            if self.tables[table].held.iter().all(|(_, held)| *held != Held::Name(name)) {
                let written = known.written(name, layout);
                let unknown = self.unknown.keys().filter(|(other, _)| *other == table).map(|(_, name)| name.as_str());
                let hint = nearest(written, unknown).map(|near| near.replace("did you mean", "it has"));
                let message = format!("has no column {written}, which every row needs");
                self.faults.push(Problem::of(file, message).about(known.name.clone()).maybe_hint(hint));
            }
        }
    }

    /// The same schema, with texts that are decoded by their dictionary: each distinct one is then looked at once.
    pub(super) fn hinted(&self, schema: &Schema, layout: &Layout) -> Schema {
        let mut leaf = 0;
        let fields: Fields = schema.fields().iter().map(|field| Arc::new(self.hint(field, layout, &mut leaf))).collect();
        Schema::new(fields)
    }

    fn hint(&self, field: &Field, layout: &Layout, leaf: &mut usize) -> Field {
        let hinted = match field.data_type() {
            DataType::List(item) => DataType::List(Arc::new(self.hint(item, layout, leaf))),
            DataType::Struct(fields) => DataType::Struct(fields.iter().map(|field| Arc::new(self.hint(field, layout, leaf))).collect()),
            other => {
                let held = self.leaves.get(*leaf).copied().flatten();
                *leaf += leaf_count(other);
                match other {
                    DataType::Utf8 | DataType::Binary if held.is_some_and(|held| repeats(layout, held)) => {
                        DataType::Dictionary(Box::new(DataType::Int32), Box::new(other.clone()))
                    }
                    _ => other.clone(),
                }
            }
        };
        field.clone().with_data_type(hinted)
    }

    /// The leaves of a table that a pass decodes; of a table of whose columns none is wanted any one, which tells how many rows it has.
    pub(super) fn wanted_leaves(&self, wanted: &Wanted, table: usize) -> Vec<usize> {
        let of_table = |leaf: &usize| self.leaves[*leaf].is_some_and(|(held, _)| held == table);
        let wants = |leaf: &usize| self.leaves[*leaf].is_some_and(|held| wants(wanted, held));
        let mut leaves: Vec<usize> = (0..self.leaves.len()).filter(of_table).filter(wants).collect();
        if leaves.is_empty() && wanted.tables[table].rows {
            leaves.extend((0..self.leaves.len()).find(of_table));
        }
        leaves
    }

    /// Whether the dictionary knows all columns.
    pub(super) fn all_known(&self) -> bool {
        self.unknown.is_empty()
    }

    pub(super) fn notices(&self, file: &str, layout: &Layout) -> Vec<Problem> {
        let absent = |table: usize| {
            let known = &layout.tables[table];
            if !self.tables[table].present {
                return Some(Problem::of(file, format!("has no column {}: no record has any", known.name)));
            }
            let held = |place: usize| self.tables[table].held.iter().any(|(_, held)| *held == Held::Name(Name::Field(place)));
            let names: Vec<&str> =
                layout.given_fields(table).filter(|(place, _)| !held(*place)).map(|(_, field)| field.name.as_str()).collect();
            absent_columns(file, &known.name, &names)
        };
        layout.read_tables().filter_map(absent).chain(unknown_names(layout, |_| file, &self.unknown)).collect()
    }
}

fn held(layout: &Layout, table: usize, name: &str) -> Option<Held> {
    let known = &layout.tables[table];
    known.name(name).map(Held::Name).or_else(|| match known.name(name.strip_suffix(REASONS)?) {
        Some(Name::Field(field)) if !known.fields[field].derived => Some(Held::Reasons(field)),
        _ => None,
    })
}

/// The fields of the rows in a column of lists of structs.
fn rows_of(data_type: &DataType) -> Option<&Fields> {
    match data_type {
        DataType::List(item) => match item.data_type() {
            DataType::Struct(fields) => Some(fields),
            _ => None,
        },
        _ => None,
    }
}

fn fits(layout: &Layout, table: usize, held: Held, data_type: &DataType) -> bool {
    match held {
        Held::Name(Name::Child(_)) => *data_type == DataType::Null,
        Held::Name(Name::Field(place)) if layout.tables[table].fields[place].is_list() => match data_type {
            DataType::List(item) => !item.data_type().is_nested(),
            other => !other.is_nested(),
        },
        _ => !data_type.is_nested(),
    }
}

/// Whether the texts of a column mostly repeat, so that it is best decoded by its dictionary.
fn repeats(layout: &Layout, (table, held): (usize, Held)) -> bool {
    match held {
        Held::Name(Name::Field(place)) => !matches!(layout.tables[table].fields[place].kind, Kind::Id | Kind::Reference),
        Held::Name(Name::Group) | Held::Reasons(_) => true,
        Held::Name(_) => false,
    }
}

fn wants(wanted: &Wanted, (table, held): (usize, Held)) -> bool {
    let of_table = &wanted.tables[table];
    match held {
        Held::Name(Name::Key) => of_table.keys,
        Held::Name(Name::Group) => of_table.group,
        Held::Name(Name::Field(place)) => of_table.fields[place] || wanted.whole,
        Held::Name(Name::Parent | Name::Child(_)) => wanted.whole,
        Held::Reasons(place) => of_table.fields[place],
    }
}

fn leaf_count(data_type: &DataType) -> usize {
    match data_type {
        DataType::List(item) | DataType::LargeList(item) | DataType::FixedSizeList(item, _) | DataType::Map(item, _) => {
            leaf_count(item.data_type())
        }
        DataType::Struct(fields) => fields.iter().map(|field| leaf_count(field.data_type())).sum(),
        _ => 1,
    }
}
