//! A framework's source in, the bytes of its Wasm component out, whichever language it is written in.
//!
//! [`build`] tells the [`Language`] by what lies in the folder. A Rust framework becomes the same bytes wherever its source lies: a
//! nested `cargo` with a target folder of its own compiles it. [`in_build_script`] does the same from a `build.rs`.
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
mod files;
pub mod javascript;
mod language;
mod packages;
pub mod python;
mod rust;
mod script;
pub mod sdk;
mod sections;
mod toolchain;

use std::path::{Path, PathBuf};

pub use error::BuildError;
pub use language::Language;
pub use rust::component;
pub use script::in_build_script;

/// What a guest is compiled for: a target without an operating system, so that nothing can be imported from one.
pub const TARGET: &str = "wasm32-unknown-unknown";

/// With what, and where, a guest is built.
#[derive(Debug, Clone)]
pub struct Options {
    /// Where cargo keeps what it builds, and others what they need for the while. Never the target folder of a cargo that is itself
    /// running: it would wait for itself.
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

/// Builds the framework whose source lies in a folder.
///
/// A Rust package's lock file must be there and up to date. Its bytes depend on the sources, the lock file and the compiler alone, not on
/// the folders that they lie in: paths are mapped to names. Those of a framework in [`python`] or [`javascript`]
/// differ from build to build.
///
/// # Errors
/// What is missing with the command that gets it, what the compiler said, or why what came out is no component.
pub fn build(source: &Path, options: &Options) -> Result<Vec<u8>, BuildError> {
    match Language::of(source)? {
        Language::Rust => rust::build(source, options),
        Language::Python => python::build(source, options),
        Language::JavaScript => javascript::build(source, options),
    }
}

/// The files that a framework is built from: its own and, of a Rust package, those of the packages beside it that it depends on, and the
/// lock file. In the order of their names.
///
/// # Errors
/// As [`build`], where they cannot be told.
pub fn sources(source: &Path, options: &Options) -> Result<Vec<PathBuf>, BuildError> {
    match Language::of(source)? {
        Language::Rust => rust::sources(source, options),
        Language::Python => python::sources(source),
        Language::JavaScript => javascript::sources(source),
    }
}
