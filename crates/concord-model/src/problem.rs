//! What is wrong with something that a person wrote, and where. What it quotes is made [`plain`](crate::plain).

use serde::{Deserialize, Serialize};

use crate::plain::{MESSAGE, NAME, line};

/// One fault in a file, said so that its author can mend it: the thing, the place, the fault, the next step.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Problem {
    /// The file, as the user named it.
    pub file: String,
    /// The line in it, from 1, where there is one (for a Parquet file the row).
    pub line: Option<u32>,
    /// The column in that line, from 1.
    pub column: Option<u32>,
    /// What it is about: a record's key, a field, an indicator; dotted from the outside in.
    pub at: String,
    /// The fault, in lower case, with the value that is wrong.
    pub message: String,
    /// The next step, often the nearest name that would have been right.
    pub hint: Option<String>,
}

impl Problem {
    /// A fault of a file as a whole. What is quoted in the message is made safe to show.
    #[must_use]
    pub fn of(file: &str, message: impl Into<String>) -> Problem {
        Problem { file: file.to_owned(), line: None, column: None, at: String::new(), message: told(message.into()), hint: None }
    }

    /// The same fault, at a line and a column (both from 1).
    #[must_use]
    pub fn at_line(mut self, line: u32, column: Option<u32>) -> Problem {
        self.line = Some(line);
        self.column = column;
        self
    }

    /// The same fault, about a record, a field or an indicator.
    #[must_use]
    pub fn about(mut self, at: impl Into<String>) -> Problem {
        self.at = at.into();
        self
    }

    /// The same fault, with the next step.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Problem {
        self.hint = Some(told(hint.into()));
        self
    }

    /// The same fault, with the next step if there is one.
    #[must_use]
    pub fn maybe_hint(mut self, hint: Option<String>) -> Problem {
        self.hint = hint.map(told);
        self
    }
}

/// A message as one line of bearable length.
fn told(message: String) -> String {
    match line(&message, MESSAGE) {
        std::borrow::Cow::Borrowed(_) => message,
        std::borrow::Cow::Owned(told) => told,
    }
}

/// One line. The file and the thing keep their own bytes in the value, since they name what is there.
impl std::fmt::Display for Problem {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}", line(&self.file, NAME))?;
        for number in [self.line, self.column].into_iter().flatten() {
            write!(f, ":{number}")?;
        }
        if !self.at.is_empty() {
            write!(f, ": {}", line(&self.at, NAME))?;
        }
        write!(f, ": {}", line(&self.message, 2 * MESSAGE))?;
        if let Some(hint) = &self.hint {
            write!(f, " ({})", line(hint, 2 * MESSAGE))?;
        }
        Ok(())
    }
}

/// The most faults of a file that a person mends at once: those beyond are told when these are mended.
pub const MOST_FAULTS: usize = 100;

/// The name nearest to a misspelt one, as a hint: `did you mean "theme"?`. `None` where nothing is near.
#[cfg(feature = "nearest")]
#[must_use]
pub fn nearest<'a>(wrong: &str, names: impl IntoIterator<Item = &'a str>) -> Option<String> {
    let close = |name: &&str| strsim::damerau_levenshtein(&wrong.to_lowercase(), &name.to_lowercase());
    let length = wrong.chars().count();
    // To a name of one letter every other letter is near, and one that is overlong is nobody's slip.
    let near = |name: &&str| {
        let other = name.chars().count();
        length.min(other) > 1 && length.max(other) <= LONGEST_NAME && length.abs_diff(other) <= 1 + length.min(other) / 3
    };
    let name = names.into_iter().filter(near).min_by_key(|name| (close(name), *name))?;
    (close(&name) <= 1 + length.min(name.chars().count()) / 3).then(|| format!("did you mean \"{name}\"?"))
}

/// The longest name that is compared with others, in characters: comparing takes time by the product of both lengths.
#[cfg(feature = "nearest")]
const LONGEST_NAME: usize = 80;

/// The lines of a text, found once: places in it are then found without reading it again.
#[derive(Debug, Clone)]
pub struct Lines<'t> {
    text: &'t str,
    /// Where each line starts.
    starts: Vec<usize>,
    /// How many characters stand before each [`Lines::EVERY`] bytes.
    characters: Vec<usize>,
}

impl<'t> Lines<'t> {
    /// How many bytes are read for a place at most.
    const EVERY: usize = 256;

