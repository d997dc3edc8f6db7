//! What the box costs: Northmoor's framework in it, and the very same code natively over the same columns.
//!
//! Times are for one batch of 1,024 reviews; an item is a review. Both sides cut the columns from the dataset first.
#![allow(clippy::unwrap_used, reason = "a benchmark that fails should panic")]

#[path = "../tests/common/mod.rs"]
mod common;

use common::{ENGLAND, HOSTILE, NORTHMOOR, hostile, northmoor, reviews};
use concord_guest::Framework as _;
use concord_model::batch::{BATCH, Reads, Window};
use concord_model::dataset::Dataset;
use concord_plugin_northmoor::Northmoor;
use concord_sandbox::{Engine, Framework, Limits, Sandbox};
use divan::Bencher;
use divan::counter::ItemsCount;

fn main() {
    // One worker, so that the box is compared with one thread.
    rayon::ThreadPoolBuilder::new().num_threads(1).build_global().unwrap();
    divan::main();
}

/// Past the batches at the start of a run, all of which are audited.
fn warmed(frameworks: Vec<Framework>, dataset: &Dataset) -> Sandbox {
    let mut sandbox = Sandbox::new(frameworks);
    (0..9).for_each(|_| drop(sandbox.evaluate(dataset).unwrap()));
    sandbox
}

#[divan::bench]
fn northmoor_in_the_box(bencher: Bencher<'_, '_>) {
    let engine = Engine::new(Limits::default()).unwrap();
    let dataset = reviews(BATCH, &[]);
    let mut sandbox = warmed(vec![northmoor(&engine)], &dataset);
    bencher.counter(ItemsCount::new(BATCH)).bench_local(|| sandbox.evaluate(&dataset).unwrap());
}

#[divan::bench]
fn northmoor_natively(bencher: Bencher<'_, '_>) {
    let engine = Engine::new(Limits::default()).unwrap();
    let dataset = reviews(BATCH, &[]);
    let boxed = northmoor(&engine);
    let native = Northmoor::open("", &ENGLAND).unwrap();
    let reads: &Reads = boxed.reads();
    bencher.counter(ItemsCount::new(BATCH)).bench_local(|| {
        let window = Window::new(&dataset, &ENGLAND, 0..BATCH, &[reads]);
        native.evaluate(&window.batch(reads)).unwrap()
    });
}

#[divan::bench]
fn only_cutting_the_columns(bencher: Bencher<'_, '_>) {
    let engine = Engine::new(Limits::default()).unwrap();
    let dataset = reviews(BATCH, &[]);
    let boxed = northmoor(&engine);
    let reads: &Reads = boxed.reads();
    bencher.counter(ItemsCount::new(BATCH)).bench_local(|| Window::new(&dataset, &ENGLAND, 0..BATCH, &[reads]));
}

#[divan::bench]
fn next_to_nothing_in_the_box(bencher: Bencher<'_, '_>) {
    let engine = Engine::new(Limits::default()).unwrap();
    let dataset = reviews(BATCH, &[]);
    let mut sandbox = warmed(vec![hostile(&engine, "").unwrap()], &dataset);
    bencher.counter(ItemsCount::new(BATCH)).bench_local(|| sandbox.evaluate(&dataset).unwrap());
}

#[divan::bench]
fn a_fresh_instance_opened(bencher: Bencher<'_, '_>) {
    let engine = Engine::new(Limits::default()).unwrap();
    let component = engine.compile(&NORTHMOOR).unwrap();
    bencher.bench_local(|| Framework::open(&component, "northmoor", "", &ENGLAND, &[]).unwrap());
}

#[divan::bench(sample_count = 10)]
fn compiling(bencher: Bencher<'_, '_>) {
    let engine = Engine::new(Limits::default()).unwrap();
    let _ = &*HOSTILE;
    bencher.bench_local(|| engine.compile(&NORTHMOOR).unwrap());
}
