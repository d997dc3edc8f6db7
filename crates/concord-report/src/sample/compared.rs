//! What the sample's answers come to, by the room that compares them; and the manifest of such a run.

use std::collections::BTreeMap;

use concord_compare::{FrameworkInfo, Setup, Summary};
use concord_model::comparison::Comparison;
use concord_model::manifest::{Manifest as Framework, Plugin};

use super::learned::learned;
use super::{FRAMEWORKS, answers, dataset, descriptors, dictionary};
use crate::manifest::{Counts, DictionaryUsed, FieldRead, FileUsed, FrameworkUsed, Limit, Manifest, Sight};

/// The comparison of the frameworks over the sample.
pub(crate) fn comparison() -> Comparison {
    let info = |(id, descriptor): (&str, concord_model::framework::Descriptor)| FrameworkInfo {
        manifest: Framework {
            id: id.to_owned(),
            title: format!("The framework of {id}"),
            edition: "2024".to_owned(),
            owner: format!("{id} & partners"),
            source: "a page <of theirs>".to_owned(),
            plugin: Plugin::Bundled("rules".to_owned()),
            confirmed: id == "brook",
            memory: (id == "ashby").then(|| "its scale".to_owned()),
            note: None,
        },
        descriptor,
        memory: BTreeMap::new(),
    };
    let frameworks: Vec<FrameworkInfo> = FRAMEWORKS.into_iter().zip(descriptors()).map(info).collect();
    let setup = Setup::new(&dictionary(), &frameworks).unwrap();
    let mut summary = Summary::new(&setup);
    summary.add(&setup, &dataset(), 0..5, &answers()).unwrap();
    let learned = learned();
    Comparison { recommendations: learned.recommendations, decisions: learned.decisions, ..summary.finish(&setup) }
}

/// The manifest of a run over the sample.
pub(crate) fn manifest() -> Manifest {
    let file = |name: &str| FileUsed { name: name.to_owned(), sha256: "00ff".repeat(16) };
    let framework = |id: &str| FrameworkUsed {
        id: id.to_owned(),
        edition: "2024".to_owned(),
        files: vec![file("framework.toml")],
        component_sha256: "0f".repeat(32),
        reads: vec![
            FieldRead { field: "children.age_months".to_owned(), sensitive: Some(Sight::Granted) },
            FieldRead { field: "observations.theme".to_owned(), sensitive: None },
        ],
        fuel: 1_234,
        audited_alone: 64,
        audited_together: 1_024,
        impure: (id == "brook").then(|| "review R1: other bytes when asked alone".to_owned()),
    };
    Manifest {
        concord: "0.1.0".to_owned(),
        contract: "concord:framework@0.1.0".to_owned(),
        data: vec![file("reviews.jsonl"), file("partnerships.jsonl")],
        dictionary: DictionaryUsed { id: "sample".to_owned(), version: "1.0.0".to_owned(), sha256: "aa".repeat(32), taxonomy_sha256: None },
        frameworks: FRAMEWORKS.into_iter().map(framework).collect(),
        frameworks_failed: vec!["carr".to_owned()],
        as_of: "2024-12-31".to_owned(),
        grants: vec!["children.age_months".to_owned()],
        strict: false,
        seed: 1,
        limits: vec![Limit { name: "fuel a review".to_owned(), value: 2_000_000 }],
        counts: Counts { records: 6, used: 5, rejected: 1, stray_rows: 0, problems: 2, warnings: 1, answers: 15, failures: 1 },
    }
}
