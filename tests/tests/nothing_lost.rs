//! What a command writes destroys nothing: it replaces its own earlier output alone, and nothing that is read.

use std::fs;

use concord_tests::Project;

const REVIEW: &str = r#"{"review_id": "R1", "partnership_id": "P1", "review_type": "rapid_review", "notified_date": "2023-05-02"}"#;

/// Every command that writes a folder, into `@/out`.
const WRITING: [(&str, &str); 4] = [
    ("run", "run @/data --frameworks @/frameworks --out @/out"),
    ("data synth", "data synth --reviews 20 --seed 1 --out @/out --truth @/out/truth.csv"),
    ("data convert", "data convert @/data --out @/out"),
    ("man", "man --out @/out"),
];

fn project() -> Project {
    let project = Project::new();
    let framework = concord_tests::repository().join("frameworks/panel-practice-themes-2020/framework.toml");
    project.copy(&framework, "frameworks/panel-practice-themes-2020/framework.toml");
    project.write("data/reviews.jsonl", REVIEW);
    project.write("data/partnerships.jsonl", "{\"partnership_id\": \"P1\"}");
    project
}

/// All that is in a project, links by where they lead to.
fn state(project: &Project) -> Vec<(String, Vec<u8>)> {
    let mut files = project.files("");
    files.retain(|(name, _)| !project.path(name).is_symlink());
    files
}

/// Runs a command that must refuse, and changes nothing. What it says.
fn refused(project: &Project, line: &str) -> String {
    let before = state(project);
    let ran = project.concord(line);
    assert_eq!(ran.code, 2, "{line}: {}{}", ran.out, ran.err);
    assert_eq!(ran.out, "", "{line}: no work is done before");
    let names = |state: &[(String, Vec<u8>)]| state.iter().map(|(name, _)| name.clone()).collect::<Vec<_>>();
    assert_eq!(names(&state(project)), names(&before), "{line}");
    assert!(state(project) == before, "{line}: bytes are the same");
    ran.err
}

#[test]
fn a_folder_with_a_strangers_file_of_a_known_name_is_refused() {
    for (_, line) in WRITING {
        for file in ["reviews.jsonl", "reviews.csv", "manifest.json", "concord.1", "letter.txt", "concord.sha256"] {
            let project = project();
            project.write(&format!("out/{file}"), "{\"name\": \"somebody else's\"}");
            project.write("out/years of work/deep/only copy.txt", "irreplaceable");
            let said = refused(&project, line);
            assert!(said.contains(file) && said.contains("years of work/") && said.contains("name another folder"), "{line}: {said}");
        }
    }
}

#[test]
fn what_was_added_to_or_changed_in_an_earlier_output_is_refused() {
    type Change = fn(&Project, &str);
    let changes: &[(&str, Change)] = &[
        ("mine.txt", |project, _| project.write("out/mine.txt", "dear")),
        ("notes/", |project, _| fs::create_dir(project.path("out/notes")).expect("a folder")),
        ("(changed since)", |project, first| project.write(&format!("out/{first}"), "edited")),
        ("holds no earlier output", |project, _| fs::remove_file(project.path("out/concord.sha256")).expect("a list")),
        #[cfg(unix)]
        ("elsewhere (a link)", |project, _| {
            std::os::unix::fs::symlink(project.path("data"), project.path("out/elsewhere")).expect("a link");
        }),
    ];
    for (command, line) in WRITING {
        for &(said, change) in changes {
            let project = project();
            assert_eq!(project.concord(line).code, 0, "{line}");
            let files = project.files("out");
            let (first, _) = files.iter().find(|(name, _)| name != "concord.sha256").expect("a file");
            change(&project, first);
            let told = refused(&project, line);
            assert!(told.contains(said) && told.contains(&format!("`concord {command}`")), "{line}: {told}");
        }
    }
}

#[test]
fn an_earlier_output_of_the_same_command_is_replaced_and_of_another_is_not() {
    for (command, line) in WRITING {
        let project = project();
        assert_eq!(project.concord(line).code, 0, "{line}");
        let beside = |project: &Project| fs::read_dir(project.path("")).expect("a folder").count();
        let (first, count) = (project.files("out"), beside(&project));
        assert_eq!(project.concord(line).code, 0, "{line}");
        let names = |files: &[(String, Vec<u8>)]| files.iter().map(|(name, _)| name.clone()).collect::<Vec<_>>();
        assert_eq!((names(&project.files("out")), beside(&project)), (names(&first), count), "{line}");
        for (other, another) in WRITING.iter().filter(|(other, _)| *other != command) {
            let said = refused(&project, another);
            assert!(said.contains(&format!("holds what `concord {command}` wrote, and `concord {other}` does not replace that")), "{said}");
        }
    }
}

