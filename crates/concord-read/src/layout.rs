//! A dictionary made ready for reading: names to places, codes to bytes.

use std::sync::Arc;

use concord_model::dictionary::{Code, CodesFrom, Derive, Dictionary, Field, Kind, Table};
use concord_model::problem::Problem;

use crate::lookup::Lookup;

/// The tables of one dictionary as a reader looks them up.
#[derive(Debug)]
pub(crate) struct Layout {
    pub(crate) dictionary: Arc<Dictionary>,
    /// The table whose rows are the records: the root, or the group table when that is read.
    pub(crate) record: usize,
    /// The tables whose rows stand inside a record.
    pub(crate) children: Vec<usize>,
    /// One a table of the dictionary.
    pub(crate) tables: Vec<TableLayout>,
    /// Dates of the records that must not run backwards, by their places.
    pub(crate) order: Vec<Vec<usize>>,
}

/// One table.
#[derive(Debug)]
pub(crate) struct TableLayout {
    pub(crate) name: String,
    pub(crate) key: String,
    pub(crate) parent: Option<String>,
    pub(crate) group_key: Option<String>,
    pub(crate) fields: Vec<FieldLayout>,
    names: Lookup<Name>,
}

/// What a column or a key of a table is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Name {
    Key,
    Parent,
    Group,
    Field(usize),
    /// The rows of a child table, by its place.
    Child(usize),
}

/// One field.
#[derive(Debug)]
pub(crate) struct FieldLayout {
    pub(crate) name: String,
    pub(crate) kind: Kind,
    pub(crate) required: bool,
    pub(crate) derived: bool,
    pub(crate) planned: bool,
    pub(crate) min: Option<f64>,
    pub(crate) max: Option<f64>,
    pub(crate) codes: Vec<Code>,
    pub(crate) places: Lookup<u8>,
    /// Bytes a row of a code-set.
    pub(crate) width: usize,
    /// The table that a reference points into.
    pub(crate) references: Option<usize>,
}

impl Layout {
    /// For reading the root table with its child rows.
    pub(crate) fn of_reviews(dictionary: &Arc<Dictionary>) -> Layout {
        let children = (0..dictionary.tables.len()).filter(|&table| dictionary.is_child(table)).collect();
        Layout::new(dictionary, dictionary.root, children)
    }

    /// For reading the group table.
    pub(crate) fn of_groups(dictionary: &Arc<Dictionary>, group: usize) -> Layout {
        Layout::new(dictionary, group, Vec::new())
    }

    fn new(dictionary: &Arc<Dictionary>, record: usize, children: Vec<usize>) -> Layout {
        let tables = dictionary.tables.iter().enumerate().map(|(place, table)| {
            let children: &[usize] = if place == record { &children } else { &[] };
            TableLayout::new(dictionary, table, children)
        });
        let root = dictionary.root_table();
        let places = |names: &Vec<String>| names.iter().filter_map(|name| root.field_place(name)).collect();
        let order = if record == dictionary.root { dictionary.order.iter().map(places).collect() } else { Vec::new() };
        Layout { tables: tables.collect(), dictionary: Arc::clone(dictionary), record, children, order }
    }

    /// The table of the records.
    pub(crate) fn record_table(&self) -> &TableLayout {
        &self.tables[self.record]
    }

    /// The fields of a table that the data gives: all but the derived ones.
    pub(crate) fn given_fields(&self, table: usize) -> impl Iterator<Item = (usize, &FieldLayout)> {
        self.tables[table].fields.iter().enumerate().filter(|(_, field)| !field.derived)
    }

    /// The tables that a file of records holds rows of.
    pub(crate) fn read_tables(&self) -> impl Iterator<Item = usize> + '_ {
        std::iter::once(self.record).chain(self.children.iter().copied())
    }
}

impl TableLayout {
    fn new(dictionary: &Dictionary, table: &Table, children: &[usize]) -> TableLayout {
        let mut names: Lookup<Name> = children.iter().map(|&child| (dictionary.tables[child].name.clone(), Name::Child(child))).collect();
        names.extend(table.fields.iter().enumerate().map(|(place, field)| (field.name.clone(), Name::Field(place))));
        names.extend(table.group_key.iter().map(|name| (name.clone(), Name::Group)));
        names.extend(table.parent.iter().map(|name| (name.clone(), Name::Parent)));
        names.insert(table.key.clone(), Name::Key);
        TableLayout {
            name: table.name.clone(),
            key: table.key.clone(),
            parent: table.parent.clone(),
            group_key: table.group_key.clone(),
            fields: table.fields.iter().map(|field| FieldLayout::new(dictionary, field)).collect(),
            names,
        }
    }

    /// What a column or a key of this name is.
    pub(crate) fn name(&self, name: &str) -> Option<Name> {
        self.names.get(name).copied()
    }

    /// How a column or a key is written.
    pub(crate) fn written<'a>(&'a self, name: Name, layout: &'a Layout) -> &'a str {
        match name {
            Name::Key => &self.key,
            Name::Parent => self.parent.as_deref().unwrap_or_default(),
            Name::Group => self.group_key.as_deref().unwrap_or_default(),
            Name::Field(field) => &self.fields[field].name,
            Name::Child(table) => &layout.tables[table].name,
        }
    }

