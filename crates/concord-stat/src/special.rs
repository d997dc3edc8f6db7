//! Special functions on `libm` alone: gamma, beta, normal, binomial, hypergeometric and beta-binomial, with their quantiles.
//!
//! Tails are computed as tails, never as one minus the other end; probabilities near 0 keep their relative accuracy (about 1e-13 in
//! ordinary use, 1e-12 for counts up to a million). Arguments outside a function's domain are a caller's fault and are checked where
//! data come in; here they are asserted in debug builds only.

pub mod beta;
pub mod beta_binomial;
pub mod binomial;
pub mod gamma;
pub mod hypergeometric;
pub mod normal;
pub mod rising;
mod root;

pub(crate) use root::{increasing, sign_change, tail};
