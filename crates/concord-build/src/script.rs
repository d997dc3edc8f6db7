//! Building a guest from a build script.
#![expect(clippy::print_stdout, reason = "a build script speaks to cargo on its standard output")]

use std::path::{Path, PathBuf};

use crate::rust::build_package;
use crate::{BuildError, Options, packages};

/// For a `build.rs`: builds a package of the same workspace and writes its component to `folder`, which is `OUT_DIR`, under a
/// file name. Tells cargo what it depends on, and what went wrong.
pub fn in_build_script(package: &str, folder: &Path, file: &str) {
    let tool = |name: &str, default: &str| std::env::var_os(name).map_or(PathBuf::from(default), PathBuf::from);
    let options = Options { cargo: tool("CARGO", "cargo"), rustc: tool("RUSTC", "rustc"), ..Options::new(guests(folder)) };
    if let Err(error) = write(package, &options, &folder.join(file)) {
        error.to_string().lines().for_each(|line| println!("cargo::error={line}"));
    }
}

/// One folder for all guests of a workspace, so that what they share is compiled once: `target/<profile>/guests`, two above
/// the folders of the build scripts.
fn guests(out_dir: &Path) -> PathBuf {
    let scripts = out_dir.ancestors().nth(2).filter(|folder| folder.ends_with("build"));
    scripts.and_then(Path::parent).unwrap_or(out_dir).join("guests")
}

fn write(package: &str, options: &Options, file: &Path) -> Result<(), BuildError> {
    let packages = packages::read(Path::new("."), Some(package), options)?;
    for source in packages.files()? {
        println!("cargo::rerun-if-changed={}", source.display());
    }
    let component = build_package(&packages, options)?;
    std::fs::write(file, component).map_err(|error| BuildError::file(file, &error))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn guests_share_a_folder_beside_the_build_scripts() {
        assert_eq!(guests(Path::new("/x/target/release/build/concord-1f/out")), Path::new("/x/target/release/guests"));
        assert_eq!(guests(Path::new("/elsewhere/out")), Path::new("/elsewhere/out/guests"));
    }
}
