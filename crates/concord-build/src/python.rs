//! A framework written in Python: its modules and the SDK, with CPython, as one component.
//!
//! `componentize-py` imports the framework once and keeps the memory that comes out (a snapshot), so that an instance starts with
//! everything loaded. What fails while it is imported, a fault of the syntax or a misspelt name at the top of a module, fails the
//! build with its place.
//!
//! The bytes differ from build to build: the seed of the hashes of texts, drawn at random, and addresses that follow from it are part of
//! the snapshot (componentize-py's issue 247). The same source gives the same answers, under another digest.

use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use crate::files::{read, write};
use crate::sections::without_names;
use crate::{BuildError, Options};

/// The module that makes a framework: it says `framework = Framework(…)`.
pub const MAIN: &str = "framework.py";

/// The contract that a component is made for.
const WIT: &str = include_str!("../../concord-guest/wit/framework.wit");

macro_rules! sdk {
    ($($file:literal)*) => {
        [$(($file, include_str!(concat!("../../concord-guest/python/concord_guest/", $file)))),*]
    };
}

/// The modules of the SDK. A framework that is new gets them beside it, for its tests and its author's editor.
pub const SDK: [(&str, &str); 28] = sdk!["__init__.py" "cases.py" "code.py" "component.py" "condition.py" "contract.py" "count.py"
    "date.py" "decode.py" "dictionary.py" "dictionary_file.py" "failure.py" "field.py" "framework.py" "indicator.py" "links.py" "log.py"
    "on_field.py" "on_review.py" "opening.py" "page.py" "py.typed" "reason.py" "row.py" "truth.py" "truths.py" "value.py" "view.py"];

/// What a framework that is new gets beside the SDK's modules: its guide, and the built-in dictionary for tests.
pub const BESIDE_SDK: [(&str, &str); 2] = [
    ("README.md", include_str!("../../concord-guest/python/README.md")),
    ("concord_guest/england.toml", include_str!("../../concord-model/data/england.toml")),
];

/// The folder of an SDK that the author keeps beside the framework; it is used instead of this one.
pub const VENDORED: &str = "sdk";

/// The module that a component is made of: it joins the framework and the SDK.
const COMPONENT: &str = "from concord_guest.component import exports\nfrom framework import framework\n\nReview = exports(framework)\n";

/// Its name, and how a tool is got.
const TOOL: &str = "componentize-py";
const INSTALL: &str = "pip install componentize-py==0.25.1";

/// How Python runs the tool where it is installed and not on the PATH.
const BY_PYTHON: [&str; 2] = ["-c", "import sys; from componentize_py import script; sys.exit(script())"];

/// What no component needs and what may lie beside a framework.
const LEFT_OUT: [&str; 5] = ["__pycache__", "build", "dist", "test", "tests"];

/// Builds the framework whose `framework.py` lies in `source`.
pub(crate) fn build(source: &Path, options: &Options) -> Result<Vec<u8>, BuildError> {
    let beside = &options.target_dir.join("python");
    let folder =
        fs::create_dir_all(beside).and_then(|()| tempfile::tempdir_in(beside)).map_err(|error| BuildError::file(beside, &error))?;
    lay_out(source, folder.path())?;
    let component = componentize(source, folder.path())?;
    Ok(without_names(&component).unwrap_or(component))
}

/// The files that the framework is built from, in the order of their names.
pub(crate) fn sources(source: &Path) -> Result<Vec<PathBuf>, BuildError> {
    let main = source.join(MAIN);
    if !main.is_file() {
        let message = "there is no such file (it is the module that says: framework = Framework(…))".to_owned();
        return Err(BuildError::File { path: main, message });
    }
    let mut files = Vec::new();
    walk(source, &mut files)?;
    files.retain(|file| file.extension().is_some_and(|extension| extension == "py"));
    files.sort();
    Ok(files)
}

/// Puts the framework, the SDK, the contract and the module that joins them in a folder.
fn lay_out(source: &Path, folder: &Path) -> Result<(), BuildError> {
    let (own, vendored) = (folder.join("framework"), source.join(VENDORED));
    for file in sources(source)? {
        let under = |of: &Path, to: &Path| file.strip_prefix(of).map(|name| to.join(name));
        let target = under(&vendored, &folder.join("sdk")).or_else(|_| under(source, &own));
        write(&target.unwrap_or_else(|_| own.join(MAIN)), &read(&file)?)?;
    }
    if !vendored.is_dir() {
        SDK.iter().try_for_each(|(file, text)| write(&folder.join("sdk/concord_guest").join(file), text))?;
    }
    write(&folder.join("wit/framework.wit"), WIT)?;
    write(&folder.join("component/concord_component.py"), COMPONENT)
}

