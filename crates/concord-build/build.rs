//! Lists the files of the Rust SDK, so that a new framework gets them beside it.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

/// The packages of the SDK.
const PACKAGES: [&str; 2] = ["concord-guest", "concord-model"];

/// What the SDK's packages take from the workspace.
const DEPENDENCIES: [&str; 8] = ["bytemuck", "concord-guest", "concord-model", "serde", "strsim", "thiserror", "toml", "wit-bindgen"];

/// The workspace's tables that they take whole.
const TABLES: [&str; 3] = ["workspace.package", "workspace.lints.rust", "workspace.lints.clippy"];

fn main() {
    let here = PathBuf::from(std::env::var_os("CARGO_MANIFEST_DIR").unwrap_or_default());
    let crates = here.parent().unwrap_or(&here);
    let workspace = std::fs::read_to_string(crates.join("../Cargo.toml")).unwrap_or_default();
    println!("cargo::rerun-if-changed=../../Cargo.toml");
    let mut files = Vec::new();
    for package in PACKAGES {
        files.push(crates.join(package).join("Cargo.toml"));
        ["src", "wit", "data"].iter().for_each(|folder| walk(&crates.join(package).join(folder), &mut files));
    }
    files.sort();
    let mut code = format!("/// What the SDK's packages take from their workspace.\npub const WORKSPACE: &str = {:?};\n\n", shared(&workspace));
    code.push_str("/// The SDK, by its files.\npub const SDK: &[(&str, &str)] = &[\n");
    for file in &files {
        println!("cargo::rerun-if-changed={}", file.display());
        let name = file.strip_prefix(crates).unwrap_or(file).to_string_lossy().replace('\\', "/");
        _ = writeln!(code, "    ({name:?}, include_str!({:?})),", file.display().to_string());
    }
    code.push_str("];\n");
    let out = PathBuf::from(std::env::var_os("OUT_DIR").unwrap_or_default()).join("sdk.rs");
    if let Err(fault) = std::fs::write(&out, code) {
        println!("cargo::error=cannot write {}: {fault}", out.display());
    }
}

/// The files below a folder, but those of tests.
fn walk(folder: &Path, files: &mut Vec<PathBuf>) {
    for path in std::fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path()) {
        if path.is_dir() {
            if path.file_name().is_none_or(|name| name != "tests") {
                walk(&path, files);
            }
        } else {
            files.push(path);
        }
    }
}

/// The part of the workspace's manifest that the SDK's packages need, with their folders as a new framework has them.
fn shared(workspace: &str) -> String {
    let mut shared = String::new();
    let mut table = "";
    for line in workspace.lines() {
        if let Some(name) = line.strip_prefix('[').and_then(|line| line.strip_suffix(']')) {
            table = name;
            if TABLES.contains(&table) || table == "workspace.dependencies" {
                _ = writeln!(shared, "\n[{table}]");
            }
            continue;
        }
        let name = line.split_once(" =").map_or("", |(name, _)| name);
        if !name.is_empty() && (TABLES.contains(&table) || table == "workspace.dependencies" && DEPENDENCIES.contains(&name)) {
            _ = writeln!(shared, "{}", line.replace("path = \"crates/", "path = \"sdk/"));
        }
    }
    shared.trim_start().to_owned()
}
