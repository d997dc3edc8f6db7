//! Reviews in chains of two or more, held back as one byte a view until all are known. All others are counted at once.

use std::collections::BTreeMap;

use concord_model::finding::{BatchFindings, Finding, Status};

use crate::cell::{Cell, RootOrder};
use crate::incident::{combine, left_open};
use crate::traits::Traits;

/// The incidents with several reviews, as far as these have been seen.
#[derive(Debug, Clone, Default)]
pub(crate) struct Chains {
    /// For each chain its place below.
    places: BTreeMap<u32, u32>,
    roots: Vec<RootOrder>,
    /// How deep the deepest of a chain's reviews went.
    depths: Vec<u8>,
    /// A finding a view, chain after chain.
    findings: Vec<u8>,
    /// Beside each the cuts in which any review of the chain leaves it open: see [`left_open`].
    open: Vec<u8>,
    /// How many views there are.
    views: usize,
}

impl Chains {
    pub(crate) fn new(views: usize) -> Chains {
        Chains { views, ..Chains::default() }
    }

    /// How many chains were seen.
    pub(crate) fn len(&self) -> usize {
        self.roots.len()
    }

    /// Adds a review of a chain.
    pub(crate) fn add(&mut self, chain: u32, root: RootOrder, findings: &BatchFindings, review: usize) {
        let row: Vec<u8> = findings.columns.iter().map(|column| column.findings[review]).collect();
        let open: Vec<u8> = row.iter().map(|&finding| left_open(Finding::from_byte(finding))).collect();
        self.join(chain, root, root.traits().depth, &row, &open);
    }

    /// Adds the chains of another part of the data, which may have reviews of the same.
    pub(crate) fn merge(&mut self, other: &Chains) {
        for (&chain, &place) in &other.places {
            let place = place as usize;
            self.join(chain, other.roots[place], other.depths[place], other.row(place), &other.open[other.at(place)]);
        }
    }

    /// Each incident's cell and traits, which are its root's but for the depth, and its findings, a byte a view.
    pub(crate) fn incidents(&self) -> impl Iterator<Item = (Cell, Traits, &[u8])> {
        let traits = |place: usize| Traits { depth: self.depths[place], ..self.roots[place].traits() };
        self.roots.iter().enumerate().map(move |(place, root)| (root.cell(), traits(place), self.row(place)))
    }

    /// Each incident's cell and, a byte a view, the cuts in which it is absent while another of its reviews could not tell.
    pub(crate) fn absent_and_open(&self) -> impl Iterator<Item = (Cell, Vec<u8>)> {
        let absent = |(finding, open): (&u8, &u8)| {
            let [partly_present, partly_absent] = Finding::from_byte(*finding).cuts().map(|(status, _)| u8::from(status == Status::Absent));
            open & (partly_present | partly_absent << 1)
        };
        let of = move |place: usize| self.row(place).iter().zip(&self.open[self.at(place)]).map(absent).collect();
        self.roots.iter().enumerate().map(move |(place, root)| (root.cell(), of(place)))
    }

    /// The findings of a block of chains, view by view.
    pub(crate) fn block(&self, chains: std::ops::Range<usize>) -> Vec<Vec<u8>> {
        (0..self.views).map(|view| chains.clone().map(|chain| self.findings[chain * self.views + view]).collect()).collect()
    }

    fn row(&self, place: usize) -> &[u8] {
        &self.findings[self.at(place)]
    }

    fn at(&self, place: usize) -> std::ops::Range<usize> {
        place * self.views..(place + 1) * self.views
    }

    fn join(&mut self, chain: u32, root: RootOrder, depth: u8, row: &[u8], open: &[u8]) {
        let next = self.roots.len() as u32;
        let place = *self.places.entry(chain).or_insert(next);
        if place == next {
            self.roots.push(root);
            self.depths.push(depth);
            self.findings.extend_from_slice(row);
            self.open.extend_from_slice(open);
            return;
        }
        let place = place as usize;
        self.roots[place] = self.roots[place].min(root);
        self.depths[place] = self.depths[place].max(depth);
        let at = self.at(place);
        for (held, &finding) in self.findings[at.clone()].iter_mut().zip(row) {
            *held = combine(Finding::from_byte(*held), Finding::from_byte(finding)).to_byte();
        }
        self.open[at].iter_mut().zip(open).for_each(|(held, open)| *held |= open);
    }
}
