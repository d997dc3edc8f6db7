//! The partnerships, by name.

use concord_model::comparison::{Facet, FacetValue};

use super::Page;
use super::html::{Cell, Html, Table};
use super::words;

pub(super) fn write(page: &Page<'_>, html: &mut Html) {
    html.paragraph(
        "In the order of their names. With a handful of reviews most partnerships cannot be told apart by any figure, and how many reviews one has \
         says nothing of its practice. The frameworks’ findings by partnership are in tables/figures.csv.",
    );
    let period = &page.comparison.data.period;
    let mut table =
        Table::new(format!("Reviews and incidents. Period: {period}."), "facets").columns(["Partnership", "Reviews", "Incidents"]);
    let of_partnership = |part: &&FacetValue| part.facet == Facet::Partnership;
    for part in page.comparison.facets.iter().filter(of_partnership) {
        table.row([Cell::from(&part.label), Cell::from(part.reviews), part.incidents.map_or_else(|| Cell::from(""), Cell::from)]);
    }
    html.table(&table);
    declared_only(page, html);
}

fn declared_only(page: &Page<'_>, html: &mut Html) {
    let caption =
        format!("Themes declared as examined, with nothing ever recorded on them. Unit: review. Period: {}.", page.comparison.data.period);
    let mut table = Table::new(caption, "declared_only").columns(["Partnership", "Theme", "Reviews that declare it", "All its reviews"]);
    for row in &page.comparison.declared_only {
        let theme = words::theme(page.comparison, &row.theme);
        table.row([Cell::from(&row.partnership), Cell::from(theme), Cell::from(row.declared), Cell::from(row.reviews)]);
    }
    if !table.is_empty() {
        html.paragraph(
            "That a theme was looked at and nothing found is possible. Since ticking every box would look the same, a second pair of \
             bounds (tables/figures.csv, declared_unknown) counts these as unknown.",
        );
    }
    html.table(&table);
}
