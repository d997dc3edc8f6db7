//! Worked examples of others, on the parts of the model that they have.

use serde_json::Value;

use super::{Score, cut, invented, rows, sums};
use crate::{data, near};
use concord_stat::variance::components::{Components, Frameworks, Model};
use concord_stat::variance::fit::{Fit, fit};
use concord_stat::variance::reliability::reliability;
use concord_stat::variance::sums::Sums;
use concord_stat::variance::variance;

const NOTHING: Model = Model { partnership: false, review: false, framework: Frameworks::Alike, partnership_framework: false };

/// Ratings of six people by four judges: Shrout and Fleiss (1979), Psychological Bulletin 86:420, table 2.
const RATINGS: [[f64; 4]; 6] =
    [[9.0, 2.0, 5.0, 8.0], [6.0, 1.0, 3.0, 2.0], [8.0, 4.0, 6.0, 8.0], [7.0, 1.0, 2.0, 6.0], [10.0, 5.0, 6.0, 9.0], [6.0, 2.0, 4.0, 7.0]];

#[test]
fn judges_and_people_of_shrout_and_fleiss() {
    let mut people = Sums::new(6, 4);
    RATINGS.iter().enumerate().for_each(|(person, row)| people.add(person, &row.map(Some)).unwrap());
    let found = fit(&people, Model { partnership: true, framework: Frameworks::Random, ..NOTHING }).unwrap();
    // lme4 1.1-31; the components by analysis of variance.
    near(found.criterion, 91.278667116662, 1e-9);
    near(found.components.partnership, 2.5555555555555562, 1e-8);
    near(found.components.framework, 5.2444444444444445, 1e-8);
    near(found.components.residual, 1.0194444444444444, 1e-8);
    near(found.mean, 127.0 / 24.0, 1e-12);
    // Their ICC(3,1) and ICC(2,1) for one judge, and what more of them give.
    let expected = [
        (1, 0.7148407148407149, 0.28976377952755905),
        (2, 0.8337109198006345, 0.4493284493284494),
        (4, 0.9093155423770695, 0.6200505475989891),
        (8, 0.952504206030801, 0.765470618824753),
    ];
    for (judges, generalizability, dependability) in expected {
        let mut one = Sums::new(1, judges);
        one.add(0, &vec![Some(0.0); judges]).unwrap();
        let Components { partnership, review, framework, partnership_framework, residual } = found.components;
        let known = [partnership, review, framework, partnership_framework, residual].map(Some);
        let [partnership, review, framework, partnership_framework, residual] = known;
        let row = &reliability(&one, &Components { partnership, review, framework, partnership_framework, residual })[0];
        near(row.generalizability.unwrap(), generalizability, 1e-8);
        near(row.dependability.unwrap(), dependability, 1e-8);
    }
}

/// Yields of five samples from each of six batches: Davies and Goldsmith (1972), Statistical Methods in Research and Production, table 6.1.
const DYESTUFF: [[f64; 5]; 6] = [
    [1545.0, 1440.0, 1440.0, 1520.0, 1580.0],
    [1540.0, 1555.0, 1490.0, 1560.0, 1495.0],
    [1595.0, 1550.0, 1605.0, 1510.0, 1560.0],
    [1445.0, 1440.0, 1595.0, 1465.0, 1545.0],
    [1595.0, 1630.0, 1515.0, 1635.0, 1625.0],
    [1520.0, 1455.0, 1450.0, 1480.0, 1445.0],
];

/// Invented yields with more spread within batches than between: Box and Tiao (1973), Bayesian Inference in Statistical Analysis, table 5.1.4.
const DYESTUFF_2: [[f64; 5]; 6] = [
    [7.298, 3.846, 2.434, 9.566, 7.99],
    [5.22, 6.556, 0.608, 11.788, -0.892],
    [0.11, 10.386, 13.434, 5.51, 8.166],
    [2.212, 4.852, 7.092, 9.288, 4.98],
    [0.282, 9.014, 4.458, 9.446, 7.198],
    [1.722, 4.782, 8.106, 0.758, 3.758],
];

