//! A framework tried on invented reviews: whether it is a pure function of each, and what it uses up.

use std::sync::Arc;

use anyhow::{Context, Result};
use concord_compare::{Setup, Summary};
use concord_model::answer::{AnswerColumn, Answers, ERROR, reason};
use concord_model::batch::BATCH;
use concord_model::dataset::Dataset;
use concord_model::dictionary::Dictionary;
use concord_model::manifest::Plugin;
use concord_model::problem::Problem;
use concord_read::{Options, Reader};
use concord_report::dataset::Format;
use concord_sandbox::{Framework, Limits, Sandbox, Series};
use concord_synth::Synth;

use super::checked::Used;
use super::never::never;
use super::{several, silence};
use crate::commands::data::write::DatasetFolder;
use crate::load::MANIFEST;
use crate::open::{Open, held_back};
use crate::output::Output;
use crate::terminal::grouped;
use crate::told::Told;

/// How many reviews are invented.
pub(super) const REVIEWS: u64 = 2000;

/// The seed from which they are, the same for every check.
const SEED: u64 = 1;

/// The reviews of a batch, where they are handed over in other batches: a number that goes into no other.
const SMALL: usize = 97;

/// Reviews that are handed over again and again to the same instance, and how often.
const REPEATED: usize = 64;
const TIMES: usize = 12;

/// Reviews that are handed over alone.
const ALONE: usize = 16;

/// How much of a limit may be used before its author should know, in percent.
const MUCH: u64 = 80;

/// The reviews that frameworks are tried on, or why there are none.
pub(super) struct Trial {
    dictionary: Arc<Dictionary>,
    dataset: Option<Dataset>,
    /// Reviews of which nothing is recorded.
    silent: Option<Dataset>,
}

/// What came of a trial.
#[derive(Debug, Default)]
pub(super) struct Tried {
    pub(super) faults: Vec<Problem>,
    pub(super) warnings: Vec<Problem>,
    pub(super) used: Vec<Used>,
}

/// By review, what was told on each indicator.
type AllTold = Vec<Vec<Told>>;

impl Trial {
    /// Invents the reviews.
    ///
    /// # Errors
    /// Where there is no room for temporary files.
    pub(super) fn new(dictionary: &Arc<Dictionary>) -> Result<Trial> {
        let dataset = Synth::new(dictionary, REVIEWS, SEED).ok().map(|synth| derived(dictionary, synth.chunk(0).dataset)).transpose()?;
        Ok(Trial { dictionary: Arc::clone(dictionary), dataset, silent: silence::reviews(dictionary) })
    }

    /// Why nothing is tried.
    pub(super) fn not_tried(&self) -> Option<String> {
        let why = || format!("there are none for the dictionary {}", self.dictionary.id);
        self.dataset.is_none().then(why)
    }

