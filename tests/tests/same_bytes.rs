//! The same inputs give the same bytes: on every run, for any number of workers, and whatever form the data come in.

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
