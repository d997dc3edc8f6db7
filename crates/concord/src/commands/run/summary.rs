//! What a run leaves and says at its end.

use std::collections::BTreeMap;
use std::io::Write;
use std::path::Path;

use anyhow::Result;
use concord_model::comparison::Comparison;
use concord_model::dictionary::Dictionary;
use concord_report::manifest::{Counts, DictionaryUsed, FileUsed, FrameworkUsed, Limit, Manifest};
use concord_report::report::{self, FailedFramework, Page};
use concord_report::{json, tables};
use concord_sandbox::{Audited, Limits};

use super::inputs::Inputs;
use crate::access;
use crate::commands::data::counted;
use crate::digest::Before;
use crate::load::{Broken, MANIFEST};
use crate::open::Open;
use crate::output::Output;
use crate::pipeline::Figures;
use crate::terminal::{grouped, many};

/// Writes the figures and all that is made of them.
pub(super) fn write(output: &Output, comparison: &Comparison, figures: &Figures, manifest: &Manifest, broken: &[Broken]) -> Result<()> {
    let failed: Vec<FailedFramework> =
        broken.iter().map(|broken| FailedFramework { id: broken.id.clone(), problems: broken.problems.clone() }).collect();
    let page = Page { comparison, manifest, failed: &failed, notices: &figures.notices };
    output.write("comparison.json", &json::pretty(comparison)?)?;
    output.write("report.html", report::html(&page).as_bytes())?;
    for table in tables::tables(comparison) {
        output.write(&format!("tables/{}.csv", table.name), &table.csv)?;
    }
    output.write("manifest.json", &json::pretty(manifest)?)?;
    Ok(())
}

/// All that the run's bytes depend on.
pub(super) fn manifest(figures: &Figures, inputs: &Inputs, open: &[Open], broken: &[Broken], dictionary: &Dictionary) -> Manifest {
    let file = |file: &Before| FileUsed {
        name: file.path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default(),
        sha256: file.digest.as_str().to_owned(),
    };
    let framework = |(place, open): (usize, &Open)| FrameworkUsed {
        id: open.source.manifest.id.clone(),
        edition: open.source.manifest.edition.clone(),
        files: vec![FileUsed { name: MANIFEST.to_owned(), sha256: open.source.digest.as_str().to_owned() }],
        component_sha256: open.component.as_str().to_owned(),
        reads: open.fields(dictionary),
        fuel: figures.health.get(place).map_or(0, |health| health.fuel),
        audited_alone: figures.health.get(place).map_or(0, |health| health.audited.alone),
        audited_together: figures.health.get(place).map_or(0, |health| health.audited.together),
        impure: figures.health.get(place).and_then(|health| health.impure.clone()),
    };
    let read = figures.counts;
    Manifest {
        concord: env!("CARGO_PKG_VERSION").to_owned(),
        contract: "concord:framework@0.1.0".to_owned(),
        data: inputs.data.iter().map(file).collect(),
        dictionary: DictionaryUsed {
            id: dictionary.id.clone(),
            version: dictionary.version.clone(),
            sha256: inputs.dictionary.as_str().to_owned(),
            taxonomy_sha256: inputs.taxonomy.as_ref().map(|digest| digest.as_str().to_owned()),
        },
        frameworks: open.iter().enumerate().map(framework).collect(),
        frameworks_failed: broken.iter().map(|broken| broken.id.clone()).collect(),
        as_of: inputs.as_of.clone(),
        grants: inputs.grants.clone(),
        strict: inputs.strict,
        seed: inputs.seed,
        limits: limits(),
        counts: Counts {
            records: read.records,
            used: read.used,
            rejected: read.rejected,
            stray_rows: read.stray_rows,
            problems: read.problems,
            warnings: read.warnings,
            answers: figures.answers,
            failures: figures.failures,
        },
    }
}

/// The limits that every framework is held to.
fn limits() -> Vec<Limit> {
    let Limits { fuel, memory, table_elements, instances, output, stack, .. } = Limits::default();
    let limit = |(name, value): (&str, u64)| Limit { name: name.to_owned(), value };
    let all = [
        ("fuel a batch of 1,024 reviews", fuel),
        ("bytes of memory", memory as u64),
        ("elements of a table", table_elements as u64),
        ("core instances, tables and memories, each", instances as u64),
        ("bytes handed back by a call", output as u64),
        ("bytes of stack", stack as u64),
    ];
    all.into_iter().map(limit).collect()
}

/// Says what was run, in text.
pub(super) fn print(
    out: &mut dyn Write,
    comparison: &Comparison,
    figures: &Figures,
    open: &[Open],
    broken: &[Broken],
    place: &Path,
) -> Result<()> {
    let data = &comparison.data;
    writeln!(out, "{}", counted(figures.counts))?;
    writeln!(out, "{} in {}, {}", many(data.incidents, "incident"), many(data.partnerships, "partnership"), data.period)?;
    writeln!(out, "{} ran{}", many(open.len() as u64, "framework"), failed(broken))?;
    audit(out, figures, open)?;
    errors(out, figures, open)?;
    writeln!(out, "{}", disagreements(comparison))?;
    writeln!(out, "{}", flags(comparison))?;
    writeln!(out, "evaluated in {:.2} s", figures.times.evaluating.as_secs_f64())?;
    writeln!(out, "report: {}", place.join("report.html").display())?;
    Ok(())
}

