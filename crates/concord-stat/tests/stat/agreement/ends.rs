//! What the ratings cannot say, and what is wrong with them.

use concord_stat::agreement::cohen::two_by_two;
use concord_stat::agreement::{Ratings, Weights, agreement};
use serde_json::json;

use super::{found, names, of, table};
use crate::near;

const BOTH: [&str; 2] = ["present", "absent"];

#[test]
fn the_json_has_the_members_in_their_order() {
    let units = [vec![Some(0), Some(0)], vec![Some(1), Some(1)], vec![Some(1), Some(0)], vec![Some(0), Some(0)]];
    let found = found(&["z", "a"], Weights::Nominal, &units);
    let text = serde_json::to_string(&found).unwrap();
    let members = [
        "units",
        "units_pairable",
        "percent_agreement",
        "krippendorff_alpha",
        "gwet_ac",
        "fleiss_kappa",
        "brennan_prediger",
        "conger_kappa",
        "se_jackknife",
        "specific_agreement",
        "prevalence",
        "pairwise",
        "leave_one_rater_out",
    ];
    // Some stand inside other members too, after their first place.
    let places: Vec<usize> = members.iter().map(|member| text.find(&format!("\"{member}\":")).unwrap()).collect();
    assert!(places.is_sorted(), "{text}");
    let value = serde_json::to_value(&found).unwrap();
    assert_eq!(value.as_object().unwrap().len(), members.len() + usize::from(found.why.is_some()));
    assert!(text.contains(r#""specific_agreement":{"z":0.8,"a":0.6666666666666666},"prevalence":{"z":0.625,"a":0.375}"#), "{text}");
    assert!(text.contains(r#""pairwise":[{"a":"r0","b":"r1","n":4,"percent":0.75,"cohen_kappa":0.5}]"#), "{text}");
    assert!(text.contains(r#""leave_one_rater_out":[{"rater":"r0","krippendorff_alpha":null,"gwet_ac":null,"why":"#), "{text}");
}

#[test]
fn one_category_throughout_has_no_kappa_but_an_ac1() {
    for weights in [Weights::Nominal, Weights::Ordinal] {
        let found = found(&BOTH, weights, &vec![vec![Some(0), Some(0), Some(0)]; 5]);
        assert_eq!((found.percent_agreement, found.gwet_ac, found.brennan_prediger), (Some(1.0), Some(1.0), Some(1.0)));
        assert_eq!((found.krippendorff_alpha, found.fleiss_kappa, found.conger_kappa), (None, None, None));
        assert_eq!((of(&found.specific_agreement, "present"), of(&found.specific_agreement, "absent")), (Some(1.0), None));
        assert_eq!(
            found.why.unwrap(),
            "krippendorff_alpha, fleiss_kappa, conger_kappa: all ratings that count are of one category, so that none could have disagreed; \
             specific_agreement.absent: no unit with two ratings has one of this category"
        );
        assert_eq!((found.se_jackknife.krippendorff_alpha, found.se_jackknife.gwet_ac), (None, Some(0.0)));
        let pair = &found.pairwise[0].compared;
        assert_eq!((pair.n, pair.percent, pair.cohen_kappa, pair.why.is_some()), (5, Some(1.0), None, true));
    }
}

#[test]
fn one_category_among_pairs_leaves_alpha_undefined_alone() {
    // The other category stands in a unit with one rating, which no pair is made of.
    let units = [vec![Some(0), Some(0)], vec![Some(0), Some(0)], vec![Some(1), None]];
    let found = found(&BOTH, Weights::Nominal, &units);
    assert_eq!((found.units, found.units_pairable), (3, 2));
    assert_eq!((found.krippendorff_alpha, found.fleiss_kappa, found.gwet_ac), (None, Some(1.0), Some(1.0)));
    near(of(&found.prevalence, "absent").unwrap(), 1.0 / 3.0, 1e-15);
}

#[test]
fn opposite_raters_agree_on_nothing() {
    let found = found(&BOTH, Weights::Nominal, &vec![vec![Some(0), Some(1)]; 4]);
    assert_eq!((found.percent_agreement, found.pairwise[0].compared.cohen_kappa, found.conger_kappa), (Some(0.0), Some(0.0), Some(0.0)));
    assert_eq!((found.fleiss_kappa, found.brennan_prediger), (Some(-1.0), Some(-1.0)));
    near(found.krippendorff_alpha.unwrap(), -0.75, 1e-15);
}

#[test]
fn without_pairs_only_prevalence_is_known() {
    let alone = found(&BOTH, Weights::Nominal, &[vec![Some(0), None], vec![None, Some(1)], vec![None, None]]);
    assert_eq!((alone.units, alone.units_pairable), (3, 0));
    let figures = [alone.percent_agreement, alone.krippendorff_alpha, alone.gwet_ac, alone.fleiss_kappa, alone.brennan_prediger];
    assert_eq!(figures, [None; 5]);
    assert_eq!((alone.conger_kappa, of(&alone.prevalence, "present")), (None, Some(0.5)));
    assert_eq!(
        alone.why.unwrap(),
        "percent_agreement, krippendorff_alpha, gwet_ac, fleiss_kappa, brennan_prediger, conger_kappa: no unit has two ratings; \
         specific_agreement.present, specific_agreement.absent: no unit with two ratings has one of this category"
    );
    assert_eq!(
        serde_json::to_value(&alone.pairwise[0]).unwrap(),
        json!({"a": "r0", "b": "r1", "n": 0, "percent": null, "cohen_kappa": null, "why": "no unit was rated by both"})
    );
}

#[test]
fn nothing_at_all_is_nothing_and_never_nan() {
    let one_rater = Ratings { raters: names(&["only"]), ..table(&BOTH, Weights::Nominal, &[vec![Some(0)], vec![Some(1)]]) };
    let missing = table(&BOTH, Weights::Ordinal, &vec![vec![None; 3]; 4]);
    let empty = table(&BOTH, Weights::Linear, &[]);
    for (ratings, prevalence) in [(one_rater, Some(0.5)), (missing, None), (empty, None)] {
        let found = agreement(&ratings).unwrap();
        assert_eq!((found.units_pairable, found.percent_agreement, found.gwet_ac), (0, None, None));
        assert_eq!(of(&found.prevalence, "absent"), prevalence);
        assert_eq!(found.leave_one_rater_out.len(), ratings.raters.len());
        assert!(found.se_jackknife.gwet_ac.is_none() && found.se_jackknife.why.is_some());
        assert_eq!(prevalence.is_none(), found.why.unwrap().contains("prevalence.present, prevalence.absent: there is no rating"));
    }
}

#[test]
fn a_rater_who_rated_nothing_changes_nothing() {
    let units = [vec![Some(0), Some(0)], vec![Some(1), Some(0)], vec![Some(1), Some(1)]];
    let with: Vec<Vec<Option<usize>>> = units.iter().map(|unit| vec![unit[0], None, unit[1]]).collect();
    let (two, three) = (found(&BOTH, Weights::Nominal, &units), found(&BOTH, Weights::Nominal, &with));
    assert_eq!((two.conger_kappa, two.krippendorff_alpha, two.gwet_ac), (three.conger_kappa, three.krippendorff_alpha, three.gwet_ac));
    assert_eq!(three.leave_one_rater_out[1].krippendorff_alpha, two.krippendorff_alpha);
    assert_eq!((three.pairwise[1].compared.n, three.pairwise[1].compared.cohen_kappa), (3, two.pairwise[0].compared.cohen_kappa));
}

#[test]
fn an_error_needs_clusters_and_every_replicate() {
    let units = vec![vec![Some(0), Some(0)], vec![Some(0), Some(0)], vec![Some(1), Some(0)], vec![Some(1), Some(1)], vec![None, None]];
    let by = |clusters: &[&str]| {
        agreement(&Ratings { clusters: Some(names(clusters)), ..table(&BOTH, Weights::Nominal, &units) }).unwrap().se_jackknife
    };
    // A cluster without a rating is none.
    for clusters in [["x"; 5], ["x", "x", "x", "x", "y"]] {
        let found = by(&clusters);
        assert_eq!((found.krippendorff_alpha, found.gwet_ac), (None, None));
        let why = "krippendorff_alpha, gwet_ac: fewer than two clusters (units, where no cluster is named) have a rating";
        assert_eq!(found.why.unwrap(), why);
    }
    // Without `y` all is of one category: alpha is undefined there, AC1 is not.
    let found = by(&["x", "z", "y", "y", "y"]);
    assert!(found.krippendorff_alpha.is_none() && found.gwet_ac.is_some());
    assert!(found.why.unwrap().starts_with("krippendorff_alpha: without one of the clusters"));
    assert!(by(&["x", "y", "x", "y", "y"]).why.is_none());
}

#[test]
fn the_order_of_units_and_clusters_changes_no_bit() {
    let units: Vec<Vec<Option<usize>>> =
        (0..40_usize).map(|i| vec![Some(i * 7 % 3), (i % 5 > 0).then_some(i * i % 3), Some(i % 3)]).collect();
    let clusters: Vec<String> = (0..40).map(|i| format!("c{}", i * i % 11)).collect();
    let forward = Ratings { clusters: Some(clusters), ..table(&["0", "1", "2"], Weights::Ordinal, &units) };
    let mut backward = forward.clone();
    backward.units.reverse();
    backward.clusters.as_mut().unwrap().reverse();
    assert_eq!(agreement(&forward).unwrap(), agreement(&backward).unwrap());
}

#[test]
fn every_fault_is_told() {
    let ratings = Ratings {
        categories: names(&["low", "1", "1.0", "-2", "inf", "1"]),
        weights: Weights::Ratio,
        raters: names(&["a", "b", "a"]),
        clusters: Some(names(&["x"])),
        units: vec![vec![Some(0), None, Some(6)], vec![Some(1)]],
    };
    assert_eq!(
        agreement(&ratings).unwrap_err().to_string(),
        "category `1` is declared twice; category `low` is no number, which interval and ratio weights need; \
         category `1.0` has the value of an earlier category; category `-2` is below 0, where ratios have no meaning; \
         category `inf` is no number, which interval and ratio weights need; category `1` has the value of an earlier category; \
         rater `a` is declared twice; 2 numbers in one column and 1 in the other; \
         row 1: the place of a category is 6; it must be that of one declared; \
         row 2: the number of ratings is 1; it must be one for each rater, missing or not"
    );
    let nobody = Ratings { categories: names(&["only"]), ..Ratings::default() };
    assert_eq!(
        agreement(&nobody).unwrap_err().to_string(),
        "the number of categories is 1; it must be 2 or more, since one category leaves nothing to disagree on; there is no rater"
    );
    // By place no name has to be a number, and negative intervals are fine.
    assert!(agreement(&table(&["low", "high"], Weights::Quadratic, &[])).is_ok());
    assert!(agreement(&table(&["-1", "1"], Weights::Interval, &[])).is_ok());
    assert!(two_by_two([[0, u64::MAX], [0, 0]]).is_err());
}

#[test]
fn values_far_apart_overflow_nothing() {
    let units = [vec![Some(0), Some(1)], vec![Some(2), Some(2)], vec![Some(1), Some(1)], vec![Some(0), Some(0)]];
    for (weights, categories) in [(Weights::Interval, ["-1e308", "1e308", "0"]), (Weights::Ratio, ["0", "1e308", "1.7e308"])] {
        let found = found(&categories, weights, &units);
        assert!([found.krippendorff_alpha, found.gwet_ac, found.fleiss_kappa].iter().all(|figure| figure.unwrap().is_finite()));
    }
}
