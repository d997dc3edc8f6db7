//! Frameworks in JavaScript, in the box: the same answers as in Rust, and what goes wrong in them told and kept apart. Where no tool
//! that makes components of JavaScript is installed, these tests say so and pass; in continuous integration they fail.
#![allow(clippy::unwrap_used, reason = "a test that fails should panic")]
#![expect(clippy::print_stderr, reason = "a test that is skipped says so")]

use std::fs;
use std::path::Path;
use std::sync::Arc;

use concord_build::{BuildError, Options};
use concord_guest::Framework as _;
use concord_model::answer::Failure;
use concord_model::batch::Window;
use concord_model::dataset::Dataset;
use concord_model::dictionary::Dictionary;
use concord_plugin_northmoor::Northmoor;
use concord_sandbox::{Engine, Framework, Limits, Sandbox};
use concord_synth::Synth;
use concord_tests::{Project, repository};

const REVIEWS: usize = 1500;

/// The component of a framework of one module; `None` where there is no tool, which is said.
fn built(main: &str) -> Option<Vec<u8>> {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("package.json"), r#"{ "name": "tried", "type": "module" }"#).unwrap();
    fs::write(folder.path().join("index.js"), main).unwrap();
    match concord_build::build(folder.path(), &Options::new(Path::new(env!("CARGO_TARGET_TMPDIR")).join("guests"))) {
        Err(error @ BuildError::MissingTool { .. }) => {
            assert!(std::env::var_os("CI").is_none(), "not tested, and this is continuous integration: {error}");
            eprintln!("skipped: {error}");
            None
        }
        built => Some(built.unwrap()),
    }
}

/// A framework of one indicator that answers so; `rapid` is a condition, and the working days that it took are asked for.
fn one(answer: &str) -> String {
    format!(
        r#"import {{ Truth, concern, framework }} from "concord-guest";

export default framework((fields) => {{
  const rapid = fields.review().code("review_type", "to tell rapid reviews").is("rapid_review");
  fields.review().integer("days_to_submit", "the days that it took");
  const first = concern("J1", {{ title: "First", question: "First?", answer: (review) => {{
    {answer}
  }} }});
  const second = concern("J2", {{ title: "Second", question: "Second?", answer: (review) => review.is(rapid) }});
  return [first, second];
}});
"#
    )
}

fn opened(component: &[u8], england: &Arc<Dictionary>) -> Framework {
    let component = Engine::new(Limits::default()).unwrap().compile(component).unwrap();
    Framework::open(&component, "tried", "", england, &[]).unwrap()
}

/// Invented reviews; the days that they took are not derived, and so not recorded, but for those of a few.
fn invented(england: &Dictionary) -> Dataset {
    Synth::new(england, REVIEWS as u64, 5).unwrap().chunk(0).dataset
}

#[test]
fn northmoors_rules_give_the_same_bytes_in_javascript_as_in_rust() {
    let port = repository().join("crates/concord-guest/javascript/examples/northmoor.js");
    let Some(component) = built(&fs::read_to_string(port).unwrap()) else { return };
    let england = Arc::new(Dictionary::england());
    let (boxed, native) = (opened(&component, &england), Northmoor::open("", &england).unwrap());
    assert_eq!(*boxed.descriptor(), native.descriptor());
    let dataset = invented(&england);
    let mut sandbox = Sandbox::new(vec![boxed.clone()]);
    let answered = sandbox.evaluate(&dataset).unwrap();
    for (batch, places) in [(0, 0..1024), (1, 1024..dataset.reviews)] {
        let window = Window::new(&dataset, &england, places, &[boxed.reads()]);
        let native = native.evaluate(&window.batch(boxed.reads())).unwrap();
        assert_eq!(answered[batch][0].answers, native, "batch {batch}");
    }
    assert_eq!(sandbox.impure(0), None);
    let fuel = sandbox.health(0).unwrap().fuel;
    assert!(fuel < Limits::default().fuel / 3, "an interpreted framework has room: {fuel}");
}

/// The failures of the first indicator where it answers so, and how many reviews there are; the second one answers all of them.
fn failures(answer: &str) -> Option<Vec<Failure>> {
    let component = built(&one(answer))?;
    let england = Arc::new(Dictionary::england());
    let dataset = invented(&england);
    let mut sandbox = Sandbox::new(vec![opened(&component, &england)]);
    let answered = sandbox.evaluate(&dataset).unwrap().swap_remove(0).swap_remove(0).answers;
    assert!(answered.columns[1].answers.iter().all(|&answer| answer < 2), "the other indicator keeps its answers");
    assert_eq!(sandbox.impure(0), None);
    Some(answered.failures)
}

#[test]
fn an_exception_costs_its_review_and_its_indicator_and_names_the_authors_line() {
    let Some(failures) = failures("if (review.is(rapid).isFalse()) return review.days_to_submit.nothing.there;\n return Truth.TRUE;")
    else {
        return;
    };
    assert!(!failures.is_empty() && failures.len() < 1024, "{}", failures.len());
    assert!(failures.iter().all(|failure| failure.indicator == 0));
    let message = &failures[0].message;
    assert!(message.starts_with("TypeError: cannot read property 'there' of undefined (at answer, index.js:7"), "{message}");
}

#[test]
fn what_is_missing_is_never_taken_for_a_number() {
    let Some(failures) = failures("return Truth.known(review.days_to_submit > 15);") else { return };
    assert_eq!(failures.len(), 1024);
    assert!(failures[0].message.contains("days_to_submit may be missing and is no plain value"), "{}", failures[0].message);
}

#[test]
fn there_is_no_clock_and_no_chance_and_it_is_said() {
    for (answer, name) in [("Math.random()", "Math.random"), ("Date.now()", "the clock"), ("new Date()", "the clock")] {
        let Some(failures) = failures(&format!("{answer};\n return Truth.TRUE;")) else { return };
        let message = &failures[0].message;
        assert!(message.contains(name) && message.contains("index.js:7"), "{message}");
    }
}

#[test]
fn the_user_reads_what_went_wrong() {
    let Some(component) = built(&one("if (review.is(rapid).isTrue()) throw new RangeError(\"no such tide\");\n return Truth.FALSE;"))
    else {
        return;
    };
    let project = Project::new();
    let manifest = "[framework]\nid = \"tried\"\ntitle = \"Tried\"\nedition = \"1\"\nowner = \"A test\"\nsource = \"This test\"\n\
        plugin = { path = \"tried.wasm\" }\nconfirmed = true\n";
    project.write("frameworks/tried/framework.toml", manifest);
    project.write("frameworks/tried/tried.wasm", component);
    assert_eq!(project.concord("data synth --reviews 40 --seed 3 --out @/data").code, 0);
    let ran = project.concord("run @/data --frameworks @/frameworks --out @/out");
    assert_eq!(ran.code, 1, "{}{}", ran.out, ran.err);
    assert!(ran.out.contains("errors.jsonl says why"), "{}", ran.out);
    let errors = project.text("out/errors.jsonl");
    let first = errors.lines().next().unwrap();
    for part in ["\"tried\"", "\"J1\"", "RangeError: no such tide (at answer, index.js:7", "review"] {
        assert!(first.contains(part), "{part} in {first}");
    }
}
