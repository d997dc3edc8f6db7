//! A Rust framework's source in, the bytes of its Wasm component out: the same bytes wherever the source lies.
//!
//! [`build`] runs a nested `cargo` with a target folder of its own and wraps the module that comes out into a component.
//! [`in_build_script`] does the same from a `build.rs`.
//!
//! # Example
//! ```no_run
//! use std::path::Path;
//! use concord_build::{Options, build};
//!
//! let options = Options::new("target/guests");
//! let component = build(Path::new("plugins/northmoor"), &options)?;
//! std::fs::write("frameworks/northmoor/northmoor.wasm", component)?;
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
#![cfg_attr(test, allow(clippy::unwrap_used, reason = "a test that fails should panic"))]

mod cargo;
mod error;
pub mod javascript;
mod packages;
mod script;
mod toolchain;

use std::path::{Path, PathBuf};

use wit_component::ComponentEncoder;

pub use error::BuildError;
pub use script::in_build_script;

use packages::Packages;

/// What a guest is compiled for: a target without an operating system, so that nothing can be imported from one.
pub const TARGET: &str = "wasm32-unknown-unknown";

/// With what, and where, a guest is built.
#[derive(Debug, Clone)]
pub struct Options {
    /// Where cargo keeps what it builds. Never the target folder of a cargo that is itself running: it would wait for itself.
    pub target_dir: PathBuf,
    /// The `cargo` to run.
    pub cargo: PathBuf,
    /// The `rustc` that it runs.
    pub rustc: PathBuf,
    /// Whether to do without the network.
    pub offline: bool,
}

impl Options {
    /// The `cargo` and the `rustc` that are found, with the network, building in `target_dir`.
    #[must_use]
    pub fn new(target_dir: impl Into<PathBuf>) -> Options {
        Options { target_dir: target_dir.into(), cargo: "cargo".into(), rustc: "rustc".into(), offline: false }
    }
}

/// Builds the framework whose `Cargo.toml` lies in `source`.
///
/// Its lock file must be there and up to date. The bytes depend on the sources, the lock file and the compiler alone, not on the
/// folders that they lie in: paths are mapped to names.
///
/// # Errors
/// What is missing with the command that gets it, what the compiler said, or why the module is no component.
pub fn build(source: &Path, options: &Options) -> Result<Vec<u8>, BuildError> {
    if javascript::is_in(source) {
        return javascript::build(source, options);
    }
    build_package(&packages::read(source, None, options)?, options)
}

fn build_package(packages: &Packages, options: &Options) -> Result<Vec<u8>, BuildError> {
    let toolchain = toolchain::find(packages.folder(), options)?;
    let wasm = cargo::compile(packages, &toolchain, options)?;
    let module = std::fs::read(&wasm).map_err(|error| BuildError::file(&wasm, &error))?;
    component(&packages.name, &module)
}

/// The files that a framework is built from: of its package, of the packages beside it that it depends on, and the lock file.
/// In the order of their names.
///
/// # Errors
/// As [`build`], where the packages cannot be told.
pub fn sources(source: &Path, options: &Options) -> Result<Vec<PathBuf>, BuildError> {
    if javascript::is_in(source) {
        return javascript::sources(source);
    }
    packages::read(source, None, options)?.files()
}

/// Wraps a core module, which tells the interfaces that it speaks in a section of its own, into a component.
///
/// # Errors
/// Why it is none.
pub fn component(name: &str, module: &[u8]) -> Result<Vec<u8>, BuildError> {
    let fault = |error| BuildError::Component { package: name.to_owned(), message: format!("{error:#}") };
    ComponentEncoder::default().validate(true).module(module).and_then(ComponentEncoder::encode).map_err(fault)
}
