//! What each indicator answered, by itself.

use concord_model::comparison::{Comparison, FrameworkCard, IndicatorCard, IndicatorFigure, MeasureFigure};
use concord_model::framework::{Match, Polarity};

use super::Page;
use super::html::{Cell, Html, Table};
use super::words;

pub(super) fn write(page: &Page<'_>, html: &mut Html) {
    html.paragraph(
        "The questions as the frameworks ask them, their own answers, and how the questions stand to the common themes. A rule that could be told \
         for no review has not passed; it has not run.",
    );
    for card in &page.comparison.frameworks {
        html.details(&format!("{} ({})", card.title, card.id), |html| {
            html.table(&answers(page.comparison, card));
            html.table(&measures(page.comparison, card));
        });
    }
}

/// A framework's indicators with what they answered.
fn of<'a>(comparison: &'a Comparison, card: &'a FrameworkCard) -> impl Iterator<Item = (&'a IndicatorCard, &'a IndicatorFigure)> {
    let figures = comparison.indicators.iter().filter(|figure| figure.framework == card.id);
    figures.filter_map(|figure| Some((card.indicators.iter().find(|asked| asked.id == figure.indicator)?, figure)))
}

fn caption(comparison: &Comparison, card: &FrameworkCard, what: &str) -> String {
    format!("{}, {}: {what}. Unit: review. Period: {}.", card.id, card.standing, comparison.data.period)
}

fn answers(comparison: &Comparison, card: &FrameworkCard) -> Table {
    let mut table = Table::new(caption(comparison, card, "what its indicators answered"), "indicators")
        .columns([
            "Indicator",
            "Question",
            "What it is",
            "Themes",
            "From memory only",
            "Answers",
            "Cannot be told",
            "Why it cannot be told",
        ])
        .columns(["Does not apply", "Error"])
        .group("Looked for", ["Yes", "No", "Unknown"]);
    for (asked, figure) in of(comparison, card) {
        let answers = figure.answers.iter().map(|answer| format!("{}: {}", answer.label, words::count(answer.count)));
        let reasons = figure.reasons.iter().map(|reason| format!("{}: {}", reason.reason.replace('_', " "), words::count(reason.count)));
        let mut row = vec![
            Cell::from(format!("{} {}", asked.id, asked.title)),
            Cell::from(&asked.question),
            Cell::from(Polarity::name(asked.polarity)),
            Cell::from(themes(asked)),
            Cell::from(asked.memory.clone().unwrap_or_default()),
            Cell::from(answers.collect::<Vec<_>>().join("; ")),
            Cell::from(figure.not_determinable),
            Cell::from(reasons.collect::<Vec<_>>().join("; ")),
        ];
        let counts = [figure.not_applicable, figure.error, figure.looked_yes, figure.looked_no, figure.looked_unknown];
        row.extend(counts.map(Cell::from));
        table.row(row);
    }
    table
}

fn themes(asked: &IndicatorCard) -> String {
    asked.mappings.iter().map(|mapping| format!("{} ({})", mapping.theme, Match::name(mapping.matching))).collect::<Vec<_>>().join("; ")
}

fn measures(comparison: &Comparison, card: &FrameworkCard) -> Table {
    let mut table = Table::new(caption(comparison, card, "the numbers that its indicators gave"), "measures").columns([
        "Indicator",
        "Measured in",
        "Known",
        "Between two ends",
        "No number",
        "Of nothing",
        "Mean of reviews",
        "Pooled share",
        "Why a number is not defined",
    ]);
    for (asked, figure) in of(comparison, card) {
        let Some(measure) = &figure.measure else { continue };
        let name = [Cell::from(format!("{} {}", asked.id, asked.title)), Cell::from(&measure.unit)];
        let counts = [measure.known, measure.interval, measure.none, measure.of_nothing].map(Cell::from);
        table.row(name.into_iter().chain(counts).chain(means(measure)));
    }
    table
}

fn means(measure: &MeasureFigure) -> [Cell; 3] {
    let pooled = if measure.share { words::between(measure.pooled_lower, measure.pooled_upper) } else { Cell::from("no share") };
    [words::between(measure.mean_lower, measure.mean_upper), pooled, words::why([&measure.why])]
}
