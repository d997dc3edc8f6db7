//! The rule language: CEL text to a checked plan to three-valued column programs.
#![cfg_attr(test, allow(clippy::unwrap_used, reason = "a test that fails should panic"))]

#[cfg(feature = "compile")]
mod compile;
mod engine;
pub mod plan;

#[cfg(feature = "compile")]
pub use compile::{Compiled, compile};
pub use engine::{Program, Scratch, explain};
