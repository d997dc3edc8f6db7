//! Frameworks in Python that build, and those that cannot, each with its next step. Where componentize-py is not installed, these tests
//! say so and pass.
#![allow(clippy::unwrap_used, reason = "a test that fails should panic")]
#![expect(clippy::print_stderr, reason = "a test that is skipped says so")]

use std::fs;
use std::path::{Path, PathBuf};

use concord_build::{BuildError, Language, Options, build, sources};
use wit_component::DecodedWasm;

fn eastvale() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../plugins/eastvale")
}

fn options() -> Options {
    Options::new(Path::new(env!("CARGO_TARGET_TMPDIR")).parent().unwrap().join("release/guests"))
}

/// What a build gives; `None` where there is no tool, which is said.
fn built(source: &Path) -> Option<Result<Vec<u8>, BuildError>> {
    match build(source, &options()) {
        Err(error @ BuildError::MissingTool { .. }) => {
            assert!(std::env::var_os("CI").is_none(), "not tested, and this is continuous integration: {error}");
            eprintln!("skipped: {error}");
            None
        }
        built => Some(built),
    }
}

/// A framework with nothing in it but what is given.
fn framework(text: &str) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("framework.py"), text).unwrap();
    folder
}

#[test]
fn eastvale_becomes_a_component_that_imports_nothing_but_the_log() {
    let Some(built) = built(&eastvale()) else { return };
    let component = built.unwrap();
    let DecodedWasm::Component(resolve, world) = wit_component::decode(&component).unwrap() else { panic!("it is no component") };
    let names: Vec<String> = resolve.worlds[world].imports.keys().map(|key| resolve.name_world_key(key)).collect();
    assert_eq!(names, ["concord:framework/log@0.1.0", "concord:framework/types@0.1.0"]);
    let here = Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().nth(2).unwrap().to_str().unwrap();
    assert!(!String::from_utf8_lossy(&component).contains(here), "a component must not tell where it was built");
}

#[test]
fn the_files_that_a_framework_is_built_from_are_its_modules() {
    let files = sources(&eastvale(), &options()).unwrap();
    let names: Vec<String> = files.iter().map(|file| file.file_name().unwrap().to_string_lossy().into_owned()).collect();
    assert!(names.contains(&"framework.py".to_owned()) && names.contains(&"words.py".to_owned()), "{names:?}");
    assert!(files.is_sorted());
    assert!(!names.iter().any(|name| name.starts_with("test_") || !name.ends_with(".py")), "{names:?}");
}

#[test]
fn what_does_not_load_says_where() {
    for (text, said) in [
        ("framework = Framework(", "File \"framework.py\", line 1"),
        ("\nimport pandas", "No module named 'pandas'"),
        ("frame = 1", "cannot import name 'framework'"),
        ("framework = 3", "framework.py must say framework = Framework(…), and it is int"),
        ("from concord_guest import Code\nCode('')", "says why it is read"),
    ] {
        let folder = framework(text);
        let Some(built) = built(folder.path()) else { return };
        let error = built.unwrap_err().to_string();
        assert!(error.contains("does not compile") && error.contains(said), "{text}\n{error}");
        assert!(!error.contains("Stack backtrace") && !error.contains("componentize_py::"), "{error}");
    }
}

#[test]
fn an_sdk_beside_the_framework_is_used_instead() {
    let folder = framework("framework = 1");
    let sdk = folder.path().join("sdk/concord_guest");
    fs::create_dir_all(&sdk).unwrap();
    fs::write(sdk.join("__init__.py"), "").unwrap();
    fs::write(sdk.join("component.py"), "raise RuntimeError('my own')\n").unwrap();
    assert!(sources(folder.path(), &options()).unwrap().iter().any(|file| file.ends_with("sdk/concord_guest/component.py")));
    let Some(built) = built(folder.path()) else { return };
    let error = built.unwrap_err().to_string();
    assert!(error.contains("RuntimeError: my own"), "{error}");
}

#[test]
fn the_language_is_told_by_what_lies_in_the_folder() {
    let folder = tempfile::tempdir().unwrap();
    let error = build(folder.path(), &options()).unwrap_err();
    assert!(matches!(error, BuildError::NoSource { .. }) && error.to_string().contains("framework.py"), "{error}");
    for (file, language) in [("package.json", Language::JavaScript), ("pyproject.toml", Language::Python), ("Cargo.toml", Language::Rust)] {
        fs::write(folder.path().join(file), "").unwrap();
        assert_eq!(Language::of(folder.path()).unwrap(), language);
    }
    fs::remove_file(folder.path().join("Cargo.toml")).unwrap();
    let error = build(folder.path(), &options()).unwrap_err().to_string();
    assert!(error.contains("framework.py") && error.contains("framework = Framework(…)"), "{error}");
}
