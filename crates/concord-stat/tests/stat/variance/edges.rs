//! Balanced data in closed form, reliability, and what cannot be said.

use super::{Score, invented, rows, sums};
use crate::near;
use concord_stat::variance::components::Components;
use concord_stat::variance::figures;
use concord_stat::variance::reliability::{Reliability, reliability};
use concord_stat::variance::sums::Sums;
use concord_stat::variance::{Table, variance};

const ALL: [f64; 5] = [0.6, 0.7, 0.5, 0.6, 1.0];

/// Complete scores: so many partnerships with so many reviews each, by so many frameworks.
fn complete([partnerships, reviews, frameworks]: [usize; 3]) -> Vec<Score> {
    let first = invented(77, [partnerships, 1, frameworks], 2.0, [2.0, 0.0, 0.8, 0.9, 0.0]);
    let of_review = |review: usize| {
        let noise = invented(500 + review as u64, [partnerships, 1, frameworks], 2.0, [0.7, 0.0, 0.0, 0.0, 1.0]);
        first.iter().zip(noise).map(move |(score, noise)| Score { review, score: score.score + noise.score, ..*score }).collect::<Vec<_>>()
    };
    (0..reviews).flat_map(of_review).collect()
}

#[test]
fn balanced_scores_have_the_components_of_the_analysis_of_variance() {
    let [p, r, f] = [8, 5, 4];
    let scores = complete([p, r, f]);
    let mean = |of: &dyn Fn(&Score) -> bool| {
        let some: Vec<f64> = scores.iter().filter(|score| of(score)).map(|score| score.score).collect();
        some.iter().sum::<f64>() / some.len() as f64
    };
    let all = mean(&|_| true);
    let square = |of: &dyn Fn(&Score) -> f64, df: usize| scores.iter().map(|score| of(score) * of(score)).sum::<f64>() / df as f64;
    let by_p = |score: &Score| mean(&|other| other.partnership == score.partnership);
    let by_f = |score: &Score| mean(&|other| other.framework == score.framework);
    let by_r = |score: &Score| mean(&|other| other.partnership == score.partnership && other.review == score.review);
    let by_pf = |score: &Score| mean(&|other| other.partnership == score.partnership && other.framework == score.framework);
    let ms_p = square(&|score| by_p(score) - all, p - 1);
    let ms_f = square(&|score| by_f(score) - all, f - 1);
    let ms_r = square(&|score| by_r(score) - by_p(score), p * (r - 1));
    let ms_pf = square(&|score| by_pf(score) - by_p(score) - by_f(score) + all, (p - 1) * (f - 1));
    let ms_e = square(&|score| score.score - by_pf(score) - by_r(score) + by_p(score), p * (r - 1) * (f - 1));
    let found = figures(&sums(&scores));
    let Components { partnership, review, framework, partnership_framework, residual } = found.components;
    let [np, nr, nf] = [p, r, f].map(|n| n as f64);
    near(residual.unwrap(), ms_e, 1e-8);
    near(partnership_framework.unwrap(), (ms_pf - ms_e) / nr, 1e-8);
    near(review.unwrap(), (ms_r - ms_e) / nf, 1e-8);
    near(framework.unwrap(), (ms_f - ms_pf) / (np * nr), 1e-8);
    near(partnership.unwrap(), (ms_p - ms_r - ms_pf + ms_e) / (nr * nf), 1e-8);
    // The variance of the mean of these frameworks: partnerships, interaction, reviews and residual.
    near(found.mean.unwrap(), all, 1e-10);
    near(found.se_mean.unwrap(), (ms_p / (np * nr * nf)).sqrt(), 1e-8);
}

const VARIANCES: Components<Option<f64>> = Components {
    partnership: Some(0.05),
    review: Some(0.04),
    framework: Some(0.02),
    partnership_framework: Some(0.03),
    residual: Some(0.12),
};

/// The reliability of one partnership whose reviews were answered by these frameworks of five.
fn of_answered(reviews: &[&[usize]], variances: &Components<Option<f64>>) -> Reliability {
    let mut one = Sums::new(1, 5);
    for answered in reviews {
        let mut row = [None; 5];
        answered.iter().for_each(|framework| row[*framework] = Some(0.0));
        one.add(0, &row).unwrap();
    }
    reliability(&one, variances).remove(0)
}

#[test]
fn complete_scores_have_the_reliability_of_the_formulae() {
    for (n, f) in [(1, 1), (1, 5), (3, 4), (11, 5)] {
        let frameworks: Vec<usize> = (0..f).collect();
        let row = of_answered(&vec![frameworks.as_slice(); n], &VARIANCES);
        let [n, f] = [n, f].map(|n| n as f64);
        let delta = |n: f64| 0.04 / n + 0.03 / f + 0.12 / (n * f);
        near(row.generalizability.unwrap(), 0.05 / (0.05 + delta(n)), 1e-14);
        near(row.dependability.unwrap(), 0.05 / (0.05 + delta(n) + 0.02 / f), 1e-14);
        let fixed = 0.05 + 0.03 / f;
        near(row.generalizability_fixed.unwrap(), fixed / (fixed + 0.04 / n + 0.12 / (n * f)), 1e-14);
        let needed = (1..1000_u32).find(|n| 0.05 / (0.05 + delta(f64::from(*n))) >= 0.7);
        assert_eq!(row.reviews_needed_for_0_7, needed.map(u64::from));
        assert_eq!(row.why.is_some(), needed.is_none());
    }
}

