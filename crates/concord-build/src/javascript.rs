//! A framework written in JavaScript: its modules and the SDK, with QuickJS, as one component.
//!
//! `componentize-qjs` evaluates the modules once and keeps what comes out (a snapshot), so that an instance starts with everything
//! loaded. It follows imports by itself and keeps the modules apart: a message names the author's own files and lines, and nothing
//! need be bundled. `jco componentize --backend quickjs` is the same tool behind more packages (38 MB against 340 MB) and is used
//! where it alone is found.
//!
//! QuickJS and not StarlingMonkey: it is better on each count. Measured by `cargo xtask bench` with the two indicators of a new
//! framework over 10,000 invented reviews (StarlingMonkey by componentize-js 0.22, without ahead-of-time compilation; it also loses the
//! author's lines in messages):
//!
//! | | component | compiled once | from the cache | instance | a review |
//! |---|---:|---:|---:|---:|---:|
//! | QuickJS | 2.1 MB | 2.9 s | 10 ms | 2.0 ms | 19 µs |
//! | StarlingMonkey | 12.9 MB | 20 s | 92 ms | 6.4 ms | 33 µs |
//!
//! The bytes differ from build to build: the tool keeps the keys of its hash tables, which are drawn at random, in the snapshot. The
//! same source gives the same answers, under another digest.

use std::collections::BTreeMap;
use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde::Deserialize;

use crate::files::{read, write};
use crate::{BuildError, Options};

/// The contract that a component is made for.
const WIT: &str = include_str!("../../concord-guest/wit/framework.wit");

macro_rules! sdk {
    ($($file:literal)*) => {
        [$(($file, include_str!(concat!("../../concord-guest/javascript/", $file)))),*]
    };
}

/// The SDK, by its files. A framework that is new gets it beside it, for its tests and its author's editor.
pub const SDK: [(&str, &str); 30] = sdk!["README.md" "england.json" "package.json" "src/answer.js" "src/answering.js" "src/cases.js"
    "src/cell.js" "src/column.js" "src/component.js" "src/condition.js" "src/count.js" "src/date.js" "src/fault.js" "src/fields.js"
    "src/framework.js" "src/handle.js" "src/index.js" "src/indicator.js" "src/log.js" "src/misuse.js" "src/nearest.js" "src/page.js"
    "src/problem.js" "src/reason.js" "src/row.js" "src/rows.js" "src/truth.js" "src/truths.js" "src/value.js" "src/view.js"];

/// The folder of an SDK that the author keeps beside the framework; it is used instead of this one.
pub const VENDORED: &str = "sdk";

/// The module that a component is made of: it joins the framework, the SDK and the host's log.
const COMPONENT: &str = r#"import { write } from "concord:framework/log@0.1.0";
import { component } from "concord-guest/component";
import sources from "./sources.js";
import framework from "./framework/MAIN";

export const review = component(framework, write, sources);
"#;

/// The programs that make components, the smaller one first, each with what it is asked before the name of the module.
const TOOLS: [(&str, &[&str]); 2] = [
    (
        "componentize-qjs",
        &["--stub-wasi", "--sync", "--world=framework", "--wit=wit", "--module-root=.", "--output=component.wasm", "--js"],
    ),
    (
        "jco",
        &[
            "componentize",
            "--backend=quickjs",
            "--backend-qjs-stub-wasi",
            "--backend-qjs-disable-async",
            "--world-name=framework",
            "--wit=wit",
            "--out=component.wasm",
        ],
    ),
];

/// How a tool is got.
const INSTALL: &str = "npm install -g componentize-qjs@0.4.5, or @bytecodealliance/jco@1.35.0";

/// What `package.json` says of a framework.
#[derive(Debug, Deserialize)]
struct Package {
    #[serde(default)]
    name: String,
    /// The module that exports the framework by default.
    #[serde(default = "index")]
    main: String,
}

