//! Asking a person, a case at a time, whether what came out is right.

use std::io::{BufRead, Write};

use anyhow::Result;

/// What a person says of what came out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Word {
    /// It is right from now on.
    Accept,
    /// It is wrong: what was accepted stands, and nothing waits.
    Reject,
    /// Later: it stays pending.
    Skip,
}

const QUESTION: &str = "accept (a), reject (r) or skip (s)? ";

/// Asks until one of the three is said; where nobody is there any more, all is for later.
///
/// # Errors
/// Where nothing can be read or written.
pub(super) fn ask(input: &mut dyn BufRead, out: &mut dyn Write) -> Result<Word> {
    loop {
        write!(out, "{QUESTION}")?;
        out.flush()?;
        let mut line = String::new();
        if input.read_line(&mut line)? == 0 {
            writeln!(out)?;
            return Ok(Word::Skip);
        }
        match line.trim().to_lowercase().as_str() {
            "a" | "accept" => return Ok(Word::Accept),
            "r" | "reject" => return Ok(Word::Reject),
            "s" | "skip" => return Ok(Word::Skip),
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn asks_again_until_it_is_answered() {
        let (mut input, mut out) = ("what?\nA\nreject".as_bytes(), Vec::new());
        let words = [(); 3].map(|()| ask(&mut input, &mut out).unwrap());
        assert_eq!(words, [Word::Accept, Word::Reject, Word::Skip]);
        assert_eq!(String::from_utf8(out).unwrap().matches(QUESTION).count(), 4);
    }
}
