//! What holds of the whole room.

mod agreement;
mod cases;
mod figures;
mod indicators;
mod naive;
mod split;
mod statistics;
mod truth_table;
