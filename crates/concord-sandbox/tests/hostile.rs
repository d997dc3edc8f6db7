//! Frameworks that fail or mean ill: each limit bites, and costs nobody else anything.
#![allow(clippy::unwrap_used, reason = "a test that fails should panic")]

mod common;

use std::time::Duration;

use common::{LITTLE, evaluate, hostile, northmoor, reviews};
use concord_model::answer::{Answers, ERROR, EVERY, Looked, NOT_DETERMINABLE, reason};
use concord_model::batch::BATCH;
use concord_sandbox::{Audited, BLOCK, Engine, Evaluated, Level, Limits, OpenError, Sandbox};

/// What goes wrong on a marked review, and how its cause reads.
const WRONGS: [(&str, &str); 24] = [
    ("panic", "its code failed: there is no such review as"),
    ("overflow", "its code failed: attempt to divide by zero"),
    ("say-and-panic", "its code failed: the list was empty"),
    ("loop", "units of fuel"),
    ("grow", "more than 8388608 bytes of memory"),
    ("hoard", "while it took more and more memory: its code hoards, or does not end"),
    ("recurse", "262144 bytes of stack"),
    ("output", "bytes"),
    ("refuse", "it cannot answer: it would rather not"),
    ("no-columns", "0 columns of answers to 1 indicators"),
    ("more-columns", "2 columns of answers to 1 indicators"),
    ("short-answers", "H1: its answers are 0 long, not 1"),
    ("out-of-scale", "H1: the answer 2, and the scale has 2 lines"),
    ("short-looked", "H1: its looked are 2 long, not 1"),
    ("odd-looked", "H1: the byte 3 for whether it was looked for"),
    ("short-reasons", "H1: its reasons are 4 long, not 2"),
    ("no-measures", "H1: its measures are 0 long, not 24"),
    ("no-evidence", "H1: its evidence are 0 long, not 1"),
    ("short-offsets", "H1: its offsets of cited rows are 7 long, not 8"),
    ("backward-offsets", "H1: the offsets of its cited rows do not go with the rows"),
    ("other-row", "H1: it cites row"),
    ("stray-failure", "a failure of indicator 0 in review 1, which is not there"),
    ("odd-indicator", "a failure of indicator 4294967295 in review 0, which is not there"),
    ("many-failures", "2 failures in 1 reviews and 1 indicators"),
];

const MARKED: [usize; 2] = [17, 41];

#[test]
fn a_wrong_costs_the_marked_reviews_and_nothing_else() {
    let engine = Engine::new(LITTLE).unwrap();
    let dataset = reviews(60, &MARKED);
    let good = evaluate(&[hostile(&engine, "").unwrap(), northmoor(&engine)], &dataset).remove(0);
    for (wrong, cause) in WRONGS {
        let framework = hostile(&engine, wrong).unwrap();
        let answered = evaluate(&[framework, northmoor(&engine)], &dataset).remove(0);
        assert_eq!(answered[1], good[1], "{wrong}: another framework's answers");
        for review in 0..dataset.reviews {
            let told = answer(&answered[0], review);
            let wanted = if MARKED.contains(&review) { (ERROR, Looked::Unknown, None, vec![]) } else { answer(&good[0], review) };
            assert_eq!(told, wanted, "{wrong}: review {review}");
        }
        let failures = &answered[0].answers.failures;
        assert_eq!(failures.iter().map(|failure| failure.review as usize).collect::<Vec<_>>(), MARKED, "{wrong}");
        for failure in failures {
            assert_eq!(failure.indicator, EVERY, "{wrong}");
            assert!(failure.message.contains(cause), "{wrong}: {}", failure.message);
        }
    }
}