/// Strengths of a paste, two assays of each of three casks of ten batches: Davies and Goldsmith (1972), table 6.6.
const PASTES: [[f64; 6]; 10] = [
    [62.8, 62.6, 60.1, 62.3, 62.7, 63.1],
    [60.0, 61.4, 57.5, 56.9, 61.1, 58.9],
    [58.7, 57.5, 63.9, 63.1, 65.4, 63.7],
    [57.1, 56.4, 56.9, 58.6, 64.7, 64.5],
    [55.1, 55.1, 54.7, 54.2, 58.8, 57.5],
    [63.4, 64.9, 59.3, 58.1, 60.5, 60.0],
    [62.5, 62.6, 61.0, 58.7, 56.9, 57.7],
    [59.2, 59.4, 65.2, 66.0, 64.8, 64.1],
    [54.8, 54.8, 64.0, 64.0, 57.7, 56.8],
    [58.3, 59.3, 59.2, 59.2, 58.9, 56.6],
];

fn scores<const N: usize>(rows: &[[f64; N]], place: impl Fn(usize, usize) -> [usize; 3]) -> Vec<Score> {
    let score = |row: usize, column: usize, score: f64| {
        let [partnership, review, framework] = place(row, column);
        Score { partnership, review, framework, score }
    };
    rows.iter()
        .enumerate()
        .flat_map(|(row, cells)| cells.iter().enumerate().map(move |(column, cell)| (row, column, *cell)))
        .map(|(row, column, cell)| score(row, column, cell))
        .collect()
}

/// A criterion, a mean and variances as lme4 1.1-31 has them.
#[track_caller]
fn is(found: &Fit, criterion: f64, mean: f64, variances: &[(f64, f64)]) {
    near(found.criterion, criterion, 1e-6);
    near(found.mean, mean, 1e-8);
    variances.iter().for_each(|(found, expected)| near(*found, *expected, 1e-6 * expected));
}

#[test]
fn batches_of_dyestuff_one_way_and_none() {
    let of = |rows| fit(&sums(&scores(rows, |batch, sample| [batch, sample, 0])), Model { partnership: true, ..NOTHING }).unwrap();
    let found = of(&DYESTUFF);
    let Components { partnership, residual, .. } = found.components;
    is(&found, 319.654276842257, 1527.5, &[(partnership, 1764.04994926988), (residual, 2451.25001099403)]);
    // By analysis of variance this one would be negative.
    let found = of(&DYESTUFF_2);
    assert_eq!(found.components.partnership, 0.0);
    is(&found, 161.828277812288, 5.6656, &[(found.components.residual, 13.8063096275862)]);
}

#[test]
fn casks_of_paste_nested_in_batches() {
    let scores = scores(&PASTES, |batch, assay| [batch, assay / 2, assay % 2]);
    let found = fit(&sums(&scores), Model { partnership: true, review: true, ..NOTHING }).unwrap();
    let Components { partnership, review, residual, .. } = found.components;
    is(
        &found,
        246.990745853486,
        60.0533333333345,
        &[(review, 8.43366658125388), (partnership, 1.65730912951132), (residual, 0.677999984533191)],
    );
}

