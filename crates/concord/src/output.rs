//! What commands write: folders and files that are written whole or not at all, and what they may replace.
//!
//! A command replaces and removes only what it can tell that it wrote itself and that nobody has changed since. Of a folder the list in it
//! tells ([`Output`]), of a single file what is in it ([`Single`]). Anything else makes it refuse, before any work is done, and nothing is
//! written where something is read.

mod apart;
mod list;
pub mod seal;
mod single;

use std::fs::{self, File};
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use anyhow::{Context, Result, bail};

use self::list::{LIST, List};
pub use self::single::{Replaces, Single};

/// The folder in the making, within a temporary one beside the target. That one is private; this one has the rights that folders get.
const MADE: &str = "output";

/// An output folder in the making. Files go to a folder beside it, which takes its place in one step when all are written;
/// dropped before that, nothing is left.
#[derive(Debug)]
pub struct Output {
    target: PathBuf,
    /// The target as it was given.
    shown: PathBuf,
    making: tempfile::TempDir,
    /// The command, whose earlier output may be replaced; `None` where the folder is to be new, and gets no list.
    command: Option<&'static str>,
    /// The files that carry their own digest.
    sealed: Mutex<Vec<String>>,
}

impl Output {
    /// Begins an output folder of a command (`run`, `data synth`) at `target`. It will replace an earlier output of the same command that
    /// is as it was written. `inputs` are the files and folders that are read.
    ///
    /// # Errors
    /// Where anything else is in `target`, where it is one of the inputs, lies in one or holds one, or cannot be written.
    pub fn begin(target: &Path, command: &'static str, inputs: &[&Path]) -> Result<Output> {
        Output::new(target, Some(command), inputs)
    }

    /// Begins a folder that must be new or empty, and that its author goes on with.
    ///
    /// # Errors
    /// Where anything is in `target`, or it cannot be written.
    pub fn fresh(target: &Path) -> Result<Output> {
        Output::new(target, None, &[])
    }

    fn new(target: &Path, command: Option<&'static str>, inputs: &[&Path]) -> Result<Output> {
        let shown = target.to_owned();
        if target.is_symlink() {
            bail!("{} is a link, which is not replaced; name a folder to write to", shown.display());
        }
        let target = apart::resolved(target)?;
        if target.exists() && !target.is_dir() {
            bail!("{} is a file; name a folder to write to", shown.display());
        }
        apart::check(&target, &shown, inputs)?;
        if let Some(objection) = objection(&target, &shown, command)? {
            bail!("{objection}; move that away, or name another folder");
        }
        let parent = target.parent().with_context(|| format!("{} cannot be written to; name a folder", shown.display()))?;
        fs::create_dir_all(parent).with_context(|| format!("cannot make the folder {}", parent.display()))?;
        let making = tempfile::Builder::new().prefix(".concord-").tempdir_in(parent);
        let making = making.with_context(|| format!("cannot write in {}", parent.display()))?;
        fs::create_dir(making.path().join(MADE)).with_context(|| format!("cannot write in {}", parent.display()))?;
        Ok(Output { target, shown, making, command, sealed: Mutex::new(Vec::new()) })
    }

    /// The name within the folder of a file that is to lie in it; `None` where it lies elsewhere.
    ///
    /// # Errors
    /// Where it cannot be told where the file lies.
    pub fn name_of(&self, file: &Path) -> Result<Option<String>> {
        let file = apart::resolved(file)?;
        Ok(file.strip_prefix(&self.target).ok().map(|name| name.to_string_lossy().replace('\\', "/")))
    }

    /// Where a file stands while it is being written.
    #[must_use]
    pub fn path(&self, name: &str) -> PathBuf {
        self.making.path().join(MADE).join(name)
    }

