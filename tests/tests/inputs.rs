//! What the manifest says went into a run is what was read.

use std::fs;
use std::io::{Result, Write};

use concord_tests::Project;

const REVIEW: &str = r#"{"review_id": "R1", "partnership_id": "P1", "review_type": "rapid_review", "notified_date": "2023-05-02"}"#;

/// Standard output that does something the first time that anything is said, when the frameworks are open and the data still closed.
struct Acting<F: FnMut()> {
    act: Option<F>,
}

impl<F: FnMut()> Write for Acting<F> {
    fn write(&mut self, bytes: &[u8]) -> Result<usize> {
        if let Some(mut act) = self.act.take() {
            act();
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> Result<()> {
        Ok(())
    }
}

fn run(project: &Project, act: impl FnMut()) -> (u8, String) {
    let path = |name: &str| project.path(name).display().to_string();
    let line = ["concord", "run", &path("data"), "--frameworks", &path("frameworks"), "--out", &path("out")].map(str::to_owned);
    let (mut out, mut err) = (Acting { act: Some(act) }, Vec::new());
    let code = concord::run_line(line, &mut out, &mut err);
    (code, String::from_utf8_lossy(&err).into_owned())
}

#[test]
fn data_that_change_while_they_are_read_stop_the_run() {
    let project = Project::new();
    let framework = concord_tests::repository().join("frameworks/panel-practice-themes-2020/framework.toml");
    project.copy(&framework, "frameworks/panel-practice-themes-2020/framework.toml");
    project.write("data/reviews.jsonl", REVIEW);
    project.write("data/partnerships.jsonl", "{\"partnership_id\": \"P1\"}");
    let other = REVIEW.replace("rapid_review", "rapid_reviwe");
    assert_eq!(other.len(), REVIEW.len());
    type Change<'a> = Box<dyn FnMut() + 'a>;
    let changes: [(&str, Change<'_>); 4] = [
        ("reviews.jsonl changed while it was read", Box::new(|| project.write("data/reviews.jsonl", &other))),
        (
            "reviews.jsonl changed while it was read",
            Box::new(|| {
                project.write("data/new", REVIEW);
                fs::rename(project.path("data/new"), project.path("data/reviews.jsonl")).expect("a file in its place");
            }),
        ),
        (
            "partnerships.jsonl changed while it was read",
            Box::new(|| project.write("data/partnerships.jsonl", "{\"partnership_id\": \"P1\" }")),
        ),
        (
            "changed while they were read",
            Box::new(|| {
                fs::remove_file(project.path("data/partnerships.jsonl")).expect("a file");
                project.write("data/partnerships.csv", "partnership_id\nP1\n");
            }),
        ),
    ];
    for (said, act) in changes {
        project.write("data/reviews.jsonl", REVIEW);
        let (code, err) = run(&project, act);
        assert!(code == 2 && err.contains(said), "{said}: {code} {err}");
        assert!(!project.path("out").exists(), "nothing is written");
    }
    fs::remove_file(project.path("data/partnerships.csv")).expect("a file");
    project.write("data/partnerships.jsonl", "{\"partnership_id\": \"P1\"}");
    let (code, err) = run(&project, || {});
    assert_eq!((code, err.as_str()), (0, ""));
}
