//! The engine that compiles and runs components, with every switch said and why.

use std::sync::mpsc::{RecvTimeoutError, Sender, channel};
use std::thread::JoinHandle;
use std::time::Duration;

use wasmtime::component::{HasSelf, Linker};
use wasmtime::{Config, OptLevel};

use crate::cache::Cache;
use crate::component::{Component, ComponentError};
use crate::contract;
use crate::host::HostError;
use crate::instance::State;
use crate::limits::Limits;

/// The engine. One is enough for all frameworks of a run.
#[derive(Clone)]
pub struct Engine {
    pub(crate) engine: wasmtime::Engine,
    pub(crate) linker: Linker<State>,
    pub(crate) limits: Limits,
}

/// The engine could not be made on this machine.
#[derive(Debug, thiserror::Error)]
#[error("the sandbox cannot run on this machine: {0}")]
pub struct EngineError(String);

impl Engine {
    /// The one way to make an engine, so that all run alike.
    ///
    /// # Errors
    /// Where the machine lacks what the sandbox needs.
    pub fn new(limits: Limits) -> Result<Engine, EngineError> {
        let fault = |error: wasmtime::Error| EngineError(format!("{error:#}"));
        let engine = wasmtime::Engine::new(&config(&limits)).map_err(fault)?;
        let mut linker = Linker::new(&engine);
        contract::Framework::add_to_linker::<State, HasSelf<State>>(&mut linker, |state| state).map_err(fault)?;
        Ok(Engine { engine, linker, limits })
    }

    /// Checks and compiles a component.
    ///
    /// # Errors
    /// Why it is no framework's. Nothing of it was run.
    pub fn compile(&self, bytes: &[u8]) -> Result<Component, ComponentError> {
        Component::load(self, bytes, None)
    }

    /// The same with compiled code from a cache, where it has it, and put into it, where it has not. A cache that does not work
    /// costs time and nothing else.
    ///
    /// # Errors
    /// As [`Engine::compile`].
    pub fn compile_cached(&self, bytes: &[u8], cache: &Cache) -> Result<Component, ComponentError> {
        Component::load(self, bytes, Some(cache))
    }

    /// What frameworks may use up.
    #[must_use]
    pub fn limits(&self) -> &Limits {
        &self.limits
    }

    /// Counts ticks of a length until it is dropped: a call that takes more than [`Limits::ticks`] of them is stopped. What is
    /// stopped so is not reproducible, and its framework is given up for the block.
    ///
    /// # Errors
    /// Where no thread can be started for it.
    pub fn backstop(&self, tick: Duration) -> Result<Backstop, HostError> {
        let (stop, stopped) = channel::<()>();
        let engine = self.engine.clone();
        let ticking = std::thread::Builder::new().spawn(move || {
            while stopped.recv_timeout(tick) == Err(RecvTimeoutError::Timeout) {
                engine.increment_epoch();
            }
        });
        let ticking = ticking.map_err(|error| HostError::Thread(error.to_string()))?;
        Ok(Backstop { stop: Some(stop), ticking: Some(ticking) })
    }
}

/// Counts ticks while it is held.
#[derive(Debug)]
pub struct Backstop {
    stop: Option<Sender<()>>,
    ticking: Option<JoinHandle<()>>,
}

impl Drop for Backstop {
    fn drop(&mut self) {
        drop(self.stop.take());
        if let Some(ticking) = self.ticking.take() {
            // It only counts: there is nothing that its end could tell.
            let _ = ticking.join();
        }
    }
}

fn config(limits: &Limits) -> Config {
    let mut config = Config::new();
    // The same work is the same fuel on every machine: the limit that decides.
    config.consume_fuel(true);
    // The clock is the last resort only.
    config.epoch_interruption(true);
    // A component is how a framework comes; calls into it are plain calls.
    config.wasm_component_model(true).concurrency_support(false);
    // What no framework needs and what would let in chance or more machinery than is audited: threads, collected objects,
    // exceptions, and vector instructions whose result depends on the processor. Plain vector instructions are what columns are for.
    config.wasm_threads(false).wasm_shared_everything_threads(false);
    config.wasm_gc(false).wasm_function_references(false).wasm_exceptions(false);
    config.wasm_relaxed_simd(false).relaxed_simd_deterministic(true).wasm_simd(true);
    config.wasm_memory64(false).wasm_stack_switching(false);
    // One NaN for all: which of them an operation gives depends on the processor.
    config.cranelift_nan_canonicalization(true);
    config.cranelift_opt_level(OptLevel::Speed);
    // A memory reserves what it may ever address, so that it never moves and needs no bounds checks.
    config.memory_may_move(false);
    config.max_wasm_stack(limits.stack);
    // Traps are told by their kind and by the guest's own words; tables for unwinding through machine code serve nobody.
    config.native_unwind_info(false);
    config
}

impl std::fmt::Debug for Engine {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Engine").field("limits", &self.limits).finish_non_exhaustive()
    }
}
