//! How partnerships vary, without ever ranking them.

use concord_model::comparison::{Adjustment, ClusteredShare, PartnershipRow, Variation};

use super::Page;
use super::html::{Cell, Html, Table};
use super::words;

pub(super) fn write(page: &Page<'_>, html: &mut Html) {
    html.paragraph(
        "Cases of one partnership resemble one another, so that national intervals come from leaving each partnership out in turn; a design effect \
         below 1 counts as 1. A partnership is flagged only where the flag survives whatever could not be told of its own cases. The cases are all \
         incidents to which the question applies: what is missing or in conflict, what was found in part and what was found without having been \
         looked for is taken as absent before its share is called high, and as present before it is called low. The benchmark is what the other \
         partnerships found of what they assessed, in part, in conflict or in full, never its own; that is a count too, so that the test is \
         Fisher’s exact one: how likely are so few or so many here, given how many were found here and elsewhere together. With fewer than 10 \
         other partnerships nothing is tested. “Cannot be distinguished” means that however that number had fallen here and elsewhere, no flag \
         would have come of it, which is so for most.",
    );
    html.paragraph(
        "What was found over what was to be expected is given in three layers: of any case, of like cases, and of like cases whose reviews went as \
         deep. Depth is a mediator: it comes of the case and of a partnership’s means as much as it shapes what is found, so that the third layer can \
         take away the very difference that is looked for. It says what depth may account for, and corrects nothing. All layers, with limits and \
         bounds, are in tables/layers.csv; the ratio is of the cases that were told, its bounds of all, so that it need not lie between them.",
    );
    html.paragraph(&model(page));
    flags(page, html);
    html.list(words::standings(page.comparison));
    for theme in &page.comparison.themes {
        let of_theme: Vec<&Variation> = page.comparison.variation.iter().filter(|one| one.theme == theme.id).collect();
        let Some(first) = of_theme.first() else { continue };
        html.details(&words::theme(page.comparison, &theme.id), |html| {
            let caption = format!("National shares and their spread. Unit: {}. Period: {}.", first.unit.name(), first.period);
            html.table(&nationals(caption, &of_theme));
            let caption = format!(
                "Partnerships beyond a limit, by name, once for frameworks that find the same. All others are in tables/partnerships.csv. Unit: {}. Period: {}.",
                first.unit.name(),
                first.period
            );
            html.table(&beyond(caption, &of_theme));
        });
    }
}

/// The regression behind the second and third layers.
fn model(page: &Page<'_>) -> String {
    let models = || page.comparison.variation.iter().flat_map(|one| &one.models);
    let Some(any) = models().next() else { return "There is no model of case-mix: the layers of like cases are not defined.".to_owned() };
    let names = |adjustment| {
        let mut all: Vec<&str> = Vec::new();
        for term in models().filter(|model| model.adjustment == adjustment).flat_map(|model| &model.terms) {
            if !all.contains(&term.grouping.as_str()) {
                all.push(&term.grouping);
            }
        }
        all
    };
    let case_mix = names(Adjustment::CaseMix);
    let depth: Vec<&str> = names(Adjustment::CaseMixAndDepth).into_iter().filter(|name| !case_mix.contains(name)).collect();
    let n = models().filter(|model| model.intercept.is_some()).map(|model| model.n);
    let on = match (n.clone().min(), n.max()) {
        (Some(least), Some(most)) if least == most => format!("{} incidents that were told", words::count(least)),
        (Some(least), Some(most)) => format!("{} to {} incidents that were told", words::count(least), words::count(most)),
        _ => "no incidents: none could be fitted".to_owned(),
    };
    format!(
        "What is expected of like cases comes from one logistic regression (Firth’s, with an intercept corrected so that in each layer as much is \
         expected of all partnerships together as was found) on the main effects of: {}; in the third layer also of: {}. In each of these the \
         commonest group is the reference, and a group with fewer than {} incidents told joins it; a kind of case that was never told has what the \
         regression says of its groups. Each framework, theme and side has its own, on {on}; decisions use the same regression on decided \
         reviews. All terms are in tables/case_mix.csv. A limit that no count of its cases could reach, or any would cross, is none.",
        listed(&case_mix),
        listed(&depth),
        any.least,
    )
}

fn listed(names: &[&str]) -> String {
    if names.is_empty() { "nothing".to_owned() } else { names.join(", ") }
}

