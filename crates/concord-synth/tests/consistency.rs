//! Every chunk is sound: lengths, offsets, codes, references, dates, keys, and what a coder may write.

#![allow(clippy::unwrap_used, reason = "a test that fails should panic")]

mod common;

use std::collections::HashSet;

use common::View;
use concord_model::dataset::{Column, NO_CHAIN, TableData, Values};
use concord_model::date::PartialDate;
use concord_model::dictionary::{Dictionary, Field};
use concord_model::missing::Missing;
use concord_synth::{Chunk, Options, Synth};

fn check_table(dictionary: &Dictionary, place: usize, data: &TableData, reviews: usize) {
    let table = &dictionary.tables[place];
    assert_eq!(data.keys.len(), data.rows, "{}", table.name);
    assert_eq!(data.columns.len(), table.fields.len());
    if dictionary.is_child(place) {
        assert_eq!(data.offsets.len(), reviews + 1);
        assert!(data.offsets.is_sorted() && data.offsets[0] == 0);
        assert_eq!(data.offsets[reviews] as usize, data.rows);
    } else {
        assert!(data.offsets.is_empty());
    }
    for (field, column) in table.fields.iter().zip(&data.columns) {
        check_column(field, column, data.rows);
    }
}

fn check_column(field: &Field, column: &Column, rows: usize) {
    let name = &field.name;
    assert!(column.missing.is_empty() || column.missing.len() == rows, "{name}");
    assert!(column.missing.is_empty() || column.missing.iter().any(|&reason| reason != 0), "{name}: a buffer for nothing");
    for row in 0..rows {
        let reason = column.missing(row);
        assert!(reason == 0 || Missing::IN_DATA.iter().any(|known| *known as u8 == reason), "{name}");
        assert!(reason == 0 || !field.required, "{name} is required");
        assert!(field.derive.is_none() || reason == Missing::NotRecorded as u8, "{name} is derived and given");
    }
    let given = |row: usize| column.missing(row) == 0;
    match &column.values {
        Values::Id(ids) => {
            assert_eq!(ids.len(), rows, "{name}");
            (0..rows).for_each(|row| assert_eq!(given(row), !ids.get(row).is_empty(), "{name}"));
        }
        Values::Code(codes) => {
            assert_eq!(codes.len(), rows, "{name}");
            for (row, &code) in codes.iter().enumerate() {
                assert!(if given(row) { field.codes[usize::from(code)].missing.is_none() } else { code == 0 }, "{name}");
            }
        }
        Values::Tri(states) => {
            assert_eq!(states.len(), rows, "{name}");
            states.iter().enumerate().for_each(|(row, &state)| assert!(if given(row) { state == 1 || state == 2 } else { state == 0 }));
        }
        Values::CodeSet { width, bits } => {
            assert_eq!((*width, bits.len()), (field.set_width(), rows * width), "{name}");
            let known = (1u64 << field.codes.len()) - 1;
            for (row, bytes) in bits.chunks_exact(*width).enumerate() {
                let set = bytes.iter().rev().fold(0, |set, &byte| set << 8 | u64::from(byte));
                assert!(set & !known == 0 && (given(row) || set == 0), "{name}");
            }
        }
        Values::Integer(numbers) => check_numbers(field, numbers.iter().map(|&n| f64::from(n)), rows, given),
        Values::Decimal(numbers) => check_numbers(field, numbers.iter().copied(), rows, given),
        Values::Date(days) => {
            assert_eq!(days.len(), rows, "{name}");
            for (row, &[first, last]) in days.iter().enumerate().filter(|(row, _)| given(*row)) {
                let date = PartialDate { first, last };
                assert_eq!(PartialDate::parse(&date.to_string()), Some(date), "{name}, row {row}");
            }
        }
        Values::Text { pool, codes } => {
            assert_eq!(codes.len(), rows, "{name}");
            let mut used = 0;
            for (row, &code) in codes.iter().enumerate().filter(|(row, _)| given(*row)) {
                assert!(code <= used && (code as usize) < pool.len(), "{name}, row {row}: in the order of first use");
                used = used.max(code + 1);
            }
            assert_eq!(pool.len(), used as usize, "{name}");
            assert_eq!(pool.iter().collect::<HashSet<_>>().len(), pool.len(), "{name}");
        }
        Values::Reference { offsets, rows: targets } => {
            assert_eq!(offsets.len(), rows + 1, "{name}");
            assert!(offsets.is_sorted() && offsets[0] == 0 && offsets[rows] as usize == targets.len(), "{name}");
        }
    }
}

fn check_numbers(field: &Field, numbers: impl ExactSizeIterator<Item = f64>, rows: usize, given: impl Fn(usize) -> bool) {
    assert_eq!(numbers.len(), rows, "{}", field.name);
    for (row, number) in numbers.enumerate() {
        let above = field.min.as_ref().is_none_or(|min| number >= min.0);
        let below = field.max.as_ref().is_none_or(|max| number <= max.0);
        assert!(if given(row) { number.is_finite() && above && below } else { number == 0.0 }, "{}: {number}", field.name);
    }
}

