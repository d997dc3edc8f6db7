//! The two commands of the README, `cargo xtask demo` and `cargo xtask test`, and what helps them. No dependencies, so that it is there
//! at once.
#![expect(clippy::print_stdout, clippy::print_stderr, reason = "it speaks to the person who ran it")]

mod tools;

use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};
use std::time::{Instant, SystemTime};

const WASM: &str = "wasm32-unknown-unknown";

const HELP: &str = "\
cargo xtask demo       build, make an invented national dataset, run every framework, say where the report is
cargo xtask test       run all tests
cargo xtask bench      time the rules, a Rust guest and native code side by side, and the four languages
cargo xtask calibrate  hold the comparison against invented nations, and write what comes of it into tests/benches/CALIBRATION.md
cargo xtask tools      get what builds frameworks in Python and JavaScript, into target/tools; the others use it where it is there
cargo xtask needs      only check what the others need, and add the target of the guests if it is missing";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let task: fn(&[String]) -> Result<(), String> = match arguments.first().map(String::as_str) {
        Some("demo") => demo,
        Some("test") => test,
        Some("bench") => bench,
        Some("tools") => |_| tools::get(),
        Some("calibrate") => calibrate,
        Some("needs") => |_| Ok(()),
        _ => {
            eprintln!("{HELP}");
            return ExitCode::from(2);
        }
    };
    match needs().and_then(|()| task(&arguments[1..])) {
        Ok(()) => ExitCode::SUCCESS,
        Err(fault) => {
            eprintln!("error: {fault}");
            ExitCode::FAILURE
        }
    }
}

/// Builds everything, makes an invented dataset and runs all frameworks over it.
fn demo(_: &[String]) -> Result<(), String> {
    let started = Instant::now();
    cargo(&["build", "--release", "--locked", "--package", "concord"])?;
    let frameworks = frameworks()?;
    println!("built in {}", seconds(started));
    let started = Instant::now();
    let place = root().join("target/demo");
    let (data, out) = (place.join("data"), place.join("out"));
    concord(&["data", "synth", "--reviews", "3000", "--seed", "2026", "--format", "parquet", "--out", text(&data)])?;
    // The data are invented, so nothing speaks against granting what frameworks ask for; every report lists the grants.
    let mut run = vec!["run", text(&data), "--out", text(&out)];
    for framework in &frameworks {
        run.extend(["--frameworks", text(framework)]);
    }
    for field in ["children.poverty", "children.cce", "children.cse", "children.gangs", "children.missing", "children.new_partner"] {
        run.extend(["--grant", field]);
    }
    concord(&run)?;
    println!("demo in {}; open {}", seconds(started), out.join("report.html").display());
    Ok(())
}

/// The repository's frameworks, by name, those with code of their own built. What builds one in another language than Rust need not be
/// there: it is then left out, and that is said.
fn frameworks() -> Result<Vec<PathBuf>, String> {
    let folder = root().join("frameworks");
    let entries = std::fs::read_dir(&folder).map_err(|fault| format!("{}: {fault}", folder.display()))?;
    let mut all: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).filter(|path| path.join("framework.toml").is_file()).collect();
    all.sort();
    let mut built = Vec::new();
    for framework in all {
        let Some(source) = source(&framework) else {
            built.push(framework);
            continue;
        };
        // What cargo has built it knows itself; the other tools take a while each time.
        let rust = source.join("Cargo.toml").is_file();
        if !rust && is_newer(&framework, &source) {
            built.push(framework);
            continue;
        }
        match concord(&["build", text(&framework)]) {
            Ok(()) => built.push(framework),
            Err(fault) if rust => return Err(fault),
            Err(_) => println!("{} is left out", framework.display()),
        }
    }
    Ok(built)
}

/// Whether a framework's component is newer than all of its source.
fn is_newer(framework: &Path, source: &Path) -> bool {
    let component = latest(framework, "wasm");
    component.is_some() && component > ["py", "js"].into_iter().filter_map(|extension| latest(source, extension)).max()
}

/// When the latest file with an extension was changed, below a folder but for what npm keeps there.
fn latest(folder: &Path, extension: &str) -> Option<SystemTime> {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path());
    let own = entries.filter(|path| path.file_name().is_none_or(|name| name != "node_modules"));
    own.filter_map(|path| match path.is_dir() {
        true => latest(&path, extension),
        false => path.extension().filter(|of| *of == extension).and_then(|_| path.metadata().ok()?.modified().ok()),
    })
    .max()
}

