//! A framework that was opened, and whose word was checked against the dictionary.

use std::ops::Range;
use std::sync::Arc;

use concord_model::answer::{Answers, Step};
use concord_model::batch::{Reads, Window};
use concord_model::dataset::Dataset;
use concord_model::dictionary::Dictionary;
use concord_model::framework::Descriptor;
use concord_model::problem::Problem;

use crate::answers::{Offsets, check, check_kept, name_errors, name_reasons};
use crate::cause::{Cause, Fault};
use crate::component::Component;
use crate::convert;
use crate::descriptor;
use crate::host::HostError;
use crate::instance::Instance;
use crate::limits::Limits;
use crate::measures::settle;

/// A framework, ready to be evaluated.
#[derive(Clone)]
pub struct Framework {
    id: String,
    component: Component,
    config: Arc<str>,
    dictionary: Arc<Dictionary>,
    descriptor: Arc<Descriptor>,
    reads: Arc<Reads>,
    /// By indicator, the places of the child tables that it cites.
    evidence: Arc<Vec<Vec<usize>>>,
}

/// Why a framework could not be opened.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum OpenError {
    /// It failed while it was opened.
    #[error("it could not be opened: {0}")]
    Call(#[from] Cause),
    /// It finds fault with its configuration, or what it says of itself does not fit the dictionary.
    #[error("{}", lines(.0))]
    Problems(Vec<Problem>),
    /// The machine could not open it, which says nothing of it.
    #[error(transparent)]
    Host(#[from] HostError),
}

impl From<Fault> for OpenError {
    fn from(fault: Fault) -> OpenError {
        match fault {
            Fault::Framework(cause) => OpenError::Call(cause),
            Fault::Host(host) => OpenError::Host(host),
        }
    }
}

fn lines(problems: &[Problem]) -> String {
    problems.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")
}

impl Framework {
    /// Opens a framework with its configuration. Sensitive fields that are not among `granted` (written `table.field` or
    /// `field`) will be withheld from it.
    ///
    /// # Errors
    /// Where it fails, finds fault with its configuration, or asks for or speaks of what the dictionary does not have; all faults
    /// at once.
    pub fn open(
        component: &Component,
        id: &str,
        config: &str,
        dictionary: &Arc<Dictionary>,
        granted: &[String],
    ) -> Result<Framework, OpenError> {
        let opening = Instance::new(component)?.open(config, dictionary)?;
        let descriptor = opening.map_err(|problems| OpenError::Problems(name(id, problems)))?;
        let problems = descriptor::problems(id, &descriptor, dictionary);
        if !problems.is_empty() {
            return Err(OpenError::Problems(problems));
        }
        let requests: Vec<(String, String)> = descriptor.reads.iter().map(|read| (read.table.clone(), read.field.clone())).collect();
        let reads = Reads::new(dictionary, &requests, granted).map_err(|unknown| OpenError::Problems(unknown_reads(id, &unknown)))?;
        let places = descriptor.indicators.iter().map(|indicator| {
            let tables = indicator.evidence_tables.iter();
            tables.filter_map(|table| dictionary.table_place(table)).collect()
        });
        Ok(Framework {
            id: id.to_owned(),
            component: component.clone(),
            config: config.into(),
            dictionary: Arc::clone(dictionary),
            evidence: Arc::new(places.collect()),
            descriptor: Arc::new(descriptor),
            reads: Arc::new(reads),
        })
    }

    /// Its short name.
    #[must_use]
    pub fn id(&self) -> &str {
        &self.id
    }

    /// What it says of itself.
    #[must_use]
    pub fn descriptor(&self) -> &Descriptor {
        &self.descriptor
    }

    /// The columns that it is handed.
    #[must_use]
    pub fn reads(&self) -> &Reads {
        &self.reads
    }

    /// What it may use up.
    #[must_use]
    pub fn limits(&self) -> &Limits {
        &self.component.engine.limits
    }

    /// The component that runs it.
    #[must_use]
    pub fn component(&self) -> &Component {
        &self.component
    }

    /// Why a review got its answer to an indicator, by its place; outermost step first. Rows are counted from the review's first.
    ///
    /// # Errors
    /// Why it cannot be explained.
    pub fn explain(&self, dataset: &Dataset, review: usize, indicator: usize) -> Result<Vec<Step>, Fault> {
        if review >= dataset.reviews || indicator >= self.descriptor.indicators.len() {
            return Err(Cause::Refused("there is no such review or indicator".to_owned()).into());
        }
        let window = self.window(dataset, review..review + 1);
        let steps = self.instance()?.explain(&window.batch(&self.reads), indicator as u32)?;
        Ok(steps.into_iter().map(convert::step).collect())
    }

    /// A fresh instance that is open. Its fuel is that of both.
    pub(crate) fn instance(&self) -> Result<Instance, Fault> {
        let mut instance = Instance::new(&self.component)?;
        let start = instance.fuel;
        match instance.open(&self.config, &self.dictionary)? {
            Ok(descriptor) if descriptor == *self.descriptor => {
                instance.fuel = instance.fuel.saturating_add(start);
                Ok(instance)
            }
            Ok(_) => Err(Cause::Malformed("it says other things of itself than when it was first opened".to_owned()).into()),
            Err(problems) => Err(Cause::Refused(lines(&problems)).into()),
        }
    }

    /// The columns of some reviews.
    pub(crate) fn window<'a>(&self, dataset: &'a Dataset, reviews: Range<usize>) -> Window<'a> {
        Window::new(dataset, &self.dictionary, reviews, &[&self.reads])
    }

    pub(crate) fn dictionary(&self) -> &Dictionary {
        &self.dictionary
    }

    /// Hands some reviews to an instance and checks what comes back. After a failure the instance must not be used again.
    pub(crate) fn ask(&self, instance: &mut Instance, dataset: &Dataset, window: &Window<'_>) -> Result<Answers, Fault> {
        let mut answers = instance.evaluate(&window.batch(&self.reads))?;
        let offsets = self.offsets(dataset, &window.reviews);
        check(&answers, &self.descriptor, window.reviews.len(), &offsets).map_err(Cause::Malformed)?;
        settle(&mut answers);
        name_reasons(&mut answers);
        name_errors(&mut answers);
        Ok(answers)
    }

    /// Whether answers that were kept are such as [`ask`](Framework::ask) lets pass, or are those of reviews that were lost.
    pub(crate) fn is_sound(&self, dataset: &Dataset, reviews: &Range<usize>, answers: &Answers) -> bool {
        check_kept(answers, &self.descriptor, reviews.len(), &self.offsets(dataset, reviews)).is_ok()
    }

    /// What tells this framework from any other: its code and what it is opened with.
    pub(crate) fn identity(&self) -> [&[u8]; 2] {
        [self.component.digest(), self.config.as_bytes()]
    }

    /// By indicator and evidence table, where each review's rows start.
    fn offsets<'a>(&self, dataset: &'a Dataset, reviews: &Range<usize>) -> Offsets<'a> {
        let table = |&place: &usize| &dataset.tables[place].offsets[reviews.start..=reviews.end];
        self.evidence.iter().map(|tables| tables.iter().map(table).collect()).collect()
    }

    /// For a piece of a batch, by indicator and evidence table, which row of the batch the piece's first row is.
    pub(crate) fn first_row<'a>(&'a self, dataset: &'a Dataset, batch: usize, piece: usize) -> impl Fn(usize, usize) -> u32 + 'a {
        move |indicator, table| {
            let offsets = &dataset.tables[self.evidence[indicator][table]].offsets;
            offsets[piece] - offsets[batch]
        }
    }
}

/// Problems as a framework tells them, with its name.
fn name(id: &str, problems: Vec<Problem>) -> Vec<Problem> {
    if problems.is_empty() {
        return vec![Problem::of(id, "it refuses its configuration and does not say why")];
    }
    problems.into_iter().map(|problem| Problem { file: id.to_owned(), ..problem }).collect()
}

fn unknown_reads(id: &str, unknown: &[(String, String)]) -> Vec<Problem> {
    let problem = |(table, field): &(String, String)| Problem::of(id, "the dictionary has no such field").about(format!("{table}.{field}"));
    unknown.iter().map(problem).collect()
}

impl std::fmt::Debug for Framework {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Framework").field("id", &self.id).finish_non_exhaustive()
    }
}
