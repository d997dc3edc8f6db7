//! A file of JSON cut into its records: by lines, or by the items of one array.

use std::fs::File;
use std::io::{BufRead, BufReader, Read};
use std::path::{Path, PathBuf};

use super::super::LARGEST_RECORD;
use crate::error::ReadError;
use crate::folder::Form;

/// Where a record stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Piece {
    /// Which line or item, from 1.
    pub(super) place: u32,
    /// The line on which it starts, from 1.
    pub(super) line: u32,
}

/// Cuts a file into records.
pub(super) struct Splitter {
    path: PathBuf,
    input: BufReader<File>,
    form: Form,
    line: u32,
    items: u32,
    closed: bool,
}

/// How far an item of an array has been looked through.
#[derive(Default)]
struct Scan {
    depth: u32,
    in_text: bool,
    escaped: bool,
}

/// What a byte does to an array.
enum Step {
    Within,
    NextItem,
    Close,
}

impl Splitter {
    pub(super) fn open(path: &Path, form: Form) -> Result<Splitter, ReadError> {
        let unreadable = |source| ReadError::Unreadable { path: path.to_owned(), source };
        let input = BufReader::with_capacity(1 << 18, File::open(path).map_err(unreadable)?);
        let mut splitter = Splitter { path: path.to_owned(), input, form, line: 1, items: 0, closed: false };
        splitter.skip_mark()?;
        splitter.check_start()?;
        Ok(splitter)
    }

    /// The next record, its bytes added to `text`.
    pub(super) fn next(&mut self, text: &mut Vec<u8>) -> Result<Option<Piece>, ReadError> {
        if self.form == Form::Lines { self.next_line(text) } else { self.next_item(text) }
    }

    fn next_line(&mut self, text: &mut Vec<u8>) -> Result<Option<Piece>, ReadError> {
        loop {
            let start = text.len();
            let read = (&mut self.input).take(LARGEST_RECORD as u64 + 1).read_until(b'\n', text).map_err(|error| self.unreadable(error))?;
            if read == 0 {
                return Ok(None);
            }
            if read > LARGEST_RECORD {
                return Err(self.too_large());
            }
            let line = self.line;
            self.line = line.checked_add(1).ok_or_else(|| self.too_many())?;
            if text[start..].iter().any(|byte| !byte.is_ascii_whitespace()) {
                return Ok(Some(Piece { place: line, line }));
            }
            text.truncate(start);
        }
    }

    fn next_item(&mut self, text: &mut Vec<u8>) -> Result<Option<Piece>, ReadError> {
        let start = text.len();
        let Some(first) = self.skip_blanks()? else {
            return if self.closed { Ok(None) } else { Err(self.unclosed()) };
        };
        if self.closed {
            return Err(self.damaged(format!("after the end of the array, on line {}, more follows", self.line)));
        }
        if first == b']' && self.items == 0 {
            self.input.consume(1);
            self.closed = true;
            return self.next_item(text);
        }
        let line = self.line;
        self.items = self.items.checked_add(1).ok_or_else(|| self.too_many())?;
        self.closed = self.item(text, start)?;
        Ok(Some(Piece { place: self.items, line }))
    }

    /// Takes one item up to its comma or to the array's end. Returns whether the array ended.
    fn item(&mut self, text: &mut Vec<u8>, start: usize) -> Result<bool, ReadError> {
        let mut scan = Scan::default();
        loop {
            let bytes = self.input.fill_buf().map_err(|source| ReadError::Unreadable { path: self.path.clone(), source })?;
            if bytes.is_empty() {
                return Err(self.unclosed());
            }
            let mut end = None;
            for (place, &byte) in bytes.iter().enumerate() {
                self.line += u32::from(byte == b'\n');
                match scan.step(byte) {
                    Step::Within => {}
                    Step::NextItem => end = Some((place, false)),
                    Step::Close => end = Some((place, true)),
                }
                if end.is_some() {
                    break;
                }
            }
            let taken = end.map_or(bytes.len(), |(place, _)| place);
            text.extend_from_slice(&bytes[..taken]);
            self.input.consume(taken + usize::from(end.is_some()));
            if let Some((_, closed)) = end {
                return Ok(closed);
            }
            if text.len() - start > LARGEST_RECORD {
                return Err(self.too_large());
            }
        }
    }

