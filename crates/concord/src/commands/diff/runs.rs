//! Two runs by what they wrote.

mod table;

use std::fs;
use std::path::Path;

use anyhow::{Context, Result, bail};
use concord_model::comparison::{Comparison, FrameworkCard, IndicatorCard};
use concord_report::manifest::{FileUsed, FrameworkUsed, Manifest};
use serde::de::DeserializeOwned;

use self::table::{Answers, Keys};
use super::asked::asked;
use super::changes::{Changes, States};
use super::difference::{Changed, Difference, FrameworkDifference, IndicatorDifference, Name};
use super::figures::figures;
use crate::access::Change;
use crate::args::Diff;
use crate::terminal::many;

/// What a run wrote.
struct Run {
    answers: Answers,
    comparison: Comparison,
    manifest: Manifest,
}

/// Reads both runs, and compares.
pub(super) fn compare(arguments: &Diff) -> Result<Difference> {
    if arguments.data.is_some() {
        bail!("two runs are compared by what they wrote: leave --data out");
    }
    let mut keys = Keys::default();
    let a = Run::read(&arguments.a, &mut keys)?;
    let b = Run::read(&arguments.b, &mut keys)?;
    let ids = |run: &Run| run.comparison.frameworks.iter().map(|card| card.id.clone()).collect::<Vec<_>>();
    let (before, after) = (ids(&a), ids(&b));
    let both = b.comparison.frameworks.iter().filter(|card| before.contains(&card.id));
    let (only_in, reviews) = (keys.only_in(&a.answers, &b.answers), keys.in_both(&a.answers, &b.answers));
    let mut failed = 0;
    let frameworks = both.map(|card| framework((&a, &b), &mut keys, card, arguments.limit, &mut failed)).collect();
    Ok(Difference {
        access: access(&a.manifest, &b.manifest),
        a: titled(&arguments.a, &a),
        b: titled(&arguments.b, &b),
        reviews: Some(reviews),
        only_in,
        failed,
        inputs: inputs(&a.manifest, &b.manifest),
        removed: before.iter().filter(|id| !after.contains(id)).cloned().collect(),
        added: after.iter().filter(|id| !before.contains(id)).cloned().collect(),
        frameworks,
    })
}

impl Run {
    fn read(folder: &Path, keys: &mut Keys) -> Result<Run> {
        let comparison = json(folder, "comparison.json")?;
        let manifest = json(folder, "manifest.json")?;
        Ok(Run { answers: Answers::read(&folder.join(super::ANSWERS), keys)?, comparison, manifest })
    }

    fn card(&self, framework: &str) -> Option<&FrameworkCard> {
        self.comparison.frameworks.iter().find(|card| card.id == framework)
    }
}

fn json<T: DeserializeOwned>(folder: &Path, name: &str) -> Result<T> {
    let path = folder.join(name);
    let bytes = fs::read(&path).with_context(|| format!("cannot read {}", path.display()))?;
    serde_json::from_slice(&bytes).with_context(|| format!("{} is not what a run of this version writes", path.display()))
}

fn titled(folder: &Path, run: &Run) -> String {
    let data = &run.comparison.data;
    let frameworks = run.comparison.frameworks.len();
    format!(
        "{}: {} over {}, looked at as of {}",
        folder.display(),
        many(frameworks as u64, "framework"),
        many(data.reviews, "review"),
        run.manifest.as_of
    )
}

fn framework((a, b): (&Run, &Run), keys: &mut Keys, after: &FrameworkCard, limit: usize, failed: &mut u64) -> FrameworkDifference {
    let id = &after.id;
    let before = a.card(id).map(|card| card.indicators.as_slice()).unwrap_or_default();
    let find = |among: &[IndicatorCard], id: &str| among.iter().position(|card| card.id == id);
    let only = |these: &[IndicatorCard], those: &[IndicatorCard]| -> Vec<Name> {
        these.iter().filter(|card| find(those, &card.id).is_none()).map(name).collect()
    };
    let both = after.indicators.iter().filter_map(|card| Some((&before[find(before, &card.id)?], card)));
    let differences: Vec<IndicatorDifference> = both
        .map(|(one, other)| {
            let mut changes = Changes::new(limit);
            keys.compare((&a.answers, &b.answers), (id, &other.id), &mut changes);
            *failed += changes.failed;
            difference(one, other, &changes, &keys.states)
        })
        .collect();
    FrameworkDifference {
        framework: id.clone(),
        about: about(a.card(id), after, &a.manifest, &b.manifest),
        removed: only(before, &after.indicators),
        added: only(&after.indicators, before),
        same: differences.iter().filter(|difference| !difference.is_any()).count(),
        indicators: differences.into_iter().filter(IndicatorDifference::is_any).collect(),
        figures: figures((&a.comparison, id), (&b.comparison, id)),
    }
}

