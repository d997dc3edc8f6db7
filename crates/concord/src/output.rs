//! A folder that is written whole or not at all.

use std::fs::{self, File};
use std::io::BufWriter;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

/// A file for `path` that takes its place when it is persisted, whole; others may read it as far as the user's mask lets them.
///
/// # Errors
/// Where the folder cannot be written.
pub fn whole_file(path: &Path) -> Result<tempfile::NamedTempFile> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let mut builder = tempfile::Builder::new();
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    let made = fs::create_dir_all(folder).and_then(|()| builder.prefix(".concord-").tempfile_in(folder));
    made.with_context(|| format!("cannot write in {}", folder.display()))
}

/// An output folder in the making. Files go to a folder beside it, which takes its place in one step when all are written;
/// dropped before that, nothing is left.
#[derive(Debug)]
pub struct Output {
    target: PathBuf,
    making: tempfile::TempDir,
}

impl Output {
    /// Begins an output folder at `target`. `marks` are the files by which an earlier output of the same kind is known: such a
    /// folder will be replaced, any other that is not empty is refused.
    ///
    /// # Errors
    /// Where `target` is a file, or a folder with other things in it, or cannot be written.
    pub fn begin(target: &Path, marks: &[String]) -> Result<Output> {
        if target.is_file() {
            bail!("{} is a file; name a folder to write to", target.display());
        }
        if target.is_dir() && fs::read_dir(target)?.next().is_some() && !marks.iter().any(|mark| target.join(mark).is_file()) {
            bail!("{} is not empty and holds no earlier output of this command; name another folder", target.display());
        }
        let parent = match target.parent() {
            Some(parent) if !parent.as_os_str().is_empty() => parent,
            _ => Path::new("."),
        };
        fs::create_dir_all(parent).with_context(|| format!("cannot make the folder {}", parent.display()))?;
        let making = tempfile::Builder::new()
            .prefix(".concord-")
            .tempdir_in(parent)
            .with_context(|| format!("cannot write in {}", parent.display()))?;
        Ok(Output { target: target.to_owned(), making })
    }

    /// Where a file stands while it is being written.
    #[must_use]
    pub fn path(&self, name: &str) -> PathBuf {
        self.making.path().join(name)
    }

    /// Opens a file of the output for writing.
    ///
    /// # Errors
    /// Where it cannot be made.
    pub fn file(&self, name: &str) -> Result<BufWriter<File>> {
        let path = self.path(name);
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder)?;
        }
        let file = File::create(&path).with_context(|| format!("cannot write {name} for {}", self.target.display()))?;
        Ok(BufWriter::with_capacity(1 << 18, file))
    }

    /// Writes a file of the output whole.
    ///
    /// # Errors
    /// Where it cannot be written.
    pub fn write(&self, name: &str, bytes: &[u8]) -> Result<()> {
        use std::io::Write;
        let mut file = self.file(name)?;
        file.write_all(bytes).and_then(|()| file.flush()).with_context(|| format!("cannot write {name} for {}", self.target.display()))
    }

    /// Puts the folder in its place. An earlier one goes only when the new one stands.
    ///
    /// # Errors
    /// Where the folder cannot be moved; the earlier one is then put back.
    pub fn finish(self) -> Result<()> {
        let name = self.target.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        let earlier = self.target.with_file_name(format!(".{name}.earlier"));
        let replaced = self.target.exists();
        if earlier.exists() {
            fs::remove_dir_all(&earlier)?;
        }
        if replaced {
            fs::rename(&self.target, &earlier).with_context(|| format!("cannot move {} aside", self.target.display()))?;
        }
        let made = self.making.keep();
        open_to_readers(&made)?;
        if let Err(fault) = fs::rename(&made, &self.target) {
            if replaced {
                fs::rename(&earlier, &self.target)?;
            }
            return Err(fault).with_context(|| format!("cannot put {} in its place", self.target.display()));
        }
        if replaced {
            fs::remove_dir_all(&earlier)?;
        }
        Ok(())
    }
}

/// Temporary folders are private; what they become has the rights that a folder usually gets.
#[cfg(unix)]
fn open_to_readers(folder: &Path) -> Result<()> {
    use std::os::unix::fs::PermissionsExt;
    let usual = fs::metadata(folder.parent().unwrap_or(Path::new(".")))?.permissions().mode() & 0o777;
    Ok(fs::set_permissions(folder, fs::Permissions::from_mode(usual | 0o700))?)
}

#[cfg(not(unix))]
fn open_to_readers(_: &Path) -> Result<()> {
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_unfinished_output_leaves_nothing() {
        let place = tempfile::tempdir().unwrap();
        let target = place.path().join("out");
        let output = Output::begin(&target, &["manifest.json".to_owned()]).unwrap();
        output.write("answers.csv", b"half").unwrap();
        drop(output);
        assert_eq!(fs::read_dir(place.path()).unwrap().count(), 0);
    }

    #[test]
    fn an_earlier_output_is_replaced_whole() {
        let place = tempfile::tempdir().unwrap();
        let target = place.path().join("deep/out");
        for (name, other) in [("first", "second"), ("second", "first")] {
            let output = Output::begin(&target, &["manifest.json".to_owned()]).unwrap();
            output.write("manifest.json", b"{}").unwrap();
            output.write(name, name.as_bytes()).unwrap();
            output.finish().unwrap();
            assert!(target.join(name).exists() && !target.join(other).exists());
        }
        assert_eq!(fs::read_dir(place.path().join("deep")).unwrap().count(), 1);
    }

    #[test]
    fn what_is_not_ours_is_not_touched() {
        let place = tempfile::tempdir().unwrap();
        fs::write(place.path().join("letter.txt"), "dear").unwrap();
        let fault = Output::begin(place.path(), &["manifest.json".to_owned()]).unwrap_err().to_string();
        assert!(fault.contains("is not empty and holds no earlier output"), "{fault}");
        assert!(Output::begin(&place.path().join("letter.txt"), &[]).is_err());
    }
}
