//! What a new framework is made of, by language.

use std::borrow::Cow;

use concord_build::{javascript, python, sdk};

use crate::args::Language;

macro_rules! template {
    ($($folder:literal / $file:literal),* $(,)?) => {
        [$(($file, include_str!(concat!("templates/", $folder, "/", $file)))),*]
    };
}

/// What all languages share.
const SHARED: [(&str, &str); 2] = template!["shared" / "cases/a-child-heard.toml", "shared" / "cases/nothing-recorded.toml"];

/// The manifest of a framework with code of its own.
const MANIFEST: [(&str, &str); 1] = template!["shared" / "framework.toml"];

const TOML: [(&str, &str); 4] = template![
    "toml" / "README.md",
    "toml" / "framework.toml",
    "toml" / "snapshots/a-child-heard.snap",
    "toml" / "snapshots/nothing-recorded.snap",
];

/// What comes out of a framework with code of its own, whichever language it is written in.
const CODE: [(&str, &str); 2] = template!["shared" / "snapshots/a-child-heard.snap", "shared" / "snapshots/nothing-recorded.snap"];

const RUST: [(&str, &str); 4] = template!["rust" / "Cargo.toml", "rust" / "README.md", "rust" / "gitignore", "rust" / "src/lib.rs"];

const PYTHON: [(&str, &str); 5] = template![
    "python" / "README.md",
    "python" / "framework.py",
    "python" / "gitignore",
    "python" / "pyproject.toml",
    "python" / "tests/test_framework.py"
];

const JAVASCRIPT: [(&str, &str); 5] = template![
    "javascript" / "README.md",
    "javascript" / "gitignore",
    "javascript" / "index.js",
    "javascript" / "package.json",
    "javascript" / "test/framework.test.js"
];

/// The files of a new framework: their names, and their texts with `@ID@` and `@TITLE@` still in them.
pub(super) fn files(language: Language) -> Vec<(String, Cow<'static, str>)> {
    let own: Vec<(&str, &str)> = match language {
        Language::Toml => TOML.to_vec(),
        Language::Rust => [&RUST[..], &MANIFEST, &CODE].concat(),
        Language::Python => [&PYTHON[..], &MANIFEST, &CODE].concat(),
        Language::Javascript => [&JAVASCRIPT[..], &MANIFEST, &CODE].concat(),
    };
    let written = own.into_iter().chain(SHARED).map(|(name, text)| (name.replace("gitignore", ".gitignore"), of_workspace(text)));
    let sdk = sdk(language).into_iter().map(|(name, text)| (format!("sdk/{name}"), Cow::Borrowed(text)));
    written.chain(sdk).collect()
}

/// The SDK of a language, by its files.
fn sdk(language: Language) -> Vec<(String, &'static str)> {
    let named = |(name, text): &(&str, &'static str)| ((*name).to_owned(), *text);
    match language {
        Language::Toml => Vec::new(),
        Language::Rust => sdk::SDK.iter().map(named).collect(),
        Language::Python => {
            let modules = python::SDK.iter().map(|(name, text)| (format!("concord_guest/{name}"), *text));
            modules.chain(python::BESIDE_SDK.iter().map(named)).collect()
        }
        Language::Javascript => javascript::SDK.iter().map(named).collect(),
    }
}

/// A text with what the Rust SDK takes from its workspace put in where that is asked for.
fn of_workspace(text: &'static str) -> Cow<'static, str> {
    match text.contains("@WORKSPACE@") {
        true => Cow::Owned(text.replace("@WORKSPACE@", sdk::WORKSPACE)),
        false => Cow::Borrowed(text),
    }
}
