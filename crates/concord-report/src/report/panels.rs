//! How far all frameworks overlap, theme by theme, and on which of them that hangs.

use concord_model::comparison::{Coefficients, Comparison, ItemAgreement, PanelAgreement};

use super::Page;
use super::html::{Cell, Html, Table};
use super::words;

/// What each item is called.
pub(super) fn item(name: &str) -> &'static str {
    match name {
        "partly_present" => "partly as present",
        "partly_absent" => "partly as absent",
        "graded" => "absent, partly or present",
        _ => "whether it can be told",
    }
}

pub(super) fn write(page: &Page<'_>, html: &mut Html) {
    let agreement = &page.comparison.agreement;
    html.paragraph(&agreement.note);
    html.paragraph(
        "Percent agreement is the share of pairs of frameworks that say the same of an incident, averaged over the incidents that two or more \
         could tell. Beside it stand how often, where one framework finds present (or absent), another does too, and how common present is. \
         Standard errors (SE) come from leaving out each partnership in turn. The last columns say how far two coders of one review agree, seen \
         through these frameworks: agreement on one coder’s record that goes beyond it owes to its being one record.",
    );
    html.list(words::standings(page.comparison));
    if agreement.panels.is_empty() {
        html.paragraph("No theme has two frameworks of this run that can answer both ways.");
        return;
    }
    html.table(&headlines(page.comparison));
    html.paragraph(&most_changed(page.comparison));
    for theme in &page.comparison.themes {
        let panels: Vec<&PanelAgreement> = agreement.panels.iter().filter(|panel| panel.theme == theme.id).collect();
        if !panels.is_empty() {
            html.details(&words::theme(page.comparison, &theme.id), |html| panels.iter().for_each(|panel| detail(panel, html)));
        }
    }
}

fn headlines(comparison: &Comparison) -> Table {
    let caption = format!("All frameworks, partly as present. Unit: incident. Period: {}.", comparison.data.period);
    let mut table = Table::new(caption, "agreement_panels")
        .columns(["Theme", "Side", "Frameworks", "Left out", "Incidents compared", "Percent agreement"])
        .group("Where one finds it, so does another", ["Present", "Absent"])
        .columns(["Prevalence of present", "Krippendorff’s alpha", "Gwet’s AC1"])
        .group("Two coders of one review", ["Reviews compared", "Percent agreement"])
        .columns(["Why a figure is not defined"]);
    for panel in &comparison.agreement.panels {
        let found = &panel.items.partly_present.coefficients;
        let (present, absent) = (words::category(found, "present"), words::category(found, "absent"));
        let names = [Cell::from(words::theme(comparison, &panel.theme)), Cell::from(panel.side.name())];
        let sizes = [panel.frameworks.len() as u64, panel.left_out.len() as u64, found.units_pairable].map(Cell::from);
        let shares = [found.percent_agreement, present[0], absent[0], present[1]].map(words::share);
        let errors = &found.se_jackknife;
        let coefficients =
            [words::coefficient(found.krippendorff_alpha, errors.krippendorff_alpha), words::coefficient(found.gwet_ac, errors.gwet_ac)];
        let why = [words::why([&found.why, &errors.why])];
        table.row(names.into_iter().chain(sizes).chain(shares).chain(coefficients).chain(ceiling(comparison, panel)).chain(why));
    }
    table
}

/// Between which ends the frameworks of a panel see two codings agree.
fn ceiling(comparison: &Comparison, panel: &PanelAgreement) -> [Cell; 2] {
    let of_panel = comparison
        .agreement
        .ceiling
        .codings
        .iter()
        .filter(|coding| coding.theme == panel.theme && coding.side == panel.side && panel.frameworks.contains(&coding.framework));
    let found: Vec<&Coefficients> = of_panel.map(|coding| &coding.items.partly_present).collect();
    let counts: Vec<u64> = found.iter().map(|found| found.units_pairable).collect();
    let Some((least, most)) = counts.iter().min().zip(counts.iter().max()) else {
        return [Cell::from("no second codings"), Cell::from("no second codings")];
    };
    let shares = found.iter().filter_map(|found| found.percent_agreement);
    let ends =
        shares.fold(None, |ends: Option<[f64; 2]>, share| Some(ends.map_or([share; 2], |[low, high]| [low.min(share), high.max(share)])));
    let counts = if least == most { words::count(*least) } else { format!("{} to {}", words::count(*least), words::count(*most)) };
    [Cell::Number(counts), words::interval(ends.map(|ends| ends[0]), ends.map(|ends| ends[1]))]
}

