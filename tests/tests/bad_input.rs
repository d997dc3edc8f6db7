//! What a person may get wrong: each gets a message that names the thing, the place, the fault and the next step, and the exit code
//! that was promised. The messages are snapshots that a person has read.

use concord_tests::{Project, Ran};

const REVIEW: &str = r#"{"review_id": "R1", "partnership_id": "P1", "review_type": "rapid_review", "notified_date": "2023-05-02"}"#;
const PARTNERSHIPS: &str = "{\"partnership_id\": \"P1\", \"region\": \"london\"}\n{\"partnership_id\": \"P2\"}\n";
const RUN: &str = "run @/data --frameworks @/frameworks --out @/out";

/// A project with one framework, and reviews that are to be judged.
fn project(reviews: &str) -> Project {
    let project = Project::new();
    let framework = concord_tests::repository().join("frameworks/panel-practice-themes-2020/framework.toml");
    project.copy(&framework, "frameworks/panel-practice-themes-2020/framework.toml");
    project.write("data/reviews.jsonl", reviews);
    project.write("data/partnerships.jsonl", PARTNERSHIPS);
    project
}

/// What was said, without the time, which is another on every run.
fn said(ran: &Ran) -> String {
    let out: String = ran.out.lines().filter(|line| !line.starts_with("evaluated in")).map(|line| format!("{line}\n")).collect();
    format!("exit {}\n{out}{}", ran.code, ran.err)
}

#[test]
fn an_empty_file() {
    let project = project("");
    let ran = project.concord(RUN);
    assert_eq!(ran.code, 2, "{}", said(&ran));
    insta::assert_snapshot!(said(&ran));
    assert!(!project.path("out").exists());
}

#[test]
fn no_data_at_all() {
    let project = project(REVIEW);
    let ran = project.concord("run @/nowhere --frameworks @/frameworks --out @/out");
    assert_eq!(ran.code, 2);
    insta::assert_snapshot!(said(&ran));
}

#[test]
fn a_folder_that_is_no_dataset() {
    let project = project(REVIEW);
    project.write("letters/dear.txt", "hello");
    let ran = project.concord("run @/letters --frameworks @/frameworks --out @/out");
    assert_eq!(ran.code, 2);
    insta::assert_snapshot!(said(&ran));
}

#[test]
fn a_truncated_parquet_file() {
    let project = project(REVIEW);
    assert_eq!(project.concord("data synth --reviews 50 --seed 1 --format parquet --out @/whole").code, 0);
    let whole = project.read("whole/reviews.parquet");
    project.write("cut/reviews.parquet", &whole[..whole.len() / 2]);
    let ran = project.concord("run @/cut --frameworks @/frameworks --out @/out");
    assert_eq!(ran.code, 2);
    insta::assert_snapshot!(said(&ran));
}

#[test]
fn unknown_codes_partnerships_and_keys_twice() {
    let lines = [
        REVIEW.to_owned(),
        REVIEW.replace("R1", "R2").replace("rapid_review", "rapid_revew"),
        REVIEW.replace("R1", "R3").replace("P1", "P11"),
        REVIEW.to_owned(),
        r#"{"review_id": "R5", "partnership_id": "P2", "review_type": "lcspr", "aware_date": "2023-06-01", "notified_date": "2023-05-02"}"#
            .to_owned(),
        "{\"review_id\": \"R6\", ".to_owned(),
    ];
    let project = project(&lines.join("\n"));
    let ran = project.concord(RUN);
    assert_eq!(ran.code, 1, "{}", said(&ran));
    insta::assert_snapshot!(said(&ran));
    insta::assert_snapshot!("rejects", project.text("out/rejects.jsonl"));
    insta::assert_snapshot!("problems", project.text("out/problems.csv").replace(&project.path("").display().to_string(), "@/"));
}

#[test]
fn strict_stops_at_rejected_records() {
    let project = project(&format!("{REVIEW}\n{}", REVIEW.replace("R1", "R2").replace("rapid_review", "rapid")));
    let ran = project.concord(&format!("{RUN} --strict"));
    assert_eq!(ran.code, 2);
    insta::assert_snapshot!(said(&ran));
    assert!(!project.path("out").exists());
}

#[test]
fn a_csv_with_a_byte_order_mark_windows_line_ends_and_a_column_missing() {
    let project = project(REVIEW);
    project.write("csv/reviews.csv", "\u{feff}review_id,partnership_id,notified_date,agencies\r\nR1,P1,2023-05-02,police;gp\r\n");
    let ran = project.concord("run @/csv --frameworks @/frameworks --out @/out");
    assert_eq!(ran.code, 2, "review_type is required: {}", said(&ran));
    insta::assert_snapshot!(said(&ran));
    project.write("csv/reviews.csv", "\u{feff}review_id,partnership_id,review_type\r\nR1,P1,lcspr\r\n");
    let ran = project.concord("run @/csv --frameworks @/frameworks --out @/out");
    assert_eq!(ran.code, 0, "{}", said(&ran));
}

