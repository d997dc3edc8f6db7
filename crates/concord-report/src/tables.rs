//! `tables/*.csv`: every figure of a comparison in tidy form, a file a kind of figure.
//!
//! Comma-separated, UTF-8, a header, a row a figure. An empty cell is not defined, and the column `why` beside it says why; shares are
//! between 0 and 1. Every row names its unit and its period. Several values in one cell are joined by `;`.

mod agreement;
mod bounded;
mod decisions;
mod figures;
mod frameworks;
mod indicators;
mod panels;
mod parts;
mod recommendations;
mod reviews;
mod sheet;
mod variance;
mod variation;

use concord_model::comparison::Comparison;

pub use self::sheet::Table;

/// All tables, in the order in which a report shows what they hold.
#[must_use]
pub fn tables(comparison: &Comparison) -> Vec<Table> {
    vec![
        reviews::data(comparison),
        reviews::notes(comparison),
        reviews::rules(comparison),
        reviews::facets(comparison),
        frameworks::themes(comparison),
        frameworks::frameworks(comparison),
        frameworks::questions(comparison),
        frameworks::crosswalk(comparison),
        figures::coverage(comparison),
        figures::figures(comparison),
        variation::national(comparison),
        variation::spread(comparison),
        variation::flags(comparison),
        variation::partnerships(comparison),
        variation::layers(comparison),
        variation::case_mix(comparison),
        variance::components(comparison),
        variance::means(comparison),
        variance::reliability(comparison),
        parts::gradients(comparison),
        parts::changes(comparison),
        parts::fairness(comparison),
        parts::tests(comparison),
        indicators::answers(comparison),
        indicators::reasons(comparison),
        indicators::of_another(comparison),
        indicators::measures(comparison),
        reviews::examined(comparison),
        reviews::declared_only(comparison),
        panels::panels(comparison),
        panels::assessability(comparison),
        panels::without(comparison),
        agreement::pairs(comparison),
        agreement::over_themes(comparison),
        panels::ceiling(comparison),
        panels::ceiling_assessability(comparison),
        panels::disagreement(comparison),
        panels::partings(comparison),
        agreement::conflicts(comparison),
        recommendations::recommendations(comparison),
        recommendations::by_partnership(comparison),
        decisions::decisions(comparison),
        decisions::consistency(comparison),
        decisions::kinds(comparison),
        decisions::by_partnership(comparison),
        decisions::predictors(comparison),
        frameworks::warnings(comparison),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rules_are_about_tables_that_there_are() {
        let comparison = crate::sample::comparison();
        let names: Vec<&str> = tables(&comparison).iter().map(|table| table.name).collect();
        assert!(!comparison.rules.is_empty());
        for rule in &comparison.rules {
            let missing: Vec<&String> = rule.tables.iter().filter(|table| !names.contains(&table.as_str())).collect();
            assert!(missing.is_empty() && !rule.tables.is_empty(), "{missing:?}: {}", rule.rule);
        }
    }

    #[test]
    fn all_tables_of_the_sample() {
        let table = |table: Table| format!("=== {}.csv\n{}", table.name, String::from_utf8(table.csv).unwrap());
        insta::assert_snapshot!(tables(&crate::sample::comparison()).into_iter().map(table).collect::<String>());
    }

    #[test]
    fn an_empty_comparison_has_headers_only() {
        for table in tables(&Comparison::default()) {
            let text = String::from_utf8(table.csv).unwrap();
            let lines = if table.name == "data" { 10 } else { 1 };
            assert_eq!(text.lines().count(), lines, "{}", table.name);
        }
    }
}
