//! `concord explain`: why a review got its answers, and what would settle those that could not be told.

use concord_tests::Project;

const PANEL: &str = "@/frameworks/panel-practice-themes-2020";

/// Reviews of which one thing or another is not recorded.
const OPEN: &str = r#"{"review_id": "A", "partnership_id": "P1", "review_type": "lcspr", "notified_date": "2023-05-02", "codebook": "panel-2020", "themes_examined": ["T05"], "observations": [{"obs_id": "A-1", "theme": "T05", "valence": "neutral"}]}
{"review_id": "B", "partnership_id": "P1", "review_type": "lcspr", "notified_date": "2023-05-02", "codebook": "panel-2020", "themes_examined": ["T05"]}
{"review_id": "C", "partnership_id": "P1", "review_type": "lcspr", "notified_date": "2023-05-02"}
{"review_id": "D", "partnership_id": "P1", "review_type": "lcspr", "notified_date": "2023-05-02", "codebook": "themes-only", "themes_examined": ["T05"], "observations": [{"obs_id": "D-1", "theme": "T05", "valence": "problematic"}, {"obs_id": "D-2", "theme": "T05", "valence": "problematic"}]}
{"review_id": "E", "partnership_id": "P1", "review_type": "rapid", "notified_date": "2023-05-02"}
"#;

fn open() -> Project {
    let project = Project::with_frameworks();
    project.write("data/reviews.jsonl", OPEN);
    project
}

#[test]
fn a_rule_as_a_tree() {
    let project = Project::with_handwritten();
    insta::assert_snapshot!(project.said(&format!("explain {PANEL} @/data R02 PS5")));
}

#[test]
fn code_step_by_step() {
    let project = Project::with_handwritten();
    insta::assert_snapshot!(project.said("explain @/frameworks/northmoor @/data R02 NM1"));
}

#[test]
fn a_scale_with_a_number() {
    let project = Project::with_handwritten();
    insta::assert_snapshot!(project.said("explain @/frameworks/working-together-compliance @/data R02 WT1"));
}

#[test]
fn all_indicators_of_a_review_of_which_nothing_is_recorded() {
    let project = open();
    insta::assert_snapshot!(project.said(&format!("explain {PANEL} @/data C")));
}

/// What is found of one of two themes is said of that one alone.
#[test]
fn a_question_of_two_themes() {
    let project = Project::with_handwritten();
    let manifest = project.text("frameworks/panel-practice-themes-2020/framework.toml");
    let both = "mappings   = [{ theme = \"T05\", match = \"part\" }, { theme = \"T06\", match = \"part\" }]";
    let manifest = manifest.replace("mappings   = [{ theme = \"T05\", levels = [\"L4\"], match = \"exact\" }]", both);
    assert!(manifest.contains(both));
    project.write("frameworks/panel-practice-themes-2020/framework.toml", manifest);
    let said = project.said(&format!("explain {PANEL} @/data R02 PS5"));
    assert!(said.contains("T05") && said.contains("concern present"), "{said}");
    assert!(said.contains("open: it was found of one of several themes, and no row that it rests on says that it is this one"), "{said}");
}

#[test]
fn nobody_looked() {
    let project = open();
    insta::assert_snapshot!(project.said(&format!("explain {PANEL} @/data B PS1")));
}

#[test]
fn no_word_for_it_in_the_codebook() {
    let project = open();
    insta::assert_snapshot!(project.said(&format!("explain {PANEL} @/data D PS5.1")));
}

#[test]
fn what_is_withheld_would_settle_it() {
    let project = Project::with_handwritten();
    insta::assert_snapshot!(project.said("explain @/frameworks/contextual-safeguarding @/data R02 CX1"));
    insta::assert_snapshot!("granted", project.said("explain @/frameworks/contextual-safeguarding @/data R02 CX1 --grant cce"));
}

#[test]
fn as_json() {
    let project = open();
    insta::assert_snapshot!(project.said(&format!("explain {PANEL} @/data D PS5.1 --format json")));
}

#[test]
fn the_second_coding() {
    let project = Project::with_handwritten();
    let first = project.concord(&format!("explain {PANEL} @/data R03 PS1"));
    assert!(first.out.contains("review R03 (primary coding)"), "{}", first.out);
    let second = project.concord(&format!("explain {PANEL} @/data R03 PS1 --coding second"));
    assert!(second.out.contains("review R03 (second coding)"), "{}", second.out);
}

/// The answer explained is the answer of a run, for every framework and review.
#[test]
fn explains_what_a_run_answers() {
    let project = Project::with_handwritten();
    assert_eq!(project.concord("run @/data --frameworks @/frameworks --out @/out").code, 0);
    let mut runs = std::collections::BTreeMap::new();
    let file = std::fs::File::open(project.path("out/answers.parquet")).expect("answers");
    concord_report::answers::read::read(file, |answer| {
        if answer.coding != Some("second") {
            let key = (answer.framework.to_owned(), answer.indicator.to_owned(), answer.review.to_owned());
            runs.insert(key, (answer.answer.map(str::to_owned), answer.looked_for.to_owned()));
        }
    })
    .expect("answers");
    let mut compared = 0;
    for framework in ["panel-practice-themes-2020", "northmoor", "scie-learning-together", "working-together-compliance"] {
        for review in ["R01", "R02", "R05", "R09"] {
            let ran = project.concord(&format!("explain @/frameworks/{framework} @/data {review} --format json"));
            assert_eq!(ran.code, 0, "{}", ran.err);
            let json: serde_json::Value = serde_json::from_str(&ran.out).expect("json");
            for explained in json["answers"].as_array().expect("answers") {
                let indicator = explained["indicator"].as_str().expect("an id").to_owned();
                let (answer, looked) = &runs[&(framework.to_owned(), indicator.clone(), review.to_owned())];
                if let Some(answer) = answer {
                    assert_eq!(explained["answer"]["code"], answer.as_str(), "{framework} {indicator} {review}");
                    compared += 1;
                }
                assert_eq!(explained["answer"]["looked_for"], looked.as_str(), "{framework} {indicator} {review}");
            }
        }
    }
    assert!(compared > 50, "{compared} answers");
}

#[test]
fn what_a_person_may_get_wrong() {
    let project = open();
    let lines = [
        format!("explain {PANEL} @/data A1 PS5"),
        format!("explain {PANEL} @/data A PS55"),
        format!("explain {PANEL} @/data E PS5"),
        format!("explain {PANEL} @/data A PS5 --coding secnd"),
        format!("explain {PANEL} @/data A PS5 --grant poverti"),
        format!("explain {PANEL} @/nowhere A PS5"),
        "explain @/frameworks @/data A PS5".to_owned(),
        "explain @/nowhere @/data A PS5".to_owned(),
    ];
    let said: Vec<String> = lines.iter().map(|line| format!("$ {line}\n{}", project.said(line))).collect();
    insta::assert_snapshot!(said.join("\n"));
}
