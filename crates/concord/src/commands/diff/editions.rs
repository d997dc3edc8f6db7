//! Two editions of a framework over the same data.

use std::io::Write;
use std::path::Path;
use std::sync::Arc;

use anyhow::Result;
use concord_compare::{Setup, Summary};
use concord_model::batch::BATCH;
use concord_model::dataset::Dataset;
use concord_model::dictionary::Dictionary;
use concord_model::framework::Indicator;
use concord_model::manifest::Manifest;
use concord_read::Reader;
use concord_rules::plan::Plan;
use concord_sandbox::{Evaluated, Sandbox};

use super::asked;
use super::changes::{Changes, Column, States, failed};
use super::difference::{Changed, Difference, FrameworkDifference, IndicatorDifference, Name};
use super::figures::figures;
use crate::access::Change;
use crate::args::Diff;
use crate::cell;
use crate::commands::data::{counted, options};
use crate::load::{self, Problems, RULES};
use crate::open::{Open, check_grants, open_all};
use crate::terminal::{Progress, show_problems};

/// Evaluates both editions over the data, and compares.
pub(super) fn compare(arguments: &Diff, err: &mut dyn Write) -> Result<Difference> {
    let (dictionary, ..) = load::dictionary(arguments.reading.dictionary.as_deref(), arguments.reading.taxonomy.as_deref())?;
    check_grants(&dictionary, &arguments.grant)?;
    let dictionary = Arc::new(dictionary);
    let sources = load_both([&arguments.a, &arguments.b], &dictionary)?;
    let mut broken = Vec::new();
    let (open, _backstop) = open_all(sources, &mut broken, &dictionary, &arguments.grant)?;
    let Ok([a, b]) = <[Open; 2]>::try_from(open) else {
        return Err(Problems(broken.into_iter().flat_map(|broken| broken.problems).collect()).into());
    };
    let mut tally = Tally::new(&dictionary, [&a, &b], arguments.limit)?;
    let reading = options(&arguments.reading)?;
    let Some(data) = arguments.data.as_deref() else { return Ok(tally.finish()) };
    tally.reviews = Some(0);
    let mut reader = Reader::open(data, &dictionary, reading)?;
    let mut sandbox = Sandbox::new(vec![a.framework.clone(), b.framework.clone()]);
    let progress = Progress::new(reader.review_count(), "comparing");
    let mut problems = Vec::new();
    while let Some(chunk) = reader.next_chunk()? {
        problems.extend(chunk.problems);
        tally.add(&chunk.dataset, sandbox.evaluate(&chunk.dataset)?)?;
        progress.add(chunk.dataset.reviews as u64);
    }
    drop(progress);
    let counts = reader.counts();
    show_problems(err, "problem", &problems, counts.problems + counts.warnings)?;
    if counts.rejected + counts.stray_rows > 0 {
        writeln!(err, "{}", counted(counts))?;
    }
    for (open, place) in [&a, &b].into_iter().zip(0..) {
        if let Some(impure) = sandbox.impure(place) {
            writeln!(err, "error: {}: it is impure: {impure}", open.source.folder.display())?;
        }
    }
    Ok(tally.finish())
}

/// Both sources, or all that is wrong with either.
fn load_both(folders: [&Path; 2], dictionary: &Dictionary) -> Result<Vec<load::Source>> {
    let (mut sources, mut problems) = (Vec::new(), Vec::new());
    for folder in folders {
        match load::source(folder, dictionary) {
            Ok(source) => sources.push(source),
            Err(faults) => problems.extend(faults),
        }
    }
    if problems.is_empty() { Ok(sources) } else { Err(Problems(problems).into()) }
}

/// What both editions come to.
struct Tally<'a> {
    dictionary: &'a Dictionary,
    editions: [&'a Open; 2],
    setups: [Setup; 2],
    summaries: [Summary; 2],
    /// The places in A and in B of the indicators of both.
    both: Vec<(usize, usize, Changes)>,
    states: States,
    /// How many were compared; nothing where no data were given.
    reviews: Option<u64>,
}

