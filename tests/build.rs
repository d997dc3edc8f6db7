//! Builds the component of Northmoor's framework, so that tests run what its authors would.

fn main() {
    let folder = std::path::PathBuf::from(std::env::var_os("OUT_DIR").unwrap_or_default());
    concord_build::in_build_script("concord-plugin-northmoor", &folder, "northmoor.wasm");
}
