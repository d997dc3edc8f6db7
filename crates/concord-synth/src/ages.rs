//! Ages: bands as the published figures have them, and three stages of a child's life.
//!
//! The share under one is the Panel's; that there is a second peak in the teens is, too, but the other shares are assumptions.

use crate::draw::{Draw, cumulate};
use crate::marginals::panel;

/// How many age bands.
pub(crate) const BANDS: usize = 6;
/// The band of children under one.
pub(crate) const UNDER_ONE: usize = 1;
/// The band of children from 1 to 5.
pub(crate) const ONE_TO_FIVE: usize = 2;
/// How many stages: infants, children, teenagers.
pub(crate) const STAGES: usize = 3;
/// The stage of teenagers.
pub(crate) const TEEN: usize = 2;

const YOUNG: f64 = panel::UNDER_ONE.value;

/// A band: least and greatest age in months, the share of incidents whose child is in it, the stage it belongs to.
const TABLE: [(i32, i32, f64, usize); BANDS] = [
    (-5, -1, 0.005, 0),
    (0, 11, YOUNG, 0),
    (12, 71, 0.21, 1),
    (72, 131, 0.09, 1),
    (132, 191, 0.22, TEEN),
    (192, 215, 1.0 - 0.005 - YOUNG - 0.21 - 0.09 - 0.22, TEEN),
];

/// The share of incidents by band.
pub(crate) const BAND_SHARES: [f64; BANDS] = [TABLE[0].2, TABLE[1].2, TABLE[2].2, TABLE[3].2, TABLE[4].2, TABLE[5].2];

/// The share of incidents by stage.
pub(crate) const STAGE_SHARES: [f64; STAGES] =
    [BAND_SHARES[0] + BAND_SHARES[1], BAND_SHARES[2] + BAND_SHARES[3], BAND_SHARES[4] + BAND_SHARES[5]];

/// The stage of a band.
pub(crate) fn stage(band: usize) -> usize {
    TABLE[band].3
}

/// The band of an age in months.
pub(crate) fn band(months: i32) -> usize {
    TABLE.iter().rposition(|(from, ..)| months >= *from).unwrap_or(0)
}

/// The band of the child that an incident is about.
pub(crate) fn draw_band(draw: &mut Draw) -> usize {
    draw.place(&cumulate(BAND_SHARES))
}

/// An age in months within a band; under one, the first months are the likeliest.
pub(crate) fn draw_months(band: usize, draw: &mut Draw) -> i32 {
    let (from, to, ..) = TABLE[band];
    let at = draw.unit();
    let at = if band == UNDER_ONE { at * at } else { at };
    from + (at * f64::from(to - from + 1)) as i32
}

/// A sibling's age: a child under one only where the incident has one already, so that *any child under one* keeps its share.
pub(crate) fn draw_sibling_months(infant: bool, draw: &mut Draw) -> i32 {
    if infant && draw.chance(0.08) { draw_months(UNDER_ONE, draw) } else { draw.between(12, 203) }
}
