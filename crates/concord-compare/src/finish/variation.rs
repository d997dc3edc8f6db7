//! How partnerships vary: national shares with clustered intervals, exact tails, shrinkage, and layers of adjustment.

use std::collections::BTreeMap;

use concord_model::comparison::{ClusteredShare, Flags, National, PartnershipRow, Pooled, Signal, Spread, Unit, Variation};
use concord_stat::cluster;
use concord_stat::fdr::{adjust, expected_false_flags, tarone, two_sided};
use concord_stat::funnel::{Flag, Funnel, Funnels, Sensitivity, Spread as Tails, Unit as Counts};
use concord_stat::shrink::{Grid, Posterior};
use concord_stat::special::binomial;
use rayon::prelude::*;

use super::Whole;
use super::assessed::{Assessed, Cuts, Partnerships, Parts};
use super::facets::Facets;
use super::layers::Layers;

/// The confidence of every interval.
pub(super) const CONFIDENCE: f64 = 0.95;

/// The share of false discoveries at which q is read.
const Q: f64 = 0.05;

/// Why there is no share given all partnerships.
const NOT_POOLED: &str = "no partnership has both findings and other cases, so that nothing tells how alike they are";

/// The tail of a central 95%.
const TAIL: f64 = 0.025;

/// All views that can be told both ways, and their flags as one family.
pub(super) fn variation(whole: &Whole<'_>, facets: &Facets, partnerships: &Partnerships, parts: &Parts) -> (Vec<Variation>, Flags) {
    let views: Vec<usize> = whole.two_sided().collect();
    let layers = Layers::new(whole, partnerships);
    let one = |view: &usize| of_view(whole, facets, partnerships, parts, &layers, *view);
    let mut all: Vec<(Variation, Vec<Option<f64>>)> = views.par_iter().map(one).collect();
    let flags = family(&mut all);
    (all.into_iter().map(|(variation, _)| variation).collect(), flags)
}

/// One view, and for each partnership the least two-sided p that its test could give.
fn of_view(
    whole: &Whole<'_>,
    facets: &Facets,
    partnerships: &Partnerships,
    parts: &Parts,
    layers: &Layers,
    view: usize,
) -> (Variation, Vec<Option<f64>>) {
    let cuts: Vec<Cuts> = parts.of(view).collect();
    let tests = Tests::new(&cuts);
    let headline: Vec<[u64; 2]> = cuts.iter().map(|[cut, _]| [cut.found(), cut.assessed()]).collect();
    let posterior = Posterior::new(&headline, &Grid::default()).ok().flatten();
    let theta = tests.low.plain.theta;
    let (of_layers, models) = layers.of(whole, view);
    let mut shares: BTreeMap<[u64; 2], Pooled> = BTreeMap::new();
    for &counts in &headline {
        // Partnerships with the same counts share the work.
        shares.entry(counts).or_insert_with(|| pooled(counts, posterior.as_ref(), theta));
    }
    let seen: Vec<usize> = (0..cuts.len()).filter(|&place| cuts[place][0].n > 0).collect();
    let least = seen.iter().map(|&place| tests.least(place)).collect();
    let not_pooled = posterior.is_none().then(|| NOT_POOLED.to_owned());
    let rows = seen.iter().map(|&place| PartnershipRow {
        partnership: partnerships.names[place].clone(),
        pooled: shares.get(&headline[place]).cloned().unwrap_or_default(),
        layers: of_layers.get(place).cloned().unwrap_or_default(),
        why: tests.why(place).or_else(|| not_pooled.clone()),
        ..tests.row(place, &cuts[place])
    });
    let seen = &whole.setup.views[view];
    let variation = Variation {
        framework: whole.setup.framework_id(seen.framework).to_owned(),
        theme: whole.setup.theme_id(seen.theme).to_owned(),
        side: seen.side,
        unit: Unit::Incident,
        period: facets.whole_period().to_owned(),
        national: national(&cuts),
        spread: spread(&tests.low.plain, posterior.as_ref()),
        models,
        partnerships: rows.collect(),
    };
    (variation, least)
}

fn national(cuts: &[Cuts]) -> National {
    let share = |of: fn(Assessed) -> [u64; 2]| clustered(cuts.iter().map(|[cut, _]| of(*cut)));
    National {
        lower: share(|cut| [cut.present, cut.n]),
        assessed_only: share(|cut| [cut.found(), cut.assessed()]),
        upper: share(|cut| [cut.at_most(), cut.n]),
    }
}