#[test]
fn ten_thousand_bad_rows_are_all_counted() {
    let bad: Vec<String> =
        (0..10_000).map(|place| REVIEW.replace("R1", &format!("R{place}")).replace("2023-05-02", "02/05/2023")).collect();
    let project = project(&format!("{}\n{REVIEW}", bad.join("\n")).replace("\"R1\"", "\"R-good\"").replacen("R-good", "R1", 1));
    let ran = project.concord(RUN);
    assert_eq!(ran.code, 1, "{}", &said(&ran)[..2000.min(said(&ran).len())]);
    assert_eq!(project.text("out/rejects.jsonl").lines().count(), 10_000);
    assert!(ran.out.contains("10,001") && ran.out.contains("10,000"), "{}", ran.out);
}

#[test]
fn a_framework_with_a_misspelt_field() {
    let project = project(REVIEW);
    let path = "frameworks/panel-practice-themes-2020/framework.toml";
    let text = project.text(path);
    project.write(
        "frameworks/misspelt/framework.toml",
        text.replace("o.valence", "o.valance").replace("panel-practice-themes-2020", "misspelt"),
    );
    let ran = project.concord(RUN);
    assert_eq!(ran.code, 1, "the other framework runs: {}", said(&ran));
    assert!(ran.err.contains("did you mean \"valence\"?"), "{}", ran.err);
    assert!(ran.err.contains("@/frameworks/misspelt/framework.toml:"), "{}", ran.err);
    assert!(project.text("out/errors.jsonl").contains("valance"));
}

#[test]
fn a_component_that_imports_wasi() {
    let project = project(REVIEW);
    let wat = r#"(component
        (import "wasi:clocks/wall-clock@0.2.0" (instance
            (export "now" (func (result u64))))))"#;
    project.write("frameworks/nosy/nosy.wasm", wat::parse_str(wat).expect("valid wat"));
    project.write("frameworks/nosy/framework.toml", manifest("nosy", "{ path = \"nosy.wasm\" }"));
    let ran = project.concord(RUN);
    assert_eq!(ran.code, 1, "{}", said(&ran));
    assert!(ran.err.contains("wasi:clocks/wall-clock"), "{}", ran.err);
    insta::assert_snapshot!(ran.err);
}

#[test]
fn a_directory_without_frameworks() {
    let project = project(REVIEW);
    project.write("empty/readme.txt", "nothing here");
    let ran = project.concord("run @/data --frameworks @/empty --out @/out");
    assert_eq!(ran.code, 2);
    insta::assert_snapshot!(said(&ran));
}

#[test]
fn only_broken_frameworks() {
    let project = project(REVIEW);
    project.write("broken/one/framework.toml", manifest("one", "{ path = \"one.wasm\", source = \"src\" }"));
    project.write("broken/two/framework.toml", manifest("two", "\"rule\""));
    project.write("broken/three/framework.toml", "[framework]\nid = 3");
    project.write("broken/four/framework.toml", manifest("four", "{ path = \"../../../etc/passwd\" }"));
    let ran = project.concord("run @/data --frameworks @/broken --out @/out");
    assert_eq!(ran.code, 2);
    insta::assert_snapshot!(said(&ran));
}

#[test]
fn an_output_folder_that_holds_something_else() {
    let project = project(REVIEW);
    project.write("out/letter.txt", "dear");
    let ran = project.concord(RUN);
    assert_eq!(ran.code, 2);
    insta::assert_snapshot!(said(&ran));
    assert_eq!(project.text("out/letter.txt"), "dear");
}

#[test]
fn a_field_that_cannot_be_granted() {
    let project = project(REVIEW);
    let ran = project.concord(&format!("{RUN} --grant children.povrty"));
    assert_eq!(ran.code, 2);
    insta::assert_snapshot!(said(&ran));
}

#[test]
fn a_date_that_is_none() {
    let project = project(REVIEW);
    let ran = project.concord(&format!("{RUN} --as-of 31/03/2024"));
    assert_eq!(ran.code, 2);
    insta::assert_snapshot!(said(&ran));
}

fn manifest(id: &str, plugin: &str) -> String {
    format!(
        "[framework]\nid = \"{id}\"\ntitle = \"A title\"\nedition = \"1\"\nowner = \"Somebody\"\nsource = \"nowhere\"\nplugin = {plugin}\n"
    )
}
