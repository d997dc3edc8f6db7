//! Side by side, over the same batch of 1,024 reviews with a tenth of the values missing, on one thread: a rules framework in its box,
//! the same rules written by hand row by row in native Rust, a Rust guest in its box, and its own code natively. An item is a review.
//!
//! Each side cuts the columns from the dataset first. `cargo xtask bench` prints the table.
#![allow(clippy::unwrap_used, reason = "a benchmark that cannot start should stop")]

#[path = "../../crates/concord-rules/benches/engine/by_hand.rs"]
mod by_hand;
#[path = "../../crates/concord-rules/benches/engine/data.rs"]
mod data;

use std::sync::{Arc, LazyLock};

use concord_guest::Framework as _;
use concord_model::batch::{BATCH, Reads, Window};
use concord_model::dataset::Dataset;
use concord_model::dictionary::Dictionary;
use concord_plugin_northmoor::Northmoor;
use concord_rules::{Compiled, Program, Scratch, compile};
use concord_sandbox::{Engine, Framework, Limits, Sandbox};
use divan::Bencher;
use divan::counter::ItemsCount;

use self::by_hand::ByHand;
use self::data::{Dice, reviews};

const TEN: &str = include_str!("../../crates/concord-rules/benches/engine/framework.toml");

static ENGLAND: LazyLock<Arc<Dictionary>> = LazyLock::new(|| Arc::new(Dictionary::england()));
static REVIEWS: LazyLock<Dataset> = LazyLock::new(|| reviews(&ENGLAND, BATCH, 10, &mut Dice(7)));
static RULES: LazyLock<Compiled> = LazyLock::new(|| compile("framework.toml", TEN, &ENGLAND).unwrap());

fn main() {
    // This thread is the pool, as a run's own threads are: nothing waits for another one to wake up.
    rayon::ThreadPoolBuilder::new().num_threads(1).use_current_thread().build_global().unwrap();
    divan::main();
}

fn boxed(component: &[u8], config: &str) -> Sandbox {
    let component = Engine::new(Limits::default()).unwrap().compile(component).unwrap();
    let mut sandbox = Sandbox::new(vec![Framework::open(&component, "bench", config, &ENGLAND, &[]).unwrap()]);
    // Past the batches at the start of a run, which are audited.
    (0..9).for_each(|_| drop(sandbox.evaluate(&REVIEWS).unwrap()));
    sandbox
}

fn rules_reads() -> (Vec<(String, String)>, Reads) {
    let requests: Vec<(String, String)> = RULES.plan.reads.iter().map(|read| (read.table.clone(), read.field.clone())).collect();
    let reads = Reads::new(&ENGLAND, &requests, &[]).unwrap();
    (requests, reads)
}

fn in_the_box(bencher: Bencher<'_, '_>, mut sandbox: Sandbox) {
    bencher.counter(ItemsCount::new(BATCH)).bench_local(|| sandbox.evaluate(&REVIEWS).unwrap());
}

#[divan::bench]
fn rules_1_in_the_box(bencher: Bencher<'_, '_>) {
    in_the_box(bencher, boxed(concord::load::RULES, &RULES.plan.to_json()));
}

#[divan::bench]
fn rules_2_natively(bencher: Bencher<'_, '_>) {
    let (_, reads) = rules_reads();
    let program = Program::new(&RULES.plan, &ENGLAND).unwrap();
    let mut scratch = Scratch::new();
    bencher.counter(ItemsCount::new(BATCH)).bench_local(|| {
        let window = Window::new(&REVIEWS, &ENGLAND, 0..BATCH, &[&reads]);
        program.evaluate(&window.batch(&reads), &mut scratch).unwrap()
    });
}

#[divan::bench]
fn rules_3_by_hand_row_by_row_natively(bencher: Bencher<'_, '_>) {
    let (requests, reads) = rules_reads();
    let by_hand = ByHand::new(&ENGLAND, &requests);
    bencher.counter(ItemsCount::new(BATCH)).bench_local(|| {
        let window = Window::new(&REVIEWS, &ENGLAND, 0..BATCH, &[&reads]);
        by_hand.evaluate(&window.batch(&reads))
    });
}

#[divan::bench]
fn rust_guest_1_in_the_box(bencher: Bencher<'_, '_>) {
    in_the_box(bencher, boxed(concord_tests::NORTHMOOR, ""));
}

#[divan::bench]
fn rust_guest_2_natively(bencher: Bencher<'_, '_>) {
    let northmoor = Northmoor::open("", &ENGLAND).unwrap();
    let requests: Vec<(String, String)> = northmoor.descriptor().reads.into_iter().map(|read| (read.table, read.field)).collect();
    let reads = Reads::new(&ENGLAND, &requests, &[]).unwrap();
    bencher.counter(ItemsCount::new(BATCH)).bench_local(|| {
        let window = Window::new(&REVIEWS, &ENGLAND, 0..BATCH, &[&reads]);
        northmoor.evaluate(&window.batch(&reads)).unwrap()
    });
}
