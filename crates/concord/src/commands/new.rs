//! `concord new`: a working framework of two indicators, with two cases, in any of the languages.

mod templates;

use std::io::Write;
use std::path::Path;

use anyhow::{Result, bail};

use self::templates::files;
use crate::args::{Language, New};
use crate::exit::Exit;
use crate::output::Output;

/// Writes the framework, and says what to do next.
///
/// # Errors
/// Where the folder's name is no id, there is something in it, or it cannot be written.
pub fn new(arguments: &New, out: &mut dyn Write) -> Result<Exit> {
    let folder = &arguments.dir;
    let id = id(folder)?;
    let output = Output::fresh(folder)?;
    let title = title(&id);
    for (name, text) in files(arguments.lang) {
        output.write(&name, text.replace("@ID@", &id).replace("@TITLE@", &title).as_bytes())?;
    }
    output.finish()?;
    writeln!(out, "{title}: a framework of two indicators with two cases, in {}", folder.display())?;
    writeln!(out, "next:")?;
    for command in next(arguments.lang) {
        writeln!(out, "  {}", command.replace("DIR", &folder.display().to_string()))?;
    }
    Ok(Exit::Done)
}

/// The id of a framework in a folder: the folder's own name.
fn id(folder: &Path) -> Result<String> {
    let name = folder.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let starts = name.chars().next().is_some_and(|first| first.is_ascii_lowercase());
    if !starts || !name.chars().all(|letter| letter.is_ascii_lowercase() || letter.is_ascii_digit() || letter == '-') {
        bail!(
            "\"{name}\" cannot be a framework's id, which is the last part of the folder; \
             it starts with a small letter and has small letters, digits and hyphens: concord new our-framework --lang toml"
        );
    }
    Ok(name)
}

/// An id as words.
fn title(id: &str) -> String {
    let words = id.replace('-', " ");
    let mut letters = words.chars();
    letters.next().map(|first| first.to_ascii_uppercase().to_string() + letters.as_str()).unwrap_or_default()
}

/// What to do next.
fn next(language: Language) -> Vec<&'static str> {
    let own = match language {
        Language::Toml => vec![],
        Language::Rust => vec!["(cd DIR && cargo test)", "concord build DIR"],
        Language::Python => vec!["(cd DIR && pytest)", "concord build DIR"],
        Language::Javascript => vec!["(cd DIR && npm install && node --test)", "concord build DIR"],
    };
    own.into_iter().chain(["concord check DIR", "concord test DIR", "concord show DIR"]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_is_the_last_part_of_the_folder() {
        assert_eq!(id(Path::new("some/where/our-own-2")).unwrap(), "our-own-2");
        assert_eq!(title("our-own-2"), "Our own 2");
        for wrong in ["Ours", "our_own", "2nd", "", "a b", "ä"] {
            assert!(id(&Path::new("x").join(wrong)).is_err() || wrong.is_empty(), "{wrong}");
        }
    }
}
