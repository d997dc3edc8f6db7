//! Reviews picked out of a dataset keep their rows, and what these point at.
#![allow(clippy::unwrap_used, reason = "a test that fails should panic")]

use concord_model::dataset::{Dataset, Values};
use concord_model::dictionary::Dictionary;
use concord_synth::Synth;

/// What each recommendation of a review points at, by names.
fn links(dataset: &Dataset, dictionary: &Dictionary, review: usize) -> Vec<(String, Vec<String>)> {
    let (table, field) = dictionary.field("recommendations", "linked_obs").unwrap();
    let observations = &dataset.tables[dictionary.table_place("observations").unwrap()].keys;
    let data = &dataset.tables[table];
    let Values::Reference { offsets, rows } = &data.columns[field].values else { panic!("no references") };
    let linked = |row: usize| rows[offsets[row] as usize..offsets[row + 1] as usize].iter();
    let named = |row| (data.keys.get(row).to_owned(), linked(row).map(|row| observations.get(*row as usize).to_owned()).collect());
    (data.offsets[review] as usize..data.offsets[review + 1] as usize).map(named).collect()
}

#[test]
fn turned_round_twice_is_as_it_was() {
    let england = Dictionary::england();
    let dataset = Synth::new(&england, 300, 5).unwrap().chunk(0).dataset;
    let order: Vec<usize> = (0..dataset.reviews).rev().collect();
    let turned = dataset.select(&england, &order);
    assert_ne!(turned, dataset);
    assert_eq!(turned.select(&england, &order), dataset);
}

#[test]
fn each_review_keeps_what_its_rows_point_at() {
    let england = Dictionary::england();
    let dataset = Synth::new(&england, 300, 5).unwrap().chunk(0).dataset;
    let some = [7, 7, 120, 3];
    let selected = dataset.select(&england, &some);
    assert_eq!((selected.reviews, selected.group[2]), (4, dataset.group[120]));
    let mut linked = 0;
    for (place, review) in some.into_iter().enumerate() {
        let names = links(&selected, &england, place);
        assert_eq!(names, links(&dataset, &england, review));
        linked += names.iter().map(|(_, linked)| linked.len()).sum::<usize>();
        assert_eq!(selected.tables[england.root].keys.get(place), dataset.tables[england.root].keys.get(review));
    }
    assert!(linked > 0, "nothing was pointed at");
}
