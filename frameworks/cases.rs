//! Every framework of this repository against its cases: each answer of each scale is reached, and comes out as it was accepted.
//!
//! It lies here so that insta's tools, which look for snapshots below the folders of tests, find these too. Authors need neither:
//! `concord test frameworks/* --review` does the same.

use concord_model::manifest::Plugin;
use concord_tests::Project;

#[test]
fn every_answer_is_reached_and_as_accepted() {
    let project = Project::with_cases();
    let built = concord_tests::frameworks().into_iter().filter_map(|folder| {
        let name = folder.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let copy = project.path("frameworks").join(&name);
        let manifest = concord::load::manifest(&copy).expect("a manifest");
        let runs = match manifest.plugin {
            Plugin::Bundled(_) => true,
            Plugin::Component(component) => copy.join(component.path).is_file(),
        };
        runs.then(|| format!("@/frameworks/{name}"))
    });
    let built: Vec<String> = built.collect();
    assert!(built.len() >= 10, "{built:?}");
    let ran = project.concord_in_ci(&format!("test {} --coverage", built.join(" ")));
    assert_eq!(ran.code, 0, "{}\n{}", ran.out, ran.err);
}
