//! What authors are told about their mistakes: the place in the file, the fault, the nearest right name.
#![allow(clippy::unwrap_used, reason = "a test that fails should panic")]

use concord_model::dictionary::Dictionary;
use concord_rules::compile;

const HEAD: &str = r#"[framework]
id = "test"
title = "Test"
edition = "1"
owner = "Nobody"
source = "None"
plugin = "rules"
"#;

/// The messages for a framework with one indicator whose presence is decided by an expression.
fn told(expression: &str) -> String {
    messages(&format!(
        "{HEAD}
[[indicator]]
id = \"A1\"
title = \"A\"
question = \"A?\"
polarity = \"concern\"
present = {expression}
"
    ))
}

fn messages(text: &str) -> String {
    match compile("f.toml", text, &Dictionary::england()) {
        Ok(_) => "fine".to_owned(),
        Err(problems) => problems.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"),
    }
}

#[test]
fn names_that_do_not_exist_get_the_nearest() {
    let cases = [
        r#""observatons.exists(o, o.theme == 'T05')""#,
        r#""observations.exists(o, o.thme == 'T05')""#,
        r#""observations.exists(o, o.theme == 'T55')""#,
        r#""observations.exists(o, o.system_level >= 'L9')""#,
        r#""observations.exist(o, o.theme == 'T05')""#,
        r#""observations.exists(o, o.local_code == 'OPTIMSM')""#,
        r#""'polce' in agencies""#,
        r#""review_type in ['rapid_review', 'lcpr']""#,
        r#""examined('T5')""#,
        r#""partnerships.regoin == 'london'""#,
        r#""immediate_action == 'presnt'""#,
    ];
    let told: Vec<String> = cases.iter().map(|case| told(case)).collect();
    insta::assert_snapshot!(told.join("\n"), @"");
}

#[test]
fn what_is_outside_the_language_is_refused_by_name() {
    let cases = [
        "'days_to_submit / 2 > 1'",
        "'days_to_submit % 2 == 1'",
        "'agencies[0] == 1'",
        "'{1: 2} == 3'",
        "'has(observations.theme)'",
        "'review_type.startsWith(\"r\")'",
        "'null == 3'",
        "'3u == 3'",
        "'[1] == 3'",
        "'review_id == \"R1\"'",
        "'parent_review_id == \"R1\"'",
        "'review_type < \"lcspr\"'",
        "'days_to_submit > \"x\"'",
        "'days_to_submit'",
        "'observations'",
        "'observations.theme == \"T01\"'",
        "'review_type == '",
        "''",
        "'notified_date > \"soon\"'",
        "'why_depth > 3'",
        "'agencies == \"police\"'",
        "'observations.map(o, o.theme).size() > 1'",
        "'observations.exists(review_type, true)'",
        "'observations.exists(o, children.exists(c, recommendations.exists(r, (o in r.linked_obs) == c.poverty)))'",
        "3",
        "'police'",
    ];
    let told: Vec<String> = cases.iter().map(|case| format!("{case}\n  {}", told(case))).collect();
    insta::assert_snapshot!(told.join("\n"), @"");
}
