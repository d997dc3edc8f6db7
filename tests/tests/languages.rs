//! Frameworks in all four languages, side by side in one run. Where the tool that makes components of a language is not installed, the
//! tests do without it and say so.
#![expect(clippy::print_stderr, reason = "a test that is skipped says so")]

use std::collections::BTreeMap;

use concord_tests::Project;

#[test]
fn one_rule_in_every_language_gives_the_same_answers_to_ten_thousand_reviews() {
    let project = Project::new();
    for missing in project.begin_in_every_language() {
        eprintln!("skipped: {missing}");
    }
    assert_eq!(project.concord("data synth --reviews 10000 --seed 11 --format parquet --out @/data").code, 0);
    let ran = project.concord("run @/data --frameworks @/frameworks --out @/out");
    assert_eq!(ran.code, 0, "{}{}", ran.out, ran.err);
    let mut by_framework: BTreeMap<String, Vec<BTreeMap<String, String>>> = BTreeMap::new();
    for mut answer in project.rows("out/answers.parquet") {
        let framework = answer.remove("framework").expect("a framework");
        by_framework.entry(framework).or_default().push(answer);
    }
    let rules = by_framework.remove("toml").expect("the rules' answers");
    assert!(rules.len() >= 20_000, "{}", rules.len());
    assert!(by_framework.contains_key("rust"));
    for (framework, answers) in by_framework {
        assert_eq!(answers.len(), rules.len(), "{framework}");
        let differing = answers.iter().zip(&rules).find(|(own, rules)| own != rules);
        assert!(differing.is_none(), "{framework}: {differing:#?}");
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
        eprintln!("skipped: {missing}");
        return;
    }
    for command in [format!("check {framework}"), format!("test {framework} --coverage")] {
        let ran = project.concord_in_ci(&command);
        assert_eq!(ran.code, 0, "{}{}", ran.out, ran.err);
    }
}
