//! Shares with bounds, an interval that respects partnerships, and a hull of both.

use concord_model::comparison::BoundedShare;
use concord_stat::cluster;

use crate::among::Among;
use crate::bounds::share;
use crate::wilson::{Z_95, wilson};

/// How sure an interval is to be.
pub(super) const CONFIDENCE: f64 = 0.95;

/// The share over partnerships, in any order.
pub(super) fn over_partnerships(partnerships: &[Among]) -> BoundedShare {
    let mut all = Among::default();
    partnerships.iter().for_each(|counts| all.merge(counts));
    let interval = |counts: fn(&Among) -> [u64; 2]| {
        let clusters: Vec<[u64; 2]> = partnerships.iter().map(counts).collect();
        cluster::share(&clusters, CONFIDENCE).ok().and_then(|share| share.interval)
    };
    bounded(&all, interval)
}

/// The share within one partnership, which has no interval between partnerships.
pub(super) fn of_one(counts: &Among) -> BoundedShare {
    bounded(counts, |_| None)
}

fn bounded(counts: &Among, interval: impl Fn(fn(&Among) -> [u64; 2]) -> Option<[f64; 2]>) -> BoundedShare {
    let n = counts.n();
    let of = |[x, n]: [u64; 2]| share(x, n);
    let hull = |ends: fn(&Among) -> [u64; 2]| {
        let [x, n] = ends(counts);
        interval(ends).or_else(|| wilson(x, n, Z_95))
    };
    let some = n > 0;
    let assessed = of(counts.assessed());
    let within = interval(Among::assessed).filter(|_| assessed.is_some());
    let [yes, no, unknown] = counts.certain;
    let [maybe_yes, maybe_no, maybe_unknown] = counts.maybe;
    BoundedShare {
        n,
        yes,
        no,
        unknown,
        maybe_yes,
        maybe_no,
        maybe_unknown,
        lower: of(counts.least()).filter(|_| some),
        assessed_only: assessed,
        upper: of(counts.greatest()).filter(|_| some),
        interval_lower: within.map(|[lower, _]| lower),
        interval_upper: within.map(|[_, upper]| upper),
        hull_lower: hull(Among::least).filter(|_| some).map(|[lower, _]| lower),
        hull_upper: hull(Among::greatest).filter(|_| some).map(|[_, upper]| upper),
        why: why(counts, assessed, within),
    }
}

fn why(counts: &Among, assessed: Option<f64>, within: Option<[f64; 2]>) -> Option<String> {
    let maybe: u64 = counts.maybe.iter().sum();
    let why = match () {
        () if counts.n() == 0 && maybe == 0 => "there are none",
        () if counts.n() == 0 => "there may be some, but none is known to count",
        () if assessed.is_none() => "it is known of none",
        () if within.is_none() => "all that are known are of one partnership: no interval",
        () => return None,
    };
    Some(why.to_owned())
}
