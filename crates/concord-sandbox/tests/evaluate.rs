//! Frameworks that mean well: the same answers in the box as outside of it, and for any number of workers.
#![allow(clippy::unwrap_used, reason = "a test that fails should panic")]

mod common;

use common::{ENGLAND, HOSTILE, evaluate, hostile, northmoor, reviews};
use concord_guest::Framework as _;
use concord_model::batch::{BATCH, Reads, Window};
use concord_plugin_northmoor::Northmoor;
use concord_sandbox::{Cause, Engine, Framework, Limits, Sandbox};

#[test]
fn a_framework_answers_in_the_box_as_it_does_outside() {
    let engine = Engine::new(Limits::default()).unwrap();
    let dataset = reviews(2 * BATCH + 100, &[]);
    let boxed = northmoor(&engine);
    let native = Northmoor::open("", &ENGLAND).unwrap();
    let reads: &Reads = boxed.reads();
    let answered = evaluate(std::slice::from_ref(&boxed), &dataset);
    assert_eq!(answered.len(), 3);
    for (batch, answered) in answered.iter().enumerate() {
        let places = batch * BATCH..((batch + 1) * BATCH).min(dataset.reviews);
        let window = Window::new(&dataset, &ENGLAND, places, &[reads]);
        assert_eq!(answered[0].answers, native.evaluate(&window.batch(reads)).unwrap(), "batch {batch}");
    }
}

#[test]
fn answers_do_not_depend_on_the_number_of_workers_nor_on_the_chunks() {
    let engine = Engine::new(Limits::default()).unwrap();
    let dataset = reviews(5 * BATCH + 7, &[3, 1500, 1501, 4000]);
    let frameworks = [northmoor(&engine), hostile(&engine, "panic").unwrap(), hostile(&engine, "count").unwrap()];
    let with = |workers: usize| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(workers).build().unwrap();
        let mut sandbox = Sandbox::new(frameworks.to_vec());
        let answered = pool.install(|| sandbox.evaluate(&dataset, |_| true));
        let health: Vec<_> = (0..frameworks.len()).map(|place| sandbox.health(place).unwrap().clone()).collect();
        (answered, health)
    };
    let alone = with(1);
    assert_eq!(alone, with(2));
    assert_eq!(alone, with(7));
}

#[test]
fn only_the_frameworks_that_are_wanted_are_evaluated() {
    let engine = Engine::new(Limits::default()).unwrap();
    let dataset = reviews(10, &[]);
    let mut sandbox = Sandbox::new(vec![northmoor(&engine), hostile(&engine, "").unwrap()]);
    let answered = sandbox.evaluate(&dataset, |place| place == 1);
    assert!(answered[0][0].is_none() && answered[0][1].is_some());
    assert!(sandbox.evaluate(&dataset, |_| false).is_empty());
}

#[test]
fn no_reviews_are_no_batches() {
    let engine = Engine::new(Limits::default()).unwrap();
    assert!(evaluate(&[northmoor(&engine)], &reviews(0, &[])).is_empty());
}

#[test]
fn what_is_sensitive_stays_outside_unless_it_is_granted() {
    let engine = Engine::new(Limits::default()).unwrap();
    let component = engine.compile(&HOSTILE).unwrap();
    let dataset = reviews(50, &[]);
    let children = dataset.tables[ENGLAND.table_place("children").unwrap()].rows;
    let seen = |granted: &[String]| {
        let framework = Framework::open(&component, "peek", "peek", &ENGLAND, granted).unwrap();
        let measure = evaluate(&[framework], &dataset)[0][0].answers.columns[0].measure(0).unwrap();
        (measure.lower, measure.upper - measure.lower)
    };
    // Sums of the bytes of all values, and of all reasons: withheld is reason 6.
    assert_eq!(seen(&[]), (0.0, 6.0 * children as f64));
    assert_eq!(seen(&["children.age_months".to_owned()]), (30.0 * children as f64, 0.0));
}

#[test]
fn an_answer_can_be_explained() {
    let engine = Engine::new(Limits::default()).unwrap();
    let (dataset, framework) = (reviews(20, &[]), northmoor(&engine));
    let steps = framework.explain(&dataset, 7, 1).unwrap();
    assert_eq!(steps[0].text, "Who knew what this child's days were like?");
    assert!(matches!(framework.explain(&dataset, 20, 1), Err(Cause::Refused(_))));
    assert!(matches!(framework.explain(&dataset, 7, 6), Err(Cause::Refused(_))));
}

#[test]
fn fuel_and_memory_are_told() {
    let engine = Engine::new(Limits::default()).unwrap();
    let dataset = reviews(BATCH, &[]);
    let mut sandbox = Sandbox::new(vec![northmoor(&engine)]);
    let answered = sandbox.evaluate(&dataset, |_| true);
    let health = sandbox.health(0).unwrap();
    let fuel = answered[0][0].as_ref().unwrap().fuel;
    assert_eq!(health.fuel, fuel);
    assert!(fuel > 10_000 && fuel < Limits::default().fuel / 10, "{fuel}");
    assert!(health.memory > 65_536 && health.memory < 16 << 20, "{}", health.memory);
    assert_eq!((health.failed, &health.given_up, &health.impure), (0, &None, &None));
}
