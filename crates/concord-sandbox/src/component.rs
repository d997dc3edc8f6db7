//! A compiled component, checked before anything of it runs.

use sha2::{Digest, Sha256};
use wasmtime::component::types::ComponentItem;

use crate::cache::Cache;
use crate::contract::FrameworkPre;
use crate::engine::Engine;
use crate::host::HostError;
use crate::imports;
use crate::instance::State;

/// The contract that this host speaks.
const PACKAGE: &str = "concord:framework";
const VERSION: &str = "0.1.0";

/// A component that may be a framework: checked, compiled and ready for instances. Many frameworks may share one.
#[derive(Clone)]
pub struct Component {
    pub(crate) engine: Engine,
    pub(crate) exports: FrameworkPre<State>,
    digest: [u8; 32],
}

/// Why bytes are no framework's component. Nothing of them was run.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ComponentError {
    /// It is no Wasm at all.
    #[error("it is no wasm component: it does not start as one (is it the right file, and whole?)")]
    NotWasm,
    /// It is a core module.
    #[error("it is a core module, not a component (build it with `concord build`, or wrap it with `wasm-tools component new`)")]
    CoreModule,
    /// It is damaged, or uses what the sandbox does not allow.
    #[error("it is no valid component: {0}")]
    Invalid(String),
    /// It imports what no framework may.
    #[error("it imports {}, and a framework may import nothing but {PACKAGE}/log{}", imports::described(names), imports::hint(names))]
    Imports {
        /// All that it imports and may not.
        names: Vec<String>,
    },
    /// It speaks another version of the contract.
    #[error("it speaks {PACKAGE} {found} and this program {VERSION} ({})", version_hint(found))]
    Version {
        /// The version that it speaks.
        found: String,
    },
    /// It exports no framework.
    #[error("it exports no {PACKAGE}/review: it is a component, but no framework (a Rust framework says `concord_guest::export!(…)`)")]
    NoFramework,
    /// It names the contract but its types are others.
    #[error("its functions or types are not those of {PACKAGE} {VERSION}: {0} (build it again with the SDK of this version)")]
    Types(String),
    /// The machine could not compile it, which says nothing of it.
    #[error(transparent)]
    Host(#[from] HostError),
}

fn version_hint(found: &str) -> &'static str {
    if track(found) > track(VERSION) { "use a newer concord, or build it with an older SDK" } else { "build it again with a newer SDK" }
}

/// What must be the same for two versions to go together: the major number, and the minor one before 1.0.
fn track(version: &str) -> (u64, u64) {
    let mut numbers = version.split('.').map(|number| number.parse().unwrap_or(0));
    let (major, minor) = (numbers.next().unwrap_or(0), numbers.next().unwrap_or(0));
    (major, if major == 0 { minor } else { 0 })
}

impl Component {
    pub(crate) fn load(engine: &Engine, bytes: &[u8], cache: Option<&Cache>) -> Result<Component, ComponentError> {
        check_header(bytes)?;
        let digest: [u8; 32] = Sha256::digest(bytes).into();
        let invalid = |error: wasmtime::Error| match HostError::of(&error) {
            Some(host) => ComponentError::Host(host),
            None => ComponentError::Invalid(format!("{error:#}")),
        };
        let compiled = match cache.and_then(|cache| cache.load(&engine.engine, &digest)) {
            Some(compiled) => compiled,
            None => {
                let compiled = wasmtime::component::Component::from_binary(&engine.engine, bytes).map_err(invalid)?;
                if let Some(cache) = cache {
                    cache.store(&engine.engine, &digest, &compiled);
                }
                compiled
            }
        };
        check_imports(engine, &compiled)?;
        check_exports(engine, &compiled)?;
        let types = |error: wasmtime::Error| ComponentError::Types(format!("{error:#}"));
        let exports = engine.linker.instantiate_pre(&compiled).and_then(FrameworkPre::new).map_err(types)?;
        Ok(Component { engine: engine.clone(), exports, digest })
    }

    /// The SHA-256 of its bytes.
    #[must_use]
    pub fn digest(&self) -> &[u8; 32] {
        &self.digest
    }
}

/// The first eight bytes of a component and of a core module.
fn check_header(bytes: &[u8]) -> Result<(), ComponentError> {
    match bytes.get(..8) {
        Some(b"\0asm\x0d\0\x01\0") => Ok(()),
        Some(b"\0asm\x01\0\0\0") => Err(ComponentError::CoreModule),
        _ => Err(ComponentError::NotWasm),
    }
}

fn check_imports(engine: &Engine, compiled: &wasmtime::component::Component) -> Result<(), ComponentError> {
    let kind = compiled.component_type();
    let mut names = Vec::new();
    for (name, item) in kind.imports(&engine.engine) {
        match interface(name) {
            Some(("log", version)) => check_version(version)?,
            // The types come along as an interface of their own; it must hold nothing but types.
            Some(("types", version)) if holds_only_types(engine, &item.ty) => check_version(version)?,
            _ => names.push(name.to_owned()),
        }
    }
    if names.is_empty() { Ok(()) } else { Err(ComponentError::Imports { names }) }
}

fn holds_only_types(engine: &Engine, item: &ComponentItem) -> bool {
    let ComponentItem::ComponentInstance(instance) = item else { return false };
    instance.exports(&engine.engine).all(|(_, item)| matches!(item.ty, ComponentItem::Type(_)))
}

fn check_exports(engine: &Engine, compiled: &wasmtime::component::Component) -> Result<(), ComponentError> {
    let kind = compiled.component_type();
    let review = kind.exports(&engine.engine).find_map(|(name, _)| interface(name).filter(|(interface, _)| *interface == "review"));
    review.map_or(Err(ComponentError::NoFramework), |(_, version)| check_version(version))
}

/// The interface and the version of `concord:framework/log@0.1.0`; `None` of other packages.
fn interface(name: &str) -> Option<(&str, &str)> {
    name.strip_prefix(PACKAGE)?.strip_prefix('/').map(|rest| rest.split_once('@').unwrap_or((rest, "")))
}

fn check_version(found: &str) -> Result<(), ComponentError> {
    if track(found) == track(VERSION) { Ok(()) } else { Err(ComponentError::Version { found: found.to_owned() }) }
}

impl std::fmt::Debug for Component {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Component").field("digest", &self.digest).finish_non_exhaustive()
    }
}
