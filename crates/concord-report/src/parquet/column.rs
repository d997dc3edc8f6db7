//! One column of one row group.

use std::borrow::Cow;
use std::collections::HashMap;

use super::hybrid;
use super::page::{self, Encoding, Size};

/// What stands for *no value* among places in a list of words.
pub(crate) const NULL: u16 = u16::MAX;

/// Strings as a dictionary page holds them: a fixed list, or those met in the order of their first use.
#[derive(Debug, Clone, Default)]
pub(crate) struct Words {
    page: Vec<u8>,
    count: u32,
    places: HashMap<String, u32>,
    bounds: Option<(String, String)>,
}

impl Words {
    /// A fixed list, of which a column need not use every word.
    pub(crate) fn fixed<'a>(words: impl IntoIterator<Item = &'a str>) -> Words {
        let mut all = Words::default();
        words.into_iter().for_each(|word| {
            all.push(word);
        });
        all
    }

    /// The place of a word that a column uses, which is added if it is new.
    pub(crate) fn place(&mut self, word: &str) -> u32 {
        if let Some(&place) = self.places.get(word) {
            return place;
        }
        let place = self.push(word);
        self.places.insert(word.to_owned(), place);
        match &mut self.bounds {
            None => self.bounds = Some((word.to_owned(), word.to_owned())),
            Some((least, _)) if word < least.as_str() => word.clone_into(least),
            Some((_, greatest)) if word > greatest.as_str() => word.clone_into(greatest),
            Some(_) => {}
        }
        place
    }

    /// Adds a word that is known to be new, and gives its place.
    pub(crate) fn push(&mut self, word: &str) -> u32 {
        self.push_parts([word])
    }

    /// Adds a word in several parts that is known to be new, and gives its place.
    pub(crate) fn push_parts<const PARTS: usize>(&mut self, parts: [&str; PARTS]) -> u32 {
        let length: usize = parts.iter().map(|part| part.len()).sum();
        self.page.extend_from_slice(&(length as u32).to_le_bytes());
        parts.iter().for_each(|part| self.page.extend_from_slice(part.as_bytes()));
        self.count += 1;
        self.count - 1
    }
}

/// A string with its length before it.
fn plain(word: &str, out: &mut Vec<u8>) {
    out.extend_from_slice(&(word.len() as u32).to_le_bytes());
    out.extend_from_slice(word.as_bytes());
}

/// How deep each slot of a column is repeated or defined; one byte a slot.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Levels<'a> {
    /// The deepest that there can be; with 0 there is nothing to say.
    pub(crate) greatest: u8,
    /// One a slot; empty with a greatest of 0.
    pub(crate) slots: &'a [u8],
}

impl Levels<'_> {
    /// Every slot has a value, and none is repeated.
    pub(crate) const NONE: Levels<'static> = Levels { greatest: 0, slots: &[] };
}

/// The values of a column that are given, in order.
#[derive(Debug)]
pub(crate) enum Column<'a> {
    /// Places in a list of words.
    Places(&'a Words, &'a [u32]),
    /// The same, two bytes a place.
    Shorts(&'a Words, &'a [u16]),
    /// The same, a byte a place.
    Bytes(&'a Words, &'a [u8]),
    /// Strings that are mostly distinct.
    Strings(&'a [&'a str]),
    /// Whole numbers.
    Integers(&'a [i32]),
    /// Numbers.
    Decimals(&'a [f64]),
}

/// A column, ready to be written.
#[derive(Debug)]
pub(super) struct Chunk {
    pub(super) bytes: Vec<u8>,
    /// Slots, with those that hold nothing.
    pub(super) slots: usize,
    /// Slots that hold nothing.
    pub(super) nulls: usize,
    /// The size before compression, headers and all.
    pub(super) raw: usize,
    /// Where the data page starts: after the dictionary page, if there is one.
    pub(super) data: usize,
    /// The least and the greatest string, where readers can use them to pass a row group over.
    pub(super) bounds: Option<(String, String)>,
}

/// Encodes the columns of a row group, and keeps its buffers from one to the next.
pub(crate) struct Encoder {
    snappy: snap::raw::Encoder,
    page: Vec<u8>,
    chunks: Vec<Chunk>,
    fault: Option<ColumnFault>,
}

/// Why a column cannot be written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ColumnFault {
    /// A page of it is larger than the format can say.
    TooLarge,
    /// It points beyond its list of words.
    NoWord,
}

impl std::fmt::Debug for Encoder {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Encoder").field("chunks", &self.chunks.len()).finish_non_exhaustive()
    }
}

impl Default for Encoder {
    fn default() -> Encoder {
        Encoder { snappy: snap::raw::Encoder::new(), page: Vec::new(), chunks: Vec::new(), fault: None }
    }
}

impl Encoder {
    /// Adds a column. Slots are counted by the levels, or by the values where every slot has one.
    pub(crate) fn column(&mut self, repetition: Levels<'_>, definition: Levels<'_>, column: &Column<'_>) {
        if column.beyond() {
            self.fault = Some(ColumnFault::NoWord);
            return;
        }
        let values = column.len();
        let slots = if definition.greatest == 0 { values } else { definition.slots.len() };
        let mut chunk = Chunk { bytes: Vec::new(), slots, nulls: slots - values, raw: 0, data: 0, bounds: column.bounds() };
        if let (Some(words), true) = (column.words(), values > 0) {
            self.page.clear();
            self.page.extend_from_slice(&words.page);
            self.write(&mut chunk, |size, out| page::dictionary(Size { values: words.count as usize, ..size }, out));
            chunk.data = chunk.bytes.len();
        }
        self.page.clear();
        levels(repetition, &mut self.page);
        levels(definition, &mut self.page);
        let encoding = column.encode(&mut self.page);
        self.write(&mut chunk, |size, out| page::data(Size { values: slots, ..size }, encoding, out));
        self.chunks.push(chunk);
    }

