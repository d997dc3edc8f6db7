//! Frameworks and a dataset in, answers out: the only room that knows wasmtime.