    /// Tries a framework that was opened with everything granted. One that fails is not tried any further.
    ///
    /// # Errors
    /// Where the machine fails.
    pub(super) fn of(&self, open: &Open) -> Result<Tried> {
        let file = open.source.folder.join(MANIFEST).display().to_string();
        let problem = |message: String| Problem::of(&file, message);
        let Some(dataset) = &self.dataset else {
            let several = several::themes(&self.dictionary, &open.descriptor().indicators, None).into_iter();
            let warnings = several.map(|(indicator, message, hint)| problem(message).about(indicator).hint(hint)).collect();
            return Ok(Tried { warnings, ..Tried::default() });
        };
        let mut sandbox = Sandbox::new(vec![open.framework.clone()]);
        let evaluated = answers(&mut sandbox, dataset)?;
        let told = self.told(open, dataset, &evaluated);
        let used = used(open.framework.limits(), &sandbox, &evaluated);
        // What fails is mended first: which reviews go down with a failing one may depend on the batch.
        if let Some(fault) = failed(dataset, self.dictionary.root, &evaluated) {
            return Ok(Tried { faults: vec![problem(fault)], warnings: Vec::new(), used });
        }
        let impure = self.impure(open, dataset, &evaluated, &told)?;
        let fault = impure.or_else(|| sandbox.impure(0).map(|how| format!("its answers depend on more than the review: {how}")));
        let much = used.iter().filter(|used| used.percent() >= MUCH);
        let much = much.map(|used| problem(format!("it uses {}% of the {} that it may", used.percent(), used.what)));
        let never = never(&open.descriptor().indicators, &told).into_iter();
        let never = never.map(|(indicator, message, hint)| problem(message).about(indicator).maybe_hint(hint));
        let indicators = &open.descriptor().indicators;
        let hinted = |(indicator, message, hint): (String, String, String)| problem(message).about(indicator).hint(hint);
        let shares = several::numbers(indicators, &told).into_iter().map(hinted);
        let counted = self.counted(open, dataset, &evaluated);
        let tried = counted.as_ref().map(|(setup, summary)| (setup, summary));
        let several = several::themes(&self.dictionary, indicators, tried).into_iter().map(hinted);
        let silence = self.silence(open)?.into_iter().map(|(indicator, message, hint)| problem(message).about(indicator).hint(hint));
        let withheld = self.withheld(open, dataset)?.map(|(message, hint)| problem(message).hint(hint));
        Ok(Tried {
            faults: fault.map(problem).into_iter().chain(shares).collect(),
            warnings: much.chain(withheld).chain(never).chain(several).chain(silence).collect(),
            used,
        })
    }

    /// What a framework cannot answer unless fields are granted that it reads, and which these are.
    fn withheld(&self, open: &Open, dataset: &Dataset) -> Result<Option<(String, String)>> {
        let held = held_back(&self.dictionary);
        let reads = open.descriptor().reads.iter().map(|read| format!("{}.{}", read.table, read.field));
        let grants: Vec<String> = reads.filter(|name| held.contains(name)).map(|name| format!("--grant {name}")).collect();
        if grants.is_empty() {
            return Ok(None);
        }
        let (component, id) = (open.framework.component(), open.framework.id());
        let framework = Framework::open(component, id, &open.source.config, &self.dictionary, &[]);
        let framework = framework.with_context(|| format!("{id} opens with every grant, and not without"))?;
        let batches = answers(&mut Sandbox::new(vec![framework]), dataset)?;
        let reviews = |batch: usize| BATCH.min(dataset.reviews - batch * BATCH);
        let indicators = &open.descriptor().indicators;
        let silent: Vec<&str> = indicators
            .iter()
            .enumerate()
            .filter(|(place, _)| batches.iter().enumerate().all(|(batch, answers)| is_withheld(&answers.columns[*place], reviews(batch))))
            .map(|(_, indicator)| indicator.id.as_str())
            .collect();
        let what = match silent.len() {
            0 => return Ok(None),
            all if all == indicators.len() => {
                "it answers nothing unless a run grants what it reads: every indicator is withheld".to_owned()
            }
            _ => format!("without grants these answer nothing: {}", silent.join(", ")),
        };
        Ok(Some((what, format!("run it with {}", grants.join(" ")))))
    }

    /// What the comparison counts of the answers.
    fn counted(&self, open: &Open, dataset: &Dataset, batches: &[Answers]) -> Option<(Setup, Summary)> {
        let setup = Setup::new(&self.dictionary, &[open.info()]).ok()?;
        let mut summary = Summary::new(&setup);
        for (batch, answers) in batches.iter().enumerate() {
            let first = batch * BATCH;
            summary.add(&setup, dataset, first..dataset.reviews.min(first + BATCH), std::slice::from_ref(answers)).ok()?;
        }
        Some((setup, summary))
    }

