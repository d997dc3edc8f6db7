//! Where a function takes a value: for tail probabilities, for increasing functions and for any that change sign.

/// Where an increasing tail probability `F(t)` reaches `p`: Halley's method on its logarithm, held between the nearest misses.
///
/// The density of a normal variate, of the logit of a beta variate and of the log of a gamma variate is log-concave, and so then is the
/// distribution function: on a concave increasing curve Newton's steps, which are taken as long as the curve bends much on the way, never
/// pass the root from below. `scale` is about the width of the distribution, of which no step is more than three. Where `ln(F/p)` is within
/// `tolerance` the next step is the last: it leaves an error of the order of its cube. `f` gives `F(t)`, the density there and the density's
/// slope.
pub(crate) fn tail(p: f64, start: f64, scale: f64, tolerance: f64, f: impl Fn(f64) -> [f64; 3]) -> f64 {
    const STEPS: usize = 300;
    let (mut low, mut high) = (f64::NEG_INFINITY, f64::INFINITY);
    let mut t = start;
    for _ in 0..STEPS {
        let [here, density, slope] = f(t);
        let (here, density) = (here.max(f64::MIN_POSITIVE), density.max(f64::MIN_POSITIVE));
        let excess = libm::log(here / p);
        if excess < 0.0 {
            low = t;
        } else {
            high = t;
        }
        let newton = -excess * (here / density);
        let bend = 0.5 * excess * (here / density * (slope / density) - 1.0);
        let step = if bend.abs() < 0.5 { newton / (1.0 - bend) } else { newton }.clamp(-3.0 * scale, 3.0 * scale);
        let next = t + step;
        if excess.abs() <= tolerance {
            return next;
        }
        t = if next > low && next < high { next } else { 0.5 * (low + high) };
    }
    t
}

/// The root of an increasing function between `low` and `high`, by halving: where its value changes sign to the last bit.
pub(crate) fn increasing(mut low: f64, mut high: f64, f: impl Fn(f64) -> f64) -> f64 {
    loop {
        let middle = 0.5 * (low + high);
        if !(low < middle && middle < high) {
            return middle;
        }
        if f(middle) < 0.0 { low = middle } else { high = middle }
    }
}

/// A root of `f` between `low` and `high`, at which its signs differ, to within `tolerance`: inverse quadratic steps where they are safe,
/// halving where not (Chandrupatla 1997, Advances in Engineering Software 28:145–149).
pub(crate) fn sign_change(low: f64, high: f64, tolerance: f64, f: impl Fn(f64) -> f64) -> f64 {
    let (mut a, mut b) = ((low, f(low)), (high, f(high)));
    let mut part = 0.5;
    for _ in 0..200 {
        let t = a.0 + part * (b.0 - a.0);
        let here = (t, f(t));
        let c = if (here.1 > 0.0) == (a.1 > 0.0) { a } else { std::mem::replace(&mut b, a) };
        a = here;
        let width = (b.0 - a.0).abs();
        if a.1 == 0.0 || width <= 2.0 * tolerance {
            break;
        }
        let least = tolerance / width;
        part = inverse_quadratic(a, b, c).unwrap_or(0.5).clamp(least, 1.0 - least);
    }
    if a.1.abs() < b.1.abs() { a.0 } else { b.0 }
}

/// The next step as a part of the way from `a` to `b`, where a parabola through all three points can be trusted.
fn inverse_quadratic(a: (f64, f64), b: (f64, f64), c: (f64, f64)) -> Option<f64> {
    let xi = (a.0 - b.0) / (c.0 - b.0);
    let phi = (a.1 - b.1) / (c.1 - b.1);
    if !(phi * phi < xi && (1.0 - phi) * (1.0 - phi) < 1.0 - xi) {
        return None;
    }
    let part = a.1 / (b.1 - a.1) * (c.1 / (b.1 - c.1)) + (c.0 - a.0) / (b.0 - a.0) * (a.1 / (c.1 - a.1)) * (b.1 / (c.1 - b.1));
    part.is_finite().then_some(part)
}
