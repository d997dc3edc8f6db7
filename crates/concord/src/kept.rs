//! Answers that an interrupted run has finished, kept beside its output so that they need not be given again.
//!
//! A shelf is one framework's file: a frame a block, appended as blocks are done, with all that the run tells of it: answers, fuel, health
//! and audit. Each frame has a SHA-256 of the one before, the first of all that the answers depend on, and of itself. What is cut short,
//! altered, moved, or could not be this framework's answers ends the shelf; from there on all is evaluated again.

use std::fs::{self, File, OpenOptions};
use std::io::{BufReader, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use concord_model::answer::{AnswerColumn, Answers, Cited, Failure};
use concord_sandbox::{Audited, Block, Evaluated, Health, Level, Log};
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
        let chain = Sha256::digest(inputs.as_str()).into();
        Ok(Shelf { kept: Some(BufReader::new(file.try_clone()?)), good: 0, chain, file })
    }

    /// Takes the folder away, once the output stands.
    ///
    /// # Errors
    /// Where it cannot be removed.
    pub fn clear(self) -> Result<()> {
        Ok(fs::remove_dir_all(self.folder)?)
    }
}

/// One framework's kept blocks, in dataset order.
#[derive(Debug)]
pub struct Shelf {
    kept: Option<BufReader<File>>,
    /// How many bytes of good frames have been read or written.
    good: u64,
    /// The digest of the last good frame; before any, of the inputs.
    chain: [u8; 32],
    file: File,
}

impl Shelf {
    /// The next block, if it was kept and `is_sound`.
    pub fn take(&mut self, is_sound: impl FnOnce(&Block) -> bool) -> Option<Block> {
        let read = self.kept.as_mut().and_then(read_frame);
        let good = read.and_then(|(digest, frame)| {
            let whole = link(&self.chain, &frame) == digest;
            Some((digest, frame.len(), whole.then(|| block(&frame)).flatten().filter(is_sound)?))
        });
        let Some((digest, length, block)) = good else {
            self.kept = None;
            return None;
        };
        self.chain = digest;
        self.good += 8 + 32 + length as u64;
        Some(block)
    }

    /// Keeps the next block.
    ///
    /// # Errors
    /// Where it cannot be written.
    pub fn keep(&mut self, block: &Block) -> Result<()> {
        if self.kept.take().is_some() || self.file.metadata()?.len() != self.good {
            self.file.set_len(self.good)?;
            self.file.seek(SeekFrom::End(0))?;
        }
        let frame = frame(block);
        self.chain = link(&self.chain, &frame);
        let mut bytes = (frame.len() as u64).to_le_bytes().to_vec();
        bytes.extend_from_slice(&self.chain);
        bytes.extend_from_slice(&frame);
        self.file.write_all(&bytes)?;
        self.good += bytes.len() as u64;
        Ok(())
    }
}

/// The digest of a frame after another.
fn link(before: &[u8; 32], frame: &[u8]) -> [u8; 32] {
    Sha256::new_with_prefix(before).chain_update(frame).finalize().into()
}

/// The next frame with the digest before it.
fn read_frame(from: &mut BufReader<File>) -> Option<([u8; 32], Vec<u8>)> {
    let (mut length, mut digest) = ([0; 8], [0; 32]);
    from.read_exact(&mut length).ok()?;
    from.read_exact(&mut digest).ok()?;
    let length = u64::from_le_bytes(length);
    let mut frame = Vec::new();
    from.take(length).read_to_end(&mut frame).ok()?;
    (frame.len() as u64 == length).then_some((digest, frame))
}

/// A block as bytes.
fn frame(block: &Block) -> Vec<u8> {
    let mut into = Writing(Vec::new());
    let Health { fuel, memory, failed, given_up, audited, impure, log } = &block.health;
    [*fuel, *memory as u64, *failed, audited.alone, audited.together, log.dropped].into_iter().for_each(|number| into.long(number));
    [given_up, impure].into_iter().for_each(|words| into.words(words.as_deref()));
    into.number(log.messages.len());
    for (level, message) in &log.messages {
        into.number(*level as usize);
        into.bytes(message.as_bytes());
    }
    into.number(block.batches.len());
    for Evaluated { answers, fuel } in &block.batches {
        into.long(*fuel);
        into.answers(answers);
    }
    into.0
}

