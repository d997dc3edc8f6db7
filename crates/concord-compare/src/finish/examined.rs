//! Which themes were examined, and which are declared as examined and never recorded on.

use concord_model::comparison::{DeclaredOnly, ExaminedFigure};

use super::Whole;

/// Theme by theme, all of them.
pub(super) fn examined(whole: &Whole<'_>) -> Vec<ExaminedFigure> {
    let figure = |theme: usize| {
        let all = whole.summary.examined.all(theme);
        ExaminedFigure {
            theme: whole.setup.theme_id(theme).to_owned(),
            reviews: all.reviews(),
            declared: all.declared(),
            declared_and_recorded: all.declared_and_recorded(),
            inferred: all.inferred(),
            not_examined: all.not_examined(),
            unknown: all.unknown(),
        }
    };
    (0..whole.setup.dictionary.themes.len()).map(figure).collect()
}

/// The partnerships, by name, and their themes that were declared and never recorded on; none where reviews are not grouped.
pub(super) fn declared_only(whole: &Whole<'_>) -> Vec<DeclaredOnly> {
    let mut found = Vec::new();
    for (name, row) in whole.summary.partnerships.iter().zip(0..) {
        for theme in 0..whole.setup.dictionary.themes.len() {
            if let Some(counts) = whole.summary.examined.get(Some(row), theme).filter(|counts| counts.declared_only()) {
                let theme = whole.setup.theme_id(theme).to_owned();
                found.push(DeclaredOnly { partnership: name.clone(), theme, declared: counts.declared(), reviews: counts.reviews() });
            }
        }
    }
    // A stable sort: themes stay in the dictionary's order within a partnership.
    found.sort_by(|a, b| a.partnership.cmp(&b.partnership));
    found
}

/// For each theme and cell, whether the cell's partnership declares the theme and never recorded on it.
pub(super) fn declared_only_cells(whole: &Whole<'_>) -> Vec<Vec<bool>> {
    let declared_only = |theme: usize, partnership: Option<u32>| {
        let counts = partnership.and_then(|_| whole.summary.examined.get(partnership, theme));
        counts.is_some_and(|counts| counts.declared_only())
    };
    let cells = |theme: usize| whole.cells.iter().map(|cell| declared_only(theme, cell.partnership)).collect();
    (0..whole.setup.dictionary.themes.len()).map(cells).collect()
}
