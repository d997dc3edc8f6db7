//! The rule language: what a framework asks of a review, written in TOML and CEL, checked once, and run column by column.
//!
//! # Steps
//! - [`compile`]: the text of a `framework.toml` to a checked [`Plan`](plan::Plan), every name resolved against a dictionary and every
//!   fault told with its place and the nearest right name.
//! - [`Program::new`]: a plan to a program over the columns of a dictionary; what several indicators ask is computed once.
//! - [`Program::evaluate`]: a program over a batch of reviews to answers, with what each rests on and why any cannot be told.
//! - [`explain`]: why one review got one answer.
//!
//! Logic is Kleene's: what is missing is unknown, never false, and stays unknown through `&&`, `||` and `!` unless the rest decides.
//!
//! # Example
//! ```
//! use concord_model::batch::Batch;
//! use concord_model::dictionary::Dictionary;
//! use concord_rules::{Program, Scratch, compile};
//!
//! let england = Dictionary::england();
//! let framework = r#"
//!     [framework]
//!     id = "voice"
//!     title = "The child's voice"
//!     edition = "1"
//!     owner = "An example"
//!     source = "This page"
//!     plugin = "rules"
//!
//!     [[indicator]]
//!     id = "V1"
//!     title = "Daily life not understood"
//!     question = "Was the child's daily life understood?"
//!     polarity = "concern"
//!     present = "observations.exists(o, o.theme == 'T01' && o.valence == 'problematic')"
//!     looked_for = "examined('T01')"
//!     mappings = [{ theme = "T01", match = "exact" }]
//! "#;
//! let compiled = compile("voice.toml", framework, &england).unwrap();
//! assert_eq!(compiled.plan.reads.len(), 3); // themes_examined, observations.theme, observations.valence
//!
//! let program = Program::new(&compiled.plan, &england).unwrap();
//! assert!(program.evaluate(&Batch::default(), &mut Scratch::new()).is_err()); // not the columns that it asked for
//!
//! // A misspelt name is told with its place and the nearest right one.
//! let problems = compile("voice.toml", &framework.replace("o.theme", "o.thmee"), &england).unwrap_err();
//! let told = problems[0].to_string();
//! assert_eq!(told, "voice.toml:15:41: V1.present: observations has no field \"thmee\" (did you mean \"theme\"?)");
//! ```
#![cfg_attr(test, allow(clippy::unwrap_used, reason = "a test that fails should panic"))]

#[cfg(feature = "compile")]
mod compile;
mod engine;
pub mod plan;

#[cfg(feature = "compile")]
pub use compile::{Compiled, compile};
pub use engine::{Program, Scratch, explain};
