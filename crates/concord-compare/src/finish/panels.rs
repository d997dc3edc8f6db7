//! How far all frameworks overlap, theme by theme and side by side, and on which of them that hangs.

use std::collections::BTreeSet;

use concord_model::comparison::{CochranQ, ItemAgreement, LeftOut, MostChanged, PanelAgreement, Unit, Without};
use concord_stat::agreement::{Estimate, Scale, Tally, gwet, krippendorff, leave_one_out, percent};
use concord_stat::cochran_q;
use rayon::prelude::*;

use super::Whole;
use super::agreement::marked;
use super::facets::Facets;
use super::items::{ITEMS, Item, SAYS, Units, by_item, number};
use crate::patterns::{Met, Panel, Told};

/// All panels, in the order of themes and sides.
pub(super) fn panels(whole: &Whole<'_>, facets: &Facets) -> Vec<PanelAgreement> {
    let marked = marked_pairs(whole);
    let panels: Vec<(usize, &Panel)> = whole.setup.panels.iter().enumerate().collect();
    panels.par_iter().map(|&(place, panel)| agreement(whole, facets, panel, &whole.patterns.of(place), &marked)).collect()
}

/// The pairs of views that are marked as of the same definition.
pub(super) fn marked_pairs(whole: &Whole<'_>) -> BTreeSet<(usize, usize)> {
    whole.setup.pairs.iter().enumerate().filter(|(place, _)| marked(whole, *place)).map(|(_, pair)| (pair.a, pair.b)).collect()
}

/// Of all headlines the one that changes most where one framework is left out.
pub(super) fn most_changed(panels: &[PanelAgreement]) -> Option<MostChanged> {
    let of_panel = |panel: &PanelAgreement| {
        let all = panel.items.partly_present.coefficients.percent_agreement?;
        let changes = panel.without.iter().filter_map(|without| Some((without, without.change?)));
        let (without, change) = changes.reduce(|most, next| if next.1.abs() > most.1.abs() { next } else { most })?;
        let (theme, framework) = (panel.theme.clone(), without.framework.clone());
        Some(MostChanged { theme, side: panel.side, framework, percent_agreement: all, change })
    };
    let most = panels.iter().filter_map(of_panel);
    most.reduce(|most, next| if next.change.abs() > most.change.abs() { next } else { most })
}

fn agreement(whole: &Whole<'_>, facets: &Facets, panel: &Panel, met: &[Met], marked: &BTreeSet<(usize, usize)>) -> PanelAgreement {
    let framework = |place: usize| whole.setup.framework_id(whole.setup.views[panel.views[place]].framework).to_owned();
    let (kept, left_out) = kept(panel, marked);
    let units: Vec<Units> = met.iter().map(|met| units(met, &kept)).collect();
    let all = whole.incidents.iter().sum();
    let items = by_item(|item| ItemAgreement {
        coefficients: item.coefficients(&units, all),
        cochran_q: item.is_binary().then(|| cochran(item, met, &units, &kept)),
    });
    PanelAgreement {
        theme: whole.setup.theme_id(panel.theme).to_owned(),
        side: panel.side,
        unit: Unit::Incident,
        period: facets.whole_period().to_owned(),
        frameworks: kept.iter().map(|&place| framework(place)).collect(),
        left_out: left_out.into_iter().map(|(place, with)| LeftOut { framework: framework(place), marked_with: framework(with) }).collect(),
        without: without(&ITEMS.partly_present, met, &kept, framework),
        items,
    }
}

/// The places in a panel that are counted, and those that are not, each with the first one counted that it is marked with.
pub(super) fn kept(panel: &Panel, marked: &BTreeSet<(usize, usize)>) -> (Vec<usize>, Vec<(usize, usize)>) {
    let (mut kept, mut left_out) = (Vec::new(), Vec::new());
    for (place, &view) in panel.views.iter().enumerate() {
        match kept.iter().find(|&&before: &&usize| marked.contains(&(panel.views[before], view))) {
            Some(&before) => left_out.push((place, before)),
            None => kept.push(place),
        }
    }
    (kept, left_out)
}

