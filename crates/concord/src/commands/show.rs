//! `concord show`: a framework as a page that a practitioner can read.
//!
//! The framework is gathered into one [`Sheet`]; that is written as JSON as it is, and otherwise as a [`Document`](document::Document)
//! of plain blocks, which text, Markdown and HTML each say in their own way.

mod document;
mod html;
mod markdown;
mod sheet;
mod text;

use std::io::Write;
use std::sync::Arc;

use anyhow::Result;

use self::sheet::Sheet;
use crate::args::{PageFormat, Show};
use crate::exit::Exit;
use crate::open::open_one;

/// Prints the page.
///
/// # Errors
/// Where the framework or the dictionary cannot be read.
pub fn show(arguments: &Show, out: &mut dyn Write) -> Result<Exit> {
    let (dictionary, ..) = crate::load::dictionary(arguments.dictionary.as_deref(), None)?;
    let dictionary = Arc::new(dictionary);
    let (framework, _) = open_one(&arguments.framework, &dictionary, &[])?;
    let sheet = Sheet::new(&framework, &dictionary);
    let page = match arguments.format {
        PageFormat::Text => text::write(&document::document(&sheet)),
        PageFormat::Markdown => markdown::write(&document::document(&sheet)),
        PageFormat::Html => html::write(&document::document(&sheet)),
        PageFormat::Json => serde_json::to_string_pretty(&sheet)? + "\n",
    };
    out.write_all(page.as_bytes())?;
    Ok(Exit::Done)
}
