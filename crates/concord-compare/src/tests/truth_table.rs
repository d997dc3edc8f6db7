//! The truth table of findings: every combination of match, outcome and looked-for of one indicator and of two, against an expectation
//! that is written in its own way, from the sentences of the design.

use std::fmt::Write;

use concord_model::answer::Looked;
use concord_model::finding::{Finding, Status};
use concord_model::framework::{Match, Outcome};

use crate::crosswalk::{Told, finding};

type Answer = (Match, Told, Looked);

const MATCHES: [Match; 4] = [Match::Exact, Match::Part, Match::Wider, Match::Related];
const TOLD: [Told; 9] = [
    Told::Outcome(Outcome::Present),
    Told::Outcome(Outcome::Partly),
    Told::Outcome(Outcome::Absent),
    Told::Outcome(Outcome::NotDeterminable),
    Told::Outcome(Outcome::NotApplicable),
    Told::OfAnother(Outcome::Present),
    Told::OfAnother(Outcome::Partly),
    Told::Nothing,
    Told::Failed,
];
const LOOKED: [Looked; 3] = [Looked::Yes, Looked::No, Looked::Unknown];

fn answers() -> Vec<Answer> {
    let of = |matching| TOLD.into_iter().flat_map(move |told| LOOKED.map(|looked| (matching, told, looked)));
    MATCHES.into_iter().flat_map(of).collect()
}

/// What the design says, sentence by sentence, of answers of which *partly* is already read as present or absent.
fn expected_status(answers: &[Answer], partly: Outcome) -> Status {
    let read: Vec<(Match, Told, Looked)> = answers
        .iter()
        .filter(|(matching, ..)| *matching != Match::Related)
        .map(|&(matching, told, looked)| {
            let told = match told {
                Told::Outcome(Outcome::Partly) => Told::Outcome(partly),
                // What is found of another theme finds nothing here; an absent speaks of all themes.
                Told::OfAnother(Outcome::Partly) if partly == Outcome::Absent => Told::Outcome(Outcome::Absent),
                other => other,
            };
            (matching, told, looked)
        })
        .collect();
    if read.is_empty() {
        return Status::NotInScope;
    }
    if read.iter().all(|answer| answer.1 == Told::Outcome(Outcome::NotApplicable)) {
        return Status::NotApplicable;
    }
    let exact_or_part_present = read.iter().any(|a| a.1 == Told::Outcome(Outcome::Present) && (a.0 == Match::Exact || a.0 == Match::Part));
    let exact_or_wider_absent =
        read.iter().any(|a| a.1 == Told::Outcome(Outcome::Absent) && a.2 == Looked::Yes && (a.0 == Match::Exact || a.0 == Match::Wider));
    if exact_or_part_present && exact_or_wider_absent {
        return Status::Conflict;
    }
    if exact_or_part_present {
        return Status::Present;
    }
    if exact_or_wider_absent {
        return Status::Absent;
    }
    if read.iter().any(|answer| answer.1 == Told::Failed) { Status::Error } else { Status::NotDeterminable }
}

/// Whether what decided was looked for, with *partly* read one way; where nothing did, whether anything that applies was.
fn expected_looked(answers: &[Answer], partly: Outcome) -> Looked {
    let alone = |answer: &Answer| expected_status(std::slice::from_ref(answer), partly);
    let of = |answer: &Answer| if answer.1 == Told::Failed { Looked::Unknown } else { answer.2 };
    let deciding: Vec<Looked> = answers.iter().filter(|answer| alone(answer).determinable()).map(of).collect();
    let applies = answers.iter().filter(|answer| alone(answer) > Status::NotApplicable).map(of);
    let looked = if deciding.is_empty() { applies.collect() } else { deciding };
    match () {
        () if looked.contains(&Looked::Yes) => Looked::Yes,
        () if looked.is_empty() || looked.contains(&Looked::Unknown) => Looked::Unknown,
        () => Looked::No,
    }
}

fn expected(answers: &[Answer]) -> Finding {
    Finding {
        partly_present: expected_status(answers, Outcome::Present),
        partly_absent: expected_status(answers, Outcome::Absent),
        looked: expected_looked(answers, Outcome::Present),
        looked_partly_absent: expected_looked(answers, Outcome::Absent),
    }
}

#[test]
fn every_answer_of_one_indicator() {
    for answer in answers() {
        assert_eq!(finding(&[answer]), expected(&[answer]), "{answer:?}");
    }
}

#[test]
fn every_pair_of_answers_of_two_indicators_in_either_order() {
    for first in answers() {
        for second in answers() {
            assert_eq!(finding(&[first, second]), expected(&[first, second]), "{first:?} {second:?}");
        }
    }
}

#[test]
fn every_three_answers_that_were_looked_for() {
    let looked: Vec<Answer> = answers().into_iter().filter(|answer| answer.2 == Looked::Yes).collect();
    for &first in &looked {
        for &second in &looked {
            for &third in &looked {
                let three = [first, second, third];
                assert_eq!(finding(&three), expected(&three), "{three:?}");
            }
        }
    }
}

fn name(told: Told) -> &'static str {
    match told {
        Told::Outcome(outcome) => outcome.name(),
        Told::OfAnother(Outcome::Partly) => "partly, another",
        Told::OfAnother(_) => "present, another",
        Told::Nothing => "says nothing",
        Told::Failed => "error",
    }
}

fn cuts(finding: Finding) -> String {
    both(finding.partly_present.name(), finding.partly_absent.name())
}

fn both(present: &str, absent: &str) -> String {
    if present == absent { present.to_owned() } else { format!("{present} | {absent}") }
}

#[test]
fn the_table_for_one_indicator_as_people_read_it() {
    let mut table = String::from("match    answer            looked   -> finding (partly as present | as absent)        looked for\n");
    for (matching, told, looked) in answers() {
        let found = finding(&[(matching, told, looked)]);
        let looked_for = both(found.looked.name(), found.looked_partly_absent.name());
        let row = format!("{:8} {:17} {:8} -> {:49} {looked_for}", matching.name(), name(told), looked.name(), cuts(found));
        writeln!(table, "{}", row.trim_end()).unwrap();
    }
    insta::assert_snapshot!(table);
}

#[test]
fn the_table_for_two_indicators_as_people_read_it() {
    let short: Vec<Answer> = answers()
        .into_iter()
        .filter(|answer| answer.2 == Looked::Yes && answer.0 != Match::Related)
        .filter(|answer| !matches!(answer.1, Told::Nothing | Told::OfAnother(_)))
        .collect();
    let mut table = String::from("all looked for             -> finding (partly as present | as absent)\n");
    for (place, &first) in short.iter().enumerate() {
        for &second in &short[place..] {
            let of = |answer: Answer| format!("{} {}", answer.0.name(), name(answer.1));
            writeln!(table, "{:23} + {:23} -> {}", of(first), of(second), cuts(finding(&[first, second]))).unwrap();
        }
    }
    insta::assert_snapshot!(table);
}
