//! Answers that an interrupted run has finished, kept beside its output so that they need not be given again.
//!
//! A shelf is one framework's file: a frame a batch, each with its SHA-256, appended as batches are done. What is cut short or
//! altered ends the shelf; what lies behind it is evaluated again.

use std::fs::{self, File, OpenOptions};
use std::io::{BufReader, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use concord_model::answer::{AnswerColumn, Answers, Cited, Failure};
use sha2::{Digest as _, Sha256};

use crate::digest::Digest;

/// The folder of kept answers of one output.
#[derive(Debug)]
pub struct Kept {
    folder: PathBuf,
}

impl Kept {
    /// The answers kept for the output `out`.
    ///
    /// # Errors
    /// Where the folder beside it cannot be made.
    pub fn beside(out: &Path) -> Result<Kept> {
        let name = out.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        let folder = out.with_file_name(format!(".{name}.kept"));
        fs::create_dir_all(&folder).with_context(|| format!("cannot keep answers in {}", folder.display()))?;
        Ok(Kept { folder })
    }

    /// The shelf of a framework. `inputs` is the digest of all that its answers depend on: the data, the dictionary, the framework,
    /// the options.
    ///
    /// # Errors
    /// Where it cannot be opened.
    pub fn shelf(&self, inputs: &Digest) -> Result<Shelf> {
        let path = self.folder.join(format!("{}.answers", inputs.as_str()));
        let file = OpenOptions::new().read(true).append(true).create(true).open(&path);
        let file = file.with_context(|| format!("cannot keep answers in {}", path.display()))?;
        Ok(Shelf { kept: Some(BufReader::new(file.try_clone()?)), good: 0, file })
    }

    /// Takes the folder away, once the output stands.
    ///
    /// # Errors
    /// Where it cannot be removed.
    pub fn clear(self) -> Result<()> {
        Ok(fs::remove_dir_all(self.folder)?)
    }
}

/// One framework's kept answers, batch by batch in dataset order.
#[derive(Debug)]
pub struct Shelf {
    kept: Option<BufReader<File>>,
    /// How many bytes of whole frames have been read or written.
    good: u64,
    file: File,
}

impl Shelf {
    /// The answers to the next batch, if they were kept.
    pub fn take(&mut self) -> Option<Answers> {
        let frame = read_frame(self.kept.as_mut()?);
        let answers = frame.as_deref().and_then(decode);
        match (&answers, frame) {
            (Some(_), Some(frame)) => self.good += 8 + 32 + frame.len() as u64,
            _ => self.kept = None,
        }
        answers
    }

    /// Keeps the answers to the next batch.
    ///
    /// # Errors
    /// Where they cannot be written.
    pub fn keep(&mut self, answers: &Answers) -> Result<()> {
        if self.kept.take().is_some() || self.file.metadata()?.len() != self.good {
            self.file.set_len(self.good)?;
            self.file.seek(SeekFrom::End(0))?;
        }
        let frame = encode(answers);
        let mut bytes = (frame.len() as u64).to_le_bytes().to_vec();
        bytes.extend_from_slice(&Sha256::digest(&frame));
        bytes.extend_from_slice(&frame);
        self.file.write_all(&bytes)?;
        self.good += bytes.len() as u64;
        Ok(())
    }
}

fn read_frame(from: &mut impl Read) -> Option<Vec<u8>> {
    let (mut length, mut digest) = ([0; 8], [0; 32]);
    from.read_exact(&mut length).ok()?;
    from.read_exact(&mut digest).ok()?;
    let length = u64::from_le_bytes(length);
    let mut frame = Vec::new();
    from.take(length).read_to_end(&mut frame).ok()?;
    (frame.len() as u64 == length && Sha256::digest(&frame)[..] == digest).then_some(frame)
}

fn encode(answers: &Answers) -> Vec<u8> {
    let mut out = Vec::new();
    let number = |out: &mut Vec<u8>, number: usize| out.extend_from_slice(&(number as u32).to_le_bytes());
    let bytes = |out: &mut Vec<u8>, bytes: &[u8]| {
        number(out, bytes.len());
        out.extend_from_slice(bytes);
    };
    number(&mut out, answers.columns.len());
    for column in &answers.columns {
        for part in [&column.answers, &column.looked, &column.reasons, &column.measures] {
            bytes(&mut out, part);
        }
        number(&mut out, column.evidence.len());
        for cited in &column.evidence {
            bytes(&mut out, &cited.offsets);
            bytes(&mut out, &cited.rows);
        }
    }
    number(&mut out, answers.failures.len());
    for failure in &answers.failures {
        number(&mut out, failure.review as usize);
        number(&mut out, failure.indicator as usize);
        bytes(&mut out, failure.message.as_bytes());
    }
    out
}

fn decode(frame: &[u8]) -> Option<Answers> {
    let mut from = Frame(frame);
    let mut answers = Answers::default();
    for _ in 0..from.number()? {
        let mut column = AnswerColumn {
            answers: from.bytes()?,
            looked: from.bytes()?,
            reasons: from.bytes()?,
            measures: from.bytes()?,
            evidence: Vec::new(),
        };
        for _ in 0..from.number()? {
            column.evidence.push(Cited { offsets: from.bytes()?, rows: from.bytes()? });
        }
        answers.columns.push(column);
    }
    for _ in 0..from.number()? {
        let (review, indicator) = (from.number()?, from.number()?);
        answers.failures.push(Failure { review, indicator, message: String::from_utf8(from.bytes()?).ok()? });
    }
    from.0.is_empty().then_some(answers)
}

/// What of a frame is still to be read.
struct Frame<'a>(&'a [u8]);

