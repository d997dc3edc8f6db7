//! What is printed: the one place through which all that a command says goes, so that no text of a file or a framework can do anything
//! on a terminal.
//!
//! What is formatted (`writeln!`) is *one line*: whatever it quotes, it begins no other, and what is longer than anybody reads is cut. A
//! text with lines of its own, a page or JSON, is written whole (`write_all`), and keeps them. Of both the control characters are escaped
//! (see [`plain`]); the program's own colours pass in texts that are written whole, where colours are shown.

use std::fmt::Arguments;
use std::io::{Result, Write};

use concord_model::plain;
use serde::Serialize;

/// Red letters.
pub const RED: &str = "\x1b[31m";
/// Green letters.
pub const GREEN: &str = "\x1b[32m";
/// Faint letters.
pub const FAINT: &str = "\x1b[2m";
/// Letters as usual.
pub const PLAIN: &str = "\x1b[0m";

/// All colours.
const COLOURS: [&str; 4] = [RED, GREEN, FAINT, PLAIN];

/// Letters of a line that are shown.
const LINE: usize = 4_000;

/// A stream that is shown to people.
pub struct Screen<'a> {
    to: &'a mut dyn Write,
    colours: bool,
    /// The start of a letter whose end was not written yet.
    part: Vec<u8>,
}

impl<'a> Screen<'a> {
    /// What is written to the screen goes to `to`; the program's own colours pass where they are shown.
    pub fn new(to: &'a mut dyn Write, colours: bool) -> Screen<'a> {
        Screen { to, colours, part: Vec::new() }
    }

    fn show(&mut self, text: &str) -> Result<()> {
        let mut rest = text;
        while let Some((place, colour)) = self.next_colour(rest) {
            self.to.write_all(plain::lines(&rest[..place]).as_bytes())?;
            self.to.write_all(colour.as_bytes())?;
            rest = &rest[place + colour.len()..];
        }
        self.to.write_all(plain::lines(rest).as_bytes())
    }

    fn next_colour(&self, text: &str) -> Option<(usize, &'static str)> {
        let first = |colour: &'static str| Some((text.find(colour)?, colour));
        COLOURS.into_iter().filter(|_| self.colours).filter_map(first).min()
    }
}

impl Write for Screen<'_> {
    fn write(&mut self, bytes: &[u8]) -> Result<usize> {
        let mut all = std::mem::take(&mut self.part);
        all.extend_from_slice(bytes);
        let end = match std::str::from_utf8(&all) {
            Err(fault) if fault.error_len().is_none() => fault.valid_up_to(),
            _ => all.len(),
        };
        self.part = all.split_off(end);
        self.show(&String::from_utf8_lossy(&all))?;
        Ok(bytes.len())
    }

    fn write_fmt(&mut self, formatted: Arguments<'_>) -> Result<()> {
        let text = formatted.to_string();
        let (line, end) = text.strip_suffix('\n').map_or((text.as_str(), ""), |line| (line, "\n"));
        self.to.write_all(plain::line(line, LINE).as_bytes())?;
        self.to.write_all(end.as_bytes())
    }

    fn flush(&mut self) -> Result<()> {
        self.to.flush()
    }
}

/// Prints a value as JSON.
///
/// # Errors
/// Where it cannot be written.
pub fn json(out: &mut dyn Write, value: &impl Serialize) -> Result<()> {
    let text = serde_json::to_string_pretty(value)? + "\n";
    out.write_all(text.as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(colours: bool, act: impl Fn(&mut dyn Write)) -> String {
        let mut to = Vec::new();
        act(&mut Screen::new(&mut to, colours));
        String::from_utf8(to).unwrap()
    }

    #[test]
    fn what_is_formatted_is_one_line() {
        let wrong = "\nerror: forged\r\x1b[31m\t\u{9b}";
        let line = shown(true, |out| writeln!(out, "{wrong}: {wrong}").unwrap());
        assert_eq!(line.matches('\n').count(), 1);
        assert_eq!(line, "\\nerror: forged\\r\\u001b[31m\\t\\u009b: \\nerror: forged\\r\\u001b[31m\\t\\u009b\n");
        assert!(shown(false, |out| writeln!(out, "{}", "x".repeat(1 << 20)).unwrap()).contains("(1048576 letters in all)"));
    }

    #[test]
    fn what_is_written_whole_keeps_its_lines_and_the_programs_colours() {
        let text = format!("a\n\tb{RED}c{PLAIN}\x1b[2Jd\n");
        assert_eq!(shown(true, |out| out.write_all(text.as_bytes()).unwrap()), format!("a\n\tb{RED}c{PLAIN}\\u001b[2Jd\n"));
        assert_eq!(shown(false, |out| out.write_all(text.as_bytes()).unwrap()), "a\n\tb\\u001b[31mc\\u001b[0m\\u001b[2Jd\n");
    }

    #[test]
    fn letters_may_come_in_parts() {
        let bytes = shown(false, |out| "é\u{9b}ü".bytes().for_each(|byte| out.write_all(&[byte]).unwrap()));
        assert_eq!(bytes, "é\\u009bü");
        assert_eq!(shown(false, |out| out.write_all(b"a\xffb").unwrap()), "a\u{fffd}b");
    }

    #[test]
    fn json_means_the_same() {
        let value = "\u{1b}\u{9b}\u{202e}\n";
        let text = shown(false, |out| json(out, &value).unwrap());
        assert!(!text.trim_end().contains(|letter: char| letter.is_control() || letter == '\u{202e}'), "{text}");
        assert_eq!(serde_json::from_str::<String>(&text).unwrap(), value);
    }
}
