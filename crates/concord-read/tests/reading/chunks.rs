//! Chunks: of one size whatever the file, and none lost between them.

use concord_model::dataset::Values;
use concord_model::dictionary::Dictionary;
use concord_read::{CHUNK, Options, Reader};

use crate::support::{folder, read, review};

fn many(count: usize, bad: impl Fn(usize) -> bool) -> String {
    (0..count)
        .map(|row| {
            let view = if bad(row) { "x" } else { "agree" };
            let text = format!(
                r#""panel_view": "{view}", "coded_by": "Coder {}", "observations": [{{"obs_id": "O", "theme": "T01", "valence": "neutral"}}],
                 "recommendations": [{{"rec_id": "A", "rec_type": "audit", "linked_obs": ["O"]}}]"#,
                row % 7
            );
            review(&format!("R{row}"), &text).replace('\n', " ") + "\n"
        })
        .collect()
}

#[test]
fn chunks_are_full_but_for_the_last_though_records_are_refused() {
    let folder = folder(&[("reviews.jsonl", &many(20_000, |row| row % 3 == 0))]);
    let read = read(folder.path(), &Dictionary::england());
    let sizes: Vec<usize> = read.datasets.iter().map(|dataset| dataset.reviews).collect();
    assert_eq!(sizes, [CHUNK, 13_333 - CHUNK]);
    assert_eq!(read.rejects.len(), 6_667);
    let names: Vec<String> =
        read.datasets.iter().flat_map(|dataset| dataset.tables[1].keys.iter().map(str::to_owned).collect::<Vec<_>>()).collect();
    let expected: Vec<String> = (0..20_000).filter(|row| row % 3 != 0).map(|row| format!("R{row}")).collect();
    assert_eq!(names, expected, "the order is that of the file");
    for dataset in &read.datasets {
        let (recommendations, linked) = Dictionary::england().field("recommendations", "linked_obs").unwrap();
        let Values::Reference { rows, .. } = &dataset.tables[recommendations].columns[linked].values else { panic!("a reference") };
        assert!(rows.iter().copied().eq(0..dataset.reviews as u32), "references are rows of the same chunk");
    }
}

#[test]
fn texts_stand_in_the_order_of_their_first_use_in_the_chunk() {
    let folder = folder(&[("reviews.jsonl", &many(CHUNK + 10, |row| row == 3))]);
    let read = read(folder.path(), &Dictionary::england());
    let (table, field) = Dictionary::england().field("reviews", "coded_by").unwrap();
    let pool = |chunk: usize| {
        let Values::Text { pool, .. } = &read.datasets[chunk].tables[table].columns[field].values else { panic!("a text") };
        pool.iter().map(str::to_owned).collect::<Vec<_>>()
    };
    let coders = |rows: [usize; 7]| rows.map(|row| format!("Coder {row}")).to_vec();
    assert_eq!(pool(0), coders([0, 1, 2, 4, 5, 6, 3]), "the first Coder 3 is in a refused record");
    assert_eq!(pool(1), coders([3, 4, 5, 6, 0, 1, 2].map(|row: usize| (row + (CHUNK + 1) % 7 + 4) % 7)));
}

#[test]
fn many_rejects_are_handed_on_before_a_chunk_is_full() {
    let folder = folder(&[("reviews.jsonl", &many(30_000, |row| row != 29_000))]);
    let mut reader = Reader::open(folder.path(), &Dictionary::england(), Options::default()).unwrap();
    let mut sizes = Vec::new();
    while let Some(chunk) = reader.next_chunk().unwrap() {
        sizes.push((chunk.dataset.reviews, chunk.rejects.len()));
    }
    assert!(sizes.iter().all(|(_, rejects)| *rejects < 2 * CHUNK), "{sizes:?}");
    assert_eq!(sizes.last().unwrap().0, 1);
    assert_eq!(sizes.iter().map(|(_, rejects)| rejects).sum::<usize>(), 29_999);
}

#[test]
fn the_end_stays_the_end() {
    let folder = folder(&[("reviews.jsonl", &many(3, |_| false))]);
    let mut reader = Reader::open(folder.path(), &Dictionary::england(), Options::default()).unwrap();
    assert_eq!(reader.next_chunk().unwrap().unwrap().dataset.reviews, 3);
    assert!(reader.next_chunk().unwrap().is_none());
    assert!(reader.next_chunk().unwrap().is_none());
}

#[test]
fn a_file_that_grows_meanwhile_is_told() {
    let folder = folder(&[("reviews.jsonl", &many(3, |_| false))]);
    let mut reader = Reader::open(folder.path(), &Dictionary::england(), Options::default()).unwrap();
    std::fs::write(folder.path().join("reviews.jsonl"), many(9_000, |_| false)).unwrap();
    let error = loop {
        match reader.next_chunk() {
            Ok(Some(_)) => {}
            Ok(None) => panic!("it ends as if nothing had changed"),
            Err(error) => break error.to_string(),
        }
    };
    assert!(error.contains("changed while it was read: 3 records first"), "{error}");
}
