//! Frameworks in Python, in the box: the same bytes as in Rust, and what goes wrong in one. Where componentize-py is not installed, these
//! tests say so and pass.
#![allow(clippy::unwrap_used, reason = "a test that fails should panic")]
#![expect(clippy::print_stderr, reason = "a test that is skipped says so")]

mod common;

use std::fs;
use std::path::Path;

use common::{ENGLAND, evaluate, northmoor, reviews};
use concord_build::{BuildError, Options, build};
use concord_model::answer::ERROR;
use concord_sandbox::{Engine, Framework, Level, Limits, Sandbox};

/// A framework from the folder of its source, in the box; `None` where there is no tool, which is said.
fn boxed(engine: &Engine, source: &Path) -> Option<Framework> {
    let options = Options::new(Path::new(env!("CARGO_TARGET_TMPDIR")).join("../release/guests"));
    match build(source, &options) {
        Ok(component) => Some(Framework::open(&engine.compile(&component).unwrap(), "py", "", &ENGLAND, &[]).unwrap()),
        Err(error @ BuildError::MissingTool { .. }) => {
            assert!(std::env::var_os("CI").is_none(), "not tested, and this is continuous integration: {error}");
            eprintln!("skipped: {error}");
            None
        }
        Err(error) => panic!("{error}"),
    }
}

#[test]
fn northmoor_gives_the_same_bytes_in_python_as_in_rust() {
    let engine = Engine::new(Limits::default()).unwrap();
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("../concord-guest/python/tests/northmoor");
    let Some(python) = boxed(&engine, &source) else { return };
    let rust = northmoor(&engine);
    assert_eq!(python.descriptor().indicators, rust.descriptor().indicators);
    let dataset = reviews(1500, &[]);
    for batch in evaluate(&[python.clone(), rust.clone()], &dataset) {
        assert!(batch[0].answers == batch[1].answers, "{:?}", batch[0].answers.failures.first());
        assert!(batch[0].fuel < engine.limits().fuel / 4, "there is no room for four times as many indicators: {} units", batch[0].fuel);
    }
    for indicator in 0..rust.descriptor().indicators.len() {
        for review in 0..40 {
            assert_eq!(python.explain(&dataset, review, indicator), rust.explain(&dataset, review, indicator), "{review}, {indicator}");
        }
    }
}

/// One indicator that goes wrong for national reviews, in the way that its id says.
const WRONG: &str = r#"
import time
from concord_guest import Code, Framework, Row, concern


class Review(Row, table="reviews"):
    review_type = Code("what kind it is")


def deeper(number):
    return deeper(number + 1) + 1


def divide(review):
    return 1 // 0


def leave(review):
    raise SystemExit("bye")


def recurse(review):
    return deeper(0)


def late_import(review):
    import decimal

    return decimal


def read_file(review):
    return open("/etc/passwd").read()


def branch(review):
    return Review.review_type if review.is_(Review.review_type.known) & (review.review_type.map(str) == 3) else 1


def wrong(way):
    @concern(way.__name__, title=way.__name__, question="Is it so?")
    def answer(review, page):
        if review.review_type == "national":
            print("about to", way.__name__)
            way(review)
        return review.review_type == "lcspr"

    return answer


framework = Framework(Review, [wrong(way) for way in (divide, leave, recurse, late_import, read_file, branch)])
"#;

#[test]
fn an_exception_costs_one_indicator_of_one_review_and_reaches_the_user() {
    let engine = Engine::new(Limits::default()).unwrap();
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("framework.py"), WRONG).unwrap();
    let Some(framework) = boxed(&engine, folder.path()) else { return };
    let dataset = reviews(50, &[7, 30]);
    let mut sandbox = Sandbox::new(vec![framework.clone()]);
    let answers = sandbox.evaluate(&dataset).unwrap().remove(0).remove(0).answers;
    assert_eq!(sandbox.impure(0), None);
    for (column, indicator) in answers.columns.iter().zip(&framework.descriptor().indicators) {
        let failed: Vec<usize> = (0..dataset.reviews).filter(|&review| column.answers[review] == ERROR).collect();
        assert_eq!(failed, [7, 30], "{}", indicator.id);
    }
    let said: Vec<&str> = answers.failures.iter().filter(|failure| failure.review == 7).map(|failure| failure.message.as_str()).collect();
    let wanted = [
        "ZeroDivisionError: division by zero (framework.py:15 in divide, framework.py:45 in answer)",
        "SystemExit: bye (framework.py:19 in leave, framework.py:45 in answer)",
        "RecursionError: maximum recursion depth exceeded (framework.py:11 in deeper",
        "ModuleNotFoundError: decimal cannot be imported any more: write imports at the top of the module",
        "OSError: there are no files in the box: /etc/passwd (framework.py:33 in read_file",
        "TypeError: a Value cannot be compared with a plain int",
    ];
    assert_eq!(said.len(), wanted.len(), "{said:#?}");
    for (said, wanted) in said.iter().zip(wanted) {
        assert!(said.starts_with(wanted), "{said}\nnot {wanted}");
    }
    let log = &sandbox.health(0).unwrap().log;
    assert!(log.messages.contains(&(Level::Info, "about to divide".to_owned())), "{log:?}");
}

/// What gives another answer each time, by every name that it goes by.
const CHANCE: &str = r#"
import datetime
import secrets
import uuid
from datetime import datetime as moment
from random import choice, random
from time import time as clock

from concord_guest import Code, Framework, Row, concern


class Review(Row, table="reviews"):
    review_type = Code("what kind it is")


WAYS = {
    "uuid4": lambda: uuid.uuid4(),
    "secret": lambda: secrets.token_hex(),
    "random": lambda: random(),
    "choice": lambda: choice("ab"),
    "clock": lambda: clock(),
    "now": lambda: moment.now(),
    "today": lambda: datetime.datetime.today(),
    "sound": lambda: moment(2024, 5, 1) - datetime.datetime.fromisoformat("2024-04-01"),
}


def one(name, way):
    @concern(name, title=name, question="Is it so?")
    def answer(review, page):
        way()
        return review.review_type == "lcspr"

    return answer


framework = Framework(Review, [one(name, way) for name, way in WAYS.items()])
"#;

#[test]
fn there_is_no_chance_and_no_clock_and_the_line_is_told() {
    let engine = Engine::new(Limits::default()).unwrap();
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("framework.py"), CHANCE).unwrap();
    let Some(framework) = boxed(&engine, folder.path()) else { return };
    let mut sandbox = Sandbox::new(vec![framework]);
    let answers = sandbox.evaluate(&reviews(2, &[])).unwrap().remove(0).remove(0).answers;
    let said: Vec<&str> = answers.failures.iter().filter(|failure| failure.review == 0).map(|failure| failure.message.as_str()).collect();
    let wanted = [
        "OSError: there is no chance in the box",
        "OSError: there is no chance in the box",
        "OSError: there is no chance in the box",
        "OSError: there is no chance in the box",
        "OSError: there is no clock in the box",
        "OSError: there is no clock in the box",
        "OSError: there is no clock in the box",
    ];
    assert_eq!(said.len(), wanted.len(), "{said:#?}");
    for ((said, wanted), line) in said.iter().zip(wanted).zip(17..) {
        assert!(said.starts_with(wanted) && said.contains(&format!("framework.py:{line} in <lambda>")), "{said}\nnot {wanted}");
    }
}
