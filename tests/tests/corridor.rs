//! The whole way, over reviews written by hand that a person can read and check.

use std::collections::BTreeMap;
use std::fmt::Write;

use concord::digest::Digest;
use concord_model::dictionary::Dictionary;
use concord_tests::Project;

const RUN: &str = "run @/data --frameworks @/frameworks --out @/out \
    --grant domestic_abuse --grant parental_mh --grant parental_alcohol --grant parental_drugs --grant parental_ld --grant neglect_prior \
    --grant poverty --grant housing --grant young_parent --grant new_partner --grant parental_offending --grant isolation \
    --grant mental_health --grant self_harm --grant substance --grant cce --grant cse --grant gangs --grant missing --grant hsb \
    --grant neurodiversity_sen --grant prior_cpp";

fn run() -> Project {
    let project = Project::with_handwritten();
    let ran = project.concord(RUN);
    assert_eq!(ran.code, 0, "{}{}", ran.out, ran.err);
    project
}

/// One answer of `answers.parquet`, by the names of its columns.
type Answer = BTreeMap<String, String>;

#[test]
fn every_expected_answer_comes_out() {
    let project = run();
    let answers = project.rows("out/answers.parquet");
    let path = concord_tests::repository().join("tests/data/handwritten/expected.csv");
    let mut wrong = String::new();
    let mut reader = csv::Reader::from_path(path).expect("the expected answers");
    let mut checked = 0;
    for expected in reader.deserialize::<BTreeMap<String, String>>() {
        let expected = expected.expect("a row");
        let same = |answer: &&Answer| ["framework", "indicator", "review"].iter().all(|key| answer[*key] == expected[*key]);
        let Some(answer) = answers.iter().find(|answer| same(answer) && answer["coding"] != "second") else {
            let _ = writeln!(wrong, "no answer for {expected:?}");
            continue;
        };
        checked += 1;
        // Where an answer says different things of the concern and of the strength, the expectation is of the concern.
        let outcome = ["outcome", "concern"].into_iter().map(|key| answer[key].as_str()).find(|outcome| *outcome != "null").unwrap_or("");
        let unanswered = ["not_determinable", "not_applicable"].contains(&expected["answer"].as_str());
        if outcome != expected["outcome"] || (!unanswered && answer["answer"] != expected["answer"]) {
            let _ = writeln!(wrong, "{expected:?}\n  but {answer:?}");
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
    assert!(checked >= 60, "{checked} answers were checked");
}

#[test]
fn every_expected_number_comes_out() {
    let project = run();
    let answers = project.rows("out/answers.parquet");
    let path = concord_tests::repository().join("tests/data/handwritten/expected-measures.csv");
    let mut wrong = String::new();
    for expected in csv::Reader::from_path(path).expect("the expected numbers").deserialize::<BTreeMap<String, String>>() {
        let expected = expected.expect("a row");
        let same = |answer: &&Answer| ["framework", "indicator", "review"].iter().all(|key| answer[*key] == expected[*key]);
        let answer = answers.iter().find(|answer| same(answer) && answer["coding"] != "second");
        let given = answer.and_then(counts);
        if given != Some(["lower", "upper", "of"].map(|key| expected[key].parse().unwrap_or(f64::NAN))) {
            let _ = writeln!(wrong, "{expected:?}\n  but {given:?}");
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

#[test]
fn each_framework_over_the_hand_written_reviews() {
    let project = run();
    let answers = project.rows("out/answers.parquet");
    let mut frameworks: Vec<&str> = answers.iter().map(|answer| answer["framework"].as_str()).collect();
    frameworks.dedup();
    frameworks.sort_unstable();
    frameworks.dedup();
    assert_eq!(frameworks.len(), 11);
    for framework in frameworks {
        let mut text = String::new();
        for answer in answers.iter().filter(|answer| answer["framework"] == framework) {
            let _ = writeln!(text, "{}", line(answer));
        }
        insta::with_settings!({ description => "review, indicator: answer (concern / strength), looked for, why, number, evidence" }, {
            insta::assert_snapshot!(framework, text);
        });
    }
}

/// A number's two ends and what it is of, as counts; a share stands in the file divided, and one of nothing is empty there.
fn counts(answer: &Answer) -> Option<[f64; 3]> {
    let given = |key: &str| answer.get(key)?.parse::<f64>().ok();
    let of = given("measure_of")?;
    let count = |share: f64| (share * of * 1e9).round() / 1e9;
    let ends = if of == 0.0 { Some((0.0, 0.0)) } else { given("measure_lower").zip(given("measure_upper")) };
    let (lower, upper) = ends?;
    Some([count(lower), count(upper), of])
}

#[test]
fn a_share_lies_between_0_and_1_and_a_count_of_it_can_be_had() {
    let project = run();
    let number = |answer: &Answer, key: &str| answer[key].parse::<f64>().ok();
    let (mut shares, mut of_several) = (0, 0);
    for answer in project.rows("out/answers.parquet") {
        if answer["measure_unit"].starts_with("share") {
            let ends = [number(&answer, "measure_lower"), number(&answer, "measure_upper")].into_iter().flatten();
            assert!(ends.clone().all(|end| (0.0..=1.0).contains(&end)), "{answer:?}");
            shares += ends.count();
            of_several += usize::from(number(&answer, "measure_of") > Some(1.0));
        }
    }
    assert!(shares > 100 && of_several > 50, "{shares} {of_several}");
}

/// Against a recount of the findings that the run wrote: two frameworks that looked, of which one finds what the other does not.
#[test]
fn disagreements_are_those_of_the_findings_and_are_said() {
    let project = Project::with_handwritten();
    let ran = project.concord(RUN);
    let mut sides: BTreeMap<[String; 3], [u64; 2]> = BTreeMap::new();
    for finding in project.rows("out/themes.parquet") {
        if finding["looked_for"] == "yes" && finding["coding"] != "second" {
            let counts = sides.entry(["review", "theme", "side"].map(|key| finding[key].clone())).or_default();
            counts[0] += u64::from(["present", "conflict"].contains(&finding["finding"].as_str()));
            counts[1] += u64::from(finding["finding"] == "absent");
        }
    }
    let parting: Vec<(&String, u64)> = sides.iter().map(|(of, [present, absent])| (&of[0], present * absent)).collect();
    let pairs: u64 = parting.iter().map(|(_, pairs)| pairs).sum();
    let mut reviews: Vec<&String> = parting.iter().filter(|(_, pairs)| *pairs > 0).map(|(review, _)| *review).collect();
    reviews.dedup();
    let comparison: serde_json::Value = serde_json::from_slice(&project.read("out/comparison.json")).expect("the comparison");
    let partings = &comparison["agreement"]["partings"];
    let by_theme = partings["by_theme"].as_array().expect("themes");
    assert!(pairs > 0 && partings["reviews"] == reviews.len(), "{pairs} {partings}");
    assert_eq!(by_theme.iter().filter_map(|theme| theme["disagree"].as_u64()).sum::<u64>(), pairs);
    let said = format!("frameworks disagree on {} of 15 reviews", reviews.len());
    assert!(ran.out.contains(&said), "{}", ran.out);
}

/// An answer on a line: only what is there.
fn line(answer: &Answer) -> String {
    let given = |key: &str| Some(answer.get(key)?.as_str()).filter(|value| *value != "null" && *value != "[]");
    let mut text = format!("{}{} {}: ", answer["review"], if answer["coding"] == "second" { " (second)" } else { "" }, answer["indicator"]);
    text.push_str(given("answer").unwrap_or_else(|| given("outcome").unwrap_or("no answer")));
    let sides: Vec<String> = ["concern", "strength"].iter().filter_map(|side| Some(format!("{side} {}", given(side)?))).collect();
    if !sides.is_empty() {
        let _ = write!(text, " ({})", sides.join(", "));
    }
    let _ = match given("looked_for") {
        Some("yes") | None => Ok(()),
        Some(other) => write!(text, ", looked for: {other}"),
    };
    if let Some(reason) = given("reason") {
        let _ = write!(text, ", because {reason}");
    }
    if let Some([lower, upper, of]) = counts(answer) {
        // As Parquet's rows are written.
        let shown = |number: f64| if number == 0.0 { "0E0".to_owned() } else { format!("{number:?}") };
        let (lower_text, upper_text) = (shown(lower), shown(upper));
        let of = if of == 1.0 { String::new() } else { format!(" of {}", shown(of)) };
        let _ = if lower == upper { write!(text, ", {lower_text}{of}") } else { write!(text, ", {lower_text} to {upper_text}{of}") };
    }
    if let Some(evidence) = given("evidence") {
        let _ = write!(text, ", {evidence}");
    }
    text
}

/// A review that examined no theme and recorded no observation: nothing about it may ever be absent.
#[test]
fn nobody_looked_so_nothing_is_absent() {
    let project = Project::with_frameworks();
    project.write(
        "data/reviews.jsonl",
        r#"{"review_id": "R1", "partnership_id": "P1", "review_type": "rapid_review", "notified_date": "2023-05-02", "codebook": "national-full", "themes_examined": [], "children": [{"child_id": "C1", "outcome": "died"}]}
{"review_id": "R2", "partnership_id": "P1", "review_type": "lcspr", "notified_date": "2023-05-02"}"#,
    );
    assert_eq!(project.concord(RUN).code, 0);
    for finding in project.rows("out/themes.parquet") {
        let allowed = ["not_determinable", "not_applicable", "not_in_scope"];
        assert!(allowed.contains(&finding["finding"].as_str()), "{finding:?}");
        assert!(allowed.contains(&finding["finding_partly_absent"].as_str()), "{finding:?}");
    }
    let themed: Vec<Answer> = project.rows("out/answers.parquet").into_iter().filter(|answer| decides(&project, answer)).collect();
    assert!(themed.len() > 40, "{} answers", themed.len());
    for answer in themed {
        assert!(["not_determinable", "not_applicable"].contains(&answer["outcome"].as_str()), "{answer:?}");
    }
}

/// Whether an answer's indicator decides a common theme.
fn decides(project: &Project, answer: &Answer) -> bool {
    let comparison: serde_json::Value = serde_json::from_slice(&project.read("out/comparison.json")).expect("json");
    let frameworks = comparison["frameworks"].as_array().expect("frameworks");
    let framework = frameworks.iter().find(|framework| framework["id"] == answer["framework"].as_str()).expect("a card");
    let indicators = framework["indicators"].as_array().expect("indicators");
    let indicator = indicators.iter().find(|indicator| indicator["id"] == answer["indicator"].as_str()).expect("a card");
    indicator["polarity"] != "description"
        && indicator["mappings"].as_array().expect("mappings").iter().any(|mapping| mapping["match"] != "related")
}

/// A coder whose vocabulary has no word for optimism never says that there was none.
#[test]
fn no_word_for_it_is_not_absence() {
    let project = Project::with_frameworks();
    let review = |id: &str, codebook: &str| {
        format!(
            r#"{{"review_id": "{id}", "partnership_id": "P1", "review_type": "lcspr", "notified_date": "2023-05-02", {codebook} "themes_examined": ["T03"], "observations": [{{"obs_id": "O1", "theme": "T03", "valence": "problematic"}}]}}"#
        )
    };
    let lines = [review("R1", "\"codebook\": \"themes-only\","), review("R2", ""), review("R3", "\"codebook\": \"panel-2020\",")];
    project.write("data/reviews.jsonl", lines.join("\n"));
    assert_eq!(project.concord(RUN).code, 0);
    let optimism = |review: &str| {
        let answers = project.rows("out/answers.parquet");
        let answer = answers.into_iter().find(|answer| answer["indicator"] == "PA2" && answer["review"] == review).expect("an answer");
        (answer["outcome"].clone(), answer["reason"].clone())
    };
    for review in ["R1", "R2"] {
        let (outcome, reason) = optimism(review);
        assert_eq!(outcome, "not_determinable");
        assert!(reason.contains("outside_codebook"), "{reason}");
    }
    assert_eq!(optimism("R3").0, "absent");
}

/// Signs of Safety has no concept of information sharing, nor of what follows it.
#[test]
fn no_concept_of_it_is_not_in_scope() {
    let project = run();
    let comparison: serde_json::Value = serde_json::from_slice(&project.read("out/comparison.json")).expect("json");
    for theme in ["T05", "T06", "T07", "T08", "T09"] {
        let cells = comparison["coverage"].as_array().expect("coverage");
        let cell = cells.iter().find(|cell| cell["framework"] == "signs-of-safety" && cell["theme"] == theme).expect("a cell");
        assert_eq!(cell["scope"], "none", "{theme}");
    }
    let figures = comparison["figures"].as_array().expect("figures");
    assert!(!figures.iter().any(|figure| figure["framework"] == "signs-of-safety" && figure["theme"] == "T05"));
}

#[test]
fn what_a_run_says_and_writes() {
    let project = Project::with_handwritten();
    let ran = project.concord(RUN);
    // The time is another on every run.
    let said: Vec<&str> = ran.out.lines().filter(|line| !line.starts_with("evaluated in")).collect();
    insta::assert_snapshot!(said.join("\n"));
    let names: Vec<String> = project.files("out").into_iter().map(|(name, _)| name).collect();
    insta::assert_snapshot!("files", names.join("\n"));
    insta::assert_snapshot!("manifest", manifest(&project));
}

/// The manifest, without what another compiler makes otherwise (the components' digests and the fuel that they use), and with each
/// file's digest held against the file instead of written down.
fn manifest(project: &Project) -> String {
    let mut manifest: serde_json::Value = serde_json::from_slice(&project.read("out/manifest.json")).expect("json");
    for framework in manifest["frameworks"].as_array_mut().expect("frameworks") {
        assert_eq!(framework["component_sha256"].as_str().map(str::len), Some(64));
        assert!(framework["fuel"].as_u64().is_some_and(|fuel| fuel > 0));
        framework["component_sha256"] = "the component's".into();
        framework["fuel"] = "what it used".into();
        // What each reads stands in what the run says.
        assert!(framework["reads"].as_array().is_some_and(|fields| !fields.is_empty()));
        framework["reads"] = "its fields".into();
        let folder = format!("frameworks/{}", framework["id"].as_str().expect("an id"));
        check_digests(project, &folder, &mut framework["files"]);
    }
    check_digests(project, "data", &mut manifest["data"]);
    assert_eq!(manifest["dictionary"]["sha256"], Digest::of(Dictionary::england_text().as_bytes()).as_str());
    manifest["dictionary"]["sha256"] = "the dictionary's".into();
    serde_json::to_string_pretty(&manifest).expect("json")
}

/// Each listed file's digest is the file's.
fn check_digests(project: &Project, folder: &str, files: &mut serde_json::Value) {
    for file in files.as_array_mut().expect("files") {
        let bytes = project.read(&format!("{folder}/{}", file["name"].as_str().expect("a name")));
        assert_eq!(file["sha256"], Digest::of(&bytes).as_str(), "{file}");
        file["sha256"] = "the file's".into();
    }
}
