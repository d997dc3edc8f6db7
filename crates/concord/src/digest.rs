//! SHA-256 of what goes into a run, and that it is what was read.

use std::fs::{File, Metadata};
use std::io::{Read, Result};
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use serde::Serialize;
use sha2::{Digest as _, Sha256};

/// A SHA-256, written as hexadecimal digits.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Digest(String);

impl Digest {
    /// The digest of some bytes.
    #[must_use]
    pub fn of(bytes: &[u8]) -> Digest {
        Digest::finish(Sha256::new_with_prefix(bytes))
    }

    /// The digest of a file, read in pieces.
    ///
    /// # Errors
    /// Where it cannot be read.
    pub fn of_file(path: &Path) -> Result<Digest> {
        let (mut file, mut sha, mut piece) = (File::open(path)?, Sha256::new(), vec![0; 1 << 20]);
        loop {
            match file.read(&mut piece)? {
                0 => return Ok(Digest::finish(sha)),
                read => sha.update(&piece[..read]),
            }
        }
    }

    /// A digest by its digits; `None` where they are none.
    #[must_use]
    pub fn from_digits(digits: &str) -> Option<Digest> {
        let digit = |byte: u8| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte);
        (digits.len() == 64 && digits.bytes().all(digit)).then(|| Digest(digits.to_owned()))
    }

    fn finish(sha: Sha256) -> Digest {
        Digest(sha.finalize().iter().map(|byte| format!("{byte:02x}")).collect())
    }

    /// The hexadecimal digits.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// A file as it was before it was read.
///
/// Data are read in several passes, and by place where they are Parquet, so that no one pass sees the bytes go by. They are hashed before,
/// and again after: where neither the digest nor the file is another, what was hashed is what was read.
#[derive(Debug)]
pub struct Before {
    /// Where it lies.
    pub path: PathBuf,
    /// Its digest.
    pub digest: Digest,
    identity: Identity,
}

/// What changes when a file is replaced or written to, even if its bytes come to be the same again.
type Identity = (u64, u64, u64, Option<SystemTime>, (i64, i64));

impl Before {
    /// Looks at a file.
    ///
    /// # Errors
    /// Where it cannot be read.
    pub fn of(path: PathBuf) -> Result<Before> {
        let identity = identity(&path.metadata()?);
        Ok(Before { digest: Digest::of_file(&path)?, identity, path })
    }

    /// Whether the file is still as it was.
    ///
    /// # Errors
    /// Where it can no longer be read.
    pub fn holds(&self) -> Result<bool> {
        let same = || Ok::<_, std::io::Error>(identity(&self.path.metadata()?) == self.identity);
        Ok(same()? && Digest::of_file(&self.path)? == self.digest && same()?)
    }
}

#[cfg(unix)]
fn identity(about: &Metadata) -> Identity {
    use std::os::unix::fs::MetadataExt;
    (about.dev(), about.ino(), about.len(), about.modified().ok(), (about.ctime(), about.ctime_nsec()))
}

#[cfg(not(unix))]
fn identity(about: &Metadata) -> Identity {
    (0, 0, about.len(), about.modified().ok(), (0, 0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_that_was_written_to_is_not_as_it_was() {
        let place = tempfile::tempdir().unwrap();
        let path = place.path().join("reviews.jsonl");
        let write = |text: &str| std::fs::write(&path, text).unwrap();
        let later = || std::thread::sleep(std::time::Duration::from_millis(20));
        write("one");
        later();
        let before = Before::of(path.clone()).unwrap();
        assert!(before.holds().unwrap() && before.holds().unwrap());
        write("two");
        assert!(!before.holds().unwrap(), "of the same length");
        later();
        write("one");
        assert!(cfg!(not(unix)) || !before.holds().unwrap(), "though its bytes are the same again");
        std::fs::remove_file(&path).unwrap();
        assert!(before.holds().is_err());
    }

    #[test]
    fn digests_are_the_published_ones() {
        // FIPS 180-2, appendix B.1
        assert_eq!(Digest::of(b"abc").as_str(), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    }
}
