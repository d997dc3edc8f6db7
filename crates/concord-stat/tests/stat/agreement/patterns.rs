//! Counts instead of ratings.

use concord_stat::agreement::{Pattern, Ratings, Scale, Tally, Weights, agreement, gwet, krippendorff, leave_one_out, of_patterns};

use super::{names, of_counts, one, table};

/// Present and absent by unit of three clusters, up to five raters.
fn clusters() -> Vec<Vec<Pattern>> {
    vec![
        vec![one(&[5, 0], 4), one(&[3, 2], 2), one(&[0, 4], 7), one(&[1, 0], 3)],
        vec![one(&[2, 2], 5), one(&[0, 5], 1), one(&[0, 0], 6)],
        vec![one(&[4, 1], 2), one(&[1, 4], 9), one(&[0, 2], 1)],
    ]
}

/// The same as ratings: missing ones fill each unit up to five raters.
fn ratings() -> Ratings {
    let (mut counts, mut named) = (Vec::new(), Vec::new());
    for (place, patterns) in clusters().iter().enumerate() {
        for pattern in patterns {
            counts.extend((0..pattern.units).map(|_| pattern.counts.clone()));
            named.extend((0..pattern.units).map(|_| format!("cluster {place}")));
        }
    }
    let mut units = of_counts(&counts);
    units.iter_mut().for_each(|unit| unit.resize(5, None));
    Ratings { clusters: Some(named), ..table(&["present", "absent"], Weights::Nominal, &units) }
}

#[test]
fn counts_say_the_same_as_ratings() {
    let counted = of_patterns(&names(&["present", "absent"]), Weights::Nominal, &clusters()).unwrap();
    let rated = agreement(&ratings()).unwrap();
    assert_eq!((counted.units, counted.units_pairable), (40, 31));
    assert_eq!((rated.units, rated.units_pairable), (40, 31));
    assert_eq!(counted.percent_agreement, rated.percent_agreement);
    assert_eq!((counted.krippendorff_alpha, counted.gwet_ac), (rated.krippendorff_alpha, rated.gwet_ac));
    assert_eq!((counted.fleiss_kappa, counted.brennan_prediger), (rated.fleiss_kappa, rated.brennan_prediger));
    assert_eq!((counted.specific_agreement, counted.prevalence), (rated.specific_agreement, rated.prevalence));
    assert_eq!(counted.se_jackknife, rated.se_jackknife);
    assert_eq!((counted.why, rated.why), (None, None));
}

#[test]
fn a_tally_alone_gives_the_coefficients() {
    let (scale, mut tally) = (Scale::binary(), Tally::new(2));
    clusters().iter().flatten().for_each(|pattern| tally.add(&pattern.counts, pattern.units));
    let rated = agreement(&ratings()).unwrap();
    assert_eq!(krippendorff::alpha(&tally, &scale).ok(), rated.krippendorff_alpha);
    assert_eq!(gwet::ac(&tally, &scale).ok(), rated.gwet_ac);
}

#[test]
fn tallies_without_each_rater_are_those_of_the_others() {
    let ratings = |unit: usize| [3, 4, 5, 7].map(|step| [None, Some(0), Some(1), Some(2)][(unit / 2 * step + unit * unit) % 4]);
    let units: Vec<[Option<u8>; 4]> = (0..97).map(ratings).collect();
    let (all, without) = leave_one_out::tallies(4, 3, units.iter().map(|unit| (&unit[..], 2)));
    let tally = |left_out: usize| {
        let mut tally = Tally::new(3);
        for unit in &units {
            let given =
                |category: u8| unit.iter().enumerate().filter(move |(rater, given)| *rater != left_out && **given == Some(category));
            tally.add(&[0, 1, 2].map(|category| given(category).count() as u64), 2);
        }
        tally
    };
    let names = names(&["0", "1", "2"]);
    let scale = Scale::new(&names, Weights::Ordinal).unwrap();
    for (found, left_out) in std::iter::once(&all).chain(&without).zip([4, 0, 1, 2, 3]) {
        let expected = tally(left_out);
        assert_eq!((found.units(), found.pairable()), (expected.units(), expected.pairable()));
        assert_eq!(krippendorff::alpha(found, &scale), krippendorff::alpha(&expected, &scale));
        assert_eq!(gwet::ac(found, &scale), gwet::ac(&expected, &scale));
    }
}

#[test]
fn patterns_that_are_none_are_told() {
    let patterns = vec![vec![one(&[1, 2, 3], 1)], vec![one(&[1, 2], 1), one(&[u64::MAX, 1], u64::MAX)]];
    assert_eq!(
        of_patterns(&names(&["present", "absent"]), Weights::Interval, &patterns).unwrap_err().to_string(),
        "category `present` is no number, which interval and ratio weights need; \
         category `absent` is no number, which interval and ratio weights need; \
         row 1: the number of counts is 3; it must be one for each category; \
         row 3: the number of ratings of a unit is 18446744073709552000; it must be at most 10000; \
         the number of units is 18446744073709551615; the greatest count that is taken is 1000000000"
    );
}

#[test]
fn no_cluster_is_nothing() {
    let found = of_patterns(&names(&["present", "absent"]), Weights::Nominal, &[]).unwrap();
    assert_eq!((found.units, found.percent_agreement, found.gwet_ac), (0, None, None));
    assert!(found.why.unwrap().contains("no unit has two ratings"));
}
