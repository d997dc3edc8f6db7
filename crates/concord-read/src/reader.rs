//! The reader: opens a dataset, looks through it once, and hands it on in chunks.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use concord_model::batch::BATCH;
use concord_model::dataset::{Dataset, Strings, TableData};
use concord_model::date::PartialDate;
use concord_model::dictionary::Dictionary;
use concord_model::problem::Problem;

use crate::block::Block;
use crate::cell::days;
use crate::check::{Cursors, Findings, Groups, check};
use crate::derive::{derive, reach};
use crate::error::ReadError;
use crate::folder::{Folder, file_name, find};
use crate::forms::{self, Source};
use crate::groups;
use crate::index::{Index, Indexing};
use crate::layout::{Layout, Wanted, chain_field, underivable};
use crate::notices::counted;
use crate::pending::{Pending, add_string};
use crate::reject::{Reject, problem};

/// How many reviews a chunk holds, but for the last.
pub const CHUNK: usize = 8 * BATCH;

/// How a dataset is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Options {
    /// The day as of which is looked, in days since 1970-01-01; without it the last date in the data.
    pub as_of: Option<i32>,
    /// How many problems are handed on in all. Rejects keep all of theirs, and all are counted.
    pub problem_limit: u64,
}

impl Default for Options {
    fn default() -> Options {
        Options { as_of: None, problem_limit: 1_000 }
    }
}

/// Some reviews of a dataset, in its order.
#[derive(Debug, Clone, PartialEq)]
pub struct Chunk {
    /// The good ones: [`CHUNK`] of them, fewer in the last chunk, or none in a chunk that only hands on many rejects.
    pub dataset: Dataset,
    /// The refused ones since the chunk before, whole, each with all its problems.
    pub rejects: Vec<Reject>,
    /// Problems of both, refusals and warnings, in the order of the data, up to the limit over all chunks.
    pub problems: Vec<Problem>,
}

/// What was counted so far. `records = used + rejected` once all chunks are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Counts {
    /// Records read.
    pub records: u64,
    /// Reviews handed on in chunks, or about to be.
    pub used: u64,
    /// Records refused.
    pub rejected: u64,
    /// Child rows refused because they belong to no review; no record among those above.
    pub stray_rows: u64,
    /// Problems for which something was refused, all of them, however many were handed on.
    pub problems: u64,
    /// Problems with which a review is kept.
    pub warnings: u64,
}

/// Reads a dataset. Made by [`Reader::open`]; hands on chunks by [`Reader::next_chunk`].
pub struct Reader {
    layout: Arc<Layout>,
    source: Box<dyn Source>,
    index: Index,
    groups: Option<Groups>,
    group_table: TableData,
    group_files: Vec<PathBuf>,
    as_of: i32,
    options: Options,
    counts: Counts,
    pending: Pending,
    rejects: Vec<Reject>,
    problems: Vec<Problem>,
    notices: Vec<Problem>,
    beyond_calendar: u64,
    cursors: Cursors,
    incident: usize,
    pair: usize,
    stage: Stage,
}

/// The files that a dataset consists of, those of the reviews first: what [`Reader::files`] gives, before any is opened.
///
/// # Errors
/// Where there is no dataset at the path.
pub fn files(path: &Path, dictionary: &Dictionary) -> Result<Vec<PathBuf>, ReadError> {
    Ok(find(path, dictionary)?.files())
}

/// What comes next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Stage {
    Records,
    Strays,
    Done,
}

impl Reader {
    /// Opens the dataset at a path, a folder or a single file, and looks through its keys and dates.
    ///
    /// # Errors
    /// Why it cannot be read at all: see [`ReadError`].
    pub fn open(path: &Path, dictionary: &Dictionary, options: Options) -> Result<Reader, ReadError> {
        let faults = underivable(dictionary);
        if !faults.is_empty() {
            return Err(ReadError::Dictionary(faults));
        }
        let dictionary = Arc::new(dictionary.clone());
        let Folder { reviews, groups: found, mut notices } = find(path, &dictionary)?;
        let given = match (dictionary.group, &found) {
            (Some(group), Some(found)) => Some(groups::read(found, &dictionary, group)?),
            _ => None,
        };
        let layout = Arc::new(Layout::of_reviews(&dictionary));
        let mut source = forms::open(&reviews, &layout)?;
        let mut index = look_through(source.as_mut(), &layout, options)?;
        notices.extend(index.far.take().filter(|_| options.as_of.is_none()));
        let (group_table, group_files) = match (given, dictionary.group) {
            (Some(given), _) => {
                notices.extend(given.notices);
                (given.table, given.files)
            }
            (None, Some(group)) => {
                notices.push(ungrouped(&dictionary, group, source.as_ref()));
                (groups::from_names(&dictionary, group, &index.groups), Vec::new())
            }
            (None, None) => (TableData::default(), Vec::new()),
        };
        let as_of = options.as_of.or(index.last_day).unwrap_or_else(|| {
            let message = format!("no date is given anywhere: looked as of {}", PartialDate::day(0));
            notices.push(Problem::of(source.file(layout.record), message).hint("give the date as of which to look"));
            0
        });
        let mut reader = Reader {
            groups: dictionary.group_table().map(|table| Groups {
                places: groups::places(&group_table),
                table: table.name.clone(),
                given: found.is_some(),
            }),
            pending: Pending::new(&layout),
            layout,
            source,
            index,
            group_table,
            group_files,
            as_of: as_of.clamp(*days().start(), *days().end()),
            options,
            counts: Counts::default(),
            rejects: Vec::new(),
            problems: Vec::new(),
            notices,
            beyond_calendar: 0,
            cursors: Cursors::default(),
            incident: 0,
            pair: 0,
            stage: Stage::Records,
        };
        if let Some(group) = dictionary.group {
            reader.beyond_calendar += groups::derive(&mut reader.group_table, &dictionary, group, reader.as_of);
        }
        reader.source.start(&Wanted::all(&reader.layout))?;
        Ok(reader)
    }