fn index() -> String {
    "index.js".to_owned()
}

/// Builds the framework whose `package.json` lies in `source`.
pub(crate) fn build(source: &Path, options: &Options) -> Result<Vec<u8>, BuildError> {
    let package = Package::read(source)?;
    let beside = &options.target_dir.join("javascript");
    // The tool wants everything below the folder that it runs in.
    let folder =
        fs::create_dir_all(beside).and_then(|()| tempfile::tempdir_in(beside)).map_err(|error| BuildError::file(beside, &error))?;
    lay_out(source, &package, folder.path())?;
    componentize(source, &package, folder.path())?;
    let component = folder.path().join("component.wasm");
    fs::read(&component).map_err(|error| BuildError::file(&component, &error))
}

/// The files that the framework is built from, in the order of their names.
pub(crate) fn sources(source: &Path) -> Result<Vec<PathBuf>, BuildError> {
    let mut files: Vec<PathBuf> = modules(source)?.into_iter().map(|file| source.join(file)).collect();
    files.push(source.join("package.json"));
    if source.join(VENDORED).is_dir() {
        walk(source, Path::new(VENDORED), &mut files)?;
    }
    files.sort();
    Ok(files)
}

impl Package {
    fn read(source: &Path) -> Result<Package, BuildError> {
        let path = source.join("package.json");
        let text = read(&path)?;
        let package: Package =
            serde_json::from_str(&text).map_err(|error| BuildError::File { path: path.clone(), message: error.to_string() })?;
        let main = package.main.trim_start_matches("./").to_owned();
        if !source.join(&main).is_file() {
            let message = format!("its \"main\" is {main}, which is not there (name the module that says: export default framework(…))");
            return Err(BuildError::File { path, message });
        }
        Ok(Package { main, ..package })
    }
}

/// Puts the framework, the SDK, the contract and the module that joins them in a folder.
fn lay_out(source: &Path, package: &Package, folder: &Path) -> Result<(), BuildError> {
    write(&folder.join("wit/framework.wit"), WIT)?;
    let mut texts = BTreeMap::new();
    for file in modules(source)? {
        let text = read(&source.join(&file))?;
        write(&folder.join("framework").join(&file), &text)?;
        texts.insert(file.to_string_lossy().replace('\\', "/"), text);
    }
    // What is valid JSON is valid JavaScript.
    let texts = serde_json::to_string(&texts).unwrap_or_default();
    write(&folder.join("sources.js"), &format!("export default {texts};\n"))?;
    write(&folder.join("component.js"), &COMPONENT.replace("MAIN", &package.main))?;
    let sdk = folder.join("node_modules/concord-guest");
    if !source.join(VENDORED).is_dir() {
        return SDK.iter().try_for_each(|(file, text)| write(&sdk.join(file), text));
    }
    let mut vendored = Vec::new();
    walk(source, Path::new(VENDORED), &mut vendored)?;
    vendored.iter().try_for_each(|file| {
        let name = file.strip_prefix(source.join(VENDORED)).unwrap_or(file);
        write(&sdk.join(name), &read(file)?)
    })
}

/// Runs the tool that the framework's own packages bring, or else the one that is installed.
fn componentize(source: &Path, package: &Package, folder: &Path) -> Result<(), BuildError> {
    let source = source.canonicalize().map_err(|error| BuildError::file(source, &error))?;
    let own = |program: &str| source.ancestors().map(|above| above.join("node_modules/.bin").join(program)).find(|path| path.is_file());
    let brought = TOOLS.iter().filter_map(|(program, arguments)| Some((own(&command(program))?, *arguments)));
    let installed = TOOLS.iter().map(|(program, arguments)| (PathBuf::from(command(program)), *arguments));
    for (program, arguments) in brought.chain(installed) {
        let output = match Command::new(&program).args(arguments).arg("component.js").current_dir(folder).output() {
            Err(error) if error.kind() == ErrorKind::NotFound => continue,
            Err(error) => return Err(BuildError::file(&program, &error)),
            Ok(output) => output,
        };
        if output.status.success() {
            return Ok(());
        }
        let said = String::from_utf8_lossy(&output.stderr).replace("/framework/", "");
        let message = said.rsplit("JavaScript module: ").next().unwrap_or_default().trim().to_owned();
        return Err(BuildError::Compile { package: package.name.clone(), message });
    }
    Err(BuildError::MissingTool { tool: TOOLS[0].0, install: INSTALL })
}

