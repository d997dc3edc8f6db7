//! SHA-256 of what goes into a run.

use std::fs::File;
use std::io::{Read, Result};
use std::path::Path;

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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digests_are_the_published_ones() {
        // FIPS 180-2, appendix B.1
        assert_eq!(Digest::of(b"abc").as_str(), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    }
}
