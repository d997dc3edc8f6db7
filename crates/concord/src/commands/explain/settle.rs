//! What would settle an answer that cannot be told: the review again, in the box, with what is missing filled in.
//!
//! A *hypothesis* fills one missing cell of the review, all missing cells of a field, or those of two fields, with values that the
//! dictionary allows. The framework itself answers each, so that rules and code are asked alike. What a run withholds is taken out
//! of the review before, so that nothing of its true value is told. Numbers, dates and sets are too many to try all: of these some are.

mod gaps;

use std::sync::Arc;

use anyhow::Result;
use concord_model::batch::BATCH;
use concord_model::dataset::Dataset;
use concord_model::dictionary::Dictionary;
use concord_sandbox::{Framework, Sandbox};
use serde::Serialize;

use self::gaps::{Gap, bare, gaps};
use crate::load::Problems;
use crate::open::Open;
use crate::told::Told;

/// The most hypotheses that are tried at a time.
const MOST: usize = 16 * BATCH;

/// The most pairs of fields that are told of.
const PAIRS: usize = 5;

/// Something that would settle an answer, were it known.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(super) struct Lever {
    /// What would have to be known: one field, or two.
    pub(super) fields: Vec<Cells>,
    /// The answers that come of it, each with the values that give it.
    pub(super) settles: Vec<Settled>,
    /// Whether other values that were tried leave it open.
    pub(super) else_open: bool,
}

/// Cells of one field.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(super) struct Cells {
    pub(super) table: String,
    pub(super) field: String,
    /// The rows by their keys; none for the review's own field and its group's.
    pub(super) rows: Vec<String>,
    /// Whether all of these rows are meant together, or any one of them.
    pub(super) together: bool,
    /// What is recorded now: why it is missing, or what stands there.
    pub(super) now: String,
    /// Whether a value stands there that this goes against.
    pub(super) contrary: bool,
}

/// An answer, and the values that give it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(super) struct Settled {
    pub(super) answer: String,
    pub(super) values: Vec<String>,
}

/// What would settle each of the indicators at some places, or why nothing that was tried does.
pub(super) fn settle(
    open: &Open,
    dictionary: &Arc<Dictionary>,
    dataset: &Dataset,
    indicators: &[usize],
) -> Result<Vec<(Vec<Lever>, Option<String>)>> {
    if indicators.is_empty() {
        return Ok(Vec::new());
    }
    let base = bare(open.framework.reads(), dictionary, dataset);
    let gaps = gaps(open.framework.reads(), dictionary, &base);
    let mut trial = Trial { framework: granted(open, dictionary)?, dictionary, base: &base, gaps: &gaps };
    let single: Vec<Hypothesis> =
        (0..gaps.len()).flat_map(|gap| (0..gaps[gap].values.len()).map(move |value| vec![(gap, value)])).collect();
    let answers = trial.answers(&single, indicators)?;
    let unsettled: Vec<usize> = (0..indicators.len()).filter(|place| answers.iter().all(|answers| answers[*place].is_none())).collect();
    let (pairs, paired) = if unsettled.is_empty() { (Vec::new(), Vec::new()) } else { trial.pairs(indicators)? };
    let mut all = Vec::new();
    for place in 0..indicators.len() {
        let mut levers = trial.levers(&single, &answers, place);
        if levers.is_empty() {
            levers = trial.levers(&pairs, &paired, place);
            levers.truncate(PAIRS);
        }
        let why = levers.is_empty().then(|| trial.why(&single));
        all.push((levers, why));
    }
    Ok(all)
}

/// The framework with everything granted that was withheld from it.
fn granted(open: &Open, dictionary: &Arc<Dictionary>) -> Result<Framework> {
    let all: Vec<String> = open.descriptor().reads.iter().map(|read| format!("{}.{}", read.table, read.field)).collect();
    let (component, id) = (open.framework.component(), open.framework.id());
    Framework::open(component, id, &open.source.config, dictionary, &all).map_err(|fault| match fault {
        concord_sandbox::OpenError::Problems(problems) => Problems(problems).into(),
        fault => fault.into(),
    })
}

/// Gaps with the value that each is filled with, by their places.
type Hypothesis = Vec<(usize, usize)>;

/// By indicator, the answer in words, if there is one.
type Answer = Vec<Option<String>>;

struct Trial<'a> {
    framework: Framework,
    dictionary: &'a Arc<Dictionary>,
    base: &'a Dataset,
    gaps: &'a [Gap],
}

