//! `concord diff`: two editions, and two runs.

use concord_tests::Project;

const FRAMEWORK: &str = "frameworks/panel-practice-themes-2020/framework.toml";

/// The hand-written reviews, and another edition of the Panel's six themes under `next/`.
fn editions() -> Project {
    let project = Project::with_handwritten();
    let text = project.text(FRAMEWORK);
    let next = text
        .replace("edition = \"2020\"", "edition = \"2021\"")
        .replace(
            "sharing        = \"problems.exists(o, o.theme == 'T05')\"",
            "sharing        = \"problems.exists(o, o.theme == 'T05' && o.episode_no != 1)\"",
        )
        .replace("was not understood?\"", "was not understood by those who worked with the child?\"")
        .replace("levels = [\"L0\", \"L1\"], match = \"exact\"", "levels = [\"L0\", \"L1\"], match = \"part\"")
        .replace("looked_for = \"examined('T03')\"", "looked_for = \"examined('T03') && codebook == 'panel-2020'\"")
        .replace("\"All six\"", "\"All of the six\"")
        .replace("id         = \"PS7\"", "id         = \"PS9\"");
    assert_ne!(text, next);
    project.write("next/framework.toml", next);
    project
}

const DIFF: &str = "diff @/frameworks/panel-practice-themes-2020 @/next --data @/data";

#[test]
fn two_editions() {
    let project = editions();
    insta::assert_snapshot!(project.said(DIFF));
    insta::assert_snapshot!("limited", project.said(&format!("{DIFF} --limit 1")));
}

#[test]
fn two_editions_as_json() {
    let project = editions();
    let ran = project.concord(&format!("{DIFF} --format json"));
    let json: serde_json::Value = serde_json::from_str(&ran.out).expect("json");
    let sharing = &json["frameworks"][0]["indicators"].as_array().expect("indicators").iter().find(|one| one["indicator"] == "PS5");
    insta::assert_snapshot!(serde_json::to_string_pretty(&sharing).expect("json"));
}

#[test]
fn the_same_edition_twice() {
    let project = editions();
    insta::assert_snapshot!(project.said("diff @/frameworks/northmoor @/frameworks/northmoor --data @/data"));
}

#[test]
fn two_runs() {
    let project = editions();
    let frameworks = "--frameworks @/frameworks/panel-practice-themes-2020 --frameworks @/frameworks/northmoor";
    assert_eq!(project.concord(&format!("run @/data {frameworks} --out @/one --as-of 2024-01-31")).code, 0);
    let frameworks = "--frameworks @/next --frameworks @/frameworks/signs-of-safety";
    assert_eq!(project.concord(&format!("run @/data {frameworks} --out @/two --as-of 2024-03-31")).code, 0);
    let said = project.said("diff @/one @/two");
    // Another compiler makes other components.
    let said: Vec<&str> = said.lines().filter(|line| !line.starts_with("contents of the component")).collect();
    insta::assert_snapshot!(said.join("\n"));
    insta::assert_snapshot!("with_itself", project.said("diff @/one @/one"));
}

/// What two runs differ in is what their editions differ in.
#[test]
fn runs_and_editions_agree() {
    let project = editions();
    for (framework, out) in [("frameworks/panel-practice-themes-2020", "one"), ("next", "two")] {
        assert_eq!(project.concord(&format!("run @/data --frameworks @/{framework} --out @/{out}")).code, 0);
    }
    let json = |line: &str| -> serde_json::Value { serde_json::from_str(&project.concord(line).out).expect("json") };
    let (editions, runs) = (json(&format!("{DIFF} --format json")), json("diff @/one @/two --format json"));
    assert_eq!(editions["reviews"], runs["reviews"]);
    let (editions, runs) = (&editions["frameworks"][0], &runs["frameworks"][0]);
    assert_eq!(editions["figures"], runs["figures"]);
    let changed = |side: &serde_json::Value| -> Vec<(String, u64, String)> {
        let indicators = side["indicators"].as_array().expect("indicators").iter();
        let told =
            indicators.map(|one| (one["indicator"].to_string(), one["changed"].as_u64().expect("a count"), one["transitions"].to_string()));
        told.filter(|(_, changed, _)| *changed > 0).collect()
    };
    assert!(!changed(editions).is_empty());
    assert_eq!(changed(editions), changed(runs));
}