    /// Passes over a byte-order mark.
    fn skip_mark(&mut self) -> Result<(), ReadError> {
        let bytes = self.input.fill_buf().map_err(|source| ReadError::Unreadable { path: self.path.clone(), source })?;
        let mark = if bytes.starts_with(b"\xef\xbb\xbf") { 3 } else { 0 };
        self.input.consume(mark);
        Ok(())
    }

    /// Passes over blanks. Returns the byte that comes next, if any.
    fn skip_blanks(&mut self) -> Result<Option<u8>, ReadError> {
        loop {
            let bytes = self.input.fill_buf().map_err(|source| ReadError::Unreadable { path: self.path.clone(), source })?;
            if bytes.is_empty() {
                return Ok(None);
            }
            let blanks = bytes.iter().take_while(|byte| byte.is_ascii_whitespace()).count();
            let lines = bytes[..blanks].iter().filter(|&&byte| byte == b'\n').count();
            let next = bytes.get(blanks).copied();
            self.input.consume(blanks);
            self.line = self.line.saturating_add(lines as u32);
            if next.is_some() {
                return Ok(next);
            }
        }
    }

    /// Looks at the first byte, which tells an array from lines.
    fn check_start(&mut self) -> Result<(), ReadError> {
        match (self.skip_blanks()?, self.form) {
            (None, _) => Err(ReadError::Empty { path: self.path.clone() }),
            (Some(b'['), Form::Lines) => {
                Err(self.damaged("it is one array, where an object a line is expected; let its name end in .json".to_owned()))
            }
            (Some(b'{'), Form::Array) => {
                Err(self.damaged("it is no array; where it is an object a line, let its name end in .jsonl".to_owned()))
            }
            (Some(b'['), Form::Array) => {
                self.input.consume(1);
                Ok(())
            }
            (Some(_), Form::Array) => Err(self.damaged("it does not start as an array of objects, with [".to_owned())),
            (Some(_), _) => Ok(()),
        }
    }

    fn unreadable(&self, source: std::io::Error) -> ReadError {
        ReadError::Unreadable { path: self.path.clone(), source }
    }

    fn damaged(&self, message: String) -> ReadError {
        ReadError::Damaged { path: self.path.clone(), message }
    }

    fn unclosed(&self) -> ReadError {
        self.damaged(format!("the array breaks off in item {}, on line {}; check that it was written to its end", self.items, self.line))
    }

    fn too_large(&self) -> ReadError {
        let message = format!("the record on line {} takes more than {} MiB", self.line, LARGEST_RECORD >> 20);
        ReadError::TooLarge { path: self.path.clone(), message }
    }

    fn too_many(&self) -> ReadError {
        ReadError::TooLarge { path: self.path.clone(), message: format!("more than {} lines or items", u32::MAX) }
    }
}

impl Scan {
    fn step(&mut self, byte: u8) -> Step {
        if self.in_text {
            match byte {
                _ if self.escaped => self.escaped = false,
                b'\\' => self.escaped = true,
                b'"' => self.in_text = false,
                _ => {}
            }
            return Step::Within;
        }
        match byte {
            b'"' => self.in_text = true,
            b'{' | b'[' => self.depth = self.depth.saturating_add(1),
            b']' if self.depth == 0 => return Step::Close,
            b'}' | b']' => self.depth = self.depth.saturating_sub(1),
            b',' if self.depth == 0 => return Step::NextItem,
            _ => {}
        }
        Step::Within
    }
}
