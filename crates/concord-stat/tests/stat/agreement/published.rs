//! Examples from the literature.

use concord_stat::agreement::cohen::two_by_two;
use concord_stat::agreement::{Ratings, Weights, agreement};

use super::{found, names, of, of_counts, of_two, table};
use crate::near;

/// Four coders and twelve units, 0 for a missing code: Krippendorff (2011), Computing Krippendorff's Alpha-Reliability, data C.
const CODERS: [[usize; 4]; 12] = [
    [1, 1, 0, 1],
    [2, 2, 3, 2],
    [3, 3, 3, 3],
    [3, 3, 3, 3],
    [2, 2, 2, 2],
    [1, 2, 3, 4],
    [4, 4, 4, 4],
    [1, 1, 2, 1],
    [2, 2, 2, 2],
    [0, 5, 5, 5],
    [0, 0, 1, 1],
    [0, 0, 3, 0],
];

fn coders() -> Vec<Vec<Option<usize>>> {
    CODERS.iter().map(|unit| unit.iter().map(|code| code.checked_sub(1)).collect()).collect()
}

#[test]
fn alpha_of_the_canonical_example() {
    // As printed: .743, .815, .849, .797; nominal is 113/152 and interval 951/1120 exactly.
    let expected = [
        (Weights::Nominal, 113.0 / 152.0),
        (Weights::Ordinal, 0.815_387_503_754_881_4),
        (Weights::Interval, 951.0 / 1120.0),
        (Weights::Ratio, 0.797_402_774_711_612_1),
    ];
    for (weights, alpha) in expected {
        let found = found(&["1", "2", "3", "4", "5"], weights, &coders());
        near(found.krippendorff_alpha.unwrap(), alpha, 1e-12);
        assert_eq!((found.units, found.units_pairable, found.why), (12, 11, None));
    }
}

#[test]
fn alpha_has_no_linear_or_quadratic_metric() {
    for weights in [Weights::Linear, Weights::Quadratic] {
        let found = found(&["1", "2", "3", "4", "5"], weights, &coders());
        assert!(found.krippendorff_alpha.is_none() && found.se_jackknife.krippendorff_alpha.is_none());
        assert!(found.why.unwrap().starts_with("krippendorff_alpha: there is no such metric"));
        assert!(found.se_jackknife.why.unwrap().starts_with("krippendorff_alpha: there is no such metric"));
        assert!(found.gwet_ac.is_some() && found.se_jackknife.gwet_ac.is_some());
        let without = &found.leave_one_rater_out[0];
        assert!(without.krippendorff_alpha.is_none() && without.gwet_ac.is_some() && without.why.is_some());
    }
}

#[test]
fn alpha_without_each_unit_in_turn() {
    let without = [
        0.7203883495145631,
        0.79,
        0.7131147540983607,
        0.7131147540983607,
        0.72,
        0.8574338085539714,
        0.7008547008547009,
        0.7861507128309573,
        0.72,
        0.7102615694164991,
        0.728937728937729,
        0.7434210526315791,
    ];
    for (unit, expected) in without.into_iter().enumerate() {
        let mut rest = coders();
        rest.remove(unit);
        near(found(&["1", "2", "3", "4", "5"], Weights::Nominal, &rest).krippendorff_alpha.unwrap(), expected, 1e-12);
    }
    let found = found(&["1", "2", "3", "4", "5"], Weights::Nominal, &coders());
    near(found.se_jackknife.krippendorff_alpha.unwrap(), 0.14694221562084, 1e-12);
}

#[test]
fn alpha_takes_values_and_not_places() {
    // The same codes ten times as large, out of order and with one that nobody uses.
    let place = [3, 1, 0, 2, 5];
    let units: Vec<Vec<Option<usize>>> =
        coders().iter().map(|unit| unit.iter().map(|code| code.map(|code| place[code])).collect()).collect();
    let categories = ["30", "20", "40", "10.0", "1e3", "50"];
    near(found(&categories, Weights::Interval, &units).krippendorff_alpha.unwrap(), 951.0 / 1120.0, 1e-12);
    near(found(&categories, Weights::Ratio, &units).krippendorff_alpha.unwrap(), 0.797_402_774_711_612_1, 1e-12);
}