#[test]
fn reviews_in_partnerships_crossed_with_frameworks() {
    let file = data("variance");
    let rows = file["inputs"]["rows"].as_array().unwrap();
    let place = |row: &Value, column: usize| {
        let mut names: Vec<&str> = rows.iter().map(|row| row[column].as_str().unwrap()).collect();
        names.sort_unstable();
        names.dedup();
        names.binary_search(&row[column].as_str().unwrap()).unwrap()
    };
    let score = |row: &Value| Score {
        partnership: place(row, 0),
        review: place(row, 1),
        framework: place(row, 2),
        score: row[3].as_f64().unwrap(),
    };
    let scores: Vec<Score> = rows.iter().map(score).collect();
    for (expected, partnership_framework) in file["expected"]["fits"].as_array().unwrap().iter().zip([false, true]) {
        let model = Model { partnership: true, review: true, framework: Frameworks::Random, partnership_framework };
        let found = fit(&sums(&scores), model).unwrap();
        near(found.criterion, expected["reml_criterion"].as_f64().unwrap(), 1e-6);
        near(found.mean, expected["fixef"].as_f64().unwrap(), 1e-8);
        let parts = [
            (found.components.partnership, "partnership"),
            (found.components.review, "review"),
            (found.components.framework, "framework"),
            (found.components.partnership_framework, "partnership:framework"),
            (found.components.residual, "Residual"),
        ];
        for (found, name) in parts {
            let expected = expected["components"].get(name).map_or(0.0, |component| component.as_f64().unwrap());
            near(found, expected, 1e-4 * expected);
        }
    }
    let table = variance(&self::rows(&scores)).unwrap();
    for row in &table.reliability {
        let place: usize = row.partnership[1..].parse().unwrap();
        let expected = &file["expected"]["d_study_model2"][format!("P{:02}", place + 1)];
        near(row.reliability.generalizability.unwrap(), expected["Erho2_random_frameworks"].as_f64().unwrap(), 1e-4);
        near(row.reliability.dependability.unwrap(), expected["Phi_random_frameworks"].as_f64().unwrap(), 1e-4);
        near(row.reliability.generalizability_fixed.unwrap(), expected["Erho2_fixed_frameworks"].as_f64().unwrap(), 1e-4);
    }
}

/// Seed, size, share answered, standard deviations, whether cut to 0, ½ and 1; criterion, variances in the order of [`Components`], mean,
/// its standard error, and the first framework's mean.
type Unbalanced = (u64, [usize; 3], f64, [f64; 5], bool, f64, [f64; 5], [f64; 3]);

/// From lme4 1.1-31 (bobyqa, rhoend 1e-10) on the invented scores; the means with frameworks as fixed effects.
const UNBALANCED: [Unbalanced; 3] = [
    (
        11,
        [12, 6, 5],
        0.7,
        [1.0, 0.7, 0.5, 0.6, 1.0],
        false,
        574.6753954920559,
        [1.122647069656, 0.717528332374, 0.0, 0.425209304407, 0.934855044082],
        [-0.47113196694038, 0.36107073301998, -0.411855891471],
    ),
    (
        12,
        [30, 8, 4],
        0.5,
        [0.5, 0.7, 0.3, 0.2, 0.5],
        true,
        190.6060354110798,
        [5.00718783699e-2, 4.84443413978e-2, 3.00321253902e-3, 0.0, 7.11217163683e-2],
        [0.41210344336001, 0.051251586493334, 0.371478147467],
    ),
    (
        13,
        [25, 10, 6],
        0.6,
        [0.3, 0.9, 0.2, 0.0, 0.7],
        true,
        345.3972942503086,
        [0.00985123052965, 0.08172261761326, 0.00318633880247, 0.00149286462743, 0.07461901884492],
        [0.38374412933687, 0.036304413238426, 0.393466330930],
    ),
];

#[test]
fn unbalanced_scores_have_the_components_and_means_of_lme4() {
    for (seed, size, answered, sd, is_cut, criterion, [p, r, f, pf, e], [mean, se, first]) in UNBALANCED {
        let mut scores = invented(seed, size, answered, sd);
        scores.iter_mut().filter(|_| is_cut).for_each(|score| score.score = cut(score.score));
        let table = variance(&rows(&scores)).unwrap();
        near(table.reml_criterion.unwrap(), criterion, 1e-9);
        let found = table.components;
        let pairs =
            [(found.partnership, p), (found.review, r), (found.framework, f), (found.partnership_framework, pf), (found.residual, e)];
        pairs.iter().for_each(|(found, expected)| near(found.unwrap(), *expected, 1e-6));
        near(table.mean.unwrap(), mean, 1e-7);
        near(table.se_mean.unwrap(), se, 1e-6);
        near(table.framework_means["f00"].unwrap(), first, 1e-7);
    }
}
