//! What is replaced, and all that is not.

use std::path::Path;

use tempfile::TempDir;

use super::*;
use crate::digest::Digest;

/// All below a folder with its bytes, links and folders by name alone.
fn state(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let mut all = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(below) = folders.pop() {
        for path in fs::read_dir(below).unwrap().map(|entry| entry.unwrap().path()) {
            if path.is_dir() && !path.is_symlink() {
                folders.push(path.clone());
            }
            let name = path.strip_prefix(folder).unwrap().display().to_string();
            all.push((name, if path.is_file() { fs::read(&path).unwrap() } else { Vec::new() }));
        }
    }
    all.sort();
    all
}

fn written(target: &Path, name: &str) -> Result<()> {
    let output = Output::begin(target, "run", &[])?;
    output.write("manifest.json", b"{}")?;
    output.write(&format!("tables/{name}.csv"), name.as_bytes())?;
    output.write_sealed("timings.json", &format!("{{\"seconds\": {}, \"seal\": \"{}\"}}", name.len(), seal::PLACE))?;
    output.finish()
}

/// A place with an output in `out`.
fn with_output() -> (TempDir, PathBuf) {
    let place = tempfile::tempdir().unwrap();
    let target = place.path().join("out");
    written(&target, "first").unwrap();
    (place, target)
}

#[test]
fn an_unfinished_output_leaves_nothing() {
    let place = tempfile::tempdir().unwrap();
    let output = Output::begin(&place.path().join("out"), "run", &[]).unwrap();
    output.write("answers.csv", b"half").unwrap();
    drop(output);
    assert_eq!(fs::read_dir(place.path()).unwrap().count(), 0);
}

#[test]
fn an_earlier_output_is_replaced_whole() {
    let (place, target) = with_output();
    for (name, other) in [("second", "first"), ("first", "second")] {
        written(&target, name).unwrap();
        assert!(target.join(format!("tables/{name}.csv")).exists() && !target.join(format!("tables/{other}.csv")).exists());
    }
    fs::remove_file(target.join("manifest.json")).unwrap();
    written(&target, "third").unwrap();
    fs::create_dir(place.path().join("empty")).unwrap();
    written(&place.path().join("empty"), "fourth").unwrap();
    assert_eq!(fs::read_dir(place.path()).unwrap().count(), 2, "nothing else is left");
}

#[test]
fn the_same_output_has_the_same_list() {
    let list = |target: &Path| fs::read_to_string(target.join(LIST)).unwrap();
    let ((_place, one), (_other, two)) = (with_output(), with_output());
    assert_eq!(list(&one), list(&two));
    assert!(!list(&one).contains(&Digest::of_file(&one.join("timings.json")).unwrap().as_str().to_owned()));
}

#[test]
fn what_is_not_its_own_is_named_and_not_touched() {
    type Change = fn(&Path);
    let changes: &[(Change, &str)] = &[
        (|out| fs::write(out.join("letter.txt"), "dear").unwrap(), "did not write: letter.txt;"),
        (|out| fs::write(out.join("manifest.json"), "{ }").unwrap(), "did not write: manifest.json (changed since);"),
        (|out| fs::write(out.join("timings.json"), "{}").unwrap(), "did not write: timings.json (changed since);"),
        (|out| fs::write(out.join("tables/mine.csv"), "1").unwrap(), "did not write: tables/mine.csv;"),
        (|out| fs::create_dir(out.join("notes")).unwrap(), "did not write: notes/;"),
        (|out| fs::create_dir_all(out.join("notes/deep")).unwrap(), "did not write: notes/;"),
        (|out| fs::remove_file(out.join(LIST)).unwrap(), "holds no earlier output of `concord run`: manifest.json, tables/, timings.json;"),
        (
            |out| {
                let list = fs::read_to_string(out.join(LIST)).unwrap();
                fs::write(out.join(LIST), list.replace("tables/first.csv", "letter.txt")).unwrap();
            },
            "holds no earlier output of `concord run`: concord.sha256, manifest.json, tables/, timings.json;",
        ),
        (
            |out| {
                let list = fs::read_to_string(out.join(LIST)).unwrap();
                fs::write(out.join(LIST), list.replace("`concord run`", "`concord data synth`")).unwrap();
            },
            "holds what `concord data synth` wrote, and `concord run` does not replace that;",
        ),
        #[cfg(unix)]
        (|out| std::os::unix::fs::symlink("/etc/hostname", out.join("host")).unwrap(), "did not write: host (a link);"),
        #[cfg(unix)]
        (
            |out| {
                fs::rename(out.join("manifest.json"), out.join("../elsewhere.json")).unwrap();
                std::os::unix::fs::symlink("../elsewhere.json", out.join("manifest.json")).unwrap();
            },
            "did not write: manifest.json (a link);",
        ),
    ];
    for &(change, said) in changes {
        let (place, target) = with_output();
        change(&target);
        let before = state(place.path());
        let fault = written(&target, "second").unwrap_err().to_string();
        assert!(fault.contains(said), "{fault}\n{said}");
        assert_eq!(state(place.path()), before, "{said}");
    }
}

#[test]
fn a_file_or_a_link_is_no_folder_to_write_to() {
    let (place, target) = with_output();
    fs::write(place.path().join("file"), "dear").unwrap();
    assert!(written(&place.path().join("file"), "x").unwrap_err().to_string().contains("is a file"));
    #[cfg(unix)]
    {
        std::os::unix::fs::symlink(&target, place.path().join("link")).unwrap();
        assert!(written(&place.path().join("link"), "x").unwrap_err().to_string().contains("is a link"));
        std::os::unix::fs::symlink("nowhere", place.path().join("broken")).unwrap();
        assert!(written(&place.path().join("broken"), "x").unwrap_err().to_string().contains("is a link"));
    }
    assert!(target.join("tables/first.csv").exists());
}