impl<'a> Tally<'a> {
    fn new(dictionary: &'a Dictionary, editions: [&'a Open; 2], limit: usize) -> Result<Tally<'a>> {
        let setup = |open: &Open| Setup::new(dictionary, &[open.info()]).map_err(Problems);
        let setups = [setup(editions[0])?, setup(editions[1])?];
        let [a, b] = editions.map(|open| &open.descriptor().indicators);
        let place = |indicator: &Indicator| b.iter().position(|other| other.id == indicator.id);
        let both = a.iter().enumerate().filter_map(|(one, indicator)| Some((one, place(indicator)?, Changes::new(limit))));
        Ok(Tally {
            dictionary,
            editions,
            summaries: [Summary::new(&setups[0]), Summary::new(&setups[1])],
            setups,
            both: both.collect(),
            states: States::default(),
            reviews: None,
        })
    }

    /// Compares and counts the answers to a chunk.
    fn add(&mut self, dataset: &Dataset, answered: Vec<Vec<Evaluated>>) -> Result<()> {
        for (batch, evaluated) in answered.into_iter().enumerate() {
            let reviews = batch * BATCH..((batch + 1) * BATCH).min(dataset.reviews);
            self.changes(dataset, reviews.start, reviews.len(), &evaluated);
            for (place, evaluated) in evaluated.into_iter().enumerate().take(2) {
                self.summaries[place].add(&self.setups[place], dataset, reviews.clone(), &[evaluated.answers])?;
            }
            self.reviews = self.reviews.map(|so_far| so_far + reviews.len() as u64);
        }
        Ok(())
    }

    fn changes(&mut self, dataset: &Dataset, first: usize, reviews: usize, evaluated: &[Evaluated]) {
        let [a, b] = self.editions.map(|open| &open.descriptor().indicators);
        let root = &dataset.tables[self.dictionary.root];
        let coding = self.dictionary.role(&self.dictionary.roles.coding);
        let named = |review: usize| {
            let code = coding.and_then(|field| cell::said(dataset, self.dictionary, (self.dictionary.root, field), review).ok());
            (root.keys.get(review).to_owned(), code)
        };
        for (one, other, changes) in &mut self.both {
            let before = Column::new(&mut self.states, &a[*one], &evaluated[0].answers.columns[*one]);
            let after = Column::new(&mut self.states, &b[*other], &evaluated[1].answers.columns[*other]);
            (0..reviews).for_each(|review| changes.add(before.state(review), after.state(review), || named(first + review)));
            changes.failed += failed(&evaluated[0].answers.failures, *one) + failed(&evaluated[1].answers.failures, *other);
        }
    }

    fn finish(self) -> Difference {
        let [a, b] = self.editions;
        let [before, after] = [0, 1].map(|place| self.summaries[place].finish(&self.setups[place]));
        let failed = self.both.iter().map(|(.., changes)| changes.failed).sum();
        let plans = [a, b].map(plan);
        let differences: Vec<IndicatorDifference> =
            self.both.iter().map(|(one, other, changes)| indicator([a, b], &plans, (*one, *other), (changes, &self.states))).collect();
        let framework = FrameworkDifference {
            framework: b.source.manifest.id.clone(),
            about: about(a, b),
            removed: only(a, b),
            added: only(b, a),
            same: differences.iter().filter(|difference| !difference.is_any()).count(),
            indicators: differences.into_iter().filter(IndicatorDifference::is_any).collect(),
            figures: match self.reviews {
                Some(_) => figures((&before, &a.source.manifest.id), (&after, &b.source.manifest.id)),
                None => Vec::new(),
            },
        };
        let [seen_by_a, seen_by_b] = [a, b].map(|open| open.fields(self.dictionary));
        Difference {
            access: Change::of(&b.source.manifest.id, &seen_by_a, &seen_by_b).into_iter().collect(),
            a: titled(a),
            b: titled(b),
            reviews: self.reviews,
            only_in: [0, 0],
            failed,
            inputs: Vec::new(),
            removed: Vec::new(),
            added: Vec::new(),
            frameworks: vec![framework],
        }
    }
}

fn titled(open: &Open) -> String {
    let Manifest { title, edition, .. } = &open.source.manifest;
    format!("{}: {title}, {edition} edition", open.source.folder.display())
}

/// The rules of a framework that has no code.
fn plan(open: &Open) -> Option<Plan> {
    (*open.source.component == *RULES).then(|| Plan::from_json(&open.source.config).ok()).flatten()
}

fn only(a: &Open, b: &Open) -> Vec<Name> {
    let there = |indicator: &&Indicator| !b.descriptor().indicators.iter().any(|other| other.id == indicator.id);
    a.descriptor().indicators.iter().filter(there).map(name).collect()
}

fn name(indicator: &Indicator) -> Name {
    Name { indicator: indicator.id.clone(), title: indicator.title.clone() }
}

fn indicator(editions: [&Open; 2], plans: &[Option<Plan>; 2], places: (usize, usize), told: (&Changes, &States)) -> IndicatorDifference {
    let (changes, states) = told;
    let (before, after) = (&editions[0].descriptor().indicators[places.0], &editions[1].descriptor().indicators[places.1]);
    let mut asked = asked::asked(before.into(), after.into());
    if let [Some(one), Some(other)] = plans {
        asked.extend(asked::rules(&one.rules[places.0], &other.rules[places.1]));
    }
    IndicatorDifference {
        name: name(after),
        asked,
        changed: changes.changed,
        transitions: changes.transitions(states),
        listed: changes.listed(states),
        looked_for_changed: changes.looked,
        numbers_changed: changes.numbers,
    }
}

/// What the manifests say otherwise, and whether the code is another.
fn about(a: &Open, b: &Open) -> Vec<Changed> {
    let (before, after) = (&a.source.manifest, &b.source.manifest);
    let text = |what: &str, before: &str, after: &str| Changed::new(what, Some(before.to_owned()), Some(after.to_owned()));
    let all = [
        text("id", &before.id, &after.id),
        text("title", &before.title, &after.title),
        text("edition", &before.edition, &after.edition),
        text("owner", &before.owner, &after.owner),
        text("source", &before.source, &after.source),
        text("standing", before.standing(), after.standing()),
        Changed::new("note", before.note.clone(), after.note.clone()),
        Changed::new("memory", before.memory.clone(), after.memory.clone()),
        Changed::contents("the component", Some(a.component.as_str()), Some(b.component.as_str())),
    ];
    all.into_iter().flatten().collect()
}
