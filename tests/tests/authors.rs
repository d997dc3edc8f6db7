//! Cases of a framework against their snapshots, as its author runs them. What is said are snapshots that a person has read.

use concord_tests::{Project, Ran};

/// A framework of two indicators.
const FRAMEWORK: &str = r#"
[framework]
id = "tiny"
title = "A tiny framework"
edition = "1"
owner = "Nobody"
source = "This test"
plugin = "rules"

[define]
in_time = "days_to_submit <= 15"

[[indicator]]
id = "T1"
title = "Voice lost"
question = "Was the child not heard?"
polarity = "concern"
applies = "review_type == 'lcspr' || review_type == 'rapid_review'"
present = "observations.exists(o, o.theme == 'T01' && o.valence == 'problematic')"
looked_for = "examined('T01')"
mappings = [{ theme = "T01", match = "exact" }]

[[indicator]]
id = "T2"
title = "In time"
question = "Did it come in time?"
polarity = "description"
measure = { unit = "working days", value = "days_to_submit" }
scale = [
  { code = "met",     label = "In time",  outcome = "present", when = "in_time" },
  { code = "not_met", label = "Too late", outcome = "absent",  when = "!in_time" },
]
mappings = []
"#;

const HEARD: &str = r#"
about = "Somebody looked and found nothing, and the review came on the last day."

[review]
review_type     = "rapid_review"
notified_date   = 2024-03-22
submitted_date  = 2024-04-16
themes_examined = ["T01"]
"#;

const LOST: &str = r#"{
  "about": "A problem is found by the way: \"present\" needs nobody to have looked.",
  "review": { "review_type": "lcspr", "notified_date": "2024-03" },
  "observations": [
    { "theme": "T05", "valence": "good_practice" },
    { "theme": "T01", "valence": "problematic", "evidence": ["child", "records"] }
  ]
}"#;

/// A project with the framework and two cases, of which nothing is accepted.
fn project() -> Project {
    let project = Project::new();
    project.write("tiny/framework.toml", FRAMEWORK);
    project.write("tiny/cases/heard.toml", HEARD);
    project.write("tiny/cases/lost.json", LOST);
    project
}

/// The same, all accepted.
fn accepted() -> Project {
    let project = project();
    let ran = project.concord("test @/tiny --accept");
    assert_eq!(ran.code, 0, "{}", said(&ran));
    project
}

/// A framework that asks something else than the snapshots were accepted for.
fn changed() -> Project {
    let project = accepted();
    project
        .write("tiny/framework.toml", FRAMEWORK.replace("days_to_submit <= 15", "days_to_submit <= 10").replace("Voice lost", "Not heard"));
    project
}

fn said(ran: &Ran) -> String {
    format!("exit {}\n--- out\n{}--- err\n{}", ran.code, ran.out, ran.err)
}

fn snapshots(project: &Project) -> Vec<String> {
    project.files("tiny/snapshots").into_iter().map(|(name, _)| name).collect()
}

#[test]
fn what_is_new_is_shown_whole_and_waits() {
    let project = project();
    let ran = project.concord("test @/tiny");
    assert_eq!(ran.code, 1);
    insta::assert_snapshot!(said(&ran));
    assert_eq!(snapshots(&project), ["heard.snap.new", "lost.snap.new"]);
}

#[test]
fn what_is_accepted_matches_from_then_on() {
    let project = accepted();
    assert_eq!(snapshots(&project), ["heard.snap", "lost.snap"]);
    insta::assert_snapshot!("a_snapshot_file", project.text("tiny/snapshots/lost.snap"));
    let ran = project.concord("test @/tiny");
    assert_eq!(ran.code, 0);
    insta::assert_snapshot!(said(&ran));
}

#[test]
fn what_differs_is_shown_and_waits_until_it_matches_again() {
    let project = changed();
    let ran = project.concord("test @/tiny");
    assert_eq!(ran.code, 1);
    insta::assert_snapshot!(said(&ran));
    assert_eq!(snapshots(&project), ["heard.snap", "heard.snap.new", "lost.snap", "lost.snap.new"]);
    project.write("tiny/framework.toml", FRAMEWORK);
    assert_eq!(project.concord("test @/tiny").code, 0);
    assert_eq!(snapshots(&project), ["heard.snap", "lost.snap"], "nothing waits any longer");
}

