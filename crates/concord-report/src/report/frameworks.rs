//! Who the frameworks are.

use super::Page;
use super::html::{Cell, Html, Table};

pub(super) fn write(page: &Page<'_>, html: &mut Html) {
    html.paragraph(
        "Each framework is a reading of its source by those who encoded it. Where its owner has not confirmed it, that is said; so is what rests \
         on memory alone and on no source that was seen.",
    );
    let columns = ["Framework", "Title", "Edition", "Owner", "Source", "Standing", "From memory only", "What it cannot see"];
    let mut table = Table::new("The frameworks that ran", "frameworks").columns(columns);
    for card in &page.comparison.frameworks {
        let texts = [&card.id, &card.title, &card.edition, &card.owner, &card.source, &card.standing].map(Cell::from);
        let notes = [&card.memory, &card.note].map(|note| Cell::from(note.clone().unwrap_or_default()));
        table.row(texts.into_iter().chain(notes));
    }
    html.table(&table);
    failed(page, html);
    impure(page, html);
}

fn failed(page: &Page<'_>, html: &mut Html) {
    if page.failed.is_empty() {
        return;
    }
    html.heading("Frameworks that could not run");
    html.paragraph("They stand in no figure.");
    for framework in page.failed {
        html.list(framework.problems.iter().map(|problem| format!("{}: {problem}", framework.id)));
    }
}

fn impure(page: &Page<'_>, html: &mut Html) {
    let impure: Vec<String> = page
        .manifest
        .frameworks
        .iter()
        .filter_map(|framework| framework.impure.as_ref().map(|how| format!("{}: {how}", framework.id)))
        .collect();
    if !impure.is_empty() {
        html.heading("Frameworks that are not pure");
        html.paragraph("A sample of reviews was asked about again, and the answers differed. Do not rely on their figures.");
        html.list(impure);
    }
}
