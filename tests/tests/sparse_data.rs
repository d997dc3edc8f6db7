//! Data of which little is recorded say the same in every form, however few the reviews.

#![allow(clippy::unwrap_used, reason = "a test that fails should panic")]

use concord_model::dataset::Dataset;
use concord_model::dictionary::{Dictionary, Kind, Table};
use concord_read::{Options, Reader};
use concord_tests::Project;
use serde_json::{Map, Value};

/// Numbers that look random and are the same every time (Knuth's multiplier).
struct Seeded(u64);

impl Seeded {
    fn below(&mut self, below: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % below
    }
}

/// Takes most values of a row away: with a reason, as an empty list, or without a word.
fn thin(chance: &mut Seeded, dictionary: &Dictionary, table: &Table, row: &mut Map<String, Value>, kept: u64) {
    let needed = |name: &str| {
        let group = dictionary.group_table().map(|group| group.key.as_str());
        name == table.key || Some(name) == group || table.fields.iter().any(|field| field.name == name && field.required)
    };
    let names: Vec<String> = row.keys().filter(|name| !needed(name)).cloned().collect();
    for name in names {
        if let Some(child) = dictionary.tables.iter().find(|table| table.name == name) {
            if chance.below(4) == 0 {
                row[&name] = Value::Array(Vec::new());
            }
            let rows = row[&name].as_array_mut().unwrap();
            rows.iter_mut().for_each(|row| thin(chance, dictionary, child, row.as_object_mut().unwrap(), kept));
            continue;
        }
        // The rows that a reference names may be gone.
        let refers = table.fields.iter().any(|field| field.name == name && field.kind == Kind::Reference);
        if !refers && chance.below(100) < kept {
            continue;
        }
        let empty = row[&name].is_array();
        match chance.below(4) {
            0 => row[&name] = "refused".into(),
            1 => row[&name] = Value::Null,
            2 if empty => row[&name] = Value::Array(Vec::new()),
            _ => {
                row.remove(&name);
            }
        }
    }
}

fn read(path: &std::path::Path, dictionary: &Dictionary) -> Vec<Dataset> {
    let mut reader = Reader::open(path, dictionary, Options::default()).unwrap();
    let mut chunks = Vec::new();
    while let Some(chunk) = reader.next_chunk().unwrap() {
        assert!(chunk.rejects.is_empty(), "{:?}", chunk.problems);
        chunks.push(chunk.dataset);
    }
    chunks
}

#[test]
fn every_form_gives_the_same_sparse_dataset() {
    let england = Dictionary::england();
    for seed in 0..40 {
        let (reviews, kept) = (1 + seed % 7, [0, 3, 20, 60][seed as usize % 4]);
        let project = Project::new();
        let made = project.concord(&format!("data synth --reviews {reviews} --seed {seed} --format jsonl --out @/made"));
        assert_eq!(made.code, 0, "{}", made.err);
        let mut chance = Seeded(seed);
        let text = std::fs::read_to_string(project.path("made/reviews.jsonl")).unwrap();
        let lines = text.lines().map(|line| {
            let mut review: Map<String, Value> = serde_json::from_str(line).unwrap();
            thin(&mut chance, &england, england.root_table(), &mut review, kept);
            Value::Object(review).to_string() + "\n"
        });
        project.write("data/reviews.jsonl", lines.collect::<String>());
        project.copy(&project.path("made/partnerships.jsonl"), "data/partnerships.jsonl");

        let expected = read(&project.path("data"), &england);
        for form in ["parquet", "csv", "jsonl"] {
            let converted = project.concord(&format!("data convert @/data --format {form} --out @/{form}"));
            assert_eq!(converted.code, 0, "seed {seed}, {form}: {}", converted.err);
            assert_eq!(read(&project.path(form), &england), expected, "seed {seed}, {form}");
        }
    }
}
