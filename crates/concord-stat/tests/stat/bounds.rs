//! Bounds, and shares of clustered cases.

use concord_stat::bounds::{Counts, bounds, difference, table};
use concord_stat::cluster::{jackknife_variance, share};
use concord_stat::proportion::wilson;

use crate::near;

fn counts(present: u64, partly: u64, absent: u64, not_determinable: u64) -> Counts {
    Counts { group: "a".into(), present, partly, absent, not_determinable }
}

#[test]
fn homeless_men_and_women_reach_the_published_bounds() {
    // Manski (1995), Identification Problems in the Social Sciences, section 2.3; intervals after Imbens and Manski (2004),
    // Econometrica 72:1845, equations 6–7 (scipy's root finding).
    let men = bounds(&counts(21, 0, 43, 42), 0.95).unwrap();
    assert_eq!((men.lower, men.upper, men.assessed_only), (21.0 / 106.0, 63.0 / 106.0, Some(0.328125)));
    let women = bounds(&counts(3, 0, 11, 17), 0.95).unwrap();
    assert_eq!((women.lower, women.upper, women.assessable), (3.0 / 31.0, 20.0 / 31.0, Some(14.0 / 31.0)));
    let expected = [
        (men.imbens_manski.unwrap(), [0.134435478140214, 0.6727860124053165]),
        (men.hull, [0.13338893526287282, 0.6829251186246246]),
        (women.imbens_manski.unwrap(), [0.009431946846435835, 0.7865113696160966]),
        (women.hull, [0.03346464416319736, 0.788833409061346]),
        (difference([men.lower, men.upper], [women.lower, women.upper]), [-0.4470480827754108, 0.4975654290931223]),
    ];
    for (found, expected) in expected {
        near(found[0], expected[0], 1e-9);
        near(found[1], expected[1], 1e-9);
    }
}

#[test]
fn partly_moves_between_the_two_cuts() {
    let row = bounds(&counts(2, 3, 4, 1), 0.95).unwrap();
    assert_eq!((row.n, row.lower, row.upper, row.assessed_only), (10, 0.5, 0.6, Some(5.0 / 9.0)));
    let cut = row.partly_absent;
    assert_eq!((cut.lower, cut.upper, cut.assessed_only), (0.2, 0.3, Some(2.0 / 9.0)));
    assert_eq!(
        (cut.hull, row.hull),
        ([wilson(2.0, 10.0, 0.95)[0], wilson(3.0, 10.0, 0.95)[1]], [wilson(5.0, 10.0, 0.95)[0], wilson(6.0, 10.0, 0.95)[1]])
    );
}

#[test]
fn without_missing_answers_the_two_sided_normal_interval_is_left() {
    let row = bounds(&counts(30, 0, 70, 0), 0.95).unwrap();
    let [low, high] = row.imbens_manski.unwrap();
    let half = 1.959963984540054 * (0.21_f64 / 100.0).sqrt();
    near(low, 0.3 - half, 1e-9);
    near(high, 0.3 + half, 1e-9);
    assert_eq!(row.hull, wilson(30.0, 100.0, 0.95));
}

#[test]
fn nothing_known_is_everything_possible() {
    let none = bounds(&counts(0, 0, 0, 0), 0.95).unwrap();
    assert_eq!((none.lower, none.upper, none.hull, none.assessable), (0.0, 1.0, [0.0, 1.0], None));
    assert_eq!((none.assessed_only, none.imbens_manski, none.why), (None, None, Some("there is no case")));
    let unseen = bounds(&counts(0, 0, 0, 7), 0.95).unwrap();
    assert_eq!((unseen.lower, unseen.upper, unseen.hull, unseen.assessable), (0.0, 1.0, [0.0, 1.0], Some(0.0)));
    assert_eq!((unseen.assessed_only, unseen.why), (None, Some("no case could be determined")));
    // A bound of 0 has no standard error.
    assert_eq!(bounds(&counts(0, 0, 5, 2), 0.95).unwrap().imbens_manski, None);
    assert_eq!(bounds(&counts(4, 0, 0, 2), 0.95).unwrap().imbens_manski, None);
}

#[test]
fn the_realised_share_is_always_within() {
    for n in 1..=12 {
        for missing in 0..=n {
            for present in 0..=n - missing {
                let row = bounds(&counts(present, 0, n - missing - present, missing), 0.95).unwrap();
                for truth in present..=present + missing {
                    let truth = truth as f64 / n as f64;
                    assert!(row.lower <= truth && truth <= row.upper && row.hull[0] <= truth && truth <= row.hull[1]);
                }
                assert!(row.hull[0] >= 0.0 && row.hull[1] <= 1.0);
            }
        }
    }
}

#[test]
fn rows_print_as_documented() {
    let text = serde_json::to_string(&table(&[counts(2, 1, 3, 1)], 0.95).unwrap()).unwrap();
    let value: serde_json::Value = serde_json::from_str(&text).unwrap();
    let mut names: Vec<&String> = value["rows"][0].as_object().unwrap().keys().collect();
    names.sort();
    let expected = ["assessable", "assessed_only", "group", "hull", "imbens_manski", "lower", "n", "partly_absent", "upper"];
    assert_eq!(names, expected);
    assert!(table(&[], 1.0).is_err() && table(&[counts(u64::MAX, 0, 0, 0)], 0.95).is_err());
}

#[test]
fn clusters_that_differ_widen_the_interval() {
    let clusters = [[9, 10], [1, 10], [8, 10], [0, 10], [7, 10], [2, 10]];
    let found = share(&clusters, 0.95).unwrap();
    let without: Vec<f64> = clusters.iter().map(|[x, _]| (27 - x) as f64 / 50.0).collect();
    let variance = jackknife_variance(&without);
    // By hand: the jackknife of a mean of equal clusters is s²/K.
    let mean = 27.0 / 60.0;
    let by_hand = clusters.iter().map(|[x, _]| (*x as f64 / 10.0 - mean).powi(2)).sum::<f64>() / 5.0 / 6.0;
    near(variance, by_hand, 1e-15);
    near(found.effective_n.unwrap(), mean * (1.0 - mean) / by_hand, 1e-9);
    let [low, high] = found.interval.unwrap();
    let [plain_low, plain_high] = wilson(27.0, 60.0, 0.95);
    assert!(low < plain_low && plain_high < high && found.design_effect.unwrap() > 3.0);
}

#[test]
fn clusters_never_say_more_than_their_cases() {
    let alike = share(&[[3, 10], [3, 10], [3, 10]], 0.95).unwrap();
    assert_eq!((alike.effective_n, alike.design_effect), (Some(30.0), None));
    let under = share(&[[3, 10], [4, 10], [3, 10], [4, 10]], 0.95).unwrap();
    assert_eq!(under.effective_n, Some(40.0));
    assert!(under.design_effect.unwrap() < 1.0);
    let single = share(&[[3, 10], [0, 0]], 0.95).unwrap();
    assert_eq!((single.share, single.interval, single.clusters), (Some(0.3), None, 1));
    assert_eq!(share(&[], 0.95).unwrap().share, None);
    let none = share(&[[0, 4], [0, 9]], 0.95).unwrap();
    assert_eq!(none.interval.unwrap()[0], 0.0);
}
