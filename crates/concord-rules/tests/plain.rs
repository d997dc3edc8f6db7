//! Rules in plain English, as a practitioner reads them.
#![cfg(feature = "compile")]
#![allow(clippy::unwrap_used, reason = "a test that fails should panic")]

use concord_model::dictionary::Dictionary;
use concord_rules::compile;
use concord_rules::plan::{Measure, Plain};

const HEAD: &str = "[framework]\nid = \"a\"\ntitle = \"a\"\nedition = \"1\"\nowner = \"a\"\nsource = \"a\"\nplugin = \"rules\"\n";

fn truth(rule: &str) -> String {
    let england = Dictionary::england();
    let text =
        format!("{HEAD}[[indicator]]\nid = \"A\"\ntitle = \"a\"\nquestion = \"Why?\"\npolarity = \"concern\"\npresent = \"{rule}\"\n");
    let compiled = compile("f.toml", &text, &england).unwrap();
    Plain::new(&england).truth(&compiled.plan.rules[0].lines[0].when.means)
}

fn number(value: &str) -> String {
    let england = Dictionary::england();
    let measure = format!("measure = {{ unit = \"d\", value = \"{value}\" }}");
    let text = format!("{HEAD}[[indicator]]\nid = \"A\"\ntitle = \"a\"\nquestion = \"Why?\"\npolarity = \"description\"\n{measure}\n");
    let compiled = compile("f.toml", &text, &england).unwrap();
    match &compiled.plan.rules[0].measure {
        Some(Measure::Value { value, .. }) => Plain::new(&england).number(value),
        other => panic!("{other:?}"),
    }
}

#[test]
fn conditions() {
    let rules = [
        "observations.exists(o, o.theme == 'T05' && o.valence == 'problematic')",
        "!observations.exists(o, o.valence != 'neutral')",
        "observations.size() > 0 && !(review_type in ['lcspr', 'national'])",
        "children.all(c, c.domestic_abuse && known(c.age_band))",
        "examined('T05') && !examined('T01')",
        "says('OPTIMISM') && immediate_action",
        "recommendations.exists(r, r.linked_obs.exists(o, o.system_level >= 'L3'))",
        "notified_date < '2023-04' || submitted_date >= notified_date",
        "why_depth > 'what_only' ? 'police' in agencies : timescale_dispensation",
        "observations.filter(o, o.theme == 'T04').map(o, o.episode_no).distinct().size() >= 2",
        "(immediate_action ? 1 : 0) + (support_offered ? 1 : 0) == 2",
    ];
    let told: Vec<String> = rules.iter().map(|rule| format!("{rule}\n  {}", truth(rule))).collect();
    insta::assert_snapshot!(told.join("\n"));
}

#[test]
fn numbers() {
    let values = [
        "children.size()",
        "days_to_submit + days_to_notify",
        "agencies.size()",
        "agencies.filter(a, a in ['police', 'gp']).size()",
        "immediate_action ? days_to_submit : -1",
    ];
    let told: Vec<String> = values.iter().map(|value| format!("{value}\n  {}", number(value))).collect();
    insta::assert_snapshot!(told.join("\n"));
}
