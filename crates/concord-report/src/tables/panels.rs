//! How far all frameworks overlap, how far two codings of one review do, and the reviews on which frameworks part most.

use concord_model::comparison::{Coefficients, Comparison};
use concord_model::framework::Match;

use super::Table;
use super::sheet::{Cell, Sheet};

/// The categories of a finding, and of whether there is one.
const FOUND: [&str; 3] = ["absent", "partly", "present"];
const TOLD: [&str; 2] = ["not_told", "told"];
/// What can be told, beside what is found.
const ASSESSABLE: &str = "assessable";

/// A row for each theme × side × item of findings.
pub(super) fn panels(comparison: &Comparison) -> Table {
    of_panels("agreement_panels", comparison, &FOUND, |item| item != ASSESSABLE)
}

/// A row for each theme × side: whether frameworks agree on what can be told.
pub(super) fn assessability(comparison: &Comparison) -> Table {
    of_panels("agreement_assessability", comparison, &TOLD, |item| item == ASSESSABLE)
}

fn of_panels(name: &'static str, comparison: &Comparison, categories: &[&str], wanted: fn(&str) -> bool) -> Table {
    let names = ["theme", "side", "unit", "period", "item", "frameworks", "left_out", "marked_with"].map(str::to_owned);
    let of_q = ["q_complete", "q_incomplete", "q", "q_df", "q_p", "q_why"].map(str::to_owned);
    let mut rows = Rows::new(name, [&names[..], &columns(categories), &of_q].concat());
    for panel in &comparison.agreement.panels {
        for (item, found) in panel.items.named().into_iter().filter(|(item, _)| wanted(item)) {
            let (left_out, marked_with): (Vec<&str>, Vec<&str>) =
                panel.left_out.iter().map(|left| (left.framework.as_str(), left.marked_with.as_str())).unzip();
            let names = [&panel.theme, panel.side.name(), panel.unit.name(), &panel.period, item].map(str::to_owned);
            let frameworks = [panel.frameworks.join(";"), left_out.join(";"), marked_with.join(";")];
            let q = found.cochran_q.as_ref();
            let of_q = [
                q.map(|q| q.complete).text(),
                q.map(|q| q.incomplete).text(),
                q.and_then(|q| q.q).text(),
                q.map(|q| q.df).text(),
                q.and_then(|q| q.p).text(),
                q.map_or_else(|| Some("there are more than two categories".to_owned()), |q| q.why.clone()).text(),
            ];
            rows.row([&names[..], &frameworks, &cells(&found.coefficients, categories), &of_q].concat());
        }
    }
    rows.finish()
}

/// A row for each theme × side × framework that is left out.
pub(super) fn without(comparison: &Comparison) -> Table {
    let names = ["theme", "side", "unit", "period", "without", "units_pairable", "percent_agreement", "change"];
    let more = ["krippendorff_alpha", "gwet_ac", "alpha_changes_sign", "why"];
    let mut sheet = Sheet::new("agreement_without", &[&names[..], &more].concat());
    for panel in &comparison.agreement.panels {
        for without in &panel.without {
            sheet.row(&[
                &panel.theme,
                &panel.side.name(),
                &panel.unit.name(),
                &panel.period,
                &without.framework,
                &without.units_pairable,
                &without.percent_agreement,
                &without.change,
                &without.krippendorff_alpha,
                &without.gwet_ac,
                &without.alpha_changes_sign,
                &without.why,
            ]);
        }
    }
    sheet.finish()
}

/// A row for each framework × theme × side × item of findings.
pub(super) fn ceiling(comparison: &Comparison) -> Table {
    of_codings("ceiling", comparison, &FOUND, |item| item != ASSESSABLE)
}

/// A row for each framework × theme × side: whether two codings agree on what can be told.
pub(super) fn ceiling_assessability(comparison: &Comparison) -> Table {
    of_codings("ceiling_assessability", comparison, &TOLD, |item| item == ASSESSABLE)
}

fn of_codings(name: &'static str, comparison: &Comparison, categories: &[&str], wanted: fn(&str) -> bool) -> Table {
    let names = ["framework", "theme", "side", "unit", "period", "item"].map(str::to_owned);
    let mut rows = Rows::new(name, [&names[..], &columns(categories)].concat());
    for coding in &comparison.agreement.ceiling.codings {
        for (item, found) in coding.items.named().into_iter().filter(|(item, _)| wanted(item)) {
            let names = [&coding.framework, &coding.theme, coding.side.name(), coding.unit.name(), &coding.period, item].map(str::to_owned);
            rows.row([&names[..], &cells(found, categories)].concat());
        }
    }
    rows.finish()
}

