//! A page as Markdown, with the tables of GitHub's flavour.

use super::document::{Block, Document};

pub(super) fn write(document: &Document) -> String {
    let mut out = format!("# {}\n", plain(&document.title));
    document.start.iter().for_each(|block| write_block(block, &mut out));
    for section in &document.sections {
        out += &format!("\n## {}\n", plain(section.title));
        section.blocks.iter().for_each(|block| write_block(block, &mut out));
    }
    out
}

fn write_block(block: &Block, out: &mut String) {
    match block {
        Block::Heading(text) => *out += &format!("\n### {}\n", plain(text)),
        Block::Paragraph(text) => *out += &format!("\n{}\n", plain(text)),
        Block::List(items) => {
            out.push('\n');
            items.iter().for_each(|item| *out += &format!("- {}\n", plain(item)));
        }
        Block::Table { caption, columns, rows } => {
            *out += &format!("\n{}:\n\n", plain(caption));
            *out += &row(columns);
            *out += &row(&vec!["---"; columns.len()]);
            rows.iter().for_each(|cells| *out += &row(&cells.iter().map(|cell| plain(cell)).collect::<Vec<_>>()));
        }
    }
}

fn row<T: AsRef<str>>(cells: &[T]) -> String {
    let cells: Vec<&str> = cells.iter().map(AsRef::as_ref).collect();
    format!("| {} |\n", cells.join(" | "))
}

/// A text in which nothing is taken for markup.
fn plain(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.split_whitespace().collect::<Vec<_>>().join(" ").chars() {
        if "\\`*_[]<>|#~&".contains(letter) {
            out.push('\\');
        }
        out.push(letter);
    }
    out
}
