//! The reviews on which frameworks part most.

use concord_model::comparison::{IndicatorSaying, Parting, ThemeParting};
use concord_model::framework::Match;

use super::Page;
use super::html::{Cell, Html, Table};
use super::words;

/// The most reviews whose answers the page shows.
const SHOWN: usize = 10;

pub(super) fn write(page: &Page<'_>, html: &mut Html) {
    let partings = &page.comparison.agreement.partings;
    html.paragraph(
        "Where one framework finds present what another, that looked too, finds absent, either they ask for different things or one of them \
         misses something: a person who reads the review can tell. Counted are such pairs of frameworks over all themes and both sides, those \
         that can answer one way only among them; pairs that decide by the same rules are not.",
    );
    html.list(words::standings(page.comparison));
    html.paragraph(&format!(
        "Reviews with at least one such pair: {} of {}. Listed are the {} with the most, of equal ones the first by name.",
        words::count(partings.reviews),
        words::count(partings.of),
        words::count(partings.listed.len() as u64),
    ));
    let caption = format!("Unit: review. Period: {}.", page.comparison.data.period);
    let mut table = Table::new(caption, "partings").columns(["Review", "Pairs that part", "On which themes"]);
    for parting in &partings.listed {
        let themes = parting.themes.iter().map(|theme| format!("{} {} ({})", theme.theme, theme.side.name(), words::count(theme.pairs)));
        table.row([Cell::from(&parting.review), Cell::from(parting.pairs), Cell::from(themes.collect::<Vec<_>>().join("; "))]);
    }
    html.table(&table);
    for parting in partings.listed.iter().take(SHOWN) {
        html.details(&format!("{}: what each framework rests on", parting.review), |html| html.table(&answers(page, parting)));
    }
    if partings.listed.len() > SHOWN {
        html.paragraph(&format!("What frameworks rest on is shown of the first {SHOWN}; of all it is in tables/partings.csv."));
    }
}

/// How far frameworks disagree, theme by theme, and what was not compared.
pub(super) fn by_theme(page: &Page<'_>, html: &mut Html) {
    let all = &page.comparison.agreement.partings.by_theme;
    if all.is_empty() {
        return;
    }
    html.paragraph(
        "What is not compared is no agreement. Coefficients are of pairs of frameworks that can both answer both ways and are not marked. Of every \
         pair and review it is said here whether the two disagree, say the same, or were not compared, and why: the question does not apply to \
         one of the two; one of them is not known to have looked; both looked and one could not tell, as one that can only say present cannot \
         where it does not find it.",
    );
    let caption = format!("Partly as present. Unit: pair of frameworks × review. Period: {}.", page.comparison.data.period);
    let mut table = Table::new(caption, "disagreement")
        .columns(["Theme", "Side", "Frameworks", "Of these, one-sided"])
        .group("Pairs", ["All", "With coefficients", "Marked", "One-sided"])
        .columns(["Reviews with a disagreement"])
        .group("Compared", ["Disagree", "Of these, one-sided", "Both present", "Both absent"])
        .group("Not compared", ["Does not apply", "Not known to be looked for", "Could not be told"]);
    for found in all {
        let names = [Cell::from(&found.theme), Cell::from(found.side.name())];
        let counts = [
            found.frameworks,
            found.one_sided,
            found.pairs,
            found.pairs_compared,
            found.pairs_marked,
            found.pairs_one_sided,
            found.reviews_disagree,
            found.disagree,
            found.disagree_one_sided,
            found.both_present,
            found.both_absent,
            found.not_applicable,
            found.not_looked_for,
            found.not_told,
        ];
        table.row(names.into_iter().chain(counts.map(Cell::from)));
    }
    html.table(&table);
}

fn answers(page: &Page<'_>, parting: &Parting) -> Table {
    let caption = format!("Review {}. Unit: review. Period: {}.", parting.review, page.comparison.data.period);
    let mut table = Table::new(caption, "partings").columns([
        "Theme",
        "Side",
        "It finds",
        "Framework",
        "Indicator",
        "How it stands to the theme",
        "Its answer",
        "Looked for",
        "Rows it rests on",
    ]);
    for theme in &parting.themes {
        for (finds, sayings) in [("present", &theme.present), ("absent", &theme.absent)] {
            for saying in sayings {
                saying.indicators.iter().for_each(|said| table.row(row(theme, finds, &saying.framework, said)));
            }
        }
    }
    table
}

fn row(theme: &ThemeParting, finds: &str, framework: &str, said: &IndicatorSaying) -> [Cell; 9] {
    let cited = said.evidence.iter().map(|cited| format!("{}: {}", cited.table, cited.keys.join(", ")));
    [
        Cell::from(&theme.theme),
        Cell::from(theme.side.name()),
        Cell::from(finds),
        Cell::from(framework),
        Cell::from(&said.indicator),
        Cell::from(Match::name(said.matching)),
        Cell::from(said.label.replace('_', " ")),
        Cell::from(said.looked.name()),
        Cell::from(cited.collect::<Vec<_>>().join("; ")),
    ]
}