    /// What a framework with code of its own answers where nothing is recorded; rules are warned of as they are compiled.
    fn silence(&self, open: &Open) -> Result<Vec<(String, String, String)>> {
        let (Some(silent), Plugin::Component(_)) = (&self.silent, &open.source.manifest.plugin) else { return Ok(Vec::new()) };
        let answers = answers(&mut Sandbox::new(vec![open.framework.clone()]), silent)?;
        Ok(silence::taken_for_absent(&open.descriptor().indicators, &self.told(open, silent, &answers)))
    }

    /// How the framework's answers depend on more than the review, if they do.
    fn impure(&self, open: &Open, dataset: &Dataset, before: &[Answers], told: &AllTold) -> Result<Option<String>> {
        let again = answers(&mut Sandbox::new(vec![open.framework.clone()]), dataset)?;
        if again != before {
            let what = self.difference(open, dataset, told, &self.told(open, dataset, &again), &places(dataset.reviews));
            return Ok(Some(format!("it is not deterministic: the same reviews again, in a fresh instance, get other answers{what}")));
        }
        let first = 0..REPEATED.min(dataset.reviews);
        let repeated: Vec<usize> = std::iter::repeat_n(first, TIMES).flatten().collect();
        let turned: Vec<usize> = (0..dataset.reviews).rev().collect();
        let some: Vec<usize> = (0..dataset.reviews).step_by(dataset.reviews.div_ceil(ALONE).max(1)).collect();
        let ways = [
            ("it remembers what it was asked before: the same reviews again get other answers", repeated, REPEATED),
            ("it depends on the order of the reviews: in the opposite order they get other answers", turned, BATCH),
            ("it depends on which reviews come together: in other batches they get other answers", places(dataset.reviews), SMALL),
            ("it depends on the other reviews of a batch: alone they get other answers", some, 1),
        ];
        for (fault, order, size) in ways {
            let others = self.in_pieces(open, dataset, &order, size)?;
            let what = self.difference(open, dataset, told, &others, &order);
            if !what.is_empty() {
                return Ok(Some(format!("{fault}{what}")));
            }
        }
        Ok(None)
    }

    /// What is told of reviews in some order, so many at a time by one instance; alone each in a fresh one.
    fn in_pieces(&self, open: &Open, dataset: &Dataset, order: &[usize], size: usize) -> Result<AllTold> {
        let mut series = Series::new(&open.framework);
        let mut all = AllTold::new();
        for places in order.chunks(size.max(1)) {
            if size == 1 {
                series = Series::new(&open.framework);
            }
            let piece = dataset.select(&self.dictionary, places);
            let answers = series.ask(&piece)?.answers;
            all.extend(self.told(open, &piece, &[answers]));
        }
        Ok(all)
    }

    /// What was told of each review of a dataset.
    fn told(&self, open: &Open, dataset: &Dataset, batches: &[Answers]) -> AllTold {
        let indicators = &open.descriptor().indicators;
        let tables: Vec<Vec<usize>> = indicators
            .iter()
            .map(|indicator| indicator.evidence_tables.iter().filter_map(|name| self.dictionary.table_place(name)).collect())
            .collect();
        let mut all = Vec::with_capacity(dataset.reviews);
        for (batch, answers) in batches.iter().enumerate() {
            let first = batch * BATCH;
            for review in 0..BATCH.min(dataset.reviews - first) {
                let told = |place: usize| {
                    Told::of(answers, place, review, |table| {
                        let offsets = &dataset.tables[tables[place][table]].offsets;
                        offsets[first + review] - offsets[first]
                    })
                };
                all.push((0..indicators.len()).map(told).collect());
            }
        }
        all
    }

