//! Where the points of the grid lie, and how high the posterior is there.
//!
//! Sums over equally spaced points of a smooth peak that falls off on both sides converge exponentially (Trefethen and Weideman 2014, SIAM
//! Review 56:385–458). Along u every row has such a peak, and its points lie about it by its own width. Along v it need not be one: where
//! units hardly differ the likelihood levels off, and only the prior's (α + β)^(−1/2) ends it. But the likelihood depends on
//! 1/(α + β) = s², so that with the prior in the measure it is an even function of s, with a peak of its own however level it is in v. Rows
//! are evenly spaced in t, where s = c sinh t: even in s near 0, in v far from it. The scale c is the s that is likeliest by v, or
//! 1/√n where that is less, n being a unit's mean number of cases: the likelihood changes its course at about that s. They lie between the
//! ends of the peak, or from 0, half a step off, where 0 is part of it.

use super::way::Way;
use crate::beta_binomial::{Place, Surface};

/// The widest step from row to row: with few units the peak has a tail so long that more rows are needed than its width would say.
const WIDEST: f64 = 0.15;

/// The most points in either direction.
pub(super) const MOST_POINTS: usize = 4001;

/// How the points of a grid that is found are spaced, in words.
const SPACING: &str = "in v even in arsinh(s/c), s = (alpha + beta)^(-1/2) and c the lesser of its likeliest value and of cases a unit to \
    the power -1/2; in u even in each row";

/// The points of one v.
pub(super) struct Points {
    pub(super) v: f64,
    /// The first u.
    pub(super) first: f64,
    /// From one u to the next.
    pub(super) step: f64,
    /// The logarithm of the mass that goes with each u, but for what is common to all.
    pub(super) heights: Vec<f64>,
}

/// All points, by v.
pub(super) struct Lattice {
    pub(super) rows: Vec<Points>,
    /// How they are spaced.
    pub(super) spacing: &'static str,
    /// Whether the rows reach to where α + β is infinite.
    open: bool,
}

impl Points {
    /// The u of a place.
    pub(super) fn u(&self, place: usize) -> f64 {
        self.first + self.step * place as f64
    }
}

impl Lattice {
    /// Evenly spaced points in a rectangle, ends included.
    pub(super) fn given(surface: &Surface<'_>, [u, v]: [[f64; 2]; 2], points: [usize; 2]) -> Lattice {
        let step = |[low, high]: [f64; 2], points: usize| (high - low) / (points - 1) as f64;
        let row = |place: usize| {
            let v = v[0] + step(v, points[1]) * place as f64;
            let empty = Points { v, first: u[0], step: step(u, points[0]), heights: Vec::new() };
            let heights = (0..points[0]).map(|place| surface.value(Place { u: empty.u(place), v })).collect();
            Points { heights, ..empty }
        };
        Lattice { rows: (0..points[1]).map(row).collect(), spacing: "even in u and in v", open: false }
    }

    /// Points about the peak, as far as it reaches.
    pub(super) fn found(surface: &Surface<'_>, [across, rows]: [usize; 2]) -> Lattice {
        let way = Way::new(surface);
        let [low, high] = way.ends();
        let rows = rows.max(((high - low) / WIDEST).ceil() as usize);
        let width = (high - low) / rows as f64;
        let floor = way.floor();
        let row = |place: usize| way.points(low + width * (place as f64 + 0.5), across, floor);
        Lattice { rows: (0..rows).filter_map(row).collect(), spacing: SPACING, open: low == 0.0 }
    }

    /// The heights of the points that have no neighbour on one side.
    pub(super) fn rim(&self) -> impl Iterator<Item = f64> {
        // Rows are in order of v where it is given, and against it where it is found.
        let whole = move |place: usize| place + 1 == self.rows.len() || (place == 0 && !self.open);
        self.rows.iter().enumerate().flat_map(move |(place, row)| {
            let end = move |point: usize| point == 0 || point + 1 == row.heights.len();
            row.heights.iter().enumerate().filter(move |(point, _)| whole(place) || end(*point)).map(|(_, height)| *height)
        })
    }
}
