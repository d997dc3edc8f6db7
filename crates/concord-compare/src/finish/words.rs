//! Figures in a sentence.

use concord_model::comparison::{Predictor, PredictorKind};

/// How many of the things looked at go with a decision.
pub(super) fn predictors(rows: &[Predictor], tested: u64) -> String {
    if rows.is_empty() {
        return "Nothing was looked at: the dictionary names nothing that is recorded of the time before the incident, and no kinds of cases."
            .to_owned();
    }
    let of = |kind: PredictorKind| rows.iter().filter(|row| row.kind == kind).count();
    let (all, before, cases) = (rows.len() as u64, of(PredictorKind::Before), of(PredictorKind::CaseMix));
    let things = format!("{all} things looked at ({before} recorded of the time before the incident, {cases} of the kind of case)");
    let untested = match all - tested {
        0 => String::new(),
        left => format!(" {left} of them could not be tested."),
    };
    let many = format!("once it is allowed for that {tested} {} tested", if tested == 1 { "was" } else { "were" });
    let going: Vec<String> = rows.iter().filter(|row| row.distinguishes).map(told).collect();
    match going.as_slice() {
        _ if tested == 0 => format!("None of the {things} could be tested."),
        [] => format!(
            "None of the {things} goes with the decision, {many}.{untested} That none was found does not show that there is none: the \
             intervals say how large a difference could have been missed."
        ),
        [one] => format!("Of the {things}, 1 goes with the decision, {many}: {one}.{untested}"),
        several => format!("Of the {things}, {} go with the decision, {many}: {}.{untested}", several.len(), several.join("; ")),
    }
}

fn told(row: &Predictor) -> String {
    let rising = row.difference.is_some_and(|difference| difference > 0.0);
    format!("{} ({} yes where it is so)", row.label, if rising { "more often" } else { "less often" })
}
