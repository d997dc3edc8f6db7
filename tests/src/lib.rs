//! The program as its user runs it, in a folder of its own.
//!
//! ```no_run
//! let project = concord_tests::Project::new();
//! project.write("data/reviews.jsonl", r#"{"review_id": "R1", "partnership_id": "P1", "review_type": "lcspr"}"#);
//! let ran = project.concord("run @/data --frameworks @/frameworks --out @/out");
//! assert_eq!(ran.code, 2, "{}", ran.err);
//! ```

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use concord::terminal::Surroundings;
use parquet::file::reader::{FileReader, SerializedFileReader};
use parquet::record::{Field, Row};
use tempfile::TempDir;

/// The component of Northmoor's framework, built with these tests.
pub static NORTHMOOR: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/northmoor.wasm"));

/// The component of a framework that does wrong as its settings say, built with these tests.
pub static HOSTILE: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/hostile.wasm"));

/// A folder to run the program in; in arguments `@/` stands for it.
#[derive(Debug)]
pub struct Project {
    folder: TempDir,
}

/// How a command ended and what it said.
#[derive(Debug)]
pub struct Ran {
    /// The exit code.
    pub code: u8,
    /// Standard output.
    pub out: String,
    /// Standard error.
    pub err: String,
}

impl Default for Project {
    fn default() -> Self {
        Project::new()
    }
}

impl Project {
    /// An empty folder.
    ///
    /// # Panics
    /// Where the machine has no room for temporary files.
    #[must_use]
    pub fn new() -> Project {
        Project { folder: tempfile::tempdir().expect("a temporary folder") }
    }

    /// A folder with this repository's [`frameworks`] under `frameworks/`, their components built.
    #[must_use]
    pub fn with_frameworks() -> Project {
        let project = Project::new();
        for framework in frameworks() {
            let name = framework.file_name().unwrap_or_default().to_string_lossy().into_owned();
            project.copy(&framework.join("framework.toml"), &format!("frameworks/{name}/framework.toml"));
        }
        project.write("frameworks/northmoor/northmoor.wasm", NORTHMOOR);
        project
    }

    /// The same with each framework's cases and snapshots.
    #[must_use]
    pub fn with_cases() -> Project {
        let project = Project::with_frameworks();
        for framework in frameworks() {
            let name = framework.file_name().unwrap_or_default().to_string_lossy().into_owned();
            for folder in ["cases", "snapshots"] {
                let mut files = Vec::new();
                gather(&framework.join(folder), "", &mut files);
                files.into_iter().for_each(|(file, bytes)| project.write(&format!("frameworks/{name}/{folder}/{file}"), bytes));
            }
        }
        project
    }

    /// All of this repository's frameworks, with the hand-written reviews under `data/`.
    #[must_use]
    pub fn with_handwritten() -> Project {
        let project = Project::with_frameworks();
        for name in ["reviews.jsonl", "partnerships.jsonl"] {
            project.copy(&repository().join("tests/data/handwritten").join(name), &format!("data/{name}"));
        }
        project
    }

    /// Adds a framework that does one thing wrong, under `frameworks/`.
    pub fn hostile(&self, wrong: &str) {
        let name = wrong.replace(':', "-");
        let manifest = format!(
            "[framework]\nid = \"{name}\"\ntitle = \"A hostile framework\"\nedition = \"1\"\nowner = \"Nobody\"\nsource = \"A test\"\n\
             plugin = {{ path = \"hostile.wasm\" }}\n\n[config]\nwrong = \"{wrong}\"\n"
        );
        self.write(&format!("frameworks/{name}/framework.toml"), manifest);
        self.write(&format!("frameworks/{name}/hostile.wasm"), HOSTILE);
    }

    /// A path in the folder.
    #[must_use]
    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Writes a file, with the folders that it needs.
    ///
    /// # Panics
    /// Where it cannot be written.
    pub fn write(&self, name: &str, bytes: impl AsRef<[u8]>) {
        let path = self.path(name);
        fs::create_dir_all(path.parent().unwrap_or(Path::new("."))).expect("a folder");
        fs::write(path, bytes).expect("a file");
    }