/// On how many reviews frameworks disagree, and on which side of which theme most.
fn disagreements(comparison: &Comparison) -> String {
    let partings = &comparison.agreement.partings;
    let all = &partings.by_theme;
    let disagree: u64 = all.iter().map(|one| one.disagree).sum();
    let compared: u64 = all.iter().map(|one| one.disagree + one.both_present + one.both_absent).sum();
    let most = all.iter().filter(|one| one.disagree > 0).reduce(|most, next| if next.disagree > most.disagree { next } else { most });
    let most = most.map(|one| format!("; most on {} ({})", one.theme, one.side.name())).unwrap_or_default();
    format!(
        "frameworks disagree on {} of {} reviews: one finds what another, that looked too, does not ({} of {} pairs compared{most})",
        grouped(partings.reviews),
        grouped(partings.of),
        grouped(disagree),
        grouped(compared)
    )
}

/// What was flagged, together with what could have been.
fn flags(comparison: &Comparison) -> String {
    let flags = &comparison.flags;
    format!(
        "{} of {} tests of partnerships could have been flagged at their numbers; beyond the 95% limits are {}, beyond the 99.8% limits {}",
        grouped(flags.could_flag),
        grouped(flags.tests),
        grouped(flags.beyond_95),
        grouped(flags.beyond_998)
    )
}

/// Says how much was asked again, and who answered otherwise.
fn audit(out: &mut dyn Write, figures: &Figures, open: &[Open]) -> Result<()> {
    let pure: Vec<Audited> = figures.health.iter().filter(|health| health.impure.is_none()).map(|health| health.audited).collect();
    if let Some(alone) = pure.iter().map(|audited| audited.alone).min() {
        let together = grouped(pure.iter().map(|audited| audited.together).min().unwrap_or(0));
        let (alone, reviews) = (grouped(alone), grouped(figures.counts.used));
        let least = if pure.len() == 1 { "" } else { " at least" };
        writeln!(
            out,
            "asked again{least} {alone} of {reviews} reviews alone and {together} together: the same answers from {} of {}",
            pure.len(),
            open.len()
        )?;
    }
    for (open, health) in open.iter().zip(&figures.health) {
        if let Some(how) = &health.impure {
            writeln!(out, "{} is impure, its answers are not to be relied on: {how}", open.source.manifest.id)?;
        }
    }
    Ok(())
}

/// Says how many answers of each framework are errors.
fn errors(out: &mut dyn Write, figures: &Figures, open: &[Open]) -> Result<()> {
    for (place, open) in open.iter().enumerate() {
        let (errors, health) = (figures.errors.get(place).copied().unwrap_or(0), figures.health.get(place));
        let answers = open.descriptor().indicators.len() as u64 * figures.counts.used;
        if errors > 0 {
            let share = (errors * 100).div_ceil(answers.max(1));
            let (id, errors, answers) = (&open.source.manifest.id, grouped(errors), grouped(answers));
            writeln!(out, "{id}: {errors} of {answers} answers are errors ({share}%); errors.jsonl says why")?;
        }
        if let Some(why) = health.and_then(|health| health.given_up.as_ref()) {
            writeln!(out, "{}: it was given up for some reviews: {why}", open.source.manifest.id)?;
        }
    }
    if figures.failures > 0 && figures.errors.iter().all(|errors| *errors == 0) {
        writeln!(out, "{} answers failed; errors.jsonl says why", grouped(figures.failures))?;
    }
    Ok(())
}

fn failed(broken: &[Broken]) -> String {
    let names: Vec<&str> = broken.iter().map(|broken| broken.id.as_str()).collect();
    if names.is_empty() { String::new() } else { format!(", {} cannot run: {}", names.len(), names.join(", ")) }
}

/// Says what each framework is allowed to see, before any data are read.
pub(super) fn print_access(out: &mut dyn Write, open: &[Open], dictionary: &Dictionary) -> Result<()> {
    let line = |open: &Open| (open.source.manifest.id.clone(), access::listed(&open.fields(dictionary), true));
    Ok(open.iter().map(line).try_for_each(|(id, fields)| writeln!(out, "{id} reads {fields}"))?)
}

/// Says what was run, as JSON.
pub(super) fn print_json(
    out: &mut dyn Write,
    comparison: &Comparison,
    figures: &Figures,
    manifest: &Manifest,
    broken: &[Broken],
) -> Result<()> {
    let reads = |used: &FrameworkUsed| serde_json::json!({ "framework": used.id, "fields": used.reads });
    let id = |used: &FrameworkUsed| used.id.clone();
    let errors = manifest.frameworks.iter().map(id).zip(figures.errors.iter().copied());
    let errors: BTreeMap<String, u64> = errors.filter(|(_, errors)| *errors > 0).collect();
    let impure = manifest.frameworks.iter().filter_map(|used| Some((used.id.clone(), used.impure.clone()?)));
    let impure: BTreeMap<String, String> = impure.collect();
    let flags = &comparison.flags;
    let summary = serde_json::json!({
        "reads": manifest.frameworks.iter().map(reads).collect::<Vec<_>>(),
        "records": figures.counts.records,
        "used": figures.counts.used,
        "rejected": figures.counts.rejected,
        "incidents": comparison.data.incidents,
        "frameworks": manifest.frameworks.iter().map(|used| used.id.as_str()).collect::<Vec<_>>(),
        "cannot_run": broken.iter().map(|broken| broken.id.as_str()).collect::<Vec<_>>(),
        "failures": figures.failures,
        "errors": errors,
        "impure": impure,
        "reviews_with_disagreement": comparison.agreement.partings.reviews,
        "flags": { "tests": flags.tests, "could_flag": flags.could_flag, "beyond_95": flags.beyond_95, "beyond_998": flags.beyond_998 },
    });
    Ok(crate::screen::json(out, &summary)?)
}
