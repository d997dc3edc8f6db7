//! What a framework answers depends on it and on the data alone: not on other frameworks, on the number of workers, nor on where a run was
//! interrupted.

use concord_tests::Project;
use serde_json::Value;

/// Frameworks of every character, and some that only keep them company.
const TRIED: [&str; 7] = ["panic", "panic:all", "moody", "count", "coin", "drift", "error"];
const COMPANY: [&str; 3] = ["none", "chatter", "refuse"];

/// Two blocks and a part of a third, and the frameworks, together in `all` and each in a folder of its own.
fn project() -> Project {
    let project = Project::new();
    assert_eq!(project.concord("data synth --reviews 17000 --seed 3 --out @/data").code, 0);
    for wrong in TRIED.into_iter().chain(COMPANY) {
        project.hostile(wrong);
        let name = wrong.replace(':', "-");
        for file in ["framework.toml", "hostile.wasm"] {
            project.write(&format!("{name}/{name}/{file}"), project.read(&format!("frameworks/{name}/{file}")));
        }
    }
    project
}

/// All that a run tells of a framework: its answers, its failures, and its entry in the manifest.
fn told(project: &Project, out: &str, framework: &str) -> (Vec<String>, Vec<String>, Value) {
    let rows = project.rows(&format!("{out}/answers.parquet"));
    let answers: Vec<String> = rows.iter().filter(|row| row["framework"] == framework).map(|row| format!("{row:?}")).collect();
    let errors = project.text(&format!("{out}/errors.jsonl"));
    let own = |line: &&str| line.contains(&format!("\"framework\":\"{framework}\""));
    let manifest: Value = serde_json::from_str(&project.text(&format!("{out}/manifest.json"))).unwrap_or_default();
    let used = manifest["frameworks"].as_array().into_iter().flatten().find(|used| used["id"] == framework).cloned().unwrap_or_default();
    (answers, errors.lines().filter(own).map(str::to_owned).collect(), used)
}

#[test]
fn in_company_and_alone() {
    let project = project();
    for jobs in [1, 4] {
        assert_eq!(project.concord(&format!("run @/data --frameworks @/frameworks --out @/all{jobs} --jobs {jobs}")).code, 1);
    }
    for name in ["answers.parquet", "themes.parquet", "errors.jsonl", "comparison.json", "manifest.json"] {
        assert!(project.read(&format!("all1/{name}")) == project.read(&format!("all4/{name}")), "{name}");
    }
    for wrong in TRIED {
        let name = wrong.replace(':', "-");
        assert_eq!(project.concord(&format!("run @/data --frameworks @/{name} --out @/{name}-out --jobs 2")).code, 1, "{name}");
        let alone = told(&project, &format!("{name}-out"), &name);
        assert_eq!(alone.0.len(), 17_000, "{name}");
        assert!(alone == told(&project, "all1", &name), "{name}: {} errors alone", alone.1.len());
    }
}

#[test]
fn interrupted_and_taken_up() {
    let project = project();
    // A record that is rejected stops a strict run where it stands; what came before is kept.
    let lines = project.text("data/reviews.jsonl");
    for place in [8_300, 16_600] {
        let mut faulty: Vec<&str> = lines.lines().collect();
        faulty.insert(place, r#"{"review_id": "bad"}"#);
        project.write("data/reviews.jsonl", faulty.join("\n"));
        assert_eq!(project.concord("run @/data --frameworks @/frameworks --out @/whole").code, 1);
        let strict = project.concord("run @/data --frameworks @/frameworks --out @/taken --strict --resume");
        assert_eq!(strict.code, 2, "{}", strict.err);
        let kept = project.files(".taken.kept");
        assert!(kept.len() == 10 && kept.iter().all(|(_, bytes)| !bytes.is_empty()), "{place}");
        assert_eq!(project.concord("run @/data --frameworks @/frameworks --out @/taken --resume --jobs 3").code, 1);
        for name in ["answers.parquet", "themes.parquet", "errors.jsonl", "comparison.json", "manifest.json"] {
            assert!(project.read(&format!("whole/{name}")) == project.read(&format!("taken/{name}")), "{name}, stopped at {place}");
        }
    }
}
