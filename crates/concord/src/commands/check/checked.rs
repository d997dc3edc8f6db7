//! What a check found of a framework.

use std::io::Write;

use anyhow::Result;
use concord_model::dictionary::Dictionary;
use concord_model::problem::Problem;
use concord_report::manifest::FieldRead;
use serde::Serialize;

use super::trial::{REVIEWS, Trial, Tried};
use crate::access;
use crate::load::{Broken, MANIFEST};
use crate::open::Open;
use crate::terminal::{grouped, many};

/// What was found of a framework.
#[derive(Debug, Serialize)]
pub(super) struct Checked {
    pub(super) framework: String,
    /// The fields that it reads, the sensitive ones first.
    pub(super) reads: Vec<FieldRead>,
    /// Whether it can run at all.
    pub(super) opens: bool,
    pub(super) indicators: usize,
    pub(super) fields: usize,
    /// What must be mended.
    pub(super) faults: Vec<Problem>,
    /// What its author should weigh.
    pub(super) warnings: Vec<Problem>,
    /// The most that a batch of 1,024 reviews took; empty where nothing was tried.
    pub(super) used: Vec<Used>,
    /// Why it was not tried on invented reviews.
    pub(super) not_tried: Option<String>,
}

/// How much of a limit was used.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(super) struct Used {
    pub(super) what: &'static str,
    pub(super) used: u64,
    pub(super) allowed: u64,
}

impl Used {
    /// In percent of what is allowed, rounded up.
    pub(super) fn percent(&self) -> u64 {
        (self.used * 100).div_ceil(self.allowed.max(1))
    }
}

impl Checked {
    pub(super) fn new(open: &Open, trial: &Trial, dictionary: &Dictionary) -> Result<Checked> {
        let Tried { faults, warnings, used } = trial.of(open)?;
        let descriptor = open.descriptor();
        Ok(Checked {
            framework: open.source.manifest.id.clone(),
            reads: open.fields(dictionary),
            opens: true,
            indicators: descriptor.indicators.len(),
            fields: descriptor.reads.len(),
            faults,
            warnings: named(open).into_iter().chain(open.source.warnings.iter().cloned()).chain(warnings).collect(),
            used,
            not_tried: trial.not_tried(),
        })
    }

    pub(super) fn broken(broken: Broken) -> Checked {
        Checked {
            framework: broken.id,
            reads: Vec::new(),
            opens: false,
            indicators: 0,
            fields: 0,
            faults: broken.problems,
            warnings: Vec::new(),
            used: Vec::new(),
            not_tried: Some("it cannot run".to_owned()),
        }
    }

    /// Says it as text: what holds on `out`, what does not on `err`.
    pub(super) fn print(&self, out: &mut dyn Write, err: &mut dyn Write) -> std::io::Result<()> {
        let Checked { framework, reads, opens, indicators, fields, faults, warnings, used, not_tried } = self;
        if *opens {
            writeln!(out, "{framework} reads {}", access::listed(reads, false))?;
            let counts = [many(*indicators as u64, "indicator"), many(*fields as u64, "field")];
            writeln!(out, "{framework}: {}, {} read, imports nothing but the log", counts[0], counts[1])?;
            match not_tried {
                Some(why) => writeln!(out, "  not tried on invented reviews: {why}")?,
                None => self.tried(out)?,
            }
        }
        if !used.is_empty() {
            let all: Vec<String> = used.iter().map(in_words).collect();
            writeln!(out, "  the most that 1,024 reviews took: {}", all.join("; "))?;
        }
        faults.iter().try_for_each(|fault| writeln!(err, "error: {fault}"))?;
        warnings.iter().try_for_each(|warning| writeln!(err, "warning: {warning}"))
    }

    fn tried(&self, out: &mut dyn Write) -> std::io::Result<()> {
        let reviews = grouped(REVIEWS);
        match self.faults.is_empty() {
            true => writeln!(out, "  {reviews} invented reviews get the same answers again, in another order, in other batches, and alone"),
            false => writeln!(out, "  tried on {reviews} invented reviews, with faults"),
        }
    }
}

fn in_words(used: &Used) -> String {
    format!("{} {} of {} ({}%)", used.what, grouped(used.used), grouped(used.allowed), used.percent())
}

/// A framework is known by its id in outputs and by its folder among files: they should be the same.
fn named(open: &Open) -> Option<Problem> {
    let folder = open.source.folder.canonicalize().ok()?;
    let (name, id) = (folder.file_name()?.to_string_lossy().into_owned(), &open.source.manifest.id);
    let file = open.source.folder.join(MANIFEST).display().to_string();
    let problem = || Problem::of(&file, format!("its id is \"{id}\", and its folder \"{name}\"")).about("framework.id");
    (name != *id).then(|| problem().hint("give both the same name"))
}
