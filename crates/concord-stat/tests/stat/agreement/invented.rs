//! Invented ratings, and what irrCAC and krippendorff find in them.

use concord_stat::agreement::{Agreement, Ratings, Weights};
use serde_json::Value;

use super::{found, of_two};
use crate::{data, near};

/// irrCAC's weights by our names; interval has the same values as quadratic, as the categories are evenly spaced.
const WEIGHTS: [(&str, Weights); 5] = [
    ("identity", Weights::Nominal),
    ("linear", Weights::Linear),
    ("quadratic", Weights::Quadratic),
    ("quadratic", Weights::Interval),
    ("ordinal", Weights::Ordinal),
];

const CATEGORIES: [&str; 3] = ["0", "1", "2"];

fn number(value: &Value) -> f64 {
    value.as_f64().unwrap()
}

fn list(value: &Value) -> &[Value] {
    value.as_array().unwrap()
}

/// The findings of 79 reviews (rows) by five frameworks (columns).
fn findings(file: &Value) -> Vec<Vec<Option<usize>>> {
    let place = |code: &Value| code.as_u64().map(|code| code as usize);
    list(&file["inputs"]["findings"]).iter().map(|review| list(review).iter().map(place).collect()).collect()
}

#[test]
fn irrcac_has_the_same_coefficients() {
    let file = data("agreement");
    for (weighting, weights) in WEIGHTS {
        same_as_irrcac(&found(&CATEGORIES, weights, &findings(&file)), weights, &file["expected"]["coefficients"][weighting]);
    }
}

fn same_as_irrcac(found: &Agreement, weights: Weights, expected: &Value) {
    assert_eq!(found.units, expected["n_units_rated"].as_u64().unwrap());
    assert_eq!(found.units_pairable, expected["n_units_pairable"].as_u64().unwrap());
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

#[test]
fn krippendorffs_alpha_and_its_jackknife_by_review_and_by_partnership() {
    let file = data("agreement");
    let (units, expected) = (findings(&file), &file["expected"]);
    for (name, weights) in [("nominal", Weights::Nominal), ("ordinal", Weights::Ordinal), ("interval", Weights::Interval)] {
        near(found(&CATEGORIES, weights, &units).krippendorff_alpha.unwrap(), number(&expected["krippendorff"][name]), 1e-9);
    }
    let ordinal = found(&CATEGORIES, Weights::Ordinal, &units);
    near(ordinal.se_jackknife.krippendorff_alpha.unwrap(), number(&expected["jackknife_ordinal_by_review"]["se"]), 1e-9);
    let mut ratings: Ratings = super::table(&CATEGORIES, Weights::Ordinal, &units);
    ratings.clusters = Some(list(&file["inputs"]["partnership"]).iter().map(|name| name.as_str().unwrap().to_owned()).collect());
    let clustered = concord_stat::agreement::agreement(&ratings).unwrap();
    near(clustered.se_jackknife.krippendorff_alpha.unwrap(), number(&expected["jackknife_ordinal_by_partnership"]["se"]), 1e-9);
}

#[test]
fn coefficients_without_each_framework() {
    let file = data("agreement");
    let expected = &file["expected"]["leave_one_framework_out"];
    let [ordinal, nominal, quadratic] =
        [Weights::Ordinal, Weights::Nominal, Weights::Quadratic].map(|weights| found(&CATEGORIES, weights, &findings(&file)));
    for (place, framework) in ["F1", "F2", "F3", "F4", "F5"].iter().enumerate() {
        let expected = &expected[framework];
        near(ordinal.leave_one_rater_out[place].krippendorff_alpha.unwrap(), number(&expected["alpha_ordinal"]), 1e-9);
        near(nominal.leave_one_rater_out[place].krippendorff_alpha.unwrap(), number(&expected["alpha_nominal"]), 1e-9);
        near(quadratic.leave_one_rater_out[place].gwet_ac.unwrap(), number(&expected["ac2_quadratic"]), 1e-9);
    }
}

#[test]
fn two_frameworks_have_the_same_coefficients() {
    let file = data("agreement");
    for (pair, expected) in file["expected"]["pairwise"].as_object().unwrap() {
        let counts: Vec<Vec<u64>> =
            list(&expected["table"]).iter().map(|row| list(row).iter().map(|count| count.as_u64().unwrap()).collect()).collect();
        let by = |weights| found(&CATEGORIES, weights, &of_two(&counts));
        let (nominal, linear, quadratic) = (by(Weights::Nominal), by(Weights::Linear), by(Weights::Quadratic));
        assert_eq!(nominal.units, expected["n"].as_u64().unwrap(), "{pair}");
        near(nominal.percent_agreement.unwrap(), number(&expected["pa"]), 1e-12);
        near(nominal.gwet_ac.unwrap(), number(&expected["ac1"]), 1e-12);
        near(nominal.pairwise[0].compared.cohen_kappa.unwrap(), number(&expected["kappa"]), 1e-12);
        near(linear.pairwise[0].compared.cohen_kappa.unwrap(), number(&expected["kappa_linear"]), 1e-12);
        near(quadratic.pairwise[0].compared.cohen_kappa.unwrap(), number(&expected["kappa_quadratic"]), 1e-12);
    }
}
