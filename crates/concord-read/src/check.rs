//! What a record as a whole must hold to: one key, a known group, dates in order, references that lead somewhere.

use std::collections::{HashMap, HashSet};

use concord_model::dataset::{Strings, Values};
use concord_model::date::PartialDate;
use concord_model::dictionary::Kind;
use concord_model::problem::nearest;

use crate::block::{Block, Fault, NO_GROUP};
use crate::cell::{Complaint, quoted};
use crate::index::Index;
use crate::layout::{Layout, Name};

/// Rows of a record up to which names are compared one by one rather than looked up.
const FEW: usize = 16;

/// The groups that records may name.
#[derive(Debug)]
pub(crate) struct Groups {
    pub(crate) places: HashMap<String, u32>,
    /// The group table's name.
    pub(crate) table: String,
    /// Whether there is a file of it; if not, whatever records name is known.
    pub(crate) given: bool,
}

/// What was found in a block.
#[derive(Debug, Default)]
pub(crate) struct Findings {
    /// Of which a record is refused, by record.
    pub(crate) faults: Vec<(usize, Fault)>,
    /// With which it is kept, by record.
    pub(crate) warnings: Vec<(usize, Fault)>,
    /// The group of each record.
    pub(crate) group: Vec<u32>,
}

/// Where the records before ended in the index.
#[derive(Debug, Default)]
pub(crate) struct Cursors {
    duplicate: usize,
    circle: usize,
    orphan: usize,
}

/// Checks the records of a block, and makes its references row numbers. `unit` is what places count.
pub(crate) fn check(
    layout: &Layout,
    block: &mut Block,
    index: &Index,
    groups: Option<&Groups>,
    cursors: &mut Cursors,
    unit: &str,
) -> Findings {
    let mut faults = std::mem::take(&mut block.faults);
    let mut findings = Findings::default();
    if let Some(groups) = groups {
        find_groups(layout, block, groups, &mut findings.group, &mut faults);
    }
    faults.extend(backwards(layout, block).into_iter().filter_map(|record| first_backwards(layout, block, record)));
    for record in 0..block.records() {
        for &table in &layout.children {
            repeated_keys(layout, block, table, record, &mut faults);
        }
    }
    find_known_faults(layout, block, index, cursors, unit, &mut faults, &mut findings.warnings);
    resolve_references(layout, block, &mut faults);
    if let Some(groups) = groups.filter(|groups| groups.given) {
        unknown_homes(layout, block, groups, &mut findings.warnings);
    }
    findings.faults = faults.into_iter().map(|fault| (record_of(layout, block, &fault), fault)).collect();
    let order = |(record, fault): &(usize, Fault)| (*record, fault.table != layout.record, fault.table, fault.row, fault.name);
    findings.faults.sort_by_key(order);
    findings.warnings.sort_by_key(order);
    drop_consequences(layout, &mut findings.faults);
    findings
}

/// Where a row as a whole is wrong, what its values lack is no fault of their own; of a record, what its child rows lack neither.
fn drop_consequences(layout: &Layout, faults: &mut Vec<(usize, Fault)>) {
    let whole = |fault: &Fault| fault.name.is_none().then_some((fault.table, fault.row));
    let rows: HashSet<(usize, usize)> = faults.iter().filter_map(|(_, fault)| whole(fault)).collect();
    faults.retain(|(record, fault)| {
        let of_row = fault.name.is_some() && rows.contains(&(fault.table, fault.row));
        let of_record = fault.table != layout.record && rows.contains(&(layout.record, *record));
        !of_row && !of_record
    });
}

fn record_of(layout: &Layout, block: &Block, fault: &Fault) -> usize {
    if fault.table == layout.record {
        return fault.row;
    }
    block.tables[fault.table].offsets.partition_point(|&offset| offset as usize <= fault.row).saturating_sub(1)
}

/// The records whose dates certainly run backwards, ascending.
pub(crate) fn backwards(layout: &Layout, block: &Block) -> Vec<usize> {
    let mut records = Vec::new();
    for order in &layout.order {
        let mut latest = vec![i32::MIN; block.records()];
        for &place in order {
            let column = &block.tables[layout.record].columns[place].column;
            let Values::Date(days) = &column.values else { continue };
            for (record, (latest, &[first, last])) in latest.iter_mut().zip(days).enumerate() {
                if column.missing(record) == 0 {
                    if last < *latest {
                        records.push(record);
                    }
                    *latest = first.max(*latest);
                }
            }
        }
    }
    records.sort_unstable();
    records.dedup();
    records
}

