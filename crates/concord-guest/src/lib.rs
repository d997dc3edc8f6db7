//! The SDK for frameworks written in Rust.
