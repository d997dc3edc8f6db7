//! `concord man`: the manual.

use std::io::Write;

use anyhow::Result;
use clap::{Command, CommandFactory};
use clap_mangen::Man as Page;

use crate::args::{Arguments, Man};
use crate::exit::Exit;
use crate::output::Output;

/// Prints the program's page, or writes one for each command into a folder.
///
/// # Errors
/// Where they cannot be written.
pub fn man(arguments: &Man, out: &mut dyn Write) -> Result<Exit> {
    let mut command = Arguments::command();
    command.build();
    let Some(folder) = &arguments.out else {
        let mut page = Vec::new();
        Page::new(command).render(&mut page)?;
        out.write_all(&page)?;
        return Ok(Exit::Done);
    };
    let output = Output::begin(folder, "man", &[])?;
    let written = pages(&command, &output)?;
    output.finish()?;
    writeln!(out, "{written} pages written to {}", folder.display())?;
    Ok(Exit::Done)
}

/// Writes the page of a command and of all below it. Returns how many.
fn pages(command: &Command, output: &Output) -> Result<usize> {
    let page = Page::new(command.clone());
    let mut text = Vec::new();
    page.render(&mut text)?;
    output.write(&page.get_filename(), &text)?;
    command.get_subcommands().filter(|command| !command.is_hide_set()).try_fold(1, |written, below| Ok(written + pages(below, output)?))
}
