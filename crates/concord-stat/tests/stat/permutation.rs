//! Groups permuted.

use concord_stat::gradient::permutation;
use concord_stat::gradient::permutation::{Group, LEAST_GROUPS, Orders, Shuffles, Tested, residuals, size_strata};

use crate::near;

fn permutation_test(groups: &[Group], shuffles: Shuffles) -> Tested {
    permutation::permutation_test(groups, &mut Orders::new(shuffles))
}

const SHUFFLES: Shuffles = Shuffles { count: 199, seed: 1 };

fn groups(values: &[f64], residuals: &[f64]) -> Vec<Group> {
    values.iter().zip(residuals).map(|(value, residual)| Group { stratum: 0, value: *value, residual: *residual }).collect()
}

/// All orders of `values`.
fn orders(values: &[f64]) -> Vec<Vec<f64>> {
    let Some((first, rest)) = values.split_first() else { return vec![Vec::new()] };
    let inserted =
        |order: &Vec<f64>| (0..values.len()).map(|place| [&order[..place], &[*first], &order[place..]].concat()).collect::<Vec<_>>();
    orders(rest).iter().flat_map(inserted).collect()
}

#[test]
fn shuffles_come_near_to_all_orders() {
    let (values, sums) = ([1.0, 4.0, 2.0, 9.0, 7.0, 3.0], [-2.1, 0.5, -0.4, 2.2, 0.7, -0.9]);
    let mean = |numbers: &[f64]| numbers.iter().sum::<f64>() / numbers.len() as f64;
    let (x, r) = (mean(&values), mean(&sums));
    let score = |values: &[f64]| values.iter().zip(sums).map(|(value, sum)| (value - x) * (sum - r)).sum::<f64>();
    let all = orders(&values);
    let exact = all.iter().filter(|order| score(order).abs() >= score(&values).abs() - 1e-9).count() as f64 / all.len() as f64;
    let found = permutation_test(&groups(&values, &sums), Shuffles { count: 40_000, seed: 3 });
    near(found.p.unwrap(), exact, 4.0 * (exact * (1.0 - exact) / 40_000.0).sqrt());
    near(found.direction, score(&values), 1e-12);
    // The same seed says the same; where values are counted from, or in what, does not matter.
    let elsewhere = groups(&values.map(|value| 1000.0 - 8.0 * value), &sums);
    assert_eq!(permutation_test(&elsewhere, Shuffles { count: 40_000, seed: 3 }).p, found.p);
    assert_ne!(permutation_test(&groups(&values, &sums), Shuffles { count: 40_000, seed: 4 }).p, found.p);
}

#[test]
fn strata_hold_groups_of_like_size_and_no_shuffle_leaves_them() {
    assert_eq!(size_strata(&[]), Vec::<usize>::new());
    assert_eq!(size_strata(&[3, 1, 2]), [0, 0, 0]);
    assert_eq!(size_strata(&[9, 1, 1, 1, 1, 1, 1, 8, 7, 5, 6]), [1, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1]);
    let sizes: Vec<u64> = (0..134).map(|i| 1 + i * i / 300).collect();
    let strata = size_strata(&sizes);
    assert!(strata.is_sorted() && strata[133] > 10);
    assert!((0..=strata[133]).all(|stratum| strata.iter().filter(|s| **s == stratum).count() >= LEAST_GROUPS));
    // Values that differ between strata alone are nothing to shuffle.
    let parted: Vec<Group> = (0..10).map(|i| Group { stratum: i / 5, value: (i / 5) as f64, residual: i as f64 }).collect();
    assert_eq!(permutation_test(&parted, SHUFFLES).why, Some("no two groups with differing values are of one stratum"));
}

#[test]
fn what_cannot_be_permuted_is_undefined() {
    for (values, sums, why) in [
        (&[][..], &[][..], "there are fewer than two groups"),
        (&[3.0], &[0.4], "there are fewer than two groups"),
        (&[3.0, 3.0], &[0.4, -0.4], "no two groups with differing values are of one stratum"),
        (&[3.0, 4.0], &[0.0, 0.0], "the outcome does not vary between groups"),
    ] {
        let found = permutation_test(&groups(values, sums), SHUFFLES);
        assert_eq!((found.p, found.why), (None, Some(why)));
    }
    assert_eq!(
        permutation_test(&groups(&[3.0, 4.0], &[0.4, -0.4]), Shuffles { count: 0, seed: 1 }).why,
        Some("no permutation was asked for")
    );
    assert_eq!(permutation_test(&groups(&[3.0, 4.0], &[0.4, -0.4]), SHUFFLES).p, Some(1.0));
    assert_eq!(residuals(&[[1, 2], [0, 2]]), [0.5, -0.5]);
}
