//! `concord test`: a framework's cases against their snapshots.
//!
//! # Steps
//! - every *case* is read as real data are (`case`, `draft`, `written`),
//! - the framework *answers* it in its box (`answered`),
//! - the text of the answers is held against its *snapshot* (`suite`, `snapshot`, `diff`),
//! - what differs is kept, accepted, or shown to a person who *reviews* it (`review`),
//! - what the cases *reach* is counted (`coverage`, `parts`), and all is told (`print`, `junit`).

mod answered;
mod case;
mod coverage;
mod diff;
mod draft;
mod junit;
mod parts;
mod print;
mod review;
mod snapshot;
mod suite;
mod values;
mod written;

use std::io::Write;
use std::path::Path;
use std::sync::Arc;

use anyhow::{Result, bail};
use concord_model::dictionary::Dictionary;
use concord_model::manifest::Plugin;
use concord_model::problem::{Problem, nearest};
use concord_sandbox::HostError;

use self::case::{CASES, Case};
use self::print::Say;
use self::suite::{Doing, Suite};
use crate::args::{Format, Test};
use crate::exit::Exit;
use crate::load::{self, Broken, Problems};
use crate::open::{Open, open_all};
use crate::output::{Replaces, Single, seal};
use crate::terminal::Surroundings;

/// A file of results replaces an earlier one that nobody has changed.
const JUNIT: Replaces = Replaces::Own(seal::holds);

/// Runs the cases. Each framework is tested by itself: one that cannot be does not keep the others from it.
///
/// # Errors
/// Where no case is called as asked, or the machine fails.
pub fn test(arguments: &Test, around: &mut Surroundings<'_>, out: &mut dyn Write, err: &mut dyn Write) -> Result<Exit> {
    if around.ci && (arguments.accept || arguments.review) {
        bail!("CI is set, and nothing is accepted where nobody looks: run `concord test` with --review on your own machine");
    }
    arguments.junit.as_deref().map(|file| JUNIT.check(file)).transpose()?;
    let (dictionary, ..) = load::dictionary(arguments.dictionary.as_deref(), None)?;
    let dictionary = Arc::new(dictionary);
    let (sources, mut broken) = load::load(&load::folders(&arguments.frameworks)?, &dictionary);
    let (open, _backstop) = open_all(sources, &mut broken, &dictionary, &[])?;
    let cases = cases(&open, &mut broken, &arguments.cases, &dictionary)?;
    let mut suites = Vec::new();
    for (open, cases) in cases {
        match Suite::run(open, cases, &arguments.cases, &dictionary) {
            Ok(suite) => suites.push(suite),
            Err(fault) if fault.is::<HostError>() => return Err(fault),
            Err(fault) => broken.push(untestable(open, vec![Problem::of(&open.source.folder.display().to_string(), fault.to_string())])),
        }
    }
    let say = Say { diffs: !arguments.review, coverage: arguments.coverage, colour: around.colour };
    settle(&mut suites, arguments, around, err)?;
    if let Some(file) = &arguments.junit {
        Single::write_whole(file, JUNIT, seal::sealed(&junit::xml(&suites, &broken, arguments.coverage)).as_bytes())?;
    }
    match arguments.format {
        Format::Text => print::text(&suites, &broken, say, out, err)?,
        Format::Json => print::json(&suites, &broken, out, err)?,
    }
    let needs_person = |suite: &Suite| suite.needs_person() || arguments.coverage && !suite.lacking().is_empty();
    Ok(match (suites.is_empty(), broken.is_empty() && !suites.iter().any(needs_person)) {
        (true, _) => Exit::CouldNotRun,
        (false, true) => Exit::Done,
        (false, false) => Exit::NeedsPerson,
    })
}

/// The cases of every framework that can be tested; those that cannot join the broken ones.
fn cases<'o>(open: &'o [Open], broken: &mut Vec<Broken>, wanted: &[String], dictionary: &Dictionary) -> Result<Vec<(&'o Open, Vec<Case>)>> {
    let mut all = Vec::new();
    for framework in open {
        match cases_of(framework, dictionary) {
            Ok(cases) => all.push((framework, cases)),
            Err(problems) => broken.push(untestable(framework, problems)),
        }
    }
    // What was asked for may be a case of one that cannot be tested.
    if broken.is_empty() {
        let names: Vec<&str> = all.iter().flat_map(|(_, cases)| cases).map(|case| case.name.as_str()).collect();
        let problems = unmatched(wanted, &names);
        if !problems.is_empty() {
            return Err(Problems(problems).into());
        }
    }
    Ok(all)
}

/// The cases of a framework, or why it cannot be tested.
fn cases_of(open: &Open, dictionary: &Dictionary) -> Result<Vec<Case>, Vec<Problem>> {
    // What an older component answers is nothing to accept, and nothing to match.
    if matches!(open.source.manifest.plugin, Plugin::Component(_)) && !open.source.warnings.is_empty() {
        return Err(open.source.warnings.clone());
    }
    let folder = &open.source.folder;
    let cases = case::read(folder, dictionary)?;
    if cases.is_empty() { Err(vec![no_cases(folder)]) } else { Ok(cases) }
}

fn untestable(open: &Open, problems: Vec<Problem>) -> Broken {
    Broken { id: open.source.manifest.id.clone(), problems }
}

/// What was asked for and is in no case's name.
fn unmatched(wanted: &[String], names: &[&str]) -> Vec<Problem> {
    let fault = |part: &String| {
        let hint = nearest(part, names.iter().copied()).unwrap_or_else(|| "leave --case out to run them all".to_owned());
        Problem::of("--case", format!("no case's name contains \"{part}\"")).hint(hint)
    };
    wanted.iter().filter(|part| !names.iter().any(|name| name.contains(part.as_str()))).map(fault).collect()
}

fn no_cases(folder: &Path) -> Problem {
    let example = folder.join(CASES).join("NAME.toml");
    Problem::of(&folder.display().to_string(), "the framework has no cases")
        .hint(format!("write a small review as {}; `concord test --help` shows one", example.display()))
}

/// Does with what differs what is to be done.
fn settle(suites: &mut [Suite], arguments: &Test, around: &mut Surroundings<'_>, err: &mut dyn Write) -> Result<()> {
    let mut doing = match (arguments.accept, arguments.review) {
        (true, _) => Doing::Accept,
        (_, true) => Doing::Ask(around),
        _ if around.ci => Doing::Show,
        _ => Doing::Keep,
    };
    suites.iter_mut().flat_map(|suite| &mut suite.tried).try_for_each(|tried| tried.settle(&mut doing, err))
}
