//! Which records are one incident: those that follow from one another by the parent that they name.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

use concord_model::dataset::{NO_CHAIN, Strings};

use super::{KeyHash, Seen, hash};

/// The records that name a parent.
#[derive(Debug, Default)]
pub(crate) struct Links {
    links: Vec<Link>,
    names: Strings,
}

/// A record that follows from another.
#[derive(Debug, Clone, Copy)]
struct Link {
    id: KeyHash,
    parent: KeyHash,
    place: u32,
    /// The parent's name, by its place among the names.
    name: u32,
}

/// The incident of a record that shares it with others, or that follows from a record that is not there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Incident {
    /// The record's place.
    pub(crate) place: u32,
    /// Its chain, if at least two records of the coding that counts are in it; second codings are in none.
    pub(crate) chain: u32,
    /// The name of the incident's first review, by its place among the roots.
    pub(crate) root: u32,
}

/// What the links make.
#[derive(Debug, Default)]
pub(super) struct Chains {
    pub(super) circles: Vec<u32>,
    pub(super) orphans: Vec<u32>,
    pub(super) incidents: Vec<Incident>,
    pub(super) roots: Strings,
    pub(super) chain_roots: Strings,
}

/// The first record of an incident.
#[derive(Debug, Clone, Copy)]
struct Root {
    id: KeyHash,
    name: u32,
    /// How many records of the coding that counts the incident has.
    members: u32,
    chain: u32,
}

impl Links {
    pub(super) fn add(&mut self, place: u32, id: KeyHash, parent: &str) {
        self.links.push(Link { id, parent: hash(parent), place, name: self.names.len() as u32 });
        self.names.push(parent);
    }
}

/// By name hash; a hash is as good as random, and need not be hashed again.
type ByHash<T> = HashMap<KeyHash, T, BuildHasherDefault<AsItIs>>;

/// Takes the last eight bytes of a key for its hash.
#[derive(Debug, Default, Clone, Copy)]
struct AsItIs(u64);

impl Hasher for AsItIs {
    fn write(&mut self, bytes: &[u8]) {
        if let Some(last) = bytes.last_chunk() {
            self.0 = u64::from_le_bytes(*last);
        }
    }

    fn finish(&self) -> u64 {
        self.0
    }
}

/// Follows the links. `seen` is sorted.
pub(super) fn find(seen: &[Seen], links: Links) -> Chains {
    let Links { links, names } = links;
    let mut links = deciding(seen, &links);
    let mut chains = Chains { orphans: orphans(seen, &links), ..Chains::default() };
    let tops = tops(&links);
    let in_circle = |(place, _): &(usize, &Link)| tops[*place].is_none();
    chains.circles = links.iter().enumerate().filter(in_circle).map(|(_, link)| link.place).collect();
    chains.circles.sort_unstable();

    let mut roots: Vec<Root> = tops.iter().flatten().map(|&top| Root::new(&links[top])).collect();
    roots.sort_unstable_by_key(|root| root.id);
    roots.dedup_by_key(|root| root.id);
    let ends: Vec<KeyHash> = links.iter().zip(&tops).map(|(link, top)| top.map_or(link.id, |top| links[top].parent)).collect();
    links.iter_mut().zip(ends).for_each(|(link, end)| link.parent = end);
    chains.gather(seen, &links, &mut roots);
    chains.number(&mut roots, &names);
    chains
}

/// The places of links whose parent was not seen, ascending.
fn orphans(seen: &[Seen], links: &[Link]) -> Vec<u32> {
    let mut there: ByHash<bool> = links.iter().map(|link| (link.parent, false)).collect();
    for record in seen {
        if let Some(there) = there.get_mut(&record.id) {
            *there = true;
        }
    }
    let mut orphans: Vec<u32> = links.iter().filter(|link| there.get(&link.parent) == Some(&false)).map(|link| link.place).collect();
    orphans.sort_unstable();
    orphans
}

/// Of the records with one id, the link of the one that decides: the first of the coding that counts, or else the first there is.
/// Sorted by id.
fn deciding(seen: &[Seen], links: &[Link]) -> Vec<Link> {
    let mut deciding = Vec::with_capacity(links.len());
    for records in seen.chunk_by(|a, b| a.id == b.id) {
        let first = records[0];
        if first.linked
            && let Ok(place) = links.binary_search_by_key(&first.place, |link| link.place)
        {
            deciding.push(links[place]);
        }
    }
    deciding
}

/// For each link the last one on the way up from it; none where it is part of a circle. What leads into a circle ends before it.
fn tops(links: &[Link]) -> Vec<Option<usize>> {
    const NEW: usize = usize::MAX;
    const CIRCLE: usize = usize::MAX - 1;
    let by_id: ByHash<usize> = links.iter().enumerate().map(|(place, link)| (link.id, place)).collect();
    let above = |link: usize| by_id.get(&links[link].parent).copied();
    let mut top = vec![NEW; links.len()];
    let mut met = vec![NEW; links.len()];
    let mut way = Vec::new();
    for start in 0..links.len() {
        way.clear();
        let mut next = Some(start);
        while let Some(link) = next.filter(|&link| top[link] == NEW && met[link] != start) {
            met[link] = start;
            way.push(link);
            next = above(link);
        }
        if let Some(closing) = next.filter(|&link| top[link] == NEW) {
            let circle = way.iter().position(|&link| link == closing).unwrap_or(0);
            way.drain(circle..).for_each(|link| top[link] = CIRCLE);
        }
        let end = next.map(|link| top[link]).filter(|&top| top < CIRCLE);
        let last = end.or(way.last().copied());
        way.iter().for_each(|&link| top[link] = last.unwrap_or(CIRCLE));
    }
    top.into_iter().map(|top| (top < CIRCLE).then_some(top)).collect()
}

impl Root {
    fn new(top: &Link) -> Root {
        Root { id: top.parent, name: top.name, members: 0, chain: NO_CHAIN }
    }
}

impl Chains {
    /// Finds the records of each incident. A link's parent is by now its root.
    fn gather(&mut self, seen: &[Seen], links: &[Link], roots: &mut [Root]) {
        let mut link = links.iter().peekable();
        let by_id: ByHash<usize> = roots.iter().enumerate().map(|(place, root)| (root.id, place)).collect();
        for records in seen.chunk_by(|a, b| a.id == b.id) {
            let id = records[0].id;
            while link.peek().is_some_and(|link| link.id < id) {
                link.next();
            }
            let root = link.peek().filter(|link| link.id == id).map_or(id, |link| link.parent);
            let Some(&root) = by_id.get(&root) else { continue };
            let mut coding = None;
            for record in records.iter().filter(|record| coding.replace(record.coding) != Some(record.coding)) {
                let counts = record.coding == 0;
                roots[root].members += u32::from(counts);
                self.incidents.push(Incident { place: record.place, chain: if counts { 0 } else { NO_CHAIN }, root: root as u32 });
            }
        }
        self.incidents.sort_unstable_by_key(|incident| incident.place);
    }

    /// Numbers the chains in the order of their first record.
    fn number(&mut self, roots: &mut [Root], names: &Strings) {
        for incident in self.incidents.iter_mut().filter(|incident| incident.chain != NO_CHAIN) {
            let root = &mut roots[incident.root as usize];
            if root.members > 1 && root.chain == NO_CHAIN {
                root.chain = self.chain_roots.len() as u32;
                self.chain_roots.push(names.get(root.name as usize));
            }
            incident.chain = root.chain;
        }
        roots.iter().for_each(|root| self.roots.push(names.get(root.name as usize)));
    }
}