#[test]
fn a_number_that_cannot_be_costs_that_number_alone() {
    let engine = Engine::new(LITTLE).unwrap();
    let dataset = reviews(60, &MARKED);
    let good = evaluate(&[hostile(&engine, "").unwrap()], &dataset).remove(0).remove(0);
    for wrong in ["endless-measure", "turned-measure", "half-measure"] {
        let answered = evaluate(&[hostile(&engine, wrong).unwrap()], &dataset).remove(0).remove(0);
        assert!(answered.answers.failures.is_empty(), "{wrong}");
        for review in 0..dataset.reviews {
            let (answer, looked, measure, rows) = self::answer(&good, review);
            // It goes wrong on the first marked review of a batch, and nothing makes the host ask again.
            let marked = review == MARKED[0];
            assert_eq!(self::answer(&answered, review), (answer, looked, measure.filter(|_| !marked), rows), "{wrong}: review {review}");
            let why = if marked { reason::UNSOUND_NUMBER } else { 0 };
            assert_eq!(answered.answers.columns[0].reasons(review) & reason::UNSOUND_NUMBER, why, "{wrong}: review {review}");
        }
    }
}

#[test]
fn not_determinable_without_a_reason_says_that_none_is_given() {
    let engine = Engine::new(LITTLE).unwrap();
    let answered = evaluate(&[hostile(&engine, "unreasoned").unwrap()], &reviews(60, &MARKED)).remove(0).remove(0);
    assert!(answered.answers.failures.is_empty());
    for review in 0..60 {
        let column = &answered.answers.columns[0];
        let unsaid = if review == MARKED[0] { (NOT_DETERMINABLE, reason::NO_REASON_GIVEN) } else { (column.answers[review], 0) };
        assert_eq!((column.answers[review], column.reasons(review)), unsaid, "review {review}");
    }
}

/// Everything that is told of one review: the answer, whether it was looked for, the measure and the rows.
fn answer(evaluated: &Evaluated, review: usize) -> (u8, Looked, Option<f64>, Vec<u32>) {
    let column = &evaluated.answers.columns[0];
    let measure = column.measure(review).map(|measure| measure.lower);
    (column.answers[review], column.looked(review), measure, column.evidence[0].rows(review).collect())
}

#[test]
fn a_panic_says_where_it_happened() {
    let engine = Engine::new(Limits::default()).unwrap();
    let answered = evaluate(&[hostile(&engine, "panic").unwrap()], &reviews(5, &[2]));
    let message = &answered[0][0].answers.failures[0].message;
    assert!(message.contains("hostile") && message.contains("src/lib.rs:"), "{message}");
}

#[test]
fn what_fails_for_everything_is_given_up_and_says_so() {
    let engine = Engine::new(LITTLE).unwrap();
    let dataset = reviews(10 * BATCH, &[]);
    for wrong in ["panic:all", "loop:all", "grow:all", "output:all", "out-of-scale:all"] {
        let mut sandbox = Sandbox::new(vec![hostile(&engine, wrong).unwrap()]);
        let answered = sandbox.evaluate(&dataset).unwrap();
        let all: Vec<&Answers> = answered.iter().map(|batch| &batch[0].answers).collect();
        assert!(all.iter().all(|answers| answers.columns[0].answers.iter().all(|&answer| answer == ERROR)), "{wrong}");
        assert!(all.iter().all(|answers| answers.failures.len() == BATCH), "{wrong}: each review has its failure");
        let health = sandbox.health(0).unwrap();
        assert_eq!(health.failed, dataset.reviews as u64, "{wrong}");
        assert!(health.given_up.as_deref().is_some_and(|why| why.contains("1024 reviews in a row")), "{wrong}: {:?}", health.given_up);
        // The first batch of each of the two blocks is tried, and no other.
        let untried: Vec<bool> =
            all.iter().map(|answers| answers.failures[5].message.starts_with("the framework was given up for")).collect();
        let wanted: Vec<bool> = (0..10).map(|batch| batch % BLOCK != 0).collect();
        assert_eq!(untried, wanted, "{wrong}: {}", all[9].failures[5].message);
    }
}

#[test]
fn what_fails_for_everything_costs_some_calls_a_block() {
    let engine = Engine::new(LITTLE).unwrap();
    let mut sandbox = Sandbox::new(vec![hostile(&engine, "say-and-panic:all").unwrap()]);
    sandbox.evaluate(&reviews((2 * BLOCK + 1) * BATCH, &[])).unwrap();
    // It says something in every call.
    let log = &sandbox.health(0).unwrap().log;
    assert_eq!(log.messages.len() as u64 + log.dropped, 3 * (1 + 64));
}