    /// Copies a file in.
    ///
    /// # Panics
    /// Where it is not there.
    pub fn copy(&self, from: &Path, name: &str) {
        let bytes = fs::read(from).unwrap_or_else(|fault| panic!("{}: {fault}", from.display()));
        self.write(name, bytes);
    }

    /// Reads a file.
    ///
    /// # Panics
    /// Where it is not there.
    #[must_use]
    pub fn read(&self, name: &str) -> Vec<u8> {
        fs::read(self.path(name)).unwrap_or_else(|fault| panic!("{name}: {fault}"))
    }

    /// Reads a file of text.
    ///
    /// # Panics
    /// Where it is not there or no text.
    #[must_use]
    pub fn text(&self, name: &str) -> String {
        String::from_utf8(self.read(name)).expect("text")
    }

    /// The rows of a Parquet file, each value as a text by the name of its column.
    ///
    /// # Panics
    /// Where it is not there or no Parquet.
    #[must_use]
    pub fn rows(&self, name: &str) -> Vec<BTreeMap<String, String>> {
        let reader = SerializedFileReader::new(fs::File::open(self.path(name)).expect(name)).expect(name);
        let value = |(column, field): (String, Field)| (column, field.to_string().trim_matches('"').to_owned());
        let named = |row: Row| row.into_columns().into_iter().map(value).collect();
        reader.get_row_iter(None).expect(name).map(|row| named(row.expect(name))).collect()
    }

    /// Begins a framework in each language under `frameworks/`, by the language's name, all with the same two rules, and builds those
    /// that have code. Gives those that cannot be built for want of a tool, each with what is said of it.
    ///
    /// # Panics
    /// Where anything else keeps one from being built.
    #[must_use]
    pub fn begin_in_every_language(&self) -> Vec<String> {
        self.begin_with(|_, _| {})
    }

    /// The same with the thirty questions of `tests/data/thirty` in place of the two rules.
    ///
    /// # Panics
    /// Where anything but a tool keeps one from being built.
    #[must_use]
    pub fn thirty_questions_in_every_language(&self) -> Vec<String> {
        self.begin_with(|language, folder| {
            let (source, place) = match language {
                "rust" => ("thirty.rs", "src/lib.rs"),
                "python" => ("thirty.py", "framework.py"),
                "javascript" => ("thirty.js", "index.js"),
                _ => ("framework.toml", "framework.toml"),
            };
            self.copy(&repository().join("tests/data/thirty").join(source), &format!("{folder}/{place}"));
        })
    }

    fn begin_with(&self, write: impl Fn(&str, &str)) -> Vec<String> {
        let mut missing = Vec::new();
        for language in ["toml", "rust", "python", "javascript"] {
            let folder = format!("frameworks/{language}");
            let begun = self.concord(&format!("new @/{folder} --lang {language}"));
            assert_eq!(begun.code, 0, "{}", begun.err);
            write(language, &folder);
            if language == "toml" {
                continue;
            }
            if let Some(tool) = self.build(&format!("@/{folder}")) {
                fs::remove_dir_all(self.path(&folder)).expect("a folder that was begun");
                missing.push(tool);
            }
        }
        missing
    }

    /// Builds a framework; what is said where the tool for its language is not there.
    ///
    /// # Panics
    /// Where anything else keeps it from being built.
    #[must_use]
    pub fn build(&self, framework: &str) -> Option<String> {
        let built = self.concord(&format!("build {framework}"));
        if built.err.contains("is not there, in the framework's own packages or on the PATH") {
            return Some(built.err.trim().to_owned());
        }
        assert_eq!(built.code, 0, "{}", built.err);
        None
    }

