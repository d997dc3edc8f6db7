//! Builds the component of Northmoor's framework, so that tests run what its authors would, and that of a hostile one.

fn main() {
    let folder = std::path::PathBuf::from(std::env::var_os("OUT_DIR").unwrap_or_default());
    concord_build::in_build_script("concord-plugin-northmoor", &folder, "northmoor.wasm");
    concord_build::in_build_script("concord-hostile-guest", &folder, "hostile.wasm");
}
