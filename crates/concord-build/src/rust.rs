//! A framework written in Rust: its package, compiled by a nested `cargo` with a target folder of its own, as one component.

use std::path::{Path, PathBuf};

use wit_component::ComponentEncoder;

use crate::packages::{self, Packages};
use crate::{BuildError, Options, cargo, toolchain};

/// Builds the framework whose `Cargo.toml` lies in `source`.
pub(crate) fn build(source: &Path, options: &Options) -> Result<Vec<u8>, BuildError> {
    build_package(&packages::read(source, None, options)?, options)
}

pub(crate) fn build_package(packages: &Packages, options: &Options) -> Result<Vec<u8>, BuildError> {
    let toolchain = toolchain::find(packages.folder(), options)?;
    let wasm = cargo::compile(packages, &toolchain, options)?;
    let module = std::fs::read(&wasm).map_err(|error| BuildError::file(&wasm, &error))?;
    component(&packages.name, &module)
}

/// The files that the framework is built from: of its package, of the packages beside it that it depends on, and the lock file.
pub(crate) fn sources(source: &Path, options: &Options) -> Result<Vec<PathBuf>, BuildError> {
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