    /// Adds a column of places, [`NULL`] where there is none, in rows without any depth.
    pub(crate) fn optional(&mut self, words: &Words, places: &[u16]) {
        let given: Vec<u8> = places.iter().map(|&place| u8::from(place != NULL)).collect();
        let definition = Levels { greatest: 1, slots: &given };
        self.column(Levels::NONE, definition, &Column::Shorts(words, &kept(places, &given)));
    }

    /// The columns.
    pub(super) fn finish(self) -> Result<Vec<Chunk>, ColumnFault> {
        self.fault.map_or(Ok(self.chunks), Err)
    }

    fn write(&mut self, chunk: &mut Chunk, header: impl FnOnce(Size, &mut Vec<u8>)) {
        let packed = self.snappy.compress_vec(&self.page).unwrap_or_default();
        if self.page.len().max(packed.len()) > i32::MAX as usize {
            self.fault = Some(ColumnFault::TooLarge);
        }
        let before = chunk.bytes.len();
        header(Size { values: 0, raw: self.page.len(), packed: packed.len() }, &mut chunk.bytes);
        chunk.raw += chunk.bytes.len() - before + self.page.len();
        chunk.bytes.extend_from_slice(&packed);
    }
}

/// The slots that are given (1), without a copy where it is all of them.
pub(crate) fn kept<'a, T: Copy + Default>(slots: &'a [T], given: &[u8]) -> Cow<'a, [T]> {
    if given.iter().all(|&given| given != 0) {
        return Cow::Borrowed(slots);
    }
    // Without a branch on what is given, which no processor could foretell.
    let (mut kept, mut count) = (vec![T::default(); slots.len()], 0);
    for (&slot, &given) in slots.iter().zip(given) {
        kept[count] = slot;
        count += usize::from(given);
    }
    kept.truncate(count);
    Cow::Owned(kept)
}

/// Levels with their length in bytes before them.
fn levels(levels: Levels<'_>, page: &mut Vec<u8>) {
    if levels.greatest == 0 {
        return;
    }
    let length = page.len();
    page.extend_from_slice(&[0; 4]);
    hybrid::encode(levels.slots, hybrid::width(usize::from(levels.greatest)), page);
    let size = (page.len() - length - 4) as u32;
    page[length..length + 4].copy_from_slice(&size.to_le_bytes());
}

impl Column<'_> {
    fn len(&self) -> usize {
        match self {
            Column::Places(_, places) => places.len(),
            Column::Shorts(_, places) => places.len(),
            Column::Bytes(_, places) => places.len(),
            Column::Strings(strings) => strings.len(),
            Column::Integers(numbers) => numbers.len(),
            Column::Decimals(numbers) => numbers.len(),
        }
    }

    /// The words of a column of places.
    fn words(&self) -> Option<&Words> {
        match self {
            Column::Places(words, _) | Column::Shorts(words, _) | Column::Bytes(words, _) => Some(words),
            Column::Strings(_) | Column::Integers(_) | Column::Decimals(_) => None,
        }
    }

    /// Whether a place lies beyond the words.
    fn beyond(&self) -> bool {
        let (greatest, words) = match self {
            Column::Places(words, places) => (places.iter().max().copied(), words),
            Column::Shorts(words, places) => (places.iter().max().copied().map(u32::from), words),
            Column::Bytes(words, places) => (places.iter().max().copied().map(u32::from), words),
            Column::Strings(_) | Column::Integers(_) | Column::Decimals(_) => return false,
        };
        greatest.is_some_and(|greatest| greatest >= words.count)
    }

    /// The least and the greatest string.
    fn bounds(&self) -> Option<(String, String)> {
        match (self, self.words()) {
            (Column::Strings(strings), _) => Some(((*strings.iter().min()?).to_owned(), (*strings.iter().max()?).to_owned())),
            (_, Some(words)) if self.len() > 0 => words.bounds.clone(),
            _ => None,
        }
    }

    fn encode(&self, page: &mut Vec<u8>) -> Encoding {
        if self.len() == 0 {
            return Encoding::Plain;
        }
        let width = hybrid::width(self.words().map_or(0, |words| words.count.saturating_sub(1) as usize));
        if self.words().is_some() {
            page.push(width as u8);
        }
        match self {
            Column::Places(_, places) => hybrid::encode(places, width, page),
            Column::Shorts(_, places) => hybrid::encode(places, width, page),
            Column::Bytes(_, places) => hybrid::encode(places, width, page),
            Column::Strings(strings) => strings.iter().for_each(|string| plain(string, page)),
            Column::Integers(numbers) => page.extend(numbers.iter().flat_map(|number| number.to_le_bytes())),
            Column::Decimals(numbers) => page.extend(numbers.iter().flat_map(|number| number.to_le_bytes())),
        }
        if self.words().is_some() { Encoding::RleDictionary } else { Encoding::Plain }
    }
}