    /// The rows of the group table: all of the whole data. Without such a file they are the names that reviews give, in the order
    /// of their first use. Empty where the dictionary has no group table.
    #[must_use]
    pub fn groups(&self) -> &TableData {
        &self.group_table
    }

    /// The day as of which is looked, in days since 1970-01-01: the one asked for, or the last that any date certainly reaches.
    ///
    /// Planned dates and the dates of records that run backwards do not count; of a month or a year it is the first day.
    #[must_use]
    pub fn as_of(&self) -> i32 {
        self.as_of
    }

    /// How many records the data have, good and bad.
    #[must_use]
    pub fn review_count(&self) -> u64 {
        self.index.records
    }

    /// What was counted so far.
    #[must_use]
    pub fn counts(&self) -> Counts {
        self.counts
    }

    /// The name of each chain's first review, by the numbers in [`Dataset::chain`]. That review itself may be missing.
    #[must_use]
    pub fn chain_roots(&self) -> &Strings {
        &self.index.chain_roots
    }

    /// Whether the data have a child table, by its place in the dictionary: a file of it, a column, or a list in any record.
    #[must_use]
    pub fn gives(&self, table: usize) -> bool {
        self.source.has(table)
    }

    /// All files that are read, those of the reviews first.
    #[must_use]
    pub fn files(&self) -> Vec<PathBuf> {
        self.source.files().into_iter().chain(self.group_files.iter().cloned()).collect()
    }

    /// What is to be known about the data as a whole, each thing once with its count. Complete once all chunks are read.
    #[must_use]
    pub fn notices(&self) -> Vec<Problem> {
        let beyond = (self.beyond_calendar > 0).then(|| {
            let values = counted(self.beyond_calendar, "interval");
            let message = format!("{values} in working days are not known, for a date lies where no bank holidays are known");
            Problem::of(self.source.file(self.layout.record), message).hint(reach(&self.layout.dictionary.calendar))
        });
        self.notices.iter().cloned().chain(self.source.notices()).chain(beyond).collect()
    }

    /// The next chunk; nothing where the data have ended.
    ///
    /// # Errors
    /// That the files can no longer be read, or changed meanwhile.
    pub fn next_chunk(&mut self) -> Result<Option<Chunk>, ReadError> {
        while self.stage != Stage::Done {
            match self.stage {
                Stage::Records => self.read_records()?,
                Stage::Strays => self.read_strays()?,
                Stage::Done => {}
            }
            if self.pending.dataset.reviews == CHUNK {
                return Ok(Some(self.chunk(true)));
            }
            if self.rejects.len() >= CHUNK {
                return Ok(Some(self.chunk(false)));
            }
        }
        let left = self.pending.dataset.reviews > 0 || !self.rejects.is_empty() || !self.problems.is_empty();
        Ok(left.then(|| self.chunk(true)))
    }

    /// Reads as many records as the chunk still has room for.
    fn read_records(&mut self) -> Result<(), ReadError> {
        let mut block = self.source.read(CHUNK - self.pending.dataset.reviews)?;
        if block.records() > 0 {
            self.counts.records += block.records() as u64;
            let findings = check(&self.layout, &mut block, &self.index, self.groups.as_ref(), &mut self.cursors, self.source.unit());
            let bad = self.reject(&block, &findings)?;
            return self.keep(&mut block, &bad, &findings.group);
        }
        if self.counts.records != self.index.records {
            let (before, after) = (self.index.records, self.counts.records);
            return Err(ReadError::Changed { path: self.source.path().to_owned(), before, after });
        }
        self.stage = Stage::Strays;
        Ok(())
    }

    fn read_strays(&mut self) -> Result<(), ReadError> {
        let strays = self.source.strays(CHUNK)?;
        self.stage = if strays.is_empty() { Stage::Done } else { Stage::Strays };
        for stray in strays {
            self.counts.stray_rows += 1;
            self.counts.problems += 1;
            self.report(&stray.problem);
            self.rejects.push(Reject { record: stray.record, problems: vec![stray.problem] });
        }
        Ok(())
    }