fn name(card: &IndicatorCard) -> Name {
    Name { indicator: card.id.clone(), title: card.title.clone() }
}

fn difference(before: &IndicatorCard, after: &IndicatorCard, changes: &Changes, states: &States) -> IndicatorDifference {
    IndicatorDifference {
        name: name(after),
        asked: asked(before.into(), after.into()),
        changed: changes.changed,
        transitions: changes.transitions(states),
        listed: changes.listed(states),
        looked_for_changed: changes.looked,
        numbers_changed: changes.numbers,
    }
}

/// What the runs say otherwise of a framework.
fn about(before: Option<&FrameworkCard>, after: &FrameworkCard, a: &Manifest, b: &Manifest) -> Vec<Changed> {
    let Some(before) = before else { return Vec::new() };
    let used = |manifest: &Manifest| manifest.frameworks.iter().find(|used| used.id == after.id).cloned();
    let (one, other) = (used(a), used(b));
    let component = |used: &Option<FrameworkUsed>| used.as_ref().map(|used| used.component_sha256.clone());
    let files_of = |used: &Option<FrameworkUsed>| used.as_ref().map(|used| used.files.clone()).unwrap_or_default();
    let text = |what: &str, before: &str, after: &str| Changed::new(what, Some(before.to_owned()), Some(after.to_owned()));
    let all = [
        text("title", &before.title, &after.title),
        text("edition", &before.edition, &after.edition),
        text("owner", &before.owner, &after.owner),
        text("source", &before.source, &after.source),
        text("standing", &before.standing, &after.standing),
        Changed::contents("the component", component(&one).as_deref(), component(&other).as_deref()),
    ];
    all.into_iter().flatten().chain(files("", &files_of(&one), &files_of(&other))).collect()
}

/// What the frameworks of B were allowed to see otherwise, those of A alone included.
fn access(a: &Manifest, b: &Manifest) -> Vec<Change> {
    let reads = |manifest: &Manifest, id: &str| {
        let used = manifest.frameworks.iter().find(|used| used.id == id);
        used.map(|used| used.reads.clone()).unwrap_or_default()
    };
    let gone = a.frameworks.iter().filter(|used| b.frameworks.iter().all(|other| other.id != used.id));
    let ids = b.frameworks.iter().chain(gone).map(|used| used.id.as_str());
    ids.filter_map(|id| Change::of(id, &reads(a, id), &reads(b, id))).collect()
}

/// What else went in otherwise.
fn inputs(a: &Manifest, b: &Manifest) -> Vec<Changed> {
    let pair = |what: &str, of: &dyn Fn(&Manifest) -> String| Changed::new(what, Some(of(a)), Some(of(b)));
    let all = [
        pair("version of the program", &|manifest| manifest.concord.clone()),
        Changed::contents("the dictionary", Some(&a.dictionary.sha256), Some(&b.dictionary.sha256)),
        Changed::contents("the taxonomy", a.dictionary.taxonomy_sha256.as_deref(), b.dictionary.taxonomy_sha256.as_deref()),
        pair("date as of which was looked", &|manifest| manifest.as_of.clone()),
        pair("grants", &|manifest| manifest.grants.join(", ")),
    ];
    all.into_iter().flatten().chain(files("data ", &a.data, &b.data)).collect()
}

/// The files that have other contents, or that only one side has, by name.
fn files(kind: &str, a: &[FileUsed], b: &[FileUsed]) -> Vec<Changed> {
    let digest = |files: &[FileUsed], name: &str| files.iter().find(|file| file.name == name).map(|file| file.sha256.clone());
    let added = b.iter().filter(|file| digest(a, &file.name).is_none());
    let names = a.iter().chain(added).map(|file| file.name.as_str());
    names.filter_map(|name| Changed::contents(&format!("{kind}{name}"), digest(a, name).as_deref(), digest(b, name).as_deref())).collect()
}
