//! Files whose bytes were changed: told as a fault or refused, never a panic, never a record lost.

use std::path::Path;

use concord_model::dictionary::Dictionary;
use concord_read::Options;
use proptest::prelude::*;

use crate::support::{data, try_read};

/// A change of some bytes.
#[derive(Debug, Clone)]
enum Change {
    Set(usize, u8),
    Remove(usize, usize),
    Insert(usize, Vec<u8>),
    Cut(usize),
    Repeat(usize, usize),
}

fn change() -> impl Strategy<Value = Change> {
    let place = || any::<prop::sample::Index>().prop_map(|index| index.index(1 << 20));
    let sharp = prop::collection::vec(prop::sample::select(b"\"\\{}[],;:\n\r \xff0-9e.atn".to_vec()), 1..4);
    prop_oneof![
        (place(), any::<u8>()).prop_map(|(at, byte)| Change::Set(at, byte)),
        (place(), 1usize..40).prop_map(|(at, count)| Change::Remove(at, count)),
        (place(), sharp).prop_map(|(at, bytes)| Change::Insert(at, bytes)),
        place().prop_map(Change::Cut),
        (place(), 1usize..400).prop_map(|(at, count)| Change::Repeat(at, count)),
    ]
}

fn apply(bytes: &mut Vec<u8>, changes: &[Change]) {
    for change in changes {
        let length = bytes.len().max(1);
        match change {
            Change::Set(at, byte) => {
                if let Some(slot) = bytes.get_mut(at % length) {
                    *slot = *byte;
                }
            }
            Change::Remove(at, count) => {
                let start = (at % length).min(bytes.len());
                bytes.drain(start..(start + count).min(bytes.len()));
            }
            Change::Insert(at, new) => {
                let start = (at % length).min(bytes.len());
                bytes.splice(start..start, new.iter().copied());
            }
            Change::Cut(at) => bytes.truncate(at % length),
            Change::Repeat(at, count) => {
                let start = (at % length).min(bytes.len());
                let copy = bytes[start..(start + count).min(bytes.len())].to_vec();
                bytes.splice(start..start, copy);
            }
        }
    }
}

/// Reads a form whose file of reviews, or another of its files, was changed. Its counts add up, or it is told why not.
fn read_changed(form: &str, file: &str, changes: &[Change]) {
    let folder = tempfile::tempdir().unwrap();
    for entry in std::fs::read_dir(data(form)).unwrap() {
        let path = entry.unwrap().path();
        std::fs::copy(&path, folder.path().join(path.file_name().unwrap())).unwrap();
    }
    let path = folder.path().join(file);
    let mut bytes = std::fs::read(&path).unwrap();
    apply(&mut bytes, changes);
    std::fs::write(&path, &bytes).unwrap();
    check(folder.path());
}

fn check(path: &Path) {
    if let Ok(read) = try_read(path, &Dictionary::england(), Options::default()) {
        for dataset in &read.datasets {
            for table in &dataset.tables {
                let wrong = |column: &concord_model::dataset::Column| column.missing.iter().any(|&reason| reason > 5);
                assert!(!table.columns.iter().any(wrong), "every reason is one that data may give");
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn json_lines(changes in prop::collection::vec(change(), 1..6)) {
        read_changed("jsonl", "reviews.jsonl", &changes);
    }

    #[test]
    fn a_json_array(changes in prop::collection::vec(change(), 1..6)) {
        read_changed("json", "reviews.json", &changes);
    }

    #[test]
    fn csv(file in prop::sample::select(vec!["reviews.csv", "children.csv", "observations.csv", "recommendations.csv", "partnerships.csv"]),
           changes in prop::collection::vec(change(), 1..6)) {
        read_changed("csv", file, &changes);
    }

    #[test]
    fn parquet(form in prop::sample::select(vec!["pyarrow", "polars", "duckdb"]), changes in prop::collection::vec(change(), 1..6)) {
        read_changed(form, "reviews.parquet", &changes);
    }

    #[test]
    fn parquet_bytes(form in prop::sample::select(vec!["pyarrow", "polars", "duckdb"]), at in any::<prop::sample::Index>(), byte in any::<u8>()) {
        let length = std::fs::metadata(data(form).join("reviews.parquet")).unwrap().len() as usize;
        read_changed(form, "reviews.parquet", &[Change::Set(at.index(length), byte)]);
    }

    #[test]
    fn any_bytes(bytes in prop::collection::vec(any::<u8>(), 0..300), name in prop::sample::select(vec!["reviews.jsonl", "reviews.json", "reviews.csv", "reviews.parquet"])) {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join(name), &bytes).unwrap();
        check(folder.path());
    }
}
