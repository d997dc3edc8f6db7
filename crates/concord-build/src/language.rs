//! The language that a framework is written in, told by what lies in its folder.

use std::path::Path;

use crate::BuildError;

/// A language that frameworks are written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Language {
    /// A package of cargo.
    Rust,
    /// A folder with a `framework.py`.
    Python,
    /// A package of npm.
    JavaScript,
}

/// The files that tell a language, each with it.
const TELLING: [(&str, Language); 4] = [
    ("Cargo.toml", Language::Rust),
    ("pyproject.toml", Language::Python),
    ("framework.py", Language::Python),
    ("package.json", Language::JavaScript),
];

impl Language {
    /// The language of the framework in a folder.
    ///
    /// # Errors
    /// Where no file tells it.
    pub fn of(source: &Path) -> Result<Language, BuildError> {
        let telling = TELLING.iter().find(|(file, _)| source.join(file).is_file());
        telling.map(|(_, language)| *language).ok_or_else(|| BuildError::NoSource { path: source.to_owned() })
    }
}
