//! Ten indicators over a batch: as a program over columns, and as a programmer would write them row by row.
//!
//! `cargo bench -p concord-rules` prints the time of a review for both, with nothing missing and with a tenth missing.
#![allow(clippy::unwrap_used, reason = "a benchmark that cannot start should stop")]

#[path = "engine/by_hand.rs"]
mod by_hand;
#[path = "engine/data.rs"]
mod data;

use concord_model::batch::{BATCH, Batch, Reads, Window};
use concord_model::dataset::Dataset;
use concord_model::dictionary::Dictionary;
use concord_rules::{Compiled, Program, Scratch, compile};
use divan::counter::ItemsCount;
use divan::{Bencher, black_box};

use self::by_hand::ByHand;
use self::data::{Dice, reviews};

fn main() {
    assert_same_answers();
    divan::main();
}

struct Bench {
    dictionary: Dictionary,
    compiled: Compiled,
    requests: Vec<(String, String)>,
    dataset: Dataset,
}

impl Bench {
    fn new(missing: u64) -> Bench {
        let dictionary = Dictionary::england();
        let compiled = compile("framework.toml", include_str!("engine/framework.toml"), &dictionary).unwrap();
        let requests = compiled.plan.reads.iter().map(|read| (read.table.clone(), read.field.clone())).collect();
        let dataset = reviews(&dictionary, BATCH, missing, &mut Dice(7));
        Bench { dictionary, compiled, requests, dataset }
    }

    fn with_batch<T>(&self, act: impl FnOnce(&Batch<'_>) -> T) -> T {
        let reads = Reads::new(&self.dictionary, &self.requests, &[]).unwrap();
        let window = Window::new(&self.dataset, &self.dictionary, 0..BATCH, &[&reads]);
        act(&window.batch(&reads))
    }
}

/// What is compared must be the same work.
fn assert_same_answers() {
    for missing in [0, 10] {
        let bench = Bench::new(missing);
        let program = Program::new(&bench.compiled.plan, &bench.dictionary).unwrap();
        let by_hand = ByHand::new(&bench.dictionary, &bench.requests);
        bench.with_batch(|batch| {
            let (ours, theirs) = (program.evaluate(batch, &mut Scratch::new()).unwrap(), by_hand.evaluate(batch));
            for (indicator, (ours, theirs)) in ours.columns.iter().zip(&theirs.columns).enumerate() {
                for review in 0..BATCH {
                    let place = format!("indicator {indicator}, review {review}, {missing}% missing");
                    assert_eq!(ours.answers.get(review), theirs.answers.get(review), "{place}");
                    assert_eq!(ours.looked(review), theirs.looked(review), "{place}");
                    assert_eq!(ours.measure(review), theirs.measure(review), "{place}");
                    for (ours, theirs) in ours.evidence.iter().zip(&theirs.evidence) {
                        assert!(ours.rows(review).eq(theirs.rows(review)), "{place}");
                    }
                }
            }
        });
    }
}

#[divan::bench(args = [0, 10])]
fn columns(bencher: Bencher<'_, '_>, missing: u64) {
    let bench = Bench::new(missing);
    let program = Program::new(&bench.compiled.plan, &bench.dictionary).unwrap();
    let mut scratch = Scratch::new();
    bench.with_batch(|batch| {
        bencher.counter(ItemsCount::new(BATCH)).bench_local(|| program.evaluate(black_box(batch), &mut scratch).unwrap());
    });
}

#[divan::bench(args = [0, 10])]
fn row_by_row(bencher: Bencher<'_, '_>, missing: u64) {
    let bench = Bench::new(missing);
    let by_hand = ByHand::new(&bench.dictionary, &bench.requests);
    bench.with_batch(|batch| {
        bencher.counter(ItemsCount::new(BATCH)).bench_local(|| by_hand.evaluate(black_box(batch)));
    });
}
