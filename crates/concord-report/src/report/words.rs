//! Figures in words.

use concord_model::comparison::{Coefficients, Comparison, OneSided};

use super::html::Cell;

/// A count with its thousands apart.
pub(super) fn count(count: u64) -> String {
    let digits = count.to_string();
    let mut out = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// What stands where a number is not defined; a column at the row's end says why.
pub(super) const UNDEFINED: &str = "not defined";

/// What stands where a framework was not allowed to see what decides.
pub(super) const WITHHELD: &str = "withheld";

/// A share as a percentage.
pub(super) fn share(share: Option<f64>) -> Cell {
    let share = share.filter(|share| share.is_finite());
    Cell::Number(share.map_or_else(|| UNDEFINED.to_owned(), percent))
}

/// Two ends of an interval of shares.
pub(super) fn interval(lower: Option<f64>, upper: Option<f64>) -> Cell {
    let ends = lower.zip(upper).filter(|(lower, upper)| lower.is_finite() && upper.is_finite());
    Cell::Number(ends.map_or_else(|| UNDEFINED.to_owned(), |(lower, upper)| format!("{} to {}", percent(lower), percent(upper))))
}

/// A number that lies between two ends, or is known.
pub(super) fn between(lower: Option<f64>, upper: Option<f64>) -> Cell {
    match lower.zip(upper).filter(|(lower, upper)| lower.is_finite() && upper.is_finite()) {
        Some((lower, upper)) if lower == upper => Cell::Number(format!("{lower:.2}")),
        Some((lower, upper)) => Cell::Number(format!("{lower:.2} to {upper:.2}")),
        None => Cell::Number(UNDEFINED.to_owned()),
    }
}

/// A plain number.
pub(super) fn number(number: Option<f64>) -> Cell {
    let number = number.filter(|number| number.is_finite());
    Cell::Number(number.map_or_else(|| UNDEFINED.to_owned(), |number| format!("{number:.3}")))
}

/// A difference of shares in percentage points.
pub(super) fn points(difference: Option<f64>) -> Cell {
    let difference = difference.filter(|difference| difference.is_finite());
    Cell::Number(difference.map_or_else(|| UNDEFINED.to_owned(), point))
}

/// Two ends of an interval of differences of shares.
pub(super) fn points_between(lower: Option<f64>, upper: Option<f64>) -> Cell {
    let ends = lower.zip(upper).filter(|(lower, upper)| lower.is_finite() && upper.is_finite());
    Cell::Number(ends.map_or_else(|| UNDEFINED.to_owned(), |(lower, upper)| format!("{} to {}", point(lower), point(upper))))
}

/// A difference of shares in percentage points, with its sign.
pub(super) fn point(difference: f64) -> String {
    let points = format!("{:+.1}", difference * 100.0);
    if points == "-0.0" { "+0.0".to_owned() } else { points }
}

/// A share that is known as a percentage.
pub(super) fn percent(share: f64) -> String {
    format!("{:.1}%", share * 100.0)
}

/// A p-value.
pub(super) fn p_value(p: Option<f64>) -> Cell {
    match p.filter(|p| p.is_finite()) {
        None => Cell::Number(UNDEFINED.to_owned()),
        Some(p) if p < 0.001 => Cell::Number("below 0.001".to_owned()),
        Some(p) => Cell::Number(format!("{p:.3}")),
    }
}

/// A p-value of permutations; one at their floor is at most that.
pub(super) fn permutation_p(p: Option<f64>, at_most: bool) -> Cell {
    match p.filter(|p| at_most && p.is_finite()) {
        Some(floor) => Cell::Number(format!("at most {floor:.3}")),
        None => p_value(p),
    }
}

/// A coefficient of agreement, with its standard error where there is one.
pub(super) fn coefficient(coefficient: Option<f64>, error: Option<f64>) -> Cell {
    let [coefficient, error] = [coefficient, error].map(|number| number.filter(|number| number.is_finite()));
    Cell::Number(match (coefficient, error) {
        (None, _) => UNDEFINED.to_owned(),
        (Some(coefficient), None) => format!("{coefficient:.3}"),
        (Some(coefficient), Some(error)) => format!("{coefficient:.3} (SE {error:.3})"),
    })
}

/// Specific agreement and prevalence of a category.
pub(super) fn category(found: &Coefficients, name: &str) -> [Option<f64>; 2] {
    let category = found.categories.iter().find(|category| category.category == name);
    category.map_or([None; 2], |category| [category.specific_agreement, category.prevalence])
}

/// Why numbers of a row are not defined, each reason once; nothing where all are.
pub(super) fn why<'a>(whys: impl IntoIterator<Item = &'a Option<String>>) -> Cell {
    let mut all: Vec<&str> = whys.into_iter().flatten().map(String::as_str).collect();
    all.dedup();
    Cell::from(all.join("; "))
}

/// How the frameworks stand, to be said wherever their findings are: each standing once, with the frameworks that have it.
pub(super) fn standings(comparison: &Comparison) -> Vec<String> {
    let mut all: Vec<(&str, Vec<&str>)> = Vec::new();
    for card in &comparison.frameworks {
        match all.iter_mut().find(|(standing, _)| *standing == card.standing) {
            Some((_, ids)) => ids.push(&card.id),
            None => all.push((&card.standing, vec![&card.id])),
        }
    }
    all.iter().map(|(standing, ids)| format!("{}: {standing}.", ids.join(", "))).collect()
}

/// Which way a framework can answer.
pub(super) fn one_sided(one_sided: Option<OneSided>) -> &'static str {
    match one_sided {
        None => "both ways",
        Some(OneSided::PresentOnly) => "present only: a lower bound",
        Some(OneSided::AbsentOnly) => "absent only: an upper bound",
    }
}

/// A theme with its title.
pub(super) fn theme(comparison: &Comparison, id: &str) -> String {
    comparison.themes.iter().find(|theme| theme.id == id).map_or_else(|| id.to_owned(), |theme| format!("{id} {}", theme.title))
}

/// Yes or no.
pub(super) fn yes(yes: bool) -> &'static str {
    if yes { "yes" } else { "no" }
}