/// A share over clusters of `[x, n]`.
pub(super) fn clustered(clusters: impl Iterator<Item = [u64; 2]>) -> ClusteredShare {
    let clusters: Vec<[u64; 2]> = clusters.collect();
    match cluster::share(&clusters, CONFIDENCE) {
        Ok(share) => ClusteredShare {
            x: share.x,
            n: share.n,
            share: share.share,
            low: share.interval.map(|[low, _]| low),
            high: share.interval.map(|[_, high]| high),
            design_effect: share.design_effect,
            why: share.why.map(str::to_owned),
        },
        Err(faults) => ClusteredShare { why: Some(faults.to_string()), ..ClusteredShare::default() },
    }
}

fn spread(funnel: &Funnel, posterior: Option<&Posterior>) -> Spread {
    Spread {
        theta: funnel.theta,
        phi: funnel.phi,
        tau2: funnel.tau2,
        mu: funnel.mu,
        rho: funnel.rho,
        mu_mean: posterior.map(Posterior::mu_mean),
        rho_mean: posterior.map(Posterior::rho_mean),
        boundary: funnel.rho == Some(0.0),
        why: funnel.why.map(str::to_owned),
    }
}

fn pooled([x, n]: [u64; 2], posterior: Option<&Posterior>, theta: Option<f64>) -> Pooled {
    let share = posterior.map(|posterior| posterior.unit(x, n));
    Pooled {
        n,
        x,
        raw: (n > 0).then(|| x as f64 / n as f64),
        mean: posterior.map(|posterior| posterior.mean(x, n)),
        lower: share.as_ref().map(|share| share.below(TAIL)),
        upper: share.as_ref().map(|share| share.above(TAIL)),
        prior_weight: posterior.map(|posterior| posterior.prior_weight(n)),
        above_national: share.zip(theta).map(|(share, theta)| share.exceeds(theta)),
    }
}

/// The tests of all partnerships in a view: low with *partly* as present, high with a partnership's own *partly* as absent, both about the
/// share of the others with *partly* as present.
struct Tests {
    low: Cut,
    high: Cut,
    missing: Vec<u64>,
}

/// The tests of one cut.
#[derive(Clone)]
struct Cut {
    plain: Funnel,
    overdispersed: Funnel,
    sensitivity: Vec<Sensitivity>,
}

impl Cut {
    fn of(funnels: &Funnels<'_>) -> Cut {
        Cut {
            plain: funnels.with(Tails::None),
            overdispersed: funnels.with(Tails::BetaBinomial),
            sensitivity: funnels.sensitivity(Tails::None),
        }
    }

    fn nothing() -> Cut {
        Cut { plain: nothing(), overdispersed: nothing(), sensitivity: Vec::new() }
    }
}

impl Tests {
    fn new(cuts: &[Cuts]) -> Tests {
        let units = |cut: usize| -> Vec<Counts> {
            let unit = |cuts: &Cuts| {
                let of = cuts[cut];
                Counts { unit: String::new(), x: of.looked_present, n: of.cases(), m: Some(of.missing()) }
            };
            cuts.iter().map(unit).collect()
        };
        let (partly_present, partly_absent) = (units(0), units(1));
        let missing = partly_present.iter().map(|unit| unit.m.unwrap_or(0)).collect();
        // One benchmark for both: what was found partly counts for the others, and for a partnership itself only where that speaks for it.
        let low = Funnels::new(&partly_present, None);
        let high = low.as_ref().ok().and_then(|funnels| funnels.read_as(&partly_absent).ok());
        let cut = |funnels: Option<&Funnels<'_>>| funnels.map_or_else(Cut::nothing, Cut::of);
        let low = cut(low.as_ref().ok());
        // Where nothing is partly so, both cuts are one.
        let high = if partly_absent == partly_present { low.clone() } else { cut(high.as_ref()) };
        Tests { low, high, missing }
    }

    fn row(&self, place: usize, [partly_present, partly_absent]: &Cuts) -> PartnershipRow {
        let (low, high) = (self.low.plain.rows.get(place), self.high.plain.rows.get(place));
        let tested = |of: fn(&Cut) -> &Funnel| {
            let flag = |cut: &Cut| of(cut).rows.get(place).map_or(Flag::CannotTell, |row| row.flag);
            signal(flag(&self.low), flag(&self.high))
        };
        let sensitive = |of: fn(&Sensitivity) -> Flag| {
            let flag = |cut: &Cut| cut.sensitivity.get(place).map_or(Flag::CannotTell, of);
            signal(flag(&self.low), flag(&self.high))
        };
        PartnershipRow {
            partnership: String::new(),
            n: partly_present.cases(),
            missing: partly_present.missing(),
            found_at_least: partly_absent.looked_present,
            found_at_most: partly_present.looked_present + partly_present.missing(),
            benchmark: low.and_then(|row| row.theta),
            limits_95: low.and_then(|row| row.limits_95),
            limits_998: low.and_then(|row| row.limits_998),
            p_low: low.and_then(|row| row.p_low),
            p_high: high.and_then(|row| row.p_high),
            q: None,
            signal: tested(|cut| &cut.plain),
            signal_overdispersed: tested(|cut| &cut.overdispersed),
            signal_least_favourable: sensitive(|one| one.least_favourable),
            missing_ignored: sensitive(|one| one.missing_ignored),
            pooled: Pooled::default(),
            layers: Vec::new(),
            why: None,
        }
    }

