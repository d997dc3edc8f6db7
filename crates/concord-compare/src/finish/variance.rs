//! Lens, partnership, review: the crossed variance components of each side of each theme.

use std::collections::BTreeSet;

use concord_model::comparison::{FrameworkMean, LeftOut, ReliabilityRow, Unit, VarianceComponents, VarianceFigure};
use concord_stat::variance::components::Components;
use concord_stat::variance::fit::fit_near;
use concord_stat::variance::identify::identify;
use concord_stat::variance::sums::Sums;
use concord_stat::variance::{Figures, figures};
use rayon::prelude::*;

use super::Whole;
use super::assessed::Partnerships;
use super::facets::Facets;
use super::panels::{self, marked_pairs};
use crate::patterns::{Met, Panel, Told};

/// A framework that can tell less of the incidents to which it applies is left out.
pub(super) const LEAST_DETERMINABLE: f64 = 0.3;

/// Each panel.
pub(super) fn variance(whole: &Whole<'_>, facets: &Facets, partnerships: &Partnerships) -> Vec<VarianceFigure> {
    let marked = marked_pairs(whole);
    let panels: Vec<(usize, &Panel)> = whole.setup.panels.iter().enumerate().collect();
    panels.par_iter().map(|&(place, panel)| of_panel(whole, facets, partnerships, panel, &whole.patterns.of(place), &marked)).collect()
}

fn of_panel(
    whole: &Whole<'_>,
    facets: &Facets,
    partnerships: &Partnerships,
    panel: &Panel,
    met: &[Met],
    marked: &BTreeSet<(usize, usize)>,
) -> VarianceFigure {
    let id = |view: usize| whole.setup.framework_id(whole.setup.views[panel.views[view]].framework).to_owned();
    let shares: Vec<Option<f64>> = (0..panel.views.len()).map(|view| determinable(met, view)).collect();
    let (own, same) = panels::kept(panel, marked);
    let (kept, left): (Vec<usize>, Vec<usize>) =
        own.into_iter().partition(|&view| shares[view].is_some_and(|share| share >= LEAST_DETERMINABLE));
    let place = partnerships.places();
    let scored = |unknown: Option<f64>| -> Vec<Scored> {
        let of = |met: &Met| {
            let scores = kept.iter().map(|&view| score(met.told[view], unknown)).collect();
            Some(Scored { partnership: place(met.partnership)?, depth: met.depth, scores, count: met.count })
        };
        met.iter().filter_map(of).collect()
    };
    let sums = |scored: &[Scored]| sums(scored, partnerships.rows.len(), kept.len());
    let plain = scored(None);
    let enough = kept.len() > 1;
    let found = enough.then(|| figures(&sums(&plain)));
    let also = |scored: Vec<Scored>| found.as_ref().map(|found| refitted(&sums(&scored), found)).unwrap_or_default();
    let mean = |(place, &view): (usize, &usize)| FrameworkMean {
        framework: id(view),
        determinable: shares[view],
        mean: found.as_ref().and_then(|found| found.framework_means.get(place).copied().flatten()),
    };
    let few =
        format!("fewer than two frameworks of different definitions can tell at least {:.0}% of the incidents", LEAST_DETERMINABLE * 100.0);
    let answered = plain.iter().filter(|one| one.scores.iter().any(Option::is_some));
    VarianceFigure {
        theme: whole.setup.theme_id(panel.theme).to_owned(),
        side: panel.side,
        unit: Unit::Incident,
        period: facets.whole_period().to_owned(),
        frameworks: kept.iter().enumerate().map(mean).collect(),
        left_out: left.iter().map(|&view| id(view)).collect(),
        same_definition: same.into_iter().map(|(view, with)| LeftOut { framework: id(view), marked_with: id(with) }).collect(),
        incidents: answered.map(|one| one.count).sum(),
        scores: plain.iter().map(|one| one.count * one.scores.iter().flatten().count() as u64).sum(),
        mean: found.as_ref().and_then(|found| found.mean),
        se_mean: found.as_ref().and_then(|found| found.se_mean),
        plain: found.as_ref().map(components).unwrap_or_default(),
        unknown_absent: also(scored(Some(0.0))),
        unknown_present: also(scored(Some(1.0))),
        less_depth: also(less_depth(&plain, kept.len())),
        reliability: found.as_ref().map(|found| reliability(found, partnerships)).unwrap_or_default(),
        why: if enough { found.map(|found| found.why.join("; ")).filter(|why| !why.is_empty()) } else { Some(few) },
    }
}

/// Incidents of one pattern: the score of each framework, `None` where it could not tell or does not apply.
struct Scored {
    partnership: usize,
    depth: u8,
    scores: Vec<Option<f64>>,
    count: u64,
}

/// 0 absent, ½ partly, 1 present in both cuts; what is told in one cut only is not scored.
fn score(told: [Told; 2], unknown: Option<f64>) -> Option<f64> {
    let of = |told: Told| match told {
        Told::NotApplicable => None,
        Told::Untold => unknown,
        Told::Absent => Some(0.0),
        Told::Present => Some(1.0),
    };
    Some(0.5 * (of(told[0])? + of(told[1])?))
}

