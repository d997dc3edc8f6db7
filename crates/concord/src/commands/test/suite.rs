//! A framework's cases, run and held against their snapshots.

use std::io::Write;
use std::path::PathBuf;
use std::sync::Arc;

use anyhow::{Result, anyhow};
use concord_model::batch::Window;
use concord_model::dictionary::Dictionary;
use concord_model::manifest::Plugin;
use concord_model::plain::{MESSAGE, line};
use concord_rules::plan::Plan;
use concord_sandbox::Framework;

use super::answered::Answered;
use super::case::Case;
use super::coverage::Reached;
use super::diff::diff;
use super::parts::{self, Part};
use super::review::{self, Word};
use super::snapshot::{Snapshot, unreferenced};
use crate::load::Problems;
use crate::open::Open;
use crate::terminal::Surroundings;

/// A framework's cases, and how each ended.
pub(super) struct Suite {
    pub(super) id: String,
    pub(super) folder: PathBuf,
    pub(super) tried: Vec<Tried>,
    /// Snapshots without a case.
    pub(super) unreferenced: Vec<PathBuf>,
    /// What all cases reach together; nothing where only some were run.
    pub(super) coverage: Option<Coverage>,
}

/// What the cases of a framework reach.
pub(super) struct Coverage {
    pub(super) indicators: Vec<Reached>,
    /// Of frameworks in rules, the parts of their expressions.
    pub(super) parts: Vec<Part>,
    plan: Option<Plan>,
}

/// A case that was run.
pub(super) struct Tried {
    pub(super) case: Case,
    /// What came out.
    pub(super) content: String,
    pub(super) snapshot: Snapshot,
    /// What was accepted before.
    pub(super) accepted: Option<String>,
    pub(super) ended: Ended,
}

/// How a case ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Ended {
    /// What came out is what was accepted.
    Matches,
    /// Something else came out.
    Differs,
    /// Nothing was accepted yet.
    New,
    /// It was accepted just now.
    Accepted,
    /// It was rejected just now: the framework or the case is to be mended.
    Rejected,
    /// The framework failed for it, or is not pure: that is no answer, and cannot be accepted.
    Failed,
}

/// What is done with what differs.
pub(super) enum Doing<'a, 'b> {
    /// It is kept as pending.
    Keep,
    /// It is shown, and nothing is written: in continuous integration.
    Show,
    /// It is taken as right.
    Accept,
    /// A person is asked.
    Ask(&'a mut Surroundings<'b>),
}

impl Suite {
    /// Runs the cases that are `wanted`.
    ///
    /// # Errors
    /// Where a snapshot cannot be read, or the framework cannot be opened or explained.
    pub(super) fn run(open: &Open, cases: Vec<Case>, wanted: &[String], dictionary: &Arc<Dictionary>) -> Result<Suite> {
        let folder = &open.source.folder;
        let unreferenced = unreferenced(folder, &cases);
        let mut coverage = Coverage::new(open)?;
        let mut tried = Vec::new();
        for case in cases.into_iter().filter(|case| wanted.is_empty() || wanted.iter().any(|part| case.name.contains(part))) {
            let framework = granting(open, &case.grants, dictionary)?;
            let answered = Answered::of(&framework, &case)?;
            coverage.add(&framework, &case, &answered, dictionary)?;
            let snapshot = Snapshot::of(folder, &case);
            let (content, accepted) = (answered.text(&framework, &case, dictionary), snapshot.accepted()?);
            let ended = if answered.is_sound() { Ended::of(accepted.as_deref(), &content) } else { Ended::Failed };
            tried.push(Tried { ended, case, content, snapshot, accepted });
        }
        coverage.parts.retain(|part| !part.number);
        let coverage = wanted.is_empty().then_some(coverage);
        Ok(Suite { id: open.source.manifest.id.clone(), folder: folder.clone(), tried, unreferenced, coverage })
    }

    /// The answers that no case reaches, where all cases were run: `PS4: partly`.
    pub(super) fn lacking(&self) -> Vec<String> {
        let lack = |reached: &Reached| -> Vec<String> {
            let answers = reached.answers.iter().filter(|answer| answer.lacks());
            answers.map(|answer| format!("{}: {}", reached.indicator, answer.answer)).collect()
        };
        self.coverage.iter().flat_map(|coverage| coverage.indicators.iter().flat_map(lack)).collect()
    }

    /// How many cases ended so.
    pub(super) fn count(&self, ended: Ended) -> usize {
        self.tried.iter().filter(|tried| tried.ended == ended).count()
    }

    /// Whether a person must look, however much is covered.
    pub(super) fn needs_person(&self) -> bool {
        !self.unreferenced.is_empty() || self.tried.iter().any(|tried| tried.ended.needs_person())
    }
}

