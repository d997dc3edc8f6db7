//! Strings of a TOML file that remember where each of their characters stands in it.

use std::ops::Range;

/// A string as TOML means it, with the place at which it is written.
#[derive(Debug, Clone)]
pub(super) struct Text {
    /// What it says, escapes resolved.
    pub(super) says: String,
    /// Where it is written in the file, quotes included.
    pub(super) span: Range<usize>,
}

impl Text {
    /// The byte of the file at which a byte of the string is written.
    pub(super) fn place(&self, file: &str, offset: usize) -> usize {
        let Some(raw) = file.get(self.span.clone()) else { return self.span.start };
        self.span.start + raw_offset(raw, offset)
    }
}

/// The byte of a TOML string literal at which a byte of its value is written.
fn raw_offset(raw: &str, offset: usize) -> usize {
    let quotes = if raw.starts_with("\"\"\"") || raw.starts_with("'''") { 3 } else { 1 };
    let escapes = raw.starts_with('"');
    let mut place = quotes.min(raw.len());
    if quotes == 3 {
        place += newline(&raw[place..]);
    }
    let mut value = 0;
    loop {
        let rest = &raw[place..];
        if escapes && let Some(blank) = line_end(rest) {
            place += blank;
            continue;
        }
        let Some(first) = rest.chars().next().filter(|_| value < offset) else { return place };
        let (taken, given) = if escapes && first == '\\' { escape(rest) } else { (first.len_utf8(), first.len_utf8()) };
        place += taken;
        value += given;
    }
}

/// The bytes of a newline at the start of a text.
fn newline(text: &str) -> usize {
    if text.starts_with("\r\n") { 2 } else { usize::from(text.starts_with('\n')) }
}

/// The bytes of a backslash at a line's end with all the blanks after it, which TOML leaves out.
fn line_end(text: &str) -> Option<usize> {
    let after = text.strip_prefix('\\')?;
    let line = after.trim_start_matches([' ', '\t']);
    (newline(line) > 0).then(|| text.len() - line.trim_start().len())
}

/// The bytes that an escape takes, and those of the character that it gives.
fn escape(text: &str) -> (usize, usize) {
    let digits = match text.as_bytes().get(1) {
        Some(b'x') => 2,
        Some(b'u') => 4,
        Some(b'U') => 8,
        _ => return (text.chars().take(2).map(char::len_utf8).sum(), 1),
    };
    let given = text.get(2..2 + digits).and_then(|hex| u32::from_str_radix(hex, 16).ok()).and_then(char::from_u32);
    ((2 + digits).min(text.len()), given.map_or(1, char::len_utf8))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every character of the value stands where the map says that it does.
    fn check(file: &str) {
        let table = toml::de::DeTable::parse(file).unwrap();
        let value = table.get_ref().get("a").unwrap();
        let text = Text { says: value.get_ref().as_str().unwrap().to_owned(), span: value.span() };
        for (offset, letter) in text.says.char_indices().filter(|(_, letter)| letter.is_ascii_alphanumeric()) {
            assert!(file[text.place(file, offset)..].starts_with(letter), "{letter} at {offset} of {file}");
        }
    }

    #[test]
    fn characters_are_found_through_quotes_escapes_and_lines() {
        check(r#"a = "bc\"d\\e\tf\u00e9g\U0001F600h""#);
        check("a = 'b\\c é d'");
        check("a = \"\"\"\nbc\n  d\\\n   \n  e \\\"f\"\"\"");
        check("a = '''\nb\\c\nd'''");
        check("a = \"\"\"bc\"d\"\"\"");
    }
}