#[test]
fn reliability_is_that_of_the_answered_cells() {
    // Six scores: three of them in one review, four by the first framework.
    let row = of_answered(&[&[0, 1, 2], &[0], &[0], &[0]], &VARIANCES);
    assert_eq!(row.n_reviews, 4);
    let review = 0.04 * (9.0 + 1.0 + 1.0 + 1.0) / 36.0;
    let interaction = 0.03 * (16.0 + 1.0 + 1.0) / 36.0;
    near(row.generalizability.unwrap(), 0.05 / (0.05 + review + interaction + 0.12 / 6.0), 1e-14);
    // Five answers to one review are worth less than one to each of five.
    let (same, other) = (of_answered(&[&[0, 1, 2, 3, 4]], &VARIANCES), of_answered(&[&[0], &[1], &[2], &[3], &[4]], &VARIANCES));
    assert!(same.generalizability < other.generalizability);
    let none = of_answered(&[&[]], &VARIANCES);
    assert!(none.n_reviews == 0 && none.generalizability.is_none() && none.why.is_some());
}

#[test]
fn reviews_needed_are_whole_and_null_where_none_will_do() {
    // 7/3 · (0.04 + 0.06)/0.1 is 7/3; 0.12 makes it 2.8; 9/7 of the error is 3 exactly.
    let of = |review: f64, interaction: f64| {
        let variances = Components {
            partnership: Some(0.7),
            review: Some(review),
            framework: Some(0.0),
            partnership_framework: Some(interaction),
            residual: Some(0.0),
        };
        of_answered(&[&[0]], &variances)
    };
    assert_eq!(of(0.9, 0.0).reviews_needed_for_0_7, Some(3));
    assert_eq!(of(0.9001, 0.0).reviews_needed_for_0_7, Some(4));
    assert_eq!(of(0.01, 0.0).reviews_needed_for_0_7, Some(1));
    assert_eq!(of(0.3, 0.2).reviews_needed_for_0_7, Some(3));
    let never = of(0.3, 0.31);
    assert!(never.reviews_needed_for_0_7.is_none() && never.why.is_some_and(|why| why.contains("too differently")));
    let alike = of_answered(&[&[0]], &Components { partnership: Some(0.0), ..VARIANCES });
    assert!(alike.generalizability == Some(0.0) && alike.why.is_some_and(|why| why.contains("do not differ")));
}

/// The table of scores of which some are taken away.
fn of(keep: impl Fn(&Score) -> bool, change: impl Fn(&Score) -> f64) -> Table {
    let scores: Vec<Score> = invented(9, [6, 4, 4], 0.8, ALL).into_iter().filter(|score| keep(score)).collect();
    variance(&rows(&scores.iter().map(|score| Score { score: change(score), ..*score }).collect::<Vec<_>>())).unwrap()
}

/// Which components are given, in the order of [`Components`].
fn given(table: &Table) -> [bool; 5] {
    let text = serde_json::to_string(table).unwrap();
    assert!(!text.contains("NaN") && !text.contains("inf"));
    let c = &table.components;
    [c.partnership, c.review, c.framework, c.partnership_framework, c.residual].map(|variance| variance.is_some())
}

#[test]
fn what_the_design_cannot_tell_apart_is_undefined_and_said() {
    let own = |score: &Score| score.score;
    let whole = of(|_| true, own);
    assert!(
        given(&whole) == [true; 5] && whole.why.is_none() && whole.reliability.iter().all(|row| row.reliability.generalizability.is_some())
    );

    let one_framework = of(|score| score.framework == 0, own);
    assert_eq!(given(&one_framework), [false; 5]);
    assert!(
        one_framework.reml_criterion.is_some()
            && one_framework.se_mean.is_some()
            && one_framework.mean == one_framework.framework_means["f00"]
    );

    let one_partnership = of(|score| score.partnership == 2, own);
    assert_eq!(given(&one_partnership), [false, true, false, false, true]);
    assert!(one_partnership.mean.is_some() && one_partnership.se_mean.is_none());

    let one_review = of(|score| score.review == 0, own);
    assert_eq!(given(&one_review), [false, false, true, false, false]);
    assert!(one_review.se_mean.is_some() && one_review.reliability.iter().all(|row| row.reliability.generalizability.is_none()));
    let why = one_review.why.unwrap();
    assert_eq!(
        why,
        "the variances of partnership and review cannot be told apart in this design; \
         the variances of residual and partnership_framework cannot be told apart in this design"
    );
    let own_framework = of(|score| score.framework == score.partnership % 4 && score.partnership < 4, own);
    assert!(own_framework.se_mean.is_none() && own_framework.components.framework.is_none());
}

