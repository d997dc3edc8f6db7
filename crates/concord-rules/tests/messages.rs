//! What authors are told about their mistakes: the place in the file, the fault, the nearest right name.
#![cfg(feature = "compile")]
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
    insta::assert_snapshot!(told.join("\n"));
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
    insta::assert_snapshot!(told.join("\n"));
}

#[test]
fn every_fault_is_told_at_once_and_in_its_place() {
    let text = r#"[framework]
id = "test"
titel = "Test"
edition = "1"
owner = "Nobody"
source = "None"
plugin = "rules"

[define]
late = "days_to_submitt > 15"
round = "about"
about = "round"
review_type = "true"

[define.children]
weak = """
observations
  .filter(o,
    o.theme == 'T99')"""

[[indicator]]
id = "A1"
title = "A"
question = "A?"
polarity = "concearn"
scale = [
  { code = "a", outcome = "presnt", when = "late" },
  { code = "a", label = "Again", outcome = "absent", concern = "absent", when = "weak.exists(w, w.valence == \"bad\")" },
]
present = "true"
mappings = [{ theme = "T55", level = "L9", match = "same" }, { theme = "T05", levels = ["L4"], match = "exact", weight = 1 }]

[[indicator]]
id = "A1"
title = ""
question = "B?"
polarity = "strength"
measure = { unit = "share", count = "weak.size()" }

[[indicator]]
id = "A3"
title = "C"
question = "C?"
polarity = "strength"
scale = []

[[indicators]]
id = "A4"
"#;
    insta::assert_snapshot!(messages(text));
}

#[test]
fn what_is_allowed_but_not_meant_is_a_warning() {
    let warned = |body: &str| {
        let text = format!(
            "{HEAD}[[indicator]]\nid = \"A1\"\ntitle = \"A\"\nquestion = \"A?\"\n{}{body}",
            if body.contains("polarity") { "" } else { "polarity = \"concern\"\n" }
        );
        let compiled = compile("f.toml", &text, &Dictionary::england()).unwrap();
        let warnings: Vec<String> = compiled.warnings.iter().map(ToString::to_string).collect();
        format!("{body}\n  {}", warnings.join("\n  "))
    };
    let cases = [
        "present = \"observations.exists(o, o.theme == 'T05')\"",
        "present = \"observations.exists(o, o.theme == 'T05')\"\nlooked_for = \"examined('T05')\"",
        "present = \"'police' in agencies\"",
        "present = \"recommendations.size() > 10\"",
        "present = \"observations.exists(o, o.theme == 'T05' && o.theme == 'T04')\"\nlooked_for = \"true\"",
        "present = \"days_to_submit > 15 && recommendations.size() < 0\"\nlooked_for = \"true\"",
        "present = \"why_depth > 'whole_system'\"",
        "present = \"true\"",
        "applies = \"review_type == 'lcspr' && review_type == 'national'\"\npresent = \"immediate_action\"",
        "scale = [{ code = \"a\", when = \"immediate_action\" }]",
        "present = \"days_to_submit > 5 && days_to_submit < 3\"\nlooked_for = \"true\"",
        "present = \"'police' in agencies && !('police' in agencies)\"",
        "present = \"notified_date > '2024' && notified_date < '2023'\"",
        "present = \"coded_by == ''\"\nlooked_for = \"true\"",
        "present = \"recommendations.size() == 1.5\"\nlooked_for = \"true\"",
        "present = \"immediate_action || observations.filter(o, o.theme == 'T05').size() < 0\"\nlooked_for = \"true\"",
        "present = \"immediate_action\"\nlooked_for = \"known(codebook) && !known(codebook)\"",
        "polarity = \"description\"\nscale = [{ code = \"a\", when = \"observations.size() >= 2\" }, { code = \"b\", when = \"observations.size() == 1\" }, { code = \"c\", when = \"observations.size() == 0\" }]",
        "polarity = \"description\"\nscale = [{ code = \"a\", when = \"immediate_action\" }, { code = \"b\", when = \"!immediate_action\" }]",
        "polarity = \"description\"\nscale = [{ code = \"a\", when = \"days_to_submit > 15\" }, { code = \"b\", when = \"days_to_submit < 15\" }]",
    ];
    insta::assert_snapshot!(cases.map(warned).join("\n"));
}

#[test]
fn a_vocabulary_is_no_answer() {
    let refused = [
        "'says(\"OPTIMISM\")'",
        "'!says(\"OPTIMISM\")'",
        "'says(\"OPTIMISM\") || immediate_action'",
        "'codebook == \"panel-2020\"'",
        "'says(\"OPTIMISM\") ? true : immediate_action'",
    ];
    for rule in refused {
        assert!(told(rule).contains("true of every review whose coder had"), "{rule}: {}", told(rule));
    }
    let guards = [
        "'says(\"OPTIMISM\") && immediate_action'",
        "'says(\"OPTIMISM\") ? immediate_action : false'",
        "'observations.exists(o, o.local_code == \"OPTIMISM\")'",
    ];
    for rule in guards {
        assert_eq!(told(rule), "fine", "{rule}");
    }
}

#[test]
fn numbers_that_cannot_be_exact_are_refused() {
    for rule in [
        "'2.0 * 8.9e307 > 1.0'",
        "'days_to_submit < 9007199254740993.0'",
        "'days_to_submit < 9007199254740993'",
        "'2 * 9007199254740992 > days_to_submit'",
    ] {
        assert!(told(rule).contains("too large to be exact"), "{rule}: {}", told(rule));
    }
}

#[test]
fn nesting_is_refused_before_a_plan_becomes_unreadable() {
    for depth in 1..70 {
        for (open, close) in [
            ("!(immediate_action && ", ")"),
            ("(immediate_action ? false : ", ")"),
            ("(observations.filter(o, known(o.agency)).size() > 0 && ", ")"),
        ] {
            let expression = format!("{}immediate_action{}", open.repeat(depth), close.repeat(depth));
            let text = format!(
                "{HEAD}[[indicator]]\nid = \"A1\"\ntitle = \"A\"\nquestion = \"A?\"\npolarity = \"concern\"\npresent = \"{expression}\"\n"
            );
            if let Ok(compiled) = compile("f.toml", &text, &Dictionary::england()) {
                assert!(concord_rules::plan::Plan::from_json(&compiled.plan.to_json()).is_ok(), "{depth}");
            } else {
                assert!(depth > 20, "{}", messages(&text));
            }
        }
    }
}

proptest::proptest! {
    #[test]
    fn no_text_is_too_odd_to_be_told_so(expression in "[a-zé0-9 .,()'=<>!&|?:+*\\[\\]-]{0,40}", from in 0..60usize, to in 0..60usize) {
        let rule = "observations.filter(o, o.theme == 'T05').exists(p, p.level >= 'L3' || known(codebook))";
        let broken = format!("{}{expression}{}", &rule[..from.min(rule.len())], &rule[to.min(rule.len())..]);
        told(&format!("'''{broken}'''"));
        told(&format!("'''{expression}'''"));
    }
}
