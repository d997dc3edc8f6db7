//! What is lens, partnership and review.

use concord_model::comparison::{VarianceComponents, VarianceFigure};

use super::Page;
use super::html::{Cell, Html, Table};
use super::words;

pub(super) fn write(page: &Page<'_>, html: &mut Html) {
    html.paragraph(
        "Every framework reads every review, so that differences between frameworks (the lens) can be parted from differences between reviews and \
         between partnerships. What lies between partnerships is practice, coding, case-mix and selection together; no design can part these. Scores \
         are 0 absent, ½ partly, 1 present. The three other rows show what becomes of the parts once depth is taken off, which is a consequence as much as a \
         cause, and with everything unknown taken as absent and as present.",
    );
    let parts = ["Partnership", "Review", "Framework", "Framework by partnership", "Rest"];
    let caption = format!("Shares of the variance. Unit: incident. Period: {}.", page.comparison.data.period);
    let mut table = Table::new(caption, "variance")
        .columns(["Theme", "Side", "Scores", "Frameworks", "Incidents"])
        .group("Share of the variance", parts)
        .columns(["Why a share is not defined"]);
    for one in &page.comparison.variance {
        let kinds = [
            ("as they are", &one.plain),
            ("less depth", &one.less_depth),
            ("unknown as absent", &one.unknown_absent),
            ("unknown as present", &one.unknown_present),
        ];
        for (kind, of) in kinds {
            let names = [words::theme(page.comparison, &one.theme), one.side.name().to_owned(), kind.to_owned()].map(Cell::from);
            let counts = [Cell::from(one.frameworks.len() as u64), Cell::from(one.incidents)];
            let why = if of.why.is_some() { &of.why } else { &one.why };
            table.row(names.into_iter().chain(counts).chain(shares(of)).chain([words::why([why])]));
        }
    }
    html.table(&table);
    reliability(page, html);
}

fn shares(of: &VarianceComponents) -> Vec<Cell> {
    let all = [of.partnership, of.review, of.framework, of.partnership_framework, of.residual];
    let total = all.iter().copied().collect::<Option<Vec<f64>>>().map(|all| all.iter().sum::<f64>()).filter(|total| *total > 0.0);
    all.iter().map(|part| words::share(part.zip(total).map(|(part, total)| part / total))).collect()
}

/// How far partnerships can be told apart at all, without naming one.
fn reliability(page: &Page<'_>, html: &mut Html) {
    html.paragraph(
        "A reliability of 0.7 is the least at which partnerships’ figures are usually compared. How many incidents each partnership would need is in \
         tables/reliability.csv.",
    );
    let caption = format!("How many partnerships reach a reliability of 0.7. Unit: incident. Period: {}.", page.comparison.data.period);
    let mut table = Table::new(caption, "reliability").columns(["Theme", "Side", "Partnerships", "Reach 0.7", "Most incidents needed"]);
    for one in page.comparison.variance.iter().filter(|one| !one.reliability.is_empty()) {
        let reach = one.reliability.iter().filter(|row| row.generalizability.is_some_and(|reached| reached >= 0.7)).count();
        let names = [words::theme(page.comparison, &one.theme), one.side.name().to_owned()].map(Cell::from);
        table.row(names.into_iter().chain([Cell::from(one.reliability.len() as u64), Cell::from(reach as u64), needed(one)]));
    }
    html.table(&table);
}

fn needed(one: &VarianceFigure) -> Cell {
    let all: Option<Vec<u64>> = one.reliability.iter().map(|row| row.needed_for_0_7).collect();
    all.and_then(|all| all.into_iter().max()).map_or_else(|| Cell::from("cannot be reached"), Cell::from)
}