impl Trial<'_> {
    /// The answers to hypotheses, up to [`MOST`].
    fn answers(&mut self, hypotheses: &[Hypothesis], indicators: &[usize]) -> Result<Vec<Answer>> {
        let mut sandbox = Sandbox::new(vec![self.framework.clone()]);
        let declared = &self.framework.descriptor().indicators;
        let mut all = Vec::new();
        for some in hypotheses[..hypotheses.len().min(MOST)].chunks(BATCH) {
            let dataset = self.copies(some);
            let evaluated = sandbox.evaluate(&dataset)?;
            let Some(evaluated) = evaluated.into_iter().flatten().next() else { continue };
            all.extend((0..some.len()).map(|review| {
                let told = |&indicator: &usize| (indicator, Told::of(&evaluated.answers, indicator, review, |_| 0));
                let words = |(indicator, told): (usize, Told)| told.is_told().then(|| told.words(&declared[indicator]));
                indicators.iter().map(told).map(words).collect()
            }));
        }
        Ok(all)
    }

    /// The review once for each hypothesis, filled in.
    fn copies(&self, hypotheses: &[Hypothesis]) -> Dataset {
        let mut dataset = self.base.select(self.dictionary, &vec![0; hypotheses.len()]);
        if let Some(group) = self.dictionary.group {
            dataset.tables[group] = self.base.tables[group].pick(&vec![0; hypotheses.len()]);
            dataset.group = (0..hypotheses.len() as u32).collect();
        }
        for (copy, hypothesis) in hypotheses.iter().enumerate() {
            for (gap, value) in hypothesis {
                let Gap { table, field, rows, target, values, .. } = &self.gaps[*gap];
                let own = self.base.tables[*table].rows;
                let first = target.map_or(0, |target| copy * self.base.tables[target].rows) as u32;
                rows.iter().for_each(|row| values[*value].put(&mut dataset.tables[*table].columns[*field], copy * own + row, first));
            }
        }
        dataset
    }

    /// All pairs of values of two fields, each filled in as a whole.
    fn pairs(&mut self, indicators: &[usize]) -> Result<(Vec<Hypothesis>, Vec<Answer>)> {
        let whole: Vec<usize> = (0..self.gaps.len()).filter(|gap| self.gaps[*gap].whole).collect();
        let mut pairs = Vec::new();
        for (place, &one) in whole.iter().enumerate() {
            for &other in &whole[place + 1..] {
                let (ones, others) = (0..self.gaps[one].values.len(), self.gaps[other].values.len());
                pairs.extend(ones.flat_map(|value| (0..others).map(move |with| vec![(one, value), (other, with)])));
            }
        }
        let answers = self.answers(&pairs, indicators)?;
        Ok((pairs, answers))
    }

    /// What the hypotheses that settle an indicator have in common, by what they fill in.
    fn levers(&self, hypotheses: &[Hypothesis], answers: &[Answer], indicator: usize) -> Vec<Lever> {
        let tried: Vec<(&Hypothesis, &Option<String>)> = hypotheses.iter().zip(answers.iter().map(|answers| &answers[indicator])).collect();
        let same = |one: &(&Hypothesis, &Option<String>), other: &(&Hypothesis, &Option<String>)| {
            one.0.iter().map(|(gap, _)| gap).eq(other.0.iter().map(|(gap, _)| gap))
        };
        let mut levers: Vec<Lever> = tried.chunk_by(same).filter_map(|some| self.lever(some)).collect();
        // What goes against the record matters only where nothing else settles it.
        if levers.iter().any(|lever| !lever.is_contrary()) {
            levers.retain(|lever| !lever.is_contrary());
        }
        joined(levers)
    }

    /// What some hypotheses that fill in the same cells come to; nothing where they settle nothing.
    fn lever(&self, tried: &[(&Hypothesis, &Option<String>)]) -> Option<Lever> {
        let mut settles: Vec<Settled> = Vec::new();
        for same in tried.chunk_by(|one, other| one.1 == other.1 && self.are_a_range(one.0, other.0)) {
            let [(hypothesis, answer), ..] = same else { continue };
            let Some(answer) = answer.as_ref().filter(|_| !self.says_too_much(hypothesis, answer, tried)) else { continue };
            let values = match same {
                [_, .., (last, _)] => format!("{} to {}", self.words(hypothesis), self.words(last)),
                _ => self.words(hypothesis),
            };
            match settles.iter_mut().find(|settled| settled.answer == *answer) {
                Some(settled) => settled.values.push(values),
                None => settles.push(Settled { answer: answer.clone(), values: vec![values] }),
            }
        }
        let fields = tried.first()?.0.iter().map(|(gap, _)| self.gaps[*gap].cells.clone()).collect();
        let else_open = tried.iter().any(|(_, answer)| answer.is_none());
        (!settles.is_empty()).then_some(Lever { fields, settles, else_open })
    }

    /// The values of a hypothesis in words.
    fn words(&self, hypothesis: &Hypothesis) -> String {
        let words: Vec<&str> = hypothesis.iter().map(|(gap, value)| self.gaps[*gap].words[*value].as_str()).collect();
        words.join(" and ")
    }

    /// Whether two hypotheses fill in one value each that follow on each other: numbers or days.
    fn are_a_range(&self, one: &Hypothesis, other: &Hypothesis) -> bool {
        let [(gap, _)] = one.as_slice() else { return false };
        other.len() == 1 && self.gaps[*gap].is_ordered()
    }

    /// Whether a hypothesis fills in every code of a set where one of them does as well.
    fn says_too_much(&self, hypothesis: &Hypothesis, answer: &Option<String>, tried: &[(&Hypothesis, &Option<String>)]) -> bool {
        hypothesis.iter().enumerate().any(|(place, (gap, value))| {
            let smaller = |other: &Hypothesis| {
                let same = |at: usize| at == place || other[at] == hypothesis[at];
                other[place].1 < *value && (0..other.len()).all(same)
            };
            self.gaps[*gap].is_all(*value) && tried.iter().any(|(other, told)| *told == answer && smaller(other))
        })
    }

    /// Why nothing that was tried settles it.
    fn why(&self, single: &[Hypothesis]) -> String {
        let gaps = self.gaps.iter().filter(|gap| gap.whole && !gap.cells.contrary);
        let missing: Vec<String> = gaps.map(|gap| format!("{}.{}", gap.cells.table, gap.cells.field)).collect();
        let missing = if missing.is_empty() { "no field that it reads".to_owned() } else { missing.join(", ") };
        let tried = match single.len() > MOST {
            true => "more is missing than can be tried",
            false => "no one field that is missing, and no two, settle it",
        };
        format!("{tried}; missing: {missing}{}", self.empty_tables())
    }

    /// The child tables that the framework reads and of which the review has no row.
    fn empty_tables(&self) -> String {
        let tables = self.framework.reads().tables.iter().map(|(table, _)| *table);
        let empty = tables.filter(|table| self.dictionary.is_child(*table) && self.base.tables[*table].rows == 0);
        let names: Vec<&str> = empty.map(|table| self.dictionary.tables[table].name.as_str()).collect();
        if names.is_empty() { String::new() } else { format!("; without a row: {}", names.join(", ")) }
    }
}

