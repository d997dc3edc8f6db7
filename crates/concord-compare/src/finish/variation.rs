//! How partnerships vary: national shares with clustered intervals, exact tails, shrinkage, and layers of adjustment.

use std::collections::BTreeMap;

use concord_model::comparison::{ClusteredShare, Flags, National, PartnershipRow, Pooled, Signal, Spread, Unit, Variation};
use concord_stat::cluster;
use concord_stat::fdr::{adjust, expected_false_flags, tarone, two_sided};
use concord_stat::funnel::{Counts, Flag, Funnel, Funnels, Sensitivity, Spread as Tails};
use concord_stat::shrink::{Grid, Posterior};
use rayon::prelude::*;

use super::Whole;
use super::assessed::{Assessed, Cuts, Partnerships, Parts};
use super::facets::Facets;
use super::layers::Layers;

/// The confidence of every interval.
pub(super) const CONFIDENCE: f64 = 0.95;

/// The share of false discoveries at which q is read.
pub(super) const Q: f64 = 0.05;

/// Why there is no share given all partnerships.
const NOT_POOLED: &str = "no partnership has both findings and other cases, so that nothing tells how alike they are";

/// The tail of a central 95%.
const TAIL: f64 = 0.025;

/// A view's variation with, for each of its partnerships, the least two-sided p that its test could give.
struct Tested {
    variation: Variation,
    least: Vec<Option<f64>>,
}

/// All views that can be told both ways, and their flags as one family.
pub(super) fn variation(whole: &Whole<'_>, facets: &Facets, partnerships: &Partnerships, parts: &Parts) -> (Vec<Variation>, Flags) {
    let views: Vec<usize> = whole.two_sided().collect();
    let layers = Layers::new(whole, partnerships);
    let same = same(whole, parts, &views);
    let one = |view: &usize| of_view(whole, facets, partnerships, parts, &layers, *view);
    let mut all: Vec<Tested> = views.par_iter().map(one).collect();
    let flags = family(&mut all, &same);
    (all.into_iter().map(|tested| tested.variation).collect(), flags)
}

/// For each view the place of the first one on the same side of the same theme that finds the same in every partnership, if one does.
fn same(whole: &Whole<'_>, parts: &Parts, views: &[usize]) -> Vec<Option<usize>> {
    let of = |place: usize| &whole.setup.views[views[place]];
    let alike = |a: usize, b: usize| {
        let both = (of(a).theme, of(a).side) == (of(b).theme, of(b).side);
        both && parts.of(views[a]).eq(parts.of(views[b]))
    };
    (0..views.len()).map(|place| (0..place).find(|&before| alike(before, place))).collect()
}

fn of_view(whole: &Whole<'_>, facets: &Facets, partnerships: &Partnerships, parts: &Parts, layers: &Layers, view: usize) -> Tested {
    let cuts: Vec<Cuts> = parts.of(view).collect();
    let tests = Tests::new(&cuts);
    let headline: Vec<[u64; 2]> = cuts.iter().map(|[cut, _]| [cut.found(), cut.assessed()]).collect();
    let posterior = Posterior::new(&headline, &Grid::default()).ok().flatten();
    let theta = tests.plain.theta;
    let (of_layers, models) = layers.of(whole, view);
    let mut shares: BTreeMap<[u64; 2], Pooled> = BTreeMap::new();
    for &counts in &headline {
        // Partnerships with the same counts share the work.
        shares.entry(counts).or_insert_with(|| pooled(counts, posterior.as_ref(), theta));
    }
    let seen: Vec<usize> = (0..cuts.len()).filter(|&place| cuts[place][0].n > 0).collect();
    let least = seen.iter().map(|&place| tests.plain.rows.get(place)?.least_p).collect();
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
        same_as: None,
        national: national(&cuts),
        spread: spread(&tests.plain, posterior.as_ref()),
        models,
        partnerships: rows.collect(),
    };
    Tested { variation, least }
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

/// The tests of all partnerships in a view.
///
/// The cases are all incidents to which the question applies. Found at least, the count of the high tail, is what was looked for and found,
/// with *partly*, conflicts and what was found by the way as absent: only what was looked for makes the others' share, so that what nobody
/// looked for cannot speak for a high one. Found at most, the count of the low tail, is all that is not absent. The benchmark is the share
/// of the others among those assessed, as in `assessed_only`: *partly* and conflicts as present.
struct Tests {
    plain: Funnel,
    overdispersed: Vec<Flag>,
    sensitivity: Vec<Sensitivity>,
}

impl Tests {
    fn new(cuts: &[Cuts]) -> Tests {
        match Funnels::new(cuts.iter().map(counts).collect()) {
            Ok(funnels) => Tests {
                plain: funnels.with(Tails::None),
                overdispersed: funnels.flags(Tails::BetaBinomial),
                sensitivity: funnels.sensitivity(Tails::None),
            },
            Err(_) => Tests { plain: nothing(), overdispersed: Vec::new(), sensitivity: Vec::new() },
        }
    }

