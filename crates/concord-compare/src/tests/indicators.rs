//! What single indicators answered, and what is warned of.

use concord_model::answer::{AnswerColumn, Answers, Looked, Measure, NOT_APPLICABLE, NOT_DETERMINABLE, reason};
use concord_model::comparison::{Comparison, WarningKind};
use concord_model::framework::{Indicator, Match};

use crate::testing::{ABSENT, PRESENT, column, concern, dataset, dictionary, framework, looked_for, review};
use crate::{Setup, Summary};

fn compare(indicator: Indicator, column: AnswerColumn, reviews: usize) -> Comparison {
    let setup = Setup::new(&dictionary(), &[framework("f", vec![indicator])]).unwrap();
    let reviews: Vec<_> = (0..reviews).map(|place| review(&format!("R{place}"))).collect();
    let mut summary = Summary::new(&setup);
    let answers = Answers { columns: vec![column], failures: vec![] };
    summary.add(&setup, &dataset(&reviews), 0..reviews.len(), &[answers]).unwrap();
    summary.finish(&setup)
}

fn kinds(comparison: &Comparison) -> Vec<WarningKind> {
    comparison.warnings.iter().map(|warning| warning.kind).collect()
}

#[test]
fn answers_reasons_and_looked_for_are_counted() {
    let answers = [
        (PRESENT, Looked::Yes),
        (ABSENT, Looked::Yes),
        (NOT_DETERMINABLE, Looked::No),
        (NOT_DETERMINABLE, Looked::Unknown),
        (NOT_APPLICABLE, Looked::No),
    ];
    let answers: Vec<_> = answers.into_iter().map(|(answer, looked)| (answer, looked, vec![])).collect();
    let reasons = vec![0, 0, reason::NOT_LOOKED_FOR, reason::NOT_LOOKED_FOR | reason::WITHHELD, 0];
    let comparison = compare(concern("I", "T12", Match::Related), AnswerColumn { reasons, ..column(&answers) }, 5);
    let figure = &comparison.indicators[0];
    let counts: Vec<u64> = figure.answers.iter().map(|answer| answer.count).collect();
    assert_eq!((counts, figure.not_determinable, figure.not_applicable, figure.error), (vec![1, 0, 1], 2, 1, 0));
    assert_eq!((figure.looked_yes, figure.looked_no, figure.looked_unknown), (2, 1, 1));
    let reasons: Vec<(&str, u64)> = figure.reasons.iter().map(|reason| (reason.reason.as_str(), reason.count)).collect();
    assert_eq!(reasons, [("withheld", 1), ("not_looked_for", 2)]);
    assert!(comparison.warnings.is_empty());
}

#[test]
fn a_byte_beyond_the_scale_is_a_failure_and_never_an_answer() {
    let comparison = compare(concern("I", "T04", Match::Exact), looked_for(&[&[PRESENT, 77, 253]]).columns.remove(0), 3);
    assert_eq!(comparison.indicators[0].error, 2);
    assert_eq!(comparison.figures[0].partly_present.error, 2);
    assert_eq!(kinds(&comparison), [WarningKind::Failed]);
}

#[test]
fn a_rule_that_never_ran_does_not_look_like_a_pass() {
    let never_told = compare(concern("I", "T04", Match::Exact), looked_for(&[&[NOT_DETERMINABLE, NOT_APPLICABLE]]).columns.remove(0), 2);
    assert_eq!(kinds(&never_told), [WarningKind::NeverDeterminable]);
    let never_present = compare(concern("I", "T04", Match::Exact), looked_for(&[&[ABSENT, NOT_DETERMINABLE]]).columns.remove(0), 2);
    assert_eq!(kinds(&never_present), [WarningKind::NeverPresent]);
    assert_eq!(never_present.warnings[0].message, "it was told for 1 of 2 reviews and never present; see whether its rule can be true");
}

#[test]
fn an_indicator_may_give_a_number_alone() {
    let mut indicator = concern("I", "T12", Match::Related);
    indicator.scale.clear();
    indicator.measure_unit = Some("recommendations".to_owned());
    let mut numbers = AnswerColumn::default();
    for (lower, upper, of) in [(1.0, 1.0, 2.0), (2.0, 3.0, 6.0)] {
        numbers.push_measure(Some(Measure { lower, upper, of }));
    }
    numbers.push_measure(None);
    let comparison = compare(indicator.clone(), numbers, 3);
    let measure = comparison.indicators[0].measure.clone().unwrap();
    assert_eq!((measure.share, measure.known, measure.interval, measure.none), (true, 1, 1, 1));
    assert_eq!((measure.pooled_lower, measure.pooled_upper), (Some(3.0 / 8.0), Some(4.0 / 8.0)));
    assert!(comparison.warnings.is_empty());
    let mut nothing = AnswerColumn::default();
    (0..3).for_each(|_| nothing.push_measure(None));
    assert_eq!(kinds(&compare(indicator, nothing, 3)), [WarningKind::NeverMeasured]);
}
