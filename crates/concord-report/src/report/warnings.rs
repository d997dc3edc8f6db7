//! What needs a person's eye.

use super::Page;
use super::html::{Cell, Html, Table};
use super::words;

pub(super) fn write(page: &Page<'_>, html: &mut Html) {
    html.paragraph(&format!(
        "Answers given: {}. Failures: {}, each of them in errors.jsonl.",
        words::count(page.manifest.counts.answers),
        words::count(page.manifest.counts.failures)
    ));
    let mut table = Table::new("Warnings", "warnings").columns(["Framework", "Indicator", "What"]);
    for warning in &page.comparison.warnings {
        let indicator = warning.indicator.clone().unwrap_or_default();
        table.row([Cell::from(&warning.framework), Cell::from(indicator), Cell::from(&warning.message)]);
    }
    if table.is_empty() {
        html.paragraph("There are no warnings.");
    }
    html.table(&table);
}