fn check_reviews(view: &View<'_>) {
    let data = view.data;
    let keys = &data.tables[view.dictionary.root].keys;
    for review in 0..data.reviews {
        for order in &view.dictionary.order {
            let dates: Vec<PartialDate> = order.iter().filter_map(|field| view.column("reviews", field).date(review)).collect();
            dates.windows(2).for_each(|pair| assert!(pair[1].last >= pair[0].first, "{}: {dates:?}", keys.get(review)));
        }
        let parent = view.column("reviews", "parent_review_id").id(review);
        let full = view.code("reviews", "review_type", review) == Some("lcspr");
        assert_eq!(parent.is_some(), full);
        if let Some(parent) = parent {
            let first = (0..review).rev().find(|&before| keys.get(before) == parent).unwrap();
            assert!(view.code("reviews", "review_type", first) == Some("rapid_review"));
            assert!(data.group[first] == data.group[review] && data.chain[first] == data.chain[review]);
            assert!(data.chain[review] != NO_CHAIN);
            assert_eq!(view.code("reviews", "lcspr_decision", first), Some("yes"));
            assert_eq!(view.rows("children", first).len(), view.rows("children", review).len());
        }
        let observations = view.rows("observations", review);
        assert!((2..=8).contains(&view.rows("recommendations", review).len()));
        assert!(!view.rows("children", review).is_empty());
        let Values::Reference { offsets, rows } = &view.column("recommendations", "linked_obs").values else { panic!("no references") };
        for recommendation in view.rows("recommendations", review) {
            let targets = &rows[offsets[recommendation] as usize..offsets[recommendation + 1] as usize];
            assert!(targets.iter().all(|&target| observations.contains(&(target as usize))));
        }
        let codebook = view.code("reviews", "codebook", review);
        let known = codebook.map(|id| &view.dictionary.codebooks.iter().find(|book| book.id == id).unwrap().codes);
        for row in observations {
            let code = view.text("observations", "local_code", row);
            assert!(known.zip(code).is_none_or(|(known, code)| known.iter().any(|one| one == code)), "{code:?} is not in {codebook:?}");
        }
    }
}

fn check(dictionary: &Dictionary, chunk: &Chunk) {
    let data = &chunk.dataset;
    assert_eq!([data.group.len(), data.chain.len(), data.pair.len()], [data.reviews; 3]);
    assert_eq!(data.tables[dictionary.root].rows, data.reviews);
    assert!(data.group.iter().all(|&group| (group as usize) < data.tables[dictionary.group.unwrap()].rows));
    for (place, table) in data.tables.iter().enumerate() {
        check_table(dictionary, place, table, data.reviews);
    }
    check_reviews(&View { dictionary, data });
}

#[test]
fn chunks_are_sound_and_keys_are_unique() {
    let dictionary = Dictionary::england();
    let synth = Synth::new(&dictionary, 20_000, 4).unwrap();
    let mut keys = HashSet::new();
    let mut reviews = 0;
    for place in 0..synth.chunks() {
        let chunk = synth.chunk(place);
        assert_eq!(chunk.dataset.reviews, if place < 2 { 8192 } else { 20_000 - 2 * 8192 });
        check(&dictionary, &chunk);
        for (table, data) in chunk.dataset.tables.iter().enumerate() {
            if Some(table) == dictionary.group {
                assert_eq!(data, synth.groups());
            } else {
                data.keys.iter().for_each(|key| assert!(keys.insert((table, key.to_owned())), "{key} twice"));
            }
        }
        reviews += chunk.dataset.reviews;
    }
    assert_eq!(reviews, 20_000);
    assert_eq!(synth.chunk(synth.chunks()).dataset.reviews, 0);
}

#[test]
fn any_number_of_reviews_is_met_exactly() {
    let dictionary = Dictionary::england();
    for reviews in [0, 1, 2, 3, 538, 8191, 8192, 8193] {
        let synth = Synth::new(&dictionary, reviews, 9).unwrap();
        let made: usize = (0..synth.chunks()).map(|place| synth.chunk(place).dataset.reviews).sum();
        assert_eq!(made as u64, reviews);
        check(&dictionary, &synth.chunk(0));
    }
}

#[test]
fn second_codings_come_on_top_and_share_the_review() {
    let dictionary = Dictionary::england();
    let options = Options { second_codings: 0.1, ..Options::new(5000, 2) };
    let chunk = Synth::with(&dictionary, options).unwrap().chunk(0);
    let view = View { dictionary: &dictionary, data: &chunk.dataset };
    let second = |review: &usize| view.code("reviews", "coding", *review) == Some("second");
    let seconds: Vec<usize> = (0..chunk.dataset.reviews).filter(second).collect();
    assert_eq!(chunk.dataset.reviews - seconds.len(), 5000);
    assert!((400..600).contains(&seconds.len()), "{}", seconds.len());
    let keys = &chunk.dataset.tables[dictionary.root].keys;
    let mut alike = 0;
    for &review in &seconds {
        assert_eq!(keys.get(review), keys.get(review - 1));
        alike += usize::from(view.problem(review, "T05", &[]) == view.problem(review - 1, "T05", &[]));
    }
    let alike = alike as f64 / seconds.len() as f64;
    assert!((0.85..0.99).contains(&alike), "two coders agree on {alike}");
    for (table, data) in chunk.dataset.tables.iter().enumerate() {
        check_table(&dictionary, table, data, chunk.dataset.reviews);
        let distinct = data.keys.iter().collect::<HashSet<_>>().len();
        assert!(table == dictionary.root || distinct == data.rows);
    }
    assert_eq!(chunk.truth().count(), 5000 * 12);
}
