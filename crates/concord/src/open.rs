//! Frameworks opened in the sandbox.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Result, bail};
use concord_compare::FrameworkInfo;
use concord_model::dictionary::{Dictionary, Kind};
use concord_model::framework::Descriptor;
use concord_model::problem::{Problem, nearest};
use concord_report::manifest::FieldRead;
use concord_sandbox::{Backstop, Cache, Component, ComponentError, Engine, Framework, HostError, Limits, OpenError};

use crate::access;
use crate::digest::Digest;
use crate::load::{Broken, MANIFEST, Problems, Source, source};

/// A framework in its box, with what is known of it outside.
#[derive(Debug)]
pub struct Open {
    /// Where it comes from.
    pub source: Source,
    /// The SHA-256 of its component.
    pub component: Digest,
    /// In the box.
    pub framework: Framework,
}

impl Open {
    /// What it says of itself.
    #[must_use]
    pub fn descriptor(&self) -> &Descriptor {
        self.framework.descriptor()
    }

    /// The fields that it reads, the sensitive ones first, with what it sees of them.
    #[must_use]
    pub fn fields(&self, dictionary: &Dictionary) -> Vec<FieldRead> {
        access::fields(self.framework.reads(), dictionary)
    }

    /// What a comparison needs to know of it.
    #[must_use]
    pub fn info(&self) -> FrameworkInfo {
        FrameworkInfo {
            manifest: self.source.manifest.clone(),
            descriptor: self.descriptor().clone(),
            memory: self.source.memory.iter().filter(|(indicator, _)| !indicator.is_empty()).cloned().collect(),
        }
    }
}

/// The backstop's tick.
const TICK: Duration = Duration::from_secs(1);

/// The private folder of compiled components, where the machine has a place for such.
fn cache() -> Option<Cache> {
    let folder = |name: &str| std::env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from);
    let place = folder("XDG_CACHE_HOME").or_else(|| Some(folder("HOME")?.join(".cache")))?;
    Cache::open(&place.join("concord")).ok()
}

/// Opens frameworks; those that fail join the broken ones.
///
/// The backstop must be kept for as long as the frameworks are evaluated.
///
/// # Errors
/// Where this machine cannot run the sandbox, or has no room to open one: that is no fault of a framework.
pub fn open_all(
    sources: Vec<Source>,
    broken: &mut Vec<Broken>,
    dictionary: &Arc<Dictionary>,
    granted: &[String],
) -> Result<(Vec<Open>, Backstop)> {
    let engine = Engine::new(Limits::default())?;
    let cache = cache();
    let mut compiled: Vec<(Digest, Component)> = Vec::new();
    let mut open = Vec::new();
    for source in sources {
        match open_source(&engine, cache.as_ref(), &mut compiled, &source, dictionary, granted) {
            Ok((component, framework)) => open.push(Open { component, framework, source }),
            Err(Unopened::Broken(problems)) => broken.push(Broken { id: source.manifest.id, problems }),
            Err(Unopened::Host(host)) => return Err(host.into()),
        }
    }
    Ok((open, engine.backstop(TICK)?))
}

/// Opens the framework of one folder. The backstop must be kept for as long as it is evaluated.
///
/// # Errors
/// All that is wrong with it, each on a line of its own.
pub fn open_one(folder: &Path, dictionary: &Arc<Dictionary>, granted: &[String]) -> Result<(Open, Backstop)> {
    if !folder.join(MANIFEST).is_file() {
        bail!("{} is no framework; a framework is a folder with a {MANIFEST}", folder.display());
    }
    let source = source(folder, dictionary).map_err(Problems)?;
    let mut broken = Vec::new();
    let (mut open, backstop) = open_all(vec![source], &mut broken, dictionary, granted)?;
    match (open.pop(), broken.pop()) {
        (Some(open), _) => Ok((open, backstop)),
        (None, broken) => Err(Problems(broken.map(|broken| broken.problems).unwrap_or_default()).into()),
    }
}

/// Why a framework is not open.
enum Unopened {
    /// It cannot run.
    Broken(Vec<Problem>),
    /// The machine could not open it.
    Host(HostError),
}

fn open_source(
    engine: &Engine,
    cache: Option<&Cache>,
    compiled: &mut Vec<(Digest, Component)>,
    source: &Source,
    dictionary: &Arc<Dictionary>,
    granted: &[String],
) -> Result<(Digest, Framework), Unopened> {
    let file = source.folder.join(MANIFEST).display().to_string();
    let digest = Digest::of(&source.component);
    let component = match compiled.iter().find(|(known, _)| *known == digest) {
        Some((_, component)) => component.clone(),
        None => {
            let component = match cache {
                Some(cache) => engine.compile_cached(&source.component, cache),
                None => engine.compile(&source.component),
            };
            let component = component.map_err(|fault| match fault {
                ComponentError::Host(host) => Unopened::Host(host),
                fault => Unopened::Broken(vec![Problem::of(&file, fault.to_string()).about("framework.plugin")]),
            })?;
            compiled.push((digest.clone(), component.clone()));
            component
        }
    };
    let framework = Framework::open(&component, &source.manifest.id, &source.config, dictionary, granted);
    framework.map(|framework| (digest, framework)).map_err(|fault| match fault {
        OpenError::Problems(problems) => {
            Unopened::Broken(problems.into_iter().map(|problem| Problem { file: file.clone(), ..problem }).collect())
        }
        OpenError::Host(host) => Unopened::Host(host),
        fault => Unopened::Broken(vec![Problem::of(&file, fault.to_string()).about("framework.plugin")]),
    })
}

/// The fields that are held back or coarsened unless a run grants them, as `table.field`.
#[must_use]
pub fn held_back(dictionary: &Dictionary) -> Vec<String> {
    let fields = dictionary.tables.iter().flat_map(|table| table.fields.iter().map(move |field| (table, field)));
    let held = fields.filter(|(_, field)| field.kind != Kind::Id && (field.sensitive || field.share.is_some()));
    held.map(|(table, field)| format!("{}.{}", table.name, field.name)).collect()
}

/// Checks that each grant names a field that would otherwise be held back.
///
/// # Errors
/// The grants that do not, each on a line of its own.
pub fn check_grants(dictionary: &Dictionary, grants: &[String]) -> Result<()> {
    let faults = grant_faults("--grant", dictionary, grants);
    if faults.is_empty() { Ok(()) } else { Err(Problems(faults).into()) }
}

/// The grants that name no field that would otherwise be held back; `file` is where they stand.
#[must_use]
pub fn grant_faults(file: &str, dictionary: &Dictionary, grants: &[String]) -> Vec<Problem> {
    let short = |name: &String| name.split_once('.').map_or_else(String::new, |(_, field)| field.to_owned());
    let names: Vec<String> = held_back(dictionary).into_iter().flat_map(|name| [short(&name), name]).collect();
    let fault = |grant: &String| {
        let message = format!("no field \"{grant}\" is held back");
        Problem::of(file, message).maybe_hint(nearest(grant, names.iter().map(String::as_str)))
    };
    grants.iter().filter(|grant| !names.contains(grant)).map(fault).collect()
}
