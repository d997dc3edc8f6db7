//! Two editions of a rule: the smallest expression in which they differ, with both its places.
#![cfg(feature = "compile")]
#![allow(clippy::unwrap_used, reason = "a test that fails should panic")]

use concord_model::dictionary::Dictionary;
use concord_rules::compile;
use concord_rules::plan::Rule;

const HEAD: &str = "[framework]\nid = \"a\"\ntitle = \"a\"\nedition = \"1\"\nowner = \"a\"\nsource = \"a\"\nplugin = \"rules\"\n";

/// The rule of a framework with one indicator; `define` stands before it.
fn rule(define: &str, body: &str) -> Rule {
    let text = format!("{HEAD}{define}\n[[indicator]]\nid = \"A\"\ntitle = \"a\"\nquestion = \"Why?\"\npolarity = \"concern\"\n{body}\n");
    compile("f.toml", &text, &Dictionary::england()).unwrap().plan.rules.remove(0)
}

/// `part: before -> after`, with the places in brackets.
fn differences(before: &Rule, after: &Rule) -> Vec<String> {
    let side = |expression: &Option<concord_rules::plan::Expression>| {
        expression.as_ref().map_or_else(|| "nothing".to_owned(), |expression| format!("{} [{}]", expression.text, expression.at))
    };
    let told = |difference: concord_rules::plan::Difference| {
        format!("{}: {} -> {}", difference.part, side(&difference.before), side(&difference.after))
    };
    before.differences(after).into_iter().map(told).collect()
}

#[test]
fn the_smallest_expression_that_is_another() {
    let one = rule("", "present = \"observations.exists(o, o.theme == 'T05' && o.valence == 'problematic') && immediate_action\"");
    let other = rule("", "present = \"observations.exists(o, o.theme == 'T04' && o.valence == 'problematic') && immediate_action\"");
    assert_eq!(differences(&one, &other), ["present: o.theme == 'T05' [f.toml:14:11] -> o.theme == 'T04' [f.toml:14:11]"]);
    assert!(differences(&one, &one).is_empty());
}

#[test]
fn where_more_than_one_part_differs_the_whole_is_told() {
    let one = rule("", "present = \"days_to_submit > 15 && immediate_action\"");
    let other = rule("", "present = \"days_to_submit > 10 && 'police' in agencies\"");
    assert_eq!(
        differences(&one, &other),
        [
            "present: (days_to_submit > 15) && immediate_action [f.toml:14:11] -> (days_to_submit > 10) && ('police' in agencies) [f.toml:14:11]"
        ]
    );
}

#[test]
fn names_are_looked_through() {
    let named = rule("[define]\nlate = \"days_to_submit > 15\"\n", "present = \"late\"");
    let spelt_out = rule("", "present = \"days_to_submit > 15\"");
    let renamed = rule("\n[define]\novertime = \"days_to_submit > 15\"\n", "present = \"overtime\"");
    assert!(differences(&named, &spelt_out).is_empty() && differences(&named, &renamed).is_empty());
    let later = rule("[define]\nlate = \"days_to_submit > 16\"\n", "present = \"late\"");
    assert_eq!(differences(&named, &later), ["present: 15 [f.toml:9:8] -> 16 [f.toml:9:8]"]);
}

#[test]
fn lines_go_by_their_answers_and_parts_come_and_go() {
    let line = |code: &str, when: &str| format!("{{ code = \"{code}\", outcome = \"present\", when = \"{when}\" }}");
    let one = rule("", &format!("scale = [{}, {}]\nlooked_for = \"examined('T01')\"", line("a", "immediate_action"), line("b", "true")));
    let other = rule(
        "",
        &format!(
            "scale = [{}, {}]\napplies = \"review_type == 'lcspr'\"\nmeasure = {{ unit = \"d\", value = \"days_to_submit\" }}",
            line("b", "true"),
            line("c", "!immediate_action")
        ),
    );
    let told: Vec<String> =
        differences(&one, &other).into_iter().map(|told| told.split(" [").next().unwrap_or_default().to_owned()).collect();
    assert_eq!(
        told,
        [
            "applies: nothing -> review_type == 'lcspr'",
            "a: immediate_action",
            "c: nothing -> !immediate_action",
            "looked_for: ('T01' in themes_examined) || observations.exists(row, row.theme == 'T01')",
            "measure: nothing -> days_to_submit",
        ]
    );
}
