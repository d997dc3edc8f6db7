//! The first pass: what can only be told from all records together, by their keys and dates alone.
//!
//! Keys are held as 128-bit hashes: among ten million records the odds that any two different keys share one are about
//! 1.5 in 10²⁵ (n² / 2¹²⁹).

mod chains;
mod pairs;

use std::collections::HashMap;
use std::hash::Hasher;

use concord_model::dataset::{NO_CHAIN, NO_PAIR, Strings, Values};
use concord_model::date::PartialDate;
use concord_model::dictionary::Kind;
use concord_model::problem::Problem;

use crate::block::{Block, NO_GROUP, WRONG};
use crate::check::backwards;
use crate::layout::{Layout, chain_field};

pub(crate) use self::chains::{Incident, Links};
use self::pairs::Paired;

/// A 128-bit hash of a name.
pub(crate) type KeyHash = [u64; 2];

/// Hashes a name.
pub(crate) fn hash(name: &str) -> KeyHash {
    [1u8, 2].map(|half| {
        let mut hasher = std::hash::DefaultHasher::new();
        hasher.write_u8(half);
        hasher.write(name.as_bytes());
        hasher.finish()
    })
}

/// A record as it was seen in the first pass.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Seen {
    id: KeyHash,
    /// The place of its coding among the codes; 0 is the one that counts.
    coding: u8,
    place: u32,
    /// Whether it follows from another record.
    linked: bool,
}

/// What the first pass finds, while it goes on.
#[derive(Debug)]
pub(crate) struct Indexing {
    chain: Option<usize>,
    coding: Option<usize>,
    records: u64,
    seen: Vec<Seen>,
    links: Links,
    /// Names of groups in the order of their first use.
    groups: Strings,
    group_places: HashMap<String, u32>,
    reach: Reach,
}

/// How far the dates go: the two records that go furthest.
#[derive(Debug, Default)]
struct Reach {
    last: Option<(i32, u32)>,
    before: Option<(i32, u32)>,
}

/// What the first pass found.
#[derive(Debug, Default)]
pub(crate) struct Index {
    /// How many records there are, good and bad.
    pub(crate) records: u64,
    /// The places of records whose key stood before, ascending, each with the place of the first.
    pub(crate) duplicates: Vec<(u32, u32)>,
    /// The places of records that follow from themselves, ascending.
    pub(crate) circles: Vec<u32>,
    /// The places of records whose parent is not there, ascending.
    pub(crate) orphans: Vec<u32>,
    /// By ascending places, the records whose incident is not theirs alone.
    pub(crate) incidents: Vec<Incident>,
    /// The names of the incidents' first reviews.
    pub(crate) roots: Strings,
    /// The name of each chain's first review.
    pub(crate) chain_roots: Strings,
    /// By ascending places, the records whose review is coded more than once.
    pairs: Vec<Paired>,
    /// Groups in the order of their first use.
    pub(crate) groups: Strings,
    /// The last day that any date reaches.
    pub(crate) last_day: Option<i32>,
    /// That one record's dates go far beyond all others'.
    pub(crate) far: Option<Problem>,
}

impl Indexing {
    pub(crate) fn new(layout: &Layout) -> Indexing {
        let of_reviews = layout.record == layout.dictionary.root;
        Indexing {
            chain: chain_field(&layout.dictionary).filter(|_| of_reviews),
            coding: layout.dictionary.role(&layout.dictionary.roles.coding).filter(|_| of_reviews),
            records: 0,
            seen: Vec::new(),
            links: Links::default(),
            groups: Strings::default(),
            group_places: HashMap::new(),
            reach: Reach::default(),
        }
    }

    /// Takes in some records.
    pub(crate) fn add(&mut self, layout: &Layout, block: &Block) {
        self.records += block.records() as u64;
        let unread = unread(layout, block);
        let mut interned: Vec<bool> = vec![false; block.groups.len()];
        let mut dates = last_dates(layout, block);
        backwards(layout, block).into_iter().for_each(|record| dates[record] = None);
        for record in (0..block.records()).filter(|&record| !unread[record]) {
            self.add_group(block, record, &mut interned);
            if !block.tables[layout.record].keys.get(record).is_empty() {
                self.add_key(layout, block, record);
                self.reach.add(dates[record], block.places[record]);
            }
        }
    }

    fn add_group(&mut self, block: &Block, record: usize, interned: &mut [bool]) {
        let Some(place) = block.group.get(record).filter(|&&place| place != NO_GROUP).map(|&place| place as usize) else { return };
        if !std::mem::replace(&mut interned[place], true) && !self.group_places.contains_key(block.groups.get(place)) {
            self.group_places.insert(block.groups.get(place).to_owned(), self.groups.len() as u32);
            self.groups.push(block.groups.get(place));
        }
    }

