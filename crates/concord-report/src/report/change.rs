//! By year, by those whom reviews are about, and along the means that partnerships had.

use concord_model::comparison::{Change, Difference, Facet, FairnessFigure, GradientFigure, Slope, TestFamily};

use super::Page;
use super::html::{Cell, Html, Table};
use super::words;

/// What changed from year to year.
pub(super) fn changes(page: &Page<'_>, html: &mut Html) {
    html.paragraph(
        "Whether it could be told comes first: a finding that becomes commoner while more is looked for need not be commoner. “For certain” is said \
         only where the bounds of both years leave out no change, whatever the unknown is.",
    );
    not_whole(page, html);
    family(&page.comparison.change_tests, html);
    for theme in &page.comparison.themes {
        let of_theme: Vec<&Change> = page.comparison.changes.iter().filter(|change| change.theme == theme.id).collect();
        let Some(first) = of_theme.first() else { continue };
        let caption = format!("Change between calendar years. Unit: {}. Period: the years of each row.", first.unit.name());
        html.details(&words::theme(page.comparison, &theme.id), |html| {
            let mut table = Table::new(caption, "changes")
                .columns(["Framework", "Side", "From", "To"])
                .group("Could be told", ["Before", "After", "Change", "95% interval", "q"])
                .group("Of those assessed", ["Before", "After", "Change", "95% interval", "q"])
                .columns(["For certain", "Why a figure is not defined"]);
            for change in of_theme {
                let names = [Cell::from(&change.framework), Cell::from(change.side.name())];
                let years = [change.from, change.to].map(|year| Cell::Number(year.to_string()));
                let told = [words::share(change.assessable_from.share), words::share(change.assessable_to.share)];
                let found = [words::share(change.assessed_from.share), words::share(change.assessed_to.share)];
                let cells = names.into_iter().chain(years).chain(told).chain(difference(&change.assessable_change)).chain(found);
                let rest =
                    [Cell::from(words::yes(change.certain)), words::why([&change.assessable_change.why, &change.assessed_change.why])];
                table.row(cells.chain(difference(&change.assessed_change)).chain(rest));
            }
            html.table(&table);
        });
    }
}

fn difference(difference: &Difference) -> [Cell; 3] {
    [words::points(difference.difference), words::points_between(difference.low, difference.high), words::p_value(difference.q)]
}

/// The years that are compared with none.
fn not_whole(page: &Page<'_>, html: &mut Html) {
    let years = page.comparison.facets.iter().filter(|part| part.facet == Facet::CalendarYear);
    let not_whole: Vec<&str> = years.filter(|part| part.not_whole.is_some()).map(|part| part.label.as_str()).collect();
    if !not_whole.is_empty() {
        html.paragraph(&format!("Whole years alone are compared. Compared with none: {}.", not_whole.join("; ")));
    }
}

/// What is tested together, and what chance alone would give.
fn family(tests: &TestFamily, html: &mut Html) {
    if tests.tests == 0 {
        return;
    }
    html.paragraph(&format!(
        "Intervals of differences are made of the clustered Wilson intervals of both shares (Newcombe’s method). Tested together: {}. Of {} \
         differences {} could be tested; {} have a p of at most 0.05, where chance alone gives {:.0} at most; taken together at a false \
         discovery rate of 5% (q), {} are left.",
        tests.family,
        words::count(tests.tests),
        words::count(tests.tested),
        words::count(tests.p_below_05),
        tests.expected_05,
        words::count(tests.q_below_05),
    ));
}

