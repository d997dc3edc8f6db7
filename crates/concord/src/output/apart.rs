//! That what is written lies apart from what is read.

use std::fs;
use std::io;
use std::path::{Component, Path, PathBuf};

use anyhow::{Context, Result, bail};

/// A path without links, also where its last parts are not there yet.
pub(super) fn resolved(path: &Path) -> Result<PathBuf> {
    let whole = std::path::absolute(path).with_context(|| format!("cannot tell where {} lies", path.display()))?;
    let mut resolved = PathBuf::new();
    for part in whole.components() {
        match part {
            Component::ParentDir => drop(resolved.pop()),
            part => resolved.push(part),
        }
        match resolved.canonicalize() {
            Ok(there) => resolved = there,
            Err(fault) if fault.kind() == io::ErrorKind::NotFound => {}
            Err(fault) => return Err(fault).with_context(|| format!("cannot tell where {} lies", path.display())),
        }
    }
    Ok(resolved)
}

/// Checks that a resolved target is none of the inputs, lies in none of them and holds none of them.
///
/// # Errors
/// The first input that it touches.
pub(super) fn check(target: &Path, shown: &Path, inputs: &[&Path]) -> Result<()> {
    for input in inputs {
        for place in places(input) {
            let (shown, input) = (shown.display(), input.display());
            if target == place {
                bail!("{shown} is what is read ({input}); name another place to write to");
            }
            if target.starts_with(&place) {
                bail!("{shown} lies in what is read ({input}); name a place outside of it to write to");
            }
            if place.starts_with(target) {
                bail!("{shown} holds what is read ({input}); name another place to write to");
            }
        }
    }
    Ok(())
}

/// Where an input lies: itself, and what the links in it lead to. An input that is not there is for its reader to tell.
fn places(input: &Path) -> Vec<PathBuf> {
    let links = fs::read_dir(input).into_iter().flatten().flatten().map(|entry| entry.path()).filter(|path| path.is_symlink());
    [input.to_owned()].into_iter().chain(links).filter_map(|path| path.canonicalize().ok()).collect()
}