/// Runs the tool that is found, and gives what it makes.
fn componentize(source: &Path, folder: &Path) -> Result<Vec<u8>, BuildError> {
    let output = run(source, folder)?;
    if !output.status.success() {
        let package = source.file_name().unwrap_or(source.as_os_str()).to_string_lossy().into_owned();
        return Err(BuildError::Compile { package, message: message(&String::from_utf8_lossy(&output.stderr)) });
    }
    let component = folder.join("component.wasm");
    fs::read(&component).map_err(|error| BuildError::file(&component, &error))
}

/// The tool of the framework's own environment, the one on the PATH, or the one that Python has.
fn run(source: &Path, folder: &Path) -> Result<Output, BuildError> {
    let source = source.canonicalize().map_err(|error| BuildError::file(source, &error))?;
    let scripts = if cfg!(windows) { "Scripts" } else { "bin" };
    let own = source.ancestors().map(|above| above.join(".venv").join(scripts).join(TOOL)).find(|path| path.is_file());
    let found = own.into_iter().chain([PathBuf::from(TOOL)]).map(Command::new);
    let by_python = ["python3", "python"].map(|python| {
        let mut command = Command::new(python);
        command.args(BY_PYTHON);
        command
    });
    for mut command in found.chain(by_python) {
        command.args(["--quiet", "--wit-path=wit", "--world=framework", "componentize", "--stub-wasi", "--output=component.wasm"]);
        // The framework first: its files are named before all others in messages.
        command.args(["--python-path=framework", "--python-path=component", "--python-path=sdk", "concord_component"]);
        match command.current_dir(folder).output() {
            Err(error) if error.kind() == ErrorKind::NotFound => {}
            Err(error) => return Err(BuildError::file(Path::new(command.get_program()), &error)),
            Ok(output) if is_without_tool(&output) => {}
            Ok(output) => return Ok(output),
        }
    }
    Err(BuildError::MissingTool { tool: TOOL, install: INSTALL })
}

/// Whether Python said that it does not have the tool.
fn is_without_tool(output: &Output) -> bool {
    !output.status.success() && String::from_utf8_lossy(&output.stderr).contains("No module named 'componentize_py'")
}

/// What Python said, without what the tool says about itself, and with the names of files as they lie in the source.
fn message(said: &str) -> String {
    let fault = said.rsplit_once("AssertionError: ").map_or(said, |(_, fault)| fault);
    let fault = fault.split("\n\nCaused by:").next().unwrap_or(fault);
    fault.replace("File \"/0/", "File \"").trim().to_owned()
}

/// The files below a folder, but for what no component is made of.
fn walk(folder: &Path, files: &mut Vec<PathBuf>) -> Result<(), BuildError> {
    let fault = |error| BuildError::file(folder, &error);
    for entry in fs::read_dir(folder).map_err(fault)? {
        let entry = entry.map_err(fault)?;
        let name = entry.file_name().to_string_lossy().into_owned();
        match entry.file_type().map_err(fault)? {
            _ if name.starts_with('.') || LEFT_OUT.contains(&name.as_str()) => {}
            kind if kind.is_dir() => walk(&entry.path(), files)?,
            _ => files.push(entry.path()),
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_module_of_the_sdk_is_forgotten() {
        let sdk = Path::new(env!("CARGO_MANIFEST_DIR")).join("../concord-guest/python/concord_guest");
        let mut files = Vec::new();
        walk(&sdk, &mut files).unwrap();
        let mut there: Vec<String> = files.iter().map(|file| file.file_name().unwrap().to_string_lossy().into_owned()).collect();
        there.sort();
        assert_eq!(there, SDK.map(|(file, _)| file));
    }

    #[test]
    fn the_tool_is_the_one_that_this_project_is_tested_with() {
        let wanted = include_str!("../../concord-guest/python/requirements.txt");
        assert!(wanted.lines().any(|line| INSTALL.ends_with(line) && !line.is_empty()), "{INSTALL}");
    }

    #[test]
    fn a_message_names_the_authors_file() {
        let said = "Traceback (most recent call last):\n  File \"/venv/bin/componentize-py\", line 8, in <module>\nAssertionError: Traceback (most recent call last):\n  File \"/0/eyes.py\", line 44, in <module>\nSyntaxError: no\n\n\nCaused by:\n    SyntaxError: no\n\nStack backtrace:\n   0: x";
        assert_eq!(message(said), "Traceback (most recent call last):\n  File \"eyes.py\", line 44, in <module>\nSyntaxError: no");
    }
}
