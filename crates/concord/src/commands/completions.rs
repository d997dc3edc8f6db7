//! `concord completions`: what a shell needs to complete a command line.

use std::io::Write;

use anyhow::Result;
use clap::CommandFactory;

use crate::args::{Arguments, Completions};
use crate::exit::Exit;

/// Prints the completions of a shell.
///
/// # Errors
/// Where they cannot be written.
pub fn completions(arguments: &Completions, out: &mut dyn Write) -> Result<Exit> {
    // Into memory first: the generator panics where it cannot write.
    let mut script = Vec::new();
    clap_complete::generate(arguments.shell, &mut Arguments::command(), "concord", &mut script);
    out.write_all(&script)?;
    Ok(Exit::Done)
}
