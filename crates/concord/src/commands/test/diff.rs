//! What differs between two texts, for people.

use std::fmt::Write;

use concord_model::plain;
use similar::{ChangeTag, TextDiff};

use crate::screen::{FAINT, GREEN, PLAIN, RED};

/// How many lines are shown around a change.
const AROUND: usize = 3;

/// The lines that differ, `-` accepted and `+` came out, with some around them.
pub(super) fn diff(accepted: &str, came_out: &str, colour: bool) -> String {
    let diff = TextDiff::from_lines(accepted, came_out);
    let mut text = String::new();
    for (place, group) in diff.grouped_ops(AROUND).iter().enumerate() {
        if place > 0 {
            line(&mut text, colour, FAINT, " ", "…");
        }
        for change in group.iter().flat_map(|operation| diff.iter_changes(operation)) {
            let (paint, sign) = match change.tag() {
                ChangeTag::Delete => (RED, "-"),
                ChangeTag::Insert => (GREEN, "+"),
                ChangeTag::Equal => (FAINT, " "),
            };
            line(&mut text, colour, paint, sign, change.value().trim_end_matches('\n'));
        }
    }
    text
}

fn line(text: &mut String, colour: bool, paint: &str, sign: &str, words: &str) {
    let words = plain::line(words, plain::MESSAGE);
    let _ = if colour { writeln!(text, "{paint}{sign} {words}{PLAIN}") } else { writeln!(text, "{sign} {words}") };
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn far_lines_are_left_out_and_colours_are_asked_for() {
        let old = "1\n2\n3\n4\n5\n6\n7\n8\n9\n10\n11\n12\n";
        let new = old.replace("1\n2", "one\n2").replace("12", "twelve");
        assert_eq!(diff(old, &new, false), "- 1\n+ one\n  2\n  3\n  4\n  …\n  9\n  10\n  11\n- 12\n+ twelve\n");
        assert_eq!(diff("a\n", "", true), "\x1b[31m- a\x1b[0m\n");
        assert_eq!(diff("a\n", "a\n", true), "");
    }
}
