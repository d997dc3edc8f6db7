//! What holds of the whole room.

mod agreement;
mod background;
mod cases;
mod ceiling;
mod decisions;
mod figures;
mod flags;
mod indicators;
mod naive;
mod panels;
mod partings;
mod recommendations;
mod several;
mod split;
mod statistics;
mod truth_table;