/// A row for each indicator that decides where frameworks part on a review; rows cited as `table:key`.
/// What became of all pairs of frameworks, theme by theme.
pub(super) fn disagreement(comparison: &Comparison) -> Table {
    let header = [
        "theme",
        "side",
        "unit",
        "period",
        "frameworks",
        "one_sided",
        "pairs",
        "pairs_compared",
        "pairs_marked",
        "pairs_one_sided",
        "same_rules",
        "reviews",
        "reviews_disagree",
        "disagree",
        "disagree_one_sided",
        "both_present",
        "both_absent",
        "not_applicable",
        "not_looked_for",
        "not_told",
    ];
    let mut sheet = Sheet::new("disagreement", &header);
    for found in &comparison.agreement.partings.by_theme {
        let counts = [
            found.frameworks,
            found.one_sided,
            found.pairs,
            found.pairs_compared,
            found.pairs_marked,
            found.pairs_one_sided,
            found.same_rules,
            found.reviews,
            found.reviews_disagree,
            found.disagree,
            found.disagree_one_sided,
            found.both_present,
            found.both_absent,
            found.not_applicable,
            found.not_looked_for,
            found.not_told,
        ];
        let names: [&dyn Cell; 4] = [&found.theme, &found.side.name(), &found.unit.name(), &found.period];
        sheet.row(&names.into_iter().chain(counts.iter().map(|count| count as &dyn Cell)).collect::<Vec<_>>());
    }
    sheet.finish()
}

pub(super) fn partings(comparison: &Comparison) -> Table {
    let names = ["review", "unit", "period", "pairs", "theme", "side", "theme_pairs", "framework", "finds"];
    let more = ["indicator", "match", "answer", "label", "looked_for", "evidence"];
    let mut sheet = Sheet::new("partings", &[&names[..], &more].concat());
    for parting in &comparison.agreement.partings.listed {
        for theme in &parting.themes {
            let both = [("present", &theme.present), ("absent", &theme.absent)];
            let sayings = both.into_iter().flat_map(|(finds, sayings)| sayings.iter().map(move |saying| (finds, saying)));
            for (finds, framework, said) in
                sayings.flat_map(|(finds, saying)| saying.indicators.iter().map(move |said| (finds, saying, said)))
            {
                let cited = said.evidence.iter().flat_map(|cited| cited.keys.iter().map(move |key| format!("{}:{key}", cited.table)));
                sheet.row(&[
                    &parting.review,
                    &"review",
                    &comparison.data.period,
                    &parting.pairs,
                    &theme.theme,
                    &theme.side.name(),
                    &theme.pairs,
                    &framework.framework,
                    &finds,
                    &said.indicator,
                    &Match::name(said.matching),
                    &said.answer,
                    &said.label,
                    &said.looked.name(),
                    &cited.collect::<Vec<_>>().join(";"),
                ]);
            }
        }
    }
    sheet.finish()
}

/// The columns of coefficients whose answers have these categories.
fn columns(categories: &[&str]) -> Vec<String> {
    let each = |what: &str| categories.iter().map(|category| format!("{what}_{category}")).collect::<Vec<_>>();
    let first = ["units", "units_rated", "units_pairable", "percent_agreement"].map(str::to_owned);
    let last = ["krippendorff_alpha", "krippendorff_alpha_se", "gwet_ac", "gwet_ac_se", "fleiss_kappa", "why", "why_se"].map(str::to_owned);
    [&first[..], &each("specific_agreement"), &each("prevalence"), &last].concat()
}

fn cells(found: &Coefficients, categories: &[&str]) -> Vec<String> {
    let category = |name: &str| found.categories.iter().find(|category| category.category == name);
    let specific = categories.iter().map(|name| category(name).and_then(|category| category.specific_agreement).text());
    let prevalence = categories.iter().map(|name| category(name).and_then(|category| category.prevalence).text());
    let first = [found.units.text(), found.units_rated.text(), found.units_pairable.text(), found.percent_agreement.text()];
    let errors = &found.se_jackknife;
    let last = [
        found.krippendorff_alpha.text(),
        errors.krippendorff_alpha.text(),
        found.gwet_ac.text(),
        errors.gwet_ac.text(),
        found.fleiss_kappa.text(),
        found.why.text(),
        errors.why.text(),
    ];
    first.into_iter().chain(specific).chain(prevalence).chain(last).collect()
}

/// A table whose cells are texts already.
struct Rows(Sheet);

impl Rows {
    fn new(name: &'static str, header: Vec<String>) -> Rows {
        Rows(Sheet::new(name, &header.iter().map(String::as_str).collect::<Vec<_>>()))
    }

    fn row(&mut self, cells: Vec<String>) {
        self.0.row(&cells.iter().map(|cell| cell as &dyn Cell).collect::<Vec<_>>());
    }

    fn finish(self) -> Table {
        self.0.finish()
    }
}