/// Where the code of a framework lies, if it has code of its own.
fn source(framework: &Path) -> Option<PathBuf> {
    let manifest = std::fs::read_to_string(framework.join("framework.toml")).unwrap_or_default();
    let (_, named) = manifest.split_once(", source = \"")?;
    named.split_once('"').map(|(source, _)| framework.join(source))
}

/// Runs all tests; further arguments go to `cargo test`.
fn test(arguments: &[String]) -> Result<(), String> {
    let started = Instant::now();
    let all = ["test", "--release", "--locked", "--workspace"];
    cargo(&all.into_iter().chain(arguments.iter().map(String::as_str)).collect::<Vec<_>>())?;
    if arguments.is_empty() {
        tools::test()?;
    }
    println!("all tests in {}", seconds(started));
    Ok(())
}

/// Runs the benches of speed; further arguments go to `cargo bench`.
fn bench(arguments: &[String]) -> Result<(), String> {
    let all = ["bench", "--profile", "release", "--locked", "--package", "concord-tests", "--bench", "frameworks", "--bench", "languages"];
    cargo(&all.into_iter().chain(arguments.iter().map(String::as_str)).collect::<Vec<_>>())
}

/// Holds the comparison against 40 invented nations of each world, about two minutes on two cores, and writes the tables.
fn calibrate(_: &[String]) -> Result<(), String> {
    let bench = ["bench", "--profile", "release", "--locked", "--package", "concord-tests", "--bench", "calibration"];
    cargo(&[&bench[..], &["--", "--seeds", "40", "--write"]].concat())
}

/// Checks that what a build needs is there: the target of the guests (added if rustup can) and a C compiler.
fn needs() -> Result<(), String> {
    let compiler = std::env::var("CC").unwrap_or_else(|_| "cc".to_owned());
    if Command::new(&compiler).arg("--version").output().is_err() {
        let hint = "install one: `apt-get install gcc` on Debian and Ubuntu, `xcode-select --install` on macOS";
        return Err(format!("there is no C compiler `{compiler}`, which compression libraries need; {hint}"));
    }
    if has_wasm_target()? {
        return Ok(());
    }
    println!("adding the target {WASM}, for which frameworks are built");
    let added = Command::new("rustup").args(["target", "add", WASM]).current_dir(root()).status();
    match added {
        Ok(status) if status.success() && has_wasm_target()? => Ok(()),
        Ok(_) => Err(format!("the target {WASM} is missing and `rustup target add {WASM}` failed; run it where the network allows it")),
        Err(_) => Err(format!(
            "the target {WASM} is missing and there is no rustup to add it; install the standard library of your Rust for {WASM}"
        )),
    }
}

fn has_wasm_target() -> Result<bool, String> {
    let output = Command::new("rustc").args(["--print", "target-libdir", "--target", WASM]).current_dir(root()).output();
    let output = output.map_err(|fault| format!("rustc cannot be run ({fault}); install Rust from https://rustup.rs"))?;
    let folder = PathBuf::from(String::from_utf8_lossy(&output.stdout).trim());
    let mut entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    Ok(entries.any(|entry| entry.file_name().to_string_lossy().starts_with("libcore-")))
}

fn cargo(arguments: &[&str]) -> Result<(), String> {
    let cargo = std::env::var("CARGO").unwrap_or_else(|_| "cargo".to_owned());
    let target = root().join("target");
    succeed(Command::new(cargo).args(arguments).env("CARGO_TARGET_DIR", target), &format!("cargo {}", arguments.join(" ")))
}

fn concord(arguments: &[&str]) -> Result<(), String> {
    let program = root().join("target/release").join(format!("concord{}", std::env::consts::EXE_SUFFIX));
    succeed(Command::new(program).args(arguments), &format!("concord {}", arguments.join(" ")))
}

fn succeed(command: &mut Command, name: &str) -> Result<(), String> {
    succeed_in(root(), command, name)
}

fn succeed_in(folder: &Path, command: &mut Command, name: &str) -> Result<(), String> {
    if let Some(path) = tools::path() {
        command.env("PATH", path);
    }
    let status = command.current_dir(folder).status();
    match status {
        Ok(status) if status.success() => Ok(()),
        Ok(status) => Err(format!("`{name}` failed ({status})")),
        Err(fault) => Err(format!("`{name}` cannot be run: {fault}")),
    }
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().nth(2).unwrap_or(Path::new("."))
}

fn text(path: &Path) -> &str {
    path.to_str().unwrap_or_default()
}

fn seconds(since: Instant) -> String {
    let seconds = since.elapsed().as_secs_f64();
    if seconds < 60.0 { format!("{seconds:.1} s") } else { format!("{} min {:.0} s", (seconds / 60.0) as u64, seconds % 60.0) }
}