#[test]
fn a_framework_that_fails_needs_a_person() {
    let project = Project::with_handwritten();
    project.hostile("panic:all");
    project.hostile("none");
    let ran = project.concord("diff @/frameworks/none @/frameworks/panic-all --data @/data");
    assert_eq!(ran.code, 1, "{}{}", ran.out, ran.err);
    assert!(ran.out.contains("→ error"), "{}", ran.out);
}

#[test]
fn what_a_person_may_get_wrong() {
    let project = editions();
    project.write("letters/dear.txt", "hello");
    project.write("broken/framework.toml", project.text(FRAMEWORK).replace("o.valence", "o.valance"));
    assert_eq!(project.concord("run @/data --frameworks @/next --out @/out").code, 0);
    project.write("cut/answers.parquet", &project.read("out/answers.parquet")[..500]);
    project.write("cut/comparison.json", project.read("out/comparison.json"));
    project.write("cut/manifest.json", project.read("out/manifest.json"));
    let lines = [
        "diff @/next @/nowhere --data @/data",
        "diff @/next @/letters --data @/data",
        "diff @/next @/out --data @/data",
        "diff @/out @/out --data @/data",
        "diff @/out @/cut",
        "diff @/next @/broken --data @/data",
        "diff @/next @/frameworks/northmoor --data @/nowhere",
    ];
    let said: Vec<String> = lines.iter().map(|line| format!("$ {line}\n{}", project.said(line))).collect();
    insta::assert_snapshot!(said.join("\n"));
}

/// A field more or less is the first thing that is said of two editions, over data and without, and of two runs.
#[test]
fn what_frameworks_see_otherwise_is_said_first() {
    let project = editions();
    let begun = project.concord("new @/before --lang toml");
    assert_eq!(begun.code, 0, "{}", begun.err);
    let text = project.text("before/framework.toml");
    let sees = |field: &str| text.replace("days_to_submit >= 16", &format!("days_to_submit >= 16 || children.exists(c, c.{field})"));
    project.write("before/framework.toml", sees("cce == 'present'"));
    project.write("after/framework.toml", sees("poverty == 'present' || c.isolation == 'present'"));
    for line in ["diff @/before @/after", "diff @/before @/after --data @/data"] {
        let said = project.said(line);
        let third: Vec<&str> = said.lines().skip(3).take(2).collect();
        let expected = [
            "before reads from now on: children.isolation (sensitive, withheld), children.poverty (sensitive, withheld)",
            "before reads no longer: children.cce (sensitive, withheld)",
        ];
        assert_eq!(third, expected, "{said}");
        let json: serde_json::Value = serde_json::from_str(&project.concord(&format!("{line} --format json")).out).expect("json");
        let access = &json["access"][0];
        let named =
            |which: &str| access[which].as_array().expect("fields").iter().map(|read| read["field"].to_string()).collect::<Vec<_>>();
        assert_eq!(named("added"), ["\"children.isolation\"", "\"children.poverty\""]);
        assert_eq!((named("removed"), access["added"][0]["sensitive"].as_str()), (vec!["\"children.cce\"".to_owned()], Some("withheld")));
    }
    // Code says nothing of itself but what it reads.
    let said = project.said("diff @/before @/frameworks/northmoor");
    assert!(said.lines().nth(3).is_some_and(|line| line.starts_with("northmoor reads from now on: ")), "{said}");
    for (framework, out, grant) in [("before", "one", ""), ("after", "two", " --grant poverty")] {
        let line = format!("run @/data --frameworks @/{framework} --out @/{out}{grant}");
        let ran = project.concord(&line);
        assert_eq!(ran.code, 0, "{}", ran.err);
        assert!(ran.out.starts_with("before reads children."), "{}", ran.out);
        assert!(project.text(&format!("{out}/report.html")).contains("Fields read"));
    }
    let said = project.said("diff @/one @/two");
    let expected = "before reads from now on: children.isolation (sensitive, withheld), children.poverty (sensitive, granted)";
    assert_eq!(said.lines().nth(3), Some(expected), "{said}");
    let checked = project.concord("check @/after");
    assert!(checked.out.starts_with("before reads children.isolation (sensitive), children.poverty (sensitive), "), "{}", checked.out);
}