#[test]
fn a_review_without_end_in_every_batch_costs_itself() {
    let engine = Engine::new(LITTLE).unwrap();
    let marked: Vec<usize> = (0..BLOCK).map(|batch| batch * BATCH + 100 * batch).collect();
    let answered = evaluate(&[hostile(&engine, "loop").unwrap()], &reviews(BLOCK * BATCH, &marked));
    assert_eq!(failed(answered.iter().map(|batch| &batch[0])), marked);
}

#[test]
fn an_error_that_is_not_explained_is_named() {
    let engine = Engine::new(LITTLE).unwrap();
    let answers = &evaluate(&[hostile(&engine, "error").unwrap()], &reviews(40, &[3]))[0][0].answers;
    let told: Vec<(u32, u32, &str)> =
        answers.failures.iter().map(|failure| (failure.review, failure.indicator, failure.message.as_str())).collect();
    assert_eq!(told, [(3, 0, "it answers error, and does not say why")]);
}

/// The reviews that were lost.
fn failed<'a>(batches: impl Iterator<Item = &'a Evaluated>) -> Vec<usize> {
    let of = |(batch, evaluated): (usize, &'a Evaluated)| {
        evaluated.answers.failures.iter().map(move |failure| batch * BATCH + failure.review as usize)
    };
    batches.enumerate().flat_map(of).collect()
}

#[test]
fn what_fails_for_most_reviews_keeps_the_others() {
    let engine = Engine::new(LITTLE).unwrap();
    let marked: Vec<usize> = (0..600).filter(|place| place % 5 != 0).collect();
    let dataset = reviews(600, &marked);
    let answered = evaluate(&[hostile(&engine, "panic").unwrap()], &dataset).remove(0).remove(0);
    let failed: Vec<usize> = answered.answers.failures.iter().map(|failure| failure.review as usize).collect();
    assert_eq!(failed, marked);
    assert!((0..600).filter(|place| place % 5 == 0).all(|review| answered.answers.columns[0].answers[review] != ERROR));
}

#[test]
fn the_clock_is_the_last_resort() {
    let engine = Engine::new(Limits { fuel: u64::MAX / 2, ticks: 2, ..LITTLE }).unwrap();
    let _backstop = engine.backstop(Duration::from_millis(20)).unwrap();
    let mut sandbox = Sandbox::new(vec![hostile(&engine, "loop").unwrap(), northmoor(&engine)]);
    let answered = sandbox.evaluate(&reviews(20, &[4])).unwrap().remove(0);
    let failures = &answered[0].answers.failures;
    assert_eq!(failures.len(), 20, "what the clock stopped is not tried again");
    assert!(failures[4].message.contains("stopped by the clock"), "{}", failures[4].message);
    assert!(sandbox.health(0).unwrap().given_up.is_some());
    assert!(answered[1].answers.failures.is_empty());
}

#[test]
fn what_knows_more_than_the_review_is_impure() {
    let engine = Engine::new(LITTLE).unwrap();
    let dataset = reviews(2 * BATCH, &[]);
    let told = |wrong: &str| {
        let mut sandbox = Sandbox::new(vec![hostile(&engine, wrong).unwrap()]);
        sandbox.evaluate(&dataset).unwrap();
        sandbox.impure(0).map(str::to_owned)
    };
    assert_eq!(told(""), None);
    let count = told("count").unwrap();
    assert!(count.starts_with("review R") && count.contains("H1: the answer is"), "{count}");
    let neighbours = told("neighbours").unwrap();
    assert!(neighbours.ends_with("H1: the answer is no within its batch and yes alone"), "{neighbours}");
}