/// By whom reviews are about.
pub(super) fn fairness(page: &Page<'_>, html: &mut Html) {
    html.paragraph(
        "Findings, and whether they could be told at all, by those whom reviews are about. Where less could be told of a group, a lower share is no \
         good news for it. Each group is held against all other known groups together. Small numbers are shown here as they are: this page is not for publication.",
    );
    family(&page.comparison.fairness_tests, html);
    for theme in &page.comparison.themes {
        let of_theme: Vec<&FairnessFigure> = page.comparison.fairness.iter().filter(|one| one.theme == theme.id).collect();
        let Some(first) = of_theme.first() else { continue };
        let caption = format!("Unit: {}. Period: {}.", first.unit.name(), first.period);
        html.details(&words::theme(page.comparison, &theme.id), |html| {
            let mut table = Table::new(caption, "fairness")
                .columns(["Framework", "Side", "By", "Group", "It applies to"])
                .group("Could be told", ["Share", "95% interval", "Against the others", "95% interval", "q"])
                .group("Found", ["Lower bound", "Of those assessed", "Upper bound", "Against the others", "95% interval", "q"])
                .columns(["Why a figure is not defined"]);
            for one in of_theme {
                let names = [&one.framework, &one.side.name().to_owned(), &one.grouping, &one.label].map(Cell::from);
                let told = [words::share(one.assessable.share), words::interval(one.assessable.low, one.assessable.high)];
                let found = [words::share(one.lower), words::share(one.assessed_only.share), words::share(one.upper)];
                let cells = names.into_iter().chain([Cell::from(one.n)]).chain(told).chain(difference(&one.assessable_gap));
                table.row(
                    cells
                        .chain(found)
                        .chain(difference(&one.assessed_gap))
                        .chain([words::why([&one.assessable_gap.why, &one.assessed_gap.why])]),
                );
            }
            html.table(&table);
        });
    }
}

/// Along the means that partnerships had.
pub(super) fn gradients(page: &Page<'_>, html: &mut Html) {
    html.paragraph(
        "Where partnerships with more means could tell more, what they find cannot be compared with what others find before that is allowed for. The \
         shares are those expected at the 10th, 50th and 90th centile of the partnerships’ means, each partnership counted once, and those means \
         are given with them. p comes from permuting means between partnerships of like size: the partnership is what was sampled, not the \
         review. “At most” stands where no permutation came as far: so few cannot show less.",
    );
    for theme in &page.comparison.themes {
        let of_theme: Vec<&GradientFigure> = page.comparison.gradients.iter().filter(|one| one.theme == theme.id).collect();
        let Some(first) = of_theme.first() else { continue };
        let caption = format!("Unit: {}. Period: {}.", first.unit.name(), first.period);
        html.details(&words::theme(page.comparison, &theme.id), |html| {
            let mut table = Table::new(caption, "gradients")
                .columns(["Framework", "Side", "Means", "Partnerships"])
                .group("Means at the centiles of partnerships", ["10th", "50th", "90th"])
                .group("Could be told", ["10th", "50th", "90th", "p"])
                .group("Found, of those assessed", ["10th", "50th", "90th", "p"])
                .group("Found, unknown as absent", ["10th", "90th", "p"])
                .group("Found, unknown as present", ["10th", "90th", "p"])
                .columns(["Why a figure is not defined"]);
            for one in of_theme {
                let names =
                    [Cell::from(&one.framework), Cell::from(one.side.name()), Cell::from(&one.resource), Cell::from(one.partnerships)];
                let ends = ends(&one.unknown_absent).into_iter().chain(ends(&one.unknown_present));
                let why = words::why([&one.why, &one.assessability.why, &one.finding.why]);
                let at = (0..3).map(|place| words::number(one.at.map(|at| at[place])));
                table.row(names.into_iter().chain(at).chain(three(&one.assessability)).chain(three(&one.finding)).chain(ends).chain([why]));
            }
            html.table(&table);
        });
    }
}

fn three(slope: &Slope) -> Vec<Cell> {
    let at = (0..3).map(|place| words::share(slope.predicted.map(|at| at[place])));
    at.chain([words::permutation_p(slope.permutation_p, slope.permutation_p_at_most)]).collect()
}

fn ends(slope: &Slope) -> [Cell; 3] {
    let [low, high] = [0, 2].map(|place| words::share(slope.predicted.map(|at| at[place])));
    [low, high, words::number(slope.permutation_p)]
}
