//! `concord check`: what is wrong with frameworks, all at once, and what a check without data can find.

use concord_tests::Project;

/// What was said, without how much was used, which another compiler makes otherwise.
fn said(project: &Project, line: &str) -> String {
    let mut said = String::new();
    for line in project.said(line).lines() {
        let used =
            line.find("the most that 1,024 reviews took").map(|start| format!("{}the most that 1,024 reviews took: …", &line[..start]));
        said += &format!("{}\n", used.as_deref().unwrap_or(line));
    }
    said
}

#[test]
fn the_frameworks_of_this_repository() {
    insta::assert_snapshot!(said(&Project::with_frameworks(), "check @/frameworks"));
}

#[test]
fn what_is_no_pure_function() {
    let project = Project::new();
    for wrong in ["count", "drift", "order", "neighbours", "none"] {
        project.hostile(wrong);
    }
    insta::assert_snapshot!(said(&project, "check @/frameworks"));
}

#[test]
fn what_fails_on_reviews() {
    let project = Project::new();
    for wrong in ["panic", "refuse:all", "out-of-scale"] {
        project.hostile(wrong);
    }
    insta::assert_snapshot!(said(&project, "check @/frameworks"));
}

const RULES: &str = r#"
[framework]
id = "odd"
title = "An odd framework"
edition = "1"
owner = "Nobody"
source = "A test"
plugin = "rules"

[[indicator]]
id = "O1"
title = "Never so"
question = "Can this be so?"
polarity = "concern"
present = "observations.exists(o, o.theme == 'T01' && o.episode_no > 100000)"
looked_for = "examined('T01')"
mappings = [{ theme = "T01", match = "exact" }]

[[indicator]]
id = "O2"
title = "Never looked for"
question = "Who looked?"
polarity = "concern"
present = "observations.exists(o, o.theme == 'T02' && o.valence == 'problematic')"
looked_for = "review_type == 'national' && children.size() > 1000"
mappings = [{ theme = "T02", match = "exact" }]

[[indicator]]
id = "O3"
title = "Never told"
question = "Can this be told?"
polarity = "strength"
applies = "review_type != 'national'"
scale = [{ code = "yes", label = "Yes", outcome = "present", when = "review_type == 'national'" }]
mappings = []

[[indicator]]
id = "O4"
title = "Never applies"
question = "Does it apply?"
polarity = "strength"
applies = "children.size() > 1000"
present = "immediate_action"
mappings = []
"#;

#[test]
fn what_is_never_answered() {
    let project = Project::new();
    project.write("odd/framework.toml", RULES);
    insta::assert_snapshot!(said(&project, "check @/odd"));
}

#[test]
fn many_things_wrong_at_once() {
    let project = Project::with_frameworks();
    project.write(
        "several/misspelt/framework.toml",
        RULES.replace("o.theme", "o.thmee").replace("\"T02\", match", "\"T22\", match").replace("\"odd\"", "\"misspelt\""),
    );
    let wat = r#"(component
        (import "wasi:random/random@0.2.0" (instance (export "get-random-u64" (func (result u64)))))
        (import "wasi:cli/stderr@0.2.0" (instance)))"#;
    let manifest = |id: &str| RULES[..RULES.find("[[").unwrap_or(0)].replace("odd", id).replace("\"rules\"", "{ path = \"it.wasm\" }");
    project.write("several/nosy/framework.toml", manifest("nosy"));
    project.write("several/nosy/it.wasm", wat::parse_str(wat).expect("valid wat"));
    project.write("several/unbuilt/framework.toml", manifest("unbuilt").replace("it.wasm\"", "it.wasm\", source = \"src\""));
    project.write("several/elsewhere/framework.toml", RULES);
    insta::assert_snapshot!(said(&project, "check @/several"));
    insta::assert_snapshot!("none_can_run", said(&project, "check @/several/nosy @/several/misspelt"));
}

#[test]
fn as_json() {
    let project = Project::new();
    project.hostile("order");
    let ran = project.concord("check @/frameworks/order --format json");
    assert_eq!((ran.code, ran.err.as_str()), (1, ""));
    let mut json: serde_json::Value = serde_json::from_str(&ran.out).expect("json");
    for used in json[0]["used"].as_array_mut().expect("limits") {
        assert!(used["used"].as_u64().is_some_and(|used_up| used_up > 0 && used_up < used["allowed"].as_u64().unwrap_or(0)), "{used}");
        used["used"] = "what it used".into();
    }
    insta::assert_snapshot!(serde_json::to_string_pretty(&json).expect("json"));
}

#[test]
fn another_dictionary_has_no_invented_reviews() {
    let project = Project::new();
    let example = concord_tests::repository().join("crates/concord-model/data/tests/example.toml");
    project.copy(&example, "dictionary.toml");
    project.write(
        "small/framework.toml",
        RULES[..RULES.find("id = \"O2\"").unwrap_or(0)]
            .trim_end()
            .trim_end_matches("[[indicator]]")
            .replace("T01", "T04")
            .replace("odd", "small"),
    );
    insta::assert_snapshot!(said(&project, "check @/small --dictionary @/dictionary.toml"));
}