/// Thirty patients by the diagnoses of six psychiatrists: depression, personality disorder, schizophrenia, neurosis, other. Fleiss (1971),
/// Psychological Bulletin 76:378–382, table 1.
const DIAGNOSES: [[u64; 5]; 30] = [
    [0, 0, 0, 6, 0],
    [0, 3, 0, 0, 3],
    [0, 1, 4, 0, 1],
    [0, 0, 0, 0, 6],
    [0, 3, 0, 3, 0],
    [2, 0, 4, 0, 0],
    [0, 0, 4, 0, 2],
    [2, 0, 3, 1, 0],
    [2, 0, 0, 4, 0],
    [0, 0, 0, 0, 6],
    [1, 0, 0, 5, 0],
    [1, 1, 0, 4, 0],
    [0, 3, 3, 0, 0],
    [1, 0, 0, 5, 0],
    [0, 2, 0, 3, 1],
    [0, 0, 5, 0, 1],
    [3, 0, 0, 1, 2],
    [5, 1, 0, 0, 0],
    [0, 2, 0, 4, 0],
    [1, 0, 2, 0, 3],
    [0, 0, 0, 0, 6],
    [0, 1, 0, 5, 0],
    [0, 2, 0, 1, 3],
    [2, 0, 0, 4, 0],
    [1, 0, 0, 4, 1],
    [0, 5, 0, 1, 0],
    [4, 0, 0, 0, 2],
    [0, 2, 0, 4, 0],
    [1, 0, 5, 0, 0],
    [0, 0, 0, 0, 6],
];

/// Ten subjects by fourteen raters and five categories, the example of most introductions to Fleiss's kappa.
const FOURTEEN: [[u64; 5]; 10] = [
    [0, 0, 0, 0, 14],
    [0, 2, 6, 4, 2],
    [0, 0, 3, 5, 6],
    [0, 3, 9, 2, 0],
    [2, 2, 8, 1, 1],
    [7, 7, 0, 0, 0],
    [3, 2, 6, 3, 0],
    [2, 5, 3, 2, 2],
    [6, 5, 2, 1, 0],
    [0, 2, 2, 3, 7],
];

#[test]
fn fleiss_kappa_of_psychiatric_diagnoses() {
    let categories = ["depression", "personality disorder", "schizophrenia", "neurosis", "other"];
    let rows = |table: &[[u64; 5]]| of_counts(&table.iter().map(|row| row.to_vec()).collect::<Vec<_>>());
    let fleiss = found(&categories, Weights::Nominal, &rows(&DIAGNOSES));
    near(fleiss.fleiss_kappa.unwrap(), 0.430244520060141, 1e-12);
    // Of all assignments 26 were depression: a share of .144; the mean agreement of pairs was .556.
    near(of(&fleiss.prevalence, "depression").unwrap(), 26.0 / 180.0, 1e-15);
    near(fleiss.percent_agreement.unwrap(), 0.556, 5e-4);
    near(found(&categories, Weights::Nominal, &rows(&FOURTEEN)).fleiss_kappa.unwrap(), 0.20993070442195522, 1e-12);
}

/// A table `[[a, b], [c, d]]` of two raters, and its agreement, Cohen's kappa, AC1, Scott's pi, PABAK and specific agreements.
type Paradox = ([[u64; 2]; 2], [f64; 7]);

