//! Names: of the dictionary, the data, the themes and the frameworks.

use std::collections::BTreeSet;

use concord_model::comparison::{DataCounts, DictionaryName, FrameworkCard, IndicatorCard, ThemeName};
use concord_model::date::PartialDate;
use concord_model::framework::Indicator;

use super::Whole;
use super::facets::Facets;
use crate::setup::{FrameworkInfo, Setup};

pub(super) fn dictionary(setup: &Setup) -> DictionaryName {
    let dictionary = &setup.dictionary;
    DictionaryName { id: dictionary.id.clone(), title: dictionary.title.clone(), version: dictionary.version.clone() }
}

pub(super) fn data(whole: &Whole<'_>, facets: &Facets) -> DataCounts {
    let summary = whole.summary;
    let with_reviews = whole.cells.iter().zip(&whole.reviews).filter(|(_, reviews)| **reviews > 0);
    let partnerships: BTreeSet<u32> = with_reviews.filter_map(|(cell, _)| cell.partnership).collect();
    let day = |day: i32| PartialDate::day(day).to_string();
    DataCounts {
        reviews: summary.reviews(),
        second_codings: summary.second_codings,
        incidents: whole.incidents.iter().sum(),
        chains: summary.chains.len() as u64,
        partnerships: partnerships.len() as u64,
        partnerships_without: summary.partnerships.len().saturating_sub(partnerships.len()) as u64,
        period: facets.whole_period().to_owned(),
        first: summary.period.map(|(first, _)| day(first)),
        last: summary.period.map(|(_, last)| day(last)),
        undated: summary.undated,
    }
}

pub(super) fn themes(setup: &Setup) -> Vec<ThemeName> {
    let themes = setup.dictionary.themes.iter();
    themes.map(|theme| ThemeName { id: theme.id.clone(), title: theme.title.clone(), apart: theme.apart }).collect()
}

pub(super) fn frameworks(setup: &Setup) -> Vec<FrameworkCard> {
    setup.frameworks.iter().map(framework).collect()
}

fn framework(info: &FrameworkInfo) -> FrameworkCard {
    let manifest = &info.manifest;
    FrameworkCard {
        id: manifest.id.clone(),
        title: manifest.title.clone(),
        edition: manifest.edition.clone(),
        owner: manifest.owner.clone(),
        source: manifest.source.clone(),
        standing: manifest.standing().to_owned(),
        memory: manifest.memory.clone(),
        note: manifest.note.clone(),
        indicators: info.descriptor.indicators.iter().map(|indicator| card(info, indicator)).collect(),
    }
}

fn card(info: &FrameworkInfo, indicator: &Indicator) -> IndicatorCard {
    IndicatorCard {
        id: indicator.id.clone(),
        title: indicator.title.clone(),
        question: indicator.question.clone(),
        polarity: indicator.polarity,
        scale: indicator.scale.clone(),
        measure_unit: indicator.measure_unit.clone(),
        mappings: indicator.mappings.clone(),
        memory: info.memory.get(&indicator.id).cloned(),
    }
}