    fn add_key(&mut self, layout: &Layout, block: &Block, record: usize) {
        let (rows, place) = (&block.tables[layout.record], block.places[record]);
        let coding = match self.coding.map(|field| &rows.columns[field].column) {
            Some(column) if column.missing(record) == WRONG => return,
            Some(column) => column.code(record).unwrap_or(0),
            None => 0,
        };
        let id = hash(rows.keys.get(record));
        let parent = self.chain.and_then(|field| rows.columns[field].column.id(record));
        if let Some(parent) = parent {
            self.links.add(place, id, parent);
        }
        self.seen.push(Seen { id, coding, place, linked: parent.is_some() });
    }

    /// Closes the pass. `file` and `unit` name the file and what places count.
    pub(crate) fn finish(mut self, file: &str, unit: &str) -> Index {
        self.seen.sort_unstable();
        let same_key = |pair: &[Seen]| pair[0].id == pair[1].id && pair[0].coding == pair[1].coding;
        let mut duplicates = Vec::new();
        let mut first = 0;
        for (later, pair) in self.seen.windows(2).enumerate() {
            if same_key(pair) {
                duplicates.push((pair[1].place, self.seen[first].place));
            } else {
                first = later + 1;
            }
        }
        duplicates.sort_unstable();
        let pairs = pairs::find(&self.seen);
        let chains = chains::find(&self.seen, self.links);
        Index {
            records: self.records,
            duplicates,
            circles: chains.circles,
            orphans: chains.orphans,
            incidents: chains.incidents,
            roots: chains.roots,
            chain_roots: chains.chain_roots,
            pairs,
            groups: self.groups,
            last_day: self.reach.last.map(|(day, _)| day),
            far: self.reach.far(file, unit),
        }
    }
}

impl Index {
    /// The incident of the record at a place, if it is not its alone; `cursor` is where the one before was.
    pub(crate) fn incident(&self, place: u32, cursor: &mut usize) -> Option<&Incident> {
        while self.incidents.get(*cursor).is_some_and(|incident| incident.place < place) {
            *cursor += 1;
        }
        self.incidents.get(*cursor).filter(|incident| incident.place == place)
    }

    /// The pair of codings of the record at a place, or none; `cursor` is where the one before was.
    pub(crate) fn pair(&self, place: u32, cursor: &mut usize) -> u32 {
        while self.pairs.get(*cursor).is_some_and(|paired| paired.place < place) {
            *cursor += 1;
        }
        self.pairs.get(*cursor).filter(|paired| paired.place == place).map_or(NO_PAIR, |paired| paired.pair)
    }

    /// The chain of an incident, or none.
    pub(crate) fn chain(incident: Option<&Incident>) -> u32 {
        incident.map_or(NO_CHAIN, |incident| incident.chain)
    }
}

impl Reach {
    fn add(&mut self, day: Option<i32>, place: u32) {
        let Some(day) = day else { return };
        if self.last.is_none_or(|(last, _)| day > last) {
            self.before = self.last.replace((day, place));
        } else if self.before.is_none_or(|(before, _)| day > before) {
            self.before = Some((day, place));
        }
    }

    /// That the last date lies more than a year after every other record's: then it is likelier wrong than last.
    fn far(&self, file: &str, unit: &str) -> Option<Problem> {
        let ((last, place), (before, _)) = (self.last?, self.before?);
        let (last_day, other) = (PartialDate::day(last), PartialDate::day(before));
        let message =
            format!("its last date, {last_day} in {unit} {place}, lies more than a year after the last of every other record, {other}");
        let hint = "what is due is reckoned to it: mend it, or give the date as of which to look";
        (i64::from(last) - i64::from(before) > 366).then(|| Problem::of(file, message).hint(hint))
    }
}

/// Which records are wrong as a whole, so that nothing in them can be relied on.
fn unread(layout: &Layout, block: &Block) -> Vec<bool> {
    let mut unread = vec![false; block.records()];
    for fault in block.faults.iter().filter(|fault| fault.table == layout.record && fault.name.is_none()) {
        unread[fault.row] = true;
    }
    unread
}

/// The last day that each record's dates reach for certain, planned ones left out.
fn last_dates(layout: &Layout, block: &Block) -> Vec<Option<i32>> {
    let mut last = vec![None; block.records()];
    for table in layout.read_tables() {
        let columns = layout.given_fields(table).filter(|(_, field)| field.kind == Kind::Date && !field.planned);
        for column in columns.map(|(place, _)| &block.tables[table].columns[place].column) {
            let Values::Date(days) = &column.values else { continue };
            for (record, last) in last.iter_mut().enumerate().filter(|_| !days.is_empty()) {
                for row in block.rows_of(table, record).filter(|&row| column.missing(row) == 0) {
                    *last = (*last).max(Some(days[row][0]));
                }
            }
        }
    }
    last
}
