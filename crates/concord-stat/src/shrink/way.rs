//! Along the posterior's ridge from no difference between units to as much as there can be: where rows may lie, and how wide each is.

use super::lattice::{MOST_POINTS, Points};
use crate::beta_binomial::{Place, Surface};

/// The logarithm of how far below its peak the posterior is left alone.
const DROP: f64 = 16.0;

/// The way along the ridge, by t as in [`super::lattice`].
pub(super) struct Way<'a> {
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
    pub(super) fn new(surface: &'a Surface<'a>) -> Way<'a> {
        let peak = surface.peak();
        Way { surface, peak, scale: (-0.5 * peak.v).min(-0.5 * libm::log(surface.likelihood.cases_a_unit())) }
    }

    /// What the posterior falls to at its ends.
    pub(super) fn floor(&self) -> f64 {
        self.at(self.middle()).top - DROP
    }

    /// The t of the peak.
    fn middle(&self) -> f64 {
        libm::asinh(libm::exp(-0.5 * self.peak.v - self.scale))
    }

    /// The ridge at t > 0.
    fn at(&self, t: f64) -> Ridge {
        const ASIDE: f64 = 0.01;
        let v = -2.0 * (self.scale + libm::log(libm::sinh(t)));
        let near = self.surface.ridge(v, self.peak.u, 1e-6);
        let slope = |aside: f64| self.surface.slope_u(Place { u: near.u + aside, v });
        let curvature = ((slope(-ASIDE) - slope(ASIDE)) / (2.0 * ASIDE)).max(1e-6);
        // With many cases a peak is narrower than the ridge was looked for.
        let place = Place { u: near.u + slope(0.0) / curvature, v };
        let deviation = 1.0 / curvature.sqrt();
        // ds is ½ (α + β)^(−1/2) dv; the prior has that power of α + β already.
        let measure = 0.5 * v + libm::log(libm::cosh(t));
        Ridge { place, deviation, measure, top: self.surface.value(place) + measure + libm::log(deviation) }
    }

    /// The points of one row, as far out as they are above `floor`; `None` where none is.
    pub(super) fn points(&self, t: f64, across: usize, floor: f64) -> Option<Points> {
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
    pub(super) fn ends(&self) -> [f64; 2] {
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
