//! Where the points of the grid lie, and how high the posterior is there.
//!
//! Sums over equally spaced points of a smooth peak that falls off on both sides converge exponentially (Trefethen and Weideman 2014, SIAM
//! Review 56:385–458). Along u every row has such a peak, and its points lie about it by its own width. Along v it need not be one: where
//! units hardly differ the likelihood levels off, and only the prior's (α + β)^(−1/2) ends it. But the likelihood depends on
//! 1/(α + β) = s², so that with the prior in the measure it is an even function of s, with a peak of its own however level it is in v. Rows
//! are evenly spaced in t, where s = c sinh t: even in s near 0, in v far from it. The scale c is the s that is likeliest by v, or
//! 1/√n where that is less, n being a unit's mean number of cases: the likelihood changes its course at about that s. They lie between the ends
//! of the peak, or from 0, half a step off, where 0 is part of it.

use crate::beta_binomial::{Place, Surface};

/// The logarithm of how far below its peak the posterior is left alone.
const DROP: f64 = 16.0;

/// The widest step from row to row: with few units the peak has a tail so long that more rows are needed than its width would say.
const WIDEST: f64 = 0.15;

/// The most points in either direction.
pub(super) const MOST_POINTS: usize = 4001;

/// The points of one v.
pub(super) struct Points {
    pub(super) v: f64,
    first: f64,
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
        let floor = way.at(way.middle()).top - DROP;
        let row = |place: usize| way.points(low + width * (place as f64 + 0.5), across, floor);
        Lattice {
            rows: (0..rows).filter_map(row).collect(),
            spacing: "in v even in arsinh(s/c), s = (alpha + beta)^(-1/2) and c the lesser of its likeliest value and of cases a unit to the power -1/2; in u even in each row",
            open: low == 0.0,
        }
    }

    /// The heights of the points that have no neighbour on one side.
    pub(super) fn rim(&self) -> impl Iterator<Item = f64> {
        let last = self.rows.len() - 1;
        // Rows are in order of v where it is given, and against it where it is found.
        let whole = move |place: usize| place == last || (place == 0 && !self.open);
        self.rows.iter().enumerate().flat_map(move |(place, row)| {
            let all = row.heights.iter().copied();
            let end = row.heights.len() - 1;
            all.enumerate().filter(move |(point, _)| whole(place) || *point == 0 || *point == end).map(|(_, height)| height)
        })
    }
}

/// The way along the posterior's ridge, by t.
struct Way<'a> {
    surface: &'a Surface<'a>,
    /// The highest place by v.
    peak: Place,
    /// ln c.
    scale: f64,
}

/// One place on the ridge.
struct Ridge {
    place: Place,
    /// The standard deviation of u if the peak were normal.
    deviation: f64,
    /// The logarithm of the density in t that goes with a density in u: what is to be added to that of α and β.
    measure: f64,
    /// The logarithm of the density in t, u summed over.
    top: f64,
}

impl<'a> Way<'a> {
    fn new(surface: &'a Surface<'a>) -> Way<'a> {
        let peak = surface.peak();
        Way { surface, peak, scale: (-0.5 * peak.v).min(-0.5 * libm::log(surface.likelihood.cases_a_unit())) }
    }

    /// The t of the peak.
    fn middle(&self) -> f64 {
        libm::asinh(libm::exp(-0.5 * self.peak.v - self.scale))
    }

    /// The ridge at t > 0.
    fn at(&self, t: f64) -> Ridge {
        const ASIDE: f64 = 0.01;
        let v = -2.0 * (self.scale + libm::log(libm::sinh(t)));
        let place = self.surface.ridge(v, self.peak.u, 1e-3);
        let slope = |aside: f64| self.surface.slope_u(Place { u: place.u + aside, v });
        let curvature = (slope(-ASIDE) - slope(ASIDE)) / (2.0 * ASIDE);
        let deviation = 1.0 / curvature.max(1e-6).sqrt();
        // ds is ½ (α + β)^(−1/2) dv; the prior has that power of α + β already.
        let measure = 0.5 * v + libm::log(libm::cosh(t));
        Ridge { place, deviation, measure, top: self.surface.value(place) + measure + libm::log(deviation) }
    }

    /// The points of one row, as far out as they are above `floor`; `None` where none is.
    fn points(&self, t: f64, across: usize, floor: f64) -> Option<Points> {
        let Ridge { place: Place { u, v }, deviation, measure, .. } = self.at(t);
        let step = 2.0 * (2.0 * DROP).sqrt() * deviation / (across - 1) as f64;
        let base = self.surface.of_v(v) + measure + libm::log(step);
        // What is above the floor by its density is so whatever the step.
        let floor = floor + libm::log(step / deviation);
        let height = |place: i32| base + self.surface.of_place(Place { u: u + step * f64::from(place), v });
        let out = |side: i32| (0..MOST_POINTS as i32 / 2).map(move |place| height(side * place)).take_while(move |height| *height >= floor);
        let (below, above): (Vec<f64>, Vec<f64>) = (out(-1).collect(), out(1).collect());
        let first = u - step * (below.len().max(1) - 1) as f64;
        let heights: Vec<f64> = below.into_iter().skip(1).rev().chain(above).collect();
        (!heights.is_empty()).then_some(Points { v, first, step, heights })
    }

    /// Between which t the posterior is above its floor; from 0 where it is so there.
    fn ends(&self) -> [f64; 2] {
        const NEAR_NOTHING: f64 = 1e-6;
        let middle = self.middle();
        let top = self.at(middle).top;
        let drop = |t: f64| top - self.at(t).top;
        let below = || extent(|away| if away < middle { drop(middle - away) } else { f64::INFINITY });
        let low = if drop(NEAR_NOTHING) < DROP { 0.0 } else { (middle - below()).max(0.0) };
        [low, middle + extent(|away| drop(middle + away))]
    }
}

/// How far one may go until `drop` exceeds [`DROP`], to within a sixteenth.
fn extent(drop: impl Fn(f64) -> f64) -> f64 {
    const FIRST: f64 = 0.001;
    let (mut near, mut far) = (0.0, FIRST);
    while drop(far) < DROP && far < 200.0 {
        (near, far) = (far, 2.0 * far);
    }
    for _ in 0..4 {
        let middle = 0.5 * (near + far);
        if drop(middle) < DROP { near = middle } else { far = middle }
    }
    far
}
