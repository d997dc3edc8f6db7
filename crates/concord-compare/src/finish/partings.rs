//! The reviews on which frameworks part most, with what each framework rests on.

use concord_model::answer::{Looked, NOT_APPLICABLE, NOT_DETERMINABLE};
use concord_model::comparison::{CitedRows, Disagreement, IndicatorSaying, Parting, Partings, Saying, ThemeParting, Unit};
use concord_model::framework::Indicator;

use super::{Whole, panels};
use crate::partings::{Faced, PARTINGS_LISTED, Parted, pairs, says_absent, says_present};
use crate::patterns::Panel;
use crate::setup::Setup;
use crate::view::{Decider, View};

pub(super) fn partings(whole: &Whole<'_>, period: &str) -> Partings {
    let (setup, partings) = (whole.setup, &whole.summary.partings);
    let of_review = |parted: &Parted| {
        let themes = setup.faced.iter().filter_map(|panel| theme(setup, panel, parted));
        themes.collect::<Vec<ThemeParting>>()
    };
    let listed = partings.listed.iter().map(|(rank, parted)| Parting {
        review: rank.review.clone(),
        pairs: u64::from(rank.pairs.0),
        themes: of_review(parted),
    });
    Partings {
        reviews: partings.reviews,
        of: whole.summary.reviews(),
        limit: PARTINGS_LISTED as u64,
        listed: listed.collect(),
        by_theme: by_theme(whole, period),
    }
}

/// What became of all pairs of frameworks, theme by theme and side by side.
fn by_theme(whole: &Whole<'_>, period: &str) -> Vec<Disagreement> {
    let (setup, reviews) = (whole.setup, whole.summary.reviews());
    let marked = panels::marked_pairs(whole);
    let faced = whole.summary.partings.faced.iter().copied().chain(std::iter::repeat(Faced::default()));
    let of = |(panel, faced): (&Panel, Faced)| {
        let two = |of: u64| of * of.saturating_sub(1) / 2;
        let frameworks = panel.views.len() as u64;
        let one_sided = panel.views.iter().filter(|&&view| setup.views[view].one_sided.is_some()).count() as u64;
        let compared = two(frameworks - one_sided);
        let of_panel = |(view, _): &&(usize, usize)| (setup.views[*view].theme, setup.views[*view].side) == (panel.theme, panel.side);
        let pairs_marked = marked.iter().filter(of_panel).count() as u64;
        Disagreement {
            theme: setup.theme_id(panel.theme).to_owned(),
            side: panel.side,
            unit: Unit::Review,
            period: period.to_owned(),
            frameworks,
            one_sided,
            pairs: two(frameworks),
            pairs_compared: compared - pairs_marked,
            pairs_marked,
            pairs_one_sided: two(frameworks) - compared,
            same_rules: panel.same_rules.iter().map(|same| two(same.len() as u64)).sum(),
            reviews,
            reviews_disagree: faced.reviews,
            disagree: faced.pairs.disagree,
            disagree_one_sided: faced.one_sided,
            both_present: faced.pairs.both_present,
            both_absent: faced.pairs.both_absent,
            not_applicable: faced.pairs.not_applicable,
            not_looked_for: faced.pairs.not_looked_for,
            not_told: faced.pairs.not_told,
        }
    };
    setup.faced.iter().zip(faced).map(of).collect()
}

/// Where frameworks part on one side of one theme; `None` where they do not.
fn theme(setup: &Setup, panel: &Panel, parted: &Parted) -> Option<ThemeParting> {
    let finding = |view: usize| parted.findings[view];
    let pairs = pairs(panel, finding);
    let saying = |says: fn(u8) -> bool| {
        let views = panel.views.iter().filter(|&&view| says(finding(view)));
        views.map(|&view| saying(setup, &setup.views[view], parted)).collect()
    };
    (pairs > 0).then(|| ThemeParting {
        theme: setup.theme_id(panel.theme).to_owned(),
        side: panel.side,
        pairs,
        present: saying(says_present),
        absent: saying(says_absent),
    })
}

fn saying(setup: &Setup, view: &View, parted: &Parted) -> Saying {
    let before: usize = setup.frameworks[..view.framework].iter().map(|framework| framework.descriptor.indicators.len()).sum();
    let indicator = |decider: &Decider| {
        let indicator = &setup.frameworks[view.framework].descriptor.indicators[decider.indicator];
        let [answer, looked] = parted.answers[before + decider.indicator];
        let (answer, label) = words(indicator, answer);
        IndicatorSaying {
            indicator: indicator.id.clone(),
            matching: decider.matching,
            answer,
            label,
            looked: looked_of(looked),
            evidence: evidence(indicator, parted, (view.framework as u32, decider.indicator as u32)),
        }
    };
    Saying { framework: setup.framework_id(view.framework).to_owned(), indicators: view.deciders.iter().map(indicator).collect() }
}

/// An answer by its short name, and in the indicator's own words.
fn words(indicator: &Indicator, answer: u8) -> (String, String) {
    if let Some(local) = indicator.scale.get(usize::from(answer)) {
        return (local.code.clone(), local.label.clone());
    }
    let name = match answer {
        NOT_APPLICABLE => "not_applicable",
        NOT_DETERMINABLE => "not_determinable",
        _ => "error",
    };
    (name.to_owned(), name.to_owned())
}

fn looked_of(byte: u8) -> Looked {
    [Looked::Yes, Looked::No].into_iter().find(|&looked| looked as u8 == byte).unwrap_or(Looked::Unknown)
}

/// The rows that an indicator cites, table by table.
fn evidence(indicator: &Indicator, parted: &Parted, of: (u32, u32)) -> Vec<CitedRows> {
    let rows: Vec<_> = parted.cited.iter().filter(|row| (row.framework, row.indicator) == of).collect();
    let tables = rows.chunk_by(|a, b| a.table == b.table).filter_map(|rows| {
        let table = indicator.evidence_tables.get(rows[0].table as usize)?.clone();
        Some(CitedRows { table, keys: rows.iter().map(|row| row.key.clone()).collect() })
    });
    tables.collect()
}