impl Lever {
    fn is_contrary(&self) -> bool {
        self.fields.iter().any(|cells| cells.contrary)
    }

    /// Whether another lever is the same but for its rows.
    fn is_like(&self, other: &Lever) -> bool {
        let field = |cells: &Cells| (cells.table.clone(), cells.field.clone(), cells.now.clone());
        let single = |lever: &Lever| lever.fields.len() == 1 && !lever.fields[0].together;
        single(self)
            && single(other)
            && field(&self.fields[0]) == field(&other.fields[0])
            && (&self.settles, self.else_open) == (&other.settles, other.else_open)
    }
}

/// Levers with those joined that differ in their rows alone, and without whole fields of which each cell settles as much by itself.
fn joined(levers: Vec<Lever>) -> Vec<Lever> {
    let mut all: Vec<Lever> = Vec::new();
    for lever in levers {
        let same = |known: &&mut Lever| known.is_like(&lever);
        match all.iter_mut().find(same) {
            Some(known) => known.fields[0].rows.extend(lever.fields[0].rows.iter().cloned()),
            None => all.push(lever),
        }
    }
    let by_one: Vec<Lever> = all.iter().filter(|lever| !lever.fields[0].together).cloned().collect();
    let adds = |lever: &Lever| {
        let field = |other: &&Lever| (&other.fields[0].table, &other.fields[0].field) == (&lever.fields[0].table, &lever.fields[0].field);
        let known = |settled: &Settled| {
            let gives = |value: &String| {
                by_one.iter().filter(field).any(|one| one.settles.iter().any(|s| s.answer == settled.answer && s.values.contains(value)))
            };
            settled.values.iter().all(gives)
        };
        lever.fields.len() > 1 || !lever.fields[0].together || !lever.settles.iter().all(known)
    };
    all.retain(adds);
    all
}
