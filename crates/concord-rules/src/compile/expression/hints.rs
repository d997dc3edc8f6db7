//! What to write instead of what was written.

use concord_model::dictionary::{Code, Dictionary, Kind};
use concord_model::problem::nearest;

use super::value::{Ref, Value};

/// What to write where something true or false is needed.
pub(super) fn truth(value: &Value<'_>) -> Option<String> {
    Some(match value {
        Value::Field(field) => match field.is.kind {
            Kind::Code | Kind::Ordinal => format!("compare it: {} == '{}'", field.field.words(), example(field)?),
            Kind::CodeSet => format!("write '{}' in {}", example(field)?, field.field.words()),
            Kind::Integer | Kind::Decimal => format!("compare it: {} > 0", field.field.words()),
            Kind::Date => format!("compare it: {} >= '2024-01-01', or ask known({})", field.field.words(), field.field.words()),
            Kind::Text => format!("compare it with == or in, or ask known({})", field.field.words()),
            Kind::Reference => format!("write {}.size() > 0", field.field.words()),
            Kind::Tri | Kind::Id => return None,
        },
        Value::Number(_) => "compare it: … > 0".to_owned(),
        Value::Rows(_) => "ask whether there is one: .exists(o, …), or count them: .size() > 0".to_owned(),
        Value::Text(text) => format!("compare a field with it, and repeat the field in each part: x == '{text}', or x in ['…', '{text}']"),
        Value::Mapped(..) | Value::Distinct(_) | Value::Members(..) => "count them: .size() > 0".to_owned(),
        Value::Truth(_) | Value::Code(..) | Value::Row(..) => return None,
    })
}

/// What to write where a number is needed.
pub(super) fn number(value: &Value<'_>) -> Option<String> {
    Some(match value {
        Value::Truth(_) => "write (… ? 1 : 0) to count what is true".to_owned(),
        Value::Field(field) if field.is.kind == Kind::Tri => format!("write ({} ? 1 : 0) to count it", field.field.words()),
        Value::Field(field) if matches!(field.is.kind, Kind::CodeSet | Kind::Reference) => {
            format!("count them: {}.size()", field.field.words())
        }
        Value::Text(text) if text.trim().parse::<f64>().is_ok_and(f64::is_finite) => format!("write {} without quotes", text.trim()),
        Value::Rows(_) | Value::Distinct(_) | Value::Members(..) => "count them: .size()".to_owned(),
        Value::Mapped(..) => "count the different ones: .distinct().size()".to_owned(),
        _ => return None,
    })
}

/// What to write where rows are needed.
pub(super) fn rows(value: &Value<'_>, function: &str) -> Option<String> {
    match value {
        Value::Field(field) if function != "size" && field.field.row.is_none() => {
            Some(format!("{} is one value of the review: compare it", field.called()))
        }
        Value::Row(..) => Some(format!("name the rows: observations.{function}(…)")),
        _ => None,
    }
}

/// What to write for two values that cannot be compared.
pub(super) fn compared(one: &Value<'_>, other: &Value<'_>) -> Option<String> {
    for (value, beside) in [(one, other), (other, one)] {
        match (value, beside) {
            (Value::Field(field), Value::Number(_)) if field.is.kind == Kind::Date => {
                return Some("a date stands in quotes: '2024', '2024-05' or '2024-05-31'".to_owned());
            }
            (Value::Field(field), Value::Number(_)) if matches!(field.is.kind, Kind::Code | Kind::Ordinal) => {
                return Some(format!("its codes are {}", codes(field)));
            }
            (Value::Field(field), Value::Number(_)) if field.is.kind == Kind::Tri => {
                return Some(format!("it is present, absent or missing: write {}, or !{}", field.field.words(), field.field.words()));
            }
            (Value::Field(field), Value::Truth(_)) if matches!(field.is.kind, Kind::Integer | Kind::Decimal) => {
                return Some("compare twice, and join both with &&: 1 < x && x < 5".to_owned());
            }
            (Value::Truth(_), Value::Number(_)) => {
                return Some("compare twice, and join both with &&: 1 < x && x < 5".to_owned());
            }
            (Value::Rows(_), Value::Number(_)) => return Some("count them: observations.size()".to_owned()),
            (Value::Row(..), _) => return Some("name one of its fields: o.theme".to_owned()),
            (Value::Rows(_), Value::Text(_)) => return Some("ask observations.exists(o, o.theme == '…')".to_owned()),
            _ => {}
        }
    }
    None
}

/// What to write for a text that is no code of a field: the code that has it for a label, what a tri-state is compared with.
pub(super) fn code(field: &Ref<'_>, text: &str) -> Option<String> {
    if field.is.kind == Kind::Tri && nearest(text, ["present", "absent"]).is_some() {
        return None;
    }
    if field.is.kind == Kind::Tri {
        let said = match text.to_lowercase().as_str() {
            "yes" | "true" | "1" | "y" => field.field.words(),
            "no" | "false" | "0" | "n" => format!("!{}", field.field.words()),
            _ => format!("{} where it is present, !{} where it is absent", field.field.words(), field.field.words()),
        };
        return Some(format!("write {said}"));
    }
    let missing = ["not_recorded", "not recorded", "not_known", "not known", "unknown", "missing", "null", "none", "n/a", "na", ""];
    if let Some(code) = labelled(&field.is.codes, text) {
        return Some(format!("write '{}', which is the code for \"{}\"", code.code, code.label));
    }
    missing.contains(&text.to_lowercase().as_str()).then(|| format!("what is missing is asked by !known({})", field.field.words()))
}

