//! Concord: every partnership's review framework over one dataset, and what can be said of the findings.
//!
//! # Steps
//! 1. **read**: [`concord_read::Reader`] hands on the reviews in chunks, each record held against the dictionary; bad ones are
//!    put aside whole.
//! 2. **evaluate**: [`concord_sandbox::Sandbox::evaluate`] runs every framework in its box over each chunk.
//! 3. **compare**: [`concord_compare::Summary`] turns answers into findings on common themes and counts them;
//!    [`finish`](concord_compare::Summary::finish) gives every figure.
//! 4. **report**: [`concord_report`] writes answers and findings as they come, and the figures at the end.
//!
//! [`pipeline`] is that corridor; [`commands`] are the doors into it.
//!
//! # Example
//! ```
//! let (mut out, mut err) = (Vec::new(), Vec::new());
//! let code = concord::run_line(["concord", "run", "nowhere", "--frameworks", "nowhere", "--out", "report"], &mut out, &mut err);
//! assert_eq!(code, 2);
//! assert!(String::from_utf8_lossy(&err).starts_with("error: "));
//! ```

#![cfg_attr(test, allow(clippy::unwrap_used, reason = "a test that fails should panic"))]

pub mod access;
pub mod args;
pub mod cell;
pub mod commands;
pub mod digest;
pub mod exit;
pub mod kept;
pub mod load;
pub mod open;
pub mod output;
pub mod pipeline;
pub mod screen;
pub mod stamp;
pub mod terminal;
pub mod told;

use std::ffi::OsString;
use std::io::Write;

use anyhow::Result;
use clap::Parser;
use concord_model::plain;

use self::args::{Arguments, Command, Data};
use self::exit::Exit;
use self::screen::Screen;
use self::terminal::Surroundings;

/// Runs a command line, and gives the exit code: 0 done, 1 needs a person, 2 could not run. Nobody is there to be asked.
pub fn run_line(line: impl IntoIterator<Item = impl Into<OsString> + Clone>, out: &mut dyn Write, err: &mut dyn Write) -> u8 {
    run_line_in(line, &mut Surroundings::none(), out, err)
}

/// The same in surroundings: with somebody to ask, in colour, or in continuous integration.
pub fn run_line_in(
    line: impl IntoIterator<Item = impl Into<OsString> + Clone>,
    around: &mut Surroundings<'_>,
    out: &mut dyn Write,
    err: &mut dyn Write,
) -> u8 {
    let (out, err) = (&mut Screen::new(out, around.colour), &mut Screen::new(err, around.colour));
    let exit = match Arguments::try_parse_from(line) {
        Ok(arguments) => dispatch(&arguments.command, around, out, err),
        Err(usage) => return usage_exit(&usage, out, err),
    };
    let exit = exit.unwrap_or_else(|fault| {
        if closed(&fault) {
            return Exit::Done;
        }
        // Where the words cannot be written, the exit code still tells.
        let _ = told(&fault).iter().try_for_each(|line| writeln!(err, "error: {line}"));
        Exit::CouldNotRun
    });
    exit as u8
}

fn dispatch(command: &Command, around: &mut Surroundings<'_>, out: &mut dyn Write, err: &mut dyn Write) -> Result<Exit> {
    match command {
        Command::Run(arguments) => commands::run::run(arguments, out, err),
        Command::Check(arguments) => commands::check::check(arguments, out, err),
        Command::Test(arguments) => commands::test::test(arguments, around, out, err),
        Command::Show(arguments) => commands::show::show(arguments, out),
        Command::Explain(arguments) => commands::explain::explain(arguments, out),
        Command::Diff(arguments) => commands::diff::diff(arguments, out, err),
        Command::New(arguments) => commands::new::new(arguments, out),
        Command::Build(arguments) => commands::build::build(arguments, out),
        Command::Data(Data::Check(arguments)) => commands::data::check(arguments, out, err),
        Command::Data(Data::Convert(arguments)) => commands::data::convert(arguments, out, err),
        Command::Data(Data::Synth(arguments)) => commands::data::synth(arguments, out),
        Command::Stat(statistic) => commands::stat::stat(statistic, &mut around.input, out, err),
        Command::Completions(arguments) => commands::completions::completions(arguments, out),
        Command::Man(arguments) => commands::man::man(arguments, out),
    }
}

/// A fault with its causes, those left out that it tells already. It is one line, but for the faults that list others and what a compiler
/// said.
fn told(fault: &anyhow::Error) -> Vec<String> {
    let mut words = String::new();
    for cause in fault.chain() {
        let text = cause.to_string();
        let text = if lists(cause) { text } else { plain::line(&text, plain::MESSAGE).into_owned() };
        if !words.contains(&text) {
            words = if words.is_empty() { text } else { format!("{words}: {text}") };
        }
    }
    words.split('\n').map(|line| line.trim_end_matches('\r').to_owned()).collect()
}

/// Whether a cause has lines of its own.
fn lists(cause: &(dyn std::error::Error + 'static)) -> bool {
    use concord_read::ReadError;
    let read = matches!(cause.downcast_ref(), Some(ReadError::Columns(_) | ReadError::Groups(_) | ReadError::Dictionary(_)));
    read || cause.is::<load::Problems>() || cause.is::<concord_build::BuildError>()
}

/// Whether a reader of what is printed has seen enough and closed (`concord show … | head`).
fn closed(fault: &anyhow::Error) -> bool {
    let pipe = |cause: &(dyn std::error::Error + 'static)| {
        cause.downcast_ref::<std::io::Error>().is_some_and(|fault| fault.kind() == std::io::ErrorKind::BrokenPipe)
    };
    fault.chain().any(pipe)
}

/// Help and version go to standard output and are done; anything else could not run.
fn usage_exit(usage: &clap::Error, out: &mut dyn Write, err: &mut dyn Write) -> u8 {
    let text = usage.render().to_string();
    let asked = !usage.use_stderr();
    let _ = if asked { out.write_all(text.as_bytes()) } else { err.write_all(text.as_bytes()) };
    (if asked { Exit::Done } else { Exit::CouldNotRun }) as u8
}
