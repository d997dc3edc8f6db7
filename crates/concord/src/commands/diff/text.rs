//! Differences as text.

use std::io::{Result, Write};

use super::difference::{Bounds, Changed, Difference, FigureDifference, FrameworkDifference, IndicatorDifference, Name};
use crate::access::{Change, listed};
use crate::terminal::{grouped, many};
use crate::told::{joined, spaced};

pub(super) fn write(difference: &Difference, out: &mut dyn Write) -> Result<()> {
    writeln!(out, "A: {}", difference.a)?;
    writeln!(out, "B: {}", difference.b)?;
    access(&difference.access, out)?;
    let [a, b] = difference.only_in;
    if a + b > 0 {
        writeln!(out, "reviews only in A: {}, only in B: {}", grouped(a), grouped(b))?;
    }
    if difference.failed > 0 {
        writeln!(out, "{} failed; `concord check` says why", many(difference.failed, "answer"))?;
    }
    difference.inputs.iter().try_for_each(|changed| one(changed, "", out))?;
    for (where_, names) in [("A", &difference.removed), ("B", &difference.added)] {
        if !names.is_empty() {
            writeln!(out, "frameworks only in {where_}: {}", names.join(", "))?;
        }
    }
    difference.frameworks.iter().try_for_each(|one| framework(one, difference, out))
}

/// What frameworks are allowed to see otherwise, what is new first.
fn access(changes: &[Change], out: &mut dyn Write) -> Result<()> {
    if changes.is_empty() {
        return writeln!(out, "both read the same fields");
    }
    for Change { framework, added, removed, otherwise } in changes {
        for (how, fields) in [("reads from now on", added), ("sees otherwise", otherwise), ("reads no longer", removed)] {
            if !fields.is_empty() {
                writeln!(out, "{framework} {how}: {}", listed(fields, true))?;
            }
        }
    }
    Ok(())
}

fn framework(difference: &FrameworkDifference, all: &Difference, out: &mut dyn Write) -> Result<()> {
    let FrameworkDifference { framework, about, removed, added, indicators, figures, same } = difference;
    if all.frameworks.len() > 1 && about.len() + removed.len() + added.len() + indicators.len() + figures.len() == 0 {
        writeln!(out)?;
        return writeln!(out, "{framework}: the same");
    }
    writeln!(out)?;
    writeln!(out, "# {framework}")?;
    about.iter().try_for_each(|changed| one(changed, "", out))?;
    only("A", removed, out)?;
    only("B", added, out)?;
    if indicators.is_empty() && *same == 0 {
        writeln!(out, "no indicator is in both")?;
    } else if indicators.is_empty() {
        writeln!(out, "the same: {}{}", asking(*same, ""), over(all.reviews))?;
    } else if *same > 0 {
        writeln!(out, "{}", asking(*same, "more "))?;
    }
    indicators.iter().try_for_each(|difference| indicator(difference, all.reviews, out))?;
    writeln!(out)?;
    if all.reviews.is_none() {
        return writeln!(out, "give --data DATA to see which answers change, for whom, and what it moves");
    }
    if figures.is_empty() { writeln!(out, "it moves no national figure") } else { national(figures, out) }
}

fn only(where_: &str, names: &[Name], out: &mut dyn Write) -> Result<()> {
    names.iter().try_for_each(|name| writeln!(out, "only in {where_}: {} {}", name.indicator, name.title))
}

/// `1 indicator asks the same and answers the same`
fn asking(same: usize, more: &str) -> String {
    let s = if same == 1 { "s" } else { "" };
    format!("{} ask{s} the same and answer{s} the same", many(same as u64, &format!("{more}indicator")))
}

/// Over what was compared.
fn over(reviews: Option<u64>) -> String {
    reviews.map_or_else(|| ", as far as can be told without data".to_owned(), |reviews| format!(" for {}", many(reviews, "review")))
}

fn indicator(difference: &IndicatorDifference, reviews: Option<u64>, out: &mut dyn Write) -> Result<()> {
    let IndicatorDifference { name, asked, changed, transitions, listed, looked_for_changed, numbers_changed } = difference;
    let changes = match reviews {
        Some(reviews) => format!(
            "{} of {} answered otherwise",
            grouped(*changed),
            if reviews == 1 { "1 review is".to_owned() } else { format!("{} reviews are", grouped(reviews)) }
        ),
        None => "asked otherwise".to_owned(),
    };
    writeln!(out)?;
    writeln!(out, "{} {}: {changes}", name.indicator, name.title)?;
    asked.iter().try_for_each(|changed| one(changed, "  ", out))?;
    for (what, count) in [("whether it was looked for", looked_for_changed), ("the number", numbers_changed)] {
        if *count > 0 {
            writeln!(out, "  {what} is told otherwise for {}", many(*count, "review"))?;
        }
    }
    for transition in transitions {
        writeln!(out, "  {:>8}  {} → {}", grouped(transition.reviews), spaced(&transition.from), spaced(&transition.to))?;
    }
    for review in listed {
        let coding = review.coding.as_deref().map(|coding| format!(" ({coding})")).unwrap_or_default();
        writeln!(out, "    {}{coding}: {} → {}", review.review, spaced(&review.from), spaced(&review.to))?;
    }
    match difference.changed.saturating_sub(listed.len() as u64) {
        0 => Ok(()),
        more => writeln!(out, "    … and {} more; --limit lists more of them", grouped(more)),
    }
}

fn one(changed: &Changed, margin: &str, out: &mut dyn Write) -> Result<()> {
    let text = |side: &Option<String>| side.as_ref().map_or_else(|| "nothing".to_owned(), |text| format!("“{}”", joined(text)));
    let at = if changed.at.is_empty() { String::new() } else { format!("  [{}]", changed.at.join(", ")) };
    writeln!(out, "{margin}{}: {} → {}{at}", changed.what, text(&changed.before), text(&changed.after))
}

/// The three ends before and after, theme by theme.
fn national(figures: &[FigureDifference], out: &mut dyn Write) -> Result<()> {
    writeln!(out, "what it moves nationally (incidents, all data; lower – assessed only – upper, in %; points: how far each moved)")?;
    for figure in figures {
        let side = figure.side.name();
        writeln!(out, "  {} {}, {side}: {} → {}", figure.theme, figure.title, bounds(figure.before), bounds(figure.after))?;
        if figure.points.iter().any(Option::is_some) {
            let point = |point: &Option<f64>| point.map_or_else(|| "not defined".to_owned(), signed);
            let points: Vec<String> = figure.points.iter().map(point).collect();
            writeln!(out, "    points: {}", points.join(" / "))?;
        }
    }
    Ok(())
}

fn bounds(bounds: Option<Bounds>) -> String {
    let Some(bounds) = bounds else { return "not decided".to_owned() };
    let share = |share: Option<f64>| share.map_or_else(|| "not defined".to_owned(), |share| format!("{:.1}", share * 100.0));
    let [lower, assessed, upper] = [bounds.lower, bounds.assessed_only, bounds.upper].map(share);
    format!("{lower} – {assessed} – {upper} of {}", grouped(bounds.n))
}

/// Points with their sign; what rounds to nothing has none.
fn signed(points: f64) -> String {
    let text = format!("{points:+.1}");
    if ["+0.0", "-0.0"].contains(&text.as_str()) { "0.0".to_owned() } else { text }
}
