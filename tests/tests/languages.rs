//! Frameworks in all four languages, side by side in one run. Where the tool that makes components of a language is not installed, the
//! tests do without it and say so; in continuous integration it must be there.
#![expect(clippy::print_stderr, reason = "a test that is skipped says so")]

#[path = "languages/thin.rs"]
mod thin;

use std::collections::{BTreeMap, BTreeSet};

use concord_tests::Project;

/// The answers of one framework, in the order of the file.
type Told = Vec<BTreeMap<String, String>>;

const REVIEWS: usize = 10_000;
const QUESTIONS: usize = 30;

#[test]
fn thirty_questions_in_every_language_get_the_same_answers_from_ten_thousand_reviews() {
    let project = Project::new();
    for missing in project.thirty_questions_in_every_language() {
        skip(&missing);
    }
    assert_eq!(project.concord(&format!("data synth --reviews {REVIEWS} --seed 11 --format jsonl --out @/data")).code, 0);
    for table in ["reviews", "partnerships"] {
        let file = format!("data/{table}.jsonl");
        project.write(&file, thin::thinned(table, &project.text(&file)));
    }
    let rules = the_same_in_every_language(&project, "data");
    assert_eq!(rules.len(), REVIEWS * QUESTIONS);
    ask_much(&rules);

    // A thousand of them, of which nobody gave the children and what was recommended, or the findings.
    let some: String = project.text("data/reviews.jsonl").lines().take(1000).map(|line| format!("{line}\n")).collect();
    for (data, tables) in [("some", &["children", "recommendations"][..]), ("less", &["observations"])] {
        project.write(&format!("{data}/reviews.jsonl"), thin::without(tables, &some));
        project.write(&format!("{data}/partnerships.jsonl"), project.text("data/partnerships.jsonl"));
        let rules = the_same_in_every_language(&project, data);
        let not_recorded = |question: &str| {
            let asked = rules.iter().filter(|answer| answer["indicator"] == question);
            asked.filter(|answer| answer["answer"] == "null" && answer["reason"].contains("not_recorded")).count()
        };
        let of_a_table = if data == "some" { ["Q12", "Q22"] } else { ["Q20", "Q21"] };
        assert!(of_a_table.into_iter().all(|question| not_recorded(question) > 900), "what nobody gave is not recorded");
    }
}

/// Runs all frameworks over some data: those with code answer as the rules do, whose answers are given.
fn the_same_in_every_language(project: &Project, data: &str) -> Told {
    let ran = project.concord(&format!("run @/{data} --frameworks @/frameworks --out @/{data}-out"));
    assert_eq!(ran.code, 0, "{}{}", ran.out, ran.err);
    let mut by_framework: BTreeMap<String, Told> = BTreeMap::new();
    for mut answer in project.rows(&format!("{data}-out/answers.parquet")) {
        let framework = answer.remove("framework").expect("a framework");
        by_framework.entry(framework).or_default().push(answer);
    }
    let rules = by_framework.remove("toml").expect("the rules' answers");
    assert!(by_framework.contains_key("rust"));
    for (framework, answers) in by_framework {
        assert_eq!(answers.len(), rules.len(), "{framework}");
        let differing: Vec<_> = answers.iter().zip(&rules).filter(|(own, rules)| own != rules).collect();
        let questions: BTreeSet<&String> = differing.iter().map(|(own, _)| &own["indicator"]).collect();
        assert!(differing.is_empty(), "{framework}, {data}: {} differ, of {questions:?}: {:#?}", differing.len(), differing[0]);
    }
    rules
}

/// The reviews give each question something to tell, and something that cannot be told, for every reason.
fn ask_much(answers: &Told) {
    let mut told: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for answer in answers {
        told.entry(&answer["indicator"]).or_default().insert(&answer["answer"]);
    }
    assert_eq!(told.len(), QUESTIONS);
    let numbers_alone = |question: &str| ["Q17", "Q29"].contains(&question);
    for (question, answers) in &told {
        assert!(answers.len() >= 2 || numbers_alone(question), "{question} is answered {answers:?} alone");
    }
    let reasons: BTreeSet<&str> = answers.iter().flat_map(|answer| answer["reason"].split(';')).collect();
    let all =
        ["not_known", "not_recorded", "not_yet_obtained", "refused", "not_applicable", "withheld", "outside_codebook", "not_looked_for"];
    for reason in all {
        assert!(reasons.contains(reason), "{reason} is not in {reasons:?}");
    }
}

#[test]
fn eastvale_in_python_is_as_its_cases_say() {
    as_its_cases_say("eastvale");
}

#[test]
fn westhaven_in_javascript_is_as_its_cases_say() {
    as_its_cases_say("westhaven");
}

fn as_its_cases_say(name: &str) {
    let project = Project::new();
    project.with_source(name);
    let framework = format!("@/frameworks/{name}");
    if let Some(missing) = project.build(&framework) {
        skip(&missing);
        return;
    }
    for command in [format!("check {framework}"), format!("test {framework} --coverage")] {
        let ran = project.concord_in_ci(&command);
        assert_eq!(ran.code, 0, "{}{}", ran.out, ran.err);
    }
}

/// Says that a tool is missing. In continuous integration that is a failure: what is never run proves nothing.
fn skip(missing: &str) {
    assert!(std::env::var_os("CI").is_none(), "not tested, and this is continuous integration: {missing}");
    eprintln!("skipped: {missing}");
}