    /// Why a partnership cannot be tested.
    fn why(&self, place: usize) -> Option<String> {
        self.low.plain.rows.get(place)?.why.map(str::to_owned)
    }

    /// The least two-sided p that a partnership's test could give, whatever was found; `None` where it cannot be tested.
    fn least(&self, place: usize) -> Option<f64> {
        let row = self.low.plain.rows.get(place)?;
        let (n, theta, m) = (row.n, row.theta?, self.missing[place]);
        (n > 0).then(|| two_sided(binomial::lower_tail(m, n, theta), binomial::upper_tail(n - m, n, theta)))
    }
}

fn nothing() -> Funnel {
    Funnel { theta: None, phi: None, tau2: None, mu: None, rho: None, rows: Vec::new(), why: Some("the counts cannot be tested") }
}

/// What both tails say together: a flag of either, else within limits where a flag of either was possible.
fn signal(low: Flag, high: Flag) -> Signal {
    match (low, high) {
        (_, Flag::High998) => Signal::High998,
        (Flag::Low998, _) => Signal::Low998,
        (_, Flag::High95) => Signal::High95,
        (Flag::Low95, _) => Signal::Low95,
        (Flag::CannotTell, Flag::CannotTell) => Signal::CannotTell,
        _ => Signal::None,
    }
}

/// Works out q over all tests of the release, and sums the flags up.
fn family(all: &mut [(Variation, Vec<Option<f64>>)]) -> Flags {
    // A test that could never have been flagged is none.
    for (variation, possible) in all.iter_mut() {
        let cannot = variation.partnerships.iter().map(|row| row.signal == Signal::CannotTell);
        possible.iter_mut().zip(cannot).filter(|(_, cannot)| *cannot).for_each(|(least, _)| *least = None);
    }
    let mut flags = Flags {
        family: "all partnerships × frameworks × themes × sides of this release that can be told both ways".to_owned(),
        ..Flags::default()
    };
    let mut least = Vec::new();
    for (variation, possible) in all.iter() {
        let possible = possible.iter().flatten().copied();
        least.extend(possible);
        for row in &variation.partnerships {
            flags.tests += u64::from(row.benchmark.is_some());
            flags.could_flag += u64::from(row.signal != Signal::CannotTell);
            flags.beyond_95 += u64::from(row.signal.flagged());
            flags.beyond_998 += u64::from(row.signal.far());
            flags.beyond_95_overdispersed += u64::from(row.signal_overdispersed.flagged());
            flags.beyond_95_least_favourable += u64::from(row.signal_least_favourable.flagged());
            flags.beyond_95_missing_ignored += u64::from(row.missing_ignored.flagged());
        }
    }
    let kept = tarone(&least, Q).map(|screen| screen.kept).unwrap_or_default();
    flags.tested = kept.iter().filter(|kept| **kept).count() as u64;
    let expected = expected_false_flags(flags.could_flag);
    (flags.expected_95, flags.expected_998) = (expected.at_95, expected.at_998);
    let mut rows = tested_rows(all);
    let p = |row: &PartnershipRow| row.p_low.zip(row.p_high).map(|(low, high)| two_sided(low, high));
    let tested: Vec<Option<f64>> =
        rows.iter().zip(kept.iter().chain(std::iter::repeat(&false))).map(|(row, kept)| p(row).filter(|_| *kept)).collect();
    let adjusted = adjust(&tested).map(|adjusted| adjusted.bh).unwrap_or_default();
    for (row, q) in rows.iter_mut().zip(adjusted) {
        row.q = q;
        flags.q_below_05 += u64::from(q.is_some_and(|q| q <= Q));
    }
    flags
}

/// The rows that can be tested, in the order of the least p-values.
fn tested_rows(all: &mut [(Variation, Vec<Option<f64>>)]) -> Vec<&mut PartnershipRow> {
    let mut rows = Vec::new();
    for (variation, possible) in all {
        let tested = variation.partnerships.iter_mut().zip(possible.iter()).filter(|(_, least)| least.is_some());
        rows.extend(tested.map(|(row, _)| row));
    }
    rows
}
