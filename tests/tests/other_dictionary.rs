//! The same program with another dictionary: nothing about England is in the code.

use concord_tests::Project;

const REVIEWS: &str = r#"{"review_id": "A", "partnership_id": "N", "review_type": "rapid_review", "notified_date": "2024-03-22", "submitted_date": "2024-04-16", "themes_examined": ["T04", "T05"], "codebook": "panel-2020", "observations": [{"obs_id": "1", "theme": "T04", "valence": "problematic", "local_code": "RA_NOT_UPDATED", "episode_no": 1, "system_level": "L4"}]}
{"review_id": "B", "partnership_id": "S", "review_type": "rapid_review", "notified_date": "2024-03-22", "submitted_date": "2024-04-17", "themes_examined": []}
{"review_id": "C", "partnership_id": "S", "review_type": "lcspr", "notified_date": "2024-03"}
"#;

const FRAMEWORK: &str = r#"
[framework]
id = "small"
title = "A small framework"
edition = "1"
owner = "Nobody"
source = "This test"
plugin = "rules"

[[indicator]]
id = "S1"
title = "Risk not assessed anew"
question = "Was risk not assessed anew?"
polarity = "concern"
present = "observations.exists(o, o.theme == 'T04' && o.local_code == 'RA_NOT_UPDATED')"
looked_for = "examined('T04')"
mappings = [{ theme = "T04", level = "L1", match = "exact" }]

[[indicator]]
id = "S2"
title = "Late"
question = "Was the review late?"
polarity = "concern"
applies = "review_type == 'rapid_review'"
measure = { unit = "working days", value = "days_to_submit" }
present = "days_to_submit > 15"
mappings = []
"#;

#[test]
fn the_small_example_runs_end_to_end() {
    let project = Project::new();
    project.copy(&concord_tests::repository().join("crates/concord-model/data/tests/example.toml"), "example.toml");
    project.write("frameworks/small/framework.toml", FRAMEWORK);
    project.write("data/reviews.jsonl", REVIEWS);
    project.write(
        "data/partnerships.jsonl",
        "{\"partnership_id\": \"N\", \"region\": \"north\", \"capacity_fte\": 1.5}\n{\"partnership_id\": \"S\", \"region\": \"south\"}",
    );
    let ran = project.concord("run @/data --dictionary @/example.toml --frameworks @/frameworks --out @/out");
    assert_eq!(ran.code, 0, "{}{}", ran.out, ran.err);
    insta::assert_snapshot!(project.text("out/tables/figures.csv"));
    insta::assert_snapshot!("indicators", project.text("out/tables/indicators.csv"));
}

#[test]
fn a_taxonomy_of_its_own() {
    let project = Project::new();
    project.copy(&concord_tests::repository().join("crates/concord-model/data/tests/example.toml"), "example.toml");
    let taxonomy = "[[themes]]\nid = \"T04\"\ntitle = \"Risk\"\n[[themes]]\nid = \"T05\"\ntitle = \"Sharing\"\n[[themes]]\nid = \"X9\"\ntitle = \"Another\"\n";
    project.write("taxonomy.toml", taxonomy);
    project.write("frameworks/small/framework.toml", FRAMEWORK.replace("theme = \"T04\", level", "theme = \"X9\", level"));
    project.write("data/reviews.jsonl", REVIEWS);
    let line = "run @/data --dictionary @/example.toml --frameworks @/frameworks --out @/out";
    let without = project.concord(line);
    assert_eq!(without.code, 2, "{}", without.err);
    assert!(without.err.contains("X9"), "{}", without.err);
    let with = project.concord(&format!("{line} --taxonomy @/taxonomy.toml"));
    assert_eq!(with.code, 0, "{}", with.err);
    let comparison = project.text("out/comparison.json");
    assert!(comparison.contains("\"X9\"") && comparison.contains("Another"), "{comparison}");
}
