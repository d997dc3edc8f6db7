//! Files that carry their own digest, so that whoever would replace one can tell whether anybody has changed it.
//!
//! A text holds `sha256:` and 64 digits, which are the SHA-256 of the text with zeros in their place. Where that stands (a comment, a
//! field) is the text's own matter.

use crate::digest::Digest;

const BEFORE: &str = "sha256:";

/// What stands in a text for its digest until it is [`sealed`].
pub const PLACE: &str = "sha256:0000000000000000000000000000000000000000000000000000000000000000";

/// A text with its digest in place of the last [`PLACE`] in it.
#[must_use]
pub fn sealed(text: &str) -> String {
    let digest = Digest::of(text.as_bytes());
    match text.rfind(PLACE) {
        Some(place) => format!("{}{BEFORE}{}{}", &text[..place], digest.as_str(), &text[place + PLACE.len()..]),
        None => text.to_owned(),
    }
}

/// Whether a file is as it was sealed.
#[must_use]
pub fn holds(file: &[u8]) -> bool {
    let Ok(text) = std::str::from_utf8(file) else { return false };
    text.match_indices(BEFORE).any(|(place, _)| sealed_at(text, place))
}

fn sealed_at(text: &str, place: usize) -> bool {
    let digits = text.get(place + BEFORE.len()..place + PLACE.len());
    digits.is_some_and(|digits| {
        let open = [&text[..place], PLACE, &text[place + PLACE.len()..]].concat();
        Digest::of(open.as_bytes()).as_str() == digits
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_seal_holds_until_a_letter_is_changed() {
        let text = sealed(&format!("<!-- {PLACE} -->\n<cases sha256:ab/>\n"));
        assert!(holds(text.as_bytes()), "{text}");
        assert!(!holds(text.replace("cases", "case").as_bytes()));
        assert!(!holds(b"<cases/>\n") && !holds(PLACE.as_bytes()) && !holds(b"sha256:") && !holds(b"\xff"));
    }
}
