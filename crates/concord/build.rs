//! Builds the bundled rules plugin from this workspace's own source.

fn main() {
    let folder = std::path::PathBuf::from(std::env::var_os("OUT_DIR").unwrap_or_default());
    concord_build::in_build_script("concord-plugin-rules", &folder, "rules.wasm");
}