#[test]
fn what_a_person_may_get_wrong() {
    let project = Project::new();
    project.write("empty/readme.txt", "nothing here");
    let lines = ["check @/nowhere", "check @/empty", "check @/empty --dictionary @/nowhere.toml"];
    let said: Vec<String> = lines.iter().map(|line| format!("$ {line}\n{}", project.said(line))).collect();
    insta::assert_snapshot!(said.join("\n"));
}

const SEVERAL: &str = r#"
[framework]
id = "several"
title = "Questions that stand under two themes"
edition = "1"
owner = "Nobody"
source = "A test"
plugin = "rules"

[define.children]
joint = "observations.filter(o, o.theme in ['T05', 'T06'])"

[[indicator]]
id = "S1"
title = "One or the other"
question = "Was information shared badly, or joint work done badly?"
polarity = "concern"
looked_for = "examined('T05') && examined('T06')"
scale = [
  { code = "both", label = "Both", concern = "present", strength = "present", when = "joint.exists(o, o.valence == 'problematic') && joint.exists(o, o.valence == 'good_practice')" },
  { code = "unsafe", label = "Unsafe", concern = "present", strength = "absent", when = "joint.exists(o, o.valence == 'problematic')" },
  { code = "none", label = "None", concern = "absent", strength = "absent", when = "true" },
]
mappings = [{ theme = "T05", match = "part" }, { theme = "T06", match = "part" }]

[[indicator]]
id = "S2"
title = "By children alone"
question = "Was a child never known?"
polarity = "concern"
present = "children.exists(c, c.csc_ever == 'never')"
looked_for = "children.size() > 0"
mappings = [{ theme = "T06", match = "part" }, { theme = "T11", match = "part" }]

[[indicator]]
id = "S3"
title = "A share above one"
question = "How many findings are there for each recommendation?"
polarity = "description"
measure = { unit = "share of recommendations", count = "observations.size()", of = "recommendations.size()" }
mappings = []

[[indicator]]
id = "S4"
title = "One theme"
question = "Was information shared badly?"
polarity = "concern"
present = "observations.exists(o, o.theme == 'T05' && o.valence == 'problematic')"
looked_for = "examined('T05')"
mappings = [{ theme = "T05", match = "exact" }, { theme = "T06", match = "related" }]
"#;

#[test]
fn who_stands_under_several_themes_is_asked_to_split_and_a_share_is_held_to_be_one() {
    let project = Project::new();
    project.write("frameworks/several/framework.toml", SEVERAL);
    insta::assert_snapshot!(said(&project, "check @/frameworks/several"));
}

#[test]
fn what_answers_nothing_without_a_grant() {
    let project = Project::new();
    let rule = |framework: &str, present: &str| {
        let indicator = |id: &str, present: &str| {
            format!(
                "[[indicator]]\nid = \"{id}\"\ntitle = \"T {id}\"\nquestion = \"Is it?\"\npolarity = \"concern\"\npresent = \"{present}\"\n\
                 looked_for = \"true\"\nmappings = []\n\n"
            )
        };
        let second = if framework == "part" { indicator("G2", "observations.exists(o, o.theme == 'T01')") } else { String::new() };
        format!(
            "[framework]\nid = \"{framework}\"\ntitle = \"A framework\"\nedition = \"1\"\nowner = \"Nobody\"\nsource = \"A test\"\n\
             plugin = \"rules\"\n\n{}{second}",
            indicator("G1", present)
        )
    };
    for framework in ["all", "part"] {
        project.write(&format!("frameworks/{framework}/framework.toml"), rule(framework, "children.exists(c, c.poverty)"));
    }
    let ran = project.concord("check @/frameworks");
    let nothing =
        "it answers nothing unless a run grants what it reads: every indicator is withheld (run it with --grant children.poverty)";
    assert!(ran.err.contains(nothing), "{}", ran.err);
    let part = "without grants these answer nothing: G1 (run it with --grant children.poverty)";
    assert!(ran.err.contains(part), "{}", ran.err);
}

#[test]
fn errors_that_are_not_explained_are_a_fault() {
    let project = Project::new();
    project.hostile("error:all");
    let ran = project.concord("check @/frameworks");
    assert_eq!(ran.code, 1, "{}", ran.err);
    assert!(ran.err.contains("because it answers error, and does not say why"), "{}", ran.err);
    assert_eq!(project.concord("data synth --reviews 50 --seed 3 --out @/data").code, 0);
    let ran = project.concord("run @/data --frameworks @/frameworks --out @/out");
    assert_eq!(ran.code, 1, "{}{}", ran.out, ran.err);
    assert!(ran.out.contains("error-all: 50 of 50 answers are errors (100%)"), "{}", ran.out);
}
