//! `concord diff`: two editions of a framework, or two runs: which answers change, for whom, and what it moves nationally.

mod asked;
mod changes;
mod difference;
mod editions;
mod figures;
mod runs;
mod text;

use std::io::Write;
use std::path::Path;

use anyhow::{Result, bail};

use self::difference::Difference;
use crate::args::{Diff, Format};
use crate::exit::Exit;
use crate::load::MANIFEST;
use crate::screen::json;

/// The file that makes a folder the output of a run.
const ANSWERS: &str = "answers.parquet";

/// What is compared.
enum Kind {
    Framework,
    Run,
}

/// Compares two editions, or two runs.
///
/// # Errors
/// Where one of the two is neither, or cannot be read or run.
pub fn diff(arguments: &Diff, out: &mut dyn Write, err: &mut dyn Write) -> Result<Exit> {
    let difference = match (kind(&arguments.a)?, kind(&arguments.b)?) {
        (Kind::Framework, Kind::Framework) => editions::compare(arguments, err)?,
        (Kind::Run, Kind::Run) => runs::compare(arguments)?,
        _ => bail!("{} and {} are a framework and a run; compare two of a kind", arguments.a.display(), arguments.b.display()),
    };
    match arguments.format {
        Format::Text => text::write(&difference, out)?,
        Format::Json => json(out, &difference)?,
    }
    Ok(exit(&difference))
}

/// Differences are a result; a framework that failed on reviews needs a person.
fn exit(difference: &Difference) -> Exit {
    if difference.failed > 0 { Exit::NeedsPerson } else { Exit::Done }
}

fn kind(folder: &Path) -> Result<Kind> {
    match (folder.join(MANIFEST).is_file(), folder.join(ANSWERS).is_file()) {
        (true, _) => Ok(Kind::Framework),
        (_, true) => Ok(Kind::Run),
        _ if !folder.exists() => bail!("{} is not there", folder.display()),
        _ => bail!(
            "{} is neither a framework (a folder with a {MANIFEST}) nor the output of a run (a folder with an {ANSWERS})",
            folder.display()
        ),
    }
}