    /// The lines of a text.
    #[must_use]
    pub fn new(text: &'t str) -> Lines<'t> {
        let starts = [0].into_iter().chain(text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n').map(|(at, _)| at + 1)).collect();
        let mut characters = Vec::with_capacity(text.len() / Lines::EVERY + 1);
        let mut before = 0;
        for bytes in text.as_bytes().chunks(Lines::EVERY) {
            characters.push(before);
            before += bytes.iter().filter(|byte| starts_character(**byte)).count();
        }
        Lines { text, starts, characters }
    }

    /// Line and column (both from 1, columns in characters) of a byte offset.
    #[must_use]
    pub fn place(&self, offset: usize) -> (u32, u32) {
        let mut offset = offset.min(self.text.len());
        while !self.text.is_char_boundary(offset) {
            offset -= 1;
        }
        let line = self.starts.partition_point(|start| *start <= offset);
        let start = self.starts[line - 1];
        (line as u32, (self.before(offset) - self.before(start)) as u32 + 1)
    }

    /// How many characters stand before a byte.
    fn before(&self, offset: usize) -> usize {
        let from = offset / Lines::EVERY;
        // A text that ends where its last block does has no block after it.
        let from = from.min(self.characters.len().saturating_sub(1));
        let before = self.characters.get(from).copied().unwrap_or(0);
        before + self.text.as_bytes()[from * Lines::EVERY..offset].iter().filter(|byte| starts_character(**byte)).count()
    }
}

/// Whether a byte is the first of a character.
fn starts_character(byte: u8) -> bool {
    byte & 0b1100_0000 != 0b1000_0000
}

/// Line and column (both from 1, columns in characters) of a byte offset in a text.
#[must_use]
pub fn line_and_column(text: &str, offset: usize) -> (u32, u32) {
    let mut offset = offset.min(text.len());
    while !text.is_char_boundary(offset) {
        offset -= 1;
    }
    let before = &text[..offset];
    let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
    (before.matches('\n').count() as u32 + 1, before[line_start..].chars().count() as u32 + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    #[cfg(feature = "nearest")]
    fn a_message_names_place_thing_fault_and_next_step() {
        let problem = Problem::of("reviews.jsonl", "unknown code \"lcspr1\"")
            .at_line(4, None)
            .about("R4.review_type")
            .maybe_hint(nearest("lcspr1", ["rapid_review", "lcspr"]));
        assert_eq!(problem.to_string(), "reviews.jsonl:4: R4.review_type: unknown code \"lcspr1\" (did you mean \"lcspr\"?)");
    }

    #[test]
    #[cfg(feature = "nearest")]
    fn far_names_and_single_letters_are_not_offered() {
        assert_eq!((nearest("b", ["a", "c"]), nearest("ab", ["a"])), (None, None));
        assert_eq!(nearest(&"theme".repeat(100_000), ["theme"]), None);
        assert_eq!(nearest("zebra", ["theme", "valence"]), None);
        assert_eq!(nearest("thmee", ["theme", "valence"]).as_deref(), Some("did you mean \"theme\"?"));
    }

    #[test]
    fn what_is_quoted_begins_no_line_and_is_cut() {
        let problem =
            Problem::of("a\nb.csv", format!("unknown code \"{}\"", "x".repeat(1 << 20))).about("R\u{1b}[31m1").hint("\r\nerror: no");
        let shown = problem.to_string();
        assert!(shown.starts_with(r"a\nb.csv: R\u001b[31m1: unknown code "), "{shown}");
        assert!(shown.ends_with(r#"x" (\r\nerror: no)"#) && shown.contains("(1048591 letters in all)") && shown.len() < 2_000, "{shown}");
        assert!(problem.message.len() < 1_500 && problem.at == "R\u{1b}[31m1");
    }

    #[test]
    fn places_count_characters_from_one() {
        assert_eq!(line_and_column("añb\ncd", 3), (1, 3));
        assert_eq!(line_and_column("añb\ncd", 6), (2, 2));
        assert_eq!(line_and_column("", 9), (1, 1));
    }

    #[test]
    fn an_index_of_lines_finds_the_same_places() {
        for text in ["", "añb\ncd", "\n\n", "no end", &"é\nab€".repeat(300), &"x".repeat(512)] {
            let lines = Lines::new(text);
            (0..text.len() + 3).for_each(|offset| assert_eq!(lines.place(offset), line_and_column(text, offset), "{offset}"));
        }
    }
}
