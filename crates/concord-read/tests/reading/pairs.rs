//! Codings of one review have the same number.

use concord_model::dataset::NO_PAIR;

use crate::support::{Read, read_files, review};

/// Reads codings, each of a review and by its code.
fn codings(of: &[(&str, &str)]) -> Read {
    let text: String = of.iter().map(|(id, coding)| review(id, &format!(r#""coding": "{coding}""#)) + "\n").collect();
    read_files(&[("reviews.jsonl", &text)])
}

fn pairs(read: &Read) -> Vec<u32> {
    read.datasets.iter().flat_map(|dataset| dataset.pair.iter().copied()).collect()
}

#[test]
fn pairs_are_numbered_in_the_order_of_their_first_coding() {
    let read = codings(&[("Z", "primary"), ("B", "second"), ("A", "primary"), ("C", "second"), ("A", "second"), ("B", "primary")]);
    assert_eq!(pairs(&read), [NO_PAIR, 0, 1, NO_PAIR, 1, 0]);
}

#[test]
fn a_key_that_is_given_twice_makes_no_pair() {
    let read = codings(&[("A", "primary"), ("A", "primary"), ("B", "second"), ("B", "primary"), ("B", "second")]);
    assert_eq!((read.counts.rejected, pairs(&read)), (2, vec![NO_PAIR, 0, 0]));
}

#[test]
fn a_coding_that_does_not_say_which_is_the_one_that_counts() {
    let text = [review("A", ""), review("A", r#""coding": "second""#)].join("\n");
    assert_eq!(pairs(&read_files(&[("reviews.jsonl", &text)])), [0, 0]);
}

#[test]
fn pairs_reach_over_chunks_and_over_what_is_refused() {
    let ids: Vec<String> = (0..concord_read::CHUNK + 10).map(|place| format!("R{place}")).collect();
    let mut lines: Vec<String> = ids.iter().map(|id| review(id, "")).collect();
    lines.insert(1, review("bad", r#""panel_view": "x""#));
    lines.push(review("bad", r#""coding": "second""#));
    lines.push(review("R2", r#""coding": "second""#));
    let pairs = pairs(&read_files(&[("reviews.jsonl", &lines.join("\n"))]));
    assert_eq!(pairs.len(), ids.len() + 2);
    let paired: Vec<(usize, u32)> = pairs.iter().copied().enumerate().filter(|(_, pair)| *pair != NO_PAIR).collect();
    assert_eq!(paired, [(2, 1), (ids.len(), 0), (ids.len() + 1, 1)], "a refused coding still has its number");
}