#[test]
fn a_person_accepts_and_rejects_a_case_at_a_time() {
    let project = changed();
    let before = project.text("tiny/snapshots/lost.snap");
    let ran = project.concord_asking("test @/tiny --review", "perhaps\na\nr\n");
    assert_eq!(ran.code, 1, "one is rejected");
    insta::assert_snapshot!(said(&ran));
    assert!(project.text("tiny/snapshots/heard.snap").contains("Too late"));
    assert_eq!(project.text("tiny/snapshots/lost.snap"), before);
    assert_eq!(snapshots(&project), ["heard.snap", "lost.snap"]);
}

#[test]
fn what_nobody_answers_for_stays_pending() {
    let project = changed();
    let ran = project.concord_asking("test @/tiny --review", "s\n");
    assert_eq!(ran.code, 1);
    assert_eq!(snapshots(&project), ["heard.snap", "heard.snap.new", "lost.snap", "lost.snap.new"]);
}

#[test]
fn colours_are_for_terminals() {
    let project = changed();
    assert!(!project.concord("test @/tiny").out.contains('\x1b'));
    let ran = project.concord_in_colour("test @/tiny");
    assert!(ran.out.contains("\x1b[31m- T2 In time: In time"), "{}", ran.out);
    assert!(ran.out.contains("\x1b[32m+ T2 In time: Too late"), "{}", ran.out);
}

#[test]
fn continuous_integration_shows_and_writes_nothing() {
    let project = changed();
    let before = project.files("tiny");
    let ran = project.concord_in_ci("test @/tiny");
    assert_eq!((ran.code, ran.out.as_str()), (1, project.concord("test @/tiny").out.as_str()));
    for line in ["test @/tiny --accept", "test @/tiny --review"] {
        let project = changed();
        let ran = project.concord_in_ci(line);
        assert_eq!(ran.code, 2);
        insta::assert_snapshot!("continuous_integration_accepts_nothing", said(&ran));
        assert_eq!(project.files("tiny"), before);
    }
    let project = changed();
    let _ = project.concord_in_ci("test @/tiny");
    assert_eq!(project.files("tiny"), before);
}

#[test]
fn a_snapshot_without_a_case_needs_a_person() {
    let project = accepted();
    project.write("tiny/snapshots/gone.snap", "---\nsource: cases/gone.toml\n---\nT1: present\n");
    project.write("tiny/snapshots/long-gone.snap.new", "");
    project.write("tiny/snapshots/README.md", "is left alone");
    let ran = project.concord("test @/tiny");
    assert_eq!(ran.code, 1);
    insta::assert_snapshot!(said(&ran));
}

#[test]
fn a_filter_chooses_cases_and_must_match() {
    let project = accepted();
    let ran = project.concord("test @/tiny --case hear");
    assert_eq!(ran.code, 0);
    insta::assert_snapshot!("a_filter", said(&ran));
    let ran = project.concord("test @/tiny --case lots");
    assert_eq!(ran.code, 2);
    insta::assert_snapshot!("a_filter_that_matches_nothing", said(&ran));
}

#[test]
fn a_framework_without_cases_is_told_what_to_do() {
    let project = Project::new();
    project.write("tiny/framework.toml", FRAMEWORK);
    let ran = project.concord("test @/tiny");
    assert_eq!(ran.code, 2);
    insta::assert_snapshot!(said(&ran));
}

#[test]
fn every_fault_of_every_case_is_told_with_its_place() {
    let project = project();
    let toml = r#"
abuot = "misspelt"
as_of = "2024"
grant = ["children.povrty"]

[review]
review_type    = "lcpsr"
notified_dat   = 2024-03-22
submitted_date = "2024-13"
days_to_submit = 3

[[observations]]
theme   = "T01"
valence = "problematic"

[[observations]]
theme = "T99"

[partnership]
region = "narnia"
"#;
    project.write("tiny/cases/bad.toml", toml);
    project.write("tiny/cases/broken.json", "{\n  \"about\": \n}");
    project.write("tiny/cases/broken.toml", "about = 'no end");
    project.write("tiny/cases/listed.json", "[]");
    project.write("tiny/cases/lost.toml", HEARD);
    project.write("tiny/cases/short.toml", "about = 'Neither a review nor rows.'\nobservations = 3\n");
    let ran = project.concord("test @/tiny");
    assert_eq!(ran.code, 2);
    insta::assert_snapshot!(said(&ran));
    assert!(!project.path("tiny/snapshots").exists());
}

