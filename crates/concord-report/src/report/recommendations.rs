//! What reviews recommend, and what became of it.

use concord_model::comparison::{BoundedShare, Facet, RecommendationFigure, RecommendationMeasure as Measure};

use super::html::{Cell, Html, Table};
use super::{Page, bounded, words};

/// What belongs together: the share that is its title, how the title goes on, and the shares that it shows.
const GROUPS: [(Measure, &str, &[Measure]); 4] = [
    (Measure::Weak, "of recommendations are weak measures", &[Measure::None, Measure::Weak, Measure::Intermediate, Measure::Strong]),
    (Measure::LevelDrop, "drop from organisation to front line", &[Measure::LevelDrop]),
    (Measure::Orphan, "of problems are answered by no recommendation", &[Measure::Orphan, Measure::OrphanOrganisation]),
    (Measure::Answered, "of national recommendations were answered", ANSWERS),
];

/// What became of national recommendations.
const ANSWERS: &[Measure] =
    &[Measure::National, Measure::Answered, Measure::NotYetDue, Measure::AnsweredWithinYear, Measure::AnsweredLate, Measure::Unanswered];

pub(super) fn write(page: &Page<'_>, html: &mut Html) {
    let section = &page.comparison.recommendations;
    if let Some(why) = &section.why {
        html.paragraph(&format!("Nothing is shown here: {why}."));
        return;
    }
    html.paragraph(&section.note);
    let shown: Vec<&RecommendationFigure> = section.figures.iter().filter(|figure| figure.facet != Facet::Partnership).collect();
    let Some(all) = shown.iter().find(|figure| figure.facet == Facet::All) else { return };
    html.paragraph(&sizes(all));
    if let Some(as_of) = &section.as_of {
        html.paragraph(&format!("What is due is reckoned as of {as_of}."));
    }
    for (title, words, measures) in GROUPS {
        html.heading(&heading(share(all, title), title, words));
        measures.iter().for_each(|&measure| html.table(&table(all, &shown, measure)));
    }
    html.paragraph("By partnership, in the order of their names, they are in tables/recommendations_by_partnership.csv.");
}

fn sizes(all: &RecommendationFigure) -> String {
    let count = words::count;
    let mean = all.per_review.map_or_else(String::new, |mean| format!(", {mean:.1} a review"));
    let not_for_response = match all.not_for_response {
        0 => String::new(),
        left => format!(" For {} national recommendations no response is due; they are in no share of answers.", count(left)),
    };
    format!(
        "{} reviews made {} recommendations{mean}, and recorded {} findings, {} of them problems.{not_for_response}",
        count(all.reviews),
        count(all.recommendations),
        count(all.findings),
        count(all.problems)
    )
}

fn share(figure: &RecommendationFigure, measure: Measure) -> Option<&BoundedShare> {
    figure.shares.iter().find(|share| share.measure == measure).map(|share| &share.share)
}

fn heading(share: Option<&BoundedShare>, measure: Measure, words: &str) -> String {
    let range = share.and_then(bounded::range);
    range.map_or_else(|| format!("Nothing can be told of {}", measure.of()), |range| format!("{range} {words}"))
}

/// What a table shows, in a sentence.
fn sentence(share: Option<&BoundedShare>, measure: Measure) -> String {
    match share.and_then(bounded::range) {
        Some(range) => format!("{range} of {} {}.", measure.of(), measure.words()),
        None => format!("What share of {} {} is not defined.", measure.of(), measure.words()),
    }
}

fn table(all: &RecommendationFigure, figures: &[&RecommendationFigure], measure: Measure) -> Table {
    let (sentence, unit, period) = (sentence(share(all, measure), measure), all.unit.name(), &all.period);
    let caption = format!("{sentence} Unit: {unit}, with its rows. Period: {period}; of a year, that year.");
    let mut table = bounded::columns(Table::new(caption, "recommendations").columns(["Part"])).columns(["Why something is not defined"]);
    for figure in figures {
        let Some(share) = share(figure, measure) else { continue };
        table.row([Cell::from(&figure.label)].into_iter().chain(bounded::cells(share)).chain([words::why([&share.why])]));
    }
    table
}
