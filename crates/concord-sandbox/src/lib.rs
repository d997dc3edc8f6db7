//! Frameworks and a dataset in, answers out: each framework in a box of its own. The only room that knows wasmtime.
//!
//! A framework imports nothing but the log, gets only the columns that it asked for and was granted, and has limits on what it
//! may use up. What it answers is checked before it is believed; what it fails for costs its own answers only; and a sample of its
//! answers is asked for again on every run, to see that it is a pure function.
//!
//! # Steps
//! 1. [`Engine::compile`] checks a component's imports and exports and compiles it; nothing of it runs.
//! 2. [`Framework::open`] opens it with its configuration, and checks what it says of itself against the dictionary.
//! 3. [`Sandbox::evaluate`] evaluates many frameworks over a dataset, chunk by chunk.
//!
//! # Example
//! ```
//! use std::sync::Arc;
//! use concord_model::dictionary::Dictionary;
//! use concord_sandbox::{ComponentError, Engine, Framework, Limits};
//!
//! let engine = Engine::new(Limits::default())?;
//!
//! // What wants more than the log is refused by name, before anything of it runs.
//! let curious = wat::parse_str(r#"(component (import "wasi:random/random@0.2.0" (instance)))"#)?;
//! let refused = engine.compile(&curious).unwrap_err();
//! assert_eq!(refused, ComponentError::Imports { names: vec!["wasi:random/random@0.2.0".to_owned()] });
//!
//! # let northmoor = concord_build::build("../../plugins/northmoor".as_ref(), &concord_build::Options::new("../../target/release/guests"))?;
//! // Northmoor's asks for nothing.
//! let component = engine.compile(&northmoor)?;
//! let framework = Framework::open(&component, "northmoor", "", &Arc::new(Dictionary::england()), &[])?;
//! assert_eq!(framework.descriptor().indicators.len(), 6);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
#![cfg_attr(test, allow(clippy::unwrap_used, reason = "a test that fails should panic"))]

mod answers;
mod cache;
mod cause;
mod component;
mod contract;
mod convert;
mod descriptor;
mod engine;
mod framework;
mod health;
mod imports;
mod instance;
mod limits;
mod measures;
mod sandbox;

pub use cache::Cache;
pub use cause::Cause;
pub use component::{Component, ComponentError};
pub use engine::{Backstop, Engine, EngineError};
pub use framework::{Framework, OpenError};
pub use health::{Health, Level, Log};
pub use limits::Limits;
pub use sandbox::{Evaluated, Sandbox};
