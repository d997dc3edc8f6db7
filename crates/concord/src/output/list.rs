//! The list that stands in every folder that a command writes: by it a later command of the same name knows what it may replace.
//!
//! It is a text that `sha256sum --check` reads. Its head names the command and holds the digest of the lines below it, so that a list
//! that was edited is none. A file that differs from run to run carries its own digest (see [`super::seal`]) and is named in the head, so
//! that the same inputs give the same list.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::Path;

use super::seal;
use crate::digest::Digest;

/// The list's name.
pub(super) const LIST: &str = "concord.sha256";

/// How many things that do not belong are named.
const NAMED: usize = 10;

/// What a command wrote into a folder: names below it, with `/`, each with its digest, or `None` where the file carries its own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct List {
    command: String,
    files: BTreeMap<String, Option<Digest>>,
}

impl List {
    /// The list of all files of a folder that `command` has just written; `sealed` are those that carry their own digest.
    pub(super) fn of(folder: &Path, command: &str, sealed: &[String]) -> io::Result<List> {
        let mut files = BTreeMap::new();
        for (name, kind) in contents(folder, |_| true)? {
            if kind == Kind::File {
                let digest = if sealed.contains(&name) { None } else { Some(Digest::of_file(&folder.join(&name))?) };
                files.insert(name, digest);
            }
        }
        Ok(List { command: command.to_owned(), files })
    }

    /// The list of a folder; `None` where it has none, or one that was edited.
    pub(super) fn read(folder: &Path) -> Option<List> {
        let text = fs::read_to_string(folder.join(LIST)).ok()?;
        let list = List::parse(&text)?;
        (list.text() == text).then_some(list)
    }

    fn parse(text: &str) -> Option<List> {
        let (first, rest) = text.split_once('\n')?;
        let command = first.strip_prefix("# written by `concord ")?.split_once('`')?.0;
        let mut files = BTreeMap::new();
        for line in rest.lines() {
            match (line.strip_prefix("# carries its own digest: "), line.split_once("  ")) {
                (Some(name), _) => files.insert(name.to_owned(), None),
                (None, Some((digest, name))) => files.insert(name.to_owned(), Some(Digest::from_digits(digest)?)),
                (None, None) => return None,
            };
        }
        Some(List { command: command.to_owned(), files })
    }

    pub(super) fn text(&self) -> String {
        let line = |(name, digest): (&String, &Option<Digest>)| match digest {
            None => format!("# carries its own digest: {name}\n"),
            Some(digest) => format!("{}  {name}\n", digest.as_str()),
        };
        let lines: String = self.files.iter().map(line).collect();
        let digest = Digest::of(lines.as_bytes());
        format!(
            "# written by `concord {}`, which replaces these files and no others; this list: {}\n{lines}",
            self.command,
            digest.as_str()
        )
    }

    /// Why a folder cannot be replaced by `command`: what is in it that an earlier `command` did not write there, or that was changed
    /// since. `None` where it can be, also where it is empty.
    ///
    /// # Errors
    /// Where the folder cannot be read.
    pub(super) fn objection(folder: &Path, command: &str) -> io::Result<Option<String>> {
        let Some(there) = List::all(folder)? else { return Ok(None) };
        let Some(list) = List::read(folder) else {
            return Ok(Some(format!("it is not empty and holds no earlier output of `concord {command}`: {there}")));
        };
        if list.command != command {
            return Ok(Some(format!("it holds what `concord {}` wrote, and `concord {command}` does not replace that", list.command)));
        }
        let mut strange = Vec::new();
        for (name, kind) in contents(folder, |name| list.is_above(name))? {
            strange.extend(list.strange(folder, &name, kind)?);
        }
        Ok((!strange.is_empty()).then(|| format!("it holds what `concord {command}` did not write: {}", first(&strange))))
    }

    /// What is in a folder, by name; nothing where it is empty.
    ///
    /// # Errors
    /// Where the folder cannot be read.
    pub(super) fn all(folder: &Path) -> io::Result<Option<String>> {
        let there: Vec<String> = contents(folder, |_| false)?.iter().map(|(name, kind)| kind.named(name)).collect();
        Ok((!there.is_empty()).then(|| first(&there)))
    }

    /// A thing in the folder, if it is none of the list's as it was written.
    fn strange(&self, folder: &Path, name: &str, kind: Kind) -> io::Result<Option<String>> {
        let path = folder.join(name);
        Ok(match (kind, self.files.get(name)) {
            (Kind::File, _) if name == LIST => None,
            (Kind::File, Some(Some(digest))) if Digest::of_file(&path)? == *digest => None,
            (Kind::File, Some(None)) if seal::holds(&fs::read(&path)?) => None,
            (Kind::File, Some(_)) => Some(format!("{name} (changed since)")),
            (Kind::Folder, _) if self.is_above(name) => None,
            (kind, _) => Some(kind.named(name)),
        })
    }

    /// Whether a folder holds a file of the list.
    fn is_above(&self, folder: &str) -> bool {
        self.files.keys().any(|file| file.strip_prefix(folder).is_some_and(|rest| rest.starts_with('/')))
    }

    /// Removes what the list names from a folder that was found to be as it was written, and the folder itself. What is not named stays.
    /// Returns whether all is gone.
    pub(super) fn remove(&self, folder: &Path) -> io::Result<bool> {
        let mut folders = vec![folder.to_owned()];
        for (name, kind) in contents(folder, |name| self.is_above(name))? {
            match kind {
                Kind::Folder if self.is_above(&name) => folders.push(folder.join(name)),
                Kind::File if name != LIST && self.strange(folder, &name, kind)?.is_none() => fs::remove_file(folder.join(name))?,
                _ => {}
            }
        }
        if contents(folder, |name| self.is_above(name))?.iter().all(|(name, kind)| *kind == Kind::Folder || name == LIST) {
            fs::remove_file(folder.join(LIST))?;
        }
        // The deepest first; one that is not empty stays.
        Ok(folders.iter().rev().map(fs::remove_dir).all(|removed| removed.is_ok()))
    }
}

/// What stands under a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Kind {
    File,
    Folder,
    /// A link, or what is neither file nor folder.
    Other,
}

impl Kind {
    fn named(self, name: &str) -> String {
        match self {
            Kind::File => name.to_owned(),
            Kind::Folder => format!("{name}/"),
            Kind::Other => format!("{name} (a link)"),
        }
    }
}

/// What is in a folder, and in those below it that are to be entered, a folder before what is in it, in the order of names; links are not
/// followed.
fn contents(folder: &Path, enter: impl Fn(&str) -> bool) -> io::Result<Vec<(String, Kind)>> {
    let mut all = Vec::new();
    let mut folders = vec![String::new()];
    while let Some(below) = folders.pop() {
        for entry in fs::read_dir(folder.join(&below))? {
            let entry = entry?;
            let name = entry.file_name().to_string_lossy().into_owned();
            let name = if below.is_empty() { name } else { format!("{below}/{name}") };
            let kind = match entry.file_type()? {
                kind if kind.is_file() => Kind::File,
                kind if kind.is_dir() => Kind::Folder,
                _ => Kind::Other,
            };
            if kind == Kind::Folder && enter(&name) {
                folders.push(name.clone());
            }
            all.push((name, kind));
        }
    }
    all.sort();
    Ok(all)
}

fn first(names: &[String]) -> String {
    let more = names.len().saturating_sub(NAMED);
    let named = names.iter().take(NAMED).map(String::as_str).collect::<Vec<_>>().join(", ");
    if more == 0 { named } else { format!("{named} and {more} more") }
}
