//! The reviews on which frameworks part most, with what each framework rests on.

use concord_model::answer::{Looked, NOT_APPLICABLE, NOT_DETERMINABLE};
use concord_model::comparison::{CitedRows, IndicatorSaying, Parting, Partings, Saying, ThemeParting};
use concord_model::framework::Indicator;

use super::Whole;
use crate::partings::{PARTINGS_LISTED, Parted, pairs, says_absent, says_present};
use crate::patterns::Panel;
use crate::setup::Setup;
use crate::view::{Decider, View};

pub(super) fn partings(whole: &Whole<'_>) -> Partings {
    let (setup, partings) = (whole.setup, &whole.summary.partings);
    let of_review = |parted: &Parted| {
        let themes = setup.panels.iter().filter_map(|panel| theme(setup, panel, parted));
        themes.collect::<Vec<ThemeParting>>()
    };
    let listed = partings.listed.iter().map(|(rank, parted)| Parting {
        review: rank.review.clone(),
        pairs: u64::from(rank.pairs.0),
        themes: of_review(parted),
    });
    Partings { reviews: partings.reviews, limit: PARTINGS_LISTED as u64, listed: listed.collect() }
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
        pairs: u64::from(pairs),
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
