//! The same inputs give the same bytes: on every run, for any number of workers, and whatever form the data come in.

#![allow(clippy::unwrap_used, reason = "a test that fails should panic")]

use concord_tests::Project;

const RUN: &str = "--frameworks @/frameworks --grant poverty --grant cce";

fn synthetic(reviews: u32) -> Project {
    let project = Project::with_frameworks();
    for format in ["jsonl", "csv", "parquet"] {
        let ran = project.concord(&format!("data synth --reviews {reviews} --seed 7 --format {format} --out @/{format}"));
        assert_eq!(ran.code, 0, "{}", ran.err);
    }
    project
}

#[test]
fn whatever_the_number_of_workers() {
    let project = synthetic(2_500);
    let mut earlier = None;
    for (run, jobs) in [1, 1, 2, 5].into_iter().enumerate() {
        let ran = project.concord(&format!("run @/parquet {RUN} --out @/out{run} --jobs {jobs}"));
        assert_eq!(ran.code, 0, "{}", ran.err);
        let mut files = project.files(&format!("out{run}"));
        files.retain(|(name, _)| name != "timings.json");
        let names: Vec<&str> = files.iter().map(|(name, _)| name.as_str()).collect();
        assert!(names.contains(&"answers.parquet") && names.contains(&"report.html"), "{names:?}");
        if let Some(earlier) = earlier.replace(files.clone()) {
            for ((name, bytes), (other, before)) in files.iter().zip(&earlier) {
                assert_eq!(name, other);
                assert!(bytes == before, "{name} differs with {jobs} jobs");
            }
        }
    }
}

#[test]
fn whatever_the_form_of_the_data() {
    let project = synthetic(9_000);
    let mut earlier: Option<Vec<Vec<u8>>> = None;
    for format in ["jsonl", "csv", "parquet"] {
        let ran = project.concord(&format!("run @/{format} {RUN} --out @/out-{format}"));
        assert_eq!(ran.code, 0, "{}", ran.err);
        let names = ["answers.parquet", "themes.parquet", "comparison.json"];
        let files = names.map(|name| project.read(&format!("out-{format}/{name}"))).to_vec();
        if let Some(earlier) = earlier.replace(files.clone()) {
            for (place, name) in names.iter().enumerate() {
                assert!(files[place] == earlier[place], "{name} differs from {format}");
            }
        }
    }
}

/// Neither the order of reviews nor that of their children, observations and recommendations means anything. The page names the digests of the
/// files, which do differ; answers and findings stand in the order of reviews.
#[test]
fn whatever_the_order_of_rows() {
    let project = synthetic(1_200);
    let mut reviews: Vec<serde_json::Value> =
        project.text("jsonl/reviews.jsonl").lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    // Neither forwards nor backwards: by a number that has nothing to do with either.
    let mixed = |place: usize| (place as u64 + 1).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    let shuffle = |all: &mut Vec<serde_json::Value>| {
        let mut by: Vec<(u64, serde_json::Value)> = all.drain(..).enumerate().map(|(place, one)| (mixed(place), one)).collect();
        by.sort_by_key(|(by, _)| *by);
        all.extend(by.into_iter().map(|(_, one)| one));
    };
    for review in &mut reviews {
        for table in ["children", "observations", "recommendations"] {
            review.get_mut(table).and_then(serde_json::Value::as_array_mut).into_iter().for_each(shuffle);
        }
    }
    shuffle(&mut reviews);
    let lines: Vec<String> = reviews.iter().map(serde_json::Value::to_string).collect();
    // Without their table the partnerships stand in the order in which reviews name them.
    for (name, text) in [("in-order", project.text("jsonl/reviews.jsonl")), ("shuffled", lines.join("\n"))] {
        project.write(&format!("{name}/reviews.jsonl"), text);
        let ran = project.concord(&format!("run @/{name} {RUN} --as-of 2025-01-31 --out @/out-{name}"));
        assert_eq!(ran.code, 0, "{}", ran.err);
    }
    let files = |name: &str| {
        let mut files = project.files(&format!("out-{name}"));
        files.retain(|(name, _)| name.starts_with("tables/") || name == "comparison.json");
        files
    };
    let (before, after) = (files("in-order"), files("shuffled"));
    assert!(before.len() > 30, "{}", before.len());
    for ((name, bytes), (other, shuffled)) in before.iter().zip(&after) {
        assert_eq!(name, other);
        assert!(bytes == shuffled, "{name} differs with the order of rows");
    }
    let page = |name: &str| {
        let page = project.text(&format!("out-{name}/report.html"));
        page.lines().filter(|line| !line.contains("<th scope=\"row\">data</th>")).map(str::to_owned).collect::<Vec<_>>()
    };
    assert!(page("in-order") == page("shuffled"), "the page differs with the order of rows");
}

#[test]
fn converted_there_and_back() {
    let project = Project::with_handwritten();
    for (from, format) in [("data", "csv"), ("csv", "parquet"), ("parquet", "jsonl"), ("jsonl", "csv2")] {
        let form = format.trim_end_matches('2');
        let ran = project.concord(&format!("data convert @/{from} --format {form} --out @/{format}"));
        assert_eq!(ran.code, 0, "{from} to {format}: {}", ran.err);
    }
    assert_eq!(project.files("csv"), project.files("csv2"));
}

#[test]
fn invented_data_are_the_same_for_the_same_seed() {
    let project = Project::new();
    for (out, seed) in [("a", 3), ("b", 3), ("c", 4)] {
        assert_eq!(project.concord(&format!("data synth --reviews 300 --seed {seed} --out @/{out} --truth @/{out}.csv")).code, 0);
    }
    assert_eq!(project.files("a"), project.files("b"));
    assert_eq!(project.read("a.csv"), project.read("b.csv"));
    assert_ne!(project.read("a/reviews.jsonl"), project.read("c/reviews.jsonl"));
}
