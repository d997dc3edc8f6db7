//! What builds and tests frameworks in Python and JavaScript, kept below `target/tools`. Nothing else needs it: without it these frameworks
//! are left out, and that is said.

use std::env;
use std::ffi::OsString;
use std::path::PathBuf;
use std::process::Command;

use super::{root, succeed, succeed_in, text};

/// What Python's tools are, with their versions.
const PYTHON: &str = "crates/concord-guest/python/requirements.txt";

/// What npm's tool is, with its version.
const JAVASCRIPT: &str = "crates/concord-guest/javascript/requirements.txt";

/// Gets both, with Python's own `venv` and `pip`, and with `npm`.
///
/// # Errors
/// What is missing or failed, when the other is got.
pub(crate) fn get() -> Result<(), String> {
    let got = [python(), javascript()];
    let faults: Vec<String> = got.into_iter().filter_map(Result::err).collect();
    if faults.is_empty() { Ok(()) } else { Err(faults.join("\nerror: ")) }
}

fn python() -> Result<(), String> {
    let folder = folder("python");
    let hint = |fault| format!("{fault}; frameworks in Python need Python 3.11 or newer with venv and pip");
    succeed(Command::new("python3").args(["-m", "venv", text(&folder)]), "python3 -m venv").map_err(hint)?;
    // The SDK's tests read TOML with Python's own module, which 3.11 brought.
    succeed(Command::new(folder.join(SCRIPTS).join("python")).args(["-c", "import tomllib"]), "python3 -c 'import tomllib'")
        .map_err(hint)?;
    let pip = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--requirement", PYTHON];
    succeed(Command::new(folder.join(SCRIPTS).join("python")).args(pip), "pip install").map_err(hint)
}

fn javascript() -> Result<(), String> {
    let hint = |fault| format!("{fault}; frameworks in JavaScript need Node 20 or newer with npm");
    let tool = tool().ok_or(format!("{JAVASCRIPT} names no tool"))?;
    let folder = folder("javascript");
    std::fs::create_dir_all(&folder).map_err(|fault| format!("{}: {fault}", folder.display()))?;
    let npm = ["install", "--silent", "--no-audit", "--no-fund", "--no-save", "--prefix", text(&folder), &tool];
    succeed(Command::new(NPM).args(npm), "npm install").map_err(hint)?;
    let links = ["install", "--silent", "--no-audit", "--no-fund", "--no-package-lock", "--prefix", "plugins/westhaven"];
    succeed(Command::new(NPM).args(links), "npm install").map_err(hint)
}

/// npm's tool and its version: `componentize-qjs@0.4.5`.
fn tool() -> Option<String> {
    let text = std::fs::read_to_string(root().join(JAVASCRIPT)).ok()?;
    text.lines().find(|line| !line.starts_with('#') && !line.is_empty()).map(str::to_owned)
}

/// Runs the tests of the SDKs and of the frameworks that need no Wasm, in the languages whose tools are there.
///
/// # Errors
/// Which failed.
pub(crate) fn test() -> Result<(), String> {
    let scripts = folder("python").join(SCRIPTS);
    let linked = root().join("plugins/westhaven/node_modules/concord-guest");
    let why = "run `cargo xtask tools` first";
    if ["pytest", "pytest.exe"].iter().any(|name| scripts.join(name).is_file()) {
        let python = scripts.join("python");
        for place in ["crates/concord-guest/python", "plugins/eastvale"] {
            let name = format!("pytest in {place}");
            succeed_in(&root().join(place), Command::new(&python).args(["-m", "pytest", "--quiet"]), &name)?;
        }
    } else {
        skipped(&format!("the tests of the Python SDK and of Eastvale, whose tools are not there ({why})"))?;
    }
    if linked.is_dir() {
        for place in ["crates/concord-guest/javascript", "plugins/westhaven"] {
            let name = format!("node --test in {place}");
            succeed_in(&root().join(place), Command::new("node").args(["--test", "--test-reporter=dot"]), &name)?;
        }
    } else {
        skipped(&format!("the tests of the JavaScript SDK and of Westhaven, whose tools are not there ({why})"))?;
    }
    Ok(())
}

/// Says what is not tested. In continuous integration that is a failure: what is never run proves nothing.
fn skipped(what: &str) -> Result<(), String> {
    if env::var_os("CI").is_some() {
        return Err(format!("not tested, and this is continuous integration: {what}"));
    }
    println!("skipped: {what}");
    Ok(())
}

/// The search path with these tools before all others, if any is there.
pub(crate) fn path() -> Option<OsString> {
    let ours = [folder("python").join(SCRIPTS), folder("javascript").join("node_modules/.bin")];
    let there: Vec<PathBuf> = ours.into_iter().filter(|folder| folder.is_dir()).collect();
    if there.is_empty() {
        return None;
    }
    let others = env::var_os("PATH").unwrap_or_default();
    env::join_paths(there.into_iter().chain(env::split_paths(&others))).ok()
}

fn folder(language: &str) -> PathBuf {
    root().join("target/tools").join(language)
}

const SCRIPTS: &str = if cfg!(windows) { "Scripts" } else { "bin" };
const NPM: &str = if cfg!(windows) { "npm.cmd" } else { "npm" };