    fn row(&self, place: usize, [partly_present, partly_absent]: &Cuts) -> PartnershipRow {
        let row = self.plain.rows.get(place);
        let sensitive = |of: fn(&Sensitivity) -> Flag| self.sensitivity.get(place).map_or(Signal::CannotTell, |one| signal(of(one)));
        PartnershipRow {
            partnership: String::new(),
            n: partly_present.n,
            missing: partly_present.missing(),
            by_the_way: partly_present.by_the_way(),
            found_at_least: partly_absent.looked_present,
            found_at_most: partly_present.at_most(),
            benchmark: row.and_then(|row| row.theta),
            limits_95: row.and_then(|row| row.limits_95),
            limits_998: row.and_then(|row| row.limits_998),
            p_low: row.and_then(|row| row.p_low),
            p_high: row.and_then(|row| row.p_high),
            q: None,
            signal: row.map_or(Signal::CannotTell, |row| signal(row.flag)),
            signal_overdispersed: self.overdispersed.get(place).map_or(Signal::CannotTell, |flag| signal(*flag)),
            signal_least_favourable: sensitive(|one| one.least_favourable),
            missing_ignored: sensitive(|one| one.missing_ignored),
            pooled: Pooled::default(),
            layers: Vec::new(),
            why: None,
        }
    }

    /// Why a partnership cannot be tested.
    fn why(&self, place: usize) -> Option<String> {
        self.plain.rows.get(place)?.why.map(str::to_owned)
    }
}

fn counts([partly_present, partly_absent]: &Cuts) -> Counts {
    Counts {
        n: partly_present.n,
        least: partly_absent.looked_present,
        most: partly_present.at_most(),
        open: partly_present.open(),
        assessed: [partly_present.found(), partly_present.assessed()],
        bounds: [partly_present.present, partly_present.at_most()],
    }
}

fn nothing() -> Funnel {
    Funnel { theta: None, phi: None, tau2: None, mu: None, rho: None, rows: Vec::new(), why: Some("the counts cannot be tested") }
}

pub(super) fn signal(flag: Flag) -> Signal {
    match flag {
        Flag::None => Signal::None,
        Flag::Low95 => Signal::Low95,
        Flag::High95 => Signal::High95,
        Flag::Low998 => Signal::Low998,
        Flag::High998 => Signal::High998,
        Flag::CannotTell => Signal::CannotTell,
    }
}

/// Works out q over all tests of the release, and sums the flags up. Views that find the same are tested once: the later ones say whose
/// tests they have.
fn family(all: &mut [Tested], same: &[Option<usize>]) -> Flags {
    let mut flags = Flags {
        family: "all partnerships × frameworks × themes × sides of this release that can be told both ways; frameworks that find the same \
                 in every partnership once"
            .to_owned(),
        views: all.len() as u64,
        distinct_views: same.iter().filter(|same| same.is_none()).count() as u64,
        ..Flags::default()
    };
    // A test that could never have been flagged is none.
    for tested in all.iter_mut() {
        let cannot = tested.variation.partnerships.iter().map(|row| row.signal == Signal::CannotTell);
        tested.least.iter_mut().zip(cannot).filter(|(_, cannot)| *cannot).for_each(|(least, _)| *least = None);
    }
    for (tested, _) in all.iter().zip(same).filter(|(_, same)| same.is_none()) {
        tested.variation.partnerships.iter().for_each(|row| count(&mut flags, row));
    }
    let expected = expected_false_flags(flags.could_flag);
    (flags.expected_95, flags.expected_998) = (expected.at_95, expected.at_998);
    adjusted(all, same, &mut flags);
    for (place, same) in same.iter().enumerate() {
        if let Some(same) = *same {
            let q: Vec<Option<f64>> = all[same].variation.partnerships.iter().map(|row| row.q).collect();
            let first = all[same].variation.framework.clone();
            let variation = &mut all[place].variation;
            variation.partnerships.iter_mut().zip(q).for_each(|(row, q)| row.q = q);
            variation.same_as = Some(first);
        }
    }
    flags
}

fn count(flags: &mut Flags, row: &PartnershipRow) {
    flags.tests += u64::from(row.benchmark.is_some());
    flags.could_flag += u64::from(row.signal != Signal::CannotTell);
    flags.beyond_95 += u64::from(row.signal.flagged());
    flags.beyond_998 += u64::from(row.signal.far());
    flags.beyond_95_overdispersed += u64::from(row.signal_overdispersed.flagged());
    flags.beyond_95_least_favourable += u64::from(row.signal_least_favourable.flagged());
    flags.beyond_95_missing_ignored += u64::from(row.missing_ignored.flagged());
}

/// Gives the tests that are made once their q.
fn adjusted(all: &mut [Tested], same: &[Option<usize>], flags: &mut Flags) {
    let once = all.iter_mut().zip(same).filter(|(_, same)| same.is_none()).map(|(tested, _)| tested);
    let mut rows: Vec<(&mut PartnershipRow, f64)> = Vec::new();
    for Tested { variation, least } in once {
        rows.extend(variation.partnerships.iter_mut().zip(least.iter()).filter_map(|(row, least)| Some((row, (*least)?))));
    }
    let least: Vec<f64> = rows.iter().map(|(_, least)| *least).collect();
    let kept = tarone(&least, Q).map(|screen| screen.kept).unwrap_or_default();
    flags.tested = kept.iter().filter(|kept| **kept).count() as u64;
    let p = |row: &PartnershipRow| row.p_low.zip(row.p_high).map(|(low, high)| two_sided(low, high));
    let tested: Vec<Option<f64>> = rows.iter().zip(&kept).map(|((row, _), kept)| p(row).filter(|_| *kept)).collect();
    let found = adjust(&tested).map(|adjusted| adjusted.bh).unwrap_or_default();
    for ((row, _), q) in rows.iter_mut().zip(found) {
        row.q = q;
        flags.q_below_05 += u64::from(q.is_some_and(|q| q <= Q));
    }
}