#[test]
fn junit_tells_how_each_case_ended() {
    let project = changed();
    project.write("tiny/framework.toml", project.text("tiny/framework.toml").replace("Not heard", "Voice <lost> & gone"));
    project.write("tiny/snapshots/gone.snap", "");
    let ran = project.concord("test @/tiny --coverage --junit @/cases.xml");
    assert_eq!(ran.code, 1);
    let xml = project.text("cases.xml");
    // Its last line is the digest of the rest, which names a temporary folder.
    let (cases, digest) = xml.trim_end().rsplit_once('\n').expect("lines");
    assert!(digest.starts_with("<!-- sha256:"), "{digest}");
    insta::assert_snapshot!(cases.replace(&project.path("").display().to_string(), "@/"));
}

#[test]
fn coverage_lists_what_no_case_reaches() {
    let project = accepted();
    let ran = project.concord("test @/tiny --coverage");
    assert_eq!(ran.code, 1, "no case is too late");
    insta::assert_snapshot!("coverage_lacks", said(&ran));
    project.write("tiny/cases/late.toml", HEARD.replace("2024-04-16", "2024-04-17").replace("rapid_review", "national"));
    assert_eq!(project.concord("test @/tiny --accept").code, 0);
    let ran = project.concord("test @/tiny --coverage");
    assert_eq!(ran.code, 0);
    insta::assert_snapshot!("coverage_reached", said(&ran));
}

#[test]
fn the_whole_result_is_there_as_json() {
    let ran = changed().concord("test @/tiny --format json");
    assert_eq!(ran.code, 1);
    insta::assert_snapshot!(said(&ran));
}

#[test]
fn a_case_sees_what_it_grants_and_no_more() {
    let project = Project::new();
    let framework = FRAMEWORK.replace("days_to_submit <= 15", "children.exists(c, c.poverty)");
    project.write("tiny/framework.toml", framework);
    let case = "about = 'Poverty is held back unless it is granted.'\n[review]\nreview_type = 'lcspr'\n[[children]]\noutcome = 'died'\npoverty = 'present'\n";
    project.write("tiny/cases/withheld.toml", case);
    project.write("tiny/cases/granted.toml", format!("grant = ['children.poverty']\n{case}"));
    assert_eq!(project.concord("test @/tiny --accept").code, 0);
    insta::assert_snapshot!("granted", project.text("tiny/snapshots/granted.snap"));
    insta::assert_snapshot!("withheld", project.text("tiny/snapshots/withheld.snap"));
}

#[test]
fn a_framework_with_code_of_its_own_is_tested_alike() {
    let project = Project::with_frameworks();
    project.write("frameworks/northmoor/cases/quiet.toml", "about = 'Nothing is said.'\n[review]\nreview_type = 'lcspr'\n");
    let ran = project.concord("test @/frameworks/northmoor --accept");
    assert_eq!(ran.code, 0, "{}", said(&ran));
    insta::assert_snapshot!("northmoor_of_a_quiet_review", project.text("frameworks/northmoor/snapshots/quiet.snap"));
}

#[test]
fn what_failed_is_never_accepted_and_never_matches() {
    let project = Project::new();
    project.hostile("panic:all");
    project.write("frameworks/panic-all/cases/any.toml", "about = \"It fails for every review.\"\n\n[review]\nreview_type = \"lcspr\"\n");
    for line in ["test @/frameworks/panic-all --accept", "test @/frameworks/panic-all"] {
        let ran = project.concord(line);
        assert_eq!(ran.code, 1, "{}", said(&ran));
        assert!(ran.out.contains("1 case: 1 failed"), "{}", said(&ran));
    }
    assert!(!project.path("frameworks/panic-all/snapshots/any.snap").exists());
}