#[test]
fn chance_is_seen_in_small_data_too() {
    let engine = Engine::new(LITTLE).unwrap();
    for count in 20..60 {
        let mut sandbox = Sandbox::new(vec![hostile(&engine, "coin").unwrap(), hostile(&engine, "").unwrap()]);
        sandbox.evaluate(&reviews(count, &[])).unwrap();
        assert!(sandbox.impure(0).is_some(), "{count} reviews");
        assert_eq!(sandbox.impure(1), None, "{count} reviews");
        let count = count as u64;
        assert_eq!(sandbox.health(1).unwrap().audited, Audited { alone: count, together: count });
    }
}

#[test]
fn what_remembers_from_batch_to_batch_is_seen() {
    let engine = Engine::new(LITTLE).unwrap();
    let mut sandbox = Sandbox::new(vec![hostile(&engine, "drift").unwrap(), hostile(&engine, "").unwrap()]);
    // Its first five calls are right.
    sandbox.evaluate(&reviews(6 * BATCH, &[])).unwrap();
    let how = sandbox.impure(0).unwrap();
    assert!(how.contains("within its batch and") && how.ends_with("in a fresh instance"), "{how}");
    assert_eq!(sandbox.health(1).unwrap().audited, Audited { alone: 64, together: 1024 });
}

#[test]
fn reviews_that_were_lost_are_not_audited() {
    let engine = Engine::new(LITTLE).unwrap();
    let mut sandbox = Sandbox::new(vec![hostile(&engine, "panic").unwrap()]);
    sandbox.evaluate(&reviews(30, &[4, 20])).unwrap();
    let health = sandbox.health(0).unwrap();
    assert_eq!((health.failed, health.audited, &health.impure), (2, Audited { alone: 28, together: 28 }, &None));
}

#[test]
fn what_it_says_is_kept_in_bounds() {
    let engine = Engine::new(LITTLE).unwrap();
    let mut sandbox = Sandbox::new(vec![hostile(&engine, "chatter").unwrap()]);
    sandbox.evaluate(&reviews(5, &[])).unwrap();
    let log = &sandbox.health(0).unwrap().log;
    assert_eq!((log.messages.len(), log.dropped), (20, 180));
    assert!(log.messages.iter().all(|(level, message)| *level == Level::Info && message.len() <= 500));
}

#[test]
fn what_it_says_of_itself_is_held_against_the_dictionary() {
    let engine = Engine::new(LITTLE).unwrap();
    let faults = [
        ("field", "field: reads observations.thmee: the table has no field \"thmee\" (did you mean \"theme\"?)"),
        ("table", "table: reads observation.theme: the dictionary has no table \"observation\" (did you mean \"observations\"?)"),
        ("id", "id: reads reviews.parent_review_id: a framework never sees an id"),
        ("key", "key: reads children.child_id: a framework never sees an id"),
        ("read-twice", "read-twice: reads: the field \"observations.\" stands twice"),
        ("nothing", "nothing: it declares no indicator"),
        ("stands-twice", "stands-twice: the indicator \"H1\" stands twice"),
        ("no-answer", "no-answer: H1: it has neither a scale nor a measure: it answers nothing"),
        ("long-scale", "long-scale: H1: its scale has 251 lines, and a byte has room for 250"),
        ("same-answer", "same-answer: H1: the answer \"yes\" stands twice"),
        ("theme", "theme: H1: the dictionary has no theme \"T4\" (did you mean \"T04\"?)"),
        ("level", "level: H1: the dictionary has no level \"L9\" (did you mean \"L0\"?)"),
        ("evidence", "evidence: H1: it cites rows of \"reviews\", which is no child table"),
        ("refuse-open", "refuse-open: config: the word \"refuse-open\" is not known (write nothing)"),
        ("silent-open", "silent-open: it refuses its configuration and does not say why"),
    ];
    for (wrong, fault) in faults {
        match hostile(&engine, wrong) {
            Err(OpenError::Problems(problems)) => assert_eq!(problems.iter().map(ToString::to_string).collect::<Vec<_>>(), [fault]),
            other => panic!("{wrong}: {other:?}"),
        }
    }
    let panicked = hostile(&engine, "panic-open").unwrap_err().to_string();
    assert!(panicked.starts_with("it could not be opened: its code failed: it did not want to be opened"), "{panicked}");
}
