//! Which parts of a framework's rules were ever true, false and not known in a case.

use concord_model::answer::Step;
use serde::Serialize;

/// A part of a rule or of a definition, known by where it is written.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(super) struct Part {
    /// The first indicator that asks it.
    pub(super) indicator: String,
    /// Where what it is a part of is written: file, line and column.
    pub(super) at: String,
    /// The expression.
    pub(super) text: String,
    #[serde(rename = "true")]
    pub(super) holds: bool,
    #[serde(rename = "false")]
    pub(super) fails: bool,
    pub(super) unknown: bool,
    /// Whether it came to a number in any case: such a part is neither true nor false.
    #[serde(skip)]
    pub(super) number: bool,
}

/// Adds what an explanation says of the parts of an indicator's rule.
pub(super) fn add(parts: &mut Vec<Part>, indicator: &str, steps: &[Step]) {
    let mut written: Vec<String> = Vec::new();
    for step in steps.iter().filter(|step| step.depth > 0) {
        written.truncate(usize::from(step.depth) - 1);
        let at = step.at.clone().or_else(|| written.last().cloned()).unwrap_or_default();
        let unknown = step.holds.is_none() && step.value.starts_with("not known");
        if !constant(&step.text) {
            let part = find(parts, indicator, &at, &step.text);
            part.holds |= step.holds == Some(true);
            part.fails |= step.holds == Some(false);
            part.unknown |= unknown;
            part.number |= step.holds.is_none() && !unknown;
        }
        written.push(at);
    }
}

/// The part at a place, added where it was not met before.
fn find<'p>(parts: &'p mut Vec<Part>, indicator: &str, at: &str, text: &str) -> &'p mut Part {
    let known = parts.iter().position(|part| part.at == at && part.text == text);
    let place = known.unwrap_or(parts.len());
    if known.is_none() {
        let (indicator, at, text) = (indicator.to_owned(), at.to_owned(), text.to_owned());
        parts.push(Part { indicator, at, text, holds: false, fails: false, unknown: false, number: false });
    }
    &mut parts[place]
}

/// An expression that comes to the same everywhere, as the last line of many scales does.
fn constant(text: &str) -> bool {
    ["true", "false"].iter().any(|word| text == *word || text.ends_with(&format!(": {word}")))
}

impl Part {
    /// What no case made of it, in words; `None` where it was both true and false.
    pub(super) fn never(&self) -> Option<&'static str> {
        match (self.holds, self.fails) {
            (true, true) => None,
            (true, false) => Some("never false"),
            (false, true) => Some("never true"),
            (false, false) => Some("never known"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn step(depth: u8, at: Option<&str>, text: &str, value: &str) -> Step {
        let at = at.map(str::to_owned);
        Step { depth, at, text: text.to_owned(), value: value.to_owned(), holds: value.parse().ok(), table: None, rows: Vec::new() }
    }

    #[test]
    fn a_part_is_known_by_where_it_is_written() {
        let mut parts = Vec::new();
        let steps = |first: &str| {
            let define = [step(2, Some("1:1"), "a", first), step(3, None, "n > 2", first), step(3, None, "n", "3")];
            let rule = [step(0, None, "Why?", "x"), step(1, Some("2:1"), "a && b", first)];
            [rule.as_slice(), &define, &[step(2, None, "b", "true"), step(1, Some("3:1"), "x: true", "true")]].concat()
        };
        add(&mut parts, "I1", &steps("true"));
        add(&mut parts, "I2", &steps("false"));
        add(&mut parts, "I2", &[step(1, Some("4:1"), "c", "not known (refused)")]);
        add(&mut parts, "I2", &[step(1, Some("1:1"), "n", "not known (refused)")]);
        let told: Vec<_> = parts
            .iter()
            .filter(|part| !part.number)
            .map(|part| (part.indicator.as_str(), part.at.as_str(), part.text.as_str(), part.never()))
            .collect();
        let both = [("I1", "2:1", "a && b", None), ("I1", "1:1", "a", None), ("I1", "1:1", "n > 2", None)];
        assert_eq!(told[..3], both);
        assert_eq!(told[3..], [("I1", "2:1", "b", Some("never false")), ("I2", "4:1", "c", Some("never known"))]);
    }
}
