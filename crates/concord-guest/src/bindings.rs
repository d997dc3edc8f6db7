//! The contract of `wit/framework.wit` as Rust types, generated.
#![allow(missing_docs, unreachable_pub, clippy::all, reason = "generated; the WIT has the documentation")]

wit_bindgen::generate!({
    path: "wit",
    world: "framework",
    pub_export_macro: true,
    export_macro_name: "export_component",
    disable_run_ctors_once_workaround: true,
});