/// The code that a label stands for.
pub(super) fn labelled<'c>(codes: &'c [Code], label: &str) -> Option<&'c Code> {
    let (wanted, mut codes) = (label.trim().to_lowercase(), codes.iter());
    codes.find(|code| code.label.to_lowercase() == wanted || code.code.to_lowercase() == wanted && code.code != label)
}

/// The codes of a field, up to so many as can be read at a glance.
pub(super) fn codes(field: &Ref<'_>) -> String {
    const SHOWN: usize = 8;
    let mut shown: Vec<String> = field.codes().take(SHOWN).map(|code| format!("'{code}'")).collect();
    if field.is.codes.len() > SHOWN {
        shown.push("…".to_owned());
    }
    shown.join(", ")
}

fn example<'f>(field: &'f Ref<'_>) -> Option<&'f str> {
    field.is.codes.first().map(|code| code.code.as_str())
}

/// What to write for a name that nothing has: a value of other languages, a code without quotes, a field of rows, the name of one row.
pub(super) fn name(name: &str, dictionary: &Dictionary) -> Option<String> {
    let lower = name.to_lowercase();
    match lower.as_str() {
        "true" | "yes" => return Some("write true; a field that is present or absent needs no comparison".to_owned()),
        "false" | "no" => return Some("write false, or ! before what is not so".to_owned()),
        "none" | "nil" | "na" | "null" | "undefined" | "missing" | "nan" | "unknown" | "not_recorded" | "not_known" => {
            return Some("ask known(field) or !known(field), and not whether it equals something".to_owned());
        }
        "review" | "this" | "self" => return Some("a field of the review stands by itself: review_type".to_owned()),
        "now" | "today" => return Some("rules know no clock: compare with a date, '2024-05-31'".to_owned()),
        _ => {}
    }
    let (root, child) = (dictionary.root_table(), |place: &usize| dictionary.is_child(*place));
    for (place, table) in dictionary.tables.iter().enumerate() {
        if table.field_place(name).is_some() && table.name != root.name {
            return Some(match child(&place) {
                true => format!("it is a field of {0}: ask {0}.exists(x, x.{name} …)", table.name),
                false => format!("write {}.{name}", table.name),
            });
        }
        if child(&place) && lower.len() > 2 && (table.name.starts_with(&lower) || lower.starts_with(table.name.as_str())) {
            return Some(format!("did you mean \"{}\"?", table.name));
        }
    }
    let mut fields = dictionary.tables.iter().flat_map(|table| &table.fields);
    let quoted = |code: &str| format!("a code stands in quotes: '{code}'");
    fields.find_map(|field| field.codes.iter().find(|code| code.code == name)).map(|code| quoted(&code.code)).or_else(|| {
        let mut local = dictionary.codebooks.iter().flat_map(|book| &book.codes);
        local.find(|code| *code == name).map(|code| quoted(code))
    })
}

/// What to write for a function that there is not.
pub(super) fn function(name: &str) -> Option<&'static str> {
    Some(match name.to_lowercase().as_str() {
        "any" | "some" | "anymatch" | "any_of" | "find" => "write observations.exists(o, …)",
        "every" | "each" | "forall" | "all_of" | "allmatch" => "write observations.all(o, …)",
        "none" | "none_of" | "nomatch" => "write !observations.exists(o, …)",
        "where" | "select" | "findall" => "write observations.filter(o, …)",
        "one" | "single" | "existsone" | "exactly_one" => "write observations.exists_one(o, …)",
        "count" | "len" | "length" | "countif" | "number" => "write observations.size(), or observations.filter(o, …).size()",
        "sum" => "write the terms with +, or count rows: observations.filter(o, …).size()",
        "max" | "min" | "greatest" | "least" | "highest" | "lowest" => {
            "ask whether there is a row beyond it: observations.exists(o, o.system_level >= 'L3')"
        }
        "avg" | "average" | "mean" | "median" | "share" | "percent" | "percentage" | "round" | "div" => {
            "there is no division: give a share as two counts, measure = { unit, count, of }"
        }
        "unique" | "nunique" | "count_distinct" | "distinct_count" => "write observations.map(o, o.episode_no).distinct().size()",
        "has" | "exists" | "isset" | "defined" | "is_known" | "isknown" | "recorded" | "given" | "present" | "not_null" => {
            "ask known(field)"
        }
        "isnull" | "is_null" | "missing" | "isna" | "is_na" | "unknown" | "isempty" | "is_empty" | "empty" | "absent" => {
            "ask !known(field), or observations.size() == 0 of rows"
        }
        "contains" | "includes" | "in" | "isin" | "member" => "write 'police' in agencies",
        "matches" | "like" | "startswith" | "endswith" | "starts_with" | "ends_with" | "regex" | "match" | "search" => {
            "there are no patterns: compare with == or with in [ … ]"
        }
        "lower" | "upper" | "lowerascii" | "upperascii" | "trim" | "strip" | "tolower" | "toupper" => {
            "codes are compared as they are written"
        }
        "not" => "write ! for not",
        "and" | "allof" => "write && for and",
        "or" | "anyof" => "write || for or",
        "if" | "iif" | "when" | "case" | "ifelse" | "coalesce" | "ifnull" => "write condition ? one : other",
        "date" | "timestamp" | "datetime" | "duration" | "todate" | "year" | "month" | "getfullyear" | "getmonth" | "getdate" => {
            "compare a date with one in quotes: notified_date >= '2024-01-01'"
        }
        "now" | "today" => "rules know no clock: compare with a date, '2024-05-31'",
        "int" | "double" | "float" | "string" | "str" | "bool" | "uint" | "type" | "dyn" => {
            "values are what the dictionary says; nothing is converted"
        }
        "looked" | "looked_for" | "lookedfor" | "examine" => "write examined('T05')",
        _ => return None,
    })
}
