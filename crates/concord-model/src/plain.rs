//! Text from files and frameworks made safe to show: on a terminal it can move no cursor, change no colour and begin no line of its own.
//!
//! Escaped are the control characters (C0, DEL and C1) and what turns the order of letters or breaks lines in Unicode (the bidirectional
//! formatting characters of UAX #9, the line and paragraph separators). They are written as JSON writes them (`\n`, `\u001b`), so that
//! JSON in which they were escaped still means the same.

use std::borrow::Cow;
use std::fmt::Write;

/// Letters of a message that are shown; what is longer is cut in its middle.
pub const MESSAGE: usize = 1_200;

/// Letters of a name that are shown: of a file, a record's key, a field.
pub const NAME: usize = 300;

/// A text as one line of at most about `most` letters. A longer one is cut in its middle, and its length is said.
#[must_use]
pub fn line(text: &str, most: usize) -> Cow<'_, str> {
    escaped(cut(text, most), |_| false)
}

/// A text that may have lines and tabs of its own, otherwise the same, uncut.
#[must_use]
pub fn lines(text: &str) -> Cow<'_, str> {
    escaped(Cow::Borrowed(text), |letter| matches!(letter, '\n' | '\t'))
}

/// Letters of a value that are quoted.
const VALUE: usize = 60;

/// A value as messages quote it: the start of a long one, and how long it is.
#[must_use]
pub fn quoted(text: &str) -> String {
    match text.char_indices().nth(VALUE) {
        Some((end, _)) => format!("\"{}\"… ({} letters)", line(&text[..end], VALUE), text.chars().count()),
        None => format!("\"{}\"", line(text, VALUE)),
    }
}

/// Whether a letter is escaped.
fn is_unsafe(letter: char) -> bool {
    letter.is_control() || matches!(letter, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

fn escaped(text: Cow<'_, str>, passes: impl Fn(char) -> bool) -> Cow<'_, str> {
    let wrong = |letter: char| is_unsafe(letter) && !passes(letter);
    if !text.contains(wrong) {
        return text;
    }
    let mut out = String::with_capacity(text.len() + 16);
    for letter in text.chars() {
        match letter {
            '\n' if wrong(letter) => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' if wrong(letter) => out.push_str("\\t"),
            _ if wrong(letter) => _ = write!(out, "\\u{:04x}", u32::from(letter)),
            _ => out.push(letter),
        }
    }
    Cow::Owned(out)
}

fn cut(text: &str, most: usize) -> Cow<'_, str> {
    // Bytes first: a text has no more letters than bytes.
    if text.len() <= most {
        return Cow::Borrowed(text);
    }
    let letters = text.chars().count();
    if letters <= most {
        return Cow::Borrowed(text);
    }
    let at = |place: usize| text.char_indices().nth(place).map_or(text.len(), |(byte, _)| byte);
    let (start, end) = (&text[..at(most * 2 / 3)], &text[at(letters - most / 3)..]);
    Cow::Owned(format!("{start}… ({letters} letters in all) …{end}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_moves_a_terminal_is_escaped_as_json_escapes_it() {
        let wrong = "a\u{1b}[31mb\u{9b}2Jc\u{7f}\r\n\td\u{202e}e\u{2066}f\u{2028}g\u{0}";
        let shown = r"a\u001b[31mb\u009b2Jc\u007f\r\n\td\u202ee\u2066f\u2028g\u0000";
        assert_eq!(line(wrong, 100), shown);
        assert_eq!(lines(wrong), shown.replace(r"\n\t", "\n\t"));
    }

    #[test]
    fn other_text_stays_as_it_is() {
        for text in ["", "Zoë’s review – “no”", "مراجعة", "👩‍👧", "C:\\new\\table"] {
            assert_eq!((line(text, 100), lines(text)), (Cow::Borrowed(text), Cow::Borrowed(text)));
        }
    }

    #[test]
    fn a_value_is_quoted_as_people_write_it() {
        assert_eq!(["Zoe\u{308}", "a\tb", "it's"].map(quoted), ["\"Zoe\u{308}\"", r#""a\tb""#, "\"it's\""]);
        assert_eq!(quoted(&"é".repeat(100)), format!("\"{}\"… (100 letters)", "é".repeat(60)));
    }

    #[test]
    fn a_long_text_is_cut_in_its_middle_and_says_how_long_it_is() {
        let long = "é".repeat(500_000) + &"z".repeat(500_000);
        assert_eq!(line(&long, 9), "éééééé… (1000000 letters in all) …zzz");
        assert_eq!(line("éééé", 4), "éééé");
    }
}