    /// A framework of this repository with its cases and the source of its code, under `frameworks/` and `plugins/`.
    pub fn with_source(&self, name: &str) {
        for folder in ["frameworks", "plugins"] {
            let mut files = Vec::new();
            gather(&repository().join(folder).join(name), "", &mut files);
            files.retain(|(file, _)| !["node_modules/", ".pytest_cache/"].iter().any(|folder| file.starts_with(folder)));
            files.into_iter().for_each(|(file, bytes)| self.write(&format!("{folder}/{name}/{file}"), bytes));
        }
    }

    /// All files below a folder with their bytes, by name.
    #[must_use]
    pub fn files(&self, name: &str) -> Vec<(String, Vec<u8>)> {
        let mut all = Vec::new();
        gather(&self.path(name), "", &mut all);
        all.sort();
        all
    }

    /// Runs a command line, split at spaces, in this process. Says it as a snapshot does: the exit code, standard output, standard error.
    #[must_use]
    pub fn said(&self, line: &str) -> String {
        let Ran { code, out, err } = self.concord(line);
        format!("exit {code}\n{out}{err}")
    }

    /// Runs a command line, split at spaces, in this process.
    #[must_use]
    pub fn concord(&self, line: &str) -> Ran {
        self.concord_around(line, Surroundings::none())
    }

    /// The same with a person who types.
    #[must_use]
    pub fn concord_asking(&self, line: &str, typed: &str) -> Ran {
        self.concord_around(line, Surroundings { input: Box::new(typed.as_bytes()), ..Surroundings::none() })
    }

    /// The same on a terminal that shows colours.
    #[must_use]
    pub fn concord_in_colour(&self, line: &str) -> Ran {
        self.concord_around(line, Surroundings { colour: true, ..Surroundings::none() })
    }

    /// The same in continuous integration.
    #[must_use]
    pub fn concord_in_ci(&self, line: &str) -> Ran {
        self.concord_around(line, Surroundings { ci: true, ..Surroundings::none() })
    }

    fn concord_around(&self, line: &str, mut around: Surroundings<'_>) -> Ran {
        let folder = self.folder.path().display().to_string();
        let words = line
            .split_whitespace()
            .map(|word| if let Some(rest) = word.strip_prefix("@/") { format!("{folder}/{rest}") } else { word.to_owned() });
        let (mut out, mut err) = (Vec::new(), Vec::new());
        let code = concord::run_line_in(std::iter::once("concord".to_owned()).chain(words), &mut around, &mut out, &mut err);
        // Temporary folders have other names on every run.
        let clean = |bytes: Vec<u8>| String::from_utf8_lossy(&bytes).replace(&folder, "@");
        Ran { code, out: clean(out), err: clean(err) }
    }
}

/// The repository's folder.
#[must_use]
pub fn repository() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap_or(Path::new("."))
}

/// The folders of the repository's frameworks, by name: of all that are written in TOML or Rust. What builds those in other languages may
/// not be there; their own tests run them.
#[must_use]
pub fn frameworks() -> Vec<PathBuf> {
    let entries = fs::read_dir(repository().join("frameworks")).into_iter().flatten().flatten();
    let mut folders: Vec<PathBuf> = entries.map(|entry| entry.path()).filter(|path| path.join("framework.toml").is_file()).collect();
    folders.retain(|folder| source(folder).is_none_or(|source| source.join("Cargo.toml").is_file()));
    folders.sort();
    folders
}

/// Where the code of a framework lies, if it has code of its own.
fn source(folder: &Path) -> Option<PathBuf> {
    let manifest = fs::read_to_string(folder.join("framework.toml")).unwrap_or_default();
    let (_, named) = manifest.split_once(", source = \"")?;
    named.split_once('"').map(|(source, _)| folder.join(source))
}

fn gather(folder: &Path, prefix: &str, all: &mut Vec<(String, Vec<u8>)>) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let name = format!("{prefix}{}", entry.file_name().to_string_lossy());
        let path = entry.path();
        if path.is_dir() {
            gather(&path, &format!("{name}/"), all);
        } else {
            all.push((name, fs::read(&path).unwrap_or_default()));
        }
    }
}