    /// Reports what was found, and refuses the records that have a fault. Returns them, ascending.
    fn reject(&mut self, block: &Block, findings: &Findings) -> Result<Vec<usize>, ReadError> {
        let mut bad: Vec<usize> = findings.faults.iter().map(|(record, _)| *record).collect();
        bad.dedup();
        let mut rejects: Vec<Reject> =
            self.source.originals(block, &bad)?.into_iter().map(|record| Reject { record, problems: Vec::new() }).collect();
        let faults = findings.faults.iter().map(|(record, fault)| (*record, fault, true));
        let mut all: Vec<_> = faults.chain(findings.warnings.iter().map(|(record, fault)| (*record, fault, false))).collect();
        all.sort_by_key(|(record, _, _)| *record);
        for (record, fault, refused) in all {
            let problem = problem(self.source.as_ref(), &self.layout, block, record, fault);
            self.report(&problem);
            self.counts.problems += u64::from(refused);
            self.counts.warnings += u64::from(!refused);
            if let (true, Ok(place)) = (refused, bad.binary_search(&record)) {
                rejects[place].problems.push(problem);
            }
        }
        self.counts.rejected += bad.len() as u64;
        self.rejects.extend(rejects);
        Ok(bad)
    }

    /// Hands a problem on, up to the limit.
    fn report(&mut self, problem: &Problem) {
        if self.counts.problems + self.counts.warnings < self.options.problem_limit {
            self.problems.push(problem.clone());
        }
    }

    /// Adds all records of a block but the bad ones to the chunk.
    fn keep(&mut self, block: &mut Block, bad: &[usize], group: &[u32]) -> Result<(), ReadError> {
        let path = self.source.path().to_owned();
        let too_large = |_| ReadError::TooLarge { path: path.clone(), message: format!("{CHUNK} reviews with more text than 4 GiB") };
        let mut start = 0;
        for end in bad.iter().copied().chain([block.records()]) {
            if end > start {
                for record in start..end {
                    self.add_incident(block, record).map_err(too_large)?;
                    self.pending.dataset.group.extend(group.get(record));
                }
                self.pending.add(&self.layout, block, start..end).map_err(too_large)?;
                self.counts.used += (end - start) as u64;
            }
            start = end + 1;
        }
        Ok(())
    }

    fn add_incident(&mut self, block: &Block, record: usize) -> Result<(), crate::pending::Overflow> {
        let incident = self.index.incident(block.places[record], &mut self.incident);
        self.pending.dataset.chain.push(Index::chain(incident));
        self.pending.dataset.pair.push(self.index.pair(block.places[record], &mut self.pair));
        let own = || block.tables[self.layout.record].keys.get(record);
        let root = incident.map_or_else(own, |incident| self.index.roots.get(incident.root as usize));
        add_string(&mut self.pending.roots, root)
    }

    /// Closes the chunk: with the reviews gathered so far, or leaving them for the next.
    fn chunk(&mut self, with_reviews: bool) -> Chunk {
        let fresh = Pending::new(&self.layout);
        let Pending { mut dataset, roots, .. } = if with_reviews { std::mem::replace(&mut self.pending, fresh) } else { fresh };
        let dictionary = &self.layout.dictionary;
        self.beyond_calendar += derive(&mut dataset, dictionary, self.layout.read_tables(), self.as_of, &roots);
        if let Some(group) = dictionary.group {
            dataset.tables[group] = self.group_table.clone();
        }
        for (place, table) in dataset.tables.iter_mut().enumerate().filter(|(place, _)| dictionary.is_child(*place)) {
            table.not_given = !self.source.has(place);
        }
        Chunk { dataset, rejects: std::mem::take(&mut self.rejects), problems: std::mem::take(&mut self.problems) }
    }
}

impl std::fmt::Debug for Reader {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Reader").field("path", &self.source.path()).field("counts", &self.counts).finish_non_exhaustive()
    }
}

/// The first pass over the records.
fn look_through(source: &mut dyn Source, layout: &Layout, options: Options) -> Result<Index, ReadError> {
    source.start(&Wanted::index(layout, chain_field(&layout.dictionary), options.as_of.is_none()))?;
    let mut indexing = Indexing::new(layout);
    loop {
        let block = source.read(CHUNK)?;
        if block.records() == 0 {
            let index = indexing.finish(source.file(layout.record), source.unit());
            return if index.records == 0 { Err(ReadError::NoRecords { path: source.path().to_owned() }) } else { Ok(index) };
        }
        indexing.add(layout, &block);
    }
}

fn ungrouped(dictionary: &Dictionary, group: usize, source: &dyn Source) -> Problem {
    let table = &dictionary.tables[group].name;
    let message = format!("there is no file of {table} beside {}", file_name(source.path()));
    Problem::of(source.file(dictionary.root), message)
        .hint(format!("without it nothing is recorded of the {table} but their names, and misspelt names are not found"))
}
