//! The commands, a file each.

pub mod build;
pub mod check;
pub mod completions;
pub mod data;
pub mod diff;
pub mod explain;
pub mod man;
pub mod new;
pub mod run;
pub mod show;
pub mod stat;
pub mod test;
