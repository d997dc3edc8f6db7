//! `concord run`: read, evaluate, compare, report.

mod inputs;
mod summary;

use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::{Context, Result, bail};
use concord_compare::{FrameworkInfo, Setup};
use concord_read::Reader;
use concord_report::json;
use concord_sandbox::{HostError, Sandbox};

use self::inputs::Inputs;
use crate::args::{Format, Run};
use crate::commands::data::{files, options};
use crate::exit::Exit;
use crate::kept::{Kept, Shelf};
use crate::load::{self, Broken};
use crate::open::{Open, check_grants, open_all};
use crate::output::Output;
use crate::pipeline::{Corridor, Failure, Figures, Stopwatch};
use crate::terminal::show_problems;

/// Runs all frameworks over a dataset and writes what comes of it.
///
/// # Errors
/// Where nothing can be run, or with `--strict` where a record is rejected.
pub fn run(arguments: &Run, out: &mut dyn Write, err: &mut dyn Write) -> Result<Exit> {
    let mut watch = Stopwatch::start();
    let inputs: Vec<&Path> = [arguments.data.as_path()].into_iter().chain(files(&arguments.reading)).collect();
    let inputs: Vec<&Path> = inputs.into_iter().chain(arguments.frameworks.iter().map(PathBuf::as_path)).collect();
    let output = Output::begin(&arguments.out, "run", &inputs)?;
    let (dictionary, dictionary_digest, taxonomy_digest) =
        load::dictionary(arguments.reading.dictionary.as_deref(), arguments.reading.taxonomy.as_deref())?;
    check_grants(&dictionary, &arguments.grant)?;
    let reading = options(&arguments.reading)?;
    let dictionary = Arc::new(dictionary);
    let (sources, mut broken) = load::load(&load::folders(&arguments.frameworks)?, &dictionary);
    let (open, _backstop) = open_all(sources, &mut broken, &dictionary, &arguments.grant)?;
    show_broken(err, &broken)?;
    if open.is_empty() {
        bail!(
            "{}",
            if broken.len() == 1 {
                "the framework cannot run".to_owned()
            } else {
                format!("none of the {} frameworks can run", broken.len())
            }
        );
    }
    for framework in &open {
        show_problems(err, "warning", &framework.source.warnings, framework.source.warnings.len() as u64)?;
    }
    let data = inputs::before(&arguments.data, &dictionary)?;
    if arguments.format == Format::Text {
        summary::print_access(out, &open, &dictionary)?;
    }
    let reader = Reader::open(&arguments.data, &dictionary, reading)?;
    let inputs = Inputs::new(arguments, data, &reader, dictionary_digest, taxonomy_digest)?;
    let kept = if arguments.resume { Some(Kept::beside(&arguments.out)?) } else { None };
    let jobs = arguments.jobs.map_or(0, std::num::NonZeroUsize::get);
    let workers = rayon::ThreadPoolBuilder::new().num_threads(jobs).build().map_err(|fault| HostError::Thread(fault.to_string()))?;
    let setup = setup(&dictionary, &open)?.with_seed(arguments.seed).with_as_of(reader.as_of());
    let opening = watch.lap();
    let corridor = Corridor {
        dictionary: &dictionary,
        setup: &setup,
        sandbox: Sandbox::new(open.iter().map(|open| open.framework.clone()).collect()),
        shelves: shelves(kept.as_ref(), &inputs, &open)?,
        workers: &workers,
        broken: broken.iter().flat_map(failed).collect(),
        strict: arguments.strict,
    };
    let mut figures = corridor.run(reader, &output)?;
    inputs.hold()?;
    figures.times.opening = opening;
    if arguments.strict && figures.rejected() > 0 {
        show_problems(err, "problem", &figures.problems, figures.counts.problems + figures.counts.warnings)?;
        bail!("{}; with --strict nothing is written", super::data::counted(figures.counts));
    }
    let counted = figures.summary.take().context("nothing was counted")?;
    let mut watch = Stopwatch::start();
    let comparison = workers.install(|| counted.finish(&setup));
    figures.times.comparing = watch.lap();
    let manifest = summary::manifest(&figures, &inputs, &open, &broken, &dictionary);
    summary::write(&output, &comparison, &figures, &manifest, &broken)?;
    figures.times.reporting = watch.lap();
    let timings = json::pretty(&figures.times.timings(workers.current_num_threads()))?;
    output.write_sealed("timings.json", &String::from_utf8_lossy(&timings))?;
    output.finish()?;
    kept.map(Kept::clear).transpose()?;
    show_problems(err, "problem", &figures.problems, figures.counts.problems + figures.counts.warnings)?;
    show_problems(err, "notice", &figures.notices, figures.notices.len() as u64)?;
    match arguments.format {
        Format::Text => summary::print(out, &comparison, &figures, &open, &broken, &arguments.out)?,
        Format::Json => summary::print_json(out, &comparison, &figures, &manifest, &broken)?,
    }
    Ok(exit(&figures, &broken))
}

fn setup(dictionary: &concord_model::dictionary::Dictionary, open: &[Open]) -> Result<Setup> {
    let frameworks: Vec<FrameworkInfo> = open.iter().map(Open::info).collect();
    Ok(Setup::new(dictionary, &frameworks).map_err(load::Problems)?)
}

/// A shelf of kept answers for each framework, if answers are kept.
fn shelves(kept: Option<&Kept>, inputs: &Inputs, open: &[Open]) -> Result<Vec<Shelf>> {
    let Some(kept) = kept else { return Ok(Vec::new()) };
    open.iter().map(|open| kept.shelf(&inputs.of(open))).collect()
}

/// What makes a framework unable to run, as it is written.
fn failed(broken: &Broken) -> impl Iterator<Item = Failure> {
    let of = |problem: &concord_model::problem::Problem| Failure {
        framework: broken.id.clone(),
        review: None,
        indicator: None,
        message: problem.to_string(),
    };
    broken.problems.iter().map(of)
}

fn show_broken(err: &mut dyn Write, broken: &[Broken]) -> Result<()> {
    for framework in broken {
        show_problems(err, "error", &framework.problems, framework.problems.len() as u64)?;
    }
    Ok(())
}

fn exit(figures: &Figures, broken: &[Broken]) -> Exit {
    let person =
        !broken.is_empty() || figures.rejected() > 0 || figures.failures > 0 || figures.health.iter().any(|health| health.impure.is_some());
    if person { Exit::NeedsPerson } else { Exit::Done }
}
