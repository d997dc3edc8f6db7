//! Frameworks from their folders: the manifest, and what runs it.

use std::borrow::Cow;
use std::fs;
use std::io::Read;
use std::path::{Component as Part, Path, PathBuf};

use anyhow::{Context, Result, bail};
use concord_model::dictionary::Dictionary;
use concord_model::manifest::{CodeFramework, Component, MOST_BYTES, Manifest, Plugin, plugin_of};
use concord_model::problem::{Problem, nearest};

use crate::digest::Digest;
use crate::stamp::stale;

/// The bundled rules plugin, built with the program.
pub static RULES: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/rules.wasm"));

/// The file that makes a folder a framework.
pub const MANIFEST: &str = "framework.toml";

/// A framework that can be put in the box.
#[derive(Debug)]
pub struct Source {
    /// Its folder.
    pub folder: PathBuf,
    /// Who it is.
    pub manifest: Manifest,
    /// What only memory supports: of an indicator, or of the whole where the first part is empty.
    pub memory: Vec<(String, String)>,
    /// By indicator, what those who read its answers should know.
    pub notes: Vec<(String, String)>,
    /// The component that runs it.
    pub component: Cow<'static, [u8]>,
    /// What the component is opened with.
    pub config: String,
    /// What its author should know, though it runs.
    pub warnings: Vec<Problem>,
    /// The SHA-256 of its manifest's file.
    pub digest: Digest,
}

/// A framework that cannot run, and why.
#[derive(Debug)]
pub struct Broken {
    /// Its folder's name.
    pub id: String,
    /// All that is wrong with it.
    pub problems: Vec<Problem>,
}

/// The folders of frameworks among `places`: each is one, or holds some.
///
/// # Errors
/// Where a place holds none.
pub fn folders(places: &[PathBuf]) -> Result<Vec<PathBuf>> {
    let mut all = Vec::new();
    for place in places {
        if place.join(MANIFEST).is_file() {
            all.push(place.clone());
            continue;
        }
        let entries = fs::read_dir(place).with_context(|| format!("cannot read the folder of frameworks {}", place.display()))?;
        let mut inside: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).filter(|path| path.join(MANIFEST).is_file()).collect();
        inside.sort();
        let spelled = otherwise_spelled(place)?;
        if !spelled.is_empty() {
            return Err(Problems(spelled).into());
        }
        if inside.is_empty() {
            bail!("no frameworks in {}; a framework is a folder with a {MANIFEST}", place.display());
        }
        all.extend(inside);
    }
    Ok(all)
}

/// Manifests below a folder whose names differ from a manifest's in the size of letters: their frameworks would be passed over.
fn otherwise_spelled(place: &Path) -> Result<Vec<Problem>> {
    let mut problems = Vec::new();
    for folder in fs::read_dir(place)?.flatten().map(|entry| entry.path()).filter(|path| path.is_dir()) {
        for file in fs::read_dir(&folder).into_iter().flatten().flatten() {
            let name = file.file_name().to_string_lossy().into_owned();
            if name != MANIFEST && name.eq_ignore_ascii_case(MANIFEST) && !folder.join(MANIFEST).is_file() {
                let fault = "is not read: its name is spelled otherwise";
                problems.push(Problem::of(&file.path().display().to_string(), fault).hint(format!("call it {MANIFEST}")));
            }
        }
    }
    problems.sort();
    Ok(problems)
}

/// Loads the frameworks of all folders: those that can run, and those that cannot.
#[must_use]
pub fn load(folders: &[PathBuf], dictionary: &Dictionary) -> (Vec<Source>, Vec<Broken>) {
    let (mut sources, mut broken) = (Vec::<Source>::new(), Vec::new());
    for folder in folders {
        let id = folder
            .canonicalize()
            .ok()
            .as_deref()
            .unwrap_or(folder)
            .file_name()
            .map(|name| name.to_string_lossy().into_owned())
            .unwrap_or_default();
        match source(folder, dictionary) {
            Ok(source) => match sources.iter().find(|other| other.manifest.id == source.manifest.id) {
                Some(other) => {
                    let file = folder.join(MANIFEST).display().to_string();
                    let fault = format!("another framework has the id \"{}\" already: {}", source.manifest.id, other.folder.display());
                    broken.push(Broken {
                        id,
                        problems: vec![Problem::of(&file, fault).about("framework.id").hint("give each framework an id of its own")],
                    });
                }
                None => sources.push(source),
            },
            Err(problems) => broken.push(Broken { id, problems }),
        }
    }
    (sources, broken)
}