    /// Opens a file of the output for writing.
    ///
    /// # Errors
    /// Where it cannot be made, or was made already.
    pub fn file(&self, name: &str) -> Result<BufWriter<File>> {
        let path = self.path(name);
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder).with_context(|| format!("cannot write {name} for {}", self.shown.display()))?;
        }
        let file = File::create_new(&path).with_context(|| format!("cannot write {name} for {}", self.shown.display()))?;
        Ok(BufWriter::with_capacity(1 << 18, file))
    }

    /// Writes a file of the output whole.
    ///
    /// # Errors
    /// Where it cannot be written.
    pub fn write(&self, name: &str, bytes: &[u8]) -> Result<()> {
        let mut file = self.file(name)?;
        file.write_all(bytes).and_then(|()| file.flush()).with_context(|| format!("cannot write {name} for {}", self.shown.display()))
    }

    /// Writes a text that differs from run to run, with its own digest in the place for it (see [`seal`]).
    ///
    /// # Errors
    /// Where it cannot be written.
    pub fn write_sealed(&self, name: &str, text: &str) -> Result<()> {
        self.sealed.lock().unwrap_or_else(PoisonError::into_inner).push(name.to_owned());
        self.write(name, seal::sealed(text).as_bytes())
    }

    /// Puts the folder in its place. An earlier one goes only when the new one stands.
    ///
    /// # Errors
    /// Where it cannot be put there; the earlier one then stays, and what was written is kept beside it.
    pub fn finish(self) -> Result<()> {
        let Output { target, shown, making, command, sealed } = self;
        let made = making.path().join(MADE);
        if let Some(command) = command {
            let list = List::of(&made, command, &sealed.into_inner().unwrap_or_else(PoisonError::into_inner))?;
            let written = File::create_new(made.join(LIST)).and_then(|mut file| file.write_all(list.text().as_bytes()));
            written.with_context(|| format!("cannot write {LIST} for {}", shown.display()))?;
        }
        // From here on nothing goes by itself: the earlier output may lie in the folder.
        let beside = making.keep();
        let placed = place(&beside, &target, &shown, command);
        let left = placed.with_context(|| format!("cannot write {}; what was made is kept in {}", shown.display(), beside.display()))?;
        match left {
            None => Ok(fs::remove_dir(&beside)?),
            Some(left) => {
                bail!("{} is written, but what was put into the earlier one meanwhile is left in {}", shown.display(), left.display())
            }
        }
    }
}

/// Puts the finished folder of a temporary one in its place, the earlier one aside, and removes that. The work may have taken hours, so
/// what is there is looked at again. Returns where something is left of the earlier one.
fn place(beside: &Path, target: &Path, shown: &Path, command: Option<&str>) -> Result<Option<PathBuf>> {
    if let Some(objection) = objection(target, shown, command)? {
        bail!("{objection}");
    }
    let (made, earlier) = (beside.join(MADE), beside.join("earlier"));
    let Some(list) = List::read(target) else {
        if target.is_dir() {
            fs::remove_dir(target)?;
        }
        fs::rename(made, target)?;
        return Ok(None);
    };
    fs::rename(target, &earlier)?;
    if let Err(fault) = fs::rename(made, target) {
        let back = fs::rename(&earlier, target);
        return Err(fault).context(if back.is_ok() { "the earlier output stays" } else { "the earlier output lies there too" });
    }
    Ok(if list.remove(&earlier)? { None } else { Some(earlier) })
}

/// Why what is at a place cannot be replaced.
fn objection(target: &Path, shown: &Path, command: Option<&str>) -> Result<Option<String>> {
    if !target.exists() {
        return Ok(None);
    }
    let cannot = || format!("cannot tell what is in {}", shown.display());
    let objection = match command {
        Some(command) => List::objection(target, command).with_context(cannot)?,
        None => List::all(target).with_context(cannot)?.map(|names| format!("it is not empty: {names}")),
    };
    Ok(objection.map(|why| format!("{}: {why}", shown.display())))
}

#[cfg(test)]
mod tests;
