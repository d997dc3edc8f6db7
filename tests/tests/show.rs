//! `concord show`: a framework as a page, in every form.

use concord_tests::Project;

/// A framework with one of everything that a page shows, and with text that must be taken for no markup.
const FRAMEWORK: &str = r##"
[framework]
id = "elm"
title = "Elm's <b>questions</b> & answers"
edition = "3"
owner = "Elm | a partnership"
source = "Invented for a test"
plugin = "rules"
note = "It looks at *recent* reviews."
memory = "The order of the questions."

[define.children]
problems = "observations.filter(o, o.valence == 'problematic')"

[[indicator]]
id = "E1"
title = "Information not shared"
question = "Was information not shared in time?"
polarity = "concern"
applies = "review_type != 'national'"
present = "problems.exists(o, o.theme == 'T05')"
partly = "observations.exists(o, o.theme == 'T05' && o.valence == 'neutral')"
looked_for = "examined('T05') && days_to_submit <= 15"
mappings = [{ theme = "T05", levels = ["L4"], match = "exact" }, { theme = "T06", match = "part" }, { theme = "T12", match = "related" }]
memory = "That fifteen days are meant."
note = "Read with E2."

[[indicator]]
id = "E2"
title = "Poverty seen"
question = "Is poverty seen?"
polarity = "strength"
looked_for = "known(themes_examined)"
measure = { unit = "share of children", count = "children.filter(c, c.poverty).size()", of = "children.size()" }
scale = [
  { code = "all", label = "For every child", outcome = "present", when = "children.all(c, c.poverty)" },
  { code = "some", label = "For some", outcome = "partly", when = "children.filter(c, c.poverty).size() >= 1 || (incident_date < '2020' && children.size() > 2)" },
  { code = "none", label = "For none", outcome = "absent", when = "true" },
]
mappings = [{ theme = "T10", match = "wider" }]
"##;

fn project() -> Project {
    let project = Project::with_frameworks();
    project.write("elm/framework.toml", FRAMEWORK);
    project
}

#[test]
fn as_text() {
    insta::assert_snapshot!(project().said("show @/elm"));
}

#[test]
fn as_markdown() {
    insta::assert_snapshot!(project().said("show @/elm --format markdown"));
}

#[test]
fn as_html() {
    let said = project().said("show @/elm --format html");
    assert!(!said.contains("<b>") && said.contains("&lt;b&gt;"));
    insta::assert_snapshot!(said);
}

#[test]
fn as_json() {
    insta::assert_snapshot!(project().said("show @/elm --format json"));
}

#[test]
fn a_national_framework() {
    insta::assert_snapshot!(project().said("show @/frameworks/panel-practice-themes-2020"));
}

#[test]
fn a_framework_with_code_of_its_own() {
    insta::assert_snapshot!(project().said("show @/frameworks/northmoor"));
}

/// Every framework has a page in every form, and the pages hold together.
#[test]
fn every_framework_has_a_page() {
    let project = project();
    for framework in concord_tests::frameworks() {
        let name = framework.file_name().unwrap_or_default().to_string_lossy().into_owned();
        for format in ["text", "markdown", "html", "json"] {
            let ran = project.concord(&format!("show @/frameworks/{name} --format {format}"));
            assert_eq!((ran.code, ran.err.as_str()), (0, ""), "{name} {format}");
        }
        let html = project.concord(&format!("show @/frameworks/{name} --format html")).out;
        for tag in ["section", "table", "tr", "th", "td", "ul", "li", "h2", "h3", "p"] {
            let (open, close) = (
                html.matches(&format!("<{tag}>")).count() + html.matches(&format!("<{tag} ")).count(),
                html.matches(&format!("</{tag}>")).count(),
            );
            assert_eq!(open, close, "{name}: <{tag}>");
        }
        assert!(html.contains("<html lang=\"en-GB\">") && !html.contains("http://") && !html.contains("src="), "{name}");
    }
}

#[test]
fn what_a_person_may_get_wrong() {
    let project = project();
    project.write("broken/framework.toml", FRAMEWORK.replace("o.valence", "o.valance"));
    let lines = ["show @/nowhere", "show @/frameworks", "show @/broken", "show @/elm --dictionary @/nowhere.toml"];
    let said: Vec<String> = lines.iter().map(|line| format!("$ {line}\n{}", project.said(line))).collect();
    insta::assert_snapshot!(said.join("\n"));
}