    /// In how many answers others differ from what was told before, and the first; empty where in none. `order` gives, for each of
    /// the others, the review's place.
    fn difference(&self, open: &Open, dataset: &Dataset, told: &AllTold, others: &AllTold, order: &[usize]) -> String {
        let indicators = &open.descriptor().indicators;
        let pairs = order
            .iter()
            .zip(others)
            .flat_map(|(place, other)| told[*place].iter().zip(other).zip(indicators).map(move |pair| (*place, pair)));
        let mut differing = pairs.filter(|(_, ((one, other), _))| one != other);
        let Some((place, ((one, other), indicator))) = differing.next() else { return String::new() };
        let (count, key) = (1 + differing.count() as u64, dataset.tables[self.dictionary.root].keys.get(place));
        let (before, after) = (one.words(indicator), other.words(indicator));
        let how = if before == after { "in what it rests on or in why".to_owned() } else { format!("{before}, then {after}") };
        format!(" ({} answers; the first: review {key}, {}: {how})", grouped(count), indicator.id)
    }
}

/// The same reviews with what the host derives: written, and read as any data are.
fn derived(dictionary: &Dictionary, invented: Dataset) -> Result<Dataset> {
    let place = tempfile::tempdir()?;
    let output = Output::fresh(&place.path().join("invented"))?;
    let mut folder = DatasetFolder::begin(&output, Format::Jsonl, dictionary, |_| true)?;
    folder.add(invented)?;
    folder.finish()?;
    output.finish()?;
    let mut reader = Reader::open(&place.path().join("invented"), dictionary, Options::default())?;
    let chunk = reader.next_chunk()?.context("no reviews were invented")?;
    Ok(chunk.dataset)
}

fn places(reviews: usize) -> Vec<usize> {
    (0..reviews).collect()
}

/// The answers to all batches of a dataset.
fn answers(sandbox: &mut Sandbox, dataset: &Dataset) -> Result<Vec<Answers>> {
    Ok(sandbox.evaluate(dataset)?.into_iter().flatten().map(|evaluated| evaluated.answers).collect())
}

/// Whether an indicator tells of none of so many reviews, and of some since a field was withheld.
fn is_withheld(column: &AnswerColumn, reviews: usize) -> bool {
    let told = |review: usize| column.answers.get(review).map_or(column.measure(review).is_some(), |&answer| answer < ERROR);
    !(0..reviews).any(told) && (0..reviews).any(|review| column.reasons(review) & u16::from(reason::WITHHELD) != 0)
}

/// On how many reviews the framework failed, and on the first of them why.
fn failed(dataset: &Dataset, root: usize, batches: &[Answers]) -> Option<String> {
    let all = batches.iter().enumerate().flat_map(|(batch, answers)| answers.failures.iter().map(move |failure| (batch, failure)));
    let mut all: Vec<(usize, &str)> =
        all.map(|(batch, failure)| (batch * BATCH + failure.review as usize, failure.message.as_str())).collect();
    all.sort_by_key(|(review, _)| *review);
    all.dedup_by_key(|(review, _)| *review);
    let (first, message) = all.first()?;
    let (count, reviews) = (grouped(all.len() as u64), grouped(dataset.reviews as u64));
    Some(format!("it failed on {count} of {reviews} invented reviews, on {} because {message}", dataset.tables[root].keys.get(*first)))
}

/// The most that a batch took of each limit.
fn used(limits: &Limits, sandbox: &Sandbox, batches: &[Answers]) -> Vec<Used> {
    let Some(health) = sandbox.health(0) else { return Vec::new() };
    let used = |what, used, allowed| Used { what, used, allowed };
    vec![
        used("fuel", health.fuel, limits.fuel),
        used("bytes of memory", health.memory as u64, limits.memory as u64),
        used("bytes handed back", batches.iter().map(size).max().unwrap_or(0), limits.output as u64),
    ]
}

/// The bytes of answers.
fn size(answers: &Answers) -> u64 {
    let columns = answers.columns.iter().map(|column| {
        let evidence: usize = column.evidence.iter().map(|cited| cited.offsets.len() + cited.rows.len()).sum();
        column.answers.len() + column.looked.len() + column.reasons.len() + column.measures.len() + evidence
    });
    let failures = answers.failures.iter().map(|failure| failure.message.len() + 8);
    columns.chain(failures).sum::<usize>() as u64
}