/// A block from its bytes, where they are one.
fn block(frame: &[u8]) -> Option<Block> {
    let mut from = Frame(frame);
    let [fuel, memory, failed, alone, together, dropped] = from.longs()?;
    let (given_up, impure) = (from.words()?, from.words()?);
    let messages = (0..from.number()?).map(|_| Some((level(from.number()?)?, from.text()?))).collect::<Option<_>>()?;
    let audited = Audited { alone, together };
    let log = Log { messages, dropped };
    let health = Health { fuel, memory: usize::try_from(memory).ok()?, failed, given_up, audited, impure, log };
    let batches = (0..from.number()?).map(|_| from.evaluated()).collect::<Option<_>>()?;
    from.0.is_empty().then_some(Block { batches, health })
}

fn level(number: u32) -> Option<Level> {
    [Level::Info, Level::Warn, Level::Error].into_iter().find(|level| *level as u32 == number)
}

/// What of a frame is written.
struct Writing(Vec<u8>);

impl Writing {
    fn number(&mut self, number: usize) {
        self.0.extend_from_slice(&(number as u32).to_le_bytes());
    }

    fn long(&mut self, number: u64) {
        self.0.extend_from_slice(&number.to_le_bytes());
    }

    fn bytes(&mut self, bytes: &[u8]) {
        self.number(bytes.len());
        self.0.extend_from_slice(bytes);
    }

    fn words(&mut self, words: Option<&str>) {
        self.number(usize::from(words.is_some()));
        words.into_iter().for_each(|words| self.bytes(words.as_bytes()));
    }

    fn answers(&mut self, answers: &Answers) {
        self.number(answers.columns.len());
        for column in &answers.columns {
            for part in [&column.answers, &column.looked, &column.reasons, &column.measures] {
                self.bytes(part);
            }
            self.number(column.evidence.len());
            for cited in &column.evidence {
                self.bytes(&cited.offsets);
                self.bytes(&cited.rows);
            }
        }
        self.number(answers.failures.len());
        for failure in &answers.failures {
            self.number(failure.review as usize);
            self.number(failure.indicator as usize);
            self.bytes(failure.message.as_bytes());
        }
    }
}

/// What of a frame is still to be read.
struct Frame<'a>(&'a [u8]);

