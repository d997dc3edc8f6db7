//! `concord check`: everything that can be said of frameworks without data.

use std::io::Write;

use anyhow::Result;

use crate::args::Check;
use crate::exit::Exit;
use crate::load::{self, lines};
use crate::open::open_all;

/// Checks frameworks, and says all that is wrong with any of them.
///
/// # Errors
/// Where the dictionary or a folder cannot be read.
pub fn check(arguments: &Check, out: &mut dyn Write, err: &mut dyn Write) -> Result<Exit> {
    let (dictionary, ..) = load::dictionary(arguments.dictionary.as_deref(), None)?;
    let folders = load::folders(&arguments.frameworks)?;
    let (sources, mut broken) = load::load(&folders, &dictionary);
    let (open, _) = open_all(sources, &mut broken, &std::sync::Arc::new(dictionary), &[])?;
    for framework in &open {
        let (indicators, reads) = (framework.descriptor().indicators.len(), framework.descriptor().reads.len());
        writeln!(out, "{}: {indicators} indicators, {reads} fields read, imports nothing but the log", framework.source.manifest.id)?;
        if !framework.source.warnings.is_empty() {
            writeln!(err, "warning: {}", lines(&framework.source.warnings).replace('\n', "\nwarning: "))?;
        }
    }
    for framework in &broken {
        writeln!(err, "error: {}", lines(&framework.problems).replace('\n', "\nerror: "))?;
    }
    Ok(if broken.is_empty() { Exit::Done } else { Exit::NeedsPerson })
}
