//! `concord check`: everything that can be said of frameworks without data of one's own.
//!
//! What a folder says is held against the dictionary; then each framework answers invented reviews, in one order and another,
//! together and apart, to see that it is a pure function, what it uses up, and which answers it never gives.

mod checked;
mod never;
mod several;
mod silence;
mod trial;

use std::io::Write;
use std::sync::Arc;

use anyhow::Result;

use self::checked::Checked;
use self::trial::Trial;
use crate::args::{Check, Format};
use crate::exit::Exit;
use crate::load;
use crate::open::{held_back, open_all};
use crate::screen::json;

/// Checks frameworks, and says all that is wrong with any of them.
///
/// # Errors
/// Where the dictionary or a folder cannot be read.
pub fn check(arguments: &Check, out: &mut dyn Write, err: &mut dyn Write) -> Result<Exit> {
    let (dictionary, ..) = load::dictionary(arguments.dictionary.as_deref(), None)?;
    let dictionary = Arc::new(dictionary);
    let folders = load::folders(&arguments.frameworks)?;
    let (sources, mut broken) = load::load(&folders, &dictionary);
    let (open, _backstop) = open_all(sources, &mut broken, &dictionary, &held_back(&dictionary))?;
    let trial = Trial::new(&dictionary)?;
    let mut all: Vec<Checked> = open.iter().map(|open| Checked::new(open, &trial, &dictionary)).collect::<Result<_>>()?;
    all.extend(broken.into_iter().map(Checked::broken));
    match arguments.format {
        Format::Text => all.iter().try_for_each(|checked| checked.print(out, err))?,
        Format::Json => json(out, &all)?,
    }
    Ok(exit(&all))
}

/// Warnings are for the author to weigh; faults need mending; where no framework runs at all, nothing was checked.
fn exit(all: &[Checked]) -> Exit {
    match (all.iter().any(|checked| checked.opens), all.iter().all(|checked| checked.faults.is_empty())) {
        (false, _) => Exit::CouldNotRun,
        (true, true) => Exit::Done,
        (true, false) => Exit::NeedsPerson,
    }
}