impl Frame<'_> {
    fn number(&mut self) -> Option<u32> {
        let (four, rest) = self.0.split_first_chunk()?;
        self.0 = rest;
        Some(u32::from_le_bytes(*four))
    }

    fn longs<const N: usize>(&mut self) -> Option<[u64; N]> {
        let mut longs = [0; N];
        for long in &mut longs {
            let (eight, rest) = self.0.split_first_chunk()?;
            self.0 = rest;
            *long = u64::from_le_bytes(*eight);
        }
        Some(longs)
    }

    fn text(&mut self) -> Option<String> {
        String::from_utf8(self.bytes()?).ok()
    }

    /// Words that may be missing.
    fn words(&mut self) -> Option<Option<String>> {
        match self.number()? {
            0 => Some(None),
            1 => self.text().map(Some),
            _ => None,
        }
    }

    fn evaluated(&mut self) -> Option<Evaluated> {
        let [fuel] = self.longs()?;
        Some(Evaluated { fuel, answers: self.answers()? })
    }

    fn answers(&mut self) -> Option<Answers> {
        let mut answers = Answers::default();
        for _ in 0..self.number()? {
            let [answered, looked, reasons, measures] = [self.bytes()?, self.bytes()?, self.bytes()?, self.bytes()?];
            let mut column = AnswerColumn { answers: answered, looked, reasons, measures, evidence: Vec::new() };
            for _ in 0..self.number()? {
                column.evidence.push(Cited { offsets: self.bytes()?, rows: self.bytes()? });
            }
            answers.columns.push(column);
        }
        for _ in 0..self.number()? {
            answers.failures.push(Failure { review: self.number()?, indicator: self.number()?, message: self.text()? });
        }
        Some(answers)
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

    fn block(seed: u8) -> Block {
        let column = AnswerColumn {
            answers: vec![seed, 1, 254],
            looked: vec![1, 1, 0],
            reasons: vec![0, 0, 2],
            measures: vec![],
            evidence: vec![Cited { offsets: vec![0; 16], rows: vec![] }],
        };
        let failures = vec![Failure { review: 2, indicator: 0, message: "why not".to_owned() }];
        let health = Health {
            fuel: 1 << 40,
            memory: 2,
            failed: 3,
            given_up: Some("it failed".to_owned()),
            audited: Audited { alone: 4, together: 5 },
            impure: None,
            log: Log { messages: vec![(Level::Warn, "slowly".to_owned())], dropped: 6 },
        };
        Block { batches: vec![Evaluated { answers: Answers { columns: vec![column], failures }, fuel: 7 }], health }
    }

    /// A shelf with these blocks, its file, and what holds them.
    fn shelf_of(blocks: &[Block], inputs: &Digest) -> (tempfile::TempDir, Kept, PathBuf) {
        let place = tempfile::tempdir().unwrap();
        let kept = Kept::beside(&place.path().join("out")).unwrap();
        let mut shelf = kept.shelf(inputs).unwrap();
        blocks.iter().for_each(|block| shelf.keep(block).unwrap());
        let path = kept.folder.join(format!("{}.answers", inputs.as_str()));
        (place, kept, path)
    }

    #[test]
    fn what_was_kept_is_taken_up_where_it_ended() {
        let inputs = Digest::of(b"inputs");
        let (place, kept, path) = shelf_of(&[block(1), block(2)], &inputs);
        // An interruption in the middle of a frame.
        let whole = fs::read(&path).unwrap();
        fs::write(&path, &whole[..whole.len() - 5]).unwrap();

        let mut shelf = kept.shelf(&inputs).unwrap();
        assert_eq!(shelf.take(|_| true), Some(block(1)));
        assert_eq!(shelf.take(|_| true), None);
        shelf.keep(&block(2)).unwrap();
        assert_eq!(fs::read(&path).unwrap(), whole);
        kept.clear().unwrap();
        assert_eq!(fs::read_dir(place.path()).unwrap().count(), 0);
    }

    #[test]
    fn no_byte_that_was_altered_is_believed() {
        let inputs = Digest::of(b"inputs");
        let (_place, kept, path) = shelf_of(&[block(1)], &inputs);
        let whole = fs::read(&path).unwrap();
        for at in 0..whole.len() {
            let mut bytes = whole.clone();
            bytes[at] ^= 1;
            fs::write(&path, bytes).unwrap();
            assert_eq!(kept.shelf(&inputs).unwrap().take(|_| true), None, "byte {at}");
        }
    }

    #[test]
    fn frames_stand_in_one_place_of_one_shelf() {
        let (inputs, others) = (Digest::of(b"inputs"), Digest::of(b"others"));
        let (_place, kept, path) = shelf_of(&[block(1), block(2), block(3)], &inputs);
        let whole = fs::read(&path).unwrap();
        let frame = whole.len() / 3;
        let (first, rest) = whole.split_at(frame);
        let taken = |bytes: &[u8], inputs: &Digest| {
            fs::write(kept.folder.join(format!("{}.answers", inputs.as_str())), bytes).unwrap();
            let mut shelf = kept.shelf(inputs).unwrap();
            std::iter::from_fn(|| shelf.take(|_| true)).count()
        };
        assert_eq!(taken(&whole, &inputs), 3);
        assert_eq!(taken(&whole, &others), 0, "of other inputs");
        assert_eq!(taken(rest, &inputs), 0, "the first left out");
        assert_eq!(taken(&[first, &rest[frame..]].concat(), &inputs), 1, "the second left out");
        assert_eq!(taken(&[first, first].concat(), &inputs), 1, "one twice");
    }

    #[test]
    fn what_is_not_sound_is_evaluated_again_and_kept_instead() {
        let inputs = Digest::of(b"inputs");
        let (_place, kept, path) = shelf_of(&[block(1), block(200), block(3)], &inputs);
        let mut shelf = kept.shelf(&inputs).unwrap();
        assert_eq!(shelf.take(|_| true), Some(block(1)));
        assert_eq!(shelf.take(|block| block.batches[0].answers.columns[0].answers[0] < 100), None);
        assert_eq!(shelf.take(|_| true), None, "nor what lies behind it");
        shelf.keep(&block(2)).unwrap();
        shelf.keep(&block(3)).unwrap();
        let (_other, _, wanted) = shelf_of(&[block(1), block(2), block(3)], &inputs);
        assert_eq!(fs::read(&path).unwrap(), fs::read(wanted).unwrap());
    }
}
