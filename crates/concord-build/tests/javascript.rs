//! Frameworks in JavaScript that build, and those that cannot, each with its next step. Where no tool that makes components of
//! JavaScript is installed, these tests say so and pass; in continuous integration they fail.
#![allow(clippy::unwrap_used, reason = "a test that fails should panic")]
#![expect(clippy::print_stderr, reason = "a test that is skipped says so")]

use std::fs;
use std::path::{Path, PathBuf};

use concord_build::{BuildError, Options, build, sources};
use wit_component::DecodedWasm;

fn westhaven() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../plugins/westhaven")
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
fn framework(main: &str) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("package.json"), r#"{ "name": "lonely", "type": "module" }"#).unwrap();
    fs::write(folder.path().join("index.js"), main).unwrap();
    folder
}

#[test]
fn westhaven_becomes_a_component_that_imports_nothing_but_the_log() {
    let Some(built) = built(&westhaven()) else { return };
    let component = built.unwrap();
    let DecodedWasm::Component(resolve, world) = wit_component::decode(&component).unwrap() else { panic!("it is no component") };
    let names: Vec<String> = resolve.worlds[world].imports.keys().map(|key| resolve.name_world_key(key)).collect();
    assert_eq!(names, ["concord:framework/log@0.1.0", "concord:framework/types@0.1.0"]);
    let here = Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().nth(2).unwrap().to_str().unwrap();
    assert!(!String::from_utf8_lossy(&component).contains(here), "a component must not tell where it was built");
}

#[test]
fn the_files_that_a_framework_is_built_from_are_its_modules() {
    let files = sources(&westhaven(), &options()).unwrap();
    let names: Vec<String> = files.iter().map(|file| file.file_name().unwrap().to_string_lossy().into_owned()).collect();
    assert!(names.contains(&"index.js".to_owned()) && names.contains(&"package.json".to_owned()), "{names:?}");
    assert!(files.is_sorted());
    assert!(!names.iter().any(|name| name.ends_with(".test.js")), "{names:?}");
    assert!(!files.iter().any(|file| file.components().any(|part| part.as_os_str() == "node_modules")), "{names:?}");
}

#[test]
fn what_does_not_load_says_where() {
    for (main, said) in [
        ("export default nothing(", "index.js:1"),
        ("import x from \"left-pad\"; export default x;", "left-pad"),
        ("export const other = 1;", "export 'default'"),
        ("import { framework } from \"concord-guest\";\nexport default framework(3);", "framework takes a function"),
        ("export default 3;", "what it exports by default is 3"),
    ] {
        let folder = framework(main);
        let Some(built) = built(folder.path()) else { return };
        let error = built.unwrap_err().to_string();
        assert!(error.contains("lonely") && error.contains(said), "{main}\n{error}");
    }
}

#[test]
fn a_truth_that_is_used_as_a_boolean_anywhere_stops_the_build() {
    let folder = framework("import { framework } from \"concord-guest\";\nexport default framework(() => []);\n");
    fs::write(folder.path().join("words.js"), "export const late = (row, is) =>\n  row.is(is) ? 1 : 2;\n").unwrap();
    let Some(built) = built(folder.path()) else { return };
    let error = built.unwrap_err().to_string();
    assert!(error.contains("words.js:2: row.is(is) stands before ?, where it always counts as true"), "{error}");
}

#[test]
fn an_sdk_beside_the_framework_is_used_instead() {
    let folder = framework("import { framework } from \"concord-guest\";\nexport default framework(() => []);\n");
    let sdk = folder.path().join("sdk/src");
    fs::create_dir_all(&sdk).unwrap();
    let package = r#"{ "type": "module", "exports": { ".": "./src/a.js", "./component": "./src/a.js" } }"#;
    fs::write(folder.path().join("sdk/package.json"), package).unwrap();
    fs::write(sdk.join("a.js"), "export const framework = () => { throw new Error(\"my own\"); };\nexport const component = 1;\n").unwrap();
    assert!(sources(folder.path(), &options()).unwrap().iter().any(|file| file.ends_with("sdk/src/a.js")));
    let Some(built) = built(folder.path()) else { return };
    let error = built.unwrap_err().to_string();
    assert!(error.contains("my own"), "{error}");
}

#[test]
fn a_package_without_its_main_module_is_told_so() {
    let folder = framework("");
    fs::write(folder.path().join("package.json"), r#"{ "name": "lonely", "main": "./main.js" }"#).unwrap();
    let error = build(folder.path(), &options()).unwrap_err().to_string();
    assert!(error.contains("package.json") && error.contains("main.js, which is not there"), "{error}");
}
