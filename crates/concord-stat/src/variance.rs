//! Variance components.
pub mod components;
pub mod criterion;
pub mod fit;
pub mod sums;
mod search;
mod block;
mod equations;
mod matrix;