/// What chance alone would give, said before any flag.
fn flags(page: &Page<'_>, html: &mut Html) {
    let flags = &page.comparison.flags;
    if flags.tests == 0 {
        html.paragraph("There is nothing that could be tested.");
        return;
    }
    html.paragraph(&format!(
        "Of {} tests ({}; {} of {} differ), {} could have been flagged at all. Beyond the 95% limits are {}; chance alone gives at most {:.0}. Beyond the 99.8% limits \
         are {}; chance alone gives at most {:.1}. Taken together at a false discovery rate of 5% (Benjamini and Hochberg over the tests that Tarone’s screen keeps), {} are left. Once partnerships are allowed to \
         differ as much as they do, {} are beyond 95%; with what the others could not tell in each partnership’s favour, {}. Were what is missing left out, {} would be flagged: these are no flags.",
        words::count(flags.tests),
        flags.family,
        words::count(flags.distinct_views),
        words::count(flags.views),
        words::count(flags.could_flag),
        words::count(flags.beyond_95),
        flags.expected_95,
        words::count(flags.beyond_998),
        flags.expected_998,
        words::count(flags.q_below_05),
        words::count(flags.beyond_95_overdispersed),
        words::count(flags.beyond_95_least_favourable),
        words::count(flags.beyond_95_missing_ignored),
    ));
    html.paragraph("A flag is where to start asking, and no judgement.");
}

fn nationals(caption: String, all: &[&Variation]) -> Table {
    let share = ["Share", "95% interval"];
    let mut table = Table::new(caption, "national")
        .columns(["Framework", "Side"])
        .group("Lower bound", share)
        .group("Of those assessed", share)
        .group("Upper bound", share)
        .group("Spread between partnerships", ["φ", "ρ"])
        .columns(["Can be told apart", "Finds the same as", "Why a figure is not defined"]);
    for one in all {
        let national = &one.national;
        let shares = [&national.lower, &national.assessed_only, &national.upper].into_iter().flat_map(clustered);
        let told = one.partnerships.iter().filter(|row| row.signal != concord_model::comparison::Signal::CannotTell).count();
        let of = format!("{} of {} partnerships", words::count(told as u64), words::count(one.partnerships.len() as u64));
        let names = [Cell::from(&one.framework), Cell::from(one.side.name())];
        let spread = [words::number(one.spread.phi), words::number(one.spread.rho_mean)];
        let same_as = Cell::from(one.same_as.as_deref().unwrap_or_default());
        let rest = [Cell::from(of), same_as, words::why([&national.assessed_only.why, &one.spread.why])];
        table.row(names.into_iter().chain(shares).chain(spread).chain(rest));
    }
    table
}

fn clustered(share: &ClusteredShare) -> [Cell; 2] {
    [words::share(share.share), words::interval(share.low, share.high)]
}

fn beyond(caption: String, all: &[&Variation]) -> Table {
    let mut table = Table::new(caption, "partnerships")
        .columns(["Partnership", "Framework", "Side", "Cases", "Could not be told", "Found", "Others"])
        .columns(["Flag", "At the least favourable benchmark", "With overdispersion", "q"])
        .group("Given all partnerships", ["Share", "95% interval", "From the others"])
        .group("Found over expected", Adjustment::ALL.map(layer));
    // What finds the same as another is not said again.
    let own = all.iter().filter(|one| one.same_as.is_none());
    let flagged = |one: &&Variation| {
        let one = (*one).clone();
        one.partnerships.clone().into_iter().filter(|row| row.signal.flagged()).map(move |row| (one.framework.clone(), one.side, row))
    };
    let mut rows: Vec<_> = own.flat_map(flagged).collect();
    rows.sort_by(|a, b| a.2.partnership.cmp(&b.2.partnership));
    for (framework, side, row) in &rows {
        let names = [Cell::from(&row.partnership), Cell::from(framework), Cell::from(side.name())];
        let ratio = |adjustment| row.layers.iter().find(|layer| layer.adjustment == adjustment).and_then(|layer| layer.ratio);
        let layers = Adjustment::ALL.map(|adjustment| words::number(ratio(adjustment)));
        table.row(names.into_iter().chain(cells(row)).chain(layers));
    }
    table
}

/// What is expected in a layer.
fn layer(adjustment: Adjustment) -> &'static str {
    match adjustment {
        Adjustment::Crude => "of any case",
        Adjustment::CaseMix => "of like cases",
        Adjustment::CaseMixAndDepth => "of like cases of like depth",
    }
}

fn cells(row: &PartnershipRow) -> impl Iterator<Item = Cell> {
    let found = match row.found_at_least == row.found_at_most {
        true => words::count(row.found_at_least),
        false => format!("{} to {}", words::count(row.found_at_least), words::count(row.found_at_most)),
    };
    let pooled = &row.pooled;
    [
        Cell::from(row.n),
        Cell::from(row.missing),
        Cell::Number(found),
        words::share(row.benchmark),
        Cell::from(row.signal.words()),
        Cell::from(row.signal_least_favourable.words()),
        Cell::from(row.signal_overdispersed.words()),
        words::number(row.q),
        words::share(pooled.mean),
        words::interval(pooled.lower, pooled.upper),
        words::share(pooled.prior_weight),
    ]
    .into_iter()
}
