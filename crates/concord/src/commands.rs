//! The commands, a file each.

pub mod build;
pub mod check;
pub mod data;
pub mod run;
pub mod show;
pub mod test;
