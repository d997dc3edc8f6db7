//! One instance of a component, its limits, and the calls into it.

use concord_model::answer::Answers;
use concord_model::batch::Batch;
use concord_model::dictionary::Dictionary;
use concord_model::framework::Descriptor;
use concord_model::problem::Problem;
use wasmtime::{ResourceLimiter, Store};

use crate::cause::{Cause, Fault, OverLimit};
use crate::component::Component;
use crate::contract::Framework as Exports;
use crate::contract::concord::framework::log;
use crate::contract::concord::framework::types as wit;
use crate::convert;
use crate::health::{Level, Log};
use crate::host::HostError;
use crate::limits::Limits;

/// What belongs to one instance on the host's side.
pub(crate) struct State {
    limits: Limits,
    memory: usize,
    log: Log,
    /// The last error that was logged during the present call.
    last_words: Option<String>,
}

/// One instance of a component.
pub(crate) struct Instance {
    store: Store<State>,
    exports: Exports,
    limits: Limits,
    /// The fuel of the last call, whether it succeeded or not; of the start before any.
    pub(crate) fuel: u64,
}

/// What a framework's `open` gives.
pub(crate) type Opening = Result<Descriptor, Vec<Problem>>;

impl Instance {
    /// A fresh instance that was not called yet.
    pub(crate) fn new(component: &Component) -> Result<Instance, Fault> {
        let limits = component.engine.limits;
        let state = State { limits, memory: 0, log: Log::default(), last_words: None };
        let mut store = Store::new(&component.engine.engine, state);
        store.limiter(|state| state);
        store.set_hostcall_fuel(limits.output);
        store.set_epoch_deadline(limits.ticks);
        let fuelled = store.set_fuel(limits.fuel).and_then(|()| component.exports.instantiate(&mut store));
        match fuelled {
            Ok(exports) => {
                let fuel = limits.fuel - store.get_fuel().unwrap_or(0).min(limits.fuel);
                Ok(Instance { store, exports, limits, fuel })
            }
            Err(error) => Err(match Fault::of(&error, &limits, limits.fuel, None) {
                Fault::Framework(Cause::Trapped(message)) => Cause::Start(message).into(),
                fault => fault,
            }),
        }
    }

    /// Reads the configuration against the dictionary.
    pub(crate) fn open(&mut self, config: &str, dictionary: &Dictionary) -> Result<Opening, Fault> {
        let fuel = self.limits.fuel;
        let opened = convert::with_dictionary(dictionary, |dictionary| {
            self.call(fuel, |exports, store| exports.concord_framework_review().call_open(store, config, dictionary))
        })?;
        Ok(opened.map(convert::descriptor).map_err(|problems| problems.into_iter().map(convert::problem).collect()))
    }

    /// Answers a batch. What comes back is not checked yet.
    pub(crate) fn evaluate(&mut self, batch: &Batch<'_>) -> Result<Answers, Fault> {
        let fuel = self.limits.fuel_for(batch.reviews as usize);
        let answers = convert::with_batch(batch, |batch| {
            self.call(fuel, |exports, store| exports.concord_framework_review().call_evaluate(store, batch))
        })?;
        Ok(answers.map(convert::answers).map_err(Cause::Refused)?)
    }

    /// Explains an answer to the batch's first review. Every part is worked out by itself, so that it may take as much as a batch.
    pub(crate) fn explain(&mut self, batch: &Batch<'_>, indicator: u32) -> Result<Vec<wit::Step>, Fault> {
        let fuel = self.limits.fuel;
        let steps = convert::with_batch(batch, |batch| {
            self.call(fuel, |exports, store| exports.concord_framework_review().call_explain(store, batch, indicator))
        })?;
        Ok(steps.map_err(Cause::Refused)?)
    }

    /// The bytes of memory that it holds.
    pub(crate) fn memory(&self) -> usize {
        self.store.data().memory
    }

    /// What it logged since this was last asked.
    pub(crate) fn take_log(&mut self) -> Log {
        std::mem::take(&mut self.store.data_mut().log)
    }

    fn call<T>(&mut self, fuel: u64, call: impl FnOnce(&Exports, &mut Store<State>) -> wasmtime::Result<T>) -> Result<T, Fault> {
        self.store.data_mut().last_words = None;
        let before = self.memory();
        self.store.set_epoch_deadline(self.limits.ticks);
        let called = self.store.set_fuel(fuel).and_then(|()| call(&self.exports, &mut self.store));
        self.fuel = fuel - self.store.get_fuel().unwrap_or(0).min(fuel);
        let grown = self.memory() - before;
        let fault = |error| Fault::of(&error, &self.limits, fuel, self.store.data().last_words.as_deref());
        called.map_err(|error| fault(error).having_grown(grown, &self.limits))
    }
}

impl log::Host for State {
    fn write(&mut self, level: log::Level, mut message: String) {
        let level = match level {
            log::Level::Info => Level::Info,
            log::Level::Warn => Level::Warn,
            log::Level::Error => Level::Error,
        };
        let end = (0..=self.limits.log_bytes.min(message.len())).rev().find(|&end| message.is_char_boundary(end));
        message.truncate(end.unwrap_or(0));
        if level == Level::Error {
            self.last_words = Some(message.clone());
        }
        self.log.push(level, message, &self.limits);
    }
}

/// The types come along as an interface that does nothing.
impl wit::Host for State {}

impl ResourceLimiter for State {
    fn memory_growing(&mut self, current: usize, desired: usize, _: Option<usize>) -> wasmtime::Result<bool> {
        let all = self.memory.saturating_add(desired.saturating_sub(current));
        if all > self.limits.memory {
            return Err(wasmtime::Error::new(OverLimit(Cause::Memory { limit: self.limits.memory })));
        }
        self.memory = all;
        Ok(true)
    }

    /// Where the machine has no memory, the framework is not told so: it would fail, and the fault would look like its own.
    fn memory_grow_failed(&mut self, error: wasmtime::Error) -> wasmtime::Result<()> {
        HostError::of(&error).map_or(Ok(()), |host| Err(wasmtime::Error::new(host)))
    }

    fn table_growing(&mut self, _: usize, desired: usize, _: Option<usize>) -> wasmtime::Result<bool> {
        if desired > self.limits.table_elements {
            return Err(wasmtime::Error::new(OverLimit(Cause::Table { limit: self.limits.table_elements })));
        }
        Ok(true)
    }

    fn instances(&self) -> usize {
        self.limits.instances
    }

    fn tables(&self) -> usize {
        self.limits.instances
    }

    fn memories(&self) -> usize {
        self.limits.instances
    }
}
