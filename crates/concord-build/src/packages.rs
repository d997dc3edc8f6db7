//! The packages that a framework is made of, as cargo resolves them.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::Command;

use serde::Deserialize;

use crate::toolchain::run;
use crate::{BuildError, Options, TARGET};

/// The packages that a framework is made of.
#[derive(Debug)]
pub(crate) struct Packages {
    /// The framework's own.
    pub(crate) name: String,
    pub(crate) manifest: PathBuf,
    pub(crate) id: String,
    /// All of them with their folders; those outside lie in a registry or a repository.
    pub(crate) all: Vec<Package>,
    workspace: PathBuf,
}

/// A package and where it lies.
#[derive(Debug)]
pub(crate) struct Package {
    pub(crate) name: String,
    pub(crate) version: String,
    pub(crate) folder: PathBuf,
    /// Whether its source is the author's, not a registry's.
    local: bool,
}

#[derive(Deserialize)]
struct Metadata {
    packages: Vec<RawPackage>,
    resolve: Resolve,
    workspace_root: PathBuf,
}

#[derive(Deserialize)]
struct RawPackage {
    id: String,
    name: String,
    version: String,
    source: Option<String>,
    manifest_path: PathBuf,
}

#[derive(Deserialize)]
struct Resolve {
    nodes: Vec<Node>,
}

#[derive(Deserialize)]
struct Node {
    id: String,
    deps: Vec<Dependency>,
}

#[derive(Deserialize)]
struct Dependency {
    pkg: String,
    dep_kinds: Vec<DependencyKind>,
}

#[derive(Deserialize)]
struct DependencyKind {
    kind: Option<String>,
}

/// Asks cargo for the packages of the framework in `source`, or of the one so named of the workspace that `source` lies in.
pub(crate) fn read(source: &Path, name: Option<&str>, options: &Options) -> Result<Packages, BuildError> {
    let manifest = source.join("Cargo.toml");
    let manifest = manifest.canonicalize().map_err(|error| BuildError::file(&manifest, &error))?;
    let metadata = metadata(source, &manifest, options)?;
    let is_it = |package: &&RawPackage| match name {
        Some(name) => package.source.is_none() && package.name == name,
        None => same_file(&package.manifest_path, &manifest),
    };
    let Some(own) = metadata.packages.iter().find(is_it) else {
        let message =
            name.map_or("there is a workspace and no package of its own".to_owned(), |name| format!("there is no package {name}"));
        return Err(BuildError::Package { path: source.to_owned(), message });
    };
    let needed = closure(&own.id, &metadata.resolve);
    let all = metadata.packages.iter().filter(|package| needed.contains(package.id.as_str())).map(Package::of).collect();
    Ok(Packages {
        name: own.name.clone(),
        manifest: own.manifest_path.clone(),
        id: own.id.clone(),
        all,
        workspace: metadata.workspace_root,
    })
}

fn metadata(source: &Path, manifest: &Path, options: &Options) -> Result<Metadata, BuildError> {
    let path = || source.to_owned();
    let mut command = Command::new(&options.cargo);
    command.args(["metadata", "--format-version", "1", "--filter-platform", TARGET]).arg("--manifest-path").arg(manifest);
    // A framework that was never built has no lock file yet, and gets one.
    command.args(has_lock(manifest, options)?.then_some("--locked"));
    command.args(options.offline.then_some("--offline")).current_dir(source);
    let output = run(&mut command)?;
    if !output.status.success() {
        let message = String::from_utf8_lossy(&output.stderr).trim().to_owned();
        return Err(if message.contains("--locked") {
            BuildError::Lock { path: path() }
        } else {
            BuildError::Package { path: path(), message }
        });
    }
    serde_json::from_slice(&output.stdout).map_err(|error| BuildError::Package { path: path(), message: error.to_string() })
}

/// Whether there is a lock file where the packages' workspace keeps it.
fn has_lock(manifest: &Path, options: &Options) -> Result<bool, BuildError> {
    let mut command = Command::new(&options.cargo);
    command.args(["locate-project", "--workspace", "--message-format", "plain"]).arg("--manifest-path").arg(manifest);
    let root = PathBuf::from(String::from_utf8_lossy(&run(&mut command)?.stdout).trim());
    Ok(root.with_file_name("Cargo.lock").is_file() || !root.is_file())
}

impl Package {
    fn of(package: &RawPackage) -> Package {
        Package {
            name: package.name.clone(),
            version: package.version.clone(),
            folder: package.manifest_path.parent().map(Path::to_owned).unwrap_or_default(),
            local: package.source.is_none(),
        }
    }
}

fn same_file(one: &Path, other: &Path) -> bool {
    one == other || one.canonicalize().is_ok_and(|one| one == other)
}

/// What a package needs to be built, itself included: everything but what only its tests need.
fn closure<'m>(own: &'m str, resolve: &'m Resolve) -> BTreeSet<&'m str> {
    let nodes: BTreeMap<&str, &Node> = resolve.nodes.iter().map(|node| (node.id.as_str(), node)).collect();
    let mut needed = BTreeSet::new();
    let mut open = vec![own];
    while let Some(id) = open.pop() {
        if needed.insert(id) {
            let built = |dependency: &&Dependency| dependency.dep_kinds.iter().any(|kind| kind.kind.as_deref() != Some("dev"));
            open.extend(nodes.get(id).iter().flat_map(|node| &node.deps).filter(built).map(|dependency| dependency.pkg.as_str()));
        }
    }
    needed
}

impl Packages {
    /// Where the framework's own package lies.
    pub(crate) fn folder(&self) -> &Path {
        self.manifest.parent().unwrap_or(Path::new("."))
    }

    /// The files of the author's own packages, with the manifests above them.
    pub(crate) fn files(&self) -> Result<Vec<PathBuf>, BuildError> {
        let mut files = BTreeSet::new();
        for package in self.all.iter().filter(|package| package.local) {
            walk(&package.folder, &mut files)?;
        }
        let above = [self.workspace.join("Cargo.toml"), self.workspace.join("Cargo.lock")];
        files.extend(above.into_iter().filter(|file| file.is_file()));
        Ok(files.into_iter().collect())
    }
}

/// What lies in a package's folder, but for what no guest is built from.
fn walk(folder: &Path, files: &mut BTreeSet<PathBuf>) -> Result<(), BuildError> {
    const LEFT_OUT: [&str; 4] = ["benches", "examples", "target", "tests"];
    let fault = |error| BuildError::file(folder, &error);
    for entry in std::fs::read_dir(folder).map_err(fault)? {
        let path = entry.map_err(fault)?.path();
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        if name.starts_with('.') || LEFT_OUT.contains(&name.as_str()) {
            continue;
        }
        if path.is_dir() {
            walk(&path, files)?;
        } else {
            files.insert(path);
        }
    }
    Ok(())
}
