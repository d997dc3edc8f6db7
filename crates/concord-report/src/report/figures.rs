//! What the frameworks find, theme by theme.

use concord_model::comparison::{Cut, Facet, Figure, Unit};

use super::Page;
use super::html::{Cell, Html, Table};
use super::words;

pub(super) fn write(page: &Page<'_>, html: &mut Html) {
    html.paragraph(
        "Each row is one framework’s reading of the same reviews. The lower bound takes what could not be told as absent, the upper \
         bound as present; the share among those assessed is of what was looked for and told, a conflict as present, so that it can lie below \
         the lower bound where much was found without having been looked for, and the row then says so. The 95% hull runs from the lower \
         end of the Wilson interval of the lower bound to the upper end of that of the upper bound: it speaks of what lies behind these \
         reviews, since the reviews themselves were all counted. Over several partnerships it allows for their cases being alike: the \
         cases are divided by the design effect, estimated by leaving each partnership out in turn and taken as 1 where it is less. \
         “Partly” is taken once as present, which is the headline, and once as absent.",
    );
    html.paragraph(
        "Reviews of one incident are observations of one thing: it is present where any of them finds it, and absent where one that looked \
         finds it absent and none finds it present. That is no worst case: where another review of the incident could not tell, it counts as \
         absent none the less. “If any could not tell” is what the figure would be if such a review left its incident open.",
    );
    html.paragraph("A framework that can answer one way only gives one bound; it is compared with nothing.");
    html.list(words::standings(page.comparison));
    for theme in page.comparison.themes.iter().filter(|theme| !theme.apart) {
        let of_theme = |figure: &&Figure| figure.facet == Facet::All && figure.unit == Unit::Incident && figure.theme == theme.id;
        let figures: Vec<&Figure> = page.comparison.figures.iter().filter(of_theme).collect();
        html.heading(&words::theme(page.comparison, &theme.id));
        match figures.first() {
            Some(first) => html.table(&table(caption(first), ["Framework", "Side"], &figures, |figure| {
                [Cell::from(&figure.framework), Cell::from(figure.side.name())]
            })),
            None => html.paragraph("No framework of this run decides this theme."),
        }
    }
    let apart: Vec<String> =
        page.comparison.themes.iter().filter(|theme| theme.apart).map(|theme| words::theme(page.comparison, &theme.id)).collect();
    if !apart.is_empty() {
        html.paragraph(&format!(
            "{} stands apart: its indicators are shown each by itself and are never combined or compared.",
            apart.join(", ")
        ));
    }
}

/// What a figure counts, and over which time.
pub(super) fn caption(figure: &Figure) -> String {
    format!("Unit: {}. Period: {}.", figure.unit.name(), figure.period)
}

/// A table of figures, with the cells that name each.
pub(super) fn table<const NAMES: usize>(
    caption: String,
    names: [&str; NAMES],
    figures: &[&Figure],
    name: impl Fn(&Figure) -> [Cell; NAMES],
) -> Table {
    let bounds = ["Lower bound", "Of those assessed", "If any could not tell", "Upper bound", "If any could not tell", "95% hull"];
    let mut table = Table::new(caption, "figures")
        .columns(names)
        .columns(["Can answer", "It applies to"])
        .group("Looked for", ["Yes", "No", "Unknown"])
        .group("Partly as present", ["Present", "Absent", "Conflict", "Cannot be told", "Error"])
        .group("Partly as present: shares", bounds)
        .group("Partly as absent: shares", bounds)
        .columns(["Why a share is not defined, or outside its bounds"]);
    for figure in figures {
        let (cut, other) = (&figure.partly_present, &figure.partly_absent);
        let looked = [cut.n, figure.looked_yes, figure.looked_no, figure.looked_unknown].map(Cell::from);
        let counts = [cut.present, cut.absent, cut.conflict, cut.not_determinable, cut.error].map(Cell::from);
        let said = std::iter::once(Cell::from(if figure.withheld { words::WITHHELD } else { words::one_sided(figure.one_sided) }));
        let why = std::iter::once(words::why([&cut.why, &other.why, &cut.note, &other.note]));
        table.row(
            name(figure)
                .into_iter()
                .chain(said)
                .chain(looked)
                .chain(counts)
                .chain(shares(figure, cut))
                .chain(shares(figure, other))
                .chain(why),
        );
    }
    table
}

fn shares(figure: &Figure, cut: &Cut) -> [Cell; 6] {
    if figure.withheld {
        return std::array::from_fn(|_| Cell::from(words::WITHHELD));
    }
    [
        words::share(cut.lower),
        words::share(cut.assessed_only),
        words::share(cut.assessed_only_if_any_review_undetermined),
        words::share(cut.upper),
        words::share(cut.upper_if_any_review_undetermined),
        words::interval(cut.hull_lower, cut.hull_upper),
    ]
}
