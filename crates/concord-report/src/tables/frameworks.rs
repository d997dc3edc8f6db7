//! Who the frameworks are, what they ask, and how that stands to the common themes.

use concord_model::comparison::Comparison;
use concord_model::framework::{Match, Polarity};

use super::Table;
use super::sheet::Sheet;

pub(super) fn themes(comparison: &Comparison) -> Table {
    let mut sheet = Sheet::new("themes", &["theme", "title", "apart"]);
    comparison.themes.iter().for_each(|theme| sheet.row(&[&theme.id, &theme.title, &theme.apart]));
    sheet.finish()
}

pub(super) fn frameworks(comparison: &Comparison) -> Table {
    let mut sheet = Sheet::new("frameworks", &["framework", "title", "edition", "owner", "source", "standing", "memory", "note"]);
    for card in &comparison.frameworks {
        sheet.row(&[&card.id, &card.title, &card.edition, &card.owner, &card.source, &card.standing, &card.memory, &card.note]);
    }
    sheet.finish()
}

pub(super) fn questions(comparison: &Comparison) -> Table {
    let mut sheet = Sheet::new("questions", &["framework", "indicator", "title", "question", "polarity", "measure_unit", "memory"]);
    for card in &comparison.frameworks {
        for asked in &card.indicators {
            let polarity = Polarity::name(asked.polarity);
            sheet.row(&[&card.id, &asked.id, &asked.title, &asked.question, &polarity, &asked.measure_unit, &asked.memory]);
        }
    }
    sheet.finish()
}

pub(super) fn crosswalk(comparison: &Comparison) -> Table {
    let mut sheet = Sheet::new("crosswalk", &["framework", "indicator", "theme", "match", "levels"]);
    for card in &comparison.frameworks {
        for asked in &card.indicators {
            for mapping in &asked.mappings {
                sheet.row(&[&card.id, &asked.id, &mapping.theme, &Match::name(mapping.matching), &mapping.levels.join(";")]);
            }
        }
    }
    sheet.finish()
}

pub(super) fn warnings(comparison: &Comparison) -> Table {
    let mut sheet = Sheet::new("warnings", &["kind", "framework", "indicator", "message"]);
    for warning in &comparison.warnings {
        sheet.row(&[&warning.kind.name(), &warning.framework, &warning.indicator, &warning.message]);
    }
    sheet.finish()
}