#[test]
fn scores_without_variance_or_rest_have_no_components() {
    let why = |table: &Table| {
        assert!(given(table) == [false; 5] && table.reml_criterion.is_none() && table.mean.is_none());
        assert!(table.reliability.iter().all(|row| row.reliability.generalizability.is_none() && row.reliability.why.is_some()));
        table.why.clone().unwrap()
    };
    assert!(why(&of(|_| true, |_| 1527.3)).contains("all scores are the same"));
    assert!(why(&of(|_| true, |_| 0.1)).contains("all scores are the same"));
    assert!(why(&of(|_| true, |_| 0.0)).contains("all scores are the same"));
    assert!(why(&of(|_| true, |score| (score.review + score.partnership % 2) as f64)).contains("no residual"));
    assert!(why(&of(|_| true, |_| 1e200)).contains("too large"));
    assert!(why(&of(|score| score.partnership + score.review + score.framework == 0, |score| score.score)).contains("too few"));
    let mut missing = rows(&invented(9, [6, 4, 4], 0.8, ALL));
    missing.iter_mut().for_each(|row| row.score = None);
    assert!(why(&variance(&missing).unwrap()).contains("too few"));
}

#[test]
fn a_framework_or_partnership_without_a_score_is_listed_and_undefined() {
    let mut some = rows(&invented(9, [6, 4, 4], 0.8, ALL));
    some.iter_mut().filter(|row| row.framework == "f01" || row.partnership == "p3").for_each(|row| row.score = None);
    let table = variance(&some).unwrap();
    assert!(table.framework_means.len() == 4 && table.framework_means["f01"].is_none() && table.why.is_some());
    assert!(table.mean.is_some() && given(&table) == [true; 5]);
    let empty = table.reliability.iter().find(|row| row.partnership == "p3").unwrap();
    assert_eq!(empty.reliability.n_reviews, 0);
    let left_out = some.iter().filter(|row| row.score.is_none()).count() as u64;
    assert_eq!((table.rows_used, table.rows_left_out), (some.len() as u64 - left_out, left_out));
    assert!(table.reliability.iter().all(|row| row.reliability.why.is_some() == (row.partnership == "p3")));
    // They change nothing for the others.
    some.retain(|row| row.score.is_some());
    let without = variance(&some).unwrap();
    near(without.reml_criterion.unwrap(), table.reml_criterion.unwrap(), 1e-9);
    near(without.components.partnership.unwrap(), table.components.partnership.unwrap(), 1e-8);
    near(without.mean.unwrap(), table.mean.unwrap(), 1e-8);
}

#[test]
fn every_wrong_row_is_told() {
    let mut some = rows(&invented(9, [2, 2, 2], 2.0, ALL));
    some.push(some[0].clone());
    some[1].score = Some(f64::NAN);
    let text = variance(&some).unwrap_err().to_string();
    let last = some.len();
    assert_eq!(
        text,
        format!(
            "row 2: the score is NaN; it must be a finite number; \
             row {last}: framework f00 on review r0 of partnership p0 has a row already, row 1"
        )
    );
    assert_eq!(variance(&[]).unwrap_err().to_string(), "there is no row");
}

#[test]
fn the_object_has_the_names_that_are_promised() {
    let table = serde_json::to_value(of(|_| true, |score| score.score)).unwrap();
    let names = |value: &serde_json::Value| value.as_object().unwrap().keys().cloned().collect::<Vec<_>>().join(" ");
    assert_eq!(names(&table), "components framework_means mean reliability reml_criterion rows_left_out rows_used se_mean");
    assert_eq!(names(&table["components"]), "framework partnership partnership_framework residual review");
    assert_eq!(
        names(&table["reliability"][0]),
        "dependability generalizability generalizability_fixed n_reviews partnership reviews_needed_for_0_7"
    );
    assert_eq!(names(&table["framework_means"]), "f00 f01 f02 f03");
}

#[test]
fn figures_move_with_the_scores_unit_and_origin() {
    let far = of(|_| true, |score| 1e9 + 0.001 * score.score);
    near(far.components.partnership.unwrap() * 1e6, of(|_| true, |score| score.score).components.partnership.unwrap(), 1e-3);
    near(far.mean.unwrap(), 1e9, 0.01);
    let (one, other) = (of(|_| true, |score| score.score), of(|_| true, |score| 1e6 + 100.0 * score.score));
    near(other.components.partnership.unwrap(), 1e4 * one.components.partnership.unwrap(), 1e-3);
    near(other.mean.unwrap(), 1e6 + 100.0 * one.mean.unwrap(), 1e-5);
    near(other.se_mean.unwrap(), 100.0 * one.se_mean.unwrap(), 1e-5);
    for (a, b) in one.reliability.iter().zip(&other.reliability) {
        near(a.reliability.generalizability.unwrap(), b.reliability.generalizability.unwrap(), 1e-7);
    }
}