/// What stands among the cases and is never run would be taken for a case that passes.
#[test]
fn what_would_never_be_run_is_named() {
    let project = Project::new();
    assert_eq!(project.concord("new @/ours --lang toml").code, 0);
    let case = project.text("ours/cases/nothing-recorded.toml");
    project.write("ours/cases/NOTES.md", "why");
    project.write("ours/cases/.hidden", "");
    assert_eq!(project.concord("test @/ours").code, 0);
    for (name, said) in [
        ("more/x.toml", "cases/more: is a folder, and no case in it is run (move its cases up into the folder of cases)"),
        ("x.TOML", "cases/x.TOML: is not run: its ending is spelled otherwise (write it .toml)"),
        ("x.Json", "cases/x.Json: is not run: its ending is spelled otherwise (write it .json)"),
        ("x.tml", "cases/x.tml: is no case and is not run"),
        ("x", "cases/x: is no case and is not run"),
    ] {
        let project = Project::new();
        assert_eq!(project.concord("new @/ours --lang toml").code, 0);
        project.write(&format!("ours/cases/{name}"), &case);
        let ran = project.concord("test @/ours");
        assert!(ran.code == 2 && ran.err.contains(said), "{name}: {}{}", ran.out, ran.err);
    }
    project.write("many/theirs/Framework.TOML", project.text("ours/framework.toml"));
    project.write("many/ours/framework.toml", project.text("ours/framework.toml"));
    for line in ["check @/many", "test @/many", "run @/ours --frameworks @/many --out @/out"] {
        let ran = project.concord(line);
        let said = "theirs/Framework.TOML: is not read: its name is spelled otherwise (call it framework.toml)";
        assert!(ran.code == 2 && ran.err.contains(said), "{line}: {}", ran.err);
    }
}

#[test]
fn a_framework_that_cannot_be_tested_keeps_no_other_from_it() {
    let project = accepted();
    let tiny = |name: &str, framework: &str| project.write(&format!("all/{name}/framework.toml"), framework);
    tiny("tiny", FRAMEWORK);
    for (name, bytes) in project.files("tiny") {
        project.write(&format!("all/tiny/{name}"), bytes);
    }
    tiny("wrong", &FRAMEWORK.replace("\"tiny\"", "\"wrong\"").replace("days_to_submit", "days_to_submt"));
    tiny("caseless", &FRAMEWORK.replace("\"tiny\"", "\"caseless\""));
    tiny("miswritten", &FRAMEWORK.replace("\"tiny\"", "\"miswritten\""));
    project.write("all/miswritten/cases/any.toml", "about = 'Something.'\n[review]\nreview_typ = 'lcspr'\n");
    project.hostile("panic-open");
    for file in ["framework.toml", "hostile.wasm"] {
        project.write(&format!("all/panic-open/{file}"), project.read(&format!("frameworks/panic-open/{file}")));
    }

    let ran = project.concord("test @/all --junit @/junit.xml");
    assert_eq!(ran.code, 1, "{}", said(&ran));
    assert!(ran.out.contains("tiny: 2 cases: 2 match"), "{}", said(&ran));
    let junit = project.text("junit.xml");
    assert!(junit.contains("<testsuites tests=\"6\" failures=\"4\">"), "{junit}");
    let faults = ["days_to_submt", "the framework has no cases", "review_typ", "it did not want to be opened"];
    for (name, fault) in ["wrong", "caseless", "miswritten", "panic-open"].into_iter().zip(faults) {
        assert!(ran.out.contains(&format!("{name}: cannot be tested")) && ran.err.contains(fault), "{name}: {}", said(&ran));
        let suite = junit.split("<testsuite ").find(|suite| suite.starts_with(&format!("name=\"{name}\""))).unwrap_or_default();
        assert!(suite.contains("it cannot be tested") && suite.contains(fault), "{name}: {junit}");
    }
    let json: serde_json::Value = serde_json::from_str(&project.concord("test @/all --format json").out).unwrap_or_default();
    assert_eq!(json["cannot_be_tested"].as_array().map(Vec::len), Some(4));

    // Where none can be tested, nothing was.
    let ran = project.concord("test @/all/wrong --junit @/junit.xml");
    assert_eq!(ran.code, 2, "{}", said(&ran));
    assert!(project.text("junit.xml").contains("failures=\"1\""));
}