/// The first of a record's dates that lies before one that it should follow, and which that is.
fn first_backwards(layout: &Layout, block: &Block, record: usize) -> Option<Fault> {
    let field = |place: usize| layout.record_table().fields[place].name.as_str();
    for order in &layout.order {
        let mut latest: Option<(i32, &str)> = None;
        for &place in order {
            let Some(date) = block.tables[layout.record].columns[place].column.date(record) else { continue };
            if let Some((first, earlier)) = latest.filter(|(first, _)| date.last < *first) {
                let message = format!("{date} lies before {earlier}, which is {} at the earliest", PartialDate::day(first));
                let names: Vec<&str> = order.iter().map(|&place| field(place)).collect();
                let complaint = Complaint::new(message, Some(format!("in order: {}", names.join(", "))));
                return Some(Fault { table: layout.record, row: record, name: Some(Name::Field(place)), complaint });
            }
            if latest.is_none_or(|(first, _)| date.first > first) {
                latest = Some((date.first, field(place)));
            }
        }
    }
    None
}

/// Each record's group, by its name.
fn find_groups(layout: &Layout, block: &Block, groups: &Groups, group: &mut Vec<u32>, faults: &mut Vec<Fault>) {
    let place_of = |name: &str| groups.places.get(name).copied();
    let places: Vec<Option<u32>> = block.groups.iter().map(place_of).collect();
    for (record, &place) in block.group.iter().enumerate() {
        let known = places.get(place as usize).copied().flatten();
        group.push(known.unwrap_or(0));
        if known.is_none() && place != NO_GROUP {
            let complaint = unknown_group(block.groups.get(place as usize), groups);
            faults.push(Fault { table: layout.record, row: record, name: Some(Name::Group), complaint });
        }
    }
}

fn unknown_group(name: &str, groups: &Groups) -> Complaint {
    let mut names: Vec<&str> = groups.places.keys().map(String::as_str).collect();
    names.sort_unstable();
    Complaint::new(format!("{} is not in {}", quoted(name), groups.table), nearest(name, names))
}

/// Ids that name a group, such as a child's home area, and that the group table does not have: the record is kept.
fn unknown_homes(layout: &Layout, block: &Block, groups: &Groups, warnings: &mut Vec<(usize, Fault)>) {
    let names_group = |place: usize| layout.record_table().fields[place].references == layout.dictionary.group;
    for (place, _) in layout.given_fields(layout.record).filter(|(place, field)| field.kind == Kind::Id && names_group(*place)) {
        let column = &block.tables[layout.record].columns[place].column;
        for record in 0..block.records() {
            if let Some(name) = column.id(record).filter(|name| !groups.places.contains_key(*name)) {
                let fault =
                    Fault { table: layout.record, row: record, name: Some(Name::Field(place)), complaint: unknown_group(name, groups) };
                warnings.push((record, fault));
            }
        }
    }
}

/// What the first pass knows of these records.
fn find_known_faults(
    layout: &Layout,
    block: &Block,
    index: &Index,
    cursors: &mut Cursors,
    unit: &str,
    faults: &mut Vec<Fault>,
    warnings: &mut Vec<(usize, Fault)>,
) {
    let parent = index_parent(layout);
    let fault = |record: usize, name: Option<Name>, message: String, hint: &str| Fault {
        table: layout.record,
        row: record,
        name,
        complaint: Complaint::new(message, Some(hint.to_owned())),
    };
    for (record, place) in block.places.iter().enumerate() {
        if let Some((_, first)) = next_at(&index.duplicates, &mut cursors.duplicate, *place, |(place, _)| *place) {
            let message = format!("has the same key as the record in {unit} {first}");
            faults.push(fault(record, Some(Name::Key), message, "the first is kept; remove this one or mend its key"));
        }
        if next_at(&index.circles, &mut cursors.circle, *place, |place| *place).is_some() {
            let message = "follows from itself, directly or by way of others".to_owned();
            faults.push(fault(record, parent, message, "a review follows from one before it"));
        }
        if next_at(&index.orphans, &mut cursors.orphan, *place, |place| *place).is_some() {
            let name = crate::layout::chain_field(&layout.dictionary)
                .and_then(|field| block.tables[layout.record].columns[field].column.id(record));
            let message = format!("{} is not in the data", quoted(name.unwrap_or_default()));
            warnings.push((
                record,
                fault(record, parent, message, "the review is kept, as an incident of its own or of those that name the same"),
            ));
        }
    }
}

