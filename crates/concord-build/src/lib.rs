//! A Rust guest's source in, a component out.
