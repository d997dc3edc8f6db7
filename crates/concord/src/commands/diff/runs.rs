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
use crate::args::Diff;

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
        a: titled(&arguments.a, &a),
        b: titled(&arguments.b, &b),
        reviews,
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
    format!("{}: {frameworks} frameworks over {} reviews, looked at as of {}", folder.display(), data.reviews, run.manifest.as_of)
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
    let digest = |used: Option<FrameworkUsed>| used.map(|used| format!("{} {}", files(&used.files), used.component_sha256));
    let text = |what: &str, before: &str, after: &str| Changed::new(what, Some(before.to_owned()), Some(after.to_owned()));
    let all = [
        text("title", &before.title, &after.title),
        text("edition", &before.edition, &after.edition),
        text("owner", &before.owner, &after.owner),
        text("source", &before.source, &after.source),
        text("standing", &before.standing, &after.standing),
        Changed::new("files and component, by SHA-256", digest(used(a)), digest(used(b))),
    ];
    all.into_iter().flatten().collect()
}

/// What else went in otherwise.
fn inputs(a: &Manifest, b: &Manifest) -> Vec<Changed> {
    let pair = |what: &str, of: &dyn Fn(&Manifest) -> String| Changed::new(what, Some(of(a)), Some(of(b)));
    let all = [
        pair("version of the program", &|manifest| manifest.concord.clone()),
        pair("data, by SHA-256", &|manifest| files(&manifest.data)),
        pair("dictionary, by SHA-256", &|manifest| manifest.dictionary.sha256.clone()),
        pair("taxonomy, by SHA-256", &|manifest| manifest.dictionary.taxonomy_sha256.clone().unwrap_or_default()),
        pair("date as of which was looked", &|manifest| manifest.as_of.clone()),
        pair("grants", &|manifest| manifest.grants.join(", ")),
    ];
    all.into_iter().flatten().collect()
}

fn files(files: &[FileUsed]) -> String {
    files.iter().map(|file| format!("{} {}", file.name, file.sha256)).collect::<Vec<_>>().join(", ")
}