/// The first from Gwet (2008), British Journal of Mathematical and Statistical Psychology 61:29–48; the next two from Feinstein and
/// Cicchetti (1990), Journal of Clinical Epidemiology 43:543–549; the others made up.
const PARADOXES: [Paradox; 7] = [
    ([[118, 5], [2, 0]], [0.944, -0.02339181286549608, 0.9407763376087177, -0.028806584362140154, 0.888, 0.9711934156378601, 0.0]),
    (
        [[45, 15], [25, 15]],
        [0.6, 0.13043478260869554, 0.26605504587155965, 0.12087912087912075, 0.2, 0.6923076923076923, 0.42857142857142855],
    ),
    (
        [[25, 35], [5, 35]],
        [0.6, 0.25925925925925924, 0.20792079207920783, 0.19191919191919168, 0.2, 0.5555555555555556, 0.6363636363636364],
    ),
    ([[80, 10], [5, 5]], [0.85, 0.318181818181818, 0.808, 0.31428571428571417, 0.7, 0.9142857142857143, 0.4]),
    (
        [[1, 6], [9, 84]],
        [0.85, 0.038461538461537804, 0.8223695896737523, 0.03567984570877427, 0.7, 0.11764705882352941, 0.9180327868852459],
    ),
    ([[90, 5], [5, 0]], [0.9, -0.05263157894736725, 0.8895027624309393, -0.05263157894736848, 0.8, 0.9473684210526315, 0.0]),
    ([[46, 5], [5, 44]], [0.9, 0.7999199679871949, 0.8000799680127949, 0.7999199679871949, 0.8, 0.9019607843137255, 0.8979591836734694]),
];

#[test]
fn one_agreement_has_many_kappas() {
    for (counts, [percent, cohen, ac1, scott, pabak, present, absent]) in PARADOXES {
        let rows = counts.map(|row| row.to_vec());
        let found = found(&["present", "absent"], Weights::Nominal, &of_two(&rows));
        let figures = [
            (found.percent_agreement, percent),
            (found.pairwise[0].compared.percent, percent),
            (found.pairwise[0].compared.cohen_kappa, cohen),
            (found.conger_kappa, cohen),
            (found.gwet_ac, ac1),
            (found.fleiss_kappa, scott),
            (found.brennan_prediger, pabak),
            (of(&found.specific_agreement, "present"), present),
            (of(&found.specific_agreement, "absent"), absent),
        ];
        figures.iter().for_each(|(found, expected)| near(found.unwrap(), *expected, 1e-12));
        assert_eq!(two_by_two(counts).unwrap(), found.pairwise[0].compared);
    }
}

#[test]
fn declared_categories_change_what_chance_is() {
    let units = of_two(&[vec![45, 15], vec![25, 15]]);
    let [two, three] = [&["present", "absent"][..], &["present", "absent", "partly"]].map(|q| found(q, Weights::Nominal, &units));
    assert_eq!((two.krippendorff_alpha, two.fleiss_kappa), (three.krippendorff_alpha, three.fleiss_kappa));
    assert!(two.gwet_ac < three.gwet_ac && two.brennan_prediger < three.brennan_prediger);
    assert_eq!((of(&three.prevalence, "partly"), of(&three.specific_agreement, "partly")), (Some(0.0), None));
    assert_eq!(three.why.unwrap(), "specific_agreement.partly: no unit with two ratings has one of this category");
}

#[test]
fn without_a_rater_is_the_table_without_the_column() {
    let clusters = names(&["c", "a", "a", "b", "c", "c", "b", "a", "d", "d", "b", "b"]);
    let ratings = Ratings { clusters: Some(clusters), ..table(&["1", "2", "3", "4", "5"], Weights::Ordinal, &coders()) };
    let all = agreement(&ratings).unwrap();
    for (place, row) in all.leave_one_rater_out.iter().enumerate() {
        let mut rest = ratings.clone();
        rest.raters.remove(place);
        for unit in &mut rest.units {
            unit.remove(place);
        }
        let rest = agreement(&rest).unwrap();
        assert_eq!((&row.rater, row.krippendorff_alpha, row.gwet_ac), (&ratings.raters[place], rest.krippendorff_alpha, rest.gwet_ac));
    }
}