#[test]
fn what_is_put_there_meanwhile_stays_and_so_does_what_was_made() {
    let (place, target) = with_output();
    let output = Output::begin(&target, "run", &[]).unwrap();
    output.write("manifest.json", b"{\"new\": 1}").unwrap();
    fs::write(target.join("letter.txt"), "dear").unwrap();
    let fault = format!("{:#}", output.finish().unwrap_err());
    assert!(fault.contains("letter.txt") && fault.contains("what was made is kept in"), "{fault}");
    assert_eq!(fs::read(target.join("letter.txt")).unwrap(), b"dear");
    assert!(target.join("tables/first.csv").exists());
    let kept = fs::read_dir(place.path()).unwrap().map(|entry| entry.unwrap().path()).find(|path| *path != target).unwrap();
    assert_eq!(fs::read(kept.join("output/manifest.json")).unwrap(), b"{\"new\": 1}");
}

#[test]
fn a_strangers_hidden_folders_beside_it_stay() {
    let (place, target) = with_output();
    for name in [".out.earlier", ".out.kept", ".concord-x"] {
        fs::create_dir(place.path().join(name)).unwrap();
        fs::write(place.path().join(name).join("letter.txt"), "dear").unwrap();
    }
    written(&target, "second").unwrap();
    assert_eq!(fs::read_dir(place.path()).unwrap().count(), 4);
    for name in [".out.earlier", ".out.kept", ".concord-x"] {
        assert_eq!(fs::read(place.path().join(name).join("letter.txt")).unwrap(), b"dear");
    }
}

#[test]
fn nothing_is_written_where_something_is_read() {
    let place = tempfile::tempdir().unwrap();
    let path = |name: &str| place.path().join(name);
    fs::create_dir_all(path("data/deep")).unwrap();
    fs::write(path("data/reviews.jsonl"), "").unwrap();
    fs::write(path("one.toml"), "").unwrap();
    let data = path("data");
    let refused = |target: &Path, input: &Path| match Output::begin(target, "run", &[input]) {
        Ok(_) => panic!("{} for {}", target.display(), input.display()),
        Err(fault) => fault.to_string(),
    };
    for target in ["data", "data/", "data/.", "x/../data", "data/deep/.."] {
        assert!(refused(&path(target), &data).contains("is what is read"), "{target}");
    }
    for target in ["data/out", "data/out/more", "data/deep"] {
        assert!(refused(&path(target), &data).contains("lies in what is read"), "{target}");
    }
    assert!(refused(place.path(), &path("one.toml")).contains("holds what is read"));
    assert!(refused(&data, &path("data/reviews.jsonl")).contains("holds what is read"));
    #[cfg(unix)]
    {
        fs::create_dir(path("links")).unwrap();
        std::os::unix::fs::symlink(path("data/reviews.jsonl"), path("links/reviews.jsonl")).unwrap();
        std::os::unix::fs::symlink(&data, path("also")).unwrap();
        assert!(refused(&data, &path("links")).contains("holds what is read"));
        assert!(refused(&path("also/out"), &data).contains("lies in what is read"));
        assert!(refused(&data, &path("also")).contains("is what is read"));
    }
    assert!(Output::begin(&path("database"), "run", &[&data, &path("nowhere")]).is_ok());
}

#[test]
fn a_single_file_replaces_nothing_but_its_own() {
    let place = tempfile::tempdir().unwrap();
    let path = place.path().join("deep/cases.xml");
    let own = |text: &str| seal::sealed(&format!("{text}<!-- {} -->\n", seal::PLACE));
    let write = |text: &str| Single::write_whole(&path, Replaces::Own(seal::holds), own(text).as_bytes());
    write("one").unwrap();
    write("two").unwrap();
    assert_eq!(fs::read_to_string(&path).unwrap(), own("two"));
    assert!(Single::begin(&path, Replaces::Nothing).unwrap_err().to_string().contains("is there already"));
    fs::write(&path, own("two").replace("two", "2")).unwrap();
    assert!(write("three").unwrap_err().to_string().contains("is there already, and this command did not write it"));
    assert_eq!(fs::read_to_string(&path).unwrap(), own("two").replace("two", "2"));
    assert!(Single::begin(place.path(), Replaces::AsAsked).unwrap_err().to_string().contains("is a folder"));
    Single::write_whole(&path, Replaces::AsAsked, b"as asked").unwrap();
    assert_eq!(fs::read(&path).unwrap(), b"as asked");
    #[cfg(unix)]
    {
        std::os::unix::fs::symlink(&path, place.path().join("link")).unwrap();
        assert!(Single::begin(&place.path().join("link"), Replaces::Own(|_| true)).unwrap_err().to_string().contains("is a link"));
        Single::write_whole(Path::new("/dev/null"), Replaces::Nothing, b"gone").unwrap();
    }
    assert_eq!(fs::read_dir(place.path().join("deep")).unwrap().count(), 1);
}

#[test]
fn what_came_meanwhile_is_not_overwritten_by_a_single_file() {
    let place = tempfile::tempdir().unwrap();
    let path = place.path().join("truth.csv");
    let single = Single::begin(&path, Replaces::Nothing).unwrap();
    fs::write(&path, "dear").unwrap();
    assert!(single.finish().is_err());
    assert_eq!(fs::read(&path).unwrap(), b"dear");
}
