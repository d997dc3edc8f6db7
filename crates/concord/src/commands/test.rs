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
use concord_sandbox::Backstop;

use self::case::{CASES, Case};
use self::print::Say;
use self::suite::{Doing, Suite};
use crate::args::{Format, Test};
use crate::exit::Exit;
use crate::load::{self, Problems};
use crate::open::{Open, open_all};
use crate::output::{Replaces, Single, seal};
use crate::terminal::Surroundings;

/// A file of results replaces an earlier one that nobody has changed.
const JUNIT: Replaces = Replaces::Own(seal::holds);

/// Runs the cases.
///
/// # Errors
/// Where a framework cannot run or has no cases, a case is wrong, or no case is called as asked.
pub fn test(arguments: &Test, around: &mut Surroundings<'_>, out: &mut dyn Write, err: &mut dyn Write) -> Result<Exit> {
    if around.ci && (arguments.accept || arguments.review) {
        bail!("CI is set, and nothing is accepted where nobody looks: run `concord test` with --review on your own machine");
    }
    arguments.junit.as_deref().map(|file| JUNIT.check(file)).transpose()?;
    let (dictionary, ..) = load::dictionary(arguments.dictionary.as_deref(), None)?;
    let dictionary = Arc::new(dictionary);
    let (open, _backstop) = frameworks(arguments, &dictionary)?;
    let cases = cases(&open, &arguments.cases, &dictionary)?;
    let run = |(open, cases)| Suite::run(open, cases, &arguments.cases, &dictionary);
    let mut suites = open.iter().zip(cases).map(run).collect::<Result<Vec<_>>>()?;
    let say = Say { diffs: !arguments.review, coverage: arguments.coverage, colour: around.colour };
    settle(&mut suites, arguments, around, err)?;
    if let Some(file) = &arguments.junit {
        Single::write_whole(file, JUNIT, seal::sealed(&junit::xml(&suites, arguments.coverage)).as_bytes())?;
    }
    match arguments.format {
        Format::Text => print::text(&suites, say, out, err)?,
        Format::Json => print::json(&suites, out)?,
    }
    let needs_person = |suite: &Suite| suite.needs_person() || arguments.coverage && !suite.lacking().is_empty();
    Ok(if suites.iter().any(needs_person) { Exit::NeedsPerson } else { Exit::Done })
}

/// The frameworks in their boxes; all of them must run.
fn frameworks(arguments: &Test, dictionary: &Arc<Dictionary>) -> Result<(Vec<Open>, Backstop)> {
    let (sources, mut broken) = load::load(&load::folders(&arguments.frameworks)?, dictionary);
    let (open, backstop) = open_all(sources, &mut broken, dictionary, &[])?;
    // What an older component answers is nothing to accept, and nothing to match.
    let stale = |open: &Open| matches!(open.source.manifest.plugin, Plugin::Component(_)).then(|| open.source.warnings.clone());
    let stale: Vec<Problem> = open.iter().filter_map(stale).flatten().collect();
    let problems: Vec<Problem> = broken.into_iter().flat_map(|broken| broken.problems).chain(stale).collect();
    if problems.is_empty() { Ok((open, backstop)) } else { Err(Problems(problems).into()) }
}

/// The cases of every framework.
fn cases(open: &[Open], wanted: &[String], dictionary: &Dictionary) -> Result<Vec<Vec<Case>>> {
    let (mut all, mut problems) = (Vec::new(), Vec::new());
    for framework in open {
        let folder = &framework.source.folder;
        match case::read(folder, dictionary) {
            Ok(cases) if cases.is_empty() => problems.push(no_cases(folder)),
            Ok(cases) => all.push(cases),
            Err(faults) => problems.extend(faults),
        }
    }
    if problems.is_empty() {
        problems = unmatched(wanted, &all.iter().flatten().map(|case: &Case| case.name.as_str()).collect::<Vec<_>>());
    }
    if problems.is_empty() { Ok(all) } else { Err(Problems(problems).into()) }
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