/// The framework with a case's grants.
fn granting(open: &Open, grants: &[String], dictionary: &Arc<Dictionary>) -> Result<Framework> {
    if grants.is_empty() {
        return Ok(open.framework.clone());
    }
    let (id, config) = (&open.source.manifest.id, &open.source.config);
    Framework::open(open.framework.component(), id, config, dictionary, grants).map_err(|fault| match fault {
        concord_sandbox::OpenError::Problems(problems) => Problems(problems).into(),
        concord_sandbox::OpenError::Host(host) => host.into(),
        fault => anyhow!("{id}: {fault}"),
    })
}

impl Coverage {
    fn new(open: &Open) -> Result<Coverage> {
        let plan = match open.source.manifest.plugin {
            Plugin::Bundled(_) => {
                Some(Plan::from_json(&open.source.config).map_err(|fault| anyhow!("{}: {fault}", open.source.manifest.id))?)
            }
            Plugin::Component(_) => None,
        };
        let applies = |place: usize| plan.as_ref().is_some_and(|plan| plan.rules.get(place).is_some_and(|rule| rule.applies.is_some()));
        let indicators = open.descriptor().indicators.iter().enumerate();
        let indicators = indicators.map(|(place, indicator)| Reached::new(indicator, applies(place))).collect();
        Ok(Coverage { indicators, parts: Vec::new(), plan })
    }

    fn add(&mut self, framework: &Framework, case: &Case, answered: &Answered, dictionary: &Dictionary) -> Result<()> {
        for (place, reached) in self.indicators.iter_mut().enumerate() {
            reached.add(place, &case.name, answered);
            let Some(plan) = &self.plan else { continue };
            let window = Window::new(&case.dataset, dictionary, 0..1, &[framework.reads()]);
            let steps = concord_rules::explain(plan, dictionary, &window.batch(framework.reads()), place);
            let steps =
                steps.map_err(|fault| anyhow!("{} cannot explain {} in {}: {fault}", framework.id(), reached.indicator, case.file))?;
            parts::add(&mut self.parts, &reached.indicator, &steps);
        }
        Ok(())
    }
}

impl Tried {
    /// Does with what differs what is to be done.
    ///
    /// # Errors
    /// Where a snapshot cannot be written, or nobody can be asked.
    pub(super) fn settle(&mut self, doing: &mut Doing<'_, '_>, err: &mut dyn Write) -> Result<()> {
        match (self.ended, doing) {
            (_, Doing::Show) | (Ended::Failed, Doing::Accept) => {}
            (Ended::Failed, Doing::Ask(around)) => err.write_all(self.shown(around.colour).as_bytes())?,
            (_, Doing::Accept) => {
                self.snapshot.accept(&self.case, &self.content)?;
                self.ended = if self.ended == Ended::Matches { Ended::Matches } else { Ended::Accepted };
            }
            (Ended::Matches, _) => self.snapshot.settle()?,
            (_, Doing::Keep) => self.snapshot.keep_pending(&self.case, &self.content)?,
            (_, Doing::Ask(around)) => {
                err.write_all(self.shown(around.colour).as_bytes())?;
                match review::ask(&mut around.input, err)? {
                    Word::Accept => {
                        self.snapshot.accept(&self.case, &self.content)?;
                        self.ended = Ended::Accepted;
                    }
                    Word::Reject => {
                        self.snapshot.settle()?;
                        self.ended = Ended::Rejected;
                    }
                    Word::Skip => self.snapshot.keep_pending(&self.case, &self.content)?,
                }
            }
        }
        Ok(())
    }

    /// The case, why it exists, and what differs.
    pub(super) fn shown(&self, colour: bool) -> String {
        let [file, about] = [&self.case.file, &self.case.about].map(|text| line(text.trim(), MESSAGE));
        format!("{file}: {}\n{about}\n\n{}\n", self.ended.words(), self.diff(colour))
    }

    /// What differs from what was accepted; all where nothing was.
    pub(super) fn diff(&self, colour: bool) -> String {
        diff(self.accepted.as_deref().unwrap_or_default(), &self.content, colour)
    }
}

impl Ended {
    fn of(accepted: Option<&str>, content: &str) -> Ended {
        match accepted {
            None => Ended::New,
            Some(accepted) if accepted.trim_end() == content.trim_end() => Ended::Matches,
            Some(_) => Ended::Differs,
        }
    }

    /// Whether a person must look.
    pub(super) fn needs_person(self) -> bool {
        !matches!(self, Ended::Matches | Ended::Accepted)
    }

    /// In a few words.
    pub(super) fn words(self) -> &'static str {
        match self {
            Ended::Matches => "matches its snapshot",
            Ended::Differs => "differs from its snapshot",
            Ended::New => "new, nothing is accepted yet",
            Ended::Accepted => "accepted",
            Ended::Rejected => "rejected",
            Ended::Failed => "failed: mend the framework; what failed cannot be accepted",
        }
    }
}
