//! Frameworks that mean well: the same answers in the box as outside of it, and for any number of workers.
#![allow(clippy::unwrap_used, reason = "a test that fails should panic")]

mod common;

use common::{ENGLAND, HOSTILE, LITTLE, evaluate, hostile, northmoor, reviews};
use concord_guest::Framework as _;
use concord_model::batch::{BATCH, Reads, Window};
use concord_model::dataset::Dataset;
use concord_plugin_northmoor::Northmoor;
use concord_sandbox::{BLOCK, Block, Cause, Engine, Evaluated, Fault, Framework, Health, Limits, Sandbox, Series};

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

/// Frameworks of every character: sound, failing for some reviews, for all, by mood, and remembering.
const CHARACTERS: [&str; 8] = ["", "panic", "panic:all", "moody", "count", "coin", "drift", "error"];

/// Two blocks and a bit, with reviews at fault in each.
fn long() -> Dataset {
    let marked: Vec<usize> = (0..60).map(|place| 40 + place * 290).collect();
    reviews(2 * BLOCK * BATCH + BATCH + 7, &marked)
}

#[test]
fn answers_depend_on_the_framework_and_the_data_alone() {
    let engine = Engine::new(LITTLE).unwrap();
    let dataset = long();
    let all: Vec<Framework> = CHARACTERS.iter().map(|wrong| hostile(&engine, wrong).unwrap()).chain([northmoor(&engine)]).collect();
    let with = |workers: usize, frameworks: &[Framework], kept: Vec<Vec<Block>>| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(workers).build().unwrap();
        let mut sandbox = Sandbox::new(frameworks.to_vec());
        let blocks = pool.install(|| sandbox.blocks(&dataset, kept)).unwrap();
        let health: Vec<Health> = (0..frameworks.len()).map(|place| sandbox.health(place).unwrap().clone()).collect();
        (blocks, health)
    };
    let (blocks, health) = with(1, &all, Vec::new());
    for workers in [2, 4] {
        assert!(with(workers, &all, Vec::new()) == (blocks.clone(), health.clone()), "{workers} workers");
    }
    for (place, framework) in all.iter().enumerate() {
        let wanted = (vec![blocks[place].clone()], vec![health[place].clone()]);
        for taken in 0..=3 {
            let kept = vec![blocks[place][..taken].to_vec()];
            assert!(with(2, std::slice::from_ref(framework), kept) == wanted, "{} alone, {taken} blocks kept", framework.id());
        }
    }
    // Each has kept as much as it pleased.
    let kept = blocks.iter().zip([0, 3, 1, 2].into_iter().cycle()).map(|(blocks, taken)| blocks[..taken].to_vec()).collect();
    assert!(with(4, &all, kept) == (blocks, health));
}

#[test]
fn chunks_are_no_seams() {
    let engine = Engine::new(LITTLE).unwrap();
    let dataset = long();
    for wrong in CHARACTERS {
        let framework = hostile(&engine, wrong).unwrap();
        let mut whole = Sandbox::new(vec![framework.clone()]);
        let mut apart = Sandbox::new(vec![framework]);
        let mut pieces = Vec::new();
        for start in (0..dataset.reviews).step_by(BLOCK * BATCH) {
            let places: Vec<usize> = (start..dataset.reviews.min(start + BLOCK * BATCH)).collect();
            pieces.extend(apart.evaluate(&dataset.select(&ENGLAND, &places)).unwrap());
        }
        assert!(whole.evaluate(&dataset).unwrap() == pieces, "{wrong}");
        assert_eq!(whole.health(0), apart.health(0), "{wrong}");
    }
}

#[test]
fn what_was_kept_is_held_to_what_fresh_answers_are() {
    let engine = Engine::new(LITTLE).unwrap();
    let dataset = long();
    let mut sandbox = Sandbox::new(vec![hostile(&engine, "panic").unwrap(), northmoor(&engine)]);
    let blocks = sandbox.blocks(&dataset, Vec::new()).unwrap();
    for (framework, blocks) in blocks.iter().enumerate() {
        for (place, block) in blocks.iter().enumerate() {
            assert!(sandbox.is_sound(framework, &dataset, place, block), "{framework}, {place}");
        }
    }
    let sound = &blocks[0][0];
    let altered = |alter: &dyn Fn(&mut Block)| {
        let mut block = sound.clone();
        alter(&mut block);
        sandbox.is_sound(0, &dataset, 0, &block)
    };
    let answers = |block: &mut Block| std::mem::take(&mut block.batches[0].answers);
    assert!(altered(&|_| {}));
    assert!(!altered(&|block| block.batches[0].answers.columns[0].answers[5] = 200), "an answer that the scale has not");
    assert!(!altered(&|block| drop(block.batches.pop())), "a batch too few");
    assert!(!altered(&|block| block.batches.push(Evaluated::default())), "a batch too many");
    assert!(!altered(&|block| drop(answers(block))), "no columns");
    assert!(!altered(&|block| block.batches[3].answers.columns[0].measures.truncate(100)), "a measure cut short");
    assert!(!altered(&|block| block.batches[0].answers.failures[0].review = 5000), "a review that is not there");
    assert!(!altered(&|block| block.batches[0].answers.failures[0].review += 1), "a lost review that has answers");
    assert!(!altered(&|block| block.batches[0].answers.columns[0].evidence[0].rows[3] = 1), "another review's row");
    assert!(
        !sandbox.is_sound(1, &dataset, 0, sound) && !sandbox.is_sound(0, &dataset, 2, sound) && !sandbox.is_sound(9, &dataset, 0, sound)
    );
}

#[test]
fn a_series_asks_one_instance_again_and_again() {
    let engine = Engine::new(LITTLE).unwrap();
    let (counting, dataset) = (hostile(&engine, "count").unwrap(), reviews(3, &[]));
    let mut series = Series::new(&counting);
    let first: Vec<u8> = (0..20).map(|_| series.ask(&dataset).unwrap().answers.columns[0].answers[0]).collect();
    assert_eq!(first, [0, 1].repeat(10));
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
    assert!(matches!(framework.explain(&dataset, 20, 1), Err(Fault::Framework(Cause::Refused(_)))));
    assert!(matches!(framework.explain(&dataset, 7, 6), Err(Fault::Framework(Cause::Refused(_)))));
}

#[test]
fn fuel_and_memory_are_told() {
    let engine = Engine::new(Limits::default()).unwrap();
    let dataset = reviews(BATCH, &[]);
    let mut sandbox = Sandbox::new(vec![northmoor(&engine)]);
    let answered = sandbox.evaluate(&dataset).unwrap();
    let health = sandbox.health(0).unwrap();
    let fuel = answered[0][0].fuel;
    assert_eq!(health.fuel, fuel);
    assert!(fuel > 10_000 && fuel < Limits::default().fuel / 10, "{fuel}");
    assert!(health.memory > 65_536 && health.memory < 16 << 20, "{}", health.memory);
    assert_eq!((health.failed, &health.given_up, &health.impure), (0, &None, &None));
}
