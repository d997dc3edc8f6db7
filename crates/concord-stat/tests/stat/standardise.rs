//! Observed against expected.

use crate::near;
use concord_stat::direct;
use concord_stat::limits::Tails;
use concord_stat::poisson::{Method, Stratum, byar, exact, expected, ratio};
use concord_stat::poisson_binomial::PoissonBinomial;
use concord_stat::special::binomial;
use concord_stat::standardise::{Case, standardise};

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

#[test]
fn exact_limits_of_small_counts() {
    // Garwood (1936), Biometrika 28:437–442: the 95% limits of counts of 0, 1 and 10.
    for (observed, low, high) in [(0, 0.0, 3.689), (1, 0.0253, 5.572), (10, 4.795, 18.390)] {
        let [l, h] = exact(observed, 0.95);
        near(l, low, 5.1e-4);
        near(h, high, 5.1e-4);
    }
}

/// Byar's limits in closed form, to 16 digits (mpmath 1.3): count, confidence, limits.
const BYAR: [(f64, f64, [f64; 2]); 6] = [
    (3.0, 0.95, [0.6029725709702292, 8.765364396746339]),
    (10.0, 0.95, [4.787449913967562, 18.39145860575648]),
    (10.0, 0.998, [2.916318374695685, 24.19372492788054]),
    (57.0, 0.95, [43.1686006651133, 73.85145927972136]),
    (57.0, 0.998, [36.45964881475227, 84.432323731146]),
    (1000.0, 0.95, [938.9724987154902, 1063.952581271486]),
];

#[test]
fn byars_limits_of_counts() {
    for (count, confidence, limits) in BYAR {
        let (low, high) = byar(count, confidence);
        near(low.unwrap(), limits[0], 1e-12 * limits[0]);
        near(high, limits[1], 1e-12 * limits[1]);
    }
    assert_eq!(byar(1.0, 0.998).0, None);
}

#[test]
fn few_findings_have_exact_limits_of_their_ratio_and_many_have_byars() {
    // Four kinds of case: of the unit, findings and cases of the reference. Limits by bisection of the Poisson distribution (mpmath 1.3).
    let strata = [(12.0, 40.0, 400.0), (30.0, 111.0, 370.0), (8.0, 9.0, 90.0), (21.0, 260.0, 1300.0)];
    let strata = strata.map(|(n, reference_count, reference_n)| Stratum { n, reference_count, reference_n });
    let expected = expected(&strata).unwrap();
    near(expected, 15.2, 1e-12);
    for (observed, confidence, limits, method) in [
        (7, 0.95, [0.1851554639157807, 0.9488602211646302], Method::Exact),
        (7, 0.998, [0.1000221223946585, 1.291195881275279], Method::Exact),
        (25, 0.95, [1.06409644221429, 2.428055966591142], Method::Byar),
        (25, 0.998, [0.809503900421398, 2.939130274840664], Method::Byar),
    ] {
        let found = ratio(observed, expected, confidence).unwrap();
        near(found.ratio, observed as f64 / 15.2, 1e-12);
        near(found.lower.unwrap(), limits[0], 1e-11);
        near(found.upper, limits[1], 1e-11);
        assert!(found.method == method);
    }
}

#[test]
fn a_direct_rate_has_dobsons_limits() {
    // Dobson, Kuulasmaa, Eberle and Scherer (1991), Statistics in Medicine 10:457, the closed form to 16 digits (mpmath 1.3).
    let strata = [(3.0, 40.0, 100.0), (5.0, 52.0, 250.0), (8.0, 61.0, 300.0), (2.0, 33.0, 200.0), (4.0, 20.0, 150.0)];
    let strata = strata.map(|(count, n, weight)| direct::Stratum { count, n, weight });
    let found = direct::rate(&strata, 0.95).unwrap();
    near(found.rate.unwrap(), 0.1130039359547556, 1e-15);
    near(found.variance.unwrap(), 0.0006262777902139548, 1e-16);
    near(found.lower.unwrap(), 0.06915972469075006, 1e-14);
    near(found.upper.unwrap(), 0.1733468494398478, 1e-14);
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
