//! Compiled code, kept for the next run.
//!
//! Compiled code is machine code: whoever could put some in would run it. So it lies in a folder that only its owner may open,
//! each file starts with what it is and the SHA-256 of the rest, and whatever is off is compiled again without a word.

use std::fs;
use std::hash::{Hash, Hasher};
use std::io;
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};
use wasmtime::Engine;
use wasmtime::component::Component;

/// A folder of compiled code.
#[derive(Debug, Clone)]
pub struct Cache {
    folder: PathBuf,
}

const MAGIC: &[u8; 16] = b"concord code 1\n\0";

impl Cache {
    /// Opens a folder as a cache; makes it where it is not there.
    ///
    /// # Errors
    /// Where it cannot be made, or is open to others than its owner.
    pub fn open(folder: &Path) -> io::Result<Cache> {
        make_private(folder)?;
        if !is_private(folder)? {
            let message = format!("{}: others than its owner may open it (run: chmod 700 {0})", folder.display());
            return Err(io::Error::new(io::ErrorKind::PermissionDenied, message));
        }
        Ok(Cache { folder: folder.to_owned() })
    }

    /// The compiled code of a component, if it is there and whole.
    pub(crate) fn load(&self, engine: &Engine, component: &[u8; 32]) -> Option<Component> {
        let head = head(engine, component);
        let file = fs::read(self.path(&head)).ok()?;
        let code = file.strip_prefix(&head[..])?;
        let (digest, code) = code.split_first_chunk::<32>()?;
        if Sha256::digest(code)[..] != digest[..] {
            return None;
        }
        // SAFETY: the bytes are what `store` serialised, for this very engine's settings: only the owner of the folder can
        // write there, the head names the engine and the component, and the digest says that the file is whole.
        unsafe { Component::deserialize(engine, code) }.ok()
    }

    /// Keeps the compiled code of a component. Where that fails it is compiled again next time.
    pub(crate) fn store(&self, engine: &Engine, component: &[u8; 32], compiled: &Component) {
        let Ok(code) = compiled.serialize() else { return };
        let head = head(engine, component);
        let file = [&head[..], &Sha256::digest(&code)[..], &code].concat();
        let path = self.path(&head);
        let unfinished = path.with_extension(format!("{}.new", std::process::id()));
        if fs::write(&unfinished, file).and_then(|()| fs::rename(&unfinished, &path)).is_err() {
            let _ = fs::remove_file(&unfinished);
        }
    }

    fn path(&self, head: &[u8]) -> PathBuf {
        let name: String = Sha256::digest(head).iter().map(|byte| format!("{byte:02x}")).collect();
        self.folder.join(name)
    }
}

/// What a file is: the compiled code of a component for an engine of one version with one set of settings on one kind of
/// processor.
fn head(engine: &Engine, component: &[u8; 32]) -> Vec<u8> {
    let mut settings = Settings(Sha256::new());
    engine.precompile_compatibility_hash().hash(&mut settings);
    [&MAGIC[..], component, &settings.0.finalize()].concat()
}

/// Hashes what the engine says of itself so that it is the same in every process.
struct Settings(Sha256);

impl Hasher for Settings {
    fn write(&mut self, bytes: &[u8]) {
        self.0.update(bytes);
    }

    fn finish(&self) -> u64 {
        0
    }
}

#[cfg(unix)]
fn make_private(folder: &Path) -> io::Result<()> {
    use std::os::unix::fs::DirBuilderExt;
    if let Some(above) = folder.parent() {
        fs::create_dir_all(above)?;
    }
    match fs::DirBuilder::new().mode(0o700).create(folder) {
        Err(error) if error.kind() != io::ErrorKind::AlreadyExists => Err(error),
        _ => Ok(()),
    }
}

/// Whether a folder is closed to others and the user's own, as a file is that was just made in it.
#[cfg(unix)]
fn is_private(folder: &Path) -> io::Result<bool> {
    use std::os::unix::fs::MetadataExt;
    let about = fs::symlink_metadata(folder)?;
    if !about.is_dir() || about.mode() & 0o077 != 0 {
        return Ok(false);
    }
    let probe = folder.join(format!("{}.probe", std::process::id()));
    let _ = fs::remove_file(&probe);
    let mine = fs::OpenOptions::new().write(true).create_new(true).open(&probe).and_then(|probe| probe.metadata());
    let _ = fs::remove_file(&probe);
    Ok(about.uid() == mine?.uid())
}

#[cfg(not(unix))]
fn make_private(folder: &Path) -> io::Result<()> {
    fs::create_dir_all(folder)
}

/// A user's own folders are closed to others there.
#[cfg(not(unix))]
fn is_private(_: &Path) -> io::Result<bool> {
    Ok(true)
}
