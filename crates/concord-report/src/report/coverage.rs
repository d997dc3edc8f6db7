//! Which framework can say what.

use concord_model::comparison::{Comparison, Coverage, OneSided, Scope};
use concord_model::framework::Match;

use super::Page;
use super::html::{Cell, Html, Table};
use super::words;

pub(super) fn write(page: &Page<'_>, html: &mut Html) {
    let comparison = page.comparison;
    html.paragraph(
        "A framework can find only what it has a concept of. “Decides” means that it can say whether a theme is there; the words after it say how \
         its indicators stand to the theme: exactly it, a part of it (they can say present, never absent), or wider than it (they can \
         say absent, never present). “No concept” is not in scope, which is not the same as absent.",
    );
    html.list(words::standings(comparison));
    let columns = std::iter::once("Framework".to_owned()).chain(comparison.themes.iter().map(|theme| words::theme(comparison, &theme.id)));
    let mut matrix = Table::new("What each framework can say of each theme", "coverage").columns(columns);
    for card in &comparison.frameworks {
        let cells = comparison.themes.iter().map(|theme| Cell::from(said(pair(comparison, &card.id, &theme.id))));
        matrix.row(std::iter::once(Cell::from(&card.id)).chain(cells));
    }
    html.table(&matrix);
    html.details("How often each was looked for, and could be told", |html| html.table(&looked(comparison)));
}

fn pair<'a>(comparison: &'a Comparison, framework: &str, theme: &str) -> Option<&'a Coverage> {
    comparison.coverage.iter().find(|coverage| coverage.framework == framework && coverage.theme == theme)
}

fn said(coverage: Option<&Coverage>) -> String {
    let Some(coverage) = coverage else { return "no concept".to_owned() };
    match coverage.scope {
        Scope::None => "no concept".to_owned(),
        Scope::RelatedOnly => "related only".to_owned(),
        Scope::Apart => "apart".to_owned(),
        Scope::Decides => {
            let matches = coverage.matches.iter().map(|matching| Match::name(*matching)).collect::<Vec<_>>().join(", ");
            let sides = coverage.sides.iter().map(|side| match side.one_sided {
                _ if side.withheld => format!("{}, {}", side.side.name(), words::WITHHELD),
                None => side.side.name().to_owned(),
                Some(OneSided::PresentOnly) => format!("{}, present only", side.side.name()),
                Some(OneSided::AbsentOnly) => format!("{}, absent only", side.side.name()),
            });
            format!("decides: {matches} ({})", sides.collect::<Vec<_>>().join("; "))
        }
    }
}

fn looked(comparison: &Comparison) -> Table {
    let columns = ["Framework", "Theme", "Side", "Can answer", "It applies to", "Looked for", "Could be told"];
    let caption = format!("Unit: incident. Period: {}.", comparison.data.period);
    let mut table = Table::new(caption, "coverage").columns(columns);
    for coverage in &comparison.coverage {
        for side in &coverage.sides {
            let names = [&coverage.framework, &coverage.theme].map(Cell::from);
            let can = if side.withheld { words::WITHHELD } else { words::one_sided(side.one_sided) };
            let said = [side.side.name(), can].map(Cell::from);
            let counts = [side.applicable, side.looked_for, side.determinable].map(Cell::from);
            table.row(names.into_iter().chain(said).chain(counts));
        }
    }
    table
}
