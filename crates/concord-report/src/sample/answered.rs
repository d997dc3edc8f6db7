//! Three frameworks' answers to the sample, and what they come to.

use concord_model::answer::{AnswerColumn, Answers, Cited, ERROR, Looked, Measure, NOT_APPLICABLE, NOT_DETERMINABLE, reason};
use concord_model::finding::{BatchFindings, Finding, FindingColumn, Side, Status};
use concord_model::framework::{Descriptor, Indicator, LocalAnswer, Mapping, Match, Outcome, Polarity};
use concord_model::missing::Missing;

/// The frameworks' ids.
pub(crate) const FRAMEWORKS: [&str; 3] = ["ashby", "brook", "dale"];

fn local(code: &str, concern: Option<Outcome>, strength: Option<Outcome>) -> LocalAnswer {
    LocalAnswer { code: code.to_owned(), label: format!("It is {code}"), concern, strength }
}

/// An indicator on one theme.
pub(crate) fn indicator(id: &str, polarity: Polarity, theme: &str, scale: Vec<LocalAnswer>) -> Indicator {
    Indicator {
        id: id.to_owned(),
        title: format!("What {id} finds"),
        question: format!("Is it so, asks {id}?"),
        polarity,
        scale,
        measure_unit: None,
        evidence_tables: Vec::new(),
        mappings: vec![Mapping { theme: theme.to_owned(), levels: vec!["L1".to_owned()], matching: Match::Exact }],
        predicate: None,
    }
}

/// A concern with evidence and a share; a scale that reads both ways and may be contradicted; the first concern again, and a part of a theme.
pub(crate) fn descriptors() -> [Descriptor; 3] {
    use Outcome::{Absent, Partly, Present};
    let concern = |code, outcome| local(code, Some(outcome), None);
    let graded = || vec![concern("no", Absent), concern("partly", Partly), concern("yes", Present)];
    let mut first = indicator("A1", Polarity::Concern, "T04", graded());
    first.evidence_tables = vec!["observations".to_owned(), "recommendations".to_owned()];
    first.predicate = Some("observations.exists(o, o.theme == 'T04')".to_owned());
    let mut share = indicator("A2", Polarity::Description, "T12", Vec::new());
    share.measure_unit = Some("share".to_owned());
    let both = vec![
        local("strength", Some(Absent), Some(Present)),
        local("both", Some(Present), Some(Present)),
        local("improve", Some(Present), Some(Absent)),
    ];
    let bipolar = indicator("B1", Polarity::Concern, "T05", both);
    let contradicting = indicator("B2", Polarity::Concern, "T05", graded());
    let other = indicator("B3", Polarity::Concern, "T04", graded());
    let same = Indicator { id: "D1".to_owned(), evidence_tables: Vec::new(), ..first.clone() };
    let mut part = indicator("D2", Polarity::Concern, "T05", graded());
    part.mappings[0].matching = Match::Part;
    let of = |indicators| Descriptor { reads: Vec::new(), indicators };
    [of(vec![first, share]), of(vec![bipolar, contradicting, other]), of(vec![same, part])]
}

fn bytes(numbers: &[u32]) -> Vec<u8> {
    numbers.iter().flat_map(|number| number.to_le_bytes()).collect()
}

/// The answers to the sample's five codings.
pub(crate) fn answers() -> [Answers; 3] {
    let first = AnswerColumn {
        answers: vec![2, NOT_DETERMINABLE, 0, NOT_APPLICABLE, 1],
        looked: [Looked::Yes, Looked::Unknown, Looked::Yes, Looked::No, Looked::Yes].map(|looked| looked as u8).to_vec(),
        reasons: vec![0, reason::of(Missing::NotRecorded) | reason::OUTSIDE_CODEBOOK, 0, 0, 0],
        measures: Vec::new(),
        evidence: vec![
            Cited { offsets: bytes(&[0, 2, 2, 2, 2, 3]), rows: bytes(&[0, 1, 4]) },
            Cited { offsets: bytes(&[0, 1, 1, 1, 1, 1]), rows: bytes(&[1]) },
        ],
    };
    let mut share = AnswerColumn { reasons: vec![0, 0, 0, reason::WITHHELD, 0], ..AnswerColumn::default() };
    for measure in [Some((1.0, 1.0, 2.0)), Some((0.0, 1.0, 1.0)), Some((0.0, 0.0, 0.0)), None, Some((3.0, 3.0, 4.0))] {
        share.push_measure(measure.map(|(lower, upper, of)| Measure { lower, upper, of }));
    }
    let bipolar = AnswerColumn {
        answers: vec![0, 1, 2, ERROR, NOT_DETERMINABLE],
        reasons: vec![0, 0, 0, 0, reason::NOT_LOOKED_FOR],
        ..AnswerColumn::default()
    };
    let of = |columns| Answers { columns, failures: Vec::new() };
    let plain = |answers: [u8; 5]| AnswerColumn { answers: answers.to_vec(), ..AnswerColumn::default() };
    let contradicting = plain([0, 0, 2, ERROR, NOT_DETERMINABLE]);
    let other = plain([2, 0, 0, 0, NOT_DETERMINABLE]);
    let same = AnswerColumn { evidence: Vec::new(), ..first.clone() };
    let part = plain([2, 0, 0, 0, 1]);
    [of(vec![first, share]), of(vec![bipolar, contradicting, other]), of(vec![same, part])]
}

/// What the answers come to.
pub(crate) fn findings() -> BatchFindings {
    use Status::{Absent, Conflict, Error, NotApplicable, NotDeterminable, Present};
    let column = |framework, theme, side, findings: [(Status, Status, Looked); 5]| FindingColumn {
        framework,
        theme,
        side,
        findings: findings
            .map(|(partly_present, partly_absent, looked)| {
                Finding { partly_present, partly_absent, looked, looked_partly_absent: looked }.to_byte()
            })
            .to_vec(),
    };
    let yes = |status| (status, status, Looked::Yes);
    let unknown = (NotDeterminable, NotDeterminable, Looked::Unknown);
    let partly = (Present, Absent, Looked::Yes);
    let apart = (NotApplicable, NotApplicable, Looked::Unknown);
    BatchFindings {
        reviews: 5,
        columns: vec![
            column(0, 0, Side::Concern, [yes(Present), unknown, yes(Absent), apart, partly]),
            column(1, 1, Side::Concern, [yes(Absent), yes(Present), yes(Present), yes(Error), unknown]),
            column(1, 1, Side::Strength, [yes(Present), yes(Conflict), yes(Absent), yes(Error), unknown]),
        ],
    }
}
