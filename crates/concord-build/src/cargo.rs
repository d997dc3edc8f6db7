//! The nested run of cargo that compiles a guest.

use std::ffi::OsString;
use std::path::PathBuf;
use std::process::Command;

use serde::Deserialize;

use crate::packages::{Package, Packages};
use crate::toolchain::{Toolchain, run};
use crate::{BuildError, Options, TARGET};

/// The profile of guests, whole, so that it is the same in any workspace and whatever the environment says: one unit, so that
/// the same source gives the same bytes; names kept for traces.
const PROFILE: [&str; 10] = [
    "profile.guest.inherits=\"release\"",
    "profile.guest.codegen-units=1",
    "profile.guest.debug=false",
    "profile.guest.debug-assertions=false",
    "profile.guest.incremental=false",
    "profile.guest.lto=\"fat\"",
    "profile.guest.opt-level=3",
    "profile.guest.overflow-checks=false",
    "profile.guest.panic=\"abort\"",
    "profile.guest.strip=\"debuginfo\"",
];

/// How code is made. A call is dear in the box, where every function looks at the fuel and the clock as it is entered: what is small
/// stands where it is used. (A row-by-row guest takes 1.48 times its native run so, and 1.5 times with a threshold of 600.)
const CODE: &str = "-Ctarget-feature=+simd128\u{1f}-Cllvm-args=-inline-threshold=1500";

/// What an outer cargo, or its user, may have set for other builds than this one. Clippy leaves its wrapper in
/// `RUSTC_WORKSPACE_WRAPPER`.
const NOT_FOR_GUESTS: [&str; 6] = [
    "CARGO_BUILD_RUSTC_WORKSPACE_WRAPPER",
    "CARGO_BUILD_RUSTFLAGS",
    "CARGO_BUILD_TARGET",
    "CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS",
    "RUSTC_WORKSPACE_WRAPPER",
    "RUSTFLAGS",
];

/// Compiles the framework's package to a core module and tells where it lies.
pub(crate) fn compile(packages: &Packages, toolchain: &Toolchain, options: &Options) -> Result<PathBuf, BuildError> {
    let mut command = Command::new(&options.cargo);
    // `rustc` and not `build`, to make the one crate type that is wanted: with an rlib beside it there is no link-time optimisation.
    command.args(["rustc", "--locked", "--lib", "--crate-type", "cdylib", "--profile", "guest", "--target", TARGET]);
    command.args(["--message-format", "json-render-diagnostics"]).arg("--manifest-path").arg(&packages.manifest);
    command.args(options.offline.then_some("--offline"));
    command.args(PROFILE.iter().flat_map(|setting| ["--config", setting]));
    command.envs([("CARGO_TARGET_DIR", options.target_dir.as_os_str()), ("RUSTC", options.rustc.as_os_str())]);
    command.env("CARGO_ENCODED_RUSTFLAGS", flags(packages, toolchain, options));
    NOT_FOR_GUESTS.iter().for_each(|name| {
        command.env_remove(name);
    });
    let output = run(command.current_dir(packages.folder()))?;
    let fault = |message: String| BuildError::Compile { package: packages.name.clone(), message };
    if !output.status.success() {
        return Err(fault(String::from_utf8_lossy(&output.stderr).trim().to_owned()));
    }
    artifact(&output.stdout, &packages.id).ok_or_else(|| fault("cargo made no module of it".to_owned()))
}

/// The compiler's flags, in cargo's encoding. Panics name the files that they stand in: folders are mapped to the names of the
/// packages, so that a module does not depend on where it was built.
fn flags(packages: &Packages, toolchain: &Toolchain, options: &Options) -> OsString {
    let mut folders =
        vec![(options.target_dir.clone(), "/target".to_owned()), (toolchain.library_source.clone(), toolchain.library_name.clone())];
    let name = |package: &Package| (package.folder.clone(), format!("/{}-{}", package.name, package.version));
    folders.extend(packages.all.iter().map(name));
    // The last that fits wins: the innermost folder.
    folders.sort_by_key(|(folder, _)| folder.as_os_str().len());
    let mut flags = OsString::from(CODE);
    for (folder, name) in folders {
        flags.push("\u{1f}--remap-path-prefix=");
        flags.push(folder);
        flags.push("=");
        flags.push(name);
    }
    flags
}

#[derive(Deserialize)]
struct Message {
    reason: String,
    #[serde(default)]
    package_id: String,
    #[serde(default)]
    filenames: Vec<PathBuf>,
}

/// The module among what cargo says it made.
fn artifact(messages: &[u8], package: &str) -> Option<PathBuf> {
    let messages = messages.split(|&byte| byte == b'\n').filter_map(|line| serde_json::from_slice::<Message>(line).ok());
    messages
        .filter(|message| message.reason == "compiler-artifact" && message.package_id == package)
        .flat_map(|message| message.filenames)
        .find(|file| file.extension().is_some_and(|extension| extension == "wasm"))
}
