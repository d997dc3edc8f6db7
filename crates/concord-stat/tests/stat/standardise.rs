//! Observed against expected.

use concord_stat::direct;
use concord_stat::limits::Tails;
use concord_stat::poisson::{Method, Stratum, byar, exact, expected, ratio};
use concord_stat::poisson_binomial::PoissonBinomial;
use concord_stat::special::binomial;
use concord_stat::standardise::{Case, standardise};
use serde_json::Value;

use crate::{near, reference};

fn cases(units: &[(&str, &[(u64, f64)])]) -> Vec<Case> {
    units.iter().flat_map(|(unit, cases)| cases.iter().map(|&(x, p)| Case { unit: (*unit).to_owned(), x, p })).collect()
}

#[test]
fn the_distribution_is_that_of_every_outcome() {
    let p = [0.1, 0.5, 0.9, 0.33, 0.72, 0.05];
    let counts = PoissonBinomial::new(&p);
    let mut by_hand = [0.0; 7];
    for outcome in 0..64_u32 {
        let chance = (0..6).map(|i| if outcome >> i & 1 == 1 { p[i] } else { 1.0 - p[i] }).product::<f64>();
        by_hand[outcome.count_ones() as usize] += chance;
    }
    for (r, chance) in by_hand.iter().enumerate() {
        near(counts.pmf(r as u64), *chance, 1e-15);
    }
    near(counts.mean(), 2.6, 1e-15);
    assert_eq!(counts.pmf(7), 0.0);
}

#[test]
fn equal_probabilities_give_the_binomial() {
    for (n, p) in [(1_u64, 0.3), (25, 0.01), (400, 0.6), (3000, 0.002)] {
        let counts = PoissonBinomial::new(&vec![p; n as usize]);
        for x in (0..=n).step_by((n as usize / 25).max(1)) {
            near(counts.lower_tail(x), binomial::lower_tail(x, n, p), 1e-11 * binomial::lower_tail(x, n, p) + 1e-290);
            near(counts.upper_tail(x), binomial::upper_tail(x, n, p), 1e-11 * binomial::upper_tail(x, n, p) + 1e-290);
        }
    }
}

#[test]
fn certain_cases_leave_no_doubt() {
    let counts = PoissonBinomial::new(&[1.0, 0.0, 1.0]);
    assert_eq!((counts.pmf(2), counts.lower_tail(1), counts.upper_tail(2), counts.upper_tail(3)), (1.0, 0.0, 1.0, 0.0));
    let none = PoissonBinomial::new(&[]);
    assert_eq!((none.lower_tail(0), none.upper_tail(0), none.upper_tail(1)), (1.0, 1.0, 0.0));
}

#[test]
fn a_tail_of_nothing_is_zero_and_not_minus_zero() {
    let certain = PoissonBinomial::new(&[1.0, 1.0]);
    assert!(certain.lower_tail(0).is_sign_positive() && certain.upper_tail(3).is_sign_positive());
}

#[test]
fn a_unit_is_held_against_its_own_cases() {
    let table = standardise(&cases(&[
        ("b", &[(1, 0.5), (1, 0.5), (1, 0.5), (1, 0.5), (1, 0.5), (1, 0.5)]),
        ("a", &[(0, 0.2), (1, 0.9), (0, 0.4)]),
        ("b", &[(0, 0.5)]),
    ]))
    .unwrap();
    assert_eq!(table.rows.iter().map(|row| row.unit.as_str()).collect::<Vec<_>>(), ["b", "a"]);
    let b = &table.rows[0];
    assert_eq!((b.observed, b.expected, b.ratio), (6, 3.5, Some(6.0 / 3.5)));
    near(b.p_high, 8.0 / 128.0, 1e-15);
    near(b.p_low, 127.0 / 128.0, 1e-15);
    // Limits at 2.5%: F(0) = 1/128, F(1) = 8/128, so the lower limit is 1 − (8/128 − 0.025)/(7/128), and the upper its mirror.
    let low = 1.0 - (8.0 / 128.0 - 0.025) / (7.0 / 128.0);
    near(b.lower.unwrap(), low / 3.5, 1e-14);
    near(b.upper.unwrap(), (7.0 - low) / 3.5, 1e-14);
    let a = &table.rows[1];
    near(a.expected, 1.5, 1e-15);
    near(a.p_low, 1.0 - a.p_high + (0.8 * 0.9 * 0.6 + 0.2 * 0.1 * 0.6 + 0.8 * 0.1 * 0.4), 1e-15);
}

#[test]
fn limits_are_narrower_than_byars_where_findings_are_common() {
    // Thirteen cases with an expected count of 4.68 and a variance of 1.82, far below Poisson's 4.68.
    let p: Vec<f64> = (0..13).map(|i| if i < 5 { 0.74 } else { 0.1225 }).collect();
    let row = concord_stat::standardise::row("a".into(), 4, &p);
    let byars = ratio(4, row.expected, 0.95).unwrap();
    near(row.expected, 4.68, 1e-12);
    assert!(row.upper.unwrap() - row.lower.unwrap() < 0.8 * (byars.upper - byars.lower.unwrap()));
}

