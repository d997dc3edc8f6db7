//! A single file that is written whole or not at all.

use std::fs;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use tempfile::NamedTempFile;

/// A single file in the making; it takes its place in one step when it is finished.
#[derive(Debug)]
pub struct Single {
    target: PathBuf,
    replaces: Replaces,
    making: BufWriter<NamedTempFile>,
}

/// What a file may replace.
#[derive(Clone, Copy)]
pub enum Replaces {
    /// Nothing.
    Nothing,
    /// A file that is known, by what is in it, as written by the same command and not changed since.
    Own(fn(&[u8]) -> bool),
    /// Whatever is there, for a person has said so.
    AsAsked,
}

impl Single {
    /// Begins a file.
    ///
    /// # Errors
    /// Where something is there that may not be replaced, or the place cannot be written.
    pub fn begin(target: &Path, replaces: Replaces) -> Result<Single> {
        replaces.check(target)?;
        let making = if is_stream(target) {
            NamedTempFile::new().context("there is no room for a temporary file")?
        } else {
            let folder = target.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
            let mut builder = tempfile::Builder::new();
            #[cfg(unix)]
            builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
            let made = fs::create_dir_all(folder).and_then(|()| builder.prefix(".concord-").tempfile_in(folder));
            made.with_context(|| format!("cannot write in {}", folder.display()))?
        };
        Ok(Single { target: target.to_owned(), replaces, making: BufWriter::new(making) })
    }

    /// Writes a file whole.
    ///
    /// # Errors
    /// As [`Single::begin`] and [`Single::finish`].
    pub fn write_whole(target: &Path, replaces: Replaces, bytes: &[u8]) -> Result<()> {
        let mut single = Single::begin(target, replaces)?;
        single.write_all(bytes).with_context(|| format!("cannot write {}", target.display()))?;
        single.finish()
    }

    /// Puts the file in its place.
    ///
    /// # Errors
    /// Where it cannot be put there, or what may not be replaced was put there meanwhile.
    pub fn finish(self) -> Result<()> {
        let Single { target, replaces, making } = self;
        let cannot = || format!("cannot write {}", target.display());
        let making = making.into_inner().map_err(io::IntoInnerError::into_error).with_context(cannot)?;
        if is_stream(&target) {
            let copied = fs::OpenOptions::new().write(true).open(&target).and_then(|mut to| io::copy(&mut making.reopen()?, &mut to));
            return copied.map(drop).with_context(cannot);
        }
        replaces.check(&target)?;
        if target.exists() {
            making.persist(&target).with_context(cannot)?;
        } else {
            making.persist_noclobber(&target).with_context(cannot)?;
        }
        Ok(())
    }
}

impl Write for Single {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.making.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.making.flush()
    }
}

impl Replaces {
    /// Checks that a file may be put in a place.
    ///
    /// # Errors
    /// What is there.
    pub fn check(self, target: &Path) -> Result<()> {
        let shown = target.display();
        if target.is_dir() {
            bail!("{shown} is a folder; name a file to write to");
        }
        if is_stream(target) || matches!(self, Replaces::AsAsked) {
            return Ok(());
        }
        if target.is_symlink() {
            bail!("{shown} is a link, which is not replaced; name a file to write to");
        }
        match (self, fs::read(target)) {
            (_, Err(fault)) if fault.kind() == io::ErrorKind::NotFound => Ok(()),
            (_, Err(fault)) => Err(fault).with_context(|| format!("cannot tell what {shown} is")),
            (Replaces::Own(ours), Ok(bytes)) if ours(&bytes) => Ok(()),
            (Replaces::Own(_), Ok(_)) => {
                bail!("{shown} is there already, and this command did not write it or it was changed since; move it away or name another")
            }
            (_, Ok(_)) => bail!("{shown} is there already; move it away or name another file"),
        }
    }
}

impl std::fmt::Debug for Replaces {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Replaces::Nothing => "Nothing",
            Replaces::Own(_) => "Own",
            Replaces::AsAsked => "AsAsked",
        })
    }
}

/// Whether a path is something that takes bytes and keeps none: a pipe, a terminal, `/dev/stdout`.
fn is_stream(path: &Path) -> bool {
    fs::metadata(path).is_ok_and(|about| !about.is_file() && !about.is_dir())
}
