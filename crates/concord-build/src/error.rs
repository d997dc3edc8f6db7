//! Why a framework could not be built.

use std::path::{Path, PathBuf};

/// Why a framework could not be built, with the next step.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum BuildError {
    /// `cargo` or `rustc` could not be started.
    #[error("{program} could not be started: {message} (install Rust with rustup: https://rustup.rs)")]
    Missing {
        /// The program.
        program: PathBuf,
        /// What the system said.
        message: String,
    },
    /// The compiler has no standard library for guests.
    #[error("the compiler cannot build for {target} yet (run: rustup target add {target})")]
    MissingTarget {
        /// What a guest is compiled for.
        target: &'static str,
    },
    /// The program that makes components of a language is not there.
    #[error("{tool} is not there, in the framework's own packages or on the PATH (run: {install})")]
    MissingTool {
        /// The program.
        tool: &'static str,
        /// The command that gets it.
        install: &'static str,
    },
    /// No language is told by what lies in a folder.
    #[error(
        "{}: there is no framework in it (Rust has a Cargo.toml, Python a framework.py, JavaScript a package.json)",
        path.display()
    )]
    NoSource {
        /// The folder.
        path: PathBuf,
    },
    /// There is no package where one should be, or cargo cannot read it.
    #[error("{}: cargo cannot read the package: {message}", path.display())]
    Package {
        /// The folder.
        path: PathBuf,
        /// What cargo said.
        message: String,
    },
    /// The lock file is missing or does not go with the manifest.
    #[error("{}: the lock file is missing or does not go with Cargo.toml (run in that folder: cargo generate-lockfile)", path.display())]
    Lock {
        /// The folder.
        path: PathBuf,
    },
    /// The source does not compile.
    #[error("{package} does not compile:\n{message}")]
    Compile {
        /// The package.
        package: String,
        /// What the compiler said.
        message: String,
    },
    /// The module that came out is no component.
    #[error(
        "{package} is no framework: {message} (a framework says `concord_guest::export!(…)` once and depends on nothing that needs an operating system or a browser)"
    )]
    Component {
        /// The package.
        package: String,
        /// Why not.
        message: String,
    },
    /// A file could not be read or written.
    #[error("{}: {message}", path.display())]
    File {
        /// The file.
        path: PathBuf,
        /// What the system said.
        message: String,
    },
}

impl BuildError {
    pub(crate) fn file(path: &Path, error: &std::io::Error) -> BuildError {
        BuildError::File { path: path.to_owned(), message: error.to_string() }
    }
}
