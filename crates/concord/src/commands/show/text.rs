//! A page on a terminal: headings with a line under them, tables row by row.

use super::document::{Block, Document};

/// Where lines are broken.
const WIDTH: usize = 100;

pub(super) fn write(document: &Document) -> String {
    let mut out = underlined(&document.title, '=');
    document.start.iter().for_each(|block| write_block(block, &mut out));
    for section in &document.sections {
        out += &format!("\n\n{}", underlined(section.title, '='));
        section.blocks.iter().for_each(|block| write_block(block, &mut out));
    }
    out
}

fn underlined(title: &str, line: char) -> String {
    format!("{title}\n{}\n", line.to_string().repeat(title.chars().count()))
}

fn write_block(block: &Block, out: &mut String) {
    match block {
        Block::Heading(text) => *out += &format!("\n\n{}", underlined(text, '-')),
        Block::Paragraph(text) => *out += &format!("\n{}", wrapped(text, "", "")),
        Block::List(items) => {
            out.push('\n');
            items.iter().for_each(|item| *out += &wrapped(item, "- ", "  "));
        }
        Block::Table { caption, columns, rows } => {
            *out += &format!("\n{}", wrapped(&format!("{caption}:"), "", ""));
            rows.iter().for_each(|row| write_row(columns, row, out));
        }
    }
}

/// The first cell, and under it the others with the headings of their columns.
fn write_row(columns: &[&str], row: &[String], out: &mut String) {
    let Some((first, others)) = row.split_first() else { return };
    *out += &wrapped(first, "- ", "  ");
    for (column, cell) in columns.iter().skip(1).zip(others).filter(|(_, cell)| !cell.is_empty()) {
        *out += &wrapped(&format!("{}: {cell}", column.to_lowercase()), "    ", "      ");
    }
}

/// A text broken into lines, the first after one margin, the others after another.
fn wrapped(text: &str, first: &str, others: &str) -> String {
    let mut out = String::new();
    let mut line = first.to_owned();
    let mut empty = true;
    for word in text.split_whitespace() {
        if !empty && line.chars().count() + 1 + word.chars().count() > WIDTH {
            out += &format!("{line}\n");
            line = others.to_owned();
            empty = true;
        }
        if !empty {
            line.push(' ');
        }
        line += word;
        empty = false;
    }
    out + &line + "\n"
}
