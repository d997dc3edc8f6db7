//! Snapshots on disk, in the file format of insta, so that its tools read them too.
//!
//! `snapshots/CASE.snap` is what was accepted, `snapshots/CASE.snap.new` what came out instead and waits for a person. The latter carries
//! its digest in its head, which insta's tools pass over: one that was changed, or that another tool wrote, is not replaced or removed.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use super::case::{CASES, Case};
use crate::output::{Replaces, Single, seal};

/// The folder of a framework's snapshots.
pub(super) const SNAPSHOTS: &str = "snapshots";

const ACCEPTED: &str = ".snap";
const PENDING: &str = ".snap.new";

/// What waits replaces what has waited.
const PENDING_FILE: Replaces = Replaces::Own(seal::holds);

/// Where the snapshot of a case stands.
#[derive(Debug, Clone)]
pub(super) struct Snapshot {
    /// What was accepted.
    pub(super) path: PathBuf,
    pending: PathBuf,
}

impl Snapshot {
    /// The snapshot of a case of a framework's folder.
    pub(super) fn of(folder: &Path, case: &Case) -> Snapshot {
        let place = |ending| folder.join(SNAPSHOTS).join(format!("{}{ending}", case.name));
        Snapshot { path: place(ACCEPTED), pending: place(PENDING) }
    }

    /// What was accepted; `None` where nothing was yet.
    ///
    /// # Errors
    /// Where the file is there and cannot be read.
    pub(super) fn accepted(&self) -> Result<Option<String>> {
        match fs::read_to_string(&self.path) {
            Ok(file) => Ok(Some(content(&file.replace("\r\n", "\n")).to_owned())),
            Err(fault) if fault.kind() == std::io::ErrorKind::NotFound => Ok(None),
            Err(fault) => Err(fault).with_context(|| format!("cannot read {}", self.path.display())),
        }
    }

    /// Keeps what came out, as accepted.
    ///
    /// # Errors
    /// Where it cannot be written.
    pub(super) fn accept(&self, case: &Case, content: &str) -> Result<()> {
        self.own_pending()?;
        Single::write_whole(&self.path, Replaces::AsAsked, file(case, content, "").as_bytes())?;
        self.settle()
    }

    /// Keeps what came out, for a person to look at.
    ///
    /// # Errors
    /// Where it cannot be written.
    pub(super) fn keep_pending(&self, case: &Case, content: &str) -> Result<()> {
        let text = seal::sealed(&file(case, content, &format!("digest: {}\n", seal::PLACE)));
        self.own_pending()?;
        Single::write_whole(&self.pending, PENDING_FILE, text.as_bytes())
    }

    /// Nothing waits any longer.
    ///
    /// # Errors
    /// Where the pending file cannot be removed.
    pub(super) fn settle(&self) -> Result<()> {
        self.own_pending()?;
        match fs::remove_file(&self.pending) {
            Err(fault) if fault.kind() != std::io::ErrorKind::NotFound => {
                Err(fault).with_context(|| format!("cannot remove {}", self.pending.display()))
            }
            _ => Ok(()),
        }
    }

    /// Checks that what waits, if anything does, is as it was written.
    fn own_pending(&self) -> Result<()> {
        let hint = || format!("{} waits for a person: accept it with the tool that wrote it, or remove it", self.pending.display());
        PENDING_FILE.check(&self.pending).with_context(hint)
    }
}

/// The snapshots of a framework's folder, accepted or pending, that belong to no case.
pub(super) fn unreferenced(folder: &Path, cases: &[Case]) -> Vec<PathBuf> {
    let belongs = |path: &PathBuf| {
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let stem = name.strip_suffix(PENDING).or_else(|| name.strip_suffix(ACCEPTED));
        stem.is_none_or(|stem| cases.iter().any(|case| case.name == stem))
    };
    let entries = fs::read_dir(folder.join(SNAPSHOTS)).into_iter().flatten().flatten();
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.path()).filter(|path| !belongs(path)).collect();
    paths.sort();
    paths
}

/// A snapshot file: what insta's tools show of it, a `further` line of its head or none, and the content.
fn file(case: &Case, content: &str, further: &str) -> String {
    let name = Path::new(&case.file).file_name().unwrap_or_default().to_string_lossy();
    format!("---\nsource: {}\nexpression: {}\n{further}---\n{content}", quoted(&format!("{CASES}/{name}")), quoted(&case.about))
}

/// A text as YAML: JSON's strings are YAML's.
fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

/// What stands below a snapshot file's head.
fn content(file: &str) -> &str {
    let below = file.strip_prefix("---\n").and_then(|rest| rest.split_once("\n---\n"));
    below.map_or(file, |(_, content)| content)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read_back() {
        let (name, file) = ("a".to_owned(), "cases/a.toml".to_owned());
        let case = Case { name, file, about: "says \"no\": why".to_owned(), grants: Vec::new(), dataset: Default::default() };
        let written = self::file(&case, "A1 a title: present\n---\nmore\n", "");
        assert_eq!(written.lines().nth(2), Some(r#"expression: "says \"no\": why""#));
        assert_eq!(content(&written), "A1 a title: present\n---\nmore\n");
    }
}
