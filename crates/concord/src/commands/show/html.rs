//! A page as one HTML file with nothing outside it.

use concord_report::report::html::{Cell, Html, Table};

use super::document::{Block, Document};

pub(super) fn write(document: &Document) -> String {
    let mut html = Html::begin(&document.title, "Go to what it asks");
    document.start.iter().for_each(|block| write_block(block, &mut html));
    html.contents(document.sections.iter().map(|section| (section.id, section.title)));
    for section in &document.sections {
        html.section(section.id, section.title, |html| section.blocks.iter().for_each(|block| write_block(block, html)));
    }
    html.finish()
}

fn write_block(block: &Block, html: &mut Html) {
    match block {
        Block::Heading(text) => html.heading(text),
        Block::Paragraph(text) => html.paragraph(text),
        Block::List(items) => html.list(items),
        Block::Table { caption, columns, rows } => {
            let mut table = Table::whole(caption).columns(columns.iter().copied());
            rows.iter().for_each(|row| table.row(row.iter().map(Cell::from)));
            html.table(&table);
        }
    }
}
