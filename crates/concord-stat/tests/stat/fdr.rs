//! Many tests at once.

use concord_stat::fdr::{adjust, expected_false_flags, tarone, two_sided};

use crate::near;

/// The fifteen p-values of Benjamini and Hochberg (1995), JRSS-B 57:289–300, section 3.2.
const P: [f64; 15] = [0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.324, 0.4262, 0.5719, 0.6528, 0.759, 1.0];

/// Adjusted by R's p.adjust.
const BH: [f64; 15] = [
    0.0015,
    0.003,
    0.0095,
    0.035625,
    0.0603,
    0.0638571428571429,
    0.0638571428571429,
    0.0645,
    0.0765,
    0.486,
    0.581181818181818,
    0.714875,
    0.753230769230769,
    0.813214285714286,
    1.0,
];
const BY: [f64; 15] = [
    0.00497734348984349,
    0.00995468697968698,
    0.0315231754356754,
    0.118211907883783,
    0.200089208291708,
    0.211892622853337,
    0.211892622853337,
    0.21402577006327,
    0.253844517982018,
    1.0,
    1.0,
    1.0,
    1.0,
    1.0,
    1.0,
];

#[test]
fn the_example_of_1995_keeps_four() {
    let found = adjust(&P.map(Some)).unwrap();
    for i in 0..P.len() {
        near(found.bh[i].unwrap(), BH[i], 1e-12);
        near(found.by[i].unwrap(), BY[i], 1e-12);
    }
    assert_eq!(found.bh.iter().flatten().filter(|q| **q <= 0.05).count(), 4);
}

#[test]
fn order_does_not_matter_and_missing_ones_are_not_counted() {
    let plain = adjust(&P.map(Some)).unwrap();
    let mut shuffled: Vec<Option<f64>> = P.iter().rev().copied().map(Some).collect();
    shuffled.insert(3, None);
    shuffled.push(None);
    let found = adjust(&shuffled).unwrap();
    assert_eq!((found.bh[3], found.by[16]), (None, None));
    let kept: Vec<f64> = found.bh.iter().rev().flatten().copied().collect();
    assert_eq!(kept, plain.bh.iter().flatten().copied().collect::<Vec<f64>>());
}

#[test]
fn ties_share_a_value_and_nothing_is_no_trouble() {
    let found = adjust(&[Some(0.01), Some(0.01), Some(0.5)]).unwrap();
    assert_eq!(found.bh, [Some(0.015), Some(0.015), Some(0.5)]);
    assert_eq!(adjust(&[None, None]).unwrap().bh, [None, None]);
    assert!(adjust(&[]).unwrap().bh.is_empty());
}

#[test]
fn what_is_no_probability_is_refused_with_its_row() {
    let faults = adjust(&[Some(0.5), Some(-0.1), None, Some(f64::NAN), Some(1.5)]).unwrap_err();
    assert_eq!(faults.0.iter().map(|fault| fault.row).collect::<Vec<_>>(), [Some(1), Some(3), Some(4)]);
}

#[test]
fn tests_that_cannot_reach_the_level_are_left_out() {
    // Four tests can reach 0.05, three of them 0.05 / 3.
    let found = tarone(&[0.001, 0.2, 0.004, 0.03, 0.002, 0.9], 0.05).unwrap();
    assert_eq!((found.k, found.kept), (3, vec![true, false, true, false, true, false]));
    assert_eq!(tarone(&[0.5, 0.6], 0.05).unwrap().kept, [false, false]);
    assert!(tarone(&[], 0.05).unwrap().kept.is_empty());
}

#[test]
fn false_flags_are_counted_beforehand() {
    let flags = expected_false_flags(134 * 12);
    near(flags.at_95, 80.4, 1e-12);
    near(flags.at_998, 3.216, 1e-12);
    assert_eq!((two_sided(0.9, 0.3), two_sided(0.7, 0.8)), (0.6, 1.0));
}
