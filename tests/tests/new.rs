//! A new framework works at once, in each language: it checks, its cases match their snapshots, and code builds first. Where the tool that
//! makes components of a language is not installed, its test says so and passes.
#![expect(clippy::print_stderr, reason = "a test that is skipped says so")]

use concord_tests::Project;

/// Runs a command that must be done, and gives what it says.
fn done(project: &Project, line: &str) -> String {
    let ran = project.concord(line);
    assert_eq!(ran.code, 0, "{line}\n{}{}", ran.out, ran.err);
    ran.out
}

/// Begins a framework, builds it if it has code, and tries it. What it answers to its cases is the same in all languages.
fn works(lang: &str, has_code: bool) {
    let project = Project::new();
    let said = done(&project, &format!("new @/our-own --lang {lang}"));
    assert!(said.starts_with("Our own: a framework of two indicators with two cases"), "{said}");
    if has_code && let Some(missing) = project.build("@/our-own") {
        assert!(std::env::var_os("CI").is_none(), "not tested, and this is continuous integration: {missing}");
        eprintln!("skipped: {missing}");
        return;
    }
    let checked = done(&project, "check @/our-own");
    assert!(
        checked.starts_with("our-own reads ")
            && checked.contains("\nour-own: 2 indicators")
            && checked.contains("imports nothing but the log"),
        "{checked}"
    );
    let tried = done(&project, "test @/our-own");
    assert!(tried.contains("2 cases: 2 match"), "{tried}");
}

#[test]
fn in_toml() {
    works("toml", false);
}

#[test]
fn in_rust() {
    works("rust", true);
}

#[test]
fn in_python() {
    works("python", true);
}

#[test]
fn in_javascript() {
    works("javascript", true);
}

#[test]
fn what_is_there_already_is_left_alone() {
    let project = Project::new();
    project.write("ours/notes.txt", "mine");
    let ran = project.concord("new @/ours --lang toml");
    assert_eq!((ran.code, project.text("ours/notes.txt").as_str()), (2, "mine"));
    assert!(ran.err.contains("@/ours: it is not empty: notes.txt; move that away, or name another folder"), "{}", ran.err);
    let ran = project.concord("new @/Our_Own --lang toml");
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("\"Our_Own\" cannot be a framework's id"), "{}", ran.err);
}

#[test]
fn who_forgets_to_build_is_told_and_an_older_component_is_no_answer() {
    let project = Project::new();
    let _ = done(&project, "new @/our-own --lang rust");
    assert_eq!(project.build("@/our-own"), None);
    let code = project.text("our-own/src/lib.rs");
    project.write("our-own/src/lib.rs", code.replace("at_least(16)", "at_least(99)"));
    let told = "our-own.wasm was built before its source was changed";
    let tried = project.concord("test @/our-own --accept");
    assert_eq!(tried.code, 2, "{}{}", tried.out, tried.err);
    assert!(tried.err.contains(told), "{}", tried.err);
    let checked = project.concord("check @/our-own");
    assert!(checked.err.contains(told), "{}{}", checked.out, checked.err);
}

#[test]
fn who_forgets_where_it_was_looked_for_is_told() {
    let project = Project::new();
    let _ = done(&project, "new @/our-own --lang rust");
    let code = project.text("our-own/src/lib.rs");
    project.write("our-own/src/lib.rs", code.replace(".looked_for(move |review| review.is(examined))", ""));
    assert_eq!(project.build("@/our-own"), None);
    let checked = project.concord("check @/our-own");
    let told = "H1: a review of which nothing is recorded is answered \"absent\"";
    assert!(checked.err.contains(told), "{}{}", checked.out, checked.err);
}
