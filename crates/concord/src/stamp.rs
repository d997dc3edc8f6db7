//! What source a component was built from, told by the component itself: a custom section with the digest of the source's files.
//!
//! So an author who has changed the code and forgot to build is told, and no answer of an older component is taken for the present one's.
//! Components without the section, or without their source beside them, are taken as they are.

use std::fs;
use std::path::Path;

use concord_model::manifest::Component;
use concord_model::problem::Problem;

use crate::digest::Digest;

/// The name of the section.
const SECTION: &str = "concord-source";

/// Files by their extension, and folders by their name, that are or are not part of a source.
const CODE: [&str; 5] = ["js", "mjs", "py", "rs", "wit"];
const MANIFESTS: [&str; 2] = ["Cargo.toml", "package.json"];
const NOT_CODE: [&str; 8] = ["__pycache__", "build", "cases", "dist", "node_modules", "snapshots", "target", "tests"];

/// A component with the digest of its source.
#[must_use]
pub fn stamped(mut component: Vec<u8>, source: &Path) -> Vec<u8> {
    // A custom section (WebAssembly core specification 5.5.3): 0, its length, then its name with a length before it, then the digest. All
    // lengths are below 128 and take a byte.
    let digest = digest(source);
    component.extend([0, (1 + SECTION.len() + digest.as_str().len()) as u8, SECTION.len() as u8]);
    component.extend(SECTION.bytes().chain(digest.as_str().bytes()));
    component
}

/// Whether a component was built from another source than the one that lies there now, with the next step.
#[must_use]
pub fn stale(folder: &Path, file: &str, component: &Component, bytes: &[u8]) -> Option<Problem> {
    let source = folder.join(component.source.as_ref()?);
    let built_from = stamp(bytes)?;
    (source.is_dir() && built_from != digest(&source).as_str()).then(|| {
        let fault = format!("{} was built before its source was changed", component.path);
        Problem::of(file, fault).about("framework.plugin.path").hint(format!("run `concord build {}`", folder.display()))
    })
}

/// Whether a component ends as those do that this program builds.
#[must_use]
pub fn is_stamped(component: &[u8]) -> bool {
    stamp(component).and_then(Digest::from_digits).is_some()
}

/// The digest at a component's end.
fn stamp(component: &[u8]) -> Option<&str> {
    let digest = component.len().checked_sub(64)?;
    let named = component[..digest].ends_with(SECTION.as_bytes());
    named.then(|| std::str::from_utf8(&component[digest..]).ok()).flatten()
}

/// The digest of all files of a source with their names, in order.
fn digest(source: &Path) -> Digest {
    let mut files = Vec::new();
    gather(source, "", &mut files);
    files.sort();
    let mut bytes = Vec::new();
    for (name, text) in &files {
        bytes.extend_from_slice(format!("{name}\0{}\0", text.len()).as_bytes());
        bytes.extend_from_slice(text);
    }
    Digest::of(&bytes)
}

fn gather(folder: &Path, prefix: &str, files: &mut Vec<(String, Vec<u8>)>) {
    for path in fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path()) {
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let code = || path.extension().is_some_and(|extension| CODE.iter().any(|code| extension == *code)) || MANIFESTS.contains(&&*name);
        if path.is_dir() {
            if !name.starts_with('.') && !NOT_CODE.contains(&&*name) && name != "test" {
                gather(&path, &format!("{prefix}{name}/"), files);
            }
        } else if code() {
            files.push((format!("{prefix}{name}"), fs::read(&path).unwrap_or_default()));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_change_of_the_code_is_seen_and_one_of_its_tests_is_not() {
        let place = tempfile::tempdir().unwrap();
        let write = |name: &str, text: &str| {
            let path = place.path().join(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        };
        let component = Component { path: "a.wasm".to_owned(), source: Some(".".to_owned()) };
        write("src/lib.rs", "one");
        let bytes = stamped(b"\0asm\x0d\0\x01\0".to_vec(), place.path());
        let told = || stale(place.path(), "framework.toml", &component, &bytes);
        write("tests/a.rs", "a test");
        write("a.wasm", "the component itself");
        assert_eq!(told(), None);
        write("src/lib.rs", "two");
        assert!(told().unwrap().to_string().contains("a.wasm was built before its source was changed"));
        assert_eq!(stale(place.path(), "framework.toml", &component, b"\0asm\x0d\0\x01\0"), None, "a component that does not tell");
    }
}
