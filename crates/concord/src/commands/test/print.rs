//! What a test says at its end.

use std::io::Write;

use anyhow::Result;
use serde_json::{Value, json};

use super::coverage::Reached;
use super::suite::{Coverage, Ended, Suite, Tried};
use crate::load::Broken;

/// How much is said.
#[derive(Debug, Clone, Copy)]
pub(super) struct Say {
    /// What differs; a person who was asked has seen it.
    pub(super) diffs: bool,
    /// Which cases reach what, and not only what none reaches.
    pub(super) coverage: bool,
    /// In colours.
    pub(super) colour: bool,
}

/// As text, for people.
///
/// # Errors
/// Where it cannot be written.
pub(super) fn text(suites: &[Suite], broken: &[Broken], say: Say, out: &mut dyn Write, err: &mut dyn Write) -> Result<()> {
    for suite in suites {
        for tried in suite.tried.iter().filter(|tried| say.diffs && tried.ended.needs_person()) {
            out.write_all(tried.shown(say.colour).as_bytes())?;
        }
        writeln!(out, "{}: {}", suite.id, counted(suite))?;
        if let Some(coverage) = &suite.coverage {
            covered(coverage, say, out)?;
        }
        for path in &suite.unreferenced {
            writeln!(err, "error: {}: a snapshot without a case (delete it, or write the case that it belongs to)", path.display())?;
        }
    }
    let waiting: Vec<&Suite> = suites.iter().filter(|suite| suite.count(Ended::Differs) + suite.count(Ended::New) > 0).collect();
    for suite in waiting {
        writeln!(err, "{} needs a person: run `concord test {} --review`", suite.id, suite.folder.display())?;
    }
    for framework in broken {
        writeln!(out, "{}: cannot be tested", framework.id)?;
    }
    faults(broken, err)
}

/// What keeps frameworks from being tested.
fn faults(broken: &[Broken], err: &mut dyn Write) -> Result<()> {
    broken.iter().flat_map(|framework| &framework.problems).try_for_each(|problem| writeln!(err, "error: {problem}"))?;
    Ok(())
}

/// `3 cases: 2 match, 1 differs`
fn counted(suite: &Suite) -> String {
    let words = |ended| match (ended, suite.count(ended)) {
        (Ended::Matches, 1) => "matches",
        (Ended::Matches, _) => "match",
        (Ended::Differs, 1) => "differs",
        (Ended::Differs, _) => "differ",
        (Ended::New, _) => "new",
        (Ended::Accepted, _) => "accepted",
        (Ended::Rejected, _) => "rejected",
        (Ended::Failed, _) => "failed",
    };
    let all = [Ended::Matches, Ended::Differs, Ended::New, Ended::Accepted, Ended::Rejected, Ended::Failed];
    let counts = all.into_iter().map(|ended| (suite.count(ended), words(ended))).filter(|(count, _)| *count > 0);
    let counts: Vec<String> = counts.map(|(count, words)| format!("{count} {words}")).collect();
    let cases = suite.tried.len();
    format!("{cases} case{}: {}", if cases == 1 { "" } else { "s" }, counts.join(", "))
}

fn covered(coverage: &Coverage, say: Say, out: &mut dyn Write) -> Result<()> {
    let needed = || coverage.indicators.iter().flat_map(|reached| &reached.answers).filter(|answer| answer.needed);
    let lacking = needed().filter(|answer| answer.lacks()).count();
    writeln!(out, "  {} of {} answers are reached by some case", needed().count() - lacking, needed().count())?;
    for reached in &coverage.indicators {
        reaching(reached, say, out)?;
    }
    if !coverage.parts.is_empty() {
        let never = || coverage.parts.iter().filter_map(|part| Some((part, part.never()?)));
        let both = coverage.parts.len() - never().count();
        writeln!(out, "  {both} of {} parts of the rules are true in some case and false in another", coverage.parts.len())?;
        for (part, never) in never().filter(|_| say.coverage) {
            writeln!(out, "    {} {never}: {}  [{}]", part.indicator, part.text, part.at)?;
        }
    }
    Ok(())
}

fn reaching(reached: &Reached, say: Say, out: &mut dyn Write) -> Result<()> {
    let shown = reached.answers.iter().filter(|answer| answer.lacks() || say.coverage && (answer.possible || !answer.cases.is_empty()));
    for (place, answer) in shown.enumerate() {
        if place == 0 {
            writeln!(out, "  {} {}", reached.indicator, reached.title)?;
        }
        let cases = if answer.cases.is_empty() { "no case".to_owned() } else { answer.cases.join(", ") };
        writeln!(out, "    {}: {cases}", answer.answer)?;
    }
    Ok(())
}

/// As JSON, for programs.
///
/// # Errors
/// Where it cannot be written.
pub(super) fn json(suites: &[Suite], broken: &[Broken], out: &mut dyn Write, err: &mut dyn Write) -> Result<()> {
    let cannot = |broken: &Broken| json!({ "framework": broken.id, "problems": broken.problems });
    let all = json!({
        "frameworks": suites.iter().map(suite).collect::<Vec<_>>(),
        "cannot_be_tested": broken.iter().map(cannot).collect::<Vec<_>>(),
    });
    faults(broken, err)?;
    Ok(crate::screen::json(out, &all)?)
}

fn suite(suite: &Suite) -> Value {
    let coverage = suite.coverage.as_ref().map(|coverage| json!({ "indicators": coverage.indicators, "parts": coverage.parts }));
    json!({
        "framework": suite.id,
        "cases": suite.tried.iter().map(tried).collect::<Vec<_>>(),
        "unreferenced": suite.unreferenced.iter().map(|path| path.display().to_string()).collect::<Vec<_>>(),
        "coverage": coverage,
    })
}

fn tried(tried: &Tried) -> Value {
    json!({
        "case": tried.case.name,
        "file": tried.case.file,
        "about": tried.case.about,
        "ended": tried.ended.words(),
        "needs_person": tried.ended.needs_person(),
        "snapshot": tried.snapshot.path.display().to_string(),
        "diff": tried.diff(false),
    })
}