/// Loads one framework.
///
/// # Errors
/// All that is wrong with it.
pub fn source(folder: &Path, dictionary: &Dictionary) -> Result<Source, Vec<Problem>> {
    let path = folder.join(MANIFEST);
    let file = path.display().to_string();
    let text = read_text(&path).map_err(|fault| vec![Problem::of(&file, format!("cannot be read: {fault}"))])?;
    let manifest = plugin_of(&file, &text).map_err(|problem| vec![problem])?;
    let digest = Digest::of(text.as_bytes());
    match &manifest.plugin {
        Plugin::Bundled(name) if name == "rules" => {
            let compiled = concord_rules::compile(&file, &text, dictionary)?;
            Ok(Source {
                folder: folder.to_owned(),
                memory: memory(&compiled.manifest, compiled.memory),
                notes: compiled.notes,
                manifest: compiled.manifest,
                component: Cow::Borrowed(RULES),
                config: compiled.plan.to_json(),
                warnings: compiled.warnings,
                digest,
            })
        }
        Plugin::Bundled(name) => {
            let hint = nearest(name, ["rules"])
                .unwrap_or_else(|| "the bundled plugin is \"rules\"; a component of its own is { path = \"….wasm\" }".to_owned());
            Err(vec![Problem::of(&file, format!("no plugin is bundled under the name \"{name}\"")).about("framework.plugin").hint(hint)])
        }
        Plugin::Component(component) => {
            let code = CodeFramework::parse(&file, &text).map_err(|problem| vec![problem])?;
            let bytes = component_bytes(folder, &file, component).map_err(|problem| vec![problem])?;
            let config = toml::to_string(&code.config).map_err(|fault| vec![Problem::of(&file, fault.to_string()).about("config")])?;
            Ok(Source {
                folder: folder.to_owned(),
                memory: memory(&code.framework, code.memory.into_iter().collect()),
                notes: Vec::new(),
                manifest: code.framework,
                warnings: stale(folder, &file, component, &bytes).into_iter().collect(),
                component: Cow::Owned(bytes),
                config,
                digest,
            })
        }
    }
}

fn memory(manifest: &Manifest, of_indicators: Vec<(String, String)>) -> Vec<(String, String)> {
    manifest.memory.iter().map(|text| (String::new(), text.clone())).chain(of_indicators).collect()
}

/// The path of a component, which lies in the framework's folder.
///
/// # Errors
/// Where it leads out of it.
pub fn inside(path: &str) -> Result<&Path> {
    let inside = !path.is_empty() && Path::new(path).components().all(|part| matches!(part, Part::Normal(_)));
    if inside { Ok(Path::new(path)) } else { bail!("\"{path}\" leads out of the framework's folder") }
}

fn component_bytes(folder: &Path, file: &str, component: &Component) -> Result<Vec<u8>, Problem> {
    let problem = |fault: String| Problem::of(file, fault).about("framework.plugin.path");
    let path = inside(&component.path).map_err(|fault| problem(fault.to_string()).hint("put the component beside the manifest"))?;
    let path = folder.join(path);
    fs::read(&path).map_err(|fault| match (&component.source, fault.kind()) {
        (Some(_), std::io::ErrorKind::NotFound) => {
            problem(format!("the component {} is not built", component.path)).hint(format!("run `concord build {}`", folder.display()))
        }
        _ => problem(format!("the component {} cannot be read: {fault}", component.path)),
    })
}

/// The dictionary that a run reads by: the built-in one, or a file's; with a taxonomy of its own if one is given.
///
/// # Errors
/// Every fault of the files, each on a line of its own.
pub fn dictionary(dictionary: Option<&Path>, taxonomy: Option<&Path>) -> Result<(Dictionary, Digest, Option<Digest>)> {
    let read = |path: &Path| read_text(path).with_context(|| format!("cannot read {}", path.display()));
    let (name, text) = match dictionary {
        Some(path) => (path.display().to_string(), Cow::Owned(read(path)?)),
        None => ("england.toml".to_owned(), Cow::Borrowed(Dictionary::england_text())),
    };
    let digest = Digest::of(text.as_bytes());
    let (parsed, of_taxonomy) = match taxonomy {
        Some(path) => {
            let words = read(path)?;
            let digest = Digest::of(words.as_bytes());
            (Dictionary::parse_with_taxonomy(&name, &text, &path.display().to_string(), &words), Some(digest))
        }
        None => (Dictionary::parse(&name, &text), None),
    };
    match parsed {
        Ok(dictionary) => Ok((dictionary, digest, of_taxonomy)),
        Err(problems) => Err(Problems(problems).into()),
    }
}

/// Everything that keeps a command from running, as an error whose text has a line for each.
#[derive(Debug)]
pub struct Problems(pub Vec<Problem>);

impl std::fmt::Display for Problems {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"))
    }
}

impl std::error::Error for Problems {}

/// The text of a file that a person wrote: a framework, a dictionary, a case. What is larger than any of them may be is not read.
///
/// # Errors
/// Where it cannot be read, is no UTF-8, or is too large.
pub fn read_text(path: &Path) -> std::io::Result<String> {
    let mut bytes = Vec::new();
    fs::File::open(path)?.take(MOST_BYTES as u64 + 1).read_to_end(&mut bytes)?;
    if bytes.len() > MOST_BYTES {
        return Err(std::io::Error::other(format!("it is larger than the {MOST_BYTES} bytes that are read")));
    }
    String::from_utf8(bytes).map_err(|_| std::io::Error::other("it is no UTF-8 text"))
}

/// Who a framework is, before anything else of it is checked.
///
/// # Errors
/// Where its manifest cannot be read.
pub fn manifest(folder: &Path) -> Result<Manifest> {
    let path = folder.join(MANIFEST);
    let text = read_text(&path).with_context(|| format!("cannot read {}", path.display()))?;
    plugin_of(&path.display().to_string(), &text).map_err(|problem| Problems(vec![problem]).into())
}
