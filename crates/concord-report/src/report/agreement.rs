//! How far every two frameworks overlap, and where one contradicts itself.

use concord_model::comparison::{Overlap, PairAgreement};
use concord_model::finding::Side;

use super::Page;
use super::html::{Cell, Html, Table};
use super::{heat, partings, words};

const WHY: &str = "Why a figure is not defined";
const COUNTS: [&str; 5] = ["Compared", "Both present", "Both absent", "First only", "Second only"];
const FIGURES: [&str; 5] =
    ["The same", "Where one is present, so is the other", "Where one is absent, so is the other", "Prevalence of present", "Cohen’s kappa"];

pub(super) fn write(page: &Page<'_>, html: &mut Html) {
    let agreement = &page.comparison.agreement;
    html.paragraph(&agreement.note);
    html.paragraph(
        "Marked pairs ask by the same rules, or rest on the same rows wherever both are present, or never disagree while one of them always rests \
         on some of the rows of the other (in 10 reviews or more where both are present); they are left out of the summary.",
    );
    html.list(words::standings(page.comparison));
    partings::by_theme(page, html);
    html.paragraph(heat::LEGEND);
    Side::ALL.iter().for_each(|&side| html.table(&heat::map(page.comparison, side)));
    let caption = format!("Over all themes, marked pairs left out. Unit: incident × theme. Period: {}.", page.comparison.data.period);
    let mut table = Table::new(caption, "agreement_over_themes")
        .columns(["First", "Second", "Side", "Themes", "Themes marked"])
        .group("Partly as present", COUNTS.into_iter().chain(FIGURES))
        .group("Partly as absent", COUNTS.into_iter().take(1).chain(FIGURES))
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
        .group("Partly as present", COUNTS.into_iter().chain(FIGURES))
        .group("Partly as absent", COUNTS.into_iter().take(1).chain(FIGURES))
        .columns([WHY]);
    for pair in pairs {
        let marked = match (pair.marked, pair.same_predicate) {
            (_, true) => "marked: the same rules",
            (true, false) if pair.present_reviews > pair.same_evidence => "marked: no disagreement, nested rows",
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
    let other = [Cell::from(absent.n)].into_iter().chain(figures(absent));
    counts.into_iter().chain(figures(present)).chain(other).chain([words::why([&present.why, &absent.why])])
}

fn figures(overlap: &Overlap) -> [Cell; 5] {
    let [agree, present, absent, prevalence] =
        [overlap.agree, overlap.agree_present, overlap.agree_absent, overlap.prevalence].map(words::share);
    [agree, present, absent, prevalence, words::coefficient(overlap.cohen_kappa, None)]
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
