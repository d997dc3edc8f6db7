//! A case's file as it is written: TOML or JSON, with the line of each key where the form tells it.

use std::collections::BTreeMap;
use std::path::Path;

use concord_model::dictionary::toml_problem;
use concord_model::problem::{Lines, MOST_FAULTS, Problem};
use serde_json::{Map, Number, Value};
use toml::de::{DeTable, DeValue};

/// What a file says.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Written {
    /// Its keys and values.
    pub(super) keys: Map<String, Value>,
    /// The line of each key, by its path: `review.review_type`, `observations.0.theme`. Of JSON no lines are known.
    pub(super) lines: BTreeMap<String, u32>,
}

/// The endings of cases' files.
pub(super) const ENDINGS: [&str; 2] = ["toml", "json"];

/// Reads a file by its ending; `file` is its name in messages.
///
/// # Errors
/// Every fault of its form, with its place.
pub(super) fn read(path: &Path, file: &str) -> Result<Written, Vec<Problem>> {
    let text = crate::load::read_text(path).map_err(|fault| vec![Problem::of(file, format!("cannot be read: {fault}"))])?;
    if path.extension().is_some_and(|ending| ending == "json") { json(file, &text) } else { toml(file, &text) }
}

fn json(file: &str, text: &str) -> Result<Written, Vec<Problem>> {
    match serde_json::from_str(text) {
        Ok(Value::Object(keys)) => Ok(Written { keys, lines: BTreeMap::new() }),
        Ok(_) => Err(vec![Problem::of(file, "a case is an object").hint("write { \"about\": …, \"review\": { … } }")]),
        Err(fault) => {
            let message = fault.to_string();
            let message = format!("is no JSON: {}", message.split(" at line ").next().unwrap_or_default());
            Err(vec![Problem::of(file, message).at_line(fault.line() as u32, Some(fault.column() as u32))])
        }
    }
}

fn toml(file: &str, text: &str) -> Result<Written, Vec<Problem>> {
    let (document, errors) = DeTable::parse_recoverable(text);
    if !errors.is_empty() {
        return Err(errors.iter().take(MOST_FAULTS).map(|error| toml_problem(file, text, error)).collect());
    }
    let mut lines = BTreeMap::new();
    let keys = table(&Lines::new(text), document.get_ref(), "", &mut lines);
    Ok(Written { keys, lines })
}

fn table(text: &Lines<'_>, table: &DeTable<'_>, path: &str, lines: &mut BTreeMap<String, u32>) -> Map<String, Value> {
    let entry = |(key, inner): (&toml::Spanned<std::borrow::Cow<'_, str>>, &toml::Spanned<DeValue<'_>>)| {
        let path = if path.is_empty() { key.get_ref().to_string() } else { format!("{path}.{}", key.get_ref()) };
        lines.insert(path.clone(), text.place(key.span().start).0);
        (key.get_ref().to_string(), value(text, inner.get_ref(), &path, lines))
    };
    table.iter().map(entry).collect()
}

/// A value as JSON: a date as its text. A number that JSON cannot hold becomes its text, which the reader refuses by name.
fn value(text: &Lines<'_>, value: &DeValue<'_>, path: &str, lines: &mut BTreeMap<String, u32>) -> Value {
    match value {
        DeValue::String(text) => Value::String(text.to_string()),
        DeValue::Integer(number) => {
            i64::from_str_radix(number.as_str(), number.radix()).map_or_else(|_| number.to_string().into(), Value::from)
        }
        DeValue::Float(number) => {
            let finite = number.as_str().parse().ok().and_then(Number::from_f64);
            finite.map_or_else(|| number.to_string().into(), Value::Number)
        }
        DeValue::Boolean(truth) => Value::Bool(*truth),
        DeValue::Datetime(date) => Value::String(date.to_string()),
        DeValue::Array(items) => {
            let item = |(place, item): (usize, &toml::Spanned<DeValue<'_>>)| {
                let path = format!("{path}.{place}");
                lines.insert(path.clone(), text.place(item.span().start).0);
                self::value(text, item.get_ref(), &path, lines)
            };
            items.iter().enumerate().map(item).collect()
        }
        DeValue::Table(keys) => Value::Object(table(text, keys, path, lines)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn toml_becomes_json_and_keeps_its_lines() {
        let text = "about = 'why'\nas_of = 2024-03-31\n[review]\nreviewer_days = 2.5\nagencies = ['police']\n[[observations]]\nepisode_no = 0x1F\n";
        let written = toml("a.toml", text).unwrap();
        let expected = serde_json::json!({
            "about": "why", "as_of": "2024-03-31", "review": { "reviewer_days": 2.5, "agencies": ["police"] },
            "observations": [{ "episode_no": 31 }],
        });
        assert_eq!(Value::Object(written.keys), expected);
        let line = |path: &str| written.lines.get(path).copied();
        assert_eq!(["as_of", "review.agencies", "observations.0", "observations.0.episode_no"].map(line), [2, 5, 6, 7].map(Some));
    }

    #[test]
    fn what_is_neither_is_told_with_its_place() {
        assert_eq!(toml("a.toml", "about = ").unwrap_err()[0].line, Some(1));
        let told = json("a.json", "{\n  \"about\": }").unwrap_err()[0].to_string();
        assert_eq!(told, "a.json:2:12: is no JSON: expected value");
    }
}