/// Of the incidents to which a framework applies, the share that were looked for and told in both cuts.
fn determinable(met: &[Met], view: usize) -> Option<f64> {
    let applies = met.iter().filter(|met| met.told[view][0] != Told::NotApplicable);
    let [told, all] = applies.fold([0, 0], |[told, all], met| {
        let is = met.told[view].iter().all(|told| *told != Told::Untold);
        [told + if is { met.count } else { 0 }, all + met.count]
    });
    (all > 0).then(|| told as f64 / all as f64)
}

fn sums(scored: &[Scored], partnerships: usize, frameworks: usize) -> Sums {
    let mut sums = Sums::new(partnerships, frameworks);
    for one in scored {
        // The places and numbers are this module's own: none is refused.
        let _ = sums.add_many(one.partnership, &one.scores, one.count);
    }
    sums
}

/// The scores less what reviews of like depth score on average beside their frameworks: least squares by turns, which settles in a few
/// since nearly every framework scores every depth.
fn less_depth(scored: &[Scored], frameworks: usize) -> Vec<Scored> {
    const TURNS: usize = 50;
    const SETTLED: f64 = 1e-12;
    let depths = scored.iter().map(|one| usize::from(one.depth) + 1).max().unwrap_or(0);
    let mut of_depth = vec![0.0; depths];
    for _ in 0..TURNS {
        let of_framework = averages(scored, frameworks, |_, framework| framework, |one, _| of_depth[usize::from(one.depth)]);
        let next = averages(scored, depths, |one, _| usize::from(one.depth), |_, framework| of_framework[framework]);
        let moved = next.iter().zip(&of_depth).map(|(next, last): (&f64, &f64)| (next - last).abs()).fold(0.0, f64::max);
        of_depth = next;
        if moved < SETTLED {
            break;
        }
    }
    let less = |one: &Scored| {
        let effect = of_depth[usize::from(one.depth)];
        let scores = one.scores.iter().map(|score| score.map(|score| score - effect)).collect();
        Scored { partnership: one.partnership, depth: one.depth, scores, count: one.count }
    };
    scored.iter().map(less).collect()
}

/// The average of all scores less something, by one of so many keys; 0 where there is none. Both may depend on the incidents and the
/// framework.
fn averages(scored: &[Scored], keys: usize, key: impl Fn(&Scored, usize) -> usize, less: impl Fn(&Scored, usize) -> f64) -> Vec<f64> {
    let mut sums = vec![[0.0; 2]; keys];
    for one in scored {
        for (framework, score) in one.scores.iter().enumerate().filter_map(|(place, score)| Some((place, (*score)?))) {
            let [sum, n] = &mut sums[key(one, framework)];
            *sum += (score - less(one, framework)) * one.count as f64;
            *n += one.count as f64;
        }
    }
    sums.into_iter().map(|[sum, n]| if n > 0.0 { sum / n } else { 0.0 }).collect()
}

/// The components of other scores of the same incidents, looked for from those that were found.
fn refitted(sums: &Sums, found: &Figures) -> VarianceComponents {
    let identified = identify(sums);
    let near = found.components.map(|variance| variance.unwrap_or(0.0));
    match fit_near(sums, identified.model, &near) {
        Ok(fit) => {
            let known = identified.known;
            let of = |known: bool, variance: f64| known.then_some(variance);
            VarianceComponents {
                partnership: of(known.partnership, fit.components.partnership),
                review: of(known.review, fit.components.review),
                framework: of(known.framework, fit.components.framework),
                partnership_framework: of(known.partnership_framework, fit.components.partnership_framework),
                residual: of(known.residual, fit.components.residual),
                why: (!identified.why.is_empty()).then(|| identified.why.join("; ")),
            }
        }
        Err(undefined) => VarianceComponents { why: Some(undefined.to_string()), ..VarianceComponents::default() },
    }
}

fn components(found: &Figures) -> VarianceComponents {
    let Components { partnership, review, framework, partnership_framework, residual } = found.components;
    let undefined = [partnership, review, framework, partnership_framework, residual].contains(&None);
    let why = (undefined && !found.why.is_empty()).then(|| found.why.join("; "));
    VarianceComponents { partnership, review, framework, partnership_framework, residual, why }
}

fn reliability(found: &Figures, partnerships: &Partnerships) -> Vec<ReliabilityRow> {
    let row = |(name, one): (&String, &concord_stat::variance::reliability::Reliability)| ReliabilityRow {
        partnership: name.clone(),
        incidents: one.n_reviews,
        generalizability: one.generalizability,
        dependability: one.dependability,
        generalizability_fixed: one.generalizability_fixed,
        needed_for_0_7: one.reviews_needed_for_0_7,
    };
    partnerships.names.iter().zip(&found.reliability).filter(|(_, one)| one.n_reviews > 0).map(row).collect()
}
