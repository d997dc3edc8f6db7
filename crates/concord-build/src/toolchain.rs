//! The compiler, and whether it can build guests.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use crate::{BuildError, Options, TARGET};

/// What of the compiler gets into a module.
#[derive(Debug)]
pub(crate) struct Toolchain {
    /// Where the standard library's source lies, if it is installed.
    pub(crate) library_source: PathBuf,
    /// The name that the source has where it is not installed.
    pub(crate) library_name: String,
}

pub(crate) fn find(source: &Path, options: &Options) -> Result<Toolchain, BuildError> {
    let ask = |arguments: &[&str]| {
        let output = run(Command::new(&options.rustc).args(arguments).current_dir(source))?;
        Ok(String::from_utf8_lossy(&output.stdout).trim().to_owned())
    };
    let library = PathBuf::from(ask(&["--print", "target-libdir", "--target", TARGET])?);
    let installed = std::fs::read_dir(&library).is_ok_and(|files| files.flatten().any(|file| is_core(&file.file_name())));
    if !installed {
        return Err(BuildError::MissingTarget { target: TARGET });
    }
    let version = ask(&["-vV"])?;
    let commit = version.lines().find_map(|line| line.strip_prefix("commit-hash: ")).unwrap_or("unknown");
    let library_source = PathBuf::from(ask(&["--print", "sysroot"])?).join("lib/rustlib/src/rust");
    Ok(Toolchain { library_source, library_name: format!("/rustc/{commit}") })
}

fn is_core(file: &OsStr) -> bool {
    file.to_str().is_some_and(|name| name.starts_with("libcore-") && name.ends_with(".rlib"))
}

/// Runs a program to its end.
pub(crate) fn run(command: &mut Command) -> Result<Output, BuildError> {
    let program = PathBuf::from(command.get_program());
    command.output().map_err(|error| BuildError::Missing { program, message: error.to_string() })
}