#[test]
fn nothing_is_written_where_something_is_read() {
    let project = project();
    project.write("words/england.toml", concord_model::dictionary::Dictionary::england_text());
    let run = "run @/data --frameworks @/frameworks --out";
    let lines = [
        format!("{run} @/data"),
        format!("{run} @/data/report"),
        format!("{run} @/frameworks"),
        format!("{run} @/frameworks/panel-practice-themes-2020/report"),
        "run @/data/reviews.jsonl --frameworks @/frameworks --out @/data".to_owned(),
        format!("{run} @/words --dictionary @/words/england.toml"),
        "data convert @/data --out @/data".to_owned(),
        "data convert @/data --format parquet --out @/data/../data/".to_owned(),
        "data convert @/data/reviews.jsonl --out @/data".to_owned(),
        "data convert @/data --out @/data/parquet".to_owned(),
        "data convert @/data --out @/words --dictionary @/words/england.toml".to_owned(),
    ];
    for line in lines {
        let said = refused(&project, &line);
        assert!(["is what is read", "lies in what is read", "holds what is read"].iter().any(|how| said.contains(how)), "{line}: {said}");
    }
    // Its own output, which it might otherwise replace.
    assert_eq!(project.concord("data convert @/data --out @/own").code, 0);
    assert!(refused(&project, "data convert @/own --out @/own").contains("is what is read"));
    #[cfg(unix)]
    {
        fs::create_dir(project.path("links")).expect("a folder");
        for file in ["reviews.jsonl", "partnerships.jsonl"] {
            std::os::unix::fs::symlink(project.path("own").join(file), project.path("links").join(file)).expect("a link");
        }
        std::os::unix::fs::symlink(project.path("own"), project.path("also")).expect("a link");
        assert!(refused(&project, "data convert @/links --out @/own").contains("holds what is read"));
        assert!(refused(&project, "data convert @/data --out @/also").contains("is a link"));
    }
}

#[test]
fn the_truth_is_written_beside_the_data_or_elsewhere_and_over_nothing() {
    let project = project();
    let synth = "data synth --reviews 20 --seed 1 --out @/out --truth";
    assert_eq!(project.concord(&format!("{synth} @/out/deep/truth.csv")).code, 0);
    let truth = project.text("out/deep/truth.csv");
    assert!(truth.lines().count() > 20 && project.path("out/reviews.jsonl").exists());
    assert_eq!(project.concord(&format!("{synth} @/truth.csv")).code, 0);
    assert_eq!(project.text("truth.csv"), truth);
    assert!(!project.path("out/deep").exists(), "the earlier one went with the rest");
    for file in ["truth.csv", "data/reviews.jsonl", "out/reviews.jsonl", "data"] {
        refused(&project, &format!("{synth} @/{file}"));
    }
}

#[test]
fn a_new_framework_is_begun_in_a_new_or_an_empty_folder() {
    let project = project();
    project.write("ours/.hidden", "dear");
    assert!(refused(&project, "new @/ours --lang toml").contains(".hidden"));
    project.write("file", "dear");
    refused(&project, "new @/file --lang toml");
    fs::create_dir(project.path("empty")).expect("a folder");
    assert_eq!(project.concord("new @/empty --lang toml").code, 0);
    assert!(project.path("empty/framework.toml").exists() && !project.path("empty/concord.sha256").exists());
    refused(&project, "new @/empty --lang toml");
}

#[test]
fn a_component_that_was_not_built_here_is_not_replaced() {
    let project = project();
    let manifest = |path: &str| {
        format!(
            "[framework]\nid = \"a\"\ntitle = \"A\"\nedition = \"1\"\nowner = \"o\"\nsource = \"s\"\n\
             plugin = {{ path = \"{path}\", source = \"code\" }}\n"
        )
    };
    project.write("a/framework.toml", manifest("a.wasm"));
    project.write("a/a.wasm", "a stranger's");
    assert!(refused(&project, "build @/a").contains("is there already"));
    project.write("a/framework.toml", manifest("../precious.txt"));
    project.write("precious.txt", "dear");
    assert!(refused(&project, "build @/a").contains("leads out of the framework's folder"));
}

/// A framework whose one case differs from what was accepted.
fn differing() -> Project {
    let project = Project::new();
    assert_eq!(project.concord("new @/ours --lang toml").code, 0);
    let snapshot = project.text("ours/snapshots/nothing-recorded.snap");
    project.write("ours/snapshots/nothing-recorded.snap", snapshot.replace("not determinable", "absent"));
    project
}

#[test]
fn results_of_cases_replace_their_own_alone() {
    let project = differing();
    let line = "test @/ours --junit @/cases.xml";
    for _ in 0..2 {
        assert_eq!(project.concord(line).code, 1);
        assert!(project.text("cases.xml").contains("<testsuites"));
    }
    project.write("cases.xml", project.text("cases.xml").replace("nothing-recorded", "something"));
    assert!(refused(&project, line).contains("is there already"));
    project.write("cases.xml", "<report/>");
    refused(&project, line);
    refused(&project, "test @/ours --junit @/ours/framework.toml");
}

#[test]
fn what_waits_is_replaced_and_removed_only_as_it_was_written() {
    let project = differing();
    let pending = "ours/snapshots/nothing-recorded.snap.new";
    for _ in 0..2 {
        assert_eq!(project.concord("test @/ours").code, 1);
        assert!(project.path(pending).exists());
    }
    let written = project.text(pending);
    for other in [written.replace("not determinable", "present"), "---\nsource: another tool\n---\nits own\n".to_owned()] {
        project.write(pending, other);
        for line in ["test @/ours", "test @/ours --accept"] {
            assert!(refused(&project, line).contains("nothing-recorded.snap.new waits for a person"), "{line}");
        }
    }
    project.write(pending, written);
    assert_eq!(project.concord("test @/ours --accept").code, 0);
    assert!(!project.path(pending).exists());
    assert!(!project.text("ours/snapshots/nothing-recorded.snap").contains("sha256"));
}
