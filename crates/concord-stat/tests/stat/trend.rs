//! Trends, and raters who differ.

use concord_stat::cochran_q::{cochran_q, of_counts};
use concord_stat::special::gamma::chi_square_upper;
use concord_stat::trend::{Group, cochran_armitage, mantel};
use serde_json::Value;

use crate::{data, near};

fn groups(scores: [f64; 4]) -> Vec<Group> {
    // Smokers among patients in four studies: Fleiss (1981), Statistical Methods for Rates and Proportions, p. 139.
    let counts = [(83, 86), (90, 93), (129, 136), (70, 82)];
    scores.into_iter().zip(counts).map(|(score, (x, n))| Group { score, x, n }).collect()
}

#[test]
fn smokers_reach_the_published_statistic() {
    // R 4.2.2, prop.trend.test.
    let found = cochran_armitage(&groups([1.0, 2.0, 3.0, 4.0])).unwrap();
    near(found.chi2.unwrap(), 8.22492228519771, 1e-9);
    near(found.p.unwrap(), 0.00413189747764149, 1e-9);
    near(found.direction, -14.523929471032801, 1e-9);
    near(cochran_armitage(&groups([0.0, 0.0, 0.0, 1.0])).unwrap().chi2.unwrap(), 12.1731462207403, 1e-9);
}

#[test]
fn only_the_ratios_of_scores_matter_and_cases_may_stand_alone() {
    let plain = cochran_armitage(&groups([1.0, 2.0, 3.0, 4.0])).unwrap();
    let moved = cochran_armitage(&groups([1e6 + 10.0, 1e6 + 20.0, 1e6 + 30.0, 1e6 + 40.0])).unwrap();
    near(moved.chi2.unwrap(), plain.chi2.unwrap(), 1e-9);
    let alone: Vec<Group> = groups([1.0, 2.0, 3.0, 4.0])
        .iter()
        .flat_map(|group| (0..group.n).map(move |i| Group { score: group.score, x: u64::from(i < group.x), n: 1 }))
        .collect();
    near(cochran_armitage(&alone).unwrap().chi2.unwrap(), plain.chi2.unwrap(), 1e-9);
}

#[test]
fn one_stratum_is_the_plain_test_with_one_case_less() {
    let groups = groups([1.0, 2.0, 3.0, 4.0]);
    let plain = cochran_armitage(&groups).unwrap().chi2.unwrap();
    near(mantel(std::slice::from_ref(&groups)).unwrap().chi2.unwrap(), plain * 396.0 / 397.0, 1e-9);
    // Twice the same stratum doubles the statistic; a stratum of one case adds nothing.
    let lone = vec![Group { score: 3.0, x: 1, n: 1 }];
    near(mantel(&[groups.clone(), groups, lone]).unwrap().chi2.unwrap(), 2.0 * plain * 396.0 / 397.0, 1e-9);
}

#[test]
fn three_strata_have_mantels_statistic() {
    let file = data("trend");
    let list = |value: &Value, name: &str| value[name].as_array().unwrap().iter().map(|n| n.as_f64().unwrap()).collect::<Vec<f64>>();
    let stratum = |value: &Value| -> Vec<Group> {
        let (score, x, n) = (list(value, "score"), list(value, "x"), list(value, "n"));
        (0..score.len()).map(|place| Group { score: score[place], x: x[place] as u64, n: n[place] as u64 }).collect()
    };
    let strata: Vec<Vec<Group>> = file["inputs"]["strata"].as_array().unwrap().iter().map(stratum).collect();
    let found = mantel(&strata).unwrap();
    near(found.chi2.unwrap(), file["expected"]["chisq"].as_f64().unwrap(), 1e-9);
    near(found.p.unwrap(), file["expected"]["p"].as_f64().unwrap(), 1e-9);
}

#[test]
fn what_does_not_vary_has_no_trend() {
    for counts in [[(1.0, 1, 4), (1.0, 2, 4)], [(1.0, 0, 4), (2.0, 0, 4)], [(1.0, 4, 4), (2.0, 4, 4)], [(1.0, 0, 0), (2.0, 0, 0)]] {
        let groups = counts.map(|(score, x, n)| Group { score, x, n });
        let found = cochran_armitage(&groups).unwrap();
        assert_eq!((found.chi2, found.p, found.direction), (None, None, 0.0));
        assert!(found.why.is_some());
    }
    assert!(cochran_armitage(&[]).unwrap().chi2.is_none() && mantel(&[]).unwrap().chi2.is_none());
    assert!(cochran_armitage(&[Group { score: f64::NAN, x: 1, n: 2 }]).is_err());
    assert!(cochran_armitage(&[Group { score: 1.0, x: 3, n: 2 }]).is_err());
}

/// Twelve cases and four raters; constructed, with statsmodels 0.15 (cochrans_q).
const ANSWERS: [[u8; 4]; 12] = [
    [1, 1, 1, 0],
    [1, 1, 0, 0],
    [1, 1, 1, 0],
    [1, 0, 0, 0],
    [1, 1, 1, 1],
    [0, 1, 0, 0],
    [1, 1, 0, 1],
    [1, 1, 0, 0],
    [0, 0, 0, 0],
    [1, 1, 1, 0],
    [1, 0, 1, 0],
    [1, 1, 0, 0],
];

#[test]
fn raters_who_find_more_are_told_apart() {
    let mut rows: Vec<Vec<Option<bool>>> = ANSWERS.iter().map(|row| row.iter().map(|answer| Some(*answer == 1)).collect()).collect();
    let found = cochran_q(4, &rows);
    near(found.q.unwrap(), 14.470588235294118, 1e-12);
    near(found.p.unwrap(), 0.002329798586163532, 1e-12);
    assert_eq!((found.df, found.complete, found.incomplete), (3, 12, 0));
    rows.push(vec![Some(true), None, Some(false), Some(false)]);
    let with_gap = cochran_q(4, &rows);
    assert_eq!((with_gap.q, with_gap.incomplete), (found.q, 1));
}

#[test]
fn counts_say_what_the_cases_say() {
    let rows: Vec<Vec<Option<bool>>> = ANSWERS.iter().map(|row| row.iter().map(|answer| Some(*answer == 1)).collect()).collect();
    assert_eq!(of_counts(&[10, 9, 5, 2], &[1, 2, 4, 4, 1], 0), cochran_q(4, &rows));
}

#[test]
fn raters_who_never_part_are_undefined() {
    let agree = vec![vec![Some(true); 3]; 5];
    assert_eq!(cochran_q(3, &agree).why, Some("no case divides the raters"));
    assert_eq!(cochran_q(1, &[vec![Some(true)]]).why, Some("there are fewer than two raters"));
    assert_eq!(cochran_q(2, &[vec![Some(true), None]]).why, Some("no case was answered by every rater"));
    assert_eq!(cochran_q(0, &[]).p, None);
    assert_eq!(chi_square_upper(3.0, 0.0), 1.0);
}
