//! Guests that build, and those that cannot, each with its next step.
#![allow(clippy::unwrap_used, reason = "a test that fails should panic")]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use concord_build::{BuildError, Options, build, component, sources};

fn northmoor() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../plugins/northmoor")
}

/// One folder for the guests of all tests and of the program, so that what they share is compiled once.
fn options() -> Options {
    Options::new(Path::new(env!("CARGO_TARGET_TMPDIR")).parent().unwrap().join("release/guests"))
}

/// A package with nothing in it but what is given.
fn package(folder: &Path, library: &str) {
    fs::create_dir_all(folder.join("src")).unwrap();
    fs::write(folder.join("Cargo.toml"), "[package]\nname = \"lonely\"\nversion = \"0.1.0\"\nedition = \"2024\"\n[workspace]\n").unwrap();
    fs::write(folder.join("src/lib.rs"), library).unwrap();
}

fn lock(folder: &Path) {
    assert!(Command::new("cargo").args(["generate-lockfile", "--offline"]).current_dir(folder).output().unwrap().status.success());
}

#[test]
fn northmoor_becomes_a_component_and_the_same_one_each_time() {
    let first = build(&northmoor(), &options()).unwrap();
    // The component model's magic number and version.
    assert_eq!(first[..8], [0, b'a', b's', b'm', 0x0d, 0, 1, 0]);
    let here = Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().nth(2).unwrap().to_str().unwrap();
    assert!(!String::from_utf8_lossy(&first).contains(here), "a module must not tell where it was built");
    assert_eq!(build(&northmoor(), &options()).unwrap(), first);
}

#[test]
fn the_files_that_a_guest_is_built_from_are_its_own_and_its_neighbours() {
    let files = sources(&northmoor(), &options()).unwrap();
    let has = |end: &str| files.iter().any(|file| file.ends_with(end));
    for end in
        ["plugins/northmoor/src/windows.rs", "crates/concord-guest/wit/framework.wit", "crates/concord-model/src/answer.rs", "Cargo.lock"]
    {
        assert!(has(end), "{end} in {files:#?}");
    }
    assert!(files.is_sorted());
    assert!(!files.iter().any(|file| file.ends_with("concord-build/src/lib.rs") || file.to_string_lossy().contains("registry")));
}

#[test]
fn what_is_missing_is_named_with_the_command_that_gets_it() {
    let folder = tempfile::tempdir().unwrap();
    package(folder.path(), "");

    let no_rust = Options { rustc: "/nowhere/rustc".into(), ..options() };
    let error = build(&northmoor(), &no_rust).unwrap_err().to_string();
    assert!(error.contains("/nowhere/rustc") && error.contains("rustup"), "{error}");

    let error = build(&folder.path().join("src"), &options()).unwrap_err();
    assert!(error.to_string().contains("Cargo.toml"), "{error}");
}

#[test]
fn a_package_gets_a_lock_file_once_and_keeps_to_it() {
    let folder = tempfile::tempdir().unwrap();
    package(folder.path(), "");
    build(folder.path(), &options()).unwrap();
    let lock = folder.path().join("Cargo.lock");
    assert!(lock.is_file());

    fs::write(&lock, "version = 4\n").unwrap();
    let error = build(folder.path(), &options()).unwrap_err();
    assert!(matches!(error, BuildError::Lock { .. }), "{error}");
    assert!(error.to_string().contains("cargo generate-lockfile"), "{error}");
}

#[cfg(unix)]
#[test]
fn a_compiler_without_the_target_is_told_how_to_get_it() {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir().unwrap();
    let rustc = folder.path().join("rustc");
    fs::write(&rustc, "#!/bin/sh\necho /nowhere\n").unwrap();
    fs::set_permissions(&rustc, fs::Permissions::from_mode(0o755)).unwrap();
    let error = build(&northmoor(), &Options { rustc, ..options() }).unwrap_err().to_string();
    assert!(error.contains("rustup target add wasm32-unknown-unknown"), "{error}");
}

#[test]
fn a_package_that_does_not_compile_says_where() {
    let folder = tempfile::tempdir().unwrap();
    package(folder.path(), "pub fn broken() -> u8 { \"no number\" }");
    lock(folder.path());
    let options = Options { offline: true, ..Options::new(folder.path().join("target")) };
    let error = build(folder.path(), &options).unwrap_err().to_string();
    assert!(error.contains("lonely") && error.contains("src/lib.rs:1"), "{error}");
}

#[test]
fn a_package_that_exports_no_framework_is_none() {
    let folder = tempfile::tempdir().unwrap();
    package(folder.path(), "unsafe extern \"C\" { fn ask(); }\n#[unsafe(no_mangle)] pub extern \"C\" fn run() { unsafe { ask() } }");
    lock(folder.path());
    let options = Options { offline: true, ..Options::new(folder.path().join("target")) };
    let error = build(folder.path(), &options).unwrap_err().to_string();
    assert!(error.contains("lonely is no framework") && error.contains("ask"), "{error}");
    assert!(matches!(component("x", b"no module"), Err(BuildError::Component { .. })));
}