/// The name under which npm installs a program.
fn command(program: &str) -> String {
    if cfg!(windows) { format!("{program}.cmd") } else { program.to_owned() }
}

/// The author's modules, by their names within the framework: all but tests, packages and the SDK.
fn modules(source: &Path) -> Result<Vec<PathBuf>, BuildError> {
    let mut files = Vec::new();
    walk(source, Path::new(""), &mut files)?;
    let module = |file: &PathBuf| file.extension().is_some_and(|extension| extension == "js" || extension == "mjs");
    let name = |file: PathBuf| file.strip_prefix(source).map(Path::to_owned).unwrap_or(file);
    let mut modules: Vec<PathBuf> = files.into_iter().filter(module).map(name).filter(|file| !is_test(file)).collect();
    modules.retain(|file| !file.starts_with(VENDORED));
    modules.sort();
    Ok(modules)
}

/// What `node --test` would run.
fn is_test(file: &Path) -> bool {
    let stem = file.file_stem().unwrap_or_default().to_string_lossy();
    file.starts_with("test") || stem.ends_with(".test") || stem.ends_with("-test")
}

/// The files below a folder of the source, but for what npm and others keep there.
fn walk(source: &Path, below: &Path, files: &mut Vec<PathBuf>) -> Result<(), BuildError> {
    let folder = source.join(below);
    let fault = |error| BuildError::file(&folder, &error);
    for entry in fs::read_dir(&folder).map_err(fault)? {
        let entry = entry.map_err(fault)?;
        let name = entry.file_name();
        let left_out = name == "node_modules" || name.to_string_lossy().starts_with('.');
        match entry.file_type().map_err(fault)? {
            _ if left_out => {}
            kind if kind.is_dir() => walk(source, &below.join(name), files)?,
            _ => files.push(entry.path()),
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tool_is_the_one_that_this_project_is_tested_with() {
        let wanted = include_str!("../../concord-guest/javascript/requirements.txt");
        assert!(wanted.lines().any(|line| INSTALL.contains(&format!(" {line},"))), "{INSTALL}");
        let of_new_frameworks = include_str!("../../concord/src/commands/new/templates/javascript/package.json");
        let version = wanted.lines().find_map(|line| line.strip_prefix("componentize-qjs@")).unwrap();
        assert!(of_new_frameworks.contains(&format!("\"componentize-qjs\": \"{version}\"")), "{of_new_frameworks}");
    }

    #[test]
    fn no_module_of_the_sdk_is_forgotten() {
        let sdk = Path::new(env!("CARGO_MANIFEST_DIR")).join("../concord-guest/javascript");
        let all = modules(&sdk).unwrap().into_iter().map(|file| file.to_string_lossy().into_owned());
        let there: Vec<String> = all.filter(|file| file.starts_with("src")).collect();
        let taken: Vec<&str> = SDK.iter().map(|(file, _)| *file).filter(|file| file.starts_with("src")).collect();
        assert_eq!(there, taken);
    }

    #[test]
    fn tests_are_no_part_of_a_component() {
        assert!(["test/a.js", "a.test.js", "b/a-test.mjs"].iter().all(|file| is_test(Path::new(file))));
        assert!(!["a.js", "contest.js", "b/tests.js"].iter().any(|file| is_test(Path::new(file))));
    }
}
