//! Compiled code that is kept: taken where it is whole and the user's own, made again without a word where anything is off.
#![allow(clippy::unwrap_used, reason = "a test that fails should panic")]

mod common;

use std::fs;
use std::path::PathBuf;

use common::{LITTLE, NORTHMOOR, evaluate, reviews};
use concord_sandbox::{Cache, Engine, Framework, Limits};

fn files(cache: &std::path::Path) -> Vec<PathBuf> {
    let mut files: Vec<PathBuf> = fs::read_dir(cache).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    files
}

#[test]
fn code_is_kept_and_whatever_is_off_is_made_again() {
    let folder = tempfile::tempdir().unwrap();
    let place = folder.path().join("code");
    let cache = Cache::open(&place).unwrap();
    let dataset = reviews(30, &[]);
    let answers = || {
        let engine = Engine::new(LITTLE).unwrap();
        let component = engine.compile_cached(&NORTHMOOR, &cache).unwrap();
        evaluate(&[Framework::open(&component, "northmoor", "", &common::ENGLAND, &[]).unwrap()], &dataset)
    };
    let first = answers();
    let kept = files(&place);
    assert_eq!(kept.len(), 1);
    let whole = fs::read(&kept[0]).unwrap();
    assert_eq!(answers(), first);
    assert_eq!(fs::read(&kept[0]).unwrap(), whole);

    let flipped = |at: usize| {
        let mut bytes = whole.clone();
        bytes[at] ^= 1;
        bytes
    };
    let damaged = [
        Vec::new(),
        b"nonsense".to_vec(),
        whole[..whole.len() - 1].to_vec(),
        flipped(3),
        flipped(20),
        flipped(100),
        flipped(whole.len() / 2),
    ];
    for bytes in damaged {
        fs::write(&kept[0], bytes).unwrap();
        assert_eq!(answers(), first);
        assert_eq!(fs::read(&kept[0]).unwrap(), whole, "it is made again and kept");
    }
}

#[test]
fn the_second_time_nothing_is_compiled() {
    let folder = tempfile::tempdir().unwrap();
    let cache = Cache::open(&folder.path().join("code")).unwrap();
    let engine = Engine::new(Limits::default()).unwrap();
    engine.compile_cached(&NORTHMOOR, &cache).unwrap();
    // Were it compiled again, it would be written again.
    let file = &files(&folder.path().join("code"))[0];
    let mut permissions = fs::metadata(file).unwrap().permissions();
    permissions.set_readonly(true);
    fs::set_permissions(file, permissions).unwrap();
    let before = fs::metadata(file).unwrap().modified().unwrap();
    engine.compile_cached(&NORTHMOOR, &cache).unwrap();
    assert_eq!(fs::metadata(file).unwrap().modified().unwrap(), before);
}

#[cfg(unix)]
#[test]
fn a_folder_that_others_may_open_is_no_cache() {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir().unwrap();
    let place = folder.path().join("code");
    Cache::open(&place).unwrap();
    assert_eq!(fs::metadata(&place).unwrap().permissions().mode() & 0o777, 0o700);
    for mode in [0o755, 0o720, 0o701] {
        fs::set_permissions(&place, fs::Permissions::from_mode(mode)).unwrap();
        assert!(Cache::open(&place).unwrap_err().to_string().contains("chmod 700"), "{mode:o}");
    }
    fs::set_permissions(&place, fs::Permissions::from_mode(0o700)).unwrap();
    let link = folder.path().join("link");
    std::os::unix::fs::symlink(&place, &link).unwrap();
    assert!(Cache::open(&link).is_err());
}
