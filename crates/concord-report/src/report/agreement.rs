//! How far frameworks overlap, and where one contradicts itself.

use concord_model::comparison::{Overlap, PairAgreement};

use super::Page;
use super::html::{Cell, Html, Table};
use super::words;

const WHY: &str = "Why a share is not defined";
const COUNTS: [&str; 6] = ["Compared", "Both present", "Both absent", "First only", "Second only", "The same"];

pub(super) fn write(page: &Page<'_>, html: &mut Html) {
    let agreement = &page.comparison.agreement;
    html.paragraph(&agreement.note);
    html.paragraph(
        "Marked pairs ask by the same rules, or rest on the same rows wherever both are present; they are left out of the summary.",
    );
    html.list(words::standings(page.comparison));
    let caption = format!("Over all themes, marked pairs left out. Unit: incident × theme. Period: {}.", page.comparison.data.period);
    let mut table = Table::new(caption, "agreement_over_themes")
        .columns(["First", "Second", "Side", "Themes", "Themes marked"])
        .group("Partly as present", COUNTS)
        .group("Partly as absent", ["Compared", "The same"])
        .columns([WHY]);
    for pair in &agreement.over_themes {
        let names = [
            Cell::from(&pair.a),
            Cell::from(&pair.b),
            Cell::from(pair.side.name()),
            Cell::from(pair.themes),
            Cell::from(pair.themes_marked),
        ];
        table.row(names.into_iter().chain(overlaps(&pair.partly_present, &pair.partly_absent)));
    }
    html.table(&table);
    for theme in &page.comparison.themes {
        let pairs: Vec<&PairAgreement> = agreement.pairs.iter().filter(|pair| pair.theme == theme.id).collect();
        if let Some(first) = pairs.first() {
            let caption = format!("Unit: {}. Period: {}.", first.unit.name(), first.period);
            html.details(&words::theme(page.comparison, &theme.id), |html| html.table(&of_theme(caption, &pairs)));
        }
    }
}

fn of_theme(caption: String, pairs: &[&PairAgreement]) -> Table {
    let mut table = Table::new(caption, "agreement")
        .columns(["First", "Second", "Side", "Marked", "Both present in reviews", "Of these, on the same rows"])
        .group("Partly as present", COUNTS)
        .group("Partly as absent", ["Compared", "The same"])
        .columns([WHY]);
    for pair in pairs {
        let marked = match (pair.marked, pair.same_predicate) {
            (_, true) => "marked: the same rules",
            (true, false) => "marked: the same rows",
            (false, false) => "no",
        };
        let names = [Cell::from(&pair.a), Cell::from(&pair.b), Cell::from(pair.side.name()), Cell::from(marked)];
        let rows = [pair.present_reviews, pair.same_evidence].map(Cell::from);
        table.row(names.into_iter().chain(rows).chain(overlaps(&pair.partly_present, &pair.partly_absent)));
    }
    table
}

fn overlaps(present: &Overlap, absent: &Overlap) -> impl Iterator<Item = Cell> {
    let counts = [present.n, present.both_present, present.both_absent, present.only_a, present.only_b].map(Cell::from);
    let rest = [words::share(present.agree), Cell::from(absent.n), words::share(absent.agree), words::why([&present.why, &absent.why])];
    counts.into_iter().chain(rest)
}

/// Where a framework contradicts itself.
pub(super) fn conflicts(page: &Page<'_>, html: &mut Html) {
    let conflicts = &page.comparison.conflicts;
    html.paragraph(
        "Where one indicator of a framework says present and another absent, the finding is present in the headline and absent in the lower \
         bound.",
    );
    html.paragraph(&format!(
        "Such findings in all: {}. Listed are at most {} reviews for each framework, theme and side.",
        words::count(conflicts.total),
        words::count(conflicts.limit),
    ));
    let caption = format!("Unit: review. Period: {}.", page.comparison.data.period);
    let mut table = Table::new(caption, "conflicts").columns(["Framework", "Theme", "Side", "Review"]);
    for conflict in &conflicts.listed {
        let theme = words::theme(page.comparison, &conflict.theme);
        table.row([Cell::from(&conflict.framework), Cell::from(theme), Cell::from(conflict.side.name()), Cell::from(&conflict.review)]);
    }
    html.table(&table);
}