fn most_changed(comparison: &Comparison) -> String {
    match &comparison.agreement.most_changed {
        None => "No framework can be left out: without it no two frameworks are left that could be compared.".to_owned(),
        Some(most) => format!(
            "The headline that hangs most on one framework: on {} ({}) percent agreement goes from {} to {} without {} ({} points).",
            words::theme(comparison, &most.theme),
            most.side.name(),
            words::percent(most.percent_agreement),
            words::percent(most.percent_agreement + most.change),
            most.framework,
            words::point(most.change),
        ),
    }
}

fn detail(panel: &PanelAgreement, html: &mut Html) {
    html.paragraph(&format!("{}: frameworks counted: {}.", panel.side.name(), panel.frameworks.join(", ")));
    html.list(panel.left_out.iter().map(|left| format!("{} is left out: it is marked with {}.", left.framework, left.marked_with)));
    html.table(&items(panel));
    html.table(&without(panel));
}

fn caption(panel: &PanelAgreement, what: &str) -> String {
    format!("{}: {what}. Unit: {}. Period: {}.", panel.side.name(), panel.unit.name(), panel.period)
}

fn items(panel: &PanelAgreement) -> Table {
    let mut table = Table::new(caption(panel, "how far all frameworks overlap"), "agreement_panels")
        .columns(["What is compared"])
        .columns(COEFFICIENTS)
        .group("Cochran’s Q: do some say yes more often?", ["Incidents all told", "Q", "Degrees of freedom", "p"])
        .columns(["Why a figure is not defined"]);
    for (name, found) in panel.items.named() {
        let whys = [&found.coefficients.why, &found.coefficients.se_jackknife.why];
        let why = words::why(whys.into_iter().chain(found.cochran_q.iter().map(|q| &q.why)));
        let name = [Cell::from(item(name))];
        table.row(name.into_iter().chain(coefficients(&found.coefficients)).chain(cochran(found)).chain([why]));
    }
    table
}

/// What stands of coefficients in a row: see [`coefficients`].
pub(super) const COEFFICIENTS: [&str; 8] = [
    "Told by one or more",
    "Compared",
    "Percent agreement",
    "Where one says it, so does another",
    "Prevalence",
    "Krippendorff’s alpha",
    "Gwet’s AC1 (AC2 where there are three)",
    "Fleiss’s kappa",
];

/// The cells of [`COEFFICIENTS`].
pub(super) fn coefficients(found: &Coefficients) -> [Cell; 8] {
    let errors = &found.se_jackknife;
    let each = |place: usize| {
        let of = |category: &concord_model::comparison::CategoryAgreement| {
            let share = [category.specific_agreement, category.prevalence][place];
            format!("{} {}", category.category.replace('_', " "), share.map_or_else(|| "not defined".to_owned(), words::percent))
        };
        Cell::from(found.categories.iter().map(of).collect::<Vec<_>>().join("; "))
    };
    [
        Cell::from(found.units_rated),
        Cell::from(found.units_pairable),
        words::share(found.percent_agreement),
        each(0),
        each(1),
        words::coefficient(found.krippendorff_alpha, errors.krippendorff_alpha),
        words::coefficient(found.gwet_ac, errors.gwet_ac),
        words::coefficient(found.fleiss_kappa, None),
    ]
}

fn cochran(found: &ItemAgreement) -> [Cell; 4] {
    match &found.cochran_q {
        None => ["more than two answers"; 4].map(Cell::from),
        Some(q) => [Cell::from(q.complete), words::number(q.q), Cell::from(q.df), words::p_value(q.p)],
    }
}

fn without(panel: &PanelAgreement) -> Table {
    let caption = caption(panel, "without one framework, partly as present");
    let mut table = Table::new(caption, "agreement_without").columns([
        "Left out",
        "Incidents compared",
        "Percent agreement",
        "Change in points",
        "Krippendorff’s alpha",
        "Gwet’s AC1",
        "Alpha changes its sign",
        "Why a figure is not defined",
    ]);
    for without in &panel.without {
        table.row([
            Cell::from(&without.framework),
            Cell::from(without.units_pairable),
            words::share(without.percent_agreement),
            words::points(without.change),
            words::coefficient(without.krippendorff_alpha, None),
            words::coefficient(without.gwet_ac, None),
            without.alpha_changes_sign.map_or_else(|| words::share(None), |changes| Cell::from(words::yes(changes))),
            words::why([&without.why]),
        ]);
    }
    table
}
