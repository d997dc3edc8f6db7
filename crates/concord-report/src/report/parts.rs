//! The same figures for parts of the data.

use concord_model::comparison::{Facet, Figure, Unit};

use super::Page;
use super::figures::{caption, table};
use super::html::{Cell, Html, Table};
use super::words;

/// The parts that the page shows; partnerships are in `tables/figures.csv` alone.
const PARTS: [(Facet, &str); 3] = [
    (Facet::ReviewType, "By type of review"),
    (Facet::CalendarYear, "By calendar year"),
    (Facet::FinancialYear, "By financial year, from April"),
];

pub(super) fn write(page: &Page<'_>, html: &mut Html) {
    html.paragraph(
        "Types of review count reviews, years count incidents. Types and years differ in how deep reviews look and in which incidents come to be \
         reviewed, so that a difference between them is not by itself a change in practice.",
    );
    html.list(words::standings(page.comparison));
    for (facet, title) in PARTS {
        html.heading(title);
        html.table(&sizes(page, facet));
        for theme in &page.comparison.themes {
            let of_theme = |figure: &&Figure| figure.theme == theme.id && (figure.facet == facet || whole(figure, facet));
            let figures: Vec<&Figure> = page.comparison.figures.iter().filter(of_theme).collect();
            let Some(first) = figures.first() else { continue };
            html.details(&words::theme(page.comparison, &theme.id), |html| {
                html.table(&table(format!("{title}. {}", unit(first, facet)), ["Framework", "Side", "Part"], &figures, |figure| {
                    [Cell::from(&figure.framework), Cell::from(figure.side.name()), Cell::from(label(page, figure))]
                }));
            });
        }
    }
}

/// Types of review stand beside all reviews; for years, all incidents stand in the section before.
fn whole(figure: &Figure, facet: Facet) -> bool {
    facet == Facet::ReviewType && figure.facet == Facet::All && figure.unit == Unit::Review
}

/// Years are each a period of their own; their figures differ in it, row by row.
fn unit(first: &Figure, facet: Facet) -> String {
    match facet {
        Facet::CalendarYear | Facet::FinancialYear => format!("Unit: {}. Period: the year of each row.", first.unit.name()),
        _ => caption(first),
    }
}

fn label(page: &Page<'_>, figure: &Figure) -> String {
    let part = page.comparison.facets.iter().find(|part| part.facet == figure.facet && part.value == figure.value);
    part.map_or_else(|| figure.value.clone(), |part| part.label.clone())
}

fn sizes(page: &Page<'_>, facet: Facet) -> Table {
    let mut table = Table::new(format!("How many reviews and incidents. Period: {}.", page.comparison.data.period), "facets").columns([
        "Part",
        "Reviews",
        "Incidents",
    ]);
    for part in page.comparison.facets.iter().filter(|part| part.facet == facet) {
        let incidents = part.incidents.map_or_else(|| Cell::from("not counted by type: an incident has reviews of several"), Cell::from);
        table.row([Cell::from(&part.label), Cell::from(part.reviews), incidents]);
    }
    table
}