impl Frame<'_> {
    fn number(&mut self) -> Option<u32> {
        let (four, rest) = self.0.split_first_chunk()?;
        self.0 = rest;
        Some(u32::from_le_bytes(*four))
    }

    fn bytes(&mut self) -> Option<Vec<u8>> {
        let (bytes, rest) = self.number().map(|length| length as usize).and_then(|length| self.0.split_at_checked(length))?;
        self.0 = rest;
        Some(bytes.to_vec())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answers(seed: u8) -> Answers {
        let column = AnswerColumn {
            answers: vec![seed, 1, 254],
            looked: vec![1, 1, 0],
            reasons: vec![0, 0, 2],
            measures: vec![],
            evidence: vec![Cited { offsets: vec![0; 16], rows: vec![] }],
        };
        Answers { columns: vec![column], failures: vec![Failure { review: 2, indicator: 0, message: "why not".to_owned() }] }
    }

    #[test]
    fn what_was_kept_is_taken_up_where_it_ended() {
        let place = tempfile::tempdir().unwrap();
        let kept = Kept::beside(&place.path().join("out")).unwrap();
        let inputs = Digest::of(b"inputs");
        let mut shelf = kept.shelf(&inputs).unwrap();
        assert_eq!(shelf.take(), None);
        shelf.keep(&answers(1)).unwrap();
        shelf.keep(&answers(2)).unwrap();

        // An interruption in the middle of a frame.
        let path = kept.folder.join(format!("{}.answers", inputs.as_str()));
        let whole = fs::read(&path).unwrap();
        fs::write(&path, &whole[..whole.len() - 5]).unwrap();

        let mut shelf = kept.shelf(&inputs).unwrap();
        assert_eq!(shelf.take(), Some(answers(1)));
        assert_eq!(shelf.take(), None);
        shelf.keep(&answers(2)).unwrap();
        assert_eq!(fs::read(&path).unwrap(), whole);
        kept.clear().unwrap();
        assert_eq!(fs::read_dir(place.path()).unwrap().count(), 0);
    }

    #[test]
    fn altered_answers_are_not_believed() {
        let place = tempfile::tempdir().unwrap();
        let kept = Kept::beside(&place.path().join("out")).unwrap();
        let inputs = Digest::of(b"inputs");
        kept.shelf(&inputs).unwrap().keep(&answers(1)).unwrap();
        let path = kept.folder.join(format!("{}.answers", inputs.as_str()));
        let mut bytes = fs::read(&path).unwrap();
        let last = bytes.len() - 1;
        bytes[last] ^= 1;
        fs::write(&path, bytes).unwrap();
        assert_eq!(kept.shelf(&inputs).unwrap().take(), None);
    }
}