    /// All names in the dictionary's order.
    pub(crate) fn all_names<'a>(&'a self, layout: &'a Layout) -> impl Iterator<Item = &'a str> {
        let mut names: Vec<Name> = self.names.values().copied().collect();
        names.sort_unstable();
        names.into_iter().map(move |name| self.written(name, layout))
    }
}

impl FieldLayout {
    fn new(dictionary: &Dictionary, field: &Field) -> FieldLayout {
        let place = |(place, code): (usize, &Code)| (code.code.clone(), u8::try_from(place).unwrap_or(u8::MAX));
        FieldLayout {
            name: field.name.clone(),
            kind: field.kind,
            required: field.required,
            derived: field.derive.is_some(),
            planned: field.planned,
            min: field.min.map(|bound| bound.0),
            max: field.max.map(|bound| bound.0),
            codes: field.codes.clone(),
            places: field.codes.iter().enumerate().map(place).collect(),
            width: field.set_width(),
            references: field.references.as_deref().and_then(|table| dictionary.table_place(table)),
        }
    }

    /// Whether its values are written as text.
    pub(crate) fn is_text(&self) -> bool {
        matches!(self.kind, Kind::Id | Kind::Code | Kind::Ordinal | Kind::Text)
    }

    /// Whether its values are lists.
    pub(crate) fn is_list(&self) -> bool {
        matches!(self.kind, Kind::CodeSet | Kind::Reference)
    }
}

/// Which columns a pass over the files decodes.
#[derive(Debug, Clone)]
pub(crate) struct Wanted {
    /// One a table of the dictionary.
    pub(crate) tables: Vec<TableWanted>,
    /// Whether everything is wanted: then unknown names are counted and derived fields refused.
    pub(crate) whole: bool,
}

/// Which columns of one table.
#[derive(Debug, Clone, Default)]
pub(crate) struct TableWanted {
    pub(crate) rows: bool,
    pub(crate) keys: bool,
    pub(crate) group: bool,
    /// One a field; never a derived one.
    pub(crate) fields: Vec<bool>,
}

impl Wanted {
    /// Everything that is read.
    pub(crate) fn all(layout: &Layout) -> Wanted {
        Wanted::select(layout, true, |_, _| true)
    }

    /// What the first pass needs: keys, groups, codings, chains and the dates that tell how far the data reach.
    pub(crate) fn index(layout: &Layout, chain: Option<usize>, dates: bool) -> Wanted {
        let coding = layout.dictionary.role(&layout.dictionary.roles.coding);
        Wanted::select(layout, false, |table, place| {
            let field = &layout.tables[table].fields[place];
            let role = table == layout.record && (Some(place) == chain || Some(place) == coding);
            role || dates && field.kind == Kind::Date && !field.planned
        })
    }

    fn select(layout: &Layout, whole: bool, wanted: impl Fn(usize, usize) -> bool) -> Wanted {
        let mut tables: Vec<TableWanted> = vec![TableWanted::default(); layout.tables.len()];
        for table in layout.read_tables() {
            let fields = &layout.tables[table].fields;
            let fields: Vec<bool> = (0..fields.len()).map(|place| !fields[place].derived && wanted(table, place)).collect();
            let root = table == layout.record;
            tables[table] = TableWanted { rows: whole || root || fields.contains(&true), keys: whole || root, group: root, fields };
        }
        Wanted { tables, whole }
    }
}

/// What the host cannot derive although the dictionary says so.
pub(crate) fn underivable(dictionary: &Dictionary) -> Vec<Problem> {
    let mut problems = Vec::new();
    for (place, table) in dictionary.tables.iter().enumerate() {
        for field in &table.fields {
            let Some(derive) = &field.derive else { continue };
            let fits = match derive {
                Derive::WorkingDays { .. } | Derive::Months { .. } => field.kind == Kind::Integer,
                Derive::AgeBand { from, .. } => {
                    matches!(field.kind, Kind::Code | Kind::Ordinal) && !from.is_empty() && from.len() <= field.codes.len()
                }
                Derive::Themes { .. } => field.kind == Kind::CodeSet && field.codes_from == CodesFrom::Themes && place == dictionary.root,
                Derive::Root { parent } => {
                    field.kind == Kind::Id && place == dictionary.root && chain_field(dictionary) == table.field_place(parent)
                }
            };
            if !fits {
                let message = format!("cannot be derived as a field of kind {} of this table", field.kind.name());
                let hint = "working_days and months give an integer, age_band a code, themes a code-set of the root table, root an id of the root table by its chain";
                problems.push(Problem::of(&dictionary.id, message).about(format!("{}.{}", table.name, field.name)).hint(hint));
            }
        }
    }
    problems
}

/// The root table's field by which reviews follow from one another.
pub(crate) fn chain_field(dictionary: &Dictionary) -> Option<usize> {
    let root = dictionary.root_table();
    let derived = || {
        root.fields.iter().find_map(|field| match &field.derive {
            Some(Derive::Root { parent }) => root.field_place(parent),
            _ => None,
        })
    };
    dictionary.role(&dictionary.roles.chain).or_else(derived)
}
