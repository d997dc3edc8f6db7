//! Who a framework is: the `[framework]` table of its `framework.toml`.

use serde::{Deserialize, Serialize};

/// The most bytes of a `framework.toml`. It is read before anything runs in a box, and one of any size could take all memory.
pub const MOST_BYTES: usize = 1 << 20;

/// Who a framework is, where it comes from and what runs it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Manifest {
    /// Its short name, the same as its folder's.
    pub id: String,
    /// Its title.
    pub title: String,
    /// Which edition of it.
    pub edition: String,
    /// Whose framework it is.
    pub owner: String,
    /// Where it is published.
    pub source: String,
    /// What runs it.
    pub plugin: Plugin,
    /// Whether its owner has confirmed that it is encoded rightly.
    #[serde(default)]
    pub confirmed: bool,
    /// What of it only memory supports and no source that was seen.
    #[serde(default)]
    pub memory: Option<String>,
    /// What those who read its findings should know: what it cannot see.
    #[serde(default)]
    pub note: Option<String>,
}

/// What runs a framework.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Plugin {
    /// A bundled plugin by its name; there is one, `rules`.
    Bundled(String),
    /// A component of its own.
    Component(Component),
}

/// A framework's own component.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Component {
    /// The component's file, beside the manifest.
    pub path: String,
    /// The folder of its source, from the manifest's folder; what `concord build` builds.
    #[serde(default)]
    pub source: Option<String>,
}

impl Manifest {
    /// How the framework is named wherever its findings stand: national frameworks that their owner has not confirmed say so.
    #[must_use]
    pub fn standing(&self) -> &'static str {
        if self.confirmed { "confirmed by its owner" } else { "as encoded here, not confirmed by its owner" }
    }
}

/// The TOML of a framework with code of its own: the manifest, and what only memory supports of single indicators.
#[cfg(feature = "parse")]
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CodeFramework {
    /// Who it is.
    pub framework: Manifest,
    /// By indicator, what only memory supports.
    #[serde(default)]
    pub memory: std::collections::BTreeMap<String, String>,
    /// Settings handed to the component as TOML.
    #[serde(default)]
    pub config: toml::Table,
}

#[cfg(feature = "parse")]
impl CodeFramework {
    /// Reads the `framework.toml` of a framework with code of its own.
    ///
    /// # Errors
    /// The text's fault, with its place.
    pub fn parse(file: &str, text: &str) -> Result<CodeFramework, crate::problem::Problem> {
        toml::from_str(text).map_err(|error| crate::dictionary::toml_problem(file, text, &error))
    }
}

/// Reads only what runs a framework, before its kind is known; other tables are passed over.
///
/// # Errors
/// The text's fault, with its place.
#[cfg(feature = "parse")]
pub fn plugin_of(file: &str, text: &str) -> Result<Manifest, crate::problem::Problem> {
    #[derive(Deserialize)]
    struct Head {
        framework: Manifest,
    }
    toml::from_str(text).map(|head: Head| head.framework).map_err(|error| crate::dictionary::toml_problem(file, text, &error))
}