fn units(met: &Met, kept: &[usize]) -> Units {
    let mut says = [0; SAYS];
    kept.iter().for_each(|&place| says[usize::from(number(met.told[place]))] += 1);
    Units { partnership: met.partnership, says, count: met.count }
}

/// Cochran's Q of an item with two categories. Incidents of which no framework says anything are no cases.
fn cochran(item: &Item, met: &[Met], units: &[Units], kept: &[usize]) -> CochranQ {
    let (mut finds, mut found_by, mut incomplete) = (vec![0; kept.len()], vec![0; kept.len() + 1], 0);
    for (met, counts) in met.iter().zip(item.counts(units.iter())) {
        match counts.iter().sum::<u64>() as usize {
            0 => {}
            rated if rated < kept.len() => incomplete += met.count,
            _ => {
                found_by[counts[1] as usize] += met.count;
                let found = |place: usize| (item.rating)(met.told[place]) == Some(1);
                kept.iter().zip(&mut finds).filter(|(place, _)| found(**place)).for_each(|(_, finds)| *finds += met.count);
            }
        }
    }
    let found = cochran_q::of_counts(&finds, &found_by, incomplete);
    CochranQ {
        complete: found.complete,
        incomplete: found.incomplete,
        q: found.q,
        df: found.df as u64,
        p: found.p,
        why: found.why.map(|why| cochran_why(why).to_owned()),
    }
}

/// Raters are frameworks here, and cases incidents.
fn cochran_why(why: &'static str) -> &'static str {
    match why {
        "there are fewer than two raters" => "there are fewer than two frameworks",
        "no case was answered by every rater" => "no incident was answered by every framework",
        "no case divides the raters" => "no incident divides the frameworks",
        other => other,
    }
}

/// What becomes of an item without each framework.
fn without(item: &Item, met: &[Met], kept: &[usize], framework: impl Fn(usize) -> String) -> Vec<Without> {
    let rate = |told: &[[Told; 2]]| kept.iter().map(|&place| (item.rating)(told[place])).collect::<Vec<Option<u8>>>();
    let rated: Vec<(Vec<Option<u8>>, u64)> = met.iter().map(|met| (rate(&met.told), met.count)).collect();
    let units = rated.iter().map(|(ratings, units)| (&ratings[..], *units));
    let (all, tallies) = leave_one_out::tallies(kept.len(), 2, units);
    let scale = Scale::binary();
    let of_all = [percent::percent_agreement(&all, &scale), krippendorff::alpha(&all, &scale)].map(Estimate::ok);
    kept.iter().zip(tallies).map(|(&place, tally)| one_less(framework(place), &tally, &scale, of_all)).collect()
}

fn one_less(framework: String, tally: &Tally, scale: &Scale, [percent_of_all, alpha_of_all]: [Option<f64>; 2]) -> Without {
    let percent_agreement = percent::percent_agreement(tally, scale);
    let (alpha, ac) = (krippendorff::alpha(tally, scale), gwet::ac(tally, scale));
    let whys: Vec<String> = [("percent_agreement", percent_agreement), ("krippendorff_alpha", alpha), ("gwet_ac", ac)]
        .into_iter()
        .filter_map(|(member, estimate)| estimate.err().map(|reason| format!("{member}: {reason}")))
        .collect();
    Without {
        framework,
        units_pairable: tally.pairable(),
        change: percent_agreement.ok().zip(percent_of_all).map(|(without, all)| without - all),
        percent_agreement: percent_agreement.ok(),
        alpha_changes_sign: alpha.ok().zip(alpha_of_all).map(|(without, all)| without * all < 0.0),
        krippendorff_alpha: alpha.ok(),
        gwet_ac: ac.ok(),
        why: (!whys.is_empty()).then(|| whys.join("; ")),
    }
}
