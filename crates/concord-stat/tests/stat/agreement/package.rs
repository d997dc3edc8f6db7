//! What other packages find in data of their own, where it is at hand.

use concord_stat::agreement::{Agreement, Weights};
use serde_json::Value;

use super::{found, of_counts, of_two};
use crate::{near, reference};

fn number(value: &Value) -> f64 {
    value.as_f64().unwrap()
}

fn counts(value: &Value) -> Vec<Vec<u64>> {
    value.as_array().unwrap().iter().map(|row| row.as_array().unwrap().iter().map(|n| n.as_u64().unwrap()).collect()).collect()
}

/// The packages' weights by our names; interval has the same values as quadratic, as the categories are evenly spaced.
const WEIGHTS: [(&str, Weights); 5] = [
    ("identity", Weights::Nominal),
    ("linear", Weights::Linear),
    ("quadratic", Weights::Quadratic),
    ("quadratic", Weights::Interval),
    ("ordinal", Weights::Ordinal),
];

#[test]
fn irrcac_has_the_same_coefficients_of_raw_ratings() {
    let Some(file) = reference("12_irrcac_raw_ratings") else { return };
    for name in ["raw4raters", "raw5obser"] {
        let input = &file["inputs"][name];
        let codes = input["categories"].as_array().unwrap();
        let place = |code: &Value| codes.iter().position(|category| category == code);
        let units: Vec<Vec<Option<usize>>> =
            input["ratings"].as_array().unwrap().iter().map(|unit| unit.as_array().unwrap().iter().map(place).collect()).collect();
        let categories: Vec<String> = codes.iter().map(Value::to_string).collect();
        let categories: Vec<&str> = categories.iter().map(String::as_str).collect();
        for (weighting, weights) in WEIGHTS {
            same_as_irrcac(&found(&categories, weights, &units), weights, &file["expected"][name][weighting]);
        }
    }
}

fn same_as_irrcac(found: &Agreement, weights: Weights, expected: &Value) {
    assert_eq!((found.units, found.units_pairable), (units(expected, "n_units_rated"), units(expected, "n_units_pairable")));
    near(found.percent_agreement.unwrap(), number(&expected["pa"]), 1e-9);
    let coefficients = [
        (found.gwet_ac, "gwet_ac"),
        (found.fleiss_kappa, "fleiss_kappa"),
        (found.brennan_prediger, "brennan_prediger"),
        (found.conger_kappa, "conger_kappa"),
    ];
    coefficients.iter().for_each(|(figure, name)| near(figure.unwrap(), number(&expected[name]["coeff"]), 1e-9));
    // Its alpha with ordinal weights is not Krippendorff's ordinal alpha.
    if matches!(weights, Weights::Nominal | Weights::Interval) {
        near(found.krippendorff_alpha.unwrap(), number(&expected["krippendorff_alpha"]["coeff"]), 1e-9);
    }
}

fn units(expected: &Value, name: &str) -> u64 {
    expected[name].as_u64().unwrap()
}

#[test]
fn irrcac_has_the_same_coefficients_of_counts() {
    let Some(file) = reference("13_irrcac_distribution_6raters") else { return };
    let (units, expected) = (of_counts(&counts(&file["inputs"]["counts"])), &file["expected"]);
    let quadratic = &expected["quadratic"];
    let nominal = found(&["1", "2", "3", "4", "5"], Weights::Nominal, &units);
    let squares = found(&["1", "2", "3", "4", "5"], Weights::Interval, &units);
    near(nominal.percent_agreement.unwrap(), number(&expected["pa"]), 1e-12);
    for (found, expected) in [
        (nominal.gwet_ac, &expected["gwet_ac1"]),
        (nominal.fleiss_kappa, &expected["fleiss"]),
        (nominal.krippendorff_alpha, &expected["krippendorff"]),
        (nominal.brennan_prediger, &expected["brennan_prediger"]),
        (squares.gwet_ac, &quadratic["gwet_ac2"]),
        (squares.fleiss_kappa, &quadratic["fleiss"]),
        (squares.krippendorff_alpha, &quadratic["krippendorff"]),
        (squares.brennan_prediger, &quadratic["bp"]),
    ] {
        near(found.unwrap(), number(&expected[0]), 1e-12);
    }
}

#[test]
fn irrcac_has_the_same_coefficients_of_two_raters() {
    let Some(file) = reference("14_two_rater_tables") else { return };
    for (input, output) in [("cont3x3abstractors", "c3"), ("cont4x4diagnosis", "c4")] {
        let (counts, expected) = (counts(&file["inputs"][input]), &file["expected"][output]);
        let by = |weights| found(&["1", "2", "3", "4"][..counts.len()], weights, &of_two(&counts));
        let (nominal, linear, quadratic) = (by(Weights::Nominal), by(Weights::Linear), by(Weights::Quadratic));
        near(nominal.percent_agreement.unwrap(), number(&expected["pa"]), 1e-12);
        for (found, name) in [
            (nominal.pairwise[0].compared.cohen_kappa, "kappa"),
            (nominal.conger_kappa, "kappa"),
            (nominal.fleiss_kappa, "scott"),
            (nominal.gwet_ac, "ac1"),
            (nominal.brennan_prediger, "bp"),
            (nominal.krippendorff_alpha, "alpha"),
            (quadratic.pairwise[0].compared.cohen_kappa, "kappa_quadratic"),
            (linear.pairwise[0].compared.cohen_kappa, "kappa_linear"),
            (quadratic.gwet_ac, "ac2_quadratic"),
            (linear.gwet_ac, "ac2_linear"),
        ] {
            if let Some(expected) = expected.get(name) {
                near(found.unwrap(), number(&expected[0]), 1e-12);
            }
        }
    }
}
