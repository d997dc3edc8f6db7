//! One run of reviews with their child rows, made from its own stream of chance.

use concord_model::dataset::{Dataset, NO_CHAIN, NO_PAIR, TableData};
use concord_model::dictionary::Dictionary;

use crate::draw::Draw;
use crate::incident::Incident;
use crate::observations::Report;
use crate::practice::theme_ids;
use crate::review_table::Context;
use crate::reviews::{Kind, Name, Review, Setting, seen_by_another};
use crate::rows::Rows;
use crate::truth::{ReviewTruth, State, TruthRow};
use crate::{CHUNK, Synth};

/// A run of reviews, whole incidents each, and what was true of them.
#[derive(Debug, Clone)]
pub struct Chunk {
    /// The records. Derived fields are left *not recorded*, for readers to derive. [`Dataset::chain`] numbers an incident of two
    /// reviews by the place of its first among all reviews, and [`Dataset::pair`] two codings by their review's.
    pub dataset: Dataset,
    truth: Vec<ReviewTruth>,
    root: usize,
    group: usize,
}

impl Chunk {
    /// What was true, a row a review and theme. Second codings have none of their own.
    pub fn truth(&self) -> impl Iterator<Item = TruthRow<'_>> {
        let (reviews, groups) = (&self.dataset.tables[self.root].keys, &self.dataset.tables[self.group].keys);
        self.truth.iter().flat_map(move |truth| {
            theme_ids().into_iter().enumerate().map(move |(place, theme)| TruthRow {
                review_id: reviews.get(truth.row),
                partnership_id: groups.get(self.dataset.group[truth.row] as usize),
                theme,
                true_state: if truth.present >> place & 1 == 1 { State::Present } else { State::Absent },
                looked_for: truth.looked >> place & 1 == 1,
            })
        })
    }
}

/// The tables of a chunk while they are written.
pub(crate) struct Writer<'a> {
    synth: &'a Synth,
    draw: Draw,
    /// How many reviews there are before this chunk.
    before: u64,
    /// How many reviews, second codings left out, have been written.
    written: u64,
    rows: [Rows; 4],
    problems: Vec<u32>,
    group: Vec<u32>,
    chain: Vec<u32>,
    pair: Vec<u32>,
    truth: Vec<ReviewTruth>,
}

impl<'a> Writer<'a> {
    pub(crate) fn new(synth: &'a Synth, chunk: usize) -> Writer<'a> {
        let rows = |table: usize, child: bool| Rows::new(&synth.dictionary.tables[table], child);
        Writer {
            synth,
            draw: Draw::new(synth.options.seed, (chunk as u64).saturating_add(1)),
            before: (chunk as u64).saturating_mul(CHUNK),
            written: 0,
            rows: [
                rows(synth.reviews.table, false),
                rows(synth.children.table, true),
                rows(synth.observations.table, true),
                rows(synth.recommendations.table, true),
            ],
            problems: Vec::new(),
            group: Vec::new(),
            chain: Vec::new(),
            pair: Vec::new(),
            truth: Vec::new(),
        }
    }

    /// Writes so many reviews.
    pub(crate) fn fill(mut self, reviews: u64) -> Chunk {
        let synth = self.synth;
        let setting = Setting {
            practice: &synth.practice,
            partnerships: &synth.partnerships,
            children: &synth.children,
            working: &synth.incidents.working,
        };
        while self.written < reviews {
            let incident = synth.incidents.draw(&synth.partnerships, &synth.children, &synth.practice, &mut self.draw);
            let number = self.before + self.written + 1;
            let room = self.written + 1 < reviews;
            let first = setting.first(number, &incident, room, &mut self.draw);
            self.review(&first, &incident);
            if first.leads {
                let second = setting.second(number + 1, &incident, &first, &mut self.draw);
                self.review(&second, &incident);
            }
        }
        self.finish()
    }

    fn review(&mut self, review: &Review, incident: &Incident) {
        self.truth.push(ReviewTruth { row: self.rows[0].len(), present: incident.truth.present, looked: review.seen.looked });
        self.written += 1;
        self.coding(review, incident, false);
        let second = self.synth.options.second_codings;
        if second > 0.0 && self.draw.chance(second) {
            let seen = seen_by_another(review.seen, &mut self.draw);
            self.coding(&Review { seen, ..*review }, incident, true);
            let both = self.pair.len() - 2..;
            self.pair[both].fill((review.number - 1) as u32);
        }
    }

    /// One coding of a review: a row of each kind.
    fn coding(&mut self, review: &Review, incident: &Incident, second: bool) {
        let Writer { synth, draw, rows: [reviews, children, observations, recommendations], problems, .. } = self;
        let partnership = &synth.partnerships[incident.partnership];
        let (codebook, has) = synth.codebooks.of(partnership.vocabulary, incident.notified);
        let name = Name { number: review.number, second };
        let context = Context { incident, ids: &synth.ids, declares: partnership.declares, codebook, second };
        synth.reviews.write(review, &context, reviews, draw);
        synth.children.write(&incident.family, review.recorded, name, children, draw);
        let report = Report {
            name,
            seen: review.seen,
            truth: incident.truth,
            thorough: review.thorough,
            silent: synth.options.world.silent,
            has,
            codebooks: &synth.codebooks,
        };
        synth.observations.write(&report, observations, problems, draw);
        synth.recommendations.write(name, review, incident, problems, recommendations, draw);
        self.group.push(incident.partnership as u32);
        let root = review.parent.unwrap_or(review.number) - 1;
        let alone = review.kind != Kind::Full && !review.leads;
        self.chain.push(if alone { NO_CHAIN } else { root as u32 });
        self.pair.push(NO_PAIR);
    }

    fn finish(self) -> Chunk {
        let Synth { dictionary, reviews, children, observations, recommendations, groups, group, .. } = self.synth;
        let count = self.group.len();
        let mut dataset = Dataset { reviews: count, group: self.group, chain: self.chain, pair: self.pair, ..empty(dictionary, count) };
        let places = [reviews.table, children.table, observations.table, recommendations.table];
        for (place, rows) in places.into_iter().zip(self.rows) {
            dataset.tables[place] = rows.finish(count);
        }
        dataset.tables[*group].clone_from(groups);
        Chunk { dataset, truth: self.truth, root: reviews.table, group: *group }
    }
}

/// A dataset without rows for so many reviews, so that child tables which the recipe does not know are empty and sound.
fn empty(dictionary: &Dictionary, reviews: usize) -> Dataset {
    let mut dataset = Dataset::empty(dictionary);
    let child = |(place, _): &(usize, &mut TableData)| dictionary.is_child(*place);
    dataset.tables.iter_mut().enumerate().filter(child).for_each(|(_, table)| table.offsets.resize(reviews + 1, 0));
    dataset
}