#[test]
fn nothing_expected_has_no_ratio() {
    let table = standardise(&cases(&[("a", &[(0, 0.0), (1, 0.0)])])).unwrap();
    let row = &table.rows[0];
    assert_eq!((row.observed, row.expected, row.ratio, row.upper), (1, 0.0, None, None));
    assert_eq!((row.p_high, row.p_low), (0.0, 1.0));
    assert!(row.why.is_some());
    assert!(standardise(&[]).unwrap().rows.is_empty());
    let faults = standardise(&cases(&[("a", &[(2, 0.5), (0, -0.1), (1, f64::NAN)])])).unwrap_err();
    assert_eq!(faults.0.len(), 3);
}

fn number(value: &Value) -> f64 {
    value.as_f64().unwrap()
}

#[test]
fn exact_limits_of_small_counts() {
    // Garwood (1936), Biometrika 28:437–442: the 95% limits of counts of 0, 1 and 10.
    for (observed, low, high) in [(0, 0.0, 3.689), (1, 0.0253, 5.572), (10, 4.795, 18.390)] {
        let [l, h] = exact(observed, 0.95);
        near(l, low, 5.1e-4);
        near(h, high, 5.1e-4);
    }
}

#[test]
fn the_public_health_package_has_the_same_limits_of_counts() {
    let Some(file) = reference("04_phe_wilson_byar") else { return };
    for (input, expected) in file["inputs"]["byar"].as_array().unwrap().iter().zip(file["expected"]["byar"].as_array().unwrap()) {
        let (low, high) = byar(number(&input["x"]), number(&input["conf"]));
        near(low.unwrap(), number(&expected[0]), 1e-9);
        near(high, number(&expected[1]), 1e-9);
    }
    let (low, high) = byar(1.0, 0.998);
    assert_eq!(low, None);
    near(high, number(&file["expected"]["byar_upper_x1_998"]), 1e-5);
}

#[test]
fn the_public_health_package_has_the_same_indirect_ratios() {
    let Some(file) = reference("05_indirect_standardisation_phe") else { return };
    let column = |name: &str| file["inputs"]["strata"][name].as_array().unwrap().iter().map(number).collect::<Vec<f64>>();
    let (pop, count, reference_pop) = (column("pop"), column("ref_count"), column("ref_pop"));
    let strata: Vec<Stratum> =
        (0..pop.len()).map(|i| Stratum { n: pop[i], reference_count: count[i], reference_n: reference_pop[i] }).collect();
    near(expected(&strata).unwrap(), number(&file["expected"]["expected_from_strata"]), 1e-9);
    for case in file["expected"]["results"].as_array().unwrap() {
        let (observed, expected) = (case["observed"].as_u64().unwrap(), number(&case["expected"]));
        for (confidence, name) in [(0.95, "ci95"), (0.998, "ci998")] {
            let found = ratio(observed, expected, confidence).unwrap();
            near(found.ratio, number(&case["ratio"]), 1e-9);
            near(found.lower.unwrap(), number(&case[name][0]), 1e-9);
            near(found.upper, number(&case[name][1]), 1e-9);
            assert_eq!(found.method == Method::Exact, case["method"] == "exact");
        }
        let [low, high] = exact(observed, 0.95);
        near(low / expected, number(&case["exact_ci95"][0]), 1e-9);
        near(high / expected, number(&case["exact_ci95"][1]), 1e-9);
    }
}

#[test]
fn the_public_health_package_has_the_same_direct_rate() {
    let Some(file) = reference("06_direct_standardisation_dobson") else { return };
    let column = |name: &str| file["inputs"][name].as_array().unwrap().iter().map(number).collect::<Vec<f64>>();
    let (count, pop, weight) = (column("count"), column("pop"), column("std_pop"));
    let strata: Vec<direct::Stratum> =
        (0..count.len()).map(|i| direct::Stratum { count: count[i], n: pop[i], weight: weight[i] }).collect();
    let found = direct::rate(&strata, 0.95).unwrap();
    let results = [(found.rate, "dsr"), (found.variance, "var"), (found.lower, "lower95"), (found.upper, "upper95")];
    for (found, name) in results {
        let expected = number(&file["expected"][name]);
        near(found.unwrap(), expected, 1e-9 * expected);
    }
}

#[test]
fn a_direct_rate_needs_findings_and_every_stratum() {
    let stratum = |count: f64, n: f64| direct::Stratum { count, n, weight: 1.0 };
    assert_eq!(direct::rate(&[stratum(9.0, 20.0)], 0.95).unwrap().why, Some("there are fewer than 10 findings"));
    assert_eq!(direct::rate(&[stratum(19.0, 20.0), stratum(0.0, 0.0)], 0.95).unwrap().why, Some("a stratum with weight has no case"));
    assert!(direct::rate(&[], 0.95).is_err());
    assert!(direct::rate(&[stratum(3.0, 2.0)], 0.95).is_err());
    assert!(direct::rate(&[stratum(f64::NAN, 2.0)], 0.95).is_err());
    assert!(ratio(3, 0.0, 0.95).is_err() && expected(&[Stratum { n: 1.0, reference_count: 1.0, reference_n: 0.0 }]).is_err());
}
