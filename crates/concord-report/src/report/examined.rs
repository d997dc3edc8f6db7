//! Which themes reviews looked for, as far as that can be told.

use super::Page;
use super::html::{Cell, Html, Table};
use super::words;

pub(super) fn write(page: &Page<'_>, html: &mut Html) {
    html.paragraph(
        "A theme was examined where the review declares it, or where there is an observation of any kind on it. Where nothing says so, it is \
         unknown, which is not the same as not examined.",
    );
    let caption = format!("Unit: review. Period: {}.", page.comparison.data.period);
    let columns =
        ["Theme", "Reviews", "Declared", "Declared, with an observation", "Not declared, but observed", "Not examined", "Unknown"];
    let mut table = Table::new(caption, "examined").columns(columns);
    for figure in &page.comparison.examined {
        let counts = [figure.reviews, figure.declared, figure.declared_and_recorded, figure.inferred, figure.not_examined, figure.unknown];
        table.row(std::iter::once(Cell::from(words::theme(page.comparison, &figure.theme))).chain(counts.map(Cell::from)));
    }
    html.table(&table);
}
