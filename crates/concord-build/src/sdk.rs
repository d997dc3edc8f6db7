//! The Rust SDK as a new framework gets it beside its code: the packages' files by their names, and what they take from a workspace.

include!(concat!(env!("OUT_DIR"), "/sdk.rs"));