fn index_parent(layout: &Layout) -> Option<Name> {
    crate::layout::chain_field(&layout.dictionary).map(Name::Field)
}

/// The entry at a place, where entries and the places asked for ascend.
fn next_at<T: Copy>(entries: &[T], cursor: &mut usize, place: u32, place_of: impl Fn(&T) -> u32) -> Option<T> {
    while entries.get(*cursor).is_some_and(|entry| place_of(entry) < place) {
        *cursor += 1;
    }
    entries.get(*cursor).filter(|entry| place_of(entry) == place).copied()
}

/// Child rows of one record that have the same key.
fn repeated_keys(layout: &Layout, block: &Block, table: usize, record: usize, faults: &mut Vec<Fault>) {
    let (rows, keys) = (block.rows_of(table, record), &block.tables[table].keys);
    let start = rows.start;
    // Mostly keys ascend, and then none stands twice.
    let ascend = |a: &&str, b: &&str| (a.len(), *a) < (b.len(), *b);
    if rows.clone().filter(|&row| row < keys.len()).map(|row| keys.get(row)).is_sorted_by(ascend) {
        return;
    }
    let mut seen: HashMap<&str, usize> = HashMap::new();
    for row in rows.clone().filter(|&row| row < keys.len()) {
        let key = keys.get(row);
        let first = if rows.len() <= FEW {
            (start..row).find(|&before| keys.get(before) == key)
        } else {
            let first = *seen.entry(key).or_insert(row);
            (first < row).then_some(first)
        };
        if let Some(first) = first.filter(|_| !key.is_empty()) {
            let message = format!("has the same {} as row {} of the same record", layout.tables[table].key, first - start + 1);
            faults.push(Fault { table, row, name: Some(Name::Key), complaint: Complaint::new(message, None) });
        }
    }
}

/// Makes names of references the rows that they point at, each once.
fn resolve_references(layout: &Layout, block: &mut Block, faults: &mut Vec<Fault>) {
    for table in layout.read_tables() {
        for (place, field) in layout.given_fields(table).filter(|(_, field)| field.kind == Kind::Reference) {
            let Some(target) = field.references.filter(|target| layout.children.contains(target)) else { continue };
            let column = &block.tables[table].columns[place];
            let Values::Reference { offsets, .. } = &column.column.values else { continue };
            let mut resolved = (vec![0u32], Vec::new());
            for record in 0..block.records() {
                let rows = if table == layout.record { record..record + 1 } else { block.rows_of(table, record) };
                let targets = Targets::new(&block.tables[target].keys, block.rows_of(target, record));
                for row in rows.filter(|row| row + 1 < offsets.len()) {
                    let start = resolved.1.len();
                    for name in (offsets[row]..offsets[row + 1]).map(|name| column.names.get(name as usize)) {
                        match targets.find(name) {
                            Some(found) if !resolved.1[start..].contains(&found) => resolved.1.push(found),
                            Some(_) => {}
                            None => faults.push(Fault {
                                table,
                                row,
                                name: Some(Name::Field(place)),
                                complaint: targets.dangling(name, &layout.tables[target].name),
                            }),
                        }
                    }
                    resolved.0.push(resolved.1.len() as u32);
                }
            }
            let (offsets, rows) = resolved;
            block.tables[table].columns[place].column.values = Values::Reference { offsets, rows };
        }
    }
}

/// The rows of one record that references may point at.
struct Targets<'a> {
    keys: &'a Strings,
    rows: std::ops::Range<usize>,
    places: Option<HashMap<&'a str, usize>>,
}

impl<'a> Targets<'a> {
    fn new(keys: &'a Strings, rows: std::ops::Range<usize>) -> Targets<'a> {
        let rows = rows.start.min(keys.len())..rows.end.min(keys.len());
        let places = (rows.len() > FEW).then(|| rows.clone().rev().map(|row| (keys.get(row), row)).collect());
        Targets { keys, rows, places }
    }

    fn find(&self, name: &str) -> Option<u32> {
        let row = match &self.places {
            Some(places) => places.get(name).copied(),
            None => self.rows.clone().find(|&row| self.keys.get(row) == name),
        };
        row.filter(|_| !name.is_empty()).map(|row| row as u32)
    }

    fn dangling(&self, name: &str, table: &str) -> Complaint {
        let near = nearest(name, self.rows.clone().map(|row| self.keys.get(row)));
        Complaint::new(format!("{} is none of the {table} of this record", quoted(name)), near)
    }
}
