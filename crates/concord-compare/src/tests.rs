//! What holds of the whole room.

mod agreement;
mod cases;
mod ceiling;
mod figures;
mod indicators;
mod naive;
mod panels;
mod partings;
mod scratch;
mod split;
mod statistics;
mod truth_table;
