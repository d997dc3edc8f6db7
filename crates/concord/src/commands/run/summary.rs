//! What a run leaves and says at its end.

use std::io::Write;
use std::path::Path;

use anyhow::{Context, Result};
use concord_compare::Setup;
use concord_model::comparison::Comparison;

use super::inputs::Inputs;
use crate::commands::data::counted;
use crate::load::Broken;
use crate::open::Open;
use crate::output::Output;
use crate::pipeline::Figures;
use crate::terminal::grouped;

/// Writes the figures and all that is made of them.
pub(super) fn write(
    output: &Output,
    figures: &Figures,
    _inputs: &Inputs,
    setup: &Setup,
    _open: &[Open],
    _broken: &[Broken],
) -> Result<Comparison> {
    let comparison = figures.summary.as_ref().context("nothing was counted")?.finish(setup);
    output.write("comparison.json", &serde_json::to_vec_pretty(&comparison)?)?;
    output.write("manifest.json", b"{}\n")?;
    Ok(comparison)
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
    writeln!(out, "{} incidents in {} partnerships, {}", grouped(data.incidents), grouped(data.partnerships), data.period)?;
    writeln!(out, "{} frameworks ran{}", open.len(), failed(broken))?;
    if figures.failures > 0 {
        writeln!(out, "{} answers failed; errors.jsonl says why", grouped(figures.failures))?;
    }
    writeln!(out, "evaluated in {:.2} s", figures.times.evaluating.as_secs_f64())?;
    writeln!(out, "report: {}", place.join("report.html").display())?;
    Ok(())
}

fn failed(broken: &[Broken]) -> String {
    let names: Vec<&str> = broken.iter().map(|broken| broken.id.as_str()).collect();
    if names.is_empty() { String::new() } else { format!(", {} cannot run: {}", names.len(), names.join(", ")) }
}

/// Says what was run, as JSON.
pub(super) fn print_json(out: &mut dyn Write, comparison: &Comparison, figures: &Figures, open: &[Open], broken: &[Broken]) -> Result<()> {
    let summary = serde_json::json!({
        "records": figures.counts.records,
        "used": figures.counts.used,
        "rejected": figures.counts.rejected,
        "incidents": comparison.data.incidents,
        "frameworks": open.iter().map(|open| open.source.manifest.id.as_str()).collect::<Vec<_>>(),
        "cannot_run": broken.iter().map(|broken| broken.id.as_str()).collect::<Vec<_>>(),
        "failures": figures.failures,
    });
    writeln!(out, "{}", serde_json::to_string_pretty(&summary)?)?;
    Ok(())
}
