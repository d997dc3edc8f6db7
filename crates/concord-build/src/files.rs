//! Texts read and written, with what went wrong and where.

use std::fs;
use std::path::Path;

use crate::BuildError;

pub(crate) fn read(path: &Path) -> Result<String, BuildError> {
    fs::read_to_string(path).map_err(|error| BuildError::file(path, &error))
}

/// Writes a text, with the folders that it needs.
pub(crate) fn write(path: &Path, text: &str) -> Result<(), BuildError> {
    let folder = path.parent().unwrap_or(Path::new("."));
    fs::create_dir_all(folder).and_then(|()| fs::write(path, text)).map_err(|error| BuildError::file(path, &error))
}
