//! Worked examples of others, on the parts of the model that they have.

use serde_json::Value;

use super::{Score, cut, invented, rows, sums};
use crate::{near, reference};
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

/// Scores of a table: its column of scores, and how each row's place is found from its cells.
fn read(table: &Value, score: &str, place: impl Fn(&dyn Fn(&str) -> usize, usize) -> [usize; 3]) -> Vec<Score> {
    let column = |name: &str| table[name].as_array().unwrap();
    let level = |name: &str, row: usize| {
        let here = &column(name)[row];
        let mut levels: Vec<String> = column(name).iter().map(Value::to_string).collect();
        levels.sort();
        levels.dedup();
        levels.binary_search(&here.to_string()).unwrap()
    };
    let scores = column(score).iter().enumerate();
    scores
        .map(|(row, score)| {
            let [partnership, review, framework] = place(&|name| level(name, row), row);
            Score { partnership, review, framework, score: score.as_f64().unwrap() }
        })
        .collect()
}

#[track_caller]
fn is(found: &Fit, expected: &Value, variances: &[f64]) {
    near(found.criterion, expected["reml_criterion"].as_f64().unwrap(), 1e-6);
    near(found.mean, expected["intercept"].as_f64().unwrap(), 1e-8);
    for (variance, expected) in variances.iter().zip(expected["variance"].as_array().unwrap()) {
        let expected = expected.as_f64().unwrap();
        near(*variance, expected, 1e-6 * expected);
    }
}

#[test]
fn batches_of_dyestuff_one_way_and_none() {
    let Some(file) = reference("19_reml_classics") else { return };
    let of = |name: &str| {
        let scores = read(&file["inputs"][name], "Yield", |level, row| [level("Batch"), row, 0]);
        fit(&sums(&scores), Model { partnership: true, ..NOTHING }).unwrap()
    };
    let found = of("Dyestuff");
    is(&found, &file["expected"]["Dyestuff"], &[found.components.partnership, found.components.residual]);
    // By analysis of variance this one would be negative.
    let found = of("Dyestuff2");
    assert_eq!(found.components.partnership, 0.0);
    is(&found, &file["expected"]["Dyestuff2"], &[found.components.partnership, found.components.residual]);
}

#[test]
fn plates_and_samples_of_penicillin_crossed() {
    let Some(file) = reference("19_reml_classics") else { return };
    let scores = read(&file["inputs"]["Penicillin"], "diameter", |level, _| [level("plate"), 0, level("sample")]);
    let found = fit(&sums(&scores), Model { partnership: true, framework: Frameworks::Random, ..NOTHING }).unwrap();
    let Components { partnership, framework, residual, .. } = found.components;
    is(&found, &file["expected"]["Penicillin"], &[partnership, framework, residual]);
}

#[test]
fn casks_of_paste_nested_in_batches() {
    let Some(file) = reference("19_reml_classics") else { return };
    // Each cask was assayed twice, one row after the other.
    let scores = read(&file["inputs"]["Pastes"], "strength", |level, row| [level("batch"), level("cask"), row % 2]);
    let found = fit(&sums(&scores), Model { partnership: true, review: true, ..NOTHING }).unwrap();
    let Components { partnership, review, residual, .. } = found.components;
    is(&found, &file["expected"]["Pastes"], &[review, partnership, residual]);
}

#[test]
fn raters_nested_in_tasks_of_brennan() {
    let Some(file) = reference("18_brennan_table_3_2") else { return };
    // Tasks are partnerships, raters their reviews, and people score what frameworks would.
    let scores = read(&file["inputs"]["rows"], "Score", |level, _| [level("Task"), level("Rater"), level("Person")]);
    let found = variance(&rows(&scores)).unwrap().components;
    let expected = |group: &str, name: &str| file["expected"][group][name].as_f64().unwrap();
    let parts = [
        (found.framework, "person", "p"),
        (found.partnership, "task", "t"),
        (found.review, "rater:task", "r:t"),
        (found.partnership_framework, "person:task", "pt"),
        (found.residual, "residual", "pr:t"),
    ];
    for (found, name, printed) in parts {
        near(found.unwrap(), expected("published_p116_4dp", printed), 1e-4);
        // These were found with lme4's default tolerance, which stops short of the analysis of variance.
        let loose = expected("variance_components", name);
        near(found.unwrap(), loose, 1e-3 * loose);
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
